"""The measures, against numbers worked out by hand and against what must always hold."""

from datetime import UTC, datetime, timedelta
import random
from statistics import fmean, quantiles, stdev
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.dexcom_cgm.glucose import (
    Distribution,
    Reading,
    ReadingLog,
    Sufficiency,
    TargetGroup,
    check_targets,
)

START = datetime(2026, 3, 1, tzinfo=UTC)
DAY = 86400
BANDS = ["time_very_low", "time_low", "time_in_range", "time_high", "time_very_high"]
MEASURES = sorted(
    name for name, value in vars(Distribution).items() if isinstance(value, property)
)

values = st.lists(st.integers(39, 401), max_size=60)
some_values = st.lists(st.integers(39, 401), min_size=1, max_size=60)


def measures(distribution: Distribution) -> dict[str, Any]:
    """Return every measure."""
    return {name: getattr(distribution, name) for name in MEASURES}


@pytest.mark.parametrize(
    ("value", "band"),
    [
        (39, "time_very_low"),
        (53, "time_very_low"),
        (54, "time_low"),
        (69, "time_low"),
        (70, "time_in_range"),
        (140, "time_in_range"),
        (180, "time_in_range"),
        (181, "time_high"),
        (250, "time_high"),
        (251, "time_very_high"),
        (401, "time_very_high"),
    ],
)
def test_bands(value: int, band: str) -> None:
    """Each value is in one band, and in the shares that are made of it."""
    distribution = Distribution([value])
    assert [name for name in BANDS if getattr(distribution, name)] == [band]
    assert getattr(distribution, band) == 100
    assert bool(distribution.time_below_range) is (value < 70)
    assert bool(distribution.time_above_range) is (value > 180)
    assert bool(distribution.time_in_tight_range) is (70 <= value <= 140)


def test_tight_range_ends_at_140() -> None:
    """141 is in range, but not in the tight one."""
    assert Distribution([141]).time_in_tight_range == 0
    assert Distribution([141]).time_in_range == 100


def test_no_reading() -> None:
    """Without a reading everything is unknown, and nothing is 0."""
    distribution = Distribution()
    assert len(distribution) == 0
    assert set(measures(distribution).values()) == {None}
    assert distribution.percentile(50) is None
    for group in TargetGroup:
        for result in check_targets(distribution, group, is_sufficient=True):
            assert result.share is None
            assert result.is_met is None


def test_one_reading() -> None:
    """One reading has a mean, but no deviation."""
    distribution = Distribution([120])
    assert distribution.mean == 120
    assert distribution.standard_deviation is None
    assert distribution.variability is None
    assert distribution.is_stable is None
    assert distribution.percentile(5) == distribution.percentile(95) == 120


def test_mean_and_deviation() -> None:
    """The deviation is that of a sample."""
    distribution = Distribution([39, 100, 401])
    assert distribution.mean == 180
    # (141² + 80² + 221²) / 2 = 37561
    assert distribution.standard_deviation == pytest.approx(37561**0.5)
    assert distribution.variability == pytest.approx(100 * 37561**0.5 / 180)
    assert distribution.is_stable is False
    assert Distribution([100, 100]).standard_deviation == 0
    assert Distribution([100, 100]).is_stable is True


@pytest.mark.parametrize(
    ("mean", "percent"),
    [(100, 5.7), (150, 6.9), (200, 8.1), (250, 9.3), (300, 10.5), (350, 11.7)],
)
def test_gmi(mean: int, percent: float) -> None:
    """The table of the article."""
    gmi = Distribution([mean - 20, mean + 20]).gmi
    assert gmi is not None
    assert round(gmi, 1) == percent


def test_gmi_in_mmol_mol() -> None:
    """It has a formula of its own, over the mean in mmol/L."""
    distribution = Distribution([144, 145])
    # 144.5 mg/dL are 8.0206 mmol/L: 12.71 + 4.70587 x 8.0206
    assert distribution.gmi_mmol_mol == pytest.approx(50.454, abs=0.001)
    assert distribution.gmi == pytest.approx(3.31 + 0.02392 * 144.5)


