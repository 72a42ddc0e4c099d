"""When to ask next, in time with the sensor."""

from datetime import datetime, timedelta

# So many seconds lie between two readings, and between two polls without any rhythm.
_PERIOD = 300.0
_SHORTEST = 10.0
# What the upload of a phone usually takes more or less; no lag is known more exactly.
_JITTER = 20.0
# After a poll that came too soon: seconds to the next one, and the polls that have to
# be saved up for it. What is not there then may be late by anything.
_RETRIES = ((15.0, 5), (30.0, 8))
_RETRIED = sum(seconds for seconds, _ in _RETRIES)
# So many late readings in a row are no accident; to look for the new lag, so many polls
# have to be saved up.
_LATE, _SEARCH = 3, 5
# Each poll that is in time is some seconds earlier than the one before. The steps grow
# while all is saved up that can be; they are large where the lag is new.
_STEP, _NEW_STEP, _LONGEST_STEP, _GROWTH = 0.05, 3.0, 2 * _JITTER, 1.25
_LATER = 10.0
# A poll costs so much of the time that passes, and so many can be saved up for: at most
# 325 in any 24 hours, and 308 a day in the long run.
_PRICE, _SAVINGS = 280.0, 16


class Rhythm:
    """Finds out how long after its measurement a reading can be had, and asks then.

    This lag is Dexcom's delay and the time that the phone takes to upload. It belongs to
    the account and not to the sensor: the first reading of a new sensor tells when the
    next one is due, which is its own time, 300 seconds and the lag.

    A reading that one poll brings, and that the poll before it did not, has a lag
    between the two. While these bounds are wide, polls halve them. Then polls come at
    the upper bound, which wanders: a little down with each reading that is in time, up
    with one that is not. It settles where about one reading in thirty needs a second
    poll. For a reading that is late or lost there are two further polls at most; then
    they keep their time every 300 seconds until there is one.

    Polls beyond one in 300 seconds are paid from what is saved up, and only what all is
    saved up for makes the steps down larger: a lag that is a minute or two shorter than
    before is found within hours, any other change with the next readings. Polls that
    failed are not told here, but come every 300 seconds, and are paid for later.
    """

    def __init__(self) -> None:
        """Start without knowing anything."""
        self._polled: datetime | None = None
        self._planned: datetime | None = None
        self._paid_until: datetime | None = None
        self._saved = 0.0
        self._newest: datetime | None = None
        self._low = self._high = 0.0
        self._step = _NEW_STEP
        self._late = self._misses = 0

    def next_poll(self, now: datetime, newest: datetime | None) -> timedelta:
        """Return how long to wait after a poll, which has found a newest reading.

        To be called after each poll that Dexcom has answered. Without any reading the
        wait is five minutes, else it is between ten seconds and ten more than that.
        """
        if self._polled is not None and self._polled > now:
            # The clock was put back: what was saved up and planned by it is unknown.
            self._polled = self._planned = self._paid_until = None
        self._pay(now)
        if newest is not None:
            if self._newest is not None and self._newest > max(newest, now):
                # It was not of the future after all.
                self._newest = None
            if self._newest is None or newest > self._newest:
                self._learn(now, newest)
                self._newest, self._misses = newest, 0
        seconds = self._plan(now)
        if seconds < -self._saved * _PRICE:
            seconds = _PERIOD
        wait = timedelta(seconds=seconds)
        self._polled, self._planned = now, now + wait
        return wait

    def _pay(self, now: datetime) -> None:
        """Pay for this poll, and for those that failed before it."""
        paid = now if self._paid_until is None else self._paid_until
        if self._planned is not None:
            failing = (now - self._planned).total_seconds()
            if failing > _PERIOD / 2:
                paid += timedelta(seconds=_PRICE * failing / _PERIOD)
        most = now + timedelta(seconds=_PRICE * _SAVINGS)
        paid = min(max(paid, now), most) + timedelta(seconds=_PRICE)
        self._paid_until = paid
        self._saved = _SAVINGS - (paid - now).total_seconds() / _PRICE

    def _learn(self, now: datetime, newest: datetime) -> None:
        """Take from a new reading what it tells about the lag."""
        high = (now - newest).total_seconds()
        low = high - _PERIOD
        if self._polled is not None:
            low = min(max(low, (self._polled - newest).total_seconds()), high)
        if self._newest is None:
            self._low, self._high = low, high
        elif self._high - self._low > _JITTER:
            if low < self._high and self._low < high:
                low, high = max(low, self._low), min(high, self._high)
            self._search(low, high)
        elif low > self._high - _SHORTEST:
            self._late += 1
            # A whole period more changes nothing about when polls come, and is free.
            periods = (high - self._high - _JITTER) // _PERIOD * _PERIOD
            if self._late >= _LATE and self._saved >= _SEARCH:
                self._search(self._low, high)
            elif self._late >= _LATE or high < self._high + _RETRIED + _SHORTEST:
                self._move(max(_LATER, self._step, periods))
                self._step = _STEP
        else:
            self._late = 0
            if high < self._high - 3 * _JITTER:
                self._search(low, high)
            elif high < self._high + _SHORTEST:
                self._move(-self._step)
                if self._saved >= _SAVINGS - 1:
                    self._step = min(self._step * _GROWTH, _LONGEST_STEP)

    def _search(self, low: float, high: float) -> None:
        """Look for the lag between new bounds."""
        self._low, self._high = low, high
        self._step, self._late = _NEW_STEP, 0

    def _move(self, seconds: float) -> None:
        """Move the bounds."""
        self._low += seconds
        self._high += seconds

    def _plan(self, now: datetime) -> float:
        """Return the seconds to the moment at which the next reading should be there.

        Where it should be there already, these are the seconds to the next retry, and
        without one those to the moment for the reading after it.
        """
        if self._newest is None:
            return _PERIOD
        # The next reading was not there at this age: its lag is longer.
        age = (now - self._newest).total_seconds() - _PERIOD
        regular = (self._high - age) % _PERIOD
        if regular < _SHORTEST:
            regular += _PERIOD
        low = max(self._low, age)
        wide = self._high - low > _JITTER
        wait = ((low + self._high) / 2 if wide else self._high) - age
        if wait >= _SHORTEST:
            return min(wait, regular)
        self._misses += 1
        if self._misses <= len(_RETRIES):
            retry, needed = _RETRIES[self._misses - 1]
            if self._saved >= needed:
                return min(retry, regular)
        return regular
