"""The data of the report's page.

Times are seconds since 1970 UTC, glucose is in mg/dL, shares are in % and unrounded;
the page converts and rounds for display. What cannot be known, or not with so few
readings, is None.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from ..actions.patterns import lows_response, patterns_response
from ..glucose import DaySummary, LoggedEvent
from ..glucose.bands import bands
from ..glucose.profile import midnight
from ..glucose.report import Extreme, Report, make_report
from ..glucose.targets import target_range
from ..vocabulary import (
    CARBS,
    EXERCISE,
    FAST_ACTING_INSULIN,
    INSULIN,
    LONG_ACTING_INSULIN,
    event_amount,
    event_type,
    event_unit,
)
from .request import ReportRequest
from .serialize import serialized_bands, serialized_bins, serialized_goals

VERSION = 1
# Daily curves.
DAILY = 14
MARKED = {CARBS, FAST_ACTING_INSULIN, LONG_ACTING_INSULIN, INSULIN, EXERCISE}
# Languages that are written from right to left.
_RTL = {"ar", "fa", "he", "ur"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What the event loop collects for a report.

    `events` are those of the days with a curve, None if they could not be fetched;
    `loaded` is how much of the history is loaded, in %.
    """

    title: str
    unit: str
    zone: tzinfo
    texts: Mapping[str, str]
    times: Sequence[int]
    values: Sequence[int]
    events: Sequence[LoggedEvent] | None
    loaded: int
    now: int
    known_until: datetime


def report_data(source: Source, request: ReportRequest) -> dict[str, Any]:
    """Compute the data of the page; takes some tenths of a second for 90 days."""
    report = make_report(
        source.times,
        source.values,
        start=request.start,
        end=request.end,
        known_until=source.known_until,
        zone=source.zone,
        group=request.targets,
    )
    low, high = target_range(request.targets)
    return {
        "version": VERSION,
        "title": source.title,
        "language": request.language,
        "locale": request.locale,
        "rtl": request.language.partition("-")[0] in _RTL,
        "texts": dict(source.texts),
        "unit": source.unit,
        "time_zone": str(source.zone),
        "generated": source.now,
        "start": int(request.start.timestamp()),
        "end": int(request.end.timestamp()),
        "days": report.sufficiency.days,
        "history_loaded": source.loaded,
        "events_known": source.events is not None,
        "targets": str(request.targets),
        "target": {"low": low, "high": high},
        **_measures(report),
        "bands": serialized_bands(bands(report.distribution, low, high)),
        "goals": serialized_goals(report.targets),
        "profile": _profile(report),
        "daily": _daily(source, report.days[-DAILY:], low, high),
        "lows": [lows_response(each) for each in report.lows],
        "patterns": patterns_response(report.patterns),
    }


def _measures(report: Report) -> dict[str, Any]:
    """Serialize the measures of the whole window, and how many readings there are."""
    distribution, found = report.distribution, report.sufficiency
    first, third = report.quartiles
    return {
        "readings": len(distribution),
        "missing_readings": found.missing_readings,
        "missing_days": found.missing_days,
        "days_with_data": _days_with_data(report),
        "cgm_active": found.active,
        "is_sufficient": found.is_sufficient,
        "mean": distribution.mean,
        "median": report.median,
        "q1": first,
        "q3": third,
        "standard_deviation": distribution.standard_deviation,
        "variability": distribution.variability,
        "gmi": report.gmi,
        "lowest": _extreme(report.lowest),
        "highest": _extreme(report.highest),
    }


def _days_with_data(report: Report) -> int:
    """Return the number of local days with a reading."""
    return sum(bool(day.distribution) for day in report.days)


def _extreme(extreme: Extreme | None) -> dict[str, int] | None:
    """Serialize the lowest or highest reading."""
    return None if extreme is None else {"value": extreme.value, "time": extreme.time}


def _profile(report: Report) -> dict[str, Any]:
    """Serialize the profile by time of day."""
    return {
        "days_with_data": _days_with_data(report),
        "is_sufficient": report.sufficiency.is_sufficient,
        "missing_days": report.sufficiency.missing_days,
        "bins": serialized_bins(report.profile),
    }


def _daily(
    source: Source, days: Sequence[DaySummary], low: int, high: int
) -> list[dict[str, Any]]:
    """Return the curves of days, with what was logged.

    Minutes are those that have passed since local midnight, up to `length`, so that a
    repeated hour is not drawn over the one before it.
    """
    daily = []
    for day in days:
        start = midnight(day.day, source.zone)
        end = midnight(day.day + timedelta(days=1), source.zone)
        distribution = day.distribution
        first = bisect_left(source.times, start)
        last = bisect_left(source.times, end, lo=first)
        daily.append(
            {
                "day": day.day.isoformat(),
                "length": (end - start) // 60,
                "minute": [(time - start) // 60 for time in source.times[first:last]],
                "value": list(source.values[first:last]),
                "events": [
                    {
                        "minute": (time - start) // 60,
                        "type": kind,
                        "value": event_amount(event),
                        "unit": event_unit(event),
                    }
                    for event in source.events or ()
                    if start <= (time := int(event.time.timestamp())) < end
                    and (kind := event_type(event)) in MARKED
                ],
                "readings": len(distribution),
                "mean": distribution.mean,
                "in_range": distribution.share(low, high),
            }
        )
    return daily
