"""Websocket commands of the cards: readings, summary, profile and report.

Each takes an entity of the account, and needs the permission to read it. Times are
seconds since 1970 UTC, glucose is in mg/dL, shares are in %.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import voluptuous as vol

from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.components.websocket_api import async_register_command
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.const import ERR_NOT_FOUND
from homeassistant.components.websocket_api.decorators import (
    async_response,
    websocket_command,
)
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import Unauthorized
from homeassistant.helpers import config_validation as cv, entity_registry as er
from homeassistant.util import dt as dt_util

from .actions.responses import rounded
from .automations.targets import accounts_of
from .const import DOMAIN, HISTORY
from .data import DexcomConfigEntry
from .frontend.subscription import (
    PROTOCOL_VERSION,
    ReadingsSubscription,
    is_login_wanted,
)
from .glucose import (
    Distribution,
    Slots,
    Sufficiency,
    TargetGroup,
    check_targets,
    sufficiency,
)
from .glucose.bands import bands
from .glucose.profile import daily_profile, daily_summaries
from .glucose.ranges import HIGH, LOW
from .glucose.slots import sufficient_from
from .glucose.targets import target_range
from .report.request import ATTR_LOCALE, LOCALE, REQUEST_FIELDS, ReportRequest
from .report.serialize import serialized_bands, serialized_bins, serialized_goals
from .report.view import ATTR_DOWNLOAD, async_report_url, may_read_report
from .units import chosen_unit

ERR_AUTH_REQUIRED = "auth_required"
ERR_NOT_LOADED = "not_loaded"
_DAYS = vol.All(vol.Coerce(int), vol.Range(min=1, max=HISTORY.days))
# Daily curves in a profile.
_MAX_DAILY = 14


@callback
def async_setup_websocket_api(hass: HomeAssistant) -> None:
    """Register the commands."""
    async_register_command(hass, ws_readings)
    async_register_command(hass, ws_summary)
    async_register_command(hass, ws_profile)
    async_register_command(hass, ws_report_url)


@websocket_command(
    {
        vol.Required("type"): f"{DOMAIN}/readings",
        vol.Required(ATTR_ENTITY_ID): cv.entity_id,
        vol.Optional("hours", default=24): vol.All(
            vol.Coerce(int), vol.Range(min=1, max=HISTORY.days * 24)
        ),
    }
)
@callback
def ws_readings(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Subscribe to the readings of an account: a complete message, then changes."""
    if (entry := _loaded_account(hass, connection, msg)) is None:
        return

    @callback
    def send(event: dict[str, Any]) -> None:
        """Send a message of the subscription."""
        connection.send_event(msg["id"], event)

    subscription = ReadingsSubscription(
        hass, entry, timedelta(hours=msg["hours"]), send
    )
    connection.send_result(msg["id"])
    connection.subscriptions[msg["id"]] = subscription.async_start()


