"""The readings of an account, in order of their own time, each once, in little memory."""

from array import array
import base64
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import compress
import math
from typing import Any, NamedTuple, Self
import zlib

from ..api import ABOVE_RANGE, BELOW_RANGE, Reading
from .ids import ID_BYTES, SeenIds
from .rows import NO_TICKS, ROW_TYPES, TRENDS, Batch, Row, reading_of

HOUR = 3600
_END_OF_TIME = 2**32
_MOST_SENSORS = 2**16
# The clocks of a phone and a receiver may differ, but not by more than this.
_SAME_TICK = 15 * 60
_TICKS = Row._fields.index("ticks")
# So many of the newest readings are kept as they came, with all their fields.
_WHOLE = 48

# Gets a time, a value, and 1 where it has come or -1 where it has gone.
type Watcher = Callable[[int, int, int], None]


class ReadingLog:
    """Readings ordered by time; 90 days of them take about 0.7 MB.

    A record replaces an older one with the same id. The same tick of the same
    sensor is one reading, also when a phone and a receiver both uploaded it; the
    phone's counts. Times are kept to the second, rates to a hundredth.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._columns: list[array[int]] = [array(code) for code in ROW_TYPES]
        self._times = self._columns[0]
        self._values = self._columns[1]
        self._ticks = self._columns[_TICKS]
        self._ids = bytearray()
        self._seen = SeenIds()
        self._transmitters: list[str | None] = [None]
        self._sensors: dict[str | None, int] = {None: 0}
        self._whole: dict[bytes, Reading] = {}
        self._watchers: list[Watcher] = []

    def __len__(self) -> int:
        """Return the number of readings."""
        return len(self._times)

    @property
    def first_hour(self) -> int | None:
        """Return the hour of the oldest reading, in hours since 1970 UTC."""
        return self._times[0] // HOUR if self._times else None

    def add(self, readings: Iterable[Reading]) -> set[int]:
        """Take in readings in any order.

        Returns the hours whose readings have changed, in hours since 1970 UTC; empty
        if nothing was new.
        """
        known = [
            (reading, time)
            for reading in readings
            if 0 <= (time := math.floor(reading.time.timestamp())) < _END_OF_TIME
        ]
        batch = Batch.of(
            [reading for reading, _ in known],
            [time for _, time in known],
            [self._sensor(reading.transmitter_id) for reading, _ in known],
        )
        hours: set[int] = set()
        self._add(self._new(batch), hours)
        if len(self._whole) > _WHOLE:
            newest = sorted(self._whole.items(), key=lambda item: item[1].time)
            self._whole = dict(newest[-_WHOLE:])
        return hours

    def latest(self, until: datetime) -> Reading | None:
        """Return the newest reading with a value, not later than `until`."""
        return self._with_value_before(
            bisect_right(self._times, math.floor(until.timestamp()))
        )

    def before(self, reading: Reading) -> Reading | None:
        """Return the newest reading with a value that is older than this one."""
        return self._with_value_before(
            bisect_left(self._times, math.floor(reading.time.timestamp()))
        )

    def between(self, start: datetime, end: datetime) -> list[Reading]:
        """Return the readings of a window, `end` excluded, oldest first."""
        first, last = self._window(start, end)
        return [self._reading(position) for position in range(first, last)]

    def values(self, start: datetime, end: datetime) -> tuple[list[int], list[int]]:
        """Return times, in seconds since 1970 UTC, and values of a window in mg/dL.

        `end` is excluded; readings without a value are left out.
        """
        first, last = self._window(start, end)
        times, values = self._times[first:last], self._values[first:last]
        return list(compress(times, values)), list(filter(None, values))

    def values_from(self, first: int, end: int) -> list[int]:
        """Return the values of a window in seconds since 1970 UTC, `end` excluded."""
        start = bisect_left(self._times, first)
        stop = bisect_left(self._times, end, lo=start)
        return list(filter(None, self._values[start:stop]))

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Tell each value as it comes or goes; return what ends it.

        The log is as it is after the change by then.
        """
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def forget_before(self, time: datetime) -> None:
        """Drop the readings older than a time."""
        count = bisect_left(self._times, _seconds(time))
        gone = list(zip(self._times[:count], self._values[:count], strict=True))
        for position in range(count):
            self._whole.pop(self._key_at(position), None)
        for column in self._columns:
            del column[:count]
        del self._ids[: count * ID_BYTES]
        for each, value in gone:
            self._tell(each, value, -1)

    def snapshot(self) -> Snapshot:
        """Return a copy that can be encoded while the log goes on changing."""
        return Snapshot(
            tuple(column.tobytes() for column in self._columns),
            bytes(self._ids),
            tuple(self._transmitters),
        )

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read what Snapshot.to_json wrote; ValueError if it is damaged."""
        log = cls()
        try:
            parts = [
                zlib.decompress(base64.b64decode(part)) for part in data["columns"]
            ]
            log._ids += zlib.decompress(base64.b64decode(data["ids"]))
            log._transmitters = [None, *map(str, data["sensors"])]
            for column, part in zip(log._columns, parts, strict=True):
                column.frombytes(part)
        except (KeyError, TypeError, zlib.error) as err:
            raise ValueError("The log is damaged") from err
        lengths = {len(column) for column in log._columns}
        if (
            lengths != {len(log._ids) // ID_BYTES}
            or list(log._times) != sorted(log._times)
            or not set(log._values) <= {0, *range(BELOW_RANGE, ABOVE_RANGE + 1)}
            or max(log._columns[Row._fields.index("sensor")], default=0)
            >= len(log._transmitters)
            or max(log._columns[Row._fields.index("trend")], default=0) >= len(TRENDS)
        ):
            raise ValueError("The log is damaged")
        for number, transmitter_id in enumerate(log._transmitters):
            log._sensors.setdefault(transmitter_id, number)
        # What is gone stays noted, and does no harm.
        log._seen.note(log._ids)
        return log

    def _window(self, start: datetime, end: datetime) -> tuple[int, int]:
        """Return the positions of a window."""
        first = bisect_left(self._times, _seconds(start))
        return first, bisect_left(self._times, _seconds(end), lo=first)

    def _new(self, batch: Batch) -> Batch:
        """Return a batch without the readings that the log holds as they are."""
        if len(set(batch.keys)) < len(batch.keys):
            # Of a record that is there twice, the second may be as in the log again.
            return batch
        new = [
            number
            for number, seen in enumerate(self._seen.maybe(batch.ids))
            if not (seen and self._holds(batch, number))
        ]
        return batch if len(new) == len(batch.keys) else batch.only(new)

    def _holds(self, batch: Batch, number: int) -> bool:
        """Return whether the log holds a reading of a batch as it is."""
        key = batch.keys[number]
        position = self._find(key, batch.columns[0][number])
        if position is None or self._row_at(position) != batch.row(number):
            return False
        if position >= len(self) - _WHOLE:
            self._whole[key] = batch.readings[number]
        return True

    def _add(self, batch: Batch, hours: set[int]) -> None:
        """Take in what fits as it is together, and the rest by halves."""
        if not (count := len(batch.readings)):
            return
        if (place := self._place(batch)) is not None:
            self._splice(batch, place, hours)
        elif count > 1:
            self._add(batch.part(0, count // 2), hours)
            self._add(batch.part(count // 2, count), hours)
        elif self._make_way(batch, hours):
            place = bisect_right(self._times, batch.row(0).time)
            self._splice(batch, place, hours)

    def _place(self, batch: Batch) -> int | None:
        """Return where a batch goes as it is, None if it does not fit.

        It fits if it is in order, goes between two readings of the log, and all its
        ids and ticks are new: so it holds nobody's twin.
        """
        times, *_ = batch.columns
        place = bisect_right(self._times, times[0])
        end = self._times[place] if place < len(self) else _END_OF_TIME
        if times[-1] >= end or times != sorted(times):
            return None
        ticks = [each for each in batch.columns[_TICKS] if each != NO_TICKS]
        first, last = self._near(times[0], times[-1])
        new = set(ticks)
        if len(new) < len(ticks) or not new.isdisjoint(self._ticks[first:last]):
            return None
        keys = batch.keys
        if len(set(keys)) < len(keys) or any(
            seen and self._find(key, time) is not None
            for seen, key, time in zip(
                self._seen.maybe(batch.ids), keys, times, strict=True
            )
        ):
            return None
        return place

    def _make_way(self, batch: Batch, hours: set[int]) -> bool:
        """Take out what a reading replaces; return whether it is to be added."""
        if self._holds(batch, 0):
            return False
        row = batch.row(0)
        position = self._find(batch.keys[0], row.time)
        if position is None:
            position = self._twin(row)
            if position is None:
                return True
            if row.receiver or not self._row_at(position).receiver:
                return False
        hours.add(self._delete(position) // HOUR)
        return True

    def _splice(self, batch: Batch, place: int, hours: set[int]) -> None:
        """Put a batch into its place."""
        for column, cells in zip(self._columns, batch.columns, strict=True):
            column[place:place] = array(column.typecode, cells)
        self._ids[place * ID_BYTES : place * ID_BYTES] = batch.ids
        self._seen.note(batch.ids)
        newest = max(len(self) - _WHOLE - place, 0)
        self._whole.update(
            zip(batch.keys[newest:], batch.readings[newest:], strict=True)
        )
        times, values, *_ = batch.columns
        hours.update([time // HOUR for time in times])
        for watcher in self._watchers:
            for time, value in zip(times, values, strict=True):
                if value:
                    watcher(time, value, 1)

    def _sensor(self, transmitter_id: str | None) -> int:
        """Return the number of a sensor, a new one for a new sensor."""
        number = self._sensors.get(transmitter_id)
        if number is None:
            number = len(self._transmitters)
            if number == _MOST_SENSORS:
                return 0
            self._transmitters.append(transmitter_id)
            self._sensors[transmitter_id] = number
        return number

    def _row_at(self, position: int) -> Row:
        """Return what is kept at a position."""
        return Row(*[column[position] for column in self._columns])

    def _reading(self, position: int) -> Reading:
        """Return the reading at a position, whole if it is one of the newest."""
        key = self._key_at(position)
        if (whole := self._whole.get(key)) is not None:
            return whole
        row = self._row_at(position)
        return reading_of(row, key, self._transmitters[row.sensor])

    def _key_at(self, position: int) -> bytes:
        """Return the short id at a position."""
        return bytes(self._ids[position * ID_BYTES : (position + 1) * ID_BYTES])

    def _find(self, key: bytes, time: int) -> int | None:
        """Return the position of a record, which usually is at the same time."""
        if not self._seen.maybe(key)[0]:
            return None
        position = bisect_left(self._times, time)
        while position < len(self) and self._times[position] == time:
            if self._key_at(position) == key:
                return position
            position += 1
        offset = self._ids.find(key)
        while offset >= 0 and offset % ID_BYTES:
            offset = self._ids.find(key, offset + 1)
        return None if offset < 0 else offset // ID_BYTES

    def _twin(self, row: Row) -> int | None:
        """Return the position of another record of the same tick of the same sensor."""
        if row.ticks == NO_TICKS:
            return None
        first, last = self._near(row.time, row.time)
        if row.ticks not in self._ticks[first:last]:
            return None
        for position in range(first, last):
            other = self._row_at(position)
            if other.ticks == row.ticks and (
                other.sensor == row.sensor or 0 in (other.sensor, row.sensor)
            ):
                return position
        return None

    def _near(self, start: int, end: int) -> tuple[int, int]:
        """Return the positions at which a twin of readings of a stretch may be."""
        return (
            bisect_left(self._times, start - _SAME_TICK),
            bisect_right(self._times, end + _SAME_TICK),
        )

    def _delete(self, position: int) -> int:
        """Take the record at a position out; return its time."""
        time, value = self._times[position], self._values[position]
        self._whole.pop(self._key_at(position), None)
        for column in self._columns:
            del column[position]
        del self._ids[position * ID_BYTES : (position + 1) * ID_BYTES]
        self._tell(time, value, -1)
        return time

    def _tell(self, time: int, value: int, count: int) -> None:
        """Tell that a value has come or gone, if it is one."""
        if value:
            for watcher in self._watchers:
                watcher(time, value, count)

    def _with_value_before(self, position: int) -> Reading | None:
        """Return the newest reading with a value before a position."""
        while position > 0:
            position -= 1
            if self._values[position]:
                return self._reading(position)
        return None


class Snapshot(NamedTuple):
    """A copy of a log at a moment."""

    columns: tuple[bytes, ...]
    ids: bytes
    sensors: tuple[str | None, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the copy in a compact form; takes some milliseconds."""
        return {
            "columns": [_packed(column) for column in self.columns],
            "ids": _packed(self.ids),
            "sensors": list(self.sensors[1:]),
        }


def _packed(data: bytes) -> str:
    """Return data as short text."""
    return base64.b64encode(zlib.compress(data)).decode()


def _seconds(time: datetime) -> int:
    """Return a time as the first whole second that is not before it."""
    return math.ceil(time.timestamp())
