"""A simulated day stays within the requests that an account may make."""

from collections import Counter
from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest

from homeassistant.core import HomeAssistant
from sandbox.server import Sandbox
from tests.common import account_entry, async_pass_time, async_set_up, state

pytestmark = pytest.mark.usefixtures("applications")


async def test_a_day(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """A day of polls is at most a thousand requests, tokens and all."""
    sandbox.set_delay(timedelta(hours=1))
    await async_set_up(hass, account_entry(sandbox, "steady"))
    sandbox.requests.clear()
    for _ in range(24 * 60 * 3):
        await async_pass_time(hass, freezer, timedelta(seconds=20))
    counted = Counter(each.path.rpartition("/")[2] for each in sandbox.requests)
    # Polls, those for what is missing in a day, and once the history of ninety days in
    # steps of five.
    assert 280 + 18 <= counted["egvs"] <= 325 + 3 * 24 + 18
    assert 95 <= counted["events"] <= 110
    assert 95 <= counted["alerts"] <= 110
    assert 11 <= counted["devices"] <= 14
    assert 11 <= counted["token"] <= 13
    assert len(sandbox.requests) <= 1000
    assert all(each.status == 200 for each in sandbox.requests)
    assert state(hass, "steady", "data_status") == "ok"
