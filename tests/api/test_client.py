"""The client against a real server: windows, tokens, errors."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import datetime, timedelta, timezone
from itertools import pairwise

from aiohttp import ClientSession, TraceConfig
import pytest

from custom_components.dexcom_cgm.api import (
    MAX_CONCURRENT_REQUESTS,
    DexcomAnswerError,
    DexcomAuthError,
    DexcomClient,
    DexcomConnectionError,
    DexcomError,
    DexcomRateLimitError,
    DexcomRequestError,
    DexcomServerError,
    RequestLimiter,
    get_region,
)
from custom_components.dexcom_cgm.api.client import MAX_ANSWER_BYTES
from sandbox.faults import Fault
from sandbox.server import Sandbox
from sandbox.tokens import APPLICATIONS, user_id
from tests.common import NOW, egv

HOUR = timedelta(hours=1)


class Login:
    """A source of tokens that issues another one for a rejected one."""

    def __init__(self, sandbox: Sandbox, person: str, *, renew: bool = True) -> None:
        """Log in."""
        self._sandbox, self._person, self._renew = sandbox, person, renew
        self.token = self._issue()

    def _issue(self) -> str:
        """Return a token that is good."""
        return str(self._sandbox.issue_token(self._person)["access_token"])

    async def __call__(self, rejected: str | None = None) -> str:
        """Return a token."""
        if rejected == self.token and self._renew:
            self.token = self._issue()
        return self.token


@pytest.fixture
async def session() -> AsyncGenerator[ClientSession]:
    """Return a session for HTTP."""
    async with ClientSession() as session:
        yield session


@pytest.fixture
def base_url(sandbox: Sandbox) -> str:
    """Return the address of the sandbox."""
    return get_region("sandbox").base_url


def client_of(
    session: ClientSession, sandbox: Sandbox, base_url: str, person: str
) -> DexcomClient:
    """Return a client of a person's account."""
    return DexcomClient(session, base_url, Login(sandbox, person))


async def test_all_endpoints(
    session: ClientSession, sandbox: Sandbox, base_url: str
) -> None:
    """Each endpoint gives its records, oldest first."""
    client = client_of(session, sandbox, base_url, "steady")
    window = (NOW - timedelta(days=12), NOW)
    egvs = await client.egvs(*window)
    events = await client.events(*window)
    alerts = await client.alerts(*window)
    calibrations = await client.calibrations(*window)
    assert len(egvs.records) > 3000
    assert {event.type for event in events.records} >= {"carbs", "insulin"}
    assert all(alert.name for alert in alerts.records)
    for answer in (egvs, events, alerts, calibrations):
        assert answer.skipped == 0
        times = [record.time for record in answer.records]
        assert times == sorted(times)
        assert all(window[0] <= time < window[1] for time in times)
    (device,) = (await client.devices()).records
    assert device.generation == "g7"
    assert device.schedules
    assert device.schedules[0].settings
    data_range = await client.data_range()
    assert data_range.user_id == user_id("steady", APPLICATIONS[0].client_id)
    assert data_range.egvs is not None
    assert data_range.egvs.end == egvs.records[-1].time
    assert client.requests == 6


async def test_long_windows(
    session: ClientSession, sandbox: Sandbox, base_url: str
) -> None:
    """A window of 90 days is read in parts, without a gap and without a repetition."""
    client = client_of(session, sandbox, base_url, "steady")
    start = NOW - timedelta(days=90)
    answer = await client.egvs(start, NOW)
    truth = sandbox.truth("steady", start, NOW)
    assert [record.value for record in answer.records] == [
        reading.value for reading in truth
    ]
    assert client.requests == 3
    for earlier, later in pairwise(request.query for request in sandbox.requests):
        assert earlier["endDate"] == later["startDate"]


async def test_times_are_utc_without_offset(
    session: ClientSession, sandbox: Sandbox, base_url: str
) -> None:
    """Dexcom refuses offsets; the last second that has begun is asked for in full."""
    client = client_of(session, sandbox, base_url, "steady")
    zone = timezone(timedelta(hours=5, minutes=30))
    start = datetime(2026, 3, 1, 5, 30, 0, 900_000, zone)
    end = datetime(2026, 3, 1, 6, 30, 0, 1, zone)
    answer = await client.egvs(start, end)
    assert answer.records
    (request,) = sandbox.requests
    assert request.query == {
        "startDate": "2026-03-01T00:00:00",
        "endDate": "2026-03-01T01:00:01",
    }


async def test_empty_windows(
    session: ClientSession, sandbox: Sandbox, base_url: str
) -> None:
    """A window without length needs no request, one without records is empty."""
    client = client_of(session, sandbox, base_url, "empty")
    assert (await client.egvs(NOW, NOW)).records == ()
    assert client.requests == 0
    assert (await client.egvs(NOW - HOUR, NOW)).records == ()


async def test_broken_records(
    session: ClientSession, sandbox: Sandbox, base_url: str
) -> None:
    """Broken records are skipped and counted, the others read."""
    sandbox.add_records(
        "ada",
        "egvs",
        [egv(NOW - HOUR, 100), 5, {"recordId": "x"}, egv(NOW - HOUR / 2, 110)],
    )
    answer = await client_of(session, sandbox, base_url, "ada").egvs(NOW - HOUR, NOW)
    assert [record.value for record in answer.records] == [100, 110]
    assert answer.skipped == 2


