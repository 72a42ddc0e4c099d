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
    """Serve until canceled."""
    sandbox = Sandbox(delay=delay, state=state)
    async with sandbox.serve(port) as url:
        _LOGGER.info("Dexcom API simulator: %s", url)
        for application in sandbox.tokens.applications.values():
            _LOGGER.info(
                "Client ID %s, client secret %s",
                application.client_id,
                application.client_secret,
            )
        await asyncio.Event().wait()


def main() -> None:
    """Parse the arguments and run the sandbox."""
    parser = ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument(
        "--delay",
        type=float,
        default=0,
        metavar="MINUTES",
        help="delay of phone uploads in minutes (Dexcom: 60 in the US, else 180)",
    )
    parser.add_argument(
        "--state", type=Path, metavar="FILE", help="keep tokens across restarts"
    )
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    with suppress(KeyboardInterrupt):
        asyncio.run(
            _run(arguments.port, timedelta(minutes=arguments.delay), arguments.state)
        )


if __name__ == "__main__":
    main()
