"""Translations have the keys, placeholders and markup of the English texts."""

import json

import pytest

from scripts.translating import (
    ENGLISH,
    FOLDER,
    SOURCES,
    Sources,
    languages,
    load,
    nested,
    problems,
)

REQUIRED = {
    *("bg", "cs", "da", "de", "el", "es", "fi", "fr", "he", "hr", "hu", "it", "ja"),
    *("ko", "nb", "nl", "pl", "pt", "pt-BR", "ro", "sk", "sl", "sv", "tr", "uk"),
    *("zh-Hans", "zh-Hant"),
}


def test_languages() -> None:
    """These languages exist, and others may."""
    assert set(languages()) >= REQUIRED


@pytest.mark.parametrize("language", languages())
def test_translation(language: str) -> None:
    """A translation is complete, plausible and up to date with English."""
    english, texts = load(ENGLISH), load(language)
    assert sorted(problems(english, texts)) == []
    sources = Sources(json.loads(SOURCES.read_text("utf-8")))
    assert sources.outdated(language, english) == []


@pytest.mark.parametrize("language", [ENGLISH, *languages()])
def test_form(language: str) -> None:
    """The file is sorted and indented as Home Assistant's own."""
    path = FOLDER / f"{language}.json"
    sorted_texts = json.dumps(nested(load(language)), ensure_ascii=False, indent=2)
    assert path.read_text("utf-8") == f"{sorted_texts}\n"


def test_problems_are_found() -> None:
    """Each kind of mistake is found."""
    english = {
        "same": "See {url} for **details** of the last hours.",
        "missing": "Text",
        "spaces": "Text",
        "long": "A text of more than thirty characters.",
        "markup": "See {url}",
    }
    texts = {
        "same": english["same"],
        "spaces": "Text ",
        "long": "Text",
        "markup": "See {address}",
        "left": "Text",
    }
    assert sorted(problems(english, texts)) == [
        "English: same",
        "empty, or spaces at an end: spaces",
        "implausible length: long",
        "left over: left",
        "missing: missing",
        "other placeholders, markup or URLs: markup",
    ]


def test_sources() -> None:
    """A translation is out of date after a change of English, until it is confirmed."""
    sources = Sources({"all": {}, "some": {}})
    for language in ("de", "fr"):
        sources.confirm(language, {"key": "Text"})
    stored = sources.to_json(["de", "fr"])
    assert stored["some"] == {}
    sources = Sources(stored)
    changed = {"key": "Other text", "new": "Text"}
    assert sources.outdated("de", changed) == ["key"]
    sources.confirm("de", changed)
    assert sources.outdated("de", changed) == []
    stored = sources.to_json(["de", "fr"])
    assert stored["some"].keys() == {"de", "fr"}
    assert Sources(stored).outdated("fr", changed) == ["key"]
