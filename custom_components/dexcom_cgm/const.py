"""Constants of the Dexcom CGM integration."""

from datetime import timedelta
from enum import StrEnum
import logging

from .glucose.ranges import CADENCE

DOMAIN = "dexcom_cgm"
TITLE = "Dexcom CGM"
LOGGER = logging.getLogger(__package__)

CONF_REGION = "region"
# The two names of the person; see identity.py.
CONF_SUBJECT = "subject"
CONF_USER_ID = "user_id"
CONF_STALE_LIMIT = "stale_limit"
CONF_URGENT_LOW = "urgent_low"
CONF_LOW = "low"
CONF_HIGH = "high"
CONF_LIVE_SOURCE = "live_source"
CONF_HISTORY = "history"
THRESHOLD_OPTIONS = (CONF_URGENT_LOW, CONF_LOW, CONF_HIGH)
# In the initial data of a reauthentication: its reason.
CONF_REASON = "reason"

DEVELOPER_PORTAL_URL = "https://developer.dexcom.com"

POLL_INTERVAL = timedelta(seconds=CADENCE)
# How far back the readings of an account are kept.
HISTORY = timedelta(days=90)
# How far back the last dose, meal or exercise is searched: together with an hour ahead,
# one request.
EVENT_HISTORY = timedelta(days=29)
# Default of the stale limit beyond the delay of the region.
STALE_MARGIN = timedelta(minutes=30)


class DataStatus(StrEnum):
    """The status of an account's data."""

    OK = "ok"
    DELAYED = "delayed"
    NO_DATA = "no_data"
    RATE_LIMITED = "rate_limited"
    CANNOT_CONNECT = "cannot_connect"
    AUTH_REQUIRED = "auth_required"


class HistoryLength(StrEnum):
    """How far back the days of an account are fetched."""

    DAYS_90 = "days_90"
    YEAR = "year"
    EVERYTHING = "everything"


class LoginProblem(StrEnum):
    """The reason of a reauthentication; also the keys of its texts."""

    REVOKED = "login_revoked"
    ALREADY_USED = "login_already_used"
    REFUSED = "data_refused"
    WRONG_SECRET = "wrong_secret"


# Countries that use mmol/L; all others use mg/dL.
# fmt: off
MMOL_L_COUNTRIES = frozenset({
    "AU", "BA", "BG", "BY", "CA", "CH", "CN", "CZ", "DK", "EE", "FI", "GB", "HK",
    "HR", "HU", "IE", "IS", "KZ", "LT", "LV", "ME", "MK", "MT", "MY", "NL", "NO",
    "NZ", "RS", "RU", "SE", "SG", "SI", "SK", "UA", "VN", "XK", "ZA",
})
# fmt: on
