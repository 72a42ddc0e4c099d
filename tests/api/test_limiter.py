"""Accounts whose requests hang, among healthy ones; by the real clock."""

import asyncio
from collections.abc import AsyncGenerator
from time import monotonic

from aiohttp import ClientSession, TCPConnector, TraceConfig
import pytest

from custom_components.dexcom_cgm.api import (
    MAX_CONCURRENT_REQUESTS,
    DexcomClient,
    RequestLimiter,
)
from sandbox.faults import Fault
from sandbox.people import Person
from sandbox.server import Sandbox

HEALTHY = 50
HANGING = 50
LONG = 60


@pytest.fixture
async def server(socket_enabled: None) -> AsyncGenerator[tuple[Sandbox, str]]:
    """Serve a sandbox with a hundred people, and its address."""
    sandbox = Sandbox()
    for number in range(HEALTHY + HANGING):
        sandbox.add_person(Person(id=f"p{number}"))
    async with sandbox.serve() as url:
        yield sandbox, url


@pytest.mark.parametrize("kind", ["headers", "body", "token"])
async def test_hanging_accounts_do_not_block_the_others(
    server: tuple[Sandbox, str], kind: str
) -> None:
    """With fifty accounts that hang ahead of them, fifty others poll within seconds."""
    sandbox, url = server
    limiter = RequestLimiter()
    async with ClientSession(connector=TCPConnector(limit=0)) as session:

        def client(number: int) -> DexcomClient:
            """Return the client of an account, which hangs if it is one of the first."""
            person = f"p{number}"
            token = str(sandbox.issue_token(person)["access_token"])
            hangs = number < HANGING
            if hangs and kind != "token":
                delay, trickle = (LONG, 0) if kind == "headers" else (0, 1)
                sandbox.faults.add(Fault(person=person, delay=delay, trickle=trickle))

            async def get_token(rejected: str | None = None) -> str:
                """Return the token, after a long renewal if that hangs."""
                if hangs and kind == "token":
                    await asyncio.sleep(LONG)
                return token

            return DexcomClient(session, url, get_token, limiter)

        began = monotonic()
        tasks = [
            asyncio.create_task(client(number).data_range())
            for number in range(HANGING + HEALTHY)
        ]
        await asyncio.wait(tasks[HANGING:], timeout=LONG)
        took = monotonic() - began
        assert all(task.done() and not task.exception() for task in tasks[HANGING:])
        assert not any(task.done() for task in tasks[:HANGING])
        await sandbox.stop()
        for task in tasks[:HANGING]:
            task.cancel()
        await asyncio.wait(tasks)
    # Fifty wait for five times 0.3 seconds; the rest is the work of this machine.
    assert took < 10


async def test_one_request_at_a_time_per_account(server: tuple[Sandbox, str]) -> None:
    """An account waits for its own requests, also while it has slots to spare."""
    sandbox, url = server
    running, most = 0, 0
    token = str(sandbox.issue_token("p0")["access_token"])

    async def get_token(rejected: str | None = None) -> str:
        """Return the token."""
        return token

    async def begin(*_: object) -> None:
        """Count a request that begins."""
        nonlocal running, most
        running += 1
        most = max(most, running)

    async def end(*_: object) -> None:
        """Count a request that has been answered."""
        nonlocal running
        running -= 1

    trace = TraceConfig()
    trace.on_request_start.append(begin)
    trace.on_request_end.append(end)
    async with ClientSession(trace_configs=[trace]) as session:
        client = DexcomClient(session, url, get_token)
        await asyncio.gather(*(client.data_range() for _ in range(10)))
    assert most == 1
    assert len(sandbox.requests) == 10


async def test_slots_are_given_back(socket_enabled: None) -> None:
    """However a request ends, its slot is free again, and free only once."""
    limiter = RequestLimiter()
    inside = 0

    async def use(seconds: float) -> None:
        """Hold a slot and fail."""
        nonlocal inside
        async with limiter.slot():
            inside += 1
            await asyncio.sleep(seconds)
            raise ValueError

    async def use_and_cancel(count: int) -> int:
        """Return how many have a slot at once, and end all."""
        nonlocal inside
        inside = 0
        tasks = [asyncio.create_task(use(LONG)) for _ in range(count)]
        for _ in range(5):
            await asyncio.sleep(0)
        most = inside
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        return most

    assert await use_and_cancel(12) == MAX_CONCURRENT_REQUESTS
    # These fail, those outlast their slots.
    tasks = [asyncio.create_task(use(seconds)) for seconds in [0] * 30 + [0.5] * 30]
    await asyncio.wait(tasks, timeout=LONG)
    assert all(isinstance(task.exception(), ValueError) for task in tasks)
    assert await use_and_cancel(12) == MAX_CONCURRENT_REQUESTS
