"""Create the documentation's screenshots from a fresh demo."""

import asyncio
from datetime import timedelta
from pathlib import Path
import shutil
from tempfile import TemporaryDirectory

from . import REPOSITORY
from .client import Client
from .dashboard import LAMPS_PATH
from .lamps import LAMPS
from .process import free_port
from .screenshot import browser_page, open_path, save
from .show import Show
from .walkthrough import Walkthrough

_FOLDER = REPOSITORY / "docs" / "images"
_SIZE = {"width": 1500, "height": 720}
_LOW = {"width": 1500, "height": 720}
_EDITOR = {"width": 1280, "height": 840}
_PHONE = {"width": 400, "height": 860}
# A4 at 96 pixels an inch.
_PAGE = {"width": 794, "height": 1123}


async def _history(url: str) -> None:
    """Wait until the account's history is backfilled."""
    async with Client.open(url) as client, asyncio.timeout(180):
        while True:
            status = await client.state("sensor.dexcom_cgm_data_status")
            if status["attributes"].get("history_loaded") == 100:
                return
            await asyncio.sleep(1)


async def _low(url: str) -> None:
    """Wait until the lamp is on for a low."""
    async with Client.open(url) as client, asyncio.timeout(900):
        while (await client.state(LAMPS["low_light"].entity_id))["state"] != "on":
            await asyncio.sleep(20)
            await client.call(
                "homeassistant.update_entity",
                entity_id=["sensor.dexcom_cgm_glucose_value"],
            )


async def _editor(url: str) -> None:
    """Open a trigger in the automation editor."""
    trigger = {
        "trigger": "dexcom_cgm.glucose_crossed_threshold",
        "target": {"entity_id": "sensor.dexcom_cgm_glucose_value"},
        "options": {
            "threshold": {
                "type": "below",
                "value": {"number": 70, "unit_of_measurement": "mg/dL"},
            },
            "younger_than": {"minutes": 30},
        },
    }
    light = {"action": "light.turn_on", "target": {"entity_id": "light.lamp"}}
    path = "/api/config/automation/config/picture"
    async with Client.open(url) as client:
        automation = {"alias": "Lamp for a low", "triggers": trigger, "actions": light}
        await client.post(path, automation)
        async with browser_page(**_EDITOR, dark=False, scale=2) as page:
            await open_path(page, url, "/config/automation/edit/picture")
            await page.get_by_text("Glucose crossed a threshold").first.click()
            await page.wait_for_timeout(2500)
            await save(page, _FOLDER / "automation.png")
        await client.delete(path)


async def _report(url: str) -> None:
    """Open the glucose report of the account."""
    async with Client.open(url) as client:
        signed = await client.command(
            "dexcom_cgm/report_url",
            entity_id="sensor.dexcom_cgm_glucose_value",
            format="html",
            days=14,
        )
    async with browser_page(**_PAGE, dark=False, scale=2) as page:
        await page.emulate_media(media="print")
        await page.goto(f"{url}{signed['url']}")
        await page.wait_for_timeout(1000)
        await save(page, _FOLDER / "report.png")


async def _show_low() -> None:
    """Run a demo of a person who is low, without a delay."""
    with TemporaryDirectory(prefix="dexcom_cgm_") as directory:
        show = Show(
            directory=Path(directory),
            person="dips",
            port=free_port(),
            sandbox_port=free_port(),
        )
        async with show.run() as home_assistant:
            await _history(home_assistant.url)
            await _low(home_assistant.url)
            async with browser_page(**_LOW, dark=False, scale=2) as page:
                await open_path(page, home_assistant.url, f"/{LAMPS_PATH}")
                await save(page, _FOLDER / "dashboard_low.png")


async def _show_late() -> None:
    """Run a demo with the delay of the US: readings one hour old."""
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
            await _report(home_assistant.url)
            await _editor(home_assistant.url)
            steps = Path(directory) / "steps"
            async with browser_page() as page:
                await Walkthrough(page, steps).walk(home_assistant.url, "lows")
            for name in ("region", "consent", "connected"):
                (picture,) = steps.glob(f"*_{name}.png")
                shutil.copy(picture, _FOLDER / f"connect_{name}.png")


async def _run() -> None:
    """Create all screenshots."""
    await _show_low()
    await _show_late()


if __name__ == "__main__":
    asyncio.run(_run())
