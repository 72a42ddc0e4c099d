"""When to try again after a server has asked its clients to slow down."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from random import random

# A longer wait, whoever asks for it, is a mistake.
MAX_RETRY_AFTER = 86_400.0
# Own waits are up to this share shorter, so that clients do not return together.
_JITTER = 0.1


class Backoff:
    """Exponential backoff with jitter, in seconds, that honors Retry-After."""

    def __init__(
        self, first: float, longest: float, random: Callable[[], float] = random
    ) -> None:
        """Wait twice the first delay, then twice as long each time, up to the longest.

        `random` returns a number of [0, 1).
        """
        self._first = self._delay = first
        self._longest = longest
        self._random = random
        self._until: float | None = None

    def next(self, now: float, retry_after: float | None = None) -> float:
        """Return how long to wait after a failure at `now`, by a monotonic clock.

        A server that keeps asking for a short wait is asked ever more rarely all the
        same.
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
        """Return how long there is still to wait."""
        return 0.0 if self._until is None else max(self._until - now, 0.0)

    def reset(self) -> None:
        """Start over after a success."""
        self._delay = self._first
        self._until = None


def parse_retry_after(header: str | None) -> float | None:
    """Return the seconds of a Retry-After header, of a day at most; None for nonsense.

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
