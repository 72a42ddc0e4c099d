"""What the recorder keeps of some hours: rows of states, attributes and statistics."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from sqlalchemy import func, select

from custom_components.dexcom_cgm.long_term_statistics import readings as statistics
from homeassistant.components.recorder.core import Recorder
from homeassistant.components.recorder.db_schema import (
    StateAttributes,
    States,
    StatesMeta,
    StatisticsShortTerm,
)
from homeassistant.components.recorder.models import StatisticData, StatisticMetaData
from homeassistant.components.recorder.statistics import (
    async_add_external_statistics,
    list_statistic_ids,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.recorder import get_instance, session_scope
from sandbox.server import Sandbox
from tests.common import (
    NOW,
    account_entry,
    async_pass_time,
    async_set_up,
    attributes,
    egv,
    entity_id,
    state,
)

from .test_readings import async_rows, series

PERIOD = timedelta(minutes=5)
HOUR = timedelta(hours=1)
# The sandbox's region is an hour late, and the phone needs a minute.
LAG = timedelta(minutes=61)


class Writes(defaultdict[str, list[list[datetime]]]):
    """The hours of each write to each series."""

    def hours(self, kind: str = "glucose") -> list[datetime]:
        """Return the hours that were written, once for each time."""
        return [hour for write in self[series(kind, "ada")] for hour in write]


@pytest.fixture
def writes(monkeypatch: pytest.MonkeyPatch) -> Writes:
    """Note what is written to the series of readings, which is written all the same."""
    found = Writes(list)

    def noted(
        hass: HomeAssistant, metadata: StatisticMetaData, rows: Sequence[StatisticData]
    ) -> None:
        """Note the hours, and write them."""
        found[metadata["statistic_id"]].append([row["start"] for row in rows])
        async_add_external_statistics(hass, metadata, rows)

    monkeypatch.setattr(statistics, "async_add_external_statistics", noted)
    return found


def wear(
    sandbox: Sandbox,
    first: datetime,
    last: datetime,
    *,
    lag: timedelta = LAG,
    values: Sequence[int] = (100, 104, 104, 96),
) -> int:
    """Have ada measure every five minutes, `last` included; return how often."""
    count = (last - first) // PERIOD + 1
    for number in range(count):
        time = first + number * PERIOD
        sandbox.add_records(
            "ada", "egvs", [egv(time, values[number % len(values)])], time + lag
        )
    return count


async def async_let_pass(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, time: timedelta
) -> None:
    """Let time pass in steps in which nothing is missed."""
    for _ in range(time // timedelta(minutes=1)):
        await async_pass_time(hass, freezer, timedelta(minutes=1))


async def async_filled(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, entry: Any
) -> None:
    """Set the account up and let its history be fetched."""
    await async_set_up(hass, entry)
    for _ in range(19):
        await async_pass_time(hass, freezer, timedelta(seconds=2.6))
    assert attributes(hass, "ada", "data_status")["history_loaded"] == 100


async def async_counts(hass: HomeAssistant) -> tuple[Counter[str], int, int]:
    """Return rows of states by entity, of attributes, and of short-term statistics."""
    await async_wait_recording_done(hass)

    def counted() -> tuple[Counter[str], int, int]:
        """Count in the database."""
        with session_scope(hass=hass, read_only=True) as session:
            states = session.execute(
                select(StatesMeta.entity_id, func.count())
                .join(States, States.metadata_id == StatesMeta.metadata_id)
                .group_by(StatesMeta.entity_id)
            )
            found = Counter({str(entity): count for entity, count in states})
            others = [
                session.execute(select(func.count()).select_from(table)).scalar_one()
                for table in (StateAttributes, StatisticsShortTerm)
            ]
        return found, others[0], others[1]

    return await get_instance(hass).async_add_executor_job(counted)


async def test_rows_of_some_hours(
    recorded: Recorder,
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    writes: Writes,
) -> None:
    """Each reading is a state of its own, and costs two more rows at most."""
    first = NOW - timedelta(days=15, seconds=77)
    wear(sandbox, first, NOW + timedelta(hours=4))
    await async_filled(hass, freezer, account_entry(sandbox, "ada"))
    before, attributes_before, short_before = await async_counts(hass)
    shown = attributes(hass, "ada", "glucose_value")["measured_at"]
    writes.clear()

    await async_let_pass(hass, freezer, timedelta(hours=4, minutes=10))

    after, attributes_after, short_after = await async_counts(hass)
    states = after - before
    readings = (
        attributes(hass, "ada", "glucose_value")["measured_at"] - shown
    ) // PERIOD
    assert readings == 50
    # Half of them repeat the value before.
    assert states[entity_id(hass, "ada", "glucose_value")] == readings
    assert states[entity_id(hass, "ada", "last_reading")] == readings
    assert states[entity_id(hass, "ada", "glucose_delta")] <= readings
    for key in ("low", "urgent_low", "high"):
        assert entity_id(hass, "ada", key, "binary_sensor") not in states
    assert entity_id(hass, "ada", "glucose_trend") not in states
    for measure in ("time_in_range_14d", "mean_glucose_14d", "time_in_range_1d"):
        assert states[entity_id(hass, "ada", measure)] <= 4
    assert states.total() <= 950 * readings / 288
    assert attributes_after - attributes_before <= 2
    assert short_after == short_before == 0
    known = await get_instance(hass).async_add_executor_job(list_statistic_ids, hass)
    assert {each["source"] for each in known} == {"dexcom_cgm"}
    for kind in ("glucose", "time_in_range"):
        hours = writes.hours(kind)
        assert len(hours) == len(set(hours)) == 4
        assert len(writes[series(kind, "ada")]) == 4


async def test_no_entity_has_statistics(
    hass: HomeAssistant, applications: None, sandbox: Sandbox
) -> None:
    """No sensor, off by default or not, has Home Assistant compile statistics of it."""
    await async_set_up(hass, account_entry(sandbox, "steady"))
    entities = [
        each
        for each in er.async_get(hass).entities.values()
        if each.platform == "dexcom_cgm"
    ]
    assert len(entities) > 50
    assert not [
        each.entity_id
        for each in entities
        if "state_class" in (each.capabilities or {})
    ]


async def test_an_hour_is_written_once_it_is_complete(
    recorded: Recorder,
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    writes: Writes,
) -> None:
    """The next hour's first reading completes an hour, else the time for its last one."""
    eleven = NOW - HOUR
    wear(sandbox, NOW - timedelta(hours=3), NOW + timedelta(minutes=25))
    await async_filled(hass, freezer, account_entry(sandbox, "ada"))
    writes.clear()
    await async_let_pass(hass, freezer, timedelta(minutes=59))
    assert state(hass, "ada", "last_reading") == "2026-03-01T11:55:00+00:00"
    assert eleven not in await async_rows(hass, "glucose", "ada")
    await async_let_pass(hass, freezer, timedelta(minutes=6))
    assert state(hass, "ada", "last_reading") == "2026-03-01T12:00:00+00:00"
    assert writes.hours() == writes.hours("time_in_range") == [eleven]
    assert (await async_rows(hass, "glucose", "ada"))[eleven]["mean"] == 101
    # No more come after 12:25.
    await async_let_pass(hass, freezer, timedelta(minutes=58))
    assert NOW not in await async_rows(hass, "glucose", "ada")
    await async_let_pass(hass, freezer, timedelta(minutes=15))
    assert writes.hours() == [eleven, NOW]
    assert (await async_rows(hass, "glucose", "ada"))[NOW]["max"] == 104
    await async_let_pass(hass, freezer, HOUR)
    assert writes.hours() == [eleven, NOW]


