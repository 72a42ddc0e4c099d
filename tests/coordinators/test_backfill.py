"""Ninety days of history: fetched in the background, kept over a restart."""

from datetime import datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.dexcom_cgm.const import DOMAIN
from custom_components.dexcom_cgm.glucose import ReadingLog
from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import HomeAssistant
from sandbox.faults import Fault
from sandbox.server import Sandbox
from tests.common import (
    NOW,
    POLL,
    StoredFiles,
    account_entry,
    async_pass_time,
    async_set_up,
    attributes,
    egv,
    polls,
    state,
)

pytestmark = pytest.mark.usefixtures("applications")

TWO_SECONDS = timedelta(seconds=2.6)
DAY = timedelta(days=1)
FIVE_MINUTES = timedelta(minutes=5)


def progress(hass: HomeAssistant, person: str = "steady") -> int:
    """Return how much of the history is said to be there."""
    loaded = attributes(hass, person, "data_status")["history_loaded"]
    assert isinstance(loaded, int)
    return loaded


async def async_fill(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, steps: int = 18
) -> None:
    """Let the history take its steps."""
    for _ in range(steps):
        await async_pass_time(hass, freezer, TWO_SECONDS)


def windows(sandbox: Sandbox) -> list[tuple[datetime, datetime]]:
    """Return the windows of history that were asked for."""
    present = polls(sandbox)
    return [
        (
            datetime.fromisoformat(each.query["startDate"]),
            datetime.fromisoformat(each.query["endDate"]),
        )
        for each in sandbox.requests
        if each.path.endswith("/egvs") and each not in present
    ]


