"""Sensor platform for Dexcom CGM."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import chain
from typing import Any, override

from homeassistant.components.sensor import (
    DOMAIN as SENSOR_DOMAIN,
    RestoreSensor,
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorExtraStoredData,
)
from homeassistant.const import EntityCategory, UnitOfTime
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.typing import StateType
from homeassistant.util import dt as dt_util

from .api import chunked
from .const import DataStatus
from .coordinators.devices import DeviceCoordinator
from .coordinators.glucose import GlucoseCoordinator
from .coordinators.records import RecordCoordinator
from .data import DexcomConfigEntry
from .entity import DexcomEntity, FreshEntity, GlucoseUnitSensor, enabled, is_own, owner
from .glucose import MG_DL_PER_MMOL_L, CurrentGlucose, LoggedEvent, round_half_away
from .sensors.measures import MEASURE_SENSORS, MeasureSensor, MeasureWindows
from .units import MG_DL, MMOL_L, shown, usual_unit
from .vocabulary import (
    CARBS,
    EXERCISE,
    FAST_ACTING_INSULIN,
    LONG_ACTING_INSULIN,
    TRENDS,
    event_amount,
    event_type,
    event_unit,
)

PARALLEL_UPDATES = 0
ATTR_MEASURED_AT = "measured_at"
ATTR_MEASUREMENT_TIMESTAMP = "measurement_timestamp"
ATTR_SOURCE = "source"
ATTR_HISTORY_LOADED = "history_loaded"
# Home Assistant takes some tenths of a millisecond for each, and there are more than
# fifty: so many are added before others have their turn.
_AT_ONCE = 6


@dataclass(frozen=True, kw_only=True)
class GlucoseSensorDescription(SensorEntityDescription):
    """A sensor of what the newest reading says, unknown once that is stale."""

    value_fn: Callable[[CurrentGlucose], StateType]


@dataclass(frozen=True, kw_only=True)
class StatusSensorDescription(SensorEntityDescription):
    """A sensor of how the data stand, available whatever happens."""

    value_fn: Callable[[GlucoseCoordinator], StateType | datetime]
    attributes_fn: Callable[[GlucoseCoordinator], dict[str, Any]] | None = None


@dataclass(frozen=True, kw_only=True)
class LastEventSensorDescription(SensorEntityDescription):
    """A sensor of when something was last logged."""

    event_type: str


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

# No device class stands for a rate of change, so Home Assistant does not convert it.
GLUCOSE_RATE = GlucoseSensorDescription(
    key="glucose_rate",
    translation_key="glucose_rate",
    native_unit_of_measurement=f"{MG_DL}/min",
    suggested_display_precision=1,
    entity_registry_enabled_default=False,
    value_fn=lambda current: (
        None
        if current.reading.trend_rate is None
        else round_half_away(current.reading.trend_rate, 1)
    ),
)
GLUCOSE_RATE_MMOL_L = GlucoseSensorDescription(
    key="glucose_rate",
    translation_key="glucose_rate",
    native_unit_of_measurement=f"{MMOL_L}/min",
    suggested_display_precision=2,
    entity_registry_enabled_default=False,
    value_fn=lambda current: (
        None
        if current.reading.trend_rate is None
        else round_half_away(current.reading.trend_rate / MG_DL_PER_MMOL_L, 2)
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
        attributes_fn=lambda coordinator: {
            ATTR_HISTORY_LOADED: coordinator.readings.progress
        },
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

LAST_EVENT_SENSORS = (
    LastEventSensorDescription(
        key="last_long_acting_insulin",
        translation_key="last_long_acting_insulin",
        device_class=SensorDeviceClass.TIMESTAMP,
        event_type=LONG_ACTING_INSULIN,
    ),
    LastEventSensorDescription(
        key="last_fast_acting_insulin",
        translation_key="last_fast_acting_insulin",
        device_class=SensorDeviceClass.TIMESTAMP,
        event_type=FAST_ACTING_INSULIN,
    ),
    LastEventSensorDescription(
        key="last_carbs",
        translation_key="last_carbs",
        device_class=SensorDeviceClass.TIMESTAMP,
        event_type=CARBS,
    ),
    LastEventSensorDescription(
        key="last_exercise",
        translation_key="last_exercise",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_registry_enabled_default=False,
        event_type=EXERCISE,
    ),
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
    rate = GLUCOSE_RATE_MMOL_L if usual_unit(hass) == MMOL_L else GLUCOSE_RATE
    wanted = partial(enabled, hass, entry, SENSOR_DOMAIN)
    entities = chain(
        map(partial(GlucoseValueSensor, data.glucose), wanted([GLUCOSE_VALUE])),
        map(partial(GlucoseSensor, data.glucose), wanted([*GLUCOSE_SENSORS, rate])),
        map(partial(StatusSensor, data.glucose), wanted([*STATUS_SENSORS, DATA_DELAY])),
        map(partial(LastEventSensor, data.events), wanted(LAST_EVENT_SENSORS)),
        map(partial(LastUploadSensor, data.devices), wanted([LAST_UPLOAD])),
        map(partial(MeasureSensor, entry, windows), wanted(MEASURE_SENSORS)),
    )
    # Before this there were the other platforms.
    await asyncio.sleep(0)
    async for chunk in chunked(entities, _AT_ONCE):
        async_add_entities(chunk)


class GlucoseSensor(FreshEntity, GlucoseUnitSensor):
    """A sensor of what the newest reading says."""

    entity_description: GlucoseSensorDescription

    @property
    @override
    def native_value(self) -> StateType:
        """Return what the reading says as people read it, None without a fresh one."""
        if (current := self._fresh) is None:
            return None
        value = self.entity_description.value_fn(current)
        is_glucose = self.entity_description.native_unit_of_measurement == MG_DL
        if is_glucose and isinstance(value, (int, float)):
            return shown(value, str(self.native_unit_of_measurement))
        return value


class GlucoseValueSensor(GlucoseSensor):
    """The glucose of the newest reading, when it was measured, and by what.

    The time is there so that the same value measured again is a new state, and it stays
    while the value is unknown because the reading is stale, so that nothing dates it by
    the time at which it became unknown.
    """

    # Recorded, each reading would add a row of attributes to its row of the state.
    # Cards look for the second name.
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
    """A sensor of how the data stand."""

    entity_description: StatusSensorDescription
    _unrecorded_attributes = frozenset({ATTR_HISTORY_LOADED})

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

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any] | None:
        """Return what else is known about it."""
        attributes_fn = self.entity_description.attributes_fn
        return None if attributes_fn is None else attributes_fn(self.coordinator)


class LastUploadSensor(DexcomEntity[DeviceCoordinator], SensorEntity):
    """A sensor of when a device last uploaded."""

    @property
    @override
    def native_value(self) -> datetime | None:
        """Return the time by the clock of Dexcom's server."""
        return self.coordinator.last_upload


