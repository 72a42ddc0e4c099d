"""Adjustable wall clock for individual processes."""

import asyncio
from pathlib import Path
from typing import Self

from demo import DemoError

_SOURCE = Path(__file__).with_name("clock_shim.c")


class Clock:
    """The wall clock of processes started with its environment."""

    def __init__(self, library: Path, file: Path) -> None:
        """Use a compiled shim, starting at the real time."""
        self.offset = 0
        self._file = file
        self.environment = {
            "LD_PRELOAD": str(library),
            "RELIABILITY_CLOCK": str(file),
        }
        file.write_bytes(bytes(8))

    @classmethod
    async def create(cls, directory: Path) -> Self:
        """Compile the shim into a directory."""
        library = directory / "clock_shim.so"
        process = await asyncio.create_subprocess_exec(
            "cc", "-shared", "-fPIC", "-O2", "-o", library, _SOURCE, "-ldl"
        )
        if await process.wait():
            raise DemoError("failed to compile clock_shim.c")
        return cls(library, directory / "clock_offset")

    def set(self, offset: int) -> None:
        """Set the clock to the real time plus an offset in seconds."""
        self.offset = offset
        # Write in place: the processes have this file mapped into memory.
        with self._file.open("r+b") as file:
            file.write(offset.to_bytes(8, "little", signed=True))
