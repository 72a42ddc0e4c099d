"""Show the integration: a real Home Assistant, an account, a dashboard."""

from argparse import ArgumentParser, Namespace
import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
import fcntl
from pathlib import Path
import shutil
import signal

from . import REPOSITORY, DemoError, say
from .home_assistant import RESTART
from .sandbox import APPLICATION
from .show import Show

_READY = """
Home Assistant is ready:   {url}
It asks for no password on this computer.

To connect a second account by hand: Settings > Devices & services > Add integration >
Dexcom CGM. Choose the region Sandbox, then any person on the login page.
The application to log in with is stored already:
    client ID      {id}
    client secret  {secret}

Data and logs are in {directory}; the next start goes on from there.
Ctrl-C ends everything.
"""


def _arguments() -> Namespace:
    """Return what the command line asks for."""
    parser = ArgumentParser(prog="scripts/demo", description=__doc__)
    parser.add_argument(
        "--fresh", action="store_true", help="forget what earlier runs left"
    )
    parser.add_argument(
        "--port", type=int, default=8123, help="of Home Assistant's page (%(default)s)"
    )
    parser.add_argument(
        "--delay",
        type=float,
        default=0,
        metavar="MINUTES",
        help="how late readings are; 60 is as in the US (%(default)s)",
    )
    parser.add_argument(
        "--person",
        default="steady",
        help="whose account to connect first, see sandbox/README.md (%(default)s)",
    )
    parser.add_argument(
        "--country",
        default="US",
        help="of Home Assistant; with GB it shows mmol/L (%(default)s)",
    )
    parser.add_argument(
        "--directory",
        type=Path,
        default=REPOSITORY / ".demo",
        help="where data and logs are kept (%(default)s)",
    )
    return parser.parse_args()


async def _run(given: Namespace) -> None:
    """Run the demo until one of the usual signals ends it."""
    demo = asyncio.create_task(_demo(given))
    stopping = False

    def stop() -> None:
        """End in order; a second Ctrl-C must not disturb that."""
        nonlocal stopping
        if not stopping:
            stopping = True
            demo.cancel()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    with suppress(asyncio.CancelledError):
        await demo


async def _demo(given: Namespace) -> None:
    """Show everything, and start Home Assistant again where its user asks for it."""
    show = Show(
        directory=given.directory,
        person=given.person,
        country=given.country,
        delay=timedelta(minutes=given.delay),
        port=given.port,
    )
    async with show.run() as home_assistant:
        say(
            _READY.format(
                url=home_assistant.url,
                id=APPLICATION[0],
                secret=APPLICATION[1],
                directory=given.directory,
            )
        )
        while (code := await home_assistant.process.wait()) == RESTART:
            say("Home Assistant restarts ...")
            await home_assistant.start()
        if code:
            log = home_assistant.process.log
            raise DemoError(f"Home Assistant ended by itself, see {log}")


@contextmanager
def _only_one(directory: Path) -> Iterator[None]:
    """Keep a second demo from using the same data."""
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise DemoError(f"another one is running in {directory}") from None
        yield


def main() -> None:
    """Run the demo and say in one sentence what went wrong."""
    given = _arguments()
    try:
        with _only_one(given.directory):
            if given.fresh:
                for part in ("home_assistant", "sandbox"):
                    shutil.rmtree(given.directory / part, ignore_errors=True)
            asyncio.run(_run(given))
    except DemoError as error:
        raise SystemExit(f"The demo has ended: {error}") from None


if __name__ == "__main__":
    main()
