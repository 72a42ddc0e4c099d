"""Polls what happens now and then: logged events and alerts."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, override

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.util import dt as dt_util

from .api import Alert, DexcomClient, Event, Records
from .base_coordinator import SideCoordinator
from .data import DexcomConfigEntry
from .storage import AccountFile

_INTERVAL = timedelta(minutes=15)
# What is older than this never fires.
_NEW_FOR = timedelta(hours=24)
# Each poll looks back a little further than Dexcom's delay, once an hour as far as
# anything can be new, once a day on the days in which people correct what they logged,
# and once a week, and at the start, on all the history.
_REACH = timedelta(hours=25)
_REACHES = {
    timedelta(days=8): timedelta(days=1),
    _REACH: timedelta(hours=1),
    timedelta(hours=4): timedelta(0),
}
_ALL_EVERY = timedelta(days=7)
_STORAGE_VERSION = 1

type RecordListener[T] = Callable[[T], None]


class RecordCoordinator[T: Event | Alert](SideCoordinator[tuple[T, ...]]):
    """Keeps the records of one kind up to date, and tells of each new one once.

    `data` holds the records of the past, oldest first, without deleted ones. A record
    is new if its id was not known, it happened after the account was set up, and it is
    not older than 24 hours. Which ones have been told of is kept on disk, so that
    none is told of again after a restart.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        entry: DexcomConfigEntry,
        client: DexcomClient,
        kind: str,
        fetch: Callable[[datetime, datetime], Awaitable[Records[T]]],
        *,
        history: timedelta = _REACH,
    ) -> None:
        """Poll one kind, and keep so much of its history."""
        super().__init__(hass, entry, client, kind, _INTERVAL)
        self._fetch = fetch
        self._history = history
        self._reaches = {history: _ALL_EVERY} | {
            reach: every for reach, every in _REACHES.items() if reach <= history
        }
        self._read: dict[timedelta, datetime] = {}
        self._known: dict[str, T] = {}
        self._listeners_of_new: list[RecordListener[T]] = []
        self._file = AccountFile(
            hass, entry.entry_id, kind, _STORAGE_VERSION, _parse_told
        )
        self._told: dict[str, str] | None = None
        self._is_saved = True
        self._new: list[T] = []

    @callback
    def async_add_record_listener(self, listener: RecordListener[T]) -> CALLBACK_TYPE:
        """Call a listener with each new record, oldest first."""
        self._listeners_of_new.append(listener)
        return lambda: self._listeners_of_new.remove(listener)

    @override
    async def _async_fetch(self) -> tuple[T, ...]:
        """Ask for the records of the last hours, or of more where that is due."""
        now = dt_util.utcnow()
        reach = next(
            reach
            for reach, every in self._reaches.items()
            if reach not in self._read or now - self._read[reach] >= every
        )
        answer = await self._fetch(now - reach, now + timedelta(hours=1))
        self._read.update((each, now) for each in self._reaches if each <= reach)
        self._known.update((record.record_id, record) for record in answer.records)
        for record in list(self._known.values()):
            if record.time < now - self._history:
                del self._known[record.record_id]
        self._new = await self._async_tell_apart(answer.records, now)
        return tuple(
            sorted(
                (record for record in self._known.values() if not is_deleted(record)),
                key=lambda record: record.time,
            )
        )

    async def _async_tell_apart(self, records: Iterable[T], now: datetime) -> list[T]:
        """Return the new records, and remember on disk that they are told of."""
        if self._told is None:
            self._told = await self._file.async_load() or {}
            if self._file.was_damaged:
                # Nobody knows which of these have fired; to fire one twice would be
                # worse than not to fire it.
                self._told = {
                    record.record_id: record.time.isoformat() for record in records
                }
                self._is_saved = False
        told = self._told
        since = max(self.config_entry.created_at, now - _NEW_FOR)
        new = [
            record
            for record in records
            if record.record_id not in told
            and since < record.time <= now
            and not is_deleted(record)
        ]
        if new:
            oldest = (now - _REACH).isoformat()
            self._told = {
                record_id: time for record_id, time in told.items() if time > oldest
            } | {record.record_id: record.time.isoformat() for record in new}
        if new or not self._is_saved:
            # On disk before any listener is notified.
            self._is_saved = await self._file.async_save(self._told)
        return new

    @override
    @callback
    def _async_refresh_finished(self) -> None:
        """Tell of what is new."""
        new, self._new = self._new, []
        for record in new:
            for listener in self._listeners_of_new:
                listener(record)


def is_deleted(record: Event | Alert) -> bool:
    """Return whether the person has deleted what they had logged."""
    return isinstance(record, Event) and record.status == "deleted"


def _parse_told(data: Any) -> dict[str, str]:
    """Return ids and times of records that have fired; any error if it is damaged."""
    for record_id, time in data.items():
        if (
            not isinstance(record_id, str)
            or datetime.fromisoformat(time).tzinfo is None
        ):
            raise ValueError("no time of a record")
    return dict(data)
