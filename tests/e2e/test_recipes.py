"""The recipes of the documentation in a real Home Assistant, as they are written."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
import json
import re
from textwrap import dedent
import time
from typing import Any

import pytest

from demo import REPOSITORY, DemoError
from demo.connect import connect
from demo.screenshot import browser_page, open_path
from demo.watch import states, until
from homeassistant.util.yaml import parse_yaml

from .home import LAMP, PHONE, Home, now
from .model import Model, local_model
from .users import other_user

PAGE = (REPOSITORY / "docs" / "recipes.md").read_text("utf-8")
CARD = "dexcom-cgm-glucose-card"
LIVE = "sensor.from_elsewhere"
RED = [255, 0, 0]
TITLE = "Dexcom CGM"
DRILL = "DRILL, made-up reading. "
DOSE = {
    "eventType": "insulin",
    "eventSubType": "longActing",
    "value": "18",
    "unit": "units",
    "eventStatus": "created",
}
# What a recipe calls the things that the person who follows it chooses.
CHOSEN: dict[str, Any] = {
    "the lamp": [LAMP],
    "the phones": [PHONE],
}
# Chosen by `Home.automate`.
ACCOUNTS = {"the child", "your partner", "the person"}


def section(title: str) -> str:
    """Return a recipe."""
    [found] = re.findall(
        rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE
    )
    return str(found)


def example(title: str, containing: str) -> dict[str, Any]:
    """Return the only YAML of a recipe that contains something."""
    found = re.findall(
        r"^( *)```yaml\n(.*?)^\1```$", section(title), re.DOTALL | re.MULTILINE
    )
    [text] = [dedent(text) for _, text in found if containing in text]
    parsed = parse_yaml(text)
    assert isinstance(parsed, dict)
    return parsed


def inputs(title: str, blueprint: str) -> list[dict[str, Any]]:
    """Return the inputs in a recipe's table, for each of its automations."""
    path = REPOSITORY / f"blueprints/automation/dexcom_cgm/{blueprint}.yaml"
    parsed: Any = parse_yaml(path.read_text("utf-8"))
    described = parsed["blueprint"]
    assert (
        f"the blueprint **{described['name'].removeprefix('Dexcom CGM: ')}**".lower()
        in (section(title).lower())
    )
    keys = {each["name"]: key for key, each in described["input"].items()}
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in section(title).splitlines()
        if line.startswith("    |")
    ][2:]
    chosen: list[dict[str, Any]] = [{} for _ in rows[0][1:]]
    for name, *cells in rows:
        for automation, cell in zip(chosen, cells, strict=True):
            if name == "Account":
                assert cell in ACCOUNTS
            else:
                described_input = described["input"][keys[name]]
                automation[keys[name]] = value(cell, described_input["selector"])
    return chosen


def value(cell: str, selector: dict[str, Any]) -> Any:
    """Return what the user interface stores for a field's text."""
    [kind] = selector
    if kind == "duration":
        number, unit = cell.split()
        return {unit: int(number)}
    if kind == "number":
        return int(cell)
    if kind == "time":
        return f"{cell}:00"
    if kind == "select":
        [option] = [
            option["value"]
            for option in selector[kind]["options"]
            if option["label"] == cell
        ]
        return option
    assert kind == "entity"
    return CHOSEN[cell]


def stale_limit(title: str) -> int:
    """Return the option of a recipe in minutes."""
    [minutes] = re.findall(
        r"\*\*A reading is too old after\*\*\s+to\s+\*\*(\d+) minutes", section(title)
    )
    return int(minutes)


async def start_drill(home: Home, title: str) -> None:
    """Run the drill of a recipe."""
    drill = example(title, "dexcom_cgm.start_drill")
    await home.client.call(drill["action"], **drill["data"])


async def stop_drill(home: Home, title: str) -> None:
    """Stop the drill of a recipe."""
    assert "`dexcom_cgm.stop_drill`" in section(title)
    data = example(title, "dexcom_cgm.start_drill")["data"]
    await home.client.call("dexcom_cgm.stop_drill", entity_id=data["entity_id"])
    await home.shows(
        "glucose_value", lambda state: state["attributes"].get("source") != "drill"
    )


async def show_live(home: Home, glucose: int) -> None:
    """Set a reading of now in another integration, in mg/dL."""
    attributes = {
        "device_class": "blood_glucose_concentration",
        "unit_of_measurement": "mg/dL",
        "date": now().isoformat(),
    }
    state = {"state": str(glucose), "attributes": attributes}
    await home.client.post(f"/api/states/{LIVE}", state)


async def comes(home: Home, *beginnings: str) -> None:
    """Wait for messages on the phone, in any order, and compare their beginnings."""
    await until(home.messages, lambda seen: len(seen) >= len(beginnings), 90)
    await asyncio.sleep(1)
    seen = sorted(await home.messages(), key=lambda message: message[1])
    assert len(seen) == len(beginnings)
    for (_, text, by_phone), beginning in zip(seen, sorted(beginnings), strict=True):
        assert text.startswith(beginning)
        assert by_phone


