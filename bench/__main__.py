"""Run all benchmarks, each in a separate process: python -m bench."""

from argparse import ArgumentParser, Namespace
import os
import subprocess
import sys
from time import monotonic

from .report import ROOT, machine, terminal, write
from .result import Result

_PARTS = (
    "poll",
    "backfill",
    "blocking",
    "memory",
    "measures",
    "start",
    "traffic",
    "accounts",
    "day",
    "iterations",
    "paint",
)


def _arguments() -> Namespace:
    """Parse the command line."""
    parser = ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="few rounds, about two minutes"
    )
    parser.add_argument(
        "--write", action="store_true", help="update docs/performance.md"
    )
    parser.add_argument(
        "--only", choices=_PARTS, action="append", help="measure only this part"
    )
    given = parser.parse_args()
    if given.write and (given.quick or given.only):
        parser.error("--write requires a full run")
    return given


def _measure(part: str, *, quick: bool) -> Result:
    """Measure one part."""
    environment = {
        **os.environ,
        # Home Assistant uses cached bytecode, which some machines disable.
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(ROOT / ".venv/bench"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "bench.row", part, *(["--quick"] if quick else [])],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        # Longer than any part takes, so that a hanging one fails.
        timeout=1200,
    )
    return Result.from_json(done.stdout)


def main() -> None:
    """Run the benchmarks, print results as they arrive, optionally write them."""
    given = _arguments()
    where = machine()
    sys.stdout.write(f"{where}\n")
    results = []
    for part in given.only or _PARTS:
        began = monotonic()
        result = _measure(part, quick=given.quick)
        sys.stdout.write(f"\n{part} ({monotonic() - began:.0f} s)\n")
        sys.stdout.write(f"{terminal([result])}\n")
        sys.stdout.flush()
        results.append(result)
    if given.write:
        write(where, results)


if __name__ == "__main__":
    main()
