"""Polls of a real account find the sensor's schedule, and keep to their budget."""

from datetime import UTC, datetime, timedelta
from random import Random
from statistics import median

from freezegun.api import FrozenDateTimeFactory
import pytest

from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers.event import async_track_state_change_event
from sandbox.faults import Fault
from sandbox.server import Sandbox
from tests.common import (
    NOW,
    account_entry,
    async_pass_time,
    async_set_up,
    egv,
    entity_id,
    polls,
)

pytestmark = pytest.mark.usefixtures("applications")

PERIOD = timedelta(minutes=5)
# Dexcom's delay, and what the phone takes to upload at least.
LAG = timedelta(minutes=60, seconds=40)
STEP = timedelta(seconds=5)


class Wearer:
    """A person whose phone uploads each reading some seconds after measurement."""

    def __init__(self, sandbox: Sandbox) -> None:
        """Begin to wear a sensor."""
        self._sandbox = sandbox
        self._random = Random(20)
        self.given_out: dict[datetime, datetime] = {}

    def measure(self, first: datetime, last: datetime) -> None:
        """Measure every five minutes from a moment to another."""
        time = first
        while time <= last:
            there = time + LAG + timedelta(seconds=self._random.uniform(0, 10))
            value = 100 + len(self.given_out) % 50
            self._sandbox.add_records("ada", "egvs", [egv(time, value)], there)
            self.given_out[time] = there
            time += PERIOD


async def async_watch(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    wearer: Wearer,
    until: datetime,
) -> list[float]:
    """Let time pass; return how many seconds late each reading was shown."""
    late: list[float] = []

    @callback
    def written(event: Event[EventStateChangedData]) -> None:
        """Compare the moment with that at which Dexcom would have answered."""
        if (new := event.data["new_state"]) is not None:
            there = wearer.given_out[new.attributes["measured_at"]]
            late.append((datetime.now(UTC) - there).total_seconds())

    stop = async_track_state_change_event(
        hass, entity_id(hass, "ada", "glucose_value"), written
    )
    while datetime.now(UTC) < until:
        await async_pass_time(hass, freezer, STEP)
    stop()
    return late


async def test_locks_on_and_again_after_a_change(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """Readings are shown within seconds, soon after the start and with a new sensor."""
    wearer = Wearer(sandbox)
    change = NOW + timedelta(minutes=90)
    wearer.measure(NOW - timedelta(hours=3, seconds=77), change - LAG)
    # It warms up for half an hour, and has a schedule of its own.
    again = change + timedelta(minutes=30, seconds=131)
    wearer.measure(again - LAG, again + timedelta(hours=2))
    await async_set_up(hass, account_entry(sandbox, "ada"))

    started = await async_watch(hass, freezer, wearer, NOW + timedelta(minutes=30))
    assert len(started) == 6
    locked = await async_watch(hass, freezer, wearer, change)
    assert median(locked) < 20
    assert max(locked) < 60
    await async_watch(hass, freezer, wearer, again + timedelta(minutes=5))
    sandbox.requests.clear()
    locked_again = await async_watch(
        hass, freezer, wearer, again + timedelta(minutes=65)
    )
    assert len(locked_again) == 12
    assert median(locked_again) < 20
    assert max(locked_again) < 60
    assert len(polls(sandbox)) <= 15


async def test_keeps_five_minutes_while_polls_fail(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """A short wait is not kept through an outage."""
    wearer = Wearer(sandbox)
    wearer.measure(NOW - timedelta(hours=3, seconds=77), NOW - LAG)
    await async_set_up(hass, account_entry(sandbox, "ada"))
    # There is none any more, so the polls that are due now are not in time.
    await async_watch(hass, freezer, wearer, NOW + timedelta(minutes=6))
    sandbox.requests.clear()
    sandbox.faults.add(Fault(path="*/egvs", status=503))
    await async_watch(hass, freezer, wearer, NOW + timedelta(minutes=66))
    assert len(polls(sandbox)) in (12, 13)
