"""Tests for the endpoints that give data."""

import asyncio
from datetime import UTC, datetime, timedelta
import json
from pathlib import Path
import sys

from aiohttp import ClientSession
from freezegun.api import FrozenDateTimeFactory
import pytest

from sandbox import Person, Sandbox

from .conftest import Clock, Get, records, window

KINDS = {
    "egvs": "egv",
    "events": "event",
    "alerts": "alert",
    "calibrations": "calibration",
    "devices": "device",
}


@pytest.mark.parametrize(("kind", "record_type"), KINDS.items())
async def test_wrapper(get: Get, kind: str, record_type: str) -> None:
    """Test what is around the records."""
    response = await get("lows", kind, 30)
    assert response.content_type == "application/json"
    answer = await response.json()
    assert list(answer) == ["recordType", "recordVersion", "userId", "records"]
    assert (answer["recordType"], answer["recordVersion"]) == (record_type, "3.0")
    assert answer["records"]
    ids = [each.get("recordId") for each in answer["records"]]
    assert kind == "devices" or len(ids) == len(set(ids))


async def test_window_is_half_open(sandbox: Sandbox, get: Get) -> None:
    """Test that a record at the start belongs to a window, and one at the end not."""
    sandbox.add_person(Person(id="scripted"))
    times = ["2026-11-20T10:00:00Z", "2026-11-20T10:59:59Z", "2026-11-20T11:00:00Z"]
    for time in times:
        sandbox.add_records(
            "scripted", "egvs", [{"recordId": time, "systemTime": time}]
        )
    end = datetime(2026, 11, 20, 11, tzinfo=UTC)
    found = await records(get("scripted", "egvs", 1 / 24, end=end))
    assert [each["systemTime"] for each in found] == [times[1], times[0]]


async def test_windows_that_touch_give_everything_once(clock: Clock, get: Get) -> None:
    """Test generated records at the seams of windows."""
    whole = await records(get("steady", "egvs", 2))
    seam = datetime.fromisoformat(whole[100]["systemTime"])
    days = (clock() - seam) / timedelta(days=1)
    newer = await records(get("steady", "egvs", days))
    older = await records(get("steady", "egvs", 2 - days, end=seam))
    assert newer + older == whole
    assert len(newer) == 101


async def test_newest_first(get: Get) -> None:
    """Test the order of readings."""
    times = [each["systemTime"] for each in await records(get("steady", "egvs", 12))]
    assert times == sorted(times, reverse=True)
    assert len(times) > 3300


@pytest.mark.parametrize(
    ("start", "end", "parameter", "detail"),
    [
        ("2026-10-01T00:00:00", "2026-10-31T00:00:01", "dateRange", "exceeds 30 days"),
        ("2026-11-02T00:00:00", "2026-11-01T00:00:00", "dateRange", "before startDate"),
        (None, "2026-11-01T00:00:00", "startDate", "required"),
        ("2026-11-01T00:00:00", None, "endDate", "required"),
        ("2026-11-01T00:00:00Z", "2026-11-02T00:00:00", "startDate", "of the form"),
        ("2026-11-01T00:00:00", "2026-11-02T00:00:00+00:00", "endDate", "of the form"),
        ("2026-11-01", "2026-11-02T00:00:00", "startDate", "of the form"),
        ("2026-11-31T00:00:00", "2026-12-02T00:00:00", "startDate", "of the form"),
    ],
)
async def test_bad_window(
    sandbox: Sandbox,
    client: ClientSession,
    *,
    start: str | None,
    end: str | None,
    parameter: str,
    detail: str,
) -> None:
    """Test what Dexcom says about windows that it does not like."""
    token = sandbox.issue_token("steady")["access_token"]
    query = {"startDate": start, "endDate": end}
    response = await client.get(
        "/v3/users/self/egvs",
        params={name: value for name, value in query.items() if value},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert response.status == 400
    answer = await response.json()
    assert answer["message"] == "Invalid Date Range Error"
    (error,) = answer["errors"]
    assert error["parameter"] == parameter
    assert detail in error["detail"]
    if detail == "exceeds 30 days":
        assert error["detail"] == "range exceeds 30 days"


async def test_thirty_days_and_milliseconds_are_fine(
    sandbox: Sandbox, client: ClientSession
) -> None:
    """Test the longest window, written with milliseconds."""
    token = sandbox.issue_token("steady")["access_token"]
    response = await client.get(
        "/v3/users/self/egvs",
        params={
            "startDate": "2026-10-01T00:00:00.000",
            "endDate": "2026-10-31T00:00:00.000",
        },
        headers={"Authorization": f"Bearer {token}"},
    )
    assert len(await records(_ready(response))) > 8400


async def _ready[T](value: T) -> T:
    """Return a value that is there already."""
    return value


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer unknown"}, {"Authorization": "Basic abc"}],
)
async def test_no_data_without_a_token(
    client: ClientSession, clock: Clock, headers: dict[str, str]
) -> None:
    """Test requests without a good access token."""
    response = await client.get(
        "/v3/users/self/egvs",
        params=window(clock() - timedelta(days=1), clock()),
        headers=headers,
    )
    assert response.status == 401
    assert await response.json() == {"message": "Unauthorized"}


