"""The same statistics where Home Assistant's recorder writes into PostgreSQL."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import suppress
import os
from pathlib import Path
import pwd
import secrets
import shutil
import signal
import subprocess
from tempfile import TemporaryDirectory
import time

import pytest

from demo.client import Client
from demo.connect import connect, store_application
from demo.home_assistant import HomeAssistant
from demo.process import free_port
from demo.sandbox import Sandbox

from .test_statistics import check_hours

NAME = "homeassistant"
PACKAGES = Path("/usr/lib/postgresql")


def find_programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, of the newest version there is."""
    if initdb := shutil.which("initdb"):
        # Where links lead the other programs are too.
        return Path(initdb).resolve().parent
    found = [path for path in PACKAGES.glob("*/bin") if (path / "initdb").exists()]
    return max(found, key=lambda path: float(path.parent.name), default=None)


def install() -> None:
    """Install Debian's package, and stop the server that it may have started."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    package = ["install", "-y", "--no-install-recommends", "postgresql"]
    with suppress(subprocess.TimeoutExpired):
        for arguments in ["update"], package:
            subprocess.run(
                ["apt-get", "-q", *arguments],
                env=environment,
                stdin=subprocess.DEVNULL,
                timeout=240,
                check=False,
            )
    if shutil.which("pg_lsclusters"):
        clusters = subprocess.check_output(["pg_lsclusters", "--no-header"], text=True)
        for cluster in clusters.splitlines():
            version, name = cluster.split()[:2]
            subprocess.run(["pg_ctlcluster", version, name, "stop"], check=False)


def user() -> pwd.struct_passwd | None:
    """Return who shall run the server where this is root, whom PostgreSQL refuses."""
    if os.geteuid() == 0:
        for name in "postgres", "nobody":
            with suppress(KeyError):
                return pwd.getpwnam(name)
    return None


def run_as(user_entry: pwd.struct_passwd | None) -> Sequence[str]:
    """Return what comes before a command so that it never outlives this process."""
    if not (setpriv := shutil.which("setpriv")):
        return []
    # Asked so, PostgreSQL does not wait until its clients have gone.
    command = [setpriv, "--pdeathsig=INT"]
    if user_entry:
        ids = [f"--reuid={user_entry.pw_uid}", f"--regid={user_entry.pw_gid}"]
        command += [*ids, "--clear-groups"]
    return [*command, "--"]


@pytest.fixture(scope="module")
def programs() -> Path:
    """Return the folder of PostgreSQL's programs, or skip where there are none."""
    if not find_programs():
        install()
    if not (found := find_programs()):
        pytest.skip("no PostgreSQL: its programs are missing and cannot be installed")
    if os.geteuid() == 0 and not (user() and run_as(user())):
        pytest.skip("no PostgreSQL: it refuses root, and no other user can run it here")
    return found


@pytest.fixture(scope="module")
def recorder_url(programs: Path) -> Iterator[str]:
    """Return the address of an empty database on a server of its own."""
    port = free_port()
    password = secrets.token_hex()
    user_entry = user()
    before = run_as(user_entry)
    # Not a folder of pytest's: those are closed to all other users.
    with TemporaryDirectory(prefix="postgresql-") as name:
        directory = Path(name)
        password_file = directory / "password"
        password_file.write_text(password)
        if user_entry:
            for path in directory, password_file:
                os.chown(path, user_entry.pw_uid, user_entry.pw_gid)
        initdb: list[str | Path] = [
            programs / "initdb",
            f"--pgdata={directory / 'data'}",
            f"--username={NAME}",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ]
        subprocess.run([*before, *initdb], cwd=directory, timeout=60, check=True)
        postgres: list[str | Path] = [
            programs / "postgres",
            *("-D", directory / "data"),
            *("-h", "127.0.0.1"),
            *("-p", str(port)),
            *("-k", directory),
        ]
        # A Ctrl-C in the terminal is for the tests alone, which then end the server.
        server = subprocess.Popen(
            [*before, *postgres], cwd=directory, start_new_session=True
        )
        try:
            wait_until_ready(server, [programs / "pg_isready", "-h", name, f"-p{port}"])
            yield f"postgresql://{NAME}:{password}@127.0.0.1:{port}/postgres"
        finally:
            stop(server)


def wait_until_ready(
    server: subprocess.Popen[bytes], question: Sequence[str | Path]
) -> None:
    """Ask again and again until the server takes connections."""
    end = time.monotonic() + 30
    while subprocess.run(question, check=False, capture_output=True).returncode:
        assert server.poll() is None, "PostgreSQL ended; its output says why"
        assert time.monotonic() < end, "PostgreSQL does not answer"
        time.sleep(0.1)


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server without waiting for its clients."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@pytest.fixture(scope="module")
async def own_sandbox(
    recorder_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Sandbox]:
    """Return a sandbox with accounts of its own."""
    sandbox = Sandbox(tmp_path_factory.mktemp("sandbox"), free_port())
    try:
        await sandbox.start()
        yield sandbox
    finally:
        await sandbox.stop()


@pytest.fixture(scope="module")
async def with_postgresql(
    recorder_url: str, own_sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[HomeAssistant]:
    """Return a new Home Assistant with that database."""
    home_assistant = HomeAssistant(
        tmp_path_factory.mktemp("home_assistant"),
        free_port(),
        own_sandbox.url,
        recorder_url=recorder_url,
    )
    try:
        await home_assistant.start()
        yield home_assistant
    finally:
        await home_assistant.stop()


async def test_hours_are_true(
    with_postgresql: HomeAssistant, own_sandbox: Sandbox
) -> None:
    """The statistics in PostgreSQL equal Dexcom's readings too."""
    async with Client.open(with_postgresql.url) as client:
        await store_application(client)
        result = await connect(client, "steady")
        assert result["type"] == "create_entry", result
        await check_hours(client, own_sandbox)
    # Where the recorder writes if it has not understood its configuration.
    assert not list(with_postgresql.directory.glob("*.db"))
    log = with_postgresql.process.log.read_text()
    assert [line for line in log.splitlines() if " ERROR " in line] == []
