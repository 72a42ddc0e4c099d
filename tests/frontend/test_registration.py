"""Registration of the cards in Home Assistant's frontend."""

import asyncio

import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.dexcom_cgm.const import DOMAIN
from custom_components.dexcom_cgm.frontend import async_add_cards
from homeassistant.components.frontend import DATA_EXTRA_MODULE_URL, UrlManager
from homeassistant.components.lovelace.const import LOVELACE_DATA
from homeassistant.components.lovelace.resources import ResourceStorageCollection
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from sandbox.people import Person
from sandbox.server import Sandbox
from tests.common import account_entry, async_set_up

pytestmark = pytest.mark.usefixtures("applications")

FOREIGN = "/hacsfiles/other.js"


async def async_resources(hass: HomeAssistant) -> ResourceStorageCollection:
    """Return the loaded dashboard resources."""
    resources = hass.data[LOVELACE_DATA].resources
    assert isinstance(resources, ResourceStorageCollection)
    await resources.async_get_info()
    return resources


async def async_urls(hass: HomeAssistant) -> list[str]:
    """Return the URLs of the dashboard resources."""
    return sorted(item["url"] for item in (await async_resources(hass)).async_items())


@pytest.fixture
def extra_modules(hass: HomeAssistant) -> UrlManager:
    """Return the extra modules of a page that is set up."""
    hass.data[DATA_EXTRA_MODULE_URL] = UrlManager(lambda *_: None, [])
    hass.config.components.add("frontend")
    manager: UrlManager = hass.data[DATA_EXTRA_MODULE_URL]
    return manager


@pytest.mark.parametrize(
    "stored",
    [
        [],
        [f"/{DOMAIN}/dexcom-cgm-cards-000000000000.js"],
        [f"/{DOMAIN}/dexcom-cgm-cards-{number}.js" for number in range(3)],
    ],
)
async def test_storage_mode(
    hass: HomeAssistant,
    sandbox: Sandbox,
    extra_modules: UrlManager,
    hass_client: ClientSessionGenerator,
    stored: list[str],
) -> None:
    """One resource replaces those of earlier versions, until the last account goes."""
    assert await async_setup_component(hass, "lovelace", {})
    resources = await async_resources(hass)
    for url in (FOREIGN, *stored):
        await resources.async_create_item({"res_type": "module", "url": url})
    sandbox.add_person(Person(id="bob"))
    entries = [account_entry(sandbox, person) for person in ("ada", "bob")]
    for entry in entries:
        await async_set_up(hass, entry)
    url, foreign = await async_urls(hass)
    assert foreign == FOREIGN
    assert url not in stored
    assert not extra_modules.urls
    response = await (await hass_client()).get(url)
    assert response.status == 200
    assert "dexcom-cgm-glucose-card" in await response.text()
    assert "max-age" in response.headers["Cache-Control"]
    assert await hass.config_entries.async_reload(entries[0].entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert await async_urls(hass) == [url, FOREIGN]
    await hass.config_entries.async_remove(entries[0].entry_id)
    assert await async_urls(hass) == [url, FOREIGN]
    await hass.config_entries.async_remove(entries[1].entry_id)
    assert await async_urls(hass) == [FOREIGN]


async def test_accounts_at_the_same_time(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """Concurrent registrations create one resource."""
    assert await async_setup_component(hass, "lovelace", {})
    await async_set_up(hass, account_entry(sandbox, "ada"))
    resources = await async_resources(hass)
    for item in resources.async_items():
        await resources.async_delete_item(item["id"])
    await asyncio.gather(*(async_add_cards(hass) for _ in range(3)))
    assert len(await async_urls(hass)) == 1


async def test_yaml_mode(
    hass: HomeAssistant, sandbox: Sandbox, extra_modules: UrlManager
) -> None:
    """In YAML mode the cards are an extra module of the page, once."""
    yaml = {"lovelace": {"resource_mode": "yaml", "resources": []}}
    assert await async_setup_component(hass, "lovelace", yaml)
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    (url,) = extra_modules.urls
    assert url.startswith(f"/{DOMAIN}/dexcom-cgm-cards-")
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert list(extra_modules.urls) == [url]
    await hass.config_entries.async_remove(entry.entry_id)
    assert not extra_modules.urls


async def test_without_dashboards(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """An account works in a Home Assistant without a frontend."""
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    assert entry.state is ConfigEntryState.LOADED
    assert await hass.config_entries.async_remove(entry.entry_id)
