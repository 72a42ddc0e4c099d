"""Five-minute slots with a reading, which time CGM active counts.

A reading fills the five minutes that follow it. Overlapping and adjacent readings form a
stretch, and a stretch counts for as many whole slots as fit into it. So the slots are
laid from the first reading of a stretch, and not on a fixed grid: the times of a sensor
jitter by some seconds and drift, so that two of its readings would fall into one slot
of a grid and leave the next one empty. Two sensors at once, a second upload of the same
readings, or a source with a reading a minute fill no more slots than one sensor does.

The count depends on the set of times only, and not on the order in which they came.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from math import ceil

from .metrics import Sufficiency
from .ranges import CADENCE
from .reading_log import ReadingLog

# The times of two readings in a row may each be off by four seconds, and are cut to
# whole ones.
_JITTER = 15
_REACH = CADENCE + _JITTER
_END_OF_TIME = 2**32 - 1
_DAY = 24 * 3600


class Slots:
    """Times of readings as stretches, in seconds since 1970 UTC.

    Adding, removing and counting take hardly longer with more readings.
    """

    def __init__(self, times: Sequence[int] = ()) -> None:
        """Take times in ascending order."""
        breaks = [
            (before, after)
            for before, after in pairwise(times)
            if after - before > _REACH
        ]
        # The first and the last time of each stretch, and its slots; all ascending.
        self._first = [*times[:1], *(after for _, after in breaks)]
        self._last = [*(before for before, _ in breaks), *times[-1:]]
        self._slots = list(map(_slots, self._first, self._last, strict=True))

    def add(self, time: int) -> None:
        """Add the time of a reading."""
        start = bisect_left(self._last, time - _REACH)
        end = bisect_right(self._first, time + _REACH, lo=start)
        if start == end:
            self._replace(start, end, [(time, time)])
        else:
            first = min(self._first[start], time)
            last = max(self._last[end - 1], time)
            self._replace(start, end, [(first, last)])

    def remove(self, time: int, before: int | None, after: int | None) -> None:
        """Remove a time, given the nearest ones that are left on either side.

        They are the time itself where another reading was measured at it.
        """
        position = bisect_left(self._last, time)
        if position == len(self._last) or self._first[position] > time:
            return
        first, last = self._first[position], self._last[position]
        pieces = []
        if before is not None and before >= first:
            pieces.append((first, before))
        if after is not None and after <= last:
            pieces.append((after, last))
        if len(pieces) == 2 and pieces[1][0] - pieces[0][1] <= _REACH:
            return
        self._replace(position, position + 1, pieces)

    def ends(self, time: int) -> int | None:
        """Return the last time of the stretch around a time, None without one."""
        position = bisect_left(self._last, time)
        if position == len(self._last) or self._first[position] > time:
            return None
        return self._last[position]

    def filled_until(self, now: int) -> int | None:
        """Return when the newest slot ends that has begun by now, at most now."""
        position = bisect_right(self._first, now) - 1
        return None if position < 0 else min(self._last[position] + CADENCE, now)

    def count(self, start: int, end: int) -> int:
        """Return the number of slots with a reading between two times, end excluded."""
        first = bisect_left(self._last, start)
        last = bisect_left(self._first, end, lo=first)
        if first == last:
            return 0
        # All but the outermost stretches lie between the times as a whole.
        return sum(self._slots[first + 1 : last - 1]) + sum(
            self._part(each, start, end) for each in {first, last - 1}
        )

    def _part(self, position: int, start: int, end: int) -> int:
        """Return the slots of a stretch between two times, with a reading in between.

        Readings within one tick of an edge fill the time up to it, whether or not the
        readings beyond the edge are known.
        """
        first, last = self._first[position], self._last[position]
        if first > start + _REACH:
            return min(self._slots[position], ceil((end - first) / CADENCE))
        fills_to = last + CADENCE if end > last + _REACH else end
        slots = possible_slots(start, fills_to)
        if start <= first and (first - start) + (fills_to - last) <= _REACH:
            # The two edges together leave no room for a slot without a reading.
            slots = min(slots, self._slots[position])
        return max(slots, 1)

    def _replace(self, start: int, end: int, pieces: list[tuple[int, int]]) -> None:
        """Put stretches in the place of others."""
        self._first[start:end] = [first for first, _ in pieces]
        self._last[start:end] = [last for _, last in pieces]
        self._slots[start:end] = [_slots(*piece) for piece in pieces]


class LogSlots:
    """The slots of the newest readings of a log, kept up to date while it changes."""

    def __init__(self, log: ReadingLog) -> None:
        """Follow a log; nothing of it is covered yet."""
        self._log = log
        self._start = _END_OF_TIME
        self.slots = Slots()
        self.close = log.watch(self._changed)

    def cover(self, start: int) -> None:
        """Know the slots from a time on, in seconds since 1970 UTC.

        What lies before takes time at a start, and may never be asked for.
        """
        if start < self._start:
            # A clock that is put back a little changes nothing.
            self._start = max(start - _DAY, 0)
            self.slots = Slots(self._times(self._start, _END_OF_TIME))

    def _changed(self, time: int, _value: int, count: int) -> None:
        """Add a time that came into the log, or remove one that went."""
        if time < self._start:
            return
        if count > 0:
            self.slots.add(time)
        elif (last := self.slots.ends(time)) is not None:
            before = self._times(time - _REACH, time)
            after = self._times(time, time + _REACH)
            if not after and time < last:
                # The log forgets old readings all at once.
                after = self._times(time, last)
            self.slots.remove(
                time,
                before[-1] if before else None,
                after[0] if after else None,
            )

    def _times(self, start: int, end: int) -> list[int]:
        """Return the times of the log from start to end, both included."""
        times, _ = self._log.values(
            datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end + 1, UTC)
        )
        return times


def possible_slots(start: int, end: int) -> int:
    """Return the number of slots that fit between two times."""
    return max(end - start + _JITTER, 0) // CADENCE


def sufficiency(slots: Slots, start: int, end: int, known_until: int) -> Sufficiency:
    """Return whether a window has enough readings, and how much of it has any.

    What Dexcom's delay holds back cannot be there: the window counts up to
    `known_until`, or up to the newest reading where that is later.
    """
    known = min(max(known_until, slots.filled_until(end) or start), end)
    possible = possible_slots(start, known)
    return Sufficiency(
        seconds=end - start,
        slots=min(slots.count(start, known), possible),
        possible=possible,
    )


def _slots(first: int, last: int) -> int:
    """Return the slots of a stretch."""
    return possible_slots(first, last + CADENCE)