async def test_unknown_path(get: Get) -> None:
    """Test paths that Dexcom does not have."""
    assert (await get("steady", "statistics")).status == 404


async def test_calls_are_limited_by_application(
    sandbox: Sandbox, clock: Clock, get: Get
) -> None:
    """Test that all people of an application share its limit for an hour."""
    sandbox.calls_per_hour = 2
    clock.tick(minutes=20)
    statuses = [
        (await get(person, "devices")).status
        for person in ("steady", "lows", "mmol", "steady")
    ]
    assert statuses == [200, 200, 429, 429]
    other = await get("steady", "devices", client_id="second-application")
    assert other.status == 200
    assert "Retry-After" not in (await get("steady", "devices")).headers
    sandbox.retry_after = True
    assert (await get("steady", "devices")).headers["Retry-After"] == "2400"
    clock.tick(minutes=40)
    assert (await get("steady", "devices")).status == 200


async def test_data_range(sandbox: Sandbox, get: Get) -> None:
    """Test the moments of the first and the last record."""
    answer = await (await get("steady", "dataRange")).json()
    newest, *_ = await records(get("steady", "egvs"))
    assert answer["recordType"] == "dataRange"
    assert answer["egvs"]["end"] == {
        "systemTime": newest["systemTime"],
        "displayTime": newest["displayTime"],
    }
    start = datetime.fromisoformat(answer["egvs"]["start"]["systemTime"])
    assert sandbox.now() - start > timedelta(days=100)
    assert answer["events"]
    assert answer["calibrations"]


async def test_delay_hides_what_is_young(
    sandbox: Sandbox, clock: Clock, get: Get
) -> None:
    """Test that a reading is shown at its time and the delay, not a second before."""
    sandbox.set_delay(timedelta(hours=1))
    sandbox.set_delay(timedelta(0), "lows")
    newest, *_ = await records(get("steady", "egvs"))
    time = datetime.fromisoformat(newest["systemTime"])
    assert timedelta(hours=1) <= clock() - time < timedelta(minutes=65, seconds=2)
    clock.time = time + timedelta(minutes=59, seconds=59)
    assert (await records(get("steady", "egvs")))[0] != newest
    clock.tick(seconds=1)
    assert (await records(get("steady", "egvs")))[0] == newest

    prompt, *_ = await records(get("lows", "egvs"))
    age = clock() - datetime.fromisoformat(prompt["systemTime"])
    assert age < timedelta(minutes=5, seconds=2)


async def test_added_records_are_sent_as_written(
    sandbox: Sandbox, clock: Clock, get: Get
) -> None:
    """Test records that a test writes, broken ones included."""
    sandbox.add_person(Person(id="scripted"))
    raws = [
        {"recordId": "a", "systemTime": "2026-11-20T11:00", "value": 100},
        {"recordId": "b", "systemTime": "2026-11-20T11:05:00-00:00:30", "value": 90},
        {"recordId": "c", "systemTime": "never"},
        "broken",
    ]
    later = {"recordId": "d", "systemTime": "2026-11-20T11:10:00Z", "value": 80}
    sandbox.add_records("scripted", "egvs", raws)
    sandbox.add_records("scripted", "egvs", [later], clock() + timedelta(hours=1))

    found = await records(get("scripted", "egvs"))
    assert found == [raws[1], raws[0], raws[2], raws[3]]
    assert not await records(get("scripted", "events"))
    clock.tick(hours=1)
    assert (await records(get("scripted", "egvs")))[0] == later

    sandbox.replace_record("scripted", "egvs", "a", later | {"value": 81})
    sandbox.remove_record("scripted", "egvs", "d")
    assert await records(get("scripted", "egvs")) == [raws[1], raws[2], raws[3]]
    truth = sandbox.truth("scripted", clock() - timedelta(days=1), clock())
    assert [each.value for each in truth] == [90]


