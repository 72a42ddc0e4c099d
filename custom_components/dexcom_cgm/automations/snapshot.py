"""What triggers and conditions share: whose glucose, how old, and how much of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite
from typing import Any, Self

import voluptuous as vol

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import (
    ATTR_ENTITY_ID,
    ATTR_UNIT_OF_MEASUREMENT,
    CONF_OPTIONS,
    CONF_TARGET,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv, entity_registry as er
from homeassistant.helpers.automation import ThresholdConfig
from homeassistant.helpers.selector import (
    NumericThresholdMode,
    NumericThresholdSelector,
    NumericThresholdSelectorConfig,
    NumericThresholdType,
)
from homeassistant.helpers.typing import ConfigType
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..data import DexcomConfigEntry
from ..glucose import CurrentGlucose, Source, Thresholds, round_half_away
from ..units import MG_DL, MMOL_L, highest_meant, lowest_meant
from ..vocabulary import TRENDS

CONF_THRESHOLD = "threshold"
CONF_YOUNGER_THAN = "younger_than"

_LIMITS = ("value", "value_min", "value_max")
# Which of them a reading must be below and above.
_HIGHEST = {
    NumericThresholdType.BELOW: "value",
    NumericThresholdType.BETWEEN: "value_max",
}
_LOWEST = {
    NumericThresholdType.ABOVE: "value",
    NumericThresholdType.BETWEEN: "value_min",
}
# No sensor measures less than 40 mg/dL or more than 22.2 mmol/L.
_LEAST_MG_DL = 30
_MOST_MMOL_L = 40

# The maximum keeps times that are computed from it within the calendar.
AGE = vol.All(
    cv.positive_time_period,
    vol.Range(min=timedelta(seconds=1), max=timedelta(days=365)),
)
# None stands for the account's stale limit, so that a blueprint can leave it open.
AGE_OPTION = {vol.Optional(CONF_YOUNGER_THAN): vol.Any(None, AGE)}


def threshold_option(mode: NumericThresholdMode) -> dict[vol.Marker, Any]:
    """Return the option for how much glucose is meant, in either unit."""
    config = NumericThresholdSelectorConfig(
        mode=mode, unit_of_measurement=[MG_DL, MMOL_L]
    )
    return {
        vol.Required(CONF_THRESHOLD): vol.All(
            NumericThresholdSelector(config), _unit_checked
        )
    }


def _unit_checked(threshold: dict[str, Any]) -> dict[str, Any]:
    """Return a threshold unless no reading can meet it in the unit that is chosen.

    The editor preselects the first unit in every home, and glucose is never below
    3.9 mg/dL.
    """
    highest = threshold.get(_HIGHEST.get(threshold["type"], ""), {})
    lowest = threshold.get(_LOWEST.get(threshold["type"], ""), {})
    for limit, unit, other in ((highest, MG_DL, MMOL_L), (lowest, MMOL_L, MG_DL)):
        number = limit.get("number")
        if number is None or limit.get("unit_of_measurement") != unit:
            continue
        if number < _LEAST_MG_DL if unit == MG_DL else number > _MOST_MMOL_L:
            raise vol.Invalid(
                f"no reading is {threshold['type']} {number} {unit}; "
                f"did you mean {number} {other}?"
            )
    return threshold


def validated(
    hass: HomeAssistant, config: ConfigType, options: Mapping[vol.Marker, Any]
) -> ConfigType:
    """Return the target and the options of a trigger or condition, if they are right."""
    schema = vol.Schema(
        {
            vol.Required(CONF_TARGET): cv.TARGET_FIELDS,
            vol.Required(CONF_OPTIONS, default=dict): dict(options),
        }
    )
    found: ConfigType = schema(config)
    _check_target(hass, found[CONF_TARGET])
    return found


def _check_target(hass: HomeAssistant, target: ConfigType) -> None:
    """Raise Invalid for a target of nothing but entities of other integrations.

    The editor offers any glucose sensor, but nothing would ever happen for it. What is
    not in the registry may come with an account that is not set up yet.
    """
    entity_ids = target.get(ATTR_ENTITY_ID)
    if not isinstance(entity_ids, list) or target.keys() != {ATTR_ENTITY_ID}:
        return
    entities = [er.async_get(hass).async_get(entity_id) for entity_id in entity_ids]
    if entities and all(entity and entity.platform != DOMAIN for entity in entities):
        raise vol.Invalid(
            f"{', '.join(entity_ids)}: not of a Dexcom account; "
            "choose the device or an entity of one"
        )


def accounts_of(
    hass: HomeAssistant, entity_ids: Iterable[str]
) -> dict[str, DexcomConfigEntry]:
    """Return the accounts that entities belong to, by the id of their entries."""
    registry = er.async_get(hass)
    return {
        entry.entry_id: entry
        for entity_id in entity_ids
        if (entity := registry.async_get(entity_id)) is not None
        and entity.platform == DOMAIN
        and entity.config_entry_id is not None
        and (entry := hass.config_entries.async_get_entry(entity.config_entry_id))
    }


@dataclass(frozen=True, slots=True)
class Present:
    """The newest reading of an account, and what is low and high for the person.

    `thresholds` is None until the person's settings are known.
    """

    glucose: CurrentGlucose
    value: int
    thresholds: Thresholds | None

    @classmethod
    def of(
        cls, entry: DexcomConfigEntry, younger_than: timedelta | None
    ) -> Self | None:
        """Return what is known of an account now.

        None while it is not set up, and where the newest reading is not younger than
        asked for, by default than the account's stale limit.
        """
        if entry.state is not ConfigEntryState.LOADED:
            return None
        newest = entry.runtime_data.glucose.newest
        if newest is None or newest.reading.value is None:
            return None
        limit = younger_than or entry.runtime_data.glucose.stale_limit
        if newest.age(dt_util.utcnow()) >= limit:
            return None
        thresholds = entry.runtime_data.devices.thresholds(newest.reading)
        return cls(newest, newest.reading.value, thresholds)

    @property
    def time(self) -> datetime:
        """Return when the reading was measured."""
        return self.glucose.reading.time

    def is_older_news(self, last: Present) -> bool:
        """Return whether this is older than what was known last.

        So it is where a live source is taken away. What comes later from a live source
        is newer, whatever the clock said before.
        """
        is_live = self.glucose.source is last.glucose.source is Source.LIVE
        return self.time < last.time and not is_live

    @property
    def trend(self) -> str | None:
        """Return the trend in Home Assistant's words, None if it is not known."""
        return TRENDS.get(self.glucose.reading.trend or "")

    @property
    def is_low(self) -> bool | None:
        """Return whether it is low for the person, None if that is not known."""
        known = self.thresholds
        return None if known is None else known.is_low(self.value)

    @property
    def is_urgent_low(self) -> bool | None:
        """Return whether it is urgently low for the person, None if not known."""
        known = self.thresholds
        return None if known is None else known.is_urgent_low(self.value)

    @property
    def is_high(self) -> bool | None:
        """Return whether it is high for the person, None if that is not known."""
        known = self.thresholds
        return None if known is None else known.is_high(self.value)


