"""The rules by which triggers fire."""

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from typing import Self, override

from ..glucose.ranges import READINGS_PER_DAY
from .snapshot import Snapshot

type Fact = Callable[[Snapshot], bool | None]


class Rule(ABC):
    """Decides whether a trigger fires for an account.

    The first snapshot is the initial state and never fires. The state survives silence:
    glucose that was low before a gap and is low after it has not become low.
    """

    @abstractmethod
    def update(self, snapshot: Snapshot | None) -> bool:
        """Update the state by a snapshot, None for silence; return whether it fires."""

    def for_drill(self) -> Self | None:
        """Return a copy that follows a drill, None if drills do not concern the rule."""
        return deepcopy(self)

    def ends_drill(self, snapshot: Snapshot | None) -> bool:
        """Return whether the end of a drill fires; `snapshot` is of the measured reading.

        Only rules that undo what a drill has triggered fire.
        """
        return False


class Becomes(Rule):
    """Fires when a fact becomes true, also if it was unknown before."""

    def __init__(self, fact: Fact) -> None:
        """Follow a fact, which may be None where it is unknown."""
        self._fact = fact
        self._is_initialized = False
        self._last: bool | None = None

    @override
    def update(self, snapshot: Snapshot | None) -> bool:
        """Compare the fact with its last known state."""
        fact = None if snapshot is None else self._fact(snapshot)
        if fact is None:
            # Silence is an initial state; settings that are not known yet are not.
            self._is_initialized = self._is_initialized or snapshot is None
            return False
        was_initialized, last = self._is_initialized, self._last
        self._is_initialized, self._last = True, fact
        return was_initialized and self._fires(last, fact)

    def _fires(self, last: bool | None, fact: bool) -> bool:
        """Return whether a change fires."""
        return fact and not last


class Crosses(Becomes):
    """Fires when glucose crosses a threshold, in a drill also on the way back."""

    @override
    def ends_drill(self, snapshot: Snapshot | None) -> bool:
        """Return whether the fact is true, and was false in the drill."""
        fact = None if snapshot is None else self._fact(snapshot)
        return self._last is False and fact is True


class Ends(Becomes):
    """Fires when a fact that was true is false."""

    @override
    def ends_drill(self, snapshot: Snapshot | None) -> bool:
        """Return whether the fact was true in the drill and is not any more."""
        fact = None if snapshot is None else self._fact(snapshot)
        return self._last is True and not fact

    @override
    def _fires(self, last: bool | None, fact: bool) -> bool:
        """Return whether a change fires."""
        return last is True and not fact


class Silence(Rule):
    """Fires when readings stop, or when they come back, which a drill does not change."""

    def __init__(self, *, begins: bool) -> None:
        """Fire at the beginning or at the end of silence."""
        self._begins = begins
        self._last: bool | None = None

    @override
    def update(self, snapshot: Snapshot | None) -> bool:
        """Compare with the last state."""
        last, self._last = self._last, snapshot is None
        return last is (not self._begins) and self._last is self._begins

    @override
    def for_drill(self) -> None:
        """Return None: made-up readings say nothing about the sensor."""


class NewReading(Rule):
    """Fires once for each reading."""

    def __init__(self) -> None:
        """Start without any reading."""
        self._is_initialized = False
        # After the clock was set back, a reading that has fired may be the newest again.
        self._fired: deque[datetime] = deque(maxlen=READINGS_PER_DAY)

    @override
    def update(self, snapshot: Snapshot | None) -> bool:
        """Compare with the readings that have fired."""
        was_initialized, self._is_initialized = self._is_initialized, True
        if snapshot is None or snapshot.time in self._fired:
            return False
        self._fired.append(snapshot.time)
        return was_initialized
