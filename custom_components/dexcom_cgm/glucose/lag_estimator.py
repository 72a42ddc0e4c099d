"""An estimator of the lag between a measurement and the moment it can be fetched."""

from datetime import datetime

from .ranges import CADENCE

# Variation of a phone's upload time in seconds; the lag is not known more exactly.
JITTER = 20.0
# Seconds until the retries after an early poll, with the tokens each of them needs. A
# reading that is not there after them may be late by anything.
RETRIES = ((15.0, 5), (30.0, 8))
SHORTEST_WAIT = 10.0
_RETRIED = sum(seconds for seconds, _ in RETRIES)
# Consecutive late readings that mean a longer lag, and the tokens a new search needs.
_LATE, _SEARCH = 3, 5
# After a reading that is on time, the upper bound is lowered by a step in seconds. Steps
# grow while the bucket is full, and are large while the lag is new.
_STEP, _NEW_STEP, _LONGEST_STEP, _GROWTH = 0.05, 3.0, 2 * JITTER, 1.25
_LATER = 10.0


class LagEstimator:
    """Keeps bounds of the lag, in seconds: Dexcom's delay plus the upload time.

    The lag belongs to the account, not to the sensor. A reading that one poll fetches
    and the poll before did not has a lag between the ages it would have had at the two
    polls. Wide bounds are narrowed by bisection. Then the upper bound follows the
    readings: a little lower after each one that is on time, higher after a late one.
    """

    def __init__(self) -> None:
        """Start without any bounds."""
        self.low = self.high = 0.0
        self._has_bounds = False
        self._step = _NEW_STEP
        self._late = 0

    @property
    def is_wide(self) -> bool:
        """Return whether the bounds are further apart than uploads vary."""
        return self.high - self.low > JITTER

    def update(
        self,
        now: datetime,
        measured_at: datetime,
        previous_poll: datetime | None,
        tokens: float,
        capacity: int,
    ) -> None:
        """Update the bounds by a new reading, fetched now but not by the previous poll.

        `tokens` limits how fast the bounds are changed; `capacity` is those of a full
        bucket.
        """
        high = (now - measured_at).total_seconds()
        low = high - CADENCE
        if previous_poll is not None:
            low = min(max(low, (previous_poll - measured_at).total_seconds()), high)
        if not self._has_bounds:
            self._has_bounds = True
            self.low, self.high = low, high
        elif self.is_wide:
            if low < self.high and self.low < high:
                low, high = max(low, self.low), min(high, self.high)
            self._search(low, high)
        elif low > self.high - SHORTEST_WAIT:
            self._late += 1
            # Polls repeat with the cadence, so whole periods more cost nothing.
            periods = (high - self.high - JITTER) // CADENCE * CADENCE
            if self._late >= _LATE and tokens >= _SEARCH:
                self._search(self.low, high)
            elif self._late >= _LATE or high < self.high + _RETRIED + SHORTEST_WAIT:
                self._move(max(_LATER, self._step, periods))
                self._step = _STEP
        else:
            self._late = 0
            if high < self.high - 3 * JITTER:
                self._search(low, high)
            elif high < self.high + SHORTEST_WAIT:
                self._move(-self._step)
                if tokens >= capacity - 1:
                    self._step = min(self._step * _GROWTH, _LONGEST_STEP)

    def forget(self) -> None:
        """Drop the bounds before the next reading, after the clock was set back."""
        self._has_bounds = False

    def _search(self, low: float, high: float) -> None:
        """Search for the lag between new bounds."""
        self.low, self.high = low, high
        self._step, self._late = _NEW_STEP, 0

    def _move(self, seconds: float) -> None:
        """Move both bounds."""
        self.low += seconds
        self.high += seconds
