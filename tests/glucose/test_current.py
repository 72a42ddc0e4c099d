"""The newest reading, its age, and how it differs from the one before."""

from datetime import UTC, datetime, timedelta

import pytest

from custom_components.dexcom_cgm.api import Reading
from custom_components.dexcom_cgm.glucose import CurrentGlucose, ReadingLog, Source

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
