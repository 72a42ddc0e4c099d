"""Test system health: whether Dexcom can be reached, for all accounts."""

import asyncio
from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import get_system_health_info

from custom_components.dexcom_cgm.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from sandbox.server import Sandbox

from .common import NOW, account_entry, async_set_up

pytestmark = pytest.mark.usefixtures("applications")


async def test_system_health(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """Requests of all accounts are added up; one that is not set up is counted."""
    assert await async_setup_component(hass, "system_health", {})
    await async_set_up(hass, account_entry(sandbox, "steady"))
    freezer.tick(timedelta(minutes=1))
    await async_set_up(hass, account_entry(sandbox, "lows", title="Lows"))
    broken = account_entry(sandbox, "empty", title="Broken")
    sandbox.tokens.revoke("empty")
    await async_set_up(hass, broken)
    info = await get_system_health_info(hass, DOMAIN)
    reach = info.pop("can_reach_sandbox")
    assert asyncio.iscoroutine(reach)
    assert await reach == "ok"
    assert info == {
        "accounts": "2/3",
        "requests_today": 9,
        "statistics": False,
        "last_success": NOW + timedelta(minutes=1),
    }


async def test_nothing_set_up(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """Without an account there is no information."""
    assert await async_setup_component(hass, "system_health", {})
    await async_setup_component(hass, DOMAIN, {})
    info = await get_system_health_info(hass, DOMAIN)
    assert info == {
        "accounts": "0/0",
        "requests_today": 0,
        "statistics": False,
        "last_success": None,
    }
