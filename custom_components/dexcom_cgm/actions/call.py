"""Validation of action calls: fields, account and permission."""

from datetime import date, datetime
from typing import Any, override

import probatio

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.exceptions import ServiceValidationError, Unauthorized, UnknownUser
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.target import (
    TargetSelection,
    async_extract_referenced_entity_ids,
)
from homeassistant.util import dt as dt_util

from ..automations.targets import accounts_of
from ..const import DOMAIN
from ..data import DexcomConfigEntry

ATTR_CONFIG_ENTRY_ID = "config_entry_id"


class TimeFieldInvalid(probatio.Invalid):
    """A value is not a time, or is out of range."""


class ServiceSchema(probatio.Schema):
    """Schema of an action that raises ServiceValidationError.

    Home Assistant's REST API answers a bare "400: Bad Request" to `probatio.Invalid`, but
    passes the text of a ServiceValidationError on, as the websocket API and
    automations do.
    """

    @override
    def __call__(self, data: Any, **context: Any) -> Any:
        """Return the validated data."""
        try:
            return super().__call__(data, **context)
        except probatio.Invalid as err:
            raise _readable(err) from err


def _readable(err: probatio.Invalid) -> ServiceValidationError:
    """Return the error with the field and the reason."""
    first = err.errors[0] if isinstance(err, probatio.MultipleInvalid) else err
    if not first.path:
        return ServiceValidationError(
            translation_domain=DOMAIN, translation_key="data_not_fields"
        )
    field = str(first.path[0])
    if isinstance(first, TimeFieldInvalid):
        return ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="field_not_a_time",
            translation_placeholders={"field": field},
        )
    if isinstance(first, probatio.RequiredFieldInvalid):
        return ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="field_missing",
            translation_placeholders={"field": field},
        )
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="field_invalid",
        translation_placeholders={"field": field, "reason": first.msg},
    )


def utc_time(value: Any) -> datetime:
    """Return a time in UTC; without an offset it is local time.

    Takes datetimes, dates (the start of that local day), ISO 8601 text, and seconds
    since 1970 as a number or as text.
    """
    try:
        if isinstance(value, str):
            value = dt_util.parse_datetime(value.strip()) or float(value)
        if isinstance(value, datetime):
            return dt_util.as_utc(value)
        if isinstance(value, date):
            return dt_util.as_utc(dt_util.start_of_local_day(value))
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return dt_util.utc_from_timestamp(value)
    except (ValueError, OverflowError, OSError) as err:
        raise TimeFieldInvalid("not a time") from err
    raise TimeFieldInvalid("not a time")


async def async_loaded_account(
    call: ServiceCall, platform: str, key: str
) -> DexcomConfigEntry:
    """Return the loaded account of a call.

    Raises Unauthorized unless the caller may read the entity of the account whose
    history the action returns.
    """
    entry = _account(call)
    await _async_check_read(call, entry, platform, key)
    if entry.state is not ConfigEntryState.LOADED:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="account_not_loaded",
            translation_placeholders={"account": entry.title},
        )
    return entry


def _account(call: ServiceCall) -> DexcomConfigEntry:
    """Return the account that a call selects, by default the only one."""
    entries = call.hass.config_entries
    target = TargetSelection(call.data)
    named: dict[str, DexcomConfigEntry] = {}
    if (entry_id := call.data.get(ATTR_CONFIG_ENTRY_ID)) is not None:
        entry = entries.async_get_entry(entry_id)
        if entry is None or entry.domain != DOMAIN:
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key="account_not_found"
            )
        named[entry_id] = entry
    elif not target.has_any_target:
        named = {
            entry.entry_id: entry
            for entry in entries.async_entries(
                DOMAIN, include_ignore=False, include_disabled=False
            )
        }
        if not named:
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key="no_account"
            )
    if target.has_any_target:
        named |= _targeted_accounts(call.hass, target)
    if len(named) > 1:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="several_accounts"
        )
    return next(iter(named.values()))


def _targeted_accounts(
    hass: HomeAssistant, target: TargetSelection
) -> dict[str, DexcomConfigEntry]:
    """Return the accounts in a target, at least one.

    Selected entities and devices must belong to an account; other members of areas and
    labels are ignored.
    """
    registry = er.async_get(hass)
    selected = async_extract_referenced_entity_ids(
        hass, target, expand_group=False, primary_entities_only=False
    )
    found = accounts_of(hass, selected.indirectly_referenced)
    named = {entity_id: [entity_id] for entity_id in selected.referenced}
    named |= {
        device_id: [
            entity.entity_id
            for entity in er.async_entries_for_device(
                registry, device_id, include_disabled_entities=True
            )
        ]
        for device_id in target.device_ids
    }
    for name, entity_ids in named.items():
        accounts = accounts_of(hass, entity_ids)
        if not accounts:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="target_of_no_account",
                translation_placeholders={"target": name},
            )
        found |= accounts
    if not found:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="account_not_found"
        )
    return found


async def _async_check_read(
    call: ServiceCall, entry: DexcomConfigEntry, platform: str, key: str
) -> None:
    """Raise Unauthorized if the caller may not read an entity of an account.

    Automations and Home Assistant itself call without a user and may read everything.
    """
    if call.context.user_id is None:
        return
    user = await call.hass.auth.async_get_user(call.context.user_id)
    if user is None:
        raise UnknownUser(context=call.context, permission=POLICY_READ)
    if not may_read(call.hass, user, entry, platform, key):
        raise Unauthorized(
            context=call.context,
            entity_id=_entity_id(call.hass, entry, platform, key),
            permission=POLICY_READ,
        )


def may_read(
    hass: HomeAssistant, user: User, entry: DexcomConfigEntry, platform: str, key: str
) -> bool:
    """Return whether a user may read an entity of an account."""
    if user.permissions.access_all_entities(POLICY_READ):
        return True
    entity_id = _entity_id(hass, entry, platform, key)
    return entity_id is not None and user.permissions.check_entity(
        entity_id, POLICY_READ
    )


def _entity_id(
    hass: HomeAssistant, entry: DexcomConfigEntry, platform: str, key: str
) -> str | None:
    """Return the id of an entity of an account, None if it is not registered."""
    return er.async_get(hass).async_get_entity_id(
        platform, DOMAIN, f"{entry.unique_id}_{key}"
    )
