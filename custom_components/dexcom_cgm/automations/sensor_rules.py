"""The rules by which triggers on the life of a sensor fire."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, override

from ..glucose import SensorLife

# A moment that passed longer ago does not fire: the clock was wrong, or the account was
# not loaded.
_LATEST = timedelta(hours=1)


class Sensors(NamedTuple):
    """The sensors of an account: all known ones, and those that are worn.

    `current` is the one that was started last, None if it is unknown or its newest
    reading is not fresh.
    """

    known: Sequence[SensorLife]
    worn: Sequence[SensorLife]
    current: SensorLife | None


class SensorRule(ABC):
    """Decides for which sensors of an account a trigger fires.

    The first update is the initial state and never fires.
    """

    @abstractmethod
    def update(self, sensors: Sensors, now: datetime) -> list[SensorLife]:
        """Return the sensors for which the trigger fires."""

    def next_moment(self, sensors: Sensors, now: datetime) -> datetime | None:
        """Return when to update again without new readings, None if never."""
        return None


class Moment(SensorRule):
    """Fires once for each worn sensor, some time before it expires."""

    def __init__(self, before: timedelta) -> None:
        """Fire this long before the end of a sensor's life."""
        self._before = before
        # Sensors whose moment was in the future.
        self._pending: set[str] = set()
        self._fired: set[str] = set()

    @override
    def update(self, sensors: Sensors, now: datetime) -> list[SensorLife]:
        """Return the worn sensors whose moment has passed since the last update."""
        due = []
        for sensor, moment in self._moments(sensors):
            if moment > now:
                self._pending.add(sensor.key)
            elif sensor.key in self._pending:
                self._pending.remove(sensor.key)
                if now - moment <= _LATEST:
                    self._fired.add(sensor.key)
                    due.append(sensor)
        return due

    @override
    def next_moment(self, sensors: Sensors, now: datetime) -> datetime | None:
        """Return the next moment of a worn sensor."""
        moments = (moment for _, moment in self._moments(sensors) if moment > now)
        return min(moments, default=None)

    def _moments(self, sensors: Sensors) -> list[tuple[SensorLife, datetime]]:
        """Return the worn sensors that have not fired, with their moments."""
        return [
            (sensor, sensor.expires - self._before)
            for sensor in sensors.worn
            if sensor.expires is not None and sensor.key not in self._fired
        ]


class NewSensor(SensorRule):
    """Fires for a sensor that was started after all known ones.

    If its first readings are stale, it fires with the first fresh one.
    """

    def __init__(self) -> None:
        """Start without any sensor."""
        self._known: set[str] | None = None

    @override
    def update(self, sensors: Sensors, now: datetime) -> list[SensorLife]:
        """Compare the current sensor with those that are known."""
        current, known = sensors.current, self._known
        if known is None:
            self._known = {sensor.key for sensor in sensors.known}
            return []
        # Sensors that were started before the last one arrive late.
        known.update(sensor.key for sensor in sensors.known[:-1])
        if current is None or current.key in known:
            return []
        known.add(current.key)
        return [current]
