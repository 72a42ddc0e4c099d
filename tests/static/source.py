"""Reads the source and the texts of the integration."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from importlib import import_module
import json
from pathlib import Path
import re
from typing import Any, override

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "custom_components" / "dexcom_cgm"
DOMAIN = PACKAGE.name

# Paraphrases that stand for a term of the field.
OLD_WORDS = re.compile(
    r"\b(?:told|so many|(?:their|its) turns?|patience|hears? of|has its say)\b",
    re.IGNORECASE,
)

type Function = ast.FunctionDef | ast.AsyncFunctionDef

_NOT_OURS = [
    ".git",
    *(line.strip("/") for line in (ROOT / ".gitignore").read_text("utf-8").split()),
]


def _is_ours(name: str) -> bool:
    """Return whether a file or folder belongs to the repository."""
    return not any(fnmatch(name, pattern) for pattern in _NOT_OURS)


def files(folder: Path, pattern: str = "*") -> list[Path]:
    """Return the files of the repository below a folder."""
    found = []
    for parent, folders, names in folder.walk():
        folders[:] = filter(_is_ours, folders)
        found += [
            parent / name for name in names if _is_ours(name) and fnmatch(name, pattern)
        ]
    return sorted(found)


def load_json(path: Path) -> dict[str, Any]:
    """Return a JSON file, refusing a key that is there twice."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """Return the pairs as a dictionary."""
        keys = [key for key, _ in pairs]
        assert len(keys) == len(set(keys)), f"{path}: a key is there twice: {keys}"
        return dict(pairs)

    loaded = json.loads(path.read_text("utf-8"), object_pairs_hook=unique)
    assert isinstance(loaded, dict)
    return loaded


def texts(*path: str) -> dict[str, Any]:
    """Return a section of the English texts, empty where there is none."""
    section = load_json(PACKAGE / "translations" / "en.json")
    for key in path:
        section = section.get(key, {})
    return section


def flatten(section: object, prefix: str = "") -> dict[str, str]:
    """Return all texts below a section by their dotted path."""
    if not isinstance(section, dict):
        return {prefix: str(section)}
    return {
        path: text
        for key, value in section.items()
        for path, text in flatten(value, f"{prefix}.{key}".removeprefix(".")).items()
    }


def placeholders(section: object) -> set[str]:
    """Return the names in braces in all texts below a section."""
    return {
        name
        for text in flatten(section).values()
        for name in re.findall(r"\{(\w+)\}", text)
    }


@dataclass(frozen=True)
class Call:
    """A call in the source of the integration."""

    module: str
    owner: ast.ClassDef | None
    function: Function | None
    node: ast.Call

    @property
    def name(self) -> str:
        """Return what is called, without what stands before the last dot."""
        match self.node.func:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                return name
        return ""

    @property
    def place(self) -> str:
        """Return where the call is, for messages."""
        return f"{self.module}:{self.node.lineno}"

    def argument(self, keyword: str, position: int | None = None) -> ast.expr | None:
        """Return an argument as it is written."""
        for given in self.node.keywords:
            if given.arg == keyword:
                return given.value
        if position is not None and position < len(self.node.args):
            return self.node.args[position]
        return None

    def values(self, keyword: str, position: int | None = None) -> list[Any]:
        """Return all possible values of an argument, empty if it is not given."""
        node = self.argument(keyword, position)
        return [] if node is None else _values(self, node)

    def keys(self, keyword: str) -> set[str] | None:
        """Return the keys of a dictionary argument, None where they cannot be read."""
        match self.argument(keyword):
            case None | ast.Constant(value=None):
                return set()
            case ast.Dict(keys=keys):
                written = [key for key in keys if isinstance(key, ast.Constant)]
                if len(written) == len(keys):
                    return {str(key.value) for key in written}
        return None


class _Calls(ast.NodeVisitor):
    """Finds all calls of a module."""

    def __init__(self, module: str) -> None:
        """Start outside of everything."""
        self.module = module
        self.found: list[Call] = []
        self._owner: ast.ClassDef | None = None
        self._function: Function | None = None

    @override
    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """Remember the class."""
        outer, self._owner = self._owner, node
        self.generic_visit(node)
        self._owner = outer

    @override
    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Remember the function."""
        self._visit_function(node)

    @override
    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        """Remember the function."""
        self._visit_function(node)

    def _visit_function(self, node: Function) -> None:
        """Visit what is in a function."""
        outer, self._function = self._function, node
        self.generic_visit(node)
        self._function = outer

    @override
    def visit_Call(self, node: ast.Call) -> None:
        """Keep a call."""
        self.found.append(Call(self.module, self._owner, self._function, node))
        self.generic_visit(node)


@cache
def modules() -> dict[str, ast.Module]:
    """Return the modules of the integration by their name."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts): ast.parse(
            path.read_text("utf-8")
        )
        for path in files(PACKAGE, "*.py")
    }


@cache
def _all_calls() -> list[Call]:
    """Return every call in the integration."""
    found = []
    for name, tree in modules().items():
        visitor = _Calls(name)
        visitor.visit(tree)
        found += visitor.found
    return found


def calls(*names: str) -> Iterator[Call]:
    """Return the calls of functions, methods or classes with these names."""
    return (call for call in _all_calls() if call.name in names)


def _values(call: Call, node: ast.expr) -> list[Any]:
    """Return all possible values of an expression in a call."""
    match node:
        case ast.IfExp():
            return _values(call, node.body) + _values(call, node.orelse)
        case ast.Name(id=name) if call.function is not None:
            if name in _parameters(call.function):
                return _passed(call, name)
            if assigned := _assigned(call.function, name):
                return [value for each in assigned for value in _values(call, each)]
    try:
        code = compile(ast.Expression(node), call.place, "eval")
        return [eval(code, vars(import_module(call.module)))]  # noqa: S307 - our own source
    except NameError as err:
        text = f"{call.place}: the value of {ast.unparse(node)} is not known statically"
        raise AssertionError(text) from err


def _parameters(function: Function) -> dict[str, ast.expr | None]:
    """Return the parameters of a function with their defaults."""
    arguments = function.args
    by_position = [*arguments.posonlyargs, *arguments.args]
    without = [None] * (len(by_position) - len(arguments.defaults))
    return {
        argument.arg: default
        for argument, default in zip(
            [*by_position, *arguments.kwonlyargs],
            [*without, *arguments.defaults, *arguments.kw_defaults],
            strict=True,
        )
    }


def _passed(call: Call, parameter: str) -> list[Any]:
    """Return what the callers of the function around a call pass to it."""
    function, owner = call.function, call.owner
    assert function is not None
    parameters = _parameters(function)
    position = list(parameters).index(parameter) - (next(iter(parameters)) == "self")
    name = owner.name if owner and function.name == "__init__" else function.name
    found = [
        value for each in calls(name) for value in each.values(parameter, position)
    ]
    if (default := parameters[parameter]) is not None:
        found += _values(call, default)
    return [value for value in found if value is not None]


def _assigned(function: Function, name: str) -> list[ast.expr]:
    """Return what a function assigns to a variable of its own."""
    found = []
    for node in ast.walk(function):
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=target)], value=value)
                | ast.AnnAssign(target=ast.Name(id=target), value=ast.expr() as value)
                | ast.NamedExpr(target=ast.Name(id=target), value=value)
            ) if target == name:
                found.append(value)
    return found
