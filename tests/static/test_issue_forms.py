"""The issue forms are valid, and ask for what a report needs but for no secrets."""

from typing import Any

import pytest
import voluptuous as vol

from homeassistant.util.yaml import load_yaml_dict
from scripts.publishing import current_home

from .source import ROOT, files, texts

FOLDER = ROOT / ".github/ISSUE_TEMPLATE"
FORMS = [path for path in files(FOLDER, "*.yml") if path.name != "config.yml"]
WARNING = "**Do not post tokens, client IDs, client secrets or glucose readings"

TEXT = vol.All(str, vol.Length(min=1))
QUESTION = {
    vol.Required("id"): vol.Match(r"^[a-z_]+$"),
    vol.Optional("validations"): {vol.Required("required"): bool},
}
LABEL = {vol.Required("label"): TEXT, vol.Optional("description"): TEXT}
# The elements of GitHub's syntax for forms that are in use here.
ELEMENT = vol.Any(
    {
        vol.Required("type"): "markdown",
        vol.Required("attributes"): {vol.Required("value"): TEXT},
    },
    {
        vol.Required("type"): "textarea",
        vol.Required("attributes"): {**LABEL, vol.Optional("render"): TEXT},
        **QUESTION,
    },
    {
        vol.Required("type"): "input",
        vol.Required("attributes"): {**LABEL, vol.Optional("placeholder"): TEXT},
        **QUESTION,
    },
    {
        vol.Required("type"): "dropdown",
        vol.Required("attributes"): {
            **LABEL,
            vol.Required("options"): vol.All([TEXT], vol.Unique(), vol.Length(min=1)),
        },
        **QUESTION,
    },
    {
        vol.Required("type"): "checkboxes",
        vol.Required("id"): TEXT,
        vol.Required("attributes"): {
            **LABEL,
            vol.Required("options"): [
                {vol.Required("label"): TEXT, vol.Optional("required"): bool}
            ],
        },
    },
)
FORM = vol.Schema(
    {
        vol.Required("name"): TEXT,
        vol.Required("description"): TEXT,
        vol.Required("labels"): [vol.In(["bug", "enhancement"])],
        vol.Required("body"): vol.All([ELEMENT], vol.Length(min=1)),
    }
)


@pytest.fixture(params=FORMS, ids=lambda path: str(path.stem))
def form(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Return each form in turn."""
    return load_yaml_dict(str(request.param))


def _questions(form: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the questions of a form by their id."""
    return {each["id"]: each for each in form["body"] if each["type"] != "markdown"}


def test_forms() -> None:
    """There is a form for bugs and one for requests, and no free-form template."""
    names = {path.name for path in FOLDER.iterdir()}
    assert names == {"bug_report.yml", "config.yml", "feature_request.yml"}


def test_form_is_valid(form: dict[str, Any]) -> None:
    """GitHub shows the form: it has known elements only, with an id and label of their own."""
    FORM(form)
    questions = [each for each in form["body"] if each["type"] != "markdown"]
    assert len({each["id"] for each in questions}) == len(questions)
    labels = {each["attributes"]["label"] for each in questions}
    assert len(labels) == len(questions)


def test_warning(form: dict[str, Any]) -> None:
    """The form begins with what not to post."""
    first = form["body"][0]
    assert first["type"] == "markdown"
    assert WARNING in first["attributes"]["value"]


def test_asks_for_no_secrets(form: dict[str, Any]) -> None:
    """No question is about tokens, secrets, accounts or readings."""
    for question in _questions(form).values():
        if question["type"] != "checkboxes":
            label = question["attributes"]["label"].lower()
            for word in ("token", "secret", "client", "account", "reading", "glucose"):
                assert word not in label


def test_bug_report() -> None:
    """A report has what happened, where, the diagnostics and the system information."""
    questions = _questions(load_yaml_dict(str(FOLDER / "bug_report.yml")))
    required = {
        name
        for name, question in questions.items()
        if question.get("validations", {}).get("required")
    }
    assert required == {
        "what_happened",
        "integration_version",
        "home_assistant_version",
        "region",
        "diagnostics",
        "system_information",
    }
    (confirmation,) = questions["privacy"]["attributes"]["options"]
    assert confirmation["required"] is True


def test_regions() -> None:
    """The regions are those of the config flow, in its words."""
    questions = _questions(load_yaml_dict(str(FOLDER / "bug_report.yml")))
    options = questions["region"]["attributes"]["options"]
    labels = texts("selector", "region", "options").values()
    assert {label.partition(" (")[0] for label in labels} == set(options)


def test_security_reports_are_private() -> None:
    """No blank issue can be opened, and vulnerabilities have a link of their own."""
    config = load_yaml_dict(str(FOLDER / "config.yml"))
    assert config["blank_issues_enabled"] is False
    links = {each["name"]: each for each in config["contact_links"]}
    home = current_home(ROOT)
    security = links["Security vulnerability"]
    assert security["url"] == f"{home.repository}/security/advisories/new"
    assert "in private" in security["about"]
    assert links["Documentation"]["url"] == home.documentation
    assert all(each.keys() == {"name", "url", "about"} for each in links.values())
