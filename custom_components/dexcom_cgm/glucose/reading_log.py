"""The readings of an account, in order of their own time, each once."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import datetime, timedelta

from ..api import Reading

# The clocks of a phone and a receiver may differ, but not by more than this.
_SAME_TICK = timedelta(minutes=15)


class ReadingLog:
    """Readings ordered by time.

    A record replaces an older one with the same id. The same tick of the same
    sensor is one reading, also when a phone and a receiver both uploaded it; the
    phone's counts.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._readings: list[Reading] = []
        self._by_id: dict[str, Reading] = {}

    def __len__(self) -> int:
        """Return the number of readings."""
        return len(self._readings)

    def add(self, readings: Iterable[Reading]) -> bool:
        """Take in readings in any order; return whether anything changed."""
        changed = False
        for reading in readings:
            known = self._by_id.get(reading.record_id)
            if known == reading:
                continue
            if known is not None:
                self._remove(known)
            elif (twin := self._twin(reading)) is not None:
                if _is_receiver(reading) or not _is_receiver(twin):
                    continue
                self._remove(twin)
            self._insert(reading)
            changed = True
        return changed

    def latest(self, until: datetime) -> Reading | None:
        """Return the newest reading with a value, not later than `until`."""
        position = bisect_right(self._readings, until, key=_time)
        return self._with_value_before(position)

    def before(self, reading: Reading) -> Reading | None:
        """Return the newest reading with a value that is older than this one."""
        position = bisect_left(self._readings, reading.time, key=_time)
        return self._with_value_before(position)

    def between(self, start: datetime, end: datetime) -> list[Reading]:
        """Return the readings of a window, `end` excluded, oldest first."""
        first = bisect_left(self._readings, start, key=_time)
        return self._readings[first : bisect_left(self._readings, end, key=_time)]

    def forget_before(self, time: datetime) -> None:
        """Drop the readings older than a time."""
        count = bisect_left(self._readings, time, key=_time)
        for reading in self._readings[:count]:
            del self._by_id[reading.record_id]
        del self._readings[:count]

    def _with_value_before(self, position: int) -> Reading | None:
        """Return the newest reading with a value before a position."""
        while position > 0:
            position -= 1
            if self._readings[position].value is not None:
                return self._readings[position]
        return None

    def _twin(self, reading: Reading) -> Reading | None:
        """Return another record of the same tick of the same sensor."""
        if reading.ticks is None:
            return None
        for other in self.between(reading.time - _SAME_TICK, reading.time + _SAME_TICK):
            if other.ticks == reading.ticks and (
                other.transmitter_id == reading.transmitter_id
                or other.transmitter_id is None
                or reading.transmitter_id is None
            ):
                return other
        return None

    def _insert(self, reading: Reading) -> None:
        """Put a reading in its place."""
        position = bisect_right(self._readings, reading.time, key=_time)
        self._readings.insert(position, reading)
        self._by_id[reading.record_id] = reading

    def _remove(self, reading: Reading) -> None:
        """Take a reading out."""
        first = bisect_left(self._readings, reading.time, key=_time)
        del self._readings[self._readings.index(reading, first)]
        del self._by_id[reading.record_id]


def _time(reading: Reading) -> datetime:
    """Return the time of a reading, to sort by."""
    return reading.time


def _is_receiver(reading: Reading) -> bool:
    """Return whether a receiver uploaded this record."""
    return reading.display_device == "receiver"
