"""Report results: in the terminal, in docs/performance.md and as a plot."""

from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape
import os
from pathlib import Path
import platform

from homeassistant.const import __version__ as home_assistant

from .result import Result, Row, Table, number

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs/performance.md"
PLOT = ROOT / "docs/images/performance.svg"
_BEGIN, _END = "<!-- measured -->", "<!-- /measured -->"
_MARKS = {True: "reached", False: "missed", None: ""}

_WIDTH, _LEFT, _LINE, _TOP = 900, 400, 26, 34
# Maximum bar length, as a multiple of the limit.
_MOST = 4.0
_STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2328; }
.reached { fill: #2da44e; } .missed { fill: #cf222e; }
.limit { stroke: #1f2328; stroke-dasharray: 4 3; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; } .limit { stroke: #e6edf3; }
}
"""


def machine() -> str:
    """Return the machine, versions and date of the measurement."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text("utf-8").splitlines():
            if line.startswith(("model name", "Model")):
                cpu = line.partition(":")[2].strip()
                break
    load = os.getloadavg()[0]
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {cpu}, {os.cpu_count()} cores "
        f"(load {load:.1f} before), Python {platform.python_version()}, "
        f"Home Assistant {home_assistant}"
    )


def terminal(results: Iterable[Result]) -> str:
    """Return the results as plain text."""
    lines = []
    for result in results:
        for row in result.rows:
            limit = "" if row.limit is None else f"at most {number(row.limit)}"
            mark = _MARKS[row.reached]
            lines += [f"{row.what}: {row.shown}  {limit}  {mark}", f"    {row.how}"]
        for table in result.tables:
            lines += ["", table.title, *_columns(table), ""]
    return "\n".join(lines)


def _columns(table: Table) -> list[str]:
    """Return a table with aligned columns."""
    cells = [table.head, *table.lines]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [
        "  " + "  ".join(map(str.ljust, line, widths, strict=True)).rstrip()
        for line in cells
    ]


def write(where: str, results: list[Result]) -> None:
    """Write the figures to the document and draw the plot."""
    rows = [row for result in results for row in result.rows]
    parts = [
        _BEGIN,
        f"Measured by `scripts/bench --write`: {where}.",
        "![What each figure is of what it may be](images/performance.svg)",
        _markdown(
            ["What", "Measured", "To reach", "", "How"],
            [
                [
                    row.what,
                    row.shown,
                    "" if row.limit is None else f"at most {number(row.limit)}",
                    _MARKS[row.reached],
                    row.how,
                ]
                for row in rows
            ],
        ),
    ]
    for result in results:
        for table in result.tables:
            parts += [f"### {table.title}", _markdown(table.head, table.lines)]
    text = DOCUMENT.read_text("utf-8")
    head, _, rest = text.partition(_BEGIN)
    _, _, tail = rest.partition(_END)
    DOCUMENT.write_text(f"{head}{'\n\n'.join(parts)}\n\n{_END}{tail}", "utf-8")
    PLOT.write_text(plot([row for row in rows if row.limit]), "utf-8")


def _markdown(head: list[str], lines: list[list[str]]) -> str:
    """Return a table."""
    return "\n".join(
        f"| {' | '.join(cell.replace('|', '/') for cell in line)} |"
        for line in (head, ["---"] * len(head), *lines)
    )


def plot(rows: list[Row]) -> str:
    """Draw each figure relative to its limit."""
    scale = (_WIDTH - _LEFT - 90) / _MOST
    limit = _LEFT + scale
    height = _TOP + _LINE * len(rows) + 8
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}">',
        f"<style>{_STYLE}</style>",
        _text(limit, 18, "allowed", "middle"),
    ]
    for position, row in enumerate(rows):
        y = _TOP + _LINE * position
        share = row.value / row.limit if row.limit else 0
        length = max(min(share, _MOST) * scale, 1)
        more = " →" if share > _MOST else ""
        parts += [
            _text(_LEFT - 8, y + 14, _short(row.what), "end"),
            (
                f'<rect class="{_MARKS[row.reached]}" x="{_LEFT}" y="{y}" '
                f'width="{length:.1f}" height="18"/>'
            ),
            _text(_LEFT + length + 6, y + 14, f"{share:.0%}{more}"),
        ]
    parts += [
        (
            f'<line class="limit" x1="{limit:.1f}" x2="{limit:.1f}" '
            f'y1="{_TOP - 8}" y2="{height - 4}"/>'
        ),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _text(x: float, y: int, text: str, anchor: str = "start") -> str:
    """Return a text element of the plot."""
    return f'<text x="{x:.1f}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'


def _short(what: str) -> str:
    """Return a label that fits next to a bar."""
    return what if len(what) <= 52 else f"{what[:51]}…"
