"""The records of an account's days: of those in the log, and of those before it."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import (
    EVENT_CORE_CONFIG_UPDATE,
    EVENT_HOMEASSISTANT_FINAL_WRITE,
)
from homeassistant.core import CALLBACK_TYPE, Event, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later, async_track_time_interval
from homeassistant.util import dt as dt_util

from ..account.files import AccountFile
from ..const import HISTORY
from ..glucose.clock import is_due
from ..glucose.day_records import DayRecord, DayRecords, make_day_records
from ..glucose.profile import midnight
from ..glucose.reading_log import HOUR
from .backfill import Backfill
from .readings import ReadingsChange, ReadingStore

_STORAGE_VERSION = 1
_DAY = timedelta(days=1)
# Readings around a day that decide when its episodes begin, and that may be twins of its
# readings by a clock that is an hour off.
MARGIN = timedelta(hours=2)
# Changed days are recorded in steps, which take some milliseconds in an executor.
_UPDATE_EVERY = timedelta(hours=1)
_STEP_DAYS = 7
_SAVE_EVERY = timedelta(days=1)
_SAVE_SOON = timedelta(minutes=1)


@dataclass(slots=True)
class _Saved:
    """The saved state, as in DayArchive."""

    records: DayRecords = field(default_factory=DayRecords)
    requested: set[date] = field(default_factory=set)
    begin: date | None = None

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Parse the saved state; raises any error if damaged."""
        requested = {date.fromordinal(day) for day in data["requested"]}
        begin = data["begin"]
        return cls(
            DayRecords.from_json(data["days"]),
            requested,
            None if begin is None else date.fromordinal(begin),
        )


