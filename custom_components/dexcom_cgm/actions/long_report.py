"""Responses from the records of whole days: long reports and comparisons.

Numbers are as in the other responses; days are ISO dates, and `last` is included.
"""

from datetime import datetime, timedelta, tzinfo
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..data import DexcomConfigEntry
from ..glucose import TargetGroup
from ..glucose.long_report import Comparison, DayExtreme, DayReader, LongReport, Period
from ..glucose.profile import midnight
from ..units import shown
from .responses import (
    day_response,
    local_time,
    measure_response,
    measure_values,
    measures_response,
    rounded,
    target_response,
)

# Reports over more days are by month and year only.
_LONGEST_BY_DAY = 92
_DAY = timedelta(days=1)


async def async_long_report(
    hass: HomeAssistant,
    entry: DexcomConfigEntry,
    window: tuple[datetime, datetime],
    group: TargetGroup,
    unit: str,
) -> dict[str, Any]:
    """Return the report of a window in UTC, by whole days."""
    reader = await _async_reader(entry)

    def make() -> dict[str, Any]:
        """Compute and serialize the report."""
        first, last = reader.days_of(*window)
        report = reader.report(first, last, group, longest_by_day=_LONGEST_BY_DAY)
        return _report(report, dt_util.get_default_time_zone(), unit)

    return await hass.async_add_executor_job(make)


async def async_comparison(
    hass: HomeAssistant,
    entry: DexcomConfigEntry,
    window: tuple[datetime, datetime],
    unit: str,
) -> dict[str, Any] | None:
    """Compare the whole days of a window in UTC with as many days before them.

    None if the window has no whole day.
    """
    reader = await _async_reader(entry)

    def make() -> dict[str, Any] | None:
        """Compute and serialize the comparison."""
        days = reader.whole_days_of(*window)
        return None if days is None else _comparison(reader.compare(*days), unit)

    return await hass.async_add_executor_job(make)


async def _async_reader(entry: DexcomConfigEntry) -> DayReader:
    """Return a reader of the records of an account, up to date."""
    data = entry.runtime_data
    now = dt_util.utcnow()
    return DayReader(
        await data.archive.async_read(),
        dt_util.get_default_time_zone(),
        now=now,
        known_until=now - data.glucose.region.delay,
    )


def _report(report: LongReport, zone: tzinfo, unit: str) -> dict[str, Any]:
    """Serialize a report: the fields of a report of readings, with months and years."""
    whole = report.whole
    end = min(midnight(whole.last + _DAY, zone), int(dt_util.utcnow().timestamp()))
    return {
        "start": local_time(midnight(whole.first, zone), zone),
        "end": local_time(end, zone),
        **_counts(whole),
        "missing_days": whole.sufficiency.missing_days,
        "missing_readings": whole.sufficiency.missing_readings,
        "lowest": _extreme(report.lowest, unit),
        "highest": _extreme(report.highest, unit),
        "measures": measures_response(whole, unit),
        "targets": [target_response(each, unit) for each in report.targets],
        "episodes": [],
        "days": [day_response(day, unit) for day in report.days],
        "months": [_period(month, unit) for month in report.months],
        "years": [_period(year, unit) for year in report.years],
        "profile": [],
    }


def _comparison(comparison: Comparison, unit: str) -> dict[str, Any]:
    """Serialize a comparison, with changes only from sufficient readings."""
    before = measure_values(comparison.previous)
    return {
        "current": _period(comparison.current, unit),
        "previous": _period(comparison.previous, unit),
        "changes": {
            key: measure_response(key, value - earlier, unit)
            for key, value in measure_values(comparison.current).items()
            if isinstance(value, float) and isinstance(earlier := before[key], float)
        }
        if comparison.is_sufficient
        else None,
    }


def _period(period: Period, unit: str) -> dict[str, Any]:
    """Serialize a part of the window."""
    return {
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        **_counts(period),
        "measures": measures_response(period, unit),
    }


def _counts(period: Period) -> dict[str, Any]:
    """Serialize what the measures of a period are based on, and its lows."""
    return {
        "readings": len(period.distribution),
        "days_with_readings": period.days,
        "cgm_active": rounded(period.sufficiency.active),
        "is_sufficient": period.sufficiency.is_sufficient,
        "low_episodes": period.lows,
        "very_low_episodes": period.very_lows,
    }


def _extreme(extreme: DayExtreme | None, unit: str) -> dict[str, Any] | None:
    """Serialize the lowest or highest reading; only its day is known."""
    if extreme is None:
        return None
    return {"value": shown(extreme.value, unit), "at": extreme.day.isoformat()}
