"""Setup time of an account and import time of the integration."""

import asyncio
from pathlib import Path
from statistics import median
import sys
from time import perf_counter, process_time

from custom_components.dexcom_cgm.data import DexcomConfigEntry

from .core import Core, core
from .dexcom import dexcom
from .floor import fetch
from .requests import record_requests
from .result import Result, Row, number


async def _set_up(home: Core, entry: DexcomConfigEntry) -> tuple[float, float, str]:
    """Set up an account that is unloaded.

    Return the duration, its CPU time, and the URL of the request.
    """
    with record_requests(home.session) as sent:
        began, computing = perf_counter(), process_time()
        await home.hass.config_entries.async_setup(entry.entry_id)
        took, computed = perf_counter() - began, process_time() - computing
    await home.settle()
    return took, computed, sent.urls[0]


async def _request(home: Core, entry: DexcomConfigEntry, url: str) -> float:
    """Return the duration of the request alone."""
    token = entry.data["token"]["access_token"]
    with record_requests(home.session):
        began = perf_counter()
        await fetch(home.session, url, token)
        return perf_counter() - began


async def _import() -> tuple[float, int]:
    """Import in a new process; return the milliseconds, and other modules loaded."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.importing", stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    took, others = output.split()
    return float(took), int(others)


async def measure(folder: Path, quick: bool) -> Result:
    """Repeatedly set up an account with 90 days on disk."""
    rounds, imports = (10, 2) if quick else (60, 7)
    times, computed, requests = [], [], []
    async with (
        dexcom(folder, 1) as server,
        core(folder, server, recorder=True) as home,
    ):
        entry = await home.add_account("p0")
        await home.fill(entry)
        for _ in range(rounds):
            await home.hass.config_entries.async_unload(entry.entry_id)
            await home.settle()
            took, cpu, url = await _set_up(home, entry)
            times.append(took)
            computed.append(cpu)
            requests.append(await _request(home, entry, url))
    imported = [await _import() for _ in range(imports)]
    set_up, request = median(times) * 1000, median(requests) * 1000
    return Result(
        rows=[
            Row(
                what="Set-up of an account with 90 days, beyond its one request",
                value=set_up - request,
                unit="ms",
                limit=10,
                how=(
                    f"{number(set_up)} ms with it, computing for "
                    f"{number(median(computed) * 1000)} ms; {number(request)} ms the "
                    f"request alone; "
                    f"{rounds} rounds"
                ),
            ),
            Row(
                what="Import of the integration",
                value=median(took for took, _ in imported),
                unit="ms",
                limit=100,
                how=(
                    "all its modules, in a process that has loaded Home Assistant; "
                    f"with them {imported[0][1]} modules of others; "
                    f"{imports} processes"
                ),
            ),
        ]
    )
