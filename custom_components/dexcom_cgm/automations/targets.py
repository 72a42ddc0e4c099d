"""The accounts that a target of a trigger, condition or action contains."""

from collections.abc import Iterable, Mapping
from typing import Any

import voluptuous as vol

from homeassistant.const import ATTR_ENTITY_ID, CONF_OPTIONS, CONF_TARGET
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv, entity_registry as er
from homeassistant.helpers.typing import ConfigType

from ..const import DOMAIN
from ..data import DexcomConfigEntry


def accounts_of(
    hass: HomeAssistant, entity_ids: Iterable[str]
) -> dict[str, DexcomConfigEntry]:
    """Return the accounts that entities belong to, by the id of the config entry."""
    registry = er.async_get(hass)
    return {
        entry.entry_id: entry
        for entity_id in entity_ids
        if (entity := registry.async_get(entity_id)) is not None
        and entity.platform == DOMAIN
        and entity.config_entry_id is not None
        and (entry := hass.config_entries.async_get_entry(entity.config_entry_id))
    }


def validate(
    hass: HomeAssistant, config: ConfigType, options: Mapping[vol.Marker, Any]
) -> ConfigType:
    """Return target and options of a trigger or condition; raises vol.Invalid."""
    schema = vol.Schema(
        {
            vol.Required(CONF_TARGET): cv.TARGET_FIELDS,
            vol.Required(CONF_OPTIONS, default=dict): dict(options),
        }
    )
    validated: ConfigType = schema(config)
    _check_target(hass, validated[CONF_TARGET])
    return validated


def _check_target(hass: HomeAssistant, target: ConfigType) -> None:
    """Raise vol.Invalid for a target that has entities of other integrations only.

    The editor offers all glucose sensors, but such a target would never match. Entities
    that are not registered may belong to an account that is not set up yet.
    """
    entity_ids = target.get(ATTR_ENTITY_ID)
    if not isinstance(entity_ids, list) or target.keys() != {ATTR_ENTITY_ID}:
        return
    entities = [er.async_get(hass).async_get(entity_id) for entity_id in entity_ids]
    if entities and all(entity and entity.platform != DOMAIN for entity in entities):
        raise vol.Invalid(
            f"{', '.join(entity_ids)}: not of a Dexcom account; "
            "choose the device or an entity of one"
        )
