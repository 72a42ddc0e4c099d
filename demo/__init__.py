"""A real Home Assistant with this integration, run against the local sandbox."""

from pathlib import Path
import sys

REPOSITORY = Path(__file__).resolve().parent.parent


class DemoError(Exception):
    """An expected failure with a message for the user."""


def say(text: str) -> None:
    """Print a message to the terminal."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
