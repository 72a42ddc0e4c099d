"""An event loop that skips idle time and measures its iterations."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
import gc
import selectors
from time import perf_counter, thread_time
from typing import Any, NamedTuple, override

from .clock import Clock

# Time for other threads, such as the recorder's, to schedule work before
# the clock jumps.
_GRACE = 0.0005
_BUSY_POLL = 0.005


class Iteration(NamedTuple):
    """Duration of an iteration of the event loop, in seconds.

    `cpu` is the CPU time of its thread, `collecting` is garbage collection, which
    traverses all objects of Home Assistant.
    """

    wall: float
    cpu: float
    collecting: float


class Collections:
    """Time spent in garbage collection."""

    def __init__(self) -> None:
        """Start counting."""
        self.seconds = 0.0
        self._began = 0.0
        gc.callbacks.append(self._called)

    def _called(self, phase: str, _what: object) -> None:
        """Record the start or the end of a collection."""
        if phase == "start":
            self._began = perf_counter()
        else:
            self.seconds += perf_counter() - self._began

    def stop(self) -> None:
        """Stop counting."""
        gc.callbacks.remove(self._called)


class _Selector(selectors.DefaultSelector):
    """Selector that skips idle time and records iterations."""

    def __init__(self) -> None:
        """Start without skipping or recording."""
        super().__init__()
        self.iterations: list[Iteration] | None = None
        self.jump: Callable[[float], None] | None = None
        self.is_busy: Callable[[], bool] = lambda: False
        self.collections: Collections | None = None
        self.overhead = 0.0
        self.wake()

    def wake(self) -> None:
        """Start an iteration."""
        seconds = self.collections.seconds if self.collections else 0
        self._woke = Iteration(perf_counter(), thread_time(), seconds)

    @override
    def select(
        self, timeout: float | None = None
    ) -> list[tuple[selectors.SelectorKey, int]]:
        """Wait, or skip the time if no work is in progress."""
        if self.iterations is not None and self.collections is not None:
            began = self._woke
            self.iterations.append(
                Iteration(
                    perf_counter() - began.wall,
                    thread_time() - began.cpu,
                    self.collections.seconds - began.collecting,
                )
            )
        try:
            if self.jump is None or not timeout or timeout <= 0:
                return super().select(timeout)
            skipping = thread_time()
            try:
                return self._skip(self.jump, timeout)
            finally:
                self.overhead += thread_time() - skipping
        finally:
            self.wake()

    def _skip(
        self, jump: Callable[[float], None], timeout: float
    ) -> list[tuple[selectors.SelectorKey, int]]:
        """Wait for work in progress, or advance the clock by the timeout."""
        if self.is_busy():
            # Not all work wakes the loop when it ends.
            return super().select(min(_BUSY_POLL, timeout))
        if events := super().select(min(_GRACE, timeout)):
            return events
        jump(timeout)
        return []


class Loop(asyncio.SelectorEventLoop):
    """asyncio's event loop with a clock that can jump."""

    def __init__(self, clock: Clock) -> None:
        """Run by a clock, without jumps."""
        self._watch = _Selector()
        super().__init__(self._watch)
        self._watch.is_busy = self._is_busy
        self._clock = clock
        self._jobs = 0
        self.in_progress: list[Callable[[], bool]] = []

    @property
    def overhead(self) -> float:
        """Return the CPU seconds of skipping idle time, which a real day lacks."""
        return self._watch.overhead

    def _is_busy(self) -> bool:
        """Return whether work other than timers is pending."""
        return self._jobs > 0 or any(each() for each in self.in_progress)

    @override
    def run_in_executor[*Ts, T](
        self, executor: Executor | None, func: Callable[[*Ts], T], *args: *Ts
    ) -> asyncio.Future[T]:
        """Run in a thread, counted as work in progress."""
        future = super().run_in_executor(executor, func, *args)
        self._jobs += 1
        future.add_done_callback(self._job_done)
        return future

    def _job_done(self, _future: asyncio.Future[Any]) -> None:
        """Count a finished job."""
        self._jobs -= 1

    @contextmanager
    def jumping(self) -> Iterator[None]:
        """Skip idle time within the context; `asyncio.sleep` then returns at once."""
        before, self._watch.jump = self._watch.jump, self._clock.jump
        try:
            yield
        finally:
            self._watch.jump = before

    @contextmanager
    def watched(self) -> Iterator[list[Iteration]]:
        """Record the iterations within the context."""
        watch = self._watch
        watch.iterations, watch.collections = list[Iteration](), Collections()
        watch.wake()
        try:
            yield watch.iterations
        finally:
            watch.collections.stop()
            watch.iterations = watch.collections = None


def percentile(values: Iterable[float], percent: float) -> float:
    """Return a percentile of the values."""
    ordered = sorted(values)
    position = int(len(ordered) * percent / 100)
    return ordered[min(position, len(ordered) - 1)]
