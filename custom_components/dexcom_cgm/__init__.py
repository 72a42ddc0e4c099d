"""The Dexcom CGM integration."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from typing import Any, cast

from homeassistant.const import CONF_ACCESS_TOKEN, CONF_TOKEN, Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.config_entry_oauth2_flow import (
    async_get_config_entry_implementation,
)
from homeassistant.helpers.recorder import get_instance
from homeassistant.helpers.typing import ConfigType
from homeassistant.util.hass_dict import HassKey

from .account.files import async_remove_files
from .account.identity import Identity
from .account.session import async_get_session
from .account.tokens import async_remove_token_keeper, async_setup_token_keepers
from .api import DexcomClient, RequestLimiter, chunked, get_region
from .application_credentials import DexcomImplementation
from .auth import AccountAuth
from .const import CONF_REGION, CONF_USER_ID, DOMAIN, EVENT_HISTORY
from .coordinators.backfill import Backfill
from .coordinators.day_archive import DayArchive
from .coordinators.devices import DeviceCoordinator
from .coordinators.drill import Drill, DrillEnd
from .coordinators.glucose import GlucoseCoordinator
from .coordinators.long_backfill import LongBackfill
from .coordinators.options import AppliedOptions
from .coordinators.readings import ReadingStore
from .coordinators.records import RecordCoordinator
from .data import DexcomConfigEntry, DexcomData
from .device import async_update_device
from .frontend import async_add_cards, async_remove_cards, async_setup_cards
from .long_term_statistics.events import EventStatisticsWriter
from .long_term_statistics.readings import StatisticsWriter
from .report.view import async_setup_report_view
from .services import async_setup_services
from .websocket_api import async_setup_websocket_api

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)
_REQUEST_LIMITER: HassKey[RequestLimiter] = HassKey(f"{DOMAIN}_request_limiter")
# Serializes the CPU-bound parts of the set-up, but not the requests to Dexcom. At a start
# the chunks of many accounts would add up and block the event loop.
_SETUP_LOCK: HassKey[asyncio.Lock] = HassKey(f"{DOMAIN}_setup_lock")
# Seconds to wait for the recorder before the first requests for events and alerts.
_RECORDER_TIMEOUT = 5
PLATFORMS = [Platform.BINARY_SENSOR, Platform.EVENT, Platform.SENSOR]


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Set up what accounts share: actions, token keepers and the request limiter."""
    hass.data[_REQUEST_LIMITER] = RequestLimiter()
    hass.data[_SETUP_LOCK] = asyncio.Lock()
    async_setup_token_keepers(hass)
    async_setup_services(hass)
    async_setup_websocket_api(hass)
    async_setup_report_view(hass)
    await async_setup_cards(hass)
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
    readings = ReadingStore()
    glucose = GlucoseCoordinator(hass, entry, client, region, readings)
    backfill = Backfill(hass, entry, glucose)
    archive = DayArchive(hass, entry, readings, backfill)
    async with hass.data[_SETUP_LOCK]:
        await backfill.async_load()
        await archive.async_load()
    await glucose.async_config_entry_first_refresh()
    _remember_identity(hass, entry, client.user_id)

    devices = DeviceCoordinator(hass, entry, glucose)
    events = RecordCoordinator(
        hass, entry, glucose, "events", client.events, history=EVENT_HISTORY
    )
    alerts = RecordCoordinator(hass, entry, glucose, "alerts", client.alerts)
    statistics = StatisticsWriter(hass, entry, glucose)
    long_backfill = LongBackfill(hass, entry, glucose, archive, statistics)
    event_statistics = EventStatisticsWriter(hass, entry, events)
    entry.runtime_data = DexcomData(
        auth=auth,
        client=client,
        glucose=glucose,
        readings=readings,
        backfill=backfill,
        archive=archive,
        long_backfill=long_backfill,
        statistics=statistics,
        devices=devices,
        drill=Drill(hass, entry, glucose, devices),
        events=events,
        alerts=alerts,
    )
    entry.async_on_unload(
        glucose.async_add_listener(partial(_async_update_device, hass, entry, glucose))
    )
    AppliedOptions(hass, entry, glucose, region, long_backfill).async_start()
    async with hass.data[_SETUP_LOCK]:
        # Thresholds are needed first, and the recorder is idle until entities exist.
        entry.async_create_background_task(
            hass, devices.async_refresh(), f"{DOMAIN} first devices"
        )
        await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
        backfill.async_start()
        archive.async_start()
        long_backfill.async_start()
        await _async_start_in_background(
            hass,
            entry,
            {
                "first records": partial(_async_refresh, hass, events, alerts),
                "statistics": statistics.async_start,
                "event statistics": event_statistics.async_start,
                "cards": partial(async_add_cards, hass),
            },
        )
    return True


async def _async_start_in_background(
    hass: HomeAssistant,
    entry: DexcomConfigEntry,
    workers: dict[str, Callable[[], Coroutine[Any, Any, None]]],
) -> None:
    """Start workers as background tasks, and yield to the event loop between them."""
    async for chunk in chunked(workers.items(), 1):
        for name, start in chunk:
            entry.async_create_background_task(hass, start(), f"{DOMAIN} {name}")


def _remember_identity(
    hass: HomeAssistant, entry: DexcomConfigEntry, user_id: str | None
) -> None:
    """Add the names of the person that are missing from the config entry."""
    identity = Identity.of_login(
        entry.data[CONF_TOKEN][CONF_ACCESS_TOKEN],
        user_id,
        entry.data["auth_implementation"],
    )
    hass.config_entries.async_update_entry(
        entry, data={**entry.data, **identity.learned(entry.data)}
    )


@callback
def _async_update_device(
    hass: HomeAssistant, entry: DexcomConfigEntry, glucose: GlucoseCoordinator
) -> None:
    """Update the device registry by the newest reading."""
    current = glucose.data
    async_update_device(hass, entry, None if current is None else current.reading)


async def _async_refresh(
    hass: HomeAssistant, *coordinators: RecordCoordinator[Any]
) -> None:
    """Refresh coordinators for the first time, one after the other.

    Sending a request blocks the event loop for some milliseconds while the recorder's
    thread writes new entities. So each request waits until the recorder is idle.
    """
    for coordinator in coordinators:
        if "recorder" in hass.config.components:
            with suppress(TimeoutError):
                async with asyncio.timeout(_RECORDER_TIMEOUT):
                    await get_instance(hass).async_block_till_done()
        await coordinator.async_refresh()


async def async_unload_entry(hass: HomeAssistant, entry: DexcomConfigEntry) -> bool:
    """Unload the platforms of an account, then stop its workers and save its readings."""
    # Entities then show what was measured before they become unavailable.
    entry.runtime_data.drill.async_stop(DrillEnd.UNLOADED)
    if not await hass.config_entries.async_unload_platforms(entry, PLATFORMS):
        return False
    entry.runtime_data.long_backfill.async_stop()
    await entry.runtime_data.archive.async_stop()
    await entry.runtime_data.backfill.async_stop()
    return True


async def async_remove_entry(hass: HomeAssistant, entry: DexcomConfigEntry) -> None:
    """Remove all files of an account, and the cards with the last account."""
    await async_remove_token_keeper(hass, entry.entry_id)
    await async_remove_files(hass, entry.entry_id)
    if not hass.config_entries.async_entries(DOMAIN):
        await async_remove_cards(hass)
