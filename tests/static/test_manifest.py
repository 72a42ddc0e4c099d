"""The manifest says what Home Assistant and HACS ask for."""

import ast
from typing import Any

from awesomeversion import AwesomeVersion, AwesomeVersionStrategy
import pytest

from homeassistant.const import Platform

from .source import DOMAIN, PACKAGE, ROOT, files, load_json, modules

REQUIRED = {
    "codeowners",
    "config_flow",
    "documentation",
    "domain",
    "integration_type",
    "iot_class",
    "issue_tracker",
    "name",
    "requirements",
    "version",
}
OPTIONAL = {
    "after_dependencies",
    "categories",
    "connectivity",
    "dependencies",
    "import_executor",
    "loggers",
    "quality_scale",
    "single_config_entry",
}
# Always set up, so no dependency is needed.
ALWAYS_THERE = {str(platform) for platform in Platform} | {
    "diagnostics",
    "homeassistant",
    "repairs",
    "system_health",
    "websocket_api",
}


@pytest.fixture(name="manifest", scope="module")
def manifest_fixture() -> dict[str, Any]:
    """Return the manifest."""
    return load_json(PACKAGE / "manifest.json")


def test_only_one() -> None:
    """There is one manifest: Home Assistant's checks take every one for an integration."""
    assert files(ROOT, "manifest.json") == [PACKAGE / "manifest.json"]


def test_keys(manifest: dict[str, Any]) -> None:
    """Domain and name come first, the others in alphabetical order, none is unknown."""
    first, second, *others = manifest
    assert (first, second) == ("domain", "name")
    assert others == sorted(others)
    assert REQUIRED <= manifest.keys() <= REQUIRED | OPTIONAL


def test_identity(manifest: dict[str, Any]) -> None:
    """The integration is what it is called everywhere."""
    assert manifest["domain"] == DOMAIN
    assert manifest["name"] == "Dexcom CGM"
    assert manifest["config_flow"] is True
    assert manifest["integration_type"] == "service"
    assert manifest["iot_class"] == "cloud_polling"


def test_version(manifest: dict[str, Any]) -> None:
    """The version is one that can be compared."""
    version = AwesomeVersion(
        manifest["version"], ensure_strategy=AwesomeVersionStrategy.SEMVER
    )
    assert str(version) == manifest["version"]


def test_addresses(manifest: dict[str, Any]) -> None:
    """Documentation and issues are on the project's own pages."""
    for key in ("documentation", "issue_tracker"):
        assert manifest[key].startswith("https://")
        assert "home-assistant.io/integrations" not in manifest[key]


def test_owners(manifest: dict[str, Any]) -> None:
    """Owners are accounts of GitHub."""
    assert all(owner.startswith("@") for owner in manifest["codeowners"])


def test_dependencies(manifest: dict[str, Any]) -> None:
    """Integrations that are imported from are dependencies."""
    imported = set()
    for tree in modules().values():
        for node in ast.walk(tree):
            match node:
                case ast.ImportFrom(module="homeassistant.components", names=names):
                    imported |= {name.name for name in names}
                case ast.ImportFrom(module=str(module)):
                    imported |= _component(module)
                case ast.Import(names=names):
                    imported |= {
                        each for name in names for each in _component(name.name)
                    }
    known = {*manifest.get("dependencies", ()), *manifest.get("after_dependencies", ())}
    assert imported - ALWAYS_THERE <= known


def _component(module: str) -> set[str]:
    """Return the integration that a module belongs to."""
    match module.split("."):
        case ["homeassistant", "components", name, *_]:
            return {name}
    return set()
