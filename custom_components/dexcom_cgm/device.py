"""Device registry entry of an account."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr

from .const import DOMAIN
from .glucose import Reading

# Variants and apps are more specific than generations.
_MODELS = {
    "d1g7": "Dexcom ONE+",
    "d1+": "Dexcom ONE+",
    "dexcomone": "Dexcom ONE",
    "g715day": "Dexcom G7 15 Day",
    "g7": "Dexcom G7",
    "g6pro": "Dexcom G6 Pro",
    "g6 pro": "Dexcom G6 Pro",
    "g6+": "Dexcom G6",
    "g6": "Dexcom G6",
    "g5": "Dexcom G5",
    "g4": "Dexcom G4",
    "dexcompro": "Dexcom G6 Pro",
}


def model_of(reading: Reading | None) -> str | None:
    """Return the model of the sensor that measured a reading, None if unknown."""
    if reading is None:
        return None
    if (reading.display_app or "").lower() in ("d1g7", "dexcomone"):
        return _MODELS[str(reading.display_app).lower()]
    for word in (reading.variant, reading.generation):
        if word is not None and (model := _MODELS.get(word.lower())):
            return model
    return None


def device_info(entry: ConfigEntry, newest: Reading | None) -> dr.DeviceInfo:
    """Return the registry entry of an account's device, by its newest reading."""
    return dr.DeviceInfo(
        entry_type=dr.DeviceEntryType.SERVICE,
        identifiers={(DOMAIN, str(entry.unique_id))},
        manufacturer="Dexcom",
        model=model_of(newest),
        name=entry.title,
    )


def device_id(hass: HomeAssistant, entry: ConfigEntry) -> str | None:
    """Return the id of an account's device in the registry."""
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    return next((device.id for device in devices), None)


@callback
def account_name(hass: HomeAssistant, entry: ConfigEntry) -> str:
    """Return the name that the user gave the account's device, else the title."""
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    given = (device.name_by_user for device in devices)
    return next(filter(None, given), entry.title)


@callback
def async_update_device(
    hass: HomeAssistant, entry: ConfigEntry, newest: Reading | None
) -> None:
    """Update the device registry after a change of the sensor generation."""
    model = model_of(newest)
    registry = dr.async_get(hass)
    for device in dr.async_entries_for_config_entry(registry, entry.entry_id):
        if model is not None and device.model != model:
            registry.async_update_device(device.id, model=model)
