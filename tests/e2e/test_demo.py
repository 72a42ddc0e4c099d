"""Test what the demo shows of the account it connects, and of one added by hand."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
import time
from types import SimpleNamespace

import pytest

from demo.client import Client
from demo.connect import DOMAIN, connect
from demo.dashboard import URL_PATH
from demo.process import free_port
from demo.show import Show
from demo.watch import states, until


async def recorded(client: Client, account: str) -> int:
    """Return how many changes of glucose Home Assistant has of the last day."""
    shown = await states(client, account)
    glucose = shown["glucose_value"]["entity_id"]
    history = await client.command(
        "history/history_during_period",
        start_time=(datetime.now(UTC) - timedelta(hours=24)).isoformat(),
        entity_ids=[glucose],
        minimal_response=True,
        no_attributes=True,
    )
    return len(history.get(glucose, []))


async def test_accounts_have_a_past(tmp_path: Path) -> None:
    """The graphs of both accounts are filled, and both have a view."""
    show = Show(directory=tmp_path, port=free_port(), sandbox_port=free_port())
    async with (
        show.run() as home_assistant,
        Client.open(home_assistant.url) as client,
    ):
        (first,) = await client.entries(DOMAIN)
        assert await recorded(client, first["entry_id"]) > 150
        result = await connect(client, "mmol")
        second: str = result["result"]["entry_id"]
        await until(
            lambda: recorded(client, second), lambda found: found > 150, timeout=60
        )

        async def views() -> list[str]:
            dashboard = await client.command("lovelace/config", url_path=URL_PATH)
            return [view["path"] for view in dashboard["views"]]

        both = [first["entry_id"].lower(), second.lower()]
        await until(views, lambda found: found == both)


async def test_client_renews_its_token(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No expired access token is used: Home Assistant would report a failed login."""
    user = await client.command("auth/current_user")
    for minutes in (29, 58):
        later = time.time() + minutes * 60
        monkeypatch.setattr(
            "demo.client.time", SimpleNamespace(time=lambda at=later: at)
        )
        token = client.access_token
        # Tokens that are issued within a second are equal.
        await asyncio.sleep(1.1)
        assert await client.command("auth/current_user") == user
        assert client.access_token != token
    assert await client.command("persistent_notification/get") == []
