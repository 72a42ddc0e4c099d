"""An event loop that jumps over idle time, and knows how long it was blocked."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
import gc
import selectors
from time import perf_counter, thread_time
from typing import Any, NamedTuple, override

from .clock import Clock

# So long others, such as the recorder's thread, may take to ask for something before
# time jumps.
_PATIENCE = 0.0005
_BUSY = 0.005


class Turn(NamedTuple):
    """How long the loop saw nothing new, and what it did in that time.

    `cpu` is what its own thread computed, `collecting` was garbage collection, which
    goes through all that Home Assistant holds.
    """

    wall: float
    cpu: float
    collecting: float


class Collections:
    """The time that garbage collection takes."""

    def __init__(self) -> None:
        """Count from now on."""
        self.seconds = 0.0
        self._began = 0.0
        gc.callbacks.append(self._called)

    def _called(self, phase: str, _what: object) -> None:
        """Note the beginning and the end of a collection."""
        if phase == "start":
            self._began = perf_counter()
        else:
            self.seconds += perf_counter() - self._began

    def stop(self) -> None:
        """Count no longer."""
        gc.callbacks.remove(self._called)


class _Selector(selectors.DefaultSelector):
    """Waits for input and output, and knows when the loop waits for nothing else."""

    def __init__(self) -> None:
        """Begin by the clock on the wall."""
        super().__init__()
        self.turns: list[Turn] | None = None
        self.jump: Callable[[float], None] | None = None
        self.is_busy: Callable[[], bool] = lambda: False
        self.collections: Collections | None = None
        self.wake()

    def wake(self) -> None:
        """Begin a turn."""
        seconds = self.collections.seconds if self.collections else 0
        self._woke = Turn(perf_counter(), thread_time(), seconds)

    @override
    def select(
        self, timeout: float | None = None
    ) -> list[tuple[selectors.SelectorKey, int]]:
        """Wait, or let the time pass at once where nothing is under way."""
        if self.turns is not None and self.collections is not None:
            began = self._woke
            self.turns.append(
                Turn(
                    perf_counter() - began.wall,
                    thread_time() - began.cpu,
                    self.collections.seconds - began.collecting,
                )
            )
        try:
            if self.jump is None or not timeout or timeout <= 0:
                return super().select(timeout)
            if self.is_busy():
                # Not all that is under way wakes the loop at its end.
                return super().select(min(_BUSY, timeout))
            if events := super().select(min(_PATIENCE, timeout)):
                return events
            self.jump(timeout)
            return []
        finally:
            self.wake()


class Loop(asyncio.SelectorEventLoop):
    """Home Assistant's event loop, as asyncio has it, with a clock that can jump."""

    def __init__(self, clock: Clock) -> None:
        """Run by a clock; it does not jump yet."""
        self._watch = _Selector()
        super().__init__(self._watch)
        self._watch.is_busy = self._is_busy
        self._clock = clock
        self._jobs = 0
        self.under_way: list[Callable[[], bool]] = []

    def _is_busy(self) -> bool:
        """Tell whether something comes that no timer brings."""
        return self._jobs > 0 or any(each() for each in self.under_way)

    @override
    def run_in_executor[*Ts, T](
        self, executor: Executor | None, func: Callable[[*Ts], T], *args: *Ts
    ) -> asyncio.Future[T]:
        """Run in a thread, and know until when."""
        future = super().run_in_executor(executor, func, *args)
        self._jobs += 1
        future.add_done_callback(self._job_done)
        return future

    def _job_done(self, _future: asyncio.Future[Any]) -> None:
        """Know that a thread has ended its work."""
        self._jobs -= 1

    @contextmanager
    def jumping(self) -> Iterator[None]:
        """Let idle time pass at once; `asyncio.sleep` then takes no time."""
        before, self._watch.jump = self._watch.jump, self._clock.jump
        try:
            yield
        finally:
            self._watch.jump = before

    @contextmanager
    def watched(self) -> Iterator[list[Turn]]:
        """Collect the turns of the loop, in seconds."""
        watch = self._watch
        watch.turns, watch.collections = list[Turn](), Collections()
        watch.wake()
        try:
            yield watch.turns
        finally:
            watch.collections.stop()
            watch.turns = watch.collections = None


def percentile(values: Iterable[float], percent: float) -> float:
    """Return a percentile of the values."""
    ordered = sorted(values)
    position = int(len(ordered) * percent / 100)
    return ordered[min(position, len(ordered) - 1)]
