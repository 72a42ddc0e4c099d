"""What readings mean: pure Python without I/O."""

from .current import CurrentGlucose
from .episodes import Episode, EpisodeKind, find_episodes
from .metrics import Distribution, Sufficiency
from .profile import DaySummary, ProfileBin, daily_profile, daily_summaries
from .reading_log import ReadingLog
from .targets import TARGETS, Target, TargetGroup, TargetResult, check_targets
from .thresholds import Thresholds

__all__ = [
    "TARGETS",
    "CurrentGlucose",
    "DaySummary",
    "Distribution",
    "Episode",
    "EpisodeKind",
    "ProfileBin",
    "ReadingLog",
    "Sufficiency",
    "Target",
    "TargetGroup",
    "TargetResult",
    "Thresholds",
    "check_targets",
    "daily_profile",
    "daily_summaries",
    "find_episodes",
]
