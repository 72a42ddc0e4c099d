"""Conditions: what a person's glucose is now; without a fresh reading they are false."""

from abc import abstractmethod
from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar, Unpack, override

import voluptuous as vol

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConditionErrorMessage
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.condition import (
    Condition,
    ConditionCheckParams,
    ConditionConfig,
)
from homeassistant.helpers.selector import NumericThresholdMode
from homeassistant.helpers.target import (
    TargetSelection,
    async_extract_referenced_entity_ids,
)
from homeassistant.helpers.typing import ConfigType
from homeassistant.util import dt as dt_util

from .automations.snapshot import (
    AGE,
    AGE_OPTION,
    CONF_THRESHOLD,
    CONF_YOUNGER_THAN,
    Limits,
    Present,
    accounts_of,
    threshold_option,
    validated,
)
from .data import DexcomConfigEntry
from .glucose.clock import CLOCK_AHEAD, is_due
from .glucose.ranges import HIGH, LOW
from .units import chosen_unit, shown
from .vocabulary import (
    CARBS,
    FAST_ACTING_INSULIN,
    INSULIN,
    LONG_ACTING_INSULIN,
    TRENDS,
    event_type,
)

WAS_LOGGED_WITHIN = "was_logged_within"
CONF_TRENDS = "trends"
CONF_TYPES = "types"
CONF_WITHIN = "within"
LOGGED_TYPES = [CARBS, FAST_ACTING_INSULIN, LONG_ACTING_INSULIN, INSULIN]
_KINDS_OF_INSULIN = {FAST_ACTING_INSULIN, LONG_ACTING_INSULIN}
# Events are polled every quarter of an hour. After an hour without an answer, nobody
# knows what was logged.
_EVENTS_KNOWN_FOR = timedelta(hours=1)


class AccountCondition(Condition):
    """Base of the conditions: true if it holds for one of the accounts meant."""

    _options: ClassVar[dict[vol.Marker, Any]]

    @classmethod
    @override
    async def async_validate_config(
        cls, hass: HomeAssistant, config: ConfigType
    ) -> ConfigType:
        """Validate target and options."""
        return validated(hass, config, cls._options)

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        """Take target and options."""
        super().__init__(hass, config)
        self._target = TargetSelection(config.target or {})
        self._chosen = config.options or {}

    @override
    def _async_check(self, **kwargs: Unpack[ConditionCheckParams]) -> bool:
        """Return whether it holds for one of the accounts.

        An account of which nobody knows matters only where it holds for no other.
        """
        meant = async_extract_referenced_entity_ids(
            self._hass, self._target, expand_group=False
        )
        accounts = accounts_of(
            self._hass, meant.referenced | meant.indirectly_referenced
        )
        unknown: ConditionErrorMessage | None = None
        for entry in accounts.values():
            try:
                if self._holds_for(entry):
                    return True
            except ConditionErrorMessage as err:
                unknown = err
        if unknown is not None:
            raise unknown
        return False

    @abstractmethod
    def _holds_for(self, entry: DexcomConfigEntry) -> bool:
        """Return whether it holds for an account.

        Raises ConditionErrorMessage where nobody knows.
        """


class GlucoseCondition(AccountCondition):
    """Base of the conditions about the newest reading, false if that is too old."""

    _options = AGE_OPTION

    @override
    def _holds_for(self, entry: DexcomConfigEntry) -> bool:
        """Return whether it holds for what is known of an account."""
        present = Present.of(entry, self._chosen.get(CONF_YOUNGER_THAN))
        return present is not None and self._holds(present) is True

    @abstractmethod
    def _holds(self, present: Present) -> bool | None:
        """Return whether it holds, None if that is not known."""


class GlucoseIsCondition(GlucoseCondition):
    """Glucose is above, below, between or outside of limits."""

    _options = AGE_OPTION | threshold_option(NumericThresholdMode.IS)

    @override
    def _holds(self, present: Present) -> bool | None:
        """Compare with the limits."""
        return Limits(self._hass, self._chosen[CONF_THRESHOLD]).hold(present.value)


