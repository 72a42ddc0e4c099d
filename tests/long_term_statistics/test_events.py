"""Sums of events in a real recorder: true in every command that a card can call."""

from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
import voluptuous as vol

from custom_components.dexcom_cgm.long_term_statistics.events import (
    SumRow,
    rows_to_write,
)
from homeassistant.components.recorder.core import Recorder
from homeassistant.components.recorder.models import (
    StatisticData,
    StatisticMeanType,
    StatisticMetaData,
)
from homeassistant.components.recorder.statistics import (
    async_add_external_statistics,
    list_statistic_ids,
    statistic_during_period,
    statistics_during_period,
)
from homeassistant.components.recorder.util import PERIOD_SCHEMA, resolve_period
from homeassistant.core import HomeAssistant
from homeassistant.helpers.recorder import get_instance
from homeassistant.util import dt as dt_util
from sandbox.faults import Fault
from sandbox.server import Sandbox
from tests.common import NOW, account_entry, async_pass_time, async_set_up

from .test_readings import series

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NEXT_POLL = timedelta(minutes=15, seconds=2)


def logged(hours: float, kind: str, value: str, **fields: Any) -> dict[str, Any]:
    """Return an event of some hours ago."""
    time = (NOW - timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")
    subtype = {"long": "longActing", "fast": "fastActing"}.get(kind)
    return {
        "recordId": f"{kind} {time}",
        "systemTime": time,
        "eventStatus": "created",
        "eventType": "insulin" if subtype else kind,
        "eventSubType": subtype,
        "value": value,
        **fields,
    }


async def async_sums(
    hass: HomeAssistant, kind: str
) -> list[tuple[float, float | None, float | None]]:
    """Return hours ago, amount and sum of the rows with an amount.

    There must be a row for every hour from the first one to the present one.
    """
    await async_wait_recording_done(hass)
    statistic_id = series(kind, "ada")
    found = await get_instance(hass).async_add_executor_job(
        lambda: statistics_during_period(
            hass,
            NOW - timedelta(days=900),
            None,
            {statistic_id},
            "hour",
            {},
            {"state", "sum"},
        )
    )
    rows = found.get(statistic_id, [])
    hours = [int(row["start"]) // 3600 for row in rows]
    if hours:
        present = int(dt_util.utcnow().timestamp()) // 3600
        assert hours == list(range(hours[0], max(present, hours[-1]) + 1))
    return [
        ((NOW.timestamp() - row["start"]) / 3600, row["state"], row["sum"])
        for row in rows
        if row["state"]
    ]


async def test_sums_of_events(
    recorded: Recorder,
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Amounts are added up by the hour; late, changed and deleted ones correct them."""
    lunch = logged(4, "carbs", "40")
    sandbox.add_records(
        "ada",
        "events",
        [
            lunch,
            logged(3.8, "carbs", "5"),
            logged(2, "carbs", "20"),
            logged(2, "fast", "3.5"),
            logged(20, "long", "18"),
            logged(5, "exercise", "30"),
            logged(6, "exercise", "-1"),
            logged(1, "health", ""),
        ],
    )
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    assert await async_sums(hass, "carbs") == [(4, 45, 45), (2, 20, 65)]
    assert await async_sums(hass, "fast_acting_insulin") == [(2, 3.5, 3.5)]
    assert await async_sums(hass, "long_acting_insulin") == [(20, 18, 18)]
    assert await async_sums(hass, "exercise") == [(5, 30, 30)]

    sandbox.replace_record(
        "ada",
        "events",
        lunch["recordId"],
        {**lunch, "eventStatus": "updated", "value": "50"},
    )
    sandbox.add_records("ada", "events", [logged(10, "carbs", "7")])
    # Once an hour polls look back on a day.
    for _ in range(5):
        await async_pass_time(hass, freezer, timedelta(minutes=15, seconds=2))
    assert await async_sums(hass, "carbs") == [(10, 7, 7), (4, 55, 62), (2, 20, 82)]

    sandbox.replace_record(
        "ada", "events", lunch["recordId"], {**lunch, "eventStatus": "deleted"}
    )
    await hass.config_entries.async_unload(entry.entry_id)
    await async_set_up(hass, entry)
    assert await async_sums(hass, "carbs") == [(10, 7, 7), (4, 5, 12), (2, 20, 32)]


async def test_sums_go_on_when_events_grow_old(
    recorded: Recorder,
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Events older than the requested window stay in the sum."""
    sandbox.add_records("ada", "events", [logged(28.5 * 24, "carbs", "30")])
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    await hass.config_entries.async_unload(entry.entry_id)
    freezer.tick(timedelta(days=2))
    sandbox.add_records("ada", "events", [logged(-47, "carbs", "10")])
    fresh = account_entry(sandbox, "ada").data
    hass.config_entries.async_update_entry(entry, data=fresh)
    await async_set_up(hass, entry)
    assert await async_sums(hass, "carbs") == [(28.5 * 24, 30, 30), (-47, 10, 40)]


# Days with few entries and days with none, by hours before noon UTC.
SEVERAL_DAYS = [
    logged(150, "carbs", "60"),
    logged(146.5, "fast", "6"),
    logged(99, "long", "18"),
    logged(75.2, "carbs", "33"),
    logged(75, "long", "18"),
    logged(51, "long", "17"),
    logged(30.7, "carbs", "50"),
    logged(30.6, "fast", "5"),
    logged(26, "carbs", "59"),
    logged(25.9, "fast", "4.5"),
    logged(25, "exercise", "20"),
    logged(22, "carbs", "15"),
    logged(20, "fast", "1.5", eventSubType=None),
    logged(3, "long", "16"),
    logged(2, "carbs", "40"),
]
KINDS = ("carbs", "fast_acting_insulin", "long_acting_insulin", "exercise", "insulin")


def logged_amount(
    records: list[dict[str, Any]], kind: str, start: datetime, end: datetime
) -> float:
    """Return how much was logged of a kind in a window."""
    subtypes = {
        "fast_acting_insulin": "fastActing",
        "long_acting_insulin": "longActing",
    }
    return sum(
        float(record["value"])
        for record in records
        if record["eventType"] == ("insulin" if "insulin" in kind else kind)
        and record["eventSubType"] == subtypes.get(kind)
        and start <= datetime.fromisoformat(record["systemTime"]) < end
    )


type Period = Literal["5minute", "day", "hour", "week", "month", "year"]
PERIODS: tuple[Period, ...] = ("hour", "day", "week", "month", "year")


class Cards:
    """Asks what Home Assistant's cards ask, and compares with what was logged."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Ask the recorder as its commands do."""
        self._hass = hass

    async def change(self, statistic_id: str, period: dict[str, Any]) -> float | None:
        """Return what a Statistic card shows."""
        start, end = resolve_period(vol.Schema(PERIOD_SCHEMA.schema)(period))
        found = await get_instance(self._hass).async_add_executor_job(
            statistic_during_period,
            self._hass,
            start,
            end,
            statistic_id,
            {"change"},
            None,
        )
        change: float | None = found["change"]
        return change

    async def check(self, records: list[dict[str, Any]]) -> None:
        """Compare each answer that a card can get, with the clock at a full hour."""
        await async_wait_recording_done(self._hass)
        now = dt_util.utcnow()
        assert now.minute == now.second == 0
        for kind in KINDS:
            begin = min(
                (
                    datetime.fromisoformat(record["systemTime"])
                    for record in records
                    if logged_amount([record], kind, now - 90 * DAY, now)
                ),
                default=now,
            )
            for period, start, end in periods(now):
                if begin >= min(end, now):
                    continue
                expected = logged_amount(records, kind, start, min(end, now))
                change = await self.change(series(kind, "ada"), period)
                assert change == pytest.approx(expected), (kind, period)
            await self.check_series(records, kind)

    async def check_series(self, records: list[dict[str, Any]], kind: str) -> None:
        """Compare the bars of a graph, in each period and from several starts."""
        now = dt_util.utcnow()
        for period in PERIODS:
            for days in (2, 8):
                found = await get_instance(self._hass).async_add_executor_job(
                    statistics_during_period,
                    self._hass,
                    now - days * DAY,
                    None,
                    {series(kind, "ada")},
                    period,
                    None,
                    {"change"},
                )
                bars = found.get(series(kind, "ada"), [])
                for bar in bars:
                    start, end = (
                        datetime.fromtimestamp(bar[key], UTC)
                        for key in ("start", "end")
                    )
                    expected = logged_amount(records, kind, start, end)
                    assert bar["change"] == pytest.approx(expected), (kind, period)
                assert sum(bar["change"] or 0 for bar in bars) >= logged_amount(
                    records, kind, now - days * DAY, now
                )


def periods(now: datetime) -> list[tuple[dict[str, Any], datetime, datetime]]:
    """Return the periods that a Statistic card can have, with start and end."""
    found: list[tuple[dict[str, Any], datetime, datetime]] = []
    today = dt_util.start_of_local_day()
    for offset in range(-7, 1):
        start = today + offset * DAY
        found.append(
            ({"calendar": {"period": "day", "offset": offset}}, start, start + DAY)
        )
    for offset in range(-80, 0, 9):
        start = now + offset * HOUR
        found.append(
            ({"calendar": {"period": "hour", "offset": offset}}, start, start + HOUR)
        )
    monday = today - today.weekday() * DAY
    for offset in (-1, 0):
        start = monday + offset * 7 * DAY
        found.append(
            ({"calendar": {"period": "week", "offset": offset}}, start, start + 7 * DAY)
        )
    month = today.replace(day=1)
    before = (month - DAY).replace(day=1)
    found.append(({"calendar": {"period": "month", "offset": -1}}, before, month))
    found.append(({"calendar": {"period": "month"}}, month, month + 28 * DAY))
    year = today.replace(month=1, day=1)
    found.append(({"calendar": {"period": "year"}}, year, year + 365 * DAY))
    for hours in (1, 5, 24, 48, 7 * 24):
        for offset in (0, -24):
            end = now + offset * HOUR
            window = {"duration": {"hours": hours}, "offset": {"hours": offset}}
            found.append(({"rolling_window": window}, end - hours * HOUR, end))
    for first, last in ((6, 0), (4, 2), (3.5, 1)):
        start, end = now - first * DAY, now - last * DAY
        fixed = {"start_time": start.isoformat(), "end_time": end.isoformat()}
        found.append(({"fixed_period": fixed}, start, end))
    return found


async def async_to_full_hour(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Let time pass to just after the next full hour, then set the clock to it."""
    now = dt_util.utcnow()
    hour = now.replace(minute=0, second=0, microsecond=0) + HOUR
    await async_pass_time(hass, freezer, hour - now + timedelta(seconds=11))
    await async_wait_recording_done(hass)
    freezer.move_to(hour)


async def test_cards_show_the_truth(
    recorded: Recorder,
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Days with few entries and with none, changes and a restart: all sums are true."""
    records = list(SEVERAL_DAYS)
    sandbox.add_records("ada", "events", records)
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    cards = Cards(hass)
    await cards.check(records)

    # An entry is deleted, one is entered anew, and one is added late.
    sandbox.remove_record("ada", "events", records[0]["recordId"])
    deleted = {**records[7], "eventStatus": "deleted"}
    sandbox.replace_record("ada", "events", deleted["recordId"], deleted)
    sandbox.remove_record("ada", "events", records[-1]["recordId"])
    added = [
        {**records[-1], "recordId": "anew", "value": "4"},
        logged(60, "carbs", "12"),
    ]
    sandbox.add_records("ada", "events", added)
    records = records[1:7] + records[8:-1] + added
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    freezer.move_to(NOW)
    await cards.check(records)

    # Hours pass without an entry.
    for _ in range(5):
        await async_to_full_hour(hass, freezer)
    await cards.check(records)

    # Home Assistant is off for two days, in which something is logged.
    await hass.config_entries.async_unload(entry.entry_id)
    freezer.move_to(NOW + 53 * HOUR)
    missed = [logged(-30, "long", "18"), logged(-40, "carbs", "70")]
    sandbox.add_records("ada", "events", missed)
    fresh = account_entry(sandbox, "ada").data
    hass.config_entries.async_update_entry(entry, data=fresh)
    await async_set_up(hass, entry)
    await cards.check(records + missed)


async def async_written(hass: HomeAssistant, kind: str) -> dict[int, tuple[Any, Any]]:
    """Return state and sum of each row of a series, by hours ago."""
    await async_wait_recording_done(hass)
    statistic_id = series(kind, "ada")
    found = await get_instance(hass).async_add_executor_job(
        lambda: statistics_during_period(
            hass, NOW - 900 * DAY, None, {statistic_id}, "hour", {}, {"state", "sum"}
        )
    )
    return {
        int(NOW.timestamp() - row["start"]) // 3600: (row["state"], row["sum"])
        for row in found.get(statistic_id, [])
    }


@pytest.mark.parametrize("oldest", [20, 70])
async def test_series_with_gaps_are_filled(
    recorded: Recorder,
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    oldest: int,
) -> None:
    """Rows with gaps, written by an earlier version, are completed to one per hour."""
    metadata = StatisticMetaData(
        has_sum=True,
        mean_type=StatisticMeanType.NONE,
        name="Ada carbs",
        source="dexcom_cgm",
        statistic_id=series("carbs", "ada"),
        unit_class="mass",
        unit_of_measurement="g",
    )
    rows = [(oldest * 24, 30.0, 130.0), (oldest * 24 - 5, 20.0, 150.0), (3, 10, 160.0)]
    async_add_external_statistics(
        hass,
        metadata,
        [
            StatisticData(start=NOW - hours * HOUR, state=state, sum=total)
            for hours, state, total in rows
        ],
    )
    sandbox.add_records("ada", "events", [logged(3, "carbs", "10")])
    if oldest < 29:
        for hours, state, _ in rows[:2]:
            sandbox.add_records("ada", "events", [logged(hours, "carbs", str(state))])
    await async_set_up(hass, account_entry(sandbox, "ada"))
    written = await async_written(hass, "carbs")
    assert list(written) == list(range(oldest * 24, -1, -1))
    # Sums of hours that are still known begin with what is known.
    begin = 100.0 if oldest > 29 else 0.0
    assert written[oldest * 24] == (30, begin + 30)
    assert written[oldest * 24 - 4] == (0, begin + 30)
    assert written[oldest * 24 - 5] == (20, begin + 50)
    assert written[4] == (0, begin + 50)
    assert written[3] == (10, begin + 60)
    assert written[0] == (0, begin + 60)


async def test_each_hour_is_written_once(
    recorded: Recorder,
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Polls that bring nothing write nothing, and a new hour has one row a series."""
    sandbox.add_records("ada", "events", SEVERAL_DAYS)
    await async_set_up(hass, account_entry(sandbox, "ada"))
    imported: list[tuple[str, int]] = []
    original = recorded.async_import_statistics

    def count(metadata: Any, rows: Any, table: Any) -> None:
        """Count the rows of each series."""
        imported.append((metadata["statistic_id"], len(rows)))
        original(metadata, rows, table)

    monkeypatch.setattr(recorded, "async_import_statistics", count)
    for _ in range(3):
        await async_to_full_hour(hass, freezer)
        for _ in range(3):
            await async_pass_time(hass, freezer, NEXT_POLL)
    assert sorted(imported) == sorted((series(kind, "ada"), 1) for kind in KINDS * 3)

    # What is logged within the hour writes its row again, and only that.
    await async_to_full_hour(hass, freezer)
    imported.clear()
    sandbox.add_records("ada", "events", [logged(-4.05, "carbs", "7")])
    await async_pass_time(hass, freezer, NEXT_POLL)
    assert imported == [(series("carbs", "ada"), 1)]


async def test_only_what_was_logged_has_a_series(
    recorded: Recorder,
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
) -> None:
    """No empty series is created; another unit is not added as if it were grams."""
    sandbox.add_records(
        "ada",
        "events",
        [
            logged(4, "carbs", "40", unit=None),
            logged(3, "carbs", "3", unit="ounces"),
            logged(2, "CARBS", "5", unit="Grams"),
            logged(5, "exercise", "0.5", unit="hours"),
        ],
    )
    await async_set_up(hass, account_entry(sandbox, "ada", title="Ada"))
    assert await async_sums(hass, "carbs") == [(4, 40, 40), (2, 5, 45)]
    assert await async_sums(hass, "exercise") == [(5, 30, 30)]
    known = await get_instance(hass).async_add_executor_job(list_statistic_ids, hass)
    names = {each["name"] for each in known if each["source"] == "dexcom_cgm"}
    assert names == {"Ada carbs, logged", "Ada exercise, logged"}


async def test_a_narrow_answer_keeps_what_is_written(
    recorded: Recorder,
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
) -> None:
    """If only the last hours can be read, older sums are kept."""
    sandbox.add_records("ada", "events", SEVERAL_DAYS)
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    before = await async_written(hass, "carbs")
    await hass.config_entries.async_unload(entry.entry_id)
    sandbox.add_records("ada", "events", [logged(1, "carbs", "9")])
    # The look-backs of 29 days, 8 days and 25 hours fail.
    sandbox.faults.add(Fault(path="*/events", status=400, times=3))
    await async_set_up(hass, entry)
    after = await async_written(hass, "carbs")
    assert after == before | {1: (9, before[1][1] + 9), 0: (0, before[0][1] + 9)}


async def test_a_clock_that_was_ahead(
    recorded: Recorder,
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Days that were written ahead of time count nothing twice."""
    sandbox.add_records("ada", "events", [*SEVERAL_DAYS, logged(28 * 24, "carbs", "5")])
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    before = await async_written(hass, "carbs")
    freezer.move_to(NOW + 5 * DAY)
    fresh = account_entry(sandbox, "ada").data
    hass.config_entries.async_update_entry(entry, data=fresh)
    await async_pass_time(hass, freezer, NEXT_POLL)
    ahead = await async_written(hass, "carbs")
    assert ahead[-100] == (0, before[0][1])
    freezer.move_to(NOW)
    sandbox.add_records("ada", "events", [logged(1, "carbs", "9")])
    await entry.runtime_data.events.async_refresh()
    await hass.async_block_till_done(wait_background_tasks=True)
    after = await async_written(hass, "carbs")
    assert {hour: after[hour] for hour in before if hour > 1} == {
        hour: row for hour, row in before.items() if hour > 1
    }
    assert after[1] == (9, before[1][1] + 9)
    assert after[-100] == (0, before[0][1] + 9)


def test_rows_to_write() -> None:
    """Only what is missing or wrong is written, and sums go on from what is old."""
    assert list(rows_to_write({}, {}, 10, 20)) == []
    assert dict(rows_to_write({}, {12: 5.0}, 10, 14)) == {
        12: SumRow(5, 5),
        13: SumRow(0, 5),
        14: SumRow(0, 5),
    }
    written = {8: SumRow(3, 103), 9: SumRow(0, 103), 10: SumRow(2, 105)}
    assert dict(rows_to_write(written, {10: 2.0}, 10, 11)) == {11: SumRow(0, 105)}
    # An amount that moves by an hour leaves the rows after it alone.
    written |= {11: SumRow(0, 105), 12: SumRow(0, 105)}
    assert dict(rows_to_write(written, {11: 2.0}, 10, 12)) == {
        10: SumRow(0, 103),
        11: SumRow(2, 105),
    }
    # A gap before what is known is filled, rounding errors are no change.
    assert dict(rows_to_write({5: SumRow(1, 1)}, {}, 7, 7)) == {
        6: SumRow(0, 1),
        7: SumRow(0, 1),
    }
    tenths = {1: SumRow(0.1, 0.1), 2: SumRow(0.2, 0.3)}
    assert list(rows_to_write(tenths, {1: 0.1, 2: 0.2}, 0, 2)) == []
