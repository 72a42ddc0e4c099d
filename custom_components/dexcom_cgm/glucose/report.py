"""Report of a window: measures, targets, episodes, days and the daily profile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from math import ceil
from statistics import median

from .episodes import Episode, EpisodeKind, find_episodes
from .metrics import Distribution, Sufficiency
from .patterns import Patterns, find_patterns
from .profile import DaySummary, ProfileBin, daily_profile, daily_summaries
from .ranges import LOW, READINGS_PER_DAY, VERY_LOW
from .slots import Slots, sufficiency
from .targets import TargetGroup, TargetResult, check_targets, target_range

# Days of a window for a number of lows per week.
_MIN_DAYS = 7
_LEVELS = ((1, LOW, EpisodeKind.LOW), (2, VERY_LOW, EpisodeKind.VERY_LOW))


@dataclass(frozen=True, slots=True, kw_only=True)
class Extreme:
    """A value in mg/dL, and the time in seconds since 1970 UTC it was first measured."""

    value: int
    time: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lows:
    """The low episodes of a level: 1 is below 70 mg/dL, 2 is below 54.

    Every episode of level 2 lies within one of level 1. Durations are in minutes, None
    without an episode. `per_week` is for each week of time CGM active, None for a window
    of less than 7 days or with less than 70 % of the possible readings.
    `may_be_longer` of the episodes begin or end at a gap or at an end of the window.
    """

    level: int
    below: int
    episodes: int
    per_week: float | None
    median_minutes: float | None
    longest_minutes: int | None
    may_be_longer: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Unrounded measures of a window.

    Glucose is in mg/dL, shares are in %, times are in seconds since 1970 UTC. `newest`
    is the time of the newest reading of the window. What cannot be known is None. GMI,
    GRI and its zone are None unless the readings are sufficient (see Sufficiency).
    """

    start: datetime
    end: datetime
    newest: int | None
    sufficiency: Sufficiency
    distribution: Distribution
    lowest: Extreme | None
    highest: Extreme | None
    targets: tuple[TargetResult, ...]
    episodes: Mapping[EpisodeKind, tuple[Episode, ...]]
    lows: tuple[Lows, ...]
    days: tuple[DaySummary, ...]
    profile: tuple[ProfileBin, ...]
    patterns: Patterns

    @property
    def median(self) -> float | None:
        """Return the median in mg/dL."""
        return self.distribution.percentile(50)

    @property
    def quartiles(self) -> tuple[float | None, float | None]:
        """Return the 25th and the 75th percentile in mg/dL.

        Between them lies the interquartile range, the middle half of the readings.
        """
        return self.distribution.percentile(25), self.distribution.percentile(75)

    @property
    def gmi(self) -> float | None:
        """Return the glucose management indicator in %."""
        return self._conclusion(self.distribution.gmi)

    @property
    def gmi_mmol_mol(self) -> float | None:
        """Return the glucose management indicator in mmol/mol."""
        return self._conclusion(self.distribution.gmi_mmol_mol)

    @property
    def gri(self) -> float | None:
        """Return the glycemia risk index."""
        return self._conclusion(self.distribution.gri)

    @property
    def gri_zone(self) -> str | None:
        """Return the zone of the glycemia risk index, A to E."""
        return self._conclusion(self.distribution.gri_zone)

    def _conclusion[T](self, value: T) -> T | None:
        """Return a value that needs sufficient readings."""
        return value if self.sufficiency.is_sufficient else None


def make_report(
    times: Sequence[int],
    values: Sequence[int],
    *,
    start: datetime,
    end: datetime,
    known_until: datetime,
    zone: tzinfo,
    group: TargetGroup,
) -> Report:
    """Compute the report of a window; takes some tenths of a second for 90 days.

    Takes times in seconds since 1970 UTC, ascending, and values in mg/dL, all of them
    within the window. `known_until` is where Dexcom's delay begins. Days and the profile
    are those of the zone.
    """
    first, last = (ceil(each.timestamp()) for each in (start, end))
    known = int(known_until.timestamp())
    found = sufficiency(Slots(times), first, last, known)
    distribution = Distribution(values)
    episodes = {kind: tuple(find_episodes(times, values, kind)) for kind in EpisodeKind}
    low, high = target_range(group)
    return Report(
        start=start,
        end=end,
        newest=times[-1] if times else None,
        sufficiency=found,
        distribution=distribution,
        lowest=_extreme(times, values, min(values)) if values else None,
        highest=_extreme(times, values, max(values)) if values else None,
        targets=check_targets(distribution, group, is_sufficient=found.is_sufficient),
        episodes=episodes,
        lows=tuple(
            _lows(level, below, episodes[kind], found) for level, below, kind in _LEVELS
        ),
        days=daily_summaries(times, values, first, last, zone, known_until=known),
        profile=daily_profile(times, values, zone),
        patterns=find_patterns(
            times,
            values,
            zone,
            low_episodes=episodes[EpisodeKind.LOW],
            low=low,
            high=high,
        ),
    )


def _lows(
    level: int, below: int, episodes: Sequence[Episode], found: Sufficiency
) -> Lows:
    """Return the number and the durations of the low episodes of a level."""
    minutes = [episode.minutes for episode in episodes]
    weeks = found.slots / (7 * READINGS_PER_DAY)
    is_enough = found.days >= _MIN_DAYS and not found.missing_readings
    return Lows(
        level=level,
        below=below,
        episodes=len(episodes),
        per_week=len(episodes) / weeks if weeks and is_enough else None,
        median_minutes=median(minutes) if minutes else None,
        longest_minutes=max(minutes, default=None),
        may_be_longer=sum(each.starts_before or each.ends_after for each in episodes),
    )


def _extreme(times: Sequence[int], values: Sequence[int], value: int) -> Extreme:
    """Return a value with the time of its first measurement."""
    return Extreme(value=value, time=times[values.index(value)])
