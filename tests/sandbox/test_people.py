"""Tests for what each made-up person is there for."""

from collections import Counter
from datetime import UTC, datetime, timedelta
import json
import re
from statistics import mean
from typing import Any

import pytest

from sandbox import PEOPLE, Reading, Sandbox

from .conftest import Clock, Get, records

HOUR = timedelta(hours=1)
GENERATED = [person.id for person in PEOPLE if person.character]


def read(raw: Any) -> Reading | None:
    """Return a reading as a patient reader understands it."""
    if not isinstance(raw, dict) or not isinstance(raw.get("systemTime"), str):
        return None
    try:
        time = datetime.fromisoformat(raw["systemTime"])
    except ValueError:
        return None
    if raw.get("value") is None:
        return None
    return Reading(
        time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC),
        int(raw["value"]),
    )


@pytest.mark.parametrize("person", GENERATED)
async def test_truth_is_what_is_sent_in_the_end(
    sandbox: Sandbox, clock: Clock, get: Get, person: str
) -> None:
    """Test that repeated reads give the truth of a past day, and only that."""
    end = clock()
    start = end - timedelta(days=2)
    clock.tick(days=20)
    found = {
        reading.time: reading
        for raw in await records(get(person, "egvs", 20 + 2.1))
        if isinstance(raw, dict)
        if (reading := read(raw)) and start <= reading.time < end
        # The phone's record counts where the receiver has uploaded the tick too.
        if person not in {"gaps", "both"} or raw["displayDevice"] == "iOS"
    }
    if person == "both":
        # The receiver has what the phone has lost, and is an hour behind.
        found = {
            reading.time + HOUR: Reading(reading.time + HOUR, reading.value)
            for raw in await records(get(person, "egvs", 20 + 2.1))
            if raw["displayDevice"] == "touchscreenReceiver"
            if (reading := read(raw)) and start <= reading.time + HOUR < end
        }
    truth = sandbox.truth(person, start, end)
    assert [found[time] for time in sorted(found)] == truth
    assert len(truth) > 250


async def test_steady(get: Get) -> None:
    """Test that the plain person is plain, and logs what they eat and inject."""
    egvs = await records(get("steady", "egvs", 30))
    assert sum(70 <= each["value"] <= 180 for each in egvs) / len(egvs) > 0.9
    assert {each["displayDevice"] for each in egvs} == {"iOS"}
    pattern = r"2026-\d\d-\d\dT\d\d:\d\d:\d\d"
    assert all(re.fullmatch(pattern + "Z", each["systemTime"]) for each in egvs)
    assert all(
        re.fullmatch(pattern + "-0[78]:00", each["displayTime"]) for each in egvs
    )

    events = await records(get("steady", "events", 30))
    types = Counter((each["eventType"], each["eventSubType"]) for each in events)
    assert 28 <= types["insulin", "longActing"] <= 31
    assert types["carbs", None] > 85
    assert types["insulin", "fastActing"] > 80
    assert {kind for kind, _ in types} == {
        "insulin",
        "carbs",
        "exercise",
        "health",
        "bloodGlucose",
        "notes",
    }
    assert all(isinstance(each["value"], str) for each in events)
    assert await records(get("steady", "calibrations", 30))


async def test_lows(get: Get) -> None:
    """Test many lows, some of which are out of range."""
    egvs = await records(get("lows", "egvs", 30))
    low = [each for each in egvs if each["value"] < 70]
    assert len(low) / len(egvs) > 0.05
    out = [each for each in egvs if each["value"] == 39]
    assert out
    assert all((each["status"] == "low") == (each["value"] == 39) for each in egvs)

    alerts = await records(get("lows", "alerts", 30))
    states = Counter((each["alertName"], each["alertState"]) for each in alerts)
    for name in ("low", "urgentLow", "urgentLowSoon", "high", "rise"):
        assert states[name, "activeAlarming"]
        assert states[name, "inactive"]
    assert states["low", "activeSnoozed"]
    (device,) = await records(get("lows", "devices"))
    names = [
        schedule["alertScheduleSettings"]["alertScheduleName"]
        for schedule in device["alertSchedules"]
    ]
    assert names == ["", "Night"]


