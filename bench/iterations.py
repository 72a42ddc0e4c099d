"""The longest event loop iterations of rare operations.

A percentile would hide them: many accounts set up at once, and actions over 90 days.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import NamedTuple

from custom_components.dexcom_cgm.const import DOMAIN, HISTORY
from custom_components.dexcom_cgm.data import DexcomConfigEntry
from homeassistant.util import dt as dt_util

from .core import Core, core
from .dexcom import dexcom
from .result import Result, Row, number

_LIMIT = 10


class _Longest(NamedTuple):
    """Longest iteration of a round in ms, by wall clock and CPU, without garbage collection."""

    wall: float
    cpu: float


async def _longest(home: Core, action: Callable[[], Awaitable[object]]) -> _Longest:
    """Measure an action and the following minute, which may have some of its work."""
    with home.loop.watched() as iterations, home.loop.jumping():
        await action()
        await home.settle()
        await asyncio.sleep(60)
        await home.settle()
    return _Longest(
        max(iteration.wall - iteration.collecting for iteration in iterations) * 1000,
        max(iteration.cpu - iteration.collecting for iteration in iterations) * 1000,
    )


def _row(what: str, found: list[_Longest], how: str) -> Row:
    """Summarize the rounds."""
    walls, cpus = zip(*found, strict=True)
    return Row(
        what=f"Longest event loop iteration, {what}",
        value=median(walls),
        unit="ms",
        limit=_LIMIT,
        how=(
            f"median of {len(walls)} rounds, between {number(min(walls))} and "
            f"{number(max(walls))} ms; computing for {number(median(cpus))} ms at most; "
            f"{how}; garbage collection is excluded"
        ),
    )


async def measure(folder: Path, quick: bool) -> Result:
    """Repeatedly set up all accounts at once, and call get_readings for one."""
    accounts, rounds = (3, 5) if quick else (10, 20)
    async with (
        dexcom(folder, accounts) as server,
        core(folder, server, recorder=True) as home,
    ):
        entries = [await home.add_account(f"p{each}") for each in range(accounts)]
        await home.fill(*entries)
        starts = [await _start_all(home, entries) for _ in range(rounds)]
        answers = [await _ask(home, entries[0]) for _ in range(rounds)]
        readings = len(entries[0].runtime_data.glucose.readings.log)
    return Result(
        rows=[
            _row(
                f"{accounts} accounts set up at once",
                starts,
                "each with 90 days on disk",
            ),
            _row(
                f"get_readings of {HISTORY.days} days",
                answers,
                f"{readings:,} readings",
            ),
        ]
    )


async def _start_all(home: Core, entries: list[DexcomConfigEntry]) -> _Longest:
    """Set up all accounts at once, like a start of Home Assistant."""
    entry_ids = [entry.entry_id for entry in entries]
    await asyncio.gather(*map(home.hass.config_entries.async_unload, entry_ids))
    await home.settle()

    async def start() -> None:
        await asyncio.gather(*map(home.hass.config_entries.async_setup, entry_ids))

    return await _longest(home, start)


async def _ask(home: Core, entry: DexcomConfigEntry) -> _Longest:
    """Call get_readings for all readings of an account."""
    now = dt_util.utcnow()

    async def ask() -> None:
        await home.hass.services.async_call(
            DOMAIN,
            "get_readings",
            {
                "config_entry_id": entry.entry_id,
                "start": now - HISTORY + timedelta(minutes=1),
                "end": now,
            },
            blocking=True,
            return_response=True,
        )

    return await _longest(home, ask)
