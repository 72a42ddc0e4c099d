"""Serialized records and the periods in which they are visible."""

from collections.abc import Iterator
from datetime import UTC, datetime
import json
from math import inf
from typing import Any, NamedTuple

from . import oddities
from .people import PHONES, Character, Person
from .physiology import zone_of
from .sensors import DAY, HOUR, digest, sensor_at

type Raw = dict[str, Any]

UPLOAD_BLOCK = 3 * HOUR

_LUMP_HOUR = 20

encode = json.JSONEncoder(separators=(",", ":")).encode


class Reading(NamedTuple):
    """A sensor reading."""

    time: datetime
    value: int


class Version(NamedTuple):
    """A version of a record, visible from a number of seconds after its time.

    `value` is set if it is a reading that counts.
    """

    time: float
    late: float
    until: float
    record_id: str
    text: str
    value: int | None = None


def identifier(random: bytes, index: int | None = None) -> str:
    """Return an identifier in Dexcom's format."""
    text = random.hex()
    start = f"{text[:8]}-{text[8:12]}-5{text[13:16]}-a{text[17:20]}-{text[20:28]}"
    return start + (text[28:32] if index is None else f"{index:04x}")


def character_of(person: Person) -> Character:
    """Return the character of a generated person."""
    assert person.character
    return person.character


def times_of(person: Person, time: int, device: str) -> tuple[str, str]:
    """Return systemTime and displayTime in a device's format."""
    local = datetime.fromtimestamp(time, zone_of(character_of(person))).isoformat()
    system = datetime.fromtimestamp(time, UTC).isoformat()[:19]
    # Receivers omit the offset.
    return (system + "Z", local) if device in PHONES else (system, local[:19])


def lateness(person: Person, time: int) -> float:
    """Return the upload lag of a record in seconds, in addition to the delay."""
    character = character_of(person)
    if character.uploads == "daily":
        local = datetime.fromtimestamp(time, zone_of(character))
        upload = local.replace(hour=_LUMP_HOUR, minute=0, second=0)
        return (upload - local).total_seconds() % DAY
    if character.uploads == "patchy":
        block = time // UPLOAD_BLOCK
        random = digest(person.id, "upload", block)
        end = (block + 1) * UPLOAD_BLOCK - time
        if random[0] < 40:
            return end + (1.5 + random[1] / 25) * DAY
        if random[0] < 160:
            return end + (2 + random[1] / 17.1) * HOUR
    return 0


def versions(
    person: Person, kind: str, time: int, text: str, late: float
) -> Iterator[Version]:
    """Yield the versions of a record of an odd or patchy person."""
    raw = json.loads(text)
    record_id = raw["recordId"]
    random = digest(person.id, kind, "version", record_id)
    if character_of(person).odd:
        local = datetime.fromtimestamp(time, zone_of(character_of(person)))
        out, moment = oddities.odd(kind, raw, time, local, random)
        if random[6] < oddities.FROM_THE_FUTURE * 256:
            late = -26 * HOUR
        value = raw.get("value") if kind == "egvs" and moment else None
        value = None if value is None else int(value)
        written_time = moment.timestamp() if moment else time
        version = Version(written_time, late, inf, record_id, encode(out), value)
        yield version
        if random[7] < oddities.DUPLICATED * 256:
            yield version
        return
    change = inf
    if kind == "egvs" and random[0] < 12:
        change = late + HOUR
        first = max(40, min(400, raw["value"] + random[1] % 16 - 20))
        yield Version(time, late, change, record_id, encode(raw | {"value": first}))
    elif kind == "events" and random[0] < 72:
        change = late + 2 * HOUR
        yield Version(time, late, change, record_id, text)
        raw["eventStatus"] = "updated" if random[0] < 48 else "deleted"
        if raw["eventStatus"] == "updated" and raw["value"].isdecimal():
            raw["value"] = str(int(raw["value"]) + 1)
        text = encode(raw)
    value = raw["value"] if kind == "egvs" else None
    late = late if change == inf else change
    yield Version(time, late, inf, record_id, text, value)


def written(
    person: Person, kind: str, time: int, raw: Raw, late: float
) -> Iterator[Version]:
    """Yield the versions of a record other than a reading."""
    character = character_of(person)
    if character.odd or character.uploads == "patchy":
        yield from versions(person, kind, time, encode(raw), late)
    else:
        yield Version(time, late, inf, raw["recordId"], encode(raw))


def rewritten(person: Person, time: int, raw: Raw, late: float) -> Iterator[Version]:
    """Yield an entry with four times the amount that soon vanishes, and its correction.

    Dexcom reports no deletion: the first record just stops being returned.
    """
    wrong = raw | {"recordId": identifier(digest(person.id, "mistake", time))}
    wrong["value"] = str(4 * int(raw["value"]))
    gone = late + HOUR + digest(person.id, "rewrite", time)[0] * 10
    yield Version(time, late, gone, wrong["recordId"], encode(wrong))
    yield Version(time, gone + 60, inf, raw["recordId"], encode(raw))


def worn(person: Person, time: int, name: str) -> Raw:
    """Return the common fields of records other than readings."""
    character = character_of(person)
    system_time, display_time = times_of(person, time, character.device)
    return {
        "recordId": identifier(digest(person.id, name, time)),
        "systemTime": system_time,
        "displayTime": display_time,
        "transmitterId": sensor_at(person, time).transmitter,
        "transmitterGeneration": character.generation,
        "transmitterGenerationVariant": character.variant,
        "displayDevice": character.device,
    }
