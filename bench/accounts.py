"""One, ten and a hundred accounts in one Home Assistant."""

import asyncio
from dataclasses import dataclass
import gc
from pathlib import Path
from time import process_time

from aiohttp import ClientSession

from custom_components.dexcom_cgm.data import DexcomConfigEntry

from .core import Core, core
from .dexcom import dexcom
from .loop import percentile
from .requests import record_requests
from .result import Result, Row, Table, number

_MIB = 2**20
# Dexcom's response time in seconds while accounts start.
_RESPONSE_TIME = 0.5
# Maximum factor by which stages with fewer accounts run longer.
_TIMES = 10


@dataclass(frozen=True)
class _Stage:
    """Costs of a number of accounts in steady operation."""

    accounts: int
    cpu: float
    memory: float
    requests: float
    at_once: int
    block: float
    longest: float


def _memory() -> float:
    """Return the memory of this process in MB."""
    gc.collect()
    pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    return int(pages) * 4096 / _MIB


async def _steady(home: Core, accounts: int, seconds: int) -> _Stage:
    """Measure steady operation for a number of seconds."""
    await home.settle()
    memory = _memory()
    with (
        record_requests(home.session) as sent,
        home.loop.watched() as iterations,
        home.loop.jumping(),
    ):
        began = process_time()
        await asyncio.sleep(seconds)
        took = process_time() - began
    walls = [each.wall - each.collecting for each in iterations]
    return _Stage(
        accounts=accounts,
        cpu=took / seconds * 100,
        memory=memory,
        requests=len(sent.urls) / seconds * 60,
        at_once=sent.within(1),
        block=percentile(walls, 99.9) * 1000,
        longest=max(walls) * 1000,
    )


async def _restart(home: Core, entries: list[DexcomConfigEntry]) -> int:
    """Reload all accounts concurrently; return the peak of concurrent requests."""
    entry_ids = [entry.entry_id for entry in entries]
    await asyncio.gather(*map(home.hass.config_entries.async_unload, entry_ids))
    await home.settle()
    fault = {"path": "*", "delay": _RESPONSE_TIME}
    url = f"{home.dexcom.url}/_sandbox/faults"
    async with ClientSession(raise_for_status=True) as session:
        await session.post(url, json=fault)
        with record_requests(home.session) as sent:
            await asyncio.gather(*map(home.hass.config_entries.async_setup, entry_ids))
            await home.settle()
        await session.delete(url)
    return sent.most


async def measure(folder: Path, quick: bool) -> Result:
    """Add accounts and measure each stage."""
    stages, seconds = ((1, 3), 1800) if quick else ((1, 10, 100), 3600)
    entries: list[DexcomConfigEntry] = []
    seen = []
    async with (
        dexcom(folder, stages[-1]) as server,
        core(folder, server, recorder=True) as home,
    ):
        await _steady(home, 0, 600)
        idle = await _steady(home, 0, seconds)
        for count in stages:
            new = [
                await home.add_account(f"p{person}")
                for person in range(len(entries), count)
            ]
            await home.fill(*new)
            entries += new
            # Accounts added together drift apart only over time.
            with home.loop.jumping():
                await asyncio.sleep(600)
            # Few accounts use little CPU, so they are measured longer.
            times = min(stages[-1] // count, _TIMES)
            seen.append(await _steady(home, count, seconds * times))
        burst = await _restart(home, entries)
    last = seen[-1]
    memory = [(stage.memory - idle.memory) / stage.accounts for stage in seen]
    own = [(stage.cpu - idle.cpu) / stage.accounts for stage in seen]
    return Result(
        rows=[
            Row(
                what=f"CPU of {last.accounts} accounts in one Home Assistant",
                value=last.cpu - idle.cpu,
                unit="% of a core",
                limit=3 * last.accounts / 100,
                how=(
                    f"without accounts {number(idle.cpu)} %; "
                    f"{seconds // 60} minutes, fewer accounts up to {_TIMES} times "
                    "as long; recorder included"
                ),
            ),
            Row(
                what=(
                    f"CPU of an account among {last.accounts}, "
                    f"against one among {seen[-2].accounts}"
                ),
                value=own[-1] / own[-2],
                unit="x",
                limit=1.2,
                how="linear is 1",
            ),
            Row(
                what=f"Memory of an account among {last.accounts}",
                value=memory[-1],
                unit="MB",
                how=(
                    "of the whole process, by the operating system; among "
                    + ", ".join(
                        f"{stage.accounts} {number(each)} MB"
                        for stage, each in zip(seen[:-1], memory[:-1], strict=True)
                    )
                ),
            ),
            Row(
                what=f"Requests of {last.accounts} accounts started in one second",
                value=last.at_once,
                unit="requests",
                limit=20,
                how="steady operation",
            ),
            Row(
                what=f"Concurrent requests, start of {last.accounts} accounts",
                value=burst,
                unit="requests",
                limit=20,
                how=f"all loaded at once, Dexcom responds in {_RESPONSE_TIME} s",
            ),
        ],
        tables=[
            Table(
                title="Accounts in one Home Assistant",
                head=[
                    "Accounts",
                    "CPU, % of a core",
                    "Memory, MB",
                    "Requests a minute",
                    "Started in one second",
                    "Block, 99.9 %, ms",
                    "Longest block, ms",
                ],
                lines=[
                    [
                        str(stage.accounts),
                        number(stage.cpu),
                        f"{stage.memory:.0f}",
                        number(stage.requests),
                        str(stage.at_once),
                        number(stage.block),
                        number(stage.longest),
                    ]
                    for stage in (idle, *seen)
                ],
            )
        ],
    )
