"""Every entity has its texts, and every text has its entity."""

import ast

import pytest

from homeassistant.helpers.entity import EntityDescription

from .entities import PLATFORMS, descriptions, event_types, states, translated
from .source import calls, modules, placeholders, texts

ALLOWED = {"name", "state", "state_attributes", "unit_of_measurement"}


def _pairs() -> list[tuple[str, EntityDescription]]:
    """Return the platform and the description of every entity."""
    return [
        (platform, each) for platform in PLATFORMS for each in descriptions(platform)
    ]


@pytest.fixture(
    name="entity", params=_pairs(), ids=lambda pair: f"{pair[0]}.{pair[1].key}"
)
def entity_fixture(request: pytest.FixtureRequest) -> tuple[str, EntityDescription]:
    """Return one entity after the other."""
    pair: tuple[str, EntityDescription] = request.param
    return pair


def test_no_leftovers() -> None:
    """There are texts of the integration's entities and of no others."""
    known = {platform: translated(platform).keys() for platform in PLATFORMS}
    assert {
        platform: section.keys() for platform, section in texts("entity").items()
    } == known


def test_name(entity: tuple[str, EntityDescription]) -> None:
    """An entity has a name that can be translated, and nothing unknown beside it."""
    platform, description = entity
    assert description.translation_key is not None
    section = texts("entity", platform, description.translation_key)
    assert section.get("name", "").strip()
    assert section.keys() <= ALLOWED
    # A name in the code would win over the translated one.
    assert not isinstance(description.name, str)


def test_states(entity: tuple[str, EntityDescription]) -> None:
    """Exactly the states of an enumeration have texts."""
    platform, description = entity
    section = texts("entity", platform, str(description.translation_key))
    expected = {"on", "off"} if platform == "binary_sensor" else states(description)
    assert section.get("state", {}).keys() in (
        (expected, set()) if platform == "binary_sensor" else (expected,)
    )


def test_event_types(entity: tuple[str, EntityDescription]) -> None:
    """Exactly the types of an event have texts."""
    platform, description = entity
    attributes = texts(
        "entity", platform, str(description.translation_key), "state_attributes"
    )
    types = attributes.get("event_type", {}).get("state", {})
    assert types.keys() == event_types(description)


def test_attributes(entity: tuple[str, EntityDescription]) -> None:
    """Attributes with texts are attributes that the code has."""
    platform, description = entity
    attributes = texts(
        "entity", platform, str(description.translation_key), "state_attributes"
    )
    words = {
        node.value
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
    }
    assert attributes.keys() <= words | {"event_type"}


def test_unit(entity: tuple[str, EntityDescription]) -> None:
    """A unit is given either by the code or by the texts."""
    platform, description = entity
    section = texts("entity", platform, str(description.translation_key))
    if "unit_of_measurement" in section:
        assert getattr(description, "native_unit_of_measurement", None) is None


def test_placeholders() -> None:
    """The placeholders of names are set in the code."""
    filled = {
        str(key.value)
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and isinstance(node.value, ast.Dict)
        and "_attr_translation_placeholders" in ast.unparse(node)
        for key in node.value.keys
        if isinstance(key, ast.Constant)
    }
    assert placeholders(texts("entity")) == filled


def test_devices() -> None:
    """Devices named by a translation key have a text, and no others."""
    used = {
        key for call in calls("DeviceInfo") for key in call.values("translation_key")
    }
    assert texts("device").keys() == used
    assert all(device["name"].strip() for device in texts("device").values())
