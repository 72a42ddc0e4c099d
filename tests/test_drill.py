"""A drill is shown like a live reading, and leaves nothing behind."""

from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_capture_events,
    async_fire_time_changed,
)

from custom_components.dexcom_cgm.const import DOMAIN
from custom_components.dexcom_cgm.coordinators.readings import ReadingsChange
from custom_components.dexcom_cgm.data import DexcomConfigEntry
from custom_components.dexcom_cgm.glucose.models import (
    AlertSchedule,
    AlertSetting,
    Device,
)
from homeassistant.const import EVENT_LOGBOOK_ENTRY
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError, Unauthorized
from homeassistant.helpers import entity_registry as er
from sandbox.faults import Fault
from sandbox.people import Person
from sandbox.server import Sandbox

from .automations.common import async_automate, async_end_automations, reading, target
from .common import (
    NOW,
    POLL,
    account_entry,
    async_pass_time,
    async_set_up,
    attributes,
    entity_id,
    state,
)

pytestmark = pytest.mark.usefixtures("applications")

MINUTE = timedelta(minutes=1)
SOURCE = "sensor.elsewhere"


@pytest.fixture(autouse=True)
async def automations(hass: HomeAssistant) -> AsyncGenerator[None]:
    """End the automations of a test."""
    yield
    await async_end_automations(hass)


@pytest.fixture
async def entry(hass: HomeAssistant, sandbox: Sandbox) -> MockConfigEntry:
    """Return ada's account, with a reading of two minutes ago and a live source."""
    sandbox.add_records("ada", "egvs", [reading(2, 120)])
    entry = account_entry(sandbox, "ada")
    entry.add_to_hass(hass)
    hass.config_entries.async_update_entry(entry, options={"live_source": SOURCE})
    await async_set_up(hass, entry)
    return entry


async def async_start(
    hass: HomeAssistant,
    glucose: float | None = 50,
    context: Context | None = None,
    **data: Any,
) -> None:
    """Start a drill."""
    if glucose is not None:
        data["glucose"] = glucose
    await hass.services.async_call(
        DOMAIN, "start_drill", data, blocking=True, context=context
    )
    await hass.async_block_till_done()


async def async_stop(hass: HomeAssistant, context: Context | None = None) -> None:
    """Stop a drill."""
    await hass.services.async_call(
        DOMAIN, "stop_drill", {}, blocking=True, context=context
    )
    await hass.async_block_till_done()


async def async_live(hass: HomeAssistant, value: int, time: datetime) -> None:
    """Let the live source show a reading."""
    hass.states.async_set(
        SOURCE, str(value), {"unit_of_measurement": "mg/dL", "measured_at": time}
    )
    await hass.async_block_till_done()


def shown(hass: HomeAssistant) -> tuple[str, str | None]:
    """Return the value that is shown, and its source."""
    value = state(hass, "ada", "glucose_value")
    return value, attributes(hass, "ada", "glucose_value").get("source")


def is_on(hass: HomeAssistant) -> dict[str, str]:
    """Return the states of the binary sensors."""
    return {
        key: state(hass, "ada", key, "binary_sensor")
        for key in ("low", "urgent_low", "high")
    }


def messages(entries: list[Any]) -> list[tuple[str, str | None]]:
    """Return the messages in the activity log, with the user who caused each."""
    return [(entry.data["message"], entry.context.user_id) for entry in entries]


