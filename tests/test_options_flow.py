"""The options of an account, in the user's unit."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.dexcom_cgm.data import DexcomConfigEntry
from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er
from sandbox.people import Person
from sandbox.server import Sandbox

from .common import account_entry, async_set_up, egv, minutes_ago, state
from .static.source import PACKAGE, load_json

pytestmark = pytest.mark.usefixtures("applications")


@pytest.fixture
async def entry(hass: HomeAssistant, sandbox: Sandbox) -> DexcomConfigEntry:
    """Return ada's account, with a reading of two hours ago."""
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(120))])
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    return entry


async def async_submit(
    hass: HomeAssistant, entry: DexcomConfigEntry, user_input: dict[str, Any]
) -> dict[str, Any]:
    """Fill in the form."""
    result = await hass.config_entries.options.async_init(entry.entry_id)
    assert result["type"] is FlowResultType.FORM
    assert result["description_placeholders"] is not None
    assert result["description_placeholders"]["default"] == "90"
    result = await hass.config_entries.options.async_configure(
        result["flow_id"], user_input
    )
    await hass.async_block_till_done()
    return dict(result)


async def test_stale_limit(
    hass: HomeAssistant, sandbox: Sandbox, entry: DexcomConfigEntry
) -> None:
    """A longer limit shows an older reading, at once."""
    assert state(hass, "ada", "glucose_value") == "unknown"
    result = await async_submit(hass, entry, {"stale_limit": 150})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert entry.options == {"stale_limit": 150}
    assert state(hass, "ada", "glucose_value") == "120"


async def test_options_apply_without_a_reload(
    hass: HomeAssistant, sandbox: Sandbox, entry: DexcomConfigEntry
) -> None:
    """No entity becomes unavailable, so that nothing old looks new, and all is applied."""
    source = er.async_get(hass).async_get_or_create(
        "sensor",
        "other",
        "glucose",
        original_device_class=SensorDeviceClass.BLOOD_GLUCOSE_CONCENTRATION,
    )
    now = datetime.now(UTC)
    hass.states.async_set(
        source.entity_id,
        "99",
        {
            "device_class": "blood_glucose_concentration",
            "unit_of_measurement": "mg/dL",
            "timestamp": now.isoformat(),
        },
    )
    changes = async_capture_events(hass, EVENT_STATE_CHANGED)
    runtime = entry.runtime_data
    live = {"stale_limit": 150, "live_source": source.entity_id}
    await async_submit(hass, entry, live)
    assert state(hass, "ada", "glucose_value") == "99"
    assert state(hass, "ada", "low", "binary_sensor") == "off"
    await async_submit(hass, entry, {**live, "low": 100, "urgent_low": 60})
    assert state(hass, "ada", "glucose_value") == "99"
    assert state(hass, "ada", "low", "binary_sensor") == "on"
    await async_submit(hass, entry, {"stale_limit": 150})
    assert state(hass, "ada", "glucose_value") == "120"
    # The source is followed no longer.
    hass.states.async_set(source.entity_id, "98", {"unit_of_measurement": "mg/dL"})
    await hass.async_block_till_done()
    assert state(hass, "ada", "glucose_value") == "120"
    await async_submit(hass, entry, {"stale_limit": 90})
    assert state(hass, "ada", "glucose_value") == "unknown"
    assert entry.runtime_data is runtime
    assert changes
    assert not [
        change.data["entity_id"]
        for change in changes
        if "unavailable" in str(change.data["new_state"])
    ]
    assert not [
        change for change in changes if change.data["entity_id"].startswith("event.")
    ]


async def test_the_usual_limit_is_not_stored(
    hass: HomeAssistant, sandbox: Sandbox, entry: DexcomConfigEntry
) -> None:
    """An unchanged default limit continues to follow the region."""
    await async_submit(hass, entry, {"stale_limit": 90})
    assert entry.options == {}


