"""The cards in Chromium, on a page with made-up data in every state."""

from collections.abc import AsyncIterator, Iterator
from itertools import pairwise

from playwright.async_api import Page
import pytest

from demo.screenshot import browser_page

from .pages import accessibility_problems, development_pages

CHART = "dexcom-cgm-glucose-chart"
SURFACE = f"{CHART} .surface"


@pytest.fixture(scope="module")
async def address() -> AsyncIterator[str]:
    """Build the page and return its address."""
    async with development_pages() as address:
        yield address


async def show(page: Page, address: str) -> list[str]:
    """Open the page, wait until it is drawn, and return the list of its errors."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    await page.goto(address)
    await page.locator("dexcom-cgm-badge").first.wait_for(state="visible")
    await page.wait_for_timeout(500)
    return errors


def looks() -> Iterator[tuple[str, int, bool]]:
    """Return what to show, how wide and whether dark."""
    for kind in ("glucose", "range", "profile"):
        for dark in (False, True):
            yield f"states=all&cards={kind}&daily", 1340, dark
    yield "states=fresh,urgent_low,stale,auth_required,few&mmol&hours=24", 360, False
    yield "states=fresh,low,stale,high&dir=rtl&language=he&graph=points", 360, True


@pytest.mark.parametrize(("query", "width", "dark"), list(looks()))
async def test_accessibility(
    address: str, query: str, width: int, *, dark: bool
) -> None:
    """Axe finds nothing, nothing is wider than the page, and nothing fails."""
    async with browser_page(width=width, dark=dark) as page:
        errors = await show(page, f"{address}?{query}{'&dark' if dark else ''}")
        assert await accessibility_problems(page) == []
        assert await page.evaluate(
            "document.documentElement.scrollWidth <= window.innerWidth"
        )
        assert errors == []


async def read_out(page: Page) -> str:
    """Return what the pointer of the graph reads out."""
    text: str = await page.locator(f"{CHART} .read-out strong").inner_text()
    return text.strip()


async def value_at(page: Page, pixel: float) -> int:
    """Return the reading that is nearest to a pixel of the graph."""
    value: int = await page.locator(CHART).evaluate(
        """(chart, pixel) => {
          const { series, window: { start, end }, clientWidth } = chart;
          const time = start + (pixel - 34) / (clientWidth - 42) * (end - start);
          const distance = (index) => Math.abs(series.times[index] - time);
          return series.values[
            series.times.reduce((best, _, at) => distance(at) < distance(best) ? at : best, 0)
          ];
        }""",
        pixel,
    )
    return value


async def test_pointer(address: str) -> None:
    """Mouse, touch and keyboard read out the reading that is drawn there."""
    async with browser_page() as page:
        await show(page, f"{address}?states=fresh&cards=glucose&hours=12")
        surface = page.locator(SURFACE)
        box = await surface.bounding_box()
        assert box is not None
        for pixel in (60, box["width"] / 2, box["width"] * 0.86):
            await page.mouse.move(box["x"] + pixel, box["y"] + 50)
            assert await read_out(page) == str(await value_at(page, pixel))
        # The made-up data have a gap that begins 130 minutes before the newest reading.
        gap = await page.locator(CHART).evaluate(
            "(chart) => chart.pixelAt(chart.series.times.at(-1) - 158 * 60)"
        )
        await page.mouse.move(box["x"] + gap, box["y"] + 50)
        assert "No reading" in await page.locator(f"{CHART} .read-out").inner_text()
        await page.mouse.move(0, 0)
        assert await page.locator(f"{CHART} .read-out").count() == 0

        touch = {"pointerType": "touch", "clientX": box["x"] + 60, "bubbles": True}
        await surface.dispatch_event("pointerdown", touch)
        await surface.dispatch_event("pointerleave", touch)
        assert await read_out(page) == str(await value_at(page, 60))

        await surface.focus()
        await page.keyboard.press("End")
        newest = await page.locator(CHART).evaluate(
            "chart => chart.series.values.at(-1)"
        )
        assert await read_out(page) == str(newest)
        spoken = await surface.get_attribute("aria-valuetext")
        assert spoken is not None
        assert f"{newest} mg/dL" in spoken
        await page.keyboard.press("ArrowLeft")
        assert await surface.get_attribute("aria-valuetext") != spoken


async def test_gaps(address: str) -> None:
    """No line is drawn across a pause of more than 16 minutes."""
    async with browser_page() as page:
        await show(page, f"{address}?states=fresh&cards=glucose&hours=12")
        runs, times = await page.locator(CHART).evaluate(
            """(chart) => [
              chart.shadowRoot.querySelector("#trace").getAttribute("d").match(/M/g).length,
              chart.series.times.filter((time) => time >= chart.window.start),
            ]"""
        )
        pauses = [after - before for before, after in pairwise(times)]
        assert max(pauses) > 16 * 60
        assert runs == 1 + sum(pause > 16 * 60 for pause in pauses)
