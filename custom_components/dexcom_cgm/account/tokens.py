"""Keeps the newest token of each account on disk, whatever happens around it.

A refresh token works once. Home Assistant writes its config entries a second late,
without fsync, and does not retry a failed write. So each renewed token also goes to a
file of its own, and of two copies the newer one wins at the next start.
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

# In the token: the number of the login it comes from, and how often it was renewed
# since. They tell the newer of two copies without a clock, which may be wrong.
LOGIN = "login"
RENEWALS = "renewals"
# How often the config entry was written again because a write may have failed.
_REWRITES = "rewrites"
_VERSION = 1
_FIRST_RETRY, _LONGEST_RETRY = 5, 300

_KEEPERS: HassKey[dict[str, TokenKeeper]] = HassKey(f"{DOMAIN}_token_keepers")


def parsed_token(raw: object) -> dict[str, Any] | None:
    """Return a token with the types that are relied on, None for anything else."""
    try:
        return _parse(raw)
    except KeyError, TypeError, ValueError:
        return None


def _parse(raw: Any) -> dict[str, Any]:
    """Return a token; KeyError, TypeError or ValueError if it is damaged."""
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
    """Return what is greater for the newer of two tokens."""
    return token[LOGIN], token[RENEWALS]


class TokenKeeper:
    """Renewal under way and unsaved token of one account; outlives its reloads."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Keep the token of an entry."""
        self._hass = hass
        self._entry_id = entry_id
        self._file = AccountFile(hass, entry_id, None, _VERSION, _parse)
        self.renewal: asyncio.Task[None] | None = None
        self._unsaved: dict[str, Any] | None = None
        self._retry_after = _FIRST_RETRY
        self._cancel_retry: CALLBACK_TYPE | None = None

    @classmethod
    def of(cls, hass: HomeAssistant, entry_id: str) -> TokenKeeper:
        """Return the keeper of an entry, the same one for each of its set-ups."""
        keepers = hass.data.setdefault(_KEEPERS, {})
        if entry_id not in keepers:
            keepers[entry_id] = cls(hass, entry_id)
        return keepers[entry_id]

    def async_run(self, renewal: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run a renewal, which a stop of Home Assistant waits for."""
        self.renewal = self._hass.async_create_task(
            renewal, f"{DOMAIN} token renewal", eager_start=False
        )
        self.renewal.add_done_callback(self._renewal_done)
        return self.renewal

    def _renewal_done(self, task: asyncio.Task[None]) -> None:
        """Forget a renewal that has ended, also one without anybody who awaits it."""
        self.renewal = None
        if not task.cancelled():
            task.exception()

    async def async_wait_for_renewal(self) -> None:
        """Wait for the renewal under way, if there is one, and for its save."""
        if self.renewal is not None:
            await asyncio.wait([self.renewal])

    async def async_load(self) -> dict[str, Any] | None:
        """Return the token on disk, or the newer one that could not be written yet."""
        return self._unsaved or await self._file.async_load()

    async def async_save(self, token: dict[str, Any]) -> None:
        """Write a token; where that fails, retry with backoff until it is on disk."""
        self._drop_retry()
        if not await self._file.async_save(token):
            self._unsaved = token
            self._plan_retry()
            return
        if self._unsaved is not None:
            self._saved_at_last(token)

    async def async_finish(self) -> None:
        """Wait for the renewal under way, and write what could not be written yet."""
        await self.async_wait_for_renewal()
        if self._unsaved is not None:
            await self.async_save(self._unsaved)

    @callback
    def _saved_at_last(self, token: dict[str, Any]) -> None:
        """Withdraw the repair issue, and have the config entry written again too."""
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
        """Create the repair issue, and retry later."""
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
        """Write what could not be written yet."""
        self._cancel_retry = None
        await self.async_finish()

    def _drop_retry(self) -> None:
        """Cancel the planned retry."""
        if self._cancel_retry is not None:
            self._cancel_retry()
            self._cancel_retry = None

    @callback
    def async_forget(self) -> None:
        """Forget an account that was removed."""
        self._unsaved = None
        self._drop_retry()
        ir.async_delete_issue(self._hass, DOMAIN, self._issue_id)

    @property
    def _issue_id(self) -> str:
        """Return the id of the repair issue."""
        return f"login_not_saved_{self._entry_id}"


@callback
def async_setup_token_keepers(hass: HomeAssistant) -> None:
    """Have a stop of Home Assistant wait for renewals, and for what is not saved.

    At a stop Home Assistant gives shutdown jobs 20 seconds. Then it sets running tasks
    aside and waits only for what listeners of its events begin: 100 seconds at the
    stop event, 60 at the final write. A renewal may take part of each.
    """
    hass.async_add_shutdown_job(
        HassJob(partial(_async_finish, hass), f"{DOMAIN} token renewals")
    )
    for event in (EVENT_HOMEASSISTANT_STOP, EVENT_HOMEASSISTANT_FINAL_WRITE):
        hass.bus.async_listen_once(event, partial(_async_finish, hass))


async def _async_finish(hass: HomeAssistant, _event: Event | None = None) -> None:
    """Wait for all renewals, and write what is not on disk yet."""
    keepers = hass.data.get(_KEEPERS, {}).values()
    await asyncio.gather(*(keeper.async_finish() for keeper in keepers))


async def async_remove_token_keeper(hass: HomeAssistant, entry_id: str) -> None:
    """Wait for the renewal of an account that was removed, and forget its token."""
    if (keeper := hass.data.get(_KEEPERS, {}).pop(entry_id, None)) is not None:
        await keeper.async_wait_for_renewal()
        keeper.async_forget()