@pytest.mark.parametrize(
    ("region", "limit", "error"),
    [
        ("us", 30, "stale_limit_below_delay"),
        ("us", 64, "stale_limit_below_delay"),
        ("us", 65, None),
        ("sandbox", 60, "stale_limit_below_delay"),
        ("ous", 90, "stale_limit_below_delay"),
        ("ous", 184, "stale_limit_below_delay"),
        ("ous", 185, None),
        ("jp", 180, "stale_limit_below_delay"),
        ("us", 9, "stale_limit_out_of_range"),
        ("us", 0, "stale_limit_out_of_range"),
        ("us", -90, "stale_limit_out_of_range"),
        ("us", 1441, "stale_limit_out_of_range"),
        ("us", 1e300, "stale_limit_out_of_range"),
        ("us", 1440, None),
    ],
)
async def test_useful_stale_limit(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: DexcomConfigEntry,
    region: str,
    limit: float,
    error: str | None,
) -> None:
    """A limit within Dexcom's own delay is refused, and the least useful one named."""
    await hass.config_entries.async_unload(entry.entry_id)
    hass.config_entries.async_update_entry(entry, data={**entry.data, "region": region})
    result = await hass.config_entries.options.async_init(entry.entry_id)
    result = await hass.config_entries.options.async_configure(
        result["flow_id"], {"stale_limit": limit}
    )
    if error is None:
        assert result["type"] is FlowResultType.CREATE_ENTRY
        return
    assert result["errors"] == {"stale_limit": error}
    shown = texts(result, "error", error)
    assert shown.endswith(
        {
            "stale_limit_out_of_range": "from 10 to 1440.",
            "stale_limit_below_delay": "A shorter limit is only useful with a live source.",
        }[error]
    )
    if error == "stale_limit_below_delay":
        delay = 60 if region in ("us", "sandbox") else 180
        assert f"about {delay} minutes" in shown
        assert f"Enter {delay + 5} minutes or more" in shown


async def test_short_stale_limit_with_a_live_source(
    hass: HomeAssistant, sandbox: Sandbox, entry: DexcomConfigEntry
) -> None:
    """With a live source a short stale limit is allowed."""
    hass.states.async_set("sensor.elsewhere", "150", GLUCOSE)
    chosen = {"stale_limit": 15, "live_source": "sensor.elsewhere"}
    await async_submit(hass, entry, chosen)
    assert entry.options == chosen
    result = await async_submit(hass, entry, {"stale_limit": 15})
    assert result["errors"] == {"stale_limit": "stale_limit_below_delay"}


@pytest.mark.parametrize(
    ("country", "wrong", "right", "error"),
    [
        ("US", {"low": 5.0}, {}, "Enter a value from 40 mg/dL to 400 mg/dL."),
        ("US", {"low": 39, "high": 401}, {"urgent_low": 40}, None),
        ("US", {"high": 1e300}, {"low": 400}, None),
        ("GB", {"low": 70}, {}, "Enter a value from 2.2 mmol/L to 22.2 mmol/L."),
        ("GB", {"urgent_low": 2.1, "high": 22.3}, {"low": 22.2}, None),
        ("GB", {"high": -1}, {"low": 2.2}, None),
    ],
)
async def test_threshold_range(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: DexcomConfigEntry,
    country: str,
    wrong: dict[str, float],
    right: dict[str, float],
    error: str | None,
) -> None:
    """A threshold that no sensor measures is refused with the range in the unit."""
    hass.config.country = country
    result = await async_submit(hass, entry, {"stale_limit": 90, **wrong, **right})
    assert result["errors"] == dict.fromkeys(wrong, "threshold_out_of_range")
    if error:
        assert texts(result, "error", "threshold_out_of_range") == error
    result = await async_submit(hass, entry, {"stale_limit": 90, **right})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert entry.options.keys() == right.keys()


def texts(result: Any, *path: str) -> str:
    """Return a text of the dialog as the user reads it."""
    section: Any = load_json(PACKAGE / "translations" / "en.json")["options"]
    for key in path:
        section = section[key]
    return str(section).format(**result["description_placeholders"])


async def test_thresholds_in_force(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """Each field says what is in force now, and what is without the option."""
    setting = {"unit": "mg/dL", "snooze": 30, "enabled": True, "delay": 0}
    sandbox.add_records(
        "ada",
        "devices",
        [
            {
                "lastUploadDate": "2026-03-01T12:00:00",
                "transmitterGeneration": "g7",
                "displayDevice": "iOS",
                "alertSchedules": [
                    {
                        "alertScheduleSettings": {"isDefaultSchedule": True},
                        "alertSettings": [
                            {**setting, "alertName": "low", "value": 80},
                            {**setting, "alertName": "high", "value": 240},
                        ],
                    }
                ],
            }
        ],
    )
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(30))])
    entry = account_entry(sandbox, "ada")
    entry.add_to_hass(hass)
    hass.config_entries.async_update_entry(entry, options={"high": 200})
    await async_set_up(hass, entry)
    result = await hass.config_entries.options.async_init(entry.entry_id)
    low = texts(result, "step", "init", "data_description", "low")
    assert "Currently: 80 mg/dL. If empty: 80 mg/dL." in low
    high = texts(result, "step", "init", "data_description", "high")
    assert "Currently: 200 mg/dL. If empty: 240 mg/dL." in high
    urgent_low = texts(result, "step", "init", "data_description", "urgent_low")
    assert "Currently: 55 mg/dL. If empty: 55 mg/dL." in urgent_low
    hass.config.country = "GB"
    result = await hass.config_entries.options.async_init(entry.entry_id)
    high = texts(result, "step", "init", "data_description", "high")
    assert "Currently: 11.1 mmol/L. If empty: 13.3 mmol/L." in high


