"""The coordinator that polls logged events, or alerts."""

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
# An older record never fires.
_MAX_FIRING_AGE = timedelta(hours=24)
# Ids of fired records are kept much longer than records can fire, so that a clock that
# is some days off does not fire them again.
_KEEP_FIRED = timedelta(days=8)
# Each poll looks back a little further than Dexcom's delay; once an hour, as far as
# records can be new; once a day, over the days in which people correct their entries; once
# a week and at the start, over the whole history.
_DAY = timedelta(hours=25)
_LOOK_BACKS = {
    timedelta(days=8): timedelta(days=1),
    _DAY: timedelta(hours=1),
    timedelta(hours=4): timedelta(0),
}
_ALL_EVERY = timedelta(days=7)
# Tolerance for the clocks of devices.
_AHEAD = timedelta(hours=1)
# Tolerance for how Dexcom rounds the ends of a window.
_ROUNDING = timedelta(seconds=2)
# Backoff of a look-back that fails.
_MIN_BACKOFF = timedelta(minutes=10)
_MAX_BACKOFF = timedelta(days=1)
_STORAGE_VERSION = 1

type RecordListener[T] = Callable[[T], None]


@dataclass(slots=True)
class _LookBack:
    """A window that ends now, and when it was last fetched."""

    length: timedelta
    every: timedelta
    read_at: datetime | None = None
    failed_at: datetime | None = None
    failures: int = 0

    def is_due(self, now: datetime) -> bool:
        """Return whether to fetch it in this poll."""
        if self.failures:
            retry = min(_MIN_BACKOFF * 2 ** min(self.failures - 1, 16), _MAX_BACKOFF)
            if not is_due(self.failed_at, retry, now):
                return False
        return is_due(self.read_at, self.every, now)

    def succeed(self, now: datetime) -> None:
        """Note that the whole window was fetched."""
        self.read_at, self.failed_at, self.failures = now, None, 0

    def fail(self, now: datetime) -> None:
        """Note a failure where a narrower window succeeded."""
        self.failed_at, self.failures = now, self.failures + 1


class RecordCoordinator[T: LoggedEvent | Alert](SideCoordinator[tuple[T, ...]]):
    """Polls the records of one kind, and notifies listeners of each new one once.

    `data` holds the known records, oldest first, without deleted ones. A record is new
    if it has not fired, happened after the account was set up, and is at most 24 hours
    old. The ids of fired records are saved, so that none fires again after a restart.
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
        """Poll one kind of record, and keep records for the length of `history`."""
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
            hass, entry.entry_id, kind, _STORAGE_VERSION, _parse_fired
        )
        self._fired: dict[str, str] | None = None
        self._is_saved = True
        self._began: datetime | None = None
        self._new: list[T] = []
        self._notify = False

    @property
    def known_since(self) -> datetime | None:
        """Return the time since which `data` is complete, None before the first answer.

        That is the whole history, unless only a narrower window was fetched so far.
        """
        if self._known_from is None:
            return None
        return max(self._known_from, dt_util.utcnow() - self._history)

    @callback
    def async_add_record_listener(self, listener: RecordListener[T]) -> CALLBACK_TYPE:
        """Call a listener with each new record, oldest first; return what removes it."""
        self._listeners_of_new.append(listener)
        return lambda: self._listeners_of_new.remove(listener)

    @override
    async def _async_fetch(self) -> tuple[T, ...]:
        """Fetch the last hours, or a wider look-back that is due."""
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
        """Return the start and the records of the widest window that is due.

        A window that fails, due to a bad record or too many records, must not block new
        records: the next narrower one is fetched, and the wide one is retried later.
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
        """Replace the known records of a window by the answer.

        A record that is missing from the answer was deleted. One that was returned but
        cannot be parsed stays as it was.
        """
        returned = {record.record_id for record in answer.records} | answer.broken_ids
        first, last = start + _ROUNDING, now + _AHEAD - _ROUNDING
        if answer.skipped > len(answer.broken_ids):
            # The record without an id may be any of the known ones.
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
            # There is a gap between the windows, or the clock was wrong.
            self._known_from = start
            self._notify = True
        self._known_until = now

    async def _async_find_new(self, records: Iterable[T], now: datetime) -> list[T]:
        """Return the new records, after saving their ids."""
        if self._fired is None:
            self._fired = await self._file.async_load() or {}
            if self._file.was_damaged:
                # Firing a record twice would be worse than not firing it.
                self._fired = {
                    record.record_id: record.time.isoformat() for record in records
                }
                self._is_saved = False
        since = self._fires_since(now)
        new = [
            record
            for record in records
            if record.record_id not in self._fired
            and since < record.time <= now
            and not is_deleted(record)
        ]
        if new:
            # The clock may be ahead.
            newest = max(record.time for record in new)
            oldest = (min(now, newest) - _KEEP_FIRED).isoformat()
            self._fired = {
                record_id: time
                for record_id, time in self._fired.items()
                if time > oldest
            } | {record.record_id: record.time.isoformat() for record in new}
        if new or not self._is_saved:
            # Saved before listeners are notified.
            self._is_saved = await self._file.async_save(self._fired)
        return new

    def _fires_since(self, now: datetime) -> datetime:
        """Return the time after which records fire.

        For an account that was added while the clock was ahead, that is the first poll
        after the clock was corrected.
        """
        if self._began is None or self._began > now:
            self._began = now
        created = self.config_entry.created_at
        day_ago = now - _MAX_FIRING_AGE
        if created <= now:
            return max(created, day_ago)
        return day_ago if self._fired else max(self._began, day_ago)

    @override
    @callback
    def _async_refresh_finished(self) -> None:
        """Notify listeners of the new records."""
        new, self._new = self._new, []
        if new or self._notify:
            # Also where `data` is unchanged: a record is no longer in the future, or
            # `known_since` has changed.
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


def _parse_fired(data: Any) -> dict[str, str]:
    """Return ids and times of fired records; raises any error if damaged."""
    for record_id, time in data.items():
        if (
            not isinstance(record_id, str)
            or datetime.fromisoformat(time).tzinfo is None
        ):
            raise ValueError("no time of a record")
    return dict(data)
