"""The dialogs: connecting an account, logging in again, connecting it anew."""

from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp.test_utils import TestClient
from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.dexcom_cgm.const import DOMAIN
from homeassistant.config_entries import SOURCE_USER, ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.setup import async_setup_component
from sandbox.faults import Fault
from sandbox.server import Sandbox
from sandbox.tokens import APPLICATIONS, subject, user_id

from .common import (
    CALLBACK,
    account_entry,
    async_log_in,
    async_pass_time,
    async_return,
    async_set_up,
    state,
)

FIRST, SECOND = (application.client_id for application in APPLICATIONS)

type Client = TestClient[Any, Any]

pytestmark = pytest.mark.usefixtures("current_request_with_host")


@pytest.fixture
async def client(
    applications: None,
    sandbox: Sandbox,
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
) -> Client:
    """Return a browser that Dexcom sends back to Home Assistant."""
    assert await async_setup_component(hass, "auth", {})
    # Unlike Home Assistant's, the web server of tests accepts no routes while it runs.
    assert await async_setup_component(hass, DOMAIN, {})
    return await hass_client_no_auth()


async def async_begin(
    hass: HomeAssistant, region: str = "sandbox", application: str = FIRST
) -> ConfigFlowResult:
    """Go as far as Dexcom's login page."""
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "user"
    return await async_choose(hass, result, region, application)


async def async_choose(
    hass: HomeAssistant,
    result: ConfigFlowResult,
    region: str = "sandbox",
    application: str = FIRST,
) -> ConfigFlowResult:
    """Choose region and application."""
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {"region": region}
    )
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "pick_implementation"
    return await hass.config_entries.flow.async_configure(
        result["flow_id"], {"implementation": application}
    )


async def async_finish(
    hass: HomeAssistant,
    client: Client,
    result: ConfigFlowResult,
    person: str,
    decision: str = "authorize",
) -> ConfigFlowResult:
    """Log in at Dexcom and come back."""
    assert result["type"] is FlowResultType.EXTERNAL_STEP
    answer = await async_log_in(result["url"], person, decision)
    await async_return(client, answer)
    return await hass.config_entries.flow.async_configure(result["flow_id"])


async def test_connect(hass: HomeAssistant, sandbox: Sandbox, client: Client) -> None:
    """An account is connected, and its sensors have values."""
    result = await async_finish(hass, client, await async_begin(hass), "steady")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "Dexcom CGM"
    entry = result["result"]
    assert entry.unique_id == subject("steady")
    assert entry.data["region"] == "sandbox"
    assert entry.data["auth_implementation"] == FIRST
    assert entry.data["token"]["redirect_uri"] == f"https://example.com{CALLBACK}"
    await hass.async_block_till_done()
    value = hass.states.get("sensor.dexcom_cgm_glucose_value")
    assert value is not None
    assert value.state.isdecimal()


async def test_connect_two_people(
    hass: HomeAssistant, sandbox: Sandbox, client: Client
) -> None:
    """Two people, with two applications, have names of their own."""
    await async_finish(hass, client, await async_begin(hass), "steady")
    result = await async_finish(
        hass, client, await async_begin(hass, application=SECOND), "lows"
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "Dexcom CGM 2"
    assert result["result"].data["auth_implementation"] == SECOND
    await hass.async_block_till_done()
    assert hass.states.get("sensor.dexcom_cgm_2_glucose_value") is not None


async def test_a_token_that_is_no_jwt(
    hass: HomeAssistant, sandbox: Sandbox, client: Client
) -> None:
    """Without a JWT the account is the one that Dexcom's answers name."""
    sandbox.tokens.opaque = True
    result = await async_finish(hass, client, await async_begin(hass), "empty")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].unique_id == user_id("empty", FIRST)


async def test_no_account(
    hass: HomeAssistant, sandbox: Sandbox, client: Client
) -> None:
    """Without any name of the account nothing is set up."""
    sandbox.tokens.opaque = True
    sandbox.faults.add(Fault(path="*/dataRange", body="{}"))
    result = await async_finish(hass, client, await async_begin(hass), "steady")
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "no_account")


