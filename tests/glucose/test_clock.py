"""Tests of intervals measured on a clock that may be wrong."""

from datetime import UTC, datetime, timedelta

import pytest

from custom_components.dexcom_cgm.glucose.clock import is_due

_NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("since", "due"),
    [
        (timedelta(0), False),
        (_HOUR - timedelta(seconds=1), False),
        (_HOUR, True),
        (2 * _HOUR, True),
        (3650 * _DAY, True),
        (-timedelta(seconds=1), True),
        (-2 * _HOUR, True),
        (-3650 * _DAY, True),
    ],
)
def test_due_when_an_interval_has_passed_or_the_clock_was_ahead(
    since: timedelta, due: bool
) -> None:
    """Work done an hour ago, or in the future, is due again."""
    assert is_due(_NOW - since, _HOUR, _NOW) is due


def test_due_when_never_done() -> None:
    """Work that was never done is due."""
    assert is_due(None, _HOUR, _NOW)


def test_always_due_without_an_interval() -> None:
    """Work without an interval is always due."""
    assert is_due(_NOW, timedelta(0), _NOW)
