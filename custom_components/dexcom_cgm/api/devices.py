"""Devices as Dexcom returns them, with the alert settings of the person."""

from dataclasses import dataclass
from datetime import datetime
import re
from typing import Self

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

# The app has up to two schedules beside the default one, and nine kinds of alerts.
MAX_SCHEDULES = 50
MAX_SETTINGS = 100
# Empty texts come among them.
MAX_DAYS = 20
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?\s*([ap]m)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSetting:
    """What one alert is set to.

    `value` is in `unit` (mg/dL, mmol/L, mg/dL/min, mmol/L/min or minutes); `snooze`
    and `delay` are in minutes. `time` is when it was set, UTC.
    """

    name: str | None = None
    value: float | None = None
    unit: str | None = None
    enabled: bool | None = None
    snooze: int | None = None
    delay: int | None = None
    time: datetime | None = None
    display_time: datetime | None = None

    @classmethod
    def from_json(cls, raw: object) -> Self:
        """Read a member of `alertSettings`; BrokenRecordError if it is no object."""
        raw = as_record(raw)
        return cls(
            name=as_text(raw.get("alertName")),
            value=as_float(raw.get("value")),
            unit=as_text(raw.get("unit")),
            enabled=as_bool(raw.get("enabled")),
            snooze=as_int(raw.get("snooze")),
            delay=as_int(raw.get("delay")),
            time=as_utc(raw.get("systemTime")),
            display_time=as_time(raw.get("displayTime")),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSchedule:
    """Alert settings and when they are in force.

    `start` and `end` are minutes after local midnight; an `end` of more than 1,440
    lies in the following day. `days` are English names in lower case. The default
    schedule is in force whenever no other is.
    """

    name: str | None = None
    is_enabled: bool | None = None
    is_default: bool | None = None
    is_active: bool | None = None
    start: int | None = None
    end: int | None = None
    days: tuple[str, ...] = ()
    override_mode: str | None = None
    override_end: datetime | None = None
    settings: tuple[AlertSetting, ...] = ()

    @classmethod
    def from_json(cls, raw: object) -> Self:
        """Read a member of `alertSchedules`; BrokenRecordError if it is no object."""
        raw = as_record(raw)
        head = _object(raw.get("alertScheduleSettings"))
        override = _object(head.get("override"))
        days = head.get("daysOfWeek")
        return cls(
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
            settings=as_list(
                raw.get("alertSettings"), AlertSetting.from_json, MAX_SETTINGS
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A phone or receiver that shows glucose, with its transmitter.

    `last_upload` is the time of Dexcom's server, UTC.
    """

    transmitter_id: str | None = None
    generation: str | None = None
    variant: str | None = None
    display_device: str | None = None
    display_app: str | None = None
    last_upload: datetime | None = None
    schedules: tuple[AlertSchedule, ...] = ()

    @classmethod
    def from_json(cls, raw: object) -> Self:
        """Read a record of `devices`; BrokenRecordError if it is no object."""
        raw = as_record(raw)
        return cls(
            transmitter_id=as_id(raw.get("transmitterId")),
            generation=as_text(raw.get("transmitterGeneration")),
            variant=as_text(raw.get("transmitterGenerationVariant")),
            display_device=as_text(raw.get("displayDevice")),
            display_app=as_text(raw.get("displayApp")),
            last_upload=as_utc(raw.get("lastUploadDate")),
            schedules=as_list(
                raw.get("alertSchedules"), AlertSchedule.from_json, MAX_SCHEDULES
            ),
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
