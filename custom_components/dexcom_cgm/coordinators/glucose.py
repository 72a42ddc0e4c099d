"""The coordinator that polls the readings of an account."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, Context, HassJob, HomeAssistant, callback
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

# A poll fetches the time since the newest reading, from the first gap in the hour before
# it on; without a reading of the last day, that day. Once an hour, and after a start with
# saved readings, it also fetches the gaps of the last day, in up to _MAX_GAPS requests.
_RECENT = timedelta(hours=1)
_DAY = timedelta(hours=24)
_MAX_GAPS = 3
# The search for the newest reading where the last day is empty. One request covers
# thirty days, and rounding to whole seconds adds one.
_LONGEST_SILENCE = timedelta(days=30) - timedelta(seconds=1)
# Tolerance for the clocks of devices.
_AHEAD = timedelta(hours=1)


class _Shown(NamedTuple):
    """What listeners were last notified of."""

    status: DataStatus
    fresh: CurrentGlucose | None
    official: CurrentGlucose | None
    progress: int | None
    older_progress: int | None


class GlucoseCoordinator(DexcomCoordinator[CurrentGlucose | None]):
    """Polls the readings of an account.

    `data` is the newest reading of the official record, however old, and `live` that
    of the live source, if there is one. `measured` is the newer of the two. `newest` is
    the reading to show: that of a drill while one is in progress, else `measured`.
    `fresh` is `newest` until it reaches the stale limit, then None.
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
        self.drill: CurrentGlucose | None = None
        self.drill_ended_at: datetime | None = None
        # Called before listeners, so that a real low ends a drill before it is notified.
        self.before_update: CALLBACK_TYPE | None = None
        # The context of the action that listeners are being notified of.
        self.call_context: Context | None = None
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
        """Start a reauthentication."""
        return self._login_needed(LoginProblem.REFUSED)

    @property
    def newest(self) -> CurrentGlucose | None:
        """Return the reading of the drill, without one the newest measured reading."""
        return self.measured if self.drill is None else self.drill

    @property
    def measured(self) -> CurrentGlucose | None:
        """Return the newer of the official and the live reading.

        Readings in the future, after the clock was set back, are ignored.
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
        """Return the reading to show, None if it is stale."""
        return self._unless_stale(self.newest)

    @property
    def fresh_measured(self) -> CurrentGlucose | None:
        """Return the newest measured reading, None if it is stale."""
        return self._unless_stale(self.measured)

    @property
    def status(self) -> DataStatus:
        """Return the status of the official data."""
        if self.problem is not None:
            return self.problem
        if self.data is None:
            return DataStatus.NO_DATA
        return DataStatus.DELAYED if self._is_stale(self.data) else DataStatus.OK

    @callback
    def async_set_live(self, current: CurrentGlucose) -> None:
        """Set the newest reading of the live source, unless it is in the future."""
        if current.is_ahead(dt_util.utcnow()):
            return
        self.live = current
        self.async_update_listeners()
        self._async_schedule_clock_check()

    @callback
    def async_drill_changed(self, context: Context | None) -> None:
        """Notify listeners of a drill, with the context of the action if there is one."""
        self.call_context = context
        try:
            self.async_update_listeners()
        finally:
            self.call_context = None
        self._async_schedule_clock_check()

    @callback
    def async_options_changed(self) -> None:
        """Apply changed options to the newest reading."""
        self.async_update_listeners()
        self._async_schedule_clock_check()

    @override
    async def _async_fetch(self) -> CurrentGlucose | None:
        """Fetch the readings since the newest one, and from gaps."""
        # Home Assistant keeps the last interval while polls fail.
        self.update_interval = POLL_INTERVAL
        now = dt_util.utcnow()
        is_first = self.last_success is None
        # Gaps do not delay a start.
        gaps_due = not is_first and is_due(self._gaps_read, _RECENT, now)
        windows = self._windows(now, gaps_due=gaps_due)
        for start, end in windows:
            await self._async_read(start, end)
        if is_first and not self.readings.log:
            await self._async_read(now - _LONGEST_SILENCE, now)
        current = CurrentGlucose.from_log(self.readings.log, dt_util.utcnow())
        if current is not None:
            # The first reading after a start may have been available for long.
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
        """Return the windows to fetch in a poll."""
        day = now - _DAY
        current = CurrentGlucose.from_log(self.readings.log, now)
        if current is None or current.reading.time < day:
            return [(day, now + _AHEAD)]
        newest = current.reading.time
        recent = self._gaps(newest - _RECENT, newest, 1)
        windows = [(recent[0][0] if recent else newest, now + _AHEAD)]
        return windows + (self._gaps(day, newest, _MAX_GAPS) if gaps_due else [])

    def _gaps(
        self, start: datetime, end: datetime, most: int
    ) -> list[tuple[datetime, datetime]]:
        """Return the gaps of a window."""
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
        """Notify listeners of a changed status, and schedule a check of the clock."""
        self._async_schedule_clock_check()
        if self._announced is not None and self._announced.status != self.status:
            # Home Assistant does not notify listeners of consecutive failures.
            self.async_update_listeners()

    def _unless_stale(self, current: CurrentGlucose | None) -> CurrentGlucose | None:
        """Return a reading, None if it is stale."""
        return None if current is None or self._is_stale(current) else current

    def _is_stale(self, current: CurrentGlucose) -> bool:
        """Return whether a reading is stale."""
        return current.age(dt_util.utcnow()) >= self.stale_limit

    @override
    @callback
    def async_update_listeners(self) -> None:
        """Notify listeners, and keep what they were notified of."""
        if self.before_update is not None:
            self.before_update()
        self._announced = self._shown
        super().async_update_listeners()

    @property
    def _shown(self) -> _Shown:
        """Return what entities show that can change without a poll."""
        return _Shown(
            self.status,
            self.fresh,
            self.data,
            self.readings.progress,
            self.readings.older_progress,
        )

    @callback
    def _async_schedule_clock_check(self) -> None:
        """Check the clock at the moment a reading becomes stale, and every minute.

        The newest reading becomes stale for entities, the official one for the status.
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
        """Cancel the next check of the clock."""
        if self._cancel_clock_check is not None:
            self._cancel_clock_check()
            self._cancel_clock_check = None

    @callback
    def _async_check_clock(self, _now: datetime) -> None:
        """Drop readings in the future, and notify listeners of stale ones."""
        now = dt_util.utcnow()
        if self.data is not None and self.data.is_ahead(now):
            self.data = CurrentGlucose.from_log(self.readings.log, now)
        if self.live is not None and self.live.is_ahead(now):
            self.live = None
        self._async_schedule_clock_check()
        if self._announced != self._shown:
            self.async_update_listeners()

    @override
    async def async_shutdown(self) -> None:
        """Stop polling and checking the clock."""
        await super().async_shutdown()
        self._async_cancel_clock_check()


def stale_limit(region: Region, options: Mapping[str, Any]) -> timedelta:
    """Return the age at which a reading is stale."""
    if (minutes := options.get(CONF_STALE_LIMIT)) is not None:
        return timedelta(minutes=minutes)
    return region.delay + STALE_MARGIN
