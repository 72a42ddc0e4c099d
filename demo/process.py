"""Child processes that never outlive their parent."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
import ctypes
import os
from pathlib import Path
import signal
import socket
import sys

from . import REPOSITORY, DemoError

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def free_port() -> int:
    """Return an unused port of the loopback address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def port_is_free(port: int) -> bool:
    """Return whether a server can listen on the port."""
    with socket.socket() as probe:
        # As servers do: ignore connections in TIME_WAIT.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


class Process:
    """A Python program in its own process group, with its output in a file."""

    def __init__(
        self,
        arguments: Sequence[str],
        log: Path,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Store the interpreter's arguments, without starting."""
        self.log = log
        self._arguments = arguments
        self._environment = environment or {}
        self._process: asyncio.subprocess.Process | None = None

    @property
    def running(self) -> bool:
        """Return whether the program is running."""
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Start the program."""
        with self.log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *self._arguments,
                cwd=REPOSITORY,
                env={**os.environ, **self._environment},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=asyncio.subprocess.STDOUT,
                # Ctrl-C in the terminal must only reach the parent, which then
                # stops its children in order.
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )

    async def wait_until(
        self, ready: Callable[[], Awaitable[bool]], timeout: float
    ) -> None:
        """Poll until the program is ready."""
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                while self.running:
                    if await ready():
                        return
                    await asyncio.sleep(0.1)
        raise DemoError(
            f"{self._arguments[1]} did not start; the end of {self.log}:\n"
            + "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
        )

    async def wait(self) -> int:
        """Wait until the program exits; return its exit code."""
        assert self._process
        return await self._process.wait()

    async def stop(self, timeout: float = 40) -> None:
        """Send SIGINT, as Ctrl-C does, and wait until the program exits."""
        if self._process and self.running:
            self._process.send_signal(signal.SIGINT)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), timeout)
        await self.kill()

    async def terminate(self, timeout: float = 120) -> int:
        """Send SIGTERM; return the exit code."""
        assert self._process
        self._process.terminate()
        return await self.wait_at_most(timeout)

    async def wait_at_most(self, timeout: float) -> int:
        """Wait until the program exits; return its exit code."""
        try:
            return await asyncio.wait_for(self.wait(), timeout)
        except TimeoutError:
            raise DemoError(
                f"{self._arguments[1]} is still running after {timeout} s"
            ) from None

    async def kill(self) -> None:
        """Kill the process group, as in a power failure."""
        if self._process:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            await self._process.wait()


def _die_with_parent() -> None:
    """Have the kernel kill this process when its parent exits."""
    if _LIBC:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
