"""The log holds each reading once, in order, whatever order they come in."""

from datetime import UTC, datetime, timedelta
import itertools
import random

from custom_components.dexcom_cgm.api import Reading
from custom_components.dexcom_cgm.glucose import ReadingLog

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
    """The ticks of another sensor, and of another time, are readings of their own."""
    log = ReadingLog()
    log.add(
        [
            reading(1, 100),
            reading(1, 120, record_id="other", transmitter="u"),
            reading(1, 140, record_id="later", late=timedelta(hours=1)),
        ]
    )
    assert values(log) == [100, 120, 140]


def test_records_without_ticks_are_known_by_their_id() -> None:
    """Without ticks nothing but the id tells readings apart."""
    log = ReadingLog()
    log.add(Reading(record_id=record_id, time=START, value=100) for record_id in "abab")
    assert len(log) == 2


def test_latest_and_before() -> None:
    """The newest reading is the newest one with a value, up to a time."""
    log = ReadingLog()
    assert log.latest(FOREVER) is None
    log.add([reading(1, 100), reading(2, 110), reading(3, None), reading(9, 140)])
    now = START + 4 * FIVE_MINUTES
    latest = log.latest(now)
    assert latest is not None
    assert latest.value == 110
    before = log.before(latest)
    assert before is not None
    assert before.value == 100
    assert log.before(before) is None


def test_forget() -> None:
    """What is forgotten can be added anew."""
    log = ReadingLog()
    readings = [reading(number) for number in range(5)]
    log.add(readings)
    log.forget_before(readings[3].time)
    assert len(log) == 2
    assert log.add(readings)
    assert len(log) == 5
