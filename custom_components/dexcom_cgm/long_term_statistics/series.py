"""The series of an account in the recorder: their ids, metadata and names."""

from collections.abc import Callable, Coroutine, Iterable
from hashlib import sha256
from typing import Any

from homeassistant.components.recorder.models import StatisticMetaData
from homeassistant.components.recorder.statistics import (
    async_add_external_statistics,
    get_metadata,
)
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.recorder import get_instance
from homeassistant.helpers.translation import async_get_translations

from ..const import DOMAIN
from ..device import account_name


def series_id(kind: str, entry: ConfigEntry) -> str:
    """Return the statistic id of a series, which an account that is added again keeps."""
    account = sha256(str(entry.unique_id).encode()).hexdigest()[:8]
    return f"{DOMAIN}:{kind}_{account}"


async def async_series_name(hass: HomeAssistant, entry: ConfigEntry, kind: str) -> str:
    """Return the name of a series: the account, and the kind in Home Assistant's language."""
    texts = await async_get_translations(hass, hass.config.language, "common", {DOMAIN})
    text = texts[f"component.{DOMAIN}.common.statistics_{kind}"]
    return f"{account_name(hass, entry)} {text}"


@callback
def async_track_name(
    hass: HomeAssistant,
    entry: ConfigEntry,
    rename: Callable[[], Coroutine[Any, Any, None]],
) -> CALLBACK_TYPE:
    """Call a function when the name of the account changes; return what stops it."""
    name = account_name(hass, entry)

    @callback
    def compare() -> None:
        """Call the function if the name has changed."""
        nonlocal name
        if (new := account_name(hass, entry)) != name:
            name = new
            entry.async_create_background_task(hass, rename(), f"{DOMAIN} rename")

    @callback
    def entry_changed(_change: ConfigEntryChange, changed: ConfigEntry) -> None:
        """Compare after a change of the account."""
        if changed is entry:
            compare()

    @callback
    def device_changed(_event: Event[dr.EventDeviceRegistryUpdatedData]) -> None:
        """Compare after a change of any device."""
        compare()

    ends = (
        async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, entry_changed),
        hass.bus.async_listen(dr.EVENT_DEVICE_REGISTRY_UPDATED, device_changed),
    )

    @callback
    def end() -> None:
        """Remove the listeners."""
        for each in ends:
            each()

    return end


async def async_known_metadata(
    hass: HomeAssistant, statistic_ids: set[str]
) -> dict[str, StatisticMetaData]:
    """Return the metadata of the series that exist in the recorder, by statistic id."""
    found = await get_instance(hass).async_add_executor_job(
        lambda: get_metadata(hass, statistic_ids=statistic_ids)
    )
    return {statistic_id: metadata for statistic_id, (_, metadata) in found.items()}


async def async_rename_series(
    hass: HomeAssistant, series: Iterable[StatisticMetaData]
) -> None:
    """Update the names of the series that exist in the recorder."""
    # Rows with the old name may still be queued.
    await get_instance(hass).async_block_till_done()
    wanted = {metadata["statistic_id"]: metadata for metadata in series}
    known = await async_known_metadata(hass, set(wanted))
    for statistic_id, metadata in known.items():
        if metadata["name"] != wanted[statistic_id]["name"]:
            async_add_external_statistics(hass, wanted[statistic_id], [])
