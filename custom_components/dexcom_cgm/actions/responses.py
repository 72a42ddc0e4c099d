"""The responses of the actions, ready for JSON.

Times are ISO 8601 in the home's time zone, shares and indices have one decimal, and
glucose is as it is shown in the unit of the response.
"""

from datetime import UTC, datetime, tzinfo
from functools import partial
from typing import Any

from homeassistant.util import dt as dt_util

from ..glucose import (
    ABOVE_RANGE,
    BELOW_RANGE,
    Calibration,
    DaySummary,
    Episode,
    EpisodeKind,
    LoggedEvent,
    ProfileBin,
    Reading,
    TargetResult,
    round_half_away,
)
from ..glucose.long_report import Period
from ..glucose.report import Extreme, Report
from ..units import MG_DL, shown, shown_average
from ..vocabulary import TRENDS, event_amount, event_type, event_unit, known
from .patterns import lows_response, patterns_response

CALIBRATION = "calibration"
# Measures that are converted to the unit.
_GLUCOSE = {"mean_glucose", "standard_deviation"}
_OUT_OF_RANGE = {BELOW_RANGE: "low", ABOVE_RANGE: "high"}


def reading_response(reading: Reading, value: int, unit: str) -> dict[str, Any]:
    """Serialize a reading; `value` is in mg/dL."""
    return {
        "time": _local(reading.time),
        "value": shown(value, unit),
        "trend": TRENDS.get(reading.trend or ""),
        # The log keeps Dexcom's own word for the newest readings only.
        "status": _OUT_OF_RANGE.get(value, known(reading.status)),
    }


def event_response(event: LoggedEvent) -> dict[str, Any]:
    """Serialize a logged event; `text` only if it has no amount."""
    amount = event_amount(event)
    return {
        "time": _local(event.time),
        "type": event_type(event),
        "subtype": known(event.subtype),
        "value": amount,
        "unit": event_unit(event),
        "text": event.text if amount is None else None,
    }


def calibration_response(calibration: Calibration) -> dict[str, Any]:
    """Serialize a calibration; its value is in mg/dL."""
    return {
        "time": _local(calibration.time),
        "type": CALIBRATION,
        "subtype": None,
        "value": calibration.value,
        "unit": str(MG_DL),
        "text": None,
    }


def report_response(report: Report, zone: tzinfo, unit: str) -> dict[str, Any]:
    """Serialize a report."""
    found = report.sufficiency
    return {
        "start": report.start.astimezone(zone).isoformat(),
        "end": report.end.astimezone(zone).isoformat(),
        "readings": len(report.distribution),
        "cgm_active": rounded(found.active),
        "is_sufficient": found.is_sufficient,
        "missing_days": found.missing_days,
        "missing_readings": found.missing_readings,
        "lowest": _extreme(report.lowest, zone, unit),
        "highest": _extreme(report.highest, zone, unit),
        "measures": {
            **measures_response(report, unit),
            "median_glucose": average(report.median, unit),
            "quartile_1": average(report.quartiles[0], unit),
            "quartile_3": average(report.quartiles[1], unit),
        },
        "targets": [target_response(each, unit) for each in report.targets],
        "episodes": [
            _episode(kind, episode, zone, unit)
            for kind, episodes in report.episodes.items()
            for episode in episodes
        ],
        "lows": [
            lows_response(each, limit=partial(shown, unit=unit), number=rounded)
            for each in report.lows
        ],
        "days": [day_response(day, unit) for day in report.days],
        "profile": [_bin(each, unit) for each in report.profile],
        "patterns": patterns_response(
            report.patterns,
            limit=partial(shown, unit=unit),
            average=partial(average, unit=unit),
            share=rounded,
            clock=_clock,
        ),
    }


