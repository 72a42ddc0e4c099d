"""A small file system that can be filled up, without changing the machine's mounts."""

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

    It is mounted in a namespace of its own, which no other program sees and which ends
    together with the process that holds it. Other processes reach it through /proc.
    """

    def __init__(self, directory: Path) -> None:
        """Take where it is reachable."""
        self.directory = directory
        self._ballast = directory / "ballast"

    @classmethod
    @asynccontextmanager
    async def mount(cls) -> AsyncIterator[SmallDisk]:
        """Mount it; raises DemoError where the system does not allow that."""
        with TemporaryDirectory(prefix="small-disk-") as mount_point:
            # Root in a user namespace of its own: no rights on the machine are needed.
            keeper = await asyncio.create_subprocess_exec(
                *("unshare", "--user", "--map-root-user", "--mount"),
                *("sh", "-c", _KEEPER, mount_point),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                # A Ctrl-C in the terminal is for the starter.
                start_new_session=True,
            )
            assert keeper.stdin
            assert keeper.stdout
            assert keeper.stderr
            try:
                if await keeper.stdout.readline() != b"mounted\n":
                    problem = (await keeper.stderr.read()).decode().strip()
                    raise DemoError(f"no small disk can be mounted here: {problem}")
                yield cls(Path(f"/proc/{keeper.pid}/root{mount_point}"))
            finally:
                # It ends when its input does, so it ends also when this process is
                # killed.
                keeper.stdin.close()
                await keeper.wait()

    def hold_storage(self, configuration: Path) -> str:
        """Hold the storage of a new Home Assistant; return the URL of its database.

        Not the whole configuration: Home Assistant resolves some of its other paths,
        and the resolved ones do not lead here.
        """
        (self.directory / "storage").mkdir()
        (configuration / ".storage").symlink_to(self.directory / "storage")
        return f"sqlite:///{self.directory}/home-assistant_v2.db"

    def fill(self) -> None:
        """Use up all space."""
        with self._ballast.open("ab", buffering=0) as ballast:
            try:
                while ballast.write(bytes(_CHUNK)):
                    pass
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise

    def free(self) -> None:
        """Give the space back."""
        self._ballast.unlink(missing_ok=True)
