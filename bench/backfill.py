"""What the first ninety days of an account cost."""

import asyncio
from pathlib import Path
from statistics import mean, median
from time import process_time
from typing import Any

from custom_components.dexcom_cgm.data import DexcomConfigEntry

from .asked import asking, kind_of
from .core import Core, core
from .dexcom import dexcom
from .floor import fetch, hours_of, store
from .result import Result, Row, number
from .sampler import Sampler


async def _fill(home: Core, entry: DexcomConfigEntry) -> tuple[float, list[str]]:
    """Fill an account; return the processor's time and what was asked for."""
    with asking(home.session) as asked:
        began = process_time()
        await home.fill(entry)
        return process_time() - began, [
            url for url in asked.urls if kind_of(url) == "egvs"
        ]


async def _floor(home: Core, urls: list[str], token: str, name: str) -> float:
    """Do the least for the same answers; return the processor's time.

    The rows are made ready beforehand, which does not count.
    """
    ready = hours_of([await fetch(home.session, url, token) for url in urls])
    with asking(home.session):
        began = process_time()
        for url in urls:
            await fetch(home.session, url, token)
        for number_of_series, rows in enumerate(ready):
            store(home.hass, f"{name}_{number_of_series}", rows)
        await home.settle()
        return process_time() - began


async def _idle(home: Core) -> float:
    """Return what it costs to let as much time pass as a back-fill takes."""
    began = process_time()
    with home.loop.jumping():
        for _ in range(40):
            await asyncio.sleep(1)
    await home.settle()
    return process_time() - began


async def measure(folder: Path, quick: bool) -> Result:
    """Fill one account after the other, in turn with the floor."""
    rounds = 3 if quick else 20
    fills: list[float] = []
    floors: list[float] = []
    idle: list[float] = []
    sampler = Sampler()
    readings = 0
    async with (
        dexcom(folder, rounds + 2) as server,
        core(folder, server, recorder=True) as home,
    ):
        for person in server.tokens:
            entry = await home.add_account(person)
            await home.settle()
            token: dict[str, Any] = entry.data["token"]
            if person == list(server.tokens)[-1]:
                with sampler.running():
                    await _fill(home, entry)
            else:
                took, urls = await _fill(home, entry)
                fills.append(took)
                floors.append(
                    await _floor(home, urls, token["access_token"], f"floor_{person}")
                )
                idle.append(await _idle(home))
            readings = len(entry.runtime_data.glucose.log)
            await home.hass.config_entries.async_remove(entry.entry_id)
            await home.settle()
    # The first one loads what is loaded once. Of the others each counts: a collection of
    # all garbage takes as long as half a floor, and falls into some of both.
    fill, floor = mean(fills[1:]), mean(floors[1:])
    return Result(
        rows=[
            Row(
                what="CPU of the first back-fill of 90 days",
                value=fill / floor,
                unit="x",
                limit=1.5,
                how=(
                    f"{number(fill)} s against {number(floor)} s for {readings:,} "
                    f"readings, means of {len(fills) - 1} rounds, between "
                    f"{number(min(fills[1:]))} and {number(max(fills[1:]))} s against "
                    f"{number(min(floors[1:]))} and {number(max(floors[1:]))} s; "
                    "letting the time pass "
                    f"costs {number(median(idle) * 1000)} ms of both clocks"
                ),
            )
        ],
        tables=sampler.tables("the back-fill"),
    )
