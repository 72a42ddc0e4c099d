"""Set the public home of the repository in every file that names it.

The manifest's issue tracker is the record of the current home: Home Assistant and HACS
require it there. Every other mention is derived from it, so the home can be moved again.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
import json
from pathlib import Path
import re
import subprocess
import sys
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = "custom_components/dexcom_cgm/manifest.json"

# These name the placeholders, whatever the home is.
_UNCHANGED = {"scripts/publishing.py", "tests/static/test_publish.py"}
_ISSUES = "/issues"
# GitHub's rules: a user name has no hyphen at either end and no two in a row.
_OWNER = r"(?P<owner>(?=.{1,39}(?:/|$))[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)"
_NAME = r"(?P<name>(?!\.{1,2}$)(?!.*\.git$)[A-Za-z0-9._-]{1,100})"
_FULL_NAME = re.compile(f"{_OWNER}/{_NAME}", re.ASCII)
_CODEOWNERS = re.compile(r'("codeowners": )(\[[^\]\n]*\])')
# Keeps "owner/cgm" from matching in "owner/cgm-cards" and "owner/cgm.cards"; ".git" is
# the end of a clone address.
_END = r"(?![\w-]|\.(?!git\b)\w)"


class PublishError(Exception):
    """The home cannot be set, with a message for the person who runs the command."""


@dataclass(frozen=True)
class Home:
    """A public home: the owner's account and the addresses that files give."""

    owner: str
    repository: str
    documentation: str
    blueprints: str
    hacs: str

    @property
    def issues(self) -> str:
        """Return the address of the issue tracker."""
        return f"{self.repository}{_ISSUES}"

    @property
    def forms(self) -> tuple[str, ...]:
        """Return each form in which a file can name the home, in a fixed order."""
        addresses = (self.repository, self.documentation, self.blueprints)
        encoded = (quote(address, safe="") for address in addresses)
        return (*addresses, *encoded, self.hacs, self.hacs.replace("&", "&amp;"))


PLACEHOLDER = Home(
    owner="OWNER",
    repository="https://dexcom-cgm.example",
    documentation="https://docs.dexcom-cgm.example",
    blueprints="https://dexcom-cgm.example/blueprints",
    hacs="owner=OWNER&repository=REPOSITORY",
)
# Wider than the forms that are replaced, so that a new form cannot slip through.
_LEFT = re.compile(r"dexcom-cgm\.example|owner=OWNER\b|repository=REPOSITORY\b")
_LEFT_IN_MANIFEST = re.compile(rf'{_LEFT.pattern}|"codeowners": \[\]')


def github_home(full_name: str) -> Home:
    """Return the home of a GitHub repository.

    Raises PublishError unless the name is a valid OWNER/REPOSITORY.
    """
    if full_name == "OWNER/REPOSITORY":
        raise PublishError("replace OWNER/REPOSITORY with the name of your repository")
    if (match := _FULL_NAME.fullmatch(full_name)) is None:
        raise PublishError(
            f"'{full_name}' is not the name of a GitHub repository: expected "
            "OWNER/REPOSITORY, as it appears after https://github.com/"
        )
    owner, name = match["owner"], match["name"]
    repository = f"https://github.com/{owner}/{name}"
    return Home(
        owner=owner,
        repository=repository,
        documentation=f"https://{owner}.github.io/{name}",
        # Home Assistant imports blueprints from this form of address.
        blueprints=f"{repository}/blob/main/blueprints",
        hacs=f"owner={owner}&repository={name}",
    )


def current_home(root: Path) -> Home:
    """Return the home that the manifest records, possibly the placeholder.

    Raises PublishError if the issue tracker is at an unknown kind of address.
    """
    manifest = json.loads((root / MANIFEST).read_text("utf-8"))
    tracker = manifest["issue_tracker"]
    if tracker == PLACEHOLDER.issues:
        return PLACEHOLDER
    full_name = tracker.removeprefix("https://github.com/").removesuffix(_ISSUES)
    try:
        home = github_home(full_name)
    except PublishError:
        home = None
    if home is None or home.issues != tracker:
        raise PublishError(
            f"{MANIFEST}: the current home cannot be derived from issue_tracker "
            f"'{tracker}': expected {PLACEHOLDER.issues} or "
            "https://github.com/OWNER/REPOSITORY/issues"
        )
    return home


def texts(root: Path) -> Iterator[tuple[str, str]]:
    """Yield the path and content of each text file of the repository.

    Files that Git ignores are left out, files not added yet are not.
    """
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in sorted(set(filter(None, listed.stdout.split("\0")))):
        path = root / name
        if name in _UNCHANGED or path.is_symlink() or not path.is_file():
            continue
        try:
            # Not read_text, which would change the ends of lines.
            yield name, path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue


def _with_codeowner(manifest: str, old: Home, new: Home) -> str:
    """Return the manifest with the new owner; other code owners stay."""

    def replace(match: re.Match[str]) -> str:
        """Return the entry with the new owner."""
        key, owners = match.groups()
        if not json.loads(owners):
            return f'{key}["@{new.owner}"]'
        return match[0].replace(f'"@{old.owner}"', f'"@{new.owner}"')

    return _CODEOWNERS.sub(replace, manifest)


def publish(root: Path, new: Home) -> dict[str, int]:
    """Set the home in all files; return the number of changed lines per file."""
    old = current_home(root)
    forms = {
        form: replacement
        for home in (PLACEHOLDER, old)
        for form, replacement in zip(home.forms, new.forms, strict=True)
    }
    # Longest first: the address of the blueprints begins with that of the repository.
    alternatives = sorted(map(re.escape, forms), key=len, reverse=True)
    pattern = re.compile(f"(?:{'|'.join(alternatives)}){_END}")
    changed = {}
    # The manifest comes last: until then an interrupted run can be repeated.
    for name, text in sorted(texts(root), key=lambda item: item[0] == MANIFEST):
        moved = pattern.sub(lambda match: forms[match[0]], text)
        if name == MANIFEST:
            moved = _with_codeowner(moved, old, new)
        if moved != text:
            (root / name).write_bytes(moved.encode())
            lines = zip(text.split("\n"), moved.split("\n"), strict=True)
            changed[name] = sum(before != after for before, after in lines)
    return changed


def placeholders(root: Path) -> list[str]:
    """Return where placeholders are left, each as "file:line: placeholder"."""
    found = []
    for name, text in texts(root):
        pattern = _LEFT_IN_MANIFEST if name == MANIFEST else _LEFT
        for number, line in enumerate(text.split("\n"), 1):
            if match := pattern.search(line):
                found.append(f"{name}:{number}: {match[0]}")
    return found


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(
        prog="scripts/publish", description=(__doc__ or "").partition("\n")[0]
    )
    group = parser.add_mutually_exclusive_group(required=True)
    group.add_argument(
        "repository",
        nargs="?",
        metavar="OWNER/REPOSITORY",
        help="name of the repository on GitHub",
    )
    group.add_argument(
        "--check", action="store_true", help="list the placeholders that are left"
    )
    arguments = parser.parse_args()
    if not arguments.check:
        try:
            changed = publish(ROOT, github_home(arguments.repository))
        except PublishError as err:
            parser.error(str(err))
        for name, lines in changed.items():
            print(f"{name}: {lines} {'line' if lines == 1 else 'lines'} changed")
        if not changed:
            print("nothing to change")
    left = placeholders(ROOT)
    for line in left:
        print(line, file=sys.stderr)
    if left:
        print(f"placeholders left: {len(left)} lines", file=sys.stderr)
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
