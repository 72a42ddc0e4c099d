"""What all entities of an account share."""

from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .const import DOMAIN
from .coordinator import GlucoseCoordinator


class DexcomEntity(CoordinatorEntity[GlucoseCoordinator]):
    """An entity of an account."""

    _attr_has_entity_name = True

    def __init__(
        self, coordinator: GlucoseCoordinator, description: EntityDescription
    ) -> None:
        """Belong to the account's device."""
        super().__init__(coordinator)
        self.entity_description = description
        entry = coordinator.config_entry
        account = str(entry.unique_id)
        self._attr_unique_id = f"{account}_{description.key}"
        self._attr_device_info = DeviceInfo(
            entry_type=DeviceEntryType.SERVICE,
            identifiers={(DOMAIN, account)},
            manufacturer="Dexcom",
            name=entry.title,
        )
