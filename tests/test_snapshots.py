"""Snapshots of all entities and of the diagnostics of one account."""

from datetime import timedelta
import re

import pytest
from pytest_homeassistant_custom_component.common import snapshot_platform
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.syrupy import HomeAssistantSnapshotExtension
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from syrupy.assertion import SnapshotAssertion

from custom_components.dexcom_cgm import PLATFORMS
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity import Entity
from homeassistant.setup import async_setup_component
from sandbox.server import Sandbox

from .common import NOW, account_entry, async_set_up, egv

pytestmark = pytest.mark.usefixtures("applications", "all_enabled")

EVENT = {
    "recordId": "event",
    "systemTime": (NOW - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%SZ"),
    "displayTime": (NOW - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%S-08:00"),
    "eventStatus": "created",
    "eventType": "carbs",
    "value": "45",
    "unit": "grams",
}


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Serialize without ids and times that vary, as Home Assistant's own tests do."""
    return snapshot.use_extension(HomeAssistantSnapshotExtension)


@pytest.fixture
def all_enabled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enable all entities by default."""
    monkeypatch.setattr(Entity, "entity_registry_enabled_default", True)


def add_data(sandbox: Sandbox) -> None:
    """Add a day of readings, from 76 to 219 mg/dL, and a meal."""
    sandbox.add_records(
        "ada",
        "egvs",
        [
            egv(
                NOW - timedelta(minutes=5 * number),
                76 + number % 144,
                transmitterGenerationVariant="g7",
            )
            for number in range(288)
        ],
    )
    sandbox.add_records("ada", "events", [EVENT])


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_entities(
    hass: HomeAssistant,
    sandbox: Sandbox,
    snapshot: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
    platform: Platform,
) -> None:
    """Entities have the expected registry entries, states and attributes."""
    add_data(sandbox)
    monkeypatch.setattr("custom_components.dexcom_cgm.PLATFORMS", [platform])
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    await hass.async_block_till_done(wait_background_tasks=True)
    await snapshot_platform(hass, er.async_get(hass), snapshot, entry.entry_id)


async def test_diagnostics(
    hass: HomeAssistant,
    sandbox: Sandbox,
    hass_client: ClientSessionGenerator,
    snapshot: SnapshotAssertion,
) -> None:
    """The diagnostics have the expected content, and no long numbers or times."""
    assert await async_setup_component(hass, "diagnostics", {})
    add_data(sandbox)
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    await hass.async_block_till_done(wait_background_tasks=True)
    found = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    assert found == snapshot
    assert not re.search(r"\d{5}|\d\d:\d\d", str(found))
