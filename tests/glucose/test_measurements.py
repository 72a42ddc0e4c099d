"""One measurement is one reading, whatever records of it there are."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.dexcom_cgm.glucose import Reading, ReadingLog

START = datetime(2026, 3, 1, tzinfo=UTC)
LONG_BEFORE, LONG_AFTER = START - timedelta(days=900), START + timedelta(days=900)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
DAY = timedelta(days=1)
TICK = 5 * MINUTE


def record(number: int, value: int | None = 100, **fields: Any) -> Reading:
    """Return a phone's record of a tick."""
    device = fields.get("display_device", "iOS")
    return Reading(
        **{
            "record_id": f"{device} {number}",
            "time": START + number * TICK + fields.pop("late", timedelta(0)),
            "value": value,
            "trend": "flat",
            "ticks": 1700 + number * 300,
            "transmitter_id": "t",
            "display_device": device,
            **fields,
        }
    )


def receiver(number: int, value: int | None = 62, **fields: Any) -> Reading:
    """Return a receiver's record of a tick."""
    return record(number, value, **{"display_device": "receiver", **fields})


def log_of(*batches: list[Reading]) -> ReadingLog:
    """Return a log of batches."""
    log = ReadingLog()
    for batch in batches:
        log.add(batch)
    return log


def read(log: ReadingLog) -> list[tuple[datetime, int | None]]:
    """Return the times and values of all readings."""
    return [(each.time, each.value) for each in log.between(LONG_BEFORE, LONG_AFTER)]


def day_of(**fields: Any) -> list[Reading]:
    """Return two hours of a phone's records."""
    return [record(number, 100 + number, **fields) for number in range(24)]


def test_a_value_beats_none() -> None:
    """If the phone's record has no value, the reading has the receiver's."""
    phone = record(0, None, trend=None)
    other = receiver(0, 62, trend="singleDown", late=40 * SECOND)
    for order in permutations([phone, other]):
        log = log_of(*([each] for each in order))
        assert read(log) == [(START, 62)]
        latest = log.latest(LONG_AFTER)
        assert latest is not None
        assert latest.trend == "singleDown"
        assert log.values(START, LONG_AFTER)[1] == [62]


def test_corrections_of_twins() -> None:
    """A corrected record counts as if it had been the first."""
    log = log_of([record(0, 100), receiver(0, 62)])
    assert read(log) == [(START, 100)]
    assert log.add([record(0, None)])
    assert read(log) == [(START, 62)]
    assert log.add([receiver(0, 64)])
    assert read(log) == [(START, 64)]
    assert log.add([record(0, 65)])
    assert read(log) == [(START, 65)]
    # The phone's record moves to another tick, and the receiver's stays.
    assert log.add([record(0, 65)._replace(ticks=2300, time=START + 2 * TICK)])
    assert read(log) == [(START, 64), (START + 2 * TICK, 65)]
    assert not log.add([receiver(0, 64)])


def test_forgetting_one_of_twins() -> None:
    """The twin of a removed record counts again."""
    log = log_of([record(0, 100), receiver(0, 62, late=HOUR)])
    log.forget_before(START + SECOND)
    assert read(log) == [(START + HOUR, 62)]
    assert len(log) == 1
    log.forget_before(LONG_AFTER)
    assert len(log) == 0
    assert log.first_hour is None


@pytest.mark.parametrize("late", [-400 * DAY, -DAY, -HOUR, 40 * SECOND, HOUR, DAY])
@pytest.mark.parametrize("phone_first", [True, False])
def test_any_difference_of_clocks(late: timedelta, phone_first: bool) -> None:
    """The same ticks are the same readings, at the times of the phone."""
    phone = day_of()
    other = day_of(display_device="receiver", late=late)
    log = log_of(*([phone, other] if phone_first else [other, phone]))
    assert len(log) == 24
    assert read(log) == [(each.time, each.value) for each in phone]
    assert log.first_hour == int(START.timestamp()) // 3600


def test_clocks_that_are_set_again_and_again() -> None:
    """A tick is found by any of many clocks that a receiver had."""
    phone = [record(number, 100) for number in range(100)]
    other = [receiver(number, late=number * HOUR) for number in range(100)]
    for batches in ([phone, other], [other, phone], [phone + other]):
        log = log_of(*batches)
        assert len(log) == 100
        assert {value for _, value in read(log)} == {100}


@pytest.mark.parametrize("transmitter_id", [None, ""])
def test_unknown_sensors_are_not_merged_over_hours(transmitter_id: str | None) -> None:
    """Ticks repeat between transmitters: without an id they are no proof."""
    first = day_of(transmitter_id=transmitter_id)
    second = [
        each._replace(record_id=f"later {each.record_id}", time=each.time + 10 * DAY)
        for each in first
    ]
    assert len(log_of(first, second)) == 48
    nearby = day_of(display_device="receiver", late=MINUTE, transmitter_id=None)
    assert len(log_of(first, nearby)) == 24
    assert len(log_of(day_of(), nearby)) == 24


@pytest.mark.parametrize(
    "device",
    ["receiver", "touchscreenReceiver", "shareReceiver", "RECEIVER", "Sharereceiver"],
)
def test_receivers(device: str) -> None:
    """A receiver counts less than a phone, whatever its name."""
    other = record(0, 62, display_device=device, late=-MINUTE)
    for order in permutations([record(0), other]):
        assert read(log_of([*order])) == [(START, 100)]


@pytest.mark.parametrize("device", ["iOS", "android", "unknown", "Watch", None])
def test_phones(device: str | None) -> None:
    """Everything else counts as a phone."""
    phone = record(0, 100, record_id="phone", display_device=device)
    for order in permutations([phone, receiver(0, late=-MINUTE)]):
        assert read(log_of([*order])) == [(START, 100)]


