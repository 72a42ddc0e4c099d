"""Alerts and logged events fire once, with their own time, and never again."""

from datetime import UTC, datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
    mock_restore_cache_with_extra_data,
)

from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import HomeAssistant, State
from sandbox.faults import Fault
from sandbox.server import Sandbox

from .common import (
    NOW,
    StoredFiles,
    account_entry,
    async_pass_time,
    async_set_up,
    attributes,
    minutes_ago,
    state,
)

pytestmark = pytest.mark.usefixtures("applications")

NEXT_POLL = timedelta(minutes=15, seconds=2)


def record(
    minutes: float, record_id: str | None = None, **fields: Any
) -> dict[str, Any]:
    """Return a record of some minutes ago."""
    time = minutes_ago(minutes).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"recordId": record_id or f"{time} {fields}", "systemTime": time, **fields}


def insulin(minutes: float, value: object = "12", **fields: Any) -> dict[str, Any]:
    """Return a long-acting dose of some minutes ago."""
    return record(
        minutes,
        **{
            "eventStatus": "created",
            "eventType": "insulin",
            "eventSubType": "longActing",
            "value": value,
            "unit": "units",
            **fields,
        },
    )


class Fired:
    """Events that the event entities have fired."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Listen."""
        self._events = async_capture_events(hass, EVENT_STATE_CHANGED)

    def of(self, key: str) -> list[dict[str, Any]]:
        """Return the attributes of all events that an entity has fired.

        What it shows again after a restart is not fired.
        """
        return [
            dict(new.attributes)
            for event in self._events
            if event.data["entity_id"].endswith(key)
            and (new := event.data["new_state"]) is not None
            and (old := event.data["old_state"]) is not None
            and "unavailable" not in (old.state, new.state)
            and new.state != "unknown"
        ]


@pytest.fixture
async def fired(hass: HomeAssistant) -> Fired:
    """Return what will have been fired."""
    return Fired(hass)


@pytest.fixture
async def entry(hass: HomeAssistant, sandbox: Sandbox) -> MockConfigEntry:
    """Return ada's account, set up two days ago."""
    entry = account_entry(sandbox, "ada")
    object.__setattr__(entry, "created_at", NOW - timedelta(days=2))
    await async_set_up(hass, entry)
    return entry


@pytest.mark.parametrize(
    ("dexcom", "expected"),
    [
        ("urgentLow", "urgent_low"),
        ("urgentLowSoon", "urgent_low_soon"),
        ("low", "low"),
        ("high", "high"),
        ("rise", "rise"),
        ("fall", "fall"),
        ("outOfRange", "out_of_range"),
        ("noReadings", "no_readings"),
        ("fixedLow", "fixed_low"),
        ("somethingNew", "unknown"),
        (None, "unknown"),
    ],
)
async def test_alert(
    hass: HomeAssistant,
    sandbox: Sandbox,
    fired: Fired,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    dexcom: str | None,
    expected: str,
) -> None:
    """A new alert fires, with its state and its own time."""
    sandbox.add_records(
        "ada", "alerts", [record(60, alertName=dexcom, alertState="activeAlarming")]
    )
    await async_pass_time(hass, freezer, NEXT_POLL)
    (alert,) = fired.of("dexcom_alert")
    assert alert["event_type"] == expected
    assert alert["alert_state"] == "active_alarming"
    assert alert["happened_at"] == NOW - timedelta(hours=1)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {
                "eventType": "carbs",
                "eventSubType": None,
                "value": "45",
                "unit": "grams",
            },
            ("carbs", 45, "grams", None),
        ),
        (
            {"eventSubType": "fastActing", "value": "2.5"},
            ("fast_acting_insulin", 2.5, "units", "fastActing"),
        ),
        ({}, ("long_acting_insulin", 12, "units", "longActing")),
        ({"eventSubType": "inhaled"}, ("insulin", 12, "units", "inhaled")),
        (
            {
                "eventType": "exercise",
                "eventSubType": "heavy",
                "value": "-1.00",
                "unit": "minutes",
            },
            ("exercise", None, "minutes", "heavy"),
        ),
        (
            {"eventType": "health", "eventSubType": "cycle", "value": "0.00"},
            ("health", None, "units", "cycle"),
        ),
        (
            {"eventType": "bloodGlucose", "eventSubType": None, "value": 101},
            ("blood_glucose", 101, "units", None),
        ),
        (
            {"eventType": "note", "value": "my secret", "unit": "unknown"},
            ("notes", None, None, "longActing"),
        ),
        (
            {"eventType": "notes", "value": "1234", "eventSubType": "unknown"},
            ("notes", None, "units", None),
        ),
        ({"eventType": "dream"}, ("unknown", None, "units", "longActing")),
    ],
)
async def test_logged_event(
    hass: HomeAssistant,
    sandbox: Sandbox,
    fired: Fired,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    fields: dict[str, Any],
    expected: tuple[Any, ...],
) -> None:
    """A new event fires, with its amount and its own time, without its free text."""
    sandbox.add_records("ada", "events", [insulin(60, **fields)])
    await async_pass_time(hass, freezer, NEXT_POLL)
    (event,) = fired.of("logged_event")
    assert (
        tuple(event[key] for key in ("event_type", "value", "unit", "subtype"))
        == expected
    )
    assert event["happened_at"] == NOW - timedelta(hours=1)
    assert "my secret" not in str(event)


