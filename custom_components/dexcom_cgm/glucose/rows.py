"""A reading as a row of integers, as the log stores it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple, Self

from .ids import short_id
from .models import Reading, Trend

NO_TICKS = 2**32 - 1
# Transmitters last less than a year; greater numbers are not ticks.
_MOST_TICKS = 366 * 24 * 3600
_RECEIVERS = frozenset({"receiver", "touchscreenreceiver", "sharereceiver"})
_NO_RATE = -(2**15)
_MOST_RATE = 2**15 - 1
TRENDS = (None, *Trend)
_TREND_CODES: dict[str | None, int] = {trend: code for code, trend in enumerate(TRENDS)}


class Row(NamedTuple):
    """The stored fields of a reading; the log has one array per field."""

    time: int
    value: int
    trend: int
    rate: int
    sensor: int
    ticks: int
    receiver: int


# The type codes of the arrays, in the order of the fields.
ROW_TYPES = "IHBhHIB"


class Batch(NamedTuple):
    """Readings with their stored fields, one list per field.

    `keys` are the short ids of the records.
    """

    readings: Sequence[Reading]
    columns: tuple[list[int], ...]
    keys: list[bytes]

    @classmethod
    def of(
        cls, readings: Sequence[Reading], times: list[int], sensors: list[int]
    ) -> Self:
        """Return a batch of readings with the given times and sensor numbers."""
        return cls(
            readings,
            (
                times,
                [reading.value or 0 for reading in readings],
                [_TREND_CODES.get(reading.trend, 0) for reading in readings],
                [_rate(reading.trend_rate) for reading in readings],
                sensors,
                [known_ticks(reading.ticks) for reading in readings],
                [is_receiver(reading.display_device) for reading in readings],
            ),
            [short_id(reading.record_id) for reading in readings],
        )

    def part(self, first: int, last: int) -> Self:
        """Return a slice of the readings."""
        return self._replace(
            readings=self.readings[first:last],
            columns=tuple(column[first:last] for column in self.columns),
            keys=self.keys[first:last],
        )

    def only(self, numbers: list[int]) -> Self:
        """Return the readings at some indices."""
        return self._replace(
            readings=[self.readings[number] for number in numbers],
            columns=tuple(
                [column[number] for number in numbers] for column in self.columns
            ),
            keys=[self.keys[number] for number in numbers],
        )

    @property
    def ids(self) -> bytes:
        """Return the concatenated short ids."""
        return b"".join(self.keys)

    def row(self, number: int) -> Row:
        """Return the row of a reading."""
        return Row(*[column[number] for column in self.columns])


def _rate(rate: float | None) -> int:
    """Return a rate in hundredths."""
    if rate is None:
        return _NO_RATE
    hundredths = round(rate * 100)
    if -_MOST_RATE <= hundredths <= _MOST_RATE:
        return hundredths
    return _MOST_RATE if hundredths > 0 else -_MOST_RATE


def known_ticks(ticks: int | None) -> int:
    """Return the ticks of a transmitter in seconds, NO_TICKS if unknown.

    Dexcom sends 0 for unknown ticks.
    """
    return NO_TICKS if ticks is None or not 0 < ticks <= _MOST_TICKS else ticks


def is_receiver(device: str | None) -> bool:
    """Return whether a device is a receiver; any other counts as a phone."""
    return device is not None and device.lower() in _RECEIVERS


def reading_of(row: Row, key: bytes, transmitter_id: str | None) -> Reading:
    """Return the reading of a row, without the fields that are not stored."""
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