async def test_thresholds_that_are_not_known(
    hass: HomeAssistant, sandbox: Sandbox
) -> None:
    """Without a reading, or while the account is not set up, none is claimed."""
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    for _ in range(2):
        result = await hass.config_entries.options.async_init(entry.entry_id)
        low = texts(result, "step", "init", "data_description", "low")
        assert "Currently: –. If empty: –." in low
        await hass.config_entries.async_unload(entry.entry_id)


async def test_thresholds(
    hass: HomeAssistant, sandbox: Sandbox, entry: DexcomConfigEntry
) -> None:
    """Thresholds are stored in mg/dL, and can be emptied again."""
    await async_submit(
        hass, entry, {"stale_limit": 90, "urgent_low": 50, "low": 65, "high": 200}
    )
    assert entry.options == {"urgent_low": 50, "low": 65, "high": 200}
    await async_submit(hass, entry, {"stale_limit": 90, "high": 210})
    assert entry.options == {"high": 210}


@pytest.mark.parametrize("country", ["GB", "US"])
async def test_thresholds_in_mmol(
    hass: HomeAssistant, sandbox: Sandbox, country: str
) -> None:
    """The form uses the user's unit, and shows again what was entered."""
    hass.config.country = country
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    if country == "US":
        er.async_get(hass).async_update_entity_options(
            "sensor.dexcom_cgm_glucose_value",
            "sensor",
            {"unit_of_measurement": "mmol/L"},
        )
    await async_submit(
        hass, entry, {"stale_limit": 90, "urgent_low": 3.1, "low": 3.9, "high": 13.9}
    )
    # A reading shown as 13.9 is not high, and one shown as 3.1 is urgently low.
    assert entry.options == {"urgent_low": 56, "low": 70, "high": 251}
    result = await hass.config_entries.options.async_init(entry.entry_id)
    assert result["data_schema"] is not None
    shown = {
        str(key): key.description["suggested_value"]
        for key in result["data_schema"].schema
        if key.description
    }
    assert shown == {"urgent_low": 3.1, "low": 3.9, "high": 13.9}


