"""Validation of the window of an action, and of a report."""

from datetime import datetime, timedelta

from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util

from ..const import DOMAIN, HISTORY

LONGEST_WINDOW = timedelta(days=90)
# Time between the choice of a window and its use: that of a signed URL, and some more.
_TOLERANCE = timedelta(minutes=10)


def check_window(
    start: datetime, end: datetime, longest: timedelta | None = LONGEST_WINDOW
) -> None:
    """Raise ServiceValidationError for a window in UTC that is not valid."""
    if start >= dt_util.utcnow():
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="start_in_future"
        )
    if start >= end:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="end_not_after_start"
        )
    if longest is not None and _is_longer(start, end, longest):
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="window_too_long",
            translation_placeholders={"days": str(longest.days)},
        )


def is_stored(start: datetime) -> bool:
    """Return whether readings since a time are stored."""
    return not _is_longer(start + _TOLERANCE, dt_util.utcnow(), HISTORY)


def check_stored(start: datetime) -> None:
    """Raise ServiceValidationError for a time before the stored readings."""
    if not is_stored(start):
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="window_too_old",
            translation_placeholders={"days": str(HISTORY.days)},
        )


def _is_longer(start: datetime, end: datetime, longest: timedelta) -> bool:
    """Return whether a window is longer than a number of days.

    Days are of 24 hours, or calendar days of the home, which are an hour longer at the
    end of daylight saving time.
    """
    if end - start > longest + timedelta(days=1):
        # Much longer; local time may be out of range.
        return True
    return end - start > longest and (
        dt_util.as_local(end) - longest > dt_util.as_local(start)
    )
