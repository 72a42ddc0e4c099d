"""Patterns by time of day and by day of the week, and the days that stand out.

They describe the readings and conclude nothing from too few of them: a part of a day
counts only where readings cover at least 70 % of it, as Danne 2017,
doi:10.2337/dc17-1600, asks for a whole window, and a result needs a minimum number of
such days. There is no consensus on these patterns; the definitions are this project's
own, and Rule carries their limits so that whatever shows a pattern can state them.

A reading stands for the time to the next one, at most five minutes, as in
find_episodes. So two sensors at once, or a source with a reading per minute, do not
count more. Days and times of day are those of a time zone that is passed in.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

from .episodes import Episode, EpisodeKind
from .metrics import Distribution
from .profile import midnight
from .ranges import CADENCE, HIGH, LOW

# Blocks of the day, in minutes.
BLOCK_MINUTES = 180
# Share of a block, night or day that readings must cover, in %.
REQUIRED_COVERAGE = 70
# A block is high on a day if glucose was above the limit for half of it, in minutes.
HIGH_MINUTES = 90
# A low or high recurs if it is found on this many days, and on this share of them in %.
MIN_DAYS = 3
MIN_SHARE = 20
# Days with enough readings that a recurring block, night and day, and the best and worst
# day need, and those that weekdays and weekend need. Fourteen days have four days of
# weekend, of which the ends of the window may cut one.
REQUIRED_DAYS = 7
REQUIRED_WEEK_DAYS = 3
# The end of the night, in minutes after midnight.
NIGHT_END = 360
_MINUTES_A_DAY = 24 * 60
_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The limits of the patterns: mg/dL, minutes, and % of the days or of a block."""

    low_below: int = LOW
    high_above: int = HIGH
    block_minutes: int = BLOCK_MINUTES
    high_minutes: int = HIGH_MINUTES
    minimum_days: int = MIN_DAYS
    minimum_share: int = MIN_SHARE
    required_days: int = REQUIRED_DAYS
    required_week_days: int = REQUIRED_WEEK_DAYS
    required_coverage: int = REQUIRED_COVERAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """A block of the day in which glucose is repeatedly low or high.

    `start` and `end` are minutes after midnight. `days` is the number of days on which it
    was low or high, out of `of_days` with enough readings in the block.
    """

    kind: EpisodeKind
    start: int
    end: int
    days: int
    of_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The readings of a part of the day or of the week.

    `days` is the number of days with enough readings in it; shares are in %, of all of its
    readings.
    """

    readings: int
    days: int
    mean: float | None
    in_range: float | None
    below: float | None
    above: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day that stands out, with its time in range in % and its mean in mg/dL."""

    day: date
    in_range: float | None
    mean: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Patterns:
    """The patterns of a window; None where there are too few readings."""

    rule: Rule
    recurring: tuple[Recurring, ...]
    night: Part | None
    day: Part | None
    weekday: Part | None
    weekend: Part | None
    best_day: Day | None
    worst_day: Day | None


@dataclass(slots=True)
class _Cell:
    """The readings of a block on one day."""

    covered: int = 0
    high: int = 0
    values: list[int] = field(default_factory=list)


def find_patterns(
    times: Sequence[int],
    values: Sequence[int],
    zone: tzinfo,
    *,
    low_episodes: Iterable[Episode],
    low: int = LOW,
    high: int = HIGH,
) -> Patterns:
    """Return the patterns of the readings of a window.

    Takes times in seconds since 1970 UTC, ascending, values in mg/dL, the episodes < 70
    mg/dL of these readings, and the target range, which `in_range`, `below`, `above` and
    recurring highs refer to.

    - The local day has blocks of three hours. A block has enough readings on a day if they
      cover 70 % of it; it is not judged with fewer than 7 such days.
    - A block is low on a day if a reading < 70 of an episode < 70 is in it, and high if
      glucose was above the target range for 90 minutes of it in total.
    - A low or high recurs if that is so on at least 3 days, and on at least 20 % of those
      with enough readings.
    - The night is 0:00 to 6:00, the day 6:00 to 24:00, and the weekend Saturday and Sunday.
      Night and day need 7 days with enough readings, weekdays and weekend 3.
    - The best and the worst day are those with the highest and the lowest time in range
      of at least 7 local days of which readings cover 70 %. Of equal days the one with
      less time below range is better, and the earlier one is returned.
    """
    readings = _Readings(times, values, zone, low, high)
    lows = readings.low_blocks(low_episodes)
    days = readings.days
    weekend = [day for day in days if day.weekday() >= _SATURDAY]
    weekdays = [day for day in days if day.weekday() < _SATURDAY]
    best, worst = readings.outstanding()
    return Patterns(
        rule=Rule(high_above=high),
        recurring=(
            *readings.recurring(EpisodeKind.LOW, lows),
            *readings.recurring(EpisodeKind.HIGH, readings.high_blocks()),
        ),
        night=readings.part(days, REQUIRED_DAYS, end=NIGHT_END),
        day=readings.part(days, REQUIRED_DAYS, start=NIGHT_END),
        weekday=readings.part(weekdays, REQUIRED_WEEK_DAYS),
        weekend=readings.part(weekend, REQUIRED_WEEK_DAYS),
        best_day=best,
        worst_day=worst,
    )


