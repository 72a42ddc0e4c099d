"""Patterns by time of day and by day, from as many readings as they need."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.dexcom_cgm.glucose import EpisodeKind, find_episodes
from custom_components.dexcom_cgm.glucose.patterns import Patterns, find_patterns

BERLIN = ZoneInfo("Europe/Berlin")
# A Monday, well before the clocks change.
MONDAY = date(2026, 1, 5)
TICK = 300

type Value = Callable[[datetime], int | None]


def at(day: date, hour: int = 0) -> int:
    """Return a time in Berlin in seconds since 1970 UTC."""
    return int(datetime(day.year, day.month, day.day, hour, tzinfo=BERLIN).timestamp())


def readings(value: Value, days: int, first: date = MONDAY) -> dict[int, int]:
    """Return readings of whole days, whose value depends on the local time."""
    found = {
        time: value(datetime.fromtimestamp(time, BERLIN))
        for time in range(at(first), at(first + timedelta(days=days)), TICK)
    }
    return {time: each for time, each in found.items() if each is not None}


def patterns(found: dict[int, int], low: int = 70, high: int = 180) -> Patterns:
    """Return the patterns of readings."""
    times, values = list(found), list(found.values())
    episodes = find_episodes(times, values, EpisodeKind.LOW)
    return find_patterns(
        times, values, BERLIN, low_episodes=episodes, low=low, high=high
    )


def is_between(time: datetime, start: str, end: str) -> bool:
    """Return whether a local time of day is in a span, `end` excluded."""
    return start <= f"{time:%H:%M}" < end


def test_recurring() -> None:
    """A block of the day recurs with the days on which it is low or high."""

    def value(time: datetime) -> int:
        number = (time.date() - MONDAY).days
        if is_between(time, "02:50", "03:10") and number % 3 == 0:
            return 65
        if is_between(time, "12:00", "13:30") and number % 2 == 0:
            return 181
        # Five minutes short of half of the block.
        if is_between(time, "18:00", "19:25"):
            return 250
        return 100

    found = patterns(readings(value, 14))
    assert [
        (each.kind, each.start, each.end, each.days, each.of_days)
        for each in found.recurring
    ] == [
        # An episode that lies in two blocks counts in both.
        (EpisodeKind.LOW, 0, 180, 5, 14),
        (EpisodeKind.LOW, 180, 360, 5, 14),
        (EpisodeKind.HIGH, 720, 900, 7, 14),
    ]
    assert (found.rule.low_below, found.rule.high_above) == (70, 180)


def test_short_lows_do_not_recur() -> None:
    """Readings below 70 that are no episode of 15 minutes are no low."""

    def value(time: datetime) -> int:
        return 69 if is_between(time, "02:00", "02:10") else 100

    assert patterns(readings(value, 14)).recurring == ()


@pytest.mark.parametrize(
    ("low_days", "days", "found"),
    [
        # At least 3 days.
        (2, 7, 0),
        (3, 7, 1),
        # At least 20 % of the days.
        (3, 15, 1),
        (3, 16, 0),
        (4, 20, 1),
        # At least 7 days with enough readings.
        (6, 6, 0),
    ],
)
def test_limits_of_recurring(low_days: int, days: int, found: int) -> None:
    """A low recurs only on enough days, and out of enough days."""

    def value(time: datetime) -> int:
        is_low = (time.date() - MONDAY).days < low_days
        return 60 if is_low and is_between(time, "09:30", "10:00") else 100

    recurring = patterns(readings(value, days)).recurring
    assert [(each.start, each.days) for each in recurring] == [(540, low_days)] * found


def test_coverage() -> None:
    """A block with less than 70 % of its time is not judged: 126 of 180 minutes."""

    def value(time: datetime) -> int | None:
        if is_between(time, "08:05", "09:00"):
            return None
        return 60 if is_between(time, "07:00", "07:30") else 100

    # 125 minutes are too few, the reading at 8:05 makes them 130.
    def more(time: datetime) -> int | None:
        return 100 if is_between(time, "08:05", "08:10") else value(time)

    assert patterns(readings(value, 7)).recurring == ()
    found = patterns(readings(more, 7)).recurring
    assert [(each.start, each.of_days) for each in found] == [(360, 7)]


def test_two_sensors_are_no_more_time() -> None:
    """A second sensor does not double the minutes above range."""

    def value(time: datetime) -> int:
        return 190 if is_between(time, "12:00", "13:00") else 100

    single = readings(value, 7)
    double = dict(
        sorted((single | {time + 60: each for time, each in single.items()}).items())
    )
    assert patterns(single).recurring == patterns(double).recurring == ()


def test_parts() -> None:
    """Night and day, and weekdays and weekend, are separate."""

    def value(time: datetime) -> int:
        if time.hour < 6:
            return 60
        return 200 if time.weekday() >= 5 else 100

    found = patterns(readings(value, 14))
    assert found.night is not None
    assert (found.night.readings, found.night.days) == (14 * 72, 14)
    assert (found.night.mean, found.night.in_range, found.night.below) == (60, 0, 100)
    assert found.day is not None
    assert (found.day.readings, found.day.days) == (14 * 216, 14)
    assert found.day.above == pytest.approx(100 * 4 / 14)
    assert found.weekday is not None
    assert (found.weekday.days, found.weekday.in_range) == (10, 75)
    assert found.weekend is not None
    assert (found.weekend.days, found.weekend.in_range) == (4, 0)
    assert (found.weekend.below, found.weekend.above) == (25, 75)


def test_parts_follow_the_target_range() -> None:
    """Shares and recurring highs are those of the chosen targets."""
    found = patterns(readings(lambda time: 150, 14), 63, 140)
    assert found.day is not None
    assert found.day.above == 100
    assert found.rule.high_above == 140
    assert [each.days for each in found.recurring] == [14] * 8
    assert patterns(readings(lambda time: 150, 14)).recurring == ()


@pytest.mark.parametrize(
    ("days", "is_night", "is_weekday", "is_weekend"),
    [
        (0, False, False, False),
        (2, False, False, False),
        (3, False, True, False),
        (6, False, True, False),
        (7, True, True, False),
        (12, True, True, False),
        (13, True, True, True),
    ],
)
def test_too_few_days(
    days: int, is_night: bool, is_weekday: bool, is_weekend: bool
) -> None:
    """Nothing is said of a part with too few days, nor of the best and worst day."""
    found = patterns(readings(lambda time: 100, days))
    assert (found.night is not None) == (found.day is not None) == is_night
    assert (found.weekday is not None) == is_weekday
    assert (found.weekend is not None) == is_weekend
    assert (found.best_day is not None) == (found.worst_day is not None) == is_night


def test_best_and_worst_day() -> None:
    """They are the days with the most and the least time in range."""

    def value(time: datetime) -> int | None:
        match (time.date() - MONDAY).days:
            case 2:
                return 100 if time.hour < 23 else 200
            # As much in range, but the rest is below.
            case 3:
                return 100 if time.hour < 23 else 60
            case 4 | 5:
                return 300
            # Less than 70 % of the day: the best, if it counted.
            case 6:
                return 100 if time.hour < 16 else None
            case _:
                return 100 if time.hour < 20 else 200

    found = patterns(readings(value, 10))
    assert found.best_day is not None
    assert found.best_day.day == date(2026, 1, 7)
    assert found.best_day.in_range == pytest.approx(100 * 23 / 24)
    assert found.worst_day is not None
    # The earlier one of two that are equal.
    assert found.worst_day.day == date(2026, 1, 9)
    assert (found.worst_day.in_range, found.worst_day.mean) == (0, 300)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)]
)
def test_change_of_the_clock(day: date, hours: int) -> None:
    """Days of 23 and 25 hours count by their own length."""
    first = day - timedelta(days=3)

    def value(time: datetime) -> int:
        return 60 if time.hour in (2, 3) else 100

    found = patterns(readings(value, 7, first))
    assert [(each.start, each.days, each.of_days) for each in found.recurring] == [
        (0, 7 if hours == 25 else 6, 7),
        (180, 7, 7),
    ]
    assert found.night is not None
    assert found.night.readings == 12 * (7 * 6 + hours - 24)
    assert found.night.days == 7


def test_no_readings() -> None:
    """Without readings there are no patterns."""
    found = patterns({})
    assert found.recurring == ()
    assert {found.night, found.day, found.weekday, found.weekend} == {None}
    assert {found.best_day, found.worst_day} == {None}


@settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(
        st.integers(min_value=at(MONDAY), max_value=at(MONDAY) + 20 * 86400),
        st.integers(min_value=39, max_value=401),
        max_size=300,
    ),
    st.sampled_from([70, 63]),
)
def test_any_readings(found: dict[int, int], low: int) -> None:
    """Counts never exceed the days, and shares add up to 100 %."""
    result = patterns(dict(sorted(found.items())), low)
    for each in result.recurring:
        assert 3 <= each.days <= each.of_days
    for part in (result.night, result.day, result.weekday, result.weekend):
        if part is not None:
            shares = (part.in_range, part.below, part.above)
            assert sum(share or 0 for share in shares) == pytest.approx(100)
