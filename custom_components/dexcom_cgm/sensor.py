"""Sensor platform for Dexcom CGM."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import chain
from typing import Any, override

from homeassistant.components.sensor import (
    DOMAIN as SENSOR_DOMAIN,
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
)
from homeassistant.const import EntityCategory, UnitOfTime
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.typing import StateType

from .api import chunked
from .const import DataStatus
from .coordinators.devices import DeviceCoordinator
from .coordinators.glucose import GlucoseCoordinator
from .coordinators.readings import ReadingStore
from .data import DexcomConfigEntry
from .entity import DexcomEntity, FreshEntity, GlucoseUnitSensor, enabled
from .glucose import CurrentGlucose
from .sensors.last_events import LAST_EVENT_SENSORS, LastEventSensor
from .sensors.measures import MEASURE_SENSORS, MeasureSensor, MeasureWindows
from .sensors.sensor_life import SENSOR_LIFE_SENSORS, SensorLifeSensor
from .units import MG_DL, chosen_unit, rate_digits, shown, shown_rate
from .vocabulary import TRENDS

PARALLEL_UPDATES = 0
ATTR_MEASURED_AT = "measured_at"
ATTR_MEASUREMENT_TIMESTAMP = "measurement_timestamp"
ATTR_SOURCE = "source"
ATTR_HISTORY_LOADED = "history_loaded"
ATTR_OLDER_HISTORY_LOADED = "older_history_loaded"
# Entities added before yielding to the event loop; each takes some tenths of a
# millisecond, and there are more than fifty.
_CHUNK = 6


@dataclass(frozen=True, kw_only=True)
class GlucoseSensorDescription(SensorEntityDescription):
    """A sensor of the newest reading, unknown once that is stale."""

    value_fn: Callable[[CurrentGlucose], StateType]


@dataclass(frozen=True, kw_only=True)
class StatusSensorDescription(SensorEntityDescription):
    """A sensor of the state of the data, which is always available."""

    value_fn: Callable[[GlucoseCoordinator], StateType | datetime]
    attributes_fn: Callable[[GlucoseCoordinator], dict[str, Any]] | None = None


def _progress(readings: ReadingStore) -> dict[str, int | None]:
    """Return the progress of the backfill, and of the long one if it is wanted."""
    progress = {ATTR_HISTORY_LOADED: readings.progress}
    if readings.older_progress is not None:
        progress[ATTR_OLDER_HISTORY_LOADED] = readings.older_progress
    return progress


GLUCOSE_VALUE = GlucoseSensorDescription(
    key="glucose_value",
    translation_key="glucose_value",
    device_class=SensorDeviceClass.BLOOD_GLUCOSE_CONCENTRATION,
    native_unit_of_measurement=MG_DL,
    value_fn=lambda current: current.reading.value,
)

GLUCOSE_SENSORS = (
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
        value_fn=lambda current: current.delta,
    ),
)

# No device class exists for a rate of change, so GlucoseRateSensor converts it.
GLUCOSE_RATE = GlucoseSensorDescription(
    key="glucose_rate",
    translation_key="glucose_rate",
    entity_registry_enabled_default=False,
    value_fn=lambda current: current.reading.trend_rate,
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
        attributes_fn=lambda coordinator: _progress(coordinator.readings),
    ),
)

DATA_DELAY = StatusSensorDescription(
    key="data_delay",
    translation_key="data_delay",
    device_class=SensorDeviceClass.DURATION,
    entity_category=EntityCategory.DIAGNOSTIC,
    native_unit_of_measurement=UnitOfTime.MINUTES,
    suggested_display_precision=0,
    entity_registry_enabled_default=False,
    value_fn=lambda coordinator: (
        None if coordinator.delay is None else coordinator.delay.total_seconds() / 60
    ),
)

LAST_UPLOAD = SensorEntityDescription(
    key="last_upload",
    translation_key="last_upload",
    device_class=SensorDeviceClass.TIMESTAMP,
    entity_category=EntityCategory.DIAGNOSTIC,
    entity_registry_enabled_default=False,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: DexcomConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the sensors of an account."""
    data = entry.runtime_data
    windows = MeasureWindows(hass, data.glucose)
    entry.async_on_unload(windows.async_start())
    wanted = partial(enabled, hass, entry, SENSOR_DOMAIN)
    entities = chain(
        map(partial(GlucoseValueSensor, data.glucose), wanted([GLUCOSE_VALUE])),
        map(partial(GlucoseSensor, data.glucose), wanted(GLUCOSE_SENSORS)),
        map(partial(GlucoseRateSensor, data.glucose), wanted([GLUCOSE_RATE])),
        map(partial(StatusSensor, data.glucose), wanted([*STATUS_SENSORS, DATA_DELAY])),
        map(partial(LastEventSensor, data.events), wanted(LAST_EVENT_SENSORS)),
        map(partial(LastUploadSensor, data.devices), wanted([LAST_UPLOAD])),
        map(partial(SensorLifeSensor, entry), wanted(SENSOR_LIFE_SENSORS)),
        map(partial(MeasureSensor, entry, windows), wanted(MEASURE_SENSORS)),
    )
    async for chunk in chunked(entities, _CHUNK):
        async_add_entities(chunk)


