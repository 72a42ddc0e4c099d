"""Triggers fire once for what is new, and never for what is old."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
import voluptuous as vol

from custom_components.dexcom_cgm.trigger import TRIGGERS
from homeassistant.core import HomeAssistant
from sandbox.faults import Fault
from sandbox.people import Person
from sandbox.server import Sandbox
from tests.common import (
    POLL,
    account_entry,
    async_pass_time,
    async_set_up,
    egv,
    minutes_ago,
    state,
)

from .common import (
    LEVELS,
    Case,
    async_account,
    async_automate,
    async_end_automations,
    compared,
    device_of,
    for_each,
    reading,
    target,
    threshold,
)

pytestmark = pytest.mark.usefixtures("applications")

BELOW_70 = threshold("below", "mg/dL", 70)["threshold"]
# Triggers that compare with the previous reading.
CASES: list[Case] = [
    *compared("glucose_crossed_threshold"),
    *(
        (f"became_{level}", {}, {"value": matching}, {"value": different})
        for level, (matching, different) in LEVELS.items()
    ),
    *(
        (f"no_longer_{level}", {}, {"value": different}, {"value": matching})
        for level, (matching, different) in LEVELS.items()
    ),
    (
        "started_rising_quickly",
        {},
        {"value": 99, "trend": "doubleUp"},
        {"value": 99, "trend": "singleUp"},
    ),
    (
        "started_falling_quickly",
        {},
        {"value": 99, "trend": "doubleDown"},
        {"value": 99, "trend": "singleDown"},
    ),
]
# The region's delay and half an hour.
STALE_LIMIT = 90


@pytest.fixture(autouse=True)
async def automations(hass: HomeAssistant) -> AsyncGenerator[None]:
    """End the automations of a test."""
    yield
    await async_end_automations(hass)


async def async_measure(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    *,
    age: float = 1,
    wait: timedelta = POLL,
    **fields: Any,
) -> None:
    """Let a reading come with the next poll, when it is some minutes old."""
    minutes = age - wait / timedelta(minutes=1)
    sandbox.add_records("ada", "egvs", [reading(minutes, **fields)])
    await async_pass_time(hass, freezer, wait)


def test_every_change_is_tested() -> None:
    """No trigger is left out."""
    others = {"readings_stopped", "readings_came_back", "new_reading"}
    assert {each[0] for each in CASES} == TRIGGERS.keys() - others


@for_each(CASES)
async def test_fires_once(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    name: str,
    options: dict[str, Any],
    matching: dict[str, Any],
    different: dict[str, Any],
) -> None:
    """A change fires once, with its facts, and again after it was otherwise."""
    entry = await async_account(hass, sandbox, reading(5, **different))
    ran = await async_automate(hass, name, target(hass), **options)
    await async_measure(hass, sandbox, freezer, **matching)
    assert len(ran) == 1
    assert ran[0]["device_id"] == device_of(hass, entry)
    assert (ran[0]["glucose"], ran[0]["unit"]) == (matching["value"], "mg/dL")
    assert (ran[0]["source"], ran[0]["age"]) == ("official", 1)
    await async_measure(hass, sandbox, freezer, **matching)
    await async_pass_time(hass, freezer, POLL)
    assert len(ran) == 1
    await async_measure(hass, sandbox, freezer, **different)
    assert len(ran) == 1
    await async_measure(hass, sandbox, freezer, **matching)
    assert len(ran) == 2


@for_each(CASES)
async def test_what_is_so_at_the_start_fires_nothing(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    name: str,
    options: dict[str, Any],
    matching: dict[str, Any],
    different: dict[str, Any],
) -> None:
    """The first reading does not fire; the same after a reload of the account."""
    entry = await async_account(hass, sandbox, reading(5, **matching))
    ran = await async_automate(hass, name, target(hass), **options)
    await async_measure(hass, sandbox, freezer, **matching)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    await async_measure(hass, sandbox, freezer, **matching)
    assert ran == []


@for_each(CASES)
async def test_what_comes_late_fires_nothing(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    name: str,
    options: dict[str, Any],
    matching: dict[str, Any],
    different: dict[str, Any],
) -> None:
    """Neither what comes out of order, nor what has passed, nor what is too old."""
    await async_account(hass, sandbox, reading(5, **different))
    ran = await async_automate(hass, name, target(hass), **options)
    # Before the newest one.
    await async_measure(hass, sandbox, freezer, age=20, **matching)
    # A matching reading in between, followed by a different one.
    sandbox.add_records(
        "ada",
        "egvs",
        [reading(-2, **matching), reading(-4, **different), reading(-1, **matching)],
    )
    await async_pass_time(hass, freezer, POLL)
    # The newest, and too old.
    await async_pass_time(hass, freezer, timedelta(hours=3))
    await async_measure(hass, sandbox, freezer, age=STALE_LIMIT + 1, **matching)
    assert ran == []


@for_each(CASES)
async def test_across_silence(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    name: str,
    options: dict[str, Any],
    matching: dict[str, Any],
    different: dict[str, Any],
) -> None:
    """A change over unknown and unavailable fires; what stayed as it was does not."""
    await async_account(hass, sandbox, reading(5, **different))
    ran = await async_automate(hass, name, target(hass), **options)
    await async_pass_time(hass, freezer, timedelta(hours=2))
    assert state(hass, "ada", "glucose_value") == "unknown"
    await async_measure(hass, sandbox, freezer, **matching)
    assert len(ran) == 1
    sandbox.faults.add(Fault(path="*/egvs", status=503, times=30))
    await async_pass_time(hass, freezer, timedelta(hours=2))
    await async_pass_time(hass, freezer, POLL)
    assert state(hass, "ada", "glucose_value") == "unavailable"
    sandbox.faults.clear()
    await async_measure(hass, sandbox, freezer, wait=timedelta(minutes=20), **matching)
    assert len(ran) == 1


async def test_silence(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """Readings stop at the very moment the newest is too old, and come back, once."""
    await async_account(hass, sandbox, reading(5, 120))
    stopped = await async_automate(hass, "readings_stopped", target(hass))
    await async_pass_time(hass, freezer, timedelta(minutes=STALE_LIMIT - 5, seconds=-1))
    assert stopped == []
    await async_pass_time(hass, freezer, timedelta(seconds=1))
    assert [(each["glucose"], each["age"]) for each in stopped] == [(None, 90)]
    await async_measure(hass, sandbox, freezer, age=STALE_LIMIT + 1, value=60)
    await async_measure(hass, sandbox, freezer, value=110)
    await async_measure(hass, sandbox, freezer, value=111)
    assert len(stopped) == 1


async def test_coming_back(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """Readings come back once, with a reading that is young enough."""
    await async_account(hass, sandbox, reading(5, 120))
    back = await async_automate(hass, "readings_came_back", target(hass))
    await async_measure(hass, sandbox, freezer, value=119)
    await async_pass_time(hass, freezer, timedelta(hours=3))
    await async_measure(hass, sandbox, freezer, age=STALE_LIMIT + 1, value=60)
    assert back == []
    await async_measure(hass, sandbox, freezer, value=110)
    await async_measure(hass, sandbox, freezer, value=111)
    assert [each["glucose"] for each in back] == [110]


async def test_silence_while_the_account_cannot_be_set_up(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """Readings stop also where a reload has failed in the meantime."""
    entry = await async_account(hass, sandbox, reading(5, 120))
    stopped = await async_automate(hass, "readings_stopped", target(hass))
    assert await hass.config_entries.async_unload(entry.entry_id)
    await async_pass_time(hass, freezer, timedelta(hours=2))
    assert len(stopped) == 1


async def test_new_reading(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """Each newer reading fires once, with the same value too; nothing else does."""
    entry = await async_account(hass, sandbox, reading(5, 120))
    ran = await async_automate(hass, "new_reading", target(hass))
    await async_measure(hass, sandbox, freezer, value=120, record_id="first")
    measured_at = minutes_ago(1)
    await async_pass_time(hass, freezer, POLL)
    assert [each["glucose"] for each in ran] == [120]
    # A correction and a late one are nothing new.
    sandbox.replace_record(
        "ada", "egvs", "first", egv(measured_at, 121, record_id="first")
    )
    await async_measure(hass, sandbox, freezer, age=15, value=99)
    assert state(hass, "ada", "glucose_value") == "121"
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert len(ran) == 1
    # After a silence, the first one is new.
    await async_pass_time(hass, freezer, timedelta(hours=3))
    await async_measure(hass, sandbox, freezer, value=118)
    assert [each["glucose"] for each in ran] == [120, 118]


async def test_a_correction_can_fire(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """A fresh reading that Dexcom corrects to be low is low."""
    await async_account(hass, sandbox, reading(1, 75, record_id="first"))
    ran = await async_automate(hass, "became_low", target(hass))
    sandbox.replace_record("ada", "egvs", "first", reading(1, 65, record_id="first"))
    await async_pass_time(hass, freezer, POLL)
    assert [each["glucose"] for each in ran] == [65]


async def test_younger_than(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """A stricter limit than the account's keeps out what is fresh for the account."""
    await async_account(hass, sandbox, reading(5, 120))
    limit = timedelta(minutes=20)
    low = await async_automate(hass, "became_low", target(hass), younger_than=limit)
    await async_pass_time(hass, freezer, timedelta(hours=1))
    await async_measure(hass, sandbox, freezer, age=21, value=60)
    assert state(hass, "ada", "low", "binary_sensor") == "on"
    assert low == []
    await async_measure(hass, sandbox, freezer, age=2, value=61)
    assert [each["glucose"] for each in low] == [61]


