"""The newest token reaches the disk: at a stop, with a full disk, from odd answers."""

import asyncio
from datetime import timedelta
import math
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from hypothesis import HealthCheck, given, settings, strategies as st
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.dexcom_cgm.account.files import AccountFile
from custom_components.dexcom_cgm.account.tokens import parsed_token
from custom_components.dexcom_cgm.application_credentials import _checked_tokens
from custom_components.dexcom_cgm.const import DOMAIN
from custom_components.dexcom_cgm.data import DexcomConfigEntry
from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import OAuth2TokenRequestConnectionError
from homeassistant.helpers import issue_registry as ir
from sandbox.faults import Fault
from sandbox.server import Sandbox
from tests.common import (
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

TWO_HOURS = timedelta(hours=2)


@pytest.fixture
async def entry(
    hass: HomeAssistant, applications: None, sandbox: Sandbox
) -> DexcomConfigEntry:
    """Return ada's account, set up."""
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(10))])
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    return entry


class FullDisk:
    """A disk on which the token file of an account cannot be written."""

    def __init__(self, storage: StoredFiles, entry: MockConfigEntry) -> None:
        """Take the file that is written before it replaces the real one."""
        self._blocker = storage.directory / f"{DOMAIN}.{entry.entry_id}.tmp"

    def fill(self) -> None:
        """Have each write fail."""
        self._blocker.mkdir()

    def free(self) -> None:
        """Have writes work again."""
        self._blocker.rmdir()


def issue(hass: HomeAssistant, entry: MockConfigEntry) -> ir.IssueEntry | None:
    """Return the repair issue of an account."""
    return ir.async_get(hass).async_get_issue(
        DOMAIN, f"login_not_saved_{entry.entry_id}"
    )


def newest_token(sandbox: Sandbox) -> str:
    """Return the refresh token that Dexcom accepts; there is never more than one."""
    (newest,) = sandbox.tokens._refresh
    return newest


def renewals(sandbox: Sandbox) -> int:
    """Return how often a token was asked for."""
    return sum(request.path.endswith("/token") for request in sandbox.requests)


