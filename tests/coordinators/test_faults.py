"""The fault matrix: whatever goes wrong, the account recovers without help.

Every endpoint and the token endpoint, against the real server of the sandbox.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from aiohttp import ClientSession
from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.dexcom_cgm.api import (
    DexcomAnswerError,
    DexcomAuthError,
    DexcomClient,
    DexcomConnectionError,
    DexcomError,
    DexcomRateLimitError,
    DexcomRequestError,
    DexcomServerError,
    get_region,
)
from custom_components.dexcom_cgm.data import DexcomConfigEntry
from homeassistant.core import HomeAssistant
from sandbox.faults import Fault
from sandbox.server import Sandbox
from tests.common import (
    NOW,
    POLL,
    account_entry,
    async_pass_time,
    async_set_up,
    egv,
    minutes_ago,
    state,
)

# Each fault with the client's error and with what becomes of a poll and of a renewal.
# A junk response is 10 MB. "refused" is a port without a listener.
FAULTS: dict[str, tuple[Fault | None, type[DexcomError], str, str]] = {
    "400": (Fault(status=400), DexcomRequestError, "cannot_connect", "cannot_connect"),
    "401": (Fault(status=401), DexcomAuthError, "auth_required", "cannot_connect"),
    "403": (Fault(status=403), DexcomAuthError, "auth_required", "cannot_connect"),
    "404": (Fault(status=404), DexcomRequestError, "cannot_connect", "cannot_connect"),
    "408": (Fault(status=408), DexcomRequestError, "cannot_connect", "cannot_connect"),
    "429": (Fault(status=429), DexcomRateLimitError, "rate_limited", "rate_limited"),
    "500": (Fault(status=500), DexcomServerError, "cannot_connect", "cannot_connect"),
    "502": (
        Fault(status=502, body="<html><body>Bad gateway</body></html>"),
        DexcomServerError,
        "cannot_connect",
        "cannot_connect",
    ),
    "503": (Fault(status=503), DexcomServerError, "cannot_connect", "cannot_connect"),
    "time-out": (
        Fault(delay=400),
        DexcomConnectionError,
        "cannot_connect",
        "cannot_connect",
    ),
    "refused": (None, DexcomConnectionError, "cannot_connect", "cannot_connect"),
    "dropped before": (
        Fault(drop="before"),
        DexcomConnectionError,
        "cannot_connect",
        "cannot_connect",
    ),
    "dropped after": (
        Fault(drop="after"),
        DexcomConnectionError,
        "cannot_connect",
        "cannot_connect",
    ),
    "empty": (Fault(body=""), DexcomAnswerError, "cannot_connect", "cannot_connect"),
    "cut off": (
        Fault(truncate=True),
        DexcomConnectionError,
        "cannot_connect",
        "cannot_connect",
    ),
    "broken JSON": (
        Fault(malformed=True),
        DexcomAnswerError,
        "cannot_connect",
        "cannot_connect",
    ),
    "wrong shape": (
        Fault(wrong_shape=True),
        DexcomAnswerError,
        "cannot_connect",
        "cannot_connect",
    ),
    "junk": (
        Fault(garbage=10 * 2**20),
        DexcomAnswerError,
        "cannot_connect",
        "cannot_connect",
    ),
}
# After these the server has rotated the token and its answer never arrived.
LOST = {"time-out", "dropped after", "cut off", "broken JSON", "wrong shape"}

ENDPOINTS: dict[str, Callable[[DexcomClient], Awaitable[object]]] = {
    "egvs": lambda client: client.egvs(NOW - timedelta(hours=1), NOW),
    "events": lambda client: client.events(NOW - timedelta(hours=1), NOW),
    "alerts": lambda client: client.alerts(NOW - timedelta(hours=1), NOW),
    "calibrations": lambda client: client.calibrations(NOW - timedelta(hours=1), NOW),
    "devices": lambda client: client.devices(),
    "dataRange": lambda client: client.data_range(),
}


def at(path: str, fault: Fault) -> Fault:
    """Return a fault for one endpoint."""
    fields = {name: getattr(fault, name) for name in Fault.__dataclass_fields__}
    return Fault(**{**fields, "path": f"*/{path}"})


async def async_run_out(
    sandbox: Sandbox, freezer: FrozenDateTimeFactory, task: asyncio.Future[Any]
) -> None:
    """Let the time for an answer run out, and not yet that of the server."""
    while not any(armed.applied for armed in sandbox.faults.armed):
        await asyncio.sleep(0)
    freezer.tick(timedelta(minutes=5))
    await asyncio.wait([task])


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("name", FAULTS)
async def test_client(
    sandbox: Sandbox, freezer: FrozenDateTimeFactory, name: str, endpoint: str
) -> None:
    """Each fault of each endpoint is one typed error, and the next answer is good."""
    fault, error, _, _ = FAULTS[name]
    token = str(sandbox.issue_token("steady")["access_token"])

    async def get_token(rejected: str | None = None) -> str:
        """Return the token."""
        return token

    async with ClientSession() as session:
        client = DexcomClient(session, get_region("sandbox").base_url, get_token)
        ask = ENDPOINTS[endpoint]
        if fault is None:
            client = DexcomClient(session, "http://127.0.0.1:1", get_token)
        else:
            sandbox.faults.add(at(endpoint, fault))
        task = asyncio.ensure_future(ask(client))
        if name == "time-out":
            await async_run_out(sandbox, freezer, task)
        with pytest.raises(error) as caught:
            await task
        assert type(caught.value) is error
        sandbox.faults.clear()
        freezer.tick(timedelta(minutes=5))
        token = str(sandbox.issue_token("steady")["access_token"])
        await ask(DexcomClient(session, get_region("sandbox").base_url, get_token))


@pytest.fixture
async def entry(
    hass: HomeAssistant, applications: None, sandbox: Sandbox
) -> DexcomConfigEntry:
    """Return ada's account, set up with a reading."""
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(3))])
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    return entry


