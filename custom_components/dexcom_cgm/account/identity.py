"""The identity of an account's person, by the two names that Dexcom uses.

`sub` of an access token's JWT is the same for all applications, but an access token may
not be a JWT. `userId` of the API's answers is the person's id for one application. So
both are stored, and either identifies a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Self

import jwt

from ..const import CONF_SUBJECT, CONF_USER_ID

# Longer than real names.
_MAX_LENGTH = 256


class Match(Enum):
    """The result of comparing two identities."""

    SAME = auto()
    OTHER = auto()
    # Equal by one name, different by the other.
    CONFLICT = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The names of a person; `user_id` is the one for `application`."""

    subject: str | None
    user_id: str | None
    application: str

    @classmethod
    def of_login(cls, access_token: str, user_id: str | None, application: str) -> Self:
        """Return the identity by a token and an answer of the API."""
        return cls(
            subject=_subject(access_token),
            user_id=_checked(user_id),
            application=application,
        )

    @property
    def account(self) -> str | None:
        """Return the unique id of a new account."""
        return self.subject or self.user_id

    def match_entry(self, unique_id: str | None, data: Mapping[str, Any]) -> Match:
        """Compare with the identity of a config entry."""
        subject, user_id = data.get(CONF_SUBJECT), data.get(CONF_USER_ID)
        if subject is None and user_id is None:
            # Created before both names were stored: its unique id is one of them.
            named = unique_id in {self.subject, self.user_id}
            return Match.SAME if named else Match.OTHER
        found = set()
        if self.subject and subject:
            found.add(self.subject == subject)
        # Two applications may know a person by different names.
        if self.user_id and user_id:
            is_same = self.user_id == user_id
            if is_same or self.application == data["auth_implementation"]:
                found.add(is_same)
        if found == {True, False}:
            return Match.CONFLICT
        return Match.SAME if found == {True} else Match.OTHER

    def after_login(self, data: Mapping[str, Any]) -> dict[str, str | None]:
        """Return both names for an entry's data, preferring the new login's."""
        known = data.get(CONF_USER_ID)
        if self.application != data["auth_implementation"]:
            known = None
        return {
            CONF_SUBJECT: self.subject or data.get(CONF_SUBJECT),
            CONF_USER_ID: self.user_id or known,
        }

    def learned(self, data: Mapping[str, Any]) -> dict[str, str | None]:
        """Return both names for an entry's data, preferring the stored ones."""
        return {
            CONF_SUBJECT: data.get(CONF_SUBJECT) or self.subject,
            CONF_USER_ID: data.get(CONF_USER_ID) or self.user_id,
        }


def _subject(access_token: str) -> str | None:
    """Return `sub` of a token, None if it is not a JWT.

    Dexcom publishes no key to verify the signature. A forged name would not match the
    `userId` of the API's answers.
    """
    try:
        claims = jwt.decode(access_token, options={"verify_signature": False})
    except jwt.InvalidTokenError, RecursionError:
        return None
    return _checked(claims.get("sub"))


def _checked(name: object) -> str | None:
    """Return a name that can be stored and shown, None for anything else."""
    if not isinstance(name, str) or not 0 < len(name) <= _MAX_LENGTH:
        return None
    return name if name.isprintable() else None
