"""The state of the sandbox: people, records, tokens, faults and the requests so far."""

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
    """A request that came; without a status it was never answered."""

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
        """Create the state; times are those of `now`, in UTC."""
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
        """Let another person log in."""
        self.people[person.id] = person.started(self.now())

    def set_delay(self, delay: timedelta, person_id: str | None = None) -> None:
        """Change how late uploads are shown, for one person or by default."""
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
        """Add records exactly as they are to be sent, from an instant on."""
        self.data.add(self.people[person_id].id, kind, records, uploaded_at)

    def replace_record(
        self, person_id: str, kind: str, record_id: str, record: Any
    ) -> None:
        """Send another record from now on."""
        self.remove_record(person_id, kind, record_id)
        self.add_records(person_id, kind, [record])

    def remove_record(self, person_id: str, kind: str, record_id: str) -> None:
        """Send a record no longer."""
        self.data.remove(person_id, kind, record_id)

    def truth(self, person_id: str, start: datetime, end: datetime) -> list[Reading]:
        """Return each reading of [start, end) once, whenever it is uploaded."""
        return self.data.truth(self.people[person_id], start, end)

    def issue_token(
        self, person_id: str, client_id: str = APPLICATIONS[0].client_id
    ) -> dict[str, Any]:
        """Return tokens as if the person had just consented."""
        return self.tokens.issue(self.people[person_id].id, client_id)
