"""Polls the devices of an account, with their alert settings."""

from dataclasses import replace
from datetime import datetime, timedelta
from operator import is_not
from typing import override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..const import THRESHOLD_OPTIONS
from ..glucose import Device, Reading, Thresholds
from .glucose import GlucoseCoordinator
from .side import SideCoordinator


class DeviceCoordinator(SideCoordinator[tuple[Device, ...]]):
    """Keeps the devices of an account, with their alert settings, up to date.

    `data` is None until Dexcom has answered for the first time.
    """

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, glucose: GlucoseCoordinator
    ) -> None:
        """Poll every two hours: settings change rarely."""
        super().__init__(hass, entry, glucose, "devices", timedelta(hours=2))
        # The last ones asked for, and what they follow from.
        self._found: tuple[tuple[object, ...], Thresholds] | None = None

    @override
    async def _async_fetch(self) -> tuple[Device, ...]:
        """Ask for the devices."""
        return (await self.client.devices()).records

    def thresholds(self, reading: Reading) -> Thresholds | None:
        """Return what is low and high for a reading, by settings and options.

        None until it is known what the person has set, or that Dexcom does not say.
        """
        if self.data is None and self.last_update_success:
            return None
        # Several ask for the same reading, one after the other.
        options = self.config_entry.options
        given = (reading, self.data, options, dt_util.DEFAULT_TIME_ZONE)
        if self._found is None or any(map(is_not, given, self._found[0], strict=True)):
            found = Thresholds.in_force(
                self.data or (), reading, dt_util.as_local(reading.time)
            )
            own = {key: options[key] for key in THRESHOLD_OPTIONS if key in options}
            self._found = given, replace(found, **own)
        return self._found[1]

    @property
    def last_upload(self) -> datetime | None:
        """Return when a device last uploaded, by the clock of Dexcom's server."""
        return max(
            (device.last_upload for device in self.data or () if device.last_upload),
            default=None,
        )
