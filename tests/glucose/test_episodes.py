"""Episodes begin and end as the consensus says, and never across a gap unseen."""

from itertools import groupby, pairwise
import re

from hypothesis import given, strategies as st
import pytest

from custom_components.dexcom_cgm.glucose import Episode, EpisodeKind, find_episodes

MINUTE = 60
TICK = 5 * MINUTE
LOW, IN_RANGE = 65, 100


def found(
    readings: dict[int, int], kind: EpisodeKind = EpisodeKind.LOW
) -> list[Episode]:
    """Find episodes in values by minute."""
    return find_episodes(
        [minute * MINUTE for minute in readings], list(readings.values()), kind
    )


def every_five(text: str) -> dict[int, int]:
    """Return readings every five minutes: L is low, a dot in range, a space none."""
    return {
        5 * number: LOW if letter == "L" else IN_RANGE
        for number, letter in enumerate(text)
        if letter != " "
    }


def spans(text: str) -> list[tuple[int, int, bool, bool]]:
    """Return start and end in minutes of the low episodes, and whether they are cut."""
    return [
        (
            each.start // MINUTE,
            each.end // MINUTE,
            each.starts_before,
            each.ends_after,
        )
        for each in found(every_five(text))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("L", []),
        ("......", []),
        # 10 minutes are too short, 15 are enough.
        ("...LL....", []),
        ("...LLL...", [(15, 30, False, False)]),
        # Only 15 minutes without interruption begin an episode.
        ("...LL.LL....", []),
        ("...LL.LLL...", [(30, 45, False, False)]),
        # 10 minutes back do not end it, 15 do.
        ("...LLL..LLL...", [(15, 55, False, False)]),
        ("...LLL..L...", [(15, 45, False, False)]),
        ("...LLL...LLL...", [(15, 30, False, False), (45, 60, False, False)]),
        ("...LLL...L...", [(15, 30, False, False)]),
        # The readings begin or end in the middle of it.
        ("LLL...", [(0, 15, True, False)]),
        ("..LLL...", [(10, 25, True, False)]),
        ("L.LLL...", [(10, 25, True, False)]),
        ("...LLL", [(15, 30, False, True)]),
        ("...LLL..", [(15, 30, False, True)]),
        ("LLL", [(0, 15, True, True)]),
        # One or two missing readings do not matter where both sides agree; where they
        # do not, a reading stands for five minutes.
        ("...L LL...", [(15, 35, False, False)]),
        ("...L  L...", [(15, 35, False, False)]),
        ("...LLL  ...", [(15, 30, False, False)]),
        ("...LL  ...", []),
        ("...LLL.  LLL...", [(15, 60, False, False)]),
        # More are a gap, whose glucose is unknown.
        ("...L   L...", []),
        ("...LLL   LLL...", [(15, 30, False, True), (45, 60, True, False)]),
        ("...LLL   ...", [(15, 30, False, True)]),
        ("...LLL.   ...", [(15, 30, False, True)]),
        ("...LLL.   L...", [(15, 30, False, True)]),
        ("...LLL...   LLL...", [(15, 30, False, False), (60, 75, True, False)]),
    ],
)
def test_spans(text: str, expected: list[tuple[int, int, bool, bool]]) -> None:
    """Every case of begin, end and gap."""
    assert spans(text) == expected


@pytest.mark.parametrize(
    ("kind", "beyond", "back"),
    [
        (EpisodeKind.LOW, 69, 70),
        (EpisodeKind.VERY_LOW, 53, 54),
        (EpisodeKind.HIGH, 181, 180),
        (EpisodeKind.VERY_HIGH, 251, 250),
    ],
)
def test_limits(kind: EpisodeKind, beyond: int, back: int) -> None:
    """The limit itself is not beyond it."""
    series = [back] * 3 + [beyond] * 3 + [back] * 3
    assert len(found({5 * n: v for n, v in enumerate(series)}, kind)) == 1
    assert found({5 * n: back for n in range(9)}, kind) == []


def test_extreme() -> None:
    """The lowest value of a low episode and the highest of a high one."""
    lows = dict(enumerate([100, 100, 100, 60, 50, 61, 90, 45, 62, 100, 100, 100]))
    (low,) = found({5 * n: v for n, v in lows.items()})
    assert low.extreme == 45
    assert low.kind is EpisodeKind.LOW
    highs = dict(enumerate([100, 100, 100, 190, 270, 200, 100, 100, 100]))
    (high,) = found({5 * n: v for n, v in highs.items()}, EpisodeKind.HIGH)
    assert high.extreme == 270


@pytest.mark.parametrize(
    ("text", "minutes", "extended"),
    [
        ("..." + "L" * 23 + "...", 115, False),
        ("..." + "L" * 24 + "...", 120, False),
        ("..." + "L" * 25 + "...", 125, True),
        ("..." + "L" * 24 + ".." + "L" * 24 + "...", 250, False),
        ("..." + "L" * 3 + "." + "L" * 25 + "...", 145, True),
    ],
)
def test_extended_low(text: str, minutes: int, extended: bool) -> None:
    """More than two hours without a return."""
    (episode,) = found(every_five(text))
    assert episode.minutes == minutes
    assert episode.is_extended is extended
    # Level 2 has no extended episodes of its own.
    very_low = {minute: value - 15 for minute, value in every_five(text).items()}
    assert not any(each.is_extended for each in found(very_low, EpisodeKind.VERY_LOW))


