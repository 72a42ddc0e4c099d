"""Durations and causes of event loop blocking."""

import asyncio
from asyncio import events
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, thread_time
from typing import Any

from custom_components.dexcom_cgm.const import DOMAIN, HISTORY
from custom_components.dexcom_cgm.data import DexcomConfigEntry
from custom_components.dexcom_cgm.glucose import TargetGroup
from custom_components.dexcom_cgm.report.document import async_make_document
from custom_components.dexcom_cgm.report.request import (
    ATTR_BOM,
    ATTR_DAYS,
    ATTR_FORMAT,
    ATTR_TARGETS,
    ReportFormat,
    ReportRequest,
)

from .core import Core, core
from .dexcom import dexcom
from .loop import Collections, Iteration, percentile
from .result import Result, Row, Table, number

LIMIT = 10
_INTEGRATION = f"custom_components.{DOMAIN}"
_REPORTED = 0.002
_SHOWN = 15


@dataclass(frozen=True)
class Block:
    """A callback that blocked the event loop, see Iteration."""

    iteration: Iteration
    is_ours: bool
    name: str


@contextmanager
def blocks() -> Iterator[list[Block]]:
    """Record the callbacks that block the event loop for long."""
    found: list[Block] = []
    collections = Collections()
    run = events.Handle._run  # noqa: SLF001 - asyncio has no public hook

    def timed(handle: events.Handle) -> None:
        is_ours, name = _who(handle)
        wall, cpu, collecting = perf_counter(), thread_time(), collections.seconds
        run(handle)
        took = perf_counter() - wall
        if took > _REPORTED:
            found.append(
                Block(
                    Iteration(
                        took, thread_time() - cpu, collections.seconds - collecting
                    ),
                    is_ours,
                    name,
                )
            )

    events.Handle._run = timed  # type: ignore[assignment,method-assign]  # noqa: SLF001 - asyncio has no public hook
    try:
        yield found
    finally:
        collections.stop()
        events.Handle._run = run  # type: ignore[method-assign]  # noqa: SLF001 - restores the method


def _who(handle: events.Handle) -> tuple[bool, str]:
    """Return whether a handle runs the integration's code, and its name."""
    called: Any = handle._callback  # type: ignore[attr-defined]  # noqa: SLF001 - asyncio has no public access
    owner = getattr(called, "__self__", called)
    if isinstance(owner, asyncio.Task):
        names = []
        step: Any = owner.get_coro()
        while step is not None and hasattr(step, "cr_frame") and step.cr_frame:
            names.append(
                (step.cr_frame.f_globals.get("__name__", ""), step.__qualname__)
            )
            step = step.cr_await
        ours = [name for module, name in names if module.startswith(_INTEGRATION)]
        name = names[-1][1] if names else owner.get_name()
        if ours and ours[-1] != name:
            name = f"{ours[-1]} > {name}"
        return bool(ours) or DOMAIN in owner.get_name(), name
    job = getattr(owner, "job", None)
    called = getattr(job, "target", called)
    called = getattr(called, "func", called)
    module = getattr(called, "__module__", "") or ""
    whose = type(getattr(called, "__self__", None))
    name = getattr(called, "__qualname__", type(called).__qualname__)
    if whose.__module__.startswith(_INTEGRATION):
        return True, f"{whose.__qualname__}: {name}"
    return module.startswith(_INTEGRATION), name


