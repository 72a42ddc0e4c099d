"""Records of whole local days: how often each value was measured, and the lows.

A record has the exact distribution of a day, so that every measure of a distribution can
be computed for months and years. It has about 60 bytes when compressed. What depends on
the order of readings, such as the profile by time of day, cannot be computed from it.
"""

from base64 import b64decode, b64encode
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta, tzinfo
from itertools import batched
from struct import Struct
from typing import Any, NamedTuple, Self
import zlib

from .episodes import EpisodeKind, find_episodes
from .metrics import Distribution
from .profile import midnight
from .ranges import ABOVE_RANGE, BELOW_RANGE
from .slots import Slots, possible_slots

_BYTE = 255
# Day as an ordinal, size of the counts, slots, and lows of both levels.
_HEADER = Struct("<IHHHH")
_DAY = timedelta(days=1)
# More than fits: 30 years, with 1440 values a day of 363 possible ones.
_MAX_BYTES = 30 * 366 * 2048


class DayRecord(NamedTuple):
    """The readings of a local day.

    `counts` are pairs of bytes: a difference to the value of the pair before it, from 39
    mg/dL on, and the number of readings with that value. `slots` is the number of
    five-minute slots with a reading. `lows` and `very_lows` are the low episodes below 70
    and below 54 mg/dL that have begun on this day.
    """

    counts: bytes = b""
    slots: int = 0
    lows: int = 0
    very_lows: int = 0

    @property
    def is_empty(self) -> bool:
        """Return whether the day has no reading."""
        return not self.counts

    @property
    def lowest(self) -> int:
        """Return the lowest value of a day with readings in mg/dL."""
        return min(value for value, _ in _unpacked(self.counts))

    @property
    def highest(self) -> int:
        """Return the highest value of a day with readings in mg/dL."""
        return BELOW_RANGE + sum(self.counts[::2])


def make_day_records(
    times: Sequence[int], values: Sequence[int], days: Iterable[date], zone: tzinfo
) -> dict[date, DayRecord]:
    """Return the records of local days.

    Takes times in seconds since 1970 UTC, ascending, and values in mg/dL. They must
    include some hours around the days, so that an episode across midnight is recognized.
    """
    slots = Slots(times)
    lows, very_lows = (
        [episode.start for episode in find_episodes(times, values, kind)]
        for kind in (EpisodeKind.LOW, EpisodeKind.VERY_LOW)
    )
    records = {}
    for day in days:
        start, end = midnight(day, zone), midnight(day + _DAY, zone)
        first, last = bisect_left(times, start), bisect_left(times, end)
        records[day] = DayRecord(
            _packed(values[first:last]),
            min(slots.count(start, end), possible_slots(start, end)),
            _between(lows, start, end),
            _between(very_lows, start, end),
        )
    return records


def distribution_of(records: Iterable[DayRecord]) -> Distribution:
    """Return the distribution of all readings of some days."""
    totals: Counter[int] = Counter()
    for record in records:
        for value, count in _unpacked(record.counts):
            totals[value] += count
    distribution = Distribution()
    for value, count in totals.items():
        distribution.add(value, count)
    return distribution


class DayRecords:
    """The records of an account by day.

    A day without a record is unknown; a known day without readings has an empty record.
    """

    def __init__(self, records: Mapping[date, DayRecord] | None = None) -> None:
        """Start with some records."""
        self._records = dict(records or {})

    def __len__(self) -> int:
        """Return the number of known days."""
        return len(self._records)

    def __contains__(self, day: date) -> bool:
        """Return whether a day is known."""
        return day in self._records

    def get(self, day: date) -> DayRecord | None:
        """Return the record of a day, None if it is unknown."""
        return self._records.get(day)

    def update(self, records: Mapping[date, DayRecord]) -> bool:
        """Add or replace records; return whether any has changed."""
        changed = {
            day: record
            for day, record in records.items()
            if self._records.get(day) != record
        }
        self._records.update(changed)
        return bool(changed)

    def copy(self) -> DayRecords:
        """Return a copy that can be read while this one changes."""
        return DayRecords(self._records)

    def first(self, start: date) -> date | None:
        """Return the first day since a date that has readings."""
        return min(
            (
                day
                for day, record in self._records.items()
                if day >= start and not record.is_empty
            ),
            default=None,
        )

    def unknown(self, start: date, end: date) -> Iterator[date]:
        """Yield the unknown days from `start` to `end`, `end` excluded, newest first."""
        for number in range((end - start).days, 0, -1):
            day = start + timedelta(days=number - 1)
            if day not in self._records:
                yield day

    def to_json(self, until: date) -> str:
        """Encode the records before a date compactly."""
        parts = []
        for day, record in sorted(self._records.items()):
            if day < until:
                counts, *numbers = record
                parts += [_HEADER.pack(day.toordinal(), len(counts), *numbers), counts]
        return b64encode(zlib.compress(b"".join(parts))).decode()

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """Decode records; raises ValueError, TypeError or zlib.error if damaged."""
        decoder = zlib.decompressobj()
        content = decoder.decompress(b64decode(data, validate=True), _MAX_BYTES)
        if not decoder.eof:
            raise ValueError("not complete")
        records: dict[date, DayRecord] = {}
        position = 0
        while position < len(content):
            rest = position + _HEADER.size
            if rest > len(content):
                raise ValueError("not complete")
            ordinal, size, *numbers = _HEADER.unpack(content[position:rest])
            position = rest + size
            counts = content[rest:position]
            if len(counts) < size or not _is_valid(counts):
                raise ValueError("not counts")
            records[date.fromordinal(ordinal)] = DayRecord(counts, *numbers)
        return cls(records)


def _between(times: Sequence[int], start: int, end: int) -> int:
    """Return the number of ascending times in a window, `end` excluded."""
    return bisect_left(times, end) - bisect_left(times, start)


def _packed(values: Iterable[int]) -> bytes:
    """Return the counts of values; larger numbers take several pairs."""
    packed = bytearray()
    before = BELOW_RANGE
    for value, count in sorted(Counter(values).items()):
        step = value - before
        before = value
        while step > _BYTE:
            packed += bytes((_BYTE, 0))
            step -= _BYTE
        while count > _BYTE:
            packed += bytes((step, _BYTE))
            step = 0
            count -= _BYTE
        packed += bytes((step, count))
    return bytes(packed)


def _unpacked(counts: bytes) -> Iterator[tuple[int, int]]:
    """Yield values with their counts."""
    value = BELOW_RANGE
    for step, count in batched(counts, 2, strict=True):
        value += step
        if count:
            yield value, count


def _is_valid(counts: bytes) -> bool:
    """Return whether counts are pairs, of values that a sensor reports."""
    return len(counts) % 2 == 0 and sum(counts[::2]) <= ABOVE_RANGE - BELOW_RANGE
