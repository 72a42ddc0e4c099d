"""Exponential backoff and Retry-After."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from random import random

# Longer waits are mistakes.
MAX_RETRY_AFTER = 86_400.0
# Jitter: waits are up to this share shorter, so that clients do not return together.
_JITTER = 0.1


class Backoff:
    """Exponential backoff with jitter, in seconds, that honors Retry-After."""

    def __init__(
        self, first: float, longest: float, random: Callable[[], float] = random
    ) -> None:
        """Wait twice the first delay, doubled each time up to the longest.

        `random` returns a number of [0, 1).
        """
        self._first = self._delay = first
        self._longest = longest
        self._random = random
        self._until: float | None = None

    def next(self, now: float, retry_after: float | None = None) -> float:
        """Return the seconds to wait after a failure at `now`, by a monotonic clock.

        Repeated short waits that a server requests grow too.
        """
        delay = self._delay
        self._delay = min(2 * delay, self._longest)
        if retry_after:
            wait = max(delay, min(retry_after, MAX_RETRY_AFTER))
        else:
            wait = self._delay * (1 - _JITTER * self._random())
        self._until = now + wait
        return wait

    def remaining(self, now: float) -> float:
        """Return the remaining seconds to wait."""
        return 0.0 if self._until is None else max(self._until - now, 0.0)

    def reset(self) -> None:
        """Start over after a success."""
        self._delay = self._first
        self._until = None


def parse_retry_after(header: str | None) -> float | None:
    """Return the seconds of a Retry-After header, at most a day; None if invalid.

    A date in the past is 0.
    """
    if header is None:
        return None
    header = header.strip()
    try:
        if header.isdecimal():
            seconds = float(header)
        else:
            delay = parsedate_to_datetime(header) - datetime.now(UTC)
            seconds = delay.total_seconds()
    except ValueError, TypeError, OverflowError:
        return None
    return min(max(seconds, 0.0), MAX_RETRY_AFTER)
