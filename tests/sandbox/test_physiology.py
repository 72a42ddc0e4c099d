"""Tests for bodies and sensors of generated people."""

from datetime import datetime, timedelta
from itertools import pairwise
from statistics import mean
from typing import Any

import pytest

from sandbox import PEOPLE, Character, Person, Sandbox

from .conftest import Clock, Get, records

GENERATED = [person.id for person in PEOPLE if person.character]


@pytest.mark.parametrize("person", GENERATED)
def test_glucose_is_plausible(sandbox: Sandbox, clock: Clock, person: str) -> None:
    """Test the values, and that they do not jump."""
    start = clock() - timedelta(days=90)
    truth = sandbox.truth(person, start, clock())
    values = [each.value for each in truth]
    assert min(values) >= 39
    assert max(values) <= 401
    assert 95 < mean(values) < 155
    steps = [
        abs(new.value - old.value)
        # The two sensors of the pair measure alternately.
        for old, new in pairwise(truth[:: 2 if person == "pair" else 1])
        if new.time - old.time < timedelta(minutes=6)
    ]
    assert max(steps) < 45
    assert mean(steps) < 5
    # Meals take every person out of the narrow range sometimes.
    assert 0.6 < sum(80 < each < 180 for each in values) / len(values) < 0.99


async def test_glucose_rises_after_carbs(sandbox: Sandbox, get: Get) -> None:
    """Test that meals in the events are meals in the readings."""
    rises = []
    for each in await records(get("steady", "events", 30)):
        if each["eventType"] == "carbs":
            time = datetime.fromisoformat(each["systemTime"])
            around = sandbox.truth(
                "steady",
                time - timedelta(minutes=5),
                time + timedelta(minutes=60),
            )
            if len(around) > 10:
                rises.append(around[-1].value - around[0].value)
    assert mean(rises) > 20
    assert sum(rise > 0 for rise in rises) / len(rises) > 0.8


async def test_alerts_follow_the_readings(sandbox: Sandbox, get: Get) -> None:
    """Test that a low alarms at the first reading below the limit, once."""
    alarms = {
        datetime.fromisoformat(each["systemTime"]) - timedelta(seconds=1)
        for each in await records(get("steady", "alerts", 30))
        if (each["alertName"], each["alertState"]) == ("high", "activeAlarming")
    }
    truth = sandbox.truth("steady", sandbox.now() - timedelta(days=30), sandbox.now())
    crossings = {
        new.time
        for old, new in pairwise(truth)
        if old.value <= 250 < new.value and new.time - old.time < timedelta(minutes=9)
    }
    assert crossings
    assert crossings == alarms


