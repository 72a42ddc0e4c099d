"""Answers that no honest server sends: typed errors, bounded memory, nothing foreign."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import datetime, timedelta
import json
import tracemalloc
import zlib

from aiohttp import ClientSession
from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.dexcom_cgm.api import (
    DexcomAccountError,
    DexcomAnswerError,
    DexcomAuthError,
    DexcomClient,
    DexcomConnectionError,
    DexcomError,
    get_region,
)
from custom_components.dexcom_cgm.api.client import MAX_ANSWER_BYTES, MAX_RECORDS
from sandbox.faults import Fault
from sandbox.server import Sandbox
from tests.common import NOW, egv

HOUR = timedelta(hours=1)
ENDPOINTS: dict[str, Callable[[DexcomClient], Awaitable[object]]] = {
    "egvs": lambda client: client.egvs(NOW - HOUR, NOW),
    "events": lambda client: client.events(NOW - HOUR, NOW),
    "alerts": lambda client: client.alerts(NOW - HOUR, NOW),
    "calibrations": lambda client: client.calibrations(NOW - HOUR, NOW),
    "devices": lambda client: client.devices(),
    "dataRange": lambda client: client.data_range(),
}
WINDOWS = ["egvs", "events", "alerts", "calibrations"]


@pytest.fixture
async def session() -> AsyncGenerator[ClientSession]:
    """Return a session for HTTP."""
    async with ClientSession() as session:
        yield session


@pytest.fixture
def client(session: ClientSession, sandbox: Sandbox) -> DexcomClient:
    """Return a client of ada's account."""
    token = str(sandbox.issue_token("ada")["access_token"])
    return client_with(session, token)


def client_with(session: ClientSession, *tokens: str) -> DexcomClient:
    """Return a client with a token; each rejection brings the next one."""
    left = list(tokens)

    async def get_token(rejected: str | None = None) -> str:
        """Return the token."""
        if rejected == left[0] and len(left) > 1:
            left.pop(0)
        return left[0]

    return DexcomClient(session, get_region("sandbox").base_url, get_token)


def body(records: object, user_id: object = "ada") -> str:
    """Return an answer."""
    return json.dumps({"userId": user_id, "records": records})


@pytest.mark.parametrize("endpoint", WINDOWS)
async def test_records_outside_of_the_window(
    client: DexcomClient, sandbox: Sandbox, endpoint: str
) -> None:
    """Records outside the requested window are dropped and counted; it is half-open."""
    inside = [NOW - HOUR, NOW - timedelta(seconds=1)]
    outside = [
        datetime(1971, 1, 1),  # noqa: DTZ001 - written without an offset
        datetime(2099, 1, 1),  # noqa: DTZ001 - written without an offset
        NOW - HOUR - timedelta(seconds=1),
        NOW,
    ]
    # The same id outside of the window does not displace the record inside.
    records = [
        egv(time, record_id=f"id-{number % 2}")
        for number, time in enumerate(inside + outside)
    ]
    sandbox.faults.add(Fault(body=body(records)))
    answer = await getattr(client, endpoint)(NOW - HOUR, NOW)
    assert [record.time for record in answer.records] == inside
    assert answer.skipped == len(outside)


async def test_fractions_of_a_second(client: DexcomClient, sandbox: Sandbox) -> None:
    """Records within the last requested second belong to the window."""
    times = ["11:00:00", "11:00:00.250Z", "12:00:00.900Z", "12:00:01Z"]
    records = [{"recordId": time, "systemTime": f"2026-03-01T{time}"} for time in times]
    sandbox.faults.add(Fault(body=body(records)))
    part = timedelta(milliseconds=500)
    answer = await client.egvs(NOW - HOUR + part, NOW + part)
    assert [record.record_id for record in answer.records] == times[:3]


@pytest.mark.parametrize("endpoint", ENDPOINTS)
async def test_other_account(
    client: DexcomClient, sandbox: Sandbox, endpoint: str
) -> None:
    """An answer for another account is an error that names neither account."""
    ask = ENDPOINTS[endpoint]
    sandbox.faults.add(fault := Fault(body=body([], None)))
    await ask(client)
    assert client.user_id is None
    sandbox.faults.remove(fault)
    sandbox.faults.add(fault := Fault(body=body([], "first")))
    await ask(client)
    assert client.user_id == "first"
    sandbox.faults.remove(fault)
    sandbox.faults.add(fault := Fault(body=body([egv(NOW - HOUR)], "second")))
    with pytest.raises(DexcomAccountError) as caught:
        await ask(client)
    assert "first" not in repr(caught.value)
    assert "second" not in repr(caught.value)
    assert client.user_id == "first"
    sandbox.faults.remove(fault)
    # An answer that does not say is accepted.
    sandbox.faults.add(Fault(body=body([], "")))
    await ask(client)


