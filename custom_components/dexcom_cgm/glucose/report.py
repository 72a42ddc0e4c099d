"""The report over a window: all measures, targets, episodes, days and the profile."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, tzinfo
from math import ceil
from typing import Any

from .episodes import EpisodeKind, find_episodes
from .metrics import Distribution
from .profile import daily_profile, daily_summaries
from .rounding import round_half_away
from .slots import Slots, sufficiency
from .targets import TargetGroup, check_targets

type Shown = Callable[[float | None], float | None]

_SHARES = (
    "time_very_low",
    "time_low",
    "time_below_range",
    "time_in_range",
    "time_in_tight_range",
    "time_above_range",
    "time_high",
    "time_very_high",
)
_OTHERS = ("variability", "lbgi", "hbgi")
# Unknown with too few readings.
_CONCLUSIONS = ("gmi", "gmi_mmol_mol", "gri")


def report(
    times: Sequence[int],
    values: Sequence[int],
    *,
    start: datetime,
    end: datetime,
    known_until: datetime,
    zone: tzinfo,
    group: TargetGroup,
    shown: Shown,
) -> dict[str, Any]:
    """Return everything about a window, ready for JSON.

    Takes times in seconds since 1970 UTC, ascending, and values in mg/dL, all of them
    within the window. `known_until` is where Dexcom's delay begins. Shares and
    indices are rounded to a tenth; `shown` rounds and converts glucose. Days, the
    profile and times are in the zone, and what cannot be known is None: so are GMI,
    GRI, its zone and whether a target is met where the readings are not sufficient.
    """
    first, last = (ceil(each.timestamp()) for each in (start, end))
    known = int(known_until.timestamp())
    found = sufficiency(Slots(times), first, last, known)
    distribution = Distribution(values)

    def local(time: int) -> str:
        """Return a time with the offset of the zone."""
        return datetime.fromtimestamp(time, UTC).astimezone(zone).isoformat()

    def when(value: int) -> dict[str, Any]:
        """Return a value, and when it was first measured."""
        return {"value": shown(value), "at": local(times[values.index(value)])}

    return {
        "start": start.astimezone(zone).isoformat(),
        "end": end.astimezone(zone).isoformat(),
        "readings": len(values),
        "cgm_active": _rounded(found.active),
        "is_sufficient": found.is_sufficient,
        "missing_days": found.missing_days,
        "missing_readings": found.missing_readings,
        "lowest": when(min(values)) if values else None,
        "highest": when(max(values)) if values else None,
        "measures": {
            "mean_glucose": shown(distribution.mean),
            "standard_deviation": shown(distribution.standard_deviation),
            **{
                name: _rounded(getattr(distribution, name))
                for name in (*_SHARES, *_OTHERS)
            },
            **{
                name: _rounded(getattr(distribution, name))
                if found.is_sufficient
                else None
                for name in _CONCLUSIONS
            },
            "gri_zone": distribution.gri_zone if found.is_sufficient else None,
        },
        "targets": [
            {
                "measure": result.target.measure,
                "from": shown(result.target.lowest),
                "to": shown(result.target.highest),
                "share": _rounded(result.share),
                "limit": result.target.limit,
                "is_minimum": result.target.is_minimum,
                "is_met": result.is_met,
            }
            for result in check_targets(
                distribution, group, is_sufficient=found.is_sufficient
            )
        ],
        "episodes": [
            {
                "kind": str(kind),
                "start": local(episode.start),
                "end": local(episode.end),
                "minutes": episode.minutes,
                "is_extended": episode.is_extended,
                "extreme": shown(episode.extreme),
                "starts_before": episode.starts_before,
                "ends_after": episode.ends_after,
            }
            for kind in EpisodeKind
            for episode in find_episodes(times, values, kind)
        ],
        "days": [
            {
                "day": day.day.isoformat(),
                "readings": len(day.distribution),
                "cgm_active": _rounded(day.active),
                "mean_glucose": shown(day.distribution.mean),
                "standard_deviation": shown(day.distribution.standard_deviation),
                "time_below_range": _rounded(day.distribution.time_below_range),
                "time_in_range": _rounded(day.distribution.time_in_range),
                "time_above_range": _rounded(day.distribution.time_above_range),
            }
            for day in daily_summaries(
                times, values, first, last, zone, known_until=known
            )
        ],
        "profile": [
            {
                "time": _clock(each.minute),
                "center": _clock(each.center),
                "readings": each.readings,
                "days": each.days,
                **{
                    name: shown(getattr(each, name))
                    for name in ("p5", "p25", "p50", "p75", "p95")
                },
            }
            for each in daily_profile(times, values, zone)
        ],
    }


def _rounded(value: float | None) -> float | None:
    """Return a number with one decimal."""
    return None if value is None else round_half_away(value, 1)


def _clock(minute: int) -> str:
    """Return minutes after midnight as a time of day."""
    return f"{minute // 60:02}:{minute % 60:02}"
