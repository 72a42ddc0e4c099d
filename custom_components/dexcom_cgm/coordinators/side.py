"""Base class of the coordinators that poll beside glucose."""

from datetime import timedelta
from random import uniform
from typing import override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.update_coordinator import UpdateFailed

from ..const import DOMAIN, DataStatus
from .base import MAX_BACKOFF, DexcomCoordinator
from .glucose import GlucoseCoordinator


class SideCoordinator[T](DexcomCoordinator[T]):
    """Base of the coordinators that poll anything but glucose.

    They do not poll while the glucose coordinator has a problem: the request would fail
    for the same reason, and log it again.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        glucose: GlucoseCoordinator,
        what: str,
        interval: timedelta,
    ) -> None:
        """Poll with the client of the glucose coordinator."""
        super().__init__(hass, entry, glucose.client, what, interval)
        self._glucose = glucose

    @override
    async def _async_update_data(self) -> T:
        """Poll Dexcom, unless glucose has a problem."""
        # Jitter spreads the polls of accounts that started together.
        self.update_interval = self._interval * uniform(0.9, 1)
        if self._glucose.problem is not None:
            return self.data
        return await super()._async_update_data()

    @override
    def _refused(self) -> HomeAssistantError:
        """Retry in an hour: only the glucose coordinator starts a reauthentication."""
        self.problem = DataStatus.CANNOT_CONNECT
        return UpdateFailed(
            translation_domain=DOMAIN,
            translation_key="refused",
            retry_after=MAX_BACKOFF.total_seconds(),
        )
