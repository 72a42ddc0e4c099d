"""Tests for bodies and sensors of generated people."""

from datetime import datetime, timedelta
from itertools import pairwise
from statistics import mean

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
        # The two sensors of the pair measure by turns.
        for old, new in pairwise(truth[:: 2 if person == "pair" else 1])
        if new.time - old.time < timedelta(minutes=6)
    ]
    assert max(steps) < 45
    assert mean(steps) < 5
    # Meals take everybody out of the narrow range now and then.
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


async def test_sensor_sessions(get: Get) -> None:
    """Test ten days a sensor, then a pause and a new one that counts from nothing."""
    egvs = (await records(get("steady", "egvs", 30)))[::-1]
    changes = [
        (old, new)
        for old, new in pairwise(egvs)
        if old["transmitterId"] != new["transmitterId"]
    ]
    assert len(changes) in {2, 3}
    for old, new in changes:
        times = [datetime.fromisoformat(each["systemTime"]) for each in (old, new)]
        assert timedelta(minutes=30) < times[1] - times[0] < timedelta(minutes=130)
        assert old["transmitterTicks"] > 860_000
        assert new["transmitterTicks"] < 7_500
    steps = {
        new["transmitterTicks"] - old["transmitterTicks"]
        for old, new in pairwise(egvs)
        if old["transmitterId"] == new["transmitterId"]
    }
    assert steps == {298, 299, 300, 301, 302}


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
