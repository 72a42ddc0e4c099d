"""Keeps the newest token of each account on disk, also during stops and failures.

A refresh token works once. Home Assistant writes its config entries a second late,
without fsync, and does not retry a failed write. So each renewed token is also written
to a file, and the newer of the two copies is used at the next start.
"""

import asyncio
from collections.abc import Coroutine, Mapping
from datetime import datetime
from functools import partial
import math
from typing import Any

from homeassistant.const import (
    CONF_ACCESS_TOKEN,
    CONF_TOKEN,
    EVENT_HOMEASSISTANT_FINAL_WRITE,
    EVENT_HOMEASSISTANT_STOP,
)
from homeassistant.core import CALLBACK_TYPE, Event, HassJob, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import async_call_later
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from .files import AccountFile

# Keys in the token: the number of its login, and of its renewals since. They order two
# copies without the clock, which may be wrong.
LOGIN = "login"
RENEWALS = "renewals"
# Number of times the config entry was written again after a possible failure.
_REWRITES = "rewrites"
_VERSION = 1
_FIRST_RETRY, _LONGEST_RETRY = 5, 300

_KEEPERS: HassKey[dict[str, TokenKeeper]] = HassKey(f"{DOMAIN}_token_keepers")


def parsed_token(raw: object) -> dict[str, Any] | None:
    """Return a token with valid types, None for anything else."""
    try:
        return _parse(raw)
    except KeyError, TypeError, ValueError:
        return None


def _parse(raw: Any) -> dict[str, Any]:
    """Return a token; KeyError, TypeError or ValueError if damaged."""
    for key in (CONF_ACCESS_TOKEN, "refresh_token"):
        if not isinstance(raw[key], str) or not raw[key]:
            raise TypeError(key)
    for key in (LOGIN, RENEWALS):
        if type(raw[key]) is not int or raw[key] < 0:
            raise TypeError(key)
    if type(raw["expires_at"]) not in {int, float} or not math.isfinite(
        raw["expires_at"]
    ):
        raise TypeError("expires_at")
    return dict(raw)


def generation(token: Mapping[str, Any]) -> tuple[int, int]:
    """Return the generation of a token, greater for a newer one."""
    return token[LOGIN], token[RENEWALS]