@websocket_command(
    {
        vol.Required("type"): f"{DOMAIN}/summary",
        vol.Required(ATTR_ENTITY_ID): cv.entity_id,
        vol.Required("days"): _DAYS,
        vol.Optional("targets", default=TargetGroup.MOST_ADULTS): vol.Coerce(
            TargetGroup
        ),
    }
)
@async_response
async def ws_summary(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Send the measures of the last days."""
    await _async_send_computed(hass, connection, msg, partial(_summary, msg["targets"]))


@websocket_command(
    {
        vol.Required("type"): f"{DOMAIN}/profile",
        vol.Required(ATTR_ENTITY_ID): cv.entity_id,
        vol.Required("days"): _DAYS,
        vol.Optional("daily", default=False): cv.boolean,
    }
)
@async_response
async def ws_profile(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Send the profile by time of day of the last days."""
    await _async_send_computed(hass, connection, msg, partial(_profile, msg["daily"]))


@websocket_command(
    {
        vol.Required("type"): f"{DOMAIN}/report_url",
        vol.Required(ATTR_ENTITY_ID): cv.entity_id,
        **REQUEST_FIELDS,
        vol.Optional(ATTR_LOCALE): vol.Any(None, LOCALE),
        vol.Optional(ATTR_DOWNLOAD, default=False): cv.boolean,
    }
)
@callback
def ws_report_url(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Send a URL that serves a report for some minutes."""
    if (entry := _loaded_account(hass, connection, msg)) is None:
        return
    request = ReportRequest.of(hass, msg)
    session = connection.refresh_token_id
    if session is None or not may_read_report(hass, connection.user, entry, request):
        # Without a session of the user, the URL would be signed by a system user.
        raise Unauthorized(entity_id=msg[ATTR_ENTITY_ID], permission=POLICY_READ)
    url = async_report_url(
        hass,
        entry,
        request,
        refresh_token_id=session,
        is_download=msg[ATTR_DOWNLOAD],
    )
    connection.send_result(msg["id"], {"url": url})


def _loaded_account(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> DexcomConfigEntry | None:
    """Return the loaded account of a message, None after sending an error.

    Raises Unauthorized unless the user may read the entity and the glucose value.
    """
    entity_id = msg[ATTR_ENTITY_ID]
    entry = next(iter(accounts_of(hass, [entity_id]).values()), None)
    if entry is None:
        connection.send_error(
            msg["id"], ERR_NOT_FOUND, "Not an entity of a Dexcom account"
        )
        return None
    glucose_value = er.async_get(hass).async_get_entity_id(
        SENSOR_DOMAIN, DOMAIN, f"{entry.unique_id}_glucose_value"
    )
    for each in {entity_id, glucose_value} - {None}:
        if not connection.user.permissions.check_entity(str(each), POLICY_READ):
            raise Unauthorized(entity_id=entity_id, permission=POLICY_READ)
    if entry.state is not ConfigEntryState.LOADED:
        code = ERR_AUTH_REQUIRED if is_login_wanted(hass, entry) else ERR_NOT_LOADED
        connection.send_error(msg["id"], code, "The account is not loaded")
        return None
    return entry


@dataclass(frozen=True, slots=True)
class _Window:
    """The readings of the last days, and where Dexcom's delay begins."""

    times: Sequence[int]
    values: Sequence[int]
    start: int
    end: int
    known_until: int


type _Compute = Callable[[_Window], dict[str, Any]]


async def _async_send_computed(
    hass: HomeAssistant,
    connection: ActiveConnection,
    msg: dict[str, Any],
    compute: _Compute,
) -> None:
    """Send what is computed in an executor of the readings of the last days."""
    if (entry := _loaded_account(hass, connection, msg)) is None:
        return
    glucose = entry.runtime_data.glucose
    # As in get_report, on whole seconds.
    end = dt_util.utcnow().replace(microsecond=0)
    start = end - timedelta(days=msg["days"])
    window = _Window(
        *glucose.readings.log.values(start, end),
        int(start.timestamp()),
        int(end.timestamp()),
        int((end - glucose.region.delay).timestamp()),
    )
    computed = await hass.async_add_executor_job(compute, window)
    connection.send_result(
        msg["id"],
        {
            "version": PROTOCOL_VERSION,
            "start": window.start,
            "end": window.end,
            "days": msg["days"],
            "unit": str(chosen_unit(hass, str(entry.unique_id))),
            "history_loaded": glucose.readings.progress or 0,
            **computed,
        },
    )


def _summary(group: TargetGroup, window: _Window) -> dict[str, Any]:
    """Compute measures, bands and goals."""
    distribution = Distribution(window.values)
    found = _sufficiency(window)
    low, high = target_range(group)
    return {
        "readings": len(distribution),
        "missing_readings": found.missing_readings,
        "missing_days": found.missing_days,
        "cgm_active": rounded(found.active),
        "is_sufficient": found.is_sufficient,
        "measures_from": sufficient_from(
            Slots(window.times), window.start, window.end, window.known_until
        ),
        "mean_glucose": distribution.mean,
        "standard_deviation": distribution.standard_deviation,
        "gmi": rounded(distribution.gmi) if found.is_sufficient else None,
        "variability": rounded(distribution.variability),
        "bands": serialized_bands(bands(distribution, low, high), rounded),
        "goals": serialized_goals(
            check_targets(distribution, group, is_sufficient=found.is_sufficient),
            rounded,
        ),
    }


def _profile(has_daily: bool, window: _Window) -> dict[str, Any]:
    """Compute the percentiles by time of day, and the daily curves if wanted."""
    zone = dt_util.get_default_time_zone()
    times, values = window.times, window.values
    found = _sufficiency(window)
    days = daily_summaries(
        times, values, window.start, window.end, zone, known_until=window.known_until
    )
    profile: dict[str, Any] = {
        "days_with_data": sum(bool(day.distribution) for day in days),
        "is_sufficient": found.is_sufficient,
        "missing_days": found.missing_days,
        "target": {"low": LOW, "high": HIGH},
        "time_zone": str(zone),
        "bins": serialized_bins(daily_profile(times, values, zone)),
    }
    if has_daily:
        daily: dict[str, dict[str, list[int]]] = {
            day.day.isoformat(): {"minute": [], "value": []}
            for day in days[-_MAX_DAILY:]
        }
        for time, value in zip(times, values, strict=True):
            clock = datetime.fromtimestamp(time, zone)
            if (curve := daily.get(clock.date().isoformat())) is not None:
                curve["minute"].append(clock.hour * 60 + clock.minute)
                curve["value"].append(value)
        profile["daily"] = [{"day": day, **curve} for day, curve in daily.items()]
    return profile


def _sufficiency(window: _Window) -> Sufficiency:
    """Return the sufficiency of the readings."""
    return sufficiency(
        Slots(window.times), window.start, window.end, window.known_until
    )
