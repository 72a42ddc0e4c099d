"""The options of an account: what is stale, what is low and high, a live source."""

from typing import Any

import voluptuous as vol

from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN, SensorDeviceClass
from homeassistant.config_entries import ConfigFlowResult, OptionsFlowWithReload
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity import get_device_class_or_undefined
from homeassistant.helpers.selector import (
    EntitySelector,
    EntitySelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
)

from .api import get_region
from .const import (
    CONF_HIGH,
    CONF_LIVE_SOURCE,
    CONF_LOW,
    CONF_REGION,
    CONF_STALE_LIMIT,
    CONF_URGENT_LOW,
    DOMAIN,
    THRESHOLD_OPTIONS,
)
from .coordinator import stale_limit
from .glucose import round_half_away, threshold_in_mg_dl
from .units import MMOL_L, chosen_unit, shown

_SMALLEST, _LARGEST = 40, 400


class DexcomOptionsFlow(OptionsFlowWithReload):
    """Asks for the options of an account.

    Thresholds are shown in the unit of the account's glucose value and stored in
    mg/dL; an empty one is not stored. The live source is stored by its id in the
    registry where it has one, so that it may be renamed.
    """

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for all options at once."""
        unit = chosen_unit(self.hass, str(self.config_entry.unique_id))
        region = get_region(self.config_entry.data[CONF_REGION])
        default = int(stale_limit(region, {}).total_seconds() // 60)
        errors: dict[str, str] = {}
        if user_input is None:
            suggested = _in_unit(dict(self.config_entry.options), unit)
            if (source := suggested.pop(CONF_LIVE_SOURCE, None)) is not None:
                registry = er.async_get(self.hass)
                suggested[CONF_LIVE_SOURCE] = er.async_resolve_entity_id(
                    registry, source
                )
        else:
            options = _in_mg_dl(user_input, unit)
            if (source := options.get(CONF_LIVE_SOURCE)) is not None:
                entity = er.async_get(self.hass).async_get(source)
                if entity is not None and entity.platform == DOMAIN:
                    errors[CONF_LIVE_SOURCE] = "live_source_is_ours"
                elif not _is_glucose(self.hass, entity.entity_id if entity else source):
                    errors[CONF_LIVE_SOURCE] = "live_source_not_glucose"
                elif entity is not None:
                    options[CONF_LIVE_SOURCE] = entity.id
            urgent_low, low, high = (options.get(key) for key in THRESHOLD_OPTIONS)
            if low is not None and high is not None and low >= high:
                errors[CONF_LOW] = "low_not_below_high"
            if urgent_low is not None and low is not None and urgent_low >= low:
                errors[CONF_URGENT_LOW] = "urgent_low_not_below_low"
            elif urgent_low is not None and high is not None and urgent_low >= high:
                errors[CONF_URGENT_LOW] = "urgent_low_not_below_high"
            if not errors:
                if options[CONF_STALE_LIMIT] == default:
                    del options[CONF_STALE_LIMIT]
                return self.async_create_entry(data=options)
            suggested = user_input
        return self.async_show_form(
            step_id="init",
            data_schema=self.add_suggested_values_to_schema(
                _schema(unit, default), suggested
            ),
            errors=errors,
            description_placeholders={"default": str(default)},
        )


def _schema(unit: str, default_stale_limit: int) -> vol.Schema:
    """Return the form, with thresholds in a unit."""
    threshold = NumberSelector(
        NumberSelectorConfig(
            min=shown(_SMALLEST, unit),
            max=shown(_LARGEST, unit),
            step=0.1 if unit == MMOL_L else 1,
            unit_of_measurement=unit,
            mode=NumberSelectorMode.BOX,
        )
    )
    minutes = NumberSelector(
        NumberSelectorConfig(
            min=10, max=1440, unit_of_measurement="min", mode=NumberSelectorMode.BOX
        )
    )
    source = EntitySelector(
        EntitySelectorConfig(
            filter={
                "domain": SENSOR_DOMAIN,
                "device_class": SensorDeviceClass.BLOOD_GLUCOSE_CONCENTRATION,
            }
        )
    )
    return vol.Schema(
        {
            vol.Required(CONF_STALE_LIMIT, default=default_stale_limit): minutes,
            vol.Optional(CONF_URGENT_LOW): threshold,
            vol.Optional(CONF_LOW): threshold,
            vol.Optional(CONF_HIGH): threshold,
            vol.Optional(CONF_LIVE_SOURCE): source,
        }
    )


def _is_glucose(hass: HomeAssistant, entity_id: str) -> bool:
    """Return whether an entity is a sensor of blood glucose."""
    device_class = get_device_class_or_undefined(hass, entity_id)
    return (
        entity_id.startswith(f"{SENSOR_DOMAIN}.")
        and device_class == SensorDeviceClass.BLOOD_GLUCOSE_CONCENTRATION
    )


def _in_unit(options: dict[str, Any], unit: str) -> dict[str, Any]:
    """Return options with thresholds in a unit."""
    return {
        key: shown(value, unit) if key in THRESHOLD_OPTIONS else value
        for key, value in options.items()
    }


def _in_mg_dl(user_input: dict[str, Any], unit: str) -> dict[str, Any]:
    """Return options with thresholds in mg/dL, and numbers without fractions."""
    options = dict(user_input)
    if unit == MMOL_L:
        for key in THRESHOLD_OPTIONS:
            if key in options:
                options[key] = threshold_in_mg_dl(key, options[key])
    return {
        key: value if key == CONF_LIVE_SOURCE else int(round_half_away(value))
        for key, value in options.items()
    }
