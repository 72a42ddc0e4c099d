"""Condition platform for Dexcom CGM; without a fresh reading conditions are false."""

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

from .automations.options import (
    AGE,
    AGE_OPTION,
    CONF_THRESHOLD,
    CONF_YOUNGER_THAN,
    Limits,
    threshold_option,
)
from .automations.snapshot import Snapshot
from .automations.targets import accounts_of, validate
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
# Events are polled every 15 minutes. After this time without an answer they are unknown.
_EVENTS_KNOWN_FOR = timedelta(hours=1)


class AccountCondition(Condition):
    """Base class of the conditions: true if one of the target's accounts meets it."""

    _options: ClassVar[dict[vol.Marker, Any]]

    @classmethod
    @override
    async def async_validate_config(
        cls, hass: HomeAssistant, config: ConfigType
    ) -> ConfigType:
        """Validate target and options."""
        return validate(hass, config, cls._options)

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        """Create the condition from its configuration."""
        super().__init__(hass, config)
        self._target = TargetSelection(config.target or {})
        self._chosen = config.options or {}

    @override
    def _async_check(self, **kwargs: Unpack[ConditionCheckParams]) -> bool:
        """Return whether one of the accounts meets the condition.

        Raises ConditionErrorMessage where none does and an account is unknown.
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
        """Return whether an account meets the condition.

        Raises ConditionErrorMessage where that is unknown.
        """


class GlucoseCondition(AccountCondition):
    """Base class of conditions on the newest reading; false if it is too old."""

    _options = AGE_OPTION

    @override
    def _holds_for(self, entry: DexcomConfigEntry) -> bool:
        """Return whether the snapshot of an account meets the condition."""
        snapshot = Snapshot.of(entry, self._chosen.get(CONF_YOUNGER_THAN))
        return snapshot is not None and self._holds(snapshot) is True

    @abstractmethod
    def _holds(self, snapshot: Snapshot) -> bool | None:
        """Return whether a snapshot meets the condition, None if unknown."""


class GlucoseIsCondition(GlucoseCondition):
    """Test if glucose meets a threshold."""

    _options = AGE_OPTION | threshold_option(NumericThresholdMode.IS)

    @override
    def _holds(self, snapshot: Snapshot) -> bool | None:
        """Compare with the threshold."""
        return Limits(self._hass, self._chosen[CONF_THRESHOLD]).hold(snapshot.value)


class IsInRangeCondition(AccountCondition):
    """Test if glucose is shown as 70 to 180 mg/dL, or as 3.9 to 10.0 mmol/L.

    The unit is that of the account's glucose sensor. In mmol/L, 181 mg/dL is in range,
    as it is shown as 10.0 and "between 3.9 and 10.0" includes it. The clinical measures
    use mg/dL, in which 181 is above range.
    """

    _options = AGE_OPTION

    @override
    def _holds_for(self, entry: DexcomConfigEntry) -> bool:
        """Compare the shown value, false if the reading is too old."""
        snapshot = Snapshot.of(entry, self._chosen.get(CONF_YOUNGER_THAN))
        if snapshot is None:
            return False
        unit = chosen_unit(self._hass, str(entry.unique_id))
        return shown(LOW, unit) <= shown(snapshot.value, unit) <= shown(HIGH, unit)


class TrendIsCondition(GlucoseCondition):
    """Test if the trend is one of a list."""

    _options = AGE_OPTION | {
        vol.Required(CONF_TRENDS): vol.All(
            cv.ensure_list, vol.Length(min=1), [vol.In(list(TRENDS.values()))]
        )
    }

    @override
    def _holds(self, snapshot: Snapshot) -> bool:
        """Compare with the list."""
        return snapshot.trend in self._chosen[CONF_TRENDS]


class YoungerThanCondition(GlucoseCondition):
    """Test if the newest reading is younger than a limit, by default the stale limit."""

    @override
    def _holds(self, snapshot: Snapshot) -> bool:
        """Return true: a snapshot exists only for such a reading."""
        return True


class WasLoggedCondition(AccountCondition):
    """Test if insulin or carbs were logged within a time.

    Raises ConditionErrorMessage where that is unknown, so that "not logged" is not true
    either: after an hour without an answer from Dexcom, while the whole time has not
    been fetched yet, and where insulin of unknown kind was logged.
    """

    _options: ClassVar[dict[vol.Marker, Any]] = {
        vol.Required(CONF_TYPES): vol.All(
            cv.ensure_list, vol.Length(min=1), [vol.In(LOGGED_TYPES)]
        ),
        vol.Required(CONF_WITHIN): AGE,
    }

    @override
    def _holds_for(self, entry: DexcomConfigEntry) -> bool:
        """Search the logged events."""
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


def _condition(holds: Callable[[Snapshot], bool | None]) -> type[GlucoseCondition]:
    """Return a condition class without further options."""

    class SimpleCondition(GlucoseCondition):
        """Test a fact about the snapshot."""

        @override
        def _holds(self, snapshot: Snapshot) -> bool | None:
            """Return the fact."""
            return holds(snapshot)

    return SimpleCondition


CONDITIONS: dict[str, type[Condition]] = {
    "glucose_is": GlucoseIsCondition,
    "is_low": _condition(lambda snapshot: snapshot.is_low),
    "is_urgent_low": _condition(lambda snapshot: snapshot.is_urgent_low),
    "is_high": _condition(lambda snapshot: snapshot.is_high),
    "is_in_range": IsInRangeCondition,
    "trend_is": TrendIsCondition,
    "reading_is_younger_than": YoungerThanCondition,
    WAS_LOGGED_WITHIN: WasLoggedCondition,
}


async def async_get_conditions(hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return the conditions."""
    return CONDITIONS