@pytest.mark.parametrize(
    ("thresholds", "errors"),
    [
        ({"urgent_low": 70, "low": 70}, {"urgent_low": "urgent_low_not_below_low"}),
        ({"urgent_low": 80, "low": 70}, {"urgent_low": "urgent_low_not_below_low"}),
        ({"low": 200, "high": 180}, {"low": "low_not_below_high"}),
        ({"urgent_low": 190, "high": 180}, {"urgent_low": "urgent_low_not_below_high"}),
        (
            {"urgent_low": 300, "low": 200, "high": 180},
            {"urgent_low": "urgent_low_not_below_low", "low": "low_not_below_high"},
        ),
    ],
)
async def test_wrong_order(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: DexcomConfigEntry,
    thresholds: dict[str, int],
    errors: dict[str, str],
) -> None:
    """Thresholds in the wrong order show an error, and can be corrected."""
    result = await async_submit(hass, entry, {"stale_limit": 90, **thresholds})
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == errors
    assert entry.options == {}
    result = dict(
        await hass.config_entries.options.async_configure(
            result["flow_id"], {"stale_limit": 90, "low": 70}
        )
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert entry.options == {"low": 70}


GLUCOSE = {
    "device_class": "blood_glucose_concentration",
    "unit_of_measurement": "mg/dL",
}


def suggested(result: Any, field: str) -> Any:
    """Return what a form suggests for a field."""
    marker = next(each for each in result["data_schema"].schema if each == field)
    return (marker.description or {}).get("suggested_value")


async def test_live_source(
    hass: HomeAssistant, sandbox: Sandbox, entry: DexcomConfigEntry
) -> None:
    """A live source survives renaming, and can be removed again."""
    registry = er.async_get(hass)
    source = registry.async_get_or_create(
        "sensor", "nightscout", "1", suggested_object_id="elsewhere"
    )
    hass.states.async_set(source.entity_id, "150", {**GLUCOSE, "date": minutes_ago(1)})
    chosen = {"stale_limit": 90, "live_source": "sensor.elsewhere"}
    result = await async_submit(hass, entry, chosen)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert entry.options == {"live_source": source.id}
    assert state(hass, "ada", "glucose_value") == "150"
    registry.async_update_entity(source.entity_id, new_entity_id="sensor.renamed")
    result = dict(await hass.config_entries.options.async_init(entry.entry_id))
    assert suggested(result, "live_source") == "sensor.renamed"
    await async_submit(hass, entry, {"stale_limit": 90, "high": 200})
    assert entry.options == {"high": 200}
    assert state(hass, "ada", "glucose_value") == "unknown"


async def test_live_source_that_is_removed(
    hass: HomeAssistant, sandbox: Sandbox, entry: DexcomConfigEntry
) -> None:
    """One that is not there any more is not suggested."""
    hass.config_entries.async_update_entry(entry, options={"live_source": "0" * 32})
    result = dict(await hass.config_entries.options.async_init(entry.entry_id))
    assert suggested(result, "live_source") is None


async def test_live_source_without_an_id(
    hass: HomeAssistant, sandbox: Sandbox, entry: DexcomConfigEntry
) -> None:
    """A sensor that is not in the registry is stored by its name."""
    hass.states.async_set("sensor.elsewhere", "8.3", GLUCOSE)
    chosen = {"stale_limit": 90, "live_source": "sensor.elsewhere"}
    await async_submit(hass, entry, chosen)
    assert entry.options == {"live_source": "sensor.elsewhere"}


async def test_live_source_that_is_not_running(
    hass: HomeAssistant, sandbox: Sandbox, entry: DexcomConfigEntry
) -> None:
    """A glucose sensor can be chosen also while its integration has a problem."""
    source = er.async_get(hass).async_get_or_create(
        "sensor",
        "nightscout",
        "1",
        original_device_class="blood_glucose_concentration",
    )
    chosen = {"stale_limit": 90, "live_source": source.entity_id}
    await async_submit(hass, entry, chosen)
    assert entry.options == {"live_source": source.id}


async def test_live_source_to_choose(
    hass: HomeAssistant, sandbox: Sandbox, entry: DexcomConfigEntry
) -> None:
    """The selector does not offer the sensors of this integration."""
    sandbox.add_person(Person(id="bob"))
    await async_set_up(hass, account_entry(sandbox, "bob", title="Dexcom CGM 2"))
    er.async_get(hass).async_update_entity(
        "sensor.dexcom_cgm_glucose_value", new_entity_id="sensor.ada"
    )
    result: Any = await hass.config_entries.options.async_init(entry.entry_id)
    selector = result["data_schema"].schema["live_source"]
    assert selector.serialize()["selector"]["entity"]["filter"]
    excluded = selector.config["exclude_entities"]
    ours = {state.entity_id for state in hass.states.async_all("sensor")}
    assert {"sensor.ada", "sensor.dexcom_cgm_2_glucose_value"} <= ours
    assert ours <= set(excluded)


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("sensor.dexcom_cgm_glucose_value", "live_source_is_ours"),
        ("sensor.dexcom_cgm_glucose_delta", "live_source_is_ours"),
        ("sensor.dexcom_cgm_2_glucose_value", "live_source_is_ours"),
        ("sensor.power", "live_source_not_glucose"),
        ("number.target", "live_source_not_glucose"),
        ("sensor.nobody_knows", "live_source_not_glucose"),
    ],
)
async def test_no_live_source(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: DexcomConfigEntry,
    source: str,
    error: str,
) -> None:
    """A sensor of this integration, or of anything else, is refused in kind words."""
    sandbox.add_person(Person(id="bob"))
    await async_set_up(hass, account_entry(sandbox, "bob", title="Dexcom CGM 2"))
    hass.states.async_set("sensor.power", "230", {"device_class": "power"})
    hass.states.async_set("number.target", "110", GLUCOSE)
    result = await async_submit(hass, entry, {"stale_limit": 90, "live_source": source})
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == {"live_source": error}
    assert suggested(result, "live_source") == source
    assert entry.options == {}
