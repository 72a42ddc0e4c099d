"""Report of months and years, from the records of whole local days.

It has what can be computed from distributions: measures, targets and the number of lows.
Episodes with their times and the profile by time of day need the readings themselves.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import reduce
from itertools import groupby
from operator import add, attrgetter

from .day_records import DayRecord, DayRecords, distribution_of
from .metrics import Distribution, Sufficiency
from .profile import DaySummary, midnight
from .slots import possible_slots
from .targets import TargetGroup, TargetResult, check_targets

_DAY = timedelta(days=1)
_NO_RECORD = DayRecord()
# Local dates of these exist in all zones.
_EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
_LATEST = datetime(9000, 1, 1, tzinfo=UTC)
_MONTH = attrgetter("year", "month")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Unrounded measures of consecutive local days, `last` included.

    `days` is the number of days with a reading. `lows` and `very_lows` are the low
    episodes below 70 and below 54 mg/dL. GMI and GRI are None unless the readings are
    sufficient (see Sufficiency).
    """

    first: date
    last: date
    days: int
    sufficiency: Sufficiency
    distribution: Distribution
    lows: int
    very_lows: int

    @property
    def gmi(self) -> float | None:
        """Return the glucose management indicator in %."""
        return self.distribution.gmi if self.sufficiency.is_sufficient else None

    @property
    def gmi_mmol_mol(self) -> float | None:
        """Return the glucose management indicator in mmol/mol."""
        is_sufficient = self.sufficiency.is_sufficient
        return self.distribution.gmi_mmol_mol if is_sufficient else None

    @property
    def gri(self) -> float | None:
        """Return the glycemia risk index."""
        return self.distribution.gri if self.sufficiency.is_sufficient else None

    @property
    def gri_zone(self) -> str | None:
        """Return the zone of the glycemia risk index, A to E."""
        return self.distribution.gri_zone if self.sufficiency.is_sufficient else None

    def __add__(self, following: Period) -> Period:
        """Return both as one period."""
        mine, its = self.sufficiency, following.sufficiency
        return Period(
            first=self.first,
            last=following.last,
            days=self.days + following.days,
            sufficiency=Sufficiency(
                seconds=mine.seconds + its.seconds,
                slots=mine.slots + its.slots,
                possible=mine.possible + its.possible,
            ),
            distribution=self.distribution + following.distribution,
            lows=self.lows + following.lows,
            very_lows=self.very_lows + following.very_lows,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DayExtreme:
    """A value in mg/dL, and the first day on which it was measured."""

    value: int
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A period and the period of the same length before it."""

    current: Period
    previous: Period

    @property
    def is_sufficient(self) -> bool:
        """Return whether both have sufficient readings for a conclusion."""
        return (
            self.current.sufficiency.is_sufficient
            and self.previous.sufficiency.is_sufficient
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LongReport:
    """The report of a window of whole days: in all, and by day, month and year."""

    whole: Period
    lowest: DayExtreme | None
    highest: DayExtreme | None
    targets: tuple[TargetResult, ...]
    days: tuple[DaySummary, ...]
    months: tuple[Period, ...]
    years: tuple[Period, ...]


class DayReader:
    """Computes periods from the records of an account."""

    def __init__(
        self, records: DayRecords, zone: tzinfo, *, now: datetime, known_until: datetime
    ) -> None:
        """Read records in a zone. `known_until` is where Dexcom's delay begins."""
        self._records = records
        self._zone = zone
        self._now = int(now.timestamp())
        self._known = int(known_until.timestamp())
        self._today = now.astimezone(zone).date()

    def days_of(self, start: datetime, end: datetime) -> tuple[date, date]:
        """Return the first and last day that a window in UTC touches.

        The window must begin in the past. The first day is at the earliest the first one
        with readings, if there is one up to the last day.
        """
        last = min(self._local(end, -1), self._today)
        first = self._local(start)
        known = self._records.first(first)
        if known is not None and known <= last:
            first = known
        return min(first, last), last

    def whole_days_of(self, start: datetime, end: datetime) -> tuple[date, date] | None:
        """Return the first and last complete day within a window, None without one."""
        first = self._local(start, -1) + _DAY
        last = min(self._local(end), self._today) - _DAY
        return (first, last) if first <= last else None

    def _local(self, time: datetime, seconds: int = 0) -> date:
        """Return the local day of a time in UTC, shifted by some seconds."""
        time = min(max(time, _EARLIEST), _LATEST)
        return (time + timedelta(seconds=seconds)).astimezone(self._zone).date()

    def report(
        self, first: date, last: date, group: TargetGroup, *, longest_by_day: int
    ) -> LongReport:
        """Return the report of some days; takes about 100 milliseconds for five years.

        By day only if there are at most `longest_by_day`.
        """
        months = [
            self.period(list(days)) for _, days in groupby(_days(first, last), _MONTH)
        ]
        whole = _sum(months)
        return LongReport(
            whole=whole,
            lowest=self._extreme(first, last, 1),
            highest=self._extreme(first, last, -1),
            targets=check_targets(
                whole.distribution,
                group,
                is_sufficient=whole.sufficiency.is_sufficient,
            ),
            days=tuple(
                self._day(day)
                for day in _days(first, last)
                if (last - first).days < longest_by_day
            ),
            months=tuple(months),
            years=tuple(
                _sum(list(parts))
                for _, parts in groupby(months, lambda month: month.first.year)
            ),
        )

    def _day(self, day: date) -> DaySummary:
        """Return the summary of a day."""
        period = self.period([day])
        return DaySummary(
            day=day,
            start=midnight(day, self._zone),
            end=midnight(day + _DAY, self._zone),
            distribution=period.distribution,
            active=period.sufficiency.active,
        )

    def _extreme(self, first: date, last: date, sign: int) -> DayExtreme | None:
        """Return the lowest value, or the highest if the sign is negative."""
        value, day = min(
            (
                (sign * (record.lowest if sign > 0 else record.highest), day)
                for day in _days(first, last)
                if (record := self._records.get(day)) and not record.is_empty
            ),
            default=(0, None),
        )
        return None if day is None else DayExtreme(value=sign * value, day=day)

    def compare(self, first: date, last: date) -> Comparison:
        """Compare days with as many days before them."""
        count = last - first + _DAY
        return Comparison(
            current=self.period(list(_days(first, last))),
            previous=self.period(list(_days(first - count, first - _DAY))),
        )

    def period(self, days: Sequence[date]) -> Period:
        """Return the measures of consecutive days, at least one."""
        records = [self._records.get(day) or _NO_RECORD for day in days]
        seconds = slots = possible = 0
        for day, record in zip(days, records, strict=True):
            start, end = midnight(day, self._zone), midnight(day + _DAY, self._zone)
            fits = possible_slots(start, min(end, self._known))
            if end > self._known:
                # Readings may arrive earlier than usual.
                fits = max(fits, record.slots)
            possible += fits
            slots += min(record.slots, fits)
            seconds += max(min(end, self._now) - start, 0)
        return Period(
            first=days[0],
            last=days[-1],
            days=sum(not record.is_empty for record in records),
            sufficiency=Sufficiency(seconds=seconds, slots=slots, possible=possible),
            distribution=distribution_of(records),
            lows=sum(record.lows for record in records),
            very_lows=sum(record.very_lows for record in records),
        )


def _days(first: date, last: date) -> Iterator[date]:
    """Yield days, `last` included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _sum(periods: Sequence[Period]) -> Period:
    """Return consecutive periods as one."""
    return reduce(add, periods)
