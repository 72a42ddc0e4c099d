"""Polls events and alerts: what happens now and then."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..account.files import AccountFile
from ..api import DexcomAuthError, DexcomError, DexcomRateLimitError, Records
from ..const import LOGGER
from ..glucose import Alert, LoggedEvent
from ..glucose.clock import is_due
from .glucose import GlucoseCoordinator
from .side import SideCoordinator

_INTERVAL = timedelta(minutes=15)
# A record older than this never fires.
_NEW_FOR = timedelta(hours=24)
# Ids of fired records are kept this long. It is much longer than records can fire, so
# that a clock that is some days off fires none a second time.
_TOLD_FOR = timedelta(days=8)
# Each poll looks back a little further than Dexcom's delay, once an hour as far as
# anything can be new, once a day on the days in which people correct what they logged,
# and once a week, and at the start, on all the history.
_DAY = timedelta(hours=25)
_LOOK_BACKS = {
    timedelta(days=8): timedelta(days=1),
    _DAY: timedelta(hours=1),
    timedelta(hours=4): timedelta(0),
}
_ALL_EVERY = timedelta(days=7)
# Devices' clocks may be ahead by this much.
_AHEAD = timedelta(hours=1)
# Dexcom may round the ends of a window in another way than we do.
_ROUNDING = timedelta(seconds=2)
# A look-back that fails is retried after this, doubled each time.
_FIRST_RETRY = timedelta(minutes=10)
_LONGEST_RETRY = timedelta(days=1)
_STORAGE_VERSION = 1

type RecordListener[T] = Callable[[T], None]


@dataclass(slots=True)
class _LookBack:
    """A window that ends now, and when it was last read."""

    length: timedelta
    every: timedelta
    read_at: datetime | None = None
    failed_at: datetime | None = None
    failures: int = 0

    def is_due(self, now: datetime) -> bool:
        """Return whether to ask for it in this poll."""
        if self.failures:
            retry = min(_FIRST_RETRY * 2 ** min(self.failures - 1, 16), _LONGEST_RETRY)
            if not is_due(self.failed_at, retry, now):
                return False
        return is_due(self.read_at, self.every, now)

    def succeed(self, now: datetime) -> None:
        """Remember that all of the window is known."""
        self.read_at, self.failed_at, self.failures = now, None, 0

    def fail(self, now: datetime) -> None:
        """Remember that it failed where a narrower window did not."""
        self.failed_at, self.failures = now, self.failures + 1


class RecordCoordinator[T: LoggedEvent | Alert](SideCoordinator[tuple[T, ...]]):
    """Keeps the records of one kind up to date, and fires each new one once.

    `data` holds the known records, oldest first, without deleted ones. A record is new
    if its id was not known, it happened after the account was set up, and it is not
    older than 24 hours. The ids of those that have fired are kept on disk, so that none
    fires again after a restart.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        glucose: GlucoseCoordinator,
        kind: str,
        fetch: Callable[[datetime, datetime], Awaitable[Records[T]]],
        *,
        history: timedelta = _DAY,
    ) -> None:
        """Poll one kind, and keep its records for the length of `history`."""
        super().__init__(hass, entry, glucose, kind, _INTERVAL)
        self._fetch = fetch
        self._history = history
        # Widest first.
        self._look_backs = [
            _LookBack(length, every)
            for length, every in ({history: _ALL_EVERY} | _LOOK_BACKS).items()
            if length <= history
        ]
        self._known: dict[str, T] = {}
        self._known_from: datetime | None = None
        self._known_until: datetime | None = None
        self._listeners_of_new: list[RecordListener[T]] = []
        self._file = AccountFile(
            hass, entry.entry_id, kind, _STORAGE_VERSION, _parse_told
        )
        self._told: dict[str, str] | None = None
        self._is_saved = True
        self._began: datetime | None = None
        self._new: list[T] = []
        self._notify = False

    @property
    def known_since(self) -> datetime | None:
        """Return from when on `data` is complete, None before the first answer.

        That is all the history, unless Dexcom has answered for less of it so far.
        """
        if self._known_from is None:
            return None
        return max(self._known_from, dt_util.utcnow() - self._history)

    @callback
    def async_add_record_listener(self, listener: RecordListener[T]) -> CALLBACK_TYPE:
        """Call a listener with each new record, oldest first."""
        self._listeners_of_new.append(listener)
        return lambda: self._listeners_of_new.remove(listener)

    @override
    async def _async_fetch(self) -> tuple[T, ...]:
        """Read the last hours, or more where that is due."""
        now = dt_util.utcnow()
        start, answer = await self._async_read(now)
        self._take(answer, start, now)
        self._new = await self._async_find_new(answer.records, now)
        return tuple(
            sorted(
                (record for record in self._known.values() if not is_deleted(record)),
                key=lambda record: record.time,
            )
        )

    async def _async_read(self, now: datetime) -> tuple[datetime, Records[T]]:
        """Return the widest window that is due and can be read, with its start.

        One bad record far back, or more records than Dexcom or the client can handle,
        must not block what is new: where a window fails, the next narrower one is
        asked for, and the wide one is retried later.
        """
        failed: list[_LookBack] = []
        *due, narrowest = (each for each in self._look_backs if each.is_due(now))
        for look_back in due:
            try:
                answer = await self._fetch(now - look_back.length, now + _AHEAD)
            except DexcomAuthError, DexcomRateLimitError:
                raise
            except DexcomError as err:
                LOGGER.debug(
                    "Failed to read %s of %s, trying less: %s",
                    self.what,
                    look_back.length,
                    err,
                )
                failed.append(look_back)
            else:
                break
        else:
            look_back = narrowest
            answer = await self._fetch(now - look_back.length, now + _AHEAD)
        for each in failed:
            each.fail(now)
        for each in self._look_backs:
            if each.length <= look_back.length:
                each.succeed(now)
        return now - look_back.length, answer

    def _take(self, answer: Records[T], start: datetime, now: datetime) -> None:
        """Replace what is known of a window by the answer for it.

        A record that Dexcom no longer returns is gone, also where nothing says that it
        was deleted. One that was returned but cannot be read stays as it was.
        """
        returned = {record.record_id for record in answer.records} | answer.broken_ids
        first, last = start + _ROUNDING, now + _AHEAD - _ROUNDING
        if answer.skipped > len(answer.broken_ids):
            # Any of the known records may be the one without an id.
            first = last
        known = {
            record_id: record
            for record_id, record in self._known.items()
            if record_id in returned or not first <= record.time < last
        } | {record.record_id: record for record in answer.records}
        oldest = now - self._history
        self._known = {
            record_id: record
            for record_id, record in known.items()
            if record.time >= oldest
        }
        if (
            self._known_from is None
            or self._known_until is None
            or not self._known_from <= start <= self._known_until <= now
        ):
            # Nothing is known of the time between the windows, or the clock was wrong.
            self._known_from = start
            self._notify = True
        self._known_until = now

    async def _async_find_new(self, records: Iterable[T], now: datetime) -> list[T]:
        """Return the new records, after their ids were saved to disk."""
        if self._told is None:
            self._told = await self._file.async_load() or {}
            if self._file.was_damaged:
                # Nobody knows which of these have fired; to fire one twice would be
                # worse than not to fire it.
                self._told = {
                    record.record_id: record.time.isoformat() for record in records
                }
                self._is_saved = False
        since = self._fires_since(now)
        new = [
            record
            for record in records
            if record.record_id not in self._told
            and since < record.time <= now
            and not is_deleted(record)
        ]
        if new:
            # Not by our clock alone: it may be ahead.
            newest = max(record.time for record in new)
            oldest = (min(now, newest) - _TOLD_FOR).isoformat()
            self._told = {
                record_id: time
                for record_id, time in self._told.items()
                if time > oldest
            } | {record.record_id: record.time.isoformat() for record in new}
        if new or not self._is_saved:
            # On disk before any listener is notified.
            self._is_saved = await self._file.async_save(self._told)
        return new

    def _fires_since(self, now: datetime) -> datetime:
        """Return the moment after which records fire.

        An account that was added while the clock was ahead seems to be added in the
        future; then the first poll under the right clock counts.
        """
        if self._began is None or self._began > now:
            self._began = now
        created = self.config_entry.created_at
        day_ago = now - _NEW_FOR
        if created <= now:
            return max(created, day_ago)
        return day_ago if self._told else max(self._began, day_ago)

    @override
    @callback
    def _async_refresh_finished(self) -> None:
        """Notify listeners of the new records."""
        new, self._new = self._new, []
        if new or self._notify:
            # Also where `data` is as before: a record has come to lie in the past, or
            # more is known.
            self._notify = False
            self.async_update_listeners()
        for record in new:
            for listener in self._listeners_of_new:
                listener(record)


def is_deleted(record: LoggedEvent | Alert) -> bool:
    """Return whether the person has deleted the entry."""
    return (
        isinstance(record, LoggedEvent)
        and (record.status or "").casefold() == "deleted"
    )


def _parse_told(data: Any) -> dict[str, str]:
    """Return ids and times of records that have fired; any error if it is damaged."""
    for record_id, time in data.items():
        if (
            not isinstance(record_id, str)
            or datetime.fromisoformat(time).tzinfo is None
        ):
            raise ValueError("no time of a record")
    return dict(data)
