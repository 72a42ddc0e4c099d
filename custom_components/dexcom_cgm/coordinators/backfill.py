"""The backfill: 90 days of readings, fetched in the background and saved."""

from collections.abc import Iterator, Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any, Self

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import CALLBACK_TYPE, Event, HassJob, HomeAssistant, callback
from homeassistant.exceptions import OAuth2TokenRequestBaseError
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from ..account.files import AccountFile
from ..api import DexcomError
from ..const import DOMAIN, HISTORY, POLL_INTERVAL
from ..glucose import ReadingLog, SensorLives, find_gaps
from ..glucose.clock import is_due
from ..glucose.reading_log import HOUR
from .glucose import GlucoseCoordinator
from .readings import Origin, ReadingsChange

_STORAGE_VERSION = 1
_END_OF_HOURS = 2**32 // HOUR
# After a power cut, polls fetch the readings since the last save again.
_SAVE_EVERY = timedelta(hours=12)
# Small steps keep the event loop free, and pauses spread the requests.
_STEP = timedelta(days=5)
_PAUSE = timedelta(seconds=2)
# Once a day a sweep fetches the gaps of the last 30 days that polls do not cover, in up
# to _MAX_GAPS requests.
_SWEEP_EVERY = timedelta(days=1)
_MAX_GAPS = 60
# It also fetches changed hours again after some hours, as Dexcom may correct readings.
_SETTLED = timedelta(hours=3)
_SWEEP_REACH = timedelta(days=30)
# Saved readings that are older than this plus Dexcom's delay were not saved at an orderly
# stop.
_UP_TO_DATE = timedelta(hours=1)
# The log keeps a little more than what is fetched.
_KEPT = HISTORY + timedelta(hours=1)
_POLLS_REACH = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class _Saved:
    """The saved state of the backfill, with the readings."""

    log: ReadingLog
    sensors: SensorLives
    filled_from: datetime | None
    swept_at: datetime | None
    changed: tuple[int, ...]

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Parse the saved state; raises any error if damaged."""
        changed = tuple(data.get("changed", ()))
        # Outside of this, hours are no dates of the recorder.
        if not all(type(hour) is int and 0 <= hour < _END_OF_HOURS for hour in changed):
            raise ValueError("not hours")
        log = ReadingLog.from_json(data["log"])
        return cls(
            log,
            _saved_sensors(data.get("sensors"), log),
            _saved_time(data["filled_from"]),
            _saved_time(data["swept_at"]),
            changed,
        )


class Backfill:
    """Backfills the readings of an account, newest first, and saves them."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, glucose: GlucoseCoordinator
    ) -> None:
        """Backfill the store of a coordinator."""
        self._hass = hass
        self._glucose = glucose
        self._readings = glucose.readings
        self._file = AccountFile(
            hass, entry.entry_id, "readings", _STORAGE_VERSION, _Saved.from_json
        )
        # Time since which the log is complete; None before the first step.
        self._filled_from: datetime | None = None
        # Time until which polls and sweeps have kept the log complete.
        self._followed_until: datetime | None = None
        self._swept_at: datetime | None = None
        self._sweep_planned_at: datetime | None = None
        self._sweep: list[tuple[datetime, datetime]] = []
        self._changed: dict[int, datetime] = {}
        self._unsaved = False
        self._stopped = False
        self._cancel_step: CALLBACK_TYPE | None = None
        self._cancel_save: CALLBACK_TYPE | None = None

    @property
    def complete_since(self) -> datetime | None:
        """Return the time since which the log is complete, None before the first step."""
        return self._filled_from

    async def async_load(self) -> None:
        """Restore the saved readings; damaged ones are fetched again."""
        saved = await self._file.async_load()
        if saved is None:
            return
        self._readings.restore(saved.log, saved.sensors)
        newest = saved.log.latest(dt_util.utcnow())
        if newest is None:
            return
        age = dt_util.utcnow() - newest.time
        # After a long absence the sweep alone would leave a gap.
        if age < _SWEEP_REACH:
            self._filled_from = saved.filled_from
            self._followed_until = newest.time
            self._changed = dict.fromkeys(saved.changed, dt_util.utcnow())
        # Late uploads that were found after the last save are lost.
        if age < self._glucose.region.delay + _UP_TO_DATE:
            self._swept_at = saved.swept_at
        # Before entities exist, which would all be written again.
        self._async_update_progress()

    @callback
    def async_start(self) -> None:
        """Start the backfill, and save at intervals."""
        self._glucose.config_entry.async_on_unload(
            self._readings.async_add_listener(self._async_readings_changed)
        )
        self._glucose.config_entry.async_on_unload(
            self._hass.bus.async_listen_once(
                EVENT_HOMEASSISTANT_FINAL_WRITE, self._async_final_write
            )
        )
        self._async_note_first_poll()
        self._async_update_progress()
        self._async_schedule(_PAUSE)

    async def async_stop(self) -> None:
        """Stop, and save unsaved readings."""
        self._stopped = True
        if self._cancel_step is not None:
            self._cancel_step()
            self._cancel_step = None
        self._async_cancel_save()
        if self._unsaved:
            await self._async_save()

    @callback
    def _async_note_first_poll(self) -> None:
        """Note the hours of readings that the first poll has added to the saved ones."""
        if self._followed_until is None:
            return
        start = self._followed_until + timedelta(seconds=1)
        times, _ = self._readings.log.values(start, dt_util.utcnow() + _KEPT)
        if times:
            self._async_note_changed({time // HOUR for time in times})

    @callback
    def _async_schedule(self, wait: timedelta) -> None:
        """Schedule the next step."""
        if self._stopped:
            return
        self._cancel_step = async_call_later(
            self._hass,
            wait,
            HassJob(self._async_begin_step, cancel_on_shutdown=True),
        )

    @callback
    def _async_begin_step(self, _now: datetime) -> None:
        """Start the next step as a task that an unload cancels."""
        self._cancel_step = None
        self._glucose.config_entry.async_create_background_task(
            self._hass, self._async_step(), f"{DOMAIN} history"
        )

    async def _async_step(self) -> None:
        """Fetch the next window, if any, and schedule the next step."""
        now = dt_util.utcnow()
        if self._glucose.problem is not None:
            # Polls detect when Dexcom answers again.
            self._async_schedule(POLL_INTERVAL)
            return
        self._async_follow_clock(now)
        if (window := self._next_window(now)) is None:
            self._async_schedule(POLL_INTERVAL)
            return
        start, end = window
        try:
            answer = await self._glucose.client.egvs(start, end)
        except DexcomError, OAuth2TokenRequestBaseError:
            # Polls report the error; the backfill continues when they succeed.
            self._async_schedule(POLL_INTERVAL)
            return
        origin = Origin.SWEEP if self._sweep else Origin.BACKFILL
        await self._readings.async_add(answer, origin)
        if self._sweep:
            self._sweep.pop()
            if not self._sweep:
                self._swept_at = self._sweep_planned_at
        else:
            self._filled_from = start
            if start <= now - HISTORY:
                self._swept_at = now
                # A power cut should not lose the whole history.
                self._async_schedule_save(_PAUSE)
        self._async_note_changed(frozenset())
        self._async_update_progress()
        self._async_schedule(_PAUSE)

    @callback
    def _async_follow_clock(self, now: datetime) -> None:
        """Drop old readings, and note what to fetch again.

        While the clock was ahead, too much was dropped. After the clock was set forward,
        the machine slept or Dexcom was down for longer than sweeps look back, the log has
        a gap.
        """
        if (
            self._followed_until is not None
            and now - self._followed_until > _SWEEP_REACH
        ):
            self._filled_from = None
        self._followed_until = now
        kept_from = now - _KEPT
        self._readings.log.forget_before(kept_from)
        if self._filled_from is not None:
            self._filled_from = max(self._filled_from, kept_from)
        if not self._is_filled(now):
            # The backfill covers the planned sweep.
            self._sweep = []
        self._async_update_progress()

    def _next_window(self, now: datetime) -> tuple[datetime, datetime] | None:
        """Return the next window to fetch, None while there is nothing to do."""
        if not self._is_filled(now):
            end = now - _POLLS_REACH
            if self._filled_from is not None:
                # It is in the future if the clock was ahead.
                end = min(end, self._filled_from)
            return max(end - _STEP, now - HISTORY), end
        if not self._sweep and is_due(self._swept_at, _SWEEP_EVERY, now):
            windows = [*self._missing(now), *self._settled(now)]
            self._sweep = [piece for window in windows for piece in _pieces(*window)]
            self._sweep_planned_at = now
            if not self._sweep:
                self._swept_at = now
        return self._sweep[-1] if self._sweep else None

    def _missing(self, now: datetime) -> list[tuple[datetime, datetime]]:
        """Return the gaps that polls do not cover."""
        start, end = now - _SWEEP_REACH, now - _POLLS_REACH
        times, _ = self._readings.log.values(start, end)
        return find_gaps(times, start, end, most=_MAX_GAPS)

    def _settled(self, now: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield windows of changed hours that are settled, and drop these hours."""
        settled = [
            hour for hour, time in self._changed.items() if is_due(time, _SETTLED, now)
        ]
        for hour in settled:
            del self._changed[hour]
        # Consecutive hours have the same difference to their index.
        for _, row in groupby(
            enumerate(sorted(settled)), lambda each: each[1] - each[0]
        ):
            hours = [hour for _, hour in row]
            yield _hour(hours[0]), _hour(hours[-1] + 1)

    def _is_filled(self, now: datetime) -> bool:
        """Return whether the backfill is complete."""
        return self._filled_from is not None and self._filled_from <= now - HISTORY

    @callback
    def _async_update_progress(self) -> None:
        """Update the progress of the backfill."""
        now = dt_util.utcnow()
        filled = now - (self._filled_from or now)
        progress = min(max(round(filled / HISTORY * 100), 0), 100)
        self._readings.async_set_progress(progress)

    @callback
    def _async_readings_changed(self, change: ReadingsChange) -> None:
        """Note a change of the readings."""
        if change.hours:
            self._async_note_changed(change.hours)

    @callback
    def _async_note_changed(self, hours: AbstractSet[int]) -> None:
        """Schedule a save, and note the hours to fetch again when they are settled."""
        now = dt_util.utcnow()
        if self._is_filled(now):
            self._changed.update(dict.fromkeys(hours, now))
        self._unsaved = True
        if self._cancel_save is None:
            self._async_schedule_save(_SAVE_EVERY)

    @callback
    def _async_schedule_save(self, wait: timedelta) -> None:
        """Schedule a save instead of the scheduled one."""
        self._async_cancel_save()
        if self._stopped:
            # The next set-up has newer readings.
            return
        self._cancel_save = async_call_later(
            self._hass, wait, HassJob(self._async_save_now, cancel_on_shutdown=True)
        )

    @callback
    def _async_cancel_save(self) -> None:
        """Cancel the scheduled save, if any."""
        if self._cancel_save is not None:
            self._cancel_save()
            self._cancel_save = None

    async def _async_save_now(self, _now: datetime) -> None:
        """Save at the scheduled time."""
        await self._async_save()

    async def _async_final_write(self, _event: Event) -> None:
        """Save when Home Assistant stops."""
        if self._unsaved:
            await self._async_save()

    async def _async_save(self) -> None:
        """Save the readings without blocking the event loop."""
        self._async_cancel_save()
        self._unsaved = False
        snapshot = self._readings.log.snapshot()
        data = {
            "filled_from": self._filled_from and self._filled_from.isoformat(),
            "swept_at": self._swept_at and self._swept_at.isoformat(),
            "changed": list(self._changed),
            "sensors": self._readings.sensors.to_json(),
            "log": await self._hass.async_add_executor_job(snapshot.to_json),
        }
        if not await self._file.async_save(data):
            self._unsaved = True


def _saved_time(text: str | None) -> datetime | None:
    """Parse a saved time, in UTC; raises ValueError or TypeError."""
    if text is None:
        return None
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError("no offset")
    return time.astimezone(UTC)


def _saved_sensors(saved: dict[str, Any] | None, log: ReadingLog) -> SensorLives:
    """Restore the sensors, or infer them from readings that an earlier version saved."""
    if saved is not None:
        return SensorLives.from_json(saved)
    sensors, now = SensorLives(), dt_util.utcnow()
    sensors.add(log.between(now - HISTORY, now), now)
    return sensors


def _hour(number: int) -> datetime:
    """Return the start of an hour, given in hours since 1970 UTC."""
    return datetime.fromtimestamp(number * HOUR, UTC)


def _pieces(start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """Split a window into steps."""
    count = (end - start) // _STEP + 1
    starts = [start + _STEP * number for number in range(count)]
    return list(zip(starts, [*starts[1:], end], strict=True))
