"""HACS finds what it asks for."""

import re

from .source import PACKAGE, ROOT, load_json

KEYS = {
    "content_in_root",
    "country",
    "filename",
    "hacs",
    "hide_default_branch",
    "homeassistant",
    "name",
    "persistent_directory",
    "render_readme",
    "zip_release",
}


def test_hacs() -> None:
    """The file has HACS's keys, and the oldest supported Home Assistant."""
    hacs = load_json(ROOT / "hacs.json")
    assert hacs.keys() <= KEYS
    assert hacs["name"] == load_json(PACKAGE / "manifest.json")["name"]
    assert re.fullmatch(r"20\d\d\.(?:[1-9]|1[0-2])\.\d+", hacs["homeassistant"])
    assert "filename" in hacs or not hacs.get("zip_release")


def test_repository() -> None:
    """The repository has one integration, a text about it and a licence."""
    integrations = [
        path
        for path in (ROOT / "custom_components").iterdir()
        if (path / "manifest.json").exists()
    ]
    assert integrations == [PACKAGE]
    assert (ROOT / "README.md").stat().st_size
    assert "Apache License" in (ROOT / "LICENSE").read_text("utf-8")
