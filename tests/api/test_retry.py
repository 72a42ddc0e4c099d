"""Backoff and Retry-After."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.dexcom_cgm.api.retry import (
    MAX_RETRY_AFTER,
    Backoff,
    parse_retry_after,
)


def test_doubles_up_to_the_longest() -> None:
    """Waits double, and stay at the longest for ever."""
    backoff = Backoff(300, 3600, random=lambda: 0.0)
    waits = [backoff.next(0.0) for _ in range(5_000)]
    assert waits[:5] == [600, 1200, 2400, 3600, 3600]
    assert set(waits[5:]) == {3600}
    backoff.reset()
    assert backoff.next(0.0) == 600


def test_jitter() -> None:
    """Clients that fail together do not return together."""
    waits = {Backoff(300, 3600).next(0.0) for _ in range(100)}
    assert len(waits) > 90
    assert all(540 <= wait <= 600 for wait in waits)


def test_a_server_that_says_how_long() -> None:
    """Its wish is kept to the second, up to a day; short wishes do not last."""
    assert Backoff(300, 3600).next(0.0, 1200) == 1200
    assert Backoff(300, 3600).next(0.0, 1e300) == MAX_RETRY_AFTER
    assert Backoff(300, 3600).next(0.0, float("inf")) == MAX_RETRY_AFTER
    backoff = Backoff(300, 3600)
    assert [backoff.next(0.0, 1) for _ in range(6)] == [
        300,
        600,
        1200,
        2400,
        3600,
        3600,
    ]


def test_remaining() -> None:
    """A pending backoff expires with the clock, and a success resets it."""
    backoff = Backoff(300, 3600)
    assert backoff.remaining(5.0) == 0
    backoff.next(100.0, 1000)
    assert backoff.remaining(100.0) == 1000
    assert backoff.remaining(1050.0) == 50
    assert backoff.remaining(2000.0) == 0
    backoff.next(2000.0, 1000)
    backoff.reset()
    assert backoff.remaining(2001.0) == 0


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("120", 120),
        (" 120 ", 120),
        ("0", 0),
        ("-1", None),
        ("1.5", None),
        ("1e3", None),
        ("9" * 400, MAX_RETRY_AFTER),
        ("9" * 20_000, MAX_RETRY_AFTER),
        ("²", None),
        ("nan", None),
        ("inf", None),
        ("soon", None),
        ("Sun, 99 Mar 2026 12:00:00 GMT", None),
        ("Sun, 01 Mar 0001 00:00:00 +2359", 0),
        ("Fri, 31 Dec 9999 23:59:59 -2359", MAX_RETRY_AFTER),
        ("Sun, 01 Mar 2026 12:00:00 -0000", None),
    ],
)
def test_header(header: str | None, seconds: float | None) -> None:
    """Seconds and dates are read; nonsense is as good as no header."""
    assert parse_retry_after(header) == seconds


@given(seconds=st.integers(-(10**6), 10**6))
def test_dates(seconds: int) -> None:
    """A date is the time until then, of 0 to a day."""
    date = datetime.now(UTC) + timedelta(seconds=seconds)
    found = parse_retry_after(format_datetime(date, usegmt=True))
    assert found is not None
    assert abs(found - min(max(seconds, 0), MAX_RETRY_AFTER)) < 3


@given(header=st.text(max_size=30) | st.integers().map(str))
@settings(max_examples=300, deadline=None)
def test_any_header(header: str) -> None:
    """No header does any harm."""
    found = parse_retry_after(header)
    assert found is None or 0 <= found <= MAX_RETRY_AFTER
    wait = Backoff(300, 3600).next(0.0, found)
    assert 270 <= wait <= MAX_RETRY_AFTER