async def test_mmol(sandbox: Sandbox, clock: Clock, get: Get) -> None:
    """Test readings and alert settings in mg/dL, whatever unit the app shows."""
    egvs = await records(get("mmol", "egvs", 30))
    assert {each["unit"] for each in egvs} == {"mg/dL"}
    assert min(each["value"] for each in egvs) >= 39
    truth = sandbox.truth("mmol", clock() - timedelta(days=100), clock())
    high = next(each.time for each in truth if each.value == 401)
    end = high + timedelta(seconds=1)
    newest, *_ = await records(get("mmol", "egvs", end=end))
    assert (newest["value"], newest["status"]) == (401, "high")
    (device,) = await records(get("mmol", "devices"))
    settings = {
        each["alertName"]: (each["value"], each["unit"])
        for each in device["alertSchedules"][0]["alertSettings"]
    }
    assert settings["low"] == (70, "mg/dL")
    assert settings["urgentLow"] == (55, "mg/dL")
    assert settings["high"] == (250, "mg/dL")


async def test_gaps_upload_late(sandbox: Sandbox, clock: Clock, get: Get) -> None:
    """Test that the same window fills for days."""
    end = clock()
    counts = []
    for hours in (0, 12, 48, 24 * 14):
        clock.time = end + timedelta(hours=hours)
        found = await records(get("gaps", "egvs", 5, end=end))
        counts.append(len({each["transmitterTicks"] for each in found}))
    assert counts == sorted(set(counts))
    assert counts[-1] == len(sandbox.truth("gaps", end - timedelta(days=5), end))
    assert counts[-1] < 5 * 288 - 20


async def test_gaps_uploads_twice(get: Get) -> None:
    """Test ticks that a phone and a receiver have both uploaded."""
    by_tick: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for each in await records(get("gaps", "egvs", 20)):
        tick = (each["transmitterId"], each["transmitterTicks"])
        by_tick.setdefault(tick, []).append(each)
    twice = [each for each in by_tick.values() if len(each) > 1]
    assert len(twice) > 1000
    for first, second in twice:
        assert first["recordId"] != second["recordId"]
        devices = {first["displayDevice"], second["displayDevice"]}
        assert devices == {"iOS", "receiver"}


async def test_gaps_changes_records(clock: Clock, get: Get) -> None:
    """Test readings that change once, and events that are updated and deleted."""
    end = clock()
    values: dict[str, list[int]] = {}
    states: dict[str, list[str]] = {}
    for _ in range(40):
        clock.tick(minutes=20)
        for each in await records(get("gaps", "egvs", 0.1)):
            if each["displayDevice"] == "iOS":
                seen = values.setdefault(each["recordId"], [])
                if not seen or seen[-1] != each["value"]:
                    seen.append(each["value"])
    changed = [each for each in values.values() if len(each) > 1]
    assert changed
    assert all(len(each) == 2 for each in changed)

    for day in range(30):
        clock.time = end + timedelta(days=day)
        for each in await records(get("gaps", "events", 15)):
            seen_states = states.setdefault(each["recordId"], [])
            if each["eventStatus"] not in seen_states:
                seen_states.append(each["eventStatus"])
    assert {"created", "updated"} in [set(each) for each in states.values()]
    assert {"created", "deleted"} in [set(each) for each in states.values()]


async def test_odd(get: Get) -> None:
    """Test that every oddity occurs, and broken records about once in fifty."""
    egvs = await records(get("odd", "egvs", 30))
    broken = [
        each
        for each in egvs
        if not isinstance(each, dict) or read(each | {"value": 1}) is None
    ]
    assert 1 / 100 < len(broken) / len(egvs) < 1 / 30
    assert any(isinstance(each, str) for each in broken)
    assert None in broken
    whole = [each for each in egvs if each not in broken]
    for pattern in (
        r".{19}Z",
        r".{19}\+00:00",
        r".{19}",
        r".{19}\.\d{3}Z",
        r".{16}Z",
        r".{19}[+-]\d\d:\d\d",
        r".{19}-06:59:59",
    ):
        assert any(re.fullmatch(pattern, each["systemTime"]) for each in whole)
    types = {type(each.get("value")) for each in whole}
    assert types == {int, float, str, type(None)}
    ids = Counter(each["recordId"] for each in whole)
    assert max(ids.values()) == 2
    for key, value in (
        ("trend", "sideways"),
        ("transmitterId", ""),
        ("transmitterGeneration", "g6 pro"),
        ("displayDevice", "wristwatch"),
        ("unit", "unknown"),
        ("status", "ok"),
    ):
        assert any(each.get(key) == value for each in whole)
    for key in ("displayTime", "transmitterId", "trend", "status"):
        assert any(key not in each for each in whole)
    assert any("somethingNew" in each for each in whole)


