"""Memory of an account with 90 days."""

import gc
from pathlib import Path
import sys
import tracemalloc
from types import FunctionType, ModuleType

from .core import core
from .dexcom import dexcom
from .result import Result, Row

_MIB = 2**20


def deep_size(root: object) -> int:
    """Return the size in bytes of an object and all that it refers to."""
    seen: set[int] = set()
    waiting = [root]
    size = 0
    while waiting:
        each = waiting.pop()
        if id(each) in seen or isinstance(each, type | ModuleType | FunctionType):
            continue
        seen.add(id(each))
        size += sys.getsizeof(each)
        waiting.extend(gc.get_referents(each))
    return size


def _traced() -> int:
    """Return what Python has sent for and still holds."""
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


async def measure(folder: Path, quick: bool) -> Result:
    """Set up more accounts after a first one, which loads what all share."""
    people = 1 if quick else 3
    sizes, logs, peaks = [], [], []
    readings = 0
    async with (
        dexcom(folder, people + 1) as server,
        core(folder, server, recorder=True) as home,
    ):
        await home.fill(await home.add_account(f"p{people}"))
        tracemalloc.start()
        for person in range(people):
            before = _traced()
            tracemalloc.reset_peak()
            entry = await home.add_account(f"p{person}")
            await home.settle()
            await home.fill(entry)
            peaks.append(tracemalloc.get_traced_memory()[1] - before)
            sizes.append(_traced() - before)
            logs.append(deep_size(entry.runtime_data.glucose.readings.log))
            readings = len(entry.runtime_data.glucose.readings.log)
        tracemalloc.stop()
    return Result(
        rows=[
            Row(
                what="Memory of 90 days in the log",
                value=max(logs) / _MIB,
                unit="MB",
                limit=1,
                how=f"{readings:,} readings",
            ),
            Row(
                what="Memory of an account with 90 days, in all",
                value=max(sizes) / _MIB,
                unit="MB",
                limit=3,
                how=(
                    "increase of Python's allocations, Home Assistant's part "
                    f"included; while it is backfilled up to {max(peaks) / _MIB:.1f} MB"
                ),
            ),
        ]
    )
