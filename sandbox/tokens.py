"""Authorization codes and tokens."""

import base64
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
import hashlib
import hmac
import json
import os
from pathlib import Path
import secrets
from typing import Any
from urllib.parse import urlsplit
import uuid

CODE_LIFETIME = timedelta(minutes=1)


class TokenError(Exception):
    """A rejected token request, with its OAuth error code."""


@dataclass(frozen=True)
class Application:
    """A registered application; without redirect_uris any HTTP(S) URI is allowed."""

    client_id: str
    client_secret: str
    redirect_uris: tuple[str, ...] | None = None

    def allows(self, redirect_uri: str) -> bool:
        """Return whether the redirect URI is allowed."""
        if self.redirect_uris is not None:
            return redirect_uri in self.redirect_uris
        url = urlsplit(redirect_uri)
        return url.scheme in {"http", "https"} and bool(url.hostname)


APPLICATIONS = (
    Application("sandbox-application", "made-up-secret-of-the-sandbox"),
    Application("second-application", "second-made-up-secret"),
)


@dataclass(frozen=True)
class Grant:
    """The grant of a code or token; `at` is its expiry, or a token's issue time."""

    person_id: str
    client_id: str
    at: float
    redirect_uri: str | None = None


def _base64(data: bytes) -> str:
    """Encode data as a JWT segment."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Tokens:
    """Issues, rotates and revokes tokens; persists them to an optional state file."""

    def __init__(
        self,
        now: Callable[[], datetime],
        applications: Iterable[Application],
        state: Path | None,
    ) -> None:
        """Load the tokens from the state file, if it exists."""
        self.access_lifetime = timedelta(hours=2)
        self.refresh_lifetime = timedelta(days=365)
        self.opaque = False
        # Overrides of the `sub` claim of future tokens, by person.
        self.subjects: dict[str, str] = {}
        self.applications: dict[str, Application] = {}
        self._now = now
        self._state = state
        self._key = secrets.token_hex(32)
        self._codes: dict[str, Grant] = {}
        self._access: dict[str, Grant] = {}
        self._refresh: dict[str, Grant] = {}
        if state is not None and state.exists():
            self._load(json.loads(state.read_text(encoding="utf-8")))
        self.applications |= {each.client_id: each for each in applications}

    def _load(self, saved: dict[str, Any]) -> None:
        """Restore the saved state."""
        self._key = saved["key"]
        for each in saved["applications"]:
            uris = each.pop("redirect_uris")
            application = Application(
                **each, redirect_uris=None if uris is None else tuple(uris)
            )
            self.applications[application.client_id] = application
        for tokens, name in ((self._access, "access"), (self._refresh, "refresh")):
            tokens |= {token: Grant(**grant) for token, grant in saved[name].items()}

    def _save(self) -> None:
        """Write the state file atomically."""
        if self._state is None:
            return
        saved = {
            "key": self._key,
            "applications": [asdict(each) for each in self.applications.values()],
            "access": {token: asdict(each) for token, each in self._access.items()},
            "refresh": {token: asdict(each) for token, each in self._refresh.items()},
        }
        path = self._state.with_name(f"{self._state.name}.new")
        with path.open("w", encoding="utf-8") as file:
            json.dump(saved, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        path.replace(self._state)

    def authorize(self, person_id: str, client_id: str, redirect_uri: str) -> str:
        """Return an authorization code for a person's consent."""
        code = secrets.token_urlsafe(24)
        end = (self._now() + CODE_LIFETIME).timestamp()
        self._codes[code] = Grant(person_id, client_id, end, redirect_uri)
        return code

    def exchange(self, client_id: str, code: str, redirect_uri: str) -> dict[str, Any]:
        """Exchange a code for tokens; the code is consumed even on failure."""
        grant = self._codes.pop(code, None)
        if (
            grant is None
            or grant.client_id != client_id
            or grant.redirect_uri != redirect_uri
            or grant.at <= self._now().timestamp()
        ):
            raise TokenError("invalid_grant")
        return self.issue(grant.person_id, client_id)

    def rotate(self, client_id: str, refresh_token: str) -> dict[str, Any]:
        """Rotate a refresh token; the old one is invalidated."""
        grant = self._refresh.get(refresh_token)
        if grant is None or grant.client_id != client_id:
            raise TokenError("invalid_grant")
        del self._refresh[refresh_token]
        if grant.at + self.refresh_lifetime.total_seconds() <= self._now().timestamp():
            self._save()
            raise TokenError("invalid_grant")
        return self.issue(grant.person_id, client_id)

    def issue(self, person_id: str, client_id: str) -> dict[str, Any]:
        """Return new tokens as Dexcom's token response."""
        now = self._now()
        end = (now + self.access_lifetime).timestamp()
        access = self._access_token(person_id, client_id, now, end)
        refresh = secrets.token_urlsafe(32)
        self._access = {
            token: grant
            for token, grant in self._access.items()
            if grant.at > now.timestamp()
        }
        self._access[access] = Grant(person_id, client_id, end)
        self._refresh[refresh] = Grant(person_id, client_id, now.timestamp())
        self._save()
        return {
            "access_token": access,
            "expires_in": int(self.access_lifetime.total_seconds()),
            "token_type": "Bearer",
            "refresh_token": refresh,
            "refresh_expires_in": 0,
            "not-before-policy": "1726871301,",
            "session_state": str(uuid.uuid4()),
        }

    def _access_token(
        self, person_id: str, client_id: str, now: datetime, end: float
    ) -> str:
        """Return a JWT, or an opaque token if configured."""
        if self.opaque:
            return secrets.token_urlsafe(48)
        claims = {
            "sub": self.subjects.get(person_id, subject(person_id)),
            "aud": client_id,
            "iat": int(now.timestamp()),
            "exp": int(end),
            "jti": str(uuid.uuid4()),
            "scope": "offline_access",
        }
        parts = ({"alg": "HS256", "typ": "JWT"}, claims)
        text = ".".join(_base64(json.dumps(part).encode()) for part in parts)
        key = bytes.fromhex(self._key)
        return f"{text}.{_base64(hmac.digest(key, text.encode(), hashlib.sha256))}"

    def bearer(self, access_token: str) -> Grant | None:
        """Return the grant of a valid access token, or None."""
        grant = self._access.get(access_token)
        if grant is None or grant.at <= self._now().timestamp():
            return None
        return grant

    def owner(self, token: str) -> str | None:
        """Return the person of a code or refresh token without consuming it."""
        grant = self._refresh.get(token) or self._codes.get(token)
        return grant.person_id if grant else None

    def revoke(self, person_id: str, client_id: str | None = None) -> None:
        """Revoke all tokens of a person, for one application or all."""

        def gone(grant: Grant) -> bool:
            return grant.person_id == person_id and client_id in {
                None,
                grant.client_id,
            }

        for tokens in (self._codes, self._access, self._refresh):
            for token in [token for token, grant in tokens.items() if gone(grant)]:
                del tokens[token]
        self._save()

    def reset_password(self, person_id: str) -> None:
        """Revoke all refresh tokens of a person; access tokens stay valid."""
        for token in [
            token
            for token, grant in self._refresh.items()
            if grant.person_id == person_id
        ]:
            del self._refresh[token]
        self._save()

    def expire_access_tokens(self, person_id: str | None = None) -> None:
        """Expire access tokens before their `exp`."""
        for token in [
            token
            for token, grant in self._access.items()
            if person_id in {None, grant.person_id}
        ]:
            del self._access[token]
        self._save()


def subject(person_id: str) -> str:
    """Return the `sub` claim of a person."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"sandbox {person_id}"))


def user_id(person_id: str, client_id: str) -> str:
    """Return the `userId` of a person, which is specific to the application."""
    return hashlib.sha256(f"{client_id} {person_id}".encode()).hexdigest()
