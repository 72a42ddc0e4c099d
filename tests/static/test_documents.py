"""The documents name what exists: links, anchors, images, entities and modules."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
import re
from typing import Any
from urllib.parse import unquote

import pytest

from homeassistant.util.yaml import parse_yaml
from scripts.publishing import current_home

from .entities import PLATFORMS, descriptions
from .source import OLD_WORDS, PACKAGE, ROOT, files, texts

DOCUMENTS = files(ROOT, "*.md")
PAGES = [path for path in DOCUMENTS if path.parent == ROOT / "docs"]

_CODE = re.compile(r"^(```|~~~).*?^\1$", re.DOTALL | re.MULTILINE)
_INLINE_CODE = re.compile(r"`[^`\n]+`")
_LINK = re.compile(r"\]\(\s*<?([^\s)>]+)>?[^)\n]*\)")
_HTML_LINK = re.compile(r"<(?:a|img)\b[^>]*?\b(?:href|src)=\"([^\"]+)\"")
_HEADING = re.compile(r"^#{1,6} (.+?)(?: #+)?$", re.MULTILINE)
_SNIPPET = re.compile(r'^--8<-- "(.+)"$', re.MULTILINE)


def name(path: Path) -> str:
    """Return the path that a test is called by."""
    return path.relative_to(ROOT).as_posix()


@cache
def _prose(path: Path) -> str:
    """Return the text of a document without code, with the files that it includes."""
    text = _SNIPPET.sub(
        lambda included: (ROOT / included[1]).read_text("utf-8"),
        path.read_text("utf-8"),
    )
    return _CODE.sub("", text)


def _links(path: Path) -> Iterator[str]:
    """Yield the targets of all links and images of a document."""
    text = _INLINE_CODE.sub("", _prose(path))
    yield from _LINK.findall(text)
    yield from _HTML_LINK.findall(text)


def _anchors(path: Path) -> set[str]:
    """Return the anchors of a document's headings, as GitHub makes them."""
    found: dict[str, int] = {}
    for heading in _HEADING.findall(_prose(path)):
        text = re.sub(r"[*`]|\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-")
        found[slug] = found.get(slug, -1) + 1
    return {
        f"{slug}-{number}" if number else slug
        for slug, count in found.items()
        for number in range(count + 1)
    }


def _problem(path: Path, link: str) -> str | None:
    """Return what is wrong with a link, None if its target exists."""
    site = f"{current_home(ROOT).documentation}/"
    if link.startswith(site):
        page, _, anchor = link.removeprefix(site).partition("#")
        target = ROOT / "docs" / f"{page.strip('/') or 'index'}.md"
    elif link.startswith(blob := f"{current_home(ROOT).repository}/blob/main/"):
        page, _, anchor = link.removeprefix(blob).partition("#")
        target = ROOT / page
    elif re.match(r"[a-z]+:", link):
        return None if link.startswith("https://") else "is not https"
    else:
        page, _, anchor = unquote(link).partition("#")
        target = path.parent / page if page else path
    if not target.exists():
        return "does not exist"
    if anchor and anchor not in _anchors(target):
        return "has no such heading"
    return None


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_links(path: Path) -> None:
    """Links lead to files and headings that exist, and to nothing without encryption."""
    problems = {link: _problem(path, link) for link in _links(path)}
    assert not {link: problem for link, problem in problems.items() if problem}


def test_links_are_found() -> None:
    """The test above sees links, images and headings, and what is wrong with them."""
    page = ROOT / "docs/statistics.md"
    assert "entities.md#data-status" in list(_links(page))
    assert "docs/images/dashboard.png" in list(_links(ROOT / "README.md"))
    assert "a-chart-with-apexcharts-card" in _anchors(page)
    assert "report-a-vulnerability" in _anchors(ROOT / "docs/security.md")
    assert _problem(page, "entities.md#data-status") is None
    assert _problem(page, "entities.md#nothing") == "has no such heading"
    assert _problem(page, "nothing.md") == "does not exist"
    assert _problem(page, "images/nothing.png") == "does not exist"


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_snippets(path: Path) -> None:
    """A page that includes a file links to it, for readers of the source."""
    for included in _SNIPPET.findall(path.read_text("utf-8")):
        link = f"{current_home(ROOT).repository}/blob/main/{included}"
        assert link in path.read_text("utf-8")


def test_readme_leads_to_all_pages() -> None:
    """Each page about the use of the integration is linked from the front page."""
    linked = set(_links(ROOT / "README.md"))
    others = {"index", "security", "contributing", "changelog"}
    missing = (
        {page.stem for page in PAGES}
        - others
        - {Path(link).stem for link in linked if link.startswith("docs/")}
    )
    assert not missing
    assert {"SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md"} <= linked


@pytest.mark.parametrize("path", [ROOT / "README.md", ROOT / "docs/index.md"], ids=name)
def test_warnings_come_first(path: Path) -> None:
    """The delay and the limits of use stand above the first picture."""
    above, picture, _ = path.read_text("utf-8").partition("![")
    assert picture
    for warning in ("one hour", "three hours", "not an alarm system", "treatment"):
        assert warning in above


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_words(path: Path) -> None:
    """Documents are written in plain English."""
    assert not OLD_WORDS.findall(path.read_text("utf-8"))


@pytest.mark.parametrize("platform", PLATFORMS)
def test_entities(platform: str) -> None:
    """The page of the entities has all of them by name."""
    page = (ROOT / "docs/entities.md").read_text("utf-8")
    for description in descriptions(platform):
        named = texts("entity", platform, str(description.translation_key))["name"]
        assert f"**{named.removesuffix(' {days}d')}**" in page


def test_modules() -> None:
    """CONTRIBUTING.md says what each folder and module of the integration is for."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    found = {path.name for path in PACKAGE.glob("*.py")} - {"__init__.py", "const.py"}
    found |= {f"{path.parent.name}/" for path in PACKAGE.glob("*/__init__.py")}
    assert not {each for each in found if f"`{each}" not in text}


def test_commands() -> None:
    """CONTRIBUTING.md names each script."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    scripts = {path.name for path in files(ROOT / "scripts") if not path.suffix}
    assert not {each for each in scripts if f"`scripts/{each}`" not in text}


def test_site_asks_no_other_server() -> None:
    """The theme loads no fonts, figures or analytics from elsewhere."""
    # The file has a YAML tag that only MkDocs defines.
    text = (ROOT / "mkdocs.yml").read_text("utf-8").replace("!relative ", "")
    site: Any = parse_yaml(text)
    assert site["theme"]["font"] is False
    assert site["plugins"] == ["search"]
    assert not {"repo_url", "extra_javascript", "extra_css"} & site.keys()
    assert site["extra"].keys() == {"social"}
