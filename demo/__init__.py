"""A real Home Assistant with this integration, run against the local sandbox."""

from pathlib import Path
import sys

REPOSITORY = Path(__file__).resolve().parent.parent


class DemoError(Exception):
    """What was asked for did not happen; the message says why."""


def say(text: str) -> None:
    """Tell the person at the terminal."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
