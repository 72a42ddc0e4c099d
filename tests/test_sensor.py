"""Test the sensors: current values, and never a stale one as current."""

import asyncio
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.dexcom_cgm.const import DOMAIN
from custom_components.dexcom_cgm.sensor import async_setup_entry
from custom_components.dexcom_cgm.units import chosen_unit
from homeassistant.components.sensor import async_rounded_state
from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity import Entity
from sandbox.faults import Fault
from sandbox.server import Sandbox

from .common import (
    NOW,
    POLL,
    account_entry,
    async_pass_time,
    async_poll_once_more,
    async_set_up,
    attributes,
    egv,
    entity_id,
    minutes_ago,
    polls,
    state,
)

pytestmark = pytest.mark.usefixtures("applications")

PRESENT = ("glucose_value", "glucose_trend", "glucose_delta")


def _add(sandbox: Sandbox, minutes: float, value: int | None, **fields: Any) -> None:
    """Let ada have a reading some minutes ago."""
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(minutes), value, **fields)])


async def test_values(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """Value, trend, difference and times come from the newest two readings."""
    _add(sandbox, 65, 131)
    _add(sandbox, 60, 120, trend="fortyFiveDown")
    await async_set_up(hass, account_entry(sandbox, "ada"))
    assert entity_id(hass, "ada", "glucose_value") == "sensor.dexcom_cgm_glucose_value"
    assert entity_id(hass, "ada", "glucose_trend") == "sensor.dexcom_cgm_glucose_trend"
    assert state(hass, "ada", "glucose_value") == "120"
    assert attributes(hass, "ada", "glucose_value")["measured_at"] == (
        NOW - timedelta(hours=1)
    )
    assert attributes(hass, "ada", "glucose_value")["unit_of_measurement"] == "mg/dL"
    assert state(hass, "ada", "glucose_trend") == "falling_slightly"
    assert state(hass, "ada", "glucose_delta") == "-11"
    assert state(hass, "ada", "last_reading") == "2026-03-01T11:00:00+00:00"
    assert state(hass, "ada", "data_status") == "ok"
    rate = er.async_get(hass).async_get("sensor.dexcom_cgm_glucose_rate")
    assert rate is not None
    assert rate.disabled_by is er.RegistryEntryDisabler.INTEGRATION


@pytest.mark.parametrize(
    ("dexcom", "expected"),
    [
        ("doubleUp", "rising_quickly"),
        ("singleUp", "rising"),
        ("fortyFiveUp", "rising_slightly"),
        ("flat", "steady"),
        ("fortyFiveDown", "falling_slightly"),
        ("singleDown", "falling"),
        ("doubleDown", "falling_quickly"),
        ("none", STATE_UNKNOWN),
        ("rateOutOfRange", STATE_UNKNOWN),
        ("sideways", STATE_UNKNOWN),
        (None, STATE_UNKNOWN),
    ],
)
async def test_trend(
    hass: HomeAssistant, sandbox: Sandbox, dexcom: str | None, expected: str
) -> None:
    """Dexcom's trends have the words of Home Assistant's own integration."""
    _add(sandbox, 60, 120, trend=dexcom)
    await async_set_up(hass, account_entry(sandbox, "ada"))
    assert state(hass, "ada", "glucose_trend") == expected


async def test_mmol_country(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """In countries that use mmol/L, so do the sensors."""
    hass.config.country = "GB"
    _add(sandbox, 65, 102)
    _add(sandbox, 60, 120, trendRate=1.8016)
    entry = account_entry(sandbox, "ada")
    entry.add_to_hass(hass)
    er.async_get(hass).async_get_or_create(
        "sensor", DOMAIN, "ada_glucose_rate", config_entry=entry, disabled_by=None
    )
    await async_set_up(hass, entry)
    assert state(hass, "ada", "glucose_value") == "6.7"
    assert state(hass, "ada", "glucose_delta") == "1.0"
    assert state(hass, "ada", "glucose_rate") == "0.1"
    for key, unit in (
        ("glucose_value", "mmol/L"),
        ("glucose_delta", "mmol/L"),
        ("glucose_rate", "mmol/L/min"),
    ):
        assert attributes(hass, "ada", key)["unit_of_measurement"] == unit


@pytest.mark.parametrize("country", ["US", "GB"])
async def test_switching_the_unit(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory, country: str
) -> None:
    """The state is what is shown in the unit of the entity, as soon as it is chosen."""
    hass.config.country = country
    _add(sandbox, 65, 101)
    _add(sandbox, 60, 92)
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    states = {
        "glucose_value": {"mg/dL": "92", "mmol/L": "5.1"},
        "glucose_delta": {"mg/dL": "-9", "mmol/L": "-0.5"},
    }

    def check(unit: str) -> None:
        for key, expected in states.items():
            found = hass.states.get(entity_id(hass, "ada", key))
            assert found is not None
            assert found.state == expected[unit]
            assert found.attributes["unit_of_measurement"] == unit
            # What Home Assistant shows is the state.
            shown = async_rounded_state(hass, found.entity_id, found)
            assert shown == found.state

    usual = "mmol/L" if country == "GB" else "mg/dL"
    check(usual)
    for unit in ("mmol/L", "mg/dL", "mmol/L"):
        for key in states:
            er.async_get(hass).async_update_entity_options(
                entity_id(hass, "ada", key), "sensor", {"unit_of_measurement": unit}
            )
        await hass.async_block_till_done()
        check(unit)
    # It stays so when the account is loaded again, and in another country.
    for other in ("US", "GB"):
        hass.config.country = other
        await hass.config_entries.async_reload(entry.entry_id)
        await hass.async_block_till_done()
        check("mmol/L")


@pytest.mark.parametrize("unit", ["mg/dL", "mmol/L"])
async def test_a_unit_from_before(
    hass: HomeAssistant, sandbox: Sandbox, unit: str
) -> None:
    """The unit that Home Assistant has stored for a sensor is kept."""
    hass.config.country = "GB" if unit == "mg/dL" else "US"
    _add(sandbox, 60, 92)
    entry = account_entry(sandbox, "ada")
    entry.add_to_hass(hass)
    registry = er.async_get(hass)
    entity = registry.async_get_or_create(
        "sensor", DOMAIN, "ada_glucose_value", config_entry=entry
    )
    registry.async_update_entity_options(
        entity.entity_id, "sensor.private", {"suggested_unit_of_measurement": unit}
    )
    await async_set_up(hass, entry)
    assert state(hass, "ada", "glucose_value") == ("92" if unit == "mg/dL" else "5.1")
    assert attributes(hass, "ada", "glucose_value")["unit_of_measurement"] == unit
    assert chosen_unit(hass, "ada") == unit


@pytest.mark.parametrize(
    ("country", "unit"), [("US", "mg/dL/min"), ("SE", "mmol/L/min")]
)
async def test_rate_may_be_missing(
    hass: HomeAssistant, sandbox: Sandbox, country: str, unit: str
) -> None:
    """Dexcom often sends no rate."""
    hass.config.country = country
    _add(sandbox, 60, 120, trendRate=None)
    entry = account_entry(sandbox, "ada")
    entry.add_to_hass(hass)
    er.async_get(hass).async_get_or_create(
        "sensor", DOMAIN, "ada_glucose_rate", config_entry=entry, disabled_by=None
    )
    await async_set_up(hass, entry)
    assert state(hass, "ada", "glucose_rate") == STATE_UNKNOWN
    assert attributes(hass, "ada", "glucose_rate")["unit_of_measurement"] == unit


async def test_an_account_without_data(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """An account that has no data yet is set up, and what is not known is unknown."""
    await async_set_up(hass, account_entry(sandbox, "ada"))
    for key in (*PRESENT, "last_reading"):
        assert state(hass, "ada", key) == STATE_UNKNOWN
    assert state(hass, "ada", "data_status") == "no_data"


async def test_added_in_chunks(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """Enabled sensors are added a few per iteration of the event loop."""
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    iteration = 0
    added: dict[int, int] = {}

    async def count() -> None:
        nonlocal iteration
        while True:
            iteration += 1
            await asyncio.sleep(0)

    def add(
        new_entities: Iterable[Entity],
        update_before_add: bool = False,
        *,
        config_subentry_id: str | None = None,
    ) -> None:
        assert iteration not in added
        added[iteration] = len(list(new_entities))

    counting = hass.async_create_background_task(count(), "count")
    await async_setup_entry(hass, entry, add)
    counting.cancel()
    assert max(added.values()) <= 6
    assert sum(added.values()) == len(
        [
            each
            for each in er.async_entries_for_config_entry(
                er.async_get(hass), entry.entry_id
            )
            if each.domain == "sensor" and not each.disabled
        ]
    )


async def test_a_repeated_value_is_a_new_state(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """The same value measured again is another state."""
    _add(sandbox, 5, 120)
    await async_set_up(hass, account_entry(sandbox, "ada"))
    first = hass.states.get("sensor.dexcom_cgm_glucose_value")
    await async_pass_time(hass, freezer, POLL)
    assert hass.states.get("sensor.dexcom_cgm_glucose_value") is first
    _add(sandbox, 5, 120)
    await async_pass_time(hass, freezer, POLL)
    second = hass.states.get("sensor.dexcom_cgm_glucose_value")
    assert first is not None
    assert second is not None
    assert second.state == first.state == "120"
    assert second.last_updated > first.last_updated
    assert second.attributes["measured_at"] > first.attributes["measured_at"]
    for each in (first, second):
        time = each.attributes["measured_at"]
        assert each.attributes["measurement_timestamp"] == time
        assert each.state_info is not None
        assert "measurement_timestamp" in each.state_info["unrecorded_attributes"]


async def test_stale_while_dexcom_answers(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """At the stale limit, and not before, values become unknown without a poll."""
    _add(sandbox, 60, 120)
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    for _ in range(4):
        await async_pass_time(hass, freezer, POLL)
    await async_poll_once_more(hass, freezer, entry)
    freezer.move_to(NOW + timedelta(minutes=29, seconds=58))
    await async_pass_time(hass, freezer, timedelta(0))
    assert state(hass, "ada", "glucose_value") == "120"
    requests = len(polls(sandbox))
    await async_pass_time(hass, freezer, timedelta(seconds=2.6))
    assert len(polls(sandbox)) == requests
    for key in PRESENT:
        assert state(hass, "ada", key) == STATE_UNKNOWN
    found = hass.states.get("sensor.dexcom_cgm_glucose_value")
    assert found is not None
    # The time stays an attribute, since this change is not a measurement.
    assert found.attributes["measured_at"] == NOW - timedelta(hours=1)
    assert found.attributes["measurement_timestamp"] == NOW - timedelta(hours=1)
    assert "source" not in found.attributes
    assert "measured_at" not in attributes(hass, "ada", "glucose_trend")
    assert state(hass, "ada", "last_reading") == "2026-03-01T11:00:00+00:00"
    assert state(hass, "ada", "data_status") == "delayed"
    for _ in range(3):
        await async_pass_time(hass, freezer, timedelta(minutes=2))
    assert hass.states.get("sensor.dexcom_cgm_glucose_value") is found


async def test_stale_while_dexcom_does_not_answer(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """A failed poll changes nothing; at the stale limit values become unavailable."""
    _add(sandbox, 60, 120)
    await async_set_up(hass, account_entry(sandbox, "ada"))
    fault = Fault(path="*/egvs", status=503)
    sandbox.faults.add(fault)
    await async_pass_time(hass, freezer, POLL)
    assert state(hass, "ada", "glucose_value") == "120"
    assert state(hass, "ada", "data_status") == "cannot_connect"
    freezer.move_to(NOW + timedelta(minutes=30))
    await async_pass_time(hass, freezer, timedelta(seconds=0.6))
    for key in PRESENT:
        assert state(hass, "ada", key) == STATE_UNAVAILABLE
    assert state(hass, "ada", "last_reading") == "2026-03-01T11:00:00+00:00"
    assert state(hass, "ada", "data_status") == "cannot_connect"
    sandbox.faults.clear()
    _add(sandbox, 60, 130)
    await async_pass_time(hass, freezer, POLL)
    assert state(hass, "ada", "glucose_value") == "130"
    assert state(hass, "ada", "data_status") == "ok"


async def test_stale_while_a_poll_hangs(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """A poll that never ends does not keep an old value on the screen."""
    _add(sandbox, 89, 120)
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    sandbox.faults.add(Fault(path="*/egvs", delay=100))
    poll = hass.async_create_task(entry.runtime_data.glucose.async_refresh())
    while not any(armed.applied for armed in sandbox.faults.armed):
        await asyncio.sleep(0)
    freezer.tick(timedelta(minutes=1, seconds=1))
    async_fire_time_changed(hass)
    await asyncio.sleep(0)
    assert not poll.done()
    for key in PRESENT:
        assert state(hass, "ada", key) == STATE_UNKNOWN
    freezer.tick(timedelta(minutes=5))
    await poll


async def test_an_old_reading_at_the_start(
    hass: HomeAssistant, sandbox: Sandbox
) -> None:
    """After days without a sensor the last reading is known, and not shown as new."""
    _add(sandbox, 5 * 24 * 60, 120)
    await async_set_up(hass, account_entry(sandbox, "ada"))
    assert state(hass, "ada", "glucose_value") == STATE_UNKNOWN
    assert state(hass, "ada", "last_reading") == "2026-02-24T12:00:00+00:00"
    assert state(hass, "ada", "data_status") == "delayed"


async def test_everybody_is_read(
    hass: HomeAssistant, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    """Each made-up person works, whatever the form of the data."""
    people = ("steady", "lows", "mmol", "gaps", "odd", "receiver", "one", "new")
    for person in people:
        await async_set_up(hass, account_entry(sandbox, person, title=person))
    for person in people:
        last = state(hass, person, "last_reading")
        assert last.startswith("2026-0"), person
    for person in ("steady", "lows", "mmol", "one", "new"):
        truth = sandbox.truth(person, NOW - timedelta(minutes=20), NOW)
        assert state(hass, person, "glucose_value") == str(truth[-1].value)
    assert "Traceback" not in caplog.text
