"""A report as a document: the page, or a CSV file."""

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util import dt as dt_util

from ..actions.fetch import async_fetch_events, async_fetch_readings
from ..actions.window import is_stored
from ..const import DOMAIN
from ..data import DexcomConfigEntry
from ..device import account_name
from ..glucose import LoggedEvent
from ..units import chosen_unit
from ..vocabulary import EVENT_TYPES
from .csv import events_csv, readings_csv
from .data import DAILY, Source, report_data
from .page import compose
from .request import ReportFormat, ReportRequest

_SCRIPT = Path(__file__).parents[1] / "frontend" / "dexcom-cgm-report.js"
_TEXTS = "config_panel"


async def async_make_document(
    hass: HomeAssistant, entry: DexcomConfigEntry, request: ReportRequest
) -> bytes:
    """Return the document of a loaded account, computed in the executor.

    Raises HomeAssistantError if the window is not stored and Dexcom does not answer.
    """
    if request.format is ReportFormat.HTML:
        source = await _async_source(hass, entry, request)
        return await hass.async_add_executor_job(_page, source, request)
    if request.format is ReportFormat.READINGS_CSV:
        times, values = await _async_readings(entry, request.start, request.end)
        make = partial(readings_csv, times, values)
    else:
        events = await _async_events(entry, request.start, request.end)
        make = partial(events_csv, events)
    return await hass.async_add_executor_job(
        partial(
            make,
            unit=chosen_unit(hass, str(entry.unique_id)),
            zone=dt_util.get_default_time_zone(),
            has_bom=request.has_bom,
        )
    )


async def _async_source(
    hass: HomeAssistant, entry: DexcomConfigEntry, request: ReportRequest
) -> Source:
    """Collect what the page shows."""
    glucose = entry.runtime_data.glucose
    now = dt_util.utcnow()
    # The days with a curve are local, and one more for daylight saving time.
    since = max(request.start, request.end - timedelta(days=DAILY + 1))
    try:
        events = await _async_events(entry, since, request.end)
    except HomeAssistantError:
        # The page says that it has none.
        events = None
    times, values = glucose.readings.log.values(request.start, request.end)
    return Source(
        title=account_name(hass, entry),
        unit=str(chosen_unit(hass, str(entry.unique_id))),
        zone=dt_util.get_default_time_zone(),
        texts=await _async_texts(hass, request.language),
        times=times,
        values=values,
        events=events,
        loaded=glucose.readings.progress or 0,
        now=int(now.timestamp()),
        known_until=now - glucose.region.delay,
    )


def _page(source: Source, request: ReportRequest) -> bytes:
    """Compute and compose the page."""
    script = _SCRIPT.read_text("utf-8")
    return compose(report_data(source, request), script).encode()


async def _async_texts(hass: HomeAssistant, language: str) -> dict[str, str]:
    """Return the texts of the page in a language, in English where there is none."""
    texts = await async_get_translations(hass, language, _TEXTS, {DOMAIN})
    prefix = f"component.{DOMAIN}.{_TEXTS}."
    return {key.removeprefix(prefix): text for key, text in texts.items()}


async def _async_readings(
    entry: DexcomConfigEntry, start: datetime, end: datetime
) -> tuple[list[int], list[int]]:
    """Return times and values of the stored readings, or of older ones from Dexcom."""
    if is_stored(start):
        log = entry.runtime_data.readings.log
    else:
        log = await async_fetch_readings(entry, start, end)
    return log.values(start, end)


async def _async_events(
    entry: DexcomConfigEntry, start: datetime, end: datetime
) -> list[LoggedEvent]:
    """Return the known events of a window, or fetch them where not all are known."""
    events = entry.runtime_data.events
    since = events.known_since
    if events.data is None or since is None or start < since:
        found = await async_fetch_events(entry, start, end, set(EVENT_TYPES))
    else:
        found = list(events.data)
    return sorted(
        (each for each in found if start <= each.time < end),
        key=lambda event: event.time,
    )