@pytest.mark.parametrize(
    ("counts", "gri", "zone"),
    [
        ({120: 100}, 0, "A"),
        # 3 x 1 + 2.4 x 2 + 1.6 x 3 + 0.8 x 4
        ({50: 1, 60: 2, 300: 3, 200: 4, 120: 90}, 15.8, "A"),
        ({200: 25, 120: 75}, 20, "A"),
        ({200: 26, 120: 74}, 20.8, "B"),
        ({200: 50, 120: 50}, 40, "B"),
        ({200: 75, 120: 25}, 60, "C"),
        ({200: 100}, 80, "D"),
        ({200: 99, 300: 1}, 80.8, "E"),
        ({300: 100}, 100, "E"),
        ({39: 100}, 100, "E"),
    ],
)
def test_gri(counts: dict[int, int], gri: float, zone: str) -> None:
    """The formula, its ceiling, and the limits of the zones."""
    distribution = Distribution(
        value for value, count in counts.items() for _ in range(count)
    )
    assert distribution.gri == gri
    assert distribution.gri_zone == zone


def test_risk_indices() -> None:
    """A low value has a low risk only; near 112.5 there is next to none."""
    # f(50) = 1.509 x (3.91202^1.084 - 5.381) = -1.5003
    low, high = Distribution([50]), Distribution([200])
    assert low.lbgi == pytest.approx(22.51, abs=0.01)
    assert low.hbgi == 0
    # f(200) = 1.509 x (5.29832^1.084 - 5.381) = 1.0770
    assert high.hbgi == pytest.approx(11.60, abs=0.01)
    assert high.lbgi == 0
    assert (low + high).lbgi == pytest.approx(22.51 / 2, abs=0.01)
    middle = Distribution([112, 113])
    assert middle.lbgi == pytest.approx(0, abs=0.001)
    assert middle.hbgi == pytest.approx(0, abs=0.001)


def test_percentile_between_readings() -> None:
    """Between two readings lies a straight line."""
    distribution = Distribution([100, 110, 130, 131])
    assert [distribution.percentile(each) for each in (0, 25, 50, 75, 100)] == [
        100,
        107.5,
        120,
        130.25,
        131,
    ]


def test_impossible_values() -> None:
    """A value that no sensor reports is refused, and the error omits it."""
    for value in (38, 402, 0, -1):
        with pytest.raises(ValueError, match=r"^No sensor reports such a value$"):
            Distribution([value])
        with pytest.raises(ValueError):
            Distribution().add(value)


def test_what_is_not_there_cannot_be_removed() -> None:
    """A count is never negative."""
    distribution = Distribution([100])
    with pytest.raises(ValueError):
        distribution.remove(101)
    with pytest.raises(ValueError):
        _ = distribution - Distribution([100, 100])
    with pytest.raises(TypeError):
        hash(distribution)
    assert distribution == Distribution([100])
    assert distribution != [100]


