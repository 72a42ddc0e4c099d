"""Lenient parsing of the values in Dexcom's JSON."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
import re
from typing import Any

type Json = Mapping[str, Any]

# Notes are shorter than this; so are ids, which are UUIDs and hashes of 64 characters.
MAX_TEXT = 1000
MAX_ID = 200
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Longer integers are no ids, and slow to convert to text.
_MAX_NUMBER = 10**20

# Tuples, as a union is created at each evaluation.
_NUMBER = (int, float)
_NUMBER_OR_TEXT = (int, float, str)


class BrokenRecordError(ValueError):
    """A record lacks a required field."""


def as_record(raw: object) -> Json:
    """Return a JSON object; BrokenRecordError for anything else."""
    if not isinstance(raw, dict):
        raise BrokenRecordError("not an object")
    return raw


def as_text(raw: object) -> str | None:
    """Return a non-empty text, numbers as text; None for anything else.

    Surrogates and control characters other than line breaks and tabs are replaced, as
    Home Assistant and its databases refuse them. Long texts are truncated.
    """
    if isinstance(raw, str):
        text = raw.strip()
        if len(text) > MAX_TEXT or not text.isprintable():
            text = _CONTROL.sub(" ", _SURROGATE.sub("\ufffd", text))[:MAX_TEXT].strip()
        return text or None
    if raw is None or isinstance(raw, bool) or not isinstance(raw, _NUMBER):
        return None
    return str(raw) if -_MAX_NUMBER < raw < _MAX_NUMBER else None


def as_id(raw: object) -> str | None:
    """Return an id, None for a text that is too long."""
    text = as_text(raw)
    return None if text is None or len(text) > MAX_ID else text


def as_float(raw: object) -> float | None:
    """Return a finite number, also from a text; None for anything else."""
    if type(raw) is float:
        number = raw
    elif isinstance(raw, bool) or not isinstance(raw, _NUMBER_OR_TEXT):
        return None
    else:
        try:
            number = float(raw)
        except ValueError, OverflowError:
            return None
    return number if abs(number) < 1e15 else None


def as_int(raw: object) -> int | None:
    """Return an integer, rounded; None for anything else."""
    if type(raw) is int and -(2**53) < raw < 2**53:
        return raw
    number = as_float(raw)
    return None if number is None else round(number)


def as_bool(raw: object) -> bool | None:
    """Return a boolean, also from a text; None for anything else."""
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str):
        return {"true": True, "false": False}.get(raw.strip().lower())
    return None


def as_time(raw: object) -> datetime | None:
    """Return a time, with its offset if it has one; None for anything else.

    Parses all formats that Dexcom sends: Z, an offset with or without seconds, no offset,
    milliseconds, no seconds.
    """
    if not isinstance(raw, str):
        return None
    try:
        return datetime.fromisoformat(raw.strip())
    except ValueError:
        return None


def as_utc(raw: object) -> datetime | None:
    """Return a time in UTC; a time without an offset is UTC."""
    time = as_time(raw)
    if time is None or time.tzinfo is UTC:
        return time
    if time.tzinfo is None:
        return time.replace(tzinfo=UTC)
    try:
        return time.astimezone(UTC)
    except OverflowError, ValueError:
        return None


def required_utc(raw: Json, key: str) -> datetime:
    """Return the time of a key in UTC; BrokenRecordError without one."""
    time = as_utc(raw.get(key))
    if time is None:
        raise BrokenRecordError(f"no {key}")
    return time


def as_list[T](raw: object, parse: Callable[[object], T], limit: int) -> tuple[T, ...]:
    """Return the valid members of a list, up to a limit."""
    if not isinstance(raw, list):
        return ()
    members = []
    for member in raw[:limit]:
        try:
            members.append(parse(member))
        except BrokenRecordError:
            continue
    return tuple(members)
