"""The layers of the integration, and the absence of import cycles in the whole tree."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
import subprocess
import sys

import pytest

from .source import PACKAGE, ROOT, files

FOLDERS = (
    "bench",
    "custom_components",
    "demo",
    "reliability",
    "sandbox",
    "scripts",
    "tests",
)
PREFIX = f"custom_components.{PACKAGE.name}"
# From the lowest to the highest: a module imports from its own layer and those before it.
LAYERS = (
    {"glucose"},
    {"api"},
    {"const", "device", "units", "vocabulary"},
    {"account", "application_credentials"},
    {"auth"},
    {"coordinators"},
    {"long_term_statistics"},
    {"data"},
    {"automations", "entity"},
    {"actions", "sensors"},
    {"report"},
    {
        "binary_sensor",
        "condition",
        "config_flow",
        "diagnostics",
        "event",
        "llm",
        "options_flow",
        "sensor",
        "services",
        "system_health",
        "trigger",
    },
    {"frontend"},
    {"websocket_api"},
    {"__init__"},
)
LAYER_OF = {room: number for number, layer in enumerate(LAYERS) for room in layer}


def _modules() -> dict[str, Path]:
    """Return all Python modules of the repository by their name."""
    found = {}
    for folder in FOLDERS:
        for path in files(ROOT / folder, "*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts).removesuffix(".__init__")] = path
    return found


MODULES = _modules()


def _imports(module: str) -> Iterator[str]:
    """Yield the modules of the repository that a module imports, at any place in it."""
    path = MODULES[module]
    package = module.split(".") if path.stem == "__init__" else module.split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Import(names=names):
                targets = [each.name for each in names]
            case ast.ImportFrom(level=level, module=name, names=names):
                base = package[: len(package) - level + 1] if level else []
                target = ".".join([*base, *([name] if name else [])])
                targets = [
                    inner if (inner := f"{target}.{each.name}") in MODULES else target
                    for each in names
                ]
            case _:
                continue
        yield from (each for each in targets if each in MODULES and each != module)


def _external(module: str) -> set[str]:
    """Return the top-level names of what a module imports from elsewhere."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text("utf-8"))):
        match node:
            case ast.Import(names=names):
                found |= {each.name.split(".")[0] for each in names}
            case ast.ImportFrom(level=0, module=str(name)):
                found.add(name.split(".")[0])
    return found


def _room(module: str) -> str:
    """Return the room of a module of the integration, or its name in the root."""
    return module.removeprefix(PREFIX).lstrip(".").split(".")[0] or "__init__"


OURS = [module for module in MODULES if module.startswith(PREFIX)]


def test_layers_are_complete() -> None:
    """Every module of the integration belongs to a layer, and every layer has some."""
    assert {_room(module) for module in OURS} == LAYER_OF.keys()


@pytest.mark.parametrize("module", OURS)
def test_layers(module: str) -> None:
    """A module imports only from its own layer and those below it."""
    own = LAYER_OF[_room(module)]
    above = {
        target
        for target in _imports(module)
        if target.startswith(PREFIX) and LAYER_OF[_room(target)] > own
    }
    assert not above


def test_no_cycles() -> None:
    """No modules import each other, `TYPE_CHECKING` and functions included.

    A package counts as its `__init__`, which re-exports names of its modules, so an
    import of a module does not count as one of its package.
    """
    graph = {module: set(_imports(module)) for module in MODULES}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as err:
        pytest.fail(" -> ".join(err.args[1]))


@pytest.mark.parametrize(
    "module", [module for module in OURS if _room(module) == "glucose"]
)
def test_core_is_pure(module: str) -> None:
    """The core imports the standard library only."""
    assert _external(module) <= sys.stdlib_module_names
    assert all(_room(target) == "glucose" for target in _imports(module))


@pytest.mark.parametrize(
    "module", [module for module in OURS if _room(module) == "api"]
)
def test_api_is_without_home_assistant(module: str) -> None:
    """The client does not depend on Home Assistant."""
    assert "homeassistant" not in _external(module)


def test_core_loads_nothing_else() -> None:
    """Importing the core by itself loads neither the client nor its libraries."""
    script = f"import sys; sys.path.insert(0, {str(PACKAGE)!r}); import glucose; "
    script += "print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    ).stdout.split()
    assert "glucose.reading_log" in loaded
    assert not {"aiohttp", "orjson", "homeassistant", "api"} & set(loaded)
