"""The lives of sensors and transmitters, inferred from the ticks of readings.

No field of Dexcom's API states when a sensor was started. A transmitter counts its
seconds in `ticks`, so the time of a reading minus its ticks is the transmitter's start
by the clock of the phone or receiver. That clock jitters by some seconds, drifts by some
16 seconds in ten days, and is sometimes set or wrong by hours.

The transmitter of G7, ONE+ and G7 15 Day is part of the sensor, and counts from the
sensor's start, warm-up included. The transmitter of G6 is used for many sensors, whose
starts are in no field.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, Self

from .clock import CLOCK_AHEAD
from .models import Reading
from .rows import NO_TICKS, is_receiver, known_ticks

# How long a sensor measures on after its end, so that there is time to replace it.
GRACE = timedelta(hours=12)
# A start is known after readings over this many ticks, so that neither one wrong reading
# nor repeats of it are taken for a sensor.
_FEWEST_READINGS, _SHORTEST_SPAN = 3, 600
# A start that is shown changes only by more than this, in seconds: beyond jitter, and the
# drift of a transmitter over its life.
_TOLERANCE = 300
# The readings that decide a start, by number: those of about two days.
_MOST_COUNTED = 576
# Without a transmitter id, starts within this many seconds are of one transmitter, unless
# clocks are further apart.
_ONE_START = 12 * 3600
# A sensor without a reading for this long, while another has some, was removed.
_REMOVED_AFTER = timedelta(days=1)
# A sensor that measures besides the newest one has a reading within this time.
_WORN_WITHIN = timedelta(hours=1)
# Clocks may be off a little before a sensor counts as having outlived its life.
_OVERDUE = timedelta(hours=1)
_MOST_SENSORS = 32


class Kind(StrEnum):
    """What a transmitter is part of, and how long that lasts."""

    TEN_DAYS = "10_days"
    FIFTEEN_DAYS = "15_days"
    # A sensor whose life is unknown.
    SENSOR = "sensor"
    # Used for many sensors.
    TRANSMITTER = "transmitter"


_LIVES = {Kind.TEN_DAYS: timedelta(days=10), Kind.FIFTEEN_DAYS: timedelta(days=15)}
_VARIANTS = {
    "g7": Kind.TEN_DAYS,
    "d1+": Kind.TEN_DAYS,
    "g715day": Kind.FIFTEEN_DAYS,
}


@lru_cache(maxsize=64)
def kind_of(generation: str | None, variant: str | None) -> Kind | None:
    """Return the kind of a transmitter by Dexcom's words, None if unknown.

    A generation of "g7" alone does not tell ten days from fifteen.
    """
    generation, variant = (generation or "").lower(), (variant or "").lower()
    if generation.startswith("g6"):
        return None if variant in _VARIANTS else Kind.TRANSMITTER
    if generation not in ("g7", "g715day"):
        return None
    words = {variant} if generation == "g7" else {variant, generation}
    kinds = {_VARIANTS[word] for word in words & _VARIANTS.keys()}
    return kinds.pop() if len(kinds) == 1 else Kind.SENSOR


@dataclass(frozen=True, slots=True)
class SensorLife:
    """The inferred life of a sensor, or of a G6 transmitter.

    `key` identifies it, also after a restart; `newest` is the time of its newest reading.
    """

    key: str
    kind: Kind
    started: datetime
    newest: datetime

    @property
    def expires(self) -> datetime | None:
        """Return the end of the sensor's life, before the grace period.

        None if it is unknown, also for a sensor that measures after its grace period.
        """
        if (life := _LIVES.get(self.kind)) is None:
            return None
        expires = self.started + life
        return None if self.newest > expires + GRACE + _OVERDUE else expires

    @property
    def grace_until(self) -> datetime | None:
        """Return the end of the grace period."""
        return None if (expires := self.expires) is None else expires + GRACE


@dataclass(slots=True)
class _Counts:
    """The readings of a transmitter, counted by start, kind and range of ticks.

    Times are in seconds since 1970 UTC. `phone` and `receiver` count starts by the clock
    of the device.
    """

    key: str
    transmitter_id: str | None
    newest: int
    first_tick: int = NO_TICKS
    last_tick: int = 0
    start: int | None = None
    kinds: Counter[str] = field(default_factory=Counter)
    phone: Counter[int] = field(default_factory=Counter)
    receiver: Counter[int] = field(default_factory=Counter)

    def add(self, time: int, ticks: int, reading: Reading) -> None:
        """Count a reading with ticks."""
        self.newest = max(self.newest, time)
        self.first_tick = min(self.first_tick, ticks)
        self.last_tick = max(self.last_tick, ticks)
        device = self.receiver if is_receiver(reading.display_device) else self.phone
        _count(device, time - ticks)
        kind = kind_of(reading.generation, reading.variant)
        if kind is not None:
            _count(self.kinds, str(kind))

    def settle(self) -> None:
        """Update the start, unless it has changed by no more than the tolerance.

        A phone's clock is right more often than a receiver's.
        """
        if self.last_tick - self.first_tick < _SHORTEST_SPAN:
            return
        for device in (self.phone, self.receiver):
            if device.total() >= _FEWEST_READINGS:
                start = _median(device)
                if self.start is None or abs(start - self.start) > _TOLERANCE:
                    self.start = start
                return

    def is_near(self, start: int) -> bool:
        """Return whether a start may be that of this transmitter."""
        own = self.start
        if own is None:
            own = next(iter(self.phone or self.receiver), None)
        return own is not None and abs(start - own) <= _ONE_START

    def life(self) -> SensorLife | None:
        """Return the inferred life, None if it is unknown."""
        if self.start is None or not self.kinds:
            return None
        kind = max(self.kinds, key=lambda each: (self.kinds[each], each))
        return SensorLife(self.key, Kind(kind), _time(self.start), _time(self.newest))

    def to_json(self) -> dict[str, Any]:
        """Return the counts for `from_json`."""
        return {
            "key": self.key,
            "transmitter_id": self.transmitter_id,
            "newest": self.newest,
            "ticks": [self.first_tick, self.last_tick],
            "start": self.start,
            "kinds": dict(self.kinds),
            "phone": list(self.phone.items()),
            "receiver": list(self.receiver.items()),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Restore counts; raises any error if damaged."""
        transmitter_id, start = data["transmitter_id"], data["start"]
        first_tick, last_tick = data["ticks"]
        counts = cls(
            key=str(data["key"]),
            transmitter_id=None if transmitter_id is None else str(transmitter_id),
            newest=data["newest"],
            first_tick=first_tick,
            last_tick=last_tick,
            start=start,
            kinds=Counter({str(Kind(kind)): n for kind, n in data["kinds"].items()}),
            phone=Counter(dict(data["phone"])),
            receiver=Counter(dict(data["receiver"])),
        )
        numbers = [counts.newest, first_tick, last_tick]
        numbers += [*counts.kinds.values(), *counts.phone, *counts.phone.values()]
        numbers += [*counts.receiver, *counts.receiver.values()]
        if start is not None:
            numbers.append(start)
        if not all(type(number) is int for number in numbers):
            raise ValueError("not counts")
        # Raises an error for what is no time.
        counts.life()
        return counts


