"""Icons belong to entities and actions that there are."""

import pytest

from .entities import PLATFORMS, descriptions, event_types, states, translated
from .source import PACKAGE, flatten, load_json

# Home Assistant's generic icons, which add no information.
WITHOUT_ICON = {None, "enum"}


def icons(*path: str) -> dict[str, object]:
    """Return a section of the icons, empty where there is none."""
    section = load_json(PACKAGE / "icons.json")
    for key in path:
        section = section.get(key, {})
    return section


def test_material_design() -> None:
    """Only icons of Home Assistant's own set are used."""
    wrong = {
        path: icon
        for path, icon in flatten(icons()).items()
        if not icon.startswith("mdi:")
    }
    assert not wrong


def test_no_leftovers() -> None:
    """There are icons of what there is, and of nothing else."""
    assert icons().keys() <= {"entity", "services", "triggers", "conditions"}
    assert icons("entity").keys() <= set(PLATFORMS)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_entities(platform: str) -> None:
    """Entities that are not drawn by their device class have icons."""
    there = icons("entity", platform).keys()
    wanted = {
        key
        for key, description in translated(platform).items()
        if description.device_class in WITHOUT_ICON
    }
    assert there >= wanted
    assert there <= translated(platform).keys()


@pytest.mark.parametrize("platform", PLATFORMS)
def test_not_in_the_code(platform: str) -> None:
    """Icons are in icons.json, where a user's theme can replace them."""
    assert not [each.key for each in descriptions(platform) if each.icon is not None]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_states(platform: str) -> None:
    """States with an icon are states, and look different from the others."""
    for key, section in icons("entity", platform).items():
        assert isinstance(section, dict)
        assert section.keys() <= {"default", "state", "state_attributes", "range"}
        description = translated(platform)[key]
        known = {"on", "off"} if platform == "binary_sensor" else states(description)
        drawn = section.get("state", {})
        assert drawn.keys() <= known, key
        assert "default" in section, key
        assert section["default"] not in drawn.values(), key


@pytest.mark.parametrize("platform", PLATFORMS)
def test_event_types(platform: str) -> None:
    """Types of event with an icon are types of the event."""
    for key in icons("entity", platform):
        description = translated(platform)[key]
        attributes = icons("entity", platform, key, "state_attributes")
        assert attributes.keys() <= {"event_type"}, key
        drawn = icons(
            "entity", platform, key, "state_attributes", "event_type", "state"
        )
        assert drawn.keys() <= event_types(description), key
