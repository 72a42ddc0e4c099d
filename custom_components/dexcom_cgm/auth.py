"""The login of an account: single-use tokens that are saved before they are used."""

import asyncio
from collections.abc import Mapping
import time
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_ACCESS_TOKEN, CONF_TOKEN
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import (
    ConfigEntryAuthFailed,
    OAuth2TokenRequestConnectionError,
)

from .account.tokens import LOGIN, RENEWALS, TokenKeeper, generation, parsed_token
from .application_credentials import DexcomImplementation
from .const import DOMAIN, LOGGER

# A token that expires within these seconds could expire in transit.
_EXPIRY_MARGIN = 60


def new_login(
    token: dict[str, Any], previous: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the token of a new login, with the next login number."""
    known = parsed_token(previous)
    return {**token, LOGIN: 1 if known is None else known[LOGIN] + 1, RENEWALS: 0}


class AccountAuth:
    """Provides the access token of an account, and renews it when needed."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        implementation: DexcomImplementation,
    ) -> None:
        """Create the login of an entry; call `async_load` first."""
        self._hass = hass
        self._entry = entry
        self._implementation = implementation
        self._keeper = TokenKeeper.of(hass, entry.entry_id)

    async def async_load(self) -> None:
        """Load the newer copy of the token, and update the other one.

        Raises ConfigEntryAuthFailed if neither copy is usable.
        """
        await self._keeper.async_wait_for_renewal()
        stored = await self._keeper.async_load()
        token = parsed_token(self._entry.data.get(CONF_TOKEN))
        if token is None and stored is None:
            raise ConfigEntryAuthFailed(
                translation_domain=DOMAIN, translation_key="login_needed"
            )
        if token is None or (stored and generation(stored) > generation(token)):
            LOGGER.info("The config entry does not hold the newest token; restoring it")
            self._update_entry(stored)
        elif stored is None or generation(stored) < generation(token):
            await self._keeper.async_save(token)

    async def async_get_access_token(self, rejected: str | None = None) -> str:
        """Return a valid access token other than the rejected one.

        Raises the errors of Home Assistant's OAuth2 helper for a failed renewal.
        """
        token = self._entry.data[CONF_TOKEN]
        if token[CONF_ACCESS_TOKEN] == rejected or not _is_valid(token):
            # Polls are cancelled when the account is unloaded; an answer that is on
            # its way must be kept all the same. `shield` would log its failure then.
            renewal = self._async_renewal()
            await asyncio.wait([renewal])
            renewal.result()
            if not self._entry_exists:
                # The renewed token is forgotten, and nobody can log in again.
                raise OAuth2TokenRequestConnectionError(domain=DOMAIN)
        return str(self._entry.data[CONF_TOKEN][CONF_ACCESS_TOKEN])

    def _async_renewal(self) -> asyncio.Task[None]:
        """Return the pending renewal, a new one if there is none."""
        if (task := self._keeper.renewal) is not None:
            return task
        if self._hass.is_stopping:
            # A single-use token must not be spent on an answer that nobody awaits.
            raise OAuth2TokenRequestConnectionError(domain=DOMAIN)
        return self._keeper.async_run(self._async_renew())

    async def _async_renew(self) -> None:
        """Exchange the refresh token, and save the new one.

        A failed save is retried in the background, while polls use the token in memory.
        """
        used = self._entry.data[CONF_TOKEN]
        renewed = await self._implementation.async_refresh_token(used)
        renewed[RENEWALS] = used[RENEWALS] + 1
        if self._entry.data[CONF_TOKEN]["refresh_token"] != used["refresh_token"]:
            # The user has logged in again meanwhile; that token is the newer one.
            return
        await self._keeper.async_save(renewed)
        self._update_entry(renewed)
        if not _is_valid(renewed):
            # The answer held a new refresh token, but no usable access token.
            raise OAuth2TokenRequestConnectionError(domain=DOMAIN)

    @property
    def _entry_exists(self) -> bool:
        """Return whether the account still exists."""
        entry_id = self._entry.entry_id
        return self._hass.config_entries.async_get_entry(entry_id) is not None

    def _update_entry(self, token: dict[str, Any] | None) -> None:
        """Store a token in the config entry if it still exists."""
        if not self._entry_exists:
            return
        self._hass.config_entries.async_update_entry(
            self._entry, data={**self._entry.data, CONF_TOKEN: token}
        )


def _is_valid(token: dict[str, Any]) -> bool:
    """Return whether a token is valid for a while."""
    return bool(token["expires_at"] > time.time() + _EXPIRY_MARGIN)