async def test_first_connection(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """The account works at once; ninety days follow, newest first, each once."""
    entry = account_entry(sandbox, "steady")
    await async_set_up(hass, entry)
    assert state(hass, "steady", "data_status") == "ok"
    assert progress(hass) == 0
    assert windows(sandbox) == []
    await async_fill(hass, freezer, 6)
    assert 30 <= progress(hass) <= 40
    await async_fill(hass, freezer, 12)
    assert progress(hass) == 100
    asked = windows(sandbox)
    assert len(asked) == 18
    assert asked == sorted(asked, reverse=True)
    log: ReadingLog = entry.runtime_data.glucose.readings.log
    start = NOW - timedelta(days=90)
    truth = sandbox.truth("steady", start + timedelta(minutes=1), NOW)
    times, values = log.values(start + timedelta(minutes=1), NOW)
    assert values == [each.value for each in truth]
    assert times == [int(each.time.timestamp()) for each in truth]
    await async_fill(hass, freezer, 5)
    assert len(windows(sandbox)) == 18


async def test_restart(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """A restart costs one small request, and forgets nothing."""
    entry = account_entry(sandbox, "steady")
    await async_set_up(hass, entry)
    await async_fill(hass, freezer)
    known = len(entry.runtime_data.glucose.readings.log)
    await hass.config_entries.async_unload(entry.entry_id)
    freezer.tick(timedelta(minutes=20))
    sandbox.requests.clear()
    await async_set_up(hass, entry)
    await async_fill(hass, freezer, 5)
    assert windows(sandbox) == []
    assert len(polls(sandbox)) == 1
    assert progress(hass) == 100
    assert len(entry.runtime_data.glucose.readings.log) >= known + 3


async def test_what_came_meanwhile(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """A start asks for what is new; the poll after it, for what came late meanwhile."""
    gap = NOW - timedelta(hours=5)
    known = [NOW - number * FIVE_MINUTES for number in range(200)]
    sandbox.add_records("ada", "egvs", [egv(time) for time in known if time != gap])
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    await async_fill(hass, freezer)
    await hass.config_entries.async_unload(entry.entry_id)
    freezer.tick(POLL)
    sandbox.add_records("ada", "egvs", [egv(gap, 99), egv(NOW + FIVE_MINUTES, 130)])
    sandbox.requests.clear()
    await async_set_up(hass, entry)
    log = entry.runtime_data.glucose.readings.log
    assert len(polls(sandbox)) == 1
    assert state(hass, "ada", "glucose_value") == "130"
    assert log.values(gap, gap + FIVE_MINUTES)[1] == []
    await async_pass_time(hass, freezer, POLL)
    assert log.values(gap, gap + FIVE_MINUTES)[1] == [99]


async def test_restart_in_the_middle(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """Readings saved before a restart are not fetched again."""
    entry = account_entry(sandbox, "steady")
    await async_set_up(hass, entry)
    await async_fill(hass, freezer, 9)
    await hass.config_entries.async_unload(entry.entry_id)
    before = windows(sandbox)
    assert len(before) == 9
    await async_set_up(hass, entry)
    await async_fill(hass, freezer, 12)
    assert progress(hass) == 100
    asked = windows(sandbox)
    assert len(asked) in (18, 19)
    assert asked[9][1] - before[-1][0] <= timedelta(seconds=1)


async def test_when_readings_are_saved(
    hass: HomeAssistant,
    storage: StoredFiles,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The log is written when it is complete, every 12 hours, and at the end."""
    entry = account_entry(sandbox, "steady")
    await async_set_up(hass, entry)
    file = f"{DOMAIN}.{entry.entry_id}.readings"
    await async_fill(hass, freezer)
    assert file not in storage
    await async_fill(hass, freezer, 1)
    content = storage[file]
    saves = []
    for number in range(25):
        await async_pass_time(hass, freezer, timedelta(hours=1))
        if storage[file] != content:
            content = storage[file]
            saves.append(number)
    assert saves == [12, 24]
    hass.bus.async_fire(EVENT_HOMEASSISTANT_FINAL_WRITE)
    await hass.async_block_till_done()
    saved = ReadingLog.from_json(storage[file]["data"]["log"])
    assert len(saved) == len(entry.runtime_data.glucose.readings.log)


async def test_a_reload_saves_what_has_changed(
    hass: HomeAssistant,
    storage: StoredFiles,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A reload writes new readings, and writes nothing where there are none."""
    entry = account_entry(sandbox, "steady")
    await async_set_up(hass, entry)
    await async_fill(hass, freezer, 19)
    file = storage.directory / f"{DOMAIN}.{entry.entry_id}.readings"
    await async_pass_time(hass, freezer, POLL)
    before = file.stat()
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    saved = file.stat()
    assert saved.st_ino != before.st_ino or saved.st_mtime_ns != before.st_mtime_ns
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert file.stat() == saved


@pytest.mark.parametrize(
    "damage",
    [
        {"log": {"columns": []}, "filled_from": None, "swept_at": None},
        {"filled_from": None, "swept_at": None},
        {"log": 5, "filled_from": 5, "swept_at": 5},
    ],
)
async def test_damaged_file(
    hass: HomeAssistant,
    storage: StoredFiles,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    damage: dict[str, Any],
) -> None:
    """A damaged file is set aside, and the history fetched anew."""
    entry = account_entry(sandbox, "steady")
    file = f"{DOMAIN}.{entry.entry_id}.readings"
    storage[file] = {"version": 1, "data": damage}
    await async_set_up(hass, entry)
    assert "damaged" in caplog.text
    assert file not in storage
    assert storage[f"{file}.damaged"]["data"] == damage
    await async_fill(hass, freezer)
    assert progress(hass) == 100


async def test_failures(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """A step that fails is taken again later."""
    await async_set_up(hass, account_entry(sandbox, "steady"))
    await async_fill(hass, freezer, 3)
    done = progress(hass)
    sandbox.faults.add(Fault(path="*/egvs", status=500))
    await async_pass_time(hass, freezer, TWO_SECONDS)
    assert progress(hass) == done
    sandbox.faults.clear()
    await async_pass_time(hass, freezer, POLL)
    await async_fill(hass, freezer, 16)
    assert progress(hass) == 100


async def test_while_polls_fail_no_history_is_asked_for(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """A login that is gone is not tried again and again for the history's sake."""
    await async_set_up(hass, account_entry(sandbox, "steady"))
    sandbox.tokens.revoke("steady")
    await async_pass_time(hass, freezer, POLL)
    assert state(hass, "steady", "data_status") == "auth_required"
    sandbox.requests.clear()
    for _ in range(3):
        await async_pass_time(hass, freezer, POLL)
    assert not sandbox.requests


async def test_late_uploads_are_found_within_a_day(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """An upload that is weeks late is found by the sweep of every day."""
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    await async_fill(hass, freezer)
    log = entry.runtime_data.glucose.readings.log
    assert len(log) == 0
    time = NOW - timedelta(days=28)
    sandbox.add_records("ada", "egvs", [egv(time, 99)])
    sandbox.requests.clear()
    for _ in range(25):
        await async_pass_time(hass, freezer, timedelta(hours=1, seconds=1))
        await async_fill(hass, freezer, 1)
    await async_fill(hass, freezer, 6)
    assert log.values(time, time + timedelta(seconds=1))[1] == [99]
    assert len(windows(sandbox)) == 6


@pytest.mark.parametrize("restarts", [False, True])
async def test_what_has_changed_is_read_again(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    restarts: bool,
) -> None:
    """Dexcom's correction of a late reading is found within a day, and nothing else."""
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    await async_fill(hass, freezer)
    time = NOW - timedelta(days=10)
    raw = egv(time, 99)
    sandbox.add_records("ada", "egvs", [raw])

    async def async_pass_a_day() -> list[int]:
        """Let a day pass; return what the log holds of the time."""
        for _ in range(25):
            await async_pass_time(hass, freezer, timedelta(hours=1, seconds=1))
            await async_fill(hass, freezer, 8)
        log: ReadingLog = entry.runtime_data.glucose.readings.log
        return log.values(time, time + timedelta(seconds=1))[1]

    assert await async_pass_a_day() == [99]
    sandbox.replace_record("ada", "egvs", raw["recordId"], {**raw, "value": 88})
    if restarts:
        await hass.config_entries.async_unload(entry.entry_id)
        await async_set_up(hass, entry)
    assert await async_pass_a_day() == [88]

    def asked_again() -> int:
        """Return how often the hour was asked for, and forget it."""
        hour = f"{time:%Y-%m-%dT%H}:00:00"
        count = sum(each.query.get("startDate") == hour for each in sandbox.requests)
        sandbox.requests.clear()
        return count

    assert asked_again() == 1
    # The correction was a change, so it is looked at once more, and then no longer.
    await async_pass_a_day()
    assert asked_again() == 1
    await async_pass_a_day()
    assert asked_again() == 0


async def test_a_long_absence(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """After more than thirty days the whole history is gone through again."""
    entry = account_entry(sandbox, "steady")
    await async_set_up(hass, entry)
    await async_fill(hass, freezer)
    await hass.config_entries.async_unload(entry.entry_id)
    freezer.tick(40 * DAY)
    fresh = account_entry(sandbox, "steady").data
    hass.config_entries.async_update_entry(entry, data=fresh)
    await async_set_up(hass, entry)
    assert progress(hass) == 0
    await async_fill(hass, freezer)
    assert progress(hass) == 100
    log: ReadingLog = entry.runtime_data.glucose.readings.log
    now = NOW + 40 * DAY
    truth = sandbox.truth("steady", now - 89 * DAY, now)
    assert log.values(now - 89 * DAY, now)[1] == [each.value for each in truth]


async def test_removal(
    hass: HomeAssistant,
    storage: StoredFiles,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The saved readings go with the account."""
    entry: MockConfigEntry = account_entry(sandbox, "steady")
    await async_set_up(hass, entry)
    await async_fill(hass, freezer, 1)
    await hass.config_entries.async_unload(entry.entry_id)
    file = f"{DOMAIN}.{entry.entry_id}.readings"
    assert file in storage
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()
    assert file not in storage
