"""Measurement results, serializable between processes."""

from dataclasses import asdict, dataclass, field
import json
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Row:
    """One figure with its limit and how it was measured.

    A row without a limit is informational.
    """

    what: str
    value: float
    unit: str
    limit: float | None = None
    how: str = ""

    @property
    def reached(self) -> bool | None:
        """Return whether the figure is within its limit, None without a limit."""
        return None if self.limit is None else self.value <= self.limit

    @property
    def shown(self) -> str:
        """Format the figure for display."""
        return f"{number(self.value)} {self.unit}"


@dataclass(frozen=True, kw_only=True)
class Table:
    """Figures that need more than one column."""

    title: str
    head: list[str]
    lines: list[list[str]]


@dataclass(kw_only=True)
class Result:
    """The results of one module."""

    rows: list[Row] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    def to_json(self) -> str:
        """Serialize the result."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Result:
        """Parse the output of `to_json`."""
        found: dict[str, Any] = json.loads(text)
        return cls(
            rows=[Row(**row) for row in found["rows"]],
            tables=[Table(**table) for table in found["tables"]],
        )


def number(value: float) -> str:
    """Format a number with three significant digits."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    if abs(value) >= 10:
        return f"{value:.1f}"
    return f"{value:.{2 if abs(value) >= 1 else 3}f}"