class DayArchive:
    """Keeps a record of each day, for as long as the account exists.

    Days within the log are recorded again when their readings change; the record of a
    day stays when the log drops its readings. `requested` are older days to fetch again,
    and `begin` is the first day of Dexcom's data, if it is known. Days are those of Home
    Assistant's time zone at the time they were recorded.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        readings: ReadingStore,
        backfill: Backfill,
    ) -> None:
        """Record the days of a store."""
        self._hass = hass
        self._entry = entry
        self._readings = readings
        self._backfill = backfill
        self._file = AccountFile(
            hass, entry.entry_id, "days", _STORAGE_VERSION, _Saved.from_json
        )
        self.records = DayRecords()
        self.requested: set[date] = set()
        self.begin: date | None = None
        self._changed: set[date] = set()
        self._zone = dt_util.get_default_time_zone()
        self._lock = asyncio.Lock()
        self._unsaved = False
        self._stopped = False
        self._saved_at: datetime | None = None
        self._cancel_save: CALLBACK_TYPE | None = None

    async def async_load(self) -> None:
        """Restore the saved records."""
        saved = await self._file.async_load() or _Saved()
        self.records, self.requested = saved.records, saved.requested
        self.begin = saved.begin
        self._saved_at = dt_util.utcnow()

    @callback
    def async_start(self) -> None:
        """Record changed days at intervals."""
        # The file may be older or newer than the log.
        self._async_note_all()
        self._entry.async_on_unload(
            self._readings.async_add_listener(self._async_readings_changed)
        )
        self._entry.async_on_unload(
            async_track_time_interval(
                self._hass,
                self._async_update_hourly,
                _UPDATE_EVERY,
                cancel_on_shutdown=True,
            )
        )
        self._entry.async_on_unload(
            self._hass.bus.async_listen(
                EVENT_CORE_CONFIG_UPDATE, self._async_config_changed
            )
        )
        self._entry.async_on_unload(
            self._hass.bus.async_listen_once(
                EVENT_HOMEASSISTANT_FINAL_WRITE, self._async_final_write
            )
        )

    async def async_stop(self) -> None:
        """Record and save changed days, and schedule no further save."""
        self._stopped = True
        self._async_cancel_save()
        await self.async_update()
        if self._unsaved:
            await self._async_save()

    @property
    def _today(self) -> date:
        """Return the local date."""
        return dt_util.utcnow().astimezone(self._zone).date()

    @property
    def first_log_day(self) -> date | None:
        """Return the first day that is entirely in the log, None before the backfill."""
        since = self._backfill.complete_since
        if since is None:
            return None
        day = since.astimezone(self._zone).date()
        return day if midnight(day, self._zone) >= since.timestamp() else day + _DAY

    def window(self, first: date, last: date) -> tuple[datetime, datetime]:
        """Return the time of some days, `last` included, with the margins."""
        start, end = midnight(first, self._zone), midnight(last + _DAY, self._zone)
        return (
            datetime.fromtimestamp(start, UTC) - MARGIN,
            datetime.fromtimestamp(end, UTC) + MARGIN,
        )

    async def async_make(
        self, times: list[int], values: list[int], days: Iterable[date]
    ) -> dict[date, DayRecord]:
        """Return the records of days, computed in an executor."""
        return await self._hass.async_add_executor_job(
            make_day_records, times, values, list(days), self._zone
        )

    @callback
    def async_add(self, records: Mapping[date, DayRecord]) -> None:
        """Add the records of fetched days, and save them soon."""
        self._unsaved |= self.records.update(records)
        if self.requested & records.keys():
            self.requested -= records.keys()
            self._unsaved = True
        self._async_save_soon()

    @callback
    def async_request(self, days: Iterable[date]) -> None:
        """Note older days to fetch again."""
        self.requested |= set(days)
        self._unsaved = True
        self._async_save_soon()

    @callback
    def async_set_begin(self, begin: date) -> None:
        """Set the first day of Dexcom's data, and drop requests for earlier days."""
        if begin != self.begin:
            self.begin = begin
            self._unsaved = True
            self._async_save_soon()
        self.requested = {day for day in self.requested if day >= begin}

    async def async_update(self) -> None:
        """Record all changed days in the log."""
        async with self._lock:
            if (first := self.first_log_day) is None:
                return
            days = sorted(day for day in self._changed if day >= first)
            while days:
                step = [day for day in days if day < days[0] + _STEP_DAYS * _DAY]
                days = days[len(step) :]
                self._changed.difference_update(step)
                times, values = self._readings.log.values(
                    *self.window(step[0], step[-1])
                )
                records = await self.async_make(times, values, step)
                today = self._today
                is_changed = self.records.update(records)
                if is_changed and any(day < today for day in records):
                    self._unsaved = True
            if not self._readings.is_loading:
                # The log does not have the older ones any more.
                self._changed = {day for day in self._changed if day >= first}

    async def async_read(self) -> DayRecords:
        """Return the current records, which do not change."""
        await self.async_update()
        return self.records.copy()

    @callback
    def _async_readings_changed(self, change: ReadingsChange) -> None:
        """Note the days whose readings have changed."""
        # A reading also decides whether an episode has begun some minutes before it.
        self._changed |= {
            datetime.fromtimestamp(seconds, self._zone).date()
            for hour in change.hours
            for seconds in (hour * HOUR - HOUR, hour * HOUR, (hour + 1) * HOUR)
        }

    @callback
    def _async_note_all(self) -> None:
        """Note all days of the log."""
        self._changed = {
            self._today - number * _DAY for number in range(HISTORY.days + 2)
        }

    @callback
    def _async_config_changed(self, _event: Event) -> None:
        """Follow a change of the home's time zone."""
        zone = dt_util.get_default_time_zone()
        if zone != self._zone:
            self._zone = zone
            self._async_note_all()

    async def _async_update_hourly(self, now: datetime) -> None:
        """Record changed days, and save them once a day."""
        await self.async_update()
        if self._unsaved and is_due(self._saved_at, _SAVE_EVERY, now):
            await self._async_save()

    @callback
    def _async_save_soon(self) -> None:
        """Schedule a save, unless one is scheduled."""
        if self._cancel_save is None and not self._stopped:
            self._cancel_save = async_call_later(
                self._hass,
                _SAVE_SOON,
                HassJob(self._async_save_now, cancel_on_shutdown=True),
            )

    @callback
    def _async_cancel_save(self) -> None:
        """Cancel the scheduled save, if any."""
        if self._cancel_save is not None:
            self._cancel_save()
            self._cancel_save = None

    async def _async_save_now(self, _now: datetime) -> None:
        """Save at the scheduled time."""
        self._cancel_save = None
        if self._unsaved:
            await self._async_save()

    async def _async_final_write(self, _event: Event) -> None:
        """Save when Home Assistant stops."""
        await self.async_stop()

    async def _async_save(self) -> None:
        """Save the records of complete days without blocking the event loop."""
        self._unsaved = False
        self._saved_at = dt_util.utcnow()
        # Today's record is computed again at each start.
        today = self._today
        data = {
            "days": await self._hass.async_add_executor_job(
                self.records.copy().to_json, today
            ),
            "requested": [day.toordinal() for day in self.requested],
            "begin": None if self.begin is None else self.begin.toordinal(),
        }
        if not await self._file.async_save(data):
            self._unsaved = True