async def test_odd_future_and_devices(clock: Clock, get: Get) -> None:
    """Test records from the future, and unexpected devices."""
    ahead = clock() + timedelta(days=1)
    assert any(
        isinstance(each, dict) and (reading := read(each)) and reading.time > clock()
        for each in await records(get("odd", "egvs", 2, end=ahead))
    )
    text = json.dumps(await records(get("odd", "devices")))
    for oddity in ("8:00 AM", "47:00", '"", "someday"', "-06:59:59", '"value": -3'):
        assert oddity in text
    events = await records(get("odd", "events", 30))
    values = [each.get("value") for each in events if isinstance(each, dict)]
    assert {"", "-1", None} & set(values)


async def test_receiver(clock: Clock, get: Get) -> None:
    """Test one upload a day, times without offset, and no alert schedules."""
    clock.time = datetime(2026, 11, 20, 1, 59, tzinfo=UTC)
    before = await records(get("receiver", "egvs", 3))
    clock.tick(minutes=2)
    after = await records(get("receiver", "egvs", 3))
    assert len(after) - len(before) > 200
    assert {each["displayDevice"] for each in after} == {"receiver"}
    assert all(
        len(each["systemTime"]) == len(each["displayTime"]) == 19 for each in after
    )
    (device,) = await records(get("receiver", "devices"))
    assert device["alertSchedules"] == []
    assert device["lastUploadDate"] == "2026-11-20T02:00:00Z"


async def test_receiver_is_never_delayed(sandbox: Sandbox, get: Get) -> None:
    """Test that Dexcom's delay is one of phones."""
    before = await records(get("receiver", "egvs"))
    sandbox.set_delay(timedelta(hours=3))
    assert await records(get("receiver", "egvs")) == before


async def test_empty(get: Get) -> None:
    """Test a person without any data."""
    for kind in ("egvs", "events", "alerts", "calibrations", "devices"):
        assert await records(get("empty", kind, 30)) == []
    answer = await (await get("empty", "dataRange")).json()
    assert (answer["egvs"], answer["events"], answer["calibrations"]) == (None,) * 3


async def test_refused(get: Get) -> None:
    """Test a person whose account is in another region."""
    for kind in ("egvs", "events", "alerts", "calibrations", "devices", "dataRange"):
        assert (await get("refused", kind)).status == 401


async def test_one(get: Get) -> None:
    """Test what Dexcom ONE+ lacks."""
    assert await records(get("one", "egvs", 1))
    assert await records(get("one", "events", 30)) == []
    assert await records(get("one", "calibrations", 30)) == []
    alerts = {each["alertName"] for each in await records(get("one", "alerts", 30))}
    assert alerts == {"low", "high"}
    (device,) = await records(get("one", "devices"))
    names = {each["alertName"] for each in device["alertSchedules"][0]["alertSettings"]}
    assert names == {"low", "high", "outOfRange", "noReadings"}
    answer = await (await get("one", "dataRange")).json()
    assert answer["events"] is None


async def test_new(sandbox: Sandbox, clock: Clock, get: Get) -> None:
    """Test that history starts three days before the sandbox, and then grows."""
    start = clock() - timedelta(days=3)
    clock.tick(days=2)
    egvs = await records(get("new", "egvs", 30))
    oldest = datetime.fromisoformat(egvs[-1]["systemTime"])
    assert timedelta(0) <= oldest - start < timedelta(hours=3)
    assert sandbox.truth("new", start - timedelta(days=9), start) == []


