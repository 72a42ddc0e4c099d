"""The glucose report of a real Home Assistant, in Chromium and on disk."""

from collections.abc import AsyncIterator
import csv
from datetime import UTC, datetime, timedelta
from io import StringIO
import json
from pathlib import Path
from typing import Any

import aiohttp
from playwright.async_api import Page
import pytest

from demo.client import Client
from demo.connect import DOMAIN, connect, store_application
from demo.home_assistant import HomeAssistant
from demo.process import free_port
from demo.sandbox import Sandbox
from demo.screenshot import browser_page, open_path
from demo.watch import states, until

from .pages import accessibility_problems
from .pdf import read_pdf

DAYS = 14


@pytest.fixture(scope="module")
async def home(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[HomeAssistant]:
    """Return a Home Assistant with the history of a person with many lows."""
    directory = tmp_path_factory.mktemp("report")
    sandbox = Sandbox(directory / "sandbox", free_port())
    home = HomeAssistant(
        directory / "home_assistant",
        free_port(),
        sandbox.url,
        time_zone="America/New_York",
    )
    (home.directory / "www").mkdir(parents=True)
    try:
        await sandbox.start()
        await home.start()
        async with Client.open(home.url) as client:
            await store_application(client)
            result = await connect(client, "lows")
            assert result["type"] == "create_entry", result
            account = result["result"]["entry_id"]
            await until(
                lambda: states(client, account),
                lambda shown: (
                    "data_status" in shown
                    and shown["data_status"]["attributes"].get("history_loaded") == 100
                ),
                120,
            )
        yield home
    finally:
        await home.stop()
        await sandbox.stop()


@pytest.fixture
async def client(home: HomeAssistant) -> AsyncIterator[Client]:
    """Return a client, whose session signs the URLs."""
    async with Client.open(home.url) as client:
        yield client


async def glucose(client: Client) -> str:
    """Return the ID of the glucose sensor."""
    [entry] = await client.entries(DOMAIN)
    shown = await states(client, entry["entry_id"])
    return str(shown["glucose_value"]["entity_id"])


async def report_url(client: Client, **options: Any) -> str:
    """Return the address of a report."""
    answer = await client.command(
        f"{DOMAIN}/report_url", entity_id=await glucose(client), **options
    )
    return f"{client.url}{answer['url']}"


def window() -> dict[str, str]:
    """Return the last days up to a moment, so that all answers are for the same ones."""
    end = datetime.now(UTC).replace(microsecond=0)
    start = end - timedelta(days=DAYS)
    return {"start": start.isoformat(), "end": end.isoformat()}


async def open_report(page: Page, url: str) -> list[str]:
    """Open a report; return the list of other requests, errors and complaints."""
    problems: list[str] = []
    page.on("request", lambda request: problems.append(request.url))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text))
    await page.goto(url)
    await page.locator(".sheet").wait_for(state="visible")
    # What the page could still load by itself.
    await page.wait_for_timeout(1000)
    assert problems.pop(0) == url
    return problems


async def text_of(page: Page) -> str:
    """Return the visible text of the sheet in one line."""
    return " ".join((await page.locator(".sheet").inner_text()).split())


async def test_page(client: Client) -> None:
    """The page asks for nothing else, and shows the figures of get_report."""
    when = window()
    report = await client.ask(
        f"{DOMAIN}.get_report", entity_id=[await glucose(client)], **when
    )
    assert report["is_sufficient"] is True
    measures = report["measures"]
    async with browser_page(width=1000) as page:
        url = await report_url(client, **when, language="en")
        assert await open_report(page, url) == []
        shown = await text_of(page)
        data = json.loads(await page.locator("#data").text_content() or "")
        for figure in (
            f"{measures['mean_glucose']:.0f} mg/dL",
            f"{measures['gmi']:.1f}%",
            f"{measures['variability']:.1f}%",
            f"{report['lows'][0]['per_week']:.1f}",
            f"{report['lows'][1]['per_week']:.1f}",
        ):
            assert figure in shown, figure
        for key, name in {
            "mean": "mean_glucose",
            "median": "median_glucose",
            "q1": "quartile_1",
            "q3": "quartile_3",
            "gmi": "gmi",
        }.items():
            assert data[key] == pytest.approx(measures[name], abs=0.0501)
        assert [each["days"] for each in data["patterns"]["recurring"]] == [
            each["days"] for each in report["patterns"]["recurring"]
        ]
        assert len(report["patterns"]["recurring"]) > 0
        assert len(data["daily"]) == DAYS
        assert sum(len(each["events"]) for each in data["daily"]) > 30
        assert await accessibility_problems(page) == []
        for paper in ("A4", "Letter"):
            pdf = read_pdf(await page.pdf(format=paper))
            assert pdf.pages == 1
            assert pdf.fonts == pdf.embedded_fonts > 0
            assert pdf.images == 0
            printed = "".join(pdf.text.split())
            assert f"{measures['gmi']:.1f}%" in printed
            assert "Glucosereport" in printed


