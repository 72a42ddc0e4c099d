"""Days before the log: fetched in the background, newest first, and resumed."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.dexcom_cgm.const import DOMAIN
from custom_components.dexcom_cgm.coordinators.day_archive import DayArchive
from custom_components.dexcom_cgm.glucose.day_records import (
    DayRecord,
    DayRecords,
    distribution_of,
)
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from sandbox.faults import Fault
from sandbox.people import Character, Person
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
)

pytestmark = pytest.mark.usefixtures("applications")

BERLIN = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)
STEP = timedelta(seconds=2.6)
PACE = timedelta(seconds=31)
# Of these, 120 are older than the log: nine windows.
HISTORY_DAYS = 210
WINDOWS = 9


@pytest.fixture
async def eva(hass: HomeAssistant, sandbox: Sandbox) -> MockConfigEntry:
    """Return the account of a person with 210 days of data, in Berlin."""
    await hass.config.async_set_time_zone("Europe/Berlin")
    sandbox.add_person(
        Person(
            id="eva",
            character=Character(zone="Europe/Berlin", dips=0.5),
            history=timedelta(days=HISTORY_DAYS),
        )
    )
    return account_entry(sandbox, "eva")


@pytest.fixture
async def bea(hass: HomeAssistant, sandbox: Sandbox) -> MockConfigEntry:
    """Return the account of a person with a reading every two hours for 400 days."""
    await hass.config.async_set_time_zone("Europe/Berlin")
    sandbox.add_person(Person(id="bea"))
    sandbox.add_records(
        "bea",
        "egvs",
        [
            egv(NOW - timedelta(hours=2 * number), 50 + number % 200)
            for number in range(1, 400 * 12)
        ],
    )
    return account_entry(sandbox, "bea")


def choose(hass: HomeAssistant, entry: MockConfigEntry, history: str | None) -> None:
    """Choose the option, None for the default."""
    options = {} if history is None else {"history": history}
    hass.config_entries.async_update_entry(entry, options=options)


def progress(hass: HomeAssistant, person: str = "bea") -> int | None:
    """Return the progress of the older history."""
    found = attributes(hass, person, "data_status").get("older_history_loaded")
    assert found is None or isinstance(found, int)
    return found


async def async_fill_log(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Let the backfill of 90 days complete."""
    for _ in range(18):
        await async_pass_time(hass, freezer, STEP)


async def async_steps(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, steps: int
) -> None:
    """Let the long backfill take steps."""
    for _ in range(steps):
        await async_pass_time(hass, freezer, PACE)


def requests(sandbox: Sandbox) -> list[tuple[datetime, datetime]]:
    """Return the requested windows that begin before the log."""
    found = [
        (
            datetime.fromisoformat(each.query["startDate"]).replace(tzinfo=UTC),
            datetime.fromisoformat(each.query["endDate"]).replace(tzinfo=UTC),
        )
        for each in sandbox.requests
        if each.path.endswith("/egvs")
    ]
    return [window for window in found if window[0] < NOW - 91 * DAY]


def archive(entry: MockConfigEntry) -> DayArchive:
    """Return the archive of an account."""
    found: DayArchive = entry.runtime_data.archive
    return found


def truth_by_day(
    sandbox: Sandbox, person: str, days: int, zone: ZoneInfo = BERLIN
) -> dict[date, list[int]]:
    """Return the values of each local day that the sandbox knows."""
    found: dict[date, list[int]] = defaultdict(list)
    now = datetime.now(UTC)
    for reading in sandbox.truth(person, now - days * DAY, now):
        found[reading.time.astimezone(zone).date()].append(reading.value)
    return found


def values_of(record: DayRecord | None) -> list[int]:
    """Return the sorted values of a record."""
    assert record is not None
    distribution = distribution_of([record])
    return [
        value
        for value in range(39, 402)
        for _ in range(distribution.count(value, value))
    ]


def check(
    sandbox: Sandbox, records: DayRecords, days: int, person: str = "bea"
) -> None:
    """Compare the records of all complete days with the sandbox."""
    expected = truth_by_day(sandbox, person, days + 1)
    today = datetime.now(BERLIN).date()
    for number in range(1, days):
        day = today - number * DAY
        assert values_of(records.get(day)) == sorted(expected[day]), day


