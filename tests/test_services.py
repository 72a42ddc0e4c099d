"""Test the actions: Dexcom's records of a window, and the errors of a call."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.dexcom_cgm.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er
from sandbox.faults import Fault
from sandbox.server import Sandbox

from .common import NOW, account_entry, async_set_up, egv

pytestmark = pytest.mark.usefixtures("applications")

HOUR = timedelta(hours=1)


@pytest.fixture
async def entry(hass: HomeAssistant, sandbox: Sandbox) -> MockConfigEntry:
    """Return ada's account, set up."""
    await hass.config.async_set_time_zone("Europe/Berlin")
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    return entry


async def async_call(
    hass: HomeAssistant, action: str, entry: MockConfigEntry, **data: Any
) -> dict[str, Any]:
    """Call an action and return its response."""
    response = await hass.services.async_call(
        DOMAIN,
        action,
        {"config_entry_id": entry.entry_id, **data},
        blocking=True,
        return_response=True,
    )
    assert response is not None
    return dict(response)


async def test_readings(
    hass: HomeAssistant, sandbox: Sandbox, entry: MockConfigEntry
) -> None:
    """Readings come oldest first, each once, without what is none."""
    phone = egv(NOW - HOUR, 120, trend="doubleDown")
    receiver = {**phone, "recordId": "receiver", "displayDevice": "receiver"}
    sandbox.add_records(
        "ada",
        "egvs",
        [
            egv(NOW - HOUR / 2, 39, status="low", trend="none"),
            receiver,
            phone,
            egv(NOW - HOUR / 3, None),
            egv(NOW - 3 * HOUR, 99),
            "junk",
        ],
    )
    assert await async_call(hass, "get_readings", entry, start=NOW - 2 * HOUR) == {
        "unit_of_measurement": "mg/dL",
        "readings": [
            {
                "time": "2026-03-01T12:00:00+01:00",
                "value": 120,
                "trend": "falling_quickly",
                "status": None,
            },
            {
                "time": "2026-03-01T12:30:00+01:00",
                "value": 39,
                "trend": None,
                "status": "low",
            },
        ],
    }


async def test_readings_in_mmol(
    hass: HomeAssistant, sandbox: Sandbox, entry: MockConfigEntry
) -> None:
    """The unit is the one asked for, else that of the account's sensor."""
    sandbox.add_records("ada", "egvs", [egv(NOW - HOUR, 120)])
    window = {"start": NOW - 2 * HOUR}
    answer = await async_call(hass, "get_readings", entry, unit="mmol/L", **window)
    assert answer["unit_of_measurement"] == "mmol/L"
    assert answer["readings"][0]["value"] == 6.7
    er.async_get(hass).async_update_entity_options(
        "sensor.dexcom_cgm_glucose_value", "sensor", {"unit_of_measurement": "mmol/L"}
    )
    assert await async_call(hass, "get_readings", entry, **window) == answer


