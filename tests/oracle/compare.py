"""The measures next to those of iglu-python and NumPy.

They are compared on generated series and on those of the sandbox.

iglu-python (GPL-2) is the port of the R package iglu. It runs as a program of its own,
in its own environment, and only its answers are looked at.

Equal to 9 digits, on every series: mean, standard deviation, CV, GMI, GRI, LBGI, HBGI,
all shares, median, interquartile range, and percentiles, both of the whole and by the
half hour of local time, which pandas computes. The percentiles are compared with NumPy's
too. iglu has neither GMI in mmol/mol nor zones of the GRI nor
targets, so those are tested by hand only.

What iglu does differently, and how it is compared all the same:

- Active share: iglu divides by the ticks from the first reading to the last, we count
  slots with a reading out of those of the window asked for. With just this window it is
  equal to 9 digits where readings are on the ticks. On the sandbox's times, which drift,
  iglu counts points of its own grid, which begins at midnight: equal to 1.5 percentage
  points.
- Episodes: iglu interpolates over gaps of up to 45 minutes, also those before and after
  an episode, on its own grid; nothing is made up here. Without gaps the number of
  episodes and their mean length are equal. With the sandbox's gaps the numbers differ by
  no more than one and those that are cut at a gap, or one for each gap. Where every fifth
  reading is missing there is nothing to compare: iglu makes it up.
- Two sensors at once (person "pair"): iglu averages them on its grid, so neither the active
  share nor episodes are compared. Nor is the active share of person "odd", where every
  25th reading is missing: there each of the two counts whole slots of short stretches.
- iglu counts a return that the end of the data cuts short as part of the episode, and
  drops a first reading at midnight. Series end in range and begin later.
- Extended episodes: iglu has low ones, of more than 120 minutes in one go, and their
  number is equal. It has no extended high ones of 90 cumulative minutes.
"""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
import json
from pathlib import Path
import random
import subprocess
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from custom_components.dexcom_cgm.glucose import (
    Distribution,
    EpisodeKind,
    Slots,
    TargetGroup,
    daily_profile,
    find_episodes,
    sufficiency,
)
from custom_components.dexcom_cgm.glucose.ranges import MAX_GAP
from custom_components.dexcom_cgm.glucose.report import make_report
from sandbox import PEOPLE, Sandbox

ROOT = Path(__file__).parents[2]
TICK = 300
# Five minutes after midnight UTC, three weeks before Europe's clocks are put forward.
START = int(datetime(2026, 3, 8, 0, 5, tzinfo=UTC).timestamp())
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
MEASURES = {
    "mean": "mean",
    "SD": "standard_deviation",
    "CV": "variability",
    "GMI": "gmi",
    "GRI": "gri",
    "LBGI": "lbgi",
    "HBGI": "hbgi",
    "in_range_70_180": "time_in_range",
    "in_range_70_140": "time_in_tight_range",
    "above_180": "time_above_range",
    "above_250": "time_very_high",
    "below_54": "time_very_low",
    "below_70": "time_below_range",
}
PREGNANCY = {
    "in_range_63_140": (63, 140),
    "above_140": (141, 401),
    "below_63": (39, 62),
}
PERCENTILES = (5, 25, 50, 75, 95)
EPISODES = {
    EpisodeKind.LOW: "hypo lv1",
    EpisodeKind.VERY_LOW: "hypo lv2",
    EpisodeKind.HIGH: "hyper lv1",
    EpisodeKind.VERY_HIGH: "hyper lv2",
}


@dataclass(frozen=True, kw_only=True)
class Series:
    """Readings, and what can be said of their times."""

    times: list[int]
    values: list[int]
    zone: str
    on_ticks: bool
    gaps: bool


@pytest.fixture(autouse=True)
def custom_integrations() -> None:
    """Do without Home Assistant."""


def generated(seed: int, days: int, step: int, centre: int) -> list[int]:
    """Return a random walk that ends in range."""
    rng = random.Random(seed)
    values, value = [], float(centre)
    for _ in range(days * 288 - 3):
        value += rng.uniform(-step, step) + (centre - value) / 100
        values.append(min(max(round(value), 39), 401))
    return [*values, 120, 120, 120]


