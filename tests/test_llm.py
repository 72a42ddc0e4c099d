"""The chat tools give an assistant an account's data, with their age."""

from datetime import UTC, datetime, timedelta
import json
import logging
from statistics import fmean
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import probatio
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
import voluptuous as vol

from custom_components.dexcom_cgm import llm as platform
from custom_components.dexcom_cgm.const import DOMAIN
from custom_components.dexcom_cgm.glucose import CurrentGlucose, Reading, Source, Trend
from custom_components.dexcom_cgm.glucose.summary import summarize
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er, llm
from homeassistant.setup import async_setup_component
from sandbox.faults import Fault
from sandbox.server import Sandbox
from sandbox.versions import Reading as TrueReading

from .common import (
    NOW,
    account_entry,
    async_pass_time,
    async_set_up,
    egv,
    entity_id,
    minutes_ago,
    state,
)

pytestmark = pytest.mark.usefixtures("applications")

ASSISTANT = "conversation"
GLUCOSE_NOW = "dexcom_cgm__glucose_now"
GLUCOSE_SUMMARY = "dexcom_cgm__glucose_summary"


@pytest.fixture(autouse=True)
async def assist(hass: HomeAssistant) -> None:
    """Set up what assistants ask, in a time zone with daylight saving time."""
    await hass.config.async_set_time_zone("Europe/Berlin")
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "llm", {})


async def async_connect(
    hass: HomeAssistant, sandbox: Sandbox, person: str, title: str = "Dexcom CGM"
) -> MockConfigEntry:
    """Set an account up and expose its glucose to the assistant."""
    entry = account_entry(sandbox, person, title=title)
    await async_set_up(hass, entry)
    expose(hass, person)
    return entry


def expose(hass: HomeAssistant, person: str, should_expose: bool = True) -> None:
    """Expose a person's glucose to the assistant, or not."""
    found = entity_id(hass, person, "glucose_value")
    async_expose_entity(hass, ASSISTANT, found, should_expose)


async def async_tools(
    hass: HomeAssistant, assistant: str = ASSISTANT
) -> dict[str, llm.Tool]:
    """Return the integration's tools as Home Assistant gives them to an assistant."""
    api = await llm.async_get_api(hass, llm.LLM_API_ASSIST, context(assistant))
    return {tool.name: tool for tool in api.tools if tool.integration == DOMAIN}


def context(assistant: str = ASSISTANT) -> llm.LLMContext:
    """Return who asks."""
    return llm.LLMContext(
        platform="test",
        context=Context(),
        language="en",
        assistant=assistant,
        device_id=None,
    )


async def async_call(hass: HomeAssistant, tool: llm.Tool, **args: Any) -> Any:
    """Call a tool as an assistant does, and return what it reads."""
    asked = llm.ToolInput(tool_name=tool.name, tool_args=args)
    result = await tool.async_call(hass, asked, context())
    assert isinstance(result, llm.ToolResult)
    assert not result.error
    data = json.loads(json.dumps(result.data))
    assert "No alarm system, not for treatment decisions" in data["note"]
    assert "one hour" in data["note"]
    return data["accounts"]


async def async_ask(hass: HomeAssistant, name: str, **args: Any) -> Any:
    """Return the answer of a tool about the only account."""
    (answer,) = await async_call(hass, (await async_tools(hass))[name], **args)
    return answer


