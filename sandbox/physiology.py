"""Glucose of made-up people: a pure function of the person and the tick."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from math import cos, exp, pi, tau
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from .people import Character, Person

DAY = 86_400
HOUR = 3_600
TICK = 300
TICKS_A_DAY = DAY // TICK
DAYS_A_SESSION = 10

_EPOCH = 1_577_836_800
_EFFECT = 8 * HOUR
# How low somebody is who falls, and after how many minutes.
_FALLEN, _FALL = 52, 15


class Tick(NamedTuple):
    """One measurement: when, how much, how fast it changes, and since when."""

    time: int
    value: int | None
    rate: float | None
    sensor_seconds: int


class Happening(NamedTuple):
    """Something that moves glucose, logged where it has a kind."""

    time: int
    kind: str
    detail: str | None
    value: str
    unit: str | None
    effect: float = 0.0
    peak: int = 45


def digest(*parts: object) -> bytes:
    """Return 32 bytes that only the parts decide."""
    return blake2b("|".join(map(str, parts)).encode(), digest_size=32).digest()


def number(*parts: object) -> int:
    """Return a large number that only the parts decide."""
    return int.from_bytes(digest(*parts)[:8])


@lru_cache(maxsize=1024)
def origin(person_id: str) -> int:
    """Return when a sensor session of the person starts, as an anchor."""
    return _EPOCH + number(person_id, "origin") % (DAYS_A_SESSION * DAY)


def day_of(person_id: str, time: float) -> int:
    """Return the person's sensor day in which the time lies."""
    return int((time - origin(person_id)) // DAY)


def day_start(person_id: str, day: int) -> int:
    """Return when the person's sensor day starts."""
    return origin(person_id) + day * DAY


def session_of(day: int) -> int:
    """Return the sensor session of a sensor day."""
    return day // DAYS_A_SESSION


@lru_cache(maxsize=64)
def zone_of(character: Character) -> ZoneInfo:
    """Return the time zone in which the person lives."""
    return ZoneInfo(character.zone)


@lru_cache(maxsize=128)
def _curve(peak: int) -> tuple[float, ...]:
    """Return an effect by minute, 1 at its peak."""
    return tuple(
        (minute / peak * exp(1 - minute / peak)) ** 2
        for minute in range(_EFFECT // 60 + 1)
    )


@lru_cache(maxsize=2048)
def life(person: Person, ordinal: int) -> tuple[Happening, ...]:
    """Return what happens to the person on a local day."""
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
    """Yield what happens in [start, end), logged or not."""
    assert person.character
    zone = zone_of(person.character)
    first = datetime.fromtimestamp(start, zone).toordinal() - 1
    last = datetime.fromtimestamp(end, zone).toordinal() + 1
    for ordinal in range(first, last + 1):
        for happening in life(person, ordinal):
            if start <= happening.time < end:
                yield happening


def _noise(person_id: str, start: int, seconds: int, size: float) -> list[float]:
    """Return smooth noise for each tick of a day, with a knot every so often."""
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
    """Return the unrounded glucose at each tick of a sensor day."""
    character = person.character
    assert character
    start = day_start(person.id, day)
    offset = datetime.fromtimestamp(start, zone_of(character)).utcoffset()
    local = start + (offset.total_seconds() if offset else 0)
    slow = _noise(person.id, start, 4 * HOUR, 16)
    fast = _noise(person.id, start, HOUR // 2, 5)
    levels = [
        character.basal
        # The liver wakes up before the person does.
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
        # Whatever was before, so that it is low at a time that is known.
        curve = _curve(_FALL)
        since = int(person.falls_at.timestamp()) - start
        for index, level in enumerate(levels):
            minute = (index * TICK - since) // 60
            if 0 <= minute < len(curve):
                levels[index] += (_FALLEN - level) * curve[minute]
    return tuple(levels)


def _missing(person: Person, day: int) -> set[int]:
    """Return the ticks of a sensor day that were never measured."""
    assert person.character
    missing: set[int] = set()
    if day % DAYS_A_SESSION == 0:
        warm_up = 6 + number(person.id, "warm-up", session_of(day)) % 19
        missing.update(range(warm_up))
    if person.character.uploads == "patchy":
        random = Random(f"{person.id}|gaps|{day}")
        if random.random() < 0.6:
            first = random.randrange(TICKS_A_DAY)
            missing.update(range(first, first + random.randrange(12, 72)))
    return missing


@lru_cache(maxsize=512)
def ticks(person: Person, day: int) -> tuple[Tick | None, ...]:
    """Return each tick of a sensor day, None where nothing was measured."""
    start = day_start(person.id, day)
    levels = _levels(person, day - 1)[-3:] + _levels(person, day)
    missing = _missing(person, day)
    age = day % DAYS_A_SESSION * DAY
    first_rate = next(index for index in range(400) if index not in missing) + 3
    result: list[Tick | None] = []
    for index in range(TICKS_A_DAY):
        if index in missing:
            result.append(None)
            continue
        random = digest(person.id, "tick", day, index)
        seconds = index * TICK + random[0] % 3
        value = round(levels[index + 3] + random[1] / 64 - 2)
        rate: float | None = round((levels[index + 3] - levels[index]) / 15, 1)
        if age == 0 and index < first_rate:
            rate = None
        result.append(
            Tick(
                start + seconds,
                39 if value < 40 else 401 if value > 400 else value,
                rate,
                age + seconds,
            )
        )
    return tuple(result)


def level_at(person: Person, time: int) -> int:
    """Return the glucose at a time, for a finger prick."""
    day = day_of(person.id, time)
    index = (time - day_start(person.id, day)) // TICK
    return max(40, min(400, round(_levels(person, day)[index])))
