"""Intervals measured on a wall clock, which may be corrected in either direction."""

from datetime import datetime, timedelta


def is_due(last: datetime | None, every: timedelta, now: datetime) -> bool:
    """Return whether what was last done at a moment is due again.

    It is due when it was never done, when at least `every` has passed since, or when
    `last` lies in the future: the clock was wrong then, so nothing is known about when
    it was done.
    """
    return last is None or not timedelta(0) <= now - last < every
