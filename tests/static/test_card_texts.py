"""The cards use every text of theirs, and have a text for everything they show."""

from functools import cache
import re

from .source import ROOT, files, flatten, placeholders, texts

_SOURCES = ROOT / "frontend" / "src"
_LITERAL = re.compile(r"([\"`])((?:[\w.]|\$\{[\w.]+\})+)\1")
_FIXED_PART = re.compile(r"\$\{[^}]*\}")


@cache
def _keys() -> dict[str, str]:
    """Return the texts of the cards by their keys, such as "status.delayed.title"."""
    return flatten(texts("config_panel"))


@cache
def _used() -> dict[str, re.Pattern[str]]:
    """Return the keys that the sources name, with a pattern for their open parts."""
    first = {key.split(".")[0] for key in _keys()}
    found = {}
    for path in files(_SOURCES, "*.ts"):
        for match in _LITERAL.finditer(path.read_text("utf-8")):
            literal = match[2]
            name, dot, rest = literal.partition(".")
            if name in first and (rest if dot else name in _keys()):
                parts = map(re.escape, _FIXED_PART.split(literal))
                # Some keys are given without their last part, as for the pickers.
                found[literal] = re.compile(r"\w+".join(parts) + r"(\.\w+)?")
    return found


def test_texts_are_used() -> None:
    """Every text is used by a card."""
    unused = {
        key
        for key in _keys()
        if not any(pattern.fullmatch(key) for pattern in _used().values())
    }
    assert not unused


def test_keys_have_texts() -> None:
    """Every key that the sources name has a text."""
    assert len(_used()) > 50
    missing = {
        literal
        for literal, pattern in _used().items()
        if not any(map(pattern.fullmatch, _keys()))
    }
    assert not missing


def test_placeholders_are_simple() -> None:
    """The cards' English needs no more than the replacement of names in braces."""
    for key, text in _keys().items():
        assert text.count("{") == text.count("}") == len(placeholders(text)), key
        # Home Assistant's message format treats an apostrophe before a brace as a quote.
        assert "'{" not in text, key
