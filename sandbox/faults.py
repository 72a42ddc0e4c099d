"""Faults: what can go wrong between Dexcom and a client, on demand."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from http import HTTPStatus
import json
from random import Random
from typing import Literal

from aiohttp import web

type Handle = Callable[[], Awaitable[web.Response]]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What happens to requests whose path and person match.

    Status, body and garbage answer in place of Dexcom, which then never sees the
    request, as with drop "before". The others change the true answer.
    """

    path: str = "*"
    person: str | None = None
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | bytes | None = None
    delay: float = 0.0
    drop: Literal["before", "after"] | None = None
    truncate: bool = False
    trickle: float | None = None
    garbage: int | None = None
    malformed: bool = False
    wrong_shape: bool = False
    times: int | None = None
    skip: int = 0

    def matches(self, path: str, person_id: str | None) -> bool:
        """Return whether a request is meant."""
        return fnmatchcase(path, self.path) and self.person in {None, person_id}

    @property
    def answer(self) -> web.Response | None:
        """Return what is answered in place of Dexcom."""
        status = self.status or 200
        if self.body is not None:
            body = self.body.encode() if isinstance(self.body, str) else self.body
        elif self.garbage is not None:
            body = Random(self.garbage).randbytes(self.garbage)
        elif self.status is not None:
            body = json.dumps({"message": HTTPStatus(status).phrase}).encode()
        else:
            return None
        return web.Response(status=status, body=body, content_type="application/json")


@dataclass
class Armed:
    """A fault that waits for its requests."""

    fault: Fault
    matched: int = 0
    applied: int = 0


class Faults:
    """The faults in force; the first that matches a request has it."""

    def __init__(self) -> None:
        """Start without faults."""
        self.armed: list[Armed] = []

    def add(self, fault: Fault) -> Armed:
        """Put a fault in force; the answer counts what it did."""
        self.armed.append(armed := Armed(fault))
        return armed

    def remove(self, fault: Fault) -> None:
        """Lift a fault."""
        self.armed = [armed for armed in self.armed if armed.fault is not fault]

    def clear(self) -> None:
        """Lift all faults."""
        self.armed.clear()

    def take(self, path: str, person_id: str | None) -> Fault | None:
        """Return the fault of a request and count it."""
        for armed in self.armed:
            fault = armed.fault
            if not fault.matches(path, person_id):
                continue
            armed.matched += 1
            if armed.matched <= fault.skip:
                continue
            if fault.times is not None and armed.applied >= fault.times:
                continue
            armed.applied += 1
            return fault
        return None


def _hang_up(request: web.Request) -> None:
    """Close the connection under a request."""
    if request.transport is not None:
        request.transport.close()


async def apply(
    fault: Fault, request: web.Request, handle: Handle
) -> web.StreamResponse | None:
    """Answer a request as the fault wants; None where the answer is dropped."""
    if fault.delay:
        await asyncio.sleep(fault.delay)
    if fault.drop == "before":
        _hang_up(request)
        return None
    response = fault.answer or await handle()
    if fault.drop == "after":
        _hang_up(request)
        return None
    body = response.body
    assert isinstance(body, bytes)
    if fault.malformed:
        response.body = body[:-1] + b","
    if fault.wrong_shape:
        response.body = b"[" + body + b"]"
    response.headers.update(fault.headers)
    if fault.trickle is not None:
        return await _trickle(request, response, fault.trickle)
    return await _cut(request, response) if fault.truncate else response


async def _cut(request: web.Request, whole: web.Response) -> web.StreamResponse:
    """Promise a whole body and send half of it."""
    body = whole.body
    assert isinstance(body, bytes)
    response = web.StreamResponse(status=whole.status, headers=whole.headers)
    response.content_length = len(body)
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    _hang_up(request)
    return response


async def _trickle(
    request: web.Request, whole: web.Response, pause: float
) -> web.StreamResponse:
    """Send a body byte by byte, with pauses of so many seconds."""
    body = whole.body
    assert isinstance(body, bytes)
    response = web.StreamResponse(status=whole.status, headers=whole.headers)
    response.content_length = len(body)
    await response.prepare(request)
    with suppress(ConnectionResetError):
        for position in range(len(body)):
            await response.write(body[position : position + 1])
            await asyncio.sleep(pause)
    return response
