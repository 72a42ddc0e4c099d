"""A small file system that can be filled without changing the machine's mounts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import errno
from pathlib import Path
from tempfile import TemporaryDirectory

from demo import DemoError

_MEGABYTES = 64
_CHUNK = 4096
_KEEPER = f"""\
mount -t tmpfs -o size={_MEGABYTES}m,mode=700 tmpfs "$0" && echo mounted && exec cat
"""


class SmallDisk:
    """A file system of limited size.

    It is mounted in its own namespace, which ends with the process that holds it. Other
    processes access it through /proc.
    """

    def __init__(self, directory: Path) -> None:
        """Store the path where it is accessible."""
        self.directory = directory
        self._ballast = directory / "ballast"

    @classmethod
    @asynccontextmanager
    async def mount(cls) -> AsyncIterator[SmallDisk]:
        """Mount it; raise DemoError if the system does not allow it."""
        with TemporaryDirectory(prefix="small-disk-") as mount_point:
            # Root in its own user namespace: no privileges are needed.
            keeper = await asyncio.create_subprocess_exec(
                *("unshare", "--user", "--map-root-user", "--mount"),
                *("sh", "-c", _KEEPER, mount_point),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                # Ctrl-C in the terminal must only reach the parent process.
                start_new_session=True,
            )
            assert keeper.stdin
            assert keeper.stdout
            assert keeper.stderr
            try:
                if await keeper.stdout.readline() != b"mounted\n":
                    problem = (await keeper.stderr.read()).decode().strip()
                    raise DemoError(f"cannot mount a small disk: {problem}")
                yield cls(Path(f"/proc/{keeper.pid}/root{mount_point}"))
            finally:
                # It exits at the end of its input, so also if this process is killed.
                keeper.stdin.close()
                await keeper.wait()

    def hold_storage(self, configuration: Path) -> str:
        """Place the storage of a new Home Assistant here; return its database URL.

        This excludes the rest of the configuration: Home Assistant resolves some of its
        other paths, and the resolved paths do not lead here.
        """
        (self.directory / "storage").mkdir()
        (configuration / ".storage").symlink_to(self.directory / "storage")
        return f"sqlite:///{self.directory}/home-assistant_v2.db"

    def fill(self) -> None:
        """Fill the disk."""
        with self._ballast.open("ab", buffering=0) as ballast:
            try:
                while ballast.write(bytes(_CHUNK)):
                    pass
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise

    def free(self) -> None:
        """Free the space."""
        self._ballast.unlink(missing_ok=True)
