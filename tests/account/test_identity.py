"""Two names of one person: each is enough, and they must not contradict each other."""

from typing import Any

import jwt
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.dexcom_cgm.account.identity import Identity, Match
from custom_components.dexcom_cgm.const import DOMAIN
from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_RECONFIGURE,
    ConfigEntry,
    ConfigFlowResult,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from sandbox.faults import Fault
from sandbox.server import Sandbox
from sandbox.tokens import subject, user_id
from tests.common import POLL, account_entry, async_pass_time, async_set_up, state
from tests.test_config_flow import (
    FIRST,
    SECOND,
    Client,
    async_begin,
    async_choose,
    async_finish,
    client,
)

pytestmark = pytest.mark.usefixtures("current_request_with_host")
__all__ = ["client"]


def token(claims: dict[str, Any]) -> str:
    """Return a JWT with any signature."""
    return jwt.encode(claims, "a key that is never used to verify")


def data(application: str = "one", **names: Any) -> dict[str, Any]:
    """Return the data of an entry."""
    return {"auth_implementation": application, **names}


async def async_update(
    hass: HomeAssistant, entry: ConfigEntry[Any], source: str
) -> ConfigFlowResult:
    """Begin to log in again, or to connect an account anew."""
    return await hass.config_entries.flow.async_init(
        DOMAIN,
        context={"source": source, "entry_id": entry.entry_id},
        data=entry.data if source == SOURCE_REAUTH else None,
    )


@pytest.mark.parametrize(
    ("names", "entry", "match"),
    [
        (("s", "u"), data(subject="s", user_id="u"), Match.SAME),
        (("s", None), data(subject="s", user_id="u"), Match.SAME),
        ((None, "u"), data(subject="s", user_id="u"), Match.SAME),
        (("s", "u"), data(subject="s", user_id=None), Match.SAME),
        (("s", "u"), data(subject=None, user_id="u"), Match.SAME),
        (("s", "other"), data("two", subject="s", user_id="u"), Match.SAME),
        (("other", "u"), data(subject="s", user_id="u"), Match.CONFLICT),
        (("s", "other"), data(subject="s", user_id="u"), Match.CONFLICT),
        (("other", "u"), data("two", subject="s", user_id="u"), Match.CONFLICT),
        (("other", "other"), data(subject="s", user_id="u"), Match.OTHER),
        ((None, "other"), data(subject="s", user_id="u"), Match.OTHER),
        (("other", None), data(subject="s", user_id="u"), Match.OTHER),
        ((None, "u"), data(subject="s", user_id=None), Match.OTHER),
        # An entry from before both names were kept has its unique id only.
        (("id", "u"), data(), Match.SAME),
        (("s", "id"), data(), Match.SAME),
        (("s", "u"), data(), Match.OTHER),
    ],
)
def test_match(
    names: tuple[str | None, str | None], entry: dict[str, Any], match: Match
) -> None:
    """Any name that both have is compared, but those of two applications."""
    identity = Identity(subject=names[0], user_id=names[1], application="one")
    assert identity.match_entry("id", entry) is match


@pytest.mark.parametrize(
    "access_token",
    [
        "opaque",
        "a.b.c",
        "",
        token({}),
        token({"sub": ""}),
        token({"sub": "x" * 300}),
        token({"sub": "half \ud83d"}),
        token({"sub": "two\nlines"}),
        token({"sub": "nul\0"}),
    ],
)
def test_tokens_without_a_name(access_token: str) -> None:
    """A token without a name that can be stored and shown has none."""
    assert Identity.of_login(access_token, "half \ud83d", "one").account is None
    assert Identity.of_login(access_token, "u", "one").account == "u"


async def test_both_names_are_kept(
    hass: HomeAssistant, sandbox: Sandbox, client: Client
) -> None:
    """A new account stores both; its unique ID is that of the token."""
    result = await async_finish(hass, client, await async_begin(hass), "empty")
    entry = result["result"]
    assert entry.unique_id == subject("empty")
    assert entry.data["subject"] == subject("empty")
    assert entry.data["user_id"] == user_id("empty", FIRST)


