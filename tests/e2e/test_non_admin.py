"""What a user who is no administrator can read, as SECURITY.md says."""

from collections.abc import AsyncIterator
from hashlib import sha256

import pytest

from demo import DemoError
from demo.client import Client
from demo.connect import DOMAIN
from demo.watch import states

from .users import other_user


@pytest.fixture
async def other(client: Client) -> AsyncIterator[Client]:
    """Return a client of a new user without rights of an administrator."""
    async with other_user(client) as other:
        yield other


async def test_readings_are_for_every_user(
    client: Client, other: Client, account: str
) -> None:
    """States and long-term statistics are not restricted by default."""
    glucose = (await states(client, account))["glucose_value"]["entity_id"]
    assert float((await other.state(glucose))["state"]) > 0
    [entity] = [
        entity
        for entity in await client.entities(account)
        if entity["translation_key"] == "glucose_value"
    ]
    name = entity["unique_id"].removesuffix("_glucose_value")
    statistic = f"{DOMAIN}:glucose_{sha256(name.encode()).hexdigest()[:8]}"
    known = await other.command("recorder/list_statistic_ids")
    assert statistic in {each["statistic_id"] for each in known}


@pytest.mark.parametrize(
    "command", ["application_credentials/list", "config/auth/list", "system_log/list"]
)
async def test_for_administrators(other: Client, command: str) -> None:
    """Applications with their secrets, users and the log are refused."""
    with pytest.raises(DemoError, match="unauthorized"):
        await other.command(command)


async def test_traces_and_diagnostics(other: Client, account: str) -> None:
    """Traces of automations and diagnostics are refused, and an entry has no token."""
    with pytest.raises(DemoError, match="unauthorized"):
        await other.command("trace/list", domain="automation")
    with pytest.raises(DemoError, match="401"):
        await other.get(f"/api/diagnostics/config_entry/{account}")
    [entry] = await other.command("config_entries/get", domain=DOMAIN)
    assert not {"data", "options", "unique_id"} & entry.keys()
