"""The newest reading, how it differs from the one before, and its age."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from ..api import Reading
from .reading_log import ReadingLog

# A device's clock may be a little ahead; what is further ahead cannot be trusted
# to be the present.
_CLOCK_AHEAD = timedelta(minutes=5)
# Readings come every five minutes; with two of them missing, a difference says
# nothing about the present any more.
_MAX_GAP = timedelta(minutes=16)


class Source(StrEnum):
    """Where a reading comes from."""

    OFFICIAL = "official"
    LIVE = "live"


@dataclass(frozen=True, slots=True)
class CurrentGlucose:
    """The newest reading of an account, and the one before it from the same source."""

    reading: Reading
    previous: Reading | None
    source: Source = Source.OFFICIAL

    @classmethod
    def from_log(cls, log: ReadingLog, now: datetime) -> Self | None:
        """Return what is newest at a moment, None without any reading.

        A reading whose clock is more than five minutes ahead does not count until
        its time has come.
        """
        reading = log.latest(now + _CLOCK_AHEAD)
        return None if reading is None else cls(reading, log.before(reading))

    @property
    def delta(self) -> int | None:
        """Return the change since the reading before, in mg/dL.

        None after a gap, and where one of the two is outside what the sensor can
        measure.
        """
        current, previous = self.reading, self.previous
        if previous is None or current.time - previous.time > _MAX_GAP:
            return None
        if current.value is None or not current.is_measured:
            return None
        if previous.value is None or not previous.is_measured:
            return None
        return current.value - previous.value

    def is_ahead(self, now: datetime) -> bool:
        """Return whether the reading's clock is too far ahead to be trusted."""
        return self.reading.time > now + _CLOCK_AHEAD

    def age(self, now: datetime) -> timedelta:
        """Return how long ago the reading was measured, never negative."""
        return max(now - self.reading.time, timedelta(0))
