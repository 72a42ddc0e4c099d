"""Record requests to Dexcom: URLs and concurrency."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
import time
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientSession, TraceConfig


@dataclass
class Requests:
    """Recorded requests; `now` is the number in progress.

    `bodies` are the response bytes by endpoint, without headers.
    """

    urls: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    bodies: Counter[str] = field(default_factory=Counter)
    now: int = 0
    most: int = 0

    @property
    def kinds(self) -> Counter[str]:
        """Return the number of requests by endpoint."""
        return Counter(kind_of(url) for url in self.urls)

    def within(self, seconds: float) -> int:
        """Return the maximum number of requests started within a time span."""
        first = most = 0
        for last, when in enumerate(self.times):
            while self.times[first] <= when - seconds:
                first += 1
            most = max(most, last + 1 - first)
        return most


def kind_of(url: str) -> str:
    """Return the endpoint of a URL."""
    return urlsplit(url).path.rpartition("/")[2]


@contextmanager
def record_requests(session: ClientSession) -> Iterator[Requests]:
    """Record the requests of a session within the context."""
    found = Requests()

    async def begin(_session: object, _context: object, what: Any) -> None:
        found.urls.append(str(what.url))
        found.times.append(time.time())
        found.now += 1
        found.most = max(found.most, found.now)

    async def end(_session: object, _context: object, what: Any) -> None:
        found.now -= 1
        found.bodies[kind_of(str(what.url))] += what.response.content_length or 0

    async def fail(_session: object, _context: object, _what: object) -> None:
        found.now -= 1

    trace = TraceConfig()
    trace.on_request_start.append(begin)
    trace.on_request_end.append(end)
    trace.on_request_exception.append(fail)
    trace.freeze()
    session.trace_configs.append(trace)
    try:
        yield found
    finally:
        session.trace_configs.remove(trace)
