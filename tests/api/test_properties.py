"""Whatever JSON Dexcom sends, nothing raises and no valid record is lost."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.dexcom_cgm.api import DexcomAnswerError
from custom_components.dexcom_cgm.api.client import _PARSE_CHUNK, MAX_RECORDS, _parse
from custom_components.dexcom_cgm.api.devices import parse_device
from custom_components.dexcom_cgm.api.parsing import BrokenRecordError
from custom_components.dexcom_cgm.api.records import (
    DataRange,
    parse_alert,
    parse_calibration,
    parse_event,
    parse_reading,
)
from custom_components.dexcom_cgm.glucose import CurrentGlucose, ReadingLog

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Record(Protocol):
    """A record with an id."""

    record_id: str


scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.datetimes().map(lambda time: time.isoformat())
    | st.sampled_from(["mg/dL", "mmol/L", "high", "8:00 AM", "47:00", "-06:59:59"])
)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=10), inner, max_size=3)
    ),
    max_leaves=8,
)
FIELDS = [
    "recordId",
    "systemTime",
    "displayTime",
    "value",
    "status",
    "trend",
    "trendRate",
    "unit",
    "rateUnit",
    "transmitterId",
    "transmitterTicks",
    "transmitterGeneration",
    "displayDevice",
    "eventType",
    "eventSubType",
    "eventStatus",
    "recordedSystemTime",
    "alertName",
    "alertState",
    "alertSchedules",
    "lastUploadDate",
    "egvs",
    "events",
    "calibrations",
    "userId",
]
SETTINGS = [
    "alertScheduleSettings",
    "alertSettings",
    "isEnabled",
    "startTime",
    "endTime",
    "daysOfWeek",
    "override",
    "isActive",
    "alertName",
    "value",
    "snooze",
    "systemTime",
]
schedules = st.lists(
    anything
    | st.dictionaries(
        st.sampled_from(SETTINGS),
        anything | st.dictionaries(st.sampled_from(SETTINGS), anything, max_size=5),
        max_size=5,
    ),
    max_size=3,
)
records = anything | st.dictionaries(
    st.sampled_from(FIELDS), anything | schedules, max_size=12
)
PARSERS: tuple[Callable[[object], Any], ...] = (
    parse_reading,
    parse_event,
    parse_alert,
    parse_calibration,
    parse_device,
    DataRange.from_json,
)


def parsed[T](
    answer: dict[str, Any], parse: Callable[[object], T]
) -> tuple[list[T], int]:
    """Parse a response to its end without yielding to an event loop."""
    reading = _parse(answer, parse, MAX_RECORDS)
    while True:
        try:
            reading.send(None)
        except StopIteration as end:
            found: tuple[list[T], int, set[str]] = end.value
            return found[:2]


@given(raw=records)
@settings(max_examples=500, deadline=None)
def test_any_json(raw: object) -> None:
    """A parser returns a record or says that it is broken, and nothing else."""
    for parse in PARSERS:
        try:
            record = parse(raw)
        except BrokenRecordError:
            continue
        hash(record)
        for name in ("time", "last_upload", "recorded_time"):
            time = getattr(record, name, None)
            assert time is None or time.tzinfo is UTC
        value = getattr(record, "value", None)
        assert value is None or 39 <= value <= 401


@given(answer=st.dictionaries(st.sampled_from(["records", "userId"]), anything))
@settings(max_examples=200, deadline=None)
def test_any_answer(answer: dict[str, Any]) -> None:
    """An answer gives records, or an error of its own."""
    for parse in PARSERS:
        try:
            found, skipped = parsed(answer, parse)
        except DexcomAnswerError:
            continue
        assert len(found) + skipped == len(answer["records"])


@given(
    minutes=st.lists(st.integers(0, 3000), max_size=20, unique=True),
    broken=st.lists(records, max_size=20),
    order=st.randoms(),
)
@settings(max_examples=200, deadline=None)
def test_valid_records_are_not_lost(
    minutes: list[int], broken: list[object], order: Any
) -> None:
    """Valid records among broken ones are all read, in whatever order."""
    valid = [
        {
            "recordId": f"valid-{minute}",
            "systemTime": (NOW - timedelta(minutes=minute)).isoformat(),
            "value": 40 + minute % 300,
        }
        for minute in minutes
    ]
    raw = [*valid, *broken]
    order.shuffle(raw)
    found, _ = parsed({"records": raw}, parse_reading)
    ids = {reading.record_id for reading in found}
    assert {record["recordId"] for record in valid} <= ids

    log = ReadingLog()
    log.add(found)
    log.add(reversed(found))
    assert {record["recordId"] for record in valid} <= {
        reading.record_id
        for reading in log.between(
            datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
        )
    }
    current = CurrentGlucose.from_log(log, NOW)
    if minutes:
        assert current is not None
        assert current.reading.time >= NOW - timedelta(minutes=min(minutes))
        assert current.age(NOW) >= timedelta(0)


def test_long_answers_are_read_in_turns() -> None:
    """The parser yields before each chunk, and nothing is lost between two."""
    raw: list[object] = [
        {"recordId": str(number), "systemTime": NOW.isoformat()}
        for number in range(2 * _PARSE_CHUNK + 1)
    ]
    raw[_PARSE_CHUNK] = "broken"
    chunks = _parse({"records": raw}, parse_reading, MAX_RECORDS)
    assert [chunks.send(None) for _ in range(3)] == [None] * 3
    with pytest.raises(StopIteration) as end:
        chunks.send(None)
    found, skipped, _ = end.value.value
    assert [reading.record_id for reading in found] == [
        str(number) for number in range(len(raw)) if number != _PARSE_CHUNK
    ]
    assert skipped == 1
