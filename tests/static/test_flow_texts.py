"""Every step, error and end of a flow has its texts, and every text is used."""

import ast
from collections.abc import Iterator

import pytest

from custom_components.dexcom_cgm.const import LoginProblem
from homeassistant.helpers import config_entry_oauth2_flow

from .actions import KINDS, described, fields
from .source import Call, Function, calls, modules, placeholders, texts

# What the base class of the config flow shows by itself.
INHERITED_STEPS = {"config": {"pick_implementation"}, "options": set[str]()}
# What Home Assistant has central texts for.
SHARED_ABORTS = config_entry_oauth2_flow._SHARED_ABORT_REASONS | {
    "already_in_progress",
    "reauth_successful",
    "reconfigure_successful",
}
# The methods that end a flow, with the argument that says why, its place and what
# it is where it is not given.
ABORTS = {
    "async_abort": ("reason", None, None),
    "async_update_and_abort": ("reason", None, "reauth_successful"),
    "async_update_reload_and_abort": ("reason", None, "reauth_successful"),
    "AbortFlow": ("reason", 0, None),
    "_abort_if_unique_id_mismatch": ("reason", None, "unique_id_mismatch"),
    "_abort_if_unique_id_configured": ("error", None, "already_configured"),
    "_async_abort_entries_match": ("reason", None, "already_configured"),
}
MARKERS = ("Required", "Optional", "Inclusive", "Exclusive")
STEP_KEYS = {"title", "description", "data", "data_description", "menu_options"}
FLOWS = ("config", "options")


def flow(call: Call) -> str:
    """Return the section that has the texts of a call."""
    bases = [ast.unparse(base) for base in call.owner.bases] if call.owner else []
    return "options" if any("OptionsFlow" in base for base in bases) else "config"


def aborts(section: str) -> Iterator[tuple[str, Call]]:
    """Return why flows end, with the place in the source."""
    for call in calls(*ABORTS):
        keyword, position, default = ABORTS[call.name]
        reasons = call.values(keyword, position) or [default]
        for reason in reasons:
            if reason is not None and flow(call) == section:
                yield reason, call


def steps(section: str) -> Iterator[tuple[str, Call]]:
    """Return the steps that show something, with the place in the source."""
    for call in calls("async_show_form", "async_show_menu"):
        for step in call.values("step_id"):
            if flow(call) == section:
                yield step, call


@pytest.mark.parametrize("section", FLOWS)
def test_aborts(section: str) -> None:
    """Every reason to end has a text, and every text a reason."""
    used = {reason for reason, _ in aborts(section)}
    assert texts(section, "abort").keys() == used - SHARED_ABORTS


@pytest.mark.parametrize("section", FLOWS)
def test_abort_placeholders(section: str) -> None:
    """The placeholders of a reason's text are those that the code passes."""
    for reason, call in aborts(section):
        filled = call.keys("description_placeholders")
        if filled is not None and reason not in SHARED_ABORTS:
            left_open = placeholders(texts(section, "abort").get(reason, ""))
            assert left_open == filled, f"{call.place}: {reason}"


@pytest.mark.parametrize("section", FLOWS)
def test_steps(section: str) -> None:
    """Every step that shows something has texts, and every text its step."""
    used = {step for step, _ in steps(section)} | INHERITED_STEPS[section]
    assert texts(section, "step").keys() == used


@pytest.mark.parametrize("section", FLOWS)
def test_step_placeholders(section: str) -> None:
    """The placeholders of a step's texts are those that the code passes."""
    for step, call in steps(section):
        filled = call.keys("description_placeholders")
        if filled is not None:
            left_open = placeholders(texts(section, "step", step))
            assert left_open == filled, f"{call.place}: {step}"


@pytest.mark.parametrize("section", FLOWS)
def test_step_texts(section: str) -> None:
    """A step says what it is about, and explains each of its fields."""
    for name, step in texts(section, "step").items():
        assert step.keys() <= STEP_KEYS, name
        assert step.get("title", "").strip(), name
        described = step.get("data_description", {})
        assert described.keys() == step.get("data", {}).keys(), name


def test_fields() -> None:
    """The fields with texts are the fields of the forms."""
    used = {
        field
        for call in calls(*MARKERS)
        if call.module.endswith("_flow")
        for field in call.values("schema", 0)
    }
    labelled = {
        field
        for section in FLOWS
        for step in texts(section, "step").values()
        for field in step.get("data", {})
    }
    assert labelled == used | {"implementation"}


@pytest.mark.parametrize("section", FLOWS)
def test_errors(section: str) -> None:
    """Every error of a form has a text, and every text is of an error."""
    used = {
        error
        for call in calls("async_show_form")
        if flow(call) == section
        for error in _errors(call)
    }
    if section == "config":
        # Logging in again begins with the reason, which comes from the coordinator.
        used |= set(LoginProblem)
    assert texts(section, "error").keys() == used


def _errors(call: Call) -> Iterator[str]:
    """Return the errors that a form may show."""
    match call.argument("errors"):
        case ast.Name():
            assert call.function is not None
            yield from _filled_in(call.module, call.function)
        case ast.expr() as node:
            yield from _errors_in(call.module, node)


def _filled_in(module: str, function: Function) -> Iterator[str]:
    """Return the errors that a function puts into a variable, or returns."""
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[target], value=value) if ast.unparse(
                target
            ).startswith("errors"):
                yield from _errors_in(module, value)
            case ast.Return(value=ast.Dict() as value):
                yield from _errors_in(module, value)


def _errors_in(module: str, node: ast.expr) -> Iterator[str]:
    """Return the errors that an expression can bring."""
    match node:
        case ast.Constant(value=str(error)):
            yield error
        case ast.Dict(values=values):
            for value in values:
                yield from _errors_in(module, value)
        case ast.IfExp():
            yield from _errors_in(module, node.body)
            yield from _errors_in(module, node.orelse)
        case ast.Call(func=ast.Name(id=name)):
            for function in ast.walk(modules()[module]):
                if isinstance(function, ast.FunctionDef) and function.name == name:
                    yield from _filled_in(module, function)


@pytest.mark.parametrize(
    ("section", "allowed"),
    [
        ("config", {"abort", "create_entry", "error", "step"}),
        ("options", {"abort", "error", "step"}),
        ("config.create_entry", {"default"}),
    ],
)
def test_no_leftovers(section: str, allowed: set[str]) -> None:
    """There is nothing besides."""
    assert texts(*section.split(".")).keys() <= allowed


def test_selectors() -> None:
    """Every choice of a selector has a text, and every text is of a choice."""
    used: dict[str, set[str]] = {}
    for call in calls("SelectSelectorConfig"):
        for key in call.values("translation_key"):
            for options in call.values("options"):
                used.setdefault(key, set()).update(map(str, options))
    used |= _choices_of_actions()
    assert {
        key: set(section["options"]) for key, section in texts("selector").items()
    } == used


def _choices_of_actions() -> dict[str, set[str]]:
    """Return the choices in the fields of actions, triggers and conditions."""
    used: dict[str, set[str]] = {}
    for kind in KINDS:
        for description in described(kind).values():
            for field in fields(description).values():
                select = (field.get("selector") or {}).get("select") or {}
                if key := select.get("translation_key"):
                    used.setdefault(key, set()).update(map(str, select["options"]))
    return used
