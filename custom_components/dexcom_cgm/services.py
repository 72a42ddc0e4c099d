"""Actions for Dexcom CGM: readings, events and reports of any window."""

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
from .actions.drill import async_setup_drill_services
from .actions.fetch import (
    async_fetch_events,
    async_fetch_readings,
    async_request,
    split,
)
from .actions.long_report import async_comparison, async_long_report
from .actions.responses import (
    CALIBRATION,
    calibration_response,
    event_response,
    reading_response,
    report_response,
)
from .actions.window import LONGEST_WINDOW, check_window, is_stored
from .api import chunked
from .const import DOMAIN, HISTORY
from .coordinators.readings import Origin
from .data import DexcomConfigEntry
from .glucose import TargetGroup
from .glucose.reading_log import HOUR
from .glucose.report import make_report
from .report.document import async_make_document
from .report.request import REQUEST_FIELDS, ReportRequest
from .report.save import save_document
from .units import MG_DL, MMOL_L, chosen_unit
from .vocabulary import EVENT_TYPES

ATTR_START = "start"
ATTR_END = "end"
ATTR_UNIT = "unit"
ATTR_TYPES = "types"
ATTR_TARGETS = "targets"
ATTR_PATH = "path"
ATTR_COMPARE = "compare"

# Windows are processed in steps to yield to the event loop.
IMPORT_STEP = timedelta(days=5)
ANSWER_STEP = timedelta(days=1)
EVENT_CHUNK = 250
HOURS_CHUNK = 120

ACCOUNT_SCHEMA = {
    **cv.ENTITY_SERVICE_FIELDS,
    vol.Optional(ATTR_CONFIG_ENTRY_ID): ConfigEntrySelector({"integration": DOMAIN}),
}
WINDOW_SCHEMA = {
    **ACCOUNT_SCHEMA,
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
SAVE_REPORT_SCHEMA = ServiceSchema(
    {**ACCOUNT_SCHEMA, vol.Required(ATTR_PATH): cv.path, **REQUEST_FIELDS}
)


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
    async_setup_drill_services(hass)
    async_register_admin_service(
        hass,
        DOMAIN,
        "import_history",
        async_import_history,
        schema=IMPORT_HISTORY_SCHEMA,
        supports_response=SupportsResponse.OPTIONAL,
    )
    async_register_admin_service(
        hass, DOMAIN, "save_report", async_save_report, schema=SAVE_REPORT_SCHEMA
    )


async def async_get_readings(call: ServiceCall) -> ServiceResponse:
    """Fetch the readings of a window, deduplicated, oldest first."""
    entry, start, end = await _async_account_and_window(call)
    unit = call.data.get(ATTR_UNIT) or chosen_unit(call.hass, str(entry.unique_id))
    log = await async_fetch_readings(entry, start, end)
    readings: list[JsonValueType] = []
    async for windows in chunked(split(start, end, ANSWER_STEP), 1):
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
    if wanted := types - {CALIBRATION}:
        events = await async_fetch_events(entry, start, end, wanted)
        async for chunk in chunked(events, EVENT_CHUNK):
            found.extend((event.time, event_response(event)) for event in chunk)
    if CALIBRATION in types:
        calibrations = await async_request(client.calibrations(start, end))
        async for measured in chunked(calibrations.records, EVENT_CHUNK):
            found.extend((item.time, calibration_response(item)) for item in measured)
    found.sort(key=lambda item: item[0])
    return {"events": [event for _, event in found]}


async def async_get_report(call: ServiceCall) -> ServiceResponse:
    """Return the report of a window, by the stored readings or the records of days."""
    entry, start, end = await _async_account_and_window(call, longest=None)
    now = dt_util.utcnow()
    # Days that are still to come are not days with readings.
    end = min(end, now)
    unit = call.data.get(ATTR_UNIT) or chosen_unit(call.hass, str(entry.unique_id))
    glucose = entry.runtime_data.glucose
    response: dict[str, Any] = {
        CONF_UNIT_OF_MEASUREMENT: str(unit),
        "history_loaded": glucose.readings.progress,
    }
    group: TargetGroup = call.data[ATTR_TARGETS]
    if not is_stored(start):
        response |= await async_long_report(call.hass, entry, (start, end), group, unit)
    else:
        zone = dt_util.get_default_time_zone()
        report = await call.hass.async_add_executor_job(
            partial(
                make_report,
                *glucose.readings.log.values(start, end),
                start=start,
                end=end,
                known_until=now - glucose.region.delay,
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
    if not is_stored(start):
        # The log does not keep readings of these days.
        in_background = data.long_backfill.async_request(start, min(end, log_start))
        start = log_start
    hours: set[int] = set()
    readings = broken = 0
    for window in split(start, end, IMPORT_STEP):
        answer = await async_request(data.client.egvs(*window))
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


async def async_save_report(call: ServiceCall) -> None:
    """Write a report to a file."""
    entry = await async_loaded_account(call, SENSOR_DOMAIN, "glucose_value")
    request = ReportRequest.of(call.hass, call.data)
    document = await async_make_document(call.hass, entry, request)
    await call.hass.async_add_executor_job(
        save_document, call.hass, call.data[ATTR_PATH], request.format.suffix, document
    )


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
    start: datetime = call.data[ATTR_START]
    end: datetime = call.data.get(ATTR_END, dt_util.utcnow())
    check_window(start, end, longest)
    return entry, start, end
