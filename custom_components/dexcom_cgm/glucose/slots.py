"""Five-minute slots with a reading, for the time CGM active.

A reading fills the five minutes that follow it. Overlapping and adjacent readings form a
stretch, which counts as many whole slots as fit into it. Slots start at the first reading
of a stretch, not on a fixed grid: with the jitter and drift of a sensor, two readings
could fall into one slot of a grid and leave the next one empty. Two sensors at once, a
second upload, or a source with a reading per minute fill no more slots than one sensor.

The count depends on the set of times only, not on their order.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from math import ceil

from .metrics import Sufficiency
from .ranges import CADENCE
from .reading_log import ReadingLog

# Consecutive times may each be off by four seconds, and are truncated to whole seconds.
_JITTER = 15
_REACH = CADENCE + _JITTER
_END_OF_TIME = 2**32 - 1
_DAY = 24 * 3600


class Slots:
    """Times of readings as stretches, in seconds since 1970 UTC.

    The time for adding, removing and counting hardly depends on the number of readings.
    """

    def __init__(self, times: Sequence[int] = ()) -> None:
        """Create slots of ascending times."""
        breaks = [
            (before, after)
            for before, after in pairwise(times)
            if after - before > _REACH
        ]
        # First and last time, and slots of each stretch; ascending.
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
        """Remove a time, given the nearest remaining times before and after it.

        They equal the time if there is another reading at it.
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
        """Return the end of the newest slot that has begun by now, at most now."""
        position = bisect_right(self._first, now) - 1
        return None if position < 0 else min(self._last[position] + CADENCE, now)

    def count(self, start: int, end: int) -> int:
        """Return the number of slots with a reading between two times, end excluded."""
        first = bisect_left(self._last, start)
        last = bisect_left(self._first, end, lo=first)
        if first == last:
            return 0
        # All but the outermost stretches are entirely between the times.
        return sum(self._slots[first + 1 : last - 1]) + sum(
            self._part(each, start, end) for each in {first, last - 1}
        )

    def _part(self, position: int, start: int, end: int) -> int:
        """Return the slots of a stretch between two times, with a reading in between.

        A reading within 300 seconds of an edge fills the time up to it, whether or not
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
        """Replace stretches by others."""
        self._first[start:end] = [first for first, _ in pieces]
        self._last[start:end] = [last for _, last in pieces]
        self._slots[start:end] = [_slots(*piece) for piece in pieces]


class LogSlots:
    """The slots of the newest readings of a log, updated with each change."""

    def __init__(self, log: ReadingLog) -> None:
        """Watch a log; no time is covered yet."""
        self._log = log
        self._start = _END_OF_TIME
        self.slots = Slots()
        self.close = log.watch(self._changed)

    def cover(self, start: int) -> None:
        """Cover the slots since a time, in seconds since 1970 UTC.

        Earlier slots cost time at a start, and may never be needed.
        """
        if start < self._start:
            # A margin for a clock that is set back a little.
            self._start = max(start - _DAY, 0)
            self.slots = Slots(self._times(self._start, _END_OF_TIME))

    def _changed(self, time: int, _value: int, count: int) -> None:
        """Add or remove a time by a change of the log."""
        if time < self._start:
            return
        if count > 0:
            self.slots.add(time)
        elif (last := self.slots.ends(time)) is not None:
            before = self._times(time - _REACH, time)
            after = self._times(time, time + _REACH)
            if not after and time < last:
                # The log drops old readings all at once.
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
    """Return the sufficiency of the readings of a window.

    The window counts up to `known_until`, where Dexcom's delay begins, or up to the
    newest reading if that is later.
    """
    known = _known(slots, start, end, known_until)
    possible = possible_slots(start, known)
    return Sufficiency(
        seconds=end - start,
        slots=min(slots.count(start, known), possible),
        possible=possible,
    )


def sufficient_from(slots: Slots, start: int, end: int, known_until: int) -> int | None:
    """Return when a window of this length is sufficient if no more reading is missed.

    Return None if it is sufficient now, or too short for ever.
    """
    found = sufficiency(slots, start, end, known_until)
    if found.missing_days or not found.missing_readings:
        return None
    known = _known(slots, start, end, known_until)

    def is_sufficient(step: int) -> bool:
        """Return whether enough readings are left and new after some slots."""
        passed = step * CADENCE
        filled = slots.count(start + passed, known) + step
        possible = possible_slots(start + passed, known + passed)
        return Sufficiency(
            seconds=end - start, slots=filled, possible=possible
        ).is_sufficient

    # Each step adds a slot and drops at most one, so the result changes once.
    steps = range((end - start) // CADENCE + 1)
    return end + CADENCE * bisect_left(steps, True, key=is_sufficient)


def _known(slots: Slots, start: int, end: int, known_until: int) -> int:
    """Return the time up to which a window can have readings by now."""
    return min(max(known_until, slots.filled_until(end) or start), end)


def _slots(first: int, last: int) -> int:
    """Return the slots of a stretch."""
    return possible_slots(first, last + CADENCE)
