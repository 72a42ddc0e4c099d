"""A reading as a row of whole numbers, which is what the log keeps of it."""

from datetime import UTC, datetime
from hashlib import blake2b
from typing import NamedTuple

from ..api import Reading, Trend

ID_BYTES = 8
NO_TICKS = 2**32 - 1
_NO_RATE = -(2**15)
_MOST_RATE = 2**15 - 1
TRENDS = (None, *Trend)
_TREND_CODES: dict[str | None, int] = {trend: code for code, trend in enumerate(TRENDS)}


class Row(NamedTuple):
    """What is kept of a reading; the log has one array for each field."""

    time: int
    value: int
    trend: int
    rate: int
    sensor: int
    ticks: int
    receiver: int


# The type codes of the arrays, in the order of the fields.
ROW_TYPES = "IHBhHIB"


def row_of(reading: Reading, time: int, sensor: int) -> Row:
    """Return what is kept of a reading."""
    rate, ticks = reading.trend_rate, reading.ticks
    if rate is None:
        rate = _NO_RATE
    else:
        rate = round(rate * 100)
        if not -_MOST_RATE <= rate <= _MOST_RATE:
            rate = _MOST_RATE if rate > 0 else -_MOST_RATE
    return Row(
        time,
        reading.value or 0,
        _TREND_CODES.get(reading.trend, 0),
        rate,
        sensor,
        NO_TICKS if ticks is None or not 0 <= ticks < NO_TICKS else ticks,
        1 if reading.display_device == "receiver" else 0,
    )


def reading_of(row: Row, key: bytes, transmitter_id: str | None) -> Reading:
    """Return what can be told of a reading from its row."""
    return Reading(
        record_id=key.hex(),
        time=datetime.fromtimestamp(row.time, UTC),
        value=row.value or None,
        trend=TRENDS[row.trend],
        trend_rate=None if row.rate == _NO_RATE else row.rate / 100,
        transmitter_id=transmitter_id,
        ticks=None if row.ticks == NO_TICKS else row.ticks,
        display_device="receiver" if row.receiver else None,
    )


def short_id(record_id: str) -> bytes:
    """Return a short form of a record's id."""
    return blake2b(record_id.encode(), digest_size=ID_BYTES).digest()
