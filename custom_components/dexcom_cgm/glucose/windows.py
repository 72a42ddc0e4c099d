"""The last days up to now, kept by counting what comes in and what goes."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil

from .metrics import Distribution, Sufficiency
from .reading_log import ReadingLog


class RollingWindow:
    """The readings of a log in the days before a moment, which is moved on.

    Late, changed and dropped readings count at once, and what crosses an edge counts
    when the edge is moved. So neither takes longer with more readings, and as only
    whole numbers are counted, the window is always what the log holds.
    """

    def __init__(self, log: ReadingLog, days: int, now: datetime) -> None:
        """Count the readings of so many days before a moment."""
        self._log = log
        self._span = timedelta(days=days)
        self.distribution = Distribution()
        self._sufficiency = Sufficiency(
            seconds=int(self._span.total_seconds()), readings=0
        )
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
        # Asked for by each measure of the window, and seldom another one than before.
        if self._sufficiency.readings != len(self.distribution):
            self._sufficiency = replace(
                self._sufficiency, readings=len(self.distribution)
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

    def _changed(self, time: int, value: int, count: int) -> None:
        """Count a reading that came into the log, or take back one that went."""
        if self._start <= time < self._end:
            self.distribution.add(value, count)

    def _count(self, start: int, end: int, sign: int) -> None:
        """Count the readings of a stretch or take them back; none if it ends first."""
        if start >= end:
            return
        for value, count in Counter(self._log.values_from(start, end)).items():
            self.distribution.add(value, sign * count)
