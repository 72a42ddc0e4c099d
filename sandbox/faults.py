"""Fault injection between Dexcom and a client."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from http import HTTPStatus
import json
from random import Random
from typing import Any, Literal
import zlib

from aiohttp import web

type Handle = Callable[[], Awaitable[web.Response]]

_PADDING = b" " * 2**16
_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A fault to inject into requests that match its path and person.

    With `status`, `body`, `garbage` or drop "before" the request is not processed;
    the other fields modify the real response.
    """

    path: str = "*"
    person: str | None = None
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | bytes | None = None
    delay: float = 0.0
    drop: Literal["before", "after"] | None = None
    truncate: bool = False
    garbage: int | None = None
    malformed: bool = False
    wrong_shape: bool = False
    bare: bool = False
    merge: Mapping[str, Any] = field(default_factory=dict)
    without: Collection[str] = ()
    pad: int = 0
    gzip: bool = False
    hang: float = 0.0
    trickle: float = 0.0
    times: int | None = None
    skip: int = 0

    def matches(self, path: str, person_id: str | None) -> bool:
        """Return whether the fault applies to a request."""
        return fnmatchcase(path, self.path) and self.person in {None, person_id}

    @property
    def streams(self) -> bool:
        """Return whether the body is sent in chunks."""
        return bool(self.truncate or self.pad or self.gzip or self.hang or self.trickle)

    @property
    def answer(self) -> web.Response | None:
        """Return the replacement response, or None."""
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
    """An active fault with its hit count."""

    fault: Fault
    matched: int = 0
    applied: int = 0


class Faults:
    """The active faults; the first match is applied to a request."""

    def __init__(self) -> None:
        """Start without faults."""
        self.armed: list[Armed] = []

    def add(self, fault: Fault) -> Armed:
        """Add a fault; the result counts its hits."""
        self.armed.append(armed := Armed(fault))
        return armed

    def remove(self, fault: Fault) -> None:
        """Remove a fault."""
        self.armed = [armed for armed in self.armed if armed.fault is not fault]

    def clear(self) -> None:
        """Remove all faults."""
        self.armed.clear()

    def take(self, path: str, person_id: str | None) -> Fault | None:
        """Return the first matching fault and count the hit."""
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
    """Abort the connection of a request."""
    if request.transport is not None:
        request.transport.close()


async def apply(
    fault: Fault, request: web.Request, handle: Handle
) -> web.StreamResponse | None:
    """Return the response with the fault applied, None if it is dropped."""
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
    response.body = _changed(fault, body, merge=response.status == 200)
    response.headers.update(fault.headers)
    return await _stream(fault, request, response) if fault.streams else response


def _changed(fault: Fault, body: bytes, *, merge: bool) -> bytes:
    """Return the body modified by the fault."""
    if merge and (fault.merge or fault.without):
        answer = json.loads(body)
        kept = {key: answer[key] for key in answer if key not in fault.without}
        body = json.dumps(kept | dict(fault.merge)).encode()
    if merge and fault.bare:
        body = json.dumps(json.loads(body)["records"]).encode()
    if fault.malformed:
        body = body[:-1] + b","
    if fault.wrong_shape:
        body = b"[" + body + b"]"
    return body


def _chunks(fault: Fault, body: bytes) -> Iterator[bytes]:
    """Yield the padding and the body in chunks of bounded size."""
    for start in range(0, fault.pad, len(_PADDING)):
        yield _PADDING[: fault.pad - start]
    yield body[: len(body) // 2] if fault.truncate else body


def _compressed(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield gzip-compressed chunks."""
    compressor = zlib.compressobj(1, wbits=_GZIP)
    for chunk in chunks:
        yield compressor.compress(chunk)
    yield compressor.flush()


async def _stream(
    fault: Fault, request: web.Request, whole: web.Response
) -> web.StreamResponse:
    """Send the headers, then the body in chunks, possibly truncated."""
    body = whole.body
    assert isinstance(body, bytes)
    response = web.StreamResponse(status=whole.status, headers=whole.headers)
    chunks = _chunks(fault, body)
    if fault.gzip:
        response.headers["Content-Encoding"] = "gzip"
        chunks = _compressed(chunks)
    else:
        response.content_length = fault.pad + len(body)
    await response.prepare(request)
    await asyncio.sleep(fault.hang)
    with suppress(ConnectionResetError):
        for chunk in chunks:
            if not fault.trickle:
                await response.write(chunk)
                continue
            for index in range(len(chunk)):
                await response.write(chunk[index : index + 1])
                await asyncio.sleep(fault.trickle)
    if fault.truncate:
        _hang_up(request)
    return response
