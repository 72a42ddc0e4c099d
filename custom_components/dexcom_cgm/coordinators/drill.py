"""The drill: a made-up reading that is shown instead of the measured ones for minutes."""

from datetime import datetime, timedelta
from enum import StrEnum

from homeassistant.components.binary_sensor.const import DOMAIN as BINARY_SENSOR_DOMAIN
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import (
    ATTR_DOMAIN,
    ATTR_ENTITY_ID,
    ATTR_NAME,
    EVENT_LOGBOOK_ENTRY,
)
from homeassistant.core import CALLBACK_TYPE, Context, HassJob, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.translation import async_get_cached_translations
from homeassistant.util import dt as dt_util

from ..const import DOMAIN, POLL_INTERVAL
from ..device import account_name
from ..glucose import CurrentGlucose, Reading, Source, Thresholds, Trend
from .devices import DeviceCoordinator
from .glucose import GlucoseCoordinator
from .wall_clock import CLOCK_CHECK_INTERVAL

_ATTR_MESSAGE = "message"


class DrillEnd(StrEnum):
    """Why a drill has ended; also the keys of the texts in the activity log."""

    TIME = "drill_ended"
    STOPPED = "drill_stopped"
    REAL_LOW = "drill_ended_by_low"
    UNLOADED = "drill_ended_by_unload"


class Drill:
    """Shows a made-up reading of an account, so that automations can be tested.

    The reading is renewed every five minutes, as a live source does. It is not written
    to the log of readings and not restored after a restart. A drill ends after its
    minutes, by `async_stop`, and as soon as the newest measured reading is low.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        glucose: GlucoseCoordinator,
        devices: DeviceCoordinator,
    ) -> None:
        """Create the drill of an account, which is not started yet."""
        self._hass = hass
        self._entry = entry
        self._glucose = glucose
        self._devices = devices
        self._starts = self._ends = dt_util.utcnow()
        self._cancel_timer: CALLBACK_TYPE | None = None
        self._remove_listener: CALLBACK_TYPE | None = None

    @property
    def is_low(self) -> bool:
        """Return whether the fresh measured reading is low or urgently low.

        Dexcom's default thresholds apply until those of the person are known.
        """
        current = self._glucose.fresh_measured
        if current is None or current.reading.value is None:
            return False
        thresholds = self._devices.thresholds(current.reading) or Thresholds()
        value = current.reading.value
        return thresholds.is_low(value) or thresholds.is_urgent_low(value)

    @callback
    def async_start(
        self,
        value: int,
        trend: Trend | None,
        duration: timedelta,
        context: Context,
        shown: str,
    ) -> None:
        """Show a reading in mg/dL for a time; replaces a drill that is in progress.

        `shown` is the glucose in the user's unit, for the activity log.
        """
        self._async_clear()
        self._starts = dt_util.utcnow().replace(microsecond=0)
        self._ends = self._starts + duration
        reading = Reading(
            record_id=Source.DRILL, time=self._starts, value=value, trend=trend
        )
        self._glucose.drill = CurrentGlucose(reading, None, Source.DRILL)
        self._glucose.before_update = self._async_check
        # Their alert settings are the thresholds.
        self._remove_listener = self._devices.async_add_listener(
            self._async_settings_changed
        )
        self._async_schedule()
        minutes = str(int(duration.total_seconds()) // 60)
        self._async_log("drill_started", context, glucose=shown, minutes=minutes)
        self._glucose.async_drill_changed(context)

    @callback
    def async_stop(self, reason: DrillEnd, context: Context | None = None) -> None:
        """End the drill, if one is in progress, and show the measured readings again."""
        if self._async_end(reason, context):
            self._glucose.async_drill_changed(context)

    @callback
    def _async_end(self, reason: DrillEnd, context: Context | None = None) -> bool:
        """End the drill without notifying listeners; return whether there was one."""
        if self._glucose.drill is None:
            return False
        self._async_clear()
        self._glucose.drill_ended_at = dt_util.utcnow()
        self._async_log(reason, context)
        return True

    @callback
    def _async_clear(self) -> None:
        """Remove the reading, the timer and the listener."""
        self._glucose.drill = None
        self._glucose.before_update = None
        if self._cancel_timer is not None:
            self._cancel_timer()
            self._cancel_timer = None
        if self._remove_listener is not None:
            self._remove_listener()
            self._remove_listener = None

    @callback
    def _async_check(self) -> None:
        """End the drill if the person is low, before listeners are notified."""
        if self.is_low:
            self._async_end(DrillEnd.REAL_LOW)

    @callback
    def _async_settings_changed(self) -> None:
        """End the drill if the person is low by changed settings."""
        if self.is_low:
            self.async_stop(DrillEnd.REAL_LOW)

    @callback
    def _async_schedule(self) -> None:
        """Schedule the next check of the clock, at the latest at the end."""
        wait = min(CLOCK_CHECK_INTERVAL, self._ends - dt_util.utcnow())
        self._cancel_timer = async_call_later(
            self._hass, wait, HassJob(self._async_tick, cancel_on_shutdown=True)
        )

    @callback
    def _async_tick(self, _now: datetime) -> None:
        """End the drill at its end, and if the clock was set back; renew its reading."""
        self._cancel_timer = None
        now, current = dt_util.utcnow(), self._glucose.drill
        if current is None or not self._starts <= now < self._ends:
            self.async_stop(DrillEnd.TIME)
            return
        self._async_schedule()
        if now - current.reading.time >= POLL_INTERVAL:
            reading = current.reading._replace(time=now.replace(microsecond=0))
            self._glucose.drill = CurrentGlucose(reading, None, Source.DRILL)
            self._glucose.async_drill_changed(None)

    @callback
    def _async_log(
        self, key: str, context: Context | None, **placeholders: str
    ) -> None:
        """Add an entry to the activity log, next to the changes of the low sensor.

        The log of the account's device has no entries of sensors with a unit.
        """
        texts = async_get_cached_translations(
            self._hass, self._hass.config.language, "common", DOMAIN
        )
        # A missing text must not prevent the end of a drill.
        text = texts.get(f"component.{DOMAIN}.common.{key}", key)
        entity_id = er.async_get(self._hass).async_get_entity_id(
            BINARY_SENSOR_DOMAIN, DOMAIN, f"{self._entry.unique_id}_low"
        )
        self._hass.bus.async_fire(
            EVENT_LOGBOOK_ENTRY,
            {
                ATTR_NAME: account_name(self._hass, self._entry),
                _ATTR_MESSAGE: text.format(**placeholders),
                ATTR_DOMAIN: DOMAIN,
                ATTR_ENTITY_ID: entity_id,
            },
            context=context,
        )