async def test_ninety_days(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """Ninety days are the longest window, and complete."""
    entry = account_entry(sandbox, "steady")
    await async_set_up(hass, entry)
    start = NOW - timedelta(days=90)
    answer = await async_call(hass, "get_readings", entry, start=start, end=NOW)
    truth = sandbox.truth("steady", start, NOW)
    assert [
        (datetime.fromisoformat(each["time"]), each["value"])
        for each in answer["readings"]
    ] == [(each.time.replace(microsecond=0), each.value) for each in truth]


def logged(minutes: float, **fields: Any) -> dict[str, Any]:
    """Return an event of some minutes before now."""
    time = (NOW - timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"recordId": time, "systemTime": time, "eventStatus": "created", **fields}


async def test_events(
    hass: HomeAssistant, sandbox: Sandbox, entry: MockConfigEntry
) -> None:
    """Events and calibrations come together, notes with their text."""
    sandbox.add_records(
        "ada",
        "events",
        [
            logged(10, eventType="notes", value="felt dizzy", unit=None),
            logged(
                50,
                eventType="insulin",
                eventSubType="fastActing",
                value="4.5",
                unit="units",
            ),
            logged(60, eventType="carbs", value="45", unit="grams"),
            logged(40, eventType="carbs", value="1", eventStatus="deleted"),
            logged(30, eventType="health", eventSubType="stress", value=""),
        ],
    )
    sandbox.add_records("ada", "calibrations", [logged(20, value=105, unit="mg/dL")])
    answer = await async_call(hass, "get_events", entry, start=NOW - 2 * HOUR)
    assert answer["events"] == [
        {
            "time": "2026-03-01T12:00:00+01:00",
            "type": "carbs",
            "subtype": None,
            "value": 45,
            "unit": "grams",
            "text": None,
        },
        {
            "time": "2026-03-01T12:10:00+01:00",
            "type": "fast_acting_insulin",
            "subtype": "fastActing",
            "value": 4.5,
            "unit": "units",
            "text": None,
        },
        {
            "time": "2026-03-01T12:30:00+01:00",
            "type": "health",
            "subtype": "stress",
            "value": None,
            "unit": None,
            "text": None,
        },
        {
            "time": "2026-03-01T12:40:00+01:00",
            "type": "calibration",
            "subtype": None,
            "value": 105,
            "unit": "mg/dL",
            "text": None,
        },
        {
            "time": "2026-03-01T12:50:00+01:00",
            "type": "notes",
            "subtype": None,
            "value": None,
            "unit": None,
            "text": "felt dizzy",
        },
    ]


@pytest.mark.parametrize(
    ("types", "found", "endpoints"),
    [
        ("carbs", ["carbs"], {"events"}),
        (["carbs", "notes"], ["carbs", "notes"], {"events"}),
        (["calibration"], ["calibration"], {"calibrations"}),
        (["calibration", "exercise"], ["calibration"], {"events", "calibrations"}),
    ],
)
async def test_kinds_of_events(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    types: str | list[str],
    found: list[str],
    endpoints: set[str],
) -> None:
    """Only the kinds asked for are returned, and asked for."""
    sandbox.add_records("ada", "events", [logged(60, eventType="carbs", value="45")])
    sandbox.add_records("ada", "events", [logged(30, eventType="notes", value="x")])
    sandbox.add_records("ada", "calibrations", [logged(20, value=105)])
    sandbox.requests.clear()
    answer = await async_call(
        hass, "get_events", entry, start=NOW - 2 * HOUR, types=types
    )
    assert [event["type"] for event in answer["events"]] == found
    assert {each.path.rpartition("/")[2] for each in sandbox.requests} == endpoints


@pytest.mark.parametrize("action", ["get_readings", "get_events"])
@pytest.mark.parametrize(
    ("window", "key"),
    [
        ({"start": NOW + HOUR}, "start_in_future"),
        ({"start": NOW - HOUR, "end": NOW - HOUR}, "end_not_after_start"),
        ({"start": NOW - HOUR, "end": NOW - 2 * HOUR}, "end_not_after_start"),
        ({"start": NOW - timedelta(days=90, seconds=1)}, "window_too_long"),
    ],
)
async def test_bad_windows(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    action: str,
    window: dict[str, datetime],
    key: str,
) -> None:
    """A bad window raises an error with a text, and sends no request."""
    sandbox.requests.clear()
    with pytest.raises(ServiceValidationError) as caught:
        await async_call(hass, action, entry, **window)
    assert caught.value.translation_key == key
    assert not sandbox.requests


@pytest.mark.parametrize(
    ("action", "data", "key", "field"),
    [
        ("get_readings", {"start": "yesterday"}, "field_not_a_time", "start"),
        ("get_readings", {}, "field_missing", "start"),
        ("get_readings", {"start": NOW, "unit": "g"}, "field_invalid", "unit"),
        ("get_readings", {"start": NOW, "person": "ada"}, "field_invalid", "person"),
        ("get_events", {"start": NOW, "types": ["dreams"]}, "field_invalid", "types"),
        ("get_report", {"start": NOW, "targets": "all"}, "field_invalid", "targets"),
        ("import_history", {"start": NOW, "end": []}, "field_not_a_time", "end"),
    ],
)
async def test_bad_input(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    action: str,
    data: dict[str, Any],
    key: str,
    field: str,
) -> None:
    """A field that is missing or wrong is named."""
    with pytest.raises(ServiceValidationError) as caught:
        await async_call(hass, action, entry, **data)
    assert caught.value.translation_key == key
    assert caught.value.translation_placeholders is not None
    assert caught.value.translation_placeholders["field"] == field
    assert f"The field {field} " in str(caught.value)


@pytest.mark.parametrize("field", ["start", "end"])
@pytest.mark.parametrize(
    "time",
    [
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        datetime.min,  # noqa: DTZ901, as a template may give it
        datetime.max.replace(tzinfo=timezone(-timedelta(hours=14))),
        "2026-02-30",
        "2026-13-01 00:00",
        "2026-03-01 00:00:00+25:00",
        "",
        1e300,
        10**400,
        -1e12,
        1772366400000,
        float("nan"),
        "inf",
        True,
        None,
        {},
    ],
)
async def test_impossible_times(
    hass: HomeAssistant, sandbox: Sandbox, entry: MockConfigEntry, field: str, time: Any
) -> None:
    """A time that cannot be represented in UTC is an error of its field."""
    await hass.config.async_set_time_zone("Asia/Tokyo")
    with pytest.raises(ServiceValidationError) as caught:
        await async_call(
            hass, "get_readings", entry, **{"start": NOW - HOUR, field: time}
        )
    assert caught.value.translation_key == "field_not_a_time"
    assert caught.value.translation_placeholders == {"field": field}


@pytest.mark.parametrize(
    ("window", "key"),
    [
        ({"start": "0001-01-01T00:00:00+00:00"}, "window_too_long"),
        ({"start": NOW - HOUR, "end": "9999-12-31T23:59Z"}, "window_too_long"),
        ({"start": "9999-12-31T23:59Z"}, "start_in_future"),
        ({"start": NOW - HOUR, "end": 0}, "end_not_after_start"),
        ({"start": 0}, "window_too_long"),
        # Local clocks go from 2 to 3: both are the same moment.
        (
            {"start": "2026-03-29 02:30", "end": "2026-03-29 03:30"},
            "end_not_after_start",
        ),
    ],
)
async def test_odd_windows(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    window: dict[str, Any],
    key: str,
) -> None:
    """A window far from today, or across a change of clocks, is checked like any."""
    freezer.move_to("2026-04-01 12:00:00+00:00")
    window = {
        field: each + timedelta(days=31) if isinstance(each, datetime) else each
        for field, each in window.items()
    }
    with pytest.raises(ServiceValidationError) as caught:
        await async_call(hass, "get_readings", entry, **window)
    assert caught.value.translation_key == key


@pytest.mark.parametrize(
    ("start", "asked"),
    [
        ("2026-03-01 00:00:00", "2026-02-28T23:00:00"),
        ("2026-03-01", "2026-02-28T23:00:00"),
        (date(2026, 3, 1), "2026-02-28T23:00:00"),
        (datetime(2026, 3, 1), "2026-02-28T23:00:00"),  # noqa: DTZ001, as in templates
        ("2026-03-01T00:00:00Z", "2026-03-01T00:00:00"),
        ("2026-03-01T00:00:00+14:00", "2026-02-28T10:00:00"),
        (" 2026-03-01T00:00:00.5+00:00 ", "2026-03-01T00:00:00"),
        (1772323200, "2026-03-01T00:00:00"),
        (1772323200.25, "2026-03-01T00:00:00"),
        ("1772323200", "2026-03-01T00:00:00"),
        ("1772323200.0", "2026-03-01T00:00:00"),
    ],
)
async def test_times(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    start: Any,
    asked: str,
) -> None:
    """Times are dates, ISO text or epoch seconds; without an offset they are local."""
    sandbox.requests.clear()
    await async_call(hass, "get_readings", entry, start=start)
    (request,) = sandbox.requests
    assert request.query["startDate"] == asked


@pytest.mark.parametrize(
    ("entry_id", "key"),
    [
        ("nobody", "account_not_found"),
        ("other", "account_not_found"),
        ("unloaded", "account_not_loaded"),
    ],
)
async def test_bad_accounts(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    entry_id: str,
    key: str,
) -> None:
    """A missing account, or one that is not set up, raises an error with a text."""
    MockConfigEntry(domain="other", entry_id="other").add_to_hass(hass)
    MockConfigEntry(domain=DOMAIN, entry_id="unloaded").add_to_hass(hass)
    with pytest.raises(ServiceValidationError) as caught:
        await hass.services.async_call(
            DOMAIN,
            "get_readings",
            {"config_entry_id": entry_id, "start": NOW - HOUR},
            blocking=True,
            return_response=True,
        )
    assert caught.value.translation_key == key


@pytest.mark.parametrize(
    ("fault", "key"),
    [
        (Fault(path="*/egvs", status=500), "action_failed"),
        (Fault(path="*/egvs", status=429), "action_failed"),
        (Fault(path="*/egvs", drop="before"), "action_failed"),
        (Fault(path="*/egvs", status=401), "login_needed"),
        (Fault(path="*/egvs", status=403), "login_needed"),
    ],
)
async def test_dexcom_fails(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    fault: Fault,
    key: str,
) -> None:
    """A failure of Dexcom raises an error with a text."""
    sandbox.faults.add(fault)
    with pytest.raises(HomeAssistantError) as caught:
        await async_call(hass, "get_readings", entry, start=NOW - HOUR)
    assert caught.value.translation_key == key


@pytest.mark.parametrize(
    ("unit", "mean"), [(None, 141.7), ("mg/dL", 141.7), ("mmol/L", 7.9)]
)
async def test_report(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    unit: str | None,
    mean: float,
) -> None:
    """A report has measures, targets, episodes, days and the profile."""
    values = [100] * 12 + [60] * 6 + [190] * 6 + [200] * 12
    sandbox.add_records(
        "ada",
        "egvs",
        [
            egv(NOW - timedelta(minutes=5 * (36 - number)), value)
            for number, value in enumerate(values)
        ],
    )
    await async_call(hass, "import_history", entry, start=NOW - 24 * HOUR)
    data = {} if unit is None else {"unit": unit}
    found = await async_call(
        hass, "get_report", entry, start=NOW - 24 * HOUR, end=NOW, **data
    )
    assert found["unit_of_measurement"] == (unit or "mg/dL")
    assert found["start"] == "2026-02-28T13:00:00+01:00"
    assert found["readings"] == 36
    assert found["cgm_active"] == 12.5
    assert found["is_sufficient"] is False
    assert found["missing_days"] == 13
    measures = found["measures"]
    assert measures["mean_glucose"] == mean
    assert measures["time_in_range"] == 33.3
    assert measures["time_below_range"] == 16.7
    assert measures["time_above_range"] == 50.0
    assert found["lowest"]["at"] == "2026-03-01T11:00:00+01:00"
    assert found["highest"]["at"] == "2026-03-01T12:00:00+01:00"
    # Three hours of readings conclude nothing.
    for key in ("gmi", "gmi_mmol_mol", "gri", "gri_zone"):
        assert measures[key] is None
    assert [each["is_met"] for each in found["targets"]] == [None] * 5
    assert [each["share"] for each in found["targets"]] == [33.3, 16.7, 0, 50, 0]
    assert [(each["kind"], each["minutes"]) for each in found["episodes"]] == [
        ("low", 30),
        ("high", 90),
    ]
    assert [day["day"] for day in found["days"]] == ["2026-02-28", "2026-03-01"]
    assert found["days"][0]["mean_glucose"] is None
    assert found["days"][1]["readings"] == 36
    assert len(found["profile"]) == 48
    assert found["profile"][20]["time"] == "10:00"
    assert found["profile"][20]["center"] == "10:15"
    assert (found["profile"][20]["readings"], found["profile"][20]["days"]) == (6, 1)
    assert found["profile"][0]["p50"] is None


async def test_report_for_a_group(
    hass: HomeAssistant, sandbox: Sandbox, entry: MockConfigEntry
) -> None:
    """Other people have other targets; without readings nothing is met or missed."""
    found = await async_call(
        hass, "get_report", entry, start=NOW - 24 * HOUR, targets="pregnancy"
    )
    first = found["targets"][0]
    assert (first["from"], first["to"]) == (63, 140)
    assert {each["is_met"] for each in found["targets"]} == {None}
    assert found["measures"]["mean_glucose"] is None
    with pytest.raises(ServiceValidationError) as caught:
        await async_call(
            hass,
            "get_report",
            entry,
            start=NOW - timedelta(days=91),
            end=NOW - timedelta(days=80),
        )
    assert caught.value.translation_key == "window_too_old"


async def test_report_of_a_fortnight(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """With enough readings of 14 days, the report concludes something."""
    entry = account_entry(sandbox, "steady")
    await async_set_up(hass, entry)
    start = NOW - timedelta(days=14)
    await async_call(hass, "import_history", entry, start=start)
    found = await async_call(hass, "get_report", entry, start=start, end=NOW)
    assert found["is_sufficient"] is True
    for key in ("gmi", "gmi_mmol_mol", "gri", "gri_zone"):
        assert found["measures"][key] is not None
    assert None not in [each["is_met"] for each in found["targets"]]
    assert max(each["days"] for each in found["profile"]) in (14, 15)
    # A day less is too short, and has no such error.
    start += timedelta(days=1)
    found = await async_call(hass, "get_report", entry, start=start, end=NOW)
    assert (found["is_sufficient"], found["missing_days"]) == (False, 1)
    assert found["measures"]["gmi"] is None
    assert found["measures"]["time_in_range"] is not None
    assert {each["is_met"] for each in found["targets"]} == {None}


async def test_report_of_three_readings(
    hass: HomeAssistant, sandbox: Sandbox, entry: MockConfigEntry
) -> None:
    """Three readings meet no target, and none is a low that is not hidden."""
    values = (100, 45, 120)
    sandbox.add_records(
        "ada",
        "egvs",
        [egv(NOW - HOUR * (2 + hour), value) for hour, value in enumerate(values)],
    )
    start = NOW - timedelta(days=14)
    await async_call(hass, "import_history", entry, start=start)
    found = await async_call(hass, "get_report", entry, start=start)
    assert (found["readings"], found["is_sufficient"]) == (3, False)
    assert {each["is_met"] for each in found["targets"]} == {None}
    assert found["measures"]["gri_zone"] is None
    assert found["measures"]["mean_glucose"] == 88.3
    assert found["episodes"] == []
    assert found["lowest"] == {"value": 45, "at": "2026-03-01T10:00:00+01:00"}


@pytest.mark.parametrize(
    ("now", "hours"),
    [("2026-11-20T12:00:00+01:00", 1), ("2026-05-20T12:00:00+02:00", -1)],
)
async def test_ninety_calendar_days(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    now: str,
    hours: int,
) -> None:
    """Ninety days of the calendar are answered for over a change of the clocks."""
    await hass.config.async_set_time_zone("Europe/Berlin")
    end = datetime.fromisoformat(now).astimezone(ZoneInfo("Europe/Berlin"))
    freezer.move_to(end)
    # By the clock on the wall, and so an hour more or less than 90 times 24 hours.
    start = end - timedelta(days=90)
    length = end.astimezone(UTC) - start.astimezone(UTC)
    assert length == timedelta(days=90, hours=hours)
    entry = account_entry(sandbox, "steady")
    await async_set_up(hass, entry)
    for first in {start, end.astimezone(UTC) - timedelta(days=90)}:
        found = await async_call(hass, "get_readings", entry, start=first, end=end)
        truth = sandbox.truth("steady", first, end)
        assert len(found["readings"]) == len(truth)
        offsets = {each["time"][-6:] for each in found["readings"]}
        assert offsets == {"+01:00", "+02:00"}
        report = await async_call(hass, "get_report", entry, start=first, end=end)
        assert report["start"] == first.astimezone(end.tzinfo).isoformat()
        assert report["end"] == now
        assert len(report["days"]) == 91
    longest = max(length, timedelta(days=90))
    too_early = end.astimezone(UTC) - longest - timedelta(seconds=1)
    for action in ("get_readings", "get_report"):
        with pytest.raises(ServiceValidationError):
            await async_call(hass, action, entry, start=too_early, end=end)


async def test_import_without_the_recorder(
    hass: HomeAssistant, sandbox: Sandbox, entry: MockConfigEntry
) -> None:
    """Without the recorder readings are fetched, and no hour is written."""
    sandbox.add_records("ada", "egvs", [egv(NOW - HOUR, 120)])
    found = await async_call(hass, "import_history", entry, start=NOW - 2 * HOUR)
    assert found == {"readings": 1, "broken_records": 0, "hours_written": 0}
