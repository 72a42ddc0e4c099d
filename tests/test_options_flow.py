"""The options of an account, in the user's unit."""

from typing import Any

import pytest

from custom_components.dexcom_cgm.data import DexcomConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er
from sandbox.people import Person
from sandbox.server import Sandbox

from .common import account_entry, async_set_up, egv, minutes_ago, state

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
    assert result["description_placeholders"] == {"default": "90"}
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


async def test_the_usual_limit_is_not_stored(
    hass: HomeAssistant, sandbox: Sandbox, entry: DexcomConfigEntry
) -> None:
    """Who keeps the usual limit goes on following the region."""
    await async_submit(hass, entry, {"stale_limit": 90})
    assert entry.options == {}


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
    """The form speaks the user's unit, and shows again what was entered."""
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
    """Thresholds in the wrong order are told, and can be put right."""
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
    """A live source is stored so that it may be renamed, and can be taken away again."""
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
