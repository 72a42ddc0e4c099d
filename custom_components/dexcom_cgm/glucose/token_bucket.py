"""A token bucket, which limits a rate and allows bursts."""

from datetime import datetime


class TokenBucket:
    """Tokens that are refilled one per interval, up to a capacity; full at first.

    The number of tokens is fractional. It is at least -1: a token can always be taken,
    and is then owed.
    """

    def __init__(self, interval: float, capacity: int) -> None:
        """Refill one token per interval in seconds."""
        self._interval = interval
        self._capacity = capacity
        self._refilled_at: datetime | None = None
        self.tokens = float(capacity)

    def reset(self) -> None:
        """Fill the bucket, after the clock was set back."""
        self._refilled_at = None
        self.tokens = float(self._capacity)

    def take(self, now: datetime, missed: float = 0.0) -> None:
        """Take one token, and as many of `missed` as there are."""
        if self._refilled_at is not None:
            passed = (now - self._refilled_at).total_seconds()
            self.tokens += passed / self._interval
        self._refilled_at = now
        self.tokens = min(max(self.tokens - missed, 0.0), float(self._capacity)) - 1

    @property
    def wait(self) -> float:
        """Return the seconds until no token is owed."""
        return max(-self.tokens * self._interval, 0.0)
