"""What a measurement brings, in a form that passes from process to process."""

from dataclasses import asdict, dataclass, field
import json
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Row:
    """One figure, what it may be, and how it came about.

    A row without a limit is told beside the others.
    """

    what: str
    value: float
    unit: str
    limit: float | None = None
    how: str = ""

    @property
    def reached(self) -> bool | None:
        """Tell whether the figure is what it should be, None without a limit."""
        return None if self.limit is None else self.value <= self.limit

    @property
    def shown(self) -> str:
        """Return the figure as people read it."""
        return f"{number(self.value)} {self.unit}"


@dataclass(frozen=True, kw_only=True)
class Table:
    """Figures that need more than one column."""

    title: str
    head: list[str]
    lines: list[list[str]]


@dataclass(kw_only=True)
class Result:
    """What one module has measured."""

    rows: list[Row] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    def to_json(self) -> str:
        """Write down everything."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Result:
        """Read what `to_json` has written."""
        found: dict[str, Any] = json.loads(text)
        return cls(
            rows=[Row(**row) for row in found["rows"]],
            tables=[Table(**table) for table in found["tables"]],
        )


def number(value: float) -> str:
    """Return a number with three digits that count."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    if abs(value) >= 10:
        return f"{value:.1f}"
    return f"{value:.{2 if abs(value) >= 1 else 3}f}"
