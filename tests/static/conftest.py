"""These tests read files; most of them need no Home Assistant."""

import pytest


@pytest.fixture(autouse=True)
def custom_integrations() -> None:
    """Start no Home Assistant for tests that do not ask for it."""
