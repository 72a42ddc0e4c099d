"""Composition of the report's page."""

import json
from typing import Any


def compose(data: dict[str, Any], script: str) -> str:
    """Return the page."""
    return json.dumps(data) + script
