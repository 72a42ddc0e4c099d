"""Repeatedly interrupt Home Assistant while it renews its login with Dexcom."""

from argparse import ArgumentParser, Namespace
import asyncio
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
    """Parse the command line."""
    parser = ArgumentParser(prog="scripts/soak", description=__doc__)
    parser.add_argument(
        "--rounds", type=int, default=100, help="number of renewals (%(default)s)"
    )
    parser.add_argument(
        "--seed",
        type=int,
        default=randrange(10**6),
        help="seed of the random disturbances",
    )
    parser.add_argument(
        "--workers",
        type=int,
        default=max(1, min(4, os.cpu_count() or 1)),
        metavar="N",
        help="number of parallel Home Assistant instances (%(default)s)",
    )
    parser.add_argument(
        "--directory",
        type=Path,
        help="folder for data and logs (default: a temporary folder)",
    )
    return parser.parse_args()


class Soak:
    """Rounds distributed over several parallel Home Assistant instances."""

    def __init__(self, rounds: int, seed: int) -> None:
        """Store the number of rounds and seed their random plans."""
        self.rounds: list[Round] = []
        self._count = rounds
        self._seed = seed
        self._numbers = iter(range(rounds))

    async def run(self, directory: Path, workers: int) -> None:
        """Run all rounds."""
        async with asyncio.TaskGroup() as group:
            for number in range(min(workers, self._count)):
                group.create_task(self._work(directory / str(number)))

    async def _work(self, directory: Path) -> None:
        """Run rounds with a separate Home Assistant and sandbox."""
        async with AsyncExitStack() as stack:
            sandbox = Sandbox(directory / "sandbox", free_port())
            stack.push_async_callback(sandbox.stop)
            await sandbox.start()
            clock = await Clock.create(directory)
            disk = await self._mount(stack)
            configuration = directory / "home_assistant"
            configuration.mkdir()
            home_assistant = HomeAssistant(
                configuration,
                free_port(),
                sandbox.url,
                recorder_url=disk.hold_storage(configuration) if disk else None,
                environment=clock.environment,
            )
            stack.push_async_callback(home_assistant.kill)
            await home_assistant.start()
            account = await Account.connect(home_assistant, sandbox, _PERSON)
            rounds = Rounds(account, disk, clock)
            for number in self._numbers:
                random = Random(f"{self._seed} {number}")
                plan = Plan.draw(random, full_disk=disk is not None)
                try:
                    result = await rounds.run(plan)
                except Exception:
                    say(f"Round failed to run: {plan}")
                    raise
                self.rounds.append(result)
                say(f"{len(self.rounds)}/{self._count} {result}")

    async def _mount(self, stack: AsyncExitStack) -> SmallDisk | None:
        """Mount a small disk if the system allows it."""
        try:
            return await stack.enter_async_context(SmallDisk.mount())
        except DemoError as error:
            say(f"Full disks are disabled: {error}")
            return None

    def table(self) -> str:
        """Return a table of verdict counts by disturbance and moment."""
        groups: dict[str, list[Round]] = {
            kind: [each for each in self.rounds if each.plan.disturbance is kind]
            for kind in Disturbance
        }
        groups |= {
            "with a full disk": [each for each in self.rounds if each.plan.full_disk],
            "with the clock set": [each for each in self.rounds if each.plan.clock],
            "with a slow answer": [
                each for each in self.rounds if each.plan.answer >= SLOW
            ],
        }
        groups |= {
            moment: [each for each in self.rounds if each.moment is moment]
            for moment in Moment
        }
        groups["all"] = self.rounds
        lines: list[tuple[str, ...]] = [("", *Verdict)]
        for name, rounds in groups.items():
            verdicts = [each.verdict for each in rounds]
            lines.append((name, *(str(verdicts.count(kind)) for kind in Verdict)))
        return "\n".join(
            f"{line[0]:<26}{''.join(f'{cell:>14}' for cell in line[1:])}"
            for line in lines
        )


async def _run(given: Namespace) -> bool:
    """Run the soak test; return whether no login was lost."""
    soak = Soak(given.rounds, given.seed)
    begun = time.monotonic()
    say(f"{given.rounds} rounds, seed {given.seed} ...")
    with TemporaryDirectory(prefix="soak-", ignore_cleanup_errors=True) as temporary:
        try:
            await soak.run(given.directory or Path(temporary), given.workers)
        except* DemoError as errors:
            for error in errors.exceptions:
                say(f"The soak test ended early: {error}")
    say(f"\n{soak.table()}\n")
    say(f"Seed {given.seed}, {time.monotonic() - begun:.0f} s.")
    return len(soak.rounds) == given.rounds and all(each.passed for each in soak.rounds)


def main() -> None:
    """Run the soak test; exit with an error if a login was lost."""
    try:
        passed = asyncio.run(_run(_arguments()))
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    if not passed:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
