"""Sensors of the clinical measures over days: time in range, GMI and others."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import override

from homeassistant.components.sensor import SensorDeviceClass, SensorEntityDescription
from homeassistant.const import PERCENTAGE
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.util import dt as dt_util

from ..coordinators.glucose import GlucoseCoordinator
from ..coordinators.readings import ReadingsChange
from ..data import DexcomConfigEntry
from ..entity import AccountEntity, GlucoseUnitSensor
from ..glucose import LogSlots, RollingWindow, round_half_away
from ..units import MG_DL, shown_average

ATTR_READINGS = "readings"
ATTR_MISSING_READINGS = "missing_readings"

type WindowListener = Callable[[RollingWindow], None]

# A measure over days hardly changes within minutes. Between two tenths it would be a new
# state with nearly every reading.
_UPDATE_INTERVAL = timedelta(hours=1)
# As Home Assistant shows them; more decimals would be more states.
_DECIMALS = 1
# Relative change of the reading counts that is a new state by itself.
_COUNT_TOLERANCE = 0.01


class MeasureWindows:
    """Keeps the rolling windows that sensors of an account use."""

    def __init__(self, hass: HomeAssistant, glucose: GlucoseCoordinator) -> None:
        """Use the log of a coordinator's store."""
        self._hass = hass
        self._readings = glucose.readings
        self._delay = glucose.region.delay
        # Shared by the windows; None without any.
        self._slots: LogSlots | None = None
        self._windows: dict[int, RollingWindow] = {}
        self._listeners: dict[int, list[WindowListener]] = {}

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Start updating the windows; return what stops it."""
        ends = (
            self._readings.async_add_listener(self._async_readings_changed),
            async_track_time_interval(
                self._hass,
                self._async_update,
                _UPDATE_INTERVAL,
                cancel_on_shutdown=True,
            ),
        )

        def end() -> None:
            """Remove the listeners."""
            for each in ends:
                each()

        return end

    @callback
    def async_add_listener(self, days: int, listener: WindowListener) -> CALLBACK_TYPE:
        """Call a listener after updates of the window of some days; return what removes it."""
        if days not in self._windows:
            if self._slots is None:
                self._slots = LogSlots(self._readings.log)
            self._windows[days] = RollingWindow(
                self._readings.log, self._slots, days, dt_util.utcnow(), self._delay
            )
            self._listeners[days] = []
        self._listeners[days].append(listener)

        def remove() -> None:
            """Remove the listener, and an unused window."""
            self._listeners[days].remove(listener)
            if not self._listeners[days]:
                del self._listeners[days]
                self._windows.pop(days).close()
            if not self._windows and self._slots is not None:
                self._slots.close()
                self._slots = None

        return remove

    def window(self, days: int) -> RollingWindow | None:
        """Return the window of some days, None if unused."""
        return self._windows.get(days)

    @callback
    def _async_readings_changed(self, change: ReadingsChange) -> None:
        """Update during the backfill; otherwise the timer does."""
        if change.hours and self._readings.is_loading:
            self._async_update()

    @callback
    def _async_update(self, _now: datetime | None = None) -> None:
        """Move the windows to now, and notify their listeners."""
        now = dt_util.utcnow()
        for days, window in self._windows.items():
            window.move(now)
            for listener in self._listeners[days]:
                listener(window)


@dataclass(frozen=True, kw_only=True)
class MeasureDescription(SensorEntityDescription):
    """A sensor of a measure over some days.

    If `needs_enough` is set, the measure is unknown with too few readings.
    """

    days: int
    measure_fn: Callable[[RollingWindow], float | None]
    needs_enough: bool = True


def _descriptions(days: int) -> tuple[MeasureDescription, ...]:
    """Return the descriptions of all measures over 14 days or more."""
    return (
        MeasureDescription(
            key=f"time_in_range_{days}d",
            translation_key="time_in_range",
            days=days,
            measure_fn=lambda window: window.distribution.time_in_range,
            native_unit_of_measurement=PERCENTAGE,
            suggested_display_precision=_DECIMALS,
            entity_registry_enabled_default=days == 14,
        ),
        MeasureDescription(
            key=f"mean_glucose_{days}d",
            translation_key="mean_glucose",
            days=days,
            measure_fn=lambda window: window.distribution.mean,
            native_unit_of_measurement=MG_DL,
            device_class=SensorDeviceClass.BLOOD_GLUCOSE_CONCENTRATION,
            suggested_display_precision=_DECIMALS,
            entity_registry_enabled_default=days == 14,
        ),
        MeasureDescription(
            key=f"gmi_{days}d",
            translation_key="gmi",
            days=days,
            measure_fn=lambda window: window.distribution.gmi,
            native_unit_of_measurement=PERCENTAGE,
            suggested_display_precision=_DECIMALS,
            entity_registry_enabled_default=days == 14,
        ),
        MeasureDescription(
            key=f"glucose_variability_{days}d",
            translation_key="glucose_variability",
            days=days,
            measure_fn=lambda window: window.distribution.variability,
            native_unit_of_measurement=PERCENTAGE,
            suggested_display_precision=_DECIMALS,
            entity_registry_enabled_default=days == 14,
        ),
        MeasureDescription(
            key=f"time_below_range_{days}d",
            translation_key="time_below_range",
            days=days,
            measure_fn=lambda window: window.distribution.time_below_range,
            native_unit_of_measurement=PERCENTAGE,
            suggested_display_precision=_DECIMALS,
            entity_registry_enabled_default=days == 14,
        ),
        MeasureDescription(
            key=f"time_above_range_{days}d",
            translation_key="time_above_range",
            days=days,
            measure_fn=lambda window: window.distribution.time_above_range,
            native_unit_of_measurement=PERCENTAGE,
            suggested_display_precision=_DECIMALS,
            entity_registry_enabled_default=days == 14,
        ),
        MeasureDescription(
            key=f"cgm_active_{days}d",
            translation_key="cgm_active",
            days=days,
            measure_fn=lambda window: window.sufficiency.active,
            native_unit_of_measurement=PERCENTAGE,
            suggested_display_precision=_DECIMALS,
            entity_registry_enabled_default=days == 14,
            needs_enough=False,
        ),
        MeasureDescription(
            key=f"time_very_low_{days}d",
            translation_key="time_very_low",
            days=days,
            measure_fn=lambda window: window.distribution.time_very_low,
            native_unit_of_measurement=PERCENTAGE,
            suggested_display_precision=_DECIMALS,
            entity_registry_enabled_default=False,
        ),
        MeasureDescription(
            key=f"time_very_high_{days}d",
            translation_key="time_very_high",
            days=days,
            measure_fn=lambda window: window.distribution.time_very_high,
            native_unit_of_measurement=PERCENTAGE,
            suggested_display_precision=_DECIMALS,
            entity_registry_enabled_default=False,
        ),
        MeasureDescription(
            key=f"time_in_tight_range_{days}d",
            translation_key="time_in_tight_range",
            days=days,
            measure_fn=lambda window: window.distribution.time_in_tight_range,
            native_unit_of_measurement=PERCENTAGE,
            suggested_display_precision=_DECIMALS,
            entity_registry_enabled_default=False,
        ),
        MeasureDescription(
            key=f"gri_{days}d",
            translation_key="gri",
            days=days,
            measure_fn=lambda window: window.distribution.gri,
            suggested_display_precision=_DECIMALS,
            entity_registry_enabled_default=False,
        ),
        MeasureDescription(
            key=f"standard_deviation_{days}d",
            translation_key="standard_deviation",
            days=days,
            measure_fn=lambda window: window.distribution.standard_deviation,
            native_unit_of_measurement=MG_DL,
            device_class=SensorDeviceClass.BLOOD_GLUCOSE_CONCENTRATION,
            suggested_display_precision=_DECIMALS,
            entity_registry_enabled_default=False,
        ),
    )


MEASURE_SENSORS = (
    MeasureDescription(
        key="time_in_range_1d",
        translation_key="time_in_range",
        days=1,
        measure_fn=lambda window: window.distribution.time_in_range,
        native_unit_of_measurement=PERCENTAGE,
        suggested_display_precision=_DECIMALS,
        entity_registry_enabled_default=True,
        needs_enough=False,
    ),
    *_descriptions(14),
    *_descriptions(30),
    *_descriptions(90),
)


class MeasureSensor(AccountEntity, GlucoseUnitSensor):
    """A sensor of a measure over some days."""

    entity_description: MeasureDescription
    _attr_should_poll = False
    # Recorded, each change of them would add a row of attributes.
    _unrecorded_attributes = frozenset({ATTR_READINGS, ATTR_MISSING_READINGS})
    # The measure, not rounded; glucose is in mg/dL.
    _value: float | None = None
    # The state as it was last written.
    _shown: float | None = None

    def __init__(
        self,
        entry: DexcomConfigEntry,
        windows: MeasureWindows,
        description: MeasureDescription,
    ) -> None:
        """Follow the window of the description."""
        super().__init__(entry, description)
        self._windows = windows
        self._attr_extra_state_attributes = {}
        self._attr_translation_placeholders = {"days": str(description.days)}

    @property
    @override
    def native_value(self) -> float | None:
        """Return the measure as it is shown."""
        if self._value is None:
            return None
        if self.entity_description.native_unit_of_measurement == MG_DL:
            return shown_average(self._value, str(self.native_unit_of_measurement))
        return round_half_away(self._value, _DECIMALS)

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the window."""
        await super().async_added_to_hass()
        self.async_on_remove(
            self._windows.async_add_listener(
                self.entity_description.days, self._handle_change
            )
        )
        if (window := self._windows.window(self.entity_description.days)) is not None:
            self._take(window)

    @callback
    def _handle_change(self, window: RollingWindow) -> None:
        """Write the state if it has changed."""
        if self._take(window):
            self.async_write_ha_state()

    def _take(self, window: RollingWindow) -> bool:
        """Update the state by the window; return whether it has changed."""
        description = self.entity_description
        sufficiency = window.sufficiency
        missing = sufficiency.missing_readings if description.needs_enough else 0
        # Windows of such measures are at least 14 days long.
        is_unknown = not window.distribution or missing
        self._value = None if is_unknown else description.measure_fn(window)
        shown, counts = self.native_value, {ATTR_READINGS: len(window.distribution)}
        if description.needs_enough:
            counts[ATTR_MISSING_READINGS] = missing
        before = self._attr_extra_state_attributes
        if shown == self._shown and all(
            abs(count - before.get(name, -1)) <= count * _COUNT_TOLERANCE
            for name, count in counts.items()
        ):
            return False
        self._shown, self._attr_extra_state_attributes = shown, counts
        return True
