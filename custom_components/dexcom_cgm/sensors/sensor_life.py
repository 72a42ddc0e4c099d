"""Sensors of the inferred start and end of the glucose sensor, and of a G6 transmitter."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
)
from homeassistant.core import callback

from ..coordinators.readings import ReadingsChange
from ..data import DexcomConfigEntry
from ..entity import AccountEntity
from ..glucose import SensorLife, SensorLives

ATTR_INFERRED = "inferred"
ATTR_GRACE_UNTIL = "grace_until"


@dataclass(frozen=True, kw_only=True)
class SensorLifeDescription(SensorEntityDescription):
    """A sensor of a time in the life of a sensor or transmitter."""

    life_fn: Callable[[SensorLives], SensorLife | None]
    value_fn: Callable[[SensorLife], datetime | None]
    has_grace: bool = False


SENSOR_LIFE_SENSORS = (
    SensorLifeDescription(
        key="sensor_started",
        translation_key="sensor_started",
        device_class=SensorDeviceClass.TIMESTAMP,
        life_fn=lambda lives: lives.current,
        value_fn=lambda life: life.started,
    ),
    SensorLifeDescription(
        key="sensor_expires",
        translation_key="sensor_expires",
        device_class=SensorDeviceClass.TIMESTAMP,
        life_fn=lambda lives: lives.current,
        value_fn=lambda life: life.expires,
        has_grace=True,
    ),
    SensorLifeDescription(
        key="transmitter_started",
        translation_key="transmitter_started",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_registry_enabled_default=False,
        life_fn=lambda lives: lives.transmitter,
        value_fn=lambda life: life.started,
    ),
)


class SensorLifeSensor(AccountEntity, SensorEntity):
    """A sensor of an inferred time, known also while Dexcom does not answer."""

    entity_description: SensorLifeDescription
    _attr_should_poll = False

    def __init__(
        self, entry: DexcomConfigEntry, description: SensorLifeDescription
    ) -> None:
        """Follow the readings of an account."""
        super().__init__(entry, description)
        self._readings = entry.runtime_data.readings
        self._attr_extra_state_attributes = {}

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the readings."""
        await super().async_added_to_hass()
        self.async_on_remove(self._readings.async_add_listener(self._handle_change))
        self._update()

    @callback
    def _handle_change(self, _change: ReadingsChange) -> None:
        """Write the state if it has changed."""
        if self._update():
            self.async_write_ha_state()

    def _update(self) -> bool:
        """Update the state; return whether it has changed."""
        description = self.entity_description
        life = description.life_fn(self._readings.sensors)
        value = None if life is None else description.value_fn(life)
        attributes: dict[str, Any] = {}
        if life is not None and value is not None:
            attributes[ATTR_INFERRED] = True
            if description.has_grace:
                attributes[ATTR_GRACE_UNTIL] = life.grace_until
        before = self._attr_native_value, self._attr_extra_state_attributes
        if before == (value, attributes):
            return False
        self._attr_native_value = value
        self._attr_extra_state_attributes = attributes
        return True
