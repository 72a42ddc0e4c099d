"""The unit in which a person reads glucose."""

from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.const import (
    CONF_UNIT_OF_MEASUREMENT,
    UnitOfBloodGlucoseConcentration,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util.unit_conversion import BloodGlucoseConcentrationConverter

from .const import DOMAIN, MMOL_L_COUNTRIES

MG_DL = UnitOfBloodGlucoseConcentration.MILLIGRAMS_PER_DECILITER
MMOL_L = UnitOfBloodGlucoseConcentration.MILLIMOLE_PER_LITER


def usual_unit(hass: HomeAssistant) -> UnitOfBloodGlucoseConcentration:
    """Return the unit that people use where this Home Assistant is."""
    return MMOL_L if hass.config.country in MMOL_L_COUNTRIES else MG_DL


def chosen_unit(hass: HomeAssistant, account: str) -> UnitOfBloodGlucoseConcentration:
    """Return the unit that the user has chosen for an account's glucose value."""
    registry = er.async_get(hass)
    entity_id = registry.async_get_entity_id(
        SENSOR_DOMAIN, DOMAIN, f"{account}_glucose_value"
    )
    if entity_id is not None and (entity := registry.async_get(entity_id)) is not None:
        options = entity.options.get(SENSOR_DOMAIN)
        chosen = None if options is None else options.get(CONF_UNIT_OF_MEASUREMENT)
        if chosen in (MG_DL, MMOL_L):
            return UnitOfBloodGlucoseConcentration(chosen)
    return usual_unit(hass)


def shown(value: float, unit: str) -> float:
    """Return a value in mg/dL as people read it in a unit."""
    converted = BloodGlucoseConcentrationConverter.convert(value, MG_DL, unit)
    return round(converted, 1 if unit == MMOL_L else None)
