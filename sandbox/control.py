"""HTTP control API for tests in other processes."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, fields
from datetime import timedelta
import json
from typing import Any

from aiohttp import web

from .data import read_time
from .faults import Fault
from .state import SandboxState

type Change = Callable[[dict[str, Any]], object]

_LOOPBACK = {"127.0.0.1", "localhost"}


class Control:
    """Request handlers under /_sandbox/."""

    def __init__(self, sandbox: SandboxState) -> None:
        """Store the sandbox state to control."""
        self._sandbox = sandbox

    @property
    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the control API."""
        changes: dict[str, Change] = {
            "faults": self._add_fault,
            "delay": self._delay,
            "records": self._records,
            "revoke": self._revoke,
            "expire-access-tokens": self._expire,
            "token-lifetime": self._lifetime,
            "subject": self._subject,
        }
        return [
            web.get("/_sandbox/state", self._get(self._state)),
            web.get("/_sandbox/faults", self._get(self._faults)),
            web.delete("/_sandbox/faults", self._get(self._clear_faults)),
        ] + [
            web.post(f"/_sandbox/{name}", self._post(change))
            for name, change in changes.items()
        ]

    def _get(
        self, answer: Callable[[], object]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        """Return a handler for a request without a body."""

        async def handle(request: web.Request) -> web.Response:
            # Reject foreign host names to prevent DNS rebinding.
            if request.url.host not in _LOOPBACK:
                raise web.HTTPForbidden
            text = json.dumps(answer(), default=repr)
            return web.Response(text=text, content_type="application/json")

        return handle

    def _post(self, change: Change) -> Callable[[web.Request], Awaitable[web.Response]]:
        """Return a handler for a request with a JSON object."""

        async def handle(request: web.Request) -> web.Response:
            if request.url.host not in _LOOPBACK:
                raise web.HTTPForbidden
            try:
                body = json.loads(await request.text() or "{}")
                return web.json_response({"result": change(body)})
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                return web.json_response({"message": repr(error)}, status=400)

        return handle

    def _state(self) -> object:
        """Return people, applications and the number of requests."""
        sandbox = self._sandbox
        return {
            "now": sandbox.now().isoformat(),
            "people": {
                person.id: {
                    "label": person.label,
                    "delay": sandbox.data.delay_of(person).total_seconds() / 60,
                }
                for person in sandbox.people.values()
            },
            "applications": [
                asdict(application)
                for application in sandbox.tokens.applications.values()
            ],
            "requests": dict(sandbox.request_counts),
        }

    def _faults(self) -> object:
        """Return the active faults with their hit counts."""
        return [
            {
                "fault": {
                    field.name: value
                    for field in fields(Fault)
                    if (value := getattr(armed.fault, field.name))
                },
                "matched": armed.matched,
                "applied": armed.applied,
            }
            for armed in self._sandbox.faults.armed
        ]

    def _clear_faults(self) -> object:
        """Remove all faults."""
        self._sandbox.faults.clear()
        return []

    def _add_fault(self, body: dict[str, Any]) -> None:
        """Add a fault."""
        self._sandbox.faults.add(Fault(**body))

    def _delay(self, body: dict[str, Any]) -> None:
        """Set the upload delay."""
        delay = timedelta(minutes=body["minutes"])
        self._sandbox.set_delay(delay, body.get("person"))

    def _records(self, body: dict[str, Any]) -> int:
        """Add records."""
        records = body["records"]
        if not isinstance(records, list):
            raise TypeError("records is not a list")
        uploaded_at = None
        if text := body.get("uploaded_at"):
            uploaded_at = read_time(text)
            if uploaded_at is None:
                raise ValueError("uploaded_at is not a time")
        kind = body["kind"]
        self._sandbox.add_records(body["person"], kind, records, uploaded_at)
        return len(records)

    def _revoke(self, body: dict[str, Any]) -> None:
        """Revoke all tokens of a person, or only refresh tokens on a password reset."""
        person = self._sandbox.people[body["person"]]
        if body.get("password_reset"):
            self._sandbox.tokens.reset_password(person.id)
        else:
            self._sandbox.tokens.revoke(person.id, body.get("client_id"))

    def _expire(self, body: dict[str, Any]) -> None:
        """Expire access tokens before their `exp`."""
        person = body.get("person")
        if person is not None:
            person = self._sandbox.people[person].id
        self._sandbox.tokens.expire_access_tokens(person)

    def _lifetime(self, body: dict[str, Any]) -> None:
        """Set token lifetimes and whether access tokens are opaque."""
        tokens = self._sandbox.tokens
        if "access_seconds" in body:
            tokens.access_lifetime = timedelta(seconds=body["access_seconds"])
        if "refresh_seconds" in body:
            tokens.refresh_lifetime = timedelta(seconds=body["refresh_seconds"])
        if "opaque" in body:
            tokens.opaque = bool(body["opaque"])

    def _subject(self, body: dict[str, Any]) -> None:
        """Set the `sub` claim of a person's future tokens."""
        person = self._sandbox.people[body["person"]]
        self._sandbox.tokens.subjects[person.id] = str(body["subject"])
