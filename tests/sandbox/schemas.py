"""What Dexcom's answers look like, as documented: a check that owes nothing to sandbox/.

Types, enumerations and required keys are those of Dexcom's OpenAPI file for v3. The
lenient variant takes what clients have seen beyond it, in any record.
"""

from collections.abc import Callable
from datetime import datetime
import re
from typing import Any

from voluptuous import PREVENT_EXTRA, All, Any as AnyOf, In, Invalid, Optional, Schema

type Check = Callable[[Any], Any]

_MINUTES_OF_DAY = r"([01]\d|2[0-3]):[0-5]\d"


def _text(pattern: str) -> Check:
    """Return a check of a text."""
    compiled = re.compile(pattern)

    def check(value: Any) -> Any:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            raise Invalid(f"{value!r} is not of the form {pattern}")
        return value

    return check


def _whole(least: int, most: int, step: int = 1) -> Check:
    """Return a check of a whole number."""

    def check(value: Any) -> Any:
        if type(value) is not int or not least <= value <= most or value % step:
            raise Invalid(f"{value!r} is not a whole number of {least} to {most}")
        return value

    return check


def _rate(value: Any) -> Any:
    """Check a rate in mg/dL/min."""
    if type(value) not in {int, float} or not -8 <= value <= 8:
        raise Invalid(f"{value!r} is no rate")
    return value


