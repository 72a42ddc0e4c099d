"""Windows that are kept up to date are what a look into the whole log would give."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
import math
from typing import Any, override

from hypothesis import given, settings, strategies as st

from custom_components.dexcom_cgm.glucose import (
    Distribution,
    LogSlots,
    Reading,
    ReadingLog,
    RollingWindow,
    Slots,
    sufficiency,
)

START = datetime(2026, 3, 1, tzinfo=UTC)
TICK = timedelta(minutes=5)
DAY = timedelta(days=1)
# Six days: windows of one to three days lie before, in and behind them.
TICKS = st.integers(0, 6 * 288)

type Step = Callable[[ReadingLog, datetime], datetime]


def reading(tick: int, value: int | None = 120, **fields: Any) -> Reading:
    """Return the reading of a tick."""
    return Reading(
        **{
            "record_id": f"record {tick}",
            "time": START + tick * TICK,
            "value": value,
            "ticks": tick * 300,
            "transmitter_id": "t",
            **fields,
        }
    )


def rolling(
    log: ReadingLog, *spans: int, now: datetime, delay: timedelta = timedelta(0)
) -> list[RollingWindow]:
    """Return windows of some days that share the slots of their log."""
    slots = LogSlots(log)
    return [RollingWindow(log, slots, days, now, delay) for days in spans]


def check(window: RollingWindow, log: ReadingLog, days: int, now: datetime) -> None:
    """Compare a window with one that is computed afresh."""
    _, values = log.values(now - days * DAY, now)
    afresh = Distribution(values)
    assert window.distribution == afresh
    assert window.distribution.mean == afresh.mean
    assert window.distribution.standard_deviation == afresh.standard_deviation
    times, _ = log.values(START - 10 * DAY, START + 40 * DAY)
    start, end = (math.ceil(each.timestamp()) for each in (now - days * DAY, now))
    assert window.sufficiency == sufficiency(Slots(times), start, end, end)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Make a reading that is late, changed, moved, without value, or twice there."""
    tick = draw(TICKS)
    number = draw(st.integers(0, 30) | st.just(tick))
    return reading(
        tick,
        draw(st.none() | st.integers(39, 401)),
        record_id=f"record {number}",
        time=START + tick * TICK + timedelta(seconds=draw(st.integers(0, 400))),
        display_device=draw(st.sampled_from(["iOS", "receiver"])),
    )


@st.composite
def additions(draw: st.DrawFn) -> Step:
    """Add readings."""
    added = draw(st.lists(readings(), min_size=1, max_size=20))

    def add(log: ReadingLog, now: datetime) -> datetime:
        log.add(added)
        return now

    return add


@st.composite
def stretches(draw: st.DrawFn) -> Step:
    """Add hours without a gap, as the history does."""
    first, count = draw(TICKS), draw(st.integers(1, 100))

    def add(log: ReadingLog, now: datetime) -> datetime:
        log.add(reading(tick, 39 + tick % 363) for tick in range(first, first + count))
        return now

    return add


@st.composite
def forgettings(draw: st.DrawFn) -> Step:
    """Forget what is old, or not so old."""
    tick = draw(TICKS)

    def forget(log: ReadingLog, now: datetime) -> datetime:
        log.forget_before(START + tick * TICK)
        return now

    return forget


@st.composite
def moves(draw: st.DrawFn) -> Step:
    """Let the clock go on a little, or jump anywhere, also back."""
    on = draw(st.timedeltas(timedelta(0), 12 * TICK))
    to = draw(st.none() | st.timedeltas(-DAY, 8 * DAY))
    return lambda log, now: now + on if to is None else START + to


@given(
    before=st.lists(additions() | stretches(), max_size=3),
    steps=st.lists(additions() | stretches() | forgettings() | moves(), max_size=20),
)
@settings(max_examples=300, deadline=None)
def test_windows_are_what_the_log_holds(before: list[Step], steps: list[Step]) -> None:
    """Whatever comes late, changes, moves or goes, and however the clock jumps."""
    now = START + 3 * DAY
    log = ReadingLog()
    for step in before:
        step(log, now)
    windows = dict(zip((1, 2, 3), rolling(log, 1, 2, 3, now=now), strict=True))
    for step in steps:
        later = step(log, now)
        if later != now:
            now = later
            for window in windows.values():
                window.move(now)
        for days, window in windows.items():
            check(window, log, days, now)


