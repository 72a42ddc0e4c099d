"""Every form in which Dexcom sends records is read, and nothing is lost."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from custom_components.dexcom_cgm.api.parsing import BrokenRecordError
from custom_components.dexcom_cgm.api.records import (
    DataRange,
    parse_alert,
    parse_calibration,
    parse_event,
    parse_reading,
)
from custom_components.dexcom_cgm.glucose import Reading

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

EGV: dict[str, Any] = {
    "recordId": "2cab70ee-d3b4-5a34-9aa9-767513ab72bd",
    "systemTime": "2026-03-01T12:00:00Z",
    "displayTime": "2026-03-01T04:00:00-08:00",
    "transmitterId": "ab" * 32,
    "transmitterTicks": 85273,
    "value": 101,
    "status": None,
    "trend": "flat",
    "trendRate": -0.4,
    "unit": "mg/dL",
    "rateUnit": "mg/dL/min",
    "displayDevice": "iOS",
    "transmitterGeneration": "g7",
    "transmitterGenerationVariant": "g715day",
    "displayApp": "G7",
}


def test_reading() -> None:
    """A complete record is read field by field."""
    assert parse_reading(EGV) == Reading(
        record_id="2cab70ee-d3b4-5a34-9aa9-767513ab72bd",
        time=NOON,
        display_time=datetime(2026, 3, 1, 4, tzinfo=timezone(timedelta(hours=-8))),
        value=101,
        status=None,
        trend="flat",
        trend_rate=-0.4,
        transmitter_id="ab" * 32,
        ticks=85273,
        generation="g7",
        variant="g715day",
        display_device="iOS",
        display_app="G7",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-01T12:00:00Z", NOON),
        ("2026-03-01T12:00:00+00:00", NOON),
        ("2026-03-01T12:00:00", NOON),
        ("2026-03-01T12:00", NOON),
        ("2026-03-01T12:00Z", NOON),
        ("2026-03-01T04:00:00-08:00", NOON),
        ("2026-03-01T05:00:01-06:59:59", NOON),
        ("2026-03-01T12:00:00.438Z", NOON + timedelta(milliseconds=438)),
        (" 2026-03-01T12:00:00Z ", NOON),
    ],
)
def test_system_time(text: str, expected: datetime) -> None:
    """All forms of a time are read; without an offset it is UTC."""
    reading = parse_reading({**EGV, "systemTime": text})
    assert reading.time == expected
    assert reading.time.tzinfo is UTC


def test_display_time_is_kept_as_shown() -> None:
    """The time that the device showed keeps its offset, or its lack of one."""
    reading = parse_reading({**EGV, "displayTime": "2021-04-05T10:52:48-06:59:59"})
    assert reading.display_time is not None
    assert reading.display_time.utcoffset() == -timedelta(
        hours=6, minutes=59, seconds=59
    )
    receiver = parse_reading({**EGV, "displayTime": "2021-04-05T10:52:48"})
    assert receiver.display_time is not None
    assert receiver.display_time.tzinfo is None


@pytest.mark.parametrize(
    ("key", "missing"),
    [
        ("recordId", None),
        ("recordId", ""),
        ("recordId", []),
        ("recordId", True),
        ("systemTime", None),
        ("systemTime", ""),
        ("systemTime", "nonsense"),
        ("systemTime", 5),
        ("systemTime", {}),
        ("systemTime", "0001-01-01T00:00:00+05:00"),
    ],
)
def test_reading_without_id_or_time_is_broken(key: str, missing: object) -> None:
    """Only a record that cannot be placed is given up."""
    with pytest.raises(BrokenRecordError):
        parse_reading({**EGV, key: missing})
    with pytest.raises(BrokenRecordError):
        parse_reading({name: EGV[name] for name in EGV if name != key})


@pytest.mark.parametrize("raw", [None, "record", 7, [], True])
def test_record_that_is_no_object(raw: object) -> None:
    """Anything but an object is broken."""
    for parse in (
        parse_reading,
        parse_event,
        parse_alert,
        parse_calibration,
        DataRange.from_json,
    ):
        with pytest.raises(BrokenRecordError):
            parse(raw)


def test_reading_with_the_least() -> None:
    """An id and a time are enough."""
    assert parse_reading(
        {"recordId": "a", "systemTime": "2026-03-01T12:00:00Z"}
    ) == Reading(record_id="a", time=NOON)


def test_unknown_words_are_kept() -> None:
    """An unknown word is kept."""
    reading = parse_reading(
        {**EGV, "trend": "sideways", "transmitterGeneration": "g9", "extra": [1]}
    )
    assert reading.trend == "sideways"
    assert reading.generation == "g9"


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ({"value": 101}, 101),
        ({"value": "101"}, 101),
        ({"value": 101.4}, 101),
        ({"value": 39, "status": "low"}, 39),
        ({"value": 401, "status": "high"}, 401),
        ({"value": 480}, 401),
        ({"value": None}, None),
        ({"value": None, "status": "low"}, 39),
        ({"value": None, "status": "high"}, 401),
        ({"value": None, "status": []}, None),
        ({"value": 12}, None),
        ({"value": -1}, None),
        ({"value": True}, None),
        ({"value": "nan"}, None),
        ({"value": "inf"}, None),
        ({"value": 10**400}, None),
        ({"value": 5.5, "unit": "mmol/L"}, 99),
        ({"value": 101, "unit": "mmol/L"}, 101),
        ({"value": 101, "unit": "unknown"}, 101),
    ],
)
def test_value(raw: dict[str, Any], value: int | None) -> None:
    """Values are whole mg/dL, and what is none is None."""
    reading = parse_reading({**EGV, **raw})
    assert reading.value == value


@pytest.mark.parametrize(
    ("value", "measured"),
    [(39, False), (40, True), (400, True), (401, False), (None, False)],
)
def test_is_measured(value: int | None, measured: bool) -> None:
    """39 and 401 stand for what the sensor cannot measure."""
    assert Reading(record_id="a", time=NOON, value=value).is_measured is measured


def test_rate_in_mmol() -> None:
    """A rate in mmol/L is converted."""
    reading = parse_reading({**EGV, "trendRate": 0.1, "rateUnit": "mmol/L/min"})
    assert reading.trend_rate == pytest.approx(1.8016)


@pytest.mark.parametrize(
    ("raw", "amount", "text"),
    [
        ("400", 400, "400"),
        (400, 400, "400"),
        ("2.5", 2.5, "2.5"),
        ("-1", None, "-1"),
        ("-1.00", None, "-1.00"),
        ("", None, None),
        (None, None, None),
        ("0.00", 0, "0.00"),
        ("lunch was late", None, "lunch was late"),
    ],
)
def test_event_value(raw: object, amount: float | None, text: str | None) -> None:
    """The number of an event is read, and its text kept."""
    event = parse_event(
        {
            "recordId": "e",
            "systemTime": "2026-03-01T12:00:00Z",
            "displayTime": "2026-03-01T13:00:00+01:00",
            "recordedSystemTime": "2026-03-01T12:10:00Z",
            "eventStatus": "created",
            "eventType": "insulin",
            "eventSubType": "longActing",
            "value": raw,
            "unit": "units",
        }
    )
    assert (event.amount, event.text) == (amount, text)
    assert event.recorded_time == NOON + timedelta(minutes=10)
    assert (event.type, event.subtype, event.unit) == ("insulin", "longActing", "units")


def test_alert_and_calibration() -> None:
    """Alerts and calibrations are read."""
    raw = {"recordId": "a", "systemTime": "2022-12-05T15:00:25.438Z"}
    alert = parse_alert({**raw, "alertName": "high", "alertState": "inactive"})
    assert (alert.name, alert.state) == ("high", "inactive")
    calibration = parse_calibration({**raw, "value": 120, "unit": None})
    assert calibration.value == 120


def test_data_range() -> None:
    """Blocks and moments of a data range may be missing."""
    moment = {"systemTime": "2026-03-01T12:00:00", "displayTime": "x"}
    data_range = DataRange.from_json(
        {
            "userId": "u",
            "egvs": {"start": moment, "end": None},
            "events": {},
            "calibrations": None,
        }
    )
    assert data_range.user_id == "u"
    assert data_range.egvs is not None
    assert data_range.egvs.start == NOON
    assert data_range.egvs.end is None
    assert data_range.events is not None
    assert data_range.events.start is None
    assert data_range.calibrations is None
