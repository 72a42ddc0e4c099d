"""Sensors of simulated people: their measurement times and tick counters.

The counter is in seconds since the start of the sensor (G7) or of the transmitter,
which is used for nine sensors (G6).
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
    """Measurement times of a sensor by its own clock, and the start of its counter."""

    transmitter: str
    since: int
    first: int
    end: int
    drift: float

    def clock(self, nominal: int, jitter: int) -> int:
        """Return the time of a tick as written by a phone."""
        return nominal + round(self.drift * (nominal - self.first)) + jitter


def digest(*parts: object) -> bytes:
    """Return 32 deterministic pseudorandom bytes for the parts."""
    return blake2b("|".join(map(str, parts)).encode(), digest_size=32).digest()


def number(*parts: object) -> int:
    """Return a large deterministic pseudorandom number for the parts."""
    return int.from_bytes(digest(*parts)[:8])


@lru_cache(maxsize=1024)
def origin(person_id: str) -> int:
    """Return the start time of the person's first day."""
    return _EPOCH + number(person_id, "origin") % (10 * DAY)


def _slot(person: Person) -> tuple[int, int]:
    """Return the life of a sensor and its maximum overrun, in seconds.

    The next sensor starts within the overrun, on average in the middle.
    """
    character = person.character
    assert character
    if character.generation == "g6":
        return 10 * DAY, 2 * HOUR
    return (15 if character.variant == "g715day" else 10) * DAY, 12 * HOUR


def _start(person: Person, index: int, place: int) -> int:
    """Return the start time of a sensor."""
    life, beyond = _slot(person)
    anchor = origin(person.id) + place * 5 * DAY
    random = number(person.id, "sensor", place, index)
    # Starts are at least a life and at most a life plus the overrun apart; both
    # limits occur.
    span = beyond // 2
    between = random // 4 % span
    late = (0, span, between, between)[random % 4]
    return anchor + index * (life + span) + late


@lru_cache(maxsize=4096)
def _sensor(person: Person, index: int, place: int) -> Sensor:
    """Return a sensor by its index; place 1 is the second sensor of a pair."""
    character = person.character
    assert character
    start = _start(person, index, place)
    random = digest(person.id, "life", place, index)
    # About 15 s in ten days, relative to the phone's clock.
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
    """Yield the sensors active in [start, end), oldest first."""
    life, beyond = _slot(person)
    anchor = origin(person.id) + place * 5 * DAY
    period = life + beyond // 2
    for index in range((start - anchor) // period - 1, (end - anchor) // period + 1):
        sensor = _sensor(person, index, place)
        if sensor.first < end and start < sensor.end:
            yield sensor


def sensor_at(person: Person, time: float, place: int = 0) -> Sensor:
    """Return the sensor active at a time, or the last one before it."""
    life, _ = _slot(person)
    until = int(time) + 1
    return list(sensors_between(person, until - 2 * life, until, place))[-1]
