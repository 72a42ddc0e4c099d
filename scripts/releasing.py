"""Check that a tag can be released, and print the text of its release."""

import argparse
import json
from pathlib import Path
import re
import sys

from .publishing import MANIFEST, ROOT, placeholders


def changelog_section(changelog: str, version: str) -> str:
    """Return the changelog's text about a version, empty if there is none.

    The heading is "## 1.2.3" or "## [1.2.3]", optionally with a date behind it.
    """
    heading = re.compile(rf"## \[?{re.escape(version)}\]?(?: .*)?")
    found: list[str] = []
    inside = False
    for line in changelog.splitlines():
        if line.startswith("## "):
            inside = heading.fullmatch(line.rstrip()) is not None
        elif inside:
            found.append(line)
    has_entries = any(line.strip() and not line.startswith("#") for line in found)
    return "\n".join(found).strip() if has_entries else ""


def unwrap(text: str) -> str:
    """Return Markdown with each paragraph and list item on one line.

    GitHub shows a line break in a release as a line break. Text with a code block is
    returned unchanged.
    """
    if "```" in text:
        return text
    return re.sub(r"(?<=\S)\n *(?=\S)(?![-*+#>|] |\d+\. |#)", " ", text)


def problems(root: Path, tag: str) -> list[str]:
    """Return what keeps a tag from being released, empty if nothing does."""
    version = json.loads((root / MANIFEST).read_text("utf-8"))["version"]
    changelog = (root / "CHANGELOG.md").read_text("utf-8")
    found = []
    if tag != f"v{version}":
        found.append(f"tag {tag} does not match version {version} in {MANIFEST}")
    if not changelog_section(changelog, version):
        found.append(f"CHANGELOG.md has no section with entries for {version}")
    found += [f"placeholder left in {line}" for line in placeholders(root)]
    return found


def main() -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(prog="scripts/release_check", description=__doc__)
    parser.add_argument("tag", help="the tag to release, such as v1.2.3")
    tag = parser.parse_args().tag
    if found := problems(ROOT, tag):
        print(*found, sep="\n", file=sys.stderr)
        return 1
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    print(unwrap(changelog_section(changelog, tag.removeprefix("v"))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
