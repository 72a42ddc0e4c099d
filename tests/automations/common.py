"""Automations for the tests of triggers and conditions."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.dexcom_cgm.const import DOMAIN
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
from sandbox.server import Sandbox
from tests.common import account_entry, async_set_up, egv, entity_id, minutes_ago

# Each of the fired trigger's facts reaches the recorded call.
FACTS = ("device_id", "glucose", "unit", "delta", "trend", "source", "age")


def threshold(kind: str, unit: str, *numbers: float) -> dict[str, Any]:
    """Return the options of a comparison with one threshold, or with two."""
    keys = ["value"] if len(numbers) == 1 else ["value_min", "value_max"]
    entries = [{"number": number, "unit_of_measurement": unit} for number in numbers]
    return {"threshold": {"type": kind, **dict(zip(keys, entries, strict=True))}}


# Comparisons, a value for which each holds, and one for which it does not.
COMPARISONS: list[tuple[dict[str, Any], int, int]] = [
    (threshold("below", "mg/dL", 70), 69, 70),
    (threshold("below", "mmol/L", 3.9), 69, 70),
    (threshold("above", "mg/dL", 180), 181, 180),
    (threshold("above", "mmol/L", 10), 182, 180),
    (threshold("between", "mg/dL", 70, 180), 70, 69),
    (threshold("between", "mmol/L", 3.9, 10), 70, 69),
    (threshold("between", "mmol/L", 4, 10), 72, 182),
    (threshold("outside", "mg/dL", 70, 180), 69, 180),
    # 181 mg/dL is shown as 10.0 mmol/L.
    (threshold("outside", "mmol/L", 3.9, 10), 182, 181),
]
# Levels by the default thresholds: a value of the level, and one that is not.
LEVELS = {"low": (69, 70), "urgent_low": (55, 56), "high": (251, 250)}

type Case = tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]


def for_each(cases: list[Case]) -> pytest.MarkDecorator:
    """Run a test for each case: a name, its options, and two readings.

    The trigger or condition matches the first reading, and not the second one.
    """
    return pytest.mark.parametrize(
        ("name", "options", "matching", "different"),
        [
            pytest.param(*case, id=f"{case[0]}-{number}")
            for number, case in enumerate(cases)
        ],
    )


def compared(name: str) -> list[Case]:
    """Return the cases of a trigger or condition that compares with a threshold."""
    return [
        (name, options, {"value": matching}, {"value": different})
        for options, matching, different in COMPARISONS
    ]


async def async_account(
    hass: HomeAssistant,
    sandbox: Sandbox,
    *readings: dict[str, Any],
    options: dict[str, Any] | None = None,
) -> MockConfigEntry:
    """Set up the account of "ada", who has some readings."""
    sandbox.add_records("ada", "egvs", list(readings))
    entry = account_entry(sandbox, "ada")
    entry.add_to_hass(hass)
    if options:
        hass.config_entries.async_update_entry(entry, options=options)
    await async_set_up(hass, entry)
    return entry


def reading(minutes: float, value: int, **fields: Any) -> dict[str, Any]:
    """Return a reading that was measured some minutes ago."""
    return egv(minutes_ago(minutes), value, **fields)


def device_of(hass: HomeAssistant, entry: MockConfigEntry) -> str:
    """Return the device of an account."""
    (device,) = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    return device.id


def target(hass: HomeAssistant) -> dict[str, Any]:
    """Return the target that means the account of "ada"."""
    return {"entity_id": entity_id(hass, "ada", "glucose_value")}


async def async_automate(
    hass: HomeAssistant,
    trigger: str,
    meant: dict[str, Any],
    conditions: list[dict[str, Any]] | None = None,
    **options: Any,
) -> list[dict[str, Any]]:
    """Set up an automation; return what will hold the facts of each time it ran."""
    ran: list[dict[str, Any]] = []

    async def note(call: ServiceCall) -> None:
        """Note the facts."""
        ran.append(dict(call.data))

    hass.services.async_register("test", "note", note)
    config = {
        "alias": trigger,
        "triggers": [
            {
                "trigger": f"{DOMAIN}.{trigger}",
                "target": meant,
                "options": {
                    key: str(value) if isinstance(value, timedelta) else value
                    for key, value in options.items()
                },
            }
        ],
        "conditions": conditions or [],
        "actions": [
            {
                "action": "test.note",
                "data": {
                    **{fact: f"{{{{ trigger.{fact} }}}}" for fact in FACTS},
                    "measured_at": "{{ trigger.measured_at.isoformat() }}",
                },
            }
        ],
    }
    assert await async_setup_component(hass, "automation", {"automation": [config]})
    await hass.async_block_till_done()
    (automation,) = hass.states.async_all("automation")
    assert automation.state == "on", "the automation is not valid"
    return ran


async def async_end_automations(hass: HomeAssistant) -> None:
    """Take automations out of force, so that none of their timers goes on."""
    if automations := hass.states.async_entity_ids("automation"):
        await hass.services.async_call(
            "automation", "turn_off", {"entity_id": automations}, blocking=True
        )
