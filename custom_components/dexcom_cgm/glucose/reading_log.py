"""A compact log of readings, by time of measurement, each once."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import compress
import math
from typing import Any, Self
import zlib

from .measurements import Measurements
from .models import Reading
from .record_table import RecordTable, Snapshot
from .rows import NO_TICKS, Batch, reading_of
from .twins import CLOCKS_APART

HOUR = 3600
_END_OF_TIME = 2**32
_MOST_SENSORS = 2**16
# Newest records that are kept with all their fields.
_MAX_FULL_RECORDS = 48

# Called with time, value, and 1 for an added or -1 for a removed value.
type Watcher = Callable[[int, int, int], None]


class ReadingLog:
    """Readings ordered by time; 90 days of them take less than 1 MB.

    All records are kept, and each measurement is one reading, whichever records of it
    there are (see `are_twins`). Its time is that of the phone's record, or of the
    earliest one; its value too, or where that has none, the value of another record.
    The result depends on the records only, not on their order: of records with the same
    id, the last one counts. Times are kept to the second,
    rates to a hundredth.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._use(RecordTable())
        self._transmitters: list[str | None] = [None]
        self._sensors: dict[str | None, int] = {None: 0}
        self._whole: dict[bytes, Reading] = {}
        self._watchers: list[Watcher] = []

    def _use(self, table: RecordTable) -> None:
        """Use a table."""
        self._table = table
        self._times, self._shown = table.times, table.shown
        self._measurements = Measurements(table, self._notify)

    def __len__(self) -> int:
        """Return the number of readings."""
        return len(self._table) - self._table.hidden

    @property
    def first_hour(self) -> int | None:
        """Return the hour of the oldest reading, in hours since 1970 UTC."""
        for position, time in enumerate(self._times):
            if not self._table.is_hidden(position):
                return time // HOUR
        return None

    def add(self, readings: Iterable[Reading]) -> set[int]:
        """Add readings in any order.

        Returns the hours whose readings have changed, in hours since 1970 UTC; empty
        if nothing has changed.
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
        hours = self._add(self._new(batch))
        if len(self._whole) > _MAX_FULL_RECORDS:
            newest = sorted(
                self._whole.items(), key=lambda item: (item[1].time, item[0])
            )
            self._whole = dict(newest[-_MAX_FULL_RECORDS:])
        return hours

    def latest(self, until: datetime) -> Reading | None:
        """Return the newest reading with a value, not later than `until`."""
        position = bisect_right(self._times, math.floor(until.timestamp()))
        while position > 0:
            position -= 1
            if self._shown[position]:
                return self._reading(position)
        return None

    def between(self, start: datetime, end: datetime) -> list[Reading]:
        """Return the readings of a window, `end` excluded, oldest first."""
        first, last = self._window(start, end)
        return [
            self._reading(position)
            for position in range(first, last)
            if not self._table.is_hidden(position)
        ]

    def values(self, start: datetime, end: datetime) -> tuple[list[int], list[int]]:
        """Return times, in seconds since 1970 UTC, and values of a window in mg/dL.

        `end` is excluded; readings without a value are left out.
        """
        first, last = self._window(start, end)
        times, values = self._times[first:last], self._shown[first:last]
        return list(compress(times, values)), list(filter(None, values))

    def values_from(self, first: int, end: int) -> list[int]:
        """Return the values of a window in seconds since 1970 UTC, `end` excluded."""
        start = bisect_left(self._times, first)
        stop = bisect_left(self._times, end, lo=start)
        return list(filter(None, self._shown[start:stop]))

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Call a watcher with each added or removed value; return what removes it.

        The log has already changed then.
        """
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def forget_before(self, time: datetime) -> None:
        """Drop the records older than a time."""
        table = self._table
        count = bisect_left(self._times, _seconds(time))
        gone = list(zip(self._times[:count], self._shown[:count], strict=True))
        left: set[int] = set()
        for position in range(count):
            self._whole.pop(table.key(position), None)
            if table.hidden and not table.is_hidden(position):
                left |= self._measurements.twins(position)
        self._measurements.delete(0, count)
        for each, value in gone:
            self._notify(each, value, -1)
        self._measurements.settle(each - count for each in left if each >= count)

    def snapshot(self) -> Snapshot:
        """Return a copy that can be encoded while the log changes."""
        return self._table.snapshot(self._transmitters)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Restore a log from Snapshot.to_json; ValueError if damaged."""
        log = cls()
        try:
            log._transmitters = [None, *map(str, data["sensors"])]
            table, is_settled = RecordTable.from_json(data, len(log._transmitters))
        except (KeyError, OverflowError, TypeError, zlib.error) as err:
            raise ValueError("The log is damaged") from err
        for number, transmitter_id in enumerate(log._transmitters):
            log._sensors.setdefault(transmitter_id, number)
        log._use(table)
        if not is_settled:
            log._measurements.settle(range(len(table)))
        return log

    def _window(self, start: datetime, end: datetime) -> tuple[int, int]:
        """Return the range of positions of a window."""
        return self._table.range(_seconds(start), _seconds(end))

    def _new(self, batch: Batch) -> Batch:
        """Return a batch without the records already stored unchanged."""
        if len(set(batch.keys)) < len(batch.keys):
            # A repeated id may revert the change made by the record before it.
            return batch
        known = [
            (number, position)
            for number, might_be_known in enumerate(
                self._table.id_filter.might_contain(batch.ids)
            )
            if might_be_known and (position := self._find(batch, number)) is not None
        ]
        if not known:
            return batch
        for number, position in known:
            self._keep_whole(batch, number, position)
        unchanged = {number for number, _ in known}
        return batch.only(
            [each for each in range(len(batch.keys)) if each not in unchanged]
        )

    def _find(self, batch: Batch, number: int) -> int | None:
        """Return the position of an unchanged record of a batch, or None."""
        position = self._table.find(batch.keys[number], batch.columns[0][number])
        if position is None or self._table.row(position) != batch.row(number):
            return None
        return position

    def _keep_whole(self, batch: Batch, number: int, position: int) -> None:
        """Keep a record with all its fields if it is one of the newest."""
        if position >= len(self._table) - _MAX_FULL_RECORDS:
            self._whole[batch.keys[number]] = batch.readings[number]

    def _add(self, batch: Batch) -> set[int]:
        """Add a batch as a block, or else in halves; return the changed hours."""
        if not (count := len(batch.readings)):
            return set()
        if (place := self._place(batch)) is not None:
            times, values, *_ = batch.columns
            self._insert(place, batch, values)
            for watcher in self._watchers:
                for time, value in zip(times, values, strict=True):
                    if value:
                        watcher(time, value, 1)
            return {time // HOUR for time in times}
        if count > 1:
            half = count // 2
            return self._add(batch.part(0, half)) | self._add(batch.part(half, count))
        if (position := self._find(batch, 0)) is not None:
            self._keep_whole(batch, 0, position)
            return set()
        return self._add_one(batch)

    def _place(self, batch: Batch) -> int | None:
        """Return the position at which a whole batch fits, else None.

        It fits if it is sorted, lies between two records of the log, and all its ids and
        ticks are new, so that it has no twins.
        """
        times, _, _, _, sensors, ticks, _ = batch.columns
        place = bisect_right(self._times, times[0])
        end = self._times[place] if place < len(self._table) else _END_OF_TIME
        if (
            (place and self._times[place - 1] == times[0])
            or times[-1] >= end
            or len(set(times)) < len(times)
            or times != sorted(times)
        ):
            return None
        new = set(ticks)
        if len(new) < len(ticks) or NO_TICKS in new:
            return None
        near = self._table.ticks[
            slice(
                *self._table.range(
                    times[0] - CLOCKS_APART, times[-1] + CLOCKS_APART + 1
                )
            )
        ]
        if NO_TICKS in near or not new.isdisjoint(near):
            return None
        first, last = min(ticks), max(ticks)
        for sensor in set(sensors):
            for stretch in self._measurements.clocks.times(sensor, first, last):
                if not new.isdisjoint(
                    self._table.ticks[slice(*self._table.range(*stretch))]
                ):
                    return None
        keys = batch.keys
        if len(set(keys)) < len(keys) or any(
            might_be_known and self._table.find(key, time) is not None
            for might_be_known, key, time in zip(
                self._table.id_filter.might_contain(batch.ids), keys, times, strict=True
            )
        ):
            return None
        return place

    def _add_one(self, batch: Batch) -> set[int]:
        """Add a record that may replace another or have twins; return changed hours."""
        hours: set[int] = set()
        table, key, time = self._table, batch.keys[0], batch.columns[0][0]
        unsettled: set[int] = set()
        if (old := table.find(key, time)) is not None:
            unsettled = {each - (each > old) for each in self._measurements.twins(old)}
            was, value = self._times[old], self._shown[old]
            if not table.is_hidden(old):
                hours.add(was // HOUR)
            self._whole.pop(key, None)
            self._measurements.delete(old, old + 1)
            self._notify(was, value, -1)
        place = table.place(time, key)
        self._insert(place, batch, [0])
        table.hide(place, True)
        moved = (each + (each >= place) for each in unsettled)
        return hours | self._measurements.settle({place, *moved})

    def _insert(self, place: int, batch: Batch, shown: list[int]) -> None:
        """Insert a batch at a position."""
        self._measurements.insert(place, batch, shown)
        newest = max(len(self._table) - _MAX_FULL_RECORDS - place, 0)
        self._whole.update(
            zip(batch.keys[newest:], batch.readings[newest:], strict=True)
        )

    def _sensor(self, transmitter_id: str | None) -> int:
        """Return the number of a sensor, assigned on first use; 0 if unknown."""
        if not transmitter_id:
            return 0
        number = self._sensors.get(transmitter_id)
        if number is None:
            number = len(self._transmitters)
            if number == _MOST_SENSORS:
                return 0
            self._transmitters.append(transmitter_id)
            self._sensors[transmitter_id] = number
        return number

    def _reading(self, position: int) -> Reading:
        """Return the reading that a record represents."""
        record = self._record(position)
        if (source := self._measurements.source(position)) == position:
            return record
        other = self._record(source)
        return record._replace(
            value=other.value,
            status=other.status,
            trend=other.trend,
            trend_rate=other.trend_rate,
        )

    def _record(self, position: int) -> Reading:
        """Return the record at a position, with all fields if it is one of the newest."""
        key = self._table.key(position)
        if (whole := self._whole.get(key)) is not None:
            return whole
        row = self._table.row(position)
        return reading_of(row, key, self._transmitters[row.sensor])

    def _notify(self, time: int, value: int, count: int) -> None:
        """Notify watchers of an added or removed value, unless it is 0."""
        if value:
            for watcher in self._watchers:
                watcher(time, value, count)


def _seconds(time: datetime) -> int:
    """Return a time in seconds since 1970 UTC, rounded up."""
    return math.ceil(time.timestamp())
