"""The six data endpoints."""

from datetime import datetime, timedelta
import re

from aiohttp import web

from .data import read_time
from .people import Person
from .records import RECORD_TYPES
from .state import SandboxState
from .tokens import Grant, user_id
from .versions import encode

LONGEST = timedelta(days=30)

# Kinds whose recordType is plural in Dexcom's samples.
_PLURAL = {"alerts", "calibrations", "events"}

# Reports on whether Dexcom accepts an offset conflict, so clients must not send one.
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?")


class Refused(Exception):
    """A request rejected with an error response."""

    def __init__(self, status: int, message: str, *errors: tuple[str, str]) -> None:
        """Store the status and the error details."""
        super().__init__(message)
        self.status = status
        self.message = message
        self.errors = errors

    @property
    def response(self) -> web.Response:
        """Return the error response in Dexcom's format."""
        body: dict[str, object] = {"message": self.message}
        if self.errors:
            body["errors"] = [
                {"parameter": parameter, "detail": detail}
                for parameter, detail in self.errors
            ]
        return web.json_response(body, status=self.status)


def _date(request: web.Request, name: str) -> datetime:
    """Parse a date of the query; raise Refused if it is invalid."""
    text = request.query.get(name)
    if not text:
        raise Refused(400, "Invalid Date Range Error", (name, f"{name} is required"))
    # Python accepts more formats.
    time = read_time(text) if _TIME.fullmatch(text) else None
    if time is None:
        detail = f"{name} is not of the form YYYY-MM-DDTHH:MM:SS"
        raise Refused(400, "Invalid Date Range Error", (name, detail))
    return time


def _window(request: web.Request) -> tuple[datetime, datetime]:
    """Parse the requested window; raise Refused if it is invalid."""
    start, end = _date(request, "startDate"), _date(request, "endDate")
    detail = None
    if end < start:
        detail = "endDate is before startDate"
    elif end - start > LONGEST:
        detail = "range exceeds 30 days"
    if detail:
        raise Refused(400, "Invalid Date Range Error", ("dateRange", detail))
    return start, end


class Endpoints:
    """Request handlers for data."""

    def __init__(self, sandbox: SandboxState) -> None:
        """Store the sandbox state to serve."""
        self._sandbox = sandbox
        self._calls: dict[str, tuple[int, int]] = {}

    @property
    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the data endpoints."""
        return [web.get("/v3/users/self/{kind}", self._get)]

    async def _get(self, request: web.Request) -> web.Response:
        """Handle a request for records of one kind."""
        try:
            grant, person = self._allowed(request)
            return self._answer(request, grant, person)
        except Refused as refused:
            response = refused.response
            if refused.status == 429 and self._sandbox.retry_after:
                seconds = 3600 - int(self._sandbox.now().timestamp()) % 3600
                response.headers["Retry-After"] = str(seconds)
            return response

    def _allowed(self, request: web.Request) -> tuple[Grant, Person]:
        """Authorize and count a request; raise Refused if it is not allowed."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        grant = self._sandbox.tokens.bearer(token) if scheme == "Bearer" else None
        person = self._sandbox.people.get(grant.person_id) if grant else None
        if grant is None or person is None:
            raise Refused(401, "Unauthorized")
        hour = int(self._sandbox.now().timestamp() // 3600)
        since, calls = self._calls.get(grant.client_id, (hour, 0))
        calls = calls + 1 if since == hour else 1
        self._calls[grant.client_id] = (hour, calls)
        if calls > self._sandbox.calls_per_hour:
            raise Refused(429, "Too Many Requests")
        if person.refused:
            raise Refused(401, "Unauthorized")
        return grant, person

    def _answer(
        self, request: web.Request, grant: Grant, person: Person
    ) -> web.Response:
        """Return the records of one kind in Dexcom's envelope."""
        kind = request.match_info["kind"]
        data = self._sandbox.data
        wrapper = {
            "recordType": RECORD_TYPES.get(kind, kind),
            "recordVersion": "3.0",
            "userId": user_id(person.id, grant.client_id),
        }
        if kind == "dataRange":
            return web.json_response(wrapper | data.data_range(person))
        if kind == "devices":
            wrapper["recordType"] = "device"
            records = data.devices(person)
        elif kind in RECORD_TYPES:
            records = data.window(person, kind, *_window(request))
        else:
            raise Refused(404, "Not Found")
        if person.character and person.character.odd and kind in _PLURAL:
            wrapper["recordType"] = kind
        text = f'{encode(wrapper)[:-1]},"records":{records}}}'
        return web.Response(text=text, content_type="application/json")
