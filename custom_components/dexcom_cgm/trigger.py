"""Trigger platform for Dexcom CGM: each trigger fires once, and never for old readings."""

from abc import abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar, override

import voluptuous as vol

from homeassistant.core import CALLBACK_TYPE, HomeAssistant
from homeassistant.helpers.selector import NumericThresholdMode
from homeassistant.helpers.target import TargetSelection
from homeassistant.helpers.trigger import (
    Trigger,
    TriggerActionRunner,
    TriggerConfig,
    TriggerNotTriggeredReporter,
)
from homeassistant.helpers.typing import ConfigType

from .automations.options import (
    AGE_OPTION,
    CONF_THRESHOLD,
    CONF_YOUNGER_THAN,
    Limits,
    threshold_option,
)
from .automations.rules import Becomes, Crosses, Ends, Fact, NewReading, Rule, Silence
from .automations.targets import validate
from .automations.trackers import AccountTracker, TargetTracker
from .data import DexcomConfigEntry

_FALLING_QUICKLY = "falling_quickly"
_RISING_QUICKLY = "rising_quickly"


class GlucoseTrigger(Trigger):
    """Base class of the triggers."""

    _extra_options: ClassVar[dict[vol.Marker, Any]] = {}

    @classmethod
    @override
    async def async_validate_config(
        cls, hass: HomeAssistant, config: ConfigType
    ) -> ConfigType:
        """Validate target and options."""
        return validate(hass, config, AGE_OPTION | cls._extra_options)

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Create the trigger from its configuration."""
        super().__init__(hass, config)
        self._target = TargetSelection(config.target or {})
        self._options = config.options or {}

    @abstractmethod
    def _rule(self) -> Rule:
        """Create the rule for an account."""

    @override
    async def async_attach_runner(
        self,
        run_action: TriggerActionRunner,
        did_not_trigger: TriggerNotTriggeredReporter | None = None,
    ) -> CALLBACK_TYPE:
        """Track the accounts of the target."""

        def make_tracker(entry: DexcomConfigEntry) -> AccountTracker:
            """Return the tracker of an account."""
            return AccountTracker(
                self._hass,
                entry,
                self._rule(),
                self._options.get(CONF_YOUNGER_THAN),
                run_action,
            )

        return await TargetTracker(self._hass, self._target, make_tracker).async_setup()


class CrossedThresholdTrigger(GlucoseTrigger):
    """Fires when glucose crosses a threshold."""

    _extra_options = threshold_option(NumericThresholdMode.CROSSED)

    @override
    def _rule(self) -> Rule:
        """Create the rule for an account."""
        limits = Limits(self._hass, self._options[CONF_THRESHOLD])
        return Crosses(lambda snapshot: limits.hold(snapshot.value))


def _trigger(rule: Callable[[], Rule]) -> type[GlucoseTrigger]:
    """Return a trigger class without further options."""

    class SimpleTrigger(GlucoseTrigger):
        """Fires by a rule that needs no options."""

        @override
        def _rule(self) -> Rule:
            """Create the rule for an account."""
            return rule()

    return SimpleTrigger


def _trend_is(trend: str) -> Fact:
    """Return the fact that the trend is a given one, unknown without a trend."""
    return lambda snapshot: None if snapshot.trend is None else snapshot.trend == trend


TRIGGERS: dict[str, type[Trigger]] = {
    "glucose_crossed_threshold": CrossedThresholdTrigger,
    "became_low": _trigger(lambda: Becomes(lambda snapshot: snapshot.is_low)),
    "no_longer_low": _trigger(lambda: Ends(lambda snapshot: snapshot.is_low)),
    "became_urgent_low": _trigger(
        lambda: Becomes(lambda snapshot: snapshot.is_urgent_low)
    ),
    "no_longer_urgent_low": _trigger(
        lambda: Ends(lambda snapshot: snapshot.is_urgent_low)
    ),
    "became_high": _trigger(lambda: Becomes(lambda snapshot: snapshot.is_high)),
    "no_longer_high": _trigger(lambda: Ends(lambda snapshot: snapshot.is_high)),
    "started_rising_quickly": _trigger(lambda: Becomes(_trend_is(_RISING_QUICKLY))),
    "started_falling_quickly": _trigger(lambda: Becomes(_trend_is(_FALLING_QUICKLY))),
    "readings_stopped": _trigger(lambda: Silence(begins=True)),
    "readings_came_back": _trigger(lambda: Silence(begins=False)),
    "new_reading": _trigger(NewReading),
}


async def async_get_triggers(hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers."""
    return TRIGGERS