UUID = _text(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
HASH = _text(r"[0-9a-f]{64}")
DATE_TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?"
SYSTEM_TIME = _text(DATE_TIME + r"(Z|\+00:00)?")
DISPLAY_TIME = _text(DATE_TIME + r"(Z|[+-]\d\d:\d\d(:\d\d)?)?")
SERVER_TIME = _text(DATE_TIME + "Z")
TICKS = _whole(0, 2**63 - 1)
GENERATION = In(["unknown", "g6", "g6+", "g6Pro", "g7"])
VARIANT = In(["d1+", "g6", "g7", "g715day"])
DEVICE = In(["unknown", "receiver", "iOS", "android"])
# Dexcom has receivers with a touch screen; clients have met this name, too.
RECEIVER = In(["unknown", "receiver", "iOS", "android", "touchscreenReceiver"])
APP = AnyOf(None, In(["G6", "G7", "G7Android", "DexcomOne", "D1G7"]))
TRENDS = {
    "doubleUp": (3, 8),
    "singleUp": (2, 3),
    "fortyFiveUp": (1, 2),
    "flat": (-1, 1),
    "fortyFiveDown": (-2, -1),
    "singleDown": (-3, -2),
    "doubleDown": (-8, -3),
}
UNITS_OF_EVENTS = {
    "insulin": "units",
    "carbs": "grams",
    "exercise": "minutes",
    "bloodGlucose": "mg/dL",
    "health": None,
    "notes": None,
}
SUB_TYPES: dict[str, set[str | None]] = {
    "insulin": {"fastActing", "longActing"},
    "exercise": {"light", "medium", "heavy"},
    "health": {
        "illness",
        "stress",
        "highSymptoms",
        "lowSymptoms",
        "cycle",
        "alcohol",
    },
    "carbs": {None},
    "notes": {None},
    "bloodGlucose": {None},
}
ALERTS = (
    "unknown",
    "high",
    "low",
    "rise",
    "fall",
    "outOfRange",
    "urgentLow",
    "urgentLowSoon",
    "noReadings",
)

_WORN = {
    "recordId": UUID,
    "systemTime": SYSTEM_TIME,
    "displayTime": DISPLAY_TIME,
    "transmitterId": AnyOf(None, HASH),
    "transmitterGeneration": GENERATION,
    "transmitterGenerationVariant": VARIANT,
    "displayDevice": DEVICE,
}


def _same_moment(record: Any) -> Any:
    """Check that both times of a record are one, where the offset is written."""
    system, display = (
        datetime.fromisoformat(record[key]) for key in ("systemTime", "displayTime")
    )
    if (display.tzinfo is None) != (system.tzinfo is None):
        raise Invalid("one time has an offset and the other has none")
    if system.tzinfo is not None and system != display:
        raise Invalid("systemTime and displayTime are not the same moment")
    return record


def _consistent_reading(record: Any) -> Any:
    """Check a reading's status by its value, and its trend by its rate."""
    value = record["value"]
    status = "low" if value == 39 else "high" if value == 401 else None
    if record["status"] != status:
        raise Invalid(f"status {record['status']} at {value}")
    rate = record["trendRate"]
    if rate is None:
        if record["trend"] not in {"none", "notComputable"}:
            raise Invalid(f"trend {record['trend']} without a rate")
        return record
    least, most = TRENDS.get(record["trend"], (0, 0))
    falling = record["trend"].endswith("Down")
    fits = least < rate <= most if falling else least <= rate < most
    if not fits and (record["trend"], rate) != ("doubleUp", 8):
        raise Invalid(f"trend {record['trend']} at {rate}")
    return record


def _consistent_event(record: Any) -> Any:
    """Check an event's unit, subtype and value by its type."""
    kind = record["eventType"]
    if record["unit"] != UNITS_OF_EVENTS[kind]:
        raise Invalid(f"{kind} in {record['unit']}")
    if record["eventSubType"] not in SUB_TYPES[kind]:
        raise Invalid(f"{kind} of type {record['eventSubType']}")
    if record["unit"] and not re.fullmatch(r"\d+(\.\d+)?", record["value"]):
        raise Invalid(f"{kind} of {record['value']!r}")
    return record


EGV = All(
    Schema(
        {
            **_WORN,
            "displayDevice": RECEIVER,
            "transmitterTicks": TICKS,
            "value": AnyOf(None, _whole(39, 401)),
            "status": AnyOf(None, In(["high", "low"])),
            "trend": In([*TRENDS, "none", "notComputable", "rateOutOfRange"]),
            "trendRate": AnyOf(None, _rate),
            "unit": "mg/dL",
            "rateUnit": "mg/dL/min",
            "displayApp": APP,
        },
        required=True,
    ),
    _same_moment,
    _consistent_reading,
)
EVENT = All(
    Schema(
        {
            **_WORN,
            "eventStatus": In(["created", "updated", "deleted"]),
            "eventType": In(list(UNITS_OF_EVENTS)),
            "eventSubType": AnyOf(None, str),
            "value": str,
            "unit": AnyOf(None, In(["grams", "mg/dL", "minutes", "units"])),
            Optional("recordedSystemTime"): AnyOf(None, SYSTEM_TIME),
            Optional("recordedDisplayTime"): AnyOf(None, DISPLAY_TIME),
        },
        required=True,
    ),
    _same_moment,
    _consistent_event,
)
ALERT = All(
    Schema(
        {
            **_WORN,
            "alertName": In(ALERTS),
            "alertState": In(
                ["unknown", "inactive", "activeSnoozed", "activeAlarming"]
            ),
            "displayApp": APP,
        },
        required=True,
    ),
    _same_moment,
)
CALIBRATION = All(
    Schema(
        {
            **_WORN,
            "transmitterTicks": TICKS,
            "value": _whole(20, 600),
            "unit": "mg/dL",
        },
        required=True,
    ),
    _same_moment,
)


def _consistent_setting(setting: Any) -> Any:
    """Check an alert setting's value and unit by its name."""
    values = {
        "high": (_whole(120, 400, 10), "mg/dL"),
        "low": (_whole(60, 100, 5), "mg/dL"),
        "urgentLow": (_whole(55, 55), "mg/dL"),
        "urgentLowSoon": (_whole(55, 55), "mg/dL"),
        "rise": (_whole(2, 3), "mg/dL/min"),
        "fall": (_whole(2, 3), "mg/dL/min"),
        "outOfRange": (_whole(20, 240), "minutes"),
        "noReadings": (_whole(20, 240), "minutes"),
    }
    check, unit = values[setting["alertName"]]
    check(setting["value"])
    if setting["unit"] != unit:
        raise Invalid(f"{setting['alertName']} in {setting['unit']}")
    return setting


def _once(settings: Any) -> Any:
    """Check that no alert is set twice."""
    names = [setting["alertName"] for setting in settings]
    if len(names) != len(set(names)):
        raise Invalid("an alert is set twice")
    return settings


SETTING = All(
    Schema(
        {
            "alertName": In(ALERTS),
            "value": AnyOf(None, int),
            "unit": In(["mg/dL", "mg/dL/min", "minutes"]),
            "snooze": AnyOf(None, _whole(1, 600)),
            "enabled": bool,
            "systemTime": AnyOf(None, SYSTEM_TIME),
            "displayTime": AnyOf(None, DISPLAY_TIME),
            "delay": AnyOf(None, int),
            "secondaryTriggerCondition": AnyOf(None, int),
            "soundTheme": In([None, "unknown", "modern", "classic"]),
            "soundOutputMode": In([None, "unknown", "sound", "vibrate", "match"]),
        },
        required=True,
    ),
    _consistent_setting,
)
_DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
SCHEDULE = Schema(
    {
        "alertScheduleSettings": {
            "alertScheduleName": str,
            "isEnabled": bool,
            "isDefaultSchedule": bool,
            "startTime": _text(_MINUTES_OF_DAY),
            "endTime": _text(_MINUTES_OF_DAY),
            "isActive": AnyOf(None, bool),
            "override": AnyOf(
                None,
                {
                    "isOverrideEnabled": bool,
                    "mode": In(["unknown", "quiet", "vibrate"]),
                    "endTime": AnyOf(None, DISPLAY_TIME),
                },
            ),
            "daysOfWeek": [In(_DAYS)],
        },
        "alertSettings": All([SETTING], _once),
    },
    required=True,
)
DEVICE_RECORD = Schema(
    {
        "lastUploadDate": SERVER_TIME,
        "transmitterId": AnyOf(None, HASH),
        "transmitterGeneration": GENERATION,
        "transmitterGenerationVariant": VARIANT,
        "displayDevice": RECEIVER,
        "displayApp": APP,
        "alertSchedules": [SCHEDULE],
    },
    required=True,
)


def _wrapper(record_type: Any, records: Any) -> Schema:
    """Return a schema of an answer with records."""
    return Schema(
        {
            "recordType": record_type,
            "recordVersion": "3.0",
            "userId": HASH,
            "records": records,
        },
        required=True,
        extra=PREVENT_EXTRA,
    )


MOMENT = Schema({"systemTime": SYSTEM_TIME, "displayTime": DISPLAY_TIME}, required=True)
RANGE = AnyOf(None, Schema({"start": MOMENT, "end": MOMENT}, required=True))
DATA_RANGE = Schema(
    {
        "recordType": "dataRange",
        "recordVersion": "3.0",
        "userId": HASH,
        "calibrations": RANGE,
        "egvs": RANGE,
        "events": RANGE,
    },
    required=True,
)
ANSWERS = {
    "egvs": _wrapper("egv", [EGV]),
    "events": _wrapper("event", [EVENT]),
    "alerts": _wrapper("alert", [ALERT]),
    "calibrations": _wrapper("calibration", [CALIBRATION]),
    "devices": _wrapper("device", [DEVICE_RECORD]),
    "dataRange": DATA_RANGE,
}

# What is seen in the field besides: any key may be missing, null or of another type.
_SCALAR = AnyOf(None, bool, int, float, str)
_LOOSE: dict[Any, Any] = {
    Optional(key): _SCALAR
    for key in (
        *_WORN,
        *("transmitterTicks", "value", "status", "trend", "trendRate", "unit"),
        *("rateUnit", "displayApp", "eventStatus", "eventType", "eventSubType"),
        *("recordedSystemTime", "recordedDisplayTime", "alertName", "alertState"),
        "another",
    )
} | {Optional("somethingNew"): object}
_LOOSE_DEVICE = Schema(
    {
        Optional("lastUploadDate"): _SCALAR,
        Optional("alertSchedules"): AnyOf(None, [object]),
        **{Optional(key): _SCALAR for key in (*_WORN, "displayApp")},
    }
)
# A broken record may be anything.
_LOOSE_RECORD = AnyOf(Schema(_LOOSE), str, int, None, [])
ODD_ANSWERS = {
    "egvs": _wrapper("egv", [_LOOSE_RECORD]),
    "events": _wrapper(In(["event", "events"]), [_LOOSE_RECORD]),
    "alerts": _wrapper(In(["alert", "alerts"]), [_LOOSE_RECORD]),
    "calibrations": _wrapper(In(["calibration", "calibrations"]), [_LOOSE_RECORD]),
    "devices": _wrapper("device", [AnyOf(_LOOSE_DEVICE, str)]),
    "dataRange": Schema(
        {
            "recordType": "dataRange",
            "recordVersion": "3.0",
            "userId": HASH,
            Optional("calibrations"): object,
            Optional("egvs"): object,
            Optional("events"): object,
        },
        required=True,
    ),
}

ERROR = Schema(
    {
        "message": str,
        Optional("errors"): [Schema({"parameter": str, "detail": str}, required=True)],
    },
    required=True,
)
TOKEN_ERROR = Schema(
    {
        "error": In(
            [
                "invalid_client",
                "invalid_grant",
                "invalid_request",
                "unauthorized_client",
                "unsupported_grant_type",
            ]
        )
    },
    required=True,
)
TOKEN = Schema(
    {
        "access_token": str,
        "expires_in": _whole(1, 86_400),
        "token_type": "Bearer",
        "refresh_token": str,
        "refresh_expires_in": 0,
        "not-before-policy": str,
        "session_state": UUID,
    },
    required=True,
)
