"""Polls find the schedule of a sensor, find it again, and are never too many."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import median

from hypothesis import example, given, settings, strategies as st
import pytest

from custom_components.dexcom_cgm.glucose import PollSchedule

START = datetime(2026, 3, 1, tzinfo=UTC)
HOUR = 3600
DAY = 24 * HOUR
PERIOD = 300
# What a poll at a time that has nothing to do with the sensor's waits on average.
UNALIGNED = PERIOD / 2
# Polls that Dexcom has answered, and all of them, in any 24 hours.
MOST_ANSWERED = 325
MOST = 340

# When a reading could be had, and when it was measured; seconds since the start.
type Given = tuple[float, float]


def _readings(
    *,
    seed: int = 1,
    days: float = 3,
    phase: float = 0,
    jitter: float = 20,
    lag: Callable[[float], float] = lambda time: HOUR,
) -> list[Given]:
    """Return what a sensor measures, and a phone uploads within some seconds."""
    random = Random(seed)
    time = phase - DAY
    readings = []
    while time < days * DAY:
        readings.append((time + lag(time) + random.uniform(0, jitter), time))
        time += PERIOD + random.gauss(0, 0.2)
    return readings


class Run:
    """Polls over some days, as a coordinator of Home Assistant makes them."""

    def __init__(
        self,
        readings: Iterable[Given],
        *,
        days: float = 3,
        seed: int = 1,
        failing: Callable[[float], bool] = lambda now: False,
    ) -> None:
        """Poll, and keep what comes of it."""
        random = Random(seed)
        self.poll_schedule = PollSchedule()
        self.polls: list[float] = []
        # When a reading was found, how long it could have been had by then, and when
        # it was measured.
        self.found: list[tuple[float, float, float]] = []
        waiting = sorted(readings, reverse=True)
        newest: float | None = None
        now = 0.0
        while now < days * DAY:
            self.polls.append(now)
            wait = float(PERIOD)
            # Dexcom takes a moment to answer.
            answered = now + random.uniform(0.1, 0.5)
            if not failing(now):
                while waiting and waiting[-1][0] <= now:
                    could, time = waiting.pop()
                    newest = time if newest is None else max(newest, time)
                    self.found.append((answered, answered - could, time))
                wait = self.poll_schedule.next_poll(
                    START + timedelta(seconds=answered),
                    None if newest is None else START + timedelta(seconds=newest),
                ).total_seconds()
            # The coordinator counts from the whole second, and adds a part of one.
            now = int(answered) + random.uniform(0.05, 0.5) + wait

    def latencies(self, since: float, until: float | None = None) -> list[float]:
        """Return how late readings of a span were found that could then be had."""
        return [
            late
            for _, late, time in self.found
            if since <= time and (until is None or time < until)
        ]

    def polls_a_day(self, since: float = DAY) -> float:
        """Return how many polls a day there are from a moment on."""
        polls = [poll for poll in self.polls if poll >= since]
        return len(polls) * DAY / (self.polls[-1] - since)

    def readings_until_locked(self, since: float) -> int:
        """Return after how many readings ten of a dozen are found in 40 seconds."""
        late = self.latencies(since)
        return next(
            count
            for count in range(len(late) - 12)
            if sum(each < 40 for each in late[count : count + 12]) >= 10
        )


def _most_in_a_day(polls: list[float]) -> int:
    """Return how many polls there are in the 24 hours with most of them."""
    return max(
        bisect_left(polls, poll + DAY) - number for number, poll in enumerate(polls)
    )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("jitter", "latency", "polls"), [(5, 12, 300), (20, 16, 300), (60, 33, 304)]
)
def test_steady(seed: int, jitter: float, latency: float, polls: float) -> None:
    """Readings are found soon, with about one poll each.

    Where uploads differ by a minute, half of that is the price of so few polls.
    """
    readings = _readings(seed=seed, days=8, phase=70 * seed, jitter=jitter)
    run = Run(readings, days=8, seed=seed)
    late = run.latencies(DAY)
    assert len(late) > 6 * 288
    assert median(late) < latency
    assert run.polls_a_day() <= polls
    # None waits for the poll of the next one.
    assert sorted(late)[int(0.99 * len(late))] < UNALIGNED


@pytest.mark.parametrize("phase", range(0, PERIOD, 20))
def test_start(phase: int) -> None:
    """From whatever phase, a few polls more than readings find the schedule."""
    run = Run(_readings(seed=phase, phase=phase, days=0.5), days=0.5)
    assert run.readings_until_locked(-HOUR) <= 5
    assert sum(poll < HOUR for poll in run.polls) <= 12 + 7
    late = run.latencies(0)
    assert median(late) < 30


@pytest.mark.parametrize("gap", [30 * 60, 2 * HOUR])
@pytest.mark.parametrize("phase", [37, 110, 190, 260])
def test_change_of_the_sensor(gap: int, phase: int) -> None:
    """The second reading of a new sensor is found in time."""
    change = 2 * DAY
    old = [each for each in _readings(seed=phase) if each[1] < change]
    new = [each for each in _readings(phase=phase) if each[1] >= change + gap]
    run = Run(old + new, seed=phase)
    first, *late = run.latencies(change)
    assert first <= PERIOD + 2
    assert median(late[:12]) < 25
    assert max(late[:6]) < 60


def test_outage() -> None:
    """After a day without an answer the schedule is what it was."""
    back = 3 * DAY
    for seed in range(8):
        run = Run(
            _readings(seed=seed, days=4, phase=37 * seed),
            days=4,
            seed=seed,
            failing=lambda now: 2 * DAY <= now < back,
        )
        assert run.readings_until_locked(back - HOUR) <= 1
        assert _most_in_a_day(run.polls) <= MOST


@pytest.mark.parametrize(
    ("jump", "typical", "most"),
    [
        (30, 0, 6),
        (90, 3, 6),
        (200, 3, 6),
        (2 * HOUR, 0, 3),
        (-30, 24, 48),
        (-120, 36, 60),
        (-2 * HOUR, 0, 3),
    ],
)
def test_jump_of_the_lag(jump: float, typical: int, most: int) -> None:
    """A phone or a delay that is another one is found out.

    A longer lag shows at once. One that is shorter by less than the time between two
    polls shows only to those that look for it, which are few: that takes hours.
    """
    counts = []
    for seed in range(8):
        run = Run(
            _readings(
                seed=seed,
                days=3,
                phase=37 * seed,
                lag=lambda time: 3 * HOUR + (jump if time >= 2 * DAY else 0),
            ),
            seed=seed,
        )
        counts.append(run.readings_until_locked(2 * DAY))
        assert median(run.latencies(2.4 * DAY)) < 20
        assert _most_in_a_day(run.polls) <= MOST_ANSWERED
    assert median(counts) <= typical
    assert max(counts) <= most


def test_receiver() -> None:
    """An upload a day does not mean more polls."""
    readings = [
        (time // DAY * DAY + DAY + 8 * HOUR, time)
        for _, time in _readings(days=10, phase=100)
    ]
    run = Run(readings, days=10)
    assert len(run.latencies(2 * DAY, 7 * DAY)) == pytest.approx(5 * 288, abs=2)
    assert max(run.latencies(2 * DAY)) <= PERIOD + 11
    assert run.polls_a_day() <= 296


def test_no_readings() -> None:
    """Without any reading a poll is due every five minutes."""
    run = Run([], days=1)
    assert len(run.polls) == pytest.approx(288, abs=1)


def test_readings_begin() -> None:
    """The first reading sets when the next one is due."""
    run = Run([each for each in _readings(days=1, phase=200) if each[1] >= HOUR])
    assert run.readings_until_locked(HOUR) <= 5


@pytest.mark.parametrize(("share", "most"), [(0.01, 304), (0.05, 309), (0.3, 310)])
def test_late_uploads(share: float, most: float) -> None:
    """A reading that is late by minutes does not put off the others."""
    random = Random(1)
    late = {time for _, time in _readings(days=8) if random.random() < share}
    readings = [
        (could + random.uniform(60, 1200) if time in late else could, time)
        for could, time in _readings(days=8)
    ]
    run = Run(readings, days=8)
    assert median(run.latencies(DAY)) < (20 if share < 0.1 else 40)
    assert run.polls_a_day() <= most
    assert _most_in_a_day(run.polls) <= MOST_ANSWERED


def test_phone_away() -> None:
    """A phone that is away for hours each day uploads all of them at once."""
    away = range(9 * HOUR, 12 * HOUR)
    readings = [
        (max(could, time // DAY * DAY + away.stop + HOUR), time)
        if int(time % DAY) in away
        else (could, time)
        for could, time in _readings(days=6)
    ]
    run = Run(readings, days=6)
    assert median(run.latencies(DAY)) < 20
    assert run.polls_a_day() <= 302
    for day in range(1, 5):
        back = day * DAY + away.stop
        assert median(run.latencies(back, back + HOUR)) < 30


@pytest.mark.parametrize("ahead", [30, 290, 3 * HOUR])
def test_clock_ahead(ahead: float) -> None:
    """A device's clock that is ahead makes the lag shorter, or negative."""
    readings = [(could, time + ahead) for could, time in _readings(lag=lambda _: 0)]
    run = Run(readings)
    assert run.readings_until_locked(ahead) <= 5
    assert median(run.latencies(DAY)) < 20
    assert run.polls_a_day() <= 300


