"""Options flow: stale limit, thresholds, live source, history."""

from typing import Any, override

import voluptuous as vol

from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN, SensorDeviceClass
from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult, OptionsFlow
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity import get_device_class_or_undefined
from homeassistant.helpers.selector import (
    EntitySelector,
    EntitySelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
)
from homeassistant.util import dt as dt_util

from .api import get_region
from .const import (
    CONF_HIGH,
    CONF_HISTORY,
    CONF_LIVE_SOURCE,
    CONF_LOW,
    CONF_REGION,
    CONF_STALE_LIMIT,
    CONF_URGENT_LOW,
    DOMAIN,
    THRESHOLD_OPTIONS,
    HistoryLength,
)
from .coordinators.glucose import stale_limit
from .data import DexcomConfigEntry
from .glucose import Thresholds, round_half_away, threshold_in_mg_dl
from .glucose.ranges import MEASURED
from .units import MMOL_L, chosen_unit, shown

# Measuring range of a sensor in mg/dL.
# In minutes.
_SHORTEST_LIMIT, _LONGEST_LIMIT = 10, 1440
# In minutes. The next reading arrives after this time, so a reading must be shown at least
# that long after Dexcom's delay.
_READING_INTERVAL = 5
_NOT_NUMBERS = (CONF_LIVE_SOURCE, CONF_HISTORY)


class DexcomOptionsFlow(OptionsFlow):
    """Ask for the options of an account.

    Thresholds are shown in the unit of the account's glucose value and stored in
    mg/dL; an empty one is not stored. The live source is stored by its registry id if it
    has one, so that it can be renamed.
    """

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show and handle the options form."""
        unit = chosen_unit(self.hass, str(self.config_entry.unique_id))
        region = get_region(self.config_entry.data[CONF_REGION])
        default = int(stale_limit(region, {}).total_seconds() // 60)
        delay = int(region.delay.total_seconds() // 60)
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
            if not _SHORTEST_LIMIT <= options[CONF_STALE_LIMIT] <= _LONGEST_LIMIT:
                errors[CONF_STALE_LIMIT] = "stale_limit_out_of_range"
            elif source is None and (
                options[CONF_STALE_LIMIT] < delay + _READING_INTERVAL
            ):
                errors[CONF_STALE_LIMIT] = "stale_limit_below_delay"
            errors = {**errors, **_threshold_errors(user_input, options, unit)}
            if not errors:
                if options[CONF_STALE_LIMIT] == default:
                    del options[CONF_STALE_LIMIT]
                if options.get(CONF_HISTORY) == HistoryLength.DAYS_90:
                    del options[CONF_HISTORY]
                return self.async_create_entry(data=options)
            suggested = user_input
        in_force, own = _thresholds(self.config_entry)
        return self.async_show_form(
            step_id="init",
            data_schema=self.add_suggested_values_to_schema(
                _schema(self.hass, unit, default), suggested
            ),
            errors=errors,
            description_placeholders={
                "default": str(default),
                "delay": str(delay),
                "shortest_useful": str(delay + _READING_INTERVAL),
                "shortest": str(_SHORTEST_LIMIT),
                "longest": str(_LONGEST_LIMIT),
                "smallest": _text(MEASURED[0], unit),
                "largest": _text(MEASURED[-1], unit),
                "urgent_low": _text(in_force.urgent_low if in_force else None, unit),
                "low": _text(in_force.low if in_force else None, unit),
                "high": _text(in_force.high if in_force else None, unit),
                "own_urgent_low": _text(own.urgent_low if own else None, unit),
                "own_low": _text(own.low if own else None, unit),
                "own_high": _text(own.high if own else None, unit),
            },
        )


class _LiveSourceSelector(EntitySelector):
    """Selector that hides entities, but does not reject them.

    The flow rejects them with an error that gives the reason.
    """

    @override
    def __call__(self, data: Any) -> str | list[str]:
        """Validate the selection without the hidden entities."""
        return EntitySelector(EntitySelectorConfig())(data)


def _schema(hass: HomeAssistant, unit: str, default_stale_limit: int) -> vol.Schema:
    """Return the schema of the form, with thresholds in a unit.

    The numbers have no limits, as an error of the selector would not include them.
    """
    threshold = NumberSelector(
        NumberSelectorConfig(
            step=0.1 if unit == MMOL_L else 1,
            unit_of_measurement=unit,
            mode=NumberSelectorMode.BOX,
        )
    )
    minutes = NumberSelector(
        NumberSelectorConfig(unit_of_measurement="min", mode=NumberSelectorMode.BOX)
    )
    source = _LiveSourceSelector(
        EntitySelectorConfig(
            filter={
                "domain": SENSOR_DOMAIN,
                "device_class": SensorDeviceClass.BLOOD_GLUCOSE_CONCENTRATION,
            },
            exclude_entities=[
                entity.entity_id
                for entity in er.async_get(hass).entities.values()
                if entity.platform == DOMAIN and entity.domain == SENSOR_DOMAIN
            ],
        )
    )
    return vol.Schema(
        {
            vol.Required(CONF_STALE_LIMIT, default=default_stale_limit): minutes,
            vol.Optional(CONF_URGENT_LOW): threshold,
            vol.Optional(CONF_LOW): threshold,
            vol.Optional(CONF_HIGH): threshold,
            vol.Optional(CONF_LIVE_SOURCE): source,
            vol.Optional(CONF_HISTORY, default=HistoryLength.DAYS_90): SelectSelector(
                SelectSelectorConfig(
                    options=[
                        HistoryLength.DAYS_90,
                        HistoryLength.YEAR,
                        HistoryLength.EVERYTHING,
                    ],
                    translation_key="history",
                )
            ),
        }
    )


def _threshold_errors(
    user_input: dict[str, Any], options: dict[str, Any], unit: str
) -> dict[str, str]:
    """Return the errors of thresholds, given in a unit and in mg/dL."""
    errors: dict[str, str] = {}
    smallest, largest = shown(MEASURED[0], unit), shown(MEASURED[-1], unit)
    for key in THRESHOLD_OPTIONS:
        if key in user_input and not smallest <= user_input[key] <= largest:
            errors[key] = "threshold_out_of_range"
    if errors:
        return errors
    urgent_low, low, high = (options.get(key) for key in THRESHOLD_OPTIONS)
    if low is not None and high is not None and low >= high:
        errors[CONF_LOW] = "low_not_below_high"
    if urgent_low is not None and low is not None and urgent_low >= low:
        errors[CONF_URGENT_LOW] = "urgent_low_not_below_low"
    elif urgent_low is not None and high is not None and urgent_low >= high:
        errors[CONF_URGENT_LOW] = "urgent_low_not_below_high"
    return errors


def _thresholds(
    entry: DexcomConfigEntry,
) -> tuple[Thresholds | None, Thresholds | None]:
    """Return the thresholds in force, and those without the options.

    Both are None until a reading and the person's settings are known.
    """
    if entry.state is not ConfigEntryState.LOADED:
        return None, None
    newest, devices = entry.runtime_data.glucose.newest, entry.runtime_data.devices
    if newest is None or (in_force := devices.thresholds(newest.reading)) is None:
        return None, None
    reading = newest.reading
    return in_force, Thresholds.in_force(
        devices.data or (), reading, dt_util.as_local(reading.time)
    )


def _text(value: int | None, unit: str) -> str:
    """Format a value in mg/dL in a unit."""
    return "–" if value is None else f"{shown(value, unit)} {unit}"


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
        key: value if key in _NOT_NUMBERS else int(round_half_away(value))
        for key, value in options.items()
    }
