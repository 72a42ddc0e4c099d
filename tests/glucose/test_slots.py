"""Time CGM active counts slots of five minutes, whatever the times look like."""

from collections.abc import Iterable
from itertools import pairwise
import random

from hypothesis import given, strategies as st
import pytest

from custom_components.dexcom_cgm.glucose import Slots, sufficiency
from custom_components.dexcom_cgm.glucose.slots import sufficient_from

TICK = 300
HOUR = 3600
DAY = 24 * HOUR
# Multiples of a minute, at most a day.
TIMES = st.lists(st.integers(0, 24 * 60).map(lambda minute: 60 * minute))


def active(times: Iterable[int], start: int, end: int, delay: int = 0) -> float | None:
    """Return the time CGM active in a window that ends now."""
    return sufficiency(Slots(sorted(times)), start, end, end - delay).active


def test_perfect_wear_with_delay() -> None:
    """24 hours of a sensor whose last three hours are not there yet are 100 %."""
    assert active(range(0, 21 * HOUR, TICK), 0, DAY, 3 * HOUR) == 100
    # Without knowing of the delay it would be less.
    assert active(range(0, 21 * HOUR, TICK), 0, DAY) == 87.5


def test_two_sensors_at_once() -> None:
    """Five days of two sensors, and then nothing, are five days of fourteen."""
    both = [*range(0, 5 * DAY, TICK), *range(150, 5 * DAY, TICK)]
    one = active(range(0, 5 * DAY, TICK), 0, 14 * DAY)
    assert active(both, 0, 14 * DAY) == one == pytest.approx(35.7, abs=0.05)
    found = sufficiency(Slots(sorted(both)), 0, 14 * DAY, 14 * DAY)
    assert not found.is_sufficient
    assert found.missing_readings == 2823 - 1440


def test_a_reading_a_minute() -> None:
    """A source with a reading a minute for 2.8 days is there for 2.8 days."""
    minutes = range(0, 28 * DAY // 10, 60)
    assert active(minutes, 0, 14 * DAY) == pytest.approx(20, abs=0.05)
    assert active(range(0, DAY // 2, 60), 0, DAY) == 50


@pytest.mark.parametrize("seconds", [7, 20, 119])
def test_a_second_upload(seconds: int) -> None:
    """Readings that were uploaded twice, with times that differ, are there once."""
    once = range(0, DAY // 2, TICK)
    assert active([*once, *(time + seconds for time in once)], 0, DAY) == 50


@pytest.mark.parametrize("drift", [-0.03, -0.01, 0, 0.01, 0.03])
@pytest.mark.parametrize("days", [1, 14])
@pytest.mark.parametrize("is_lead_known", [False, True])
def test_jitter_and_drift(drift: float, days: int, is_lead_known: bool) -> None:
    """Times that are off by up to four seconds leave no slot of perfect wear empty.

    On a fixed grid they would: a reading near the edge of a slot falls into either.
    """
    rng = random.Random(days)
    start = 2 * DAY
    end = start + days * DAY
    for phase in range(0, TICK, 5):
        times = [
            int(TICK * tick + phase + tick * drift + rng.uniform(-4, 4))
            for tick in range(17 * 288)
        ]
        # Dexcom takes some seconds longer than its delay.
        there = [
            time
            for time in times
            if (start <= time or is_lead_known) and time < end - HOUR - 8
        ]
        assert active(there, start, end, HOUR) == 100


def test_fixed_grid_would_lose_slots() -> None:
    """The jitter of the test above matters."""
    rng = random.Random(1)
    times = [TICK * tick + int(rng.uniform(-4, 4)) for tick in range(1, 289)]
    assert len({time // TICK for time in times}) < 250
    assert active(times, 0, DAY + TICK) == 100


@pytest.mark.parametrize(
    ("times", "slots"),
    [
        ([], 0),
        ([0], 1),
        ([0, 0], 1),
        ([0, 280], 1),
        ([0, 300], 2),
        ([0, 299, 600], 3),
        # One reading is missing.
        ([0, 300, 900], 3),
        # A source with a reading every seven minutes fills five slots in seven.
        (range(0, 7 * HOUR, 420), 60),
        # At the edges of the window.
        ([-1], 0),
        ([7 * HOUR - 1], 1),
        ([7 * HOUR], 0),
    ],
)
def test_slots(times: Iterable[int], slots: int) -> None:
    """How many slots there are in seven hours."""
    assert Slots(sorted(times)).count(0, 7 * HOUR) == slots


@pytest.mark.parametrize("phase", [0, 1, 100, 284])
def test_wear_that_begins_or_ends_within(phase: int) -> None:
    """Whatever the phase is, each reading of the window has its slot."""
    for missing in (range(5), range(100, 112), range(280, 288)):
        times = [TICK * tick + phase for tick in range(-9, 300) if tick not in missing]
        inside = [time for time in times if 0 <= time < DAY]
        assert Slots(times).count(0, DAY) == len(inside) == 288 - len(missing)
        assert Slots(inside).count(0, DAY) == len(inside)


def test_never_more_than_possible() -> None:
    """A window that is no multiple of five minutes has no share above 100 %."""
    for end in range(DAY, DAY + TICK):
        assert active(range(0, end, TICK), 0, end) == 100
    assert active([5], 0, 10) is None


@given(TIMES, st.randoms())
def test_order_does_not_matter(times: list[int], order: random.Random) -> None:
    """Adding one by one gives what all at once give."""
    slots = Slots()
    shuffled = list(times)
    order.shuffle(shuffled)
    for time in shuffled:
        slots.add(time)
    all_at_once = Slots(sorted(times))
    for start, end in ((0, DAY), (HOUR, DAY - HOUR), (90, 5000)):
        assert slots.count(start, end) == all_at_once.count(start, end)


@given(TIMES)
def test_number_of_slots(times: list[int]) -> None:
    """No more than readings, nor than the time that they fill."""
    known = sorted(times)
    count = Slots(known).count(-DAY, 2 * DAY)
    assert count <= len(set(known))
    filled = sum(min(after - before, TICK) for before, after in pairwise(known))
    assert count <= (filled + TICK * bool(known)) // TICK + 1
    # At least one for each reading that has none in the five minutes before it.
    apart, last = 0, -DAY
    for time in known:
        if time - last >= 2 * TICK:
            apart, last = apart + 1, time
    assert count >= apart


def test_sufficient_from() -> None:
    """Readings that leave the window count as missing; a short window never suffices."""
    end = 20 * DAY
    start = end - 14 * DAY
    # The oldest two days have readings, which leave before 70 % are reached.
    early = Slots(range(start, start + 2 * DAY, TICK))
    assert sufficient_from(early, start, end, end) == end + 4032 * 7 // 10 * TICK + TICK
    recent = Slots(range(end - 2 * DAY, end, TICK))
    missing = sufficiency(recent, start, end, end).missing_readings
    assert sufficient_from(recent, start, end, end) == end + missing * TICK
    assert sufficient_from(Slots(range(start, end, TICK)), start, end, end) is None
    assert sufficient_from(recent, end - 7 * DAY, end, end) is None