async def test_only_what_is_exposed(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """Without exposure to this very assistant there is no tool, and no prompt."""
    entry = account_entry(sandbox, "steady")
    await async_set_up(hass, entry)
    assert not await async_tools(hass)

    expose(hass, "steady")
    assert set(await async_tools(hass)) == {GLUCOSE_NOW, GLUCOSE_SUMMARY}
    assert not await async_tools(hass, "cloud.alexa")
    assert platform.async_get_tools(hass, context(), "homeassistant") is None

    api = await llm.async_get_api(hass, llm.LLM_API_ASSIST, context())
    assert "no alarm system" in api.api_prompt
    assert "Always say how old a reading is" in api.api_prompt

    registry, glucose = er.async_get(hass), entity_id(hass, "steady", "glucose_value")
    registry.async_update_entity(glucose, disabled_by=er.RegistryEntryDisabler.USER)
    assert not await async_tools(hass)
    registry.async_update_entity(glucose, disabled_by=None)
    assert await async_tools(hass)
    await hass.config_entries.async_unload(entry.entry_id)
    assert not await async_tools(hass)
    await async_set_up(hass, entry)
    assert await async_tools(hass)
    registry.async_remove(glucose)
    assert not await async_tools(hass)


async def test_tools(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """The tools only read, and their schemas can be converted for assistants."""
    await async_connect(hass, sandbox, "steady")
    tools = await async_tools(hass)
    for tool in tools.values():
        assert tool.annotations == llm.ToolAnnotations(
            read_only=True, destructive=False, idempotent=True, open_world=False
        )
    assert not probatio.to_openapi(tools[GLUCOSE_NOW].parameters)["properties"]
    summary = probatio.to_openapi(tools[GLUCOSE_SUMMARY].parameters)
    assert summary["required"] == ["period"]
    assert summary["properties"].keys() == {"period"}
    assert summary["properties"]["period"]["enum"] == [
        "last_night",
        "last_day",
        "last_fortnight",
    ]
    with pytest.raises(vol.Invalid):
        await async_call(hass, tools[GLUCOSE_SUMMARY], period="last_year")


@pytest.mark.parametrize("unit", ["mg/dL", "mmol/L"])
async def test_now(
    hass: HomeAssistant,
    sandbox: Sandbox,
    caplog: pytest.LogCaptureFixture,
    unit: str,
) -> None:
    """The newest reading comes with its age, in the unit of the exposed sensor."""
    caplog.set_level(logging.DEBUG)
    await async_connect(hass, sandbox, "steady", "Ada's sensor")
    er.async_get(hass).async_update_entity_options(
        entity_id(hass, "steady", "glucose_value"),
        "sensor",
        {"unit_of_measurement": unit},
    )
    before, newest = sandbox.truth("steady", NOW - timedelta(minutes=10), NOW)
    tools = await async_tools(hass)
    caplog.clear()
    (answer,) = await async_call(hass, tools[GLUCOSE_NOW])
    await async_call(hass, tools[GLUCOSE_SUMMARY], period="last_day")
    assert not caplog.records
    reading = answer.pop("reading")
    delta = newest.value - before.value
    assert reading.pop("value") == in_unit(newest.value, unit)
    assert reading.pop("delta") == in_unit(delta, unit)
    assert reading == {
        "unit": unit,
        "trend": state(hass, "steady", "glucose_trend"),
        "source": "official",
        "is_low": False,
        "is_urgent_low": False,
        "is_high": False,
    }
    at = datetime.fromisoformat(answer.pop("newest_reading_at"))
    assert at == newest.time.replace(microsecond=0)
    assert at.utcoffset() == timedelta(hours=1)
    assert answer == {
        "name": "Ada's sensor",
        "data_status": "ok",
        "newest_reading_age_minutes": (NOW - newest.time) // timedelta(minutes=1),
    }


def in_unit(value: float, unit: str) -> float:
    """Return a value as people read it."""
    return round(value) if unit == "mg/dL" else round(value / 18.0182, 1)


@pytest.mark.parametrize(
    ("value", "beyond"),
    [
        (39, {"is_low", "is_urgent_low"}),
        (65, {"is_low"}),
        (120, set()),
        (300, {"is_high"}),
    ],
)
async def test_low_and_high(
    hass: HomeAssistant, sandbox: Sandbox, value: int, beyond: set[str]
) -> None:
    """The answer says whether the reading is low or high for the person."""
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(70), value)])
    await async_connect(hass, sandbox, "ada")
    answer = await async_ask(hass, GLUCOSE_NOW)
    reading = answer["reading"]
    assert {key for key in reading if reading[key] is True} == beyond
    assert reading["delta"] is None
    assert answer["newest_reading_age_minutes"] == 70


async def test_unknown_settings(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """Until the settings are known, nothing is said about low and high."""
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(3), 60)])
    sandbox.faults.add(Fault(path="*/devices", delay=30))
    entry = account_entry(sandbox, "ada")
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    expose(hass, "ada")
    reading = (await async_ask(hass, GLUCOSE_NOW))["reading"]
    assert (reading["value"], reading["is_low"]) == (60, None)
    await async_pass_time(hass, freezer, timedelta(seconds=31))
    assert (await async_ask(hass, GLUCOSE_NOW))["reading"]["is_low"] is True


