"""Actions, triggers and conditions are described as they are."""

from importlib import import_module
from typing import Any

import pytest
import voluptuous as vol

from homeassistant.core import HomeAssistant
from homeassistant.helpers import condition, config_validation as cv, service
from homeassistant.helpers.trigger import descriptions as trigger
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import load_yaml_dict

from .actions import KINDS, described, fields, sections
from .source import DOMAIN, PACKAGE, ROOT, load_json, placeholders, texts

TARGET = {str(key) for key in cv.ENTITY_SERVICE_FIELDS}
SCHEMAS = {
    "services": service._SERVICES_SCHEMA,
    "triggers": trigger._TRIGGERS_DESCRIPTION_SCHEMA,
    "conditions": condition._CONDITIONS_DESCRIPTION_SCHEMA,
}
PAGES = {"services": "actions", "triggers": "automations", "conditions": "automations"}
MODULES = {"services": "services", "triggers": "trigger", "conditions": "condition"}


def descriptions() -> list[Any]:
    """Return every description with its kind and name."""
    return [
        pytest.param(kind, name, description, id=f"{kind}.{name}")
        for kind in KINDS
        for name, description in described(kind).items()
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_file(kind: str) -> None:
    """A file is there if and only if a module needs it, and Home Assistant takes it."""
    path = PACKAGE / f"{kind}.yaml"
    assert path.exists() == (PACKAGE / f"{MODULES[kind]}.py").exists()
    if path.exists():
        SCHEMAS[kind](load_yaml_dict(str(path)))


@pytest.mark.parametrize("kind", KINDS)
def test_no_leftovers(kind: str) -> None:
    """There are texts and icons of what is described, and of nothing else."""
    icons = load_json(PACKAGE / "icons.json")
    assert texts(kind).keys() == described(kind).keys()
    assert icons.get(kind, {}).keys() == described(kind).keys()


@pytest.mark.parametrize(("kind", "name", "description"), descriptions())
def test_texts(kind: str, name: str, description: dict[str, Any]) -> None:
    """Each has a name and a description, and so has each of its fields."""
    section = texts(kind, name)
    assert section["name"].strip()
    assert section["description"].strip()
    assert section.get("fields", {}).keys() == fields(description).keys()
    for field in section.get("fields", {}).values():
        assert field["name"].strip()
        assert field["description"].strip()
    assert section.get("sections", {}).keys() == sections(description)
    assert placeholders(section) == set()


@pytest.mark.parametrize(("kind", "name", "description"), descriptions())
def test_icon(kind: str, name: str, description: dict[str, Any]) -> None:
    """Each has one icon, and its sections may have some."""
    icons = load_json(PACKAGE / "icons.json")[kind][name]
    assert icons.keys() <= {kind.removesuffix("s"), "sections"}
    assert icons[kind.removesuffix("s")].startswith("mdi:")
    assert icons.get("sections", {}).keys() <= sections(description)


@pytest.mark.parametrize(("kind", "name", "description"), descriptions())
def test_documentation(kind: str, name: str, description: dict[str, Any]) -> None:
    """The documentation names each, with its fields."""
    page = (ROOT / f"docs/{PAGES[kind]}.md").read_text("utf-8")
    assert f"`{DOMAIN}.{name}`" in page
    for field in fields(description):
        assert f"`{field}`" in page


@pytest.mark.usefixtures("enable_custom_integrations")
async def test_actions(hass: HomeAssistant) -> None:
    """The actions that are described are those that there are, with their fields."""
    assert await async_setup_component(hass, DOMAIN, {})
    registered = hass.services.async_services_for_domain(DOMAIN)
    assert registered.keys() == described("services").keys()
    for name, description in described("services").items():
        schema = registered[name].schema
        assert schema is not None
        required = {
            field: bool(about.get("required"))
            for field, about in fields(description).items()
        }
        assert {
            field: must
            for field, must in _required(schema).items()
            if field in required or field not in TARGET
        } == required


def _required(schema: Any) -> dict[str, bool]:
    """Return the fields of a schema, and whether they must be given."""
    while not isinstance(schema.schema, dict):
        # A schema inside vol.All comes first.
        schema = schema.schema.validators[0]
    return {str(key): isinstance(key, vol.Required) for key in schema.schema}


@pytest.mark.parametrize("kind", ["triggers", "conditions"])
async def test_triggers_and_conditions(hass: HomeAssistant, kind: str) -> None:
    """The triggers and conditions that are described are those that there are."""
    there: dict[str, Any] = {}
    if (PACKAGE / f"{MODULES[kind]}.py").exists():
        module = import_module(f"custom_components.{DOMAIN}.{MODULES[kind]}")
        there = await getattr(module, f"async_get_{kind}")(hass)
    assert described(kind).keys() == there.keys()


@pytest.mark.parametrize(("kind", "name", "description"), descriptions())
def test_target(kind: str, name: str, description: dict[str, Any]) -> None:
    """The editor can count what is targeted.

    Behind a device it counts entities without knowing their integration, so that a
    filter by integration alone makes it say "(0)".
    """
    if kind == "services":
        # The editor would complain of a missing target, which need not be chosen.
        assert "target" not in description
        return
    assert {"integration": DOMAIN} in description["target"]["entity"]
    assert any("integration" not in each for each in description["target"]["entity"])
    assert description["target"]["device"] == [{"integration": DOMAIN}]
