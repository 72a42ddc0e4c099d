"""The log holds each reading once, in order, whatever order they come in."""

import base64
from collections import Counter
from datetime import UTC, datetime, timedelta
import itertools
import json
import random
import tracemalloc
from typing import Any
import zlib

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.dexcom_cgm.glucose import Reading, ReadingLog

START = datetime(2026, 3, 1, tzinfo=UTC)
FIVE_MINUTES = timedelta(minutes=5)
FOREVER = START + timedelta(days=1000)


def reading(
    number: int,
    value: int | None = 100,
    *,
    record_id: str | None = None,
    device: str = "iOS",
    transmitter: str | None = "t",
    late: timedelta = timedelta(0),
) -> Reading:
    """Return the reading of a tick."""
    return Reading(
        record_id=record_id or f"{device}-{number}",
        time=START + number * FIVE_MINUTES + late,
        value=value,
        ticks=number * 300,
        transmitter_id=transmitter,
        display_device=device,
    )


def values(log: ReadingLog) -> list[int | None]:
    """Return all values of a log in its order."""
    return [each.value for each in log.between(START - FIVE_MINUTES, FOREVER)]


def test_any_order_gives_the_same_log() -> None:
    """Order and repetition do not matter."""
    readings = [reading(number, 100 + number) for number in range(50)]
    shuffled = readings * 3
    random.Random(1).shuffle(shuffled)
    log = ReadingLog()
    assert log.add(shuffled)
    assert values(log) == [100 + number for number in range(50)]
    assert not log.add(readings)
    assert len(log) == 50


def test_a_changed_record_replaces_the_old_one() -> None:
    """The same id is the same record, also at another time."""
    log = ReadingLog()
    log.add([reading(1, 100, record_id="a"), reading(2, 110)])
    assert log.add([reading(1, 90, record_id="a")])
    assert values(log) == [90, 110]
    assert log.add([reading(3, 95, record_id="a")])
    assert values(log) == [110, 95]


def test_phone_and_receiver_are_one_reading() -> None:
    """Of the same tick the phone's record counts, whichever comes first."""
    phone = reading(1, 100)
    receiver = reading(1, 104, device="receiver", late=timedelta(seconds=70))
    for order in itertools.permutations([phone, receiver, receiver, phone]):
        log = ReadingLog()
        log.add(order)
        assert values(log) == [100]


def test_phone_and_receiver_without_a_transmitter() -> None:
    """An unknown transmitter is taken for the same one."""
    log = ReadingLog()
    log.add([reading(1, 104, device="receiver", transmitter=None)])
    assert log.add([reading(1, 100)])
    assert values(log) == [100]


def test_two_sensors_are_two_readings() -> None:
    """The same tick of another sensor is a reading of its own."""
    log = ReadingLog()
    log.add(
        [
            reading(1, 100),
            reading(1, 120, record_id="other", transmitter="u"),
        ]
    )
    assert values(log) == [100, 120]


def test_records_without_ticks_are_known_by_their_id() -> None:
    """Without ticks only the ID distinguishes readings."""
    log = ReadingLog()
    log.add(Reading(record_id=record_id, time=START, value=100) for record_id in "abab")
    assert len(log) == 2


def test_latest() -> None:
    """The newest reading is the newest one with a value, up to a time."""
    log = ReadingLog()
    assert log.latest(FOREVER) is None
    log.add([reading(1, 100), reading(2, 110), reading(3, None), reading(9, 140)])
    latest = log.latest(START + 4 * FIVE_MINUTES)
    assert latest is not None
    assert latest.value == 110
    assert log.latest(START) is None


def test_forget() -> None:
    """A removed record can be added again."""
    log = ReadingLog()
    readings = [reading(number) for number in range(5)]
    log.add(readings)
    log.forget_before(readings[3].time)
    assert len(log) == 2
    assert log.add(readings)
    assert len(log) == 5


def test_touched_hours() -> None:
    """Changed hours are returned, including the one that a record has left."""
    log = ReadingLog()
    first = int(START.timestamp()) // 3600
    assert log.add([reading(1), reading(13)]) == {first, first + 1}
    assert log.add([reading(1), reading(13)]) == set()
    assert log.add([reading(2, 90)]) == {first}
    assert log.add([reading(25, record_id="iOS-1")]) == {first, first + 2}
    assert log.add([reading(30, device="receiver")]) == {first + 2}
    assert log.add([reading(30, late=timedelta(minutes=2))]) == {first + 2}


