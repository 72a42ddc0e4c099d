"""What readings mean: pure Python without I/O."""

from .current import CurrentGlucose, Source
from .episodes import Episode, EpisodeKind, find_episodes
from .gaps import find_gaps
from .metrics import Distribution, Sufficiency
from .models import (
    Alert,
    AlertSchedule,
    AlertSetting,
    Calibration,
    Device,
    LoggedEvent,
    Reading,
    Trend,
)
from .poll_schedule import PollSchedule
from .profile import DaySummary, ProfileBin, daily_profile, daily_summaries
from .ranges import ABOVE_RANGE, BELOW_RANGE, MG_DL_PER_MMOL_L
from .reading_log import ReadingLog
from .rounding import (
    highest_shown_as,
    lowest_shown_as,
    round_half_away,
    shown_in_mmol_l,
)
from .sensor_life import SensorLife, SensorLives
from .slots import LogSlots, Slots, sufficiency
from .targets import TARGETS, Target, TargetGroup, TargetResult, check_targets
from .thresholds import Thresholds, threshold_in_mg_dl
from .windows import RollingWindow

__all__ = [
    "ABOVE_RANGE",
    "BELOW_RANGE",
    "MG_DL_PER_MMOL_L",
    "TARGETS",
    "Alert",
    "AlertSchedule",
    "AlertSetting",
    "Calibration",
    "CurrentGlucose",
    "DaySummary",
    "Device",
    "Distribution",
    "Episode",
    "EpisodeKind",
    "LogSlots",
    "LoggedEvent",
    "PollSchedule",
    "ProfileBin",
    "Reading",
    "ReadingLog",
    "RollingWindow",
    "SensorLife",
    "SensorLives",
    "Slots",
    "Source",
    "Sufficiency",
    "Target",
    "TargetGroup",
    "TargetResult",
    "Thresholds",
    "Trend",
    "check_targets",
    "daily_profile",
    "daily_summaries",
    "find_episodes",
    "find_gaps",
    "highest_shown_as",
    "lowest_shown_as",
    "round_half_away",
    "shown_in_mmol_l",
    "sufficiency",
    "threshold_in_mg_dl",
]
