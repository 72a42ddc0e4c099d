"""Errors, issues and system information have their texts; all languages say it all."""

import ast
from collections.abc import Iterator
from importlib import import_module
from inspect import iscoroutine

from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.dexcom_cgm.api import REGIONS
from homeassistant.core import HomeAssistant

from .source import DOMAIN, PACKAGE, Call, calls, flatten, modules, placeholders, texts

# The sections for which there is a test in this folder.
SECTIONS = {
    "application_credentials",
    "common",
    "conditions",
    "config",
    "config_panel",
    "device",
    "entity",
    "exceptions",
    "issues",
    "options",
    "selector",
    "services",
    "system_health",
    "triggers",
}


def test_sections() -> None:
    """Every section of texts has a test."""
    assert texts().keys() <= SECTIONS


def test_texts() -> None:
    """No text is empty, has stray spaces or refers to another one."""
    wrong = {
        path: text
        for path, text in flatten(texts()).items()
        if not text or text != text.strip() or "[%key:" in text
    }
    assert not wrong


def test_no_core_file() -> None:
    """Only Home Assistant's own integrations have strings.json."""
    assert not (PACKAGE / "strings.json").exists()


def _exceptions() -> Iterator[tuple[str, Call]]:
    """Return the keys of translated errors, with the place in the source."""
    for call in calls(*{call.name for call in _translated()}):
        if call.name not in ("async_abort", "async_create_issue"):
            for key in call.values("translation_key"):
                if DOMAIN in call.values("translation_domain"):
                    yield key, call


def _translated() -> Iterator[Call]:
    """Return the calls that name a text of an integration."""
    for module in modules().values():
        for node in ast.walk(module):
            if isinstance(node, ast.Call):
                call = Call("", None, None, node)
                if call.argument("translation_domain") is not None:
                    yield call


def test_exceptions() -> None:
    """Every error has a text, and every text an error."""
    assert texts("exceptions").keys() == {key for key, _ in _exceptions()}
    assert all(
        section.keys() == {"message"} for section in texts("exceptions").values()
    )


def test_exception_placeholders() -> None:
    """The placeholders of an error's text are those that the code passes."""
    for key, call in _exceptions():
        filled = call.keys("translation_placeholders")
        if filled is not None:
            left_open = placeholders(texts("exceptions", key))
            assert left_open == filled, f"{call.place}: {key}"


def test_issues() -> None:
    """Every issue has a text, and every text an issue."""
    used = set()
    for call in calls("async_create_issue"):
        for key in call.values("translation_key"):
            used.add(key)
            section = texts("issues", key)
            fixable = call.values("is_fixable") == [True]
            assert section.keys() == {"title", "fix_flow" if fixable else "description"}
            filled = call.keys("translation_placeholders")
            if filled is not None:
                assert placeholders(section) == filled, f"{call.place}: {key}"
    assert texts("issues").keys() == used


async def test_system_health(hass: HomeAssistant) -> None:
    """Every line of the system information has a text, and every text a line."""
    for region in REGIONS:
        MockConfigEntry(domain=DOMAIN, data={"region": region}).add_to_hass(hass)
    module = import_module(f"custom_components.{DOMAIN}.system_health")
    lines = await module.system_health_info(hass)
    for line in lines.values():
        if iscoroutine(line):
            line.close()
    assert texts("system_health", "info").keys() == lines.keys()


async def test_application_credentials(hass: HomeAssistant) -> None:
    """The text about credentials leaves open what the code fills in."""
    module = import_module(f"custom_components.{DOMAIN}.application_credentials")
    filled = await module.async_get_description_placeholders(hass)
    assert texts("application_credentials").keys() == {"description"}
    assert placeholders(texts("application_credentials")) == filled.keys()


def test_common() -> None:
    """The texts that no dialog shows are names of statistics, and about drills."""
    module = import_module(f"custom_components.{DOMAIN}.long_term_statistics.events")
    kinds = {"glucose", "time_in_range", *module._KINDS}
    drill = import_module(f"custom_components.{DOMAIN}.coordinators.drill")
    assert texts("common").keys() == {
        *(f"statistics_{kind}" for kind in kinds),
        "drill_started",
        *drill.DrillEnd,
    }
