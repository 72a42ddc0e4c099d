"""Actions for Dexcom CGM: readings, events and reports of any window."""

from collections.abc import Awaitable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import voluptuous as vol

from homeassistant.components.event import DOMAIN as EVENT_DOMAIN
from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.const import CONF_UNIT_OF_MEASUREMENT
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import (
    HomeAssistantError,
    OAuth2TokenRequestBaseError,
    OAuth2TokenRequestReauthError,
    ServiceValidationError,
)
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.selector import ConfigEntrySelector
from homeassistant.helpers.service import async_register_admin_service
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonValueType

from .actions.call import (
    ATTR_CONFIG_ENTRY_ID,
    ServiceSchema,
    async_loaded_account,
    utc_time,
)
from .actions.long_report import async_comparison, async_long_report
from .actions.responses import (
    CALIBRATION,
    calibration_response,
    event_response,
    reading_response,
    report_response,
)
from .api import MAX_WINDOW, DexcomAuthError, DexcomError, chunked
from .const import DOMAIN, HISTORY
from .coordinators.readings import LOG_CHUNK, Origin
from .coordinators.records import is_deleted
from .data import DexcomConfigEntry
from .glucose import ReadingLog, TargetGroup
from .glucose.reading_log import HOUR
from .glucose.report import make_report
from .units import MG_DL, MMOL_L, chosen_unit
from .vocabulary import EVENT_TYPES, event_type

ATTR_START = "start"
ATTR_END = "end"
ATTR_UNIT = "unit"
ATTR_TYPES = "types"
ATTR_TARGETS = "targets"
ATTR_COMPARE = "compare"

LONGEST_WINDOW = timedelta(days=90)
# Time between the choice of a window and its use; the log keeps an hour more.
_TOLERANCE = timedelta(minutes=10)
# Windows are processed in steps to yield to the event loop.
IMPORT_STEP = timedelta(days=5)
ANSWER_STEP = timedelta(days=1)
EVENT_CHUNK = 250
HOURS_CHUNK = 120

WINDOW_SCHEMA = {
    **cv.ENTITY_SERVICE_FIELDS,
    vol.Optional(ATTR_CONFIG_ENTRY_ID): ConfigEntrySelector({"integration": DOMAIN}),
    vol.Required(ATTR_START): utc_time,
    vol.Optional(ATTR_END): utc_time,
}
GET_READINGS_SCHEMA = ServiceSchema(
    {**WINDOW_SCHEMA, vol.Optional(ATTR_UNIT): vol.In([MG_DL, MMOL_L])}
)
GET_EVENTS_SCHEMA = ServiceSchema(
    {
        **WINDOW_SCHEMA,
        vol.Optional(ATTR_TYPES): vol.All(
            cv.ensure_list, [vol.In([*EVENT_TYPES, CALIBRATION])]
        ),
    }
)
GET_REPORT_SCHEMA = ServiceSchema(
    {
        **WINDOW_SCHEMA,
        vol.Optional(ATTR_UNIT): vol.In([MG_DL, MMOL_L]),
        vol.Optional(ATTR_TARGETS, default=TargetGroup.MOST_ADULTS): vol.Coerce(
            TargetGroup
        ),
        vol.Optional(ATTR_COMPARE, default=False): cv.boolean,
    }
)
IMPORT_HISTORY_SCHEMA = ServiceSchema(WINDOW_SCHEMA)


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    hass.services.async_register(
        DOMAIN,
        "get_readings",
        async_get_readings,
        schema=GET_READINGS_SCHEMA,
        supports_response=SupportsResponse.ONLY,
    )
    hass.services.async_register(
        DOMAIN,
        "get_events",
        async_get_events,
        schema=GET_EVENTS_SCHEMA,
        supports_response=SupportsResponse.ONLY,
    )
    hass.services.async_register(
        DOMAIN,
        "get_report",
        async_get_report,
        schema=GET_REPORT_SCHEMA,
        supports_response=SupportsResponse.ONLY,
    )
    async_register_admin_service(
        hass,
        DOMAIN,
        "import_history",
        async_import_history,
        schema=IMPORT_HISTORY_SCHEMA,
        supports_response=SupportsResponse.OPTIONAL,
    )


async def async_get_readings(call: ServiceCall) -> ServiceResponse:
    """Fetch the readings of a window, deduplicated, oldest first."""
    entry, start, end = await _async_account_and_window(call)
    unit = call.data.get(ATTR_UNIT) or chosen_unit(call.hass, str(entry.unique_id))
    log = ReadingLog()
    # The client rounds to whole seconds; aligning here keeps one request per window.
    for window in _split(start.replace(microsecond=0), end, MAX_WINDOW):
        answer = await _async_request(entry.runtime_data.client.egvs(*window))
        async for chunk in chunked(answer.records, LOG_CHUNK):
            log.add(chunk)
    readings: list[JsonValueType] = []
    async for windows in chunked(_split(start, end, ANSWER_STEP), 1):
        readings.extend(
            reading_response(reading, reading.value, unit)
            for first, last in windows
            for reading in log.between(first, last)
            if reading.value is not None
        )
    return {CONF_UNIT_OF_MEASUREMENT: str(unit), "readings": readings}


