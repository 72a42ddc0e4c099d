"""Rows, bytes and CPU time of one Home Assistant in a day.

`python -m bench.row one_day --of core` measures Home Assistant's own integration, `ours`
this one, and `empty` a Home Assistant with neither.
"""

import asyncio
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
import json
from pathlib import Path
import sqlite3
from statistics import median
import sys
from time import process_time
from typing import Any

from homeassistant.setup import async_setup_component

from .clock import CLOCK, Clock
from .core import Core, core
from .dexcom import dexcom
from .subjects import SUBJECTS, SetUp

# A fixed day: the same readings and the same row counts whenever it is measured. It must
# lie ahead, because clocks only move forward, and the first hours are for the set-up.
START = datetime(2030, 1, 8, tzinfo=UTC)
QUICK_HOURS = 3
_SETTLING = timedelta(hours=3)
PERSON = "p0"
_TABLES = ("states", "state_attributes", "statistics_short_term", "statistics")
# The platforms of both integrations, which the empty Home Assistant has too.
_PLATFORMS = ("binary_sensor", "event", "sensor")


@dataclass(frozen=True, kw_only=True)
class Day:
    """Costs of a Home Assistant in a period.

    Sizes are in bytes, `cpu` is in seconds, `rows` are by table. `files` is the part of
    `written` that is saved files. `set_up` is None without an account.
    """

    rows: dict[str, int]
    growth: int
    written: int
    files: int
    cpu: float
    set_up: SetUp | None = None

    def to_json(self) -> str:
        """Serialize the result."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: bytes) -> Day:
        """Parse the output of `to_json`."""
        found: dict[str, Any] = json.loads(text)
        set_up = found.pop("set_up")
        return cls(**found, set_up=set_up and SetUp(*set_up))


class _SavedFiles:
    """Bytes of saved files, which are written under a temporary name and renamed."""

    def __init__(self, folder: Path) -> None:
        """Start counting; an audit hook cannot be removed."""
        self.size = 0
        self._folder = str(folder)
        sys.addaudithook(self._see)

    def _see(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Count a renamed file."""
        if event == "os.rename" and str(arguments[0]).startswith(self._folder):
            self.size += Path(arguments[0]).stat().st_size


def _written() -> int:
    """Return the bytes that this process has passed to write calls on files.

    Sockets are not in it. Unlike the pages that the kernel writes back, which merge when
    a day passes within seconds, these bytes do not depend on how fast time passes.
    """
    counters = Path("/proc/self/io").read_text("ascii").split()
    return int(counters[counters.index("wchar:") + 1])


def _checkpoint(path: Path) -> tuple[dict[str, int], int]:
    """Move the WAL into the database; return the rows by table, and the bytes in use."""
    database = sqlite3.connect(path, timeout=30)
    try:
        busy, _, _ = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise RuntimeError("the recorder holds the database")
        rows = {
            table: database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]  # noqa: S608 - the names are above
            for table in _TABLES
        }
        pages, free, size = (
            database.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count", "page_size")
        )
    finally:
        database.close()
    return rows, (pages - free) * size


async def _take(home: Core, hours: float, saved: _SavedFiles) -> Day:
    """Measure a period."""
    path = Path(home.hass.config.path("home-assistant_v2.db"))
    await home.settle()
    rows, size = await asyncio.to_thread(_checkpoint, path)
    written, files, began = _written(), saved.size, process_time()
    overhead = home.loop.overhead
    with home.loop.jumping():
        await asyncio.sleep(hours * 3600)
    await home.settle()
    cpu = process_time() - began - (home.loop.overhead - overhead)
    after, grown = await asyncio.to_thread(_checkpoint, path)
    return Day(
        rows={table: after[table] - rows[table] for table in _TABLES},
        growth=grown - size,
        written=_written() - written,
        files=saved.size - files,
        cpu=cpu,
    )


async def measure(folder: Path, quick: bool, subject: str) -> Day:
    """Measure a day in steady operation, then repeated set-ups."""
    hours, rounds = (QUICK_HOURS, 5) if quick else (24, 30)
    clock = Clock(folder / CLOCK)
    clock.jump((START - _SETTLING - clock.utcnow()).total_seconds())
    saved = _SavedFiles(folder)
    async with (
        dexcom(folder, 1) as server,
        core(folder, server, recorder=True) as home,
    ):
        for platform in _PLATFORMS:
            await async_setup_component(home.hass, platform, {})
        account = await SUBJECTS[subject](home, PERSON)
        await home.settle()
        with home.loop.jumping():
            await asyncio.sleep((START - clock.utcnow()).total_seconds())
        day = await _take(home, hours, saved)
        if account is None:
            return day
        times = [await account.time_set_up() for _ in range(rounds)]
        return replace(day, set_up=SetUp(*map(median, zip(*times, strict=True))))
