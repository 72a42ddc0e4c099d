"""Style rules that the linters lack."""

import ast
from collections.abc import Iterator
from pathlib import Path
import re

from .source import OLD_WORDS, ROOT, files

LONGEST_MODULE = 400
# A suppression, its codes, and what is written behind them.
SUPPRESSION = re.compile(
    r"#\s*(?:type:\s*ignore|noqa|pragma:\s*no\s*(?:cover|branch))\b"
    r"(?:\[[\w, -]*\]|:\s*[A-Z]+\d+(?:[,\s]+[A-Z]+\d+)*)?(?P<reason>.*)"
)
HOME = re.compile(r"(?<![\w.:/-])/(?:Users|home|root|work)/\w+|[A-Z]:\\Users")
SKIPS = {
    "pytest.mark.skip",
    "pytest.mark.skipif",
    "pytest.mark.xfail",
    "pytest.skip",
    "pytest.xfail",
}
BINARY = {".png", ".jpg", ".gif", ".webp", ".mp4", ".ico", ".woff2"}

SOURCE = [
    path
    for folder in (
        "bench",
        "custom_components",
        "demo",
        "reliability",
        "sandbox",
        "scripts",
        "tests",
    )
    for path in files(ROOT / folder, "*.py")
]
PRODUCT = [path for path in SOURCE if path.relative_to(ROOT).parts[0] != "tests"]


def name(path: Path) -> str:
    """Return the path that a test is called by."""
    return path.relative_to(ROOT).as_posix()


def test_length() -> None:
    """A module is short enough to be read."""
    lengths = {
        name(path): len(path.read_text("utf-8").splitlines()) for path in PRODUCT
    }
    assert not {path for path, lines in lengths.items() if lines > LONGEST_MODULE}


def test_suppressions() -> None:
    """A disabled check gives its reason on the same line."""
    unexplained = [
        f"{name(path)}:{number}"
        for path in SOURCE
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if (found := SUPPRESSION.search(line))
        and len(re.findall(r"\w+", found["reason"])) < 2
    ]
    assert not unexplained


def test_skipped_tests() -> None:
    """A test that is skipped or expected to fail says why."""
    assert not [
        f"{name(path)}:{line}"
        for path in SOURCE
        for line in _unexplained(ast.parse(path.read_text("utf-8")))
    ]


def _unexplained(tree: ast.Module) -> Iterator[int]:
    """Return the lines that skip a test, or expect it to fail, without a reason."""
    called = {
        id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node) in SKIPS:
            call = called.get(id(node))
            given = [] if call is None else [each.arg for each in call.keywords]
            first_is_reason = node.attr != "skipif" and call is not None and call.args
            if "reason" not in given and not first_is_reason:
                yield node.lineno


def test_no_paths_of_a_machine() -> None:
    """No file names a folder that only one machine has."""
    found = {
        name(path): HOME.findall(path.read_text("utf-8"))
        for path in files(ROOT)
        if path.suffix not in BINARY
    }
    assert not {path: hits for path, hits in found.items() if hits}


def test_words() -> None:
    """Code and tests use the terms of the field instead of paraphrases."""
    found = {
        f"{name(path)}:{number}": line.strip()
        for path in SOURCE
        # The words themselves.
        if path != ROOT / "tests/static/source.py"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if OLD_WORDS.search(line)
    }
    assert not found
