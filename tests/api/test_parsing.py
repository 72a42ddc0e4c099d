"""Texts and ids, which Home Assistant must be able to store and send."""

from hypothesis import given, settings, strategies as st
import orjson
import pytest

from custom_components.dexcom_cgm.api.devices import (
    MAX_SCHEDULES,
    MAX_SETTINGS,
    parse_device,
)
from custom_components.dexcom_cgm.api.parsing import (
    MAX_ID,
    MAX_TEXT,
    BrokenRecordError,
    as_id,
    as_text,
)
from custom_components.dexcom_cgm.api.records import parse_event


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a", "a"),
        (" a b ", "a b"),
        ("", None),
        (" \n", None),
        ("\0", None),
        ("walk \ud83d", "walk \ufffd"),
        ("\udc00\ud83d", "\ufffd\ufffd"),
        ("👩\u200d🚀 é\u00a0ü", "👩\u200d🚀 é\u00a0ü"),
        ("a\0b\x1bc\x7fd\x85e", "a b c d e"),
        ("a\nb\tc", "a\nb\tc"),
        ("x" * 5000, "x" * MAX_TEXT),
        (5, "5"),
        (-0.5, "-0.5"),
        (2**64, str(2**64)),
        (10**500, None),
        (float("nan"), None),
        (float("inf"), None),
        (True, None),
        (None, None),
        ([], None),
    ],
)
def test_text(raw: object, text: str | None) -> None:
    """A text is clean and not too long, or none."""
    assert as_text(raw) == text


@given(
    raw=st.text(st.characters(codec=None))
    | st.text(st.sampled_from("\ud83d\ude00\0\x7f \nx"))
    | st.integers()
    | st.floats()
)
@settings(max_examples=500, deadline=None)
def test_any_text(raw: object) -> None:
    """Home Assistant can serialize every text, and PostgreSQL can store it."""
    text = as_text(raw)
    if text is None:
        return
    assert orjson.loads(orjson.dumps(text)) == text
    assert "\0" not in text
    assert 0 < len(text) <= MAX_TEXT
    assert as_text(text) == text


def test_long_ids() -> None:
    """An id is never cut off: it could become that of another record."""
    assert as_id("x" * MAX_ID) == "x" * MAX_ID
    assert as_id("x" * (MAX_ID + 1)) is None
    with pytest.raises(BrokenRecordError):
        parse_event({"recordId": "x" * 1000, "systemTime": "2026-03-01T12:00:00"})


def test_many_settings() -> None:
    """A device has a bounded number of schedules and settings."""
    setting = {"alertName": "low", "value": 70}
    schedule = {
        "alertScheduleSettings": {"daysOfWeek": ["", *["sunday"] * 1000]},
        "alertSettings": [setting] * 10_000,
    }
    device = parse_device({"alertSchedules": [schedule] * 200})
    assert len(device.schedules) == MAX_SCHEDULES
    assert len(device.schedules[0].settings) == MAX_SETTINGS
    assert len(device.schedules[0].days) < 50
