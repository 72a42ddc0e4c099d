"""The Dexcom CGM integration."""

from typing import cast

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.config_entry_oauth2_flow import (
    async_get_config_entry_implementation,
)

from .api import DexcomClient, get_region
from .application_credentials import DexcomImplementation
from .auth import AccountAuth, async_remove_tokens
from .const import CONF_REGION
from .coordinator import DexcomConfigEntry, DexcomData, GlucoseCoordinator

PLATFORMS = [Platform.SENSOR]


async def async_setup_entry(hass: HomeAssistant, entry: DexcomConfigEntry) -> bool:
    """Set up an account."""
    region = get_region(entry.data[CONF_REGION])
    implementation = cast(
        DexcomImplementation, await async_get_config_entry_implementation(hass, entry)
    )
    implementation.use_region(region)
    auth = AccountAuth(hass, entry, implementation)
    await auth.async_load()

    client = DexcomClient(
        async_get_clientsession(hass), region.base_url, auth.async_get_access_token
    )
    glucose = GlucoseCoordinator(hass, entry, client, region)
    await glucose.async_config_entry_first_refresh()

    entry.runtime_data = DexcomData(auth=auth, glucose=glucose)
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    return True


async def async_unload_entry(hass: HomeAssistant, entry: DexcomConfigEntry) -> bool:
    """Unload an account."""
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)


async def async_remove_entry(hass: HomeAssistant, entry: DexcomConfigEntry) -> None:
    """Remove what an account has stored."""
    await async_remove_tokens(hass, entry)
