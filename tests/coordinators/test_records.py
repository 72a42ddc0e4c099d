"""What is known of events: what was read last is true, whatever went wrong before."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    mock_restore_cache_with_extra_data,
)

from custom_components.dexcom_cgm.glucose import LoggedEvent
from custom_components.dexcom_cgm.vocabulary import (
    event_amount,
    event_type,
    event_unit,
    summed_amount,
)
from homeassistant.core import HomeAssistant, State
from homeassistant.exceptions import ConditionError
from sandbox.faults import Fault
from sandbox.people import Person
from sandbox.server import Sandbox
from tests.automations.common import target
from tests.automations.test_condition import async_holds
from tests.common import (
    NOW,
    account_entry,
    async_pass_time,
    async_set_up,
    attributes,
    state,
)
from tests.test_event import NEXT_POLL, Fired, insulin

pytestmark = pytest.mark.usefixtures("applications")

DOSE = "last_long_acting_insulin"
DAY = 24 * 60


@pytest.fixture
async def fired(hass: HomeAssistant) -> Fired:
    """Return what will have been fired."""
    return Fired(hass)


@pytest.fixture
def entry(hass: HomeAssistant, sandbox: Sandbox) -> MockConfigEntry:
    """Return ada's account, added two days ago and not yet set up."""
    entry = account_entry(sandbox, "ada")
    object.__setattr__(entry, "created_at", NOW - timedelta(days=2))
    return entry


def known(entry: MockConfigEntry) -> list[str | None]:
    """Return the values of the events that are known."""
    return [event.text for event in entry.runtime_data.events.data]


