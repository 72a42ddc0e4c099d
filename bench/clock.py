"""A clock that jumps over idle time, so that a day of polls takes seconds.

It has to be installed before Home Assistant and aiohttp are imported: both keep the
functions of `time` that they find then.
"""

from datetime import UTC, datetime
import mmap
from pathlib import Path
import time

_real_time = time.time
_real_monotonic = time.monotonic
_BYTES = 8
# Where it is, in the folder of a measurement.
CLOCK = "clock"


class Clock:
    """Real time and a shift; a file shares the shift with the sandbox's process."""

    def __init__(self, path: Path) -> None:
        """Begin at the present, or at what another process has shifted to."""
        if not path.exists():
            path.write_bytes(bytes(_BYTES))
        with path.open("r+b") as file:
            self._shift = memoryview(mmap.mmap(file.fileno(), _BYTES)).cast("d")

    def time(self) -> float:
        """Return the seconds since 1970."""
        return _real_time() + self._shift[0]

    def monotonic(self) -> float:
        """Return the seconds by which the event loop plans."""
        return _real_monotonic() + self._shift[0]

    def utcnow(self) -> datetime:
        """Return the present."""
        return datetime.fromtimestamp(self.time(), UTC)

    def jump(self, seconds: float) -> None:
        """Let time pass at once."""
        self._shift[0] += seconds

    def install(self) -> None:
        """Make this the clock of the process."""
        time.time = self.time
        time.monotonic = self.monotonic
        from homeassistant.util import dt as dt_util  # noqa: PLC0415 - the clock must be there first

        dt_util.utcnow = self.utcnow  # type: ignore[assignment] # a partial there
