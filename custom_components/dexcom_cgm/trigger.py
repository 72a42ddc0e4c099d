"""Triggers: what happens to a person's glucose, told once, and never when it is old."""

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar, override

import voluptuous as vol

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.selector import NumericThresholdMode
from homeassistant.helpers.target import TargetEntityChangeTracker, TargetSelection
from homeassistant.helpers.trigger import (
    Trigger,
    TriggerActionRunner,
    TriggerConfig,
    TriggerNotTriggeredReporter,
)
from homeassistant.helpers.typing import ConfigType
from homeassistant.util import dt as dt_util

from .automations.snapshot import (
    AGE_OPTION,
    CONF_THRESHOLD,
    CONF_YOUNGER_THAN,
    Limits,
    Present,
    accounts_of,
    threshold_option,
    validated,
)
from .coordinators.wall_clock import async_call_at_time
from .data import DexcomConfigEntry
from .device import device_id
from .glucose.ranges import READINGS_PER_DAY
from .units import chosen_unit, shown

_FALLING_QUICKLY = "falling_quickly"
_RISING_QUICKLY = "rising_quickly"


class Rule(ABC):
    """When a trigger fires for an account.

    What is known at first is where it begins, and fires nothing. What was known
    outlives silence: who was low before a gap and is low after it did not become low.
    """

    @abstractmethod
    def learns(self, present: Present | None) -> bool:
        """Take in what is known now, None for silence; return whether it fires."""


class Becomes(Rule):
    """Fires when something becomes true, also if nothing was known before."""

    def __init__(self, fact: Callable[[Present], bool | None]) -> None:
        """Take what to look at; it may be None where it is not known."""
        self._fact = fact
        self._begun = False
        self._was: bool | None = None

    @override
    def learns(self, present: Present | None) -> bool:
        """Compare with what was known last."""
        fact = None if present is None else self._fact(present)
        if fact is None:
            # Settings that are not known yet are no beginning, silence is one.
            self._begun = self._begun or present is None
            return False
        begun, was = self._begun, self._was
        self._begun, self._was = True, fact
        return begun and self._is_told(was, fact)

    def _is_told(self, was: bool | None, fact: bool) -> bool:
        """Return whether a change fires."""
        return fact and not was


class Ends(Becomes):
    """Fires when something that was true is so no longer."""

    @override
    def _is_told(self, was: bool | None, fact: bool) -> bool:
        """Return whether a change fires."""
        return was is True and not fact


class Silence(Rule):
    """Fires when readings stop, or come back."""

    def __init__(self, *, begins: bool) -> None:
        """Take which of the two."""
        self._begins = begins
        self._was: bool | None = None

    @override
    def learns(self, present: Present | None) -> bool:
        """Compare with what was known last."""
        was, self._was = self._was, present is None
        return was is (not self._begins) and self._was is self._begins


class NewReading(Rule):
    """Fires for each reading, once."""

    def __init__(self) -> None:
        """Know nothing."""
        self._begun = False
        # Where the clock is put back, what was fired for may be the newest again.
        self._fired: deque[datetime] = deque(maxlen=READINGS_PER_DAY)

    @override
    def learns(self, present: Present | None) -> bool:
        """Compare with the readings that were known before."""
        begun, self._begun = self._begun, True
        if present is None or present.time in self._fired:
            return False
        self._fired.append(present.time)
        return begun


