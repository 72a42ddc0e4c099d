"""The report in Chromium: on paper, offline, on a phone, and for assistive technology."""

from collections.abc import AsyncIterator
import json
from pathlib import Path
from typing import Any

from playwright.async_api import Page
import pytest

from custom_components.dexcom_cgm.report.page import compose
from demo import REPOSITORY
from demo.screenshot import browser_page

from .pages import accessibility_problems, development_pages
from .pdf import read_pdf

SCRIPT = (
    REPOSITORY
    / "custom_components"
    / "dexcom_cgm"
    / "frontend"
    / "dexcom-cgm-report.js"
)
CASES = {
    "full": "kind=full",
    "sparse": "kind=sparse",
    "empty": "kind=empty",
    "many patterns": "kind=many&words=long&language=de",
    "mmol/L in a long language": "mmol&words=long&language=de",
    "right to left": "words=rtl&language=he",
    "pregnancy": "targets=pregnancy",
}


@pytest.fixture(scope="module")
async def address() -> AsyncIterator[str]:
    """Build the development pages and return their address."""
    async with development_pages() as address:
        yield address


async def made_up_data(page: Page, address: str, query: str) -> dict[str, Any]:
    """Return the data of the development page."""
    await page.goto(f"{address}report.html?{query}")
    data: dict[str, Any] = json.loads(
        await page.locator("#fixture").text_content() or ""
    )
    return data


async def open_report(page: Page, data: dict[str, Any], file: Path) -> list[str]:
    """Open a composed report from disk; return the list of its requests and errors."""
    file.write_text(compose(data, SCRIPT.read_text("utf-8")), "utf-8")
    return await open_file(page, file)


async def open_file(page: Page, file: Path) -> list[str]:
    """Open a file; return the list of the requests, errors and complaints it causes."""
    # Away from the development page, whose icon and scripts do not count.
    await page.goto("about:blank")
    await page.context.set_offline(True)
    problems: list[str] = []
    page.on("request", lambda request: problems.append(request.url))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text))
    page.on("dialog", lambda dialog: problems.append(dialog.message))
    await page.goto(file.as_uri())
    await page.locator(".sheet").wait_for(state="visible")
    assert problems.pop(0) == file.as_uri()
    return problems


@pytest.mark.parametrize("query", CASES.values(), ids=CASES)
async def test_one_page(address: str, query: str, tmp_path: Path) -> None:
    """A report is one page of A4 and of Letter, of text and lines, and asks nobody."""
    async with browser_page() as page:
        data = await made_up_data(page, address, query)
        problems = await open_report(page, data, tmp_path / "report.html")
        for paper in ("A4", "Letter"):
            pdf = read_pdf(await page.pdf(format=paper))
            assert pdf.pages == 1
            assert pdf.fonts == pdf.embedded_fonts > 0
            assert pdf.images == 0
            # Letters are in the order of the drawing, from left to right.
            text = "".join(pdf.text.split())
            for key in ("title", "name", "basis"):
                word = data["texts"][f"report.{key}"].split()[0]
                assert (word[::-1] if data["rtl"] else word) in text
            assert data["texts"]["report.download"] not in text
            assert (data["unit"] in text) == (data["readings"] > 0)
        assert problems == []


@pytest.mark.parametrize("paper", ["A4", "Letter"])
async def test_paper_is_filled(address: str, paper: str) -> None:
    """The sheet takes the height of the paper, and nothing lies on something else."""
    heights = {"A4": 277, "Letter": 259.4}
    widths = {"A4": 190, "Letter": 195.9}
    async with browser_page(
        width=round(widths[paper] * 96 / 25.4), height=round(heights[paper] * 96 / 25.4)
    ) as page:
        await page.emulate_media(media="print")
        await made_up_data(page, address, "words=long&language=de&mmol")
        box = await page.locator(".sheet").bounding_box()
        assert box is not None
        height = box["height"] * 25.4 / 96
        assert heights[paper] - 2 < height <= heights[paper]
        overlaps = await page.evaluate(
            """() => {
              const boxes = [...document.querySelectorAll(
                "h1, h2, dt, dd, th, td, li, .note, .blank"
              )].filter((each) => !each.closest(".hidden, .basis") && each.offsetParent);
              const found = [];
              boxes.forEach((one, index) => boxes.slice(index + 1).forEach((other) => {
                if (one.contains(other)) return;
                const [a, b] = [one, other].map((each) => each.getBoundingClientRect());
                const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
                const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
                if (across > 1 && down > 2) found.push(`${one.textContent}|${other.textContent}`);
              }));
              return found;
            }"""
        )
        assert overlaps == []


@pytest.mark.parametrize("query", CASES.values(), ids=CASES)
async def test_accessibility(address: str, query: str, tmp_path: Path) -> None:
    """Axe finds nothing, and nothing is wider than a screen or a phone."""
    async with browser_page(width=1000) as page:
        data = await made_up_data(page, address, query)
        problems = await open_report(page, data, tmp_path / "report.html")
        assert await page.evaluate("document.documentElement.dir") == (
            "rtl" if data["rtl"] else "ltr"
        )
        for width in (1000, 390):
            await page.set_viewport_size({"width": width, "height": 800})
            assert await page.evaluate(
                "document.documentElement.scrollWidth <= window.innerWidth"
            )
            assert await accessibility_problems(page) == []
        assert problems == []


async def test_saved_page(address: str, tmp_path: Path) -> None:
    """The downloaded file is the same report again, also without scripts and offline."""
    async with browser_page(width=1000) as page:
        data = await made_up_data(page, address, "kind=full")
        await open_report(page, data, tmp_path / "report.html")
        shown = await page.locator(".sheet").inner_text()
        async with page.expect_download() as download:
            await page.locator(".toolbar .download").click()
        saved = tmp_path / "saved.html"
        await (await download.value).save_as(saved)
        assert (await download.value).suggested_filename == (
            "glucose-report-2026-11-02.html"
        )
    text = saved.read_text("utf-8")
    assert shown.splitlines()[0] in text
    async with browser_page(width=1000) as page:
        assert await open_file(page, saved) == []
        assert await page.locator(".sheet").count() == 1
        assert await page.locator(".toolbar").count() == 1
        assert await page.locator(".sheet").inner_text() == shown
        assert read_pdf(await page.pdf(format="A4")).pages == 1


async def test_hostile_name(address: str, tmp_path: Path) -> None:
    """Markup in a name or a text is shown as it is written, and runs nothing."""
    async with browser_page() as page:
        data = await made_up_data(page, address, "kind=hostile")
        markup = data["title"]
        assert "<script>" in markup
        data["texts"]["report.title"] = markup
        problems = await open_report(page, data, tmp_path / "report.html")
        # The line separator is white space.
        written = " ".join(markup.split())
        assert written in " ".join((await page.locator(".basis").inner_text()).split())
        assert " ".join((await page.title()).split()) == written
        assert await page.locator("img").count() == 0
        assert await page.locator("script").count() == 2
        assert problems == []
