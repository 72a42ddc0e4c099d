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
No password is required on this computer.

To connect a second account by hand: Settings > Devices & services > Add integration >
Dexcom CGM. Choose the region Sandbox, then any person on the login page.
The application credentials are already stored:
    client ID      {id}
    client secret  {secret}

Data and logs are in {directory}; the next start continues from there.
Press Ctrl-C to stop.
"""


def _arguments() -> Namespace:
    """Parse the command line."""
    parser = ArgumentParser(prog="scripts/demo", description=__doc__)
    parser.add_argument(
        "--fresh", action="store_true", help="delete the data of earlier runs"
    )
    parser.add_argument(
        "--port", type=int, default=8123, help="port of Home Assistant (%(default)s)"
    )
    parser.add_argument(
        "--delay",
        type=float,
        default=0,
        metavar="MINUTES",
        help="delay of readings in minutes; 60 as in the US (%(default)s)",
    )
    parser.add_argument(
        "--person",
        default="steady",
        help="person whose account to connect, see sandbox/README.md (%(default)s)",
    )
    parser.add_argument(
        "--country",
        default="US",
        help="Home Assistant's country; GB shows mmol/L (%(default)s)",
    )
    parser.add_argument(
        "--directory",
        type=Path,
        default=REPOSITORY / ".demo",
        help="folder for data and logs (%(default)s)",
    )
    return parser.parse_args()


async def _run(given: Namespace) -> None:
    """Run the demo until SIGINT or SIGTERM."""
    demo = asyncio.create_task(_demo(given))
    stopping = False

    def stop() -> None:
        """Shut down cleanly; ignore further signals."""
        nonlocal stopping
        if not stopping:
            stopping = True
            demo.cancel()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    with suppress(asyncio.CancelledError):
        await demo


async def _demo(given: Namespace) -> None:
    """Run the demo; restart Home Assistant when the user requests it."""
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
            raise DemoError(f"Home Assistant exited unexpectedly, see {log}")


@contextmanager
def _only_one(directory: Path) -> Iterator[None]:
    """Lock the data folder against a second demo."""
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise DemoError(f"another demo is running in {directory}") from None
        yield


def main() -> None:
    """Run the demo; print failures as one sentence."""
    given = _arguments()
    try:
        with _only_one(given.directory):
            if given.fresh:
                for part in ("home_assistant", "sandbox"):
                    shutil.rmtree(given.directory / part, ignore_errors=True)
            asyncio.run(_run(given))
    except DemoError as error:
        raise SystemExit(f"The demo failed: {error}") from None


if __name__ == "__main__":
    main()
