"""Client of Dexcom's developer API, version 3; knows nothing of Home Assistant."""

from .client import MAX_AT_ONCE, DexcomClient, Records
from .devices import AlertSchedule, AlertSetting, Device
from .errors import (
    DexcomAnswerError,
    DexcomAuthError,
    DexcomConnectionError,
    DexcomError,
    DexcomRateLimitError,
    DexcomRequestError,
    DexcomServerError,
)
from .models import (
    ABOVE_RANGE,
    BELOW_RANGE,
    Alert,
    Calibration,
    DataRange,
    Event,
    Reading,
    TimeSpan,
    Trend,
)
from .parsing import MG_DL_PER_MMOL_L
from .regions import REGIONS, Region, get_region

__all__ = [
    "ABOVE_RANGE",
    "BELOW_RANGE",
    "MAX_AT_ONCE",
    "MG_DL_PER_MMOL_L",
    "REGIONS",
    "Alert",
    "AlertSchedule",
    "AlertSetting",
    "Calibration",
    "DataRange",
    "Device",
    "DexcomAnswerError",
    "DexcomAuthError",
    "DexcomClient",
    "DexcomConnectionError",
    "DexcomError",
    "DexcomRateLimitError",
    "DexcomRequestError",
    "DexcomServerError",
    "Event",
    "Reading",
    "Records",
    "Region",
    "TimeSpan",
    "Trend",
    "get_region",
]
