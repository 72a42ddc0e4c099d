"""What a day is measured of: this integration, Home Assistant's own, and neither."""

from abc import ABC, abstractmethod
from time import perf_counter
from types import MappingProxyType
from typing import Any, override

from pydexcom import Dexcom, Region
from pydexcom.const import DEXCOM_BASE_URLS

from homeassistant.components.dexcom.const import CONF_SERVER, DOMAIN, SERVER_US
from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.const import CONF_PASSWORD, CONF_USERNAME

from .core import Core
from .start import time_request, time_set_up

# The stand-in of Share takes any.
_PASSWORD = "password"


class Account(ABC):
    """An account of an integration, with its entities as they are by default."""

    def __init__(self, home: Core, entry: ConfigEntry[Any]) -> None:
        """Take an account that is set up."""
        self.home = home
        self.entry = entry

    async def time_set_up(self) -> float:
        """Set the account up again; return the seconds, less those of its requests."""
        await self.home.hass.config_entries.async_unload(self.entry.entry_id)
        await self.home.settle()
        return await self._time_set_up()

    @abstractmethod
    async def _time_set_up(self) -> float:
        """Set up, and time the same requests alone."""


class _Ours(Account):
    """This integration, with 90 days of history."""

    @override
    async def _time_set_up(self) -> float:
        took, _, url = await time_set_up(self.home, self.entry)
        return took - await time_request(self.home, self.entry, url)


class _Theirs(Account):
    """Home Assistant's own integration."""

    @override
    async def _time_set_up(self) -> float:
        hass = self.home.hass
        began = perf_counter()
        await hass.config_entries.async_setup(self.entry.entry_id)
        took = perf_counter() - began
        await self.home.settle()
        began = perf_counter()
        await hass.async_add_executor_job(self._request)
        return took - (perf_counter() - began)

    def _request(self) -> None:
        """Log in and ask for the newest reading."""
        data = self.entry.data
        Dexcom(
            username=data[CONF_USERNAME], password=data[CONF_PASSWORD], region=Region.US
        ).get_current_glucose_reading()


async def _empty(_home: Core, _person: str) -> None:
    """Add nothing."""


async def _ours(home: Core, person: str) -> Account:
    """Add an account of this integration and let it fetch its history."""
    entry = await home.add_account(person)
    await home.fill(entry)
    return _Ours(home, entry)


async def _theirs(home: Core, person: str) -> Account:
    """Add an account of Home Assistant's own integration, which has no history."""
    DEXCOM_BASE_URLS[Region.US] = home.dexcom.share_url
    entry: ConfigEntry[Any] = ConfigEntry(
        data={
            CONF_USERNAME: person,
            CONF_PASSWORD: _PASSWORD,
            CONF_SERVER: SERVER_US,
        },
        discovery_keys=MappingProxyType({}),
        domain=DOMAIN,
        minor_version=1,
        options={},
        source="user",
        subentries_data=(),
        title=person,
        unique_id=person,
        version=1,
    )
    await home.hass.config_entries.async_add(entry)
    if entry.state is not ConfigEntryState.LOADED:
        raise RuntimeError(f"{entry.title} is {entry.state}: {entry.reason}")
    return _Theirs(home, entry)


SUBJECTS = {"empty": _empty, "core": _theirs, "ours": _ours}
