"""The descriptions of the integration's entities."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import TypeIs

from homeassistant.const import Platform
from homeassistant.helpers.entity import EntityDescription

from .source import PACKAGE

PLATFORMS = [platform for platform in Platform if (PACKAGE / f"{platform}.py").exists()]


@cache
def descriptions(platform: str) -> tuple[EntityDescription, ...]:
    """Return the descriptions that a platform's module has at module level."""
    module = import_module(f"custom_components.{PACKAGE.name}.{platform}")
    found = {id(each): each for each in _walk(list(vars(module).values()))}
    assert found, f"{platform}.py has no entity descriptions at module level"
    return tuple(found.values())


def translated(platform: str) -> dict[str, EntityDescription]:
    """Return the descriptions of a platform by translation key."""
    return {
        each.translation_key: each
        for each in descriptions(platform)
        if each.translation_key is not None
    }


def states(description: EntityDescription) -> set[str]:
    """Return the states of an entity that have texts and may have icons."""
    return {str(option) for option in getattr(description, "options", None) or ()}


def event_types(description: EntityDescription) -> set[str]:
    """Return the types of event of an event entity."""
    return {str(kind) for kind in getattr(description, "event_types", None) or ()}


def _walk(value: object) -> Iterator[EntityDescription]:
    """Return the descriptions in a value."""
    match value:
        case dict():
            yield from _walk(list(value.values()))
        case list() | tuple() | frozenset() | set():
            for each in value:
                yield from _walk(each)
        case _ if _is_description(value):
            yield value


def _is_description(value: object) -> TypeIs[EntityDescription]:
    """Return whether a value describes an entity.

    Home Assistant makes classes of its own out of these, so isinstance is not enough.
    """
    return not isinstance(value, type) and hasattr(
        value, "entity_registry_enabled_default"
    )
