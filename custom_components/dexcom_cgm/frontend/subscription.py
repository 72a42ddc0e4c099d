"""The subscription of a card to the readings of an account."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.core import CALLBACK_TYPE, Event, HassJob, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from ..automations.snapshot import Snapshot
from ..const import DataStatus
from ..coordinators.readings import ReadingsChange
from ..data import DexcomConfigEntry
from ..device import account_name
from ..glucose import Thresholds
from ..glucose.ranges import HIGH, LOW
from ..glucose.reading_log import HOUR
from ..units import chosen_unit
from ..vocabulary import (
    CARBS,
    EXERCISE,
    FAST_ACTING_INSULIN,
    INSULIN,
    LONG_ACTING_INSULIN,
    event_amount,
    event_type,
    event_unit,
)

PROTOCOL_VERSION = 1
# A poll notifies several times.
_DEBOUNCE = timedelta(seconds=1)
_MARKED = {CARBS, FAST_ACTING_INSULIN, LONG_ACTING_INSULIN, INSULIN, EXERCISE}

_FAILED = {ConfigEntryState.SETUP_ERROR, ConfigEntryState.SETUP_RETRY}

type Columns = dict[str, list[int]]


def is_login_wanted(hass: HomeAssistant, entry: DexcomConfigEntry) -> bool:
    """Return whether the account waits for a new login."""
    return any(entry.async_get_active_flows(hass, {SOURCE_REAUTH}))


class ReadingsSubscription:
    """Sends the readings and the state of an account, then what has changed.

    The first message is complete, and so is the first one after a reload of the account.
    Later messages hold the keys that have changed. `readings` then replace all readings
    of the UTC hours that start at `hours`.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        entry: DexcomConfigEntry,
        span: timedelta,
        send: Callable[[dict[str, Any]], None],
    ) -> None:
        """Subscribe to the readings of a span before now."""
        self._hass = hass
        self._entry = entry
        self._span = span
        self._send = send
        self._listeners: list[CALLBACK_TYPE] = []
        self._cancel_push: CALLBACK_TYPE | None = None
        self._hours: set[int] = set()
        self._state: dict[str, Any] = {}

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Send the complete message, and follow the account; return what stops it."""
        remove = self._entry.async_on_state_change(self._async_entry_changed)
        self._async_entry_changed()

        @callback
        def stop() -> None:
            """Stop following the account."""
            remove()
            self._async_detach()

        return stop

    @callback
    def _async_entry_changed(self) -> None:
        """Follow the coordinators while the account is loaded; report a failed set-up."""
        self._async_detach()
        if self._entry.state in _FAILED:
            self._async_schedule()
        if self._entry.state is not ConfigEntryState.LOADED:
            return
        data = self._entry.runtime_data
        self._listeners = [
            data.readings.async_add_listener(self._async_readings_changed),
            data.glucose.async_add_listener(self._async_schedule),
            data.devices.async_add_listener(self._async_schedule),
            data.events.async_add_listener(self._async_schedule),
            # Unit and name.
            self._hass.bus.async_listen(
                er.EVENT_ENTITY_REGISTRY_UPDATED, self._async_registry_updated
            ),
            self._hass.bus.async_listen(
                dr.EVENT_DEVICE_REGISTRY_UPDATED, self._async_registry_updated
            ),
        ]
        self._async_send_all()

    @callback
    def _async_detach(self) -> None:
        """Remove the listeners, and cancel the scheduled message."""
        while self._listeners:
            self._listeners.pop()()
        if self._cancel_push is not None:
            self._cancel_push()
            self._cancel_push = None

    @callback
    def _async_readings_changed(self, change: ReadingsChange) -> None:
        """Note the changed hours."""
        self._hours |= change.hours
        self._async_schedule()

    @callback
    def _async_registry_updated(self, _event: Event[Any]) -> None:
        """Schedule a message after a change of the registries."""
        self._async_schedule()

    @callback
    def _async_schedule(self) -> None:
        """Schedule a message, unless one is scheduled."""
        if self._cancel_push is None:
            self._cancel_push = async_call_later(
                self._hass,
                _DEBOUNCE,
                HassJob(self._async_push, cancel_on_shutdown=True),
            )

    @property
    def _start(self) -> datetime:
        """Return the start of the span."""
        return dt_util.utcnow() - self._span

    @callback
    def _async_send_all(self) -> None:
        """Send the complete message."""
        times, values = self._entry.runtime_data.readings.log.values(
            self._start, dt_util.utcnow() + timedelta(hours=1)
        )
        self._hours = set()
        self._state = self._current_state()
        self._send(
            {
                "version": PROTOCOL_VERSION,
                "full": True,
                "readings": {"time": times, "value": values},
                **self._state,
            }
        )

    @callback
    def _async_push(self, _now: datetime) -> None:
        """Send what has changed, if anything has."""
        self._cancel_push = None
        if self._entry.state is not ConfigEntryState.LOADED:
            self._async_send_failure()
            return
        state = self._current_state()
        message = {
            key: value for key, value in state.items() if value != self._state[key]
        }
        self._state = state
        message |= self._changed_readings()
        if message:
            self._send(message)

    @callback
    def _async_send_failure(self) -> None:
        """Send that there is no current reading, and why."""
        status = (
            DataStatus.AUTH_REQUIRED
            if is_login_wanted(self._hass, self._entry)
            else DataStatus.CANNOT_CONNECT
        )
        self._send({"current": None, "status": str(status)})

    def _changed_readings(self) -> dict[str, Any]:
        """Return the changed hours of the span and their readings, if any."""
        first = int(self._start.timestamp()) // HOUR
        hours = sorted(hour for hour in self._hours if hour >= first)
        self._hours = set()
        if not hours:
            return {}
        log = self._entry.runtime_data.readings.log
        readings: Columns = {"time": [], "value": []}
        for hour in hours:
            times, values = log.values(
                dt_util.utc_from_timestamp(hour * HOUR),
                dt_util.utc_from_timestamp((hour + 1) * HOUR),
            )
            readings["time"] += times
            readings["value"] += values
        return {"hours": [hour * HOUR for hour in hours], "readings": readings}

    def _current_state(self) -> dict[str, Any]:
        """Return all but the readings."""
        data = self._entry.runtime_data
        glucose, newest = data.glucose, data.glucose.newest
        thresholds = None if newest is None else data.devices.thresholds(newest.reading)
        thresholds = thresholds or Thresholds()
        return {
            "events": self._events(),
            "current": self._current(),
            "last": (
                None
                if newest is None
                else {
                    "time": int(newest.reading.time.timestamp()),
                    "value": newest.reading.value,
                }
            ),
            "status": str(glucose.status),
            "thresholds": {
                "urgent_low": thresholds.urgent_low,
                "low": thresholds.low,
                "high": thresholds.high,
            },
            "target": {"low": LOW, "high": HIGH},
            "stale_after": int(glucose.stale_limit.total_seconds() // 60),
            "delay": int(glucose.region.delay.total_seconds() // 60),
            "history_loaded": data.readings.progress or 0,
            "unit": str(chosen_unit(self._hass, str(self._entry.unique_id))),
            "title": account_name(self._hass, self._entry),
            "entry_id": self._entry.entry_id,
        }

    def _current(self) -> dict[str, Any] | None:
        """Return the fresh reading, None without one."""
        if (snapshot := Snapshot.of(self._entry, None)) is None:
            return None
        return {
            "time": int(snapshot.time.timestamp()),
            "value": snapshot.value,
            "delta": snapshot.glucose.delta,
            "trend": snapshot.trend,
            "source": str(snapshot.glucose.source),
            "is_low": bool(snapshot.is_low),
            "is_urgent_low": bool(snapshot.is_urgent_low),
            "is_high": bool(snapshot.is_high),
        }

    def _events(self) -> list[dict[str, Any]]:
        """Return the logged events of the span that are drawn in a graph."""
        start = self._start
        return [
            {
                "time": int(event.time.timestamp()),
                "type": kind,
                "value": event_amount(event),
                "unit": event_unit(event),
            }
            for event in self._entry.runtime_data.events.data or ()
            if event.time >= start and (kind := event_type(event)) in _MARKED
        ]
