"""Reports of more than 90 days, and comparisons, from the records of days."""

from datetime import UTC, datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.dexcom_cgm.glucose import Distribution
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from sandbox.people import Character, Person
from sandbox.server import Sandbox

from .common import NOW, account_entry, async_pass_time, async_set_up, egv
from .test_services import async_call

pytestmark = pytest.mark.usefixtures("applications")

DAY = timedelta(days=1)
STEP = timedelta(seconds=2.6)
PACE = timedelta(seconds=31)


@pytest.fixture
async def entry(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> MockConfigEntry:
    """Return an account with 200 days of data, of which all are fetched."""
    await hass.config.async_set_time_zone("Europe/Berlin")
    sandbox.add_person(
        Person(
            id="eva",
            character=Character(zone="Europe/Berlin", dips=0.6),
            history=timedelta(days=200),
        )
    )
    entry = account_entry(sandbox, "eva")
    entry.add_to_hass(hass)
    hass.config_entries.async_update_entry(entry, options={"history": "everything"})
    await async_set_up(hass, entry)
    for _ in range(18):
        await async_pass_time(hass, freezer, STEP)
    for _ in range(10):
        await async_pass_time(hass, freezer, PACE)
    return entry


def truth(sandbox: Sandbox, first: str, last: str) -> Distribution:
    """Return the distribution of some local days, `last` included."""
    start, end = (
        dt_util.as_utc(datetime.fromisoformat(day).replace(tzinfo=None))
        for day in (first, last)
    )
    readings = sandbox.truth("eva", start, end + DAY)
    return Distribution([each.value for each in readings])


async def test_months_and_years(
    hass: HomeAssistant, sandbox: Sandbox, entry: MockConfigEntry
) -> None:
    """A report of everything has exact measures of each month and year."""
    found = await async_call(
        hass, "get_report", entry, start="0001-01-01T00:00:00+00:00"
    )
    # From the first day with readings on.
    assert found["start"] == "2025-08-13T00:00:00+02:00"
    assert found["end"][:13] == "2026-03-01T13"
    assert (found["unit_of_measurement"], found["history_loaded"]) == ("mg/dL", 100)
    assert found["days_with_readings"] == 201
    assert found["is_sufficient"] is True
    assert found["measures"]["gmi"] is not None
    assert found["episodes"] == found["profile"] == found["days"] == []
    assert None not in [each["is_met"] for each in found["targets"]]
    assert [month["first"] for month in found["months"]] == [
        "2025-08-13",
        *(f"2025-{month:02}-01" for month in range(9, 13)),
        *(f"2026-{month:02}-01" for month in range(1, 4)),
    ]
    for month in found["months"][1:-1]:
        expected = truth(sandbox, month["first"], month["last"])
        assert month["readings"] == len(expected)
        measures = month["measures"]
        assert measures["mean_glucose"] == round_to(expected.mean)
        assert measures["standard_deviation"] == round_to(expected.standard_deviation)
        assert measures["time_in_range"] == round_to(expected.time_in_range)
        assert measures["time_very_low"] == round_to(expected.time_very_low)
        assert measures["variability"] == round_to(expected.variability)
        assert measures["gmi"] == round_to(expected.gmi)
        assert month["cgm_active"] > 95
    assert [year["last"] for year in found["years"]] == ["2025-12-31", "2026-03-01"]
    for count in ("readings", "low_episodes", "very_low_episodes"):
        total = sum(month[count] for month in found["months"])
        assert total == sum(year[count] for year in found["years"]) == found[count]
        assert total > 0
    lowest = truth(sandbox, found["lowest"]["at"], found["lowest"]["at"])
    assert lowest.count(highest=found["lowest"]["value"]) > 0
    assert lowest.count(highest=found["lowest"]["value"] - 1) == 0


def round_to(value: float | None) -> Any:
    """Return what a measure must be up to its rounding."""
    return pytest.approx(value, abs=0.0501)


async def test_a_week_long_ago(
    hass: HomeAssistant, sandbox: Sandbox, entry: MockConfigEntry
) -> None:
    """A short window in the past has its days, in the unit of the call."""
    found = await async_call(
        hass,
        "get_report",
        entry,
        start="2025-10-22",
        end="2025-10-29",
        unit="mmol/L",
        targets="pregnancy",
    )
    # The clocks changed on the 26th.
    assert found["start"] == "2025-10-22T00:00:00+02:00"
    assert found["end"] == "2025-10-29T00:00:00+01:00"
    assert [day["day"][-2:] for day in found["days"]] == [
        str(day) for day in range(22, 29)
    ]
    sizes = [day["readings"] for day in found["days"]]
    assert sizes[4] > 294
    assert max(size for size in sizes if size != sizes[4]) < 290
    assert found["days"][0]["mean_glucose"] < 15
    assert found["targets"][0]["from"] == 3.5
    assert (found["is_sufficient"], found["missing_days"]) == (False, 7)
    assert found["measures"]["gmi"] is None
    assert "compare" not in found


async def test_this_quarter_against_the_last(
    hass: HomeAssistant, sandbox: Sandbox, entry: MockConfigEntry
) -> None:
    """The complete days of a window are compared with as many before them."""
    found = await async_call(
        hass, "get_report", entry, start=NOW - 90 * DAY, compare=True
    )
    # The report itself is by readings.
    assert len(found["profile"]) == 48
    current, previous = found["compare"]["current"], found["compare"]["previous"]
    assert (current["first"], current["last"]) == ("2025-12-02", "2026-02-28")
    assert (previous["first"], previous["last"]) == ("2025-09-04", "2025-12-01")
    changes = found["compare"]["changes"]
    now = truth(sandbox, current["first"], current["last"])
    before = truth(sandbox, previous["first"], previous["last"])
    for key in ("mean", "time_in_range", "gmi", "variability", "gri"):
        name = {"mean": "mean_glucose"}.get(key, key)
        change = getattr(now, key) - getattr(before, key)
        assert changes[name] == round_to(change)
    assert "gri_zone" not in changes
    # A week supports no conclusion, and some hours no comparison.
    found = await async_call(
        hass, "get_report", entry, start=NOW - 8 * DAY, compare=True
    )
    assert found["compare"]["changes"] is None
    assert found["compare"]["current"]["days_with_readings"] == 7
    found = await async_call(
        hass, "get_report", entry, start=NOW - timedelta(hours=6), compare=True
    )
    assert found["compare"] is None


async def test_without_older_days(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """Where nothing is known, the report says so; the days of the log are in it."""
    sandbox.add_records("ada", "egvs", [egv(NOW - 2 * DAY, 100)])
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    start = datetime(2025, 3, 1, tzinfo=UTC)
    found = await async_call(hass, "get_report", entry, start=start)
    assert found["readings"] == 0
    assert found["lowest"] is None
    for _ in range(18):
        await async_pass_time(hass, freezer, STEP)
    found = await async_call(hass, "get_report", entry, start=start, compare=True)
    assert found["readings"] == 1
    assert found["measures"]["mean_glucose"] == 100
    assert found["start"][:10] == "2026-02-27"
    assert found["compare"]["changes"] is None
    found = await async_call(hass, "get_report", entry, start=start, end=NOW - 30 * DAY)
    assert found["readings"] == 0
    assert found["start"][:10] == "2025-02-28"
