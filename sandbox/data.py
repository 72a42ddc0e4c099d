"""Records of each person as Dexcom would return them at a given time."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
import json
from typing import Any, NamedTuple

from .devices import devices_of
from .oddities import odd_data_range
from .people import Person
from .physiology import day_of
from .records import RECORD_TYPES, day_records
from .sensors import DAY, HOUR
from .versions import Reading, Version, encode

type Raw = dict[str, Any]

_FUTURE = 2 * DAY


class Added(NamedTuple):
    """A record added by a test; without a valid time it is in every window."""

    time: datetime | None
    uploaded: datetime | None
    record_id: str | None
    raw: object


def read_time(value: object) -> datetime | None:
    """Parse a systemTime; return None if it is invalid."""
    if not isinstance(value, str):
        return None
    try:
        time = datetime.fromisoformat(value)
    except ValueError:
        return None
    return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)


class Data:
    """Generated and added records of all people, at the sandbox's clock."""

    def __init__(self, now: Callable[[], datetime], delay: timedelta) -> None:
        """Start the history of all people at the current time."""
        self.delay = delay
        self.delays: dict[str, timedelta] = {}
        self._now = now
        self._started = now()
        self._added: dict[tuple[str, str], list[Added]] = {}
        self._removed: set[tuple[str, str, str]] = set()

    def delay_of(self, person: Person) -> timedelta:
        """Return the upload delay of a person's phone."""
        if person.id in self.delays:
            return self.delays[person.id]
        return self.delay if person.delay is None else person.delay

    def add(
        self, person_id: str, kind: str, raws: list[Any], uploaded_at: datetime | None
    ) -> None:
        """Add records, which are sent verbatim."""
        if kind not in {*RECORD_TYPES, "devices"}:
            raise ValueError(f"unknown record kind {kind}")
        added = self._added.setdefault((person_id, kind), [])
        for raw in raws:
            fields: Mapping[str, Any] = raw if isinstance(raw, dict) else {}
            time = read_time(fields.get("systemTime"))
            added.append(Added(time, uploaded_at, fields.get("recordId"), raw))

    def remove(self, person_id: str, kind: str, record_id: str) -> None:
        """Remove a generated or added record."""
        self._removed.add((person_id, kind, record_id))
        added = self._added.get((person_id, kind), [])
        added[:] = [record for record in added if record.record_id != record_id]

    def _start_of(self, person: Person) -> datetime:
        """Return when the history of a person starts."""
        return min(self._started, self._now()) - person.history

    def _generated(
        self,
        person: Person,
        kind: str,
        start: float,
        end: float,
        *,
        oldest: bool = False,
    ) -> Iterator[Version]:
        """Yield generated records with a time in [start, end), newest first."""
        start = max(start, self._start_of(person).timestamp())
        if person.character is None or start >= end:
            return
        # A record's time may differ from the sensor's clock and omit seconds; a
        # receiver's clock may be an hour behind.
        behind = 60 + (HOUR if person.character.receiver else 0)
        last = day_of(person.id, end + behind)
        days = range(last, day_of(person.id, start - 60) - 1, -1)
        for day in reversed(days) if oldest else days:
            versions = day_records(person, kind, day)
            for version in reversed(versions) if oldest else versions:
                if (
                    start <= version.time < end
                    and (person.id, kind, version.record_id) not in self._removed
                ):
                    yield version

    def _visible(
        self,
        person: Person,
        kind: str,
        start: float,
        end: float,
        *,
        oldest: bool = False,
    ) -> Iterator[Version]:
        """Yield generated records that are currently visible, newest first."""
        age = (self._now() - self.delay_of(person)).timestamp()
        end = min(end, age + _FUTURE)
        for version in self._generated(person, kind, start, end, oldest=oldest):
            if version.late <= age - version.time < version.until:
                yield version

    def window(self, person: Person, kind: str, start: datetime, end: datetime) -> str:
        """Return the records of [start, end) as JSON, newest first."""
        generated = self._visible(person, kind, start.timestamp(), end.timestamp())
        now = self._now()
        added = [
            (record.time or datetime.min.replace(tzinfo=UTC), encode(record.raw))
            for record in self._added.get((person.id, kind), ())
            if (record.time is None or start <= record.time < end)
            and (record.uploaded is None or record.uploaded <= now)
        ]
        if not added:
            return f"[{','.join([version.text for version in generated])}]"
        records = added + [
            (datetime.fromtimestamp(version.time, UTC), version.text)
            for version in generated
        ]
        records.sort(key=lambda record: record[0], reverse=True)
        return f"[{','.join([text for _, text in records])}]"

    def devices(self, person: Person) -> str:
        """Return the devices of a person as JSON."""
        now = self._now()
        devices = [
            record.raw
            for record in self._added.get((person.id, "devices"), ())
            if record.uploaded is None or record.uploaded <= now
        ]
        if person.character is not None:
            delay = self.delay_of(person).total_seconds()
            shown = now.timestamp()
            uploads = (
                version.time + version.late + delay
                for version in self._visible(person, "egvs", shown - 3 * DAY, shown)
            )
            uploaded = datetime.fromtimestamp(max(uploads, default=shown - DAY), UTC)
            devices = devices_of(person, uploaded) + devices
        return encode(devices)

    def data_range(self, person: Person) -> dict[str, Any]:
        """Return the times of the first and last record of each kind."""
        answer = {
            kind: self._range(person, kind) for kind in RECORD_TYPES if kind != "alerts"
        }
        if person.character is not None and person.character.odd:
            return odd_data_range(answer)
        return answer

    def _range(self, person: Person, kind: str) -> dict[str, Any] | None:
        """Return the times of the first and last record of a kind."""
        now = self._now()
        records: list[Any] = [
            record.raw
            for record in self._added.get((person.id, kind), ())
            if record.time and (record.uploaded is None or record.uploaded <= now)
        ]
        end = now.timestamp() + _FUTURE
        for oldest in (False, True):
            for version in self._visible(person, kind, 0, end, oldest=oldest):
                raw = json.loads(version.text)
                if isinstance(raw, dict) and read_time(raw.get("systemTime")):
                    records.append(raw)
                    break
        if not records:
            return None
        moments = sorted(
            (
                {key: raw.get(key) for key in ("systemTime", "displayTime")}
                for raw in records
            ),
            key=lambda moment: read_time(moment["systemTime"]) or now,
        )
        return {"start": moments[0], "end": moments[-1]}

    def truth(self, person: Person, start: datetime, end: datetime) -> list[Reading]:
        """Return the complete readings of [start, end)."""
        generated = self._generated(person, "egvs", start.timestamp(), end.timestamp())
        readings = {}
        for version in generated:
            if version.value is not None:
                time = datetime.fromtimestamp(version.time, UTC)
                readings[time] = Reading(time, version.value)
        for record in self._added.get((person.id, "egvs"), ()):
            value = record.raw.get("value") if isinstance(record.raw, dict) else None
            if record.time and isinstance(value, int) and start <= record.time < end:
                readings[record.time] = Reading(record.time, value)
        return [readings[time] for time in sorted(readings)]
