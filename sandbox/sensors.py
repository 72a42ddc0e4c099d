"""The sensors that made-up people wear: when each one measures and what it counts.

A sensor counts the seconds since its start. With a G7 that is the sensor's own; with a
G6 it is that of the transmitter, which outlives nine sensors.
"""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from .people import Person

DAY = 86_400
HOUR = 3_600
TICK = 300

_EPOCH = 1_577_836_800
_G6_WARM_UP = 2 * HOUR
_G6_SESSIONS = 9


class Sensor(NamedTuple):
    """When a sensor measures by its own clock, and when its count began."""

    transmitter: str
    since: int
    first: int
    end: int
    drift: float

    def clock(self, nominal: int, jitter: int) -> int:
        """Return what a phone writes as the time of a tick."""
        return nominal + round(self.drift * (nominal - self.first)) + jitter


def digest(*parts: object) -> bytes:
    """Return 32 bytes that only the parts decide."""
    return blake2b("|".join(map(str, parts)).encode(), digest_size=32).digest()


def number(*parts: object) -> int:
    """Return a large number that only the parts decide."""
    return int.from_bytes(digest(*parts)[:8])


@lru_cache(maxsize=1024)
def origin(person_id: str) -> int:
    """Return when the first of the person's days starts, as an anchor."""
    return _EPOCH + number(person_id, "origin") % (10 * DAY)


def _slot(person: Person) -> tuple[int, int]:
    """Return how long a sensor lives, and how long it may be worn beyond that.

    Both in seconds. The next sensor comes in between; half of the time beyond is
    the average.
    """
    character = person.character
    assert character
    if character.generation == "g6":
        return 10 * DAY, 2 * HOUR
    return (15 if character.variant == "g715day" else 10) * DAY, 12 * HOUR


def _start(person: Person, index: int, place: int) -> int:
    """Return when the person puts a sensor on."""
    life, beyond = _slot(person)
    anchor = origin(person.id) + place * 5 * DAY
    random = number(person.id, "sensor", place, index)
    # From one start to the next it is between the life and all that is beyond it; for
    # some it is exactly the one or the other.
    span = beyond // 2
    between = random // 4 % span
    late = (0, span, between, between)[random % 4]
    return anchor + index * (life + span) + late


@lru_cache(maxsize=4096)
def _sensor(person: Person, index: int, place: int) -> Sensor:
    """Return a sensor by its number; the place is the second one's where it is 1."""
    character = person.character
    assert character
    start = _start(person, index, place)
    random = digest(person.id, "life", place, index)
    # Some 15 s in ten days, ahead of or behind the phone's clock.
    drift = (13 + random[0] / 64) / (10 * DAY) * (1 if random[1] < 128 else -1)
    if character.generation == "g6":
        transmitter = index // _G6_SESSIONS
        name = digest(person.id, "transmitter", place, transmitter)
        since = _start(person, transmitter * _G6_SESSIONS, place)
        since -= int.from_bytes(name[:4]) % (7 * DAY)
        first = since - (since - start - _G6_WARM_UP) // TICK * TICK
        return Sensor(name.hex(), since, first, start + 10 * DAY, drift)
    name = digest(person.id, "transmitter", place, index)
    first = start + 1680 + random[2] % 36
    end = _start(person, index + 1, place) - 5 * 60 - random[3] * 7
    return Sensor(name.hex(), start, first, end, drift)


def sensors_between(
    person: Person, start: int, end: int, place: int = 0
) -> Iterator[Sensor]:
    """Yield the sensors that measure in [start, end), oldest first."""
    life, beyond = _slot(person)
    anchor = origin(person.id) + place * 5 * DAY
    period = life + beyond // 2
    for index in range((start - anchor) // period - 1, (end - anchor) // period + 1):
        sensor = _sensor(person, index, place)
        if sensor.first < end and start < sensor.end:
            yield sensor


def sensor_at(person: Person, time: float, place: int = 0) -> Sensor:
    """Return the sensor that measures at a time, or else the last one that did."""
    life, _ = _slot(person)
    until = int(time) + 1
    return list(sensors_between(person, until - 2 * life, until, place))[-1]
