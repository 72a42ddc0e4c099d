"""A real Home Assistant in this process: core, recorder and accounts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import json
import os
from pathlib import Path
import sys
from time import clock_gettime, pthread_getcpuclockid, time
from types import MappingProxyType
from typing import Any, cast

from aiohttp import ClientSession

from custom_components.dexcom_cgm.account.session import async_get_session
from custom_components.dexcom_cgm.const import DOMAIN
from custom_components.dexcom_cgm.data import DexcomConfigEntry
from demo.process import free_port
from homeassistant import bootstrap, loader
from homeassistant.components.application_credentials import (
    ClientCredential,
    async_import_client_credential,
)
from homeassistant.components.recorder.core import Recorder
from homeassistant.config_entries import ConfigEntries, ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.core_config import async_process_ha_core_config
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.recorder import async_initialize_recorder, get_instance
from homeassistant.setup import async_setup_component
from sandbox import APPLICATIONS

from .dexcom import Dexcom
from .loop import Loop

_APPLICATION = APPLICATIONS[0]


class Core:
    """A running Home Assistant with helpers for measurements."""

    def __init__(self, hass: HomeAssistant, dexcom: Dexcom, *, recorder: bool) -> None:
        """Store a running Home Assistant."""
        self.hass = hass
        self.dexcom = dexcom
        self.has_recorder = recorder
        self.loop = cast(Loop, hass.loop)
        self.loop.in_progress.append(self._is_requesting)
        if recorder:
            self.loop.in_progress.append(self._is_recording)

    @property
    def session(self) -> ClientSession:
        """Return the integration's HTTP session."""
        return async_get_session(self.hass)

    @property
    def recorder(self) -> Recorder:
        """Return the recorder."""
        return get_instance(self.hass)

    @property
    def recorder_time(self) -> float:
        """Return the CPU time of the recorder's thread in seconds."""
        return clock_gettime(pthread_getcpuclockid(self.recorder.ident or 0))

    def _is_requesting(self) -> bool:
        """Return whether a request is in progress."""
        # aiohttp has no public state of responses that are still being read.
        return bool(self.session.connector._acquired)  # type: ignore[union-attr]  # noqa: SLF001 - aiohttp has no public state of it

    def _is_recording(self) -> bool:
        """Return whether the recorder's thread does anything but wait for work.

        If time jumped while it works, more of it would come before it has finished.
        """
        frame = sys._current_frames().get(self.recorder.ident or 0)  # noqa: SLF001 - the recorder has no public state of its work
        return self.recorder.backlog > 0 or (
            frame is not None and frame.f_code.co_name != "_run_event_loop"
        )

    async def add_account(self, person: str) -> DexcomConfigEntry:
        """Set up the account of a person with a new login."""
        token = self.dexcom.tokens[person]
        entry: ConfigEntry[Any] = ConfigEntry(
            data={
                "auth_implementation": _APPLICATION.client_id,
                "region": "sandbox",
                "token": {
                    **token,
                    "expires_at": time() + token["expires_in"],
                    "redirect_uri": "https://example.com/auth/external/callback",
                    "login": 1,
                    "renewals": 0,
                },
            },
            discovery_keys=MappingProxyType({}),
            domain=DOMAIN,
            minor_version=1,
            options={},
            source="user",
            subentries_data=(),
            title=f"Dexcom CGM {person}",
            unique_id=person,
            version=1,
        )
        await self.hass.config_entries.async_add(entry)
        if entry.state is not ConfigEntryState.LOADED:
            raise RuntimeError(f"{entry.title} is {entry.state}: {entry.reason}")
        return entry

    async def settle(self) -> None:
        """Wait for pending work, including the recorder's."""
        await self.hass.async_block_till_done(wait_background_tasks=True)
        if self.has_recorder:
            await self.recorder.async_block_till_done()

    async def fill(self, *entries: DexcomConfigEntry) -> None:
        """Wait until the backfill of accounts is complete."""
        with self.loop.jumping():
            while any(
                entry.runtime_data.glucose.readings.progress != 100 for entry in entries
            ):
                await asyncio.sleep(1)
        await self.settle()

    async def enable_all(self, entry: DexcomConfigEntry) -> None:
        """Enable the entities that are disabled by default."""
        registry = er.async_get(self.hass)
        for each in er.async_entries_for_config_entry(registry, entry.entry_id):
            if each.disabled_by is not None:
                registry.async_update_entity(each.entity_id, disabled_by=None)
        with self.loop.jumping():
            # Home Assistant reloads the account after 30 seconds.
            await asyncio.sleep(40)
        await self.settle()

    def states(self, entry: DexcomConfigEntry) -> list[str]:
        """Return the entities of an account that have a state."""
        return [
            each.entity_id
            for each in er.async_entries_for_config_entry(
                er.async_get(self.hass), entry.entry_id
            )
            if self.hass.states.get(each.entity_id)
        ]


def _listen(folder: Path) -> None:
    """Configure the HTTP server to use a free port."""
    storage = folder / ".storage"
    storage.mkdir(exist_ok=True)
    address = {"server_host": ["127.0.0.1"], "server_port": free_port()}
    content = {"version": 1, "minor_version": 1, "key": "http", "data": address}
    (storage / "http").write_text(json.dumps(content))


@asynccontextmanager
async def core(
    folder: Path, dexcom: Dexcom, *, recorder: bool = False
) -> AsyncIterator[Core]:
    """Run a Home Assistant with its files in a folder."""
    os.environ["DEXCOM_CGM_SANDBOX_URL"] = dexcom.url
    hass = HomeAssistant(str(folder))
    hass.config.skip_pip = True
    config: dict[str, Any] = {"homeassistant": {"country": "US"}}
    _listen(folder)
    if recorder:
        async_initialize_recorder(hass)
        config["recorder"] = {}
    hass.config_entries = ConfigEntries(hass, config)
    loader.async_setup(hass)
    await loader.async_get_custom_components(hass)
    await bootstrap.async_load_base_functionality(hass)
    await async_setup_component(hass, "homeassistant", config)
    await async_process_ha_core_config(hass, config["homeassistant"])
    parts = ["recorder"] if recorder else []
    for part in (*parts, "application_credentials"):
        if not await async_setup_component(hass, part, config):
            raise RuntimeError(f"Home Assistant did not set up {part}")
    await async_import_client_credential(
        hass,
        DOMAIN,
        ClientCredential(_APPLICATION.client_id, _APPLICATION.client_secret),
        _APPLICATION.client_id,
    )
    await hass.async_start()
    found = Core(hass, dexcom, recorder=recorder)
    await found.settle()
    try:
        yield found
    finally:
        # Another Home Assistant may follow in the same loop.
        found.loop.in_progress.clear()
        await hass.async_stop(force=True)