async def test_expected_account(session: ClientSession, sandbox: Sandbox) -> None:
    """Whose answers to expect can be known before the first one."""

    async def get_token(rejected: str | None = None) -> str:
        """Return the token."""
        return str(sandbox.issue_token("ada")["access_token"])

    url = get_region("sandbox").base_url
    known = await DexcomClient(session, url, get_token).data_range()
    client = DexcomClient(session, url, get_token, user_id=known.user_id)
    await client.devices()
    with pytest.raises(DexcomAccountError):
        await DexcomClient(session, url, get_token, user_id="bob").devices()


@pytest.mark.parametrize("token", ["a\nb", "a\r\nX: y", "a\0", "é", "\ud83d", "a\x7f"])
async def test_tokens_that_cannot_be_sent(
    session: ClientSession, sandbox: Sandbox, token: str
) -> None:
    """Such a token is as good as rejected: a renewal may bring a better one."""
    good = str(sandbox.issue_token("ada")["access_token"])
    await client_with(session, token, good).devices()
    with pytest.raises(DexcomAuthError):
        await client_with(session, token).devices()
    assert len(sandbox.requests) == 1


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_compressed_bomb(
    client: DexcomClient, sandbox: Sandbox, encoding: str
) -> None:
    """A body that unpacks to 160 MB is never whole in memory."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31 if encoding == "gzip" else 15)
    packed = b"".join(packer.compress(b" " * 2**20) for _ in range(160))
    sandbox.faults.add(
        Fault(body=packed + packer.flush(), headers={"Content-Encoding": encoding})
    )
    tracemalloc.start()
    try:
        with pytest.raises(DexcomAnswerError):
            await client.egvs(NOW - HOUR, NOW)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 * MAX_ANSWER_BYTES


@pytest.mark.parametrize(
    "answer",
    [
        '{"records": [' + "{}," * 6_000_000 + "{}]}",
        '{"records": [' + "0," * (MAX_RECORDS + 1) + "0]}",
        '{"records": ' + "[" * 99_000 + "]" * 99_000,
        '{"records": ' * 50_000,
    ],
    ids=["objects", "numbers", "nested", "deep"],
)
async def test_too_much(client: DexcomClient, sandbox: Sandbox, answer: str) -> None:
    """Millions of values, or endless nesting, are an error that costs little."""
    sandbox.faults.add(Fault(body=answer))
    tracemalloc.start()
    try:
        with pytest.raises(DexcomAnswerError):
            await client.egvs(NOW - HOUR, NOW)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 * MAX_ANSWER_BYTES


async def test_large_answers(client: DexcomClient, sandbox: Sandbox) -> None:
    """Thirty days with a reading every minute from one phone are all read."""
    start = NOW - timedelta(days=30)
    records = [
        {"recordId": str(minute), "systemTime": time.isoformat(), "value": 100}
        for minute in range(30 * 1440)
        for time in [start + timedelta(minutes=minute)]
    ]
    sandbox.faults.add(Fault(body=body(records)))
    answer = await client.egvs(start, NOW)
    assert len(answer.records) == len(records)
    assert answer.skipped == 0


async def test_one_bad_character(client: DexcomClient, sandbox: Sandbox) -> None:
    """Half an emoji in a note costs that character, and nothing else."""
    note = {"eventType": "notes", "systemTime": "2026-03-01T11:30:00Z"}
    answer = json.dumps(
        {
            "records": [
                {**note, "recordId": "1", "value": "BAD"},
                {**note, "recordId": "2"},
            ]
        }
    ).replace("BAD", r"long walk \ud83d")
    sandbox.faults.add(Fault(body=answer))
    events = await client.events(NOW - HOUR, NOW)
    assert [event.text for event in events.records] == ["long walk \ufffd", None]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\0" * 100,
        b"HTTP/1.1\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 3\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\nContent-Length: 3\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nA: " + b"x" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200_000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nA\xff: \xfe\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 302 Found\r\nLocation: http://[\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 429 X\r\nRetry-After: \xff\xfe\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 999 X\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nSet-Cookie: \x01=\x02; Domain=[\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
    ],
    ids=lambda answer: repr(answer[:60]),
)
async def test_broken_http(socket_enabled: None, answer: bytes) -> None:
    """Whatever the bytes of an answer, it is an error of ours."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer and hang up."""
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        writer.close()

    async def get_token(rejected: str | None = None) -> str:
        """Return a token."""
        return "token"

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, ClientSession() as session:
        client = DexcomClient(session, f"http://127.0.0.1:{port}", get_token)
        with pytest.raises(DexcomError):
            await client.egvs(NOW - HOUR, NOW)


async def test_the_wait_for_other_requests_is_bounded(
    client: DexcomClient, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """Requests of an account that hangs end together, not one after the other."""
    sandbox.faults.add(Fault(delay=400))
    tasks = [asyncio.ensure_future(client.devices()) for _ in range(3)]
    while not sandbox.faults.armed[0].applied:
        await asyncio.sleep(0)
    freezer.tick(timedelta(minutes=3, seconds=1))
    await asyncio.wait(tasks)
    assert {type(task.exception()) for task in tasks} == {DexcomConnectionError}
    # The server ends too.
    freezer.tick(timedelta(minutes=5))