def test_old_readings_are_rebuilt() -> None:
    """The log keeps the needed fields of an old reading."""
    old = Reading(
        record_id="old",
        time=START,
        value=123,
        trend="singleUp",
        trend_rate=-1.25,
        ticks=600,
        transmitter_id="t",
        display_device="receiver",
        generation="g7",
    )
    log = ReadingLog()
    log.add([old])
    assert log.latest(FOREVER) is old
    log.add(reading(number) for number in range(10, 500))
    rebuilt = log.between(START, START + FIVE_MINUTES)[0]
    assert rebuilt == old._replace(record_id=rebuilt.record_id, generation=None)
    assert log.add([old]) == set()


def test_odd_numbers() -> None:
    """Numbers beyond what is kept do no harm."""
    odd = [
        Reading(record_id="a", time=START, ticks=-5, trend="sideways"),
        Reading(record_id="b", time=START, ticks=2**40, trend_rate=1e9),
        Reading(record_id="c", time=datetime(1960, 1, 1, tzinfo=UTC), value=100),
        Reading(record_id="d", time=datetime(2300, 1, 1, tzinfo=UTC), value=100),
    ]
    log = ReadingLog()
    log.add(odd)
    assert len(log) == 2
    assert log.latest(FOREVER) is None


def test_values() -> None:
    """Times and values of a window come without what has no value."""
    log = ReadingLog()
    log.add([reading(1, 100), reading(2, None), reading(3, 39), reading(4, 401)])
    start = int(START.timestamp())
    assert log.values(START, START + 4 * FIVE_MINUTES) == (
        [start + 300, start + 900],
        [100, 39],
    )


def _ninety_days() -> ReadingLog:
    """Return a log of ninety days."""
    log = ReadingLog()
    log.add(
        reading(number, 40 + number % 360, transmitter=f"sensor {number // 2880}")
        for number in range(90 * 288)
    )
    return log


def test_size() -> None:
    """Ninety days take less than a megabyte."""
    tracemalloc.start()
    log = _ninety_days()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(log) == 25_920
    assert size < 1_000_000


def test_saving() -> None:
    """A log is the same after it was saved as JSON and read again."""
    log = _ninety_days()
    text = json.dumps(log.snapshot().to_json())
    again = ReadingLog.from_json(json.loads(text))
    assert again.values(START, FOREVER) == log.values(START, FOREVER)
    window = (START + 400 * FIVE_MINUTES, START + 500 * FIVE_MINUTES)
    assert again.between(*window) == log.between(*window)
    assert again.add(log.between(START, FOREVER)[-20:]) == set()
    assert len(ReadingLog.from_json(ReadingLog().snapshot().to_json())) == 0


def test_a_file_of_an_earlier_version() -> None:
    """A log saved without differences is loaded equally, with its IDs."""
    log = ReadingLog()
    log.add(reading(number, 100 + number) for number in range(20))
    snapshot = log.snapshot()

    def packed(data: bytes) -> str:
        """Return data as they were saved."""
        return base64.b64encode(zlib.compress(data)).decode()

    again = ReadingLog.from_json(
        {
            "columns": [packed(column) for column in snapshot.columns],
            "ids": packed(snapshot.ids),
            "sensors": list(snapshot.sensors[1:]),
        }
    )
    assert again.snapshot() == snapshot
    twin = reading(3, 99, device="receiver", late=timedelta(minutes=40))
    assert again.add([reading(5, 105), twin]) == set()
    assert values(again) == values(log)


def test_ids_are_known_after_saving() -> None:
    """A record that moves replaces the one that was saved."""
    log = ReadingLog()
    log.add([reading(1, 100, record_id="a"), reading(2, 110)])
    again = ReadingLog.from_json(log.snapshot().to_json())
    again.add([reading(3, 95, record_id="a")])
    assert values(again) == [110, 95]


