"""A login is never lost: one renewal at a time, safe on disk before it is used."""

import asyncio
from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.dexcom_cgm.const import DOMAIN
from custom_components.dexcom_cgm.data import DexcomConfigEntry
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.core import HomeAssistant
from sandbox.faults import Fault
from sandbox.server import Sandbox

from .common import (
    POLL,
    StoredFiles,
    account_entry,
    async_pass_time,
    async_set_up,
    egv,
    minutes_ago,
    polls,
    state,
)

pytestmark = pytest.mark.usefixtures("applications")

TWO_HOURS = timedelta(hours=2)


def _renewals(sandbox: Sandbox) -> int:
    """Return how often a token was asked for."""
    return sum(request.path.endswith("/token") for request in sandbox.requests)


async def async_wait_for_renewal(sandbox: Sandbox) -> None:
    """Wait until a request has arrived at a fault, which holds it."""
    while not any(armed.applied for armed in sandbox.faults.armed):
        await asyncio.sleep(0)


async def async_reason(hass: HomeAssistant) -> str:
    """Return why the dialog that waits for the user says it does."""
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == SOURCE_REAUTH
    result = await hass.config_entries.flow.async_configure(flow["flow_id"])
    assert result["step_id"] == "reauth_confirm"
    assert result["errors"] is not None
    return result["errors"]["base"]


@pytest.fixture
async def entry(hass: HomeAssistant, sandbox: Sandbox) -> DexcomConfigEntry:
    """Return ada's account, set up."""
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(10))])
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    return entry


async def test_renewal(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """An access token that ends is renewed, again and again."""
    tokens = [entry.data["token"]["refresh_token"]]
    for number in range(1, 4):
        await async_pass_time(hass, freezer, TWO_HOURS)
        token = entry.data["token"]
        assert token["renewals"] == number
        assert token["redirect_uri"]
        tokens.append(token["refresh_token"])
    assert len(set(tokens)) == 4
    assert state(hass, "ada", "data_status") == "delayed"


async def test_a_token_about_to_end_is_renewed(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A token that could end on its way is renewed before."""
    await async_pass_time(hass, freezer, TWO_HOURS - timedelta(seconds=59))
    assert entry.data["token"]["renewals"] == 1


async def test_parallel_requests_renew_once(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: DexcomConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """However many ask, the token is renewed once."""
    auth = entry.runtime_data.auth
    freezer.tick(TWO_HOURS)
    tokens = await asyncio.gather(*(auth.async_get_access_token() for _ in range(10)))
    assert len(set(tokens)) == 1
    assert _renewals(sandbox) == 1


async def test_a_rejected_token_is_renewed_once(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A token that looks valid and is refused is renewed, and the request repeated."""
    sandbox.tokens.expire_access_tokens("ada")
    sandbox.requests.clear()
    await async_pass_time(hass, freezer, POLL)
    assert [request.status for request in polls(sandbox)] == [401, 200]
    assert _renewals(sandbox) == 1
    assert state(hass, "ada", "data_status") == "ok"


@pytest.mark.parametrize(("status", "renewals"), [(401, 1), (403, 0)])
async def test_a_fresh_token_is_rejected(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    status: int,
    renewals: int,
) -> None:
    """A second refusal, or one that no renewal helps, asks the user to log in; nothing old is shown for long."""
    sandbox.faults.add(Fault(path="*/egvs", status=status))
    await async_pass_time(hass, freezer, POLL)
    assert _renewals(sandbox) == renewals
    assert state(hass, "ada", "data_status") == "auth_required"
    assert state(hass, "ada", "glucose_value") == "120"
    assert await async_reason(hass) == "data_refused"
    await async_pass_time(hass, freezer, timedelta(minutes=80))
    assert state(hass, "ada", "glucose_value") == "unavailable"
    assert state(hass, "ada", "data_status") == "auth_required"


@pytest.mark.parametrize(
    ("status", "code", "reason"),
    [
        (400, "invalid_grant", "login_revoked"),
        (401, "invalid_grant", "login_revoked"),
        (401, "invalid_client", "wrong_secret"),
    ],
)
async def test_the_user_must_act(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    status: int,
    code: str,
    reason: str,
) -> None:
    """A login that is gone, and a wrong secret, ask the user, and say why."""
    sandbox.faults.add(
        Fault(path="*/token", status=status, body=f'{{"error": "{code}"}}')
    )
    await async_pass_time(hass, freezer, TWO_HOURS)
    assert state(hass, "ada", "data_status") == "auth_required"
    assert await async_reason(hass) == reason


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Fault(path="*/token", status=400), "cannot_connect"),
        (
            Fault(path="*/token", status=400, body='{"error": "invalid_request"}'),
            "cannot_connect",
        ),
        (Fault(path="*/token", status=400, body="[1]"), "cannot_connect"),
        (Fault(path="*/token", status=403), "cannot_connect"),
        (Fault(path="*/token", status=404), "cannot_connect"),
        (Fault(path="*/token", status=429), "rate_limited"),
        (
            Fault(path="*/token", status=500, body='{"error": "invalid_grant"}'),
            "cannot_connect",
        ),
        (Fault(path="*/token", body=""), "cannot_connect"),
        (Fault(path="*/token", drop="before"), "cannot_connect"),
        (
            Fault(path="*/token", status=302, headers={"Location": "/"}),
            "cannot_connect",
        ),
        (Fault(path="*/token", body='{"expires_in": 1}'), "cannot_connect"),
        (
            Fault(path="*/token", body='{"access_token": 5, "expires_in": 7200}'),
            "cannot_connect",
        ),
        (
            Fault(path="*/token", body='{"access_token": "a", "expires_in": 1e400}'),
            "cannot_connect",
        ),
    ],
)
async def test_the_next_poll_tries_again(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    fault: Fault,
    status: str,
) -> None:
    """Any other failure is tried again later, with the same token."""
    old = entry.data["token"]
    sandbox.faults.add(fault)
    await async_pass_time(hass, freezer, TWO_HOURS)
    assert state(hass, "ada", "data_status") == status
    assert entry.data["token"] == old
    assert not hass.config_entries.flow.async_progress()
    sandbox.faults.clear()
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(3), 130)])
    await async_pass_time(hass, freezer, timedelta(minutes=11))
    assert state(hass, "ada", "glucose_value") == "130"
    assert state(hass, "ada", "data_status") == "ok"


