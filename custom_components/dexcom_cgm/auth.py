"""The one login of an account: tokens that work once are never lost."""

import asyncio
from collections.abc import Mapping
import time
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_ACCESS_TOKEN, CONF_TOKEN
from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store
from homeassistant.util.hass_dict import HassKey

from .application_credentials import DexcomImplementation
from .const import DOMAIN, LOGGER

# A token that ends within this many seconds could end on its way.
_EXPIRY_MARGIN = 60
_STORAGE_VERSION = 1
# In the token: the number of the login it comes from, and how often it was renewed
# since. They tell the newer of two copies without a clock, which may be wrong.
_LOGIN = "login"
_RENEWALS = "renewals"

# Renewals under way, by entry. One may outlive the setup that began it, and the
# next setup must wait for what it brings.
_RENEWALS_UNDER_WAY: HassKey[dict[str, asyncio.Task[None]]] = HassKey(
    f"{DOMAIN}_renewals"
)


def new_login(
    token: dict[str, Any], previous: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Mark the token of a fresh login, which follows the one of another token."""
    login = 0 if previous is None else previous[_LOGIN]
    return {**token, _LOGIN: login + 1, _RENEWALS: 0}


class AccountAuth:
    """Gives the access token of an account, and renews it when needed.

    Home Assistant writes its config entries a second late and without fsync, so a
    renewed token goes to a file of its own before it is used.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        implementation: DexcomImplementation,
    ) -> None:
        """Remember whose login this is."""
        self._hass = hass
        self._entry = entry
        self._implementation = implementation
        self._store = _token_store(hass, entry)
        self._under_way = hass.data.setdefault(_RENEWALS_UNDER_WAY, {})

    async def async_load(self) -> None:
        """Take the newer of the two copies of the token, and have both hold it."""
        if task := self._under_way.get(self._entry.entry_id):
            await asyncio.wait([task])
        stored = await self._store.async_load()
        token = self._entry.data[CONF_TOKEN]
        if stored is None or _age(stored) < _age(token):
            await self._store.async_save(token)
        elif _age(stored) > _age(token):
            LOGGER.info("Home Assistant ended before it had saved the newest token")
            self._update_entry(stored)

    async def async_get_access_token(self, rejected: str | None = None) -> str:
        """Return a valid access token, another than the one that was rejected.

        Raises what Home Assistant's OAuth2 helper raises for a failed renewal.
        """
        token = self._entry.data[CONF_TOKEN]
        if token[CONF_ACCESS_TOKEN] == rejected or not _is_valid(token):
            # Polls are cancelled when the account is unloaded; an answer that is on
            # its way must be kept all the same.
            await asyncio.shield(self._async_renewal())
        return str(self._entry.data[CONF_TOKEN][CONF_ACCESS_TOKEN])

    def _async_renewal(self) -> asyncio.Task[None]:
        """Return the renewal under way, a new one if there is none."""
        entry_id = self._entry.entry_id
        if (task := self._under_way.get(entry_id)) is None:
            task = self._hass.async_create_task(
                self._async_renew(), f"{DOMAIN} token renewal", eager_start=False
            )
            self._under_way[entry_id] = task
            task.add_done_callback(self._renewal_done)
        return task

    def _renewal_done(self, task: asyncio.Task[None]) -> None:
        """Forget a renewal that has ended, also one that nobody waits for."""
        del self._under_way[self._entry.entry_id]
        if not task.cancelled():
            task.exception()

    async def _async_renew(self) -> None:
        """Exchange the refresh token, and keep the new one safe."""
        used = self._entry.data[CONF_TOKEN]
        renewed = await self._implementation.async_refresh_token(used)
        renewed[_RENEWALS] = used[_RENEWALS] + 1
        if self._entry.data[CONF_TOKEN]["refresh_token"] != used["refresh_token"]:
            # The user has logged in again meanwhile; that token is the newer one.
            return
        await self._store.async_save(renewed)
        self._update_entry(renewed)

    def _update_entry(self, token: dict[str, Any]) -> None:
        """Store a token in the config entry."""
        if self._hass.config_entries.async_get_entry(self._entry.entry_id) is None:
            return
        self._hass.config_entries.async_update_entry(
            self._entry, data={**self._entry.data, CONF_TOKEN: token}
        )


async def async_remove_tokens(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Remove the file with the token of an account."""
    if task := hass.data.get(_RENEWALS_UNDER_WAY, {}).get(entry.entry_id):
        await asyncio.wait([task])
    await _token_store(hass, entry).async_remove()


def _token_store(hass: HomeAssistant, entry: ConfigEntry[Any]) -> Store[dict[str, Any]]:
    """Return the private file that holds the newest token of an account."""
    return Store(
        hass,
        _STORAGE_VERSION,
        f"{DOMAIN}.{entry.entry_id}",
        private=True,
        atomic_writes=True,
    )


def _age(token: Mapping[str, Any]) -> tuple[int, int]:
    """Return what is greater the newer a token is."""
    return token[_LOGIN], token[_RENEWALS]


def _is_valid(token: dict[str, Any]) -> bool:
    """Return whether a token is valid for some time to come."""
    return bool(token["expires_at"] > time.time() + _EXPIRY_MARGIN)
