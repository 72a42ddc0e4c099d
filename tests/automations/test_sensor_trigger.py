"""Test the triggers on the life of a sensor."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
import voluptuous as vol

from custom_components.dexcom_cgm.automations.sensor_rules import Moment, Sensors
from custom_components.dexcom_cgm.glucose.sensor_life import Kind, SensorLife
from custom_components.dexcom_cgm.trigger import TRIGGERS
from homeassistant.core import HomeAssistant
from sandbox.faults import Fault
from sandbox.people import PEOPLE
from sandbox.sensors import Sensor, sensors_between
from sandbox.server import Sandbox
from tests.common import (
    POLL,
    account_entry,
    async_pass_time,
    async_set_up,
    egv,
    entity_id,
    polls,
    state,
)

from .common import (
    SENSOR_FACTS,
    async_account,
    async_automate,
    async_end_automations,
    device_of,
)

pytestmark = pytest.mark.usefixtures("applications")

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
MOMENTS = pytest.mark.parametrize(
    ("name", "options", "before"),
    [
        ("sensor_expires_soon", {}, DAY),
        ("sensor_expires_soon", {"hours_before": 2}, 2 * HOUR),
        ("sensor_expired", {}, timedelta(0)),
    ],
)


@pytest.fixture(autouse=True)
async def automations(hass: HomeAssistant) -> AsyncGenerator[None]:
    """End the automations of a test."""
    yield
    await async_end_automations(hass)


def worn(
    started: datetime, since: timedelta, transmitter: str = "ab", **fields: Any
) -> list[dict[str, Any]]:
    """Return jittering readings of a sensor over a period until now."""
    now, records = datetime.now(UTC), []
    for number in range(int(since / POLL) + 2):
        time = now - number * timedelta(minutes=5) - 2 * MINUTE
        if (ticks := int((time - started).total_seconds())) < 1680:
            break
        time += timedelta(seconds=number * 3 % 5)
        records.append(
            egv(
                time,
                record_id=f"{transmitter}-{time}",
                **{
                    "transmitterId": transmitter * 32,
                    "transmitterTicks": ticks,
                    "transmitterGenerationVariant": "g7",
                    **fields,
                },
            )
        )
    return records


async def async_sensor_triggers(
    hass: HomeAssistant, name: str, *, person: str = "ada", **options: Any
) -> list[dict[str, Any]]:
    """Set up an automation; return the list of the variables of its runs."""
    meant = {"entity_id": entity_id(hass, person, "glucose_value")}
    return await async_automate(hass, name, meant, facts=SENSOR_FACTS, **options)


def true_sensors() -> list[Sensor]:
    """Return the next two sensors of a generated person."""
    (person,) = [each for each in PEOPLE if each.id == "steady"]
    start = int(datetime.now(UTC).timestamp())
    return list(sensors_between(person, start, start + 12 * 86_400))[:2]


async def async_go_to(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, time: datetime
) -> None:
    """Let time pass until a moment."""
    await async_pass_time(hass, freezer, time - datetime.now(UTC))


async def async_reload(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Reload an account."""
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)


@MOMENTS
async def test_fires_at_its_moment(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    name: str,
    options: dict[str, Any],
    before: timedelta,
) -> None:
    """The trigger fires once, at its time, without a poll."""
    moment = datetime.now(UTC) + 30 * MINUTE
    started = moment + before - 10 * DAY
    entry = await async_account(hass, sandbox, *worn(started, HOUR))
    ran = await async_sensor_triggers(hass, name, **options)
    hass.config_entries.async_update_entry(entry, pref_disable_polling=True)
    expires = datetime.fromisoformat(state(hass, "ada", "sensor_expires"))
    assert abs(expires - before - moment) <= timedelta(seconds=5)
    await async_pass_time(hass, freezer, POLL)
    polled = len(polls(sandbox))
    await async_go_to(hass, freezer, expires - before - timedelta(seconds=1))
    assert ran == []
    await async_pass_time(hass, freezer, timedelta(seconds=1))
    (facts,) = ran
    assert facts["device_id"] == device_of(hass, entry)
    assert datetime.fromisoformat(facts["expires"]) == expires
    assert datetime.fromisoformat(facts["started"]) == expires - 10 * DAY
    assert datetime.fromisoformat(facts["grace_until"]) == expires + 12 * HOUR
    assert len(polls(sandbox)) == polled
    await async_pass_time(hass, freezer, MINUTE)
    await async_pass_time(hass, freezer, HOUR)
    await async_reload(hass, entry)
    assert len(ran) == 1