async def test_nothing_by_default(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    eva: MockConfigEntry,
) -> None:
    """Without the option, only the log is fetched; its days have records."""
    await async_set_up(hass, eva)
    await async_fill_log(hass, freezer)
    await async_steps(hass, freezer, 3)
    assert requests(sandbox) == []
    assert progress(hass, "eva") is None
    records = await archive(eva).async_read()
    # The oldest day of the log is not complete.
    assert len(records) == 90
    check(sandbox, records, 90, "eva")


async def test_everything(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    eva: MockConfigEntry,
) -> None:
    """All days are fetched, newest first, in few requests; the log stays as it was."""
    await async_set_up(hass, eva)
    choose(hass, eva, "everything")
    await async_fill_log(hass, freezer)
    assert progress(hass, "eva") == 0
    log = eva.runtime_data.readings.log
    readings = len(log)
    seen = []
    for _ in range(WINDOWS + 1):
        await async_steps(hass, freezer, 1)
        seen.append(progress(hass, "eva") or 0)
    assert seen == sorted(seen)
    assert len(set(seen)) >= WINDOWS
    assert progress(hass, "eva") == 100
    windows = requests(sandbox)
    assert len(windows) == WINDOWS
    assert windows == sorted(windows, reverse=True)
    assert abs(len(log) - readings) <= 3
    check(sandbox, await archive(eva).async_read(), HISTORY_DAYS, "eva")
    sandbox.requests.clear()
    await async_steps(hass, freezer, 5)
    assert requests(sandbox) == []


async def test_a_year(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    bea: MockConfigEntry,
) -> None:
    """A year ends after 365 days; everything then fetches the rest."""
    bea.add_to_hass(hass)
    choose(hass, bea, "year")
    await async_set_up(hass, bea)
    await async_fill_log(hass, freezer)
    await async_steps(hass, freezer, 21)
    assert progress(hass) == 100
    today = dt_util.now().date()
    records = archive(bea).records
    assert records.first(date.min) == today - 365 * DAY
    count = len(requests(sandbox))
    assert count == 20
    choose(hass, bea, "everything")
    assert progress(hass) == 88
    await async_pass_time(hass, freezer, STEP)
    await async_steps(hass, freezer, 3)
    assert progress(hass) == 100
    first = records.first(date.min)
    assert first is not None
    assert (today - first).days in (399, 400)
    assert len(requests(sandbox)) == count + 3
    check(sandbox, await archive(bea).async_read(), 400)


async def test_option_changed_back(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    bea: MockConfigEntry,
) -> None:
    """With the default again, nothing more is fetched, and the rest is kept."""
    await async_set_up(hass, bea)
    choose(hass, bea, "everything")
    await async_fill_log(hass, freezer)
    await async_steps(hass, freezer, 3)
    known = len(archive(bea).records)
    assert known == 3 * 14
    choose(hass, bea, None)
    sandbox.requests.clear()
    await async_steps(hass, freezer, 4)
    assert requests(sandbox) == []
    assert progress(hass) is None
    assert len(archive(bea).records) >= known
    choose(hass, bea, "everything")
    await async_steps(hass, freezer, 24)
    assert progress(hass) == 100
    # What was fetched before is not fetched again.
    assert max(end for _, end in requests(sandbox)) < NOW - 110 * DAY


@pytest.mark.parametrize("is_killed", [False, True])
async def test_restart_in_the_middle(
    hass: HomeAssistant,
    sandbox: Sandbox,
    storage: StoredFiles,
    freezer: FrozenDateTimeFactory,
    eva: MockConfigEntry,
    is_killed: bool,
) -> None:
    """A restart continues where it stopped, after a power cut with the last save."""
    await async_set_up(hass, eva)
    choose(hass, eva, "everything")
    await async_fill_log(hass, freezer)
    await async_steps(hass, freezer, 4)
    file = f"{DOMAIN}.{eva.entry_id}.days"
    on_disk = storage[file]
    fetched = len(requests(sandbox))
    before = progress(hass, "eva")
    assert before
    await hass.config_entries.async_unload(eva.entry_id)
    if is_killed:
        assert storage[file] != on_disk
        storage[file] = on_disk
    await async_set_up(hass, eva)
    after = progress(hass, "eva")
    assert after is not None
    assert after == before if not is_killed else 0 < after <= before
    await async_steps(hass, freezer, 10)
    assert progress(hass, "eva") == 100
    again = len(requests(sandbox)) - WINDOWS
    assert again == 0 if not is_killed else 0 < again <= 2
    assert 2 <= fetched < WINDOWS
    check(sandbox, await archive(eva).async_read(), HISTORY_DAYS, "eva")


