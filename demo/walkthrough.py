"""Connect an account in the browser, with a screenshot of each step."""

from argparse import ArgumentParser
import asyncio
from itertools import count
from pathlib import Path

from playwright.async_api import Page

from . import say
from .screenshot import browser_page, open_path, save

_DRAWN = 1200


class Walkthrough:
    """The steps from the settings to the first reading."""

    def __init__(self, page: Page, folder: Path) -> None:
        """Store the browser page and the folder for screenshots."""
        self._page = page
        self._folder = folder
        self._number = count(1)

    async def walk(self, url: str, person: str) -> None:
        """Connect an account."""
        page = self._page
        await open_path(page, url, "/config/integrations/dashboard")
        await self._picture("integrations")

        await page.get_by_role("button", name="Add integration").click()
        await page.wait_for_timeout(_DRAWN)
        await page.keyboard.type("dexcom")
        await self._picture("choose_integration")

        await page.get_by_text("Dexcom CGM", exact=True).last.click()
        await page.get_by_text("Sandbox (").click()
        await self._picture("region")

        async with page.expect_popup() as opened:
            await page.get_by_text("Submit", exact=True).click()
        await self._log_in(await opened.value, person)

        await page.bring_to_front()
        finish = page.get_by_role("button", name="Skip and finish")
        await finish.wait_for()
        await self._picture("connected")
        await finish.click()
        await page.wait_for_timeout(_DRAWN)
        await open_path(page, url, "/config/integrations/integration/dexcom_cgm")
        await self._picture("accounts")

    async def _log_in(self, page: Page, person: str) -> None:
        """Log in and consent on the pages of the sandbox."""
        await page.locator("select").select_option(person)
        await self._picture("login", page)
        await page.get_by_role("button", name="Log in").click()
        await page.get_by_role("textbox").fill("Demo")
        await self._picture("consent", page)
        closed = asyncio.create_task(page.wait_for_event("close"))
        await page.get_by_role("button", name="Authorize").click(no_wait_after=True)
        await closed

    async def _picture(self, name: str, page: Page | None = None) -> None:
        """Save a screenshot of the current step."""
        page = page or self._page
        await page.wait_for_timeout(_DRAWN)
        picture = self._folder / f"{next(self._number):02}_{name}.png"
        await save(page, picture)
        say(str(picture))


async def _run() -> None:
    """Run the walkthrough as given on the command line."""
    parser = ArgumentParser(prog="python -m demo.walkthrough", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder for the screenshots")
    parser.add_argument("--url", default="http://127.0.0.1:8123")
    parser.add_argument("--person", default="lows", help="whose account")
    given = parser.parse_args()
    async with browser_page() as page:
        await Walkthrough(page, given.folder).walk(given.url, given.person)


if __name__ == "__main__":
    asyncio.run(_run())
