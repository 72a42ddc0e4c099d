"""System health: reachability of Dexcom, and the number of requests."""

from typing import Any

from homeassistant.components.system_health import (
    SystemHealthRegistration,
    async_check_can_reach_url,
)
from homeassistant.core import HomeAssistant, callback

from .api import get_region
from .const import CONF_REGION, DOMAIN
from .data import DexcomConfigEntry


@callback
def async_register(hass: HomeAssistant, register: SystemHealthRegistration) -> None:
    """Register the system health callback."""
    register.async_register_info(system_health_info)


async def system_health_info(hass: HomeAssistant) -> dict[str, Any]:
    """Return the combined information of all accounts."""
    entries: list[DexcomConfigEntry] = hass.config_entries.async_entries(DOMAIN)
    loaded: list[DexcomConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    coordinators = [entry.runtime_data.glucose for entry in loaded]
    successes = [each.last_success for each in coordinators if each.last_success]
    regions = sorted({str(entry.data[CONF_REGION]) for entry in entries})
    return {
        "accounts": f"{len(loaded)}/{len(entries)}",
        **{
            f"can_reach_{region}": async_check_can_reach_url(
                hass, get_region(region).base_url
            )
            for region in regions
        },
        "requests_today": sum(each.client.requests_today for each in coordinators),
        "statistics": "recorder" in hass.config.components,
        "last_success": max(successes) if successes else None,
    }
