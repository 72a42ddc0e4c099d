"""Options of triggers and conditions: the age of a reading, thresholds, hours."""

from datetime import timedelta
from math import isfinite
from typing import Any

import voluptuous as vol

from homeassistant.const import ATTR_UNIT_OF_MEASUREMENT
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.automation import ThresholdConfig
from homeassistant.helpers.selector import (
    NumericThresholdMode,
    NumericThresholdSelector,
    NumericThresholdSelectorConfig,
    NumericThresholdType,
)

from ..glucose import round_half_away
from ..units import MG_DL, MMOL_L, highest_meant, lowest_meant

CONF_BEFORE = "hours_before"
CONF_THRESHOLD = "threshold"
CONF_YOUNGER_THAN = "younger_than"

_LIMITS = ("value", "value_min", "value_max")
# The limits that a reading must be below and above.
_UPPER = {
    NumericThresholdType.BELOW: "value",
    NumericThresholdType.BETWEEN: "value_max",
}
_LOWER = {
    NumericThresholdType.ABOVE: "value",
    NumericThresholdType.BETWEEN: "value_min",
}
# Sensors measure 40 mg/dL to 22.2 mmol/L.
_MIN_MG_DL = 30
_MAX_MMOL_L = 40

# The maximum keeps times that are computed from it within the range of datetime.
AGE = vol.All(
    cv.positive_time_period,
    vol.Range(min=timedelta(seconds=1), max=timedelta(days=365)),
)
# None is the account's stale limit, so that a blueprint can leave the option empty.
AGE_OPTION = {vol.Optional(CONF_YOUNGER_THAN): vol.Any(None, AGE)}
# Hours before a sensor expires, less than the life of the shortest-lived one.
HOURS_BEFORE_OPTION = {
    vol.Optional(CONF_BEFORE, default=24): vol.All(
        vol.Coerce(float), vol.Range(min=1, max=216)
    )
}


def threshold_option(mode: NumericThresholdMode) -> dict[vol.Marker, Any]:
    """Return the schema of a glucose threshold in either unit."""
    config = NumericThresholdSelectorConfig(
        mode=mode, unit_of_measurement=[MG_DL, MMOL_L]
    )
    return {
        vol.Required(CONF_THRESHOLD): vol.All(
            NumericThresholdSelector(config), _check_unit
        )
    }


def _check_unit(threshold: dict[str, Any]) -> dict[str, Any]:
    """Return a threshold; raises vol.Invalid if no reading can meet it in its unit.

    The editor preselects mg/dL in every home, and glucose is never below 3.9 mg/dL.
    """
    upper = threshold.get(_UPPER.get(threshold["type"], ""), {})
    lower = threshold.get(_LOWER.get(threshold["type"], ""), {})
    for limit, unit, other_unit in ((upper, MG_DL, MMOL_L), (lower, MMOL_L, MG_DL)):
        number = limit.get("number")
        if number is None or limit.get("unit_of_measurement") != unit:
            continue
        if number < _MIN_MG_DL if unit == MG_DL else number > _MAX_MMOL_L:
            raise vol.Invalid(
                f"no reading is {threshold['type']} {number} {unit}; "
                f"did you mean {number} {other_unit}?"
            )
    return threshold


class Limits:
    """A glucose threshold of an automation: numbers or entities, in either unit."""

    def __init__(self, hass: HomeAssistant, options: dict[str, Any]) -> None:
        """Create the limits from the value of the selector."""
        self._hass = hass
        self._type = NumericThresholdType(options["type"])
        self._limits = [
            ThresholdConfig.from_config(options[key])
            for key in _LIMITS
            if key in options
        ]

    def hold(self, value: int) -> bool | None:
        """Return whether a reading in mg/dL meets the threshold, None if unknown.

        A limit in mmol/L stands for all readings that are shown as it: none of them is
        above or below it, and all of them are between it and another limit.
        """
        limits = [self._range(limit) for limit in self._limits]
        known = [limit for limit in limits if limit is not None]
        if len(known) < len(limits):
            return None
        if self._type is NumericThresholdType.ABOVE:
            return value > known[0][1]
        if self._type is NumericThresholdType.BELOW:
            return value < known[0][0]
        between = known[0][0] <= value <= known[1][1]
        return between == (self._type is NumericThresholdType.BETWEEN)

    def _range(self, limit: ThresholdConfig | None) -> tuple[int, int] | None:
        """Return the lowest and highest reading in mg/dL that is shown as a limit."""
        if limit is None:
            return None
        number, unit = limit.number, limit.unit
        if limit.entity is not None:
            if (state := self._hass.states.get(limit.entity)) is None:
                return None
            unit = state.attributes.get(ATTR_UNIT_OF_MEASUREMENT)
            try:
                number = float(state.state)
            except ValueError:
                return None
            if not isfinite(number):
                return None
            if unit == MMOL_L:
                # Other integrations leave the rounding to Home Assistant's display.
                number = round_half_away(number, 1)
        if number is None or unit not in (MG_DL, MMOL_L):
            return None
        return lowest_meant(number, unit), highest_meant(number, unit)
