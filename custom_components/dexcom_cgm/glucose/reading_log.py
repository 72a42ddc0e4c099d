"""The readings of an account, in order of their own time, each once, in little memory."""

from array import array
import base64
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import compress
import math
from typing import Any, NamedTuple, Self
import zlib

from ..api import ABOVE_RANGE, BELOW_RANGE, Reading, Trend

HOUR = 3600
# The clocks of a phone and a receiver may differ, but not by more than this.
_SAME_TICK = 15 * 60
_ID_BYTES = 8
# Whether an id may be there is noted in so many bits: 90 days fill 5 % of them, so
# hardly any new id is looked for among all others.
_SEEN_BITS = 2**19
_NO_RATE = -(2**15)
_NO_TICKS = 2**32 - 1
_TRENDS = (None, *Trend)
_TREND_CODES: dict[str | None, int] = {
    trend: code for code, trend in enumerate(_TRENDS)
}
# So many of the newest readings are kept as they came, with all their fields.
_WHOLE = 48


class _Row(NamedTuple):
    """What is kept of a reading; the log has one array for each field."""

    time: int
    value: int
    trend: int
    rate: int
    sensor: int
    ticks: int
    receiver: int


# The type codes of the arrays, in the order of the fields.
_TYPES = "IHBhHIB"

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
        self._columns: list[array[int]] = [array(code) for code in _TYPES]
        self._times = self._columns[0]
        self._values = self._columns[1]
        self._ids = bytearray()
        self._seen = bytearray(_SEEN_BITS // 8)
        self._sensors: list[str | None] = [None]
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
        for reading in readings:
            hours.update(time // HOUR for time in self._add(reading))
        if len(self._whole) > 2 * _WHOLE:
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
        for column in self._columns:
            del column[:count]
        del self._ids[: count * _ID_BYTES]
        for each, value in gone:
            self._tell(each, value, -1)

    def snapshot(self) -> Snapshot:
        """Return a copy that can be encoded while the log goes on changing."""
        return Snapshot(
            tuple(column.tobytes() for column in self._columns),
            bytes(self._ids),
            tuple(self._sensors),
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
            log._sensors = [None, *map(str, data["sensors"])]
            for column, part in zip(log._columns, parts, strict=True):
                column.frombytes(part)
        except (KeyError, TypeError, zlib.error) as err:
            raise ValueError("The log is damaged") from err
        lengths = {len(column) for column in log._columns}
        if (
            lengths != {len(log._ids) // _ID_BYTES}
            or list(log._times) != sorted(log._times)
            or not set(log._values) <= {0, *range(BELOW_RANGE, ABOVE_RANGE + 1)}
            or max(log._columns[_Row._fields.index("sensor")], default=0)
            >= len(log._sensors)
            or max(log._columns[_Row._fields.index("trend")], default=0) >= len(_TRENDS)
        ):
            raise ValueError("The log is damaged")
        for position in range(len(log)):
            log._see(log._key_at(position))
        return log

    def _window(self, start: datetime, end: datetime) -> tuple[int, int]:
        """Return the positions of a window."""
        first = bisect_left(self._times, _seconds(start))
        return first, bisect_left(self._times, _seconds(end), lo=first)

    def _add(self, reading: Reading) -> tuple[int, ...]:
        """Take in a reading; return the times at which something has changed."""
        time = math.floor(reading.time.timestamp())
        if not 0 <= time < 2**32:
            return ()
        row = self._row(reading, time)
        key = _key(reading.record_id)
        touched: tuple[int, ...] = (time,)
        if (position := self._find(key, time)) is not None:
            self._keep_whole(key, reading)
            if self._row_at(position) == row:
                return ()
            touched = (time, self._delete(position))
        elif (twin := self._twin(row)) is not None:
            if row.receiver or not self._row_at(twin).receiver:
                return ()
            touched = (time, self._delete(twin))
        self._keep_whole(key, reading)
        position = bisect_right(self._times, time)
        for column, cell in zip(self._columns, row, strict=True):
            column.insert(position, cell)
        self._ids[position * _ID_BYTES : position * _ID_BYTES] = key
        self._see(key)
        self._tell(time, row.value, 1)
        return touched

    def _row(self, reading: Reading, time: int) -> _Row:
        """Return what is kept of a reading."""
        rate, ticks = reading.trend_rate, reading.ticks
        return _Row(
            time=time,
            value=reading.value or 0,
            trend=_TREND_CODES.get(reading.trend, 0),
            rate=(
                _NO_RATE if rate is None else max(min(round(rate * 100), 32767), -32767)
            ),
            sensor=self._sensor(reading.transmitter_id),
            ticks=ticks if ticks is not None and 0 <= ticks < _NO_TICKS else _NO_TICKS,
            receiver=int(reading.display_device == "receiver"),
        )

    def _sensor(self, transmitter_id: str | None) -> int:
        """Return the number of a sensor, a new one for a new sensor."""
        if transmitter_id not in self._sensors:
            if len(self._sensors) == 2**16:
                return 0
            self._sensors.append(transmitter_id)
        return self._sensors.index(transmitter_id)

    def _row_at(self, position: int) -> _Row:
        """Return what is kept at a position."""
        return _Row(*(column[position] for column in self._columns))

    def _reading(self, position: int) -> Reading:
        """Return the reading at a position, whole if it is one of the newest."""
        key = self._key_at(position)
        if (whole := self._whole.get(key)) is not None:
            return whole
        row = self._row_at(position)
        return Reading(
            record_id=key.hex(),
            time=datetime.fromtimestamp(row.time, UTC),
            value=row.value or None,
            trend=_TRENDS[row.trend],
            trend_rate=None if row.rate == _NO_RATE else row.rate / 100,
            transmitter_id=self._sensors[row.sensor],
            ticks=None if row.ticks == _NO_TICKS else row.ticks,
            display_device="receiver" if row.receiver else None,
        )

    def _keep_whole(self, key: bytes, reading: Reading) -> None:
        """Keep a reading as it came if it is one of the newest."""
        if len(self) < _WHOLE or reading.time.timestamp() >= self._times[-_WHOLE]:
            self._whole[key] = reading

    def _key_at(self, position: int) -> bytes:
        """Return the short id at a position."""
        return bytes(self._ids[position * _ID_BYTES : (position + 1) * _ID_BYTES])

    def _find(self, key: bytes, time: int) -> int | None:
        """Return the position of a record, which usually is at the same time."""
        position = bisect_left(self._times, time)
        while position < len(self) and self._times[position] == time:
            if self._key_at(position) == key:
                return position
            position += 1
        byte, bit = _seen_at(key)
        if not self._seen[byte] & bit:
            return None
        offset = self._ids.find(key)
        while offset >= 0 and offset % _ID_BYTES:
            offset = self._ids.find(key, offset + 1)
        return None if offset < 0 else offset // _ID_BYTES

    def _see(self, key: bytes) -> None:
        """Note that an id is there; what is gone stays noted and does no harm."""
        byte, bit = _seen_at(key)
        self._seen[byte] |= bit

    def _twin(self, row: _Row) -> int | None:
        """Return the position of another record of the same tick of the same sensor."""
        if row.ticks == _NO_TICKS:
            return None
        first = bisect_left(self._times, row.time - _SAME_TICK)
        for position in range(first, bisect_right(self._times, row.time + _SAME_TICK)):
            other = self._row_at(position)
            if other.ticks == row.ticks and (
                other.sensor == row.sensor or 0 in (other.sensor, row.sensor)
            ):
                return position
        return None

    def _delete(self, position: int) -> int:
        """Take the record at a position out; return its time."""
        time, value = self._times[position], self._values[position]
        self._whole.pop(self._key_at(position), None)
        for column in self._columns:
            del column[position]
        del self._ids[position * _ID_BYTES : (position + 1) * _ID_BYTES]
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


def _key(record_id: str) -> bytes:
    """Return a short form of a record's id."""
    return blake2b(record_id.encode(), digest_size=_ID_BYTES).digest()


def _seen_at(key: bytes) -> tuple[int, int]:
    """Return the byte and the bit of it in which an id is noted."""
    number = int.from_bytes(key[:4]) % _SEEN_BITS
    return number // 8, 1 << number % 8


def _seconds(time: datetime) -> int:
    """Return a time as the first whole second that is not before it."""
    return math.ceil(time.timestamp())
