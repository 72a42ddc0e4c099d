"""Sampling profiler of the event loop at 1 kHz."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
import signal
from types import CodeType, FrameType

from .result import Table

_EVERY = 0.001
_SHOWN = 12
_PACKAGE = "custom_components/dexcom_cgm"
_MARK = "dexcom_cgm: "


class Sampler:
    """Counts samples by function.

    Time in C code counts for its caller. Idle time of the loop is excluded.
    """

    def __init__(self) -> None:
        """Start without samples."""
        self._own: Counter[str] = Counter()
        self._all: Counter[str] = Counter()
        self._parts: Counter[str] = Counter()
        self._samples = 0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Sample the main thread within the context."""
        signal.signal(signal.SIGALRM, self._look)
        signal.setitimer(signal.ITIMER_REAL, _EVERY)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _look(self, _signal: int, frame: FrameType | None) -> None:
        """Record a sample of the main thread and schedule the next."""
        if frame is not None and frame.f_code.co_name != "select":
            self._samples += 1
            self._own[_name(frame.f_code)] += 1
            self._parts[_part(frame.f_code)] += 1
            seen = set()
            each: FrameType | None = frame
            while each is not None:
                seen.add(each.f_code)
                each = each.f_back
            self._all.update({_name(code) for code in seen})
        signal.setitimer(signal.ITIMER_REAL, _EVERY)

    def tables(self, what: str) -> list[Table]:
        """Return the top functions and packages."""
        ours = Counter(
            {name: count for name, count in self._all.items() if name.startswith(_MARK)}
        )
        return [
            Table(
                title=f"Profile of {what}: whose code runs",
                head=["Code", "Share"],
                lines=self._lines(self._parts),
            ),
            Table(
                title=f"Profile of {what}: functions, without what they call",
                head=["Function", "Share"],
                lines=self._lines(self._own),
            ),
            Table(
                title=f"Profile of {what}: the integration's, with what they call",
                head=["Function", "Share"],
                lines=self._lines(ours),
            ),
        ]

    def _lines(self, counted: Counter[str]) -> list[list[str]]:
        """Return the largest shares."""
        return [
            [name, f"{count / max(self._samples, 1):.0%}"]
            for name, count in counted.most_common(_SHOWN)
            if count / max(self._samples, 1) >= 0.01
        ]


@cache
def _name(code: CodeType) -> str:
    """Return a function's name, marked if it is the integration's."""
    path = Path(code.co_filename)
    mark = _MARK if _PACKAGE in path.as_posix() else ""
    return f"{mark}{path.parent.name}/{path.name}: {code.co_qualname}"


@cache
def _part(code: CodeType) -> str:
    """Return the owner of code: a module of the integration or a package."""
    path = Path(code.co_filename).as_posix()
    if _PACKAGE in path:
        return _MARK + path.split(f"{_PACKAGE}/")[1]
    if "/site-packages/" in path:
        return path.split("/site-packages/")[1].split("/")[0]
    if path.startswith("<") or "/bench/" in path:
        return "others"
    return "Python's library"
