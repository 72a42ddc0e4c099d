"""The last days up to now, kept by counting what comes in and what goes."""

from collections import Counter
from datetime import datetime, timedelta
from math import ceil

from .metrics import Distribution, Sufficiency
from .reading_log import ReadingLog
from .slots import LogSlots, sufficiency


class RollingWindow:
    """The readings of a log in the days before a moment, which is moved on.

    Late, changed and dropped readings count at once, and what crosses an edge counts
    when the edge is moved. So neither takes longer with more readings, and as only
    whole numbers are counted, the window is always what the log holds.
    """

    def __init__(
        self,
        log: ReadingLog,
        slots: LogSlots,
        days: int,
        now: datetime,
        delay: timedelta = timedelta(0),
    ) -> None:
        """Count the readings of the days before a moment.

        `slots` are those of the same log, which several windows share. `delay` is how
        late readings are as a rule: the newest ones cannot be missing yet.
        """
        self._log = log
        self._slots = slots
        self._span = timedelta(days=days)
        self._delay = ceil(delay.total_seconds())
        self.distribution = Distribution()
        # None until it is asked for after a change.
        self._sufficiency: Sufficiency | None = None
        # In whole seconds since 1970 UTC, as in the log; the end is excluded.
        self._start = self._end = ceil((now - self._span).timestamp())
        self.move(now)
        self._end_watch = log.watch(self._changed)

    def close(self) -> None:
        """Let the log go."""
        self._end_watch()

    @property
    def sufficiency(self) -> Sufficiency:
        """Return whether the readings are enough."""
        # Each measure of the window asks for it.
        if self._sufficiency is None:
            self._sufficiency = sufficiency(
                self._slots.slots, self._start, self._end, self._end - self._delay
            )
        return self._sufficiency

    def move(self, now: datetime) -> None:
        """End at another moment, usually a later one."""
        start = ceil((now - self._span).timestamp())
        end = ceil(now.timestamp())
        # What comes is first: after a jump it may be what goes.
        self._count(start, self._start, 1)
        self._count(self._end, end, 1)
        self._count(self._start, start, -1)
        self._count(end, self._end, -1)
        self._start, self._end = start, end
        self._slots.cover(start)
        self._sufficiency = None

    def _changed(self, time: int, value: int, count: int) -> None:
        """Count a reading that came into the log, or take back one that went."""
        self._sufficiency = None
        if self._start <= time < self._end:
            self.distribution.add(value, count)

    def _count(self, start: int, end: int, sign: int) -> None:
        """Count the readings of a stretch or take them back; none if it ends first."""
        if start >= end:
            return
        for value, count in Counter(self._log.values_from(start, end)).items():
            self.distribution.add(value, sign * count)
