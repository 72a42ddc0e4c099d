"""What is described in services.yaml, triggers.yaml and conditions.yaml."""

from typing import Any

from homeassistant.util.yaml import load_yaml_dict

from .source import PACKAGE

KINDS = ("services", "triggers", "conditions")


def described(kind: str) -> dict[str, dict[str, Any]]:
    """Return the descriptions of a kind by name, empty where there is no file."""
    path = PACKAGE / f"{kind}.yaml"
    if not path.exists():
        return {}
    return {
        name: description or {}
        for name, description in load_yaml_dict(str(path)).items()
        # The others are anchors.
        if not name.startswith(".")
    }


def fields(description: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the fields of a description, those in sections too."""
    found: dict[str, dict[str, Any]] = {}
    for name, field in (description.get("fields") or {}).items():
        found.update(field.get("fields", {name: field}))
    return found


def sections(description: dict[str, Any]) -> set[str]:
    """Return the sections that a description's fields are in."""
    return {
        name
        for name, field in (description.get("fields") or {}).items()
        if "fields" in field
    }
