"""Take a screenshot of a page of a running Home Assistant."""

from argparse import ArgumentParser
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
import shutil

from playwright.async_api import Page, async_playwright

from . import DemoError

_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# The page has no pending requests or animations.
_SETTLED = 2500


@asynccontextmanager
async def browser_page(
    width: int = 1280, height: int = 800, *, dark: bool = False, scale: float = 1
) -> AsyncIterator[Page]:
    """Open the system's Chromium with an empty page."""
    names = ("chromium", "google-chrome", "chromium-browser")
    chromium = next((path for name in names if (path := shutil.which(name))), None)
    if chromium is None:
        raise DemoError("Chromium is not installed; run `scripts/setup browser`")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium, args=_ARGUMENTS
        )
        page = await browser.new_page(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            # Partially drawn charts would look like missing data.
            reduced_motion="reduce",
            device_scale_factor=scale,
            locale="en-US",
            # The simulated person's time zone, so that meals are at mealtimes.
            timezone_id="America/Los_Angeles",
        )
        try:
            yield page
        finally:
            await browser.close()


async def open_path(page: Page, url: str, path: str) -> None:
    """Open a page of Home Assistant and wait until it is rendered."""
    await page.goto(f"{url}{path}")
    await page.locator("home-assistant-main").wait_for(state="attached", timeout=60_000)
    await page.wait_for_timeout(_SETTLED)


async def save(page: Page, picture: Path) -> None:
    """Save a screenshot of the page."""
    picture.parent.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=picture)


async def _run() -> None:
    """Take one screenshot as given on the command line."""
    parser = ArgumentParser(prog="python -m demo.screenshot", description=__doc__)
    parser.add_argument("picture", type=Path, help="the PNG file to write")
    parser.add_argument("--url", default="http://127.0.0.1:8123")
    parser.add_argument("--path", default="/", help="which page")
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=800)
    parser.add_argument("--scale", type=float, default=1)
    parser.add_argument("--dark", action="store_true")
    given = parser.parse_args()
    async with browser_page(
        given.width, given.height, dark=given.dark, scale=given.scale
    ) as page:
        await open_path(page, given.url, given.path)
        await save(page, given.picture)


if __name__ == "__main__":
    asyncio.run(_run())
