"""Disturb Home Assistant again and again while it renews its login with Dexcom."""

from argparse import ArgumentParser, Namespace
import asyncio
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
import os
from pathlib import Path
from random import Random, randrange
from tempfile import TemporaryDirectory
import time

from demo import DemoError, say
from demo.home_assistant import HomeAssistant
from demo.process import free_port
from demo.sandbox import Sandbox

from .account import Account
from .clock import Clock
from .plan import SLOW, Disturbance, Plan
from .rounds import Moment, Round, Rounds, Verdict
from .small_disk import SmallDisk

_PERSON = "steady"


def _arguments() -> Namespace:
    """Return the arguments of the command line."""
    parser = ArgumentParser(prog="scripts/soak", description=__doc__)
    parser.add_argument(
        "--rounds", type=int, default=100, help="number of renewals (%(default)s)"
    )
    parser.add_argument(
        "--seed",
        type=int,
        default=randrange(10**6),
        help="the same seed draws the same disturbances again",
    )
    parser.add_argument(
        "--workers",
        type=int,
        default=max(1, min(4, os.cpu_count() or 1)),
        metavar="N",
        help="number of Home Assistants that share the work (%(default)s)",
    )
    parser.add_argument(
        "--directory",
        type=Path,
        help="where data and logs are kept; a temporary folder otherwise",
    )
    return parser.parse_args()


class Soak:
    """Many rounds, by several Home Assistants in parallel."""

    def __init__(self, rounds: int, seed: int) -> None:
        """Plan the rounds."""
        self.rounds: list[Round] = []
        self._count = rounds
        self._plans: Iterator[Plan] = (
            Plan.draw(Random(f"{seed} {number}")) for number in range(rounds)
        )

    async def run(self, directory: Path, workers: int) -> None:
        """Run all rounds."""
        async with asyncio.TaskGroup() as group:
            for number in range(min(workers, self._count)):
                group.create_task(self._work(directory / str(number)))

    async def _work(self, directory: Path) -> None:
        """Run rounds with a Home Assistant and a Dexcom of their own."""
        async with AsyncExitStack() as stack:
            sandbox = Sandbox(directory / "sandbox", free_port())
            stack.push_async_callback(sandbox.stop)
            await sandbox.start()
            clock = await Clock.create(directory)
            disk = await stack.enter_async_context(SmallDisk.mount())
            configuration = directory / "home_assistant"
            configuration.mkdir()
            home_assistant = HomeAssistant(
                configuration,
                free_port(),
                sandbox.url,
                recorder_url=disk.hold_storage(configuration),
                environment=clock.environment,
            )
            stack.push_async_callback(home_assistant.kill)
            await home_assistant.start()
            account = await Account.connect(home_assistant, sandbox, _PERSON)
            rounds = Rounds(account, disk, clock)
            for plan in self._plans:
                try:
                    result = await rounds.run(plan)
                except Exception:
                    say(f"This round could not be run: {plan}")
                    raise
                self.rounds.append(result)
                say(f"{len(self.rounds)}/{self._count} {result}")

    def table(self) -> str:
        """Return how often each verdict came, by disturbance and by moment."""
        rows: list[tuple[str, Callable[[Round], bool]]] = [
            (kind, lambda each, kind=kind: each.plan.disturbance is kind)
            for kind in Disturbance
        ]
        rows += [
            ("with a full disk", lambda each: each.plan.full_disk is not None),
            ("with the clock set", lambda each: each.plan.clock is not None),
            ("with a slow answer", lambda each: each.plan.answer >= SLOW),
        ]
        rows += [
            (moment, lambda each, moment=moment: each.moment is moment)
            for moment in Moment
        ]
        rows.append(("all", lambda each: True))
        lines = [("", *Verdict)]
        for name, belongs in rows:
            verdicts = [each.verdict for each in self.rounds if belongs(each)]
            lines.append((name, *(str(verdicts.count(kind)) for kind in Verdict)))
        return "\n".join(
            f"{line[0]:<26}{''.join(f'{cell:>14}' for cell in line[1:])}"
            for line in lines
        )


async def _run(given: Namespace) -> bool:
    """Run the soak and return whether no login was lost."""
    soak = Soak(given.rounds, given.seed)
    begun = time.monotonic()
    say(f"{given.rounds} rounds, seed {given.seed} ...")
    with TemporaryDirectory(prefix="soak-", ignore_cleanup_errors=True) as temporary:
        try:
            await soak.run(given.directory or Path(temporary), given.workers)
        except* DemoError as errors:
            for error in errors.exceptions:
                say(f"The soak has ended early: {error}")
    say(f"\n{soak.table()}\n")
    say(f"Seed {given.seed}, {time.monotonic() - begun:.0f} s.")
    return len(soak.rounds) == given.rounds and all(each.passed for each in soak.rounds)


def main() -> None:
    """Run the soak; its exit code says whether a login was lost."""
    try:
        passed = asyncio.run(_run(_arguments()))
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    if not passed:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
