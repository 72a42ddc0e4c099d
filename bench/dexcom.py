"""The sandbox in a separate process, so that its work is not measured."""

from argparse import ArgumentParser
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
import json
from pathlib import Path
from typing import Any

from demo.process import Process
from sandbox import Character, Person, Sandbox

from .clock import CLOCK, Clock
from .share import Share

_READY = "sandbox.json"
DELAY = timedelta(hours=1)


@dataclass(frozen=True)
class Dexcom:
    """URLs of the sandbox and its Share server, and the tokens of its people."""

    url: str
    share_url: str
    tokens: dict[str, dict[str, Any]]


@asynccontextmanager
async def dexcom(folder: Path, people: int) -> AsyncIterator[Dexcom]:
    """Run a sandbox with people, by the clock in the folder."""
    process = Process(
        ["-m", "bench.dexcom", str(folder), str(people)], folder / "sandbox.log"
    )
    await process.start()
    ready = folder / _READY

    async def is_ready() -> bool:
        return ready.exists()

    try:
        await process.wait_until(is_ready, 60)
        yield Dexcom(**json.loads(ready.read_text("utf-8")))
    finally:
        await process.stop()


def people(count: int) -> list[Person]:
    """Return the people p0, p1 and so on."""
    return [Person(id=f"p{each}", character=Character()) for each in range(count)]


async def _serve(folder: Path, count: int) -> None:
    """Serve until the process is stopped."""
    clock = Clock(folder / CLOCK)
    served = people(count)
    sandbox = Sandbox(people=served, now=clock.utcnow, delay=DELAY)
    share = Share(served, clock.utcnow)
    async with sandbox.serve() as url, share.serve() as share_url:
        tokens = {person.id: sandbox.issue_token(person.id) for person in served}
        ready = {"url": url, "share_url": share_url, "tokens": tokens}
        unfinished = folder / f"{_READY}.new"
        unfinished.write_text(json.dumps(ready), "utf-8")
        unfinished.rename(folder / _READY)
        await asyncio.Event().wait()


def _main() -> None:
    """Read the arguments and run."""
    parser = ArgumentParser(prog="python -m bench.dexcom", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("people", type=int)
    given = parser.parse_args()
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(given.folder, given.people))


if __name__ == "__main__":
    _main()
