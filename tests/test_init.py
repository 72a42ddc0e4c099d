"""Setting an account up, unloading it, removing it, and failing to."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.dexcom_cgm.const import DOMAIN
from custom_components.dexcom_cgm.entity import AccountEntity
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity import EntityDescription
from sandbox.faults import Fault
from sandbox.server import Sandbox

from .common import (
    StoredFiles,
    account_entry,
    async_pass_time,
    async_set_up,
    egv,
    entity_id,
    minutes_ago,
    state,
)

pytestmark = pytest.mark.usefixtures("applications")


async def test_unload_and_reload(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """An account can be unloaded, and set up again."""
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(60))])
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert entry.state is ConfigEntryState.NOT_LOADED
    await async_set_up(hass, entry)
    assert state(hass, "ada", "data_status") == "ok"


async def test_remove(
    hass: HomeAssistant,
    storage: StoredFiles,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The file with the token goes with the account."""
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    await async_pass_time(hass, freezer, timedelta(hours=2))
    file = f"{DOMAIN}.{entry.entry_id}"
    assert storage[file]["data"] == entry.data["token"]
    assert await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()
    assert file not in storage


@pytest.mark.parametrize(
    "fault",
    [
        Fault(path="*/egvs", status=500),
        Fault(path="*/egvs", status=400),
        Fault(path="*/egvs", status=429),
        Fault(path="*/egvs", drop="before"),
        Fault(path="*/egvs", body='{"records": 5}'),
    ],
)
async def test_dexcom_does_not_answer(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    fault: Fault,
) -> None:
    """A start without Dexcom is tried again by Home Assistant."""
    sandbox.faults.add(fault)
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    sandbox.faults.clear()
    await async_pass_time(hass, freezer, timedelta(hours=2))
    assert state(hass, "ada", "data_status") == "no_data"


async def test_login_is_gone(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """A start with a login that is no longer good asks the user to log in."""
    entry = account_entry(sandbox, "ada")
    sandbox.tokens.revoke("ada")
    await async_set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == SOURCE_REAUTH


async def test_application_is_gone(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """A start without the application asks the user to log in with another."""
    entry = account_entry(sandbox, "ada")
    entry.add_to_hass(hass)
    hass.config_entries.async_update_entry(
        entry, data={**entry.data, "auth_implementation": "removed"}
    )
    await async_set_up(hass, entry)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == SOURCE_REAUTH


async def test_disabled_entities_are_made_when_they_are_enabled(
    hass: HomeAssistant, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A set-up makes the disabled entities once, and again when one is enabled."""
    made: list[str] = []
    make = AccountEntity.__init__

    def note(self: AccountEntity, entry: Any, description: EntityDescription) -> None:
        """Note which entity is made."""
        made.append(description.key)
        make(self, entry, description)

    monkeypatch.setattr(AccountEntity, "__init__", note)
    entry = account_entry(sandbox, "steady")
    await async_set_up(hass, entry)
    assert {"glucose_value", "data_delay", "gri_90d"} <= set(made)
    made.clear()
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert "glucose_value" in made
    assert not {"data_delay", "gri_90d"} & set(made)
    delay = entity_id(hass, "steady", "data_delay")
    er.async_get(hass).async_update_entity(delay, disabled_by=None)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert hass.states.get(delay) is not None