async def test_every_odd_format(
    session: ClientSession, sandbox: Sandbox, base_url: str
) -> None:
    """The person with every odd format loses nothing that can be read."""
    client = client_of(session, sandbox, base_url, "odd")
    start, end = NOW - timedelta(days=20), NOW - timedelta(days=1)
    answer = await client.egvs(start, end)
    truth = {_minute(reading.time) for reading in sandbox.truth("odd", start, end)}
    assert truth <= {_minute(record.time) for record in answer.records}
    assert answer.skipped > 0
    for records in (
        await client.events(start, end),
        await client.alerts(start, end),
        await client.calibrations(start, end),
    ):
        assert records.records
    devices = (await client.devices()).records
    assert any(device.schedules for device in devices)


def _minute(time: datetime) -> datetime:
    """Return a time to the minute, for forms without seconds."""
    return time.replace(second=0, microsecond=0)


async def test_a_rejected_token_is_renewed_once(
    session: ClientSession, sandbox: Sandbox, base_url: str
) -> None:
    """One refusal renews the token, a second one is an error."""
    login = Login(sandbox, "steady")
    client = DexcomClient(session, base_url, login)
    sandbox.tokens.expire_access_tokens()
    await client.data_range()
    assert [request.status for request in sandbox.requests] == [401, 200]
    sandbox.faults.add(Fault(status=401))
    with pytest.raises(DexcomAuthError):
        await client.data_range()
    assert client.requests == 4


async def test_a_token_that_cannot_be_renewed(
    session: ClientSession, sandbox: Sandbox, base_url: str
) -> None:
    """The same token is not tried twice."""
    login = Login(sandbox, "refused", renew=False)
    client = DexcomClient(session, base_url, login)
    with pytest.raises(DexcomAuthError):
        await client.data_range()
    assert client.requests == 1


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(status=400), DexcomRequestError),
        (Fault(status=404), DexcomRequestError),
        (Fault(status=408), DexcomRequestError),
        (Fault(status=401), DexcomAuthError),
        (Fault(status=403), DexcomAuthError),
        (Fault(status=429), DexcomRateLimitError),
        (Fault(status=500), DexcomServerError),
        (Fault(status=502, body="<html>"), DexcomServerError),
        (Fault(status=204), DexcomServerError),
        (Fault(status=302, headers={"Location": "/"}), DexcomServerError),
        (Fault(drop="before"), DexcomConnectionError),
        (Fault(drop="after"), DexcomConnectionError),
        (Fault(truncate=True), DexcomConnectionError),
        (Fault(body=""), DexcomAnswerError),
        (Fault(body="[]"), DexcomAnswerError),
        (Fault(body='{"records": {}}'), DexcomAnswerError),
        (Fault(malformed=True), DexcomAnswerError),
        (Fault(wrong_shape=True), DexcomAnswerError),
        (Fault(garbage=10_000_000), DexcomAnswerError),
        (Fault(garbage=MAX_ANSWER_BYTES + 1), DexcomAnswerError),
    ],
)
async def test_errors(
    session: ClientSession,
    sandbox: Sandbox,
    base_url: str,
    fault: Fault,
    error: type[DexcomError],
) -> None:
    """Each kind of failure has an error of its own, which holds no secret."""
    login = Login(sandbox, "steady")
    client = DexcomClient(session, base_url, login)
    sandbox.faults.add(fault)
    with pytest.raises(DexcomError) as caught:
        await client.egvs(NOW - HOUR, NOW)
    assert type(caught.value) is error
    chain = f"{caught.value!r} {caught.value.__cause__!r}"
    assert login.token not in chain
    assert "startDate" not in chain


async def test_nobody_answers(session: ClientSession, sandbox: Sandbox) -> None:
    """A refused connection is an error of the connection."""
    client = client_of(session, sandbox, "http://127.0.0.1:1", "steady")
    with pytest.raises(DexcomConnectionError):
        await client.data_range()


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        ("Sun, 01 Mar 2026 12:02:00 GMT", 120),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0),
        ("soon", None),
        (None, None),
    ],
)
async def test_retry_after(
    session: ClientSession,
    sandbox: Sandbox,
    base_url: str,
    header: str | None,
    seconds: float | None,
) -> None:
    """Retry-After is read as seconds and as a date."""
    headers = {} if header is None else {"Retry-After": header}
    sandbox.faults.add(Fault(status=429, headers=headers))
    with pytest.raises(DexcomRateLimitError) as caught:
        await client_of(session, sandbox, base_url, "steady").data_range()
    assert caught.value.retry_after == seconds
    assert caught.value.status == 429


async def test_requests_beyond_the_limit(
    session: ClientSession, sandbox: Sandbox, base_url: str
) -> None:
    """The real limit of an application gives the same error."""
    sandbox.calls_per_hour = 2
    client = client_of(session, sandbox, base_url, "steady")
    await client.data_range()
    await client.devices()
    with pytest.raises(DexcomRateLimitError):
        await client.data_range()


async def test_concurrency_is_limited(sandbox: Sandbox, base_url: str) -> None:
    """Many accounts together have a few requests at once, and all are answered."""
    running: list[int] = [0]

    async def begin(*_: object) -> None:
        """Count a request that begins."""
        running.append(running[-1] + 1)

    async def end(*_: object) -> None:
        """Count a request that has been answered."""
        running.append(running[-1] - 1)

    trace = TraceConfig()
    trace.on_request_start.append(begin)
    trace.on_request_end.append(end)
    limiter = RequestLimiter()
    async with ClientSession(trace_configs=[trace]) as session:
        clients = [
            DexcomClient(session, base_url, Login(sandbox, "steady"), limiter)
            for _ in range(40)
        ]
        answers = await asyncio.gather(
            *(client.egvs(NOW - HOUR, NOW) for client in clients)
        )
    assert [len(answer.records) for answer in answers] == [12] * 40
    assert 1 < max(running) <= MAX_CONCURRENT_REQUESTS