async def async_get_events(call: ServiceCall) -> ServiceResponse:
    """Return the logged events and calibrations of a window, oldest first."""
    entry, start, end = await _async_account_and_window(
        call, EVENT_DOMAIN, "logged_event"
    )
    client = entry.runtime_data.client
    types = set(call.data.get(ATTR_TYPES) or [*EVENT_TYPES, CALIBRATION])
    found: list[tuple[datetime, dict[str, Any]]] = []
    if types - {CALIBRATION}:
        events = await _async_request(client.events(start, end))
        async for chunk in chunked(events.records, EVENT_CHUNK):
            found.extend(
                (event.time, event_response(event))
                for event in chunk
                if event_type(event) in types and not is_deleted(event)
            )
    if CALIBRATION in types:
        calibrations = await _async_request(client.calibrations(start, end))
        async for measured in chunked(calibrations.records, EVENT_CHUNK):
            found.extend((item.time, calibration_response(item)) for item in measured)
    found.sort(key=lambda item: item[0])
    return {"events": [event for _, event in found]}


async def async_get_report(call: ServiceCall) -> ServiceResponse:
    """Return the report of a window, by the stored readings or the records of days."""
    entry, start, end = await _async_account_and_window(call, longest=None)
    unit = call.data.get(ATTR_UNIT) or chosen_unit(call.hass, str(entry.unique_id))
    glucose = entry.runtime_data.glucose
    response: dict[str, Any] = {
        CONF_UNIT_OF_MEASUREMENT: str(unit),
        "history_loaded": glucose.readings.progress,
    }
    group: TargetGroup = call.data[ATTR_TARGETS]
    if not _is_stored(start):
        response |= await async_long_report(call.hass, entry, (start, end), group, unit)
    else:
        zone = dt_util.get_default_time_zone()
        report = await call.hass.async_add_executor_job(
            partial(
                make_report,
                *glucose.readings.log.values(start, end),
                start=start,
                end=end,
                known_until=dt_util.utcnow() - glucose.region.delay,
                zone=zone,
                group=group,
            )
        )
        response |= report_response(report, zone, unit)
    if call.data[ATTR_COMPARE]:
        response["compare"] = await async_comparison(
            call.hass, entry, (start, end), unit
        )
    return response


async def async_import_history(call: ServiceCall) -> ServiceResponse:
    """Fetch a window again, and write its statistics again; return the counts."""
    entry, start, end = await _async_account_and_window(call, longest=None)
    data = entry.runtime_data
    in_background = 0
    log_start = dt_util.utcnow() - HISTORY
    if not _is_stored(start):
        # The log does not keep readings of these days.
        in_background = data.long_backfill.async_request(start, min(end, log_start))
        start = log_start
    hours: set[int] = set()
    readings = broken = 0
    for window in _split(start, end, IMPORT_STEP):
        answer = await _async_request(data.client.egvs(*window))
        await data.readings.async_add(answer, Origin.IMPORT)
        readings += len(answer.records)
        broken += answer.skipped
        hours.update(
            int(reading.time.timestamp()) // HOUR for reading in answer.records
        )
    written = 0
    async for chunk in chunked(sorted(hours), HOURS_CHUNK):
        written += data.statistics.async_write(chunk)
    response: dict[str, JsonValueType] = {
        "readings": readings,
        "broken_records": broken,
        "hours_written": written,
    }
    if in_background:
        response["days_in_background"] = in_background
    return response


def _split(
    start: datetime, end: datetime, step: timedelta
) -> Iterator[tuple[datetime, datetime]]:
    """Split a window into windows of at most `step`."""
    while start < end:
        last = min(start + step, end)
        yield start, last
        start = last


async def _async_account_and_window(
    call: ServiceCall,
    platform: str = SENSOR_DOMAIN,
    key: str = "glucose_value",
    *,
    longest: timedelta | None = LONGEST_WINDOW,
) -> tuple[DexcomConfigEntry, datetime, datetime]:
    """Return the config entry and the validated UTC window of a call.

    `platform` and `key` identify the entity whose history the action returns.
    Raises ServiceValidationError for an invalid window.
    """
    entry = await async_loaded_account(call, platform, key)
    now = dt_util.utcnow()
    start: datetime = call.data[ATTR_START]
    end: datetime = call.data.get(ATTR_END, now)
    if start >= now:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="start_in_future"
        )
    if start >= end:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="end_not_after_start"
        )
    if longest is not None and _is_longer(start, end, longest):
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="window_too_long",
            translation_placeholders={"days": str(longest.days)},
        )
    return entry, start, end


def _is_stored(start: datetime) -> bool:
    """Return whether readings since a time are in the log."""
    return not _is_longer(start + _TOLERANCE, dt_util.utcnow(), HISTORY)


def _is_longer(start: datetime, end: datetime, longest: timedelta) -> bool:
    """Return whether a window is longer than a number of days.

    Days are of 24 hours, or calendar days of the home, which are an hour longer at the
    end of daylight saving time.
    """
    if end - start > longest + timedelta(days=1):
        # Much longer; local time may be out of range.
        return True
    return end - start > longest and (
        dt_util.as_local(end) - longest > dt_util.as_local(start)
    )


async def _async_request[T](answer: Awaitable[T]) -> T:
    """Return Dexcom's answer, or raise an error for the user."""
    try:
        return await answer
    except (OAuth2TokenRequestReauthError, DexcomAuthError) as err:
        raise HomeAssistantError(
            translation_domain=DOMAIN, translation_key="login_needed"
        ) from err
    except (OAuth2TokenRequestBaseError, DexcomError) as err:
        raise HomeAssistantError(
            translation_domain=DOMAIN, translation_key="action_failed"
        ) from err
