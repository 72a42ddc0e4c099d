"""All irregular record formats observed from Dexcom."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

type Raw = dict[str, Any]

DUPLICATED = 0.05
FROM_THE_FUTURE = 0.01

_BROKEN: tuple[object, ...] = (
    "not a record",
    None,
    [],
    17,
    {},
    {"recordId": "systemTime is missing", "value": 120},
    {"recordId": "systemTime is a word", "systemTime": "yesterday", "value": 120},
    {"recordId": "systemTime is a number", "systemTime": 1738281000, "value": 120},
    {"recordId": "systemTime is null", "systemTime": None, "value": 120},
)


def _in_zone(time: datetime, offset: timedelta) -> str:
    """Format the time with an offset, which may include seconds."""
    return time.astimezone(timezone(offset)).isoformat()


_TIMES: tuple[Callable[[datetime], str], ...] = (
    lambda time: f"{time:%Y-%m-%dT%H:%M:%S}Z",
    lambda time: f"{time:%Y-%m-%dT%H:%M:%S}+00:00",
    lambda time: f"{time:%Y-%m-%dT%H:%M:%S}",
    lambda time: f"{time:%Y-%m-%dT%H:%M:%S}.438Z",
    lambda time: f"{time:%Y-%m-%dT%H:%M:%S}.007",
    lambda time: f"{time:%Y-%m-%dT%H:%M}Z",
    lambda time: _in_zone(time, timedelta(hours=-8)),
    lambda time: _in_zone(time, timedelta(hours=10, minutes=30)),
    lambda time: _in_zone(time, -timedelta(hours=6, minutes=59, seconds=59)),
)
_MILLISECONDS = {3: 438, 4: 7}
_NO_SECONDS = 5

_FIELDS: dict[str, tuple[Raw, ...]] = {
    "egvs": (
        {"value": None, "status": "low"},
        {"value": None, "status": None, "trend": None, "trendRate": None},
        {"value": str},
        {"value": float},
        {"trend": "sideways", "trendRate": None},
        {"trend": "none"},
        {"trend": "unknown", "trendRate": None},
        {"trend": "rateOutOfRange", "trendRate": -9.5},
        {"status": "ok"},
        {"status": "unknown"},
        {"unit": "unknown", "rateUnit": "unknown"},
        {"unit": None, "rateUnit": ...},
        {"transmitterId": ""},
        {"transmitterId": None, "transmitterTicks": ...},
        {"transmitterTicks": 0},
        {"transmitterId": ..., "transmitterTicks": None},
        {"transmitterGeneration": "g6 pro"},
        {"transmitterGeneration": "g715day", "transmitterGenerationVariant": "g8"},
        {"transmitterGeneration": "unknown", "displayDevice": "unknown"},
        {"displayDevice": "wristwatch", "displayApp": None},
        {"displayDevice": "shareReceiver", "displayApp": "receiver"},
        {"displayDevice": "touchscreenReceiver", "displayApp": "unknown"},
        {"displayApp": "Watch"},
        {"transmitterGeneration": "g5", "displayApp": "G5"},
        {"transmitterGenerationVariant": ...},
        {"trend": ..., "trendRate": ..., "status": ..., "displayApp": ...},
        {"displayTime": None},
        {"displayTime": ...},
        {"somethingNew": {"nested": [1, None, "two"]}, "another": True},
    ),
    "events": (
        {"unit": ...},
        {"value": ...},
        {"value": None, "unit": None},
        {"value": ""},
        {"value": "0.00"},
        {"value": "-1"},
        {"value": "-1.00"},
        {"value": 4},
        {"value": 4.5},
        {"eventType": "unknown", "eventSubType": "unknown", "unit": "unknown"},
        {"eventType": "note"},
        {"eventType": "sleep", "eventSubType": "nap"},
        # A lone surrogate, from an emoji truncated by an app.
        {"eventType": "notes", "value": "Long walk \ud83d", "unit": None},
        {"eventSubType": "inhaled"},
        {"eventStatus": "archived"},
        {"eventStatus": ...},
        {"recordedSystemTime": None, "recordedDisplayTime": None},
        {"recordedSystemTime": ..., "recordedDisplayTime": ...},
        {"transmitterId": "", "displayDevice": "unknown"},
        {"somethingNew": {"nested": [1, None, "two"]}},
    ),
    "alerts": (
        {"alertName": "fixedLow"},
        {"alertName": "unknown"},
        {"alertName": "signalLoss"},
        {"alertState": "unknown"},
        {"alertState": "activeBuzzing"},
        {"alertState": None},
        {"displayApp": ...},
        {"transmitterId": ""},
        {"somethingNew": "x"},
    ),
    "calibrations": (
        {"unit": None},
        {"unit": "unknown"},
        # Ticks as in Dexcom's sample.
        {"transmitterTicks": 2**32 + 85273},
        {"value": "118"},
        {"value": None},
        {"transmitterTicks": ...},
        {"transmitterId": ""},
        {"transmitterGeneration": "g6 pro"},
    ),
}


# Insulin without a type.
_INSULIN: tuple[Raw, ...] = (
    {"eventSubType": None},
    {"eventSubType": ...},
    {"eventSubType": "unknown"},
    {"eventSubType": "rapidActing"},
)


def odd(
    kind: str, raw: Raw, time: int, local: datetime, dice: bytes
) -> tuple[object, datetime | None]:
    """Return the record in an odd format and its parsed time, None if invalid."""
    if dice[0] < 5:
        return _BROKEN[dice[1] % len(_BROKEN)], None
    style = dice[2] % len(_TIMES)
    moment = datetime.fromtimestamp(time, UTC)
    raw["systemTime"] = _TIMES[style](moment)
    if style == _NO_SECONDS:
        moment = moment.replace(second=0)
    moment += timedelta(milliseconds=_MILLISECONDS.get(style, 0))
    raw["displayTime"] = (
        local.isoformat(),
        local.replace(tzinfo=None).isoformat(),
        local.isoformat(timespec="milliseconds"),
        local.isoformat(timespec="minutes"),
        # From a phone whose clock had been moved by a second.
        _in_zone(moment, (local.utcoffset() or timedelta(0)) - timedelta(seconds=1)),
    )[dice[3] % 5]
    if kind == "calibrations" and dice[3] < 128:
        # As in Dexcom's sample of an Android phone.
        raw["systemTime"] = _TIMES[2](moment)
        raw["displayTime"] = local.replace(tzinfo=None).isoformat()
    if dice[4] < 96:
        fields = _FIELDS[kind]
        if raw.get("eventType") == "insulin" and dice[8] < 128:
            fields = _INSULIN
        for key, value in fields[dice[5] % len(fields)].items():
            if value is ...:
                raw.pop(key, None)
            elif isinstance(value, type):
                raw[key] = value(raw[key])
            else:
                raw[key] = value
    return raw, moment


def odd_data_range(answer: Raw) -> Raw:
    """Return the data range without one time and without one kind."""
    events = answer["events"]
    kept = {"start": events["start"]} if events else None
    return {"egvs": answer["egvs"], "events": kept}


def odd_devices(devices: list[Raw]) -> list[object]:
    """Return the devices with odd alert schedules, plus some odd devices."""
    (device,) = devices
    default = device["alertSchedules"][0]
    old = {
        "systemTime": "2023-01-01T00:00:00Z",
        "displayTime": "2023-01-01T10:30:00+10:30",
    }
    default["alertSettings"] += [
        {"alertName": "high", "value": 300, "unit": "mg/dL", "enabled": True, **old},
        {"alertName": "low", "value": None, "unit": "mg/dL", "enabled": True, **old},
        {"alertName": "high", "value": 13.9, "unit": "mmol/L", "enabled": False, **old},
        {"alertName": "fall", "value": -3, "unit": "mg/dL/min", "enabled": True},
        {"alertName": "urgentLow", "value": 55, "snooze": 28, "enabled": True, **old},
        {"alertName": "fixedLow", "value": 55, "unit": "mg/dL", "enabled": True},
        {"alertName": "moonrise", "value": "1", "unit": "moons", "enabled": None},
        "not a setting",
    ]
    default["alertScheduleSettings"]["daysOfWeek"] += ["", "someday"]
    del default["alertScheduleSettings"]["isDefaultSchedule"]
    odd_schedules: list[object] = [
        {
            "alertScheduleSettings": {
                "alertScheduleName": "Evening",
                "isEnabled": True,
                "startTime": "8:00 PM",
                "endTime": "8:00 AM",
                "isActive": None,
                "override": None,
                "daysOfWeek": ["", "monday", "", "friday"],
            },
            "alertSettings": [
                {
                    "alertName": "low",
                    "value": 75,
                    "unit": "mg/dL",
                    "snooze": None,
                    "enabled": True,
                    "systemTime": "2025-03-01T02:00:00",
                    "displayTime": "2025-02-28T19:00:01-06:59:59",
                    "delay": None,
                    "SecondaryTriggerCondition": None,
                    "soundTheme": "jazz",
                    "soundOutputMode": "unknown",
                }
            ],
        },
        {
            "alertScheduleSettings": {
                "alertScheduleName": "Long night",
                "isEnabled": False,
                "startTime": "22:00",
                "endTime": "47:00",
                "daysOfWeek": ["saturday"],
            },
            "alertSettings": [],
        },
        {"alertScheduleSettings": None, "alertSettings": None},
        {},
        "not a schedule",
    ]
    device["alertSchedules"] += odd_schedules
    return [
        device,
        {
            "transmitterGeneration": "g6",
            "displayDevice": "shareReceiver",
            "displayApp": "receiver",
            "transmitterId": "",
            "alertSchedules": [],
        },
        {"transmitterGeneration": "g6 pro", "alertSchedules": None},
        "not a device",
    ]
