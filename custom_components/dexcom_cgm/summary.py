"""The report in short, over the periods that people ask about."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from .glucose import EpisodeKind, TargetGroup
from .report import Shown, report

_NIGHT_BEGINS = time(22)
_NIGHT_ENDS = time(6)
_MEASURES = ("mean_glucose", "time_in_range", "time_below_range", "time_above_range")
# So many episodes are told one by one.
_MOST_EPISODES = 5


class Period(StrEnum):
    """What people want to look back at."""

    LAST_NIGHT = "last_night"
    LAST_DAY = "last_day"
    LAST_FORTNIGHT = "last_fortnight"

    def window(self, now: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
        """Return from when to when it is, in UTC and never later than now.

        The last night is the one into today, by the clock on the wall: from midnight
        on it is the one that goes on.
        """
        if self is not Period.LAST_NIGHT:
            return now - timedelta(days=1 if self is Period.LAST_DAY else 14), now
        today = now.astimezone(zone).date()
        start = datetime.combine(today - timedelta(days=1), _NIGHT_BEGINS, zone)
        end = datetime.combine(today, _NIGHT_ENDS, zone)
        return start.astimezone(UTC), min(end.astimezone(UTC), now)


def summary(
    times: Sequence[int],
    values: Sequence[int],
    *,
    start: datetime,
    end: datetime,
    zone: tzinfo,
    shown: Shown,
) -> dict[str, Any]:
    """Return the most important of a window, ready for JSON; see report().

    Of the episodes only the low ones are told, and of them the newest.
    """
    found = report(
        times,
        values,
        start=start,
        end=end,
        zone=zone,
        group=TargetGroup.MOST_ADULTS,
        shown=shown,
    )
    measures = found["measures"]
    lows = [each for each in found["episodes"] if each["kind"] == EpisodeKind.LOW]

    def local(at: int) -> str:
        """Return a time with the offset of the zone."""
        return datetime.fromtimestamp(at, zone).isoformat()

    def first(value: int) -> dict[str, Any]:
        """Return a value, and when it was first measured."""
        return {"value": shown(value), "at": local(times[values.index(value)])}

    return {
        **{key: found[key] for key in ("start", "end", "readings", "cgm_active")},
        "newest_reading_at": local(times[-1]) if times else None,
        "has_enough_readings": found["missing_readings"] == 0,
        **{key: measures[key] for key in _MEASURES},
        "gmi": measures["gmi"] if found["is_sufficient"] else None,
        "lowest": first(min(values)) if values else None,
        "highest": first(max(values)) if values else None,
        "low_episodes": len(lows),
        "low_minutes": sum(each["minutes"] for each in lows),
        "newest_low_episodes": [
            {
                **{key: each[key] for key in ("start", "end", "minutes")},
                "lowest": each["extreme"],
                "may_be_longer": each["starts_before"] or each["ends_after"],
            }
            for each in lows[-_MOST_EPISODES:]
        ],
    }
