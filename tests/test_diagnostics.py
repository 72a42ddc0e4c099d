"""Diagnostics say how an account works, and nothing about the person."""

from datetime import timedelta
import json

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.dexcom_cgm.diagnostics import async_get_config_entry_diagnostics
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from sandbox.faults import Fault
from sandbox.server import Sandbox

from .common import POLL, account_entry, async_pass_time, async_set_up, egv, minutes_ago

pytestmark = pytest.mark.usefixtures("applications")


async def test_diagnostics(
    hass: HomeAssistant,
    sandbox: Sandbox,
    hass_client: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Counts, ages and statuses are there; values, ids and tokens are not."""
    assert await async_setup_component(hass, "diagnostics", {})
    sandbox.add_records(
        "ada", "egvs", [egv(minutes_ago(65), 237), egv(minutes_ago(60), 241), "junk"]
    )
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    sandbox.faults.add(Fault(path="*/egvs", status=500))
    await async_pass_time(hass, freezer, POLL)
    found = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    assert found == {
        "version": "0.1.0",
        "region": "sandbox",
        "options_set": [],
        "accounts": 1,
        "login": {"minutes_to_expiry": 115, "renewals": 0},
        "polling": {
            "status": "cannot_connect",
            "last_error": "UpdateFailed",
            "minutes_since_success": 5,
            "requests_since_start": 6,
            "requests_today": 6,
        },
        "readings": {
            "known": 2,
            "broken_records": 1,
            "newest_age_minutes": 65,
            "newest_has_delta": True,
            "newest_has_trend": True,
            "stale_limit_minutes": 90,
        },
        "live_source": {
            "set": False,
            "integration": None,
            "newest_age_minutes": None,
        },
    }
    text = json.dumps(found)
    token = entry.data["token"]
    for secret in ("237", "241", "11:00", token["access_token"], "abab", "ada"):
        assert secret not in text


async def test_diagnostics_of_a_live_source(
    hass: HomeAssistant, sandbox: Sandbox
) -> None:
    """Of a live source, diagnostics have the platform and age, and nothing else."""
    source = er.async_get(hass).async_get_or_create(
        "sensor", "nightscout", "secret", suggested_object_id="brother"
    )
    unit = {"unit_of_measurement": "mg/dL", "date": minutes_ago(7)}
    hass.states.async_set(source.entity_id, "237", unit)
    entry = account_entry(sandbox, "ada")
    entry.add_to_hass(hass)
    hass.config_entries.async_update_entry(entry, options={"live_source": source.id})
    await async_set_up(hass, entry)
    found = await async_get_config_entry_diagnostics(hass, entry)
    assert found["options_set"] == ["live_source"]
    assert found["live_source"] == {
        "set": True,
        "integration": "nightscout",
        "newest_age_minutes": 7,
    }
    text = json.dumps(found)
    for secret in ("237", "brother", "secret", source.id, "11:53"):
        assert secret not in text


async def test_diagnostics_without_data(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """An account without readings has diagnostics too; a day begins at midnight UTC."""
    entry = account_entry(sandbox, "empty")
    await async_set_up(hass, entry)
    found = await async_get_config_entry_diagnostics(hass, entry)
    assert found["readings"]["newest_age_minutes"] is None
    assert found["polling"]["requests_today"] == 5
    freezer.tick(timedelta(hours=13))
    found = await async_get_config_entry_diagnostics(hass, entry)
    assert found["polling"]["requests_today"] == 0
    await async_pass_time(hass, freezer, timedelta(0))
    found = await async_get_config_entry_diagnostics(hass, entry)
    assert found["polling"]["requests_today"] == 5
    assert found["polling"]["requests_since_start"] == 10
