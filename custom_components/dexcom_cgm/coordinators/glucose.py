"""Polls the readings of one account, and knows how fresh what it has is."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from ..api import DexcomClient, Region
from ..const import (
    CONF_STALE_LIMIT,
    POLL_INTERVAL,
    STALE_MARGIN,
    DataStatus,
    LoginProblem,
)
from ..glucose import CurrentGlucose, PollSchedule, find_gaps
from ..glucose.clock import is_due
from .base import DexcomCoordinator
from .readings import Origin, ReadingsChange, ReadingStore
from .wall_clock import CLOCK_CHECK_INTERVAL

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
# A device's clock may be ahead.
_AHEAD = timedelta(hours=1)


class _Shown(NamedTuple):
    """What listeners were last notified of."""

    status: DataStatus
    fresh: CurrentGlucose | None
    official: CurrentGlucose | None
    progress: int | None


class GlucoseCoordinator(DexcomCoordinator[CurrentGlucose | None]):
    """Keeps the readings of an account up to date.

    `data` is the newest reading of the official record, however old, and `live` that
    of a live source, if there is one. `newest` is the newer of the two; `fresh` is the
    same while it is younger than the stale limit, and None from that moment on.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        client: DexcomClient,
        region: Region,
        readings: ReadingStore,
    ) -> None:
        """Poll readings into a store."""
        super().__init__(hass, entry, client, "glucose", POLL_INTERVAL)
        self.readings = readings
        self.live: CurrentGlucose | None = None
        self.delay: timedelta | None = None
        self.region = region
        self.stale_limit = stale_limit(region, entry.options)
        self._gaps_read: datetime | None = None
        self._schedule = PollSchedule()
        self._cancel_clock_check: CALLBACK_TYPE | None = None
        self._announced: _Shown | None = None
        entry.async_on_unload(readings.async_add_listener(self._async_readings_changed))

    @override
    def _refused(self) -> HomeAssistantError:
        """Ask the user to log in again."""
        return self._login_needed(LoginProblem.REFUSED)

    @property
    def newest(self) -> CurrentGlucose | None:
        """Return the newer reading of the official one and the live one.

        One that lies ahead, because the clock was put back, does not count.
        """
        now = dt_util.utcnow()
        return max(
            (
                current
                for current in (self.data, self.live)
                if current is not None and not current.is_ahead(now)
            ),
            key=lambda current: current.reading.time,
            default=None,
        )

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
        self.async_update_listeners()
        self._async_plan_clock_check()

    @callback
    def async_options_changed(self) -> None:
        """Judge the newest reading by the options in force now."""
        self.async_update_listeners()
        self._async_plan_clock_check()

    @override
    async def _async_fetch(self) -> CurrentGlucose | None:
        """Ask for the readings of a window that overlaps what is known."""
        # Home Assistant keeps to the last interval while polls fail.
        self.update_interval = POLL_INTERVAL
        now = dt_util.utcnow()
        is_first = self.last_success is None
        # A start does not wait for them.
        gaps_due = not is_first and is_due(self._gaps_read, _RECENT, now)
        windows = self._windows(now, gaps_due=gaps_due)
        for start, end in windows:
            await self._async_read(start, end)
        if is_first and not self.readings.log:
            await self._async_read(now - _LONGEST_SILENCE, now)
        current = CurrentGlucose.from_log(self.readings.log, dt_util.utcnow())
        if current is not None:
            # What was there at the start may have been there for long.
            if not is_first and (
                self.data is None or current.reading.time > self.data.reading.time
            ):
                self.delay = current.age(now)
        if gaps_due or windows[0][0] <= now - _DAY:
            self._gaps_read = now
        self.update_interval = self._schedule.next_poll(
            dt_util.utcnow(), None if current is None else current.reading.time
        )
        return current

    def _windows(
        self, now: datetime, *, gaps_due: bool
    ) -> list[tuple[datetime, datetime]]:
        """Return the windows to ask for in a poll."""
        day = now - _DAY
        current = CurrentGlucose.from_log(self.readings.log, now)
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
        return find_gaps(self.readings.log.values(start, end)[0], start, end, most=most)

    async def _async_read(self, start: datetime, end: datetime) -> None:
        """Add the readings of a window to the store."""
        await self.readings.async_add(await self.client.egvs(start, end), Origin.POLL)

    @callback
    def _async_readings_changed(self, _change: ReadingsChange) -> None:
        """Notify listeners of the progress of the backfill; polls do it for readings."""
        if self._announced != self._shown:
            self.async_update_listeners()

    @override
    @callback
    def _async_refresh_finished(self) -> None:
        """Show what a poll brought, and check the clock until the next one."""
        self._async_plan_clock_check()
        if self._announced is not None and self._announced.status != self.status:
            # Home Assistant notifies nobody when one failure follows another.
            self.async_update_listeners()

    def _is_stale(self, current: CurrentGlucose) -> bool:
        """Return whether a reading is too old to be shown as the present one."""
        return current.age(dt_util.utcnow()) >= self.stale_limit

    @override
    @callback
    def async_update_listeners(self) -> None:
        """Notify listeners, and remember of what."""
        self._announced = self._shown
        super().async_update_listeners()

    @property
    def _shown(self) -> _Shown:
        """Return what entities show that can change without a poll."""
        return _Shown(self.status, self.fresh, self.data, self.readings.progress)

    @callback
    def _async_plan_clock_check(self) -> None:
        """Look at the clock at the very moment a reading is stale, and every minute.

        The newest reading's moment ends the present; the official one's changes the
        status, and may come first.
        """
        self._async_cancel_clock_check()
        now = dt_util.utcnow()
        waits = [
            current.reading.time + self.stale_limit - now
            for current in (self.data, self.newest)
            if current is not None and not self._is_stale(current)
        ]
        self._cancel_clock_check = async_call_later(
            self.hass,
            min([CLOCK_CHECK_INTERVAL, *waits]),
            HassJob(self._async_check_clock, cancel_on_shutdown=True),
        )

    @callback
    def _async_cancel_clock_check(self) -> None:
        """Cancel the next look at the clock."""
        if self._cancel_clock_check is not None:
            self._cancel_clock_check()
            self._cancel_clock_check = None

    @callback
    def _async_check_clock(self, _now: datetime) -> None:
        """Drop what lies ahead now, and notify listeners of what is stale."""
        now = dt_util.utcnow()
        if self.data is not None and self.data.is_ahead(now):
            self.data = CurrentGlucose.from_log(self.readings.log, now)
        if self.live is not None and self.live.is_ahead(now):
            self.live = None
        self._async_plan_clock_check()
        if self._announced != self._shown:
            self.async_update_listeners()

    @override
    async def async_shutdown(self) -> None:
        """Stop polling and looking at the clock."""
        await super().async_shutdown()
        self._async_cancel_clock_check()


def stale_limit(region: Region, options: Mapping[str, Any]) -> timedelta:
    """Return the age at which a reading is no longer shown as the present one."""
    if (minutes := options.get(CONF_STALE_LIMIT)) is not None:
        return timedelta(minutes=minutes)
    return region.delay + STALE_MARGIN
