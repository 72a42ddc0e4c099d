"""The options of an account, in the user's unit."""

from typing import Any

import pytest

from custom_components.dexcom_cgm.data import DexcomConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er
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


async def _country(hass: HomeAssistant) -> None:
    """Live where people use mmol/L."""
    hass.config.country = "GB"


async def _entity(hass: HomeAssistant) -> None:
    """Choose mmol/L for the glucose value."""
    er.async_get(hass).async_update_entity_options(
        "sensor.dexcom_cgm_glucose_value", "sensor", {"unit_of_measurement": "mmol/L"}
    )


@pytest.mark.parametrize("choose", [_country, _entity])
async def test_thresholds_in_mmol(
    hass: HomeAssistant, sandbox: Sandbox, entry: DexcomConfigEntry, choose: Any
) -> None:
    """The form speaks the user's unit, and shows again what was entered."""
    await choose(hass)
    await async_submit(
        hass, entry, {"stale_limit": 90, "urgent_low": 3.1, "low": 3.9, "high": 13.9}
    )
    assert entry.options == {"urgent_low": 56, "low": 70, "high": 250}
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