async def test_a_late_reading_has_its_hour_written(
    recorded: Recorder,
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    writes: Writes,
) -> None:
    """Late readings are written at once, also in the hour of the newest reading."""
    nine, eleven = NOW - 3 * HOUR, NOW - HOUR
    for first, last in ((0, 20), (60, 125), (135, 160)):
        wear(sandbox, nine + timedelta(minutes=first), nine + timedelta(minutes=last))
    await async_filled(hass, freezer, account_entry(sandbox, "ada"))
    await async_let_pass(hass, freezer, timedelta(minutes=44))
    assert state(hass, "ada", "last_reading") == "2026-03-01T11:40:00+00:00"
    writes.clear()
    sandbox.add_records(
        "ada",
        "egvs",
        [
            egv(nine + timedelta(minutes=30), 40),
            egv(eleven + timedelta(minutes=10), 200),
        ],
    )
    await async_let_pass(hass, freezer, timedelta(minutes=10))
    assert eleven in writes.hours()
    assert (await async_rows(hass, "glucose", "ada"))[eleven]["max"] == 200
    await async_let_pass(hass, freezer, HOUR)
    assert sorted(writes.hours()) == [nine, eleven]
    assert (await async_rows(hass, "glucose", "ada"))[nine]["min"] == 40


async def test_later_than_the_region(
    recorded: Recorder,
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    writes: Writes,
) -> None:
    """Readings later than usual do not write their hour each."""
    lag = timedelta(hours=2, minutes=30, seconds=20)
    wear(sandbox, NOW - timedelta(hours=5), NOW + timedelta(hours=2), lag=lag)
    await async_filled(hass, freezer, account_entry(sandbox, "ada"))
    await async_let_pass(hass, freezer, timedelta(minutes=10))
    writes.clear()
    await async_let_pass(hass, freezer, 3 * HOUR)
    assert len(writes.hours()) == len(set(writes.hours())) == 3


async def test_a_restart_loses_no_hour(
    recorded: Recorder,
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The hour that waited at the stop is written by the next start, days later too."""
    wear(sandbox, NOW - timedelta(hours=3), NOW + timedelta(minutes=55))
    entry = account_entry(sandbox, "ada")
    await async_filled(hass, freezer, entry)
    await async_let_pass(hass, freezer, timedelta(minutes=115))
    assert state(hass, "ada", "last_reading") == "2026-03-01T12:50:00+00:00"
    assert NOW not in await async_rows(hass, "glucose", "ada")
    await hass.config_entries.async_unload(entry.entry_id)
    freezer.tick(timedelta(days=5))
    hass.config_entries.async_update_entry(
        entry, data=account_entry(sandbox, "ada").data
    )
    await async_set_up(hass, entry)
    rows = await async_rows(hass, "glucose", "ada")
    # The reading of 12:55 is found later.
    assert rows[NOW]["mean"] == pytest.approx((3 * (100 + 104 + 104 + 96) - 96) / 11)
