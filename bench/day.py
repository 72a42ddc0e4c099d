"""Costs of a day compared with Home Assistant's own `dexcom` integration."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
import sys

from sandbox import Sandbox

from .dexcom import DELAY, people
from .one_day import PERSON, QUICK_HOURS, START, Day
from .result import Result, Row, Table, number
from .subjects import SUBJECTS


@dataclass(frozen=True, kw_only=True)
class _Figure:
    """A figure of the comparison, minus that of an empty Home Assistant."""

    what: str
    unit: str
    limit: float
    empty: float | None
    core: float
    ours: float
    how: str = ""

    @property
    def ratio(self) -> str:
        """Return the ratio of ours to core's."""
        return f"{number(self.ours / self.core)} x" if self.core else "-"

    def row(self) -> Row:
        """Return our figure with its limit."""
        ratio = f", ours is {self.ratio}" if self.core else ""
        empty = "" if self.empty is None else f"; empty {_short(self.empty)}"
        return Row(
            what=self.what,
            value=self.ours,
            unit=self.unit,
            limit=self.limit,
            how=f"core's dexcom {_short(self.core)} {self.unit}{ratio}{empty}{self.how}",
        )

    def line(self) -> list[str]:
        """Return a row of the table."""
        return [
            f"{self.what}, {self.unit}",
            "" if self.empty is None else _short(self.empty),
            _short(self.core),
            _short(self.ours),
            self.ratio,
            f"at most {_short(self.limit)}",
        ]


def _short(value: float) -> str:
    """Format a count without decimals, other numbers with three digits."""
    return f"{value:,.0f}" if value == int(value) else number(value)


async def _day(subject: str, *, quick: bool) -> Day:
    """Measure one subject in a separate process."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bench.row", "one_day", "--of", subject),
        *(["--quick"] if quick else []),
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"the day of {subject} ended with {process.returncode}")
    return Day.from_json(output)


def _readings(hours: float) -> int:
    """Return the number of the person's readings in the period."""
    end = START + timedelta(hours=hours)
    sandbox = Sandbox(people=people(1), now=lambda: end)
    return len(sandbox.truth(PERSON, START - DELAY, end - DELAY))


def _figures(days: dict[str, Day], times: float) -> list[_Figure]:
    """Return the comparison, scaled to a whole day."""
    empty, core, ours = (days[subject] for subject in ("empty", "core", "ours"))

    def figure(
        what: str,
        unit: str,
        limit: float,
        values: tuple[float, float, float],
        how: str = "",
    ) -> _Figure:
        nothing, theirs, own = (value * times for value in values)
        if times != 1:
            how = f"; {24 / times:.0f} hours, times {times:.0f}{how}"
        return _Figure(
            what=f"{what} in a day",
            unit=unit,
            limit=limit,
            empty=nothing,
            core=theirs - nothing,
            ours=own - nothing,
            how=how,
        )

    def rows(what: str, table: str, limit: float) -> _Figure:
        return figure(
            what,
            "rows",
            limit,
            (empty.rows[table], core.rows[table], ours.rows[table]),
        )

    assert core.set_up and ours.set_up
    return [
        rows("States recorded", "states", 950),
        rows("Attributes recorded", "state_attributes", 30),
        rows("Short-term statistics", "statistics_short_term", 300),
        rows("Long-term statistics", "statistics", 160),
        figure(
            "Growth of the database",
            "KB",
            200,
            (empty.growth / 1e3, core.growth / 1e3, ours.growth / 1e3),
        ),
        figure(
            "Bytes written",
            "MB",
            20,
            (empty.written / 1e6, core.written / 1e6, ours.written / 1e6),
            f"; saved files are {number((ours.files - empty.files) * times / 1e6)} MB "
            f"of it, core's {number((core.files - empty.files) * times / 1e6)} MB",
        ),
        figure(
            "CPU with the recorder",
            "s",
            2.4,
            (empty.cpu, core.cpu, ours.cpu),
        ),
        _Figure(
            what="Set-up of an account beside core's",
            unit="ms",
            limit=10,
            empty=None,
            core=core.set_up.wall,
            ours=ours.set_up.wall,
            how=(
                f"; CPU {number(ours.set_up.cpu)} ms of it, core's for "
                f"{number(core.set_up.cpu)} ms; requests are not in it"
            ),
        ),
    ]


async def measure(_folder: Path, quick: bool) -> Result:
    """Compare a day of three Home Assistants."""
    hours = QUICK_HOURS if quick else 24
    # One after the other: with two at once, each would slow the other down.
    days = {subject: await _day(subject, quick=quick) for subject in SUBJECTS}
    figures = _figures(days, 24 / hours)
    part = f", {hours} hours of it times {24 / hours:.0f}" if quick else ""
    return Result(
        rows=[figure.row() for figure in figures],
        tables=[
            Table(
                title=(
                    "A day beside Home Assistant's own Dexcom integration "
                    f"({_readings(hours)} readings{part})"
                ),
                head=["A day", "Empty", "Core's", "Ours", "Ours / core's", "To reach"],
                lines=[figure.line() for figure in figures],
            )
        ],
    )
