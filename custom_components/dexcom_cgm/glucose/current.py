"""The newest reading, its change and its age."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from .clock import CLOCK_AHEAD
from .models import Reading
from .ranges import MAX_GAP
from .reading_log import ReadingLog
from .rows import NO_TICKS, known_ticks

# A change over more than two missing readings says nothing about the present.
_MAX_GAP = timedelta(seconds=MAX_GAP)
# Jitter of a device's clock against a sensor's.
_CLOCK_JITTER = timedelta(minutes=1)


class Source(StrEnum):
    """Where a reading comes from."""

    OFFICIAL = "official"
    LIVE = "live"
    DRILL = "drill"


@dataclass(frozen=True, slots=True)
class CurrentGlucose:
    """The newest reading of an account, and the one before it from the same sensor.

    Two sensors may be worn at once, and sensors differ in their values, so a change is
    computed from readings of one sensor only.
    """

    reading: Reading
    previous: Reading | None
    source: Source = Source.OFFICIAL

    @classmethod
    def from_log(cls, log: ReadingLog, now: datetime) -> Self | None:
        """Return the newest reading at a time, None without any.

        A reading that is more than five minutes in the future is ignored until then.
        """
        reading = log.latest(now + CLOCK_AHEAD)
        if reading is None:
            return None
        recent = log.between(reading.time - _MAX_GAP, reading.time)
        previous = (
            each
            for each in reversed(recent)
            if each.value is not None
            and each.time < reading.time
            and _may_be_of_one_sensor(each, reading)
        )
        return cls(reading, next(previous, None))

    @property
    def delta(self) -> int | None:
        """Return the change since the previous reading, in mg/dL.

        None after a gap, and where one of the two is LOW or HIGH.
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
        """Return whether the reading is in the future, so that it cannot be shown.

        The device's clock is ahead, or Home Assistant's was when the reading arrived.
        """
        return self.reading.time > now + CLOCK_AHEAD

    def age(self, now: datetime) -> timedelta:
        """Return how long ago the reading was measured, never negative."""
        return max(now - self.reading.time, timedelta(0))


def _may_be_of_one_sensor(one: Reading, other: Reading) -> bool:
    """Return whether two readings may be of the same sensor.

    Without a sensor id, the ticks of the transmitter decide: the ticks of one sensor
    advance with time. Without ticks it may be any sensor.
    """
    if one.transmitter_id and other.transmitter_id:
        return one.transmitter_id == other.transmitter_id
    ticks, other_ticks = known_ticks(one.ticks), known_ticks(other.ticks)
    if NO_TICKS in (ticks, other_ticks):
        return True
    counted = timedelta(seconds=other_ticks - ticks)
    return abs(other.time - one.time - counted) <= _CLOCK_JITTER
