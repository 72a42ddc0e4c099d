"""Config flow for Dexcom CGM."""

import asyncio
from collections.abc import Mapping
import logging
from typing import Any, cast, override

from aiohttp import ClientError
import voluptuous as vol

from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_RECONFIGURE,
    ConfigFlowResult,
)
from homeassistant.const import CONF_ACCESS_TOKEN, CONF_TOKEN
from homeassistant.core import callback
from homeassistant.helpers.config_entry_oauth2_flow import (
    AbstractOAuth2FlowHandler,
    async_get_implementations,
)
from homeassistant.helpers.selector import SelectSelector, SelectSelectorConfig

from .account.identity import Identity, Match
from .account.session import async_get_session
from .api import REGIONS, DexcomAuthError, DexcomClient, DexcomError, get_region
from .application_credentials import (
    DexcomImplementation,
    LoginExpiredError,
    WrongSecretError,
)
from .auth import new_login
from .const import (
    CONF_REASON,
    CONF_REGION,
    DEVELOPER_PORTAL_URL,
    DOMAIN,
    LOGGER,
    TITLE,
    LoginProblem,
)
from .data import DexcomConfigEntry
from .options_flow import DexcomOptionsFlow

_TOKEN_TIMEOUT = 60


class DexcomConfigFlow(AbstractOAuth2FlowHandler, domain=DOMAIN):
    """Config flow with region, application credentials and Dexcom's login."""

    DOMAIN = DOMAIN

    _region: str
    _reason: str | None = None

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: DexcomConfigEntry) -> DexcomOptionsFlow:
        """Return the options flow."""
        return DexcomOptionsFlow()

    @property
    @override
    def logger(self) -> logging.Logger:
        """Return the logger."""
        return LOGGER

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the region."""
        if not await async_get_implementations(self.hass, DOMAIN):
            # Home Assistant asks for an application first, then restarts the flow.
            return self.async_abort(reason="missing_credentials")
        if user_input is None:
            region = _usual_region(self.hass.config.country)
            return self.async_show_form(
                step_id="user", data_schema=_region_schema(region)
            )
        self._region = user_input[CONF_REGION]
        return await self.async_step_pick_implementation()

    async def async_step_reauth(
        self, entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Start a reauthentication."""
        self._reason = entry_data.get(CONF_REASON)
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the reason, and start the login."""
        entry = self._get_reauth_entry()
        if user_input is None:
            return self.async_show_form(
                step_id="reauth_confirm",
                description_placeholders={"account": entry.title},
                errors={"base": self._reason} if self._reason else None,
            )
        self._region = entry.data[CONF_REGION]
        if self._reason == LoginProblem.WRONG_SECRET:
            # The stored application does not work; let the user choose the one with
            # the new secret.
            return await self.async_step_pick_implementation()
        return await self.async_step_pick_implementation(
            {"implementation": entry.data["auth_implementation"]}
        )

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for region, application and login again."""
        if user_input is None:
            region = self._get_reconfigure_entry().data[CONF_REGION]
            return self.async_show_form(
                step_id="reconfigure", data_schema=_region_schema(region)
            )
        self._region = user_input[CONF_REGION]
        return await self.async_step_pick_implementation()

    @override
    async def async_generate_authorize_url(self) -> str:
        """Return the authorization URL of the region."""
        self._implementation.use_region(get_region(self._region))
        return await super().async_generate_authorize_url()

    @override
    async def async_step_creation(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Exchange Dexcom's code for tokens.

        Home Assistant's own step does not distinguish errors by what the user can do.
        """
        try:
            async with asyncio.timeout(_TOKEN_TIMEOUT):
                token = await self._implementation.async_resolve_external_data(
                    self.external_data
                )
        except LoginExpiredError:
            return self.async_abort(reason="code_expired")
        except WrongSecretError:
            return self._abort_with_portal("wrong_secret")
        except ClientError, TimeoutError:
            return self.async_abort(reason="cannot_connect")
        updated = self._updated_entry()
        previous = None if updated is None else updated.data.get(CONF_TOKEN)
        return await self.async_oauth_create_entry(
            {
                "auth_implementation": self._implementation.domain,
                CONF_TOKEN: new_login(token, previous),
            }
        )

    @override
    async def async_step_authorize_rejected(
        self, data: None = None
    ) -> ConfigFlowResult:
        """Abort after the user or Dexcom has declined."""
        if self.external_data["error"] == "access_denied":
            return self.async_abort(reason="access_denied")
        return self._abort_with_portal("login_failed")

    @override
    async def async_oauth_create_entry(self, data: dict[str, Any]) -> ConfigFlowResult:
        """Test the tokens, then create or update the entry."""
        access_token: str = data[CONF_TOKEN][CONF_ACCESS_TOKEN]

        async def get_token(rejected: str | None = None) -> str:
            """Return the token of the new login."""
            return access_token

        client = DexcomClient(
            async_get_session(self.hass),
            get_region(self._region).base_url,
            get_token,
        )
        try:
            data_range = await client.data_range()
        except DexcomAuthError:
            return self.async_abort(reason="wrong_region")
        except DexcomError as err:
            LOGGER.warning("The new login could not be tried: %s", err)
            return self.async_abort(reason="cannot_connect")

        identity = Identity.of_login(
            access_token, data_range.user_id, data["auth_implementation"]
        )
        if identity.account is None:
            return self.async_abort(reason="no_account")
        data[CONF_REGION] = self._region
        updated = self._updated_entry()
        matches = {
            entry.entry_id: identity.match_entry(entry.unique_id, entry.data)
            for entry in self._async_current_entries()
        }
        if Match.CONFLICT in matches.values():
            return self.async_abort(reason="identity_changed")
        if updated is not None:
            if matches[updated.entry_id] is not Match.SAME:
                return self.async_abort(reason="wrong_account")
            return self.async_update_reload_and_abort(
                updated, data_updates=data | identity.after_login(updated.data)
            )
        if Match.SAME in matches.values():
            return self.async_abort(reason="already_configured")
        await self.async_set_unique_id(identity.account)
        self._abort_if_unique_id_configured()
        return self.async_create_entry(
            title=self._new_title(), data=data | identity.after_login(data)
        )

    @property
    def _implementation(self) -> DexcomImplementation:
        """Return the implementation of the login."""
        return cast(DexcomImplementation, self.flow_impl)

    def _updated_entry(self) -> DexcomConfigEntry | None:
        """Return the entry that this flow updates, None if it creates one."""
        if self.source == SOURCE_REAUTH:
            return self._get_reauth_entry()
        if self.source == SOURCE_RECONFIGURE:
            return self._get_reconfigure_entry()
        return None

    def _abort_with_portal(self, reason: str) -> ConfigFlowResult:
        """Abort with a text that links to the developer portal."""
        return self.async_abort(
            reason=reason,
            description_placeholders={"developer_portal": DEVELOPER_PORTAL_URL},
        )

    def _new_title(self) -> str:
        """Return a unique title."""
        taken = {entry.title for entry in self._async_current_entries()}
        title, number = TITLE, 1
        while title in taken:
            number += 1
            title = f"{TITLE} {number}"
        return title


def _usual_region(country: str | None) -> str | None:
    """Return the usual region of a country."""
    if country is None:
        return None
    return {"US": "us", "JP": "jp"}.get(country, "ous")


def _region_schema(default: str | None = None) -> vol.Schema:
    """Return the schema of the region form."""
    key = (
        vol.Required(CONF_REGION)
        if default is None
        else vol.Required(CONF_REGION, default=default)
    )
    return vol.Schema(
        {
            key: SelectSelector(
                SelectSelectorConfig(options=list(REGIONS), translation_key=CONF_REGION)
            )
        }
    )
