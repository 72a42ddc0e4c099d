"""Actions that start and stop a drill."""

from datetime import timedelta
from typing import Any

import voluptuous as vol

from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.core import HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.selector import ConfigEntrySelector
from homeassistant.helpers.service import async_register_admin_service

from ..const import DOMAIN
from ..coordinators.drill import DrillEnd
from ..data import DexcomConfigEntry
from ..glucose import MG_DL_PER_MMOL_L, Trend, round_half_away
from ..glucose.ranges import MEASURED
from ..units import MMOL_L, chosen_unit, shown
from ..vocabulary import TRENDS
from .call import ATTR_CONFIG_ENTRY_ID, ServiceSchema, async_loaded_account

ATTR_GLUCOSE = "glucose"
ATTR_TREND = "trend"
ATTR_MINUTES = "minutes"

MAX_MINUTES = 30
_TREND_OF = {word: Trend(trend) for trend, word in TRENDS.items()}

_ACCOUNT_SCHEMA: dict[vol.Marker, Any] = {
    **cv.ENTITY_SERVICE_FIELDS,
    vol.Optional(ATTR_CONFIG_ENTRY_ID): ConfigEntrySelector({"integration": DOMAIN}),
}
START_DRILL_SCHEMA = ServiceSchema(
    {
        **_ACCOUNT_SCHEMA,
        vol.Optional(ATTR_GLUCOSE): vol.Coerce(float),
        vol.Optional(ATTR_TREND): vol.In(list(_TREND_OF)),
        vol.Optional(ATTR_MINUTES, default=10): vol.All(
            vol.Coerce(int), vol.Range(min=1, max=MAX_MINUTES)
        ),
    }
)
STOP_DRILL_SCHEMA = ServiceSchema(_ACCOUNT_SCHEMA)


@callback
def async_setup_drill_services(hass: HomeAssistant) -> None:
    """Register the actions, which only administrators may call."""
    for name, handler, schema in (
        ("start_drill", async_start_drill, START_DRILL_SCHEMA),
        ("stop_drill", async_stop_drill, STOP_DRILL_SCHEMA),
    ):
        async_register_admin_service(hass, DOMAIN, name, handler, schema=schema)


async def async_start_drill(call: ServiceCall) -> None:
    """Show a made-up reading of an account for some minutes."""
    entry = await async_loaded_account(call, SENSOR_DOMAIN, "glucose_value")
    drill = entry.runtime_data.drill
    if drill.is_low:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="drill_while_low"
        )
    unit = chosen_unit(call.hass, str(entry.unique_id))
    value = _value(entry, call.data.get(ATTR_GLUCOSE), unit)
    word = call.data.get(ATTR_TREND)
    drill.async_start(
        value,
        None if word is None else _TREND_OF[word],
        timedelta(minutes=call.data[ATTR_MINUTES]),
        call.context,
        f"{shown(value, unit)} {unit}",
    )


async def async_stop_drill(call: ServiceCall) -> None:
    """Show what was measured again."""
    entry = await async_loaded_account(call, SENSOR_DOMAIN, "glucose_value")
    entry.runtime_data.drill.async_stop(DrillEnd.STOPPED, call.context)


def _value(entry: DexcomConfigEntry, number: float | None, unit: str) -> int:
    """Return the glucose of a drill in mg/dL, without a number the measured one.

    Raises ServiceValidationError without either, and outside of what sensors measure.
    """
    if number is None:
        current = entry.runtime_data.glucose.fresh_measured
        if current is None or current.reading.value is None:
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key="drill_needs_glucose"
            )
        return current.reading.value
    smallest, largest = (shown(limit, unit) for limit in (MEASURED[0], MEASURED[-1]))
    # Not a number compares as false.
    if not smallest <= number <= largest:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="drill_glucose_out_of_range",
            translation_placeholders={
                "smallest": str(smallest),
                "largest": str(largest),
                "unit": str(unit),
            },
        )
    in_mg_dl = number * MG_DL_PER_MMOL_L if unit == MMOL_L else number
    return min(max(int(round_half_away(in_mg_dl)), MEASURED[0]), MEASURED[-1])
