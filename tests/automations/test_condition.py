"""Conditions hold for what is fresh, and for nothing else."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
import voluptuous as vol

from custom_components.dexcom_cgm.condition import CONDITIONS
from custom_components.dexcom_cgm.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConditionError
from homeassistant.helpers import condition
from sandbox.faults import Fault
from sandbox.people import Person
from sandbox.server import Sandbox
from tests.common import (
    NOW,
    POLL,
    account_entry,
    async_pass_time,
    async_set_up,
    minutes_ago,
)

from .common import (
    LEVELS,
    Case,
    async_account,
    compared,
    device_of,
    for_each,
    reading,
    target,
    threshold,
)

pytestmark = pytest.mark.usefixtures("applications")

LONG_ACTING = {"types": ["long_acting_insulin"], "within": "06:00:00"}
CASES: list[Case] = [
    *compared("glucose_is"),
    *(
        (f"is_{level}", {}, {"value": matching}, {"value": different})
        for level, (matching, different) in LEVELS.items()
    ),
    ("is_in_range", {}, {"value": 70}, {"value": 69}),
    ("is_in_range", {}, {"value": 180}, {"value": 181}),
    (
        "trend_is",
        {"trends": ["falling", "falling_quickly"]},
        {"value": 99, "trend": "singleDown"},
        {"value": 99, "trend": "flat"},
    ),
    (
        "trend_is",
        {"trends": ["steady"]},
        {"value": 99, "trend": "flat"},
        {"value": 99, "trend": "notComputable"},
    ),
]


def logged(minutes: float, kind: str, subtype: str | None = None) -> dict[str, Any]:
    """Return a record of `events` of some minutes ago."""
    time = minutes_ago(minutes).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "recordId": f"{kind}-{time}",
        "systemTime": time,
        "displayTime": time,
        "eventStatus": "created",
        "eventType": kind,
        "eventSubType": subtype,
        "value": "20",
        "unit": "units",
    }


async def async_holds(
    hass: HomeAssistant, name: str, meant: dict[str, Any], **options: Any
) -> bool | None:
    """Return whether a condition holds, as an automation asks for it."""
    config = await condition.async_validate_condition_config(
        hass, {"condition": f"{DOMAIN}.{name}", "target": meant, "options": options}
    )
    checker = await condition.async_from_config(hass, config)
    try:
        return checker.async_check()
    finally:
        checker.async_unload()


def test_every_condition_is_tested() -> None:
    """No condition is left out."""
    others = {"reading_is_younger_than", "was_logged_within"}
    assert {each[0] for each in CASES} == CONDITIONS.keys() - others


@for_each(CASES)
async def test_holds(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    name: str,
    options: dict[str, Any],
    matching: dict[str, Any],
    different: dict[str, Any],
) -> None:
    """It is the newest reading that counts, not one that comes late."""
    await async_account(hass, sandbox, reading(5, **matching))
    assert await async_holds(hass, name, target(hass), **options)
    sandbox.add_records(
        "ada", "egvs", [reading(-1, **different), reading(20, **matching)]
    )
    await async_pass_time(hass, freezer, POLL)
    assert not await async_holds(hass, name, target(hass), **options)


@for_each(CASES)
async def test_is_false_without_a_fresh_reading(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    name: str,
    options: dict[str, Any],
    matching: dict[str, Any],
    different: dict[str, Any],
) -> None:
    """Too old, unknown, unavailable or unloaded: it does not hold."""
    entry = await async_account(hass, sandbox, reading(25, **matching))
    strict = {**options, "younger_than": "00:25:00"}
    generous = {**options, "younger_than": "12:00:00"}
    assert await async_holds(hass, name, target(hass), **options)
    assert not await async_holds(hass, name, target(hass), **strict)
    await async_pass_time(hass, freezer, timedelta(hours=2))
    assert not await async_holds(hass, name, target(hass), **options)
    assert await async_holds(hass, name, target(hass), **generous)
    sandbox.faults.add(Fault(path="*/egvs", status=503, times=10))
    await async_pass_time(hass, freezer, POLL)
    assert not await async_holds(hass, name, target(hass), **options)
    await hass.config_entries.async_unload(entry.entry_id)
    assert not await async_holds(hass, name, target(hass), **generous)


async def test_younger_than(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """A reading is younger than a time until it is as old."""
    await async_account(hass, sandbox, reading(10, 120))
    options = {"younger_than": {"minutes": 20}}
    name = "reading_is_younger_than"
    assert await async_holds(hass, name, target(hass), **options)
    await async_pass_time(hass, freezer, timedelta(minutes=10, seconds=-1))
    assert await async_holds(hass, name, target(hass), **options)
    freezer.tick(timedelta(seconds=1))
    assert not await async_holds(hass, name, target(hass), **options)
    assert await async_holds(hass, name, target(hass))
    await async_pass_time(hass, freezer, timedelta(minutes=70))
    assert not await async_holds(hass, name, target(hass))


async def test_logged(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """It is the kind and the moment of an entry that count."""
    dose, planned = logged(120, "insulin", "longActing"), logged(-30, "carbs")
    sandbox.add_records("ada", "events", [dose, planned])
    await async_account(hass, sandbox, reading(5, 120))

    async def was_logged(*types: str, within: str) -> bool | None:
        """Return whether one of some kinds was logged."""
        return await async_holds(
            hass, "was_logged_within", target(hass), types=list(types), within=within
        )

    assert await was_logged("long_acting_insulin", within="02:00:01")
    assert await was_logged("carbs", "long_acting_insulin", within="06:00:00")
    assert not await was_logged("long_acting_insulin", within="01:59:00")
    assert not await was_logged("fast_acting_insulin", within="06:00:00")
    assert not await was_logged("carbs", within="06:00:00")


async def test_logged_cannot_be_known(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """While Dexcom does not answer, nothing is said of what was logged."""
    entry = await async_account(hass, sandbox, reading(5, 120))
    assert not await async_holds(hass, "was_logged_within", target(hass), **LONG_ACTING)
    sandbox.faults.add(Fault(path="*", status=503, times=1000))
    for _ in range(13):
        await async_pass_time(hass, freezer, POLL)
    with pytest.raises(ConditionError, match="is not known at the moment"):
        await async_holds(hass, "was_logged_within", target(hass), **LONG_ACTING)
    sandbox.faults.clear()
    await hass.config_entries.async_unload(entry.entry_id)
    with pytest.raises(ConditionError):
        await async_holds(hass, "was_logged_within", target(hass), **LONG_ACTING)


@pytest.mark.parametrize(
    "ahead", [timedelta(hours=2), timedelta(days=20), timedelta(days=3650)]
)
async def test_what_was_logged_is_not_known_by_a_wrong_clock(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    ahead: timedelta,
) -> None:
    """A request dated in the future does not count, until the next response."""
    freezer.move_to(NOW + ahead)
    await async_account(hass, sandbox, reading(5, 120))
    freezer.move_to(NOW)
    options = {"types": ["carbs"], "within": "01:00:00"}
    with pytest.raises(ConditionError, match="is not known at the moment"):
        await async_holds(hass, "was_logged_within", target(hass), **options)


async def test_logged_by_a_phone_that_is_a_little_ahead(
    hass: HomeAssistant, sandbox: Sandbox
) -> None:
    """Events dated to the next minutes by a phone's clock count as logged."""
    sandbox.add_records(
        "ada", "events", [logged(-4, "carbs"), logged(-6, "insulin", "fastActing")]
    )
    await async_account(hass, sandbox, reading(5, 120))
    for kind, expected in (("carbs", True), ("fast_acting_insulin", False)):
        options = {"types": [kind], "within": "01:00:00"}
        holds = await async_holds(hass, "was_logged_within", target(hass), **options)
        assert holds is expected


