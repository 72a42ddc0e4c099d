"""Glucose by time of day and by day, also across changes to daylight saving time.

Days and times of day are those of a time zone that is passed in: the home's, not that of
the phone, which may travel.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from .metrics import Distribution
from .slots import Slots, sufficiency

BIN_MINUTES = 30
_MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileBin:
    """Percentiles of half an hour of the day in mg/dL, None without readings.

    `minute` is its start in minutes after midnight; curves are drawn through `center`.
    `days` is the number of days with a reading in it.
    """

    minute: int
    readings: int
    days: int
    p5: float | None
    p25: float | None
    p50: float | None
    p75: float | None
    p95: float | None

    @property
    def center(self) -> int:
        """Return the center in minutes after midnight."""
        return self.minute + BIN_MINUTES // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySummary:
    """A local day, or the part of it that lies in the window.

    Times are in seconds since 1970 UTC, `end` excluded; a whole day has 23, 24 or 25
    hours. A day without readings has an empty distribution.
    `active` is its time CGM active in %.
    """

    day: date
    start: int
    end: int
    distribution: Distribution
    active: float | None


def daily_profile(
    times: Sequence[int], values: Sequence[int], zone: tzinfo
) -> tuple[ProfileBin, ...]:
    """Return the curves of the ambulatory glucose profile (AGP).

    Times are seconds since 1970 UTC, values are mg/dL. The 48 bins of 30 minutes are of
    local time: a repeated hour counts twice in the same bins, a skipped hour in none.
    There is no smoothing; percentiles are those of Distribution.percentile. The curves
    are meant for 14 days or more; Johnson 2019, doi:10.1089/dia.2019.0034.
    """
    bins: list[list[int]] = [[] for _ in range(0, _MINUTES_A_DAY, BIN_MINUTES)]
    days: list[set[date]] = [set() for _ in bins]
    for seconds, value in zip(times, values, strict=True):
        clock = datetime.fromtimestamp(seconds, zone)
        number = (clock.hour * 60 + clock.minute) // BIN_MINUTES
        bins[number].append(value)
        days[number].add(clock.date())
    return tuple(
        _profile_bin(number * BIN_MINUTES, Distribution(bins[number]), len(found))
        for number, found in enumerate(days)
    )


def _profile_bin(minute: int, distribution: Distribution, days: int) -> ProfileBin:
    """Return the percentiles of a part of the day."""
    return ProfileBin(
        minute=minute,
        readings=len(distribution),
        days=days,
        p5=distribution.percentile(5),
        p25=distribution.percentile(25),
        p50=distribution.percentile(50),
        p75=distribution.percentile(75),
        p95=distribution.percentile(95),
    )


def daily_summaries(
    times: Sequence[int],
    values: Sequence[int],
    start: int,
    end: int,
    zone: tzinfo,
    *,
    known_until: int | None = None,
) -> tuple[DaySummary, ...]:
    """Return each local day of a window, also without readings; `end` is excluded.

    Times are seconds since 1970 UTC, ascending; values are mg/dL. Readings outside of
    the window do not count. `known_until` is where Dexcom's delay begins.
    """
    if len(times) != len(values):
        raise ValueError("Every reading needs a time and a value")
    slots = Slots(times)
    known = end if known_until is None else known_until
    summaries = []
    for day, day_start, day_end in local_days(start, end, zone):
        first = bisect_left(times, day_start)
        last = bisect_left(times, day_end, lo=first)
        summaries.append(
            DaySummary(
                day=day,
                start=day_start,
                end=day_end,
                distribution=Distribution(values[first:last]),
                active=sufficiency(slots, day_start, day_end, known).active,
            )
        )
    return tuple(summaries)


def local_days(start: int, end: int, zone: tzinfo) -> Iterator[tuple[date, int, int]]:
    """Yield the local days of a window, each with its start and end."""
    day = datetime.fromtimestamp(start, zone).date()
    while (day_start := midnight(day, zone)) < end:
        following = day + timedelta(days=1)
        first, last = max(day_start, start), min(midnight(following, zone), end)
        # A zone that crosses the date line skips a day.
        if first < last:
            yield day, first, last
        day = following


def midnight(day: date, zone: tzinfo) -> int:
    """Return the start of a local day.

    A repeated midnight counts the first time. If midnight is skipped, the day starts at
    the change of the clock.
    """
    return int(datetime.combine(day, time(), zone).timestamp())
