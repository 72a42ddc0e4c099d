"""Kill Home Assistant again and again while it renews its login with Dexcom."""

from argparse import ArgumentParser, Namespace
import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack
import os
from pathlib import Path
from random import Random, randrange
from tempfile import TemporaryDirectory
import time

from . import DemoError, say
from .home_assistant import HomeAssistant
from .power_cut import Cut, Fate, Moment, Plan, PowerCuts
from .process import free_port
from .sandbox import Sandbox

_PERSON = "steady"


def _arguments() -> Namespace:
    """Return what the command line asks for."""
    parser = ArgumentParser(prog="scripts/soak", description=__doc__)
    parser.add_argument("--kills", type=int, default=100, help="how many (%(default)s)")
    parser.add_argument(
        "--seed",
        type=int,
        default=randrange(10**6),
        help="the same seed draws the same moments again",
    )
    parser.add_argument(
        "--at-once",
        type=int,
        default=max(1, min(4, os.cpu_count() or 1)),
        metavar="N",
        help="how many Home Assistants share the work (%(default)s)",
    )
    return parser.parse_args()


class Soak:
    """Many power cuts, by several Home Assistants at once."""

    def __init__(self, kills: int, seed: int) -> None:
        """Plan the cuts."""
        self.cuts: list[Cut] = []
        self._kills = kills
        self._plans: Iterator[Plan] = (
            Plan.draw(Random(f"{seed} {number}")) for number in range(kills)
        )

    async def run(self, directory: Path, at_once: int) -> None:
        """Make all the cuts."""
        async with asyncio.TaskGroup() as group:
            for number in range(min(at_once, self._kills)):
                group.create_task(self._work(directory / str(number)))

    async def _work(self, directory: Path) -> None:
        """Make cuts with a Home Assistant and a Dexcom of its own."""
        async with AsyncExitStack() as stack:
            sandbox = Sandbox(directory / "sandbox", free_port())
            stack.push_async_callback(sandbox.stop)
            await sandbox.start()
            home_assistant = HomeAssistant(
                directory / "home_assistant", free_port(), sandbox.url
            )
            home_assistant.directory.mkdir()
            stack.push_async_callback(home_assistant.kill)
            await home_assistant.start()
            power_cuts = await PowerCuts.connect(home_assistant, sandbox, _PERSON)
            for plan in self._plans:
                cut = await power_cuts.cut(plan)
                self.cuts.append(cut)
                say(f"{len(self.cuts)}/{self._kills} {cut}")

    def table(self) -> str:
        """Return how many logins had which fate."""
        counts = Counter((cut.moment, cut.fate) for cut in self.cuts)
        rows = [["", *Fate]]
        rows += [
            [moment, *(str(counts[moment, fate]) for fate in Fate)] for moment in Moment
        ]
        rows.append(
            [
                "in all",
                *(str(sum(cut.fate is fate for cut in self.cuts)) for fate in Fate),
            ]
        )
        return "\n".join(
            f"{row[0]:<26}{''.join(f'{cell:>13}' for cell in row[1:])}" for row in rows
        )


async def _run(given: Namespace) -> bool:
    """Soak as the command line says, and tell whether all is well."""
    soak = Soak(given.kills, given.seed)
    begun = time.monotonic()
    say(f"{given.kills} kills, seed {given.seed} ...")
    with TemporaryDirectory(prefix="soak-", ignore_cleanup_errors=True) as directory:
        try:
            await soak.run(Path(directory), given.at_once)
        except* DemoError as errors:
            for error in errors.exceptions:
                say(f"The soak has ended early: {error}")
    say(f"\n{soak.table()}\n")
    say(f"It took {time.monotonic() - begun:.0f} s.")
    return len(soak.cuts) == given.kills and all(
        cut.fate in {Fate.KEPT, Fate.EXCUSABLE} for cut in soak.cuts
    )


def main() -> None:
    """Run the soak; its exit code says whether a login was lost."""
    try:
        well = asyncio.run(_run(_arguments()))
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    if not well:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