async def test_an_answer_without_a_new_refresh_token(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Without a new refresh token in the response, the old one is kept."""
    old = entry.data["token"]
    sandbox.faults.add(
        Fault(path="*/token", body='{"access_token": "new", "expires_in": "7200"}')
    )
    freezer.tick(TWO_HOURS)
    assert await entry.runtime_data.auth.async_get_access_token() == "new"
    assert entry.data["token"]["refresh_token"] == old["refresh_token"]


async def test_unloading_does_not_cancel_a_renewal(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """An answer that is on its way is kept, and the next setup waits for it."""
    old = entry.data["token"]
    sandbox.faults.add(Fault(path="*/token", delay=0.3, times=1))
    freezer.tick(TWO_HOURS)
    async_fire_time_changed(hass)
    await async_wait_for_renewal(sandbox)
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert entry.data["token"] == old
    freezer.tick(timedelta(seconds=1))
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.LOADED
    assert entry.data["token"]["renewals"] == 1
    assert _renewals(sandbox) == 1


@pytest.mark.parametrize(
    ("login", "renewals", "newer"),
    [
        (1, 7, True),
        (1, 0, False),
        (2, 0, True),
        (2, 1, True),
        (0, 9, False),
    ],
)
async def test_the_newer_copy_wins(
    hass: HomeAssistant,
    storage: StoredFiles,
    sandbox: Sandbox,
    login: int,
    renewals: int,
    newer: bool,
) -> None:
    """After a crash the token that came last is taken, and both copies hold it."""
    entry = account_entry(sandbox, "ada")
    stored = {
        **account_entry(sandbox, "ada").data["token"],
        "login": login,
        "renewals": renewals,
    }
    storage[f"{DOMAIN}.{entry.entry_id}"] = {"version": 1, "data": stored}
    await async_set_up(hass, entry)
    assert entry.state is ConfigEntryState.LOADED
    assert (entry.data["token"] == stored) is newer
    kept = storage[f"{DOMAIN}.{entry.entry_id}"]["data"]
    assert (kept == entry.data["token"]) is ((login, renewals) != (1, 0))


async def test_a_fresh_login_is_on_disk_at_once(
    hass: HomeAssistant, storage: StoredFiles, sandbox: Sandbox
) -> None:
    """Home Assistant writes a new entry late; its token is safe before."""
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    assert storage[f"{DOMAIN}.{entry.entry_id}"]["data"] == entry.data["token"]


async def test_logging_in_during_a_renewal(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The token of a new login is not replaced by one of the old login."""
    sandbox.faults.add(Fault(path="*/token", delay=0.2, times=1))
    freezer.tick(TWO_HOURS)
    renewal = hass.async_create_task(entry.runtime_data.auth.async_get_access_token())
    await async_wait_for_renewal(sandbox)
    fresh = {**account_entry(sandbox, "ada").data["token"], "login": 2}
    hass.config_entries.async_update_entry(entry, data={**entry.data, "token": fresh})
    freezer.tick(timedelta(seconds=1))
    assert await renewal == fresh["access_token"]
    assert entry.data["token"] == fresh


async def test_removal_during_a_renewal(
    hass: HomeAssistant,
    storage: StoredFiles,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """An account that is removed leaves no token behind."""
    sandbox.faults.add(Fault(path="*/token", delay=0.2, times=1))
    freezer.tick(TWO_HOURS)
    async_fire_time_changed(hass)
    await async_wait_for_renewal(sandbox)
    freezer.tick(timedelta(seconds=1))
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()
    assert f"{DOMAIN}.{entry.entry_id}" not in storage


async def test_a_poll_that_outlives_its_account(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A poll started by an automation ends, and no reauthentication starts."""
    sandbox.tokens.expire_access_tokens()
    sandbox.faults.add(Fault(path="*/token", delay=0.2, times=1))
    poll = hass.async_create_task(entry.runtime_data.glucose.async_refresh())
    await async_wait_for_renewal(sandbox)
    freezer.tick(timedelta(seconds=1))
    await hass.config_entries.async_remove(entry.entry_id)
    await poll
    await hass.async_block_till_done()
    assert hass.config_entries.flow.async_progress() == []
    assert "UnknownEntry" not in caplog.text


async def test_a_restored_backup(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """Report a login whose refresh token was used before the start."""
    entry = account_entry(sandbox, "ada")
    sandbox.tokens.rotate("sandbox-application", entry.data["token"]["refresh_token"])
    freezer.tick(TWO_HOURS)
    await async_set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert await async_reason(hass) == "login_already_used"
