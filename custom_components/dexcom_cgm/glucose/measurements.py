"""The records that represent measurements, and the values they show."""

from collections.abc import Callable, Iterable
from heapq import heapify, heappop, heappush

from .record_table import RecordTable
from .rows import NO_TICKS, Batch
from .twins import CLOCKS_APART, TOGETHER, are_twins

_HOUR = 3600


class Measurements:
    """Maintains a table in which each measurement is read once.

    `notify` is called with time, value, and 1 for an added or -1 for a removed value.
    """

    def __init__(
        self, table: RecordTable, notify: Callable[[int, int, int], None]
    ) -> None:
        """Maintain the records of a table."""
        self._table = table
        self._notify = notify
        self.clocks = table.clocks
        # Cache that is valid until positions change.
        self._known_twins: dict[int, set[int]] = {}

    def insert(self, place: int, batch: Batch, shown: Iterable[int]) -> None:
        """Insert sorted records, unsettled."""
        self._known_twins.clear()
        self._table.insert(place, batch, shown)

    def delete(self, first: int, last: int) -> None:
        """Drop the records of a range of positions."""
        self._known_twins.clear()
        self._table.delete(first, last)

    def settle(self, positions: Iterable[int]) -> set[int]:
        """Decide which records represent their measurement, and the values they show.

        Returns the hours that have changed, in hours since 1970 UTC.

        By rank, a record represents its measurement unless a twin does. If that changes
        for a record, its twins of a higher rank are settled again.
        """
        table = self._table
        queue = [(table.rank(position), position) for position in positions]
        heapify(queue)
        settled: set[int] = set()
        hours: set[int] = set()
        while queue:
            rank, position = heappop(queue)
            if position in settled:
                continue
            settled.add(position)
            hidden = self._is_behind(position)
            if hidden != table.is_hidden(position):
                table.hide(position, hidden)
                hours.add(self._table.times[position] // _HOUR)
                for twin in self.twins(position):
                    if (its_rank := table.rank(twin)) > rank:
                        heappush(queue, (its_rank, twin))
        # The value that a record shows depends on its twins, and on theirs.
        for _ in range(2):
            settled = settled.union(*map(self.twins, settled))
        hours.update(
            self._table.times[position] // _HOUR
            for position in settled
            if self._show(position)
        )
        return hours

    def _show(self, position: int) -> bool:
        """Update the value that a record shows, and notify the watchers of a change."""
        table = self._table
        value = 0
        if not table.is_hidden(position):
            value = table.values[self.source(position)]
        if value != (old := self._table.shown[position]):
            time = self._table.times[position]
            self._table.shown[position] = value
            self._notify(time, old, -1)
            self._notify(time, value, 1)
            return True
        return False

    def _is_behind(self, position: int) -> bool:
        """Return whether a twin represents the record at a position."""
        rank = self._table.rank(position)
        return any(
            not self._table.is_hidden(twin) and self._table.rank(twin) < rank
            for twin in self.twins(position)
        )

    def source(self, position: int) -> int:
        """Return the position of the record that gives a reading its value."""
        table = self._table
        if table.values[position]:
            return position
        return min(
            (
                twin
                for twin in self.twins(position)
                if table.values[twin] and self._front(twin) == position
            ),
            key=table.rank,
            default=position,
        )

    def _front(self, position: int) -> int | None:
        """Return the position of the record that represents a hidden one, else None."""
        table = self._table
        if not table.is_hidden(position):
            return None
        fronts = [each for each in self.twins(position) if not table.is_hidden(each)]
        return min(fronts, key=table.rank, default=None)

    def twins(self, position: int) -> set[int]:
        """Return the positions of the other records of the same measurement."""
        if (known := self._known_twins.get(position)) is not None:
            return known
        table, row = self._table, self._table.row(position)
        if row.ticks == NO_TICKS:
            near = self._table.range(row.time - TOGETHER, row.time + TOGETHER + 1)
            found = set(range(*near))
        else:
            near = self._table.range(
                row.time - CLOCKS_APART, row.time + CLOCKS_APART + 1
            )
            found = {
                each
                for each, ticks in enumerate(table.ticks[slice(*near)], near[0])
                if ticks in (row.ticks, NO_TICKS)
            }
            for stretch in self.clocks.times(row.sensor, row.ticks, row.ticks):
                first, last = self._table.range(*stretch)
                found |= {
                    each
                    for each, ticks in enumerate(table.ticks[first:last], first)
                    if ticks == row.ticks
                }
        found.discard(position)
        twins = {each for each in found if are_twins(row, table.row(each))}
        self._known_twins[position] = twins
        return twins
