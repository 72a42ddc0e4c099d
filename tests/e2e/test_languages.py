"""The cards and the report in other languages, in a real Home Assistant."""

from typing import Any

import pytest

from demo.client import Client
from demo.home_assistant import HomeAssistant
from demo.screenshot import browser_page, open_path
from demo.watch import states, until
from scripts.translating import load

CARDS = (
    "dexcom-cgm-glucose-card",
    "dexcom-cgm-range-card",
    "dexcom-cgm-profile-card",
)


async def entity(client: Client, account: str) -> str:
    """Return the glucose sensor of an account that has readings."""
    shown = await until(
        lambda: states(client, account),
        lambda found: found.get("data_status", {}).get("state") == "ok",
        60,
    )
    entity_id: str = shown["glucose_value"]["entity_id"]
    return entity_id


@pytest.mark.parametrize("language", ["de", "pl", "el", "he", "ja", "fi"])
async def test_language(
    home_assistant: HomeAssistant, client: Client, account: str, language: str
) -> None:
    """Cards and report are in the language, in its direction, and nothing is cut off."""
    glucose = await entity(client, account)
    path = "languages-test"
    dashboards = await client.command("lovelace/dashboards/list")
    if not any(each["url_path"] == path for each in dashboards):
        await client.command(
            "lovelace/dashboards/create", url_path=path, title="Languages"
        )
    cards: list[dict[str, Any]] = [
        {"type": f"custom:{kind}", "entity": glucose} for kind in CARDS
    ]
    config = {"views": [{"path": "all", "cards": cards}]}
    await client.command("lovelace/config/save", url_path=path, config=config)
    texts, english = load(language), load("en")
    signed = await client.command(
        "dexcom_cgm/report_url",
        entity_id=glucose,
        format="html",
        days=14,
        language=language,
    )
    async with browser_page(width=360, height=1600) as page:
        await page.add_init_script(
            f"localStorage.setItem('selectedLanguage', '\"{language}\"')"
        )
        await open_path(page, home_assistant.url, f"/{path}")
        for kind, key in (
            ("dexcom-cgm-range-card", "range.title"),
            ("dexcom-cgm-range-card", "range.cgm_active"),
            ("dexcom-cgm-profile-card", "profile.title"),
        ):
            wanted, source = (
                found[f"config_panel.{key}"] for found in (texts, english)
            )
            card = page.locator(kind)
            await card.get_by_text(wanted, exact=True).first.wait_for()
            assert source not in await card.evaluate("card => card.innerText")
        assert await page.evaluate(
            "document.documentElement.scrollWidth <= window.innerWidth"
        )
        direction = await page.locator(CARDS[0]).evaluate(
            "card => getComputedStyle(card).direction"
        )
        assert direction == ("rtl" if language == "he" else "ltr")

        await page.goto(f"{home_assistant.url}{signed['url']}")
        heading = texts["config_panel.report.title"]
        await page.get_by_role("heading", name=heading, exact=True).wait_for()
        assert await page.locator("html").get_attribute("lang") == language
        assert await page.locator("html").get_attribute("dir") == direction
        shown = await page.locator("body").inner_text()
        untranslated = [
            text
            for key, text in english.items()
            if key.startswith("config_panel.report.")
            and len(text) > 12
            and "{" not in text
            and text in shown
        ]
        assert not untranslated
        await page.set_viewport_size({"width": 794, "height": 1123})
        assert await page.evaluate(
            "document.documentElement.scrollWidth <= window.innerWidth"
        )
