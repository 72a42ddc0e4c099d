"""Parsers of Dexcom's devices and their alert settings."""

import re

from ..glucose.models import AlertSchedule, AlertSetting, Device
from .parsing import (
    Json,
    as_bool,
    as_float,
    as_id,
    as_int,
    as_list,
    as_record,
    as_text,
    as_time,
    as_utc,
)

# The app has up to three schedules and nine kinds of alerts.
MAX_SCHEDULES = 50
MAX_SETTINGS = 100
# Empty texts may be among them.
MAX_DAYS = 20
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?\s*([ap]m)?", re.IGNORECASE)


def _parse_setting(raw: object) -> AlertSetting:
    """Parse a member of `alertSettings`; BrokenRecordError if it is no object."""
    raw = as_record(raw)
    return AlertSetting(
        name=as_text(raw.get("alertName")),
        value=as_float(raw.get("value")),
        unit=as_text(raw.get("unit")),
        enabled=as_bool(raw.get("enabled")),
        snooze=as_int(raw.get("snooze")),
        delay=as_int(raw.get("delay")),
        time=as_utc(raw.get("systemTime")),
        display_time=as_time(raw.get("displayTime")),
    )


def parse_schedule(raw: object) -> AlertSchedule:
    """Parse a member of `alertSchedules`; BrokenRecordError if it is no object."""
    raw = as_record(raw)
    head = _object(raw.get("alertScheduleSettings"))
    override = _object(head.get("override"))
    days = head.get("daysOfWeek")
    return AlertSchedule(
        name=as_text(head.get("alertScheduleName")),
        is_enabled=as_bool(head.get("isEnabled")),
        is_default=as_bool(head.get("isDefaultSchedule")),
        is_active=as_bool(head.get("isActive")),
        start=_minutes(head.get("startTime")),
        end=_minutes(head.get("endTime")),
        days=tuple(
            day.lower()
            for member in (days[:MAX_DAYS] if isinstance(days, list) else ())
            if (day := as_text(member))
        ),
        override_mode=(
            as_text(override.get("mode"))
            if as_bool(override.get("isOverrideEnabled"))
            else None
        ),
        override_end=as_utc(override.get("endTime")),
        settings=as_list(raw.get("alertSettings"), _parse_setting, MAX_SETTINGS),
    )


def parse_device(raw: object) -> Device:
    """Parse a record of `devices`; BrokenRecordError if it is no object."""
    raw = as_record(raw)
    return Device(
        transmitter_id=as_id(raw.get("transmitterId")),
        generation=as_text(raw.get("transmitterGeneration")),
        variant=as_text(raw.get("transmitterGenerationVariant")),
        display_device=as_text(raw.get("displayDevice")),
        display_app=as_text(raw.get("displayApp")),
        last_upload=as_utc(raw.get("lastUploadDate")),
        schedules=as_list(raw.get("alertSchedules"), parse_schedule, MAX_SCHEDULES),
    )


def _object(raw: object) -> Json:
    """Return a JSON object, an empty one for anything else."""
    return raw if isinstance(raw, dict) else {}


def _minutes(raw: object) -> int | None:
    """Return the minutes after midnight of "0:00", "8:00 AM" or "47:59"."""
    if not isinstance(raw, str) or not (match := _CLOCK.fullmatch(raw.strip())):
        return None
    hours, minutes, half = int(match[1]), int(match[2]), match[3]
    if half:
        hours = hours % 12 + (12 if half.lower() == "pm" else 0)
    return hours * 60 + minutes if minutes < 60 else None