async def test_older_than_the_account_allows(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """A more generous limit lets in what is stale for the account."""
    await async_account(hass, sandbox, reading(5, 120))
    limit = timedelta(hours=3)
    stopped = await async_automate(
        hass, "readings_stopped", target(hass), younger_than=limit
    )
    await async_pass_time(hass, freezer, timedelta(hours=2))
    assert state(hass, "ada", "glucose_value") == "unknown"
    assert stopped == []
    await async_pass_time(hass, freezer, timedelta(minutes=55))
    assert len(stopped) == 1


@pytest.mark.parametrize("younger_than", [None, "00:30:00", {"minutes": 30}, 1800])
async def test_forms_of_the_limit(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    younger_than: Any,
) -> None:
    """The limit may be left open, and have each form that Home Assistant writes."""
    await async_account(hass, sandbox, reading(5, 120))
    ran = await async_automate(
        hass, "new_reading", target(hass), younger_than=younger_than
    )
    await async_measure(hass, sandbox, freezer, value=121)
    assert len(ran) == 1


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("became_low", {"younger_than": 0}),
        ("became_low", {"younger_than": "soon"}),
        ("became_low", {"threshold": BELOW_70}),
        ("glucose_crossed_threshold", {}),
        ("glucose_crossed_threshold", {"threshold": {"type": "below"}}),
        (
            "glucose_crossed_threshold",
            {"threshold": {"type": "below", "value": {"number": 70}}},
        ),
    ],
)
async def test_wrong_options(
    hass: HomeAssistant, name: str, options: dict[str, Any]
) -> None:
    """Invalid options are refused when the automation is saved."""
    with pytest.raises(vol.Invalid):
        await TRIGGERS[name].async_validate_config(
            hass, {"target": {"entity_id": "sensor.some"}, "options": options}
        )


