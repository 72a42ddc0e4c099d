"""Fourteen days with every fault: afterwards every hour is correct."""

from collections import Counter
from datetime import datetime, timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest

from homeassistant.components.recorder.core import Recorder
from homeassistant.core import HomeAssistant
from sandbox.faults import Fault
from sandbox.server import Sandbox
from tests.common import NOW, account_entry, async_pass_time, async_set_up
from tests.long_term_statistics.test_readings import async_rows

HALF_AN_HOUR = timedelta(minutes=30)
DAYS = 14
# The latest uploads come almost twelve days late, and may change an hour after.
SETTLING = timedelta(days=13)


async def test_fortnight(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    applications: None,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Outages, late uploads, duplicates, a new clock, restarts: nothing is lost.

    The person's uploads come hours and days late, twice, and changed later; Home
    Assistant's clock changes on March 8.
    """
    await hass.config.async_set_time_zone("America/Los_Angeles")
    entry = account_entry(sandbox, "gaps")
    await async_set_up(hass, entry)
    for _ in range(5):
        await async_pass_time(hass, freezer, timedelta(seconds=2.6))
    # A restart during the backfill.
    await hass.config_entries.async_unload(entry.entry_id)
    await async_set_up(hass, entry)
    for _ in range(16):
        await async_pass_time(hass, freezer, timedelta(seconds=2.6))

    for step in range(DAYS * 48):
        day, clock = divmod(step / 2, 24)
        if day in (3, 9) and clock == 6:
            sandbox.faults.add(Fault(path="*/egvs", status=503))
        if (day, clock) in ((3, 18), (10, 12)):
            sandbox.faults.clear()
        if (day, clock) == (6, 12):
            await hass.config_entries.async_unload(entry.entry_id)
        if (day, clock) == (7, 3):
            await async_set_up(hass, entry)
        await async_pass_time(hass, freezer, HALF_AN_HOUR)

    for _ in range(SETTLING // timedelta(hours=2)):
        await async_pass_time(hass, freezer, timedelta(hours=2))

    now = NOW + timedelta(days=DAYS)
    rows = await async_rows(hass, "glucose", "gaps")
    hours: dict[datetime, list[int]] = {}
    for reading in sandbox.truth("gaps", NOW - timedelta(days=75), now):
        hours.setdefault(
            reading.time.replace(minute=0, second=0, microsecond=0), []
        ).append(reading.value)
    assert len(hours) > 1700
    wrong = [
        hour
        for hour, values in hours.items()
        if (row := rows.get(hour)) is None
        or row["mean"] != pytest.approx(sum(values) / len(values))
        or (row["min"], row["max"]) != (min(values), max(values))
    ]
    assert not wrong
    assert not [hour for hour in rows if min(hours) <= hour < now and hour not in hours]
    in_range = await async_rows(hass, "time_in_range", "gaps")
    for hour, values in hours.items():
        share = sum(70 <= value <= 180 for value in values) / len(values) * 100
        assert in_range[hour]["mean"] == pytest.approx(share)
    asked = Counter(request.time.date() for request in sandbox.requests)
    assert max(asked.values()) <= 1000
