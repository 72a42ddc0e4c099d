"""Polls the readings of one account, and knows how fresh what it has is."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, override

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import async_track_point_in_utc_time
from homeassistant.util import dt as dt_util

from .api import DexcomClient, Reading, Records, Region
from .base_coordinator import DexcomCoordinator
from .const import (
    CONF_STALE_LIMIT,
    HISTORY,
    POLL_INTERVAL,
    STALE_MARGIN,
    DataStatus,
    LoginProblem,
)
from .data import DexcomConfigEntry
from .glucose import CurrentGlucose, ReadingLog, Rhythm, find_gaps

# Without a reading of the last day a poll asks for that day, else for what is newer than
# the newest reading, and from where one is missing in the hour before it. Every hour,
# and after a start with what was saved, one asks for all that is missing in a day, in so
# many requests at most.
_RECENT = timedelta(hours=1)
_DAY = timedelta(hours=24)
_MOST_GAPS = 3
# Where the newest day is empty, the newest reading may be this old: thirty days, less
# the second that rounding to whole ones adds, are one request.
_LONGEST_SILENCE = timedelta(days=30) - timedelta(seconds=1)
# So many readings are taken in at once before others have their turn.
_SLICE = 250
# A device's clock may be ahead.
_AHEAD = timedelta(hours=1)


type LogListener = Callable[[set[int]], None]


class GlucoseCoordinator(DexcomCoordinator[CurrentGlucose | None]):
    """Keeps the readings of an account up to date.

    `data` is the newest reading of the official record, however old, and `live` that
    of a live source, if there is one. `newest` is the newer of the two; `fresh` is the
    same while it is younger than the stale limit, and None from that moment on.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        entry: DexcomConfigEntry,
        client: DexcomClient,
        region: Region,
    ) -> None:
        """Start without any reading."""
        super().__init__(hass, entry, client, "glucose", POLL_INTERVAL)
        self.live: CurrentGlucose | None = None
        self.log = ReadingLog()
        self.skipped = 0
        self.delay: timedelta | None = None
        self.history_progress: int | None = None
        self._log_listeners: list[LogListener] = []
        self.stale_limit = stale_limit(region, entry.options)
        self._gaps_read: datetime | None = None
        self._rhythm = Rhythm()
        self._cancel_stale_timer: CALLBACK_TYPE | None = None
        self._announced: DataStatus | None = None

    @override
    def _refused(self) -> HomeAssistantError:
        """Ask the user to log in again."""
        return self._login_needed(LoginProblem.REFUSED)

    @property
    def newest(self) -> CurrentGlucose | None:
        """Return the newer reading of the official one and the live one."""
        if self.data is None or self.live is None:
            return self.data or self.live
        live_is_newer = self.live.reading.time > self.data.reading.time
        return self.live if live_is_newer else self.data

    @property
    def fresh(self) -> CurrentGlucose | None:
        """Return the newest reading while it may be shown as the present one."""
        newest = self.newest
        return None if newest is None or self._is_stale(newest) else newest

    @property
    def status(self) -> DataStatus:
        """Return how the data of the account stand, whatever a live source says."""
        if self.problem is not None:
            return self.problem
        if self.data is None:
            return DataStatus.NO_DATA
        return DataStatus.DELAYED if self._is_stale(self.data) else DataStatus.OK

    @callback
    def async_set_live(self, current: CurrentGlucose) -> None:
        """Take the newest reading of the live source, unless its clock is ahead."""
        if current.is_ahead(dt_util.utcnow()):
            return
        self.live = current
        self._async_tell()

    @callback
    def async_options_changed(self) -> None:
        """Judge the newest reading by the options in force now."""
        self._async_tell()

    @override
    async def _async_fetch(self) -> CurrentGlucose | None:
        """Ask for the readings of a window that overlaps what is known."""
        # Home Assistant keeps to the last interval while polls fail.
        self.update_interval = POLL_INTERVAL
        now = dt_util.utcnow()
        is_first = self.last_success is None
        # A start does not wait for them.
        gaps_due = not is_first and (
            self._gaps_read is None or now - self._gaps_read >= _RECENT
        )
        windows = self._windows(now, gaps_due=gaps_due)
        for start, end in windows:
            await self._async_read(start, end)
        if is_first and not self.log:
            await self._async_read(now - _LONGEST_SILENCE, now)
        if gaps_due:
            self.log.forget_before(now - HISTORY - timedelta(hours=1))
        current = CurrentGlucose.from_log(self.log, dt_util.utcnow())
        if current is not None:
            # What was there at the start may have been there for long.
            if not is_first and (
                self.data is None or current.reading.time > self.data.reading.time
            ):
                self.delay = current.age(now)
        if gaps_due or windows[0][0] <= now - _DAY:
            self._gaps_read = now
        self.update_interval = self._rhythm.next_poll(
            dt_util.utcnow(), None if current is None else current.reading.time
        )
        return current

    def _windows(
        self, now: datetime, *, gaps_due: bool
    ) -> list[tuple[datetime, datetime]]:
        """Return the windows to ask for in a poll."""
        day = now - _DAY
        current = CurrentGlucose.from_log(self.log, now)
        if current is None or current.reading.time < day:
            return [(day, now + _AHEAD)]
        newest = current.reading.time
        recent = self._gaps(newest - _RECENT, newest, 1)
        windows = [(recent[0][0] if recent else newest, now + _AHEAD)]
        return windows + (self._gaps(day, newest, _MOST_GAPS) if gaps_due else [])

    def _gaps(
        self, start: datetime, end: datetime, most: int
    ) -> list[tuple[datetime, datetime]]:
        """Return where readings are missing in a window."""
        return find_gaps(self.log.values(start, end)[0], start, end, most=most)

    @callback
    def async_add_log_listener(self, listener: LogListener) -> CALLBACK_TYPE:
        """Call a listener with the hours whose readings have changed."""
        self._log_listeners.append(listener)
        return lambda: self._log_listeners.remove(listener)

    async def async_take(self, answer: Records[Reading]) -> None:
        """Take readings into the log, some at a time, and tell what has changed."""
        self.skipped += answer.skipped
        hours: set[int] = set()
        for first in range(0, len(answer.records), _SLICE):
            hours |= self.log.add(answer.records[first : first + _SLICE])
            await asyncio.sleep(0)
        if hours:
            for listener in self._log_listeners:
                listener(hours)

    async def _async_read(self, start: datetime, end: datetime) -> None:
        """Take the readings of a window into the log."""
        await self.async_take(await self.client.egvs(start, end))

    @override
    @callback
    def _async_refresh_finished(self) -> None:
        """Show what a poll brought, and wait for the moment it is stale."""
        self._async_set_stale_timer()
        if self._announced not in (None, self.status):
            # Home Assistant tells nobody when one failure follows another.
            self.async_update_listeners()
        self._announced = self.status

    def _is_stale(self, current: CurrentGlucose) -> bool:
        """Return whether a reading is too old to be shown as the present one."""
        return current.age(dt_util.utcnow()) >= self.stale_limit

    @callback
    def _async_set_stale_timer(self) -> None:
        """Be called at the very moment at which a reading is stale.

        That of the newest one ends the present, that of the official one is for the
        status, and may come first.
        """
        self._async_cancel_stale_timer()
        moments = [
            current.reading.time + self.stale_limit
            for current in (self.data, self.newest)
            if current is not None and not self._is_stale(current)
        ]
        if moments:
            self._cancel_stale_timer = async_track_point_in_utc_time(
                self.hass, self._async_stale, min(moments)
            )

    @callback
    def _async_cancel_stale_timer(self) -> None:
        """Wait for nothing."""
        if self._cancel_stale_timer is not None:
            self._cancel_stale_timer()
            self._cancel_stale_timer = None

    @callback
    def _async_stale(self, _now: datetime) -> None:
        """Stop showing a reading as the present one."""
        self._cancel_stale_timer = None
        self._async_tell()

    @callback
    def _async_tell(self) -> None:
        """Tell of a change that no poll has brought."""
        self._async_set_stale_timer()
        self._announced = self.status
        self.async_update_listeners()

    @override
    async def async_shutdown(self) -> None:
        """Stop polling and waiting."""
        await super().async_shutdown()
        self._async_cancel_stale_timer()


def stale_limit(region: Region, options: Mapping[str, Any]) -> timedelta:
    """Return the age at which a reading is no longer shown as the present one."""
    if (minutes := options.get(CONF_STALE_LIMIT)) is not None:
        return timedelta(minutes=minutes)
    return region.delay + STALE_MARGIN
