"""A clock that skips idle time, so that a day of polls takes seconds.

Install it before importing Home Assistant and aiohttp: both keep references to the
functions of `time`.
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
    """Real time plus an offset, shared with the sandbox's process through a file."""

    def __init__(self, path: Path) -> None:
        """Start at the real time, or at the offset set by another process."""
        if not path.exists():
            path.write_bytes(bytes(_BYTES))
        with path.open("r+b") as file:
            self._shift = memoryview(mmap.mmap(file.fileno(), _BYTES)).cast("d")

    def time(self) -> float:
        """Return the Unix timestamp in seconds."""
        return _real_time() + self._shift[0]

    def monotonic(self) -> float:
        """Return the event loop's monotonic time in seconds."""
        return _real_monotonic() + self._shift[0]

    def utcnow(self) -> datetime:
        """Return the current time in UTC."""
        return datetime.fromtimestamp(self.time(), UTC)

    def jump(self, seconds: float) -> None:
        """Advance the clock."""
        self._shift[0] += seconds

    def install(self) -> None:
        """Replace the clock of the process."""
        time.time = self.time
        time.monotonic = self.monotonic
        from homeassistant.util import dt as dt_util  # noqa: PLC0415 - the clock must be there first

        dt_util.utcnow = self.utcnow  # type: ignore[assignment] # a partial there