async def async_begin_renewal(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """Have a renewal sent to Dexcom, which is slow to answer it."""
    armed = sandbox.faults.add(Fault(path="*/token", delay=0.5, times=1))
    freezer.tick(TWO_HOURS)
    async_fire_time_changed(hass)
    while not armed.applied:
        await asyncio.sleep(0)


async def test_a_stop_waits_for_the_renewal(
    hass: HomeAssistant,
    sandbox: Sandbox,
    storage: StoredFiles,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A stop in the middle of a renewal ends with the new token on disk."""
    await async_begin_renewal(hass, sandbox, freezer)
    stop = asyncio.ensure_future(hass.async_stop())
    for _ in range(100):
        await asyncio.sleep(0)
    assert not stop.done()
    freezer.tick(timedelta(seconds=1))
    await stop
    newest = newest_token(sandbox)
    assert storage[f"{DOMAIN}.{entry.entry_id}"]["data"]["refresh_token"] == newest


@pytest.mark.parametrize("stage", ["stop", "final write"])
async def test_later_stages_of_a_stop_wait_too(
    hass: HomeAssistant,
    sandbox: Sandbox,
    storage: StoredFiles,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    stage: str,
) -> None:
    """A renewal that takes longer than the shutdown jobs may is still awaited."""
    await async_begin_renewal(hass, sandbox, freezer)
    hass._shutdown_jobs.clear()
    if stage == "final write":
        hass.bus.async_fire(EVENT_HOMEASSISTANT_FINAL_WRITE)
        stop = asyncio.ensure_future(hass.async_block_till_done())
    else:
        stop = asyncio.ensure_future(hass.async_stop())
    for _ in range(100):
        await asyncio.sleep(0)
    assert not stop.done()
    freezer.tick(timedelta(seconds=1))
    await stop
    newest = newest_token(sandbox)
    assert storage[f"{DOMAIN}.{entry.entry_id}"]["data"]["refresh_token"] == newest


async def test_no_renewal_begins_during_a_stop(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: DexcomConfigEntry,
) -> None:
    """A token that works once is not spent when its answer may come too late."""
    expired = {**entry.data["token"], "expires_at": 0}
    hass.config_entries.async_update_entry(entry, data={**entry.data, "token": expired})
    asked: list[BaseException | str] = []

    async def ask(_event: Any) -> None:
        """Ask for a token while Home Assistant stops."""
        asked.extend(
            await asyncio.gather(
                entry.runtime_data.auth.async_get_access_token(),
                return_exceptions=True,
            )
        )

    hass.bus.async_listen_once("homeassistant_stop", ask)
    await hass.async_stop()
    assert [type(answer) for answer in asked] == [OAuth2TokenRequestConnectionError]
    assert renewals(sandbox) == 0


async def test_full_disk(
    hass: HomeAssistant,
    sandbox: Sandbox,
    storage: StoredFiles,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A token that cannot be saved is used, said to be unsaved, and saved later."""
    name = f"{DOMAIN}.{entry.entry_id}"
    disk, before = FullDisk(storage, entry), storage[name]["data"]
    disk.fill()
    await async_pass_time(hass, freezer, TWO_HOURS)
    assert (found := issue(hass, entry)) is not None
    assert found.translation_key == "login_not_saved"
    assert found.translation_placeholders == {"account": "Dexcom CGM"}
    assert storage[name]["data"] == before
    assert entry.data["token"]["renewals"] == 1
    assert state(hass, "ada", "data_status") == "delayed"
    # Polls go on from memory, with this token and the next one.
    await async_pass_time(hass, freezer, POLL)
    assert polls(sandbox)[-1].status == 200
    await async_pass_time(hass, freezer, TWO_HOURS)
    assert entry.data["token"]["renewals"] == 2
    assert issue(hass, entry) is not None
    assert caplog.text.count("cannot be written") == 1
    disk.free()
    await async_pass_time(hass, freezer, POLL)
    assert issue(hass, entry) is None
    saved = storage[name]["data"]
    assert saved["refresh_token"] == entry.data["token"]["refresh_token"]
    assert "can be written again" in caplog.text


async def test_the_config_entry_is_written_again(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    sandbox: Sandbox,
    storage: StoredFiles,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Home Assistant's own write may have failed too, and it does not retry."""
    disk = FullDisk(storage, entry)
    disk.fill()
    await async_pass_time(hass, freezer, TWO_HOURS)
    await async_pass_time(hass, freezer, timedelta(seconds=2))
    del hass_storage["core.config_entries"]
    disk.free()
    await async_pass_time(hass, freezer, POLL)
    await async_pass_time(hass, freezer, timedelta(seconds=2))
    (written,) = hass_storage["core.config_entries"]["data"]["entries"]
    assert (
        written["data"]["token"]["refresh_token"]
        == (entry.data["token"]["refresh_token"])
    )


async def test_retries_back_off(
    hass: HomeAssistant,
    storage: StoredFiles,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A day with a full disk is no day of writing."""
    FullDisk(storage, entry).fill()
    writes: list[Any] = []
    original = AccountFile._write

    def count(file: AccountFile[Any], data: Any) -> None:
        """Count what is written of the token."""
        if isinstance(data, dict) and "refresh_token" in data:
            writes.append(data)
        original(file, data)

    monkeypatch.setattr(AccountFile, "_write", count)
    await async_pass_time(hass, freezer, TWO_HOURS)
    hass.config_entries.async_update_entry(entry, pref_disable_polling=True)
    for _ in range(12):
        await async_pass_time(hass, freezer, timedelta(seconds=5))
    assert 3 < len(writes) < 7
    for _ in range(12):
        await async_pass_time(hass, freezer, timedelta(minutes=5))
    assert 10 < len(writes) < 20


@pytest.mark.parametrize("how", ["reload", "unload", "final write"])
async def test_an_unsaved_token_outlives(
    hass: HomeAssistant,
    storage: StoredFiles,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    how: str,
) -> None:
    """A reload does not forget it, nor does a stop, at which it is written again."""
    name = f"{DOMAIN}.{entry.entry_id}"
    disk = FullDisk(storage, entry)
    disk.fill()
    await async_pass_time(hass, freezer, TWO_HOURS)
    if how == "reload":
        assert await hass.config_entries.async_reload(entry.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
    elif how == "unload":
        assert await hass.config_entries.async_unload(entry.entry_id)
    assert entry.data["token"]["renewals"] == 1
    assert issue(hass, entry) is not None
    disk.free()
    if how == "final write":
        hass.bus.async_fire(EVENT_HOMEASSISTANT_FINAL_WRITE)
        await hass.async_block_till_done()
    else:
        await async_pass_time(hass, freezer, POLL)
    assert storage[name]["data"]["renewals"] == 1
    assert issue(hass, entry) is None


async def test_a_full_disk_at_the_first_login(
    hass: HomeAssistant, applications: None, sandbox: Sandbox, storage: StoredFiles
) -> None:
    """The account is set up all the same, and says what is wrong."""
    entry = account_entry(sandbox, "ada")
    FullDisk(storage, entry).fill()
    await async_set_up(hass, entry)
    assert issue(hass, entry) is not None
    assert state(hass, "ada", "data_status") == "no_data"


async def test_removal_with_a_full_disk(
    hass: HomeAssistant,
    storage: StoredFiles,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Removing an account removes its issue, its retry and its file."""
    FullDisk(storage, entry).fill()
    await async_pass_time(hass, freezer, TWO_HOURS)
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()
    assert issue(hass, entry) is None
    await async_pass_time(hass, freezer, POLL)
    assert not [name for name in storage if entry.entry_id in name]


ODD_FIELDS: dict[str, dict[str, Any]] = {
    "no lifetime": {"without": ["expires_in"]},
    "lifetime null": {"merge": {"expires_in": None}},
    "lifetime empty": {"merge": {"expires_in": ""}},
    "lifetime as text": {"merge": {"expires_in": "7200"}},
    "lifetime with a fraction, as text": {"merge": {"expires_in": "7200.0"}},
    "lifetime as a word": {"merge": {"expires_in": "soon"}},
    "lifetime as a list": {"merge": {"expires_in": [7200]}},
    "lifetime true": {"merge": {"expires_in": True}},
    "no lifetime at all": {"merge": {"expires_in": 0}},
    "negative lifetime": {"merge": {"expires_in": -1}},
    "lifetime of a minute": {"merge": {"expires_in": 60}},
    "lifetime in milliseconds": {"merge": {"expires_in": 7_200_000}},
    "endless lifetime": {"merge": {"expires_in": 10**300}},
    "lifetime of 400 digits": {"merge": {"expires_in": 10**400}},
    "keys of ours": {
        "merge": {
            "login": "evil",
            "renewals": "evil",
            "rewrites": [],
            "expires_at": "never",
            "redirect_uri": "https://evil.example",
        }
    },
    "other token type": {"merge": {"token_type": None, "scope": 5}},
    "an error beside the tokens": {"merge": {"error": "invalid_grant"}},
    "half an emoji": {"merge": {"session_state": "\ud83d"}},
    "a long side field": {"merge": {"session_state": "x" * 20_000}},
}


@pytest.mark.parametrize("odd", ODD_FIELDS.values(), ids=ODD_FIELDS)
async def test_tokens_that_arrived_are_kept(
    hass: HomeAssistant,
    sandbox: Sandbox,
    storage: StoredFiles,
    entry: DexcomConfigEntry,
    freezer: FrozenDateTimeFactory,
    odd: dict[str, Any],
) -> None:
    """The old token is used up, whatever else the answer says."""
    sandbox.faults.add(Fault(path="*/token", **odd))
    before = entry.data["token"]
    freezer.tick(TWO_HOURS)
    await entry.runtime_data.auth.async_get_access_token()
    token = entry.data["token"]
    assert token["refresh_token"] == newest_token(sandbox) != before["refresh_token"]
    assert (token["login"], token["renewals"]) == (1, 1)
    assert token["redirect_uri"] == before["redirect_uri"]
    assert storage[f"{DOMAIN}.{entry.entry_id}"]["data"] == token
    # Not once more at the next request.
    await entry.runtime_data.auth.async_get_access_token()
    assert renewals(sandbox) == 1
    await async_pass_time(hass, freezer, POLL)
    assert state(hass, "ada", "data_status") == "delayed"
    assert not hass.config_entries.flow.async_progress()


async def test_no_usable_access_token(
    hass: HomeAssistant,
    sandbox: Sandbox,
    storage: StoredFiles,
    entry: DexcomConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A new refresh token is kept even if the access token beside it is broken."""
    sandbox.faults.add(
        Fault(path="*/token", merge={"access_token": "two\nlines"}, times=1)
    )
    await async_pass_time(hass, freezer, TWO_HOURS)
    assert state(hass, "ada", "data_status") == "cannot_connect"
    saved = storage[f"{DOMAIN}.{entry.entry_id}"]["data"]
    assert saved["refresh_token"] == newest_token(sandbox)
    await async_pass_time(hass, freezer, POLL)
    assert state(hass, "ada", "data_status") == "delayed"
    assert entry.data["token"]["renewals"] == 2


@pytest.mark.parametrize("refresh_token", [None, "", 5, [], "two\nlines", "x" * 20_000])
async def test_no_usable_refresh_token(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: DexcomConfigEntry,
    freezer: FrozenDateTimeFactory,
    refresh_token: Any,
) -> None:
    """The access token is used as long as it works, and the old token kept."""
    before = entry.data["token"]
    sandbox.faults.add(
        Fault(path="*/token", merge={"refresh_token": refresh_token}, times=1)
    )
    await async_pass_time(hass, freezer, TWO_HOURS)
    assert state(hass, "ada", "data_status") == "delayed"
    assert entry.data["token"]["refresh_token"] == before["refresh_token"]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(path="*/token", pad=64 * 2**20, gzip=True),
        Fault(path="*/token", pad=2**20),
        Fault(path="*/token", body="[" * 60_000),
        Fault(path="*/token", body=b"\xff" * 100),
    ],
)
async def test_answers_without_end(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: DexcomConfigEntry,
    freezer: FrozenDateTimeFactory,
    fault: Fault,
) -> None:
    """An oversized response is not read, and invalid JSON is refused."""
    sandbox.faults.add(fault)
    freezer.tick(TWO_HOURS)
    with pytest.raises(OAuth2TokenRequestConnectionError):
        await entry.runtime_data.auth.async_get_access_token()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
TOKENS = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1)


# The first example builds the table of all characters, which may take seconds.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "access_token": TOKENS | JSON,
            "refresh_token": TOKENS | JSON,
            "expires_in": st.integers(1, 10**6) | JSON,
            "login": JSON,
            "renewals": JSON,
            "expires_at": JSON,
        },
    )
)
def test_any_answer(answer: dict[str, Any]) -> None:
    """Any answer gives a token that can be stored and used, or the one error."""
    try:
        tokens = _checked_tokens(answer)
    except OAuth2TokenRequestConnectionError:
        assert not {"access_token", "refresh_token"} <= {
            key for key, value in answer.items() if _is_token(value)
        }
        return
    assert tokens.keys() <= {
        "access_token",
        "refresh_token",
        "expires_in",
        "expires_at",
    }
    old = {"access_token": "a", "refresh_token": "r", "login": 1, "renewals": 1}
    assert parsed_token({**old, **tokens}) is not None
    assert math.isfinite(tokens["expires_at"])
    if _is_token(answer.get("refresh_token")):
        assert tokens["refresh_token"] == answer["refresh_token"]


def _is_token(value: object) -> bool:
    """Return whether a value is a token by RFC 6749."""
    return (
        isinstance(value, str)
        and 0 < len(value) <= 16384
        and all(0x21 <= ord(character) <= 0x7E for character in value)
    )