@pytest.mark.parametrize(
    ("days", "readings", "missing_days", "missing_readings"),
    [
        (14, 4032, 0, 0),
        (14, 2823, 0, 0),
        (14, 2822, 0, 1),
        (14, 0, 0, 2823),
        (13, 13 * 288, 1, 0),
        (14 - 1 / 24, 2814, 0, 0),
        (13.5, 13 * 288, 1, 0),
        (90, 18144, 0, 0),
        (90, 18143, 0, 1),
        (1, 100, 13, 102),
    ],
)
def test_sufficiency(
    days: float, readings: int, missing_days: int, missing_readings: int
) -> None:
    """Fourteen days with at least 70 %, else it is said what is missing."""
    seconds = round(days * DAY)
    sufficiency = Sufficiency(seconds=seconds, slots=readings, possible=seconds // 300)
    assert sufficiency.missing_days == missing_days
    assert sufficiency.missing_readings == missing_readings
    assert sufficiency.is_sufficient is not (missing_days or missing_readings > 0)


def test_active_share() -> None:
    """The share of the slots that could be filled, unknown without a reading."""
    assert Sufficiency(seconds=DAY, slots=144, possible=288).active == 50
    assert Sufficiency(seconds=DAY, slots=144, possible=144).active == 100
    assert Sufficiency(seconds=DAY, slots=0, possible=288).active is None
    assert Sufficiency(seconds=0, slots=0, possible=0).active is None


@pytest.mark.parametrize(
    ("group", "counts", "met"),
    [
        (TargetGroup.MOST_ADULTS, {100: 70, 200: 30}, [False, True, True, False, True]),
        (TargetGroup.MOST_ADULTS, {100: 71, 200: 24, 60: 5}, [1, 0, 1, 1, 1]),
        (TargetGroup.MOST_ADULTS, {100: 96, 60: 4}, [1, 0, 1, 1, 1]),
        (TargetGroup.MOST_ADULTS, {100: 97, 60: 3}, [1, 1, 1, 1, 1]),
        (TargetGroup.MOST_ADULTS, {100: 99, 53: 1}, [1, 1, 0, 1, 1]),
        (TargetGroup.MOST_ADULTS, {100: 95, 251: 5}, [1, 1, 1, 1, 0]),
        (TargetGroup.OLDER_OR_FRAIL, {100: 51, 200: 49}, [1, 1, 1]),
        (TargetGroup.OLDER_OR_FRAIL, {100: 50, 251: 49, 69: 1}, [0, 0, 0]),
        (TargetGroup.PREGNANCY, {63: 40, 140: 40, 141: 20}, [1, 1, 1, 1]),
        (TargetGroup.PREGNANCY, {100: 70, 141: 26, 62: 4}, [0, 0, 1, 0]),
        (TargetGroup.PREGNANCY, {100: 99, 53: 1}, [1, 1, 0, 1]),
    ],
)
def test_targets(
    group: TargetGroup, counts: dict[int, int], met: list[bool | int]
) -> None:
    """A limit itself does not meet a target; pregnancy has a range of its own."""
    distribution = Distribution(
        value for value, count in counts.items() for _ in range(count)
    )
    results = check_targets(distribution, group, is_sufficient=True)
    assert [result.is_met for result in results] == [bool(each) for each in met]
    # Too few readings meet none and miss none, whatever the shares are.
    too_few = check_targets(distribution, group, is_sufficient=False)
    assert {result.is_met for result in too_few} == {None}
    assert [each.share for each in too_few] == [each.share for each in results]


@given(some_values)
def test_bands_sum_to_100(found: list[int]) -> None:
    """Every reading is in one band, and counts as much as any other."""
    distribution = Distribution(found)
    assert sum(getattr(distribution, name) for name in BANDS) == pytest.approx(100)
    for group, ways in (
        ("time_below_range", ("time_very_low", "time_low")),
        ("time_above_range", ("time_high", "time_very_high")),
    ):
        parts = sum(getattr(distribution, way) for way in ways)
        assert getattr(distribution, group) == pytest.approx(parts)
    gri = distribution.gri
    assert gri is not None
    assert 0 <= gri <= 100


@given(st.lists(st.integers(39, 401), min_size=2, max_size=60))
def test_like_the_standard_library(found: list[int]) -> None:
    """Mean, deviation and percentiles are what Python's statistics make of them."""
    distribution = Distribution(found)
    assert distribution.mean == pytest.approx(fmean(found))
    assert distribution.standard_deviation == pytest.approx(stdev(found))
    for percent, expected in enumerate(quantiles(found, n=20, method="inclusive"), 1):
        assert distribution.percentile(5 * percent) == pytest.approx(expected)
    assert distribution.percentile(0) == min(found)
    assert distribution.percentile(100) == max(found)


@given(values, values)
def test_a_window_is_the_sum_of_its_parts(first: list[int], second: list[int]) -> None:
    """Adding and removing parts gives the same measures as counting once."""
    one, two = Distribution(first), Distribution(second)
    whole = Distribution(first + second)
    assert one + two == whole
    assert measures(one + two) == measures(whole)
    assert whole - two == one
    assert measures(whole - two) == measures(one)
    assert len(whole) == len(one) + len(two)


@given(values, values, st.randoms())
def test_remove_undoes_add(before: list[int], added: list[int], order: Any) -> None:
    """Removing readings restores the earlier measures."""
    distribution = Distribution(before)
    for value in added:
        distribution.add(value)
    assert distribution == Distribution(before + added)
    assert measures(distribution) == measures(Distribution(before + added))
    order.shuffle(added)
    for value in added:
        distribution.remove(value)
    assert distribution == Distribution(before)
    assert measures(distribution) == measures(Distribution(before))


@given(st.dictionaries(st.integers(0, 288), st.integers(39, 401)), st.randoms())
def test_order_and_duplicates(found: dict[int, int], order: Any) -> None:
    """Through the log, neither order nor repetition changes a measure."""
    readings = [
        Reading(record_id=str(tick), time=START + timedelta(minutes=5 * tick), value=v)
        for tick, v in found.items()
    ]
    shuffled = readings * 3
    order.shuffle(shuffled)
    log = ReadingLog()
    log.add(shuffled)
    _, logged = log.values(START, START + timedelta(days=2))
    assert measures(Distribution(logged)) == measures(Distribution(found.values()))


def test_ninety_days_at_once() -> None:
    """Measures take no longer with more readings."""
    rng = random.Random(1)
    distribution = Distribution(rng.randint(39, 401) for _ in range(25_920))
    assert len(distribution) == 25_920
    assert None not in measures(distribution).values()