async def test_no_application(hass: HomeAssistant) -> None:
    """Without an application Home Assistant asks for one first."""
    assert await async_setup_component(hass, "application_credentials", {})
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "missing_credentials"


@pytest.mark.parametrize(
    ("region", "address"),
    [
        ("us", "https://api.dexcom.com"),
        ("ous", "https://api.dexcom.eu"),
        ("jp", "https://api.dexcom.jp"),
    ],
)
async def test_region_decides_the_login_page(
    hass: HomeAssistant, client: Client, region: str, address: str
) -> None:
    """Each region has a login page of its own."""
    result = await async_begin(hass, region)
    assert result["url"].startswith(f"{address}/v2/oauth2/login?")
    assert "scope=offline_access" in result["url"]


async def test_access_denied(hass: HomeAssistant, client: Client) -> None:
    """Declining consent aborts with how to start again."""
    result = await async_begin(hass)
    result = await async_finish(hass, client, result, "steady", "deny")
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "access_denied")


async def test_login_ends_with_an_error(hass: HomeAssistant, client: Client) -> None:
    """Another error of the login page aborts with its own reason."""
    result = await async_begin(hass)
    answer = await async_log_in(result["url"], "steady")
    await async_return(client, {"state": answer["state"], "error": "server_error"})
    result = await hass.config_entries.flow.async_configure(result["flow_id"])
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "login_failed")


async def test_code_expired(
    hass: HomeAssistant, client: Client, freezer: FrozenDateTimeFactory
) -> None:
    """A code that arrives after more than a minute aborts with its own reason."""
    result = await async_begin(hass)
    answer = await async_log_in(result["url"], "steady")
    freezer.tick(timedelta(seconds=61))
    await async_return(client, answer)
    result = await hass.config_entries.flow.async_configure(result["flow_id"])
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "code_expired")


async def test_wrong_secret(
    hass: HomeAssistant, sandbox: Sandbox, client: Client
) -> None:
    """A wrong client secret aborts, and the text says where to look."""
    sandbox.faults.add(
        Fault(path="*/token", status=401, body='{"error": "invalid_client"}')
    )
    result = await async_finish(hass, client, await async_begin(hass), "steady")
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "wrong_secret")
    assert result["description_placeholders"] == {
        "developer_portal": "https://developer.dexcom.com"
    }


@pytest.mark.parametrize(
    "fault",
    [
        Fault(path="*/token", status=500),
        Fault(path="*/token", status=403),
        Fault(path="*/token", status=429),
        Fault(path="*/token", drop="before"),
        Fault(path="*/token", malformed=True),
        Fault(path="*/token", wrong_shape=True),
        Fault(path="*/token", body='{"access_token": "a", "expires_in": 7200}'),
        Fault(path="*/token", body='{"refresh_token": "a", "expires_in": 7200}'),
        Fault(path="*/dataRange", status=500),
        Fault(path="*/dataRange", drop="after"),
        Fault(path="*/dataRange", truncate=True),
        Fault(path="*/dataRange", malformed=True),
        Fault(path="*/dataRange", wrong_shape=True),
    ],
)
async def test_cannot_connect(
    hass: HomeAssistant, sandbox: Sandbox, client: Client, fault: Fault
) -> None:
    """A temporary failure says so, and the next attempt succeeds."""
    sandbox.faults.add(fault)
    result = await async_finish(hass, client, await async_begin(hass), "empty")
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "cannot_connect"
    assert not hass.config_entries.async_entries(DOMAIN)
    sandbox.faults.clear()
    result = await async_finish(hass, client, await async_begin(hass), "empty")
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_wrong_region(hass: HomeAssistant, client: Client) -> None:
    """A token that the region's servers refuse creates no broken entry."""
    result = await async_finish(hass, client, await async_begin(hass), "refused")
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "wrong_region")
    assert not hass.config_entries.async_entries(DOMAIN)


