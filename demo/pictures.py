"""Make the pictures of the documentation, from a demo of its own."""

import asyncio
from datetime import timedelta
from pathlib import Path
import shutil
from tempfile import TemporaryDirectory

from . import REPOSITORY
from .client import Client
from .process import free_port
from .screenshot import browser_page, open_path, save
from .show import Show
from .walkthrough import Walkthrough

_FOLDER = REPOSITORY / "docs" / "images"
_SIZE = {"width": 1500, "height": 1060}
_PHONE = {"width": 400, "height": 860}


async def _history(url: str) -> None:
    """Wait until all the history of the account is there."""
    async with Client.open(url) as client, asyncio.timeout(180):
        while True:
            status = await client.state("sensor.dexcom_cgm_data_status")
            if status["attributes"].get("history_loaded") == 100:
                return
            await asyncio.sleep(1)


async def _run() -> None:
    """Show what a person in the US sees: readings that are an hour old."""
    with TemporaryDirectory(prefix="dexcom_cgm_") as directory:
        show = Show(
            directory=Path(directory),
            delay=timedelta(hours=1),
            port=free_port(),
            sandbox_port=free_port(),
        )
        async with show.run() as home_assistant:
            await _history(home_assistant.url)
            for name, size, dark in (
                ("dashboard", _SIZE, False),
                ("dashboard_dark", _SIZE, True),
                ("dashboard_phone", _PHONE, False),
            ):
                async with browser_page(**size, dark=dark, scale=2) as page:
                    await open_path(page, home_assistant.url, "/")
                    await save(page, _FOLDER / f"{name}.png")
            steps = Path(directory) / "steps"
            async with browser_page() as page:
                await Walkthrough(page, steps).walk(home_assistant.url, "lows")
            for name in ("region", "consent", "connected"):
                (picture,) = steps.glob(f"*_{name}.png")
                shutil.copy(picture, _FOLDER / f"connect_{name}.png")


if __name__ == "__main__":
    asyncio.run(_run())
