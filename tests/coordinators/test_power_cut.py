"""A power cut: Home Assistant starts again with readings that were saved long before."""

from datetime import datetime, timedelta
from statistics import fmean
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.dexcom_cgm.const import DOMAIN
from homeassistant.components.recorder.core import Recorder
from homeassistant.core import HomeAssistant
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
)
from tests.long_term_statistics.test_readings import async_rows

FIVE_MINUTES = timedelta(minutes=5)
HOUR = timedelta(hours=1)
HISTORY_STEP = timedelta(seconds=2.6)


async def async_take_steps(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, steps: int
) -> None:
    """Let the history take some steps."""
    for _ in range(steps):
        await async_pass_time(hass, freezer, HISTORY_STEP)


async def async_restart_with(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    storage: StoredFiles,
    content: Any,
) -> None:
    """Set an account up again as if it had last saved its readings as `content`."""
    await hass.config_entries.async_unload(entry.entry_id)
    storage[f"{DOMAIN}.{entry.entry_id}.readings"] = content
    await async_set_up(hass, entry)


@pytest.mark.parametrize("hours_off", [0, 30])
async def test_readings_since_the_last_save(
    recorded: Recorder,
    hass: HomeAssistant,
    storage: StoredFiles,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    hours_off: int,
) -> None:
    """They are there again, in the statistics too, and the history stays filled."""
    entry = account_entry(sandbox, "steady")
    await async_set_up(hass, entry)
    await async_take_steps(hass, freezer, 19)
    saved = storage[f"{DOMAIN}.{entry.entry_id}.readings"]
    for _ in range(10):
        await async_pass_time(hass, freezer, HOUR)
    freezer.tick(hours_off * HOUR)
    sandbox.requests.clear()
    await async_restart_with(hass, entry, storage, saved)
    assert attributes(hass, "steady", "data_status")["history_loaded"] == 100
    await async_take_steps(hass, freezer, 3)
    await async_pass_time(hass, freezer, POLL)
    now = datetime.now(NOW.tzinfo)
    known = entry.runtime_data.glucose.readings.log.values(NOW - 24 * HOUR, now)
    truth = sandbox.truth("steady", NOW - 24 * HOUR, now)
    assert known[1] == [each.value for each in truth]
    egvs = [each for each in sandbox.requests if each.path.endswith("/egvs")]
    # The first one brings what is missing; the history is looked through for gaps only.
    assert polls(sandbox)[0] == egvs[0]
    assert len(egvs) < 10
    rows = await async_rows(hass, "glucose", "steady")
    hours = int((now - NOW) / HOUR)
    assert hours == 10 + hours_off
    for number in range(-24, hours):
        hour = NOW + number * HOUR
        values = [each.value for each in truth if hour <= each.time < hour + HOUR]
        assert rows[hour]["mean"] == pytest.approx(fmean(values))


async def test_late_uploads_since_the_last_save(
    recorded: Recorder,
    hass: HomeAssistant,
    storage: StoredFiles,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
) -> None:
    """One that polls no longer look for is found soon, and its hour is right."""
    hour = NOW - 20 * HOUR
    late = hour + 6 * FIVE_MINUTES
    times = [NOW - number * FIVE_MINUTES for number in range(24 * 12)]
    sandbox.add_records("ada", "egvs", [egv(time) for time in times if time != late])
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    await async_take_steps(hass, freezer, 19)
    saved = storage[f"{DOMAIN}.{entry.entry_id}.readings"]
    sandbox.add_records("ada", "egvs", [egv(late, 180)])
    for _ in range(8):
        await async_pass_time(hass, freezer, HOUR)
    right = pytest.approx((11 * 120 + 180) / 12)
    assert (await async_rows(hass, "glucose", "ada"))[hour]["mean"] == right
    await async_restart_with(hass, entry, storage, saved)
    await async_take_steps(hass, freezer, 4)
    assert (
        entry.runtime_data.glucose.readings.log.values(late, late + HOUR)[1][0] == 180
    )
    assert (await async_rows(hass, "glucose", "ada"))[hour]["mean"] == right


async def test_corrections_since_the_last_save(
    hass: HomeAssistant,
    applications: None,
    storage: StoredFiles,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Readings fetched at a start are read again, like those of polls."""
    sandbox.add_records("ada", "egvs", [egv(NOW - FIVE_MINUTES)])
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    await async_take_steps(hass, freezer, 19)
    saved = storage[f"{DOMAIN}.{entry.entry_id}.readings"]
    raw = egv(NOW + 10 * FIVE_MINUTES, 99)
    sandbox.add_records("ada", "egvs", [raw])
    freezer.tick(HOUR)
    await async_restart_with(hass, entry, storage, saved)
    sandbox.replace_record("ada", "egvs", raw["recordId"], {**raw, "value": 88})
    for _ in range(28):
        await async_pass_time(hass, freezer, HOUR)
        await async_take_steps(hass, freezer, 3)
    log = entry.runtime_data.glucose.readings.log
    assert log.values(NOW, NOW + HOUR)[1] == [88]
