"""The Dexcom CGM integration."""

import asyncio
from contextlib import suppress
from functools import partial
from typing import Any, cast

from homeassistant.const import CONF_ACCESS_TOKEN, CONF_TOKEN, Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.config_entry_oauth2_flow import (
    async_get_config_entry_implementation,
)
from homeassistant.helpers.recorder import get_instance
from homeassistant.helpers.typing import ConfigType
from homeassistant.util.hass_dict import HassKey

from .api import DexcomClient, RequestLimiter, get_region
from .application_credentials import DexcomImplementation
from .auth import AccountAuth
from .const import CONF_REGION, CONF_USER_ID, DOMAIN, EVENT_HISTORY
from .coordinator import GlucoseCoordinator
from .data import DexcomConfigEntry, DexcomData
from .device import async_update_device
from .device_coordinator import DeviceCoordinator
from .event_statistics import EventStatisticsWriter
from .history import History
from .http import async_get_session
from .identity import Identity
from .options import AppliedOptions
from .record_coordinator import RecordCoordinator
from .services import async_setup_services
from .statistics import StatisticsWriter
from .storage import async_remove_files
from .token_keeper import async_remove_token_keeper, async_setup_token_keepers

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)
_REQUEST_LIMITER: HassKey[RequestLimiter] = HassKey(f"{DOMAIN}_request_limiter")
# Held while an account's set-up computes, but not while it waits for Dexcom: at a start,
# the chunks of many accounts would add up to long turns of the event loop.
_SETUP_LOCK: HassKey[asyncio.Lock] = HassKey(f"{DOMAIN}_setup_lock")
# So many seconds the recorder may take to write down what is new at a start.
_PATIENCE = 5
PLATFORMS = [Platform.BINARY_SENSOR, Platform.EVENT, Platform.SENSOR]


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Set up what all accounts share: actions, saves of tokens, a limit on requests."""
    hass.data[_REQUEST_LIMITER] = RequestLimiter()
    hass.data[_SETUP_LOCK] = asyncio.Lock()
    async_setup_token_keepers(hass)
    async_setup_services(hass)
    return True


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
        async_get_session(hass),
        region.base_url,
        auth.async_get_access_token,
        hass.data[_REQUEST_LIMITER],
        user_id=entry.data.get(CONF_USER_ID),
    )
    glucose = GlucoseCoordinator(hass, entry, client, region)
    history = History(hass, entry, glucose)
    async with hass.data[_SETUP_LOCK]:
        await history.async_load()
    await glucose.async_config_entry_first_refresh()
    async with hass.data[_SETUP_LOCK]:
        await _async_set_up_parts(hass, entry, auth, history, glucose)
    return True


async def _async_set_up_parts(
    hass: HomeAssistant,
    entry: DexcomConfigEntry,
    auth: AccountAuth,
    history: History,
    glucose: GlucoseCoordinator,
) -> None:
    """Set up all that follows the first readings."""
    client = glucose.client
    _remember_identity(hass, entry, client.user_id)
    devices = DeviceCoordinator(hass, entry, client)
    events = RecordCoordinator(
        hass, entry, client, "events", client.events, history=EVENT_HISTORY
    )
    alerts = RecordCoordinator(hass, entry, client, "alerts", client.alerts)
    statistics = StatisticsWriter(hass, entry, glucose)
    entry.runtime_data = DexcomData(
        auth=auth,
        client=client,
        glucose=glucose,
        history=history,
        statistics=statistics,
        devices=devices,
        events=events,
        alerts=alerts,
    )
    entry.async_on_unload(
        glucose.async_add_listener(partial(async_update_device, hass, entry))
    )
    region = get_region(entry.data[CONF_REGION])
    AppliedOptions(hass, entry, glucose, region).async_start()
    # What is low for the person is soon wanted, and the recorder has nothing to do yet.
    entry.async_create_background_task(
        hass, devices.async_refresh(), f"{DOMAIN} first devices"
    )
    await asyncio.sleep(0)
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)

    # Glucose is there; the rest follows without holding up the start, each in a turn of
    # the event loop of its own.
    history.async_start()
    for what, begin in (
        ("first records", partial(_async_ask, hass, events, alerts)),
        ("statistics", statistics.async_start),
        ("event statistics", EventStatisticsWriter(hass, entry, events).async_start),
    ):
        await asyncio.sleep(0)
        entry.async_create_background_task(hass, begin(), f"{DOMAIN} {what}")


def _remember_identity(
    hass: HomeAssistant, entry: DexcomConfigEntry, user_id: str | None
) -> None:
    """Store the names of the person that an account does not know yet."""
    identity = Identity.of_login(
        entry.data[CONF_TOKEN][CONF_ACCESS_TOKEN],
        user_id,
        entry.data["auth_implementation"],
    )
    hass.config_entries.async_update_entry(
        entry, data={**entry.data, **identity.learned(entry.data)}
    )


async def _async_ask(
    hass: HomeAssistant, *coordinators: RecordCoordinator[Any]
) -> None:
    """Ask for the first time, one after the other over one connection.

    While the recorder's thread writes down what is new, sending a request may hold up
    the event loop for some milliseconds; so it may finish, if that does not take long.
    """
    for coordinator in coordinators:
        if "recorder" in hass.config.components:
            with suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE):
                    await get_instance(hass).async_block_till_done()
        await coordinator.async_refresh()


async def async_unload_entry(hass: HomeAssistant, entry: DexcomConfigEntry) -> bool:
    """Unload an account."""
    await entry.runtime_data.history.async_stop()
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)


async def async_remove_entry(hass: HomeAssistant, entry: DexcomConfigEntry) -> None:
    """Remove all files of an account."""
    await async_remove_token_keeper(hass, entry.entry_id)
    await async_remove_files(hass, entry.entry_id)
