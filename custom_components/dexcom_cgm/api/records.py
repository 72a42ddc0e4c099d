"""Parsers of Dexcom's readings, events, alerts, calibrations and data ranges."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from ..glucose.models import Alert, Calibration, LoggedEvent, Reading
from ..glucose.ranges import ABOVE_RANGE, BELOW_RANGE, MG_DL_PER_MMOL_L
from .parsing import (
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


def parse_reading(raw: object) -> Reading:
    """Parse a record of `egvs`; BrokenRecordError without id or time."""
    raw = as_record(raw)
    get = raw.get
    # Positional arguments, as keywords would double the time.
    return Reading(
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


def parse_event(raw: object) -> LoggedEvent:
    """Parse a record of `events`; BrokenRecordError without id or time."""
    raw = as_record(raw)
    amount = as_float(raw.get("value"))
    return LoggedEvent(
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


def parse_alert(raw: object) -> Alert:
    """Parse a record of `alerts`; BrokenRecordError without id or time."""
    raw = as_record(raw)
    return Alert(
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


def parse_calibration(raw: object) -> Calibration:
    """Parse a record of `calibrations`; BrokenRecordError without id or time."""
    raw = as_record(raw)
    return Calibration(
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
        """Parse a block of `dataRange`; None without one."""
        if not isinstance(raw, dict):
            return None
        return cls(start=_moment(raw.get("start")), end=_moment(raw.get("end")))


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRange:
    """The time ranges of an account's data; None for a kind without any."""

    user_id: str | None = None
    calibrations: TimeSpan | None = None
    egvs: TimeSpan | None = None
    events: TimeSpan | None = None

    @classmethod
    def from_json(cls, raw: object) -> Self:
        """Parse the answer of `dataRange`; BrokenRecordError if it is no object."""
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
    """Return the id of a record; BrokenRecordError without one."""
    record_id = as_id(raw.get("recordId"))
    if record_id is None:
        raise BrokenRecordError("no recordId")
    return record_id


def _glucose(raw: Json) -> int | None:
    """Return a glucose value in mg/dL.

    Dexcom reports mg/dL, but its schema allows mmol/L: as no sensor reports less than 39
    mg/dL, a smaller number with that unit is converted. Other numbers below 39 are not
    values.
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