@pytest.mark.parametrize(
    ("series", "marked"),
    [
        # 100 and 90 minutes in total within 120 are enough, 85 are not.
        (([260] * 5 + [245]) * 4, [True]),
        (([260] * 3 + [245]) * 6, [True]),
        (([260] * 3 + [245]) * 5 + [260] * 2 + [245] * 2, [False]),
        ([260] * 18, [True]),
        ([260] * 17, [False]),
        # Not high enough, however long.
        ([250] * 24, []),
        # Of three very high episodes that are one extended one, the first is marked.
        (([260] * 6 + [245] * 3) * 3, [True, False, False]),
        # 15 minutes back in range end it, and none of it counts any more.
        ([260] * 9 + [170] * 3 + [260] * 9, [False, False]),
        # Less time back does not end it, nor does any time from 181 to 250.
        ([260] * 9 + [170] * 2 + [260] * 9, [True]),
        ([260] * 18 + [200] * 20 + [260] * 18, [True, False]),
        ([260] * 18 + [180] * 3 + [260] * 18, [True, True]),
        # One that comes before does not belong to it.
        ([260] * 3 + [170] * 3 + [260] * 18, [False, True]),
        ([260] * 3 + [200] * 30 + [260] * 18, [False, True]),
    ],
)
def test_extended_high(series: list[int], marked: list[bool]) -> None:
    """At least 90 minutes in total within 120, until it is back in range."""
    readings = {5 * number: value for number, value in enumerate(series)}
    episodes = found(readings, EpisodeKind.VERY_HIGH)
    assert [each.is_extended for each in episodes] == marked
    # There is no extended episode > 180.
    assert not any(each.is_extended for each in found(readings, EpisodeKind.HIGH))


def test_nothing_above_180_is_extended() -> None:
    """Two hours at 190 are an episode, and no extended one."""
    (high,) = found({5 * number: 190 for number in range(24)}, EpisodeKind.HIGH)
    assert high.minutes == 120
    assert not high.is_extended


@given(
    st.lists(
        st.tuples(st.sampled_from([260, 245, 170]), st.integers(1, 12)), max_size=14
    )
)
def test_extended_high_by_brute_force(steps: list[tuple[int, int]]) -> None:
    """The number of extended episodes is what trying every span finds."""
    series = [value for value, count in steps for _ in range(count)]
    stretches: list[list[int]] = [[]]
    for value, group in groupby(series, lambda value: min(value, 181)):
        values = list(group)
        if value == 170 and len(values) >= 3:
            stretches.append([])
        else:
            stretches[-1] += values
    expected = sum(
        any(
            sum(value > 250 for value in stretch[start : start + 24]) >= 18
            for start in range(len(stretch))
        )
        for stretch in stretches
    )
    readings = {5 * number: value for number, value in enumerate(series)}
    episodes = found(readings, EpisodeKind.VERY_HIGH)
    assert sum(each.is_extended for each in episodes) == expected


def test_uneven_ticks() -> None:
    """A sensor that ticks some seconds early has its three readings in a row too."""
    times = [0, 299, 597, 896, 1194, 1493, 1791, 2090, 2389]
    series = [IN_RANGE] * 3 + [LOW] * 3 + [IN_RANGE] * 3
    (episode,) = find_episodes(times, series, EpisodeKind.LOW)
    assert episode.minutes == 15
    assert not episode.ends_after


def test_lengths_differ() -> None:
    """Every reading has a time and a value."""
    with pytest.raises(ValueError):
        find_episodes([0, 300], [100], EpisodeKind.LOW)


@given(st.text("L.", max_size=80))
def test_like_a_pattern(text: str) -> None:
    """Without gaps an episode is a pattern of letters."""
    expected = []
    for match in re.finditer(r"LLL(?:(?!\.\.\.)[L.])*", text):
        end = match.start() + len(match[0].rstrip("."))
        expected.append((5 * match.start(), 5 * end))
    assert [(start, end) for start, end, *_ in spans(text)] == expected


@given(st.lists(st.tuples(st.integers(1, 40), st.integers(39, 211)), max_size=60))
def test_lows_mirror_highs(steps: list[tuple[int, int]]) -> None:
    """Low and high episodes are the same upside down, whatever the times are."""
    times, now = [], 0
    for step, _ in steps:
        now += step * MINUTE
        times.append(now)
    series = [value for _, value in steps]
    mirrored = [250 - value for value in series]
    lows = find_episodes(times, series, EpisodeKind.LOW)
    highs = find_episodes(times, mirrored, EpisodeKind.HIGH)
    assert [
        (each.start, each.end, each.starts_before, each.ends_after, each.extreme)
        for each in lows
    ] == [
        (each.start, each.end, each.starts_before, each.ends_after, 250 - each.extreme)
        for each in highs
    ]
    for each in lows:
        assert each.minutes >= 15
        assert each.extreme < 70
    assert all(before.end < after.start for before, after in pairwise(lows))


@given(st.lists(st.integers(39, 401), max_size=60))
def test_levels(series: list[int]) -> None:
    """A very low or very high episode is also a low or high one."""
    readings = {5 * number: value for number, value in enumerate(series)}
    for inner, outer in (
        (EpisodeKind.VERY_LOW, EpisodeKind.LOW),
        (EpisodeKind.VERY_HIGH, EpisodeKind.HIGH),
    ):
        around = found(readings, outer)
        for each in found(readings, inner):
            assert any(
                other.start <= each.start and each.end <= other.end for other in around
            )
