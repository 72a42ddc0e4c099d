"""Cost of the first 90-day backfill of an account."""

import asyncio
from pathlib import Path
from statistics import mean, median
from time import process_time
from typing import Any, NamedTuple

from custom_components.dexcom_cgm.data import DexcomConfigEntry

from .core import Core, core
from .dexcom import dexcom
from .floor import fetch, hours_of, store
from .requests import kind_of, record_requests
from .result import Result, Row, number
from .sampler import Sampler


class _Cost(NamedTuple):
    """CPU time in seconds: total and the recorder's share."""

    all: float
    recorder: float


class _Stopwatch:
    """Measures CPU time."""

    def __init__(self, home: Core) -> None:
        """Start measuring."""
        self._home = home
        self._began = process_time(), home.recorder_time

    def stop(self) -> _Cost:
        """Return the cost since the start."""
        every, recorder = self._began
        return _Cost(process_time() - every, self._home.recorder_time - recorder)


async def _fill(home: Core, entry: DexcomConfigEntry) -> tuple[_Cost, list[str]]:
    """Backfill an account; return the cost and the requested URLs."""
    with record_requests(home.session) as sent:
        watch = _Stopwatch(home)
        await home.fill(entry)
        return watch.stop(), [url for url in sent.urls if kind_of(url) == "egvs"]


async def _floor(home: Core, urls: list[str], token: str, name: str) -> _Cost:
    """Process the same responses with minimal work; return the cost.

    Preparing the rows is not counted.
    """
    ready = hours_of([await fetch(home.session, url, token) for url in urls])
    with record_requests(home.session):
        watch = _Stopwatch(home)
        for url in urls:
            await fetch(home.session, url, token)
        for number_of_series, rows in enumerate(ready):
            store(home.hass, f"{name}_{number_of_series}", rows)
        await home.settle()
        return watch.stop()


async def _idle(home: Core) -> float:
    """Return the idle cost over the duration of a backfill."""
    began = process_time()
    with home.loop.jumping():
        for _ in range(40):
            await asyncio.sleep(1)
    await home.settle()
    return process_time() - began


async def measure(folder: Path, quick: bool) -> Result:
    """Backfill accounts one after another, alternating with the floor."""
    rounds = 3 if quick else 20
    fills: list[_Cost] = []
    floors: list[_Cost] = []
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
            readings = len(entry.runtime_data.glucose.readings.log)
            await home.hass.config_entries.async_remove(entry.entry_id)
            await home.settle()
    # The first round includes one-time loading. The others all count: a full garbage
    # collection takes half as long as a floor and occurs in some of both.
    fill, floor = (
        _Cost(*map(mean, zip(*each[1:], strict=True))) for each in (fills, floors)
    )
    least, most = min(fills[1:]).all, max(fills[1:]).all
    return Result(
        rows=[
            Row(
                what="CPU of the first backfill of 90 days",
                value=fill.all / floor.all,
                unit="x",
                limit=2,
                how=(
                    f"{number(fill.all)} s against {number(floor.all)} s for "
                    f"{readings:,} readings, the recorder's thread {number(fill.recorder)} "
                    f"s against {number(floor.recorder)} s of it; means of "
                    f"{len(fills) - 1} rounds, between {number(least)} and "
                    f"{number(most)} s against {number(min(floors[1:]).all)} and "
                    f"{number(max(floors[1:]).all)} s; "
                    "letting the time pass "
                    f"costs {number(median(idle) * 1000)} ms of both clocks"
                ),
            )
        ],
        tables=sampler.tables("the backfill"),
    )
