"""The user's unit of glucose, and values as they are shown in it."""

from math import ceil, floor

from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.const import (
    CONF_UNIT_OF_MEASUREMENT,
    UnitOfBloodGlucoseConcentration,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from .const import DOMAIN, MMOL_L_COUNTRIES
from .glucose import (
    MG_DL_PER_MMOL_L,
    highest_shown_as,
    lowest_shown_as,
    round_half_away,
    shown_in_mmol_l,
)

MG_DL = UnitOfBloodGlucoseConcentration.MILLIGRAMS_PER_DECILITER
MMOL_L = UnitOfBloodGlucoseConcentration.MILLIMOLE_PER_LITER


def usual_unit(hass: HomeAssistant) -> UnitOfBloodGlucoseConcentration:
    """Return the usual unit of Home Assistant's country."""
    return MMOL_L if hass.config.country in MMOL_L_COUNTRIES else MG_DL


def chosen_unit(hass: HomeAssistant, account: str) -> UnitOfBloodGlucoseConcentration:
    """Return the unit of the state of an account's glucose value."""
    registry = er.async_get(hass)
    entity_id = registry.async_get_entity_id(
        SENSOR_DOMAIN, DOMAIN, f"{account}_glucose_value"
    )
    entity = None if entity_id is None else registry.async_get(entity_id)
    return entity_unit(hass, entity)


def entity_unit(
    hass: HomeAssistant, entity: er.RegistryEntry | None
) -> UnitOfBloodGlucoseConcentration:
    """Return the unit of the state of a glucose sensor.

    It is the unit that the user has chosen, else the one that Home Assistant stored when
    the sensor was added, else the usual one.
    """
    if entity is not None:
        for domain, option in (
            (SENSOR_DOMAIN, CONF_UNIT_OF_MEASUREMENT),
            (f"{SENSOR_DOMAIN}.private", "suggested_unit_of_measurement"),
        ):
            options = entity.options.get(domain)
            if options and (chosen := options.get(option)) in (MG_DL, MMOL_L):
                return UnitOfBloodGlucoseConcentration(chosen)
    return usual_unit(hass)


def shown(value: float, unit: str) -> float:
    """Convert a reading or difference in mg/dL for display in a unit.

    That is whole mg/dL, and mmol/L with one decimal.
    """
    return shown_in_mmol_l(value) if unit == MMOL_L else round_half_away(value)


def shown_average(value: float, unit: str) -> float:
    """Convert a mean or standard deviation in mg/dL for display in a unit.

    Both units have one decimal.
    """
    return shown_in_mmol_l(value) if unit == MMOL_L else round_half_away(value, 1)


def rate_digits(unit: str) -> int:
    """Return the decimals of a rate of change in a unit per minute."""
    return 2 if unit == MMOL_L else 1


def shown_rate(value: float, unit: str) -> float:
    """Return a rate in mg/dL per minute as it is shown in a unit per minute."""
    rate = value / MG_DL_PER_MMOL_L if unit == MMOL_L else value
    return round_half_away(rate, rate_digits(unit))


def lowest_meant(limit: float, unit: str) -> int:
    """Return the lowest reading in mg/dL that is shown as a limit, or above it."""
    return lowest_shown_as(limit) if unit == MMOL_L else ceil(limit)


def highest_meant(limit: float, unit: str) -> int:
    """Return the highest reading in mg/dL that is shown as a limit, or below it."""
    return highest_shown_as(limit) if unit == MMOL_L else floor(limit)