async def test_user_unit(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """The facts are in the unit in which the person reads glucose."""
    hass.config.country = "GB"
    await async_account(hass, sandbox, reading(5, 90))
    ran = await async_automate(hass, "became_low", target(hass))
    await async_measure(hass, sandbox, freezer, value=63)
    assert (ran[0]["glucose"], ran[0]["unit"], ran[0]["delta"]) == (3.5, "mmol/L", -1.5)


@pytest.mark.parametrize(
    ("entity_state", "unit", "fires"),
    [
        ("80", "mg/dL", True),
        ("4.4", "mmol/L", True),
        ("60", "mg/dL", False),
        ("unknown", "mg/dL", False),
        ("80", None, False),
    ],
)
async def test_threshold_of_an_entity(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    entity_state: str,
    unit: str | None,
    fires: bool,
) -> None:
    """A threshold may be another entity; without a number it fires nothing."""
    await async_account(hass, sandbox, reading(5, 90))
    attributes = {} if unit is None else {"unit_of_measurement": unit}
    hass.states.async_set("input_number.mine", entity_state, attributes)
    ran = await async_automate(
        hass,
        "glucose_crossed_threshold",
        target(hass),
        threshold={"type": "below", "value": {"entity": "input_number.mine"}},
    )
    await async_measure(hass, sandbox, freezer, value=75)
    assert len(ran) == fires


async def test_missing_threshold_entity(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """A threshold that is gone fires nothing and breaks nothing."""
    await async_account(hass, sandbox, reading(5, 90))
    ran = await async_automate(
        hass,
        "glucose_crossed_threshold",
        target(hass),
        threshold={"type": "below", "value": {"entity": "input_number.gone"}},
    )
    await async_measure(hass, sandbox, freezer, value=60)
    assert state(hass, "ada", "glucose_value") == "60"
    assert ran == []


async def test_targets(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """A device means its account; two people fire separately."""
    ada = await async_account(hass, sandbox, reading(5, 90))
    sandbox.add_person(Person(id="bob"))
    sandbox.add_records("bob", "egvs", [reading(5, 90)])
    bob = account_entry(sandbox, "bob", title="Bob")
    await async_set_up(hass, bob)
    devices = [device_of(hass, ada), device_of(hass, bob)]
    ran = await async_automate(hass, "became_low", {"device_id": devices})
    sandbox.add_records("bob", "egvs", [reading(-2, 60)])
    await async_measure(hass, sandbox, freezer, value=91)
    assert [each["device_id"] for each in ran] == devices[1:]
    await async_measure(hass, sandbox, freezer, value=60)
    assert [each["device_id"] for each in ran] == devices[::-1]


async def test_account_that_comes_and_goes(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """An automation that was there first follows the account from then on."""
    ran = await async_automate(
        hass, "became_low", {"entity_id": "sensor.dexcom_cgm_glucose_value"}
    )
    entry = await async_account(hass, sandbox, reading(5, 90))
    await async_measure(hass, sandbox, freezer, value=60)
    assert len(ran) == 1
    assert await hass.config_entries.async_remove(entry.entry_id)
    await async_pass_time(hass, freezer, timedelta(hours=3))
    assert len(ran) == 1


async def test_other_entities_fire_nothing(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """A target that means no account is allowed, as one that is not there yet."""
    await async_account(hass, sandbox, reading(5, 90))
    ran = await async_automate(hass, "became_low", {"entity_id": "sensor.other"})
    await async_measure(hass, sandbox, freezer, value=60)
    assert ran == []


async def test_settings_that_are_not_known_yet(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """Until it is known what is low for the person, nothing is and nothing was."""
    sandbox.faults.add(Fault(path="*/devices", delay=30, times=1))
    sandbox.add_records("ada", "egvs", [reading(5, 60)])
    entry = account_entry(sandbox, "ada")
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    ran = await async_automate(hass, "became_low", target(hass))
    assert state(hass, "ada", "low", "binary_sensor") == "unknown"
    await async_measure(
        hass, sandbox, freezer, wait=timedelta(seconds=31), age=1, value=61
    )
    assert state(hass, "ada", "low", "binary_sensor") == "on"
    assert ran == []


async def test_live_source(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """The newer of the official and the live reading counts, and the older is late."""
    live = "sensor.other_glucose"

    async def async_show(value: int, minutes: float) -> None:
        """Set a live reading of some minutes ago."""
        unit = {"unit_of_measurement": "mg/dL", "date": minutes_ago(minutes)}
        hass.states.async_set(live, str(value), unit)
        await hass.async_block_till_done()

    await async_show(90, 1)
    await async_account(hass, sandbox, reading(65, 90), options={"live_source": live})
    low = await async_automate(hass, "became_low", target(hass))
    await async_show(69, 0)
    assert [(each["glucose"], each["source"]) for each in low] == [(69, "live")]
    # The official record has the same low an hour later.
    await async_show(95, -1)
    await async_measure(hass, sandbox, freezer, age=60, value=65)
    assert state(hass, "ada", "glucose_value") == "95"
    assert len(low) == 1
    # Where the live source ends, the official reading goes on from there.
    hass.states.async_set(live, "unavailable")
    await async_pass_time(hass, freezer, timedelta(hours=1))
    assert len(low) == 1
    await async_measure(hass, sandbox, freezer, age=1, value=64)
    assert [each["source"] for each in low] == ["live", "official"]


async def test_live_source_that_is_taken_away(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """An older official reading than what was known is no news."""
    live = "sensor.other_glucose"
    unit = {"unit_of_measurement": "mg/dL", "date": minutes_ago(0)}
    hass.states.async_set(live, "100", unit)
    entry = await async_account(
        hass, sandbox, reading(65, 60), options={"live_source": live}
    )
    low = await async_automate(hass, "became_low", target(hass))
    hass.config_entries.async_update_entry(entry, options={})
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert state(hass, "ada", "low", "binary_sensor") == "on"
    assert low == []