async def async_poll(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Poll events now."""
    await entry.runtime_data.events.async_refresh()
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_what_is_gone_is_gone(
    hass: HomeAssistant, sandbox: Sandbox, fired: Fired, entry: MockConfigEntry
) -> None:
    """An entry that Dexcom no longer returns is dropped, within the window read only."""
    records = [insulin(60, "60", record_id="a"), insulin(10 * 60, "9", record_id="b")]
    sandbox.add_records("ada", "events", records)
    await async_set_up(hass, entry)
    assert known(entry) == ["9", "60"]
    for record in records:
        sandbox.remove_record("ada", "events", record["recordId"])
    sandbox.add_records("ada", "events", [insulin(60, "16", record_id="c")])
    # This poll looks back four hours, that after an hour looks back a day.
    await async_poll(hass, entry)
    assert known(entry) == ["9", "16"]
    assert attributes(hass, "ada", DOSE)["amount"] == 16
    # One that comes back does not fire again.
    sandbox.remove_record("ada", "events", "c")
    sandbox.add_records("ada", "events", [insulin(61, "60", record_id="a")])
    await async_poll(hass, entry)
    assert known(entry) == ["9", "60"]
    assert [each["value"] for each in fired.of("logged_event")] == [9, 60, 16]


async def test_gone_within_a_day(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """An entry of this morning is dropped by the hourly look-back."""
    sandbox.add_records("ada", "events", [insulin(10 * 60, "9", record_id="b")])
    await async_set_up(hass, entry)
    sandbox.remove_record("ada", "events", "b")
    for _ in range(5):
        await async_pass_time(hass, freezer, NEXT_POLL)
    assert known(entry) == []
    assert state(hass, "ada", DOSE) == "unknown"


@pytest.mark.parametrize("broken", [{"systemTime": "soon"}, {"recordId": None}])
async def test_broken_is_not_gone(
    hass: HomeAssistant, sandbox: Sandbox, entry: MockConfigEntry, broken: Any
) -> None:
    """An entry that is returned but cannot be read stays as it was."""
    dose = insulin(60, "18", record_id="dose")
    sandbox.add_records("ada", "events", [dose])
    await async_set_up(hass, entry)
    sandbox.replace_record("ada", "events", "dose", dose | broken)
    await async_poll(hass, entry)
    assert known(entry) == ["18"]


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 400},
        {"status": 500},
        {"body": "not JSON"},
    ],
)
async def test_a_wide_window_that_fails(
    hass: HomeAssistant,
    sandbox: Sandbox,
    fired: Fired,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    fault: dict[str, Any],
) -> None:
    """New records arrive all the same, and the wide window is retried later."""
    await async_set_up(hass, entry)
    await hass.config_entries.async_unload(entry.entry_id)
    sandbox.add_records("ada", "events", [insulin(60, "3"), insulin(20 * DAY, "18")])
    sandbox.faults.add(Fault(path="*/events", **fault, times=3))
    sandbox.requests.clear()
    await async_set_up(hass, entry)
    assert known(entry) == ["3"]
    assert [each["value"] for each in fired.of("logged_event")] == [3]
    asked = [each for each in sandbox.requests if each.path.endswith("/events")]
    assert len(asked) == 4
    # Earlier events have not been read yet.
    logged = {"types": ["carbs"], "within": "06:00:00"}
    with pytest.raises(ConditionError):
        await async_holds(hass, "was_logged_within", target(hass), **logged)
    await async_pass_time(hass, freezer, NEXT_POLL)
    assert known(entry) == ["18", "3"]
    assert not await async_holds(hass, "was_logged_within", target(hass), **logged)


async def test_a_wide_window_that_goes_on_failing(
    hass: HomeAssistant, sandbox: Sandbox, entry: MockConfigEntry, freezer: Any
) -> None:
    """It is retried less and less often."""
    await async_set_up(hass, entry)
    coordinator = entry.runtime_data.events
    asked = []
    fetch = coordinator._fetch

    async def fail(start: Any, end: Any) -> Any:
        """Count windows of weeks, and have Dexcom refuse them."""
        if end - start > timedelta(days=9):
            asked.append(start)
            sandbox.faults.add(Fault(path="*/events", status=400, times=1))
        return await fetch(start, end)

    coordinator._look_backs[0].read_at = None
    coordinator._fetch = fail
    for _ in range(48):
        await async_pass_time(hass, freezer, NEXT_POLL)
    assert 4 <= len(asked) <= 8
    assert coordinator.last_update_success


@pytest.mark.parametrize("hours", [-50, -2, 2, 50])
async def test_a_clock_that_is_corrected(
    hass: HomeAssistant,
    sandbox: Sandbox,
    fired: Fired,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    hours: int,
) -> None:
    """Each entry fires once, and what is known is true again, after a wrong clock."""
    sandbox.add_records(
        "ada", "events", [insulin(60, "1"), insulin(30, "2"), insulin(20 * DAY, "9")]
    )
    freezer.move_to(NOW + timedelta(hours=hours))
    # A token that is valid by the clock of that moment.
    object.__setattr__(entry, "data", account_entry(sandbox, "ada").data)
    await async_set_up(hass, entry)
    freezer.move_to(NOW)
    right = account_entry(sandbox, "ada").data
    hass.config_entries.async_update_entry(entry, data=right)
    await entry.runtime_data.glucose.async_refresh()
    await async_poll(hass, entry)
    assert known(entry) == ["9", "1", "2"]
    sandbox.add_records("ada", "events", [insulin(10, "3")])
    await async_poll(hass, entry)
    await async_poll(hass, entry)
    assert entry.runtime_data.events.last_update_success
    values = [each["value"] for each in fired.of("logged_event")]
    assert values[-1] == 3
    assert len(values) == len(set(values))
    # Across a restart too.
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert [each["value"] for each in fired.of("logged_event")] == values


async def test_an_account_that_was_added_in_the_future(
    hass: HomeAssistant, sandbox: Sandbox, fired: Fired, freezer: FrozenDateTimeFactory
) -> None:
    """A clock that was ahead when the account was added silences nothing for long."""
    entry = account_entry(sandbox, "ada")
    object.__setattr__(entry, "created_at", NOW + timedelta(days=700))
    sandbox.add_records("ada", "events", [insulin(30, "1")])
    await async_set_up(hass, entry)
    sandbox.add_records("ada", "events", [insulin(-5, "2")])
    await async_pass_time(hass, freezer, NEXT_POLL)
    assert [each["value"] for each in fired.of("logged_event")] == [2]


def restored(days: float, **extra: Any) -> tuple[State, dict[str, Any]]:
    """Return the stored state of the last dose, of some days ago."""
    time = (NOW - timedelta(days=days)).isoformat()
    return (
        State(f"sensor.dexcom_cgm_{DOSE}", time, {"amount": 18, "unit": "units"}),
        {
            "native_value": {
                "__type": "<class 'datetime.datetime'>",
                "isoformat": time,
            },
            "native_unit_of_measurement": None,
            **extra,
        },
    )


@pytest.mark.parametrize(
    ("days", "extra", "stays"),
    [
        (3, {}, False),
        (3, {"unique_id": f"ada_{DOSE}"}, False),
        (-1, {}, False),
        (28.9, {}, False),
        (29.1, {}, True),
        (40, {"unique_id": f"ada_{DOSE}"}, True),
        (40, {"unique_id": f"bob_{DOSE}"}, False),
        (40, {"unique_id": None}, False),
    ],
)
async def test_restored_dose(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    days: float,
    extra: dict[str, Any],
    stays: bool,
) -> None:
    """Events that were deleted meanwhile, or belong to another person, are not shown."""
    mock_restore_cache_with_extra_data(hass, [restored(days, **extra)])
    await async_set_up(hass, entry)
    assert (state(hass, "ada", DOSE) != "unknown") is stays
    assert ("amount" in attributes(hass, "ada", DOSE)) is stays


async def test_restored_until_the_history_is_read(
    hass: HomeAssistant, sandbox: Sandbox, entry: MockConfigEntry, freezer: Any
) -> None:
    """If only some hours can be read, earlier events are kept."""
    mock_restore_cache_with_extra_data(hass, [restored(3)])
    sandbox.faults.add(Fault(path="*/events", status=400, times=3))
    await async_set_up(hass, entry)
    assert attributes(hass, "ada", DOSE)["amount"] == 18
    await async_pass_time(hass, freezer, NEXT_POLL)
    assert state(hass, "ada", DOSE) == "unknown"


async def test_another_account_with_the_same_names(
    hass: HomeAssistant, sandbox: Sandbox, fired: Fired, entry: MockConfigEntry
) -> None:
    """Restored events of one account are not shown for the next one."""
    old = insulin(28 * DAY, "18")
    sandbox.add_records("ada", "events", [old])
    await async_set_up(hass, entry)
    sandbox.add_records("ada", "events", [insulin(5, "3", eventSubType="fastActing")])
    await async_poll(hass, entry)
    assert attributes(hass, "ada", DOSE)["amount"] == 18
    await hass.config_entries.async_remove(entry.entry_id)
    sandbox.add_person(Person(id="bob"))
    sandbox.faults.add(Fault(path="*/events", status=400, times=3))
    await async_set_up(hass, account_entry(sandbox, "bob"))
    assert state(hass, "bob", DOSE) == "unknown"
    assert state(hass, "bob", "logged_event", "event") == "unknown"
    assert attributes(hass, "bob", "logged_event", "event").get("value") is None


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"subtype": None}, ("insulin", 4, "units", 4)),
        ({"subtype": "unknown"}, ("insulin", 4, "units", 4)),
        ({"subtype": "inhaled"}, ("insulin", 4, "units", 4)),
        ({"subtype": None, "unit": None}, ("insulin", 4, "units", 4)),
        ({"subtype": "rapidActing"}, ("fast_acting_insulin", 4, "units", 4)),
        ({"subtype": "FAST_ACTING"}, ("fast_acting_insulin", 4, "units", 4)),
        ({"subtype": "long acting"}, ("long_acting_insulin", 4, "units", 4)),
        ({"subtype": "basal"}, ("long_acting_insulin", 4, "units", 4)),
        (
            {"type": "fastActingInsulin", "subtype": None},
            ("fast_acting_insulin", 4, "units", 4),
        ),
        ({"type": "Insulin", "unit": "U"}, ("long_acting_insulin", 4, "U", 4)),
        ({"type": None}, ("long_acting_insulin", 4, "units", 4)),
        ({"type": "unknown", "subtype": None}, ("insulin", 4, "units", 4)),
        (
            {"type": None, "subtype": None, "unit": "grams"},
            ("carbs", 4, "grams", 4),
        ),
        ({"type": None, "subtype": None, "unit": None}, ("unknown", None, None, None)),
        ({"type": "CARBS", "subtype": None, "unit": None}, ("carbs", 4, "grams", 4)),
        (
            {"type": "carbs", "subtype": None, "unit": "ounces"},
            ("carbs", 4, "ounces", None),
        ),
        (
            {"type": "exercise", "subtype": "light", "unit": "hours"},
            ("exercise", 4, "hours", 240),
        ),
        (
            {"type": "exercise", "subtype": None, "unit": "unknown"},
            ("exercise", 4, "minutes", 4),
        ),
        ({"type": "bloodGlucose", "unit": None}, ("blood_glucose", 4, "mg/dL", None)),
        ({"type": "health", "subtype": "stress"}, ("health", None, "units", None)),
        ({"amount": None}, ("long_acting_insulin", None, "units", None)),
    ],
)
def test_types_and_amounts(fields: dict[str, Any], expected: tuple[Any, ...]) -> None:
    """A record with a missing field is kept."""
    event = LoggedEvent(
        record_id="1",
        time=NOW,
        **{
            "type": "insulin",
            "subtype": "longActing",
            "amount": 4.0,
            "unit": "units",
            **fields,
        },
    )
    found = event_type(event), event_amount(event), event_unit(event)
    assert (*found, summed_amount(event)) == expected


async def test_a_dose_of_unknown_kind_may_be_the_one(
    hass: HomeAssistant, sandbox: Sandbox, entry: MockConfigEntry
) -> None:
    """With insulin of unknown kind logged, a missing dose is unknown."""
    sandbox.add_records("ada", "events", [insulin(60, "18", eventSubType=None)])
    await async_set_up(hass, entry)

    async def was_logged(kind: str, within: str = "06:00:00") -> bool | None:
        """Return whether a kind was logged."""
        options = {"types": [kind], "within": within}
        return await async_holds(hass, "was_logged_within", target(hass), **options)

    assert await was_logged("insulin")
    for kind in ("long_acting_insulin", "fast_acting_insulin"):
        with pytest.raises(ConditionError):
            await was_logged(kind)
        assert await was_logged(kind, within="00:59:00") is False
    assert await was_logged("carbs") is False
    sandbox.add_records("ada", "events", [insulin(50, "18")])
    await async_poll(hass, entry)
    assert await was_logged("long_acting_insulin")
