"""Run one measurement in this process: python -m bench.row NAME."""

from argparse import ArgumentParser
import asyncio
from importlib import import_module
import logging
from pathlib import Path
import sys
from tempfile import TemporaryDirectory

from .clock import CLOCK, Clock


def _main() -> None:
    """Install the clock first, measure, and print the result."""
    parser = ArgumentParser(prog="python -m bench.row", description=__doc__)
    parser.add_argument("name")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--of", help="the subject of a measurement that has several")
    given = parser.parse_args()
    logging.basicConfig(level=logging.ERROR)
    with TemporaryDirectory(prefix="bench-") as folder:
        clock = Clock(Path(folder) / CLOCK)
        clock.install()
        # Home Assistant must be imported after the clock is installed.
        from .loop import Loop  # noqa: PLC0415 - the clock must be there first

        module = import_module(f".{given.name}", __package__)
        with asyncio.Runner(loop_factory=lambda: Loop(clock)) as runner:
            of = () if given.of is None else (given.of,)
            result = runner.run(module.measure(Path(folder), given.quick, *of))
    sys.stdout.write(result.to_json())


if __name__ == "__main__":
    _main()
