"""Statistics of the days before the log, in a real recorder."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import RecorderInstanceContextManager

from custom_components.dexcom_cgm.glucose import Distribution
from custom_components.dexcom_cgm.glucose.day_records import distribution_of
from homeassistant.components.recorder.core import Recorder
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from sandbox.server import Sandbox
from tests.common import (
    NOW,
    POLL,
    account_entry,
    async_pass_time,
    async_set_up,
    attributes,
    egv,
)
from tests.test_services import async_call

from .test_readings import async_rows

STEP = timedelta(seconds=2.6)
PACE = timedelta(seconds=31)
HOUR = timedelta(hours=1)


@pytest.fixture
async def mock_recorder_before_hass(
    async_test_recorder: RecorderInstanceContextManager,
) -> None:
    """Prepare the recorder before Home Assistant."""


@pytest.fixture
def recorded(recorder_mock: Recorder, sandbox: Sandbox, applications: None) -> Recorder:
    """Return a recorder that was set up first."""
    return recorder_mock


def progress(hass: HomeAssistant, person: str) -> Any:
    """Return the progress of the older history."""
    return attributes(hass, person, "data_status").get("older_history_loaded")


async def async_fill(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, person: str, steps: int
) -> None:
    """Complete the backfill of 90 days, then take steps of the long one."""
    for _ in range(19):
        await async_pass_time(hass, freezer, STEP)
    assert attributes(hass, person, "data_status")["history_loaded"] == 100
    for _ in range(steps):
        await async_pass_time(hass, freezer, PACE)


def readings_around(*days: str) -> dict[datetime, int]:
    """Return a reading every five minutes, two days before each day to two after it."""
    found = {}
    for day in days:
        middle = datetime.fromisoformat(day).replace(tzinfo=UTC)
        for number in range(-2 * 288, 2 * 288):
            time = middle + timedelta(minutes=5 * number)
            found[time] = 60 + (time.day * 7 + number * 11) % 200
    return found


@pytest.mark.parametrize(
    ("zone", "has_receiver"),
    [
        # Local days begin at half past an hour of UTC.
        ("Asia/Kolkata", False),
        # A receiver's clock is an hour behind, and has the same measurements.
        ("America/New_York", True),
    ],
)
async def test_every_hour_is_true(
    recorded: Recorder,
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    zone: str,
    has_receiver: bool,
) -> None:
    """Each hour is written from all its readings, also where windows meet."""
    await hass.config.async_set_time_zone(zone)
    # The log begins on December 1, and windows are of 14 days.
    readings = readings_around("2025-10-07", "2025-11-04", "2025-12-02")
    for time, value in readings.items():
        raw = egv(time, value)
        sandbox.add_records("ada", "egvs", [raw])
        if has_receiver:
            late = time - HOUR
            ticks = raw["transmitterTicks"]
            copy = egv(late, value, f"receiver {time}", transmitterTicks=ticks)
            copy["displayDevice"] = "receiver"
            sandbox.add_records("ada", "egvs", [copy])
    entry = account_entry(sandbox, "ada")
    entry.add_to_hass(hass)
    hass.config_entries.async_update_entry(entry, options={"history": "everything"})
    await async_set_up(hass, entry)
    await async_fill(hass, freezer, "ada", 7)
    assert progress(hass, "ada") == 100
    rows = await async_rows(hass, "glucose", "ada", 200)
    in_range = await async_rows(hass, "time_in_range", "ada", 200)
    hours: dict[datetime, list[int]] = {}
    for time, value in readings.items():
        hours.setdefault(time.replace(minute=0), []).append(value)
    assert rows.keys() == hours.keys()
    for hour, values in hours.items():
        assert rows[hour]["mean"] == pytest.approx(sum(values) / len(values)), hour
        assert rows[hour]["min"] == min(values)
        assert rows[hour]["max"] == max(values)
        share = sum(70 <= value <= 180 for value in values) / len(values) * 100
        assert in_range[hour]["mean"] == pytest.approx(share)
    records = await entry.runtime_data.archive.async_read()
    by_day: dict[date, list[int]] = {}
    for time, value in readings.items():
        by_day.setdefault(dt_util.as_local(time).date(), []).append(value)
    for day, values in by_day.items():
        record = records.get(day)
        assert record is not None
        assert distribution_of([record]) == Distribution(values), day


async def test_import_of_older_days(
    recorded: Recorder,
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Old days are fetched in the background, also after a restart, and corrected."""
    await hass.config.async_set_time_zone("Europe/Berlin")
    old = datetime(2025, 6, 1, 10, tzinfo=UTC)
    raw = egv(old, 140)
    sandbox.add_records("ada", "egvs", [raw, egv(NOW - timedelta(days=2), 120)])
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    await async_fill(hass, freezer, "ada", 1)
    assert progress(hass, "ada") is None
    found = await async_call(
        hass,
        "import_history",
        entry,
        start="2025-05-20 00:00:00",
        end="2025-06-10 00:00:00",
    )
    assert found == {
        "readings": 0,
        "broken_records": 0,
        "hours_written": 0,
        "days_in_background": 21,
    }
    assert progress(hass, "ada") == 0
    await hass.config_entries.async_unload(entry.entry_id)
    await async_set_up(hass, entry)
    await async_pass_time(hass, freezer, STEP)
    await async_pass_time(hass, freezer, PACE)
    assert progress(hass, "ada") is None
    rows = await async_rows(hass, "glucose", "ada", 400)
    assert rows[old]["mean"] == 140
    assert len(entry.runtime_data.readings.log) == 1
    archive = entry.runtime_data.archive
    # Days before the first reading are not fetched.
    days = [date(2025, 5, 20) + timedelta(days=number) for number in range(100)]
    assert [day for day in days if day in archive.records] == days[12:21]
    sandbox.replace_record("ada", "egvs", raw["recordId"], {**raw, "value": 70})
    found = await async_call(hass, "import_history", entry, start="2020-01-01")
    assert found["readings"] == 1
    assert found["days_in_background"] > 1500
    for _ in range(17):
        await async_pass_time(hass, freezer, PACE)
    rows = await async_rows(hass, "glucose", "ada", 400)
    assert rows[old]["mean"] == 70
    assert len(rows) == 2
    assert progress(hass, "ada") is None
    assert len(entry.runtime_data.readings.log) == 1


async def test_while_the_recorder_starts(
    recorded: Recorder,
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Nothing is fetched before its hours can be written."""
    sandbox.add_records("ada", "egvs", [egv(NOW - timedelta(days=100), 140)])
    entry: MockConfigEntry = account_entry(sandbox, "ada")
    entry.add_to_hass(hass)
    hass.config_entries.async_update_entry(entry, options={"history": "everything"})
    await async_set_up(hass, entry)
    statistics = entry.runtime_data.statistics
    statistics._is_ready = False
    await async_fill(hass, freezer, "ada", 3)
    assert progress(hass, "ada") == 0
    statistics._is_ready = True
    await async_pass_time(hass, freezer, POLL)
    assert progress(hass, "ada") == 100