async def test_logged_for_one_of_several(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """One person's dose is enough, whether or not the other's are known."""
    sandbox.add_person(Person(id="bob"))
    for person in ("ada", "bob"):
        dose = logged(60, "insulin", "longActing")
        sandbox.add_records(person, "events", [dose])
    ada = await async_account(hass, sandbox, reading(5, 120))
    bob = account_entry(sandbox, "bob", title="Bob")
    await async_set_up(hass, bob)
    both = {"device_id": [device_of(hass, ada), device_of(hass, bob)]}
    carbs = {"types": ["carbs"], "within": "01:00:00"}
    for unknown in (ada, bob):
        await hass.config_entries.async_unload(unknown.entry_id)
        assert await async_holds(hass, "was_logged_within", both, **LONG_ACTING)
        with pytest.raises(ConditionError, match="not known at the moment"):
            await async_holds(hass, "was_logged_within", both, **carbs)
        await hass.config_entries.async_setup(unknown.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
        assert not await async_holds(hass, "was_logged_within", both, **carbs)


@pytest.mark.parametrize("country", ["GB", "US"])
@pytest.mark.parametrize(
    ("value", "is_shown_in_range"),
    [(69, 0), (70, 1), (71, 1), (180, 1), (181, 1), (182, 0)],
)
async def test_range_in_mmol(
    hass: HomeAssistant,
    sandbox: Sandbox,
    country: str,
    value: int,
    is_shown_in_range: int,
) -> None:
    """A limit in mmol/L is every reading that is shown as it.

    So is the range where the account is shown in mmol/L: 181 mg/dL is shown as 10.0.
    """
    hass.config.country = country
    await async_account(hass, sandbox, reading(5, value))
    meant = target(hass)

    async def holds(kind: str, *numbers: float) -> bool | None:
        """Return whether the reading is above, below, between or outside of limits."""
        asked = threshold(kind, "mmol/L", *numbers)
        return await async_holds(hass, "glucose_is", meant, **asked)

    expected = bool(is_shown_in_range)
    assert await holds("between", 3.9, 10.0) is expected
    assert await holds("outside", 3.9, 10.0) is not expected
    assert (await holds("above", 10.0) or await holds("below", 3.9)) is not expected
    in_range = await async_holds(hass, "is_in_range", meant)
    assert in_range is (expected if country == "GB" else 70 <= value <= 180)


async def test_limit_of_an_entity(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """The limit of another sensor is what that shows; without one nothing holds."""
    await async_account(hass, sandbox, reading(5, 92))
    asked = {"threshold": {"type": "below", "value": {"entity": "sensor.limit"}}}
    for text, expected in (
        # 92 mg/dL, as Home Assistant converts it without rounding.
        ("5.10657193605684", False),
        ("5.2", True),
        ("nan", False),
        ("inf", False),
    ):
        hass.states.async_set("sensor.limit", text, {"unit_of_measurement": "mmol/L"})
        meant = target(hass)
        found = await async_holds(hass, "glucose_is", meant, **asked)
        assert found is expected, text


async def test_not_logged_does_not_hold_unless_it_is_known(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """An outage is never taken for a missed dose."""
    await async_account(hass, sandbox, reading(5, 120))
    config = await condition.async_validate_condition_config(
        hass,
        {
            "condition": "not",
            "conditions": [
                {
                    "condition": f"{DOMAIN}.was_logged_within",
                    "target": target(hass),
                    "options": LONG_ACTING,
                }
            ],
        },
    )
    checker = await condition.async_from_config(hass, config)
    assert checker.async_check() is True
    sandbox.faults.add(Fault(path="*", status=503, times=1000))
    for _ in range(13):
        await async_pass_time(hass, freezer, POLL)
    with pytest.raises(ConditionError):
        checker.async_check()
    checker.async_unload()


async def test_targets(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """A device means its account, and one of several people is enough."""
    ada = await async_account(hass, sandbox, reading(5, 120))
    sandbox.add_person(Person(id="bob"))
    sandbox.add_records("bob", "egvs", [reading(5, 60)])
    bob = account_entry(sandbox, "bob", title="Bob")
    await async_set_up(hass, bob)
    devices = [device_of(hass, ada), device_of(hass, bob)]
    assert not await async_holds(hass, "is_low", {"device_id": devices[:1]})
    assert await async_holds(hass, "is_low", {"device_id": devices})
    assert not await async_holds(hass, "is_low", {"entity_id": "sensor.other"})


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("glucose_is", {}),
        ("glucose_is", threshold("between", "mg/dL", 180, 70)),
        ("glucose_is", threshold("below", "mmol", 4)),
        ("trend_is", {"trends": []}),
        ("trend_is", {"trends": ["up"]}),
        ("reading_is_younger_than", {"younger_than": 0}),
        ("was_logged_within", {"types": ["exercise"], "within": "01:00:00"}),
        ("was_logged_within", {"types": ["carbs"]}),
        ("is_low", {"younger_than": "-00:10:00"}),
    ],
)
async def test_wrong_options(
    hass: HomeAssistant, name: str, options: dict[str, Any]
) -> None:
    """Invalid options are refused when the automation is saved."""
    with pytest.raises(vol.Invalid):
        await CONDITIONS[name].async_validate_config(
            hass, {"target": {"entity_id": "sensor.some"}, "options": options}
        )