@pytest.mark.parametrize("ticks", [0, -300, None, 2**31, 2**32 - 1, 2**64])
def test_no_ticks(ticks: int | None) -> None:
    """Ticks that are no number of seconds are not compared."""
    phone = day_of(ticks=ticks)
    assert len(log_of(phone)) == 24
    assert len(log_of(*([each] for each in phone))) == 24
    other = day_of(ticks=ticks, display_device="receiver", late=110 * SECOND)
    log = log_of(phone, other)
    assert read(log) == [(each.time, each.value) for each in phone]
    # The other device may have sent the ticks.
    assert len(log_of(day_of(), other)) == 24
    assert len(log_of(other, day_of())) == 24
    assert len(log_of(day_of(ticks=ticks, transmitter_id=None), other)) == 24


def test_without_ticks_and_sensor() -> None:
    """Two records of one device are two readings, of two devices one."""
    fields: dict[str, Any] = {"ticks": None, "transmitter_id": None}
    minutes = [record(0, record_id=str(each), late=each * MINUTE) for each in range(5)]
    minutes = [each._replace(**fields) for each in minutes]
    assert len(log_of(minutes)) == 5
    assert len(log_of([record(0, **fields), receiver(0, late=MINUTE, **fields)])) == 1
    apart = [record(0, **fields), receiver(0, late=3 * MINUTE, **fields)]
    assert len(log_of(apart)) == 2


def test_two_sensors_at_once() -> None:
    """Readings of two sensors stay apart, with ticks and without."""
    for ticks in (0, 1700):
        first = record(0, 150, ticks=ticks)
        second = record(0, 125, record_id="u", transmitter_id="u", ticks=ticks)
        assert len(log_of([first, second])) == 2


def test_a_record_twice_in_an_answer() -> None:
    """Of records with the same id, the last one counts."""
    assert read(log_of([record(0, 100), record(1, 90), record(0, 110)])) == [
        (START, 110),
        (START + TICK, 90),
    ]


def test_a_log_of_an_earlier_version() -> None:
    """Twins saved as two readings are loaded as one."""
    earlier = log_of(
        day_of(), day_of(display_device="receiver", transmitter_id="u", late=HOUR)
    )
    snapshot = earlier.snapshot()
    assert len(snapshot.columns) == 8
    sensors = bytes(len(snapshot.columns[4]) // 2 * [1, 0])
    columns = (*snapshot.columns[:4], sensors, *snapshot.columns[5:7])
    again = ReadingLog.from_json(snapshot._replace(columns=columns).to_json())
    assert read(again) == [(each.time, each.value) for each in day_of()]
    zeros = bytes(len(snapshot.columns[5]))
    columns = (*snapshot.columns[:5], zeros, snapshot.columns[6])
    again = ReadingLog.from_json(snapshot._replace(columns=columns).to_json())
    assert len(again) == 48


def test_twins_are_saved() -> None:
    """The twin of a record is restored after a restart."""
    log = log_of(day_of(), day_of(display_device="receiver", late=HOUR))
    again = ReadingLog.from_json(log.snapshot().to_json())
    assert (len(again), read(again)) == (24, read(log))
    again.add([record(0, None)])
    log.add([record(0, None)])
    assert read(again) == read(log)
    assert again.snapshot() == log.snapshot()


@st.composite
def records(draw: st.DrawFn) -> list[Reading]:
    """Make records that may be of one measurement in any way, each with its own id."""
    count = draw(st.integers(1, 12))
    return [
        record(
            draw(st.integers(0, 4)),
            draw(st.sampled_from([None, 62, 100, 140])),
            record_id=str(number),
            late=draw(st.sampled_from([0, 0, 1, 40, 119, 120, 121, 300, 900, 3600]))
            * SECOND,
            ticks=draw(st.sampled_from([0, None, 1700, 1700, 2000, 2300])),
            transmitter_id=draw(st.sampled_from(["t", "t", "u", None])),
            display_device=draw(st.sampled_from(["iOS", "receiver"])),
        )
        for number in range(count)
    ]


@given(together=records(), data=st.data())
@settings(max_examples=200, deadline=None)
def test_order_does_not_matter(together: list[Reading], data: st.DataObject) -> None:
    """The same records in any order, in any batches and after a restart."""
    shuffled = data.draw(st.permutations(together + together[:3]))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(shuffled)), max_size=4)))
    known: Counter[tuple[int, int]] = Counter()

    def count(time: int, value: int, times: int) -> None:
        """Count the log's notifications of each value."""
        known[time, value] += times

    log = ReadingLog()
    log.watch(count)
    for first, last in zip([0, *cuts], [*cuts, len(shuffled)], strict=True):
        log.add(shuffled[first:last])
    expected = log_of(together)
    assert log.between(LONG_BEFORE, LONG_AFTER) == expected.between(
        LONG_BEFORE, LONG_AFTER
    )
    times_and_values = log.values(LONG_BEFORE, LONG_AFTER)
    assert times_and_values == expected.values(LONG_BEFORE, LONG_AFTER)
    assert known == Counter(zip(*times_and_values, strict=True))
    assert len(log) == len(log.between(LONG_BEFORE, LONG_AFTER))
    assert not log.add(shuffled)
    again = ReadingLog.from_json(log.snapshot().to_json())
    assert again.values(LONG_BEFORE, LONG_AFTER) == times_and_values


@given(before=records(), after=records())
@settings(max_examples=150, deadline=None)
def test_only_the_last_version_counts(
    before: list[Reading], after: list[Reading]
) -> None:
    """A log of corrected records is what it would be without their first versions."""
    log = log_of(before, after)
    last = {each.record_id: each for each in before + after}
    assert read(log) == read(log_of([*last.values()]))
