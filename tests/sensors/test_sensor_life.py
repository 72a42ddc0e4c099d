"""Test the sensors of the life of the glucose sensor and of a G6 transmitter."""

from datetime import UTC, datetime, timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity import Entity
from sandbox.faults import Fault
from sandbox.people import PEOPLE
from sandbox.sensors import sensor_at
from sandbox.server import Sandbox
from tests.common import account_entry, async_pass_time, async_set_up, attributes, state

pytestmark = pytest.mark.usefixtures("applications", "all_enabled")

CLOSE = timedelta(seconds=30)
BY_ID = {person.id: person for person in PEOPLE}


@pytest.fixture
def all_enabled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enable all entities by default."""
    monkeypatch.setattr(Entity, "entity_registry_enabled_default", True)


def true_start(person: str, place: int = 0) -> datetime:
    """Return when the sensor or transmitter of a generated person was started."""
    upload = datetime.now(UTC) - timedelta(hours=1)
    sensor = sensor_at(BY_ID[person], upload.timestamp(), place)
    return datetime.fromtimestamp(sensor.since, UTC)


@pytest.mark.parametrize(
    ("person", "days"), [("steady", 10), ("one", 10), ("odd", 10), ("fifteen", 15)]
)
async def test_sensor(
    hass: HomeAssistant, sandbox: Sandbox, person: str, days: int
) -> None:
    """The start, end and grace period of a sensor are marked as inferred."""
    await async_set_up(hass, account_entry(sandbox, person))
    started = datetime.fromisoformat(state(hass, person, "sensor_started"))
    assert abs(started - true_start(person)) <= CLOSE
    expires = datetime.fromisoformat(state(hass, person, "sensor_expires"))
    assert expires == started + timedelta(days=days)
    assert attributes(hass, person, "sensor_started")["inferred"] is True
    facts = attributes(hass, person, "sensor_expires")
    assert facts["inferred"] is True
    assert facts["grace_until"] == expires + timedelta(hours=12)
    assert state(hass, person, "transmitter_started") == "unknown"
    assert "inferred" not in attributes(hass, person, "transmitter_started")


async def test_g6(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """The start of a G6 transmitter is known, the start of its sensor is not."""
    await async_set_up(hass, account_entry(sandbox, "lows"))
    for key in ("sensor_started", "sensor_expires"):
        assert state(hass, "lows", key) == "unknown"
        assert "inferred" not in attributes(hass, "lows", key)
    assert "grace_until" not in attributes(hass, "lows", "sensor_expires")
    started = datetime.fromisoformat(state(hass, "lows", "transmitter_started"))
    assert abs(started - true_start("lows")) <= timedelta(minutes=3)
    assert attributes(hass, "lows", "transmitter_started")["inferred"] is True


async def test_two_sensors_at_once(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """Of two sensors, the one that was started last is shown."""
    await async_set_up(hass, account_entry(sandbox, "pair"))
    started = datetime.fromisoformat(state(hass, "pair", "sensor_started"))
    latest = max(true_start("pair"), true_start("pair", 1))
    assert abs(started - latest) <= CLOSE


async def test_the_state_does_not_change(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """The state is stable during backfill, days of readings, reloads and an outage."""
    # Early in the life of a sensor.
    freezer.move_to(true_start("steady") + timedelta(hours=5))
    entry = account_entry(sandbox, "steady")
    await async_set_up(hass, entry)
    keys = ("sensor_started", "sensor_expires")
    before = [state(hass, "steady", key) for key in keys]
    assert "unknown" not in before
    for _ in range(18):
        await async_pass_time(hass, freezer, timedelta(seconds=2.6))
    for day in range(9):
        for _ in range(8):
            await async_pass_time(hass, freezer, timedelta(hours=3))
            assert [state(hass, "steady", key) for key in keys] == before
        if day % 3 == 0:
            assert await hass.config_entries.async_reload(entry.entry_id)
            await hass.async_block_till_done(wait_background_tasks=True)
            assert [state(hass, "steady", key) for key in keys] == before
    sandbox.faults.add(Fault(path="*/egvs", status=503))
    await async_pass_time(hass, freezer, timedelta(hours=4))
    assert state(hass, "steady", "glucose_value") == "unavailable"
    assert [state(hass, "steady", key) for key in keys] == before


async def test_without_readings(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """The states are unknown without readings."""
    await async_set_up(hass, account_entry(sandbox, "ada"))
    for key in ("sensor_started", "sensor_expires", "transmitter_started"):
        assert state(hass, "ada", key) == "unknown"