@cache
def all_series() -> dict[str, Series]:
    """Return every series that is compared."""
    found = {}
    walks = {
        "calm": generated(1, 30, 10, 130),
        "low": generated(2, 30, 25, 75),
        "high": generated(3, 14, 30, 260),
        "everything": generated(4, 90, 60, 160),
    }
    for name, values in walks.items():
        times = [START + TICK * number for number in range(len(values))]
        found[name] = Series(
            times=times,
            values=values,
            zone="Europe/Berlin",
            on_ticks=True,
            gaps=False,
        )
    rng = random.Random(5)
    kept = [
        number
        for number in range(len(walks["low"]))
        if rng.random() > 0.2 or number in (0, len(walks["low"]) - 1)
    ]
    found["holes"] = Series(
        times=[found["low"].times[number] for number in kept],
        values=[walks["low"][number] for number in kept],
        zone="America/New_York",
        on_ticks=True,
        gaps=True,
    )
    sandbox = Sandbox(now=lambda: NOW)
    for person in PEOPLE:
        if person.character is None:
            continue
        truth = sandbox.truth(person.id, NOW - timedelta(days=30), NOW)
        values = [reading.value for reading in truth]
        found[person.id] = Series(
            times=[int(reading.time.timestamp()) for reading in truth],
            values=values,
            zone=person.character.zone,
            on_ticks=False,
            gaps=True,
        )
        found[f"{person.id}, gaps closed"] = Series(
            times=[START + TICK * number for number in range(len(values) + 3)],
            values=[*values, 120, 120, 120],
            zone=person.character.zone,
            on_ticks=True,
            gaps=False,
        )
    return found


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    """Return what iglu answers for every series."""
    asked = [
        {"times": each.times, "values": each.values, "zone": each.zone}
        for each in all_series().values()
    ]
    done = subprocess.run(
        [ROOT / ".venv/oracle/bin/python", Path(__file__).with_name("iglu.py")],
        input=json.dumps(asked),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return dict(zip(all_series(), json.loads(done.stdout), strict=True))


@pytest.fixture(params=all_series())
def name(request: pytest.FixtureRequest) -> str:
    """Return each series' name."""
    return str(request.param)


@pytest.fixture
def series(name: str) -> Series:
    """Return a series."""
    return all_series()[name]


@pytest.fixture
def iglu(answers: dict[str, Any], name: str) -> dict[str, Any]:
    """Return what iglu answers for a series."""
    found: dict[str, Any] = answers[name]
    return found


def equal(value: float | None) -> Any:
    """Return what is equal to 9 digits."""
    return pytest.approx(value, rel=1e-9, abs=1e-9)


def test_distribution(series: Series, iglu: dict[str, Any]) -> None:
    """All that does not depend on time."""
    distribution = Distribution(series.values)
    for theirs, ours in MEASURES.items():
        assert iglu[theirs] == equal(getattr(distribution, ours)), ours
    for theirs, (lowest, highest) in PREGNANCY.items():
        assert iglu[theirs] == equal(distribution.share(lowest, highest)), theirs
    assert iglu["quantiles"] == [
        equal(distribution.percentile(percent)) for percent in PERCENTILES
    ]


def test_report(series: Series, iglu: dict[str, Any]) -> None:
    """Median, quartiles and curves of a report, next to iglu's and NumPy's."""
    start, end = series.times[0], series.times[-1] + TICK
    last = datetime.fromtimestamp(end, UTC)
    report = make_report(
        series.times,
        series.values,
        start=datetime.fromtimestamp(start, UTC),
        end=last,
        known_until=last,
        zone=ZoneInfo(series.zone),
        group=TargetGroup.MOST_ADULTS,
    )
    first, third = report.quartiles
    assert first is not None
    assert third is not None
    assert iglu["median"] == equal(report.median)
    assert iglu["IQR"] == equal(third - first)
    assert iglu["numpy"]["quantiles"][1:4] == [
        equal(value) for value in (first, report.median, third)
    ]
    for each in report.profile:
        assert iglu["numpy"]["profile"][str(each.minute)] == [
            equal(value) for value in (each.p5, each.p25, each.p50, each.p75, each.p95)
        ]


def test_active(name: str, series: Series, iglu: dict[str, Any]) -> None:
    """The share of the possible readings, from the first one to the last."""
    start, end = series.times[0], series.times[-1] + TICK
    active = sufficiency(Slots(series.times), start, end, end).active
    if series.on_ticks:
        assert iglu["active"] == equal(active)
    elif name not in ("pair", "odd"):
        assert iglu["active"] == pytest.approx(active, abs=1.5)


def test_profile(series: Series, iglu: dict[str, Any]) -> None:
    """The curves, over a change of the clock too."""
    for each in daily_profile(series.times, series.values, ZoneInfo(series.zone)):
        assert iglu["profile"][str(each.minute)] == [
            equal(value) for value in (each.p5, each.p25, each.p50, each.p75, each.p95)
        ]


@pytest.mark.parametrize("kind", EPISODES)
def test_episodes(
    name: str, series: Series, iglu: dict[str, Any], kind: EpisodeKind
) -> None:
    """How many there are, and how long they are."""
    episodes = find_episodes(series.times, series.values, kind)
    number, length = iglu["episodes"][EPISODES[kind]]
    if not series.gaps:
        assert number == len(episodes)
        if episodes:
            minutes = sum(each.minutes for each in episodes)
            assert length == equal(minutes / len(episodes))
        if kind is EpisodeKind.LOW:
            extended = sum(each.is_extended for each in episodes)
            assert iglu["episodes"]["hypo extended"][0] == extended
    elif not series.on_ticks and name != "pair":
        cut = sum(each.starts_before or each.ends_after for each in episodes)
        gaps = sum(after - before > MAX_GAP for before, after in pairwise(series.times))
        assert number == pytest.approx(len(episodes), abs=max(1 + cut, gaps))


def test_series_have_what_is_compared() -> None:
    """All kinds of episodes, both ends of the scale, and a change of the clock."""
    found = all_series()
    for kind in EPISODES:
        assert any(
            len(find_episodes(each.times, each.values, kind)) > 20
            for each in found.values()
            if not each.gaps
        )
    low = find_episodes(found["low"].times, found["low"].values, EpisodeKind.LOW)
    assert any(each.is_extended for each in low)
    assert {39, 401} <= set(found["everything"].values)
    change = int(datetime(2026, 3, 29, 1, tzinfo=UTC).timestamp())
    assert 0 < bisect_left(found["calm"].times, change) < len(found["calm"].times)
