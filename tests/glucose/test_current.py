"""The newest reading, its age, and how it differs from the one before."""

from datetime import UTC, datetime, timedelta

import pytest

from custom_components.dexcom_cgm.glucose import (
    CurrentGlucose,
    Reading,
    ReadingLog,
    Source,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _log(*readings: tuple[int, int | None]) -> ReadingLog:
    """Return a log of (minutes ago, value)."""
    log = ReadingLog()
    log.add(
        Reading(
            record_id=str(minutes), time=NOW - timedelta(minutes=minutes), value=value
        )
        for minutes, value in readings
    )
    return log


def test_no_reading() -> None:
    """Without a reading nothing is current."""
    assert CurrentGlucose.from_log(ReadingLog(), NOW) is None


@pytest.mark.parametrize(
    ("readings", "delta"),
    [
        ([(60, 100), (65, 90)], 10),
        ([(60, 90), (65, 100)], -10),
        ([(60, 100), (65, 100)], 0),
        ([(60, 100)], None),
        ([(60, 100), (75, 90)], 10),
        ([(60, 100), (80, 90)], None),
        ([(60, 39), (65, 45)], None),
        ([(60, 45), (65, 39)], None),
        ([(60, 401), (65, 400)], None),
        ([(60, 100), (65, None), (70, 80)], 20),
    ],
)
def test_delta(readings: list[tuple[int, int | None]], delta: int | None) -> None:
    """A difference needs two measured values without a gap between them."""
    current = CurrentGlucose.from_log(_log(*readings), NOW)
    assert current is not None
    assert current.delta == delta


def test_readings_from_the_future() -> None:
    """A clock may be a little ahead; a time far ahead is not the present."""
    current = CurrentGlucose.from_log(_log((60, 100), (-4, 110), (-30, 120)), NOW)
    assert current is not None
    assert current.reading.value == 110
    assert current.age(NOW) == timedelta(0)
    assert current.age(NOW + timedelta(hours=1)) == timedelta(minutes=56)
    assert not current.is_ahead(NOW)
    assert current.is_ahead(NOW - timedelta(minutes=2))
    assert current.source is Source.OFFICIAL


def _sensor(
    sensor: str | None, values: dict[float, int], *, ticks: int | None = 0
) -> list[Reading]:
    """Return the readings of a sensor by minutes ago, with ticks if it counts."""
    return [
        Reading(
            record_id=f"{sensor} {minutes} {ticks}",
            time=NOW - timedelta(minutes=minutes),
            value=value,
            ticks=ticks and int(ticks - minutes * 60),
            transmitter_id=sensor,
        )
        for minutes, value in values.items()
    ]


@pytest.mark.parametrize(
    ("first", "second", "ticks"),
    [("t", "u", (0, 0)), ("t", "u", (90000, 95000)), (None, None, (90000, 95000))],
)
@pytest.mark.parametrize("apart", [0, 0.5, 2, 4])
def test_two_sensors(
    first: str | None, second: str | None, ticks: tuple[int, int], apart: float
) -> None:
    """The change is that of one sensor, whichever of them was read last."""
    log = ReadingLog()
    log.add(_sensor(first, dict.fromkeys((5, 10, 15), 150), ticks=ticks[0]))
    others = dict.fromkeys((5 + apart, 10 + apart, 15 + apart), 125)
    log.add(_sensor(second, others, ticks=ticks[1]))
    for minutes in range(20):
        now = NOW - timedelta(minutes=minutes)
        current = CurrentGlucose.from_log(log, now - timedelta(minutes=5))
        assert current is None or current.delta in (0, None)
    current = CurrentGlucose.from_log(log, NOW)
    assert current is not None
    assert current.delta == 0


def test_a_new_sensor() -> None:
    """The first reading of a new sensor has no delta."""
    log = ReadingLog()
    log.add(_sensor("t", {10: 150, 15: 151}) + _sensor("u", {5: 125}))
    current = CurrentGlucose.from_log(log, NOW)
    assert current is not None
    assert (current.reading.value, current.previous, current.delta) == (125, None, None)


@pytest.mark.parametrize(("known", "delta"), [("t", -25), ("u", None)])
def test_a_sensor_that_is_known_now_and_then(known: str, delta: int | None) -> None:
    """A missing id is taken for that of the same sensor, where nothing contradicts."""
    log = ReadingLog()
    log.add(_sensor(known, {10: 150}) + _sensor("t", {5: 125}))
    current = CurrentGlucose.from_log(log, NOW)
    assert current is not None
    assert current.delta == delta
    log.add(_sensor(None, {7: 130}))
    current = CurrentGlucose.from_log(log, NOW)
    assert current is not None
    assert current.delta == -5
