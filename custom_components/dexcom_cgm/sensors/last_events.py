"""Sensors of the last insulin, carbs and exercise that were logged."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, override

from homeassistant.components.sensor import (
    RestoreSensor,
    SensorDeviceClass,
    SensorEntityDescription,
    SensorExtraStoredData,
)
from homeassistant.core import callback
from homeassistant.util import dt as dt_util

from ..coordinators.records import RecordCoordinator
from ..entity import DexcomEntity, is_own, owner
from ..glucose import LoggedEvent
from ..vocabulary import (
    CARBS,
    EXERCISE,
    FAST_ACTING_INSULIN,
    LONG_ACTING_INSULIN,
    event_amount,
    event_type,
    event_unit,
)


@dataclass(frozen=True, kw_only=True)
class LastEventSensorDescription(SensorEntityDescription):
    """A sensor of the last time at which something was logged."""

    event_type: str


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


@dataclass
class LastEventData(SensorExtraStoredData):
    """The stored state, marked with the entity it belongs to."""

    unique_id: str | None

    @override
    def as_dict(self) -> dict[str, Any]:
        """Return the data to store."""
        return super().as_dict() | owner(self.unique_id)


class LastEventSensor(DexcomEntity[RecordCoordinator[LoggedEvent]], RestoreSensor):
    """A sensor of the last time something was logged, restored after a restart."""

    entity_description: LastEventSensorDescription

    @override
    async def async_added_to_hass(self) -> None:
        """Restore the state of before the restart."""
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
        """Return the data to store for a restart."""
        stored = super().extra_restore_state_data
        return LastEventData(
            stored.native_value, stored.native_unit_of_measurement, self.unique_id
        )

    @property
    @override
    def available(self) -> bool:
        """Return true: past events stay known while Dexcom does not answer."""
        return True

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Update the state by the newest event."""
        self._update()
        super()._handle_coordinator_update()

    def _update(self) -> None:
        """Use the newest event of this kind that is not in the future.

        Without one the state remains, unless its event is missing from the events that
        were fetched: then it was deleted.
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
