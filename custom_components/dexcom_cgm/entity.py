"""Base classes of the entities."""

from collections.abc import Iterable, Iterator
from typing import Any, override

from homeassistant.components.sensor import SensorDeviceClass, SensorEntity
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity import Entity, EntityDescription
from homeassistant.helpers.restore_state import ExtraStoredData
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .const import DOMAIN
from .coordinators.base import DexcomCoordinator
from .coordinators.glucose import GlucoseCoordinator
from .data import DexcomConfigEntry
from .device import device_info
from .glucose import CurrentGlucose
from .units import entity_unit

_OWNER = "unique_id"


def owner(unique_id: str | None) -> dict[str, str | None]:
    """Return the mark of stored data that belong to an entity."""
    return {_OWNER: unique_id}


def is_own(entity: Entity, stored: ExtraStoredData | None) -> bool:
    """Return whether stored data belong to an entity.

    Home Assistant 2026.10 stores them by entity id, which an entity of another account
    may have had. Data without a mark are of an earlier version.
    """
    found = {} if stored is None else stored.as_dict()
    return found.get(_OWNER, entity.unique_id) == entity.unique_id


@callback
def enabled[D: EntityDescription](
    hass: HomeAssistant,
    entry: DexcomConfigEntry,
    platform: str,
    descriptions: Iterable[D],
) -> Iterator[D]:
    """Yield the descriptions of entities that are not disabled in the registry.

    Adding a disabled entity costs about as much as an enabled one. Each has to be added
    once, and Home Assistant reloads the account when the user enables one.
    """
    registry = er.async_get(hass)
    for description in descriptions:
        entity_id = registry.async_get_entity_id(
            platform, DOMAIN, unique_id(entry, description)
        )
        if entity_id is None or not registry.entities[entity_id].disabled:
            yield description


def unique_id(entry: DexcomConfigEntry, description: EntityDescription) -> str:
    """Return the unique id of an entity of an account."""
    return f"{entry.unique_id}_{description.key}"


class AccountEntity(Entity):
    """An entity of an account."""

    _attr_has_entity_name = True

    def __init__(
        self, entry: DexcomConfigEntry, description: EntityDescription
    ) -> None:
        """Create an entity of the account's device."""
        self.entity_description = description
        self._attr_unique_id = unique_id(entry, description)
        current = entry.runtime_data.glucose.data
        self._attr_device_info = device_info(
            entry, None if current is None else current.reading
        )


class GlucoseUnitSensor(SensorEntity):
    """A sensor whose state, if it is glucose, is rounded in the user's unit.

    Home Assistant does not round when it converts native values. So the native unit is
    the unit that the user has chosen, looked up for each state.
    """

    @property
    @override
    def native_unit_of_measurement(self) -> str | None:
        """Return the unit of the state."""
        if self.device_class is SensorDeviceClass.BLOOD_GLUCOSE_CONCENTRATION:
            return entity_unit(self.hass, self.registry_entry)
        return self.entity_description.native_unit_of_measurement


class DexcomEntity[C: DexcomCoordinator[Any]](CoordinatorEntity[C], AccountEntity):
    """An entity of an account that shows the data of a coordinator."""

    def __init__(self, coordinator: C, description: EntityDescription) -> None:
        """Create an entity of a coordinator."""
        super().__init__(coordinator)
        AccountEntity.__init__(self, coordinator.config_entry, description)


class FreshEntity(DexcomEntity[GlucoseCoordinator]):
    """An entity that shows the fresh reading.

    It is available while the newest reading is fresh, even if polls fail, and otherwise
    while Dexcom answers.
    """

    # Cached, as each state needs it several times; the coordinator notifies of changes.
    _fresh: CurrentGlucose | None = None

    @override
    async def async_added_to_hass(self) -> None:
        """Show the fresh reading."""
        await super().async_added_to_hass()
        self._fresh = self.coordinator.fresh

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Show the fresh reading."""
        self._fresh = self.coordinator.fresh
        if (context := self.coordinator.call_context) is not None:
            # The activity log then says who started or stopped a drill.
            self.async_set_context(context)
        super()._handle_coordinator_update()

    @property
    @override
    def available(self) -> bool:
        """Return whether there is a fresh reading, or Dexcom answers."""
        return self._fresh is not None or super().available
