"""Tests for faults and for the control over HTTP."""

import asyncio
import base64
from datetime import timedelta
import json
from typing import Any

from aiohttp import (
    ClientConnectionError,
    ClientPayloadError,
    ClientSession,
    ClientTimeout,
    ServerDisconnectedError,
)
import pytest

from sandbox import Fault, Sandbox, subject

from .conftest import CLIENT, Clock, Get, records


async def refresh(client: ClientSession, token: str) -> int:
    """Rotate a refresh token."""
    form = CLIENT | {"grant_type": "refresh_token", "refresh_token": token}
    async with client.post("/v2/oauth2/token", data=form) as response:
        await response.read()
        return response.status


async def test_status_headers_and_body(sandbox: Sandbox, get: Get) -> None:
    """Test an answer in place of Dexcom's."""
    sandbox.faults.add(
        Fault(path="*/egvs", status=503, headers={"Retry-After": "7"}, body="<html>")
    )
    response = await get("steady", "egvs")
    assert response.status == 503
    assert response.headers["Retry-After"] == "7"
    assert await response.text() == "<html>"
    assert (await get("steady", "events")).status == 200
    sandbox.faults.clear()
    assert (await get("steady", "egvs")).status == 200


async def test_person_skip_and_times(sandbox: Sandbox, get: Get) -> None:
    """Test which requests a fault is for."""
    armed = sandbox.faults.add(Fault(person="lows", status=500, skip=1, times=2))
    statuses = [(await get("lows", "devices")).status for _ in range(5)]
    assert statuses == [200, 500, 500, 200, 200]
    assert (await get("steady", "devices")).status == 200
    assert (armed.matched, armed.applied) == (5, 2)
    sandbox.faults.remove(armed.fault)
    assert sandbox.faults.armed == []


async def test_drop_before_keeps_the_token(
    sandbox: Sandbox, client: ClientSession
) -> None:
    """Test a request that never reaches Dexcom."""
    token = sandbox.issue_token("steady")["refresh_token"]
    sandbox.faults.add(
        Fault(path="*/oauth2/token", person="steady", drop="before", times=1)
    )
    with pytest.raises(ServerDisconnectedError):
        await refresh(client, token)
    assert sandbox.requests[-1].status is None
    assert sandbox.requests[-1].person_id == "steady"
    assert await refresh(client, token) == 200


@pytest.mark.parametrize(
    "fault",
    [
        Fault(path="*/oauth2/token", drop="after", times=1),
        Fault(path="*/oauth2/token", truncate=True, times=1),
    ],
)
async def test_lost_answer_uses_up_the_token(
    sandbox: Sandbox, client: ClientSession, fault: Fault
) -> None:
    """Test a rotation whose answer does not arrive."""
    token = sandbox.issue_token("steady")["refresh_token"]
    sandbox.faults.add(fault)
    with pytest.raises((ClientConnectionError, ClientPayloadError)):
        await refresh(client, token)
    assert await refresh(client, token) == 400


async def test_truncated_body(sandbox: Sandbox, get: Get) -> None:
    """Test half a body under the full Content-Length."""
    whole = await (await get("steady", "egvs")).read()
    sandbox.faults.add(Fault(path="*/egvs", truncate=True))
    response = await get("steady", "egvs")
    assert response.headers["Content-Length"] == str(len(whole))
    with pytest.raises(ClientPayloadError):
        await response.read()


@pytest.mark.parametrize(
    ("fault", "start", "end"),
    [
        (Fault(malformed=True), b'{"recordType":"egv"', b"],"),
        (Fault(wrong_shape=True), b'[{"recordType":"egv"', b"]}]"),
        (Fault(body=b""), b"", b""),
    ],
)
async def test_unreadable_body(
    sandbox: Sandbox, get: Get, fault: Fault, start: bytes, end: bytes
) -> None:
    """Test bodies that are whole and wrong."""
    sandbox.faults.add(fault)
    response = await get("steady", "egvs")
    body = await response.read()
    assert response.status == 200
    assert body.startswith(start)
    assert body.endswith(end)


async def test_garbage_is_the_same_each_time(sandbox: Sandbox, get: Get) -> None:
    """Test junk of a given length."""
    sandbox.faults.add(Fault(garbage=1000))
    first = await (await get("steady", "egvs")).read()
    assert len(first) == 1000
    assert await (await get("steady", "egvs")).read() == first


