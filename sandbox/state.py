"""State of the sandbox: people, records, tokens, faults and recorded requests."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from .data import Data
from .faults import Faults
from .people import PEOPLE, Person
from .tokens import APPLICATIONS, Application, Tokens
from .versions import Reading

_REMEMBERED_REQUESTS = 50_000


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """A received request; without a status it was not answered."""

    time: datetime
    method: str
    path: str
    query: Mapping[str, str]
    person_id: str | None
    client_id: str | None
    status: int | None
    cookies: Mapping[str, str]


class SandboxState:
    """People, records, tokens and faults, without the HTTP server."""

    def __init__(
        self,
        *,
        people: Iterable[Person] = PEOPLE,
        applications: Iterable[Application] = APPLICATIONS,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        delay: timedelta = timedelta(0),
        calls_per_hour: int = 60_000,
        retry_after: bool = False,
        state: Path | None = None,
    ) -> None:
        """Create the state with the clock `now`, in UTC."""
        self.now = now
        self.people = {person.id: person.started(now()) for person in people}
        self.calls_per_hour = calls_per_hour
        self.retry_after = retry_after
        self.data = Data(now, delay)
        self.tokens = Tokens(now, applications, state)
        self.faults = Faults()
        self.requests: deque[RequestRecord] = deque(maxlen=_REMEMBERED_REQUESTS)
        self.request_counts: Counter[str] = Counter()

    def add_person(self, person: Person) -> None:
        """Add a person."""
        self.people[person.id] = person.started(self.now())

    def set_delay(self, delay: timedelta, person_id: str | None = None) -> None:
        """Set the upload delay for one person or the default."""
        if person_id is None:
            self.data.delay = delay
        else:
            self.data.delays[self.people[person_id].id] = delay

    def add_records(
        self,
        person_id: str,
        kind: str,
        records: list[Any],
        uploaded_at: datetime | None = None,
    ) -> None:
        """Add records, which are sent verbatim once uploaded."""
        self.data.add(self.people[person_id].id, kind, records, uploaded_at)

    def replace_record(
        self, person_id: str, kind: str, record_id: str, record: Any
    ) -> None:
        """Replace a record."""
        self.remove_record(person_id, kind, record_id)
        self.add_records(person_id, kind, [record])

    def remove_record(self, person_id: str, kind: str, record_id: str) -> None:
        """Remove a record."""
        self.data.remove(person_id, kind, record_id)

    def truth(self, person_id: str, start: datetime, end: datetime) -> list[Reading]:
        """Return each reading of [start, end) once, regardless of upload time."""
        return self.data.truth(self.people[person_id], start, end)

    def issue_token(
        self, person_id: str, client_id: str = APPLICATIONS[0].client_id
    ) -> dict[str, Any]:
        """Issue tokens as if the person had just consented."""
        return self.tokens.issue(self.people[person_id].id, client_id)
