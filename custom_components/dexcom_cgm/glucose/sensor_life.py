"""Start and end of sensors and transmitters, inferred from the ticks of readings.

Dexcom's API has no field for the start of a sensor. `ticks` are the seconds since the
transmitter started, so the time of a reading minus its ticks is the start by the clock
of the phone or receiver. Readings jitter by up to 4 seconds, the clocks drift by about
16 seconds in ten days, and a clock may be set or be wrong by hours.

The transmitter of G7, ONE+ and G7 15 Day is part of the sensor, and its ticks include
the warm-up. The transmitter of G6 outlasts many sensors, whose starts are unknown.
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

# A sensor continues for this long after its end, to leave time for replacing it.
GRACE = timedelta(hours=12)
# Required before a start is known, so that a single wrong reading, even if it is fetched
# repeatedly, is not taken for a sensor. The span is in ticks.
_MIN_READINGS, _MIN_SPAN = 3, 600
# Hysteresis of a start in seconds: more than the jitter, and than the drift over the life
# of a transmitter.
_HYSTERESIS = 300
# Maximum total of a histogram, about two days of readings.
_MAX_COUNT = 576
# Readings without a transmitter id belong to a transmitter whose start differs by less
# than this, in seconds. Clocks are rarely wrong by more.
_SAME_START = 12 * 3600
# A sensor without a reading for this long before the newest one was removed.
_REMOVED_AFTER = timedelta(days=1)
# A sensor worn in addition to the current one has a reading this recent.
_WORN_WITHIN = timedelta(hours=1)
# Tolerance for the clocks before a sensor has outlived its life.
_OVERDUE = timedelta(hours=1)
_MAX_TRANSMITTERS = 32


class Kind(StrEnum):
    """The kind of a transmitter, by the life of the sensor it is part of."""

    TEN_DAYS = "10_days"
    FIFTEEN_DAYS = "15_days"
    # Part of a sensor with an unknown life.
    SENSOR = "sensor"
    # Not part of a sensor: G6.
    TRANSMITTER = "transmitter"


_LIVES = {Kind.TEN_DAYS: timedelta(days=10), Kind.FIFTEEN_DAYS: timedelta(days=15)}
_VARIANTS = {
    "g7": Kind.TEN_DAYS,
    "d1+": Kind.TEN_DAYS,
    "g715day": Kind.FIFTEEN_DAYS,
}


@lru_cache(maxsize=64)
def kind_of(generation: str | None, variant: str | None) -> Kind | None:
    """Return the kind of a transmitter, None if unknown or contradictory.

    The generation "g7" includes sensors of ten and of fifteen days, so the life is
    unknown without a known variant.
    """
    generation, variant = (generation or "").lower(), (variant or "").lower()
    if generation.startswith("g6"):
        return None if variant in _VARIANTS else Kind.TRANSMITTER
    if generation not in ("g7", "g715day"):
        return None
    names = {variant} if generation == "g7" else {variant, generation}
    kinds = {_VARIANTS[name] for name in names & _VARIANTS.keys()}
    return kinds.pop() if len(kinds) == 1 else Kind.SENSOR


@dataclass(frozen=True, slots=True)
class SensorLife:
    """The inferred life of a sensor, or of a G6 transmitter.

    `key` identifies it across restarts; `newest` is the time of its newest reading.
    """

    key: str
    kind: Kind
    started: datetime
    newest: datetime

    @property
    def expires(self) -> datetime | None:
        """Return the end of the sensor's life and the start of its grace period.

        None if the life is unknown, or contradicted by readings after the grace period.
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
class _Transmitter:
    """Histograms of what the readings of a transmitter imply.

    Times are in seconds since 1970 UTC. `phone` and `receiver` are histograms of the
    start by the clock of the device, `kinds` of the kind.
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
        """Add a reading to the histograms."""
        self.newest = max(self.newest, time)
        self.first_tick = min(self.first_tick, ticks)
        self.last_tick = max(self.last_tick, ticks)
        device = self.receiver if is_receiver(reading.display_device) else self.phone
        _count(device, time - ticks)
        kind = kind_of(reading.generation, reading.variant)
        if kind is not None:
            _count(self.kinds, str(kind))

    def settle(self) -> None:
        """Update the start if it has changed by more than the hysteresis.

        A phone's clock is right more often than a receiver's.
        """
        if self.last_tick - self.first_tick < _MIN_SPAN:
            return
        for device in (self.phone, self.receiver):
            if device.total() >= _MIN_READINGS:
                start = _median(device)
                if self.start is None or abs(start - self.start) > _HYSTERESIS:
                    self.start = start
                return

    def is_near(self, start: int) -> bool:
        """Return whether a start may be the start of this transmitter."""
        own = self.start
        if own is None:
            own = next(iter(self.phone or self.receiver), None)
        return own is not None and abs(start - own) <= _SAME_START

    def life(self) -> SensorLife | None:
        """Return the inferred life, None if it is unknown."""
        if self.start is None or not self.kinds:
            return None
        kind = max(self.kinds, key=lambda each: (self.kinds[each], each))
        return SensorLife(self.key, Kind(kind), _time(self.start), _time(self.newest))

    def to_json(self) -> dict[str, Any]:
        """Return the state for `from_json`."""
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
        """Restore the state; raises any error if damaged."""
        transmitter_id, start = data["transmitter_id"], data["start"]
        first_tick, last_tick = data["ticks"]
        transmitter = cls(
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
        times = [transmitter.newest, *transmitter.phone, *transmitter.receiver]
        if start is not None:
            times.append(start)
        histograms = transmitter.kinds, transmitter.phone, transmitter.receiver
        counts = [count for histogram in histograms for count in histogram.values()]
        if not all(
            type(number) is int for number in (*times, first_tick, last_tick, *counts)
        ):
            raise ValueError("not a histogram")
        for time in times:
            # Raises an error for an invalid time.
            _time(time)
        return transmitter


class SensorLives:
    """Infers the lives of an account's sensors from its readings.

    Readings may be late, repeated and out of order. The start is the median of the starts
    that the readings imply, with hysteresis.
    """

    def __init__(self) -> None:
        """Start without any sensor."""
        self._transmitters: list[_Transmitter] = []
        self._by_id: dict[str, _Transmitter] = {}
        self._newest = 0

    def add(self, readings: Iterable[Reading], now: datetime) -> None:
        """Add readings, except those in the future, whose clock is wrong."""
        latest = int((now + CLOCK_AHEAD).timestamp())
        changed: dict[str, _Transmitter] = {}
        for reading in readings:
            time = int(reading.time.timestamp())
            if not 0 <= time <= latest:
                continue
            self._newest = max(self._newest, time)
            if (ticks := known_ticks(reading.ticks)) == NO_TICKS:
                continue
            transmitter = self._find_or_create(
                reading.transmitter_id, time, time - ticks
            )
            transmitter.add(time, ticks, reading)
            changed[transmitter.key] = transmitter
        for transmitter in changed.values():
            transmitter.settle()
        if len(self._transmitters) > _MAX_TRANSMITTERS:
            by_age = sorted(self._transmitters, key=lambda each: each.newest)
            self._use(by_age[-_MAX_TRANSMITTERS:])

    @property
    def current(self) -> SensorLife | None:
        """Return the sensor in use, the one started last; None if unknown."""
        return self._last_started(is_transmitter=False)

    @property
    def transmitter(self) -> SensorLife | None:
        """Return the G6 transmitter in use; None if unknown."""
        return self._last_started(is_transmitter=True)

    @property
    def worn(self) -> list[SensorLife]:
        """Return the sensors in use: the current one, and others worn with it."""
        current = self.current
        since = _time(self._newest) - _WORN_WITHIN
        return [
            life
            for life in self.all()
            if current is not None and (life == current or life.newest >= since)
        ]

    def all(self) -> list[SensorLife]:
        """Return all known sensors by start, without G6 transmitters."""
        return [life for life in self._lives() if life.kind is not Kind.TRANSMITTER]

    def _last_started(self, *, is_transmitter: bool) -> SensorLife | None:
        """Return the sensor or transmitter started last of those with recent readings."""
        since = _time(self._newest) - _REMOVED_AFTER
        recent = [
            life
            for life in self._lives()
            if (life.kind is Kind.TRANSMITTER) is is_transmitter
            and life.newest >= since
        ]
        return recent[-1] if recent else None

    def _lives(self) -> list[SensorLife]:
        """Return all known sensors and G6 transmitters by start."""
        lives = (transmitter.life() for transmitter in self._transmitters)
        return sorted(
            (life for life in lives if life is not None),
            key=lambda life: (life.started, life.key),
        )

    def _find_or_create(
        self, transmitter_id: str | None, time: int, start: int
    ) -> _Transmitter:
        """Return the transmitter of a reading, created if it is new.

        Without an id, the start identifies it.
        """
        if transmitter_id and (known := self._by_id.get(transmitter_id)) is not None:
            return known
        near = [
            transmitter
            for transmitter in self._transmitters
            if transmitter.is_near(start)
            and (not transmitter_id or transmitter.transmitter_id is None)
        ]
        if near:
            transmitter = max(near, key=lambda each: (each.newest, each.key))
        else:
            key = transmitter_id or f"started_{start}"
            transmitter = _Transmitter(key, transmitter_id or None, time)
            self._transmitters.append(transmitter)
        if transmitter_id:
            transmitter.transmitter_id = transmitter_id
            self._by_id[transmitter_id] = transmitter
        return transmitter

    def _use(self, transmitters: list[_Transmitter]) -> None:
        """Replace all transmitters."""
        self._transmitters = transmitters
        self._by_id = {
            transmitter.transmitter_id: transmitter
            for transmitter in transmitters
            if transmitter.transmitter_id
        }

    def to_json(self) -> dict[str, Any]:
        """Return the state for `from_json`."""
        return {
            "newest": self._newest,
            "transmitters": [
                transmitter.to_json() for transmitter in self._transmitters
            ],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Restore the state; raises any error if damaged."""
        lives = cls()
        if type(newest := data["newest"]) is not int:
            raise ValueError("not a time")
        lives._newest = int(_time(newest).timestamp())
        lives._use([_Transmitter.from_json(each) for each in data["transmitters"]])
        return lives


def _count[T](counter: Counter[T], item: T) -> None:
    """Increment a count; halve all transmitter when the total reaches its maximum."""
    counter[item] += 1
    if counter.total() > _MAX_COUNT:
        for each, count in list(counter.items()):
            if count < 2:
                del counter[each]
            else:
                counter[each] = count // 2


def _median(counter: Counter[int]) -> int:
    """Return the lower median of a histogram."""
    left = (counter.total() + 1) // 2
    for number, count in sorted(counter.items()):
        left -= count
        if left <= 0:
            return number
    raise ValueError("empty histogram")


def _time(seconds: int) -> datetime:
    """Return a time given in seconds since 1970 UTC."""
    return datetime.fromtimestamp(seconds, UTC)
