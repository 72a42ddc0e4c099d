"""Cost of a history of five years: requests, disk, memory and blocking."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any
from urllib.parse import parse_qs, urlsplit

from custom_components.dexcom_cgm.data import DexcomConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .blocking import LIMIT, blocks
from .core import Core, core
from .dexcom import dexcom
from .loop import percentile
from .memory import deep_size
from .requests import kind_of, record_requests
from .result import Result, Row, Table, number

_YEAR = 365
_LOG = 90
_MIB = 2**20
_SHOWN = 8


async def _fill(home: Core, entry: DexcomConfigEntry) -> None:
    """Wait until the older history is complete."""
    readings = entry.runtime_data.readings
    with home.loop.jumping():
        while readings.older_progress != 100:
            await asyncio.sleep(1)
    await home.settle()


def _is_of_older_days(url: str) -> bool:
    """Return whether a request is for days before the log, or for where they begin."""
    if kind_of(url) != "egvs":
        return kind_of(url) == "dataRange"
    (end,) = parse_qs(urlsplit(url).query)["endDate"]
    age = dt_util.utcnow() - datetime.fromisoformat(end).replace(tzinfo=UTC)
    return age > timedelta(days=_LOG - 2)


def _database(hass: HomeAssistant) -> int:
    """Return the size of the recorder's database with its journal, in bytes."""
    folder = Path(hass.config.config_dir)
    return sum(path.stat().st_size for path in folder.glob("home-assistant_v2.db*"))


async def _report(home: Core, entry: DexcomConfigEntry) -> tuple[float, dict[str, Any]]:
    """Return the seconds of a report over all years, and the report."""
    began = perf_counter()
    response = await home.hass.services.async_call(
        "dexcom_cgm",
        "get_report",
        {"config_entry_id": entry.entry_id, "start": 0, "compare": True},
        blocking=True,
        return_response=True,
    )
    return perf_counter() - began, dict(response or {})


async def measure(folder: Path, quick: bool) -> Result:
    """Fetch the whole history of an account, and report on it."""
    years = 2 if quick else 5
    days = years * _YEAR + 1
    async with (
        dexcom(folder, 1, days) as server,
        core(folder, server, recorder=True) as home,
    ):
        entry = await home.add_account("p0")
        await home.fill(entry)
        before = _database(home.hass)
        data = entry.runtime_data
        log = len(data.readings.log)
        with (
            record_requests(home.session) as sent,
            home.loop.watched() as iterations,
            blocks() as seen,
        ):
            began = process_time()
            home.hass.config_entries.async_update_entry(
                entry, options={"history": "everything"}
            )
            await _fill(home, entry)
            cpu = process_time() - began
        requests = sum(map(_is_of_older_days, sent.urls))
        database = _database(home.hass) - before
        with home.loop.watched() as report_iterations:
            took, report = await _report(home, entry)
        file = Path(
            home.hass.config.path(".storage", f"dexcom_cgm.{entry.entry_id}.days")
        )
        await home.hass.config_entries.async_unload(entry.entry_id)
        size = file.stat().st_size
        grown = len(data.readings.log) - log
    walls = [iteration.wall - iteration.collecting for iteration in iterations]
    cpus = [iteration.cpu - iteration.collecting for iteration in iterations]
    known = len(data.archive.records)
    title = f"History of {years} years"
    longest = sorted(seen, key=lambda block: -block.iteration.wall)
    return Result(
        rows=[
            Row(
                what=f"{title}, requests",
                value=requests,
                unit="requests",
                limit=150,
                how=f"{known:,} days, of which {_LOG} are in the log already",
            ),
            Row(
                what=f"{title}, on disk",
                value=size / _MIB,
                unit="MB",
                limit=5,
                how=(
                    f"{size / known:.0f} bytes a day; the recorder's database grows by "
                    f"{database / _MIB:.1f} MB of hourly statistics"
                ),
            ),
            Row(
                what=f"{title}, in memory",
                value=deep_size(data.archive.records) / _MIB,
                unit="MB",
                limit=1,
                how=f"records of days; the log of 90 days changes by {grown} readings",
            ),
            Row(
                what=f"{title}, event loop blocked while it is fetched, 99.9th percentile",
                value=percentile(walls, 99.9) * 1000,
                unit="ms",
                limit=LIMIT,
                how=(
                    f"longest {number(max(walls) * 1000)} ms, computing "
                    f"{number(max(cpus) * 1000)} ms of it; {len(iterations):,} iterations; "
                    f"{number(cpu)} s of CPU in all"
                ),
            ),
            Row(
                what=f"{title}, event loop blocked by a report of it, longest",
                value=max(
                    iteration.wall - iteration.collecting
                    for iteration in report_iterations
                )
                * 1000,
                unit="ms",
                limit=LIMIT,
                how=(
                    f"the answer with {len(report['months'])} months and a comparison "
                    f"takes {number(took * 1000)} ms, computed in a thread"
                ),
            ),
        ],
        tables=[
            Table(
                title="Longest callbacks while the years are fetched",
                head=["ms", "CPU ms", "GC ms", "Whose", "Callback"],
                lines=[
                    [
                        *(number(each * 1000) for each in block.iteration),
                        "the integration" if block.is_ours else "Home Assistant",
                        block.name,
                    ]
                    for block in longest[:_SHOWN]
                ],
            )
        ],
    )
