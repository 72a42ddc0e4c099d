"""One Home Assistant and one sandbox for all tests, in the order of the files."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from demo.client import Client
from demo.connect import connect, store_application
from demo.home_assistant import HomeAssistant
from demo.process import free_port
from demo.sandbox import Sandbox

# In minutes. So there is something newer to be found when it is lifted.
DELAY = 20
# Other loggers that could report a login.
LOGGERS = ("config_entry_oauth2_flow", "oauth2")


@pytest.fixture(scope="session")
async def sandbox(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sandbox]:
    """Return a running simulator of Dexcom's API."""
    sandbox = Sandbox(tmp_path_factory.mktemp("sandbox"), free_port(), DELAY)
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture(scope="session")
async def home_assistant(
    sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[HomeAssistant]:
    """Return a Home Assistant that has just been installed."""
    directory: Path = tmp_path_factory.mktemp("home_assistant")
    home_assistant = HomeAssistant(directory, free_port(), sandbox.url)
    try:
        await home_assistant.start()
        async with Client.open(home_assistant.url) as client:
            for name in LOGGERS:
                await client.command(
                    "logger/log_level",
                    module=f"homeassistant.helpers.{name}",
                    level="DEBUG",
                    persistence="permanent",
                )
        yield home_assistant
    finally:
        await home_assistant.stop()


@pytest.fixture
async def client(home_assistant: HomeAssistant) -> AsyncIterator[Client]:
    """Return a client of the running Home Assistant."""
    async with Client.open(home_assistant.url) as client:
        yield client


@pytest.fixture(scope="session")
async def account(home_assistant: HomeAssistant) -> str:
    """Return the config entry of a connected account."""
    async with Client.open(home_assistant.url) as client:
        await store_application(client)
        result = await connect(client, "steady")
        assert result["type"] == "create_entry", result
        entry_id: str = result["result"]["entry_id"]
        return entry_id
