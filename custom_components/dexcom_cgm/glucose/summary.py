"""The report in short, over the periods that people ask about."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from .episodes import EpisodeKind
from .report import Shown, report
from .targets import TargetGroup

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

        The last night is the one into today, by the clock of the zone, which is the
        home's: from midnight on it is the one that goes on. A day is 24 hours.
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
    known_until: datetime,
    zone: tzinfo,
    shown: Shown,
) -> dict[str, Any]:
    """Return the most important of a window, ready for JSON; see report().

    Of the episodes only the low ones are included, and of them the newest. Without any
    there was no low of 15 minutes or more; `lowest` says how low glucose was.
    """
    found = report(
        times,
        values,
        start=start,
        end=end,
        known_until=known_until,
        zone=zone,
        group=TargetGroup.MOST_ADULTS,
        shown=shown,
    )
    measures = found["measures"]
    lows = [each for each in found["episodes"] if each["kind"] == EpisodeKind.LOW]

    return {
        **{key: found[key] for key in ("start", "end", "readings", "cgm_active")},
        "newest_reading_at": (
            datetime.fromtimestamp(times[-1], zone).isoformat() if times else None
        ),
        "has_enough_readings": bool(times) and found["missing_readings"] == 0,
        **{key: measures[key] for key in _MEASURES},
        "gmi": measures["gmi"],
        "lowest": found["lowest"],
        "highest": found["highest"],
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
