"""The cards: the built file, and its registration in Home Assistant's frontend.

In storage mode the file is one dashboard resource, which Home Assistant's own cast
receiver loads too; in YAML mode, where only the user edits resources, it is an extra
module of the page. Never both, as a module is loaded once per URL.
"""

import asyncio
from hashlib import sha256
from pathlib import Path

from homeassistant.components.frontend import add_extra_js_url, remove_extra_js_url
from homeassistant.components.http.server import StaticPathConfig
from homeassistant.components.lovelace.const import LOVELACE_DATA
from homeassistant.components.lovelace.resources import ResourceStorageCollection
from homeassistant.const import CONF_ID, CONF_URL
from homeassistant.core import HomeAssistant
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN

_FILE = Path(__file__).parent / "dexcom-cgm-cards.js"
_BASE = f"/{DOMAIN}/"
_URL: HassKey[str] = HassKey(f"{DOMAIN}_cards_url")
_LOCK: HassKey[asyncio.Lock] = HassKey(f"{DOMAIN}_cards_lock")
_EXTRA_MODULE: HassKey[str] = HassKey(f"{DOMAIN}_cards_extra_module")


async def async_setup_cards(hass: HomeAssistant) -> None:
    """Serve the built file under a URL with its hash; once, as routes are permanent."""
    # Accounts that start at the same time must not create two resources.
    hass.data[_LOCK] = asyncio.Lock()
    digest = await hass.async_add_executor_job(_digest)
    url = f"{_BASE}{_FILE.stem}-{digest}.js"
    await hass.http.async_register_static_paths([StaticPathConfig(url, str(_FILE))])
    hass.data[_URL] = url


async def async_add_cards(hass: HomeAssistant) -> None:
    """Load the cards in dashboards; updates the URL of an earlier version."""
    async with hass.data[_LOCK]:
        resources = await _async_stored_resources(hass)
        if resources is not None:
            await _async_store(resources, hass.data[_URL])
        elif _EXTRA_MODULE not in hass.data and "frontend" in hass.config.components:
            hass.data[_EXTRA_MODULE] = hass.data[_URL]
            add_extra_js_url(hass, hass.data[_URL])


async def async_remove_cards(hass: HomeAssistant) -> None:
    """Stop loading the cards in dashboards."""
    async with hass.data[_LOCK]:
        if (url := hass.data.pop(_EXTRA_MODULE, None)) is not None:
            remove_extra_js_url(hass, url)
        if (resources := await _async_stored_resources(hass)) is not None:
            for item_id, _ in _ours(resources):
                await resources.async_delete_item(item_id)


async def _async_stored_resources(
    hass: HomeAssistant,
) -> ResourceStorageCollection | None:
    """Return the loaded dashboard resources, None outside of storage mode."""
    lovelace = hass.data.get(LOVELACE_DATA)
    if lovelace is None or not isinstance(
        lovelace.resources, ResourceStorageCollection
    ):
        return None
    # Home Assistant loads the collection when it is first used.
    await lovelace.resources.async_get_info()
    return lovelace.resources


async def _async_store(resources: ResourceStorageCollection, url: str) -> None:
    """Make the URL the only resource of this integration."""
    ours = _ours(resources)
    if not ours:
        await resources.async_create_item({"res_type": "module", CONF_URL: url})
        return
    (item_id, known), *duplicates = ours
    if known != url:
        await resources.async_update_item(item_id, {CONF_URL: url})
    for duplicate, _ in duplicates:
        await resources.async_delete_item(duplicate)


def _ours(resources: ResourceStorageCollection) -> list[tuple[str, str]]:
    """Return id and URL of the resources of this integration."""
    return [
        (item[CONF_ID], item[CONF_URL])
        for item in resources.async_items()
        if str(item.get(CONF_URL)).startswith(_BASE)
    ]


def _digest() -> str:
    """Return a short hash of the built file, which is part of its URL."""
    return sha256(_FILE.read_bytes()).hexdigest()[:12]