async def test_shown_and_ended(
    hass: HomeAssistant, entry: DexcomConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """Entities show the made-up reading until its time is over, then the measured one."""
    await async_start(hass, 50, trend="falling_quickly")
    assert shown(hass) == ("50", "drill")
    assert attributes(hass, "ada", "glucose_value")["measured_at"] == NOW
    assert state(hass, "ada", "glucose_trend") == "falling_quickly"
    assert state(hass, "ada", "glucose_delta") == "unknown"
    assert is_on(hass) == {"low": "on", "urgent_low": "on", "high": "off"}
    # These are about the official record.
    assert state(hass, "ada", "data_status") == "ok"
    last_reading = datetime.fromisoformat(state(hass, "ada", "last_reading"))
    assert last_reading == NOW - 2 * MINUTE

    await async_pass_time(hass, freezer, 9.9 * MINUTE)
    assert shown(hass) == ("50", "drill")
    await async_pass_time(hass, freezer, 0.2 * MINUTE)
    assert shown(hass) == ("120", "official")
    assert is_on(hass) == {"low": "off", "urgent_low": "off", "high": "off"}
    assert state(hass, "ada", "glucose_trend") == "steady"


async def test_reading_is_renewed(
    hass: HomeAssistant, entry: DexcomConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """The made-up reading never becomes stale during its drill."""
    glucose = entry.runtime_data.glucose
    glucose.stale_limit = 10 * MINUTE
    await async_start(hass, 50, minutes=30)
    for minute in range(1, 30):
        await async_pass_time(hass, freezer, MINUTE)
        assert shown(hass) == ("50", "drill")
        measured_at = attributes(hass, "ada", "glucose_value")["measured_at"]
        assert measured_at == NOW + minute // 5 * 5 * MINUTE
    await async_pass_time(hass, freezer, MINUTE)
    # The measured reading became stale in the meantime.
    assert shown(hass) == ("unknown", None)


async def test_not_stored(
    hass: HomeAssistant,
    entry: DexcomConfigEntry,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Polls fill the log during a drill, which itself is neither there nor reported."""
    changes: list[ReadingsChange] = []
    log = entry.runtime_data.readings.log
    entry.runtime_data.readings.async_add_listener(changes.append)
    await async_start(hass, 50)
    assert not changes
    sandbox.add_records("ada", "egvs", [reading(-3, 130)])
    await async_pass_time(hass, freezer, POLL)
    assert shown(hass) == ("50", "drill")
    assert list(log.values(NOW - MINUTE * 60, NOW + MINUTE * 60)[1]) == [120, 130]
    assert state(hass, "ada", "last_reading") == (NOW + 3 * MINUTE).isoformat()
    report = await hass.services.async_call(
        DOMAIN,
        "get_report",
        {"start": NOW - 60 * MINUTE},
        blocking=True,
        return_response=True,
    )
    assert report is not None
    lowest = report["lowest"]
    assert isinstance(lowest, dict)
    assert lowest["value"] == 120
    await async_stop(hass)
    assert shown(hass) == ("130", "official")


@pytest.mark.parametrize(("real", "is_ended"), [(69, True), (50, True), (70, False)])
async def test_real_low_by_poll(
    hass: HomeAssistant,
    entry: DexcomConfigEntry,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    real: int,
    is_ended: bool,
) -> None:
    """A low of the official record ends a drill, another reading does not."""
    await async_start(hass, 300)
    entries = async_capture_events(hass, EVENT_LOGBOOK_ENTRY)
    sandbox.add_records("ada", "egvs", [reading(-3, real)])
    await async_pass_time(hass, freezer, POLL)
    assert shown(hass) == ((str(real), "official") if is_ended else ("300", "drill"))
    ended = [("drill ended: a real low was measured", None)]
    assert messages(entries) == (ended if is_ended else [])


async def test_real_low_by_live_source(
    hass: HomeAssistant, entry: DexcomConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """A low of the live source ends a drill at once, another reading does not."""
    await async_start(hass, 50)
    await async_live(hass, 80, NOW - MINUTE)
    assert shown(hass) == ("50", "drill")
    freezer.tick(MINUTE)
    await async_live(hass, 69, NOW)
    assert shown(hass) == ("69", "live")
    await async_pass_time(hass, freezer, 10 * MINUTE)
    assert shown(hass) == ("69", "live")


async def test_low_by_changed_settings(
    hass: HomeAssistant, entry: DexcomConfigEntry
) -> None:
    """A reading that becomes low by new thresholds ends a drill too."""
    await async_start(hass, 300)
    hass.config_entries.async_update_entry(entry, options={**entry.options, "low": 130})
    await hass.async_block_till_done()
    assert shown(hass) == ("120", "official")


async def test_low_by_alert_settings(
    hass: HomeAssistant, entry: DexcomConfigEntry
) -> None:
    """A reading that is low by the alert settings of the app ends a drill too."""
    await async_start(hass, 300)
    for low, source in ((100, "drill"), (130, "official")):
        setting = AlertSetting(name="low", value=low, unit="mg/dL")
        device = Device(schedules=(AlertSchedule(settings=(setting,)),))
        entry.runtime_data.devices.async_set_updated_data((device,))
        await hass.async_block_till_done()
        assert shown(hass)[1] == source


async def test_not_while_low(hass: HomeAssistant, entry: DexcomConfigEntry) -> None:
    """A real low is not hidden by a drill."""
    await async_live(hass, 69, NOW)
    with pytest.raises(ServiceValidationError) as err:
        await async_start(hass, 50)
    assert err.value.translation_key == "drill_while_low"
    assert shown(hass) == ("69", "live")


async def test_old_low_is_no_reason(
    hass: HomeAssistant, entry: DexcomConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """A low that is too old to be shown does not prevent a drill."""
    await async_live(hass, 69, NOW)
    await async_pass_time(hass, freezer, timedelta(hours=2))
    await async_start(hass, 50)
    assert shown(hass) == ("50", "drill")


async def test_without_a_connection(
    hass: HomeAssistant,
    entry: DexcomConfigEntry,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A drill needs neither readings nor Dexcom."""
    sandbox.faults.add(Fault(path="*/egvs", status=500))
    await async_pass_time(hass, freezer, timedelta(hours=2))
    assert shown(hass) == ("unavailable", None)
    await async_start(hass, 50)
    assert shown(hass) == ("50", "drill")
    assert is_on(hass)["low"] == "on"
    await async_stop(hass)
    assert shown(hass) == ("unavailable", None)


async def test_replaced(
    hass: HomeAssistant, entry: DexcomConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """A second drill replaces the first one, its end included."""
    await async_start(hass, 50, minutes=1)
    await async_start(hass, 300, minutes=2)
    assert shown(hass) == ("300", "drill")
    await async_pass_time(hass, freezer, 1.5 * MINUTE)
    assert shown(hass) == ("300", "drill")
    await async_pass_time(hass, freezer, MINUTE)
    assert shown(hass) == ("120", "official")


async def test_trend_only(hass: HomeAssistant, entry: DexcomConfigEntry) -> None:
    """Without glucose, the measured one stays."""
    await async_start(hass, 50)
    await async_start(hass, None, trend="rising_quickly")
    assert shown(hass) == ("120", "drill")
    assert state(hass, "ada", "glucose_trend") == "rising_quickly"


async def test_nothing_to_show(
    hass: HomeAssistant, entry: DexcomConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """Without glucose, a reading is needed that is not stale."""
    await async_pass_time(hass, freezer, timedelta(hours=2))
    with pytest.raises(ServiceValidationError) as err:
        await async_start(hass, None, trend="rising_quickly")
    assert err.value.translation_key == "drill_needs_glucose"


@pytest.mark.parametrize(
    ("unit", "number", "value"),
    [
        ("mg/dL", 40, 40),
        ("mg/dL", 54.4, 54),
        ("mg/dL", 400, 400),
        ("mmol/L", 2.2, 40),
        ("mmol/L", 3.9, 70),
        ("mmol/L", 22.2, 400),
        ("mg/dL", 39, None),
        ("mg/dL", 3.9, None),
        ("mg/dL", 401, None),
        ("mmol/L", 2.1, None),
        ("mmol/L", 22.3, None),
        ("mmol/L", 54, None),
        ("mg/dL", float("nan"), None),
    ],
)
async def test_unit(
    hass: HomeAssistant,
    entry: DexcomConfigEntry,
    unit: str,
    number: float,
    value: int | None,
) -> None:
    """Glucose is in the unit of the account's sensor, and what a sensor can measure."""
    er.async_get(hass).async_update_entity_options(
        entity_id(hass, "ada", "glucose_value"), "sensor", {"unit_of_measurement": unit}
    )
    if value is None:
        with pytest.raises(ServiceValidationError) as err:
            await async_start(hass, number)
        assert err.value.translation_key == "drill_glucose_out_of_range"
        assert entry.runtime_data.glucose.drill is None
    else:
        await async_start(hass, number)
        drill = entry.runtime_data.glucose.drill
        assert drill is not None
        assert drill.reading.value == value
        assert float(shown(hass)[0]) == round(number, 0 if unit == "mg/dL" else 1)


@pytest.mark.parametrize("minutes", [0, 31, "long"])
async def test_minutes(
    hass: HomeAssistant, entry: DexcomConfigEntry, minutes: Any
) -> None:
    """A drill takes 1 to 30 minutes."""
    with pytest.raises(ServiceValidationError):
        await async_start(hass, 50, minutes=minutes)


async def test_admin_only(
    hass: HomeAssistant, entry: DexcomConfigEntry, hass_read_only_user: MockUser
) -> None:
    """Only administrators may start and stop a drill."""
    context = Context(user_id=hass_read_only_user.id)
    with pytest.raises(Unauthorized):
        await async_start(hass, 50, context)
    assert shown(hass) == ("120", "official")
    await async_start(hass, 50)
    with pytest.raises(Unauthorized):
        await async_stop(hass, context)
    assert shown(hass) == ("50", "drill")


async def test_activity_log(
    hass: HomeAssistant,
    entry: DexcomConfigEntry,
    hass_admin_user: MockUser,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The activity log says who started and stopped a drill, and so do the states."""
    entries = async_capture_events(hass, EVENT_LOGBOOK_ENTRY)
    user = hass_admin_user.id
    await async_start(hass, 50, Context(user_id=user), minutes=5)
    for key, platform in (
        ("glucose_value", "sensor"),
        ("low", "binary_sensor"),
    ):
        found = hass.states.get(entity_id(hass, "ada", key, platform))
        assert found is not None
        assert found.context.user_id == user
    await async_stop(hass, Context(user_id=user))
    await async_start(hass, 50, Context(user_id=user), minutes=5)
    await async_pass_time(hass, freezer, POLL)
    # Nothing happens without a drill.
    await async_stop(hass, Context(user_id=user))
    assert messages(entries) == [
        ("DRILL started: 50 mg/dL for 5 min", user),
        ("drill stopped", user),
        ("DRILL started: 50 mg/dL for 5 min", user),
        ("drill ended: its time is over", None),
    ]
    assert {each.data["entity_id"] for each in entries} == {
        entity_id(hass, "ada", "low", "binary_sensor")
    }
    found = hass.states.get(entity_id(hass, "ada", "low", "binary_sensor"))
    assert found is not None
    assert found.context.user_id is None


async def test_reload(
    hass: HomeAssistant, entry: DexcomConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """A drill ends with a reload, and its timer too."""
    entries = async_capture_events(hass, EVENT_LOGBOOK_ENTRY)
    await async_start(hass, 50)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert shown(hass) == ("120", "official")
    await async_pass_time(hass, freezer, 11 * MINUTE)
    assert shown(hass) == ("120", "official")
    assert [text for text, _ in messages(entries)][1:] == [
        "drill ended: the account was unloaded"
    ]


@pytest.mark.parametrize("change", [timedelta(hours=-3), timedelta(hours=3)])
async def test_clock_is_corrected(
    hass: HomeAssistant,
    entry: DexcomConfigEntry,
    freezer: FrozenDateTimeFactory,
    change: timedelta,
) -> None:
    """A drill does not outlive a correction of the clock beyond its window."""
    await async_start(hass, 50, minutes=30)
    await async_pass_time(hass, freezer, MINUTE)
    freezer.tick(change)
    async_fire_time_changed(hass, fire_all=True)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert entry.runtime_data.glucose.drill is None
    assert shown(hass)[1] != "drill"


async def test_two_accounts(
    hass: HomeAssistant, entry: DexcomConfigEntry, sandbox: Sandbox
) -> None:
    """A drill is of one account, which must be chosen."""
    sandbox.add_person(Person(id="bob"))
    sandbox.add_records("bob", "egvs", [reading(2, 110)])
    await async_set_up(hass, account_entry(sandbox, "bob", title="Bob"))
    with pytest.raises(ServiceValidationError) as err:
        await async_start(hass, 50)
    assert err.value.translation_key == "several_accounts"
    await async_start(hass, 50, entity_id=entity_id(hass, "bob", "glucose_value"))
    assert shown(hass) == ("120", "official")
    assert state(hass, "bob", "glucose_value") == "50"


def facts(ran: list[dict[str, Any]]) -> list[tuple[Any, str]]:
    """Return glucose and source of each run of an automation."""
    found = [(run["glucose"], run["source"]) for run in ran]
    ran.clear()
    return found


async def test_triggers_in_a_drill(
    hass: HomeAssistant, entry: DexcomConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """A drill fires at its begin and, for what was low in it, at its end."""
    became = await async_automate(hass, "became_low", target(hass))
    context = Context()
    await async_start(hass, 50, context)
    assert facts(became) == [(50, "drill")]
    (automation,) = hass.states.async_all("automation")
    assert automation.context.parent_id == context.id
    await async_pass_time(hass, freezer, POLL)
    assert facts(became) == []
    await async_start(hass, 100)
    await async_start(hass, 60)
    assert facts(became) == [(60, "drill")]
    await async_stop(hass)
    assert facts(became) == []


async def test_end_fires_recovery(
    hass: HomeAssistant, entry: DexcomConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """What is no longer low after a drill fires, marked as of the drill."""
    over = await async_automate(hass, "no_longer_low", target(hass))
    await async_start(hass, 100)
    await async_stop(hass)
    assert facts(over) == []
    await async_start(hass, 50)
    await async_start(hass, 100)
    assert facts(over) == [(100, "drill")]
    await async_start(hass, 50)
    await async_stop(hass)
    assert facts(over) == [(120, "drill")]
    # Also where nothing was measured lately.
    await async_pass_time(hass, freezer, timedelta(hours=2))
    await async_start(hass, 50)
    await async_stop(hass)
    assert facts(over) == [(None, "drill")]


async def test_end_by_unload_fires_recovery(
    hass: HomeAssistant, entry: DexcomConfigEntry
) -> None:
    """An account that is unloaded in a drill leaves no automation waiting."""
    over = await async_automate(hass, "no_longer_low", target(hass))
    await async_start(hass, 50)
    assert await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done()
    assert facts(over) == [(None, "drill")]


async def test_threshold_is_crossed_back(
    hass: HomeAssistant, entry: DexcomConfigEntry
) -> None:
    """A crossed threshold fires on the way back, as there is no other trigger for it."""
    above = {"type": "above", "value": {"number": 70, "unit_of_measurement": "mg/dL"}}
    crossed = await async_automate(
        hass, "glucose_crossed_threshold", target(hass), threshold=above
    )
    await async_start(hass, 50)
    assert facts(crossed) == []
    await async_stop(hass)
    assert facts(crossed) == [(120, "drill")]


@pytest.mark.parametrize("trigger", ["became_low", "became_urgent_low"])
async def test_real_low_fires_in_a_drill(
    hass: HomeAssistant, entry: DexcomConfigEntry, trigger: str
) -> None:
    """A real low fires although the drill was as low before."""
    became = await async_automate(hass, trigger, target(hass))
    await async_start(hass, 50)
    assert facts(became) == [(50, "drill")]
    await async_live(hass, 50, NOW)
    assert facts(became) == [(50, "live")]


async def test_real_low_is_no_recovery(
    hass: HomeAssistant, entry: DexcomConfigEntry
) -> None:
    """A drill that a real low ends fires no recovery."""
    over = await async_automate(hass, "no_longer_low", target(hass))
    await async_start(hass, 50)
    await async_live(hass, 60, NOW)
    assert facts(over) == []
    await async_live(hass, 80, NOW + MINUTE)
    assert facts(over) == [(80, "live")]


async def test_real_high_fires_in_a_drill(
    hass: HomeAssistant, entry: DexcomConfigEntry
) -> None:
    """What is measured fires during a drill too, and its end does not repeat it."""
    became = await async_automate(hass, "became_high", target(hass))
    await async_start(hass, 50)
    await async_live(hass, 300, NOW)
    assert shown(hass) == ("50", "drill")
    assert facts(became) == [(300, "live")]
    await async_stop(hass)
    assert facts(became) == []


async def test_new_reading(
    hass: HomeAssistant, entry: DexcomConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """Each made-up reading is a new one, and so is each measured one."""
    new = await async_automate(hass, "new_reading", target(hass))
    await async_start(hass, 50)
    assert facts(new) == [(50, "drill")]
    await async_pass_time(hass, freezer, POLL)
    assert facts(new) == [(50, "drill")]
    await async_live(hass, 130, NOW + 5 * MINUTE)
    assert facts(new) == [(130, "live")]
    await async_stop(hass)
    assert facts(new) == []


@pytest.mark.parametrize("trigger", ["readings_stopped", "readings_came_back"])
async def test_silence_is_real(
    hass: HomeAssistant,
    entry: DexcomConfigEntry,
    freezer: FrozenDateTimeFactory,
    trigger: str,
) -> None:
    """A drill neither ends nor begins the silence of a sensor."""
    ran = await async_automate(hass, trigger, target(hass))
    await async_pass_time(hass, freezer, timedelta(hours=2))
    ran.clear()
    await async_start(hass, 50)
    await async_stop(hass)
    assert ran == []


async def test_readings_stop_in_a_drill(
    hass: HomeAssistant, entry: DexcomConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """Readings that stop during a drill are reported at once."""
    ran = await async_automate(hass, "readings_stopped", target(hass))
    await async_pass_time(hass, freezer, 80 * MINUTE)
    await async_start(hass, 50, minutes=30)
    assert ran == []
    await async_pass_time(hass, freezer, 10 * MINUTE)
    assert shown(hass) == ("50", "drill")
    assert [run["age"] for run in ran] == [92]


async def test_automation_that_starts_in_a_drill(
    hass: HomeAssistant, entry: DexcomConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """What a new automation finds in a drill is its initial state."""
    await async_start(hass, 50)
    became = await async_automate(hass, "became_low", target(hass))
    await async_pass_time(hass, freezer, POLL)
    assert facts(became) == []


async def test_time_of_the_last_drill(
    hass: HomeAssistant, entry: DexcomConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """Triggers have the time at which a drill was last in progress."""
    template = (
        "{{ trigger.last_drill_at is not none and trigger.last_drill_at == now() }}"
    )
    is_now = [{"condition": "template", "value_template": template}]
    new = await async_automate(hass, "new_reading", target(hass), is_now)
    await async_live(hass, 130, NOW - MINUTE)
    assert facts(new) == []
    await async_start(hass, 50)
    await async_pass_time(hass, freezer, MINUTE)
    await async_live(hass, 131, NOW + MINUTE)
    assert facts(new) == [(50, "drill"), (131, "live")]
    await async_stop(hass)
    await async_live(hass, 132, NOW + MINUTE * 1.5)
    assert facts(new) == [(132, "live")]
    freezer.tick(MINUTE)
    await async_live(hass, 133, NOW + 2 * MINUTE)
    assert facts(new) == []


async def test_conditions(hass: HomeAssistant, entry: DexcomConfigEntry) -> None:
    """Conditions test what is shown."""
    is_low = [{"condition": f"{DOMAIN}.is_low", "target": target(hass)}]
    new = await async_automate(hass, "new_reading", target(hass), is_low)
    await async_start(hass, 50)
    await async_start(hass, 100)
    assert facts(new) == [(50, "drill")]
