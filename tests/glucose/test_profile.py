"""Curves and days go by the person's clock, also when it is put forward or back."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.dexcom_cgm.glucose import (
    Distribution,
    daily_profile,
    daily_summaries,
)

BERLIN = ZoneInfo("Europe/Berlin")
TICK = 300
DAY = 86400
ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/Los_Angeles",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    # Half an hour of daylight saving time.
    "Australia/Lord_Howe",
    # Midnight itself is left out or repeated.
    "America/Santiago",
    "America/Havana",
    "Africa/Cairo",
    "Atlantic/Azores",
    "America/Nuuk",
]


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> int:
    """Return a time in Berlin in seconds since 1970 UTC."""
    return int(datetime(year, month, day, hour, minute, tzinfo=BERLIN).timestamp())


def ticks(start: int, end: int) -> list[int]:
    """Return the times of readings without a gap."""
    return list(range(start, end, TICK))


def test_profile() -> None:
    """Percentiles of the readings of all days by the clock."""
    times = [at(2026, 1, day, 7, 40) for day in range(1, 6)]
    values = [100, 110, 120, 130, 140]
    times += [at(2026, 1, 1, 23, 59)]
    values += [39]
    profile = daily_profile(times, values, BERLIN)
    assert [each.minute for each in profile] == list(range(0, 1440, 30))
    morning, night = profile[15], profile[47]
    assert (morning.minute, morning.center) == (450, 465)
    assert (morning.readings, morning.days, night.days) == (5, 5, 1)
    assert morning.p5 == 102
    assert (morning.p25, morning.p50, morning.p75) == (110, 120, 130)
    assert morning.p95 == 138
    assert (night.readings, night.p5, night.p95) == (1, 39, 39)
    empty = profile[0]
    assert (empty.readings, empty.days) == (0, 0)
    assert {empty.p5, empty.p25, empty.p50, empty.p75, empty.p95} == {None}


@pytest.mark.parametrize(
    ("day", "two", "others"),
    [
        # The clock goes from 2:00 to 3:00, and half a year later from 3:00 to 2:00.
        (date(2026, 3, 29), 0, 6),
        (date(2026, 10, 25), 12, 6),
        (date(2026, 10, 26), 6, 6),
    ],
)
def test_profile_over_a_change_of_the_clock(day: date, two: int, others: int) -> None:
    """The missing hour has no readings, the repeated one has them twice."""
    start = at(day.year, day.month, day.day)
    following = day + timedelta(days=1)
    times = ticks(start, at(following.year, following.month, following.day))
    profile = daily_profile(times, [100] * len(times), BERLIN)
    for each in profile:
        assert each.readings == (two if 120 <= each.minute < 180 else others)


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 7, 1), 24)],
)
def test_length_of_a_day(day: date, hours: int) -> None:
    """A day has 23, 24 or 25 hours, and is whole with a reading every five minutes."""
    start = at(day.year, day.month, 1)
    end = start + 31 * DAY
    times = ticks(start, end)
    summaries = {
        each.day: each
        for each in daily_summaries(times, [100] * len(times), start, end, BERLIN)
    }
    found = summaries[day]
    assert found.end - found.start == hours * 3600
    assert len(found.distribution) == 12 * hours
    assert found.active == 100


def test_parts_of_days() -> None:
    """The days at the ends of a window are judged by their part of it."""
    start, end = at(2026, 1, 1, 18), at(2026, 1, 4, 6)
    times = [*ticks(start - DAY, at(2026, 1, 2)), *ticks(at(2026, 1, 4, 3), end + DAY)]
    days = daily_summaries(times, [100] * len(times), start, end, BERLIN)
    assert [each.day.day for each in days] == [1, 2, 3, 4]
    assert [each.active for each in days] == [100, None, None, 50]
    assert [each.distribution.mean for each in days] == [100, None, None, 100]
    assert days[0].start == start
    assert days[-1].end == end


def test_days_behind_a_bin() -> None:
    """Several readings of a day are one day, also where the clock is put back."""
    times = ticks(at(2026, 10, 25, 1, 30), at(2026, 10, 25, 4))
    profile = daily_profile(times, [100] * len(times), BERLIN)
    assert (profile[4].readings, profile[4].days) == (12, 1)
    assert (profile[3].readings, profile[3].days) == (6, 1)


def test_what_is_held_back() -> None:
    """The hours that Dexcom holds back are not missing."""
    start = at(2026, 1, 1)
    times = ticks(start, start + DAY - 3 * 3600)
    (day,) = daily_summaries(times, [100] * len(times), start, start + DAY, BERLIN)
    assert day.active == 87.5
    (day,) = daily_summaries(
        times,
        [100] * len(times),
        start,
        start + DAY,
        BERLIN,
        known_until=start + DAY - 3 * 3600,
    )
    assert day.active == 100


def test_empty_windows() -> None:
    """A window of no time has no days."""
    start = at(2026, 1, 1)
    assert daily_summaries([], [], start, start, BERLIN) == ()
    assert daily_summaries([], [], start, start - DAY, BERLIN) == ()
    (day,) = daily_summaries([], [], start, start + 60, BERLIN)
    assert day.active is None


def test_lengths_differ() -> None:
    """Every reading has a time and a value."""
    start = at(2026, 1, 1)
    with pytest.raises(ValueError):
        daily_summaries([start], [], start, start + DAY, BERLIN)
    with pytest.raises(ValueError):
        daily_profile([start], [], BERLIN)


def test_a_day_that_never_was() -> None:
    """Samoa moved across the date line: it had no 30 December 2011."""
    start = int(datetime(2011, 12, 29, tzinfo=UTC).timestamp())
    times = ticks(start, start + 3 * DAY)
    days = daily_summaries(
        times, [100] * len(times), start, start + 3 * DAY, ZoneInfo("Pacific/Apia")
    )
    assert [each.day.day for each in days] == [28, 29, 31, 1]
    assert {each.active for each in days} == {100}


@given(
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    start=st.integers(1_577_836_800, 1_893_456_000),
    minutes=st.integers(1, 6 * 24 * 60),
    values=st.lists(st.integers(39, 401), min_size=1, max_size=20),
)
@settings(deadline=None)
def test_days_are_parts_of_the_window(
    zone: ZoneInfo, start: int, minutes: int, values: list[int]
) -> None:
    """Every reading belongs to the day that the clock showed, and to one bin."""
    end = start + minutes * 60
    times = ticks(start, end)
    series = [values[number % len(values)] for number in range(len(times))]
    days = daily_summaries(times, series, start, end, zone)
    assert (days[0].start, days[-1].end) == (start, end)
    assert all(before.end == after.start for before, after in pairwise(days))
    assert sum((each.distribution for each in days), Distribution()) == Distribution(
        series
    )
    for each in days:
        assert {
            datetime.fromtimestamp(time, zone).date()
            for time in times
            if each.start <= time < each.end
        } <= {each.day}
    profile = daily_profile(times, series, zone)
    assert sum(each.readings for each in profile) == len(times)


@pytest.mark.parametrize("name", ZONES)
def test_every_day_of_a_year(name: str) -> None:
    """At midnight and one second before it, the day is the one that the clock shows."""
    zone = ZoneInfo(name)
    start = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
    for each in daily_summaries([], [], start, start + 365 * DAY, zone):
        for time in (each.start, each.end - 1):
            assert datetime.fromtimestamp(time, zone).date() == each.day
