"""Report of a window: measures, targets, episodes, days and the daily profile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from math import ceil

from .episodes import Episode, EpisodeKind, find_episodes
from .metrics import Distribution, Sufficiency
from .profile import DaySummary, ProfileBin, daily_profile, daily_summaries
from .slots import Slots, sufficiency
from .targets import TargetGroup, TargetResult, check_targets


@dataclass(frozen=True, slots=True, kw_only=True)
class Extreme:
    """A value in mg/dL, and the time in seconds since 1970 UTC it was first measured."""

    value: int
    time: int


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
    days: tuple[DaySummary, ...]
    profile: tuple[ProfileBin, ...]

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
    """Compute the report of a window; takes some tens of milliseconds for 90 days.

    Takes times in seconds since 1970 UTC, ascending, and values in mg/dL, all of them
    within the window. `known_until` is where Dexcom's delay begins. Days and the profile
    are those of the zone.
    """
    first, last = (ceil(each.timestamp()) for each in (start, end))
    known = int(known_until.timestamp())
    found = sufficiency(Slots(times), first, last, known)
    distribution = Distribution(values)
    return Report(
        start=start,
        end=end,
        newest=times[-1] if times else None,
        sufficiency=found,
        distribution=distribution,
        lowest=_extreme(times, values, min(values)) if values else None,
        highest=_extreme(times, values, max(values)) if values else None,
        targets=check_targets(distribution, group, is_sufficient=found.is_sufficient),
        episodes={
            kind: tuple(find_episodes(times, values, kind)) for kind in EpisodeKind
        },
        days=daily_summaries(times, values, first, last, zone, known_until=known),
        profile=daily_profile(times, values, zone),
    )


def _extreme(times: Sequence[int], values: Sequence[int], value: int) -> Extreme:
    """Return a value with the time of its first measurement."""
    return Extreme(value=value, time=times[values.index(value)])