async def set_hour(home: Home, hour: int) -> None:
    """Move Home Assistant to a time zone where it is that hour of the day."""
    offset = (hour - now().hour + 11) % 24 - 11
    # The signs of these zones are those of POSIX.
    await home.client.command(
        "config/core/update", time_zone=f"Etc/GMT{-offset:+d}" if offset else "UTC"
    )


@pytest.fixture(scope="module")
async def model() -> AsyncIterator[Model]:
    """Return a local server in place of a language model."""
    async with local_model() as model:
        yield model


@pytest.fixture(scope="module")
async def running(
    tmp_path_factory: pytest.TempPathFactory, model: Model
) -> AsyncIterator[Home]:
    """Return a home where people read mg/dL, as in the recipes."""
    directory = tmp_path_factory.mktemp("recipes")
    environment = {"OPENAI_BASE_URL": model.url}
    async with Home.run(directory, "US", environment) as home:
        yield home


@pytest.fixture
async def home(running: Home) -> Home:
    """Return the home without any message."""
    await running.forget_messages()
    return running


async def test_child_at_school(home: Home) -> None:
    """The phone gets messages of a drill, a real low, and readings that stopped."""
    title = "Child at school"
    limit = stale_limit(title)
    await home.choose(stale_limit=limit)
    # Nothing has been measured yet, so a reading may be older than usual.
    home.newest -= timedelta(minutes=limit)
    await home.measure(120, timedelta(minutes=limit, seconds=-30))
    automations = inputs(title, "notification")
    for chosen in automations:
        await home.automate(f"child {chosen['about']}", "notification", **chosen)
    await comes(home, "There are no new readings. The latest one was measured")

    await home.forget_messages()
    await show_live(home, 110)
    await home.choose(stale_limit=limit, live_source=LIVE)
    await home.shows("glucose_value", lambda state: state["state"] == "110")
    await start_drill(home, title)
    await comes(
        home,
        f"{DRILL}Glucose is low: 50 mg/dL, falling",
        f"{DRILL}Glucose is urgently low: 50 mg/dL, falling",
    )
    await stop_drill(home, title)

    await home.forget_messages()
    await show_live(home, 65)
    await comes(home, "Glucose is low: 65 mg/dL")
    await show_live(home, 110)
    await home.shows("glucose_value", lambda state: state["state"] == "110")
    for chosen in automations:
        await home.forget(f"child {chosen['about']}")
    await home.choose()


async def test_lamp_at_night(home: Home) -> None:
    """In a drill at night the lamp turns on, and by day it stays off."""
    title = "Lamp at night"
    await set_hour(home, 2)
    await home.client.call("light.turn_off", entity_id=LAMP)
    await show_live(home, 110)
    await home.choose(stale_limit=stale_limit(title), live_source=LIVE)
    await home.shows("glucose_value", lambda state: state["state"] == "110")
    [chosen] = inputs(title, "low_light")
    await home.automate("lamp", "low_light", **chosen)
    await start_drill(home, title)
    await home.becomes(LAMP, "on", RED)
    brightness = (await home.client.state(LAMP))["attributes"]["brightness"]
    assert brightness == round(chosen["brightness"] * 255 / 100)
    await stop_drill(home, title)
    await home.becomes(LAMP, "off")

    await set_hour(home, 12)
    await start_drill(home, title)
    await home.shows("low", lambda state: state["state"] == "on")
    await home.stays(LAMP, "off")
    await stop_drill(home, title)
    await home.forget("lamp")
    await home.choose()


async def test_missed_dose(home: Home) -> None:
    """Run by hand, the phone says that the dose is missing, and nothing with a dose."""
    title = "Missed long-acting dose"
    [chosen] = inputs(title, "missed_dose")
    await home.measure(120, timedelta(minutes=1))
    automation = await home.automate("dose", "missed_dose", **chosen)
    await home.client.call("automation.trigger", entity_id=automation)
    await comes(home, "No long-acting insulin was logged in the last 14 hours.")

    await home.forget_messages()
    time = now() - timedelta(hours=10)
    await home.upload("events", time, **DOSE)
    await home.reload()
    await home.shows(
        "last_long_acting_insulin", lambda state: state["state"] == time.isoformat()
    )
    await home.client.call("automation.trigger", entity_id=automation)
    await comes(home)
    await home.forget("dose")


async def test_sensor_change(home: Home) -> None:
    """Run by hand, the message arrives at the phone without a time."""
    [chosen] = inputs("Sensor change", "sensor_reminder")
    automation = await home.automate("sensor", "sensor_reminder", **chosen)
    await home.client.call("automation.trigger", entity_id=automation)
    await comes(home, "Check in the Dexcom app when the sensor expires.")
    await home.forget("sensor")