def _newest(now: datetime) -> datetime:
    """Return the time of the newest reading of a sensor without any jitter."""
    since = timedelta(seconds=(now - START).total_seconds() % PERIOD)
    return now - since - timedelta(hours=1)


def _poll(schedule: PollSchedule, now: datetime, polls: int) -> datetime:
    """Let a schedule poll, and return when the next one is due."""
    for _ in range(polls):
        now += schedule.next_poll(now, _newest(now))
    return now


def _state(schedule: PollSchedule) -> dict[str, object]:
    """Return the whole state of a schedule."""
    parts = {"_bucket": vars(schedule._bucket), "_lag": vars(schedule._lag)}
    return vars(schedule) | parts


def _retries(schedule: PollSchedule, now: datetime) -> bool:
    """Return whether a poll that is too soon is made again soon."""
    missing = _newest(now) - timedelta(minutes=5)
    return schedule.next_poll(now, missing) == timedelta(seconds=15)


def test_older_answer() -> None:
    """An answer that is older than the one before is one without a new reading."""
    schedule = PollSchedule()
    now = _poll(schedule, START, 12)
    same = deepcopy(schedule)
    missing = _newest(now) - timedelta(minutes=5)
    wait = same.next_poll(now, missing)
    assert schedule.next_poll(now, missing - timedelta(hours=2)) == wait
    assert _state(schedule) == _state(same)


