"""Binary sensor platform for Dexcom CGM: low, urgent low, high."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.binary_sensor import (
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .data import DexcomConfigEntry
from .entity import FreshEntity
from .glucose import Thresholds

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class ThresholdDescription(BinarySensorEntityDescription):
    """A binary sensor that compares the newest fresh reading to a threshold."""

    threshold_fn: Callable[[Thresholds], int]
    beyond_fn: Callable[[Thresholds, int], bool]


SENSORS = (
    ThresholdDescription(
        key="low",
        translation_key="low",
        threshold_fn=lambda thresholds: thresholds.low,
        beyond_fn=Thresholds.is_low,
    ),
    ThresholdDescription(
        key="urgent_low",
        translation_key="urgent_low",
        threshold_fn=lambda thresholds: thresholds.urgent_low,
        beyond_fn=Thresholds.is_urgent_low,
    ),
    ThresholdDescription(
        key="high",
        translation_key="high",
        threshold_fn=lambda thresholds: thresholds.high,
        beyond_fn=Thresholds.is_high,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: DexcomConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the binary sensors of an account."""
    async_add_entities(ThresholdSensor(entry, description) for description in SENSORS)


class ThresholdSensor(FreshEntity, BinarySensorEntity):
    """Whether the newest fresh reading is beyond a threshold."""

    entity_description: ThresholdDescription

    def __init__(
        self, entry: DexcomConfigEntry, description: ThresholdDescription
    ) -> None:
        """Create a sensor that follows readings and alert settings."""
        super().__init__(entry.runtime_data.glucose, description)
        self._devices = entry.runtime_data.devices

    @override
    async def async_added_to_hass(self) -> None:
        """Listen to changes of the alert settings too."""
        await super().async_added_to_hass()
        self.async_on_remove(
            self._devices.async_add_listener(self._handle_coordinator_update)
        )

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether the reading is beyond the threshold, None without a fresh one."""
        thresholds, current = self._thresholds, self._fresh
        if thresholds is None or current is None or current.reading.value is None:
            return None
        return self.entity_description.beyond_fn(thresholds, current.reading.value)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any] | None:
        """Return the threshold in mg/dL, None without a fresh reading."""
        if (thresholds := self._thresholds) is None:
            return None
        return {"threshold": self.entity_description.threshold_fn(thresholds)}

    @property
    def _thresholds(self) -> Thresholds | None:
        """Return the thresholds for the fresh reading."""
        current = self._fresh
        return None if current is None else self._devices.thresholds(current.reading)