async def test_errors_in_the_middle(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    bea: MockConfigEntry,
) -> None:
    """Errors are retried with backoff; nothing is asked while polls fail."""
    await async_set_up(hass, bea)
    choose(hass, bea, "everything")
    await async_fill_log(hass, freezer)
    await async_steps(hass, freezer, 2)
    done = progress(hass)
    sandbox.faults.add(Fault(path="*/egvs", status=429, headers={"Retry-After": "600"}))
    await async_steps(hass, freezer, 1)
    assert progress(hass) == done
    sandbox.faults.clear()
    sandbox.requests.clear()
    await async_steps(hass, freezer, 6)
    # Not before Retry-After has passed.
    assert requests(sandbox) == []
    for _ in range(6):
        await async_pass_time(hass, freezer, POLL)
    await async_steps(hass, freezer, 24)
    assert progress(hass) == 100
    check(sandbox, await archive(bea).async_read(), 400)


async def test_a_window_that_keeps_failing(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    bea: MockConfigEntry,
) -> None:
    """It is skipped, so that the others are fetched, and retried a day later."""
    await async_set_up(hass, bea)
    choose(hass, bea, "everything")
    await async_fill_log(hass, freezer)
    # Old records that break the whole answer.
    poison = "2025-10-20T00:00:00Z"
    sandbox.add_records(
        "bea",
        "egvs",
        [{**egv(NOW), "systemTime": poison, "recordId": "x"}] * 100_001,
    )
    for _ in range(60):
        await async_pass_time(hass, freezer, POLL)
    done = progress(hass)
    assert done is not None
    assert 90 <= done < 100
    missing = list(archive(bea).records.unknown(date(2025, 2, 1), date(2025, 12, 1)))
    assert date(2025, 10, 20) in missing
    assert len(missing) == 14
    sandbox.remove_record("bea", "egvs", "x")
    await async_pass_time(hass, freezer, DAY)
    await async_steps(hass, freezer, 20)
    assert progress(hass) == 100


async def test_without_a_data_range(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    bea: MockConfigEntry,
) -> None:
    """If Dexcom does not say where the data begin, a day later it is asked again."""
    sandbox.faults.add(Fault(path="*/dataRange", without=("egvs",)))
    await async_set_up(hass, bea)
    choose(hass, bea, "everything")
    await async_fill_log(hass, freezer)
    await async_steps(hass, freezer, 3)
    assert requests(sandbox) == []
    asked = [each for each in sandbox.requests if each.path.endswith("/dataRange")]
    assert len(asked) == 1
    sandbox.faults.clear()
    await async_pass_time(hass, freezer, DAY)
    await async_steps(hass, freezer, 2)
    assert len(requests(sandbox)) >= 1


async def test_late_and_corrected_readings(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    bea: MockConfigEntry,
) -> None:
    """The record of a day in the log follows its readings."""
    await async_set_up(hass, bea)
    await async_fill_log(hass, freezer)
    keeper = archive(bea)
    day = dt_util.now().date() - 3 * DAY
    before = values_of((await keeper.async_read()).get(day))
    assert len(before) == 12
    time = datetime.combine(day, datetime.min.time(), BERLIN) + timedelta(hours=5.5)
    raw = egv(time.astimezone(UTC), 222)
    sandbox.add_records("bea", "egvs", [raw])

    async def async_sweep() -> None:
        """Let a day pass, with the steps of its sweep, and an hour for the archive."""
        for _ in range(25):
            await async_pass_time(hass, freezer, timedelta(hours=1, seconds=1))
        await async_steps(hass, freezer, 65)
        await async_pass_time(hass, freezer, timedelta(hours=1, seconds=1))

    await async_sweep()
    assert values_of(keeper.records.get(day)) == sorted([*before, 222])
    sandbox.replace_record("bea", "egvs", raw["recordId"], {**raw, "value": 60})
    await async_sweep()
    assert values_of(keeper.records.get(day)) == sorted([*before, 60])


