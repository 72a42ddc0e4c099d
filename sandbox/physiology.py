"""Glucose of simulated people: a pure function of the person and the tick."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from math import cos, exp, pi, tau
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from .people import Character, Person
from .sensors import DAY, HOUR, TICK, digest, number, origin, sensors_between

TICKS_A_DAY = DAY // TICK

# The second sensor of a pair reads lower.
_SECOND = -25
# Maximum deviation of the 15-minute rate from the last five minutes' change.
_SMOOTHING = 0.8
_EFFECT = 8 * HOUR
# Glucose of a falling person in mg/dL, and the duration of the fall in minutes.
_FALL_LEVEL, _FALL_MINUTES = 52, 15


class Tick(NamedTuple):
    """One measurement: time, value, rate of change and the sensor's counter."""

    time: int
    value: int | None
    rate: float | None
    seconds: int
    transmitter: str


class Happening(NamedTuple):
    """Something that affects glucose; logged if it has a kind."""

    time: int
    kind: str
    detail: str | None
    value: str
    unit: str | None
    effect: float = 0.0
    peak: int = 45


def day_of(person_id: str, time: float) -> int:
    """Return the index of the person's day that contains the time."""
    return int((time - origin(person_id)) // DAY)


def day_start(person_id: str, day: int) -> int:
    """Return the start time of a person's day."""
    return origin(person_id) + day * DAY


@lru_cache(maxsize=64)
def zone_of(character: Character) -> ZoneInfo:
    """Return the time zone of a person."""
    return ZoneInfo(character.zone)


@lru_cache(maxsize=128)
def _curve(peak: int) -> tuple[float, ...]:
    """Return an effect curve by minute, 1 at its peak."""
    return tuple(
        (minute / peak * exp(1 - minute / peak)) ** 2
        for minute in range(_EFFECT // 60 + 1)
    )


@lru_cache(maxsize=2048)
def life(person: Person, ordinal: int) -> tuple[Happening, ...]:
    """Return the happenings of a person on a local day."""
    character = person.character
    assert character
    local = datetime.combine(
        date.fromordinal(ordinal), datetime.min.time(), zone_of(character)
    )
    random = Random(f"{person.id}|life|{ordinal}")

    def clock(hour: float, spread: float) -> int:
        minutes = round((hour + random.uniform(-spread, spread)) * 60)
        moment = local + timedelta(minutes=minutes)
        return int(moment.timestamp()) + random.randrange(60)

    happenings = []
    meals = [(7.3, 0.7, 35, 60), (12.6, 0.6, 45, 75), (18.8, 0.8, 50, 85)]
    if random.random() < 0.5:
        meals.append((15.8, 0.8, 12, 28))
    for hour, spread, least, most in meals:
        time, grams = clock(hour, spread), random.randrange(least, most)
        happenings.append(
            Happening(time, "carbs", None, str(grams), "grams", grams * 2.6, 60)
        )
        if random.random() < character.missed_boluses:
            continue
        units = max(1, round(grams / 10 * random.uniform(0.85, 1.1)))
        before = time - random.randrange(0, 15 * 60)
        happenings.append(
            Happening(
                before, "insulin", "fastActing", str(units), "units", units * -19.5, 85
            )
        )
    units = 14 + number(person.id, "long acting") % 12
    happenings.append(
        Happening(clock(22, 0.3), "insulin", "longActing", str(units), "units")
    )
    if random.random() < 0.4:
        minutes = random.randrange(20, 75, 5)
        detail = random.choice(("light", "medium", "heavy"))
        happenings.append(
            Happening(
                clock(17, 1),
                "exercise",
                detail,
                str(minutes),
                "minutes",
                -0.5 * minutes,
            )
        )
    if random.random() < 0.08:
        detail = random.choice(
            ("illness", "stress", "highSymptoms", "lowSymptoms", "cycle", "alcohol")
        )
        happenings.append(Happening(clock(14, 5), "health", detail, "", None))
    if random.random() < 0.12:
        text = random.choice(("Ate out", "New pen", "Slept badly", "Long walk"))
        happenings.append(Happening(clock(20, 2), "notes", None, text, None))
    if random.random() < 0.35:
        happenings.append(Happening(clock(9, 2), "bloodGlucose", None, "", "mg/dL"))
    if random.random() < character.dips:
        happenings.append(
            Happening(
                clock(random.choice((3, 10.5, 16.5, 23)), 0.7),
                "",
                None,
                "",
                None,
                -random.uniform(35, 95),
                55,
            )
        )
    if random.random() < character.missed_boluses / 2:
        happenings.append(
            Happening(clock(19, 3), "", None, "", None, random.uniform(100, 360), 140)
        )
    return tuple(sorted(happenings, key=lambda happening: happening.time))


def happenings_between(person: Person, start: int, end: int) -> Iterator[Happening]:
    """Yield the happenings in [start, end), logged or not."""
    assert person.character
    zone = zone_of(person.character)
    first = datetime.fromtimestamp(start, zone).toordinal() - 1
    last = datetime.fromtimestamp(end, zone).toordinal() + 1
    for ordinal in range(first, last + 1):
        for happening in life(person, ordinal):
            if start <= happening.time < end:
                yield happening


def _noise(person_id: str, start: int, seconds: int, size: float) -> list[float]:
    """Return smooth noise for each tick of a day, interpolated between knots."""
    first = start // seconds
    knots = [
        digest(person_id, seconds, first + index)[0] / 127.5 - 1
        for index in range(DAY // seconds + 3)
    ]
    noise = []
    for index in range(TICKS_A_DAY):
        knot, rest = divmod(start + index * TICK, seconds)
        weight = (1 - cos(pi * rest / seconds)) / 2
        here, there = knots[knot - first], knots[knot - first + 1]
        noise.append(size * (here + (there - here) * weight))
    return noise


@lru_cache(maxsize=1024)
def _levels(person: Person, day: int) -> tuple[float, ...]:
    """Return the unrounded glucose at each tick of a day."""
    character = person.character
    assert character
    start = day_start(person.id, day)
    offset = datetime.fromtimestamp(start, zone_of(character)).utcoffset()
    local = start + (offset.total_seconds() if offset else 0)
    slow = _noise(person.id, start, 4 * HOUR, 16)
    fast = _noise(person.id, start, HOUR // 2, 5)
    levels = [
        character.basal
        # Dawn phenomenon.
        + 9 * cos(tau * ((local + index * TICK) % DAY - 6.5 * HOUR) / DAY)
        + slow[index]
        + fast[index]
        for index in range(TICKS_A_DAY)
    ]
    for happening in happenings_between(person, start - _EFFECT, start + DAY):
        if not happening.effect:
            continue
        curve = _curve(happening.peak)
        since = happening.time - start
        first = max(0, -(-since // TICK))
        last = min(TICKS_A_DAY, (since + _EFFECT) // TICK + 1)
        for index in range(first, last):
            levels[index] += happening.effect * curve[(index * TICK - since) // 60]
    if person.falls_at:
        # Overrides earlier effects, so that the low starts at a known time.
        curve = _curve(_FALL_MINUTES)
        since = int(person.falls_at.timestamp()) - start
        for index, level in enumerate(levels):
            minute = (index * TICK - since) // 60
            if 0 <= minute < len(curve):
                levels[index] += (_FALL_LEVEL - level) * curve[minute]
    return tuple(levels)


def _missing(person: Person, day: int) -> range:
    """Return the missing ticks of a day."""
    assert person.character
    if person.character.uploads == "patchy":
        random = Random(f"{person.id}|gaps|{day}")
        if random.random() < 0.6:
            first = random.randrange(TICKS_A_DAY)
            return range(first, first + random.randrange(12, 72))
    return range(0)


def _rate(first: float, second: float, third: float, last: float) -> float:
    """Return the rate in mg/dL/min of four values five minutes apart."""
    smooth = (3 * (last - first) + third - second) / 50
    now = (last - third) / 5
    return round(max(now - _SMOOTHING, min(now + _SMOOTHING, smooth)), 1)


@lru_cache(maxsize=512)
def ticks(person: Person, day: int, place: int = 0) -> tuple[Tick | None, ...]:
    """Return all ticks of a day, None for missing measurements."""
    start = day_start(person.id, day)
    levels = _levels(person, day - 1)[-3:] + _levels(person, day)
    random = [
        digest(person.id, "tick", place, start // TICK + index)
        for index in range(-3, TICKS_A_DAY)
    ]
    values = [
        round(level + dice[1] / 64 - 2) + place * _SECOND
        for level, dice in zip(levels, random, strict=True)
    ]
    missing = _missing(person, day)
    result: list[Tick | None] = [None] * TICKS_A_DAY
    for sensor in sensors_between(person, start, start + DAY, place):
        skipped = max(0, -((sensor.first - start) // TICK))
        first = sensor.first + skipped * TICK
        for nominal in range(first, min(sensor.end, start + DAY), TICK):
            index = (nominal - start) // TICK
            if index in missing:
                continue
            value = values[index + 3]
            result[index] = Tick(
                sensor.clock(nominal, random[index + 3][0] % 5),
                39 if value < 40 else 401 if value > 400 else value,
                _rate(*values[index : index + 4])
                if nominal - sensor.first >= 3 * TICK
                else None,
                nominal - sensor.since,
                sensor.transmitter,
            )
    return tuple(result)


def level_at(person: Person, time: int) -> int:
    """Return the glucose in mg/dL at a time, for a fingerstick."""
    day = day_of(person.id, time)
    index = (time - day_start(person.id, day)) // TICK
    return max(40, min(400, round(_levels(person, day)[index])))
