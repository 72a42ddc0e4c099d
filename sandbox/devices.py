"""Devices of simulated people and their alert settings."""

from datetime import datetime
from typing import Any

from .oddities import odd_devices
from .people import Character, Person
from .sensors import sensor_at

type Raw = dict[str, Any]

_WEEK = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
_SET_AT = {
    "systemTime": "2025-04-05T17:53:03Z",
    "displayTime": "2025-04-05T10:53:03-07:00",
}


def _settings(character: Character, low: int) -> list[Raw]:
    """Return alert settings."""
    limits = character.alerts

    def setting(
        name: str, value: int | None, unit: str, snooze: int | None = None
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

    # Always in mg/dL, regardless of the app's display unit.
    settings = [
        setting("high", limits.high, "mg/dL", 120),
        setting("low", low, "mg/dL", 30),
        setting("outOfRange", 20, "minutes"),
        setting("noReadings", 20, "minutes"),
    ]
    if limits.urgent_low is not None:
        settings.append(setting("urgentLow", limits.urgent_low, "mg/dL", 30))
        settings.append(setting("urgentLowSoon", limits.urgent_low, "mg/dL", 30))
    if limits.rate is not None:
        settings.append(setting("rise", limits.rate, "mg/dL/min"))
        settings.append(setting("fall", limits.rate, "mg/dL/min"))
    return settings


def _schedule(
    name: str, start: str, end: str, settings: list[Raw], active: bool | None
) -> Raw:
    """Return an alert schedule for every day of the week."""
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
    device: Raw = {
        "transmitterGeneration": character.generation,
        "transmitterGenerationVariant": character.variant,
        "displayDevice": character.device,
        "displayApp": character.app,
        "lastUploadDate": f"{uploaded:%Y-%m-%dT%H:%M:%S}Z",
        "transmitterId": sensor_at(person, uploaded.timestamp()).transmitter,
        "alertSchedules": schedules,
    }
    if character.odd:
        return odd_devices([device])
    devices: list[object] = [device]
    if character.receiver:
        devices.append(
            device
            | {
                "displayDevice": character.receiver,
                "displayApp": None,
                "alertSchedules": [],
            }
        )
    if character.second_sensor:
        second = sensor_at(person, uploaded.timestamp(), 1)
        devices.append(
            device | {"displayDevice": "android", "transmitterId": second.transmitter}
        )
    return devices
