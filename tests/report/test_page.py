"""The page of the report: a document in which data can only be text."""

from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
import json
from typing import Any, override

import pytest

from custom_components.dexcom_cgm.report.page import compose
from tests.static.source import PACKAGE

SCRIPT = "show('<!-- a & b -->');"
HOSTILE = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "</SCRIPT ><img src=x onerror=alert(1)>",
    "\u2028\u2029'\"&amp;",
    "]]>",
    "{title} {data} {script}",
)


class _Page(HTMLParser):
    """Collects elements with their attributes and their text."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._is_open = False
        self.feed(document)
        self.close()

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Add an element."""
        self.found.append((tag, dict(attrs)))
        self.texts.append("")
        self._is_open = True

    @override
    def handle_data(self, data: str) -> None:
        """Add text to the newest element."""
        if self._is_open:
            self.texts[-1] += data

    @override
    def handle_endtag(self, tag: str) -> None:
        """End the text of an element."""
        self._is_open = False

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of all elements of a kind."""
        return [attributes for name, attributes in self.found if name == tag]

    def text_of(self, tag: str, number: int = 0) -> str:
        """Return the text of an element."""
        places = [place for place, (name, _) in enumerate(self.found) if name == tag]
        return self.texts[places[number]]


def data(**changes: Any) -> dict[str, Any]:
    """Return the part of a report's data that the document itself depends on."""
    return {
        "version": 1,
        "title": "Anna",
        "language": "en",
        "rtl": False,
        "texts": {"report.title": "Glucose report"},
        **changes,
    }


def test_document() -> None:
    """The document has its language, direction and title, and data before the script."""
    page = _Page(compose(data(), SCRIPT))
    assert page.all("html") == [{"lang": "en", "dir": "ltr"}]
    assert page.text_of("title") == "Glucose report"
    assert page.all("script") == [{"type": "application/json", "id": "data"}, {}]
    assert json.loads(page.text_of("script")) == data()
    assert page.text_of("script", 1) == SCRIPT


def test_right_to_left() -> None:
    """A language that is written from right to left sets the direction."""
    page = _Page(compose(data(language="he", rtl=True), SCRIPT))
    assert page.all("html") == [{"lang": "he", "dir": "rtl"}]


def test_policy() -> None:
    """The policy allows this script and nothing from elsewhere."""
    page = _Page(compose(data(), SCRIPT))
    (policy,) = (
        meta["content"]
        for meta in page.all("meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    digest = b64encode(sha256(page.text_of("script", 1).encode()).digest()).decode()
    assert rules == {
        "default-src": "'none'",
        "script-src": f"'sha256-{digest}'",
        "style-src": "'unsafe-inline'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    # Nothing that the policy is about comes before it.
    kinds = [name for name, _ in page.found]
    assert kinds[:4] == ["html", "head", "meta", "meta"]


def test_no_address() -> None:
    """The document refers to nothing outside of it."""
    page = _Page(compose(data(), SCRIPT))
    addresses = [
        value
        for _, attributes in page.found
        for name, value in attributes.items()
        if name in {"href", "src", "action", "data", "poster", "srcset"}
    ]
    # An empty icon keeps browsers from requesting one.
    assert addresses == ["data:,"]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_texts(hostile: str) -> None:
    """A name or note that looks like markup stays text and keeps its characters."""
    harmless = _Page(compose(data(), SCRIPT))
    given = data(
        title=hostile,
        language=hostile,
        texts={"report.title": hostile},
        daily=[{"events": [{"type": hostile}]}],
    )
    page = _Page(compose(given, SCRIPT))
    assert [name for name, _ in page.found] == [name for name, _ in harmless.found]
    assert json.loads(page.text_of("script")) == given
    assert page.all("html")[0]["lang"] == hostile
    assert page.text_of("title") == hostile


def test_json_is_safe_in_a_script_element() -> None:
    """Embedded data has none of the characters that could end or confuse its element."""
    document = compose(data(title="".join(HOSTILE)), SCRIPT)
    _, _, rest = document.partition('id="data">')
    embedded, _, _ = rest.partition("</script>")
    assert json.loads(embedded)["title"] == "".join(HOSTILE)
    assert not set("<>&\u2028\u2029") & set(embedded)


@pytest.mark.parametrize(
    "script", ["'</script>'", "'</SCRIPT '", "'<script>'", "a\r\n"]
)
def test_script_that_cannot_be_inline(script: str) -> None:
    """A script that would end its element, or that a browser reads differently, fails."""
    with pytest.raises(ValueError, match="script element"):
        compose(data(), script)


def test_numbers_are_finite() -> None:
    """Numbers that JSON does not have are an error, not a broken page."""
    with pytest.raises(ValueError, match="JSON"):
        compose(data(mean=float("nan")), SCRIPT)


def test_built_script() -> None:
    """The built script is one that can be inline."""
    script = (PACKAGE / "frontend" / "dexcom-cgm-report.js").read_text("utf-8")
    page = _Page(compose(data(), script))
    assert page.text_of("script", 1) == script
