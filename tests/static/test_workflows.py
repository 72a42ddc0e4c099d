"""The workflows run pinned actions, with few rights and for a limited time."""

from pathlib import Path
import re
from typing import Any

import pytest

from homeassistant.util.yaml import load_yaml_dict

from .source import ROOT, files

FOLDER = ROOT / ".github/workflows"
PINNED = re.compile(r"uses: [\w.-]+(?:/[\w.-]+)+@[0-9a-f]{40} # \S.*")
LOCAL = re.compile(r"uses: \./\.github/workflows/\w+\.yml")
# Where the text of an expression becomes part of a shell script, whoever names a branch
# or a tag can run commands.
EXPRESSION = "${{"


@pytest.fixture(params=files(FOLDER, "*.yml"), ids=lambda path: str(path.stem))
def path(request: pytest.FixtureRequest) -> Path:
    """Return the file of each workflow in turn."""
    found: Path = request.param
    return found


@pytest.fixture
def workflow(path: Path) -> dict[str, Any]:
    """Return a workflow."""
    return _load(path)


def _load(path: Path) -> dict[str, Any]:
    """Read a workflow; YAML 1.1 reads the key "on" as a boolean."""
    return {
        "on" if key is True else key: value
        for key, value in load_yaml_dict(str(path)).items()
    }


def _steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the steps of all jobs."""
    return [step for job in workflow["jobs"].values() for step in job.get("steps", ())]


def test_pinned(path: Path) -> None:
    """Actions are pinned by commit, with their version behind it."""
    used = [
        line.strip().removeprefix("- ")
        for line in path.read_text("utf-8").splitlines()
        if re.match(r"\s*(?:- )?uses:", line)
    ]
    assert used
    assert not [
        line
        for line in used
        if not PINNED.fullmatch(line) and not LOCAL.fullmatch(line)
    ]


def test_permissions(workflow: dict[str, Any]) -> None:
    """The default is to read the repository; a job asks for more by itself."""
    assert workflow["permissions"] == {"contents": "read"}


def test_only_a_release_writes_to_the_repository() -> None:
    """No other job can change the repository."""
    writing = {
        f"{path.stem}.{name}"
        for path in files(FOLDER, "*.yml")
        for name, job in _load(path)["jobs"].items()
        if job.get("permissions", {}).get("contents") == "write"
    }
    assert writing == {"release.release"}


def test_timeouts(workflow: dict[str, Any]) -> None:
    """Each job that runs steps has a limit of time."""
    for name, job in workflow["jobs"].items():
        assert ("steps" in job) != ("uses" in job), name
        if "steps" in job:
            assert job["timeout-minutes"] <= 120, name


def test_checkout_keeps_no_credentials(workflow: dict[str, Any]) -> None:
    """The token of a job is not left in the configuration of Git."""
    for step in _steps(workflow):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_no_expressions_in_scripts(workflow: dict[str, Any]) -> None:
    """Scripts get values as environment variables."""
    for step in _steps(workflow):
        assert EXPRESSION not in step.get("run", "")


def test_called_workflows(path: Path) -> None:
    """A called workflow can be called, and does not cancel or wait for its caller.

    Called workflows get github.workflow from the caller: a concurrency group with it
    would be the same for all.
    """
    workflow = _load(path)
    called = [
        _load(ROOT / job["uses"].removeprefix("./"))
        for job in workflow["jobs"].values()
        if "uses" in job
    ]
    groups = [each["concurrency"]["group"] for each in (workflow, *called)]
    assert len(set(groups)) == len(groups)
    for each in called:
        assert "workflow_call" in each["on"]
        assert "github.workflow" not in each["concurrency"]["group"]


def test_release() -> None:
    """A release needs a checked tag and all checks, and has no archive."""
    release = _load(FOLDER / "release.yml")
    assert release["on"] == {"push": {"tags": ["v*"]}}
    jobs = release["jobs"]
    assert set(jobs["release"]["needs"]) == {"check", "test", "validate"}
    for name in ("test", "validate"):
        assert jobs[name]["uses"] == f"./.github/workflows/{name}.yml"
        assert jobs[name]["needs"] == "check"
    assert not [name for name, job in jobs.items() if "if" in job]
    scripts = [step.get("run", "") for step in jobs["check"]["steps"]]
    assert 'scripts/release_check "$GITHUB_REF_NAME"' in scripts
    (create,) = (
        step["run"]
        for step in jobs["release"]["steps"]
        if "gh release create" in step.get("run", "")
    )
    assert "--verify-tag" in create
    # Everything else is an option: a further argument would be a file to attach.
    options = create.removeprefix('gh release create "$GITHUB_REF_NAME" ')
    pattern = r'(?:--[\w-]+(?:[ =]"[^"]+")?(?: |$))+'
    assert re.fullmatch(pattern, options.strip())


def test_dependabot() -> None:
    """Updates come weekly, in one pull request per ecosystem."""
    dependabot = load_yaml_dict(str(ROOT / ".github/dependabot.yml"))
    assert dependabot["version"] == 2
    updates = {
        each["package-ecosystem"]: each["directory"] for each in dependabot["updates"]
    }
    assert updates == {"pip": "/", "github-actions": "/", "npm": "/frontend"}
    for each in dependabot["updates"]:
        assert each["schedule"] == {"interval": "weekly"}
        (group,) = each["groups"].values()
        assert group == {"patterns": ["*"]}