async def test_live(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """A live reading is marked as such, beside the official status."""
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(120), 137)])
    entry = await async_connect(hass, sandbox, "ada")
    assert (await async_ask(hass, GLUCOSE_NOW))["reading"] is None
    reading = Reading(
        record_id="live", time=minutes_ago(4), value=210, trend=Trend.SINGLE_UP
    )
    entry.runtime_data.glucose.async_set_live(
        CurrentGlucose(reading, None, Source.LIVE)
    )
    answer = await async_ask(hass, GLUCOSE_NOW)
    assert answer["data_status"] == "delayed"
    assert answer["newest_reading_age_minutes"] == 4
    shown = {key: answer["reading"][key] for key in ("value", "trend", "source")}
    assert shown == {"value": 210, "trend": "rising", "source": "live"}


async def test_stale(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """Of a stale reading the answer has the time only."""
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(3), 137)])
    await async_connect(hass, sandbox, "ada")
    await async_pass_time(hass, freezer, timedelta(minutes=86))
    assert (await async_ask(hass, GLUCOSE_NOW))["reading"]["value"] == 137
    await async_pass_time(hass, freezer, timedelta(minutes=1))
    assert await async_ask(hass, GLUCOSE_NOW) == {
        "name": "Dexcom CGM",
        "data_status": "delayed",
        "newest_reading_at": "2026-03-01T12:57:00+01:00",
        "newest_reading_age_minutes": 90,
        "reading": None,
    }
    sandbox.faults.add(Fault(path="*/egvs", status=503))
    await async_pass_time(hass, freezer, timedelta(minutes=6))
    answer = await async_ask(hass, GLUCOSE_NOW)
    assert (answer["data_status"], answer["reading"]) == ("cannot_connect", None)


