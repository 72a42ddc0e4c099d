"""The demo: the sandbox, Home Assistant, an account and a dashboard."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import aiohttp

from . import DemoError, say
from .account import Account
from .client import Client
from .connect import DOMAIN, connect, store_application
from .dashboard import Dashboard
from .home_assistant import HomeAssistant
from .lamps import let_lamps_show
from .past import PAST, fill_past
from .process import free_port, port_is_free
from .sandbox import Sandbox


@dataclass(frozen=True, kw_only=True)
class Show:
    """Settings of a demo."""

    directory: Path
    person: str = "steady"
    country: str = "US"
    delay: timedelta = timedelta(0)
    port: int = 8123
    sandbox_port: int = 8400

    @asynccontextmanager
    async def run(self) -> AsyncIterator[HomeAssistant]:
        """Run the demo within the context; yield its Home Assistant."""
        async with AsyncExitStack() as stack:
            sandbox = Sandbox(
                self.directory / "sandbox",
                _port(self.sandbox_port, "the sandbox"),
                self.delay / timedelta(minutes=1),
            )
            say(f"Starting the Dexcom API simulator on {sandbox.url} ...")
            stack.callback(say, "Stopped.")
            stack.push_async_callback(sandbox.stop)
            await sandbox.start()

            home_assistant = HomeAssistant(
                self.directory / "home_assistant",
                _port(self.port, "Home Assistant"),
                sandbox.url,
                self.country,
            )
            say("Starting Home Assistant, which takes about ten seconds ...")
            stack.push_async_callback(home_assistant.stop)
            await home_assistant.start()
            dashboard = Dashboard()
            async with Client.open(home_assistant.url) as client:
                await self._connect(client, home_assistant)
                known = {entry["entry_id"] for entry in await client.entries(DOMAIN)}
                await dashboard.update(client)
            follow = asyncio.create_task(self._follow(home_assistant, dashboard, known))
            stack.callback(say, "Stopping ...")
            stack.callback(follow.cancel)
            yield home_assistant

    async def _connect(self, client: Client, home_assistant: HomeAssistant) -> None:
        """Connect the first account, unless it is already connected."""
        await store_application(client)
        if await client.entries(DOMAIN):
            return
        say(f'Connecting the account of "{self.person}" through the real login ...')
        result = await connect(client, self.person)
        if result["type"] != "create_entry":
            raise DemoError(f"the account was not connected: {result['reason']}")

        say(f"Filling in the last {PAST // timedelta(hours=1)} hours of its graph ...")
        account = await Account.load(client, result["result"])
        if account is None:
            raise DemoError("the account is connected but has no data")
        await fill_past(client, home_assistant.directory, account, self.delay)
        await let_lamps_show(client, account.device_id)

    async def _follow(
        self, home_assistant: HomeAssistant, dashboard: Dashboard, known: set[str]
    ) -> None:
        """Update the dashboard when accounts are connected or removed."""
        while True:
            await asyncio.sleep(5)
            # Home Assistant may be restarting.
            with suppress(aiohttp.ClientError, DemoError, OSError):
                async with Client.open(home_assistant.url) as client:
                    while True:
                        await self._fill_new(client, home_assistant.directory, known)
                        if await dashboard.update(client):
                            say("Dashboard updated.")
                        await asyncio.sleep(5)

    async def _fill_new(self, client: Client, directory: Path, known: set[str]) -> None:
        """Insert past states for accounts connected since the start."""
        for entry in await client.entries(DOMAIN):
            if entry["entry_id"] in known:
                continue
            if account := await Account.load(client, entry):
                await fill_past(client, directory, account, self.delay)
                known.add(account.entry_id)


def _port(wanted: int, what: str) -> int:
    """Return the port, or a free one if it is in use."""
    if port_is_free(wanted):
        return wanted
    port = free_port()
    say(f"Port {wanted} is in use, so {what} uses port {port}.")
    return port
