"""The readings of an account, in order of their own time, each once, in little memory."""

from array import array
import base64
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import compress
import math
import struct
from typing import Any, NamedTuple, Self
import zlib

from ..api import ABOVE_RANGE, BELOW_RANGE, Reading
from .rows import (
    ID_BYTES,
    NO_TICKS,
    ROW_TYPES,
    TRENDS,
    Row,
    reading_of,
    row_of,
    short_id,
)

HOUR = 3600
_END_OF_TIME = 2**32
_MOST_SENSORS = 2**16
# The clocks of a phone and a receiver may differ, but not by more than this.
_SAME_TICK = 15 * 60
# Whether an id may be there is noted by three bits in one of so many words. With 90
# days in the log, less than 1 % of new ids look known and are looked for among all.
_SEEN_WORDS = 2**14
_BIT = tuple(1 << (byte & 31) for byte in range(256))
# So many of the newest readings are kept as they came, with all their fields.
_WHOLE = 48

# Gets a time, a value, and 1 where it has come or -1 where it has gone.
type Watcher = Callable[[int, int, int], None]


class _Run:
    """New readings in a row, oldest first, that go to one place in the log.

    A reading fits in if it is not older than the last one, comes before what follows
    in the log, and has other ticks than all around: so it is nobody's twin.
    """

    __slots__ = ("end", "keys", "last", "place", "readings", "rows", "ticks")

    def __init__(self, place: int, last: int, end: int, ticks: set[int]) -> None:
        """Begin with the times between which, and the ticks that are taken there."""
        self.place = place
        self.last = last
        self.end = end
        self.ticks = ticks
        self.rows: list[Row] = []
        self.keys: list[bytes] = []
        self.readings: list[Reading] = []

    def add(self, row: Row, key: bytes, reading: Reading) -> None:
        """Add a reading that fits in."""
        self.last = row.time
        if row.ticks != NO_TICKS:
            self.ticks.add(row.ticks)
        self.rows.append(row)
        self.keys.append(key)
        self.readings.append(reading)


# Nothing fits in here.
_NOWHERE = _Run(0, 0, 0, set())


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
        self._ticks = self._columns[Row._fields.index("ticks")]
        self._ids = bytearray()
        self._seen = array("I", bytes(4 * _SEEN_WORDS))
        self._transmitters: list[str | None] = [None]
        self._sensors: dict[str | None, int] = {None: 0}
        self._whole: dict[bytes, Reading] = {}
        self._watchers: list[Watcher] = []

    def __len__(self) -> int:
        """Return the number of readings."""
        return len(self._times)

    def add(self, readings: Iterable[Reading]) -> set[int]:
        """Take in readings in any order.

        Returns the hours whose readings have changed, in hours since 1970 UTC; empty
        if nothing was new.
        """
        hours: set[int] = set()
        run = _NOWHERE
        for reading in readings:
            time = math.floor(reading.time.timestamp())
            if not 0 <= time < _END_OF_TIME:
                continue
            sensor = self._sensors.get(reading.transmitter_id)
            if sensor is None:
                sensor = self._new_sensor(reading.transmitter_id)
            row = row_of(reading, time, sensor)
            key = short_id(reading.record_id)
            word, bits = _seen_at(key)
            if (
                self._seen[word] & bits == bits
                or row.ticks in run.ticks
                or not run.last <= time < run.end
            ):
                self._splice(run, hours)
                run = _NOWHERE
                if not self._make_way(row, key, reading, hours):
                    continue
                run = self._run_at(time)
            self._seen[word] |= bits
            run.add(row, key, reading)
        self._splice(run, hours)
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
        # What _seen_at does, without a call for each of many.
        seen, bit = log._seen, _BIT
        for one, two, three, four, five in struct.iter_unpack("5B3x", log._ids):
            seen[one << 6 | two >> 2] |= bit[three] | bit[four] | bit[five]
        return log

    def _window(self, start: datetime, end: datetime) -> tuple[int, int]:
        """Return the positions of a window."""
        first = bisect_left(self._times, _seconds(start))
        return first, bisect_left(self._times, _seconds(end), lo=first)

    def _make_way(
        self, row: Row, key: bytes, reading: Reading, hours: set[int]
    ) -> bool:
        """Take out what a reading replaces; return whether it is to be added."""
        if (position := self._find(key, row.time)) is not None:
            if self._row_at(position) == row:
                if position >= len(self) - _WHOLE:
                    self._whole[key] = reading
                return False
        elif (position := self._twin(row)) is None:
            return True
        elif row.receiver or not self._row_at(position).receiver:
            return False
        hours.add(self._delete(position) // HOUR)
        return True

    def _run_at(self, time: int) -> _Run:
        """Begin a run at a time."""
        place = bisect_right(self._times, time)
        end = self._times[place] if place < len(self) else _END_OF_TIME
        first, last = self._near(time, end)
        return _Run(place, time, end, set(self._ticks[first:last]) - {NO_TICKS})

    def _splice(self, run: _Run, hours: set[int]) -> None:
        """Put a run into its place."""
        if not run.rows:
            return
        place = run.place
        columns = tuple(zip(*run.rows, strict=True))
        for column, cells in zip(self._columns, columns, strict=True):
            column[place:place] = array(column.typecode, cells)
        self._ids[place * ID_BYTES : place * ID_BYTES] = b"".join(run.keys)
        newest = max(len(self) - _WHOLE - place, 0)
        self._whole.update(zip(run.keys[newest:], run.readings[newest:], strict=True))
        times, values, *_ = columns
        hours.update([time // HOUR for time in times])
        for watcher in self._watchers:
            for time, value in zip(times, values, strict=True):
                if value:
                    watcher(time, value, 1)

    def _new_sensor(self, transmitter_id: str | None) -> int:
        """Return a number for a new sensor."""
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
        word, bits = _seen_at(key)
        if self._seen[word] & bits != bits:
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


def _seen_at(key: bytes) -> tuple[int, int]:
    """Return the word and the bits of it by which an id is noted."""
    return (
        key[0] << 6 | key[1] >> 2,
        _BIT[key[2]] | _BIT[key[3]] | _BIT[key[4]],
    )


def _seconds(time: datetime) -> int:
    """Return a time as the first whole second that is not before it."""
    return math.ceil(time.timestamp())