async def test_no_data(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """An account without readings has no glucose and no last reading."""
    await async_connect(hass, sandbox, "ada")
    assert await async_ask(hass, GLUCOSE_NOW) == {
        "name": "Dexcom CGM",
        "data_status": "no_data",
        "newest_reading_at": None,
        "newest_reading_age_minutes": None,
        "reading": None,
    }
    answer = await async_ask(hass, GLUCOSE_SUMMARY, period="last_fortnight")
    assert answer["readings"] == 0
    assert answer["has_enough_readings"] is False
    unknown = {key for key, value in answer.items() if value is None}
    assert unknown == {
        "newest_reading_at",
        "cgm_active",
        "mean_glucose",
        "time_in_range",
        "time_below_range",
        "time_above_range",
        "gmi",
        "lowest",
        "highest",
    }


async def test_several_accounts(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """The response covers all exposed accounts, or the requested one."""
    await async_connect(hass, sandbox, "steady", "Ada")
    await async_connect(hass, sandbox, "lows", "Dexcom CGM 2")
    await async_set_up(hass, account_entry(sandbox, "mmol", title="Cleo"))
    registry = er.async_get(hass)
    entity = registry.async_get(entity_id(hass, "lows", "glucose_value"))
    assert entity is not None
    assert entity.device_id is not None
    dr.async_get(hass).async_update_device(entity.device_id, name_by_user="Ben")

    newest = {
        name: sandbox.truth(person, NOW - timedelta(minutes=10), NOW)[-1].value
        for name, person in (("Ada", "steady"), ("Ben", "lows"))
    }
    tools = await async_tools(hass)
    for tool in tools.values():
        fields = probatio.to_openapi(tool.parameters)
        assert fields["properties"]["name"]["enum"] == ["Ada", "Ben"]
        assert "name" not in fields.get("required", ())
    tool = tools[GLUCOSE_NOW]
    everybody = await async_call(hass, tool)
    assert {each["name"]: each["reading"]["value"] for each in everybody} == newest
    (ben,) = await async_call(hass, tool, name="Ben")
    assert (ben["name"], ben["reading"]["value"]) == ("Ben", newest["Ben"])
    (ben,) = await async_call(
        hass, tools[GLUCOSE_SUMMARY], name="Ben", period="last_day"
    )
    assert ben["name"] == "Ben"
    with pytest.raises(vol.Invalid):
        await async_call(hass, tool, name="Cleo")

    expose(hass, "lows", should_expose=False)
    assert [each["name"] for each in await async_call(hass, tool)] == ["Ada"]
    asked = llm.ToolInput(tool_name=tool.name, tool_args={"name": "Ben"})
    result = await tool.async_call(hass, asked, context())
    assert isinstance(result, llm.ToolResult)
    assert result.error
    assert result.data.keys() == {"error"}


def share(readings: list[TrueReading], lowest: int, highest: int) -> float:
    """Return the share of values from lowest to highest, in %."""
    inside = sum(lowest <= each.value <= highest for each in readings)
    return round(100 * inside / len(readings), 1)


@pytest.mark.parametrize("person", ["steady", "mmol"])
@pytest.mark.parametrize(("period", "days"), [("last_day", 1), ("last_fortnight", 14)])
async def test_summary(
    hass: HomeAssistant, sandbox: Sandbox, person: str, period: str, days: int
) -> None:
    """The summaries of a day and of 14 days equal the sandbox's truth."""
    hass.config.country = "GB" if person == "mmol" else "US"
    unit = "mmol/L" if person == "mmol" else "mg/dL"
    entry = await async_connect(hass, sandbox, person)
    start = NOW - timedelta(days=days)
    await hass.services.async_call(
        DOMAIN,
        "import_history",
        {"config_entry_id": entry.entry_id, "start": start},
        blocking=True,
    )
    truth = sandbox.truth(person, start, NOW)
    assert len(truth) > 200 * days
    answer = await async_ask(hass, GLUCOSE_SUMMARY, period=period)
    assert answer["unit"] == unit
    assert datetime.fromisoformat(answer["start"]) == start
    assert datetime.fromisoformat(answer["end"]) == NOW
    assert answer["readings"] == len(truth)
    newest = datetime.fromisoformat(answer["newest_reading_at"])
    assert newest == truth[-1].time.replace(microsecond=0)
    assert answer["cgm_active"] == pytest.approx(
        100 * len(truth) / (288 * days), abs=0.4
    )
    assert answer["has_enough_readings"] is True
    mean = fmean(each.value for each in truth)
    assert answer["mean_glucose"] == in_unit(mean, unit)
    assert answer["time_in_range"] == share(truth, 70, 180)
    assert answer["time_below_range"] == share(truth, 0, 69)
    assert answer["time_above_range"] == share(truth, 181, 500)
    gmi = round(3.31 + 0.02392 * mean, 1) if days == 14 else None
    assert answer["gmi"] == gmi
    for key, extreme in (("lowest", min), ("highest", max)):
        found = extreme(each.value for each in truth)
        first = next(each for each in truth if each.value == found)
        assert answer[key]["value"] == in_unit(found, unit)
        at = datetime.fromisoformat(answer[key]["at"])
        assert at == first.time.replace(microsecond=0)


def test_nothing_can_be_known_yet() -> None:
    """Early in the night, with a long delay, nothing is missing and nothing known."""
    start = NOW - timedelta(hours=2)
    found = summarize(
        [],
        [],
        start=start,
        end=NOW,
        known_until=NOW - timedelta(hours=3),
        zone=UTC,
    )
    assert (len(found.distribution), found.sufficiency.active) == (0, None)
    assert found.has_enough_readings is False


async def test_too_few_readings(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """With less than a tenth of a fortnight, this is said, and there is no GMI."""
    await async_connect(hass, sandbox, "steady")
    answer = await async_ask(hass, GLUCOSE_SUMMARY, period="last_fortnight")
    assert 0 < answer["readings"] < 400
    assert answer["has_enough_readings"] is False
    assert answer["history_loaded"] == 0
    assert answer["mean_glucose"] is not None
    assert answer["gmi"] is None


async def test_short_low(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """A low that is too short for an episode is not hidden."""
    readings = [egv(minutes_ago(5 * tick), 100) for tick in range(12, 276)]
    readings[100]["value"] = readings[101]["value"] = 45
    sandbox.add_records("ada", "egvs", readings)
    await async_connect(hass, sandbox, "ada")
    answer = await async_ask(hass, GLUCOSE_SUMMARY, period="last_day")
    assert (answer["readings"], answer["low_episodes"]) == (264, 0)
    at = datetime.fromisoformat(readings[101]["systemTime"])
    assert answer["lowest"]["value"] == 45
    assert datetime.fromisoformat(answer["lowest"]["at"]) == at
    tool = (await async_tools(hass))[GLUCOSE_SUMMARY]
    assert tool.description is not None
    assert "no low of 15 minutes or more" in tool.description
    assert "will likely differ" in tool.description


async def test_low_episodes(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """Low episodes are counted, and the newest five are listed."""
    lows = {3: 60, 50: 58, 60: 57, 70: 56, 80: 55, 90: 54, 100: 53}
    values = [100] * 240
    for first, value in lows.items():
        values[first : first + 4] = [65, value, 66, 67]
    values[-3:] = [68, 67, 66]
    sandbox.add_records(
        "ada",
        "egvs",
        [
            egv(minutes_ago(5 * (240 - place)), value)
            for place, value in enumerate(values)
        ],
    )
    await async_connect(hass, sandbox, "ada")
    answer = await async_ask(hass, GLUCOSE_SUMMARY, period="last_day")
    assert (answer["low_episodes"], answer["low_minutes"]) == (8, 7 * 20 + 15)
    assert [each["lowest"] for each in answer["newest_low_episodes"]] == [
        56,
        55,
        54,
        53,
        66,
    ]
    assert answer["newest_low_episodes"][-2:] == [
        {
            "start": "2026-03-01T01:20:00+01:00",
            "end": "2026-03-01T01:40:00+01:00",
            "minutes": 20,
            "lowest": 53,
            "may_be_longer": False,
        },
        {
            "start": "2026-03-01T12:45:00+01:00",
            "end": "2026-03-01T13:00:00+01:00",
            "minutes": 15,
            "lowest": 66,
            "may_be_longer": True,
        },
    ]


@pytest.mark.parametrize(
    ("now", "start", "end", "hours"),
    [
        ("2026-03-01T09:00+01:00", "02-28T22:00+01:00", "03-01T06:00+01:00", 8),
        # The night that goes on.
        ("2026-03-01T03:00+01:00", "02-28T22:00+01:00", "03-01T03:00+01:00", 5),
        # In the evening, the night before is the last one.
        ("2026-03-01T23:30+01:00", "02-28T22:00+01:00", "03-01T06:00+01:00", 8),
        # In spring an hour is missing, in autumn one comes twice.
        ("2026-03-29T09:00+02:00", "03-28T22:00+01:00", "03-29T06:00+02:00", 7),
        ("2026-10-25T09:00+01:00", "10-24T22:00+02:00", "10-25T06:00+01:00", 9),
        ("2026-10-25T02:30+01:00", "10-24T22:00+02:00", "10-25T02:30+01:00", 5.5),
    ],
)
async def test_night(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    now: str,
    start: str,
    end: str,
    hours: float,
) -> None:
    """The last night goes by the clock on the wall."""
    freezer.move_to(datetime.fromisoformat(now).astimezone(UTC))
    entry = await async_connect(hass, sandbox, "steady")
    await hass.services.async_call(
        DOMAIN,
        "import_history",
        {
            "config_entry_id": entry.entry_id,
            "start": datetime.now(UTC) - timedelta(days=2),
        },
        blocking=True,
    )
    window = [datetime.fromisoformat(f"2026-{each}") for each in (start, end)]
    assert window[1] - window[0] == timedelta(hours=hours)
    truth = sandbox.truth("steady", *window)
    answer = await async_ask(hass, GLUCOSE_SUMMARY, period="last_night")
    assert [datetime.fromisoformat(answer[key]) for key in ("start", "end")] == window
    assert answer["start"].startswith(f"2026-{start[:-6]}:00")
    assert answer["readings"] == len(truth)
    slot = 100 / (12 * hours)
    assert answer["cgm_active"] == pytest.approx(len(truth) * slot, abs=slot)
    assert answer["mean_glucose"] == round(fmean(each.value for each in truth))
    assert answer["gmi"] is None
