"""The self-assessment follows the rules of Home Assistant's quality scale."""

import re

from homeassistant.util.yaml import load_yaml_dict

from .source import PACKAGE

TIERS = {
    "Bronze": """
        action-setup appropriate-polling brands common-modules
        config-flow-test-coverage config-flow dependency-transparency docs-actions
        docs-conditions docs-high-level-description docs-installation-instructions
        docs-removal-instructions docs-triggers entity-event-setup entity-unique-id
        has-entity-name runtime-data test-before-configure test-before-setup
        unique-config-entry
    """,
    "Silver": """
        action-exceptions config-entry-unloading docs-configuration-parameters
        docs-installation-parameters entity-unavailable integration-owner
        log-when-unavailable parallel-updates reauthentication-flow test-coverage
    """,
    "Gold": """
        devices diagnostics discovery discovery-update-info docs-data-update
        docs-examples docs-known-limitations docs-supported-devices
        docs-supported-functions docs-troubleshooting docs-use-cases dynamic-devices
        entity-category entity-device-class entity-disabled-by-default
        entity-translations exception-translations icon-translations
        reconfiguration-flow repair-issues stale-devices
    """,
    "Platinum": "async-dependency inject-websession strict-typing",
}
FILE = PACKAGE / "quality_scale.yaml"


def test_rules() -> None:
    """Every rule is there, below the name of its tier."""
    found: list[tuple[str, set[str]]] = []
    for line in FILE.read_text("utf-8").splitlines():
        if tier := re.fullmatch(r"  # (\w+)", line):
            found.append((tier[1], set()))
        elif rule := re.match(r"  ([a-z-]+):", line):
            found[-1][1].add(rule[1])
    assert found == [(tier, set(rules.split())) for tier, rules in TIERS.items()]
    assert sum(len(rules) for _, rules in found) == 54


def test_values() -> None:
    """A rule is done, or to do, or does not apply for a reason that is given."""
    scale = load_yaml_dict(str(FILE))
    assert scale.keys() == {"rules"}
    for rule, value in scale["rules"].items():
        if isinstance(value, dict):
            assert value.keys() <= {"status", "comment"}, rule
            assert value["status"] in ("done", "todo", "exempt"), rule
            assert value.get("comment", "").strip(), rule
        else:
            assert value in ("done", "todo"), rule
