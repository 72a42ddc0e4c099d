"""Polls find what is late, ask for little, and say why they fail."""

from datetime import UTC, datetime, timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.dexcom_cgm.data import DexcomConfigEntry
from homeassistant.core import HomeAssistant
from sandbox.faults import Fault
from sandbox.server import Sandbox
from tests.common import (
    NOW,
    POLL,
    account_entry,
    async_pass_time,
    async_set_up,
    egv,
    minutes_ago,
    polls,
    state,
)

pytestmark = pytest.mark.usefixtures("applications")

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def entry(hass: HomeAssistant, sandbox: Sandbox) -> DexcomConfigEntry:
    """Return ada's account, set up with one reading."""
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(10))])
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    return entry


async def test_follows_new_readings(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: DexcomConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Each poll brings the newest reading, with one request."""
    sandbox.requests.clear()
    for value in (130, 140, 150):
        sandbox.add_records("ada", "egvs", [egv(minutes_ago(1), value)])
        await async_pass_time(hass, freezer, POLL)
        assert state(hass, "ada", "glucose_value") == str(value)
        assert state(hass, "ada", "glucose_delta") == "10"
    assert len(polls(sandbox)) == 3


async def test_late_and_out_of_order(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: DexcomConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Late readings fill the log and do not replace the newest reading."""
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(30), 200)])
    await async_pass_time(hass, freezer, POLL)
    assert state(hass, "ada", "glucose_value") == "120"
    assert len(entry.runtime_data.glucose.readings.log) == 2


async def test_late_uploads_are_found_within_an_hour(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: DexcomConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """An upload that is almost a day late is found within an hour."""
    await async_pass_time(hass, freezer, POLL)
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(23 * 60), 200)])
    for _ in range(12):
        await async_pass_time(hass, freezer, POLL)
    assert len(entry.runtime_data.glucose.readings.log) == 2


def asked(sandbox: Sandbox) -> list[tuple[datetime, datetime]]:
    """Return the windows that polls have asked for."""
    return [
        (
            datetime.fromisoformat(each.query["startDate"]).replace(tzinfo=UTC),
            datetime.fromisoformat(each.query["endDate"]).replace(tzinfo=UTC),
        )
        for each in polls(sandbox)
    ]


async def test_asks_only_for_what_may_be_there(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """A poll asks from the newest reading on, once an hour for gaps, and no more."""
    missing = {40, 45, 300, 305, 310, 1200}
    newest = minutes_ago(5)
    sandbox.add_records(
        "ada",
        "egvs",
        [egv(minutes_ago(age)) for age in range(5, 1500, 5) if age not in missing],
    )
    await async_set_up(hass, account_entry(sandbox, "ada"))
    assert asked(sandbox) == [(NOW - 1440 * MINUTE, NOW + 60 * MINUTE)]
    sandbox.requests.clear()
    await async_pass_time(hass, freezer, POLL)
    # From the gap within the last hour on.
    after_gap = newest - 45 * MINUTE + timedelta(seconds=1)
    assert [start for start, _ in asked(sandbox)] == [after_gap]
    sandbox.add_records("ada", "egvs", [egv(newest - age * MINUTE) for age in (35, 40)])
    await async_pass_time(hass, freezer, POLL)
    sandbox.requests.clear()
    await async_pass_time(hass, freezer, POLL)
    assert [start for start, _ in asked(sandbox)] == [newest]
    sandbox.requests.clear()
    for _ in range(12):
        await async_pass_time(hass, freezer, POLL)
    second = timedelta(seconds=1)
    gaps = [window for window in asked(sandbox) if window[0] not in (newest, after_gap)]
    assert gaps == [
        (newest - 1200 * MINUTE + second, newest - 1190 * MINUTE),
        (newest - 310 * MINUTE + second, newest - 290 * MINUTE),
    ]


async def test_a_changed_record(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: DexcomConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A record that Dexcom changes is changed here too."""
    raw = egv(minutes_ago(10))
    sandbox.replace_record("ada", "egvs", raw["recordId"], {**raw, "value": 99})
    await async_pass_time(hass, freezer, POLL)
    assert state(hass, "ada", "glucose_value") == "99"
    assert len(entry.runtime_data.glucose.readings.log) == 1


async def test_broken_records_are_counted(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: DexcomConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Broken records take nothing else with them."""
    broken = [{**egv(minutes_ago(5)), "recordId": name} for name in (None, "", True)]
    sandbox.add_records("ada", "egvs", [*broken, egv(minutes_ago(5), 111)])
    await async_pass_time(hass, freezer, POLL)
    assert state(hass, "ada", "glucose_value") == "111"
    assert entry.runtime_data.glucose.readings.skipped == 3


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=400),
        Fault(status=404),
        Fault(status=500),
        Fault(status=502, body="<html>Bad gateway</html>"),
        Fault(status=301, headers={"Location": "https://example.com"}),
        Fault(drop="before"),
        Fault(drop="after"),
        Fault(truncate=True),
        Fault(malformed=True),
        Fault(wrong_shape=True),
        Fault(garbage=1_000_000),
        Fault(body=""),
        Fault(body="null"),
        Fault(body='{"records": null}'),
    ],
)
async def test_failures_pass(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: DexcomConfigEntry,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    fault: Fault,
) -> None:
    """A poll that fails says so once, and the next good one shows nothing of it."""
    sandbox.faults.add(fault)
    await async_pass_time(hass, freezer, POLL)
    await async_pass_time(hass, freezer, POLL)
    assert state(hass, "ada", "data_status") == "cannot_connect"
    assert state(hass, "ada", "glucose_value") == "120"
    errors = [each for each in caplog.records if each.levelname == "ERROR"]
    assert len(errors) == 1
    sandbox.faults.clear()
    await async_pass_time(hass, freezer, POLL)
    assert state(hass, "ada", "data_status") == "ok"


async def test_one_failure_after_another(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: DexcomConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The status names the current failure."""
    for status, expected in (
        (503, "cannot_connect"),
        (429, "rate_limited"),
        (401, "auth_required"),
    ):
        sandbox.faults.clear()
        sandbox.faults.add(Fault(path="*/egvs", status=status))
        await async_pass_time(hass, freezer, timedelta(minutes=10, seconds=1))
        assert state(hass, "ada", "data_status") == expected