class AccountWatch:
    """Follows one account for one trigger, also while it is reloaded."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: DexcomConfigEntry,
        rule: Rule,
        younger_than: timedelta | None,
        run_action: TriggerActionRunner,
    ) -> None:
        """Take whom to follow, and what to do when the rule says so."""
        self._hass = hass
        self._entry = entry
        self._rule = rule
        self._younger_than = younger_than
        self._run_action = run_action
        self._last: Present | None = None
        self._listeners: list[CALLBACK_TYPE] = []
        self._cancel_timer: CALLBACK_TYPE | None = None

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Follow; return what ends it."""
        forget = self._entry.async_on_state_change(self._async_follow)
        self._async_follow()

        @callback
        def end() -> None:
            """Follow no longer."""
            forget()
            self._async_drop_listeners()
            self._async_drop_timer()

        return end

    @callback
    def _async_follow(self) -> None:
        """Listen to the account while it is set up."""
        self._async_drop_listeners()
        if self._entry.state is ConfigEntryState.LOADED:
            data = self._entry.runtime_data
            self._listeners = [
                data.glucose.async_add_listener(self._async_update),
                # They know what is low and high.
                data.devices.async_add_listener(self._async_update),
            ]
            self._async_update()

    @callback
    def _async_update(self) -> None:
        """Let the rule know what is known now."""
        present = Present.of(self._entry, self._younger_than)
        last = self._last
        if last is not None and last.glucose.is_ahead(dt_util.utcnow()):
            # The clock was put back.
            last = self._last = None
        if present is not None:
            if last is not None and present.is_older_news(last):
                return
            self._last = present
            limit = self._younger_than or self._entry.runtime_data.glucose.stale_limit
            self._async_drop_timer()
            self._cancel_timer = async_call_at_time(
                self._hass, self._async_silent, present.time + limit
            )
        self._async_tell(present)

    @callback
    def _async_silent(self, _now: datetime) -> None:
        """Let the rule know that the newest reading is too old now."""
        self._cancel_timer = None
        self._async_tell(None)

    @callback
    def _async_tell(self, present: Present | None) -> None:
        """Run the action if the rule says so."""
        if self._rule.learns(present):
            self._run_action(
                {
                    ATTR_DEVICE_ID: device_id(self._hass, self._entry),
                    **self._payload(present),
                },
                f"glucose of {self._entry.title}",
            )

    def _payload(self, present: Present | None) -> dict[str, Any]:
        """Return what an automation can use; of a silence, the time of its beginning."""
        unit = chosen_unit(self._hass, str(self._entry.unique_id))
        last = self._last
        age = None if last is None else last.glucose.age(dt_util.utcnow())
        delta = None if present is None else present.glucose.delta
        return {
            "unit": str(unit),
            "glucose": None if present is None else shown(present.value, unit),
            "delta": None if delta is None else shown(delta, unit),
            "trend": None if present is None else present.trend,
            "source": None if present is None else str(present.glucose.source),
            "measured_at": None if last is None else last.time,
            "age": None if age is None else int(age.total_seconds() // 60),
        }

    @callback
    def _async_drop_listeners(self) -> None:
        """Listen to nobody."""
        for end in self._listeners:
            end()
        self._listeners = []

    @callback
    def _async_drop_timer(self) -> None:
        """Wait for no silence."""
        if self._cancel_timer is not None:
            self._cancel_timer()
            self._cancel_timer = None


class AccountsWatch(TargetEntityChangeTracker):
    """Follows the accounts that a target means, also those that come later."""

    def __init__(
        self,
        hass: HomeAssistant,
        target: TargetSelection,
        watch: Callable[[DexcomConfigEntry], AccountWatch],
    ) -> None:
        """Take whom to follow, and how."""
        super().__init__(hass, target, lambda entity_ids: entity_ids)
        self._watch = watch
        self._watched: dict[str, CALLBACK_TYPE] = {}

    @override
    @callback
    def _handle_entities_update(self, tracked_entities: set[str]) -> None:
        """Begin and end to follow."""
        accounts = accounts_of(self._hass, tracked_entities)
        for entry_id in self._watched.keys() - accounts.keys():
            self._watched.pop(entry_id)()
        for entry_id in accounts.keys() - self._watched.keys():
            self._watched[entry_id] = self._watch(accounts[entry_id]).async_start()

    @override
    @callback
    def _unsubscribe(self) -> None:
        """Follow nobody."""
        super()._unsubscribe()
        for end in self._watched.values():
            end()
        self._watched.clear()


class GlucoseTrigger(Trigger):
    """Base of the triggers."""

    _more_options: ClassVar[dict[vol.Marker, Any]] = {}

    @classmethod
    @override
    async def async_validate_config(
        cls, hass: HomeAssistant, config: ConfigType
    ) -> ConfigType:
        """Validate target and options."""
        return validated(hass, config, AGE_OPTION | cls._more_options)

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Take target and options."""
        super().__init__(hass, config)
        self._target = TargetSelection(config.target or {})
        self._options = config.options or {}

    @abstractmethod
    def _rule(self) -> Rule:
        """Return a rule for an account."""

    @override
    async def async_attach_runner(
        self,
        run_action: TriggerActionRunner,
        did_not_trigger: TriggerNotTriggeredReporter | None = None,
    ) -> CALLBACK_TYPE:
        """Follow the accounts that are meant."""

        def watch(entry: DexcomConfigEntry) -> AccountWatch:
            """Return what follows an account."""
            return AccountWatch(
                self._hass,
                entry,
                self._rule(),
                self._options.get(CONF_YOUNGER_THAN),
                run_action,
            )

        return await AccountsWatch(self._hass, self._target, watch).async_setup()


class CrossedThresholdTrigger(GlucoseTrigger):
    """Fires when glucose comes to be above, below, between or outside of limits."""

    _more_options = threshold_option(NumericThresholdMode.CROSSED)

    @override
    def _rule(self) -> Rule:
        """Return a rule for an account."""
        limits = Limits(self._hass, self._options[CONF_THRESHOLD])
        return Becomes(lambda present: limits.hold(present.value))


def _trigger(rule: Callable[[], Rule]) -> type[GlucoseTrigger]:
    """Return a trigger without further options."""

    class SimpleTrigger(GlucoseTrigger):
        """Fires by a rule."""

        @override
        def _rule(self) -> Rule:
            """Return a rule for an account."""
            return rule()

    return SimpleTrigger


def _trend_is(trend: str) -> Callable[[Present], bool | None]:
    """Return what tells whether the trend is this one, None if it is not known."""
    return lambda present: None if present.trend is None else present.trend == trend


TRIGGERS: dict[str, type[Trigger]] = {
    "glucose_crossed_threshold": CrossedThresholdTrigger,
    "became_low": _trigger(lambda: Becomes(lambda present: present.is_low)),
    "no_longer_low": _trigger(lambda: Ends(lambda present: present.is_low)),
    "became_urgent_low": _trigger(
        lambda: Becomes(lambda present: present.is_urgent_low)
    ),
    "no_longer_urgent_low": _trigger(
        lambda: Ends(lambda present: present.is_urgent_low)
    ),
    "became_high": _trigger(lambda: Becomes(lambda present: present.is_high)),
    "no_longer_high": _trigger(lambda: Ends(lambda present: present.is_high)),
    "started_rising_quickly": _trigger(lambda: Becomes(_trend_is(_RISING_QUICKLY))),
    "started_falling_quickly": _trigger(lambda: Becomes(_trend_is(_FALLING_QUICKLY))),
    "readings_stopped": _trigger(lambda: Silence(begins=True)),
    "readings_came_back": _trigger(lambda: Silence(begins=False)),
    "new_reading": _trigger(NewReading),
}


async def async_get_triggers(hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers."""
    return TRIGGERS