async def async_fail(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    path: str,
    fault: Fault | None,
) -> None:
    """Let a poll meet a fault."""
    if fault is None:
        await sandbox.stop()
    else:
        sandbox.faults.add(at(path, fault))
    if fault is None or not fault.delay:
        await async_pass_time(hass, freezer, POLL)
        return
    poll = asyncio.ensure_future(async_pass_time(hass, freezer, POLL))
    await async_run_out(sandbox, freezer, poll)


@pytest.mark.parametrize("name", FAULTS)
async def test_poll(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: DexcomConfigEntry,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    name: str,
) -> None:
    """A poll that fails keeps the reading, has the right status, and recovers."""
    fault, _, status, _ = FAULTS[name]
    port = int(get_region("sandbox").base_url.rpartition(":")[2])
    await async_fail(hass, sandbox, freezer, "egvs", fault)
    assert state(hass, "ada", "data_status") == status
    assert state(hass, "ada", "glucose_value") == "120"
    sandbox.faults.clear()
    if fault is None:
        await sandbox.start(port)
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(0), 130)])
    if status == "auth_required":
        fresh = account_entry(sandbox, "ada").data
        hass.config_entries.async_update_entry(entry, data=fresh)
        await hass.config_entries.async_reload(entry.entry_id)
    await async_pass_time(hass, freezer, timedelta(minutes=11))
    assert state(hass, "ada", "glucose_value") == "130"
    assert state(hass, "ada", "data_status") == "ok"
    assert "Unexpected error" not in caplog.text


@pytest.mark.parametrize("name", FAULTS)
async def test_renewal(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: DexcomConfigEntry,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    name: str,
) -> None:
    """A renewal that fails loses no login whose answer can still come."""
    fault, _, _, status = FAULTS[name]
    port = int(get_region("sandbox").base_url.rpartition(":")[2])
    freezer.tick(timedelta(hours=2))
    await async_fail(hass, sandbox, freezer, "token", fault)
    assert state(hass, "ada", "data_status") == status
    assert not hass.config_entries.flow.async_progress()
    sandbox.faults.clear()
    if fault is None:
        await sandbox.start(port)
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(0), 130)])
    await async_pass_time(hass, freezer, timedelta(minutes=11))
    if name in LOST:
        assert state(hass, "ada", "data_status") == "auth_required"
        assert len(hass.config_entries.flow.async_progress()) == 1
    else:
        assert state(hass, "ada", "glucose_value") == "130"
        assert state(hass, "ada", "data_status") == "ok"
    assert "Unexpected error" not in caplog.text