async def test_days_that_leave_the_log(
    hass: HomeAssistant,
    sandbox: Sandbox,
    storage: StoredFiles,
    freezer: FrozenDateTimeFactory,
    bea: MockConfigEntry,
) -> None:
    """Their records remain, also over a restart, and are saved once a day."""
    await async_set_up(hass, bea)
    await async_fill_log(hass, freezer)
    keeper = archive(bea)
    await keeper.async_update()
    first = keeper.first_log_day
    assert first is not None
    expected = keeper.records.get(first)
    assert expected is not None
    assert not expected.is_empty
    for _ in range(3 * 24):
        await async_pass_time(hass, freezer, timedelta(hours=1, seconds=1))
    log = bea.runtime_data.readings.log
    assert log.values(NOW - 100 * DAY, NOW - 88 * DAY)[0] == []
    assert keeper.records.get(first) == expected
    saved = DayRecords.from_json(
        storage[f"{DOMAIN}.{bea.entry_id}.days"]["data"]["days"]
    )
    assert saved.get(first) == expected
    await hass.config_entries.async_unload(bea.entry_id)
    await async_set_up(hass, bea)
    assert archive(bea).records.get(first) == expected
    check(sandbox, await archive(bea).async_read(), 88)


async def test_a_change_of_the_time_zone(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    bea: MockConfigEntry,
) -> None:
    """The days of the log become those of the new zone."""
    await async_set_up(hass, bea)
    await async_fill_log(hass, freezer)
    day = NOW.date() - 5 * DAY
    before = (await archive(bea).async_read()).get(day)
    await hass.config.async_update(time_zone="Asia/Kolkata")
    await hass.async_block_till_done()
    after = (await archive(bea).async_read()).get(day)
    assert after != before
    kolkata = ZoneInfo("Asia/Kolkata")
    assert values_of(after) == sorted(truth_by_day(sandbox, "bea", 10, kolkata)[day])


@pytest.mark.parametrize(
    "damage", [{}, {"days": "?", "requested": [], "begin": None}, [], {"days": 1}]
)
async def test_damaged_file(
    hass: HomeAssistant,
    sandbox: Sandbox,
    storage: StoredFiles,
    freezer: FrozenDateTimeFactory,
    bea: MockConfigEntry,
    caplog: pytest.LogCaptureFixture,
    damage: Any,
) -> None:
    """It is set aside, and the days are fetched again."""
    bea.add_to_hass(hass)
    choose(hass, bea, "year")
    file = f"{DOMAIN}.{bea.entry_id}.days"
    storage[file] = {"version": 1, "data": damage}
    await async_set_up(hass, bea)
    assert "damaged" in caplog.text
    assert storage[f"{file}.damaged"]["data"] == damage
    await async_fill_log(hass, freezer)
    await async_steps(hass, freezer, 3)
    assert len(requests(sandbox)) >= 2


async def test_removal(
    hass: HomeAssistant,
    sandbox: Sandbox,
    storage: StoredFiles,
    freezer: FrozenDateTimeFactory,
    bea: MockConfigEntry,
) -> None:
    """The file is removed with the account."""
    await async_set_up(hass, bea)
    await async_fill_log(hass, freezer)
    keeper = archive(bea)
    await hass.config_entries.async_unload(bea.entry_id)
    assert f"{DOMAIN}.{bea.entry_id}.days" in storage
    # A step that ends after the unload schedules no save.
    keeper.async_add({NOW.date(): DayRecord()})
    await hass.config_entries.async_remove(bea.entry_id)
    await hass.async_block_till_done()
    assert not [name for name in storage if bea.entry_id in name]


async def test_the_budget_of_requests(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    bea: MockConfigEntry,
) -> None:
    """If the day's requests are nearly used up, the rest waits for the next day."""
    await async_set_up(hass, bea)
    await async_fill_log(hass, freezer)
    bea.runtime_data.client.requests += 800
    choose(hass, bea, "everything")
    await async_steps(hass, freezer, 3)
    assert requests(sandbox) == []
    assert progress(hass) == 0
    await async_pass_time(hass, freezer, DAY)
    await async_steps(hass, freezer, 3)
    assert len(requests(sandbox)) >= 2