def test_edges() -> None:
    """The first second of a window counts, the moment it ends does not."""
    log = ReadingLog()
    log.add([reading(0, 100), reading(288, 200)])
    now = START + DAY
    (window,) = rolling(log, 1, now=now)
    assert window.distribution == Distribution([100])
    window.move(now + timedelta(microseconds=1))
    assert window.distribution == Distribution([200])
    window.move(now)
    assert window.distribution == Distribution([100])


def test_a_reading_of_tomorrow_waits() -> None:
    """A reading from a clock that is ahead counts from its time on."""
    log = ReadingLog()
    (window,) = rolling(log, 1, now=START)
    log.add([reading(1)])
    assert (len(window.distribution), window.sufficiency.slots) == (0, 0)
    window.move(START + 2 * TICK)
    assert (len(window.distribution), window.sufficiency.slots) == (1, 1)


def test_closed() -> None:
    """A window that is closed follows no longer, and others go on."""
    log = ReadingLog()
    closed, kept = rolling(log, 1, 1, now=START + DAY)
    closed.close()
    log.add([reading(1)])
    assert len(closed.distribution) == 0
    assert len(kept.distribution) == 1


class CountingLog(ReadingLog):
    """A log that counts reads and notifications."""

    read = 0
    notified = 0

    @override
    def values(self, start: datetime, end: datetime) -> tuple[list[int], list[int]]:
        """Count what is read."""
        times, values = super().values(start, end)
        self.read += len(times)
        return times, values

    @override
    def values_from(self, first: int, end: int) -> list[int]:
        """Count what is read."""
        values = super().values_from(first, end)
        self.read += len(values)
        return values

    @override
    def watch(self, watcher: Callable[[int, int, int], None]) -> Callable[[], None]:
        """Count notifications."""

        def count(time: int, value: int, times: int) -> None:
            self.notified += 1
            watcher(time, value, times)

        return super().watch(count)


def filled(days: int) -> tuple[CountingLog, list[RollingWindow], datetime]:
    """Return a log of the given days, with three windows that end after them."""
    now = START + days * DAY
    log = CountingLog()
    log.add(reading(tick, 39 + tick % 363) for tick in range(days * 288))
    windows = rolling(log, 1, 2, 3, now=now)
    log.read = log.notified = 0
    return log, windows, now


def test_a_new_reading_is_all_that_is_looked_at() -> None:
    """With one that leaves each window, however many there are."""
    for days in (4, 30):
        log, windows, now = filled(days)
        log.add([reading(days * 288)])
        for window in windows:
            window.move(now + TICK)
        # One comes and one goes in each of three windows; the slots are notified too.
        assert (log.notified, log.read) == (3 + 1, 6)
        for span, window in enumerate(windows, 1):
            check(window, log, span, now + TICK)


def test_a_changed_reading_is_all_that_is_looked_at() -> None:
    """The old value goes, the new one comes, and only its neighbors are read."""
    log, windows, now = filled(4)
    log.add([reading(4 * 288 - 100, 300)])
    assert (log.notified, log.read) == (2 * (3 + 1), 2)
    for span, window in enumerate(windows, 1):
        check(window, log, span, now)


def test_the_history_is_not_read_again() -> None:
    """Each backfilled reading is notified once, and moving reads none of them."""
    log, windows, now = filled(1)
    log.add(reading(tick) for tick in range(-3 * 288, 0))
    for window in windows:
        window.move(now)
    assert (log.notified, log.read) == ((3 + 1) * 3 * 288, 0)
    for span, window in enumerate(windows, 1):
        check(window, log, span, now)


def test_what_is_held_back_is_not_missing() -> None:
    """With a delay of three hours, perfect wear is 100 % at any moment."""
    now = START + 4 * DAY
    delay = timedelta(hours=3)
    log = ReadingLog()
    (window,) = rolling(log, 1, now=now, delay=delay)
    for tick in range(4 * 288 - 36, 4 * 288 + 12):
        log.add(reading(each) for each in range(tick - 300, tick + 1))
        for seconds in (0, 1, 150, 299):
            window.move(START + tick * TICK + delay + timedelta(seconds=seconds))
            assert window.sufficiency.active == 100
    window.move(START + tick * TICK + delay + timedelta(hours=2))
    assert window.sufficiency.possible == 21 * 12
    # Nothing has come for two hours.
    assert window.sufficiency.slots == 19 * 12 + 1


def test_newer_than_the_delay_counts() -> None:
    """Readings earlier than usual fill slots that are already possible."""
    now = START + DAY
    log = ReadingLog()
    (window,) = rolling(log, 1, now=now, delay=timedelta(hours=3))
    log.add(reading(tick) for tick in range(288 - 12))
    found = window.sufficiency
    assert (found.slots, found.possible) == (276, 276)