async def test_same_account_twice(hass: HomeAssistant, client: Client) -> None:
    """An account is connected once."""
    await async_finish(hass, client, await async_begin(hass), "empty")
    result = await async_finish(hass, client, await async_begin(hass), "empty")
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"


@pytest.fixture
async def entry(
    hass: HomeAssistant, sandbox: Sandbox, client: Client
) -> MockConfigEntry:
    """Return an account that is set up."""
    entry = account_entry(sandbox, "steady")
    entry.add_to_hass(hass)
    hass.config_entries.async_update_entry(entry, unique_id=subject("steady"))
    await async_set_up(hass, entry)
    return entry


async def test_log_in_again(
    hass: HomeAssistant, client: Client, entry: MockConfigEntry
) -> None:
    """Logging in again keeps the entry and takes the new token."""
    old = entry.data["token"]
    result = await entry.start_reauth_flow(hass)
    assert result["step_id"] == "reauth_confirm"
    result = await hass.config_entries.flow.async_configure(result["flow_id"], {})
    result = await async_finish(hass, client, result, "steady")
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reauth_successful"
    await hass.async_block_till_done()
    assert entry.data["token"]["refresh_token"] != old["refresh_token"]
    assert entry.data["token"]["login"] == old["login"] + 1
    assert entry.data["region"] == "sandbox"
    assert len(hass.config_entries.async_entries(DOMAIN)) == 1


async def test_log_in_again_with_another_secret(
    hass: HomeAssistant,
    sandbox: Sandbox,
    client: Client,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """After a new secret was made, the user can choose the application that has it."""
    sandbox.faults.add(
        Fault(path="*/token", status=401, body='{"error": "invalid_client"}')
    )
    await async_pass_time(hass, freezer, timedelta(hours=2))
    sandbox.faults.clear()
    (flow,) = hass.config_entries.flow.async_progress()
    result = await hass.config_entries.flow.async_configure(flow["flow_id"])
    assert result["errors"] == {"base": "wrong_secret"}
    result = await hass.config_entries.flow.async_configure(flow["flow_id"], {})
    assert result["step_id"] == "pick_implementation"
    result = await hass.config_entries.flow.async_configure(
        flow["flow_id"], {"implementation": SECOND}
    )
    result = await async_finish(hass, client, result, "steady")
    assert result["reason"] == "reauth_successful"
    await hass.async_block_till_done()
    assert entry.data["auth_implementation"] == SECOND
    assert state(hass, subject("steady"), "data_status") == "ok"


async def test_log_in_again_with_another_account(
    hass: HomeAssistant, client: Client, entry: MockConfigEntry
) -> None:
    """Another account does not take the place of the first."""
    old = entry.data["token"]
    result = await entry.start_reauth_flow(hass)
    result = await hass.config_entries.flow.async_configure(result["flow_id"], {})
    result = await async_finish(hass, client, result, "lows")
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "wrong_account")
    assert entry.data["token"] == old


async def test_connect_anew(
    hass: HomeAssistant, client: Client, entry: MockConfigEntry
) -> None:
    """An account can be moved to another application."""
    result = await entry.start_reconfigure_flow(hass)
    assert result["step_id"] == "reconfigure"
    assert result["data_schema"] is not None
    assert result["data_schema"]({})["region"] == "sandbox"
    result = await async_choose(hass, result, application=SECOND)
    result = await async_finish(hass, client, result, "steady")
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    await hass.async_block_till_done()
    assert entry.data["auth_implementation"] == SECOND
    assert entry.data["token"]["expires_at"] > datetime.now(UTC).timestamp()


async def test_connect_another_account_anew(
    hass: HomeAssistant, client: Client, entry: MockConfigEntry
) -> None:
    """Connecting anew is for the same account."""
    result = await entry.start_reconfigure_flow(hass)
    result = await async_choose(hass, result)
    result = await async_finish(hass, client, result, "lows")
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "wrong_account")
