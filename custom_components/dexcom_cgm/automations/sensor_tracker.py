"""The tracker that applies a rule to the sensors of an account."""

from datetime import datetime
from typing import Any, override

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.trigger import TriggerActionRunner
from homeassistant.util import dt as dt_util

from ..coordinators.readings import ReadingsChange
from ..coordinators.wall_clock import async_call_at_time
from ..data import DexcomConfigEntry, DexcomData
from ..glucose import SensorLife
from .sensor_rules import SensorRule, Sensors
from .trackers import AccountTracker


class SensorTracker(AccountTracker):
    """Applies a rule to the sensors of an account, with readings and by the clock."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: DexcomConfigEntry,
        rule: SensorRule,
        run_action: TriggerActionRunner,
    ) -> None:
        """Run an action for each sensor for which the rule fires."""
        super().__init__(hass, entry, run_action)
        self._rule = rule
        self._next_moment: datetime | None = None

    @override
    @callback
    def _async_listen(self, data: DexcomData) -> list[CALLBACK_TYPE]:
        """Listen to readings."""
        return [data.readings.async_add_listener(self._async_readings_changed)]

    @callback
    def _async_readings_changed(self, change: ReadingsChange) -> None:
        """Apply the rule to changed readings."""
        if change.hours:
            self._async_update()

    @override
    @callback
    def _async_update(self) -> None:
        """Apply the rule to the sensors, and schedule its next moment."""
        now = dt_util.utcnow()
        sensors = self._sensors(now)
        for sensor in self._rule.update(sensors, now):
            self._async_fire(_variables(sensor), f"sensor of {self._entry.title}")
        moment = self._rule.next_moment(sensors, now)
        if moment != self._next_moment:
            self._async_cancel_timer()
            self._next_moment = moment
            if moment is not None:
                self._cancel_timer = async_call_at_time(
                    self._hass, self._async_handle_moment, moment
                )

    @callback
    def _async_handle_moment(self, _now: datetime) -> None:
        """Apply the rule at its moment, unless the account is not loaded."""
        self._cancel_timer = self._next_moment = None
        if self._entry.state is ConfigEntryState.LOADED:
            self._async_update()

    def _sensors(self, now: datetime) -> Sensors:
        """Return the sensors of the account."""
        data = self._entry.runtime_data
        lives = data.readings.sensors
        current = lives.current
        if current is not None and now - current.newest >= data.glucose.stale_limit:
            current = None
        return Sensors(lives.all(), lives.worn, current)


def _variables(sensor: SensorLife) -> dict[str, Any]:
    """Return the trigger's variables."""
    return {
        "started": sensor.started,
        "expires": sensor.expires,
        "grace_until": sensor.grace_until,
        "measured_at": sensor.newest,
    }
