"""Trackers that apply a trigger's rule to the accounts of its target."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, override

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import CALLBACK_TYPE, Context, HomeAssistant, callback
from homeassistant.helpers.target import TargetEntityChangeTracker, TargetSelection
from homeassistant.helpers.trigger import TriggerActionRunner
from homeassistant.util import dt as dt_util

from ..coordinators.wall_clock import async_call_at_time
from ..data import DexcomConfigEntry
from ..device import device_id
from ..glucose import Source
from ..units import chosen_unit, shown
from .rules import Rule
from .snapshot import Snapshot
from .targets import accounts_of


class AccountTracker:
    """Applies a rule to one account, also across reloads.

    Measured readings and a drill are followed separately: the rule follows what was
    measured, also during a drill, and a copy of it follows the drill. So a real low
    fires after a low in a drill, and what a drill triggers has the source `drill`.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        entry: DexcomConfigEntry,
        rule: Rule,
        younger_than: timedelta | None,
        run_action: TriggerActionRunner,
    ) -> None:
        """Run an action when the rule fires; `younger_than` limits a reading's age."""
        self._hass = hass
        self._entry = entry
        self._rule = rule
        self._younger_than = younger_than
        self._run_action = run_action
        self._last: Snapshot | None = None
        # While a drill is in progress.
        self._is_drill = False
        self._drill_rule: Rule | None = None
        self._drill_ended_at: datetime | None = None
        self._listeners: list[CALLBACK_TYPE] = []
        self._cancel_timer: CALLBACK_TYPE | None = None

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Start tracking; return what stops it."""
        remove = self._entry.async_on_state_change(self._async_state_changed)
        self._async_state_changed()

        @callback
        def stop() -> None:
            """Stop tracking."""
            remove()
            self._async_remove_listeners()
            self._async_cancel_timer()

        return stop

    @callback
    def _async_state_changed(self) -> None:
        """Listen to the coordinators while the account is loaded."""
        self._async_remove_listeners()
        if self._entry.state is not ConfigEntryState.LOADED:
            self._async_end_drill(None)
        else:
            data = self._entry.runtime_data
            self._listeners = [
                data.glucose.async_add_listener(self._async_update),
                # Their alert settings are the thresholds.
                data.devices.async_add_listener(self._async_update),
            ]
            self._async_update()

    @callback
    def _async_update(self) -> None:
        """Apply the rule to a new snapshot, and its copy to a drill."""
        snapshot = Snapshot.of_measured(self._entry, self._younger_than)
        self._async_update_drill(snapshot)
        last = self._last
        if last is not None and last.glucose.is_ahead(dt_util.utcnow()):
            # The clock was set back.
            last = self._last = None
        if snapshot is not None:
            if last is not None and snapshot.is_older_than(last):
                return
            self._last = snapshot
            limit = self._younger_than or self._entry.runtime_data.glucose.stale_limit
            self._async_cancel_timer()
            self._cancel_timer = async_call_at_time(
                self._hass, self._async_reading_expired, snapshot.time + limit
            )
        self._async_apply(snapshot)

    @callback
    def _async_update_drill(self, measured: Snapshot | None) -> None:
        """Apply the copy of the rule to a drill, or to the end of one."""
        glucose = self._entry.runtime_data.glucose
        if glucose.drill is None:
            self._async_end_drill(measured)
            self._drill_ended_at = glucose.drill_ended_at or self._drill_ended_at
            return
        if not self._is_drill:
            # A new tracker has no state yet, so it does not fire.
            self._is_drill, self._drill_rule = True, self._rule.for_drill()
        snapshot = Snapshot.of(self._entry, self._younger_than)
        if self._drill_rule is not None and self._drill_rule.update(snapshot):
            self._async_run(snapshot, snapshot, Source.DRILL, glucose.call_context)

    @callback
    def _async_end_drill(self, measured: Snapshot | None) -> None:
        """Apply the copy of the rule to the end of a drill, and drop it."""
        rule, self._drill_rule = self._drill_rule, None
        if self._is_drill:
            self._is_drill, self._drill_ended_at = False, dt_util.utcnow()
        if rule is not None and rule.ends_drill(measured):
            context = self._entry.runtime_data.glucose.call_context
            self._async_run(measured, measured or self._last, Source.DRILL, context)

    @callback
    def _async_reading_expired(self, _now: datetime) -> None:
        """Apply the rule to silence."""
        self._cancel_timer = None
        self._async_apply(None)

    @callback
    def _async_apply(self, snapshot: Snapshot | None) -> None:
        """Run the action if the rule fires."""
        if self._rule.update(snapshot):
            source = None if snapshot is None else snapshot.glucose.source
            self._async_run(snapshot, self._last, source)

    @callback
    def _async_run(
        self,
        snapshot: Snapshot | None,
        last: Snapshot | None,
        source: Source | None,
        context: Context | None = None,
    ) -> None:
        """Run the action; `last` has the time and age, also of silence."""
        unit = chosen_unit(self._hass, str(self._entry.unique_id))
        now = dt_util.utcnow()
        age = None if last is None else last.glucose.age(now)
        delta = None if snapshot is None else snapshot.glucose.delta
        variables: dict[str, Any] = {
            ATTR_DEVICE_ID: device_id(self._hass, self._entry),
            "unit": str(unit),
            "glucose": None if snapshot is None else shown(snapshot.value, unit),
            "delta": None if delta is None else shown(delta, unit),
            "trend": None if snapshot is None else snapshot.trend,
            "source": None if source is None else str(source),
            "measured_at": None if last is None else last.time,
            "age": None if age is None else int(age.total_seconds() // 60),
            "last_drill_at": now if self._is_drill else self._drill_ended_at,
        }
        self._run_action(variables, f"glucose of {self._entry.title}", context)

    @callback
    def _async_remove_listeners(self) -> None:
        """Remove the listeners of the coordinators."""
        for remove in self._listeners:
            remove()
        self._listeners = []

    @callback
    def _async_cancel_timer(self) -> None:
        """Cancel the timer for the age limit of the newest reading."""
        if self._cancel_timer is not None:
            self._cancel_timer()
            self._cancel_timer = None


class TargetTracker(TargetEntityChangeTracker):
    """Tracks the accounts of a target, also those that are added later."""

    def __init__(
        self,
        hass: HomeAssistant,
        target: TargetSelection,
        make_tracker: Callable[[DexcomConfigEntry], AccountTracker],
    ) -> None:
        """Create a tracker for each account of a target."""
        super().__init__(hass, target, lambda entity_ids: entity_ids)
        self._make_tracker = make_tracker
        self._stops: dict[str, CALLBACK_TYPE] = {}

    @override
    @callback
    def _handle_entities_update(self, tracked_entities: set[str]) -> None:
        """Start and stop the trackers of accounts."""
        accounts = accounts_of(self._hass, tracked_entities)
        for entry_id in self._stops.keys() - accounts.keys():
            self._stops.pop(entry_id)()
        for entry_id in accounts.keys() - self._stops.keys():
            self._stops[entry_id] = self._make_tracker(accounts[entry_id]).async_start()

    @override
    @callback
    def _unsubscribe(self) -> None:
        """Stop all trackers."""
        super()._unsubscribe()
        for stop in self._stops.values():
            stop()
        self._stops.clear()
