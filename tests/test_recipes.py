"""The examples of the documentation do what it says, in a running Home Assistant."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
import re
from textwrap import dedent
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from homeassistant.components.recorder.core import Recorder
from homeassistant.const import EVENT_HOMEASSISTANT_START
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers.template import Template
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml
from sandbox.server import Sandbox

from .automations.common import async_account, async_end_automations, reading
from .common import async_pass_time, async_poll_once_more, async_set_up, state
from .static.source import ROOT, files

pytestmark = pytest.mark.usefixtures("applications")


def recipes(language: str, containing: str) -> list[str]:
    """Return the examples of the documentation in a language that contain something."""
    # Examples in lists are indented.
    example = re.compile(rf"^( *)```{language}\n(.*?)^\1```$", re.DOTALL | re.MULTILINE)
    return [
        dedent(found)
        for page in files(ROOT / "docs", "*.md")
        for _, found in example.findall(page.read_text("utf-8"))
        if containing in found
    ]


def recipe(language: str, containing: str) -> str:
    """Return the only example that contains something."""
    (found,) = recipes(language, containing)
    return found


LAMP = recipe("yaml", "trigger: dexcom_cgm.glucose_crossed_threshold")
FROM_OFF = recipe("yaml", 'from: "off"')
NOT_FROM = recipe("yaml", "not_from:")
NUMERIC = recipe("yaml", "trigger: numeric_state")
BECAME_LOW = """\
triggers:
  - trigger: dexcom_cgm.became_low
    target:
      entity_id: sensor.dexcom_cgm_glucose_value
actions:
  - action: light.turn_on
"""
UNGUARDED = """\
triggers:
  - trigger: state
    entity_id: binary_sensor.dexcom_cgm_low
    to: "on"
actions:
  - action: light.turn_on
"""


async def async_run(hass: HomeAssistant, automation: str) -> list[ServiceCall]:
    """Run an automation; return what will hold the calls that switch its light on."""
    calls: list[ServiceCall] = []

    async def turn_on(call: ServiceCall) -> None:
        """Note the call."""
        calls.append(call)

    hass.services.async_register("light", "turn_on", turn_on)
    config: Any = parse_yaml(automation)
    assert await async_setup_component(
        hass, "automation", {"automation": [{"alias": "Recipe", **config}]}
    )
    await hass.async_block_till_done()
    (running,) = hass.states.async_all("automation")
    assert running.state == "on", "the automation is not valid"
    return calls


async def async_measure(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    entry: MockConfigEntry,
    value: int,
) -> None:
    """Let there be another reading."""
    freezer.tick(timedelta(minutes=5))
    sandbox.add_records("ada", "egvs", [reading(1, value)])
    await async_poll_once_more(hass, freezer, entry)


@pytest.mark.parametrize(
    "automation", [LAMP, FROM_OFF, NUMERIC, BECAME_LOW], ids=lambda text: text[15:60]
)
async def test_low_once(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    automation: str,
) -> None:
    """A new low fires; the same low after a reload does not."""
    entry = await async_account(hass, sandbox, reading(5, 100))
    calls = await async_run(hass, automation)
    await async_measure(hass, sandbox, freezer, entry, 52)
    assert state(hass, "ada", "glucose_value") == "52"
    assert len(calls) == 1
    await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done()
    assert state(hass, "ada", "low", "binary_sensor") == "unavailable"
    await async_set_up(hass, entry)
    assert state(hass, "ada", "low", "binary_sensor") == "on"
    assert len(calls) == 1
    await async_end_automations(hass)


async def test_unguarded(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """The documentation's warning: without a guard, a reload counts as a new low."""
    entry = await async_account(hass, sandbox, reading(5, 52))
    calls = await async_run(hass, UNGUARDED)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert len(calls) == 1


@pytest.mark.parametrize(
    ("automation", "fires"),
    [(FROM_OFF, 0), (BECAME_LOW, 1)],
    ids=["guarded", "became_low"],
)
async def test_low_that_begins_during_an_outage(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    automation: str,
    fires: int,
) -> None:
    """A guarded state trigger misses it, the trigger of this integration does not."""
    entry = await async_account(hass, sandbox, reading(5, 100))
    calls = await async_run(hass, automation)
    await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done()
    freezer.tick(timedelta(minutes=5))
    sandbox.add_records("ada", "egvs", [reading(1, 52)])
    await async_set_up(hass, entry)
    assert len(calls) == fires
    await async_end_automations(hass)


