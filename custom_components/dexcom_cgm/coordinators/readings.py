"""The readings of an account: one store, which polls, backfill and imports feed."""

from collections.abc import Callable
from enum import Enum, auto
from typing import NamedTuple

from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.util import dt as dt_util

from ..api import Records, chunked
from ..glucose import Reading, ReadingLog, SensorLives

# Readings added to the log before yielding to the event loop.
LOG_CHUNK = 100
COMPLETE = 100


class Origin(Enum):
    """What fetched the readings of a change."""

    POLL = auto()
    BACKFILL = auto()
    SWEEP = auto()
    IMPORT = auto()


class ReadingsChange(NamedTuple):
    """A change of the stored readings, or of the progress of the backfill.

    `hours` are those whose readings have changed, in hours since 1970 UTC; empty where
    only the progress has.
    """

    hours: frozenset[int]
    origin: Origin


type ReadingsListener = Callable[[ReadingsChange], None]


class ReadingStore:
    """Owns the readings of an account, and notifies listeners of changes."""

    def __init__(self) -> None:
        """Start without any reading."""
        self.log = ReadingLog()
        self.sensors = SensorLives()
        # Records that could not be parsed since the start.
        self.skipped = 0
        self._progress: int | None = None
        self._older_progress: int | None = None
        self._listeners: list[ReadingsListener] = []

    @property
    def progress(self) -> int | None:
        """Return how much of the history is loaded in %, None before the backfill."""
        return self._progress

    @property
    def older_progress(self) -> int | None:
        """Return the progress of the long backfill in %, None if none is wanted."""
        return self._older_progress

    @property
    def is_loading(self) -> bool:
        """Return whether the backfill is not complete yet."""
        return self._progress != COMPLETE

    @callback
    def async_add_listener(self, listener: ReadingsListener) -> CALLBACK_TYPE:
        """Call a listener after each change; return what removes it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @callback
    def restore(self, log: ReadingLog, sensors: SensorLives) -> None:
        """Replace the empty log by a saved one, before anybody listens."""
        self.log, self.sensors = log, sensors

    async def async_add(self, answer: Records[Reading], origin: Origin) -> None:
        """Add readings in chunks, and notify listeners once if any has changed."""
        self.skipped += answer.skipped
        hours: set[int] = set()
        async for chunk in chunked(answer.records, LOG_CHUNK):
            hours |= self.log.add(chunk)
            self.sensors.add(chunk, dt_util.utcnow())
        if hours:
            self._notify(ReadingsChange(frozenset(hours), origin))

    @callback
    def async_set_progress(self, progress: int) -> None:
        """Set how much of the history is loaded, in %."""
        if progress != self._progress:
            self._progress = progress
            self._notify(ReadingsChange(frozenset(), Origin.BACKFILL))

    @callback
    def async_set_older_progress(self, progress: int | None) -> None:
        """Set the progress of the long backfill in %."""
        if progress != self._older_progress:
            self._older_progress = progress
            self._notify(ReadingsChange(frozenset(), Origin.BACKFILL))

    def _notify(self, change: ReadingsChange) -> None:
        """Notify all listeners of a change."""
        for listener in self._listeners:
            listener(change)
