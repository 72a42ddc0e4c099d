"""The records of a continuous glucose monitor.

Glucose is in mg/dL. Times named `time` are UTC. Dexcom's own words (trend, status,
event type, …) are kept as they came, so that unknown values are not lost. Source:
Dexcom's OpenAPI description of version 3.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from .ranges import ABOVE_RANGE, BELOW_RANGE


class Trend(StrEnum):
    """Dexcom's words for the direction and speed of glucose."""

    DOUBLE_UP = "doubleUp"
    SINGLE_UP = "singleUp"
    FORTY_FIVE_UP = "fortyFiveUp"
    FLAT = "flat"
    FORTY_FIVE_DOWN = "fortyFiveDown"
    SINGLE_DOWN = "singleDown"
    DOUBLE_DOWN = "doubleDown"


class Reading(NamedTuple):
    """An estimated glucose value (egv).

    `value` is in mg/dL, 39 below and 401 above what a sensor can measure, None where
    there is none; `trend_rate` in mg/dL per minute; `ticks` in seconds since the
    transmitter started. `display_time` is what the device showed, with its offset
    where the device sends one.

    A tuple, as it is the fastest to create: ninety days have 25,920 readings.
    """

    record_id: str
    time: datetime
    display_time: datetime | None = None
    value: int | None = None
    status: str | None = None
    trend: str | None = None
    trend_rate: float | None = None
    transmitter_id: str | None = None
    ticks: int | None = None
    generation: str | None = None
    variant: str | None = None
    display_device: str | None = None
    display_app: str | None = None

    @property
    def is_measured(self) -> bool:
        """Return whether the value lies within what the sensor can measure."""
        return self.value is not None and BELOW_RANGE < self.value < ABOVE_RANGE


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedEvent:
    """An event that the person logged: carbs, insulin, exercise, health, notes, ….

    `amount` is the number in `value` (grams, units, minutes, mg/dL), None where there
    is none or it is negative, Dexcom's marker for "not given"; `text` is `value` as
    text.
    """

    record_id: str
    time: datetime
    display_time: datetime | None = None
    recorded_time: datetime | None = None
    status: str | None = None
    type: str | None = None
    subtype: str | None = None
    amount: float | None = None
    text: str | None = None
    unit: str | None = None
    transmitter_id: str | None = None
    generation: str | None = None
    display_device: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """An alert of a display device, and its state."""

    record_id: str
    time: datetime
    display_time: datetime | None = None
    name: str | None = None
    state: str | None = None
    transmitter_id: str | None = None
    generation: str | None = None
    display_device: str | None = None
    display_app: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """A finger-stick value, in mg/dL, that calibrated the sensor."""

    record_id: str
    time: datetime
    display_time: datetime | None = None
    value: int | None = None
    transmitter_id: str | None = None
    ticks: int | None = None
    generation: str | None = None
    display_device: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSetting:
    """The setting of an alert.

    `value` is in `unit` (mg/dL, mmol/L, mg/dL/min, mmol/L/min or minutes); `snooze`
    and `delay` are in minutes. `time` is the time of the setting, UTC.
    """

    name: str | None = None
    value: float | None = None
    unit: str | None = None
    enabled: bool | None = None
    snooze: int | None = None
    delay: int | None = None
    time: datetime | None = None
    display_time: datetime | None = None


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