async def test_generated_records_can_be_changed(sandbox: Sandbox, get: Get) -> None:
    """Test that a test can change and remove what a generated person has."""
    first, second, third, *_ = await records(get("steady", "egvs"))
    sandbox.remove_record("steady", "egvs", first["recordId"])
    changed = second | {"value": 222}
    sandbox.replace_record("steady", "egvs", second["recordId"], changed)
    assert (await records(get("steady", "egvs")))[:2] == [changed, third]
    newest = sandbox.truth("steady", sandbox.now() - timedelta(hours=1), sandbox.now())[
        -1
    ]
    assert newest.value == 222


async def test_devices_can_be_added(sandbox: Sandbox, get: Get) -> None:
    """Test devices that a test writes."""
    sandbox.add_records("empty", "devices", [{"displayDevice": "iOS"}])
    assert await records(get("empty", "devices")) == [{"displayDevice": "iOS"}]
    with pytest.raises(ValueError, match="unknown record kind"):
        sandbox.add_records("empty", "readings", [])


async def test_same_instant_same_record(clock: Clock) -> None:
    """Test that the time and the window of a request change nothing."""
    start, end = clock() - timedelta(days=20), clock() - timedelta(days=15)
    person = Sandbox(now=clock).people["lows"]
    twin = Person(id=person.id, character=person.character)
    answers = set()
    for now in (clock(), clock() + timedelta(days=60, seconds=1), end):
        clock.time = now
        for each in (person, twin):
            for kind in ("egvs", "events", "alerts", "calibrations"):
                data = Sandbox(now=clock).data
                answers.add((kind, data.window(each, kind, start, end)))
    assert len(answers) == 4


async def test_requests_are_remembered(
    sandbox: Sandbox, clock: Clock, get: Get
) -> None:
    """Test that a test can see who asked for what."""
    await get("steady", "egvs", 1)
    (request,) = sandbox.requests
    assert (request.method, request.path) == ("GET", "/v3/users/self/egvs")
    assert request.query == window(clock() - timedelta(days=1), clock())
    assert (request.person_id, request.client_id) == ("steady", "sandbox-application")
    assert (request.time, request.status) == (clock(), 200)


def test_frozen_time(freezer: FrozenDateTimeFactory) -> None:
    """Test that without a clock of its own a sandbox follows a test's frozen time."""
    for now in (datetime(2030, 1, 1, tzinfo=UTC), datetime(2022, 7, 1, 9, tzinfo=UTC)):
        freezer.move_to(now)
        sandbox = Sandbox()
        person = sandbox.people["steady"]
        text = sandbox.data.window(person, "egvs", now - timedelta(days=100), now)
        times = [datetime.fromisoformat(raw["systemTime"]) for raw in json.loads(text)]
        assert timedelta(0) <= now - times[0] < timedelta(minutes=6)
        assert now - times[-1] > timedelta(days=99, hours=21)
        freezer.tick(timedelta(minutes=5, seconds=5))
        now += timedelta(minutes=5)
        assert sandbox.data.window(person, "egvs", times[0], now).count("recordId") == 2


async def test_command_line(tmp_path: Path, socket_enabled: None) -> None:
    """Test the sandbox as a process of its own."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sandbox", "--port", "0", "--delay", "90"),
        *("--state", str(tmp_path / "state")),
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stderr
        line = (await process.stderr.readline()).decode()
        url = line.rpartition(" ")[2].strip()
        async with ClientSession(url) as client:
            state = await (await client.get("/_sandbox/state")).json()
        assert url.startswith("http://127.0.0.1:")
        assert state["people"]["steady"]["delay"] == 90
    finally:
        process.terminate()
        await process.communicate()
