"""What readings mean: pure Python without I/O."""

from .current import CurrentGlucose
from .reading_log import ReadingLog
from .thresholds import Thresholds

__all__ = ["CurrentGlucose", "ReadingLog", "Thresholds"]
