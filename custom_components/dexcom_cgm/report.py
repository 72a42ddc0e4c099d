"""The report over a window: all measures, targets, episodes, days and the profile."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any

from .glucose import (
    Distribution,
    EpisodeKind,
    Sufficiency,
    TargetGroup,
    check_targets,
    daily_profile,
    daily_summaries,
    find_episodes,
)

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
_OTHERS = ("variability", "gmi", "gmi_mmol_mol", "gri", "lbgi", "hbgi")


def report(
    times: Sequence[int],
    values: Sequence[int],
    *,
    start: datetime,
    end: datetime,
    zone: tzinfo,
    group: TargetGroup,
    shown: Shown,
) -> dict[str, Any]:
    """Return everything about a window, ready for JSON.

    Takes times in seconds since 1970 UTC, ascending, and values in mg/dL.
    Shares and indices are rounded to a tenth; `shown` rounds and converts glucose.
    Times are local, and what cannot be known is None.
    """
    distribution = Distribution(values)
    sufficiency = Sufficiency(
        seconds=int((end - start).total_seconds()), readings=len(values)
    )

    def local(time: int) -> str:
        """Return a time with the offset of the zone."""
        return datetime.fromtimestamp(time, UTC).astimezone(zone).isoformat()

    return {
        "start": start.astimezone(zone).isoformat(),
        "end": end.astimezone(zone).isoformat(),
        "readings": len(values),
        "cgm_active": _rounded(sufficiency.active),
        "is_sufficient": sufficiency.is_sufficient,
        "missing_days": sufficiency.missing_days,
        "missing_readings": sufficiency.missing_readings,
        "measures": {
            "mean_glucose": shown(distribution.mean),
            "standard_deviation": shown(distribution.standard_deviation),
            **{
                name: _rounded(getattr(distribution, name))
                for name in (*_SHARES, *_OTHERS)
            },
            "gri_zone": distribution.gri_zone,
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
            for result in check_targets(distribution, group)
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
                times, values, int(start.timestamp()), int(end.timestamp()), zone
            )
        ],
        "profile": [
            {
                "time": f"{each.minute // 60:02}:{each.minute % 60:02}",
                "readings": each.readings,
                **{
                    name: shown(getattr(each, name))
                    for name in ("p5", "p25", "p50", "p75", "p95")
                },
            }
            for each in daily_profile(times, values, zone)
        ],
    }


def _rounded(value: float | None) -> float | None:
    """Return a number with one digit."""
    return None if value is None else round(value, 1)
