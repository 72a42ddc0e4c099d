"""The time of the next poll, aligned with the sensor."""

from datetime import datetime, timedelta

from .lag_estimator import JITTER, RETRIES, SHORTEST_WAIT, LagEstimator
from .ranges import CADENCE
from .token_bucket import TokenBucket

# At most 325 polls in any 24 hours, and 308 a day on average.
_SECONDS_PER_TOKEN, _CAPACITY = 280.0, 16


class PollSchedule:
    """Schedules each poll for the moment at which the next reading can be fetched.

    The next reading is due 300 seconds after the newest one, plus the lag that is
    estimated from earlier readings; that also holds across a change of the sensor. About
    one reading in thirty needs a second poll. A late or lost reading costs two retries at
    most; after them polls continue every 300 seconds.

    Polls beyond one in 300 seconds are paid from a token bucket. Failed polls are not
    reported to the schedule. They happen every 300 seconds, and are paid for later.
    """

    def __init__(self) -> None:
        """Initialize without a reading."""
        self._bucket = TokenBucket(_SECONDS_PER_TOKEN, _CAPACITY)
        self._lag = LagEstimator()
        self._polled: datetime | None = None
        self._planned: datetime | None = None
        self._newest: datetime | None = None
        self._misses = 0

    def next_poll(self, now: datetime, newest: datetime | None) -> timedelta:
        """Return the delay to the next poll, given the newest reading found.

        To be called after each poll that Dexcom has answered. Without any reading the
        wait is 300 seconds, otherwise 10 to 310 seconds.
        """
        if self._polled is not None and self._polled > now:
            # The clock was set back: nothing is known about the polls so far.
            self._polled = self._planned = None
            self._bucket.reset()
        self._bucket.take(now, self._missed_polls(now))
        if newest is not None:
            self._note(now, newest)
        seconds = self._seconds_to_next(now)
        if seconds < self._bucket.wait:
            seconds = CADENCE
        wait = timedelta(seconds=seconds)
        self._polled, self._planned = now, now + wait
        return wait

    def _missed_polls(self, now: datetime) -> float:
        """Return the number of polls that have failed since the planned one."""
        if self._planned is None:
            return 0.0
        failing = (now - self._planned).total_seconds()
        return failing / CADENCE if failing > CADENCE / 2 else 0.0

    def _note(self, now: datetime, newest: datetime) -> None:
        """Update the lag if the newest reading is a new one."""
        if self._newest is not None and self._newest > max(newest, now):
            # The known reading was in the future: the clock was wrong.
            self._newest = None
            self._lag.forget()
        if self._newest is None or newest > self._newest:
            self._lag.update(now, newest, self._polled, self._bucket.tokens, _CAPACITY)
            self._newest, self._misses = newest, 0

    def _seconds_to_next(self, now: datetime) -> float:
        """Return the seconds to the time at which the next reading should be there.

        Where it is overdue, to the next retry, and without a retry to the time of the
        reading after it.
        """
        if self._newest is None:
            return CADENCE
        # The next reading was not there at this age, so its lag is longer.
        age = (now - self._newest).total_seconds() - CADENCE
        regular = (self._lag.high - age) % CADENCE
        if regular < SHORTEST_WAIT:
            regular += CADENCE
        low, high = max(self._lag.low, age), self._lag.high
        wait = ((low + high) / 2 if high - low > JITTER else high) - age
        if wait >= SHORTEST_WAIT:
            return min(wait, regular)
        self._misses += 1
        if self._misses <= len(RETRIES):
            retry, needed = RETRIES[self._misses - 1]
            if self._bucket.tokens >= needed:
                return min(retry, regular)
        return regular