@pytest.mark.parametrize("hour", [3, 9, 14, 20])
async def test_dips(clock: Clock, hour: int) -> None:
    """Test a person who is low within minutes after any start."""
    start = clock.time = clock.time.replace(hour=hour)
    sandbox = Sandbox(now=clock)
    truth = sandbox.truth(
        "dips", start - timedelta(hours=1), start + timedelta(hours=2)
    )

    def values(first: int, last: int) -> list[int]:
        """Return what was measured between two minutes after the start."""
        return [
            value
            for time, value in truth
            if timedelta(minutes=first) <= time - start < timedelta(minutes=last)
        ]

    assert min(values(-60, 1)) >= 70
    assert max(values(10, 15)) < 70
    assert min(values(10, 15)) >= 50
    assert min(values(31, 120)) >= 70


async def test_both_upload_the_same_ticks(get: Get) -> None:
    """Test a receiver an hour behind the phone, with values that the phone lost."""
    by_tick: dict[int, dict[str, dict[str, Any]]] = {}
    for each in await records(get("both", "egvs", 3)):
        devices = by_tick.setdefault(each["transmitterTicks"], {})
        devices[each["displayDevice"]] = each
    pairs = [each for each in by_tick.values() if len(each) == 2]
    assert len(pairs) > 800
    lost = 0
    for pair in pairs:
        phone, receiver = pair["iOS"], pair["touchscreenReceiver"]
        receiver_time = datetime.fromisoformat(receiver["systemTime"] + "Z")
        assert datetime.fromisoformat(phone["systemTime"]) - receiver_time == HOUR
        assert phone["transmitterId"] == receiver["transmitterId"]
        assert receiver["value"] is not None
        assert phone["value"] in {None, receiver["value"]}
        lost += phone["value"] is None
    assert 0.2 < lost / len(pairs) < 0.5


async def test_pair(get: Get) -> None:
    """Test two sensors at once, each with a counter and a level of its own."""
    by_phone: dict[str, list[dict[str, Any]]] = {"iOS": [], "android": []}
    for each in await records(get("pair", "egvs", 3)):
        by_phone[each["displayDevice"]].append(each)
    first, second = by_phone.values()
    ids = [{each["transmitterId"] for each in found} for found in (first, second)]
    assert not ids[0] & ids[1]
    counters = [found[0]["transmitterTicks"] for found in (first, second)]
    assert abs(counters[0] - counters[1]) > 4 * 86_400
    levels = [mean(each["value"] for each in found) for found in (first, second)]
    assert levels[0] - levels[1] == pytest.approx(25, abs=4)


@pytest.mark.parametrize(
    ("person", "device"), [("both", "touchscreenReceiver"), ("pair", "android")]
)
async def test_second_devices(get: Get, person: str, device: str) -> None:
    """Test that the second device is among the devices, with the sensor it reads."""
    first, second = await records(get(person, "devices"))
    assert (first["displayDevice"], second["displayDevice"]) == ("iOS", device)
    worn = {
        each["displayDevice"]: each["transmitterId"]
        for each in reversed(await records(get(person, "egvs", 0.1)))
    }
    for each in (first, second):
        assert each["transmitterId"] == worn[each["displayDevice"]]


async def test_rewrites(clock: Clock, get: Get) -> None:
    """Test entries that are gone without a word, and come again with less."""
    end = clock()
    entries: dict[str, dict[str, Any]] = {}
    gone: set[str] = set()
    for _ in range(24):
        clock.tick(minutes=20)
        present = await records(get("rewrites", "events", 1))
        assert {each["eventStatus"] for each in present} <= {"created"}
        ids = {each["recordId"] for each in present}
        gone |= {
            each["recordId"]
            for each in entries.values()
            if datetime.fromisoformat(each["systemTime"]) > end
        } - ids
        entries |= {each["recordId"]: each for each in present}
    assert gone
    for record_id in gone:
        wrong = entries[record_id]
        again = [
            each
            for each in entries.values()
            if each["systemTime"] == wrong["systemTime"]
            and each["eventType"] == wrong["eventType"]
            and each["recordId"] not in gone
        ]
        if again:
            assert int(wrong["value"]) == 4 * int(again[0]["value"])


async def test_half_emoji(get: Get) -> None:
    """Test the escape of a lone surrogate, as written."""
    text = await (await get("emoji", "events", 30)).text()
    assert r' \ud83d"' in text
