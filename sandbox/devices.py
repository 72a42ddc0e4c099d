"""The devices of made-up people and their alert settings."""

from datetime import datetime
from typing import Any

from .oddities import odd_devices
from .people import Character, Person
from .physiology import day_of, digest, session_of

type Raw = dict[str, Any]

_WEEK = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
_SET_AT = {
    "systemTime": "2025-04-05T17:53:03Z",
    "displayTime": "2025-04-05T10:53:03-07:00",
}


def _settings(character: Character, low: int) -> list[Raw]:
    """Return alert settings in the person's own unit."""
    limits = character.alerts
    mmol = character.unit == "mmol/L"

    def setting(
        name: str, value: float | None, unit: str, snooze: int | None = None
    ) -> Raw:
        return {
            "alertName": name,
            "value": value,
            "unit": unit,
            "snooze": snooze,
            "enabled": True,
            **_SET_AT,
            "delay": None,
            "secondaryTriggerCondition": None,
            "soundTheme": "modern",
            "soundOutputMode": "match",
        }

    def glucose(value: int) -> float:
        return round(value / 18.018, 1) if mmol else value

    settings = [
        setting("high", glucose(limits.high), character.unit, 120),
        setting("low", glucose(low), character.unit, 30),
        setting("outOfRange", 20, "minutes"),
        setting("noReadings", 20, "minutes"),
    ]
    if limits.urgent_low is not None:
        value = glucose(limits.urgent_low)
        settings.append(setting("urgentLow", value, character.unit, 30))
        settings.append(setting("urgentLowSoon", value, character.unit, 30))
    if limits.rate is not None:
        rate, unit = (0.2, "mmol/L/min") if mmol else (limits.rate, "mg/dL/min")
        settings.append(setting("rise", rate, unit))
        settings.append(setting("fall", rate, unit))
    return settings


def _schedule(
    name: str, start: str, end: str, settings: list[Raw], active: bool | None
) -> Raw:
    """Return a schedule of alerts for every day of the week."""
    return {
        "alertScheduleSettings": {
            "alertScheduleName": name,
            "isEnabled": True,
            "isDefaultSchedule": not name,
            "startTime": start,
            "endTime": end,
            "isActive": active,
            "override": {
                "isOverrideEnabled": False,
                "mode": "unknown",
                "endTime": None,
            },
            "daysOfWeek": list(_WEEK),
        },
        "alertSettings": settings,
    }


def devices_of(person: Person, uploaded: datetime) -> list[object]:
    """Return the devices of a generated person as of the last upload."""
    character = person.character
    assert character
    limits = character.alerts
    schedules = []
    if character.device != "receiver":
        settings = _settings(character, limits.low)
        schedules.append(_schedule("", "00:00", "00:00", settings, None))
        if limits.night_low is not None:
            settings = _settings(character, limits.night_low)
            schedules.append(_schedule("Night", "22:00", "07:00", settings, None))
    session = session_of(day_of(person.id, uploaded.timestamp()))
    device: Raw = {
        "transmitterGeneration": character.generation,
        "displayDevice": character.device,
        "displayApp": character.app,
        "lastUploadDate": f"{uploaded:%Y-%m-%dT%H:%M:%S}Z",
        "transmitterId": digest(person.id, "transmitter", session).hex(),
        "alertSchedules": schedules,
    }
    if character.variant:
        device["transmitterGenerationVariant"] = character.variant
    return odd_devices([device]) if character.odd else [device]