@dataclass
class LastEventData(SensorExtraStoredData):
    """What is stored across a restart, with its owner."""

    unique_id: str | None

    @override
    def as_dict(self) -> dict[str, Any]:
        """Return what to store."""
        return super().as_dict() | owner(self.unique_id)


class LastEventSensor(DexcomEntity[RecordCoordinator[LoggedEvent]], RestoreSensor):
    """A sensor of when something was last logged, which outlives a restart."""

    entity_description: LastEventSensorDescription

    @override
    async def async_added_to_hass(self) -> None:
        """Begin with what was known before the restart."""
        await super().async_added_to_hass()
        data = await self.async_get_last_sensor_data()
        state = await self.async_get_last_state()
        if (
            data is not None
            and state is not None
            and isinstance(data.native_value, datetime)
            and "amount" in state.attributes
            and is_own(self, await self.async_get_last_extra_data())
        ):
            self._attr_native_value = data.native_value
            self._attr_extra_state_attributes = {
                key: state.attributes.get(key) for key in ("amount", "unit")
            }
        self._update()

    @property
    @override
    def extra_restore_state_data(self) -> LastEventData:
        """Return what to store across a restart."""
        stored = super().extra_restore_state_data
        return LastEventData(
            stored.native_value, stored.native_unit_of_measurement, self.unique_id
        )

    @property
    @override
    def available(self) -> bool:
        """Return that what has happened stays known while Dexcom does not answer."""
        return True

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Show the newest event."""
        self._update()
        super()._handle_coordinator_update()

    def _update(self) -> None:
        """Take the newest event of this kind that is not in the future.

        Without one, what was known before stays, unless it would be among the events
        that were read: then it was deleted.
        """
        now = dt_util.utcnow()
        for event in reversed(self.coordinator.data or ()):
            if (
                event_type(event) == self.entity_description.event_type
                and event.time <= now
            ):
                self._attr_native_value = event.time
                self._attr_extra_state_attributes = {
                    "amount": event_amount(event),
                    "unit": event_unit(event),
                }
                return
        shown, since = self._attr_native_value, self.coordinator.known_since
        if isinstance(shown, datetime) and since is not None and shown >= since:
            self._attr_native_value = None
            self._attr_extra_state_attributes = {}