def test_reading_of_the_future() -> None:
    """A reading of the future that is taken back is forgotten."""
    schedule = PollSchedule()
    now = _poll(schedule, START, 12)
    now += schedule.next_poll(now, now + timedelta(days=400))
    now = _poll(schedule, now, 120)
    assert now - _newest(now) < timedelta(hours=1, seconds=20)
    assert _retries(schedule, now)


@pytest.mark.parametrize("days", [-4000, -1, 400])
def test_clock_is_set(days: int) -> None:
    """A token bucket recovers soon after the wall clock is set."""
    schedule = PollSchedule()
    now = _poll(schedule, START, 12)
    now = _poll(schedule, now + timedelta(days=days), 120)
    assert now - _newest(now) < timedelta(hours=1, seconds=20)
    assert _retries(schedule, now)


@pytest.mark.parametrize("hours", [2, 48])
def test_what_is_saved_up_outlives_a_clock_that_is_put_back(hours: int) -> None:
    """Polls that were paid for by a clock that was ahead cost nothing any more."""
    schedule = PollSchedule()
    now = _poll(schedule, START, 120)
    now = _poll(schedule, now - timedelta(hours=hours), 6)
    assert _retries(schedule, now)


def test_many_accounts() -> None:
    """Accounts that start at once have the rhythms of their sensors, not one."""
    polls = sorted(
        poll
        for account in range(100)
        for poll in Run(
            _readings(seed=account, days=0.2, phase=Random(account).uniform(0, PERIOD)),
            days=0.2,
            seed=account,
        ).polls
        if poll > HOUR
    )
    busiest = max(
        bisect_right(polls, poll + 10) - number for number, poll in enumerate(polls)
    )
    # On average three to four polls fall into ten seconds.
    assert busiest <= 15


@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["same", "next", "newer", "older", "none", "failed"]),
            st.floats(-7200, 7200),
        ),
        min_size=1,
        max_size=30,
    ),
    seed=st.integers(0, 1000),
)
@settings(max_examples=150, deadline=None)
def test_any_answers(steps: list[tuple[str, float]], seed: int) -> None:
    """Whatever Dexcom answers, a wait is within bounds, and polls are not too many."""
    random = Random(seed)
    schedule = PollSchedule()
    now, newest = START, START
    polls, answered = [], []
    while now - START < timedelta(days=1.5):
        kind, seconds = random.choice(steps)
        polls.append((now - START).total_seconds())
        if kind == "failed":
            now += timedelta(seconds=PERIOD)
            continue
        answered.append(polls[-1])
        if kind == "next":
            newest += timedelta(seconds=PERIOD)
        elif kind == "newer":
            newest = now + timedelta(seconds=seconds)
        elif kind == "older":
            newest -= timedelta(seconds=abs(seconds))
        wait = schedule.next_poll(now, None if kind == "none" else newest)
        assert timedelta(seconds=10) <= wait <= timedelta(seconds=310)
        now += wait
    if answered:
        assert _most_in_a_day(answered) <= MOST_ANSWERED
    assert _most_in_a_day(polls) <= MOST


@given(lags=st.lists(st.floats(-400, 4000), min_size=1, max_size=40))
@example(lags=[3587.5, 0, 1800, 0, 1200, 900, 600])
@settings(max_examples=100, deadline=None)
def test_any_lags(lags: list[float]) -> None:
    """Whatever a day was like, there are not too many polls, and then a schedule.

    What is saved up may be used up by then; it takes most of a day to save it again.
    """
    readings = [
        (time + lags[number % len(lags)], time)
        if time < DAY
        else (time + lags[0] + number % 5, time)
        for number, (_, time) in enumerate(_readings())
    ]
    run = Run(readings)
    assert _most_in_a_day(run.polls) <= MOST_ANSWERED
    assert median(run.latencies(2.25 * DAY)) < 20
