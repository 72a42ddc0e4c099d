"""The clock and the disk that the reliability tests disturb Home Assistant with."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
import errno
from pathlib import Path
from random import Random
import sys
import time

import pytest

from demo import DemoError
from reliability.clock import Clock
from reliability.plan import Disturbance, Plan
from reliability.small_disk import SmallDisk

DAY = 86400
PROGRAM = """\
import time
for _ in range(2):
    print(time.time(), time.monotonic(), flush=True)
    input()
"""


async def test_clock(tmp_path: Path) -> None:
    """A running process sees the clock that is set; its monotonic clock stays true."""
    clock = await Clock.create(tmp_path)
    clock.set(3 * DAY)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", PROGRAM),
        env=clock.environment,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin
    assert process.stdout
    for offset in (3 * DAY, -DAY):
        wall, monotonic = map(float, (await process.stdout.readline()).split())
        assert wall == pytest.approx(time.time() + offset, abs=30)
        assert monotonic == pytest.approx(time.monotonic(), abs=30)
        clock.set(-DAY)
        process.stdin.write(b"\n")
    assert await process.wait() == 0


async def test_small_disk(tmp_path: Path) -> None:
    """A full disk refuses to write, and takes data again when there is space."""
    async with AsyncExitStack() as stack:
        try:
            disk = await stack.enter_async_context(SmallDisk.mount())
        except DemoError as error:
            pytest.skip(
                str(error)
            )  # mounting a small disk is not permitted on this machine
        disk.hold_storage(tmp_path)
        file = tmp_path / ".storage" / "file"
        file.write_text("before")
        disk.fill()
        with pytest.raises(OSError) as raised:
            (tmp_path / ".storage" / "another").write_text("full")
        assert raised.value.errno == errno.ENOSPC
        assert file.read_text() == "before"
        disk.free()
        file.write_text("after")
        assert file.read_text() == "after"
    # The mount has ended together with the process that held it.
    assert not file.exists()


def test_plans() -> None:
    """The same seed draws the same plan, and every kind of disturbance is drawn."""
    plans = [Plan.draw(Random(f"1 {number}")) for number in range(200)]
    assert plans == [Plan.draw(Random(f"1 {number}")) for number in range(200)]
    assert {plan.disturbance for plan in plans} == set(Disturbance)
    assert any(plan.full_disk for plan in plans)
    assert any(plan.clock for plan in plans)
    for number, plan in enumerate(plans):
        limited = Plan.draw(Random(f"1 {number}"), full_disk=False, clock=False)
        assert limited == replace(plan, full_disk=None, clock=None)
        if plan.full_disk and plan.disturbance in {
            Disturbance.TERMINATE,
            Disturbance.RESTART,
        }:
            free = plan.answer + plan.full_disk.free_after_answer
            assert plan.full_disk.wait_for_save or plan.at >= free
