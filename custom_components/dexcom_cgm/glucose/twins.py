"""Twins: records of the same measurement."""

from collections.abc import Iterable, Iterator
from itertools import chain

from .rows import NO_TICKS, Row

# Ticks repeat between transmitters. So without a sensor id, records of one tick are twins
# only within the usual difference of the clocks of phone and receiver, in seconds.
CLOCKS_APART = 15 * 60
# Without ticks, only the time distinguishes measurements, which are 300 seconds apart.
TOGETHER = 120
# A device's clock is set now and then. With more clocks than this, the ticks of a sensor
# are not a count of seconds.
_MOST_CLOCKS = 16


def are_twins(one: Row, other: Row) -> bool:
    """Return whether two records are of one measurement.

    The same tick of the same sensor is one measurement, however much the clocks of
    the devices differ. Where a sensor id is missing, it is one within a quarter of an
    hour. Where ticks are missing, records of the same sensor within two minutes are
    one; without a sensor id only a phone's and a receiver's are, because one device
    that reports twice may report two sensors, or measure every minute.
    """
    if one.sensor and other.sensor and one.sensor != other.sensor:
        return False
    is_same_sensor = one.sensor == other.sensor != 0
    apart = abs(one.time - other.time)
    if NO_TICKS not in (one.ticks, other.ticks):
        return one.ticks == other.ticks and (is_same_sensor or apart <= CLOCKS_APART)
    return apart <= TOGETHER and (is_same_sensor or one.receiver != other.receiver)


class SensorClocks:
    """The starts of each sensor by the clocks of the devices that reported it.

    Time minus ticks is the start of a sensor by a device's clock. A sensor has one or two
    of them, so that a tick is found without an index of all ticks.
    """

    def __init__(self, starts: Iterable[list[int]] = ()) -> None:
        """Create without sensors, or restore from `to_json`."""
        self._starts = {sensor: set(each) for sensor, *each in starts}
        if not all(type(each) is int for each in chain(*self._starts.values())):
            raise ValueError("not starts of sensors")

    def to_json(self) -> list[list[int]]:
        """Return each sensor, followed by its starts."""
        return [[sensor, *starts] for sensor, starts in self._starts.items()]

    def note(
        self, sensors: Iterable[int], times: Iterable[int], ticks: Iterable[int]
    ) -> None:
        """Note the clocks of records."""
        for sensor, start in {
            (sensor, (time - tick) // CLOCKS_APART)
            for sensor, time, tick in zip(sensors, times, ticks, strict=True)
            if sensor and tick != NO_TICKS
        }:
            starts = self._starts.setdefault(sensor, set())
            if len(starts) <= _MOST_CLOCKS:
                starts.add(start)

    def times(self, sensor: int, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Yield the stretches of time in which a range of ticks may have been noted.

        Stretches are half-open; the whole of time for a sensor with too many clocks.
        """
        starts = self._starts.get(sensor, ())
        if len(starts) > _MOST_CLOCKS:
            yield 0, 2**32
            return
        for start in starts:
            begin = start * CLOCKS_APART
            yield begin + first, begin + last + CLOCKS_APART
