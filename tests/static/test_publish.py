"""The repository can be published and released from any home."""

from importlib import import_module
import json
import os
from pathlib import Path
import re
import subprocess
import sys
from urllib.parse import quote

import pytest
from pytest_homeassistant_custom_component.test_util.aiohttp import AiohttpClientMocker

from homeassistant.components.blueprint.importer import fetch_blueprint_from_url
from homeassistant.core import HomeAssistant
from scripts.publishing import (
    MANIFEST,
    PLACEHOLDER,
    Home,
    PublishError,
    current_home,
    github_home,
    placeholders,
    publish,
    texts,
)
from scripts.releasing import changelog_section, problems, unwrap

from .source import ROOT, files, load_json

HOME = "Ada-2/dexcom.cgm_x"
# One whose name begins with the other's, to find replacements of half a name.
OTHER_HOME = "Ada-2/dexcom.cgm_x-2"
BLUEPRINTS = "blueprints/automation/dexcom_cgm"


@pytest.fixture
def placeholder_copy(tmp_path: Path) -> Path:
    """Return a copy of the repository whose home is not known yet."""
    copy = tmp_path / "repository"
    for name in _listed(ROOT):
        if (source := ROOT / name).is_file() and not source.is_symlink():
            target = copy / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
            target.chmod(source.stat().st_mode)
    subprocess.run(["git", "init", "--quiet"], cwd=copy, check=True)
    if current_home(copy) != PLACEHOLDER:
        # This repository is published already.
        publish(copy, PLACEHOLDER)
        manifest = copy / MANIFEST
        owners = re.compile(r'"codeowners": \[.*\]')
        text = owners.sub('"codeowners": []', manifest.read_text("utf-8"))
        manifest.write_text(text, "utf-8")
    return copy


@pytest.fixture
def published_copy(placeholder_copy: Path) -> Path:
    """Return a copy of the repository after scripts/publish."""
    done = _run(placeholder_copy, "publish", HOME)
    assert done.returncode == 0, done.stderr
    return placeholder_copy


def _listed(root: Path) -> list[str]:
    """Return the files that belong to the repository."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(
        command, cwd=root, check=True, capture_output=True, text=True
    )
    return sorted(filter(None, listed.stdout.split("\0")))


def _run(root: Path, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a script of a copy of the repository."""
    command = [str(root / "scripts" / script), *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def _contents(root: Path) -> dict[str, bytes]:
    """Return the content of every file of a copy."""
    return {name: (root / name).read_bytes() for name in _listed(root)}


def _forms(home: Home) -> re.Pattern[str]:
    """Return a pattern of the addresses and names of a home."""
    longest_first = sorted(home.forms, key=len, reverse=True)
    forms = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?:{forms})(?![\w-])")


def test_placeholders_are_listed(placeholder_copy: Path) -> None:
    """The check fails with file and line of every placeholder."""
    done = _run(placeholder_copy, "publish", "--check")
    assert done.returncode == 1
    listed = {line.partition(": ")[0] for line in done.stderr.splitlines()}
    for name, text in texts(placeholder_copy):
        for number, line in enumerate(text.splitlines(), 1):
            if PLACEHOLDER.hacs in line or "dexcom-cgm.example" in line:
                assert f"{name}:{number}" in listed
    owners = placeholder_copy / MANIFEST
    for number, line in enumerate(owners.read_text("utf-8").splitlines(), 1):
        if '"codeowners"' in line:
            assert f"{MANIFEST}:{number}" in listed


