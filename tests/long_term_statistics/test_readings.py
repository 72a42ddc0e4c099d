"""Long-term statistics in a real recorder: each hour from all its readings."""

import asyncio
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)

from custom_components.dexcom_cgm.api import Records
from custom_components.dexcom_cgm.coordinators.readings import Origin
from custom_components.dexcom_cgm.glucose import Reading
from custom_components.dexcom_cgm.long_term_statistics import readings as statistics
from custom_components.dexcom_cgm.long_term_statistics.series import async_series_name
from homeassistant.components.recorder.core import Recorder
from homeassistant.components.recorder.statistics import (
    list_statistic_ids,
    statistics_during_period,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.recorder import get_instance
from sandbox.people import Person
from sandbox.server import Sandbox
from tests.common import (
    NOW,
    POLL,
    account_entry,
    async_pass_time,
    async_set_up,
    attributes,
    egv,
    state,
)


def series(kind: str, person: str) -> str:
    """Return the id of a series."""
    return f"dexcom_cgm:{kind}_{sha256(person.encode()).hexdigest()[:8]}"


async def async_rows(
    hass: HomeAssistant, kind: str, person: str, days: int = 100
) -> dict[datetime, dict[str, Any]]:
    """Return the rows of a series by their hour."""
    await async_wait_recording_done(hass)
    statistic_id = series(kind, person)
    found = await get_instance(hass).async_add_executor_job(
        lambda: statistics_during_period(
            hass,
            NOW - timedelta(days=days),
            None,
            {statistic_id},
            "hour",
            {},
            {"mean", "min", "max"},
        )
    )
    return {
        datetime.fromtimestamp(row["start"], NOW.tzinfo): dict(row)
        for row in found.get(statistic_id, [])
    }


def truth(sandbox: Sandbox, person: str, days: int) -> dict[datetime, list[int]]:
    """Return the sandbox's values of each hour."""
    hours: dict[datetime, list[int]] = {}
    for reading in sandbox.truth(person, NOW - timedelta(days=days), NOW):
        hour = reading.time.replace(minute=0, second=0, microsecond=0)
        hours.setdefault(hour, []).append(reading.value)
    return hours


async def test_every_hour_is_true(
    recorded: Recorder,
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Ninety days are written, each hour with mean, least and greatest value."""
    await async_set_up(hass, account_entry(sandbox, "steady"))
    for _ in range(19):
        await async_pass_time(hass, freezer, timedelta(seconds=2.6))
    assert attributes(hass, "steady", "data_status")["history_loaded"] == 100
    rows = await async_rows(hass, "glucose", "steady")
    in_range = await async_rows(hass, "time_in_range", "steady")
    expected = truth(sandbox, "steady", 89)
    assert len(expected) > 2000
    for hour, values in expected.items():
        assert rows[hour]["mean"] == pytest.approx(sum(values) / len(values))
        assert rows[hour]["min"] == min(values)
        assert rows[hour]["max"] == max(values)
        share = sum(70 <= value <= 180 for value in values) / len(values) * 100
        assert in_range[hour]["mean"] == pytest.approx(share)


async def test_the_hour_in_which_the_log_begins(
    recorded: Recorder,
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
) -> None:
    """While the history is loaded, an hour of which only a part is known waits."""
    freezer.move_to(NOW + timedelta(minutes=30))
    entry = account_entry(sandbox, "steady")
    await async_set_up(hass, entry)
    begin = NOW - timedelta(days=1)
    expected = truth(sandbox, "steady", 3)
    known, _ = entry.runtime_data.glucose.readings.log.values(
        begin, begin + timedelta(hours=1)
    )
    assert 0 < len(known) < len(expected[begin])
    rows = await async_rows(hass, "glucose", "steady")
    assert min(rows) == begin + timedelta(hours=1)
    # As after a restart in between: what is saved begins there too.
    await hass.config_entries.async_unload(entry.entry_id)
    await async_set_up(hass, entry)
    assert min(await async_rows(hass, "glucose", "steady")) == min(rows)
    await async_pass_time(hass, freezer, timedelta(seconds=2.6))
    rows = await async_rows(hass, "glucose", "steady")
    values = expected[begin]
    assert rows[begin]["mean"] == pytest.approx(sum(values) / len(values))


async def test_the_first_hour_of_all(
    recorded: Recorder,
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The hour in which a person's data begin is written when there is no more."""
    first = NOW - timedelta(hours=2)
    sandbox.add_records("ada", "egvs", [egv(first, 100), egv(NOW - POLL, 120)])
    await async_set_up(hass, account_entry(sandbox, "ada"))
    assert first not in await async_rows(hass, "glucose", "ada")
    for _ in range(19):
        await async_pass_time(hass, freezer, timedelta(seconds=2.6))
    assert (await async_rows(hass, "glucose", "ada"))[first]["mean"] == 100


async def test_restart_while_the_history_is_loaded(
    recorded: Recorder,
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Hours that wait to be written together are written after a restart."""
    entry = account_entry(sandbox, "steady")
    await async_set_up(hass, entry)
    for _ in range(3):
        await async_pass_time(hass, freezer, timedelta(seconds=2.6))
    before = await async_rows(hass, "glucose", "steady")
    assert len(before) == pytest.approx(6 * 24, abs=2)
    await hass.config_entries.async_unload(entry.entry_id)
    await async_set_up(hass, entry)
    after = await async_rows(hass, "glucose", "steady")
    assert len(after) == pytest.approx(16 * 24, abs=4)
    expected = truth(sandbox, "steady", 15)
    assert {hour: after[hour]["mean"] for hour in expected} == pytest.approx(
        {hour: sum(values) / len(values) for hour, values in expected.items()}
    )


async def test_late_and_changed_readings_correct_their_hour(
    recorded: Recorder,
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
) -> None:
    """An hour is written again from all its readings, not from the last one."""
    hour = NOW - timedelta(hours=2)
    first = egv(hour, 100)
    sandbox.add_records("ada", "egvs", [first, egv(hour + timedelta(minutes=5), 110)])
    sandbox.add_records("ada", "egvs", [egv(hour - timedelta(hours=1), 100)])
    await async_set_up(hass, account_entry(sandbox, "ada"))
    assert (await async_rows(hass, "glucose", "ada"))[hour]["mean"] == 105
    sandbox.add_records("ada", "egvs", [egv(hour + timedelta(minutes=10), 60)])
    await async_pass_time(hass, freezer, POLL)
    row = (await async_rows(hass, "glucose", "ada"))[hour]
    assert (row["mean"], row["min"], row["max"]) == (90, 60, 110)
    sandbox.replace_record("ada", "egvs", first["recordId"], {**first, "value": 190})
    await async_pass_time(hass, freezer, POLL)
    row = (await async_rows(hass, "glucose", "ada"))[hour]
    assert (row["mean"], row["min"], row["max"]) == (120, 60, 190)
    share = (await async_rows(hass, "time_in_range", "ada"))[hour]["mean"]
    assert share == pytest.approx(100 / 3)


async def test_units_and_names(
    recorded: Recorder, hass: HomeAssistant, sandbox: Sandbox
) -> None:
    """Series are in the user's unit, and named after the account."""
    hass.config.country = "GB"
    sandbox.add_records("ada", "egvs", [egv(NOW - timedelta(hours=1), 180)])
    sandbox.add_records("ada", "egvs", [egv(NOW - timedelta(hours=2), 180)])
    entry = account_entry(sandbox, "ada", title="Ada")
    await async_set_up(hass, entry)
    rows = await async_rows(hass, "glucose", "ada")
    assert rows[NOW - timedelta(hours=1)]["mean"] == pytest.approx(9.99, abs=0.01)
    known = await get_instance(hass).async_add_executor_job(list_statistic_ids, hass)
    found = {each["statistic_id"]: each for each in known}
    glucose = found[series("glucose", "ada")]
    assert glucose["name"] == "Ada glucose, measured"
    assert glucose["statistics_unit_of_measurement"] == "mmol/L"
    assert glucose["unit_class"] == "blood_glucose_concentration"
    in_range = found[series("time_in_range", "ada")]
    assert in_range["name"] == "Ada time in range, measured"
    assert in_range["statistics_unit_of_measurement"] == "%"

    # What is there keeps its unit, whatever the user chooses later.
    await hass.config_entries.async_unload(entry.entry_id)
    hass.config.country = "US"
    sandbox.add_records("ada", "egvs", [egv(NOW - timedelta(minutes=50), 100)])
    await async_set_up(hass, entry)
    rows = await async_rows(hass, "glucose", "ada")
    assert rows[NOW - timedelta(hours=1)]["mean"] == pytest.approx(7.77, abs=0.01)


async def test_without_the_recorder(
    hass: HomeAssistant, applications: None, sandbox: Sandbox
) -> None:
    """Without the recorder the account works all the same."""
    await async_set_up(hass, account_entry(sandbox, "steady"))
    assert state(hass, "steady", "data_status") == "ok"


async def test_import_history(
    recorded: Recorder,
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A window is fetched and written again, and what was done is counted."""
    time = NOW - timedelta(days=12)
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    sandbox.add_records("ada", "egvs", [egv(time, 99), egv(time, 0, "broken")])
    sandbox.add_records("ada", "egvs", [{**egv(time), "recordId": None}])
    answer = await hass.services.async_call(
        "dexcom_cgm",
        "import_history",
        {
            "config_entry_id": entry.entry_id,
            "start": NOW - timedelta(days=14),
            "end": NOW,
        },
        blocking=True,
        return_response=True,
    )
    assert answer == {"readings": 2, "broken_records": 1, "hours_written": 1}
    assert (await async_rows(hass, "glucose", "ada"))[time]["mean"] == 99


async def test_a_busy_recorder_does_not_hold_up_the_rest(
    recorded: Recorder,
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Events wait some seconds for the recorder at a start, and devices not at all."""

    async def async_never() -> None:
        """Wait as for a recorder that changes its tables."""
        await asyncio.Event().wait()

    monkeypatch.setattr(recorded, "async_block_till_done", async_never)
    sandbox.add_records("ada", "egvs", [egv(NOW - timedelta(hours=1), 120)])
    await hass.config_entries.async_add(account_entry(sandbox, "ada"))

    def asked() -> set[str]:
        """Return what Dexcom was asked for."""
        return {request.path.rpartition("/")[2] for request in sandbox.requests}

    async def async_asked(*kinds: str, each_turn: float = 0) -> bool:
        """Wait for requests, advancing the clock with each iteration."""
        for _ in range(2000):
            if asked() >= set(kinds):
                return True
            freezer.tick(timedelta(seconds=each_turn))
            # Nothing else would return while the clock stands still.
            await asyncio.sleep(0)
        return False

    assert await async_asked("egvs", "devices")
    assert not await async_asked("events")
    assert not asked() & {"events", "alerts"}
    assert await async_asked("events", "alerts", each_turn=0.01)


async def test_what_changes_before_the_recorder_is_ready(
    recorded: Recorder,
    hass: HomeAssistant,
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An old hour that changes while the writer still starts is written all the same."""
    slow = asyncio.Event()
    slow.set()
    name = async_series_name

    async def async_slow_name(*given: Any) -> str:
        """Return a name as late as on a busy machine."""
        await slow.wait()
        return await name(*given)

    monkeypatch.setattr(statistics, "async_series_name", async_slow_name)
    sandbox.add_records("ada", "egvs", [egv(NOW - timedelta(hours=1), 120)])
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    await async_wait_recording_done(hass)
    glucose = entry.runtime_data.glucose
    # The account's own writer must not do the work.
    readings = entry.runtime_data.readings
    others = readings._listeners[:]
    readings._listeners.clear()
    slow.clear()
    writer = statistics.StatisticsWriter(hass, entry, glucose)
    start = hass.async_create_task(writer.async_start())
    time = NOW - timedelta(days=12)
    late = Reading(record_id="late", time=time, value=99)
    earlier = Reading(record_id="earlier", time=time - timedelta(days=1), value=98)
    await readings.async_add(Records((earlier, late), 0, None), Origin.BACKFILL)
    assert not start.done()
    slow.set()
    await start
    readings._listeners.extend(others)
    assert (await async_rows(hass, "glucose", "ada"))[time]["mean"] == 99


async def async_names(hass: HomeAssistant) -> dict[str, str | None]:
    """Return the names of the account's series."""
    await async_wait_recording_done(hass)
    known = await get_instance(hass).async_add_executor_job(list_statistic_ids, hass)
    return {
        each["statistic_id"]: each["name"]
        for each in known
        if each["source"] == "dexcom_cgm"
    }


async def test_names_follow_the_account(
    recorded: Recorder, hass: HomeAssistant, sandbox: Sandbox
) -> None:
    """Renaming the account or its device renames its series only."""
    time = NOW - timedelta(hours=1)
    carbs = {
        "recordId": "carbs",
        "systemTime": f"{time:%Y-%m-%dT%H:%M:%SZ}",
        "eventType": "carbs",
        "value": "9",
    }
    sandbox.add_person(Person(id="bob"))
    for person in ("ada", "bob"):
        sandbox.add_records(
            person, "egvs", [egv(time, 120), egv(time - timedelta(hours=2), 110)]
        )
    sandbox.add_records("ada", "events", [carbs])
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    await async_set_up(hass, account_entry(sandbox, "bob", title="Bob"))
    bobs = {
        series("glucose", "bob"): "Bob glucose, measured",
        series("time_in_range", "bob"): "Bob time in range, measured",
    }

    def named(name: str) -> dict[str, str]:
        """Return the names of all series after a name of ada's."""
        return bobs | {
            series("glucose", "ada"): f"{name} glucose, measured",
            series("time_in_range", "ada"): f"{name} time in range, measured",
            series("carbs", "ada"): f"{name} carbs, logged",
        }

    assert await async_names(hass) == named("Dexcom CGM")
    hass.config_entries.async_update_entry(entry, title="Ada")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert await async_names(hass) == named("Ada")
    devices = dr.async_get(hass)
    [device] = dr.async_entries_for_config_entry(devices, entry.entry_id)
    devices.async_update_device(device.id, name_by_user="Countess")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert await async_names(hass) == named("Countess")

    # Also while the account is not set up.
    await hass.config_entries.async_unload(entry.entry_id)
    devices.async_update_device(device.id, name_by_user=None)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert await async_names(hass) == named("Countess")
    await async_set_up(hass, entry)
    assert await async_names(hass) == named("Ada")


@pytest.mark.parametrize("can_clear", [True, False])
async def test_an_hour_without_readings_is_removed(
    recorded: Recorder,
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
    can_clear: bool,
) -> None:
    """A lone reading that gets another time takes its old hour along, if it can."""
    cleared: list[tuple[list[str], datetime, datetime]] = []

    def clear(
        statistic_ids: list[str], *, start_time: datetime, end_time: datetime
    ) -> None:
        """Remember what Home Assistant 2026.11 would remove."""
        cleared.append((statistic_ids, start_time, end_time))

    monkeypatch.setattr(statistics, "_CAN_CLEAR_HOURS", can_clear)
    monkeypatch.setattr(recorded, "async_clear_statistics", clear)
    hour = NOW - timedelta(hours=3)
    lone = egv(hour + timedelta(minutes=30), 100, "lone")
    sandbox.add_records("ada", "egvs", [egv(NOW - timedelta(hours=10), 100), lone])
    sandbox.add_records("ada", "egvs", [egv(NOW - timedelta(minutes=10), 100)])
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    assert hour in await async_rows(hass, "glucose", "ada")
    assert not cleared
    moved = egv(hour + timedelta(minutes=90), 100, "lone")
    sandbox.replace_record("ada", "egvs", "lone", moved)
    for _ in range(14):
        await async_pass_time(hass, freezer, POLL)
    assert hour + timedelta(hours=1) in await async_rows(hass, "glucose", "ada")
    ids = [series("glucose", "ada"), series("time_in_range", "ada")]
    expected = [(ids, hour, hour + timedelta(hours=1))] if can_clear else []
    assert cleared == expected
    # What the log forgets stays written.
    freezer.tick(timedelta(days=95))
    fresh = account_entry(sandbox, "ada").data
    hass.config_entries.async_update_entry(entry, data=fresh)
    await async_pass_time(hass, freezer, POLL)
    assert cleared == expected