async def test_download(client: Client, tmp_path: Path) -> None:
    """The page is downloaded from the address too, and opens without a network."""
    async with browser_page(width=1000) as page:
        url = await report_url(client, language="de", download=True)
        async with page.expect_download() as download:
            # A download is no navigation.
            await page.evaluate("url => { location.href = url }", url)
        saved = tmp_path / "saved.html"
        await (await download.value).save_as(saved)
        assert (await download.value).suggested_filename.startswith("glucose-report-")
        await page.goto("about:blank")
        await page.context.set_offline(True)
        assert await open_report(page, saved.as_uri()) == []
        assert await page.evaluate("document.documentElement.lang") == "de"


async def test_files(client: Client) -> None:
    """The files have what the actions return."""
    when = window()
    entity = [await glucose(client)]
    readings = await client.ask(f"{DOMAIN}.get_readings", entity_id=entity, **when)
    events = await client.ask(
        f"{DOMAIN}.get_events",
        entity_id=entity,
        **when,
        types=["carbs", "fast_acting_insulin", "long_acting_insulin", "exercise"],
    )
    rows = await _rows(await report_url(client, **when, format="readings_csv"))
    assert len(rows) > 3000
    assert [(row["time"], row["value"]) for row in rows] == [
        (each["time"], str(each["value"])) for each in readings["readings"]
    ]
    rows = await _rows(await report_url(client, **when, format="events_csv"))
    known = {(each["time"], each["type"]) for each in events["events"]}
    assert len(known) > 30
    assert known <= {(row["time"], row["type"]) for row in rows}


async def _rows(url: str) -> list[dict[str, str]]:
    """Return the rows of a file, fetched without a login."""
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        assert response.status == 200
        assert response.headers["Cache-Control"] == "no-store"
        text = (await response.read()).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


async def test_button_of_a_card(client: Client, home: HomeAssistant) -> None:
    """The button of a card opens the report in a new tab."""
    card = {
        "type": "custom:dexcom-cgm-range-card",
        "entity": await glucose(client),
        "days": DAYS,
    }
    await client.command(
        "lovelace/dashboards/create", url_path="report-test", title="Report"
    )
    await client.command(
        "lovelace/config/save",
        url_path="report-test",
        config={"views": [{"path": "all", "cards": [card]}]},
    )
    async with browser_page(width=800, height=1200) as page:
        await open_path(page, home.url, "/report-test")
        async with page.expect_popup() as popup:
            await page.get_by_role("button", name="Report", exact=True).click()
        report = await popup.value
        await report.locator(".sheet").wait_for(state="visible")
        assert report.url.startswith(f"{home.url}/api/{DOMAIN}/report/")
        assert "Glucose report" in await text_of(report)


async def test_session_ends(client: Client, home: HomeAssistant) -> None:
    """After the session that signed an address is ended, it serves nothing."""
    async with aiohttp.ClientSession() as session:
        async with Client.open(home.url) as other:
            url = await report_url(other)
            async with session.get(url) as response:
                assert response.status == 200
            [current] = [
                each
                for each in await other.command("auth/refresh_tokens")
                if each["is_current"]
            ]
        await client.command(
            "auth/delete_refresh_token", refresh_token_id=current["id"]
        )
        async with session.get(url) as response:
            assert response.status == 401
        async with session.get(url.split("?", maxsplit=1)[0]) as response:
            assert response.status == 401


async def test_saved_file(client: Client, home: HomeAssistant) -> None:
    """The action writes a page that opens offline, and not where all can read it."""
    await client.call(f"{DOMAIN}.save_report", path="media/report.html", days=30)
    saved = home.directory / "media" / "report.html"
    assert saved.stat().st_mode & 0o777 == 0o600
    async with browser_page(width=1000) as page:
        await page.context.set_offline(True)
        assert await open_report(page, saved.as_uri()) == []
        assert read_pdf(await page.pdf(format="A4")).pages == 1
    with pytest.raises(Exception, match="without a login"):
        await client.call(f"{DOMAIN}.save_report", path="www/report.html")
    assert not list((home.directory / "www").iterdir())
