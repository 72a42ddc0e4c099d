"""The sandbox: Dexcom's API on loopback."""

from collections import Counter, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web

from .control import Control
from .data import Data
from .endpoints import Endpoints
from .faults import Faults, apply
from .oauth import OAuth
from .people import PEOPLE, Person
from .tokens import APPLICATIONS, Application, Tokens
from .versions import Reading

HOST = "127.0.0.1"

_REMEMBERED_REQUESTS = 50_000

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


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
    cookie: str | None = None


class Sandbox:
    """Dexcom's API with made-up people."""

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
        """Prepare a sandbox, which answers once it is started."""
        self.now = now
        self.people = {person.id: person.started(now()) for person in people}
        self.calls_per_hour = calls_per_hour
        self.retry_after = retry_after
        self.data = Data(now, delay)
        self.tokens = Tokens(now, applications, state)
        self.faults = Faults()
        self.requests: deque[RequestRecord] = deque(maxlen=_REMEMBERED_REQUESTS)
        self.request_counts: Counter[str] = Counter()
        self._runner: web.AppRunner | None = None

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

    async def start(self, port: int = 0) -> str:
        """Listen on loopback and return the address."""
        app = web.Application(middlewares=[self._observe], client_max_size=64 * 2**20)
        for part in (OAuth(self), Endpoints(self), Control(self)):
            app.add_routes(part.routes)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, HOST, port).start()
        self._runner = runner
        return f"http://{HOST}:{runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Close all connections."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @asynccontextmanager
    async def serve(self, port: int = 0) -> AsyncIterator[str]:
        """Listen on loopback for as long as the context lasts."""
        url = await self.start(port)
        try:
            yield url
        finally:
            await self.stop()

    async def _who(self, request: web.Request) -> tuple[str | None, str | None]:
        """Return the person and the application of a request, without using it up."""
        _, _, token = request.headers.get("Authorization", "").partition(" ")
        if token:
            grant = self.tokens.bearer(token)
            return (grant.person_id, grant.client_id) if grant else (None, None)
        form = await request.post() if request.method == "POST" else request.query
        client_id, person_id = form.get("client_id"), form.get("person")
        secret = form.get("refresh_token") or form.get("code")
        if isinstance(secret, str):
            person_id = self.tokens.owner(secret)
        return (
            person_id if isinstance(person_id, str) else None,
            client_id if isinstance(client_id, str) else None,
        )

    @web.middleware
    async def _observe(
        self, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        """Remember a request and let the faults have it."""

        async def handle() -> web.Response:
            try:
                response = await handler(request)
            except web.HTTPException as error:
                response = web.json_response(
                    {"message": error.reason}, status=error.status
                )
            assert isinstance(response, web.Response)
            return response

        if request.path.startswith("/_sandbox/"):
            return await handle()
        time = self.now()
        person_id, client_id = await self._who(request)
        fault = self.faults.take(request.path, person_id)
        response = await (apply(fault, request, handle) if fault else handle())
        self.requests.append(
            RequestRecord(
                time,
                request.method,
                request.path,
                dict(request.query),
                person_id,
                client_id,
                response.status if response is not None else None,
                request.headers.get("Cookie"),
            )
        )
        self.request_counts[f"{request.method} {request.path}"] += 1
        return web.Response() if response is None else response
