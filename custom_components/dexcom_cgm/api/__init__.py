"""Client of Dexcom's developer API v3, independent of Home Assistant."""

from .chunks import chunked
from .client import MAX_WINDOW, DexcomClient, Records
from .decoding import decode_json
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
from .records import DataRange, TimeSpan
from .regions import REGIONS, Region, get_region
from .retry import Backoff, parse_retry_after

__all__ = [
    "MAX_CONCURRENT_REQUESTS",
    "MAX_WINDOW",
    "REGIONS",
    "Backoff",
    "DataRange",
    "DexcomAccountError",
    "DexcomAnswerError",
    "DexcomAuthError",
    "DexcomClient",
    "DexcomConnectionError",
    "DexcomError",
    "DexcomRateLimitError",
    "DexcomRequestError",
    "DexcomServerError",
    "Records",
    "Region",
    "RequestLimiter",
    "TimeSpan",
    "chunked",
    "decode_json",
    "get_region",
    "parse_retry_after",
]
