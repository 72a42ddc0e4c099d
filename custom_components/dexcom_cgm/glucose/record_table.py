"""A table of records by time, with one array per field."""

from array import array
import base64
from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate
from operator import sub
from typing import Any, NamedTuple, Self
import zlib

from .bloom_filter import BloomFilter
from .ids import ID_BYTES
from .ranges import ABOVE_RANGE, BELOW_RANGE
from .rows import ROW_TYPES, TRENDS, Batch, Row, known_ticks
from .twins import SensorClocks

_RECEIVER = 1
_HIDDEN = 2
# The columns of times and ticks: their nearly constant differences compress far better.
_GROWING = (0, 5)
_VALUES = {0, *range(BELOW_RANGE, ABOVE_RANGE + 1)}


class RecordTable:
    """All records by time and id, with the values that they show.

    `shown` holds the value that is read at a record's time, 0 for none: the record's own
    value or, without one, that of another record of its measurement. A hidden record
    shows nothing, because another one represents its measurement.
    """

    def __init__(self) -> None:
        """Start empty."""
        self.columns: list[array[int]] = [array(code) for code in ROW_TYPES]
        self.times, self.values = self.columns[:2]
        self.sensors, self.ticks, self._flags = self.columns[4:]
        self.shown: array[int] = array("H")
        self.ids = bytearray()
        self.id_filter = BloomFilter()
        self.clocks = SensorClocks()
        self.hidden = 0

    def __len__(self) -> int:
        """Return the number of records, hidden ones included."""
        return len(self.times)

    def row(self, position: int) -> Row:
        """Return the row at a position."""
        cells = [column[position] for column in self.columns]
        cells[-1] &= _RECEIVER
        return Row(*cells)

    def key(self, position: int) -> bytes:
        """Return the short id at a position."""
        return bytes(self.ids[position * ID_BYTES : (position + 1) * ID_BYTES])

    def rank(self, position: int) -> tuple[int, int, bytes]:
        """Return the sort key by which the lowest record represents its measurement.

        A phone's clock is right more often than a receiver's.
        """
        receiver = self._flags[position] & _RECEIVER
        return receiver, self.times[position], self.key(position)

    def is_hidden(self, position: int) -> bool:
        """Return whether another record represents the one at a position."""
        return bool(self._flags[position] & _HIDDEN)

    def hide(self, position: int, hidden: bool) -> None:
        """Hide or show the record at a position."""
        if hidden != self.is_hidden(position):
            self._flags[position] ^= _HIDDEN
            self.hidden += 1 if hidden else -1

    def range(self, start: int, end: int) -> tuple[int, int]:
        """Return the positions of a window in seconds since 1970 UTC."""
        first = bisect_left(self.times, start)
        return first, bisect_left(self.times, end, lo=first)

    def find(self, key: bytes, time: int) -> int | None:
        """Return the position of a record by id; searched at its time first."""
        if not self.id_filter.might_contain(key)[0]:
            return None
        position = bisect_left(self.times, time)
        while position < len(self) and self.times[position] == time:
            if self.key(position) == key:
                return position
            position += 1
        offset = self.ids.find(key)
        while offset >= 0 and offset % ID_BYTES:
            offset = self.ids.find(key, offset + 1)
        return None if offset < 0 else offset // ID_BYTES

    def place(self, time: int, key: bytes) -> int:
        """Return the position for a record: by time, then by id."""
        position = bisect_left(self.times, time)
        while (
            position < len(self)
            and self.times[position] == time
            and self.key(position) < key
        ):
            position += 1
        return position

    def insert(self, place: int, batch: Batch, shown: Iterable[int]) -> None:
        """Insert sorted records."""
        for column, cells in zip(self.columns, batch.columns, strict=True):
            column[place:place] = array(column.typecode, cells)
        self.shown[place:place] = array("H", shown)
        self.ids[place * ID_BYTES : place * ID_BYTES] = batch.ids
        self.id_filter.add(batch.ids)
        times, _, _, _, sensors, ticks, _ = batch.columns
        self.clocks.note(sensors, times, ticks)

    def delete(self, first: int, last: int) -> None:
        """Drop the records of a range of positions."""
        self.hidden -= sum(flags & _HIDDEN for flags in self._flags[first:last]) // 2
        for column in (*self.columns, self.shown):
            del column[first:last]
        del self.ids[first * ID_BYTES : last * ID_BYTES]

    def snapshot(self, transmitters: Iterable[str | None]) -> Snapshot:
        """Return a copy that can be encoded while the table changes."""
        return Snapshot(
            tuple(column.tobytes() for column in (*self.columns, self.shown)),
            bytes(self.ids),
            tuple(transmitters),
        )

    @classmethod
    def from_json(cls, data: dict[str, Any], sensors: int) -> tuple[Self, bool]:
        """Restore a table; also return whether its shown values were saved.

        Raises ValueError, KeyError, TypeError, OverflowError or zlib.error if it is
        damaged.
        """
        table = cls()
        parts = [_unpacked(part) for part in data["columns"]]
        table.ids += _unpacked(data["ids"])
        # Earlier versions did not save the shown values.
        if not (is_settled := len(parts) != len(table.columns)):
            parts.append(parts[1])
        # Nor did they save differences.
        growing = _GROWING if "seen" in data else ()
        columns = (*table.columns, table.shown)
        for number, (column, part) in enumerate(zip(columns, parts, strict=True)):
            if number in growing:
                # Extending an array by a list is faster than by an iterator.
                column += array(column.typecode, list(accumulate(array("q", part))))
            else:
                column.frombytes(part)
        times = list(table.times)
        if (
            {len(column) for column in columns} != {len(table.ids) // ID_BYTES}
            or times != sorted(times)
            or not set(table.values) | set(table.shown) <= _VALUES
            or max(table.sensors, default=0) >= sensors
            or max(table.columns[2], default=0) >= len(TRENDS)
            or max(table._flags, default=0) > _RECEIVER | _HIDDEN
        ):
            raise ValueError("The table is damaged")
        flags = table._flags.tobytes()
        table.hidden = flags.count(_HIDDEN) + flags.count(_HIDDEN | _RECEIVER)
        if not is_settled:
            table.ticks[:] = array("I", list(map(known_ticks, table.ticks)))
        if "seen" in data:
            table.id_filter = BloomFilter(_unpacked(data["seen"]))
            table.clocks = SensorClocks(data["clocks"])
        else:
            table.id_filter.add(table.ids)
            table.clocks.note(table.sensors, table.times, table.ticks)
        return table, is_settled


class Snapshot(NamedTuple):
    """A copy of a log at a moment."""

    columns: tuple[bytes, ...]
    ids: bytes
    sensors: tuple[str | None, ...]

    def to_json(self) -> dict[str, Any]:
        """Encode the copy compactly; takes some tens of milliseconds.

        It includes the Bloom filter and the clocks, which would take as long at each start.
        """
        times, sensors, ticks = (
            array(ROW_TYPES[number], self.columns[number]) for number in (0, 4, 5)
        )
        columns = list(self.columns)
        for number in _GROWING:
            column = array(ROW_TYPES[number], columns[number])
            before = [0, *column][: len(column)]
            differences = array("q", list(map(sub, column, before, strict=True)))
            columns[number] = differences.tobytes()
        id_filter, clocks = BloomFilter(), SensorClocks()
        id_filter.add(self.ids)
        clocks.note(sensors, times, ticks)
        return {
            "columns": [_packed(column) for column in columns],
            "ids": _packed(self.ids),
            "sensors": list(self.sensors[1:]),
            "seen": _packed(id_filter.to_bytes()),
            "clocks": clocks.to_json(),
        }


def _packed(data: bytes) -> str:
    """Return data compressed as text."""
    return base64.b64encode(zlib.compress(data)).decode()


def _unpacked(text: str) -> bytes:
    """Return the data of compressed text."""
    return zlib.decompress(base64.b64decode(text))
