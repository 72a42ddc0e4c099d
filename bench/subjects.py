"""Subjects of the comparison: this integration, Home Assistant's own, and neither."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable
from time import perf_counter, process_time
from types import MappingProxyType
from typing import Any, NamedTuple, override

from pydexcom import Dexcom, Region
from pydexcom.const import DEXCOM_BASE_URLS

from homeassistant.components.dexcom.const import CONF_SERVER, DOMAIN, SERVER_US
from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.const import CONF_PASSWORD, CONF_USERNAME

from .core import Core
from .floor import fetch
from .requests import record_requests

# The Share simulator accepts any.
_PASSWORD = "password"


class SetUp(NamedTuple):
    """Duration of a set-up in milliseconds, minus that of its requests alone."""

    wall: float
    cpu: float


class Account(ABC):
    """An account of an integration with its default entities."""

    def __init__(self, home: Core, entry: ConfigEntry[Any]) -> None:
        """Store a loaded account."""
        self.home = home
        self.entry = entry

    async def time_set_up(self) -> SetUp:
        """Repeat the set-up, then its requests alone."""
        entries, entry_id = self.home.hass.config_entries, self.entry.entry_id
        await entries.async_unload(entry_id)
        await self.home.settle()
        with record_requests(self.home.session) as sent:
            set_up = await _timed(entries.async_setup(entry_id))
        await self.home.settle()
        requests = await _timed(self._request(sent.urls))
        return SetUp(set_up.wall - requests.wall, set_up.cpu - requests.cpu)

    @abstractmethod
    async def _request(self, urls: list[str]) -> None:
        """Send the requests of a set-up, given their URLs."""


class _Ours(Account):
    """This integration, with 90 days of history."""

    @override
    async def _request(self, urls: list[str]) -> None:
        token = self.entry.data["token"]["access_token"]
        with record_requests(self.home.session):
            await fetch(self.home.session, urls[0], token)


class _Theirs(Account):
    """Home Assistant's own integration, which sends requests in a thread."""

    @override
    async def _request(self, urls: list[str]) -> None:
        await self.home.hass.async_add_executor_job(self._log_in_and_read)

    def _log_in_and_read(self) -> None:
        """Log in and request the newest reading."""
        data = self.entry.data
        Dexcom(
            username=data[CONF_USERNAME], password=data[CONF_PASSWORD], region=Region.US
        ).get_current_glucose_reading()


async def _timed(action: Awaitable[object]) -> SetUp:
    """Return the duration of an action."""
    wall, cpu = perf_counter(), process_time()
    await action
    return SetUp((perf_counter() - wall) * 1000, (process_time() - cpu) * 1000)


async def _empty(_home: Core, _person: str) -> None:
    """Add no account."""


async def _ours(home: Core, person: str) -> Account:
    """Add an account of this integration and complete its backfill."""
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