@pytest.mark.parametrize(
    "damage",
    [
        {"columns": []},
        {"columns": None},
        {"columns": ["AAAA"] * 8},
        {"columns": [5] * 8},
        {"ids": "%"},
        {"ids": base64.b64encode(zlib.compress(b"12345678")).decode()},
        {"sensors": []},
        {"sensors": None},
        {"seen": base64.b64encode(zlib.compress(b"12345678")).decode()},
        {"seen": None},
        {"clocks": None},
        {"clocks": [5]},
        {"clocks": [[]]},
        {"clocks": [[1, "2"]]},
    ],
)
def test_damage(damage: dict[str, Any]) -> None:
    """A damaged file raises an error."""
    log = ReadingLog()
    log.add(reading(number) for number in range(10))
    with pytest.raises(ValueError):
        ReadingLog.from_json({**log.snapshot().to_json(), **damage})


def test_damaged_values() -> None:
    """A value that no sensor reports is damage."""
    log = ReadingLog()
    log.add([reading(1)])
    columns = list(log.snapshot().columns)
    columns[1] = b"\x05\x00"
    with pytest.raises(ValueError):
        ReadingLog.from_json(log.snapshot()._replace(columns=tuple(columns)).to_json())


def test_ids_are_found_at_their_places_only() -> None:
    """Bytes that look like an id across two ids are none."""
    log = ReadingLog()
    log.add(reading(number) for number in range(200))
    ids = bytes(log._table.ids)
    for offset in range(1, 40):
        # As if it had been seen, or it would not be looked for.
        log._table.id_filter.add(ids[offset : offset + 8])
        found = log._table.find(ids[offset : offset + 8], 0)
        assert found == (offset // 8 if offset % 8 == 0 else None)


def test_damaged_order() -> None:
    """Times that are not in order are damage too."""
    log = ReadingLog()
    log.add([reading(1), reading(2)])
    snapshot = log.snapshot()
    times = snapshot.columns[0][4:] + snapshot.columns[0][:4]
    damaged = snapshot._replace(columns=(times, *snapshot.columns[1:]))
    with pytest.raises(ValueError):
        ReadingLog.from_json(damaged.to_json())


@st.composite
def uploads(draw: st.DrawFn) -> list[Reading]:
    """Make hours without a gap, or what is late, changed, moved, or twice there."""
    first = draw(st.integers(0, 400))
    device = draw(st.sampled_from(["iOS", "receiver"]))
    late = timedelta(seconds=draw(st.integers(0, 400)))
    count = draw(st.integers(1, 80))
    stretch = [
        reading(tick, 39 + tick % 363, device=device, late=late)
        for tick in range(first, first + count)
    ]
    single = st.builds(
        reading,
        st.integers(0, 500),
        st.none() | st.integers(39, 401),
        record_id=st.none() | st.integers(0, 500).map("iOS-{}".format),
        device=st.sampled_from(["iOS", "receiver"]),
        transmitter=st.sampled_from(["t", "t", "u", None]),
        late=st.integers(0, 1200).map(lambda seconds: timedelta(seconds=seconds)),
    )
    without_ticks = st.integers(0, 500).map(
        lambda number: reading(number)._replace(ticks=None)
    )
    singles = draw(st.lists(single | without_ticks, max_size=20))
    together = stretch + singles
    if draw(st.booleans()):
        draw(st.randoms(use_true_random=False)).shuffle(together)
    return together


@given(batches=st.lists(uploads(), min_size=1, max_size=4), forget=st.integers(0, 400))
@settings(max_examples=300, deadline=None)
def test_together_is_one_by_one(batches: list[list[Reading]], forget: int) -> None:
    """Readings that are added at once give what they give one after the other."""
    together, one_by_one = ReadingLog(), ReadingLog()
    notified: list[Counter[tuple[int, int]]] = [Counter(), Counter()]

    def watch(log: ReadingLog, seen: Counter[tuple[int, int]]) -> None:
        """Count notifications of each value."""

        def count(time: int, value: int, times: int) -> None:
            seen[time, value] += times

        log.watch(count)

    watch(together, notified[0])
    watch(one_by_one, notified[1])
    for batch in batches:
        hours: set[int] = set()
        for each in batch:
            hours |= one_by_one.add([each])
        # One by one, a reading may come and go again.
        assert together.add(batch) <= hours
        assert together.snapshot() == one_by_one.snapshot()
        now = Counter(zip(*together.values(START, FOREVER), strict=True))
        # Unlike subtraction, comparison takes what is not there for 0.
        assert notified[0] == notified[1] == now
        assert together.latest(FOREVER) == one_by_one.latest(FOREVER)
        for log in (together, one_by_one):
            log.forget_before(START + forget * FIVE_MINUTES)
