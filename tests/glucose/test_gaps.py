"""Gaps are where readings are missing, in as few windows as asked for."""

from datetime import UTC, datetime

from hypothesis import given, strategies as st
import pytest

from custom_components.dexcom_cgm.glucose import find_gaps

START, END = (datetime.fromtimestamp(second, UTC) for second in (0, 86400))


def seconds(times: list[int], most: int = 100) -> list[tuple[int, int]]:
    """Return the gaps of a day in seconds."""
    return [
        (int(begin.timestamp()), int(end.timestamp()))
        for begin, end in find_gaps(times, START, END, most=most)
    ]


def test_no_gap() -> None:
    """A day in which nothing is missing has none."""
    assert seconds(list(range(100, 86400, 300))) == []


def test_nothing_at_all() -> None:
    """A day without readings is one gap."""
    assert seconds([]) == [(0, 86400)]


def test_between_and_at_the_ends() -> None:
    """A gap begins after a reading and ends before the next one."""
    times = [*range(600, 3001, 300), *range(3600, 86101, 300)]
    assert seconds(times) == [(0, 600), (3001, 3600)]
    assert seconds(times[:-1]) == [(0, 600), (3001, 3600), (85801, 86400)]


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (4, [(301, 1000), (1301, 2000), (4001, 5000), (6001, 86400)]),
        (3, [(301, 2000), (4001, 5000), (6001, 86400)]),
        (2, [(301, 2000), (4001, 86400)]),
        (1, [(301, 86400)]),
    ],
)
def test_closest_are_one(most: int, expected: list[tuple[int, int]]) -> None:
    """With too many gaps, the closest ones are merged."""
    times = [0, 300, 1000, 1300, *range(2000, 4001, 400), 5000, *range(5400, 6001, 300)]
    times[-1] = 6000
    assert seconds(times, most) == expected


@given(
    st.lists(st.integers(0, 86399), unique=True, max_size=300).map(sorted),
    st.integers(1, 5),
)
def test_whatever_is_missing_is_in_a_gap(times: list[int], most: int) -> None:
    """All that is far from a reading is covered, in order, and none too many."""
    gaps = seconds(times, most)
    assert len(gaps) <= most
    assert gaps == sorted(gaps)
    every = seconds(times)
    for begin, end in every:
        assert any(first <= begin and end <= last for first, last in gaps)
    if len(every) <= most:
        assert gaps == every
        for begin, end in gaps:
            assert not any(begin <= time < end for time in times)
