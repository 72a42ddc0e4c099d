"""The session of the integration keeps logins apart."""

from datetime import timedelta
from socket import AF_INET, AddressFamily
from typing import override

from aiohttp.abc import AbstractResolver, ResolveResult
from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.dexcom_cgm.account.session import async_get_session
from custom_components.dexcom_cgm.api import get_region
from homeassistant.const import EVENT_HOMEASSISTANT_CLOSE
from homeassistant.core import HomeAssistant
from sandbox.faults import Fault
from sandbox.people import Person
from sandbox.server import Sandbox
from tests.common import POLL, account_entry, async_pass_time, async_set_up, state


class Resolver(AbstractResolver):
    """Finds all names on this machine; the test library's belongs to another loop."""

    @override
    async def resolve(
        self, host: str, port: int = 0, family: AddressFamily = AF_INET
    ) -> list[ResolveResult]:
        """Return the address of this machine."""
        return [
            ResolveResult(
                hostname=host,
                host="127.0.0.1",
                port=port,
                family=AF_INET,
                proto=0,
                flags=0,
            )
        ]

    @override
    async def close(self) -> None:
        """Close nothing."""

    real_close = close


@pytest.mark.usefixtures("applications")
async def test_no_cookies(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A cookie that comes with one login goes along with no request."""
    monkeypatch.setattr(
        "homeassistant.helpers.aiohttp_client._async_make_resolver",
        lambda hass: Resolver(),
    )
    # aiohttp ignores cookies of IP addresses in any case.
    port = get_region("sandbox").base_url.rpartition(":")[2]
    monkeypatch.setenv("DEXCOM_CGM_SANDBOX_URL", f"http://localhost:{port}")
    for person in ("ada", "bob"):
        if person != "ada":
            sandbox.add_person(Person(id=person))
        sandbox.faults.add(
            Fault(person=person, headers={"Set-Cookie": f"login={person}; Path=/"})
        )
        await async_set_up(hass, account_entry(sandbox, person, title=person))
    # Both need new tokens, too.
    await async_pass_time(hass, freezer, timedelta(hours=3))
    await async_pass_time(hass, freezer, POLL)
    assert state(hass, "ada", "data_status") == "no_data"
    assert state(hass, "bob", "data_status") == "no_data"
    asked = {
        (each.person_id, each.path.rpartition("/")[2]) for each in sandbox.requests
    }
    for person in ("ada", "bob"):
        assert {(person, "egvs"), (person, "token")} <= asked
    assert not [each for each in sandbox.requests if each.cookies]


async def test_one_session(hass: HomeAssistant) -> None:
    """All share one session, which ends with Home Assistant."""
    session = async_get_session(hass)
    assert async_get_session(hass) is session
    assert not session.closed
    hass.bus.async_fire(EVENT_HOMEASSISTANT_CLOSE)
    await hass.async_block_till_done()
    assert session.closed


@pytest.mark.usefixtures("applications")
async def test_the_session_outlives_an_account(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """The account that came first can go, and the others go on."""
    sandbox.add_person(Person(id="bob"))
    first, second = account_entry(sandbox, "ada"), account_entry(sandbox, "bob")
    await async_set_up(hass, first)
    await async_set_up(hass, second)
    await hass.config_entries.async_remove(first.entry_id)
    sandbox.requests.clear()
    await async_pass_time(hass, freezer, POLL)
    assert {each.status for each in sandbox.requests} == {200}