class Limits:
    """How much glucose an automation means; numbers or entities, in either unit."""

    def __init__(self, hass: HomeAssistant, options: dict[str, Any]) -> None:
        """Take the option as the selector gives it."""
        self._hass = hass
        self._type = NumericThresholdType(options["type"])
        self._limits = [
            ThresholdConfig.from_config(options[key])
            for key in _LIMITS
            if key in options
        ]

    def hold(self, value: int) -> bool | None:
        """Return whether a reading in mg/dL is meant, None if a limit is not known.

        A limit in mmol/L means every reading that is shown as it, so none of them is
        above it or below it, and all of them are between it and another.
        """
        limits = [self._meant(limit) for limit in self._limits]
        known = [limit for limit in limits if limit is not None]
        if len(known) < len(limits):
            return None
        if self._type is NumericThresholdType.ABOVE:
            return value > known[0][1]
        if self._type is NumericThresholdType.BELOW:
            return value < known[0][0]
        between = known[0][0] <= value <= known[1][1]
        return between == (self._type is NumericThresholdType.BETWEEN)

    def _meant(self, limit: ThresholdConfig | None) -> tuple[int, int] | None:
        """Return the least and the greatest reading in mg/dL for a limit.

        No reading that is less is the limit or above it, and no reading that is greater
        is the limit or below it.
        """
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
                # Other integrations leave it to Home Assistant to show one decimal.
                number = round_half_away(number, 1)
        if number is None or unit not in (MG_DL, MMOL_L):
            return None
        return lowest_meant(number, unit), highest_meant(number, unit)
