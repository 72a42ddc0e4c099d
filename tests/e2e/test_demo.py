"""Test what the demo shows of the account it connects, and of one added by hand."""

import asyncio
from pathlib import Path
import time
from types import SimpleNamespace

import pytest

from demo.client import Client
from demo.dashboard import LAMPS_PATH, URL_PATH
from demo.process import free_port
from demo.screenshot import browser_page, open_path
from demo.show import Show
from demo.watch import until


async def test_dashboards(tmp_path: Path) -> None:
    """The default dashboard is the strategy, and the graph has a past at once."""
    show = Show(directory=tmp_path, port=free_port(), sandbox_port=free_port())
    async with (
        show.run() as home_assistant,
        Client.open(home_assistant.url) as client,
    ):
        config = await client.command("lovelace/config", url_path=URL_PATH)
        assert config == {"strategy": {"type": "custom:dexcom-cgm"}}
        async with browser_page() as page:
            await open_path(page, home_assistant.url, "/")

            async def drawn() -> int:
                """Return the number of readings in the graph."""
                chart = page.locator("dexcom-cgm-glucose-chart")
                if not await chart.count():
                    return 0
                count: int = await chart.first.evaluate(
                    "chart => chart.series.times.length"
                )
                return count

            await until(drawn, lambda found: found > 150, timeout=60)
            await open_path(page, home_assistant.url, f"/{LAMPS_PATH}")
            await page.get_by_text("Lamp for lows").wait_for()


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