async def test_delay_outlasts_a_client(sandbox: Sandbox, client: ClientSession) -> None:
    """Test that Dexcom goes on with what a client no longer waits for."""
    token = sandbox.issue_token("steady")["refresh_token"]
    sandbox.faults.add(Fault(path="*/token", delay=0.1, times=1))
    form = CLIENT | {"grant_type": "refresh_token", "refresh_token": token}
    with pytest.raises(TimeoutError):
        await client.post(
            "/v2/oauth2/token", data=form, timeout=ClientTimeout(total=0.05)
        )
    await asyncio.sleep(0.1)
    assert await refresh(client, token) == 400


async def test_merge_and_without_rotate_the_token(
    sandbox: Sandbox, client: ClientSession
) -> None:
    """Test a true token answer with other side fields."""
    token = sandbox.issue_token("steady")["refresh_token"]
    sandbox.faults.add(
        Fault(
            path="*/token",
            merge={"expires_in": "7200.0", "login": "x"},
            without=["token_type", "scope"],
        )
    )
    form = CLIENT | {"grant_type": "refresh_token", "refresh_token": token}
    async with client.post("/v2/oauth2/token", data=form) as response:
        answer = await response.json()
    assert (answer["expires_in"], answer["login"]) == ("7200.0", "x")
    assert "token_type" not in answer
    assert sandbox.tokens.bearer(answer["access_token"])
    # What is refused is refused as always.
    async with client.post("/v2/oauth2/token", data=form) as response:
        assert await response.json() == {"error": "invalid_grant"}


async def test_shapes_of_an_answer(sandbox: Sandbox, get: Get) -> None:
    """Test another account's name, no records, and records without a wrapper."""
    true = await (await get("steady", "egvs")).json()
    sandbox.faults.add(Fault(merge={"userId": "f" * 64}, times=1))
    assert await (await get("steady", "egvs")).json() == true | {"userId": "f" * 64}
    sandbox.faults.add(Fault(merge={"records": None}, times=1))
    assert await (await get("steady", "egvs")).json() == true | {"records": None}
    sandbox.faults.add(Fault(bare=True, times=1))
    assert await (await get("steady", "egvs")).json() == true["records"]


async def test_padding(sandbox: Sandbox, client: ClientSession, get: Get) -> None:
    """Test a true answer behind much whitespace, plain and as gzip."""
    true = await (await get("steady", "egvs")).read()
    size = 3 * 2**20 + 1
    for fault in (Fault(pad=size, times=1), Fault(pad=size, gzip=True, times=1)):
        sandbox.faults.add(fault)
        response = await get("steady", "egvs")
        assert await response.read() == b" " * size + true
        assert response.headers.get("Content-Encoding") == (
            "gzip" if fault.gzip else None
        )


async def test_gzip_bomb_is_small_on_the_wire(url: str, sandbox: Sandbox) -> None:
    """Test that a hundred megabytes come as less than one."""
    sandbox.faults.add(Fault(status=200, body="{}", pad=10**8, gzip=True))
    async with ClientSession(url, auto_decompress=False) as client:
        response = await client.get("/v3/users/self/egvs")
        assert len(await response.read()) < 10**6


@pytest.mark.parametrize("fault", [Fault(hang=60), Fault(trickle=0.05)])
async def test_slow_body(sandbox: Sandbox, get: Get, fault: Fault) -> None:
    """Test headers at once, and a body that does not come."""
    sandbox.faults.add(fault)
    response = await get("steady", "egvs")
    assert response.status == 200
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await response.read()


async def test_trickled_body_is_whole(sandbox: Sandbox, get: Get) -> None:
    """Test a body that arrives byte by byte."""
    sandbox.faults.add(Fault(status=200, body='{"records": []}', trickle=0.001))
    assert await records(get("steady", "egvs")) == []


@pytest.mark.filterwarnings("ignore:A test tried to use socket")  # ::1 of localhost
async def test_cookie_per_login(sandbox: Sandbox, url: str) -> None:
    """Test that a test sees which cookies come back."""
    for person in ("steady", "lows"):
        cookie = {"Set-Cookie": f"login={person}; Path=/"}
        sandbox.faults.add(Fault(person=person, headers=cookie))
    # An address without a name keeps no cookies in aiohttp.
    async with ClientSession(url.replace("127.0.0.1", "localhost")) as client:
        for person in ("steady", "lows", "lows"):
            token = sandbox.issue_token(person)["access_token"]
            headers = {"Authorization": f"Bearer {token}"}
            await client.get("/v3/users/self/devices", headers=headers)
    assert [each.cookies.get("login") for each in sandbox.requests] == [
        None,
        "steady",
        "lows",
    ]


