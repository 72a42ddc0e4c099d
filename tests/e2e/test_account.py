"""The life of an account in a real Home Assistant; each test goes on from the last."""

from datetime import datetime, timedelta

from demo.client import Client
from demo.connect import DOMAIN, connect, connect_again, store_application
from demo.dexcom import readings
from demo.home_assistant import HomeAssistant
from demo.sandbox import APPLICATION, Sandbox
from demo.watch import logins_wanted, refresh, states, until

EGVS = "GET /v3/users/self/egvs"
TOKEN = "POST /v2/oauth2/token"
TRENDS = {
    "doubleUp": "rising_quickly",
    "singleUp": "rising",
    "fortyFiveUp": "rising_slightly",
    "flat": "steady",
    "fortyFiveDown": "falling_slightly",
    "singleDown": "falling",
    "doubleDown": "falling_quickly",
}


async def readings_shown(client: Client, account: str, sandbox: Sandbox) -> datetime:
    """Check the sensors against Dexcom's records, and return their reading's time."""
    shown = await until(
        lambda: states(client, account),
        lambda shown: shown["glucose_value"]["state"] not in {"unknown", "unavailable"},
    )
    known = await readings(sandbox.url, "steady", timedelta(hours=3))
    times = list(known)
    measured_at = datetime.fromisoformat(
        shown["glucose_value"]["attributes"]["measured_at"]
    )
    # A new reading may have come between Home Assistant's question and this one.
    assert measured_at in times[-2:]
    reading = known[measured_at]
    before = known[times[times.index(measured_at) - 1]]
    assert shown["glucose_value"]["state"] == str(reading["value"])
    assert shown["glucose_value"]["attributes"]["unit_of_measurement"] == "mg/dL"
    assert shown["glucose_trend"]["state"] == TRENDS[reading["trend"]]
    assert shown["glucose_delta"]["state"] == str(reading["value"] - before["value"])
    assert datetime.fromisoformat(shown["last_reading"]["state"]) == measured_at
    assert shown["data_status"]["state"] == "ok"
    return measured_at


async def test_no_application_is_asked_for(client: Client) -> None:
    """Without an application, Home Assistant asks for one."""
    result = await connect(client, "steady")
    assert (result["type"], result["reason"]) == ("abort", "missing_credentials")


async def test_wrong_secret(client: Client) -> None:
    """A wrong secret of the application is named as the cause."""
    application = await store_application(client, APPLICATION[0], "not the secret")
    result = await connect(client, "steady")
    await client.command(
        "application_credentials/delete", application_credentials_id=application
    )
    assert (result["type"], result["reason"]) == ("abort", "wrong_secret")


async def test_denied(client: Client) -> None:
    """Declining consent adds no account, and the dialog says so."""
    await store_application(client)
    result = await connect(client, "steady", authorize=False)
    assert (result["type"], result["reason"]) == ("abort", "access_denied")


async def test_wrong_region(client: Client) -> None:
    """Logging in to the wrong region aborts, and the dialog says so."""
    result = await connect(client, "refused")
    assert (result["type"], result["reason"]) == ("abort", "wrong_region")
    assert await client.entries(DOMAIN) == []


async def test_sensors_show_what_dexcom_says(
    client: Client, account: str, sandbox: Sandbox
) -> None:
    """After the login, the sensors show the newest reading."""
    await readings_shown(client, account, sandbox)


async def test_same_account_twice(client: Client, account: str) -> None:
    """An account that is there is not added again."""
    result = await connect(client, "steady")
    assert (result["type"], result["reason"]) == ("abort", "already_configured")
    assert [each["entry_id"] for each in await client.entries(DOMAIN)] == [account]


async def test_new_readings_are_shown(
    client: Client, account: str, sandbox: Sandbox
) -> None:
    """Readings that Dexcom received meanwhile are shown."""
    before = await readings_shown(client, account, sandbox)
    await sandbox.control("delay", minutes=0)
    await refresh(client, account)
    await until(
        lambda: states(client, account),
        lambda shown: (
            datetime.fromisoformat(shown["last_reading"]["state"])
            >= before + timedelta(minutes=15)
        ),
    )
    await readings_shown(client, account, sandbox)


async def test_restart(
    home_assistant: HomeAssistant, account: str, sandbox: Sandbox
) -> None:
    """After a restart, the account works without a new login."""
    await home_assistant.restart()
    async with Client.open(home_assistant.url) as client:
        await readings_shown(client, account, sandbox)
        assert await logins_wanted(client) == []


async def test_power_cut_after_a_new_token(
    home_assistant: HomeAssistant, account: str, sandbox: Sandbox
) -> None:
    """A refresh token works once, so the new one is kept whatever happens."""
    async with Client.open(home_assistant.url) as client:
        await sandbox.control("expire-access-tokens")
        asked = (await sandbox.state())["requests"]
        await refresh(client, account)
        # Refused with the old token, then asked again with the new one.
        await until(
            sandbox.state,
            lambda state: state["requests"][EGVS] == asked[EGVS] + 2,
        )
        assert (await sandbox.state())["requests"][TOKEN] == asked[TOKEN] + 1
        await home_assistant.kill()
    await home_assistant.start()
    async with Client.open(home_assistant.url) as client:
        await readings_shown(client, account, sandbox)
        assert await logins_wanted(client) == []


async def test_revoked_and_connected_again(
    client: Client, account: str, sandbox: Sandbox
) -> None:
    """Revoking consent starts reauthentication, and the account continues after it."""
    await sandbox.control("revoke", person="steady", client_id=APPLICATION[0])
    await refresh(client, account)
    await until(
        lambda: states(client, account),
        lambda shown: shown["data_status"]["state"] == "auth_required",
    )
    assert await logins_wanted(client) == ["reauth_confirm"]
    result = await connect_again(client, "steady")
    assert (result["type"], result["reason"]) == ("abort", "reauth_successful")
    await until(
        lambda: states(client, account),
        lambda shown: shown["data_status"]["state"] == "ok",
    )
    await readings_shown(client, account, sandbox)
