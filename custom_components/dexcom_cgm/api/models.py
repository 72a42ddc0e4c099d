"""The records that Dexcom returns, typed.

All glucose is in mg/dL and all times named `time` are UTC. Words of Dexcom (trend,
status, event type, …) are kept as they came, so that one nobody has heard of yet is
not lost. Source: Dexcom's OpenAPI description of version 3, and what its clients met.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Self

from .parsing import (
    MG_DL_PER_MMOL_L,
    BrokenRecordError,
    Json,
    as_float,
    as_id,
    as_int,
    as_record,
    as_text,
    as_time,
    as_utc,
    required_utc,
)

BELOW_RANGE = 39
ABOVE_RANGE = 401


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

    A tuple, as 25,920 of them come in ninety days and it takes least to make.
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

    @classmethod
    def from_json(cls, raw: object) -> Self:
        """Read a record of `egvs`; BrokenRecordError without id or time."""
        raw = as_record(raw)
        get = raw.get
        # In the order of the fields: names would double what this takes.
        return cls(
            _record_id(raw),
            required_utc(raw, "systemTime"),
            as_time(get("displayTime")),
            _glucose(raw),
            as_text(get("status")),
            as_text(get("trend")),
            _rate(raw),
            as_id(get("transmitterId")),
            as_int(get("transmitterTicks")),
            as_text(get("transmitterGeneration")),
            as_text(get("transmitterGenerationVariant")),
            as_text(get("displayDevice")),
            as_text(get("displayApp")),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something the person logged: carbs, insulin, exercise, health, notes, ….

    `amount` is the number in `value` (grams, units, minutes, mg/dL), None where there
    is none or it is negative, Dexcom's way to say "not given"; `text` is `value` as
    it came.
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

    @classmethod
    def from_json(cls, raw: object) -> Self:
        """Read a record of `events`; BrokenRecordError without id or time."""
        raw = as_record(raw)
        amount = as_float(raw.get("value"))
        return cls(
            record_id=_record_id(raw),
            time=required_utc(raw, "systemTime"),
            display_time=as_time(raw.get("displayTime")),
            recorded_time=as_utc(raw.get("recordedSystemTime")),
            status=as_text(raw.get("eventStatus")),
            type=as_text(raw.get("eventType")),
            subtype=as_text(raw.get("eventSubType")),
            amount=amount if amount is not None and amount >= 0 else None,
            text=as_text(raw.get("value")),
            unit=as_text(raw.get("unit")),
            transmitter_id=as_id(raw.get("transmitterId")),
            generation=as_text(raw.get("transmitterGeneration")),
            display_device=as_text(raw.get("displayDevice")),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """An alert that a display device raised, and what became of it."""

    record_id: str
    time: datetime
    display_time: datetime | None = None
    name: str | None = None
    state: str | None = None
    transmitter_id: str | None = None
    generation: str | None = None
    display_device: str | None = None
    display_app: str | None = None

    @classmethod
    def from_json(cls, raw: object) -> Self:
        """Read a record of `alerts`; BrokenRecordError without id or time."""
        raw = as_record(raw)
        return cls(
            record_id=_record_id(raw),
            time=required_utc(raw, "systemTime"),
            display_time=as_time(raw.get("displayTime")),
            name=as_text(raw.get("alertName")),
            state=as_text(raw.get("alertState")),
            transmitter_id=as_id(raw.get("transmitterId")),
            generation=as_text(raw.get("transmitterGeneration")),
            display_device=as_text(raw.get("displayDevice")),
            display_app=as_text(raw.get("displayApp")),
        )


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

    @classmethod
    def from_json(cls, raw: object) -> Self:
        """Read a record of `calibrations`; BrokenRecordError without id or time."""
        raw = as_record(raw)
        return cls(
            record_id=_record_id(raw),
            time=required_utc(raw, "systemTime"),
            display_time=as_time(raw.get("displayTime")),
            value=_glucose(raw),
            transmitter_id=as_id(raw.get("transmitterId")),
            ticks=as_int(raw.get("transmitterTicks")),
            generation=as_text(raw.get("transmitterGeneration")),
            display_device=as_text(raw.get("displayDevice")),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSpan:
    """First and last time of a kind of record; either may be unknown."""

    start: datetime | None = None
    end: datetime | None = None

    @classmethod
    def from_json(cls, raw: object) -> Self | None:
        """Read a block of `dataRange`; None where there is none."""
        if not isinstance(raw, dict):
            return None
        return cls(start=_moment(raw.get("start")), end=_moment(raw.get("end")))


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRange:
    """From when to when an account has data; None for a kind without any."""

    user_id: str | None = None
    calibrations: TimeSpan | None = None
    egvs: TimeSpan | None = None
    events: TimeSpan | None = None

    @classmethod
    def from_json(cls, raw: object) -> Self:
        """Read the answer of `dataRange`; BrokenRecordError if it is no object."""
        raw = as_record(raw)
        return cls(
            user_id=as_id(raw.get("userId")),
            calibrations=TimeSpan.from_json(raw.get("calibrations")),
            egvs=TimeSpan.from_json(raw.get("egvs")),
            events=TimeSpan.from_json(raw.get("events")),
        )


def _moment(raw: object) -> datetime | None:
    """Return the system time of a moment of `dataRange`, in UTC."""
    return as_utc(raw.get("systemTime")) if isinstance(raw, dict) else None


def _record_id(raw: Json) -> str:
    """Return the id that Dexcom promises for every record."""
    record_id = as_id(raw.get("recordId"))
    if record_id is None:
        raise BrokenRecordError("no recordId")
    return record_id


def _glucose(raw: Json) -> int | None:
    """Return a glucose value in mg/dL.

    Dexcom reports mg/dL always, but its schema allows mmol/L: no sensor reports
    less than 39 mg/dL, so a smaller number so marked is taken at its word. Other
    numbers below 39 measure nothing.
    """
    number = raw.get("value")
    if type(number) is int and BELOW_RANGE <= number <= ABOVE_RANGE:
        return number
    value = as_float(number)
    if value is None:
        return {"low": BELOW_RANGE, "high": ABOVE_RANGE}.get(str(raw.get("status")))
    if 0 < value < BELOW_RANGE and raw.get("unit") == "mmol/L":
        value *= MG_DL_PER_MMOL_L
    if value < BELOW_RANGE:
        return None
    return min(round(value), ABOVE_RANGE)


def _rate(raw: Json) -> float | None:
    """Return a rate of change in mg/dL per minute."""
    rate = as_float(raw.get("trendRate"))
    if rate is not None and raw.get("rateUnit") == "mmol/L/min":
        rate *= MG_DL_PER_MMOL_L
    return rate