@MOMENTS
async def test_a_moment_that_has_passed_fires_nothing(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    name: str,
    options: dict[str, Any],
    before: timedelta,
) -> None:
    """A time before the start or before the arrival of readings does not fire."""
    started = datetime.now(UTC) - MINUTE + before - 10 * DAY
    entry = await async_account(hass, sandbox, *worn(started, HOUR))
    ran = await async_sensor_triggers(hass, name, **options)
    await async_pass_time(hass, freezer, POLL)
    await async_reload(hass, entry)
    # Another sensor, whose moment has passed too.
    sandbox.add_records("ada", "egvs", worn(started + MINUTE, HOUR, "cd"))
    await async_pass_time(hass, freezer, POLL)
    await async_pass_time(hass, freezer, DAY)
    assert ran == []


async def test_a_replaced_sensor_fires_nothing(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """A sensor that was replaced before its end does not expire."""
    now = datetime.now(UTC)
    started = now - 10 * DAY + 3 * HOUR
    await async_account(hass, sandbox, *worn(started, HOUR))
    ran = await async_sensor_triggers(hass, "sensor_expired")
    await async_pass_time(hass, freezer, 2 * HOUR)
    sandbox.add_records("ada", "egvs", worn(now + 10 * MINUTE, 2 * HOUR, "cd"))
    await async_pass_time(hass, freezer, POLL)
    await async_pass_time(hass, freezer, 2 * HOUR)
    assert ran == []
    await async_go_to(hass, freezer, now + 10 * MINUTE + 10 * DAY + MINUTE)
    assert len(ran) == 1


async def test_two_sensors_at_once(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """Both sensors expire, each once, the older one first."""
    now = datetime.now(UTC)
    older, newer = now - 10 * DAY + 20 * MINUTE, now - 10 * DAY + 40 * MINUTE
    await async_account(hass, sandbox, *worn(older, HOUR), *worn(newer, HOUR, "cd"))
    ran = await async_sensor_triggers(hass, "sensor_expired")
    await async_pass_time(hass, freezer, 21 * MINUTE)
    (facts,) = ran
    started = datetime.fromisoformat(facts["started"])
    assert abs(started - older) <= timedelta(seconds=5)
    await async_pass_time(hass, freezer, 20 * MINUTE)
    await async_pass_time(hass, freezer, HOUR)
    assert len(ran) == 2


async def test_a_moment_while_dexcom_does_not_answer(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """The trigger fires and entities stay available while Dexcom does not answer."""
    started = datetime.now(UTC) - 10 * DAY + HOUR
    await async_account(hass, sandbox, *worn(started, HOUR))
    ran = await async_sensor_triggers(hass, "sensor_expired")
    sandbox.faults.add(Fault(path="*/egvs", status=503))
    for _ in range(13):
        await async_pass_time(hass, freezer, POLL)
    assert state(hass, "ada", "data_status") == "cannot_connect"
    assert state(hass, "ada", "sensor_expires") != "unavailable"
    assert len(ran) == 1


@pytest.mark.parametrize(("away", "runs"), [(30 * MINUTE, 1), (2 * HOUR, 0)])
async def test_a_moment_while_the_account_is_not_loaded(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    away: timedelta,
    runs: int,
) -> None:
    """The trigger fires when the account is loaded again within an hour."""
    started = datetime.now(UTC) - 10 * DAY + 20 * MINUTE
    entry = await async_account(hass, sandbox, *worn(started, HOUR))
    ran = await async_sensor_triggers(hass, "sensor_expired")
    assert await hass.config_entries.async_unload(entry.entry_id)
    await async_pass_time(hass, freezer, away)
    assert ran == []
    await async_set_up(hass, entry)
    await async_pass_time(hass, freezer, POLL)
    assert len(ran) == runs


async def test_an_unknown_life_fires_nothing(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """Without the variant, the end is unknown; of a G6, the start too."""
    now = datetime.now(UTC)
    await async_account(
        hass,
        sandbox,
        *worn(now - 10 * DAY + HOUR, HOUR, transmitterGenerationVariant=None),
    )
    ran = await async_sensor_triggers(hass, "sensor_expired")
    assert state(hass, "ada", "sensor_started") != "unknown"
    assert state(hass, "ada", "sensor_expires") == "unknown"
    g6 = {"transmitterGeneration": "g6", "transmitterGenerationVariant": "g6"}
    sandbox.add_records("ada", "egvs", worn(now - 10 * DAY + HOUR, HOUR, "cd", **g6))
    await async_pass_time(hass, freezer, POLL)
    await async_pass_time(hass, freezer, 2 * HOUR)
    assert ran == []


async def test_new_sensor(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """The trigger fires once for a sensor that was started after all known ones."""
    now = datetime.now(UTC)
    entry = await async_account(hass, sandbox, *worn(now - 9 * DAY, HOUR))
    ran = await async_sensor_triggers(hass, "new_sensor")
    await async_pass_time(hass, freezer, HOUR)
    # Warm-up included, three readings.
    sandbox.add_records("ada", "egvs", worn(now + 10 * MINUTE, HOUR, "cd"))
    await async_pass_time(hass, freezer, POLL)
    (facts,) = ran
    assert facts["device_id"] == device_of(hass, entry)
    started = datetime.fromisoformat(facts["started"])
    assert abs(started - now - 10 * MINUTE) <= timedelta(seconds=5)
    assert facts["started"] == state(hass, "ada", "sensor_started").replace("T", " ")
    # An older sensor is found late, and the account is reloaded.
    sandbox.add_records("ada", "egvs", worn(now - 4 * DAY, 2 * HOUR, "ef"))
    await async_pass_time(hass, freezer, HOUR)
    await async_reload(hass, entry)
    sandbox.add_records("ada", "egvs", worn(now + 10 * MINUTE, HOUR, "cd"))
    await async_pass_time(hass, freezer, POLL)
    assert len(ran) == 1


async def test_new_sensor_in_stale_readings(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """A new sensor in stale readings fires with the first fresh one."""
    now = datetime.now(UTC)
    await async_account(hass, sandbox, *worn(now - 9 * DAY, HOUR))
    ran = await async_sensor_triggers(hass, "new_sensor")
    await async_pass_time(hass, freezer, 2 * HOUR)
    sandbox.add_records("ada", "egvs", worn(now, 2 * HOUR, "cd")[20:])
    await async_pass_time(hass, freezer, 5 * HOUR)
    await async_pass_time(hass, freezer, POLL)
    assert ran == []
    sandbox.add_records("ada", "egvs", worn(now, HOUR, "cd"))
    await async_pass_time(hass, freezer, POLL)
    assert len(ran) == 1


async def test_a_first_sensor_is_new(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """The first sensor of an account without readings fires."""
    entry = await async_account(hass, sandbox)
    assert entity_id(hass, "ada", "sensor_started")
    ran = await async_sensor_triggers(hass, "new_sensor")
    sandbox.add_records("ada", "egvs", worn(datetime.now(UTC) - HOUR, HOUR))
    await async_pass_time(hass, freezer, POLL)
    assert len(ran) == 1
    await async_reload(hass, entry)
    assert len(ran) == 1


async def test_a_saved_log_of_an_earlier_version(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    storage: Any,
) -> None:
    """Sensors inferred from readings saved by an earlier version are not new."""
    started = datetime.now(UTC) - 3 * DAY
    entry = await async_account(hass, sandbox, *worn(started, HOUR))
    before = state(hass, "ada", "sensor_started")
    ran = await async_sensor_triggers(hass, "new_sensor")
    await async_pass_time(hass, freezer, POLL)
    assert await hass.config_entries.async_unload(entry.entry_id)
    (name,) = [name for name in storage if name.endswith("readings")]
    saved = storage[name]
    del saved["data"]["sensors"]
    storage[name] = saved
    await async_set_up(hass, entry)
    assert state(hass, "ada", "sensor_started") == before
    sandbox.add_records("ada", "egvs", worn(started, HOUR))
    await async_pass_time(hass, freezer, POLL)
    assert ran == []


@pytest.mark.parametrize(
    ("name", "hours"), [("sensor_expires_soon", 24), ("sensor_expired", 0)]
)
async def test_the_sensors_of_a_generated_person(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    name: str,
    hours: int,
) -> None:
    """With realistic ticks, a sensor expires once."""
    sensor, _ = true_sensors()
    started = datetime.fromtimestamp(sensor.since, UTC)
    moment = started + 10 * DAY - timedelta(hours=hours)
    freezer.move_to(moment - 4 * HOUR)
    await async_set_up(hass, account_entry(sandbox, "steady"))
    ran = await async_sensor_triggers(hass, name, person="steady")
    starts = set()
    while datetime.now(UTC) < moment + 2 * HOUR:
        starts.add(state(hass, "steady", "sensor_started"))
        assert len(ran) == (datetime.now(UTC) - moment > timedelta(minutes=1))
        await async_pass_time(hass, freezer, 15 * MINUTE)
    # Neither jitter nor drift has changed the state.
    assert starts == {ran[0]["started"].replace(" ", "T")}
    error = datetime.fromisoformat(ran[0]["started"]) - started
    assert abs(error) <= timedelta(seconds=30)


async def test_the_next_sensor_of_a_generated_person(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """With realistic ticks, the next sensor is new once."""
    old, new = true_sensors()
    freezer.move_to(datetime.fromtimestamp(old.end, UTC) - HOUR)
    await async_set_up(hass, account_entry(sandbox, "steady"))
    ran = await async_sensor_triggers(hass, "new_sensor", person="steady")
    starts = [state(hass, "steady", "sensor_started")]
    while datetime.now(UTC).timestamp() < new.first + 4 * 3600:
        await async_pass_time(hass, freezer, 15 * MINUTE)
        starts.append(state(hass, "steady", "sensor_started"))
    assert sum(before != after for before, after in pairwise(starts)) == 1
    for shown, sensor in zip((starts[0], starts[-1]), (old, new), strict=True):
        error = datetime.fromisoformat(shown).timestamp() - sensor.since
        assert abs(error) <= 30
    (facts,) = ran
    assert facts["started"] == starts[-1].replace("T", " ")


@pytest.mark.parametrize("hours", [0, -1, 217, "soon", None])
async def test_hours_before(hass: HomeAssistant, hours: Any) -> None:
    """The hours are limited to less than the shortest life."""
    trigger = TRIGGERS["sensor_expires_soon"]
    config = {"target": {"device_id": "1"}, "options": {"hours_before": hours}}
    with pytest.raises(vol.Invalid):
        await trigger.async_validate_config(hass, config)
    config["options"] = {}
    valid = await trigger.async_validate_config(hass, config)
    assert valid["options"] == {"hours_before": 24}
    # What other triggers accept.
    with pytest.raises(vol.Invalid):
        await TRIGGERS["sensor_expired"].async_validate_config(
            hass, {**config, "options": {"younger_than": "00:30:00"}}
        )


def test_a_jump_of_the_clock_fires_nothing_old() -> None:
    """A time that the clock has skipped by more than an hour does not fire."""
    started = datetime(2026, 3, 1, tzinfo=UTC)
    life = SensorLife("a", Kind.TEN_DAYS, started, started + 9 * DAY)
    sensors = Sensors([life], [life], life)
    rule = Moment(timedelta(0))
    assert rule.update(sensors, started) == []
    assert rule.next_moment(sensors, started) == started + 10 * DAY
    assert rule.update(sensors, started + 10 * DAY + 61 * MINUTE) == []
    assert rule.update(sensors, started + 10 * DAY + 61 * MINUTE) == []
    # Set back: its moment comes.
    assert rule.update(sensors, started) == []
    assert rule.update(sensors, started + 10 * DAY) == [life]
    assert rule.update(sensors, started) == []
    assert rule.update(sensors, started + 10 * DAY) == []