class IsInRangeCondition(AccountCondition):
    """Glucose is shown as a value in range: 70 to 180 mg/dL, or 3.9 to 10.0 mmol/L.

    It goes by the unit of the account's glucose sensor. In mmol/L it holds for 181
    mg/dL, which is shown as 10.0, as "between 3.9 and 10.0" does; the measures go by
    mg/dL and count 181 as above range.
    """

    _options = AGE_OPTION

    @override
    def _holds_for(self, entry: DexcomConfigEntry) -> bool:
        """Compare what the person reads, false if the reading is too old."""
        present = Present.of(entry, self._chosen.get(CONF_YOUNGER_THAN))
        if present is None:
            return False
        unit = chosen_unit(self._hass, str(entry.unique_id))
        return shown(LOW, unit) <= shown(present.value, unit) <= shown(HIGH, unit)


class TrendIsCondition(GlucoseCondition):
    """The trend is one of some."""

    _options = AGE_OPTION | {
        vol.Required(CONF_TRENDS): vol.All(
            cv.ensure_list, vol.Length(min=1), [vol.In(list(TRENDS.values()))]
        )
    }

    @override
    def _holds(self, present: Present) -> bool:
        """Compare with the trends."""
        return present.trend in self._chosen[CONF_TRENDS]


class YoungerThanCondition(GlucoseCondition):
    """The newest reading is younger than some time, by default than stale."""

    @override
    def _holds(self, present: Present) -> bool:
        """Return that there is one."""
        return True


class WasLoggedCondition(AccountCondition):
    """Insulin or carbs were logged within some time.

    It is an error where nobody knows, so that "not logged" does not hold either: where
    Dexcom could not be asked for an hour, where it has not answered for all of that
    time yet, and where insulin of unknown kind was logged that may be the one meant.
    """

    _options: ClassVar[dict[vol.Marker, Any]] = {
        vol.Required(CONF_TYPES): vol.All(
            cv.ensure_list, vol.Length(min=1), [vol.In(LOGGED_TYPES)]
        ),
        vol.Required(CONF_WITHIN): AGE,
    }

    @override
    def _holds_for(self, entry: DexcomConfigEntry) -> bool:
        """Look through what was logged."""
        types = self._chosen[CONF_TYPES]
        now = dt_util.utcnow()
        start = now - self._chosen[CONF_WITHIN]
        if entry.state is ConfigEntryState.LOADED:
            events = entry.runtime_data.events
            if not is_due(events.last_success, _EVENTS_KNOWN_FOR, now):
                logged = {
                    event_type(event)
                    for event in events.data
                    if start <= event.time <= now + CLOCK_AHEAD
                }
                if not logged.isdisjoint(types):
                    return True
                may_be_meant = INSULIN in logged and not _KINDS_OF_INSULIN.isdisjoint(
                    types
                )
                since = events.known_since
                if not may_be_meant and since is not None and since <= start:
                    return False
        raise ConditionErrorMessage(
            WAS_LOGGED_WITHIN,
            f"what was logged for {entry.title} is not known at the moment",
        )


def _condition(holds: Callable[[Present], bool | None]) -> type[GlucoseCondition]:
    """Return a condition without further options."""

    class SimpleCondition(GlucoseCondition):
        """Something is so."""

        @override
        def _holds(self, present: Present) -> bool | None:
            """Return whether it is."""
            return holds(present)

    return SimpleCondition


CONDITIONS: dict[str, type[Condition]] = {
    "glucose_is": GlucoseIsCondition,
    "is_low": _condition(lambda present: present.is_low),
    "is_urgent_low": _condition(lambda present: present.is_urgent_low),
    "is_high": _condition(lambda present: present.is_high),
    "is_in_range": IsInRangeCondition,
    "trend_is": TrendIsCondition,
    "reading_is_younger_than": YoungerThanCondition,
    WAS_LOGGED_WITHIN: WasLoggedCondition,
}


async def async_get_conditions(hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return the conditions."""
    return CONDITIONS
