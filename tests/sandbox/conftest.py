"""A sandbox, its clock and a client for each test."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import ClientResponse, ClientSession
import pytest

from sandbox import Sandbox

CLIENT = {
    "client_id": "sandbox-application",
    "client_secret": "made-up-secret-of-the-sandbox",
}
REDIRECT = "http://localhost/callback"

type Get = Callable[..., Awaitable[ClientResponse]]


@dataclass
class Clock:
    """A clock that a test moves."""

    time: datetime = field(default=datetime(2026, 11, 20, 12, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        """Return the time."""
        return self.time

    def tick(self, **kwargs: float) -> None:
        """Let time pass."""
        self.time += timedelta(**kwargs)


@pytest.fixture(autouse=True)
def custom_integrations() -> None:
    """Replace the Home Assistant fixtures, which the sandbox does not need."""


@pytest.fixture
def clock() -> Clock:
    """Return the clock of the sandbox."""
    return Clock()


@pytest.fixture
def sandbox(clock: Clock) -> Sandbox:
    """Return a sandbox that is not started."""
    return Sandbox(now=clock)


@pytest.fixture
async def url(sandbox: Sandbox, socket_enabled: None) -> AsyncIterator[str]:
    """Start the sandbox and return its address."""
    async with sandbox.serve() as url:
        yield url


@pytest.fixture
async def client(url: str) -> AsyncIterator[ClientSession]:
    """Return a client with the base URL."""
    async with ClientSession(url) as client:
        yield client


@pytest.fixture
def get(sandbox: Sandbox, clock: Clock, client: ClientSession) -> Get:
    """Return a function that requests a person's data of the last given days."""

    async def get(
        person: str,
        kind: str,
        days: float = 1,
        *,
        end: datetime | None = None,
        client_id: str = "sandbox-application",
    ) -> ClientResponse:
        token = sandbox.issue_token(person, client_id)["access_token"]
        end = end or clock()
        return await client.get(
            f"/v3/users/self/{kind}",
            params=window(end - timedelta(days=days), end),
            headers={"Authorization": f"Bearer {token}"},
        )

    return get


def window(start: datetime, end: datetime) -> dict[str, str]:
    """Return a query for a window."""
    return {
        "startDate": f"{start:%Y-%m-%dT%H:%M:%S}",
        "endDate": f"{end:%Y-%m-%dT%H:%M:%S}",
    }


async def records(answer: Awaitable[ClientResponse]) -> list[Any]:
    """Return the records of an answer."""
    response = await answer
    assert response.status == 200
    found: list[Any] = (await response.json())["records"]
    return found