async def test_report(home: Home) -> None:
    """Run by hand, the report is saved and the phone says so."""
    recipe = example("Report for the doctor", "dexcom_cgm.save_report")
    media = home.home_assistant.directory / "media"
    text = json.dumps(recipe)
    for here, there in (("/media/", f"{media}/"), ("notify.my_phone", PHONE)):
        assert here in text
        text = text.replace(here, there)
    await home.client.post(
        "/api/config/automation/config/report", {"id": "report", **json.loads(text)}
    )
    entity_id = "automation.glucose_report_each_quarter"

    async def automations() -> list[str]:
        return [each["entity_id"] for each in await home.client.get("/api/states")]

    await until(automations, lambda found: entity_id in found)
    await home.client.call("automation.trigger", entity_id=entity_id)
    await comes(home, "The report of the last 90 days is saved")
    [file] = media.glob("glucose-quarter-*.html")
    assert file.read_text("utf-8").startswith("<!doctype html>")
    await home.forget("report")


async def ask(home: Home, agent: str) -> dict[str, Any]:
    """Ask the agent; return the result of its tool."""
    answer = await home.client.command(
        "conversation/process", text="What is my glucose?", agent_id=agent
    )
    speech = answer["response"]["speech"]["plain"]["speech"]
    result: dict[str, Any] = json.loads(speech)["data"]
    return result


async def test_voice(home: Home, model: Model) -> None:
    """An agent has both tools, and its answer says whether the reading is made up."""
    title = "Voice"
    await home.measure(120, timedelta(minutes=1))
    entity_id = example(title, "dexcom_cgm.start_drill")["data"]["entity_id"]
    path = "/api/config/config_entries/flow"
    flow = await home.client.post(path, {"handler": "openai_conversation"})
    result = await home.client.post(
        f"{path}/{flow['flow_id']}", {"api_key": "not a key"}
    )
    assert result["type"] == "create_entry", result

    async def agents() -> list[str]:
        found = [each["entity_id"] for each in await home.client.get("/api/states")]
        return [each for each in found if each.startswith("conversation.openai")]

    [agent] = await until(agents, bool)
    await home.client.command(
        "homeassistant/expose_entity",
        assistants=["conversation"],
        entity_ids=[entity_id],
        should_expose=True,
    )
    await start_drill(home, title)
    during = json.dumps(await ask(home, agent))
    for tool in ("dexcom_cgm__glucose_now", "dexcom_cgm__glucose_summary"):
        assert f"`{tool}`" in section(title)
        assert tool in model.tools
    assert "DRILL: this reading is made up" in during
    assert "A DRILL is in progress" in model.request
    await stop_drill(home, title)
    after = json.dumps(await ask(home, agent))
    assert "120" in after
    assert "DRILL" not in after
    assert "DRILL" not in model.request
    await home.client.delete(
        f"/api/config/config_entries/entry/{result['result']['entry_id']}"
    )


async def test_kitchen_tablet(home: Home) -> None:
    """The tablet's user sees the drill of one person, and cannot start one."""
    title = "Kitchen tablet"
    await home.measure(120, timedelta(minutes=1))
    second = (await connect(home.client, "steady"))["result"]["entry_id"]
    await until(
        lambda: states(home.client, second),
        lambda found: found.get("data_status", {}).get("state") == "ok",
        60,
    )
    await home.client.command(
        "lovelace/dashboards/create", url_path="the-kitchen", title="Kitchen"
    )
    await home.client.command(
        "lovelace/config/save",
        url_path="the-kitchen",
        config=example(title, "strategy:"),
    )
    async with other_user(home.client) as tablet:
        drill = example(title, "dexcom_cgm.start_drill")
        with pytest.raises(DemoError, match=r"401|[Uu]nauthorized"):
            await tablet.call(drill["action"], **drill["data"])
        await start_drill(home, title)
        # What the frontend stores after a login.
        tokens = {
            "access_token": tablet.access_token,
            "token_type": "Bearer",
            "expires_in": 1800,
            "expires": (time.time() + 1800) * 1000,
            "hassUrl": tablet.url,
            "clientId": f"{tablet.url}/",
            "refresh_token": "",
        }
        stored = json.dumps(json.dumps(tokens))
        async with browser_page(width=1280, height=900) as page:
            await page.add_init_script(f"localStorage.hassTokens = {stored}")
            texts = []
            for number in (1, 2):
                await open_path(page, tablet.url, f"/the-kitchen/glucose-{number}")
                card = page.locator(CARD)
                await card.wait_for(state="visible")
                texts.append(await card.evaluate("card => card.shadowRoot.textContent"))
            user = await page.evaluate(
                "document.querySelector('home-assistant').hass.user.is_admin"
            )
            assert user is False
        assert ["DRILL" in text for text in texts] == [True, False]
        assert "50" in texts[0]
        await stop_drill(home, title)
    await home.client.delete(f"/api/config/config_entries/entry/{second}")


def test_each_recipe_ends_with_the_drill() -> None:
    """The last paragraphs of each recipe start, see and stop a drill, or say why not."""
    titles = re.findall(r"^## (.+)$", PAGE, re.MULTILINE)
    assert len(titles) == 7
    for title in titles:
        _, _, end = section(title).partition("**The drill**")
        for each in ("dexcom_cgm.start_drill", "dexcom_cgm.stop_drill", "should"):
            assert each in end, title


async def test_nothing_went_wrong(running: Home) -> None:
    """Home Assistant has logged no error of an automation."""
    assert await running.errors() == []
