"""Low, urgent low and high, by the person's own settings, and never by an old reading."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.dexcom_cgm.glucose import Thresholds
from homeassistant.core import HomeAssistant
from sandbox.faults import Fault
from sandbox.server import Sandbox

from .common import (
    POLL,
    account_entry,
    async_pass_time,
    async_set_up,
    attributes,
    egv,
    minutes_ago,
    state,
)

pytestmark = pytest.mark.usefixtures("applications")

KEYS = ("low", "urgent_low", "high")


def settings(**values: float) -> dict[str, Any]:
    """Return a device with these alert settings."""
    return {
        "lastUploadDate": "2026-03-01T11:00:00Z",
        "displayDevice": "iOS",
        "alertSchedules": [
            {
                "alertScheduleSettings": {
                    "alertScheduleName": "",
                    "isEnabled": True,
                    "startTime": "00:00",
                    "endTime": "00:00",
                },
                "alertSettings": [
                    {"alertName": name, "value": value, "unit": "mg/dL"}
                    for name, value in values.items()
                ],
            }
        ],
    }


def states(hass: HomeAssistant) -> list[str]:
    """Return the states of ada's binary sensors."""
    return [state(hass, "ada", key, "binary_sensor") for key in KEYS]


@pytest.mark.parametrize(
    ("value", "status", "expected"),
    [
        (39, "low", ["on", "on", "off"]),
        (None, "low", ["on", "on", "off"]),
        (55, None, ["on", "on", "off"]),
        (56, None, ["on", "off", "off"]),
        (69, None, ["on", "off", "off"]),
        (70, None, ["off", "off", "off"]),
        (250, None, ["off", "off", "off"]),
        (251, None, ["off", "off", "on"]),
        (401, "high", ["off", "off", "on"]),
        (None, "high", ["off", "off", "on"]),
    ],
)
async def test_usual_thresholds(
    hass: HomeAssistant,
    sandbox: Sandbox,
    value: int | None,
    status: str | None,
    expected: list[str],
) -> None:
    """Without settings the usual thresholds count, LOW and HIGH are what they say."""
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(60), value, status=status)])
    await async_set_up(hass, account_entry(sandbox, "ada"))
    assert states(hass) == expected


async def test_own_thresholds(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """The person's settings count, and a change of them is seen within two hours."""
    sandbox.add_records("ada", "devices", [settings(low=80, urgentLow=60, high=180)])
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(10), 75)])
    await async_set_up(hass, account_entry(sandbox, "ada"))
    assert states(hass) == ["on", "off", "off"]
    assert attributes(hass, "ada", "low", "binary_sensor")["threshold"] == 80
    newer = settings(low=65) | {"lastUploadDate": "2026-03-01T12:00:00Z"}
    sandbox.add_records("ada", "devices", [newer])
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(-60), 75)])
    await async_pass_time(hass, freezer, timedelta(hours=2, seconds=1))
    assert states(hass) == ["off", "off", "off"]


async def test_options_come_first(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """Home Assistant's options override Dexcom's settings."""
    sandbox.add_records("ada", "devices", [settings(low=80, high=180)])
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(10), 190)])
    entry = account_entry(sandbox, "ada")
    entry.add_to_hass(hass)
    hass.config_entries.async_update_entry(entry, options={"high": 200})
    await async_set_up(hass, entry)
    assert states(hass) == ["off", "off", "off"]
    assert attributes(hass, "ada", "high", "binary_sensor")["threshold"] == 200
    assert attributes(hass, "ada", "low", "binary_sensor")["threshold"] == 80


async def test_found_once(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """Thresholds are found once for a reading, and again when an option changes."""
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(10), 190)])
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    devices, current = entry.runtime_data.devices, entry.runtime_data.glucose.data
    found = devices.thresholds(current.reading)
    assert found == Thresholds()
    assert devices.thresholds(current.reading) is found
    hass.config_entries.async_update_entry(entry, options={"low": 80})
    assert devices.thresholds(current.reading) == Thresholds(low=80)


async def test_settings_that_do_not_come(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """Without settings from Dexcom, the default thresholds apply."""
    sandbox.faults.add(Fault(path="*/devices", status=403))
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(10), 60)])
    await async_set_up(hass, account_entry(sandbox, "ada"))
    assert states(hass) == ["on", "off", "off"]
    assert state(hass, "ada", "data_status") == "ok"


async def test_not_known_yet(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """Until the settings are known, nothing is said about low and high."""
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(10), 60)])
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    entry.runtime_data.devices.data = None
    entry.runtime_data.devices.async_update_listeners()
    assert states(hass) == ["unknown"] * 3


async def test_stale(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """An old low is unknown or unavailable, and never off."""
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(85), 50)])
    await async_set_up(hass, account_entry(sandbox, "ada"))
    assert states(hass) == ["on", "on", "off"]
    await async_pass_time(hass, freezer, timedelta(minutes=5, seconds=0.6))
    assert states(hass) == ["unknown"] * 3
    sandbox.faults.add(Fault(path="*/egvs", status=500))
    await async_pass_time(hass, freezer, POLL)
    assert states(hass) == ["unavailable"] * 3