class _Phases:
    """Measurements of each phase of an account."""

    def __init__(self, home: Core) -> None:
        """Store the Home Assistant to measure."""
        self._home = home
        self.iterations: dict[str, list[Iteration]] = {}
        self.blocks: dict[str, list[Block]] = {}

    @contextmanager
    def watch(self, phase: str) -> Iterator[None]:
        """Measure the event loop within the context."""
        with self._home.loop.watched() as iterations, blocks() as seen:
            yield
        self.iterations.setdefault(phase, []).extend(iterations)
        self.blocks.setdefault(phase, []).extend(seen)

    async def start(self, person: str) -> DexcomConfigEntry:
        """Set up a new account."""
        with self.watch("start"):
            entry = await self._home.add_account(person)
            await self._home.settle()
        return entry

    async def start_only(self, person: str) -> None:
        """Repeat the start, because one start has few iterations."""
        entry = await self.start(person)
        await self._home.hass.config_entries.async_remove(entry.entry_id)
        await self._home.settle()

    async def live(self, person: str, polls: int) -> None:
        """Run all phases with one account."""
        home = self._home
        entries = home.hass.config_entries
        entry = await self.start(person)
        with self.watch("backfill"):
            await home.fill(entry)
        with self.watch("report of 90 days"):
            for wanted in ReportFormat:
                await async_make_document(home.hass, entry, _request(home, wanted))
        with self.watch("poll"), home.loop.jumping():
            await asyncio.sleep(polls * 300)
            await home.settle()
        with self.watch("save"):
            await entries.async_unload(entry.entry_id)
            await home.settle()
        with self.watch("start with 90 days"):
            await entries.async_setup(entry.entry_id)
            await home.settle()
        await entries.async_remove(entry.entry_id)
        await home.settle()


def _request(home: Core, wanted: ReportFormat) -> ReportRequest:
    """Return the request for the longest window."""
    return ReportRequest.of(
        home.hass,
        {
            ATTR_FORMAT: wanted,
            ATTR_DAYS: HISTORY.days,
            ATTR_TARGETS: TargetGroup.MOST_ADULTS,
            ATTR_BOM: True,
        },
    )


def _row(phase: str, iterations: list[Iteration], limit: float | None) -> Row:
    """Summarize a phase."""
    walls = [iteration.wall - iteration.collecting for iteration in iterations]
    cpus = [iteration.cpu - iteration.collecting for iteration in iterations]
    return Row(
        what=f"Event loop blocked, {phase}, 99.9th percentile",
        value=percentile(walls, 99.9) * 1000,
        unit="ms",
        limit=limit,
        how=(
            f"computing for {number(percentile(cpus, 99.9) * 1000)} ms of it; longest "
            f"{number(max(walls) * 1000)} ms, computing {number(max(cpus) * 1000)} ms; "
            f"{len(iterations):,} iterations; garbage collection, excluded, up to "
            f"{number(max(iteration.collecting for iteration in iterations) * 1000)} ms"
        ),
    )


async def measure(folder: Path, quick: bool) -> Result:
    """Run accounts and measure event loop blocking."""
    people, polls, starts = (1, 24, 3) if quick else (4, 96, 36)
    async with (
        dexcom(folder, people + 1 + starts) as server,
        core(folder, server, recorder=True) as home,
    ):
        # Excludes one-time loading for the first account.
        await _Phases(home).live(f"p{people}", 1)
        phases = _Phases(home)
        for person in range(people):
            await phases.live(f"p{person}", polls)
        for person in range(people + 1, people + 1 + starts):
            await phases.start_only(f"p{person}")
        idle = _Phases(home)
        with idle.watch("idle"), home.loop.jumping():
            await asyncio.sleep(polls * 300)
    rows = [
        _row(phase, iterations, LIMIT)
        for phase, iterations in phases.iterations.items()
    ]
    rows += [
        _row(phase, iterations, None) for phase, iterations in idle.iterations.items()
    ]
    longest = sorted(
        ((block, phase) for phase, found in phases.blocks.items() for block in found),
        key=lambda each: each[0].iteration.collecting - each[0].iteration.wall,
    )
    return Result(
        rows=rows,
        tables=[
            Table(
                title="Longest callbacks",
                head=["Phase", "ms", "CPU ms", "GC ms", "Whose", "Callback"],
                lines=[
                    [
                        phase,
                        *(number(each * 1000) for each in block.iteration),
                        "the integration" if block.is_ours else "Home Assistant",
                        block.name,
                    ]
                    for block, phase in longest[:_SHOWN]
                ],
            )
        ],
    )