async def control(client: ClientSession, name: str, **body: Any) -> Any:
    """Change something over HTTP."""
    async with client.post(f"/_sandbox/{name}", json=body) as response:
        answer = await response.json()
        assert response.status == 200, answer
        return answer


async def test_control_of_faults(client: ClientSession, get: Get) -> None:
    """Test faults over HTTP."""
    await control(client, "faults", path="*/egvs", status=500, times=1)
    assert (await get("steady", "egvs")).status == 500
    async with client.get("/_sandbox/faults") as response:
        assert await response.json() == [
            {
                "fault": {"path": "*/egvs", "status": 500, "times": 1},
                "matched": 1,
                "applied": 1,
            }
        ]
    await client.delete("/_sandbox/faults")
    async with client.get("/_sandbox/faults") as response:
        assert await response.json() == []


async def test_control_of_data(
    sandbox: Sandbox, client: ClientSession, clock: Clock, get: Get
) -> None:
    """Test delays and records over HTTP."""
    newest, *_ = await records(get("steady", "egvs"))
    await control(client, "delay", minutes=60, person="steady")
    assert newest not in await records(get("steady", "egvs"))
    await control(client, "delay", minutes=5)
    people = sandbox.people
    assert sandbox.data.delay_of(people["lows"]) == timedelta(minutes=5)
    assert sandbox.data.delay_of(people["steady"]) == timedelta(minutes=60)

    record = {"recordId": "x", "systemTime": "2026-11-20T11:00:00Z"}
    await control(
        client,
        "records",
        person="empty",
        kind="events",
        records=[record],
        uploaded_at="2026-11-20T13:00:00Z",
    )
    assert await records(get("empty", "events")) == []
    clock.tick(hours=1)
    assert await records(get("empty", "events")) == [record]


async def test_control_of_tokens(sandbox: Sandbox, client: ClientSession) -> None:
    """Test the end of tokens over HTTP."""

    async def status(access_token: str) -> int:
        headers = {"Authorization": f"Bearer {access_token}"}
        async with client.get("/v3/users/self/devices", headers=headers) as response:
            return response.status

    await control(client, "token-lifetime", access_seconds=60, opaque=True)
    tokens = sandbox.issue_token("steady")
    assert tokens["expires_in"] == 60
    assert "." not in tokens["access_token"]
    await control(client, "expire-access-tokens")
    assert await status(tokens["access_token"]) == 401

    tokens = sandbox.issue_token("steady")
    await control(client, "revoke", person="steady", password_reset=True)
    assert await status(tokens["access_token"]) == 200
    assert await refresh(client, tokens["refresh_token"]) == 400
    await control(client, "revoke", person="steady")
    assert await status(tokens["access_token"]) == 401

    tokens = sandbox.issue_token("steady")
    await control(client, "token-lifetime", refresh_seconds=0)
    assert await refresh(client, tokens["refresh_token"]) == 400


async def test_control_of_subjects(sandbox: Sandbox, client: ClientSession) -> None:
    """Test tokens with the `sub` of another person."""
    await control(client, "subject", person="steady", subject=subject("lows"))
    payload = sandbox.issue_token("steady")["access_token"].split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    assert claims["sub"] == subject("lows")


async def test_control_state(client: ClientSession, get: Get) -> None:
    """Test the overview, which counts requests for data and tokens only."""
    await get("steady", "egvs")
    async with client.get("/_sandbox/state") as response:
        state = await response.json()
    assert state["requests"] == {"GET /v3/users/self/egvs": 1}
    assert state["people"]["steady"]["delay"] == 0
    assert [each["client_id"] for each in state["applications"]] == [
        "sandbox-application",
        "second-application",
    ]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("faults", {"paths": "*"}),
        ("delay", {}),
        ("revoke", {"person": "nobody"}),
        ("records", {"person": "empty", "kind": "events", "records": "x"}),
        ("records", {"person": "empty", "kind": "readings", "records": []}),
    ],
)
async def test_control_says_what_is_wrong(
    client: ClientSession, name: str, body: dict[str, Any]
) -> None:
    """Test mistakes in a change."""
    async with client.post(f"/_sandbox/{name}", json=body) as response:
        assert response.status == 400
        assert (await response.json())["message"]


async def test_control_is_for_loopback_only(client: ClientSession) -> None:
    """Test that a page elsewhere cannot reach the control by a name of its own."""
    headers = {"Host": "somewhere.example"}
    async with client.get("/_sandbox/state", headers=headers) as response:
        assert response.status == 403