class SensorLives:
    """Infers the lives of an account's sensors from its readings.

    Readings may come in any order, late and repeated. The start is the median of those
    that the readings imply, and changes only if they differ from it by minutes.
    """

    def __init__(self) -> None:
        """Start without any sensor."""
        self._all: list[_Counts] = []
        self._by_id: dict[str, _Counts] = {}
        self._newest = 0

    def add(self, readings: Iterable[Reading], now: datetime) -> None:
        """Count readings; those in the future say nothing about a start."""
        latest = int((now + CLOCK_AHEAD).timestamp())
        changed: dict[str, _Counts] = {}
        for reading in readings:
            time = int(reading.time.timestamp())
            if not 0 <= time <= latest:
                continue
            self._newest = max(self._newest, time)
            if (ticks := known_ticks(reading.ticks)) == NO_TICKS:
                continue
            counts = self._counts(reading.transmitter_id, time, time - ticks)
            counts.add(time, ticks, reading)
            changed[counts.key] = counts
        for counts in changed.values():
            counts.settle()
        if len(self._all) > _MOST_SENSORS:
            self._use(sorted(self._all, key=lambda each: each.newest)[-_MOST_SENSORS:])

    @property
    def current(self) -> SensorLife | None:
        """Return the sensor in use, the one that was started last; None if unknown."""
        return self._last_started(is_transmitter=False)

    @property
    def transmitter(self) -> SensorLife | None:
        """Return the G6 transmitter in use; None if unknown."""
        return self._last_started(is_transmitter=True)

    @property
    def worn(self) -> list[SensorLife]:
        """Return the sensor in use, and those that measure besides it."""
        current = self.current
        since = _time(self._newest) - _WORN_WITHIN
        return [
            life
            for life in self.all()
            if current is not None and (life == current or life.newest >= since)
        ]

    def all(self) -> list[SensorLife]:
        """Return all known sensors, in the order of their starts, without transmitters."""
        return [life for life in self._lives() if life.kind is not Kind.TRANSMITTER]

    def _last_started(self, *, is_transmitter: bool) -> SensorLife | None:
        """Return the sensor or transmitter with a recent reading that started last."""
        since = _time(self._newest) - _REMOVED_AFTER
        recent = [
            life
            for life in self._lives()
            if (life.kind is Kind.TRANSMITTER) is is_transmitter
            and life.newest >= since
        ]
        return recent[-1] if recent else None

    def _lives(self) -> list[SensorLife]:
        """Return all that is known, in the order of the starts."""
        lives = (counts.life() for counts in self._all)
        return sorted(
            (life for life in lives if life is not None),
            key=lambda life: (life.started, life.key),
        )

    def _counts(self, transmitter_id: str | None, time: int, start: int) -> _Counts:
        """Return the counts of a transmitter, new ones if it is unknown.

        Without an id, the start identifies it.
        """
        if transmitter_id and (known := self._by_id.get(transmitter_id)) is not None:
            return known
        near = [
            counts
            for counts in self._all
            if counts.is_near(start)
            and (not transmitter_id or counts.transmitter_id is None)
        ]
        if near:
            counts = max(near, key=lambda each: (each.newest, each.key))
        else:
            key = transmitter_id or f"started_{start}"
            counts = _Counts(key, transmitter_id or None, time)
            self._all.append(counts)
        if transmitter_id:
            counts.transmitter_id = transmitter_id
            self._by_id[transmitter_id] = counts
        return counts

    def _use(self, counts: list[_Counts]) -> None:
        """Use counts instead of the present ones."""
        self._all = counts
        self._by_id = {
            each.transmitter_id: each for each in counts if each.transmitter_id
        }

    def to_json(self) -> dict[str, Any]:
        """Return the state for `from_json`."""
        return {
            "newest": self._newest,
            "transmitters": [counts.to_json() for counts in self._all],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Restore the state; raises any error if damaged."""
        lives = cls()
        if type(newest := data["newest"]) is not int:
            raise ValueError("not a time")
        lives._newest = int(_time(newest).timestamp())
        lives._use([_Counts.from_json(each) for each in data["transmitters"]])
        return lives


def _count[T](counter: Counter[T], what: T) -> None:
    """Count something; halve all counts where they would grow without limit."""
    counter[what] += 1
    if counter.total() > _MOST_COUNTED:
        for each, count in list(counter.items()):
            if count < 2:
                del counter[each]
            else:
                counter[each] = count // 2


def _median(counter: Counter[int]) -> int:
    """Return the lower median of counted numbers."""
    left = (counter.total() + 1) // 2
    for number, count in sorted(counter.items()):
        left -= count
        if left <= 0:
            return number
    raise ValueError("nothing was counted")


def _time(seconds: int) -> datetime:
    """Return a time given in seconds since 1970 UTC."""
    return datetime.fromtimestamp(seconds, UTC)
