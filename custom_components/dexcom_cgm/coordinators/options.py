"""Applies the options of an account without a reload."""

from collections.abc import Mapping
from typing import Any

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ..api import Region
from ..const import CONF_LIVE_SOURCE
from .glucose import GlucoseCoordinator, stale_limit
from .live_source import LiveSource
from .long_backfill import LongBackfill


class AppliedOptions:
    """Applies the options that are not read at each use.

    A reload would make all entities unavailable for a moment: the activity log would
    show old events as new ones, and automations on states would run.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        glucose: GlucoseCoordinator,
        region: Region,
        long_backfill: LongBackfill,
    ) -> None:
        """Apply the options of an account."""
        self._hass = hass
        self._entry = entry
        self._glucose = glucose
        self._region = region
        self._long_backfill = long_backfill
        self._options: Mapping[str, Any] = entry.options
        self._source: str | None = None
        self._stop_source: CALLBACK_TYPE | None = None

    @callback
    def async_start(self) -> None:
        """Apply the options, now and whenever they are saved."""
        self._async_follow_source()
        self._entry.async_on_unload(
            async_dispatcher_connect(
                self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._async_changed
            )
        )
        self._entry.async_on_unload(self._async_stop_source)

    @callback
    def _async_changed(self, _change: ConfigEntryChange, entry: ConfigEntry) -> None:
        """Apply changed options of this account."""
        if entry is not self._entry or entry.options == self._options:
            return
        self._options = entry.options
        self._glucose.stale_limit = stale_limit(self._region, entry.options)
        self._async_follow_source()
        self._glucose.async_options_changed()
        self._long_backfill.async_wake()

    @callback
    def _async_follow_source(self) -> None:
        """Start following the live source of the options, and stop the previous one."""
        source = self._entry.options.get(CONF_LIVE_SOURCE)
        if source == self._source:
            return
        self._async_stop_source()
        self._glucose.live = None
        self._source = source
        if source is not None:
            live = LiveSource(self._hass, self._glucose, source)
            self._stop_source = live.async_start()

    @callback
    def _async_stop_source(self) -> None:
        """Stop following the live source."""
        if self._stop_source is not None:
            self._stop_source()
            self._stop_source = None