async def test_value_recipe(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """A state trigger on the value fires for readings, not for a reload."""
    entry = await async_account(hass, sandbox, reading(5, 100))
    calls = await async_run(hass, NOT_FROM)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert state(hass, "ada", "glucose_value") == "100"
    assert not calls
    await async_measure(hass, sandbox, freezer, entry, 90)
    assert len(calls) == 1


async def test_age_recipe(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """The template gives the age of a reading, and no error without one."""
    template = Template(recipe("jinja", "measured_at").strip(), hass)
    assert template.async_render() is None
    entry = await async_account(hass, sandbox, reading(7, 100))
    assert template.async_render() == 7
    freezer.tick(timedelta(minutes=3))
    assert template.async_render() == 10
    await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done()
    assert state(hass, "ada", "glucose_value") == "unavailable"
    assert template.async_render() is None


async def test_missing_dose_recipe(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """The script goes on only while no dose was logged since the evening."""
    await async_account(hass, sandbox)
    await hass.config.async_set_time_zone("Asia/Tokyo")
    sequence: Any = parse_yaml(recipe("yaml", "response_variable: doses"))
    calls: list[ServiceCall] = []

    async def notify(call: ServiceCall) -> None:
        """Note the call."""
        calls.append(call)

    hass.services.async_register("test", "notify", notify)
    script = {"dose": {"sequence": [*sequence, {"action": "test.notify"}]}}
    assert await async_setup_component(hass, "script", {"script": script})
    await hass.services.async_call("script", "dose", blocking=True)
    assert len(calls) == 1
    time = reading(30, 0)["systemTime"]
    dose = {"eventType": "insulin", "eventSubType": "longActing", "value": "18"}
    sandbox.add_records(
        "ada",
        "events",
        [
            {
                "recordId": "dose",
                "systemTime": time,
                "eventStatus": "created",
                "unit": "units",
                **dose,
            }
        ],
    )
    await hass.services.async_call("script", "dose", blocking=True)
    assert len(calls) == 1


async def test_chart_recipe(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    sandbox: Sandbox,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """The command of the chart's generator returns rows in the form that it reads."""
    (generator,) = re.findall(
        r"callWS\((\{.*?\})\)", recipe("yaml", "apexcharts-card"), re.DOTALL
    )
    await async_account(hass, sandbox, *(reading(65 + 5 * n, 90) for n in range(24)))
    hass.bus.async_fire(EVENT_HOMEASSISTANT_START)
    await hass.async_block_till_done(wait_background_tasks=True)
    await async_wait_recording_done(hass)
    client = await hass_ws_client()
    await client.send_json_auto_id({"type": "recorder/list_statistic_ids"})
    (series,) = [
        each["statistic_id"]
        for each in (await client.receive_json())["result"]
        if each["statistic_id"].startswith("dexcom_cgm:glucose_")
    ]
    command = _as_json(
        generator,
        {
            "start.toISOString()": "'2026-02-28T00:00:00.000Z'",
            "end.toISOString()": "'2026-03-01T12:00:00.000Z'",
            "[id]": f"['{series}']",
        },
    )
    await client.send_json_auto_id(command)
    answer = await client.receive_json()
    assert answer["success"], answer
    rows = answer["result"][series]
    assert rows
    for row in rows:
        assert row["start"] % 3_600_000 == 0
        assert row["mean"] == pytest.approx(90)


def _as_json(script: str, values: dict[str, str]) -> dict[str, Any]:
    """Return an object that is written in JavaScript, with values filled in."""
    for name, value in values.items():
        assert name in script
        script = script.replace(name, value)
    # What is left of it is YAML too.
    parsed: dict[str, Any] = parse_yaml(script)  # type: ignore[assignment]  # a mapping
    return parsed


@pytest.mark.parametrize(
    ("containing", "name", "name_in_may"),
    [
        ("%Y-%m", "glucose-report-2026-04.html", "glucose-report-2026-05.html"),
        ("now().month in", "glucose-quarter-2026-04-01.html", None),
    ],
    ids=["month", "quarter"],
)
async def test_report_recipe(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    tmp_path: Path,
    containing: str,
    name: str,
    name_in_may: str | None,
) -> None:
    """On the first day of a month or a quarter a report is saved, on other days none."""
    await hass.config.async_set_time_zone("UTC")
    await async_account(hass, sandbox, reading(5, 100))
    hass.config.allowlist_external_dirs = {str(tmp_path)}
    messages: list[ServiceCall] = []

    async def send_message(call: ServiceCall) -> None:
        """Note the call."""
        messages.append(call)

    hass.services.async_register("notify", "send_message", send_message)
    recipe_text = recipe("yaml", containing)
    automation = recipe_text.replace("/media/", f"{tmp_path}/")
    assert automation != recipe_text
    config: Any = parse_yaml(automation)
    assert await async_setup_component(
        hass, "automation", {"automation": [{"alias": "Recipe", **config}]}
    )
    await hass.async_block_till_done()
    expected: set[str] = set()
    for month, day, saved in ((3, 31, None), (4, 1, name), (5, 1, name_in_may)):
        freezer.move_to(datetime(2026, month, day, 6, 59, 59, tzinfo=UTC))
        await async_pass_time(hass, freezer, timedelta(seconds=1))
        await async_pass_time(hass, freezer, timedelta(seconds=1))
        expected |= {saved} if saved else set()
        assert {path.name for path in tmp_path.glob("*.html")} == expected
    assert (tmp_path / name).read_bytes().startswith(b"<!doctype html>")
    assert len(messages) == (1 if "send_message" in recipe_text else 0)
    await async_end_automations(hass)
