"""Devices and alert schedules are read in every form that Dexcom sends."""

from datetime import UTC, datetime
from typing import Any

import pytest

from custom_components.dexcom_cgm.api.devices import parse_device, parse_schedule
from custom_components.dexcom_cgm.api.parsing import BrokenRecordError
from custom_components.dexcom_cgm.glucose import AlertSchedule, AlertSetting, Device


def _schedule(**settings: object) -> AlertSchedule:
    """Return a schedule read from these settings."""
    return parse_schedule({"alertScheduleSettings": settings})


def test_device() -> None:
    """A complete device is read."""
    raw: dict[str, Any] = {
        "transmitterGeneration": "g7",
        "displayDevice": "android",
        "displayApp": "G7Android",
        "lastUploadDate": "2021-11-09T15:57:34Z",
        "alertSchedules": [
            {
                "alertScheduleSettings": {
                    "alertScheduleName": "",
                    "isEnabled": True,
                    "isDefaultSchedule": True,
                    "startTime": "00:00",
                    "endTime": "00:00",
                    "isActive": False,
                    "override": {
                        "isOverrideEnabled": True,
                        "mode": "quiet",
                        "endTime": "2021-07-05T10:49:22.123-07:00",
                    },
                    "daysOfWeek": ["Sunday", "monday", ""],
                },
                "alertSettings": [
                    {
                        "systemTime": "2021-04-05T17:53:03Z",
                        "displayTime": "2021-04-05T10:52:48-06:59:59",
                        "alertName": "rise",
                        "value": 3,
                        "unit": "mg/dL/min",
                        "snooze": None,
                        "enabled": False,
                    },
                    "broken",
                ],
            },
            None,
        ],
    }
    device = parse_device(raw)
    assert device.generation == "g7"
    assert device.last_upload == datetime(2021, 11, 9, 15, 57, 34, tzinfo=UTC)
    (schedule,) = device.schedules
    assert schedule.name is None
    assert schedule.is_enabled is True
    assert schedule.is_default is True
    assert schedule.is_active is False
    assert (schedule.start, schedule.end) == (0, 0)
    assert schedule.days == ("sunday", "monday")
    assert schedule.override_mode == "quiet"
    assert schedule.override_end == datetime(2021, 7, 5, 17, 49, 22, 123000, UTC)
    (setting,) = schedule.settings
    assert setting == AlertSetting(
        name="rise",
        value=3,
        unit="mg/dL/min",
        enabled=False,
        time=datetime(2021, 4, 5, 17, 53, 3, tzinfo=UTC),
        display_time=datetime.fromisoformat("2021-04-05T10:52:48-06:59:59"),
    )


def test_device_with_the_least() -> None:
    """Everything about a device may be missing."""
    assert parse_device({}) == Device()
    assert parse_device({"alertSchedules": "none"}) == Device()
    assert parse_schedule({"alertScheduleSettings": []}) == AlertSchedule()
    with pytest.raises(BrokenRecordError):
        parse_device("a phone")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("00:00", 0),
        ("0:00", 0),
        ("8:00 AM", 480),
        ("8:30pm", 1230),
        ("12:00 AM", 0),
        ("12:15 PM", 735),
        ("22:00:00", 1320),
        ("47:59", 2879),
        ("8:75", None),
        ("noon", None),
        (800, None),
        (None, None),
    ],
)
def test_clock_times(text: object, minutes: int | None) -> None:
    """Clock times are minutes after midnight, up to the end of the next day."""
    assert _schedule(startTime=text).start == minutes


def test_an_override_counts_only_while_enabled() -> None:
    """A mode that is not enabled is none."""
    override = {"isOverrideEnabled": False, "mode": "quiet"}
    assert _schedule(override=override).override_mode is None
    assert _schedule(override=None).override_mode is None


@pytest.mark.parametrize(
    ("raw", "expected"), [(True, True), ("TRUE", True), ("false", False), (1, None)]
)
def test_truth_values(raw: object, expected: bool | None) -> None:
    """Truth values may be texts."""
    assert _schedule(isEnabled=raw).is_enabled is expected