def sensors_of(egvs: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return readings by sensor, oldest first, without sensors that are not whole."""
    found: dict[str, list[dict[str, Any]]] = {}
    for each in reversed(egvs):
        found.setdefault(each["transmitterId"], []).append(each)
    return list(found.values())[1:-1]


def starts_of(egvs: list[dict[str, Any]]) -> list[float]:
    """Return when each reading says that the counter of its sensor began."""
    return [
        datetime.fromisoformat(each["systemTime"]).timestamp()
        - each["transmitterTicks"]
        for each in egvs
    ]


async def months(get: Get, clock: Clock, person: str) -> list[dict[str, Any]]:
    """Return the readings of 120 days, newest first."""
    found: list[dict[str, Any]] = []
    for month in range(4):
        end = clock() - month * timedelta(days=30)
        found += await records(get(person, "egvs", 30, end=end))
    return found


@pytest.mark.parametrize(("person", "days"), [("steady", 10), ("fifteen", 15)])
async def test_g7_sensors(get: Get, clock: Clock, person: str, days: int) -> None:
    """Test a sensor's counter, its clock, its life, its grace, and the pause after."""
    sensors = sensors_of(await months(get, clock, person))
    assert len(sensors) >= 100 // days - 1
    lives = []
    for egvs in sensors:
        counters = [each["transmitterTicks"] for each in egvs]
        assert 1680 <= counters[0] <= 1715
        assert {new - old for old, new in pairwise(counters)} == {300}
        starts = starts_of(egvs)
        assert max(starts) - min(starts) <= (31 if days == 15 else 22)
        # The sensor's clock drifts, and each time jitters.
        assert abs(mean(starts[-288:]) - mean(starts[:288])) > 8
        assert {round(new - old) for old, new in pairwise(starts)} >= set(range(-4, 5))
        lives.append(counters[-1] / 86_400)
    assert all(days - 0.1 < life <= days + 0.5 for life in lives)
    # Some are taken off when they have expired, others are worn on.
    assert min(lives) < days + 0.05
    assert max(lives) > days + 0.1
    for old, new in pairwise(sensors):
        pause = datetime.fromisoformat(new[0]["systemTime"]) - datetime.fromisoformat(
            old[-1]["systemTime"]
        )
        assert timedelta(minutes=33) <= pause < timedelta(minutes=75)


async def test_g6_transmitters(get: Get, clock: Clock) -> None:
    """Test a transmitter that counts on over the sessions of many sensors."""
    egvs = (await months(get, clock, "lows"))[::-1]
    transmitters = {each["transmitterId"] for each in egvs}
    assert len(transmitters) in {2, 3}
    assert 80 * 86_400 < max(each["transmitterTicks"] for each in egvs) < 98 * 86_400
    pauses = [
        (old, new)
        for old, new in pairwise(egvs)
        if new["transmitterTicks"] - old["transmitterTicks"] != 300
    ]
    assert len(pauses) in {11, 12}
    for old, new in pauses:
        times = [datetime.fromisoformat(each["systemTime"]) for each in (old, new)]
        assert timedelta(hours=1, minutes=55) < times[1] - times[0] < timedelta(hours=5)
        if old["transmitterId"] == new["transmitterId"]:
            assert (new["transmitterTicks"] - old["transmitterTicks"]) % 300 == 0
        else:
            assert new["transmitterTicks"] < 8 * 86_400


@pytest.mark.parametrize("person", ["steady", "lows", "one"])
async def test_trend_agrees_with_the_change(get: Get, person: str) -> None:
    """Test that no trend contradicts what changed in the last five minutes."""
    steep = 0
    for new, old in pairwise(await records(get(person, "egvs", 30))):
        if (
            new["transmitterId"] != old["transmitterId"]
            or new["transmitterTicks"] - old["transmitterTicks"] != 300
            or not 40 <= old["value"] <= 400
            or not 40 <= new["value"] <= 400
            or new["trendRate"] is None
        ):
            continue
        rate = (new["value"] - old["value"]) / 5
        assert abs(new["trendRate"] - rate) < 0.86
        if abs(rate) >= 1.9:
            steep += 1
            assert new["trend"].endswith("Up" if rate > 0 else "Down")
    assert steep > 10


async def test_trend_follows_the_rate(get: Get) -> None:
    """Test the words of all readings against Dexcom's table."""
    ranges = {
        "doubleUp": (3, 8.01),
        "singleUp": (2, 3),
        "fortyFiveUp": (1, 2),
        "flat": (-0.99, 1),
        "fortyFiveDown": (-1.99, -0.99),
        "singleDown": (-2.99, -1.99),
        "doubleDown": (-7.99, -2.99),
    }
    seen = set()
    for each in await records(get("lows", "egvs", 30)):
        if each["trendRate"] is None:
            assert each["trend"] == "notComputable"
            continue
        least, most = ranges[each["trend"]]
        assert least <= each["trendRate"] < most
        seen.add(each["trend"])
    assert seen == set(ranges)


def test_more_people(clock: Clock) -> None:
    """Test that a hundred people can be made, no two of them alike."""
    sandbox = Sandbox(now=clock)
    character = Character()
    days = set()
    for number in range(100):
        sandbox.add_person(Person(id=f"p{number}", character=character))
        truth = sandbox.truth(f"p{number}", clock() - timedelta(hours=3), clock())
        days.add(tuple(truth))
    assert len(days) == 100
