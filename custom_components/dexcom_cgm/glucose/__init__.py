"""What readings mean: pure Python without I/O."""

from .current import CurrentGlucose, Source
from .episodes import Episode, EpisodeKind, find_episodes
from .gaps import find_gaps
from .metrics import Distribution, Sufficiency
from .profile import DaySummary, ProfileBin, daily_profile, daily_summaries
from .reading_log import ReadingLog
from .rhythm import Rhythm
from .targets import TARGETS, Target, TargetGroup, TargetResult, check_targets
from .thresholds import Thresholds
from .windows import RollingWindow

__all__ = [
    "TARGETS",
    "CurrentGlucose",
    "DaySummary",
    "Distribution",
    "Episode",
    "EpisodeKind",
    "ProfileBin",
    "ReadingLog",
    "Rhythm",
    "RollingWindow",
    "Source",
    "Sufficiency",
    "Target",
    "TargetGroup",
    "TargetResult",
    "Thresholds",
    "check_targets",
    "daily_profile",
    "daily_summaries",
    "find_episodes",
    "find_gaps",
]