class GlucoseSensor(FreshEntity, GlucoseUnitSensor):
    """A sensor of the newest reading."""

    entity_description: GlucoseSensorDescription

    @property
    @override
    def native_value(self) -> StateType:
        """Return the value as it is shown, None without a fresh reading."""
        if (current := self._fresh) is None:
            return None
        value = self.entity_description.value_fn(current)
        is_glucose = self.entity_description.native_unit_of_measurement == MG_DL
        if is_glucose and isinstance(value, (int, float)):
            return shown(value, str(self.native_unit_of_measurement))
        return value


class GlucoseRateSensor(FreshEntity, SensorEntity):
    """A sensor of the rate of change, per minute, in the unit of the glucose value."""

    entity_description: GlucoseSensorDescription

    @property
    def _unit(self) -> str:
        """Return the unit of the account's glucose value."""
        return chosen_unit(self.hass, str(self.coordinator.config_entry.unique_id))

    @property
    @override
    def native_unit_of_measurement(self) -> str:
        """Return the unit of the state."""
        return f"{self._unit}/min"

    @property
    @override
    def suggested_display_precision(self) -> int:
        """Return the decimals to show."""
        return rate_digits(self._unit)

    @property
    @override
    def native_value(self) -> StateType:
        """Return the rate as it is shown, None without a fresh reading."""
        if (current := self._fresh) is None:
            return None
        rate = self.entity_description.value_fn(current)
        return shown_rate(rate, self._unit) if isinstance(rate, float | int) else None


class GlucoseValueSensor(GlucoseSensor):
    """The glucose of the newest reading, with its time and source.

    Due to the time, a repeated value is a new state. The time remains while the value is
    unknown because the reading is stale, so that cards do not date it by the time at
    which it became unknown.
    """

    # If recorded, each reading would add a row of attributes. Cards such as sugartv-card
    # read the second name.
    _unrecorded_attributes = frozenset({ATTR_MEASURED_AT, ATTR_MEASUREMENT_TIMESTAMP})

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any] | None:
        """Return when the newest reading was measured, also if it is not fresh."""
        current = self._fresh or self.coordinator.newest
        if current is None:
            return None
        time = current.reading.time
        attributes: dict[str, Any] = {
            ATTR_MEASURED_AT: time,
            ATTR_MEASUREMENT_TIMESTAMP: time,
        }
        if self._fresh is not None:
            attributes[ATTR_SOURCE] = self._fresh.source
        return attributes


class StatusSensor(DexcomEntity[GlucoseCoordinator], SensorEntity):
    """A sensor of the state of the data."""

    entity_description: StatusSensorDescription
    _unrecorded_attributes = frozenset({ATTR_HISTORY_LOADED, ATTR_OLDER_HISTORY_LOADED})

    @property
    @override
    def available(self) -> bool:
        """Return true: the state of the data is always known."""
        return True

    @property
    @override
    def native_value(self) -> StateType | datetime:
        """Return the state of the data."""
        return self.entity_description.value_fn(self.coordinator)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any] | None:
        """Return the attributes of the description."""
        attributes_fn = self.entity_description.attributes_fn
        return None if attributes_fn is None else attributes_fn(self.coordinator)


class LastUploadSensor(DexcomEntity[DeviceCoordinator], SensorEntity):
    """A sensor of the last upload of a device."""

    @property
    @override
    def native_value(self) -> datetime | None:
        """Return the time by the clock of Dexcom's server."""
        return self.coordinator.last_upload
