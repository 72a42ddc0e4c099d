"""Rolling windows of the last days, updated incrementally."""

from collections import Counter
from datetime import datetime, timedelta
from math import ceil

from .metrics import Distribution, Sufficiency
from .reading_log import ReadingLog
from .slots import LogSlots, sufficiency


class RollingWindow:
    """The readings of a log in the days before a time, which can be moved.

    Changes of the log are counted at once, and readings that cross an edge when the
    window is moved. So the time does not depend on the number of readings, and as only
    integers are counted, the window always equals the log.
    """

    def __init__(
        self,
        log: ReadingLog,
        slots: LogSlots,
        days: int,
        now: datetime,
        delay: timedelta = timedelta(0),
    ) -> None:
        """Count the readings of the days before a time.

        `slots` are of the same log, and shared by windows. `delay` is Dexcom's: newer
        readings cannot be missing yet.
        """
        self._log = log
        self._slots = slots
        self._span = timedelta(days=days)
        self._delay = ceil(delay.total_seconds())
        self.distribution = Distribution()
        # None after a change.
        self._sufficiency: Sufficiency | None = None
        # In whole seconds since 1970 UTC, as in the log; the end is excluded.
        self._start = self._end = ceil((now - self._span).timestamp())
        self.move(now)
        self._end_watch = log.watch(self._changed)

    def close(self) -> None:
        """Stop watching the log."""
        self._end_watch()

    @property
    def sufficiency(self) -> Sufficiency:
        """Return the data sufficiency of the window."""
        # Cached, as each measure of the window needs it.
        if self._sufficiency is None:
            self._sufficiency = sufficiency(
                self._slots.slots, self._start, self._end, self._end - self._delay
            )
        return self._sufficiency

    def move(self, now: datetime) -> None:
        """Move the end of the window, usually to a later time."""
        start = ceil((now - self._span).timestamp())
        end = ceil(now.timestamp())
        # Additions first: after a jump they may be removed again.
        self._count(start, self._start, 1)
        self._count(self._end, end, 1)
        self._count(self._start, start, -1)
        self._count(end, self._end, -1)
        self._start, self._end = start, end
        self._slots.cover(start)
        self._sufficiency = None

    def _changed(self, time: int, value: int, count: int) -> None:
        """Count an added reading, or subtract a removed one."""
        self._sufficiency = None
        if self._start <= time < self._end:
            self.distribution.add(value, count)

    def _count(self, start: int, end: int, sign: int) -> None:
        """Add or subtract the readings of an interval, nothing for an empty one."""
        if start >= end:
            return
        for value, count in Counter(self._log.values_from(start, end)).items():
            self.distribution.add(value, sign * count)