def test_nothing_is_left(published_copy: Path) -> None:
    """After publishing, no file has a placeholder and the check succeeds."""
    done = _run(published_copy, "publish", "--check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    for name, content in _contents(published_copy).items():
        if name not in {"scripts/publishing.py", "tests/static/test_publish.py"}:
            assert b"dexcom-cgm.example" not in content, name
            assert PLACEHOLDER.hacs.encode() not in content, name


def test_only_mentions_change(placeholder_copy: Path) -> None:
    """Publishing changes what names the home, and prints the files it changed."""
    before = _contents(placeholder_copy)
    done = _run(placeholder_copy, "publish", HOME)
    after = _contents(placeholder_copy)
    assert before.keys() == after.keys()
    changed = {name for name in before if before[name] != after[name]}
    assert {line.partition(":")[0] for line in done.stdout.splitlines()} == changed
    assert {
        MANIFEST,
        ".github/ISSUE_TEMPLATE/config.yml",
        f"{BLUEPRINTS}/low_light.yaml",
    } <= changed
    old, new = PLACEHOLDER, github_home(HOME)
    for name in changed - {MANIFEST}:
        parts = _forms(old).split(before[name].decode())
        assert parts == _forms(new).split(after[name].decode()), name


def test_manifest(placeholder_copy: Path) -> None:
    """The manifest has the addresses and the owner, and is otherwise as before."""
    before = load_json(placeholder_copy / MANIFEST)
    publish(placeholder_copy, github_home(HOME))
    after = load_json(placeholder_copy / MANIFEST)
    assert list(after) == list(before)
    assert after == before | {
        "codeowners": ["@Ada-2"],
        "documentation": f"https://github.com/{HOME}",
        "issue_tracker": f"https://github.com/{HOME}/issues",
    }


def test_issue_form_links(published_copy: Path) -> None:
    """Security reports go to private reporting, questions to the documentation."""
    text = (published_copy / ".github/ISSUE_TEMPLATE/config.yml").read_text("utf-8")
    assert f"https://github.com/{HOME}/security/advisories/new\n" in text
    assert "https://ada-2.github.io/dexcom.cgm_x\n" in text.replace(
        "Ada-2.g", "ada-2.g"
    )


@pytest.mark.parametrize("name", [path.name for path in files(ROOT / BLUEPRINTS)])
async def test_blueprints_can_be_imported(
    hass: HomeAssistant,
    aioclient_mock: AiohttpClientMocker,
    published_copy: Path,
    name: str,
) -> None:
    """Home Assistant imports each blueprint from the address that it names."""
    text = (published_copy / BLUEPRINTS / name).read_text("utf-8")
    url = f"https://github.com/{HOME}/blob/main/{BLUEPRINTS}/{name}"
    assert f"source_url: {url}\n" in text
    raw = f"https://raw.githubusercontent.com/{HOME}/main/{BLUEPRINTS}/{name}"
    aioclient_mock.get(raw, text=text)  # type: ignore[no-untyped-call]  # the test library has no annotations
    imported = await fetch_blueprint_from_url(hass, url)
    assert imported.raw_data == text
    assert imported.blueprint.metadata["source_url"] == url
    assert imported.blueprint.domain == "automation"


def test_own_checks_pass_when_published(published_copy: Path) -> None:
    """The checks of manifest, blueprints and import links hold for the new home too."""
    checked = ["test_manifest.py", "test_blueprints.py", "test_hacs.py"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        + [f"tests/static/{name}" for name in checked],
        cwd=published_copy,
        # Neither the plugins nor the coverage of the outer run.
        env={
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("COV", "PYTEST"))
        },
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def test_second_run_changes_nothing(published_copy: Path) -> None:
    """Publishing again at the same home is harmless."""
    before = _contents(published_copy)
    done = _run(published_copy, "publish", HOME)
    assert (done.returncode, done.stdout) == (0, "nothing to change\n")
    assert _contents(published_copy) == before


@pytest.mark.parametrize(
    ("first", "second"),
    [(HOME, OTHER_HOME), (OTHER_HOME, HOME), (HOME, "bob/ada"), (HOME, "Ada-2/x")],
)
def test_move(placeholder_copy: Path, first: str, second: str) -> None:
    """A repository that moved is as if it had been published at its new home."""
    before = _contents(placeholder_copy)
    publish(placeholder_copy, github_home(second))
    expected = _contents(placeholder_copy)
    for name, content in before.items():
        (placeholder_copy / name).write_bytes(content)
    publish(placeholder_copy, github_home(first))
    assert _contents(placeholder_copy) not in (before, expected)
    publish(placeholder_copy, github_home(second))
    assert _contents(placeholder_copy) == expected


def test_placeholders_that_come_later(published_copy: Path) -> None:
    """A text written with placeholders after publishing gets the home too."""
    page = published_copy / "docs/later.md"
    page.write_bytes(f"{PLACEHOLDER.documentation}/later\r\nend".encode())
    assert placeholders(published_copy) == ["docs/later.md:1: dexcom-cgm.example"]
    assert publish(published_copy, github_home(HOME)) == {"docs/later.md": 1}
    assert page.read_bytes() == b"https://Ada-2.github.io/dexcom.cgm_x/later\r\nend"


@pytest.mark.parametrize(
    ("placeholder", "published"),
    [
        ("https://dexcom-cgm.example.", "https://github.com/a/b."),
        ("https://dexcom-cgm.example.git", "https://github.com/a/b.git"),
        ("<https://dexcom-cgm.example/issues>", "<https://github.com/a/b/issues>"),
        ("https://docs.dexcom-cgm.example/x/", "https://a.github.io/b/x/"),
        (
            "https://dexcom-cgm.example/blueprints/x.yaml",
            "https://github.com/a/b/blob/main/blueprints/x.yaml",
        ),
        (
            "?blueprint_url=https%3A%2F%2Fdexcom-cgm.example%2Fblueprints%2Fx.yaml)",
            f"?blueprint_url={quote('https://github.com/a/b/blob/main/blueprints/x.yaml', '')})",
        ),
        ("?owner=OWNER&repository=REPOSITORY&x", "?owner=a&repository=b&x"),
        (
            "?owner=OWNER&amp;repository=REPOSITORY&amp;x",
            "?owner=a&amp;repository=b&amp;x",
        ),
    ],
)
def test_forms(tmp_path: Path, placeholder: str, published: str) -> None:
    """Each form in which a file names the home is replaced, and can be moved again."""
    root = _small_repository(tmp_path)
    page = root / "page.md"
    page.write_text(placeholder, "utf-8")
    publish(root, github_home("a/b"))
    assert page.read_text("utf-8") == published
    publish(root, github_home("c/d"))
    publish(root, github_home("a/b"))
    assert page.read_text("utf-8") == published


@pytest.mark.parametrize(
    "address", ["https://github.com/a/b-c", "https://github.com/a/b.c"]
)
def test_other_repositories_stay(tmp_path: Path, address: str) -> None:
    """An address that only begins like the home is another repository's."""
    root = _small_repository(tmp_path)
    publish(root, github_home("a/b"))
    (root / "page.md").write_text(address, "utf-8")
    publish(root, github_home("c/d"))
    assert (root / "page.md").read_text("utf-8") == address


def test_further_code_owners_stay(tmp_path: Path) -> None:
    """Code owners besides the owner of the repository are kept."""
    root = _small_repository(tmp_path, codeowners=["@a", "@someone"])
    publish(root, github_home("a/b"))
    publish(root, github_home("c/d"))
    assert load_json(root / MANIFEST)["codeowners"] == ["@c", "@someone"]


def test_binary_and_ignored_files_stay(tmp_path: Path) -> None:
    """Pictures, and files that Git ignores, are not changed."""
    root = _small_repository(tmp_path)
    address = PLACEHOLDER.repository.encode()
    (root / ".gitignore").write_text("ignored\n", "utf-8")
    contents = {"ignored": address, "picture.png": b"\xff\xfe" + address}
    for name, content in contents.items():
        (root / name).write_bytes(content)
    publish(root, github_home("a/b"))
    assert {name: (root / name).read_bytes() for name in contents} == contents


def _small_repository(folder: Path, codeowners: list[str] | None = None) -> Path:
    """Create a repository with a manifest and nothing else."""
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    manifest = {
        "codeowners": codeowners or [],
        "documentation": PLACEHOLDER.repository,
        "issue_tracker": PLACEHOLDER.issues,
        "version": "1.2.3",
    }
    path = folder / MANIFEST
    path.parent.mkdir(parents=True)
    lines = ",\n".join(
        f'"{key}": {json.dumps(value)}' for key, value in manifest.items()
    )
    path.write_text(f"{{\n{lines}\n}}\n", "utf-8")
    return folder


@pytest.mark.parametrize(
    "name",
    [
        "",
        "a",
        "a/",
        "/b",
        "a/b/c",
        "a b/c",
        "-a/b",
        "a-/b",
        "a--b/c",
        "a_b/c",
        f"{'a' * 40}/b",
        "a/..",
        "a/.",
        "a/b.git",
        f"a/{'b' * 101}",
        "a/b\n",
        "ä/b",
        "https://github.com/a/b",
        "OWNER/REPOSITORY",
    ],
)
def test_malformed_names(name: str) -> None:
    """A name that GitHub would not accept is refused with a message."""
    with pytest.raises(PublishError, match="OWNER/REPOSITORY"):
        github_home(name)


@pytest.mark.parametrize("name", ["a/b", f"{'a' * 39}/{'b' * 100}", "A-1/.github"])
def test_well_formed_names(name: str) -> None:
    """All names that GitHub accepts are accepted."""
    assert github_home(name).issues == f"https://github.com/{name}/issues"


def test_malformed_name_changes_nothing(placeholder_copy: Path) -> None:
    """The command ends with an error before it changes a file."""
    before = _contents(placeholder_copy)
    done = _run(placeholder_copy, "publish", "https://github.com/a/b")
    assert done.returncode == 2
    assert "expected OWNER/REPOSITORY" in done.stderr
    assert _contents(placeholder_copy) == before


def test_unknown_home(tmp_path: Path) -> None:
    """A home that is neither the placeholder nor on GitHub is not guessed at."""
    root = _small_repository(tmp_path)
    manifest = (root / MANIFEST).read_text("utf-8")
    tracker = "https://git.invalid/a/b/issues"
    (root / MANIFEST).write_text(manifest.replace(PLACEHOLDER.issues, tracker), "utf-8")
    with pytest.raises(PublishError, match=re.escape(tracker)):
        publish(root, github_home("a/b"))


CHANGELOG = """# Changelog

## Unreleased

- Later.

## [1.2.3] - 2026-12-01

### Added

- A sensor, whose description
  goes on here.
- 30 days and
  **90 days**.

Text that
goes on.

## 1.2.2

- Earlier.

## 1.2.1

### Fixed
"""


def test_changelog_section() -> None:
    """The section of a version is found with and without brackets and date."""
    section = changelog_section(CHANGELOG, "1.2.3")
    assert section.startswith("### Added\n")
    assert section.endswith("Text that\ngoes on.")
    assert changelog_section(CHANGELOG, "1.2.2") == "- Earlier."


@pytest.mark.parametrize("version", ["1.2.1", "1.2", "1.2.4", "1.2.30", "1x2.3"])
def test_changelog_without_section(version: str) -> None:
    """A section that is missing or has headings only is none."""
    assert not changelog_section(CHANGELOG, version)


def test_unwrap() -> None:
    """Paragraphs and list items of a release are on one line each."""
    assert unwrap(changelog_section(CHANGELOG, "1.2.3")) == (
        "### Added\n\n"
        "- A sensor, whose description goes on here.\n"
        "- 30 days and **90 days**.\n\n"
        "Text that goes on."
    )
    code = "```\na\nb\n```"
    assert unwrap(code) == code


@pytest.fixture
def releasable(tmp_path: Path) -> Path:
    """Return a small repository in which 1.2.3 can be released."""
    root = _small_repository(tmp_path)
    publish(root, github_home("a/b"))
    (root / "CHANGELOG.md").write_text(CHANGELOG, "utf-8")
    return root


def test_releasable(releasable: Path) -> None:
    """A correct repository has no findings."""
    assert not problems(releasable, "v1.2.3")


@pytest.mark.parametrize("tag", ["1.2.3", "v1.2.4", "v1.2.3-beta.1", "v"])
def test_tag_and_version_differ(releasable: Path, tag: str) -> None:
    """A tag of another version is not released."""
    (problem,) = problems(releasable, tag)
    assert problem == f"tag {tag} does not match version 1.2.3 in {MANIFEST}"


def test_version_is_not_in_changelog(releasable: Path) -> None:
    """A version without a section in the changelog is not released."""
    text = CHANGELOG.replace("## [1.2.3] - 2026-12-01", "")
    (releasable / "CHANGELOG.md").write_text(text, "utf-8")
    (problem,) = problems(releasable, "v1.2.3")
    assert problem == "CHANGELOG.md has no section with entries for 1.2.3"


def test_placeholder_is_left(releasable: Path) -> None:
    """A placeholder blocks the release."""
    (releasable / "page.md").write_text(f"\n{PLACEHOLDER.repository}\n", "utf-8")
    (problem,) = problems(releasable, "v1.2.3")
    assert problem == "placeholder left in page.md:2: dexcom-cgm.example"


def test_release_check(published_copy: Path) -> None:
    """The command prints the text of the release, or what is wrong."""
    version = load_json(published_copy / MANIFEST)["version"]
    changelog = published_copy / "CHANGELOG.md"
    text = changelog.read_text("utf-8")
    heading = f"## {version} - 2026-12-01\n\n- First\n  release.\n\n## "
    changelog.write_text(text.replace("## ", heading, 1), "utf-8")
    done = _run(published_copy, "release_check", f"v{version}")
    assert (done.returncode, done.stdout) == (0, "- First release.\n"), done.stderr
    done = _run(published_copy, "release_check", "v0.0.0")
    assert (done.returncode, done.stdout) == (1, "")
    assert "v0.0.0" in done.stderr
    changelog.write_text("# Changelog\n", "utf-8")
    done = _run(published_copy, "release_check", f"v{version}")
    assert (done.returncode, done.stdout) == (1, "")
    assert "CHANGELOG.md" in done.stderr


def test_release_check_fails_with_placeholders(placeholder_copy: Path) -> None:
    """The repository cannot be released before it is published."""
    version = load_json(placeholder_copy / MANIFEST)["version"]
    done = _run(placeholder_copy, "release_check", f"v{version}")
    assert done.returncode == 1
    assert f"placeholder left in {MANIFEST}:" in done.stderr


@pytest.mark.parametrize("name", ["publishing", "releasing"])
def test_needs_only_the_standard_library(name: str) -> None:
    """The commands run without an environment of this repository."""
    source = (ROOT / "scripts" / f"{name}.py").read_text("utf-8")
    imported = set(re.findall(r"^(?:from|import) (\w+)", source, re.MULTILINE))
    assert imported
    assert imported <= sys.stdlib_module_names
    assert import_module(f"scripts.{name}").__doc__
