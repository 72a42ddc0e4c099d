"""The device of an account says which sensor it is."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.dexcom_cgm.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from sandbox.server import Sandbox

from .common import (
    POLL,
    account_entry,
    async_pass_time,
    async_set_up,
    egv,
    minutes_ago,
    state,
)

pytestmark = pytest.mark.usefixtures("applications")


def model(hass: HomeAssistant) -> str | None:
    """Return the model of ada's device."""
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    (device,) = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    assert device.identifiers == {(DOMAIN, "ada")}
    assert device.manufacturer == "Dexcom"
    return device.model


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"transmitterGeneration": "g7"}, "Dexcom G7"),
        ({"transmitterGeneration": "g6"}, "Dexcom G6"),
        ({"transmitterGeneration": "g6+"}, "Dexcom G6"),
        ({"transmitterGeneration": "g6Pro"}, "Dexcom G6 Pro"),
        ({"transmitterGeneration": "g6 pro"}, "Dexcom G6 Pro"),
        ({"transmitterGeneration": "g715day"}, "Dexcom G7 15 Day"),
        (
            {"transmitterGeneration": "g7", "transmitterGenerationVariant": "g715day"},
            "Dexcom G7 15 Day",
        ),
        (
            {"transmitterGeneration": "g7", "transmitterGenerationVariant": "d1+"},
            "Dexcom ONE+",
        ),
        ({"transmitterGeneration": "g7", "displayApp": "D1G7"}, "Dexcom ONE+"),
        ({"transmitterGeneration": "g6", "displayApp": "DexcomOne"}, "Dexcom ONE"),
        ({"transmitterGeneration": "unknown"}, None),
        ({"transmitterGeneration": None, "displayApp": None}, None),
    ],
)
async def test_model(
    hass: HomeAssistant, sandbox: Sandbox, fields: dict[str, Any], expected: str | None
) -> None:
    """The model is that of the newest reading's sensor."""
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(60), **fields)])
    await async_set_up(hass, account_entry(sandbox, "ada"))
    assert model(hass) == expected


async def test_a_new_sensor_generation(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """A new generation updates the model; a missing one does not."""
    await async_set_up(hass, account_entry(sandbox, "ada"))
    assert model(hass) is None
    for generation, expected in (
        ("g6", "Dexcom G6"),
        ("unknown", "Dexcom G6"),
        ("g7", "Dexcom G7"),
    ):
        sandbox.add_records(
            "ada", "egvs", [egv(minutes_ago(1), transmitterGeneration=generation)]
        )
        await async_pass_time(hass, freezer, POLL)
        assert model(hass) == expected


async def test_upload_and_delay(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """When a device last uploaded, and how late its data were, can be switched on."""
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(80))])
    sandbox.add_records(
        "ada",
        "devices",
        [
            {"lastUploadDate": "2026-03-01T10:00:00Z"},
            {"lastUploadDate": "2026-03-01T11:30:00Z"},
            {"lastUploadDate": None},
        ],
    )
    entry = account_entry(sandbox, "ada")
    entry.add_to_hass(hass)
    for key in ("last_upload", "data_delay"):
        er.async_get(hass).async_get_or_create(
            "sensor", DOMAIN, f"ada_{key}", config_entry=entry, disabled_by=None
        )
    await async_set_up(hass, entry)
    assert state(hass, "ada", "last_upload") == "2026-03-01T11:30:00+00:00"
    # The age of the first one is unknown.
    assert state(hass, "ada", "data_delay") == "unknown"
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(57))])
    await async_pass_time(hass, freezer, POLL)
    assert float(state(hass, "ada", "data_delay")) == pytest.approx(62, abs=0.1)
    await async_pass_time(hass, freezer, POLL)
    assert float(state(hass, "ada", "data_delay")) == pytest.approx(62, abs=0.1)
