"""Run the sandbox from the command line."""

from argparse import ArgumentParser
import asyncio
from contextlib import suppress
from datetime import timedelta
import logging
from pathlib import Path

from .server import Sandbox

_LOGGER = logging.getLogger("sandbox")


async def _run(port: int, delay: timedelta, state: Path | None) -> None:
    """Serve until somebody stops it."""
    sandbox = Sandbox(delay=delay, state=state)
    async with sandbox.serve(port) as url:
        _LOGGER.info("Dexcom's API with made-up people: %s", url)
        for application in sandbox.tokens.applications.values():
            _LOGGER.info(
                "Client id %s, client secret %s",
                application.client_id,
                application.client_secret,
            )
        await asyncio.Event().wait()


def main() -> None:
    """Read the arguments and run."""
    parser = ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument(
        "--delay",
        type=float,
        default=0,
        metavar="MINUTES",
        help="how late uploads of phones are shown (Dexcom: 60 in the US, else 180)",
    )
    parser.add_argument(
        "--state", type=Path, metavar="FILE", help="keep tokens over a restart"
    )
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    with suppress(KeyboardInterrupt):
        asyncio.run(
            _run(arguments.port, timedelta(minutes=arguments.delay), arguments.state)
        )


if __name__ == "__main__":
    main()
