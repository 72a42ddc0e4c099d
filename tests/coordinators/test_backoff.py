"""Pauses that Dexcom asks for: few requests, also for days, and no more than needed."""

from datetime import timedelta
from itertools import pairwise

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_component import async_update_entity
from sandbox.faults import Fault
from sandbox.server import Sandbox
from tests.common import (
    NOW,
    POLL,
    account_entry,
    async_pass_time,
    async_set_up,
    egv,
    entity_id,
    minutes_ago,
    polls,
    state,
)

pytestmark = pytest.mark.usefixtures("applications")

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
async def entry(hass: HomeAssistant, sandbox: Sandbox) -> MockConfigEntry:
    """Return ada's account, set up with one reading."""
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(10))])
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    return entry


@pytest.mark.parametrize(
    ("header", "earliest", "latest"),
    [
        ("1200", 20, 20),
        ("Sun, 01 Mar 2026 12:25:01 GMT", 20, 20),
        ("7200", 120, 120),
        ("864000", 1440, 1440),
        ("9" * 400, 1440, 1440),
        ("Sun, 01 Mar 2099 11:00:00 GMT", 1440, 1440),
        ("1", 5, 5),
        ("0", 9, 10),
        ("-5", 9, 10),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 9, 10),
        ("Sun, 01 Mar 0001 11:00:00 GMT", 9, 10),
        ("soon", 9, 10),
        (None, 9, 10),
    ],
)
async def test_retry_after(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    header: str | None,
    earliest: int,
    latest: int,
) -> None:
    """Polling pauses for as long as Dexcom asks, at most a day."""
    headers = {} if header is None else {"Retry-After": header}
    sandbox.faults.add(Fault(path="*/egvs", status=429, headers=headers))
    await async_pass_time(hass, freezer, POLL)
    assert state(hass, "ada", "data_status") == "rate_limited"
    sandbox.faults.clear()
    sandbox.requests.clear()
    await async_pass_time(hass, freezer, earliest * MINUTE - 3 * SECOND)
    assert not sandbox.requests
    await async_pass_time(hass, freezer, (latest - earliest) * MINUTE + 5 * SECOND)
    assert sandbox.requests
    assert state(hass, "ada", "data_status") in ("ok", "delayed")


@pytest.mark.parametrize(
    ("path", "status", "shown"),
    [
        ("*/token", 429, "rate_limited"),
        ("*/token", 503, "cannot_connect"),
        ("*/egvs", 503, "cannot_connect"),
    ],
)
async def test_retry_after_of_other_answers(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    path: str,
    status: int,
    shown: str,
) -> None:
    """The token endpoint, and a service that is down, can ask for a pause too."""
    freezer.tick(timedelta(hours=2))
    sandbox.faults.add(Fault(path=path, status=status, headers={"Retry-After": "7200"}))
    await async_pass_time(hass, freezer, POLL)
    assert state(hass, "ada", "data_status") == shown
    sandbox.faults.clear()
    sandbox.requests.clear()
    await async_pass_time(hass, freezer, 120 * MINUTE - 3 * SECOND)
    assert not sandbox.requests
    await async_pass_time(hass, freezer, 5 * SECOND)
    assert sandbox.requests
    assert state(hass, "ada", "data_status") in ("ok", "delayed")


@pytest.mark.parametrize(
    ("path", "header"), [("*/egvs", None), ("*/token", None), ("*", "1")]
)
async def test_days_of_refusals(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    path: str,
    header: str | None,
) -> None:
    """Three days of 429 are a request an hour, and one error of each coordinator."""
    headers = {} if header is None else {"Retry-After": header}
    freezer.tick(timedelta(hours=2))
    sandbox.faults.add(Fault(path=path, status=429, headers=headers))
    sandbox.requests.clear()
    for _ in range(3 * 24 * 6):
        await async_pass_time(hass, freezer, 10 * MINUTE)
    assert state(hass, "ada", "data_status") == "rate_limited"
    refused = [each for each in sandbox.requests if each.status == 429]
    # The backoff in floating point overflowed after 39 of them.
    assert 45 < len(refused) < 3 * 26
    own = [each for each in caplog.records if each.name.startswith("custom_components")]
    assert 1 <= len([each for each in own if each.levelname == "ERROR"]) <= 4
    assert "Unexpected error" not in caplog.text

    # It recovers by itself, within the longest pause.
    sandbox.faults.clear()
    await async_pass_time(hass, freezer, timedelta(hours=1, seconds=1))
    assert state(hass, "ada", "data_status") in ("ok", "delayed")
    sandbox.requests.clear()
    await async_pass_time(hass, freezer, POLL)
    assert sandbox.requests


async def test_refusals_during_a_start(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """Home Assistant retries a setup every ten minutes, but not at Dexcom's expense."""
    fault = Fault(path="*/egvs", status=429, headers={"Retry-After": "36000"})
    sandbox.faults.add(fault)
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    for _ in range(9 * 12):
        await async_pass_time(hass, freezer, POLL)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert len(sandbox.requests) == 1
    sandbox.faults.clear()
    for _ in range(14):
        await async_pass_time(hass, freezer, POLL)
    assert entry.state is ConfigEntryState.LOADED
    assert state(hass, "ada", "data_status") == "no_data"


async def test_refreshes_by_hand_do_not_shorten_a_pause(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """An automation that updates an entity, or a reload, sends no request."""
    fault = Fault(path="*/egvs", status=429, headers={"Retry-After": "3600"})
    sandbox.faults.add(fault)
    await async_pass_time(hass, freezer, POLL)
    sandbox.requests.clear()
    for _ in range(10):
        await async_update_entity(hass, entity_id(hass, "ada", "glucose_value"))
        await async_pass_time(hass, freezer, MINUTE)
    await hass.config_entries.async_reload(entry.entry_id)
    assert not sandbox.requests
    assert entry.state is ConfigEntryState.SETUP_RETRY
    sandbox.faults.clear()
    for _ in range(12):
        await async_pass_time(hass, freezer, POLL)
    assert entry.state is ConfigEntryState.LOADED
    assert state(hass, "ada", "data_status") in ("ok", "delayed")


async def test_each_refusal_doubles_the_pause(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Without Retry-After, each refusal doubles the backoff."""
    sandbox.faults.add(Fault(path="*/egvs", status=429))
    sandbox.requests.clear()
    times = []
    for _ in range(200):
        await async_pass_time(hass, freezer, MINUTE)
        times += [(poll.time - NOW) / MINUTE for poll in polls(sandbox)]
        sandbox.requests.clear()
    pauses = [later - earlier for earlier, later in pairwise(times)]
    for pause, expected in zip(pauses, (10, 20, 40, 60), strict=False):
        assert 0.9 * expected - 1 <= pause <= expected + 1
    assert 4 <= len(pauses) <= 5