class TokenKeeper:
    """The pending renewal and unsaved token of one account, across reloads."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Create the keeper of an entry."""
        self._hass = hass
        self._entry_id = entry_id
        self._file = AccountFile(hass, entry_id, None, _VERSION, _parse)
        self.renewal: asyncio.Task[None] | None = None
        self._unsaved: dict[str, Any] | None = None
        self._retry_after = _FIRST_RETRY
        self._cancel_retry: CALLBACK_TYPE | None = None

    @classmethod
    def of(cls, hass: HomeAssistant, entry_id: str) -> TokenKeeper:
        """Return the keeper of an entry, which is shared by its set-ups."""
        keepers = hass.data.setdefault(_KEEPERS, {})
        if entry_id not in keepers:
            keepers[entry_id] = cls(hass, entry_id)
        return keepers[entry_id]

    def async_run(self, renewal: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run a renewal that a stop of Home Assistant waits for."""
        self.renewal = self._hass.async_create_task(
            renewal, f"{DOMAIN} token renewal", eager_start=False
        )
        self.renewal.add_done_callback(self._renewal_done)
        return self.renewal

    def _renewal_done(self, task: asyncio.Task[None]) -> None:
        """Drop a finished renewal, and retrieve its exception."""
        self.renewal = None
        if not task.cancelled():
            task.exception()

    async def async_wait_for_renewal(self) -> None:
        """Wait for the pending renewal, if any, and for its save."""
        if self.renewal is not None:
            await asyncio.wait([self.renewal])

    async def async_load(self) -> dict[str, Any] | None:
        """Return the token on disk, or a newer unsaved one."""
        return self._unsaved or await self._file.async_load()

    async def async_save(self, token: dict[str, Any]) -> None:
        """Write a token; retry with backoff until it is on disk."""
        self._drop_retry()
        if not await self._file.async_save(token):
            self._unsaved = token
            self._plan_retry()
            return
        if self._unsaved is not None:
            self._saved_at_last(token)

    async def async_finish(self) -> None:
        """Wait for the pending renewal, and write an unsaved token."""
        await self.async_wait_for_renewal()
        if self._unsaved is not None:
            await self.async_save(self._unsaved)

    @callback
    def _saved_at_last(self, token: dict[str, Any]) -> None:
        """Delete the repair issue, and write the config entry again."""
        self._unsaved = None
        self._retry_after = _FIRST_RETRY
        ir.async_delete_issue(self._hass, DOMAIN, self._issue_id)
        entry = self._hass.config_entries.async_get_entry(self._entry_id)
        if entry is not None and CONF_TOKEN in entry.data:
            rewritten = dict(entry.data[CONF_TOKEN])
            rewritten[_REWRITES] = rewritten.get(_REWRITES, 0) + 1
            self._hass.config_entries.async_update_entry(
                entry, data={**entry.data, CONF_TOKEN: rewritten}
            )

    def _plan_retry(self) -> None:
        """Create the repair issue, and schedule a retry."""
        if self._hass.is_stopping:
            return
        entry = self._hass.config_entries.async_get_entry(self._entry_id)
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._issue_id,
            is_fixable=False,
            severity=ir.IssueSeverity.ERROR,
            translation_key="login_not_saved",
            translation_placeholders={"account": entry.title if entry else DOMAIN},
        )
        self._cancel_retry = async_call_later(
            self._hass,
            self._retry_after,
            HassJob(self._async_retry, cancel_on_shutdown=True),
        )
        self._retry_after = min(2 * self._retry_after, _LONGEST_RETRY)

    async def _async_retry(self, _now: datetime) -> None:
        """Write an unsaved token."""
        self._cancel_retry = None
        await self.async_finish()

    def _drop_retry(self) -> None:
        """Cancel the scheduled retry."""
        if self._cancel_retry is not None:
            self._cancel_retry()
            self._cancel_retry = None

    @callback
    def async_forget(self) -> None:
        """Drop the token of a removed account."""
        self._unsaved = None
        self._drop_retry()
        ir.async_delete_issue(self._hass, DOMAIN, self._issue_id)

    @property
    def _issue_id(self) -> str:
        """Return the id of the repair issue."""
        return f"login_not_saved_{self._entry_id}"


@callback
def async_setup_token_keepers(hass: HomeAssistant) -> None:
    """Make a stop of Home Assistant wait for renewals and unsaved tokens.

    Home Assistant waits 20 seconds for shutdown jobs, then only for tasks of listeners:
    100 seconds at the stop event, 60 seconds at the final write. A renewal may use all of
    these.
    """
    hass.async_add_shutdown_job(
        HassJob(partial(_async_finish, hass), f"{DOMAIN} token renewals")
    )
    for event in (EVENT_HOMEASSISTANT_STOP, EVENT_HOMEASSISTANT_FINAL_WRITE):
        hass.bus.async_listen_once(event, partial(_async_finish, hass))


async def _async_finish(hass: HomeAssistant, _event: Event | None = None) -> None:
    """Wait for all renewals, and write unsaved tokens."""
    keepers = hass.data.get(_KEEPERS, {}).values()
    await asyncio.gather(*(keeper.async_finish() for keeper in keepers))


async def async_remove_token_keeper(hass: HomeAssistant, entry_id: str) -> None:
    """Wait for the renewal of a removed account, and drop its token."""
    if (keeper := hass.data.get(_KEEPERS, {}).pop(entry_id, None)) is not None:
        await keeper.async_wait_for_renewal()
        keeper.async_forget()