async def test_several_at_once(
    hass: HomeAssistant,
    sandbox: Sandbox,
    fired: Fired,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Records that arrive together fire one by one, oldest first."""
    sandbox.add_records("ada", "events", [insulin(30, "3"), insulin(90, "1")])
    sandbox.add_records("ada", "events", [insulin(60, "2")])
    await async_pass_time(hass, freezer, NEXT_POLL)
    assert [event["value"] for event in fired.of("logged_event")] == [1, 2, 3]


async def test_each_once_across_restarts(
    hass: HomeAssistant,
    sandbox: Sandbox,
    fired: Fired,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Neither a poll nor a restart fires again; what came in between does fire."""
    sandbox.add_records("ada", "events", [insulin(60, "1")])
    for _ in range(3):
        await async_pass_time(hass, freezer, NEXT_POLL)
    assert len(fired.of("logged_event")) == 1
    await hass.config_entries.async_unload(entry.entry_id)
    sandbox.add_records("ada", "events", [insulin(20, "2")])
    await async_set_up(hass, entry)
    await async_pass_time(hass, freezer, NEXT_POLL)
    assert [event["value"] for event in fired.of("logged_event")] == [1, 2]


async def test_a_changed_event_does_not_fire_again(
    hass: HomeAssistant,
    sandbox: Sandbox,
    fired: Fired,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """An update changes the sensor and fires nothing; a deletion undoes it."""
    dose = insulin(60, "12", record_id="dose")
    sandbox.add_records("ada", "events", [insulin(180, "10"), dose])
    await async_pass_time(hass, freezer, NEXT_POLL)
    assert attributes(hass, "ada", "last_long_acting_insulin")["amount"] == 12
    sandbox.replace_record(
        "ada", "events", "dose", {**dose, "eventStatus": "updated", "value": "14"}
    )
    await async_pass_time(hass, freezer, NEXT_POLL)
    assert attributes(hass, "ada", "last_long_acting_insulin")["amount"] == 14
    sandbox.replace_record("ada", "events", "dose", {**dose, "eventStatus": "deleted"})
    await async_pass_time(hass, freezer, NEXT_POLL)
    assert attributes(hass, "ada", "last_long_acting_insulin")["amount"] == 10
    assert [event["value"] for event in fired.of("logged_event")] == [10, 12]


async def test_what_is_old_does_not_fire(
    hass: HomeAssistant, sandbox: Sandbox, fired: Fired, freezer: FrozenDateTimeFactory
) -> None:
    """Records from before the set-up, over a day old, or in the future do not fire."""
    entry = account_entry(sandbox, "ada")
    sandbox.add_records("ada", "events", [insulin(30, "1")])
    await async_set_up(hass, entry)
    freezer.move_to(NOW + timedelta(days=2))
    sandbox.add_records(
        "ada",
        "events",
        [insulin(25 * 60, "2"), insulin(24 * 60 + 1, "3"), insulin(23 * 60, "4")],
    )
    sandbox.add_records("ada", "events", [insulin(-30, "5"), insulin(5, "6")])
    sandbox.add_records("ada", "events", [insulin(5, "7", eventStatus="deleted")])
    await async_pass_time(hass, freezer, NEXT_POLL)
    assert [event["value"] for event in fired.of("logged_event")] == [4, 6]
    # What was in the future fires when its time has come.
    for _ in range(4):
        await async_pass_time(hass, freezer, NEXT_POLL)
    assert [event["value"] for event in fired.of("logged_event")] == [4, 6, 5]


async def test_two_days_without_home_assistant(
    hass: HomeAssistant,
    sandbox: Sandbox,
    fired: Fired,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """After two days all is in the action, and only the last day has fired."""
    await hass.config_entries.async_unload(entry.entry_id)
    for hours in range(48):
        sandbox.add_records(
            "ada", "events", [insulin(-60 * hours, str(hours), record_id=f"h{hours}")]
        )
    freezer.move_to(NOW + timedelta(hours=48, minutes=30))
    fresh = account_entry(sandbox, "ada").data
    hass.config_entries.async_update_entry(entry, data=fresh)
    await async_set_up(hass, entry)
    assert [event["value"] for event in fired.of("logged_event")] == list(range(25, 48))
    answer = await hass.services.async_call(
        "dexcom_cgm",
        "get_events",
        {"config_entry_id": entry.entry_id, "start": NOW - timedelta(minutes=1)},
        blocking=True,
        return_response=True,
    )
    assert answer is not None
    assert len(list(answer["events"])) == 48  # type: ignore[arg-type]  # a list


async def test_while_glucose_fails_nothing_else_is_asked(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """One failure is enough for the log, and what is known stays."""
    sandbox.add_records("ada", "events", [insulin(60)])
    await async_pass_time(hass, freezer, NEXT_POLL)
    sandbox.faults.add(Fault(path="*/egvs", status=500))
    await async_pass_time(hass, freezer, timedelta(minutes=5))
    sandbox.requests.clear()
    await async_pass_time(hass, freezer, NEXT_POLL)
    assert {request.path.rpartition("/")[2] for request in sandbox.requests} == {"egvs"}
    assert state(hass, "ada", "last_long_acting_insulin") == "2026-03-01T11:00:00+00:00"


async def test_an_endpoint_that_dexcom_refuses(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """If only events are refused, no reauthentication starts, and requests are rare."""
    sandbox.faults.add(Fault(path="*/events", status=403))
    sandbox.requests.clear()
    for _ in range(12):
        await async_pass_time(hass, freezer, timedelta(minutes=5, seconds=1))
    asked = [each for each in sandbox.requests if each.path.endswith("/events")]
    assert len(asked) == 1
    assert state(hass, "ada", "data_status") == "no_data"
    assert not hass.config_entries.flow.async_progress()


async def test_last_events_survive_a_restart(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """An old event is restored, and a newer one replaces it."""
    restored = datetime(2026, 1, 10, 20, tzinfo=UTC)
    mock_restore_cache_with_extra_data(
        hass,
        [
            (
                State(
                    "sensor.dexcom_cgm_last_long_acting_insulin",
                    restored.isoformat(),
                    {"amount": 20, "unit": "units"},
                ),
                {
                    "native_value": {
                        "__type": "<class 'datetime.datetime'>",
                        "isoformat": restored.isoformat(),
                    },
                    "native_unit_of_measurement": None,
                },
            )
        ],
    )
    await async_set_up(hass, account_entry(sandbox, "ada"))
    key = "last_long_acting_insulin"
    assert state(hass, "ada", key) == restored.isoformat()
    assert attributes(hass, "ada", key)["amount"] == 20
    assert state(hass, "ada", "last_carbs") == "unknown"
    sandbox.add_records("ada", "events", [insulin(60, "22"), insulin(-50, "99")])
    await async_pass_time(hass, freezer, NEXT_POLL)
    assert state(hass, "ada", key) == "2026-03-01T11:00:00+00:00"
    assert attributes(hass, "ada", key)["amount"] == 22


async def test_files_go_with_the_account(
    hass: HomeAssistant,
    storage: StoredFiles,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The record of fired events is removed with the account."""
    sandbox.add_records("ada", "events", [insulin(60)])
    await async_pass_time(hass, freezer, NEXT_POLL)
    assert any(entry.entry_id in key for key in storage)
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()
    assert not any(entry.entry_id in key for key in storage)
