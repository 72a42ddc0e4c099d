"""Summary of a period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum

from .episodes import Episode, EpisodeKind
from .metrics import Distribution, Sufficiency
from .report import Extreme, make_report
from .targets import TargetGroup

_NIGHT_BEGINS = time(22)
_NIGHT_ENDS = time(6)


class Period(StrEnum):
    """Period of a summary."""

    LAST_NIGHT = "last_night"
    LAST_DAY = "last_day"
    LAST_FORTNIGHT = "last_fortnight"

    def window(self, now: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
        """Return start and end of the period in UTC, never later than now.

        The last night is the one into today by the clock of the home's zone; from
        midnight on it is the current one. A day is 24 hours.
        """
        if self is not Period.LAST_NIGHT:
            return now - timedelta(days=1 if self is Period.LAST_DAY else 14), now
        today = now.astimezone(zone).date()
        start = datetime.combine(today - timedelta(days=1), _NIGHT_BEGINS, zone)
        end = datetime.combine(today, _NIGHT_ENDS, zone)
        return start.astimezone(UTC), min(end.astimezone(UTC), now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The main measures of a window, with its low episodes of 15 minutes or more.

    Fields are as those of Report.
    """

    start: datetime
    end: datetime
    newest: int | None
    sufficiency: Sufficiency
    distribution: Distribution
    gmi: float | None
    lowest: Extreme | None
    highest: Extreme | None
    low_episodes: tuple[Episode, ...]

    @property
    def has_enough_readings(self) -> bool:
        """Return whether 70 % of the possible readings are there."""
        return bool(self.distribution) and not self.sufficiency.missing_readings

    @property
    def low_minutes(self) -> int:
        """Return the total duration of all low episodes in minutes."""
        return sum(episode.minutes for episode in self.low_episodes)


def summarize(
    times: Sequence[int],
    values: Sequence[int],
    *,
    start: datetime,
    end: datetime,
    known_until: datetime,
    zone: tzinfo,
) -> Summary:
    """Compute the summary of a window; parameters are as those of make_report."""
    report = make_report(
        times,
        values,
        start=start,
        end=end,
        known_until=known_until,
        zone=zone,
        group=TargetGroup.MOST_ADULTS,
    )
    return Summary(
        start=report.start,
        end=report.end,
        newest=report.newest,
        sufficiency=report.sufficiency,
        distribution=report.distribution,
        gmi=report.gmi,
        lowest=report.lowest,
        highest=report.highest,
        low_episodes=report.episodes[EpisodeKind.LOW],
    )
