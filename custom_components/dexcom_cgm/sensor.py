"""Sensor platform for Dexcom CGM."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.typing import StateType
from homeassistant.util.unit_conversion import BloodGlucoseConcentrationConverter

from .api import Trend
from .const import DataStatus
from .coordinator import DexcomConfigEntry, GlucoseCoordinator
from .entity import DexcomEntity
from .glucose import CurrentGlucose
from .units import MG_DL, MMOL_L, usual_unit

PARALLEL_UPDATES = 0

# The words of Home Assistant's own Dexcom integration, so that automations written
# for it go on working.
TRENDS: dict[str, str] = {
    Trend.DOUBLE_UP: "rising_quickly",
    Trend.SINGLE_UP: "rising",
    Trend.FORTY_FIVE_UP: "rising_slightly",
    Trend.FLAT: "steady",
    Trend.FORTY_FIVE_DOWN: "falling_slightly",
    Trend.SINGLE_DOWN: "falling",
    Trend.DOUBLE_DOWN: "falling_quickly",
}


@dataclass(frozen=True, kw_only=True)
class GlucoseSensorDescription(SensorEntityDescription):
    """A sensor of what the newest reading says, unknown once that is stale."""

    value_fn: Callable[[CurrentGlucose], StateType]
    attributes_fn: Callable[[CurrentGlucose], dict[str, Any]] | None = None


@dataclass(frozen=True, kw_only=True)
class StatusSensorDescription(SensorEntityDescription):
    """A sensor of how the data stand, available whatever happens."""

    value_fn: Callable[[GlucoseCoordinator], StateType | datetime]


GLUCOSE_SENSORS = (
    GlucoseSensorDescription(
        key="glucose_value",
        translation_key="glucose_value",
        device_class=SensorDeviceClass.BLOOD_GLUCOSE_CONCENTRATION,
        native_unit_of_measurement=MG_DL,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda current: current.reading.value,
        attributes_fn=lambda current: {"measured_at": current.reading.time},
    ),
    GlucoseSensorDescription(
        key="glucose_trend",
        translation_key="glucose_trend",
        device_class=SensorDeviceClass.ENUM,
        options=list(TRENDS.values()),
        value_fn=lambda current: TRENDS.get(current.reading.trend or ""),
    ),
    GlucoseSensorDescription(
        key="glucose_delta",
        translation_key="glucose_delta",
        device_class=SensorDeviceClass.BLOOD_GLUCOSE_CONCENTRATION,
        native_unit_of_measurement=MG_DL,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda current: current.delta,
    ),
)

# No device class stands for a rate of change, so Home Assistant does not convert it.
GLUCOSE_RATE = GlucoseSensorDescription(
    key="glucose_rate",
    translation_key="glucose_rate",
    native_unit_of_measurement=f"{MG_DL}/min",
    state_class=SensorStateClass.MEASUREMENT,
    suggested_display_precision=1,
    entity_registry_enabled_default=False,
    value_fn=lambda current: current.reading.trend_rate,
)
GLUCOSE_RATE_MMOL_L = GlucoseSensorDescription(
    key="glucose_rate",
    translation_key="glucose_rate",
    native_unit_of_measurement=f"{MMOL_L}/min",
    state_class=SensorStateClass.MEASUREMENT,
    suggested_display_precision=2,
    entity_registry_enabled_default=False,
    value_fn=lambda current: (
        None
        if current.reading.trend_rate is None
        else BloodGlucoseConcentrationConverter.convert(
            current.reading.trend_rate, MG_DL, MMOL_L
        )
    ),
)

STATUS_SENSORS = (
    StatusSensorDescription(
        key="last_reading",
        translation_key="last_reading",
        device_class=SensorDeviceClass.TIMESTAMP,
        value_fn=lambda coordinator: (
            None if coordinator.data is None else coordinator.data.reading.time
        ),
    ),
    StatusSensorDescription(
        key="data_status",
        translation_key="data_status",
        device_class=SensorDeviceClass.ENUM,
        entity_category=EntityCategory.DIAGNOSTIC,
        options=list(DataStatus),
        value_fn=lambda coordinator: coordinator.status,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: DexcomConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the sensors of an account."""
    coordinator = entry.runtime_data.glucose
    unit = usual_unit(hass)
    rate = GLUCOSE_RATE_MMOL_L if unit == MMOL_L else GLUCOSE_RATE
    async_add_entities(
        [
            *(
                GlucoseSensor(coordinator, description, unit)
                for description in (*GLUCOSE_SENSORS, rate)
            ),
            *(StatusSensor(coordinator, description) for description in STATUS_SENSORS),
        ]
    )


class GlucoseSensor(DexcomEntity, SensorEntity):
    """A sensor of what the newest reading says."""

    entity_description: GlucoseSensorDescription

    def __init__(
        self,
        coordinator: GlucoseCoordinator,
        description: GlucoseSensorDescription,
        unit: str,
    ) -> None:
        """Suggest the unit that people use where this Home Assistant is."""
        super().__init__(coordinator, description)
        if description.native_unit_of_measurement == MG_DL != unit:
            self._attr_suggested_unit_of_measurement = unit

    @property
    @override
    def available(self) -> bool:
        """Return whether there is a fresh reading, or Dexcom answers."""
        return self.coordinator.fresh is not None or super().available

    @property
    @override
    def native_value(self) -> StateType:
        """Return what the reading says, None without a fresh one."""
        current = self.coordinator.fresh
        return None if current is None else self.entity_description.value_fn(current)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any] | None:
        """Return facts about the reading."""
        current = self.coordinator.fresh
        attributes_fn = self.entity_description.attributes_fn
        if current is None or attributes_fn is None:
            return None
        return attributes_fn(current)


class StatusSensor(DexcomEntity, SensorEntity):
    """A sensor of how the data stand."""

    entity_description: StatusSensorDescription

    @property
    @override
    def available(self) -> bool:
        """Return that this is always known."""
        return True

    @property
    @override
    def native_value(self) -> StateType | datetime:
        """Return how the data stand."""
        return self.entity_description.value_fn(self.coordinator)