def measure_values(found: Report | Period) -> dict[str, float | str | None]:
    """Return the measures of a report or period, unrounded and in mg/dL."""
    distribution = found.distribution
    return {
        "mean_glucose": distribution.mean,
        "standard_deviation": distribution.standard_deviation,
        "time_very_low": distribution.time_very_low,
        "time_low": distribution.time_low,
        "time_below_range": distribution.time_below_range,
        "time_in_range": distribution.time_in_range,
        "time_in_tight_range": distribution.time_in_tight_range,
        "time_above_range": distribution.time_above_range,
        "time_high": distribution.time_high,
        "time_very_high": distribution.time_very_high,
        "variability": distribution.variability,
        "lbgi": distribution.lbgi,
        "hbgi": distribution.hbgi,
        "gmi": found.gmi,
        "gmi_mmol_mol": found.gmi_mmol_mol,
        "gri": found.gri,
        "gri_zone": found.gri_zone,
    }


def measures_response(found: Report | Period, unit: str) -> dict[str, Any]:
    """Serialize the measures of a report or period."""
    return {
        key: value if isinstance(value, str) else measure_response(key, value, unit)
        for key, value in measure_values(found).items()
    }


def measure_response(key: str, value: float | None, unit: str) -> float | None:
    """Serialize a measure, or the difference of two, in mg/dL if it is glucose."""
    return average(value, unit) if key in _GLUCOSE else rounded(value)


def target_response(result: TargetResult, unit: str) -> dict[str, Any]:
    """Serialize a target and whether it is met."""
    return {
        "measure": result.target.measure,
        "from": shown(result.target.lowest, unit),
        "to": shown(result.target.highest, unit),
        "share": rounded(result.share),
        "limit": result.target.limit,
        "is_minimum": result.target.is_minimum,
        "is_met": result.is_met,
    }


def _episode(
    kind: EpisodeKind, episode: Episode, zone: tzinfo, unit: str
) -> dict[str, Any]:
    """Serialize an episode."""
    return {
        "kind": str(kind),
        "start": local_time(episode.start, zone),
        "end": local_time(episode.end, zone),
        "minutes": episode.minutes,
        "is_extended": episode.is_extended,
        "extreme": shown(episode.extreme, unit),
        "starts_before": episode.starts_before,
        "ends_after": episode.ends_after,
    }


def day_response(day: DaySummary, unit: str) -> dict[str, Any]:
    """Serialize the measures of a day."""
    return {
        "day": day.day.isoformat(),
        "readings": len(day.distribution),
        "cgm_active": rounded(day.active),
        "mean_glucose": average(day.distribution.mean, unit),
        "standard_deviation": average(day.distribution.standard_deviation, unit),
        "time_below_range": rounded(day.distribution.time_below_range),
        "time_in_range": rounded(day.distribution.time_in_range),
        "time_above_range": rounded(day.distribution.time_above_range),
    }


def _bin(each: ProfileBin, unit: str) -> dict[str, Any]:
    """Serialize a bin of the daily profile."""
    return {
        "time": _clock(each.minute),
        "center": _clock(each.center),
        "readings": each.readings,
        "days": each.days,
        "p5": average(each.p5, unit),
        "p25": average(each.p25, unit),
        "p50": average(each.p50, unit),
        "p75": average(each.p75, unit),
        "p95": average(each.p95, unit),
    }


def _extreme(extreme: Extreme | None, zone: tzinfo, unit: str) -> dict[str, Any] | None:
    """Serialize the lowest or highest reading."""
    if extreme is None:
        return None
    return {
        "value": shown(extreme.value, unit),
        "at": local_time(extreme.time, zone),
    }


def average(value: float | None, unit: str) -> float | None:
    """Convert a mean or standard deviation in mg/dL to a unit."""
    return None if value is None else shown_average(value, unit)


def rounded(value: float | None) -> float | None:
    """Round a number to one decimal."""
    return None if value is None else round_half_away(value, 1)


def local_time(seconds: int, zone: tzinfo) -> str:
    """Return a time in seconds since 1970 UTC with the offset of a zone."""
    return datetime.fromtimestamp(seconds, UTC).astimezone(zone).isoformat()


def _clock(minute: int) -> str:
    """Return minutes after midnight as a time of day."""
    return f"{minute // 60:02}:{minute % 60:02}"


def _local(time: datetime) -> str:
    """Return a time with the offset of the home's time zone."""
    return dt_util.as_local(time).isoformat()
