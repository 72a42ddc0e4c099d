"""The coordinator that polls the devices of an account and their alert settings."""

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
    """Polls the devices of an account; `data` is None before the first answer."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, glucose: GlucoseCoordinator
    ) -> None:
        """Poll every two hours, as settings change rarely."""
        super().__init__(hass, entry, glucose, "devices", timedelta(hours=2))
        # The last result, with the inputs it was computed from.
        self._cache: tuple[tuple[object, ...], Thresholds] | None = None

    @override
    async def _async_fetch(self) -> tuple[Device, ...]:
        """Fetch the devices."""
        return (await self.client.devices()).records

    def thresholds(self, reading: Reading) -> Thresholds | None:
        """Return the thresholds for a reading, by alert settings and options.

        None until Dexcom has answered or failed to answer for the first time.
        """
        if self.data is None and self.last_update_success:
            return None
        # All entities ask for the same reading.
        options = self.config_entry.options
        given = (reading, self.data, options, dt_util.DEFAULT_TIME_ZONE)
        if self._cache is None or any(map(is_not, given, self._cache[0], strict=True)):
            found = Thresholds.in_force(
                self.data or (), reading, dt_util.as_local(reading.time)
            )
            own = {key: options[key] for key in THRESHOLD_OPTIONS if key in options}
            self._cache = given, replace(found, **own)
        return self._cache[1]

    @property
    def last_upload(self) -> datetime | None:
        """Return the time of the last upload of a device, by Dexcom's clock."""
        return max(
            (device.last_upload for device in self.data or () if device.last_upload),
            default=None,
        )
