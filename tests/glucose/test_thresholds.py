"""Thresholds come from the alert schedule in force, in every form it is sent in."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from custom_components.dexcom_cgm.api.devices import parse_device
from custom_components.dexcom_cgm.glucose import (
    Device,
    Reading,
    Thresholds,
    shown_in_mmol_l,
)

# A Wednesday.
DAY = datetime(2026, 3, 4, tzinfo=UTC)
WEEK = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
]


def schedule(
    settings: dict[str, Any] | list[dict[str, Any]], name: str = "", **head: Any
) -> dict[str, Any]:
    """Return a schedule as Dexcom sends it."""
    if isinstance(settings, dict):
        settings = [
            {"alertName": alert, "value": value, "unit": "mg/dL", "enabled": True}
            for alert, value in settings.items()
        ]
    return {
        "alertScheduleSettings": {
            "alertScheduleName": name,
            "isEnabled": True,
            "isDefaultSchedule": not name,
            "startTime": "00:00",
            "endTime": "00:00",
            "daysOfWeek": WEEK,
            **head,
        },
        "alertSettings": settings,
    }


def device(
    *schedules: dict[str, Any], uploaded: str = "2026-03-01T00:00:00Z"
) -> Device:
    """Return a device with schedules."""
    return parse_device({"lastUploadDate": uploaded, "alertSchedules": list(schedules)})


def at(clock: str, day: int = 0) -> datetime:
    """Return a local time on a day after the Wednesday."""
    hours, minutes = clock.split(":")
    return DAY + timedelta(days=day, hours=int(hours), minutes=int(minutes))


def low(*devices: Device, local: datetime = DAY) -> int:
    """Return the threshold for low at a local time."""
    return Thresholds.in_force(devices, Reading(record_id="r", time=local), local).low


def test_usual_thresholds() -> None:
    """Without settings the usual thresholds count."""
    usual = Thresholds(low=70, urgent_low=55, high=250)
    reading = Reading(record_id="r", time=DAY)
    assert Thresholds.in_force((), reading, DAY) == usual
    assert Thresholds.in_force([device()], reading, DAY) == usual
    assert Thresholds.in_force([device(schedule({}))], reading, DAY) == usual


def test_all_thresholds() -> None:
    """Low, urgent low and high are read; what is missing is usual."""
    settings = schedule({"low": 80, "urgentLow": 60, "high": 180, "rise": 3})
    reading = Reading(record_id="r", time=DAY)
    assert Thresholds.in_force([device(settings)], reading, DAY) == Thresholds(
        low=80, urgent_low=60, high=180
    )
    older = schedule({"fixedLow": 58})
    assert Thresholds.in_force([device(older)], reading, DAY).urgent_low == 58
    both = schedule({"fixedLow": 58, "urgentLow": 60})
    assert Thresholds.in_force([device(both)], reading, DAY).urgent_low == 60


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (3.9, "mmol/L", 70),
        (4.4, "mmol/L", 79),
        (80, None, 80),
        ("80", "mg/dL", 80),
        (None, "mg/dL", 70),
        (3, "mg/dL/min", 70),
        (-80, "mg/dL", 70),
        (800, "mg/dL", 70),
        (20, "minutes", 70),
    ],
)
def test_values(value: object, unit: object, expected: int) -> None:
    """Values are converted, and what cannot be one does not count."""
    settings = [{"alertName": "low", "value": value, "unit": unit}]
    assert low(device(schedule(settings))) == expected


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("low", 3.9, 70),
        ("urgentLow", 3.1, 56),
        ("high", 10.0, 181),
        ("high", 13.9, 251),
    ],
)
def test_set_in_mmol(name: str, value: float, expected: int) -> None:
    """A reading shown as the threshold is not low, not high, and urgently low."""
    settings = [{"alertName": name, "value": value, "unit": "mmol/L"}]
    reading = Reading(record_id="r", time=DAY)
    found = Thresholds.in_force([device(schedule(settings))], reading, DAY)
    assert expected in (found.low, found.urgent_low, found.high)
    alike = [each for each in range(39, 402) if shown_in_mmol_l(each) == value]
    assert not any(found.is_low(each) for each in alike if name == "low")
    assert not any(found.is_high(each) for each in alike if name == "high")
    assert all(found.is_urgent_low(each) for each in alike if name == "urgentLow")


def test_halves() -> None:
    """Half values are rounded away from zero."""
    settings = [{"alertName": "low", "value": 80.5, "unit": "mg/dL"}]
    assert low(device(schedule(settings))) == 81


def test_duplicates() -> None:
    """Of two settings of the same name the newest counts, wherever it stands."""
    newer = {"alertName": "low", "value": 80, "systemTime": "2026-02-01T00:00:00Z"}
    older = {"alertName": "low", "value": 90, "systemTime": "2026-01-01T00:00:00Z"}
    undated = {"alertName": "low", "value": 100}
    for settings in ([newer, older, undated], [undated, older, newer]):
        assert low(device(schedule(settings))) == 80


@pytest.mark.parametrize(
    ("head", "local", "in_force"),
    [
        ({"startTime": "22:00", "endTime": "07:00"}, at("22:00"), True),
        ({"startTime": "22:00", "endTime": "07:00"}, at("21:59"), False),
        ({"startTime": "22:00", "endTime": "07:00"}, at("06:59"), True),
        ({"startTime": "22:00", "endTime": "07:00"}, at("07:00"), False),
        ({"startTime": "22:00", "endTime": "31:00"}, at("06:59"), True),
        ({"startTime": "22:00", "endTime": "31:00"}, at("07:00"), False),
        ({"startTime": "22:00", "endTime": "47:59"}, at("21:59"), True),
        ({"startTime": "8:00 AM", "endTime": "5:00 PM"}, at("16:59"), True),
        ({"startTime": "8:00 AM", "endTime": "5:00 PM"}, at("17:00"), False),
        ({"startTime": "0:00", "endTime": "0:00"}, at("12:00"), True),
        ({"startTime": "soon", "endTime": "07:00"}, at("06:00"), False),
        ({"isEnabled": False}, at("12:00"), False),
        ({"isActive": False}, at("12:00"), True),
        ({"daysOfWeek": ["wednesday"]}, at("12:00"), True),
        ({"daysOfWeek": ["Thursday", ""]}, at("12:00"), False),
        ({"daysOfWeek": ["", "someday"]}, at("12:00"), True),
        ({"daysOfWeek": None}, at("12:00"), True),
        (
            {
                "daysOfWeek": ["wednesday"],
                "startTime": "22:00",
                "endTime": "07:00",
            },
            at("03:00", 1),
            True,
        ),
        (
            {
                "daysOfWeek": ["wednesday"],
                "startTime": "22:00",
                "endTime": "07:00",
            },
            at("03:00"),
            False,
        ),
        (
            {"daysOfWeek": ["sunday"], "startTime": "22:00", "endTime": "07:00"},
            at("03:00", 5),
            True,
        ),
        (
            {
                "override": {
                    "isOverrideEnabled": True,
                    "mode": "quiet",
                    "endTime": "2026-03-05T00:00:00Z",
                }
            },
            at("12:00"),
            True,
        ),
    ],
)
def test_schedules(head: dict[str, Any], local: datetime, in_force: bool) -> None:
    """A schedule counts on its days and times, the default one at all others."""
    night = schedule({"low": 90}, "Night", **head)
    for schedules in ((night, schedule({"low": 75})), (schedule({"low": 75}), night)):
        assert low(device(*schedules), local=local) == (90 if in_force else 75)


def test_only_a_schedule_that_is_not_in_force() -> None:
    """Without a default schedule, the only one applies."""
    night = schedule({"low": 90}, "Night", startTime="22:00", endTime="23:00")
    assert low(device(night)) == 90


def test_devices() -> None:
    """The device that uploaded last counts, and one without schedules does not."""
    phone = device(schedule({"low": 80}), uploaded="2026-03-02T00:00:00Z")
    old = device(schedule({"low": 90}), uploaded="2026-03-01T00:00:00Z")
    never = device(schedule({"low": 100}), uploaded="")
    receiver = device(uploaded="2026-03-03T00:00:00Z")
    assert low(old, receiver, never, phone) == 80
    assert low(never) == 100


def test_the_clock_of_the_person() -> None:
    """A traveller's schedule goes by the time that the phone shows."""
    night = schedule({"low": 90}, "Night", startTime="22:00", endTime="07:00")
    devices = [device(night, schedule({"low": 75}))]
    noon = DAY + timedelta(hours=12)
    tokyo = noon.astimezone(timezone(timedelta(hours=9)))
    receiver = tokyo.replace(tzinfo=None)
    for shown, expected in ((tokyo, 75), (receiver, 75), (None, 75)):
        reading = Reading(record_id="r", time=noon, display_time=shown)
        assert Thresholds.in_force(devices, reading, noon).low == expected
    late = Reading(
        record_id="r",
        time=noon,
        display_time=noon.astimezone(timezone(timedelta(hours=11))),
    )
    assert Thresholds.in_force(devices, late, noon).low == 90