@pytest.mark.parametrize("opaque_first", [True, False])
async def test_tokens_become_opaque_or_a_jwt(
    hass: HomeAssistant, sandbox: Sandbox, client: Client, opaque_first: bool
) -> None:
    """A person is recognized by either name, by a new login and by one again."""
    sandbox.tokens.opaque = opaque_first
    result = await async_finish(hass, client, await async_begin(hass), "empty")
    entry = result["result"]
    unique_id = entry.unique_id
    sandbox.tokens.opaque = not opaque_first
    result = await async_finish(hass, client, await async_begin(hass), "empty")
    assert result["reason"] == "already_configured"
    result = await async_update(hass, entry, SOURCE_REAUTH)
    result = await hass.config_entries.flow.async_configure(result["flow_id"], {})
    result = await async_finish(hass, client, result, "empty")
    assert result["reason"] == "reauth_successful"
    await hass.async_block_till_done()
    assert entry.unique_id == unique_id
    assert entry.data["subject"] == subject("empty")
    assert entry.data["user_id"] == user_id("empty", FIRST)
    # From now on the other name alone is enough, with another application too.
    sandbox.tokens.opaque = False
    result = await async_update(hass, entry, SOURCE_RECONFIGURE)
    result = await async_choose(hass, result, application=SECOND)
    result = await async_finish(hass, client, result, "empty")
    assert result["reason"] == "reconfigure_successful"
    await hass.async_block_till_done()
    assert entry.data["user_id"] == user_id("empty", SECOND)


async def test_an_account_from_before_learns_its_names(
    hass: HomeAssistant, sandbox: Sandbox, client: Client
) -> None:
    """Dexcom's first response is enough to recognize the account by either ID."""
    entry = account_entry(sandbox, "empty")
    entry.add_to_hass(hass)
    hass.config_entries.async_update_entry(entry, unique_id=subject("empty"))
    await async_set_up(hass, entry)
    assert entry.data["subject"] == subject("empty")
    assert entry.data["user_id"] == user_id("empty", FIRST)
    sandbox.tokens.opaque = True
    result = await async_finish(hass, client, await async_begin(hass), "empty")
    assert result["reason"] == "already_configured"


async def test_a_foreign_subject(
    hass: HomeAssistant, sandbox: Sandbox, client: Client
) -> None:
    """A token with another account's ID does not take over that account."""
    await async_finish(hass, client, await async_begin(hass), "empty")
    sandbox.tokens.subjects["steady"] = subject("empty")
    result = await async_finish(hass, client, await async_begin(hass), "steady")
    assert (result["type"], result["reason"]) == (
        FlowResultType.ABORT,
        "identity_changed",
    )
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    before = dict(entry.data)
    result = await async_update(hass, entry, SOURCE_REAUTH)
    result = await hass.config_entries.flow.async_configure(result["flow_id"], {})
    result = await async_finish(hass, client, result, "steady")
    assert result["reason"] == "identity_changed"
    assert dict(entry.data) == before


async def test_a_foreign_answer(
    hass: HomeAssistant, sandbox: Sandbox, client: Client
) -> None:
    """An answer of the API that claims to be another account is refused, too."""
    await async_finish(hass, client, await async_begin(hass), "empty")
    foreign = {"userId": user_id("empty", FIRST)}
    sandbox.faults.add(Fault(path="*/dataRange", person="steady", merge=foreign))
    result = await async_finish(hass, client, await async_begin(hass), "steady")
    assert result["reason"] == "identity_changed"


async def test_answers_for_another_account(
    hass: HomeAssistant, sandbox: Sandbox, applications: None, freezer: Any
) -> None:
    """Readings of another user ID are refused, also after a restart."""
    entry: MockConfigEntry = account_entry(sandbox, "steady")
    await async_set_up(hass, entry)
    value = state(hass, "steady", "glucose_value")
    known = len(entry.runtime_data.glucose.readings.log)
    foreign = {"userId": user_id("lows", FIRST)}
    sandbox.faults.add(Fault(path="*/egvs", merge=foreign))
    await async_pass_time(hass, freezer, POLL)
    assert state(hass, "steady", "data_status") == "cannot_connect"
    assert state(hass, "steady", "glucose_value") == value
    assert len(entry.runtime_data.glucose.readings.log) == known
    await hass.config_entries.async_reload(entry.entry_id)
    assert entry.state.name == "SETUP_RETRY"
