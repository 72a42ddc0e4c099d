"""Compare the translations with the English texts: scripts/translations.

`translation_sources.json` has a hash of the English text that each translation was made
from: `all` for the keys in which all languages agree, `some` for the others by language.
A translation is out of date when the English text has another hash.
"""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
import json
from pathlib import Path
import re
import sys
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "custom_components/dexcom_cgm/translations"
SOURCES = ROOT / "scripts/translation_sources.json"
ENGLISH = "en"

# What a translation must repeat as often as the English text has it.
_MARKUP = re.compile(r"\{\w+\}|\*\*|`|\n|\]\(|https?://[^\s)]+")
# Short texts, such as units and names, may be equal in two languages.
_SHORT = 30
_LENGTHS = (0.25, 2.5)

Texts = dict[str, str]


def languages(folder: Path = FOLDER) -> list[str]:
    """Return the languages other than English."""
    return sorted(path.stem for path in folder.glob("*.json") if path.stem != ENGLISH)


def load(language: str, folder: Path = FOLDER) -> Texts:
    """Return the texts of a language by their dotted keys."""
    return dict(_flat(json.loads((folder / f"{language}.json").read_text("utf-8"))))


def _flat(section: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield dotted keys and texts."""
    for key, value in section.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def nested(texts: Texts) -> dict[str, Any]:
    """Return texts as nested objects, sorted as in Home Assistant's files."""
    found: dict[str, Any] = {}
    for key, text in sorted(texts.items()):
        section = found
        *path, last = key.split(".")
        for part in path:
            section = section.setdefault(part, {})
        section[last] = text
    return found


def problems(english: Texts, translated: Texts) -> Iterator[str]:
    """Yield the differences that a user would notice."""
    yield from (f"missing: {key}" for key in english.keys() - translated.keys())
    yield from (f"left over: {key}" for key in translated.keys() - english.keys())
    for key in english.keys() & translated.keys():
        yield from (f"{what}: {key}" for what in _faults(english[key], translated[key]))


def _faults(english: str, text: str) -> Iterator[str]:
    """Yield what is wrong with one text."""
    if Counter(_MARKUP.findall(english)) != Counter(_MARKUP.findall(text)):
        yield "other placeholders, markup or URLs"
    if text != text.strip() or not text:
        yield "empty, or spaces at an end"
    if len(english) >= _SHORT:
        if text == english:
            yield "English"
        if not _LENGTHS[0] <= len(text) / len(english) <= _LENGTHS[1]:
            yield "implausible length"


def digest(text: str) -> str:
    """Return a short hash of an English text."""
    return sha256(text.encode()).hexdigest()[:8]


class Sources:
    """Hashes of the English texts that the translations were made from."""

    def __init__(self, data: dict[str, Any]) -> None:
        """Take the content of the file."""
        self._all: dict[str, str] = data["all"]
        self._some: dict[str, dict[str, str]] = data["some"]

    def outdated(self, language: str, english: Texts) -> list[str]:
        """Return the keys whose English text has changed since the translation."""
        known = self._all | self._some.get(language, {})
        return sorted(
            key
            for key, text in english.items()
            if known.get(key, digest(text)) != digest(text)
        )

    def confirm(self, language: str, english: Texts) -> None:
        """Mark a language as translated from the present English texts."""
        self._some[language] = {key: digest(text) for key, text in english.items()}

    def to_json(self, wanted: list[str]) -> dict[str, Any]:
        """Return the content of the file for the languages that exist."""
        known = {each: self._all | self._some.get(each, {}) for each in wanted}
        shared = dict(
            sorted(set.intersection(*(set(each.items()) for each in known.values())))
        )
        some = {
            language: dict(sorted(each.items() - shared.items()))
            for language, each in known.items()
        }
        return {
            "all": shared,
            "some": {language: each for language, each in some.items() if each},
        }


def _write(path: Path, data: object) -> None:
    """Write JSON in the form of Home Assistant's translation files."""
    path.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", "utf-8")


def main() -> None:
    """List the problems of all languages; exit with an error if there are any."""
    parser = ArgumentParser(prog="scripts/translations", description=__doc__)
    parser.add_argument(
        "--write", action="store_true", help="sort the files, remove what is left over"
    )
    parser.add_argument(
        "--confirm",
        nargs="+",
        default=[],
        metavar="LANGUAGE",
        help="mark languages as up to date with English",
    )
    given = parser.parse_args()
    english = load(ENGLISH)
    sources = Sources(json.loads(SOURCES.read_text("utf-8")))
    found = 0
    for language in languages():
        texts = load(language)
        if given.write:
            texts = {key: text for key, text in texts.items() if key in english}
            _write(FOLDER / f"{language}.json", nested(texts))
        if language in given.confirm:
            sources.confirm(language, english)
        lines = [
            *problems(english, texts),
            *(f"out of date: {key}" for key in sources.outdated(language, english)),
        ]
        found += len(lines)
        for line in sorted(lines):
            sys.stdout.write(f"{language}: {line}\n")
    if given.write:
        _write(FOLDER / f"{ENGLISH}.json", nested(english))
    if given.confirm:
        _write(SOURCES, sources.to_json(languages()))
    sys.stdout.write(f"{len(languages())} languages, {found} problems\n")
    raise SystemExit(bool(found))


if __name__ == "__main__":
    main()
