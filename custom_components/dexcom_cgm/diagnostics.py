"""Diagnostics of an account, without personal data.

They contain structure, counts, ages, statuses and versions: no glucose, no times of day,
no ids, no tokens.
"""

from datetime import timedelta
import time
from typing import Any

from homeassistant.const import CONF_TOKEN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.loader import async_get_integration
from homeassistant.util import dt as dt_util

from .const import CONF_LIVE_SOURCE, CONF_REGION, DOMAIN
from .data import DexcomConfigEntry


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: DexcomConfigEntry
) -> dict[str, Any]:
    """Return the diagnostics of an account."""
    glucose = entry.runtime_data.glucose
    now = dt_util.utcnow()
    token = entry.data[CONF_TOKEN]
    newest = glucose.data
    integration = await async_get_integration(hass, DOMAIN)
    return {
        "version": str(integration.version),
        "region": entry.data[CONF_REGION],
        "options_set": sorted(entry.options),
        "accounts": len(hass.config_entries.async_entries(DOMAIN)),
        "login": {
            "minutes_to_expiry": round((token["expires_at"] - time.time()) / 60),
            "renewals": token.get("renewals"),
        },
        "polling": {
            "status": glucose.status,
            "last_error": (
                None
                if glucose.last_update_success
                else type(glucose.last_exception).__name__
            ),
            "minutes_since_success": _minutes(
                None if glucose.last_success is None else now - glucose.last_success
            ),
            "requests_since_start": glucose.client.requests,
            "requests_today": glucose.client.requests_today,
        },
        "readings": {
            "known": len(glucose.readings.log),
            "broken_records": glucose.readings.skipped,
            "newest_age_minutes": _minutes(None if newest is None else newest.age(now)),
            "newest_has_delta": newest is not None and newest.delta is not None,
            "newest_has_trend": newest is not None and newest.reading.trend is not None,
            "stale_limit_minutes": _minutes(glucose.stale_limit),
        },
        "live_source": _live_source(hass, entry),
        "drill_in_progress": glucose.drill is not None,
    }


def _live_source(hass: HomeAssistant, entry: DexcomConfigEntry) -> dict[str, Any]:
    """Return the integration of the live source, and the age of its reading."""
    source = entry.options.get(CONF_LIVE_SOURCE)
    live = entry.runtime_data.glucose.live
    entity = None if source is None else er.async_get(hass).async_get(source)
    return {
        "set": source is not None,
        "integration": None if entity is None else entity.platform,
        "newest_age_minutes": _minutes(
            None if live is None else live.age(dt_util.utcnow())
        ),
    }


def _minutes(span: timedelta | None) -> int | None:
    """Return a duration in whole minutes."""
    return None if span is None else round(span.total_seconds() / 60)