# A local day, and the start of a block in minutes after midnight.
type _Block = tuple[date, int]


class _Readings:
    """The readings of a window by local day and block."""

    def __init__(
        self,
        times: Sequence[int],
        values: Sequence[int],
        zone: tzinfo,
        low: int,
        high: int,
    ) -> None:
        """Assign each reading to its block."""
        self._times, self._values = times, values
        self._zone, self._low, self._high = zone, low, high
        self._blocks = [_block(seconds, zone) for seconds in times]
        self._cells: defaultdict[_Block, _Cell] = defaultdict(_Cell)
        following = [*times[1:], times[-1] + CADENCE] if times else []
        for block, seconds, after, value in zip(
            self._blocks, times, following, values, strict=True
        ):
            cell = self._cells[block]
            length = min(after - seconds, CADENCE)
            cell.covered += length
            if value > high:
                cell.high += length
            cell.values.append(value)
        self.days = sorted({day for day, _ in self._cells})
        self._enough = {
            (day, start)
            for (day, start), cell in self._cells.items()
            if self._is_enough(cell.covered, day, start, start + BLOCK_MINUTES)
        }

    def low_blocks(self, episodes: Iterable[Episode]) -> set[_Block]:
        """Return the blocks with a reading < 70 mg/dL of an episode."""
        return {
            self._blocks[position]
            for episode in episodes
            for position in range(
                bisect_left(self._times, episode.start),
                bisect_left(self._times, episode.end),
            )
            if self._values[position] < LOW
        }

    def high_blocks(self) -> set[_Block]:
        """Return the blocks that are above the target range for long enough."""
        return {
            block
            for block, cell in self._cells.items()
            if cell.high >= 60 * HIGH_MINUTES
        }

    def recurring(self, kind: EpisodeKind, found: set[_Block]) -> Iterator[Recurring]:
        """Yield the blocks of the day that were found on enough of the days."""
        of_days = Counter(start for _, start in self._enough)
        days = Counter(start for _, start in found & self._enough)
        for start, number in sorted(days.items()):
            if (
                of_days[start] >= REQUIRED_DAYS
                and number >= MIN_DAYS
                and 100 * number >= MIN_SHARE * of_days[start]
            ):
                yield Recurring(
                    kind=kind,
                    start=start,
                    end=start + BLOCK_MINUTES,
                    days=number,
                    of_days=of_days[start],
                )

    def part(
        self,
        days: Iterable[date],
        required: int,
        *,
        start: int = 0,
        end: int = _MINUTES_A_DAY,
    ) -> Part | None:
        """Return a part of some days, None if too few of them have enough readings."""
        values: list[int] = []
        enough = 0
        for day in days:
            covered, its_values = self._of_day(day, start, end)
            enough += self._is_enough(covered, day, start, end)
            values += its_values
        if enough < required:
            return None
        distribution = Distribution(values)
        return Part(
            readings=len(distribution),
            days=enough,
            mean=distribution.mean,
            in_range=distribution.share(self._low, self._high),
            below=distribution.share(highest=self._low - 1),
            above=distribution.share(self._high + 1),
        )

    def outstanding(self) -> tuple[Day | None, Day | None]:
        """Return the best and the worst day, None with too few days."""
        found = [
            (day, part)
            for day in self.days
            if (part := self.part([day], 1)) is not None
        ]
        if len(found) < REQUIRED_DAYS:
            return None, None

        def rank(each: tuple[date, Part]) -> tuple[float, float]:
            """Return a key that is greater for a better day."""
            _, part = each
            return part.in_range or 0.0, -(part.below or 0.0)

        # Of equal days, max and min return the first.
        best, worst = max(found, key=rank), min(found, key=rank)
        return _day(*best), _day(*worst)

    def _of_day(self, day: date, start: int, end: int) -> tuple[int, list[int]]:
        """Return the seconds that readings of a part of a day cover, and their values."""
        cells = [
            self._cells[day, minute]
            for minute in range(start, end, BLOCK_MINUTES)
            if (day, minute) in self._cells
        ]
        return (
            sum(cell.covered for cell in cells),
            [value for cell in cells for value in cell.values],
        )

    def _is_enough(self, covered: int, day: date, start: int, end: int) -> bool:
        """Return whether some seconds are enough of a part of a local day."""
        length = _at(day, end, self._zone) - _at(day, start, self._zone)
        return 100 * covered >= REQUIRED_COVERAGE * length > 0


def _day(day: date, part: Part) -> Day:
    """Return a day with the measures of all of it."""
    return Day(day=day, in_range=part.in_range, mean=part.mean)


def _block(seconds: int, zone: tzinfo) -> _Block:
    """Return the local day of a time, and the start of its block."""
    clock = datetime.fromtimestamp(seconds, zone)
    minute = clock.hour * 60 + clock.minute
    return clock.date(), minute - minute % BLOCK_MINUTES


def _at(day: date, minute: int, zone: tzinfo) -> int:
    """Return a local time of day in seconds since 1970 UTC."""
    if minute == _MINUTES_A_DAY:
        return midnight(day + timedelta(days=1), zone)
    return int(datetime.combine(day, time(minute // 60), zone).timestamp())
