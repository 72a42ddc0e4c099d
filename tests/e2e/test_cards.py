"""The cards in Chromium, on dashboards of a real Home Assistant."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.async_api import Page
import pytest

from demo.connect import DOMAIN, connect, connect_again, store_application
from demo.home_assistant import HomeAssistant
from demo.process import free_port
from demo.screenshot import browser_page, open_path
from demo.watch import logins_wanted, states, until

from .home import NEARLY_STALE, PERSON, Home, now

CARD = "dexcom-cgm-glucose-card"
CHART = "dexcom-cgm-glucose-chart"
RESOURCE = "/dexcom_cgm/dexcom-cgm-cards-"
GAP = timedelta(minutes=60)


@pytest.fixture(scope="module")
async def home(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Home]:
    """Return a home where people read mmol/L."""
    async with Home.run(tmp_path_factory.mktemp("cards")) as home:
        yield home


async def show(home: Home, path: str, config: dict[str, Any]) -> str:
    """Save a dashboard and return the path of its page."""
    dashboards = await home.client.command("lovelace/dashboards/list")
    if not any(dashboard["url_path"] == path for dashboard in dashboards):
        await home.client.command(
            "lovelace/dashboards/create",
            url_path=path,
            title=path,
            require_admin=False,
            show_in_sidebar=True,
        )
    await home.client.command("lovelace/config/save", url_path=path, config=config)
    return f"/{path}"


@asynccontextmanager
async def dashboard(
    home: Home, *cards: dict[str, Any], width: int = 800, dark: bool = False
) -> AsyncIterator[Page]:
    """Open a dashboard with some cards in a browser."""
    path = await show(
        home, "cards-test", {"views": [{"path": "all", "cards": list(cards)}]}
    )
    async with browser_page(width=width, height=1400, dark=dark) as page:
        await open_path(page, home.home_assistant.url, path)
        yield page


async def glucose(home: Home) -> str:
    """Return the ID of the glucose sensor."""
    shown = await states(home.client, home.account)
    entity_id: str = shown["glucose_value"]["entity_id"]
    return entity_id


async def series(page: Page) -> list[tuple[int, int]]:
    """Return the readings that the graph draws, none before there is a graph."""
    if not await page.locator(CHART).count():
        return []
    drawn = await page.locator(CHART).evaluate(
        "chart => chart.series.times.map((time, index) => [time, chart.series.values[index]])"
    )
    return [(time, value) for time, value in drawn]


async def text(page: Page, card: str = CARD) -> str:
    """Return the text of a card."""
    if not await page.locator(card).count():
        return ""
    found: str = await page.locator(card).first.evaluate(
        "card => card.shadowRoot.textContent"
    )
    return " ".join(found.split())


async def says(page: Page, *wanted: str, card: str = CARD) -> None:
    """Wait until a card shows some texts."""
    await until(
        lambda: text(page, card), lambda seen: all(each in seen for each in wanted), 60
    )


async def test_low_and_stale(home: Home) -> None:
    """A low is said in words, and a stale value is never shown as current."""
    card = {"type": f"custom:{CARD}", "entity": await glucose(home), "hours": 3}
    badge = {"type": "custom:dexcom-cgm-badge", "entity": card["entity"]}
    config = {"views": [{"path": "all", "badges": [badge], "cards": [card]}]}
    path = await show(home, "cards-low", config)
    async with browser_page(width=360, height=900) as page:
        await open_path(page, home.home_assistant.url, path)
        # Stale some seconds after it is known.
        await home.measure(61, NEARLY_STALE)
        await says(page, "last reading 3.4")
        assert await page.locator(f"{CARD} s.value").inner_text() == "3.4"
        assert "Low" not in await text(page)
        await home.measure(50)
        await says(page, "2.8", "Urgent low")
        await says(page, "2.8", card="dexcom-cgm-badge")
        assert await page.locator(f"{CARD} s.value").count() == 0
        assert await page.evaluate(
            "document.documentElement.scrollWidth <= window.innerWidth"
        )


async def record(home: Home) -> dict[int, int]:
    """Return the readings of the account by their time in seconds since 1970 UTC."""
    answer = await home.client.ask(
        f"{DOMAIN}.get_readings",
        config_entry_id=home.account,
        start=(now() - timedelta(days=1)).isoformat(),
        unit="mg/dL",
    )
    return {
        int(datetime.fromisoformat(reading["time"]).timestamp()): reading["value"]
        for reading in answer["readings"]
    }


async def test_readings_by_measurement_time(home: Home) -> None:
    """The graph has every reading at its own time, gaps, and late uploads by a push."""
    start = home.newest - timedelta(hours=5)
    truth = await record(home)
    for minutes in range(0, 170, 5):
        time = start + timedelta(minutes=minutes)
        if not timedelta(minutes=50) <= time - start < timedelta(minutes=50) + GAP:
            value = 90 + minutes % 40
            await home.upload_late(time, value)
            truth[int(time.timestamp())] = value
    await home.measure(104)
    truth[int(home.newest.timestamp())] = 104
    card = {"type": f"custom:{CARD}", "entity": await glucose(home), "hours": 6}
    async with dashboard(home, card) as page:
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        await until(lambda: series(page), lambda seen: dict(seen) == truth, 60)
        # 104 mg/dL.
        await says(page, "5.8", "mmol/L", "min ago")
        runs = await page.locator(CHART).evaluate(
            'chart => chart.shadowRoot.querySelector("#trace").getAttribute("d").match(/M/g).length'
        )
        pauses = [after - before for before, after in pairwise(sorted(truth))]
        assert runs == 1 + sum(pause > 16 * 60 for pause in pauses) > 1
        # The pointer reads out the truth.
        surface = page.locator(f"{CHART} .surface")
        box = await surface.bounding_box()
        assert box is not None
        for at in sorted(truth)[3::7]:
            pixel = await page.locator(CHART).evaluate(
                "(chart, time) => chart.pixelAt(time)", at
            )
            await page.mouse.move(box["x"] + pixel, box["y"] + 60)
            read = await page.locator(f"{CHART} .read-out strong").inner_text()
            assert read.strip() == f"{truth[at] / 18.016:.1f}"
        # A late upload fills the gap without a reload of the page.
        late = start + timedelta(minutes=80)
        await home.ask(lambda: home.upload_late(late, 111))
        truth[int(late.timestamp())] = 111
        await until(lambda: series(page), lambda seen: dict(seen) == truth, 60)
        assert errors == []


async def test_recovers_without_a_reload(home: Home) -> None:
    """A lost connection and a restart of Home Assistant are followed by new readings."""
    card = {"type": f"custom:{CARD}", "entity": await glucose(home), "hours": 3}
    await home.measure(100)
    async with dashboard(home, card) as page:
        await says(page, "5.6")
        await page.evaluate("window.marker = 1")
        await page.evaluate(
            'document.querySelector("home-assistant").hass.connection.socket.close()'
        )
        await home.measure(118)
        await says(page, "6.5")
        await home.shut()
        await home.home_assistant.restart()
        await home.enter()
        await home.measure(126)
        await says(page, "7.0")
        assert await page.evaluate("window.marker") == 1


async def test_logged_out(home: Home) -> None:
    """Revoked consent is said on the card, which recovers after the login."""
    card = {"type": f"custom:{CARD}", "entity": await glucose(home), "hours": 3}
    await home.measure(100)
    async with dashboard(home, card) as page:
        await says(page, "5.6")
        await home.sandbox.control("revoke", person=PERSON)
        await home.reload()
        await until(lambda: logins_wanted(home.client), bool)
        await says(page, "Logged out of Dexcom")
        result = await connect_again(home.client, PERSON)
        assert result["reason"] == "reauth_successful"
        await home.measure(109)
        await says(page, "6.1", "In range")


async def test_wrong_use(home: Home) -> None:
    """Every wrong configuration shows a card with a reason, and none is blank."""
    result = await connect(home.client, "mmol")
    removed = result["result"]["entry_id"]
    shown = await until(
        lambda: states(home.client, removed), lambda found: "glucose_value" in found
    )
    gone = shown["glucose_value"]["entity_id"]
    kinds = (CARD, "dexcom-cgm-range-card", "dexcom-cgm-profile-card")
    for entity, title in (
        ("light.lamp", "Not a Dexcom CGM sensor"),
        ("sensor.never_existed", "Sensor not found"),
        (gone, "Sensor not found"),
    ):
        if entity == gone:
            await home.client.delete(f"/api/config/config_entries/entry/{removed}")
        cards = [{"type": f"custom:{kind}", "entity": entity} for kind in kinds]
        async with dashboard(home, *cards) as page:
            for kind in kinds:
                await says(page, title, card=kind)


async def test_strategy(home: Home) -> None:
    """The dashboard strategy builds a view for each account, without YAML."""
    result = await connect(home.client, "steady")
    other = result["result"]["entry_id"]
    await until(
        lambda: states(home.client, other),
        lambda found: found.get("data_status", {}).get("state") == "ok",
        60,
    )
    path = await show(
        home, "cards-strategy", {"strategy": {"type": "custom:dexcom-cgm"}}
    )
    async with browser_page(width=1300, height=900) as page:
        for number in (1, 2):
            await open_path(page, home.home_assistant.url, f"{path}/glucose-{number}")
            for kind in (CARD, "dexcom-cgm-range-card", "dexcom-cgm-profile-card"):
                await page.locator(kind).wait_for(state="visible")
            assert await page.locator("dexcom-cgm-badge").count() == 2
            # Among the badges the view has the report of its account.
            report = page.locator("hui-badge dexcom-cgm-export").get_by_role("button")
            assert await report.all_inner_texts() == ["Report"]
            assert await report.is_visible()
    await home.client.delete(f"/api/config/config_entries/entry/{other}")


async def resources(home: Home) -> list[str]:
    """Return the URLs of the resources of this integration."""
    return [
        resource["url"]
        for resource in await home.client.command("lovelace/resources")
        if resource["url"].startswith("/dexcom_cgm/")
    ]


async def test_one_resource(home: Home) -> None:
    """The cards are one resource, also after a restart, and go with the last account."""
    (url,) = await resources(home)
    assert url.startswith(RESOURCE)
    await home.shut()
    await home.home_assistant.restart()
    await home.enter()
    assert await until(lambda: resources(home), lambda found: len(found) == 1) == [url]
    for entry in await home.client.entries(DOMAIN):
        await home.client.delete(
            f"/api/config/config_entries/entry/{entry['entry_id']}"
        )
    assert await resources(home) == []


async def test_yaml_mode(home: Home, tmp_path: Path) -> None:
    """With resources in YAML, the cards are an extra module, and no resource."""
    home_assistant = HomeAssistant(
        tmp_path / "home_assistant",
        free_port(),
        home.sandbox.url,
        more="\nlovelace:\n  resource_mode: yaml\n",
    )
    yaml = Home(home_assistant, home.sandbox)
    home_assistant.directory.mkdir()
    try:
        await home_assistant.start()
        await yaml.enter()
        await store_application(yaml.client)
        result = await connect(yaml.client, PERSON)
        yaml.account = result["result"]["entry_id"]
        assert await resources(yaml) == []
        card = {"type": f"custom:{CARD}", "entity": await glucose(yaml), "hours": 3}
        async with dashboard(yaml, card) as page:
            loaded = await page.evaluate(
                "performance.getEntriesByType('resource').map(each => each.name)"
            )
            assert sum(RESOURCE in each for each in loaded) == 1
            # A reading of the earlier tests.
            await says(page, "mg/dL", "min ago")
    finally:
        await yaml.shut()
        await home_assistant.stop()
