"""Each blueprint can be loaded, asks for nothing unsafe, and is in the documentation."""

from pathlib import Path
import re
from shutil import copytree
from urllib.parse import quote

import pytest
import voluptuous as vol

from homeassistant.components.automation.config import AUTOMATION_BLUEPRINT_SCHEMA
from homeassistant.components.blueprint.models import Blueprint
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import selector
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import load_yaml_dict
from scripts.publishing import current_home

from .source import DOMAIN, ROOT, files, load_json

FOLDER = ROOT / "blueprints/automation/dexcom_cgm"
NAMES = {
    "glucose_light",
    "low_light",
    "missed_dose",
    "morning_summary",
    "notification",
}
BLUEPRINTS = files(FOLDER, "*.yaml")
IMPORT = "https://my.home-assistant.io/redirect/blueprint_import/?blueprint_url="
NO_ALARM = "This is not an alarm system and does not replace Dexcom's own alerts"


@pytest.fixture(params=BLUEPRINTS, ids=lambda path: str(path.stem))
def path(request: pytest.FixtureRequest) -> Path:
    """Return the file of each blueprint in turn."""
    found: Path = request.param
    return found


@pytest.fixture
def blueprint(path: Path) -> Blueprint:
    """Return a blueprint as Home Assistant reads it."""
    return Blueprint(
        load_yaml_dict(str(path)),
        path=path.name,
        expected_domain="automation",
        schema=AUTOMATION_BLUEPRINT_SCHEMA,
    )


def test_all_are_there() -> None:
    """There are those that the documentation names, and no other file."""
    assert {path.stem for path in FOLDER.iterdir()} == NAMES


def test_versions(blueprint: Blueprint) -> None:
    """It works from the version on that the integration needs."""
    oldest = blueprint.metadata["homeassistant"]["min_version"]
    hacs = load_json(ROOT / "hacs.json")["homeassistant"]
    assert oldest.split(".")[:2] == hacs.split(".")[:2]
    assert blueprint.validate() is None


def test_inputs(blueprint: Blueprint) -> None:
    """Every input has a selector, and all but the account a default that it takes."""
    for name, given in blueprint.inputs.items():
        assert given["name"], name
        (kind,) = given["selector"]
        if name == "account":
            assert "default" not in given
            (device,) = given["selector"][kind]["filter"]
            assert (kind, device) == ("device", {"integration": "dexcom_cgm"})
        else:
            vol.Schema(selector(given["selector"]))(given["default"])


def test_all_inputs_are_used(path: Path, blueprint: Blueprint) -> None:
    """Every input is used."""
    used = set(re.findall(r"!input (\w+)", path.read_text("utf-8")))
    assert used == blueprint.inputs.keys()


def test_switches_nothing_by_default(blueprint: Blueprint) -> None:
    """No light and no phone is preselected."""
    for name in {"lights", "notify"} & blueprint.inputs.keys():
        assert blueprint.inputs[name]["default"] == []


def test_says_what_it_is_not(blueprint: Blueprint) -> None:
    """The description states the delay and that it is not an alarm system."""
    text = blueprint.metadata["description"]
    assert NO_ALARM in text
    assert "one to three hours late" in text


def test_says_why_its_mode(path: Path, blueprint: Blueprint) -> None:
    """The mode for concurrent runs is set, with a reason."""
    assert blueprint.data["mode"] in {"single", "queued"}
    assert re.search(r"\n# [^\n]+(\n# [^\n]+)*\nmode: ", path.read_text("utf-8"))


def test_import_link(path: Path, blueprint: Blueprint) -> None:
    """It says where it comes from, and its page has a link that imports it."""
    name = path.relative_to(ROOT / "blueprints").as_posix()
    url = f"{current_home(ROOT).blueprints}/{name}"
    assert blueprint.metadata["source_url"] == url
    assert f"({IMPORT}{quote(url, safe='')})" in (
        ROOT / "docs/blueprints.md"
    ).read_text("utf-8")


@pytest.mark.usefixtures("enable_custom_integrations")
async def test_is_ready(hass: HomeAssistant, tmp_path: Path, path: Path) -> None:
    """With nothing but an account it is an automation that Home Assistant runs."""
    copytree(FOLDER, tmp_path / FOLDER.relative_to(ROOT))
    hass.config.config_dir = str(tmp_path)
    given = {
        "alias": "it",
        "use_blueprint": {
            "path": f"{DOMAIN}/{path.name}",
            "input": {"account": "0" * 32},
        },
    }
    assert await async_setup_component(hass, "automation", {"automation": given})
    await hass.async_block_till_done()
    assert (state := hass.states.get("automation.it"))
    assert state.state == "on"
    # No timer of it outlives the test.
    switch = {"entity_id": "automation.it"}
    await hass.services.async_call("automation", "turn_off", switch, blocking=True)
