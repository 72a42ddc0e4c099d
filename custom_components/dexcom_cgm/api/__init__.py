"""Client of Dexcom's developer API, version 3; knows nothing of Home Assistant."""

from .chunks import chunked
from .client import MAX_WINDOW, DexcomClient, Records
from .decoding import decode_json
from .devices import AlertSchedule, AlertSetting, Device
from .errors import (
    DexcomAccountError,
    DexcomAnswerError,
    DexcomAuthError,
    DexcomConnectionError,
    DexcomError,
    DexcomRateLimitError,
    DexcomRequestError,
    DexcomServerError,
)
from .limiter import MAX_CONCURRENT_REQUESTS, RequestLimiter
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
from .retry import Backoff, parse_retry_after

__all__ = [
    "ABOVE_RANGE",
    "BELOW_RANGE",
    "MAX_CONCURRENT_REQUESTS",
    "MAX_WINDOW",
    "MG_DL_PER_MMOL_L",
    "REGIONS",
    "Alert",
    "AlertSchedule",
    "AlertSetting",
    "Backoff",
    "Calibration",
    "DataRange",
    "Device",
    "DexcomAccountError",
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
    "RequestLimiter",
    "TimeSpan",
    "Trend",
    "chunked",
    "decode_json",
    "get_region",
    "parse_retry_after",
]
