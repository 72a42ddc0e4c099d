"""The demo: the sandbox, Home Assistant, an account and dashboards."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from . import DemoError, say
from .client import Client
from .connect import DOMAIN, connect, store_application
from .dashboard import add_dashboards
from .home_assistant import HomeAssistant
from .lamps import let_lamps_show
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
                # That of the simulated people, so that meals are at mealtimes.
                time_zone="America/Los_Angeles",
            )
            say("Starting Home Assistant, which takes about ten seconds ...")
            stack.push_async_callback(home_assistant.stop)
            await home_assistant.start()
            async with Client.open(home_assistant.url) as client:
                await self._connect(client)
            stack.callback(say, "Stopping ...")
            yield home_assistant

    async def _connect(self, client: Client) -> None:
        """Connect the first account, unless it is already connected."""
        await store_application(client)
        if await client.entries(DOMAIN):
            return
        say(f'Connecting the account of "{self.person}" through the real login ...')
        result = await connect(client, self.person)
        if result["type"] != "create_entry":
            raise DemoError(f"the account was not connected: {result['reason']}")
        (glucose,) = (
            entity
            for entity in await client.entities(result["result"]["entry_id"])
            if entity["translation_key"] == "glucose_value"
        )
        await let_lamps_show(client, glucose["device_id"])
        await add_dashboards(client, glucose["entity_id"])


def _port(wanted: int, what: str) -> int:
    """Return the port, or a free one if it is in use."""
    if port_is_free(wanted):
        return wanted
    port = free_port()
    say(f"Port {wanted} is in use, so {what} uses port {port}.")
    return port
