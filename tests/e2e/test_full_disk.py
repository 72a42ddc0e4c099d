"""A disk that is full when a renewed login has to be saved."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from demo import DemoError
from demo.client import Client
from demo.connect import DOMAIN
from demo.home_assistant import HomeAssistant
from demo.process import free_port
from demo.sandbox import Sandbox
from demo.watch import logins_wanted, until
from reliability.account import GLUCOSE, TOKEN, Account
from reliability.plan import Disturbance, FullDisk, Plan
from reliability.rounds import Rounds, Verdict
from reliability.small_disk import SmallDisk


@pytest.fixture(scope="module")
async def disk() -> AsyncIterator[SmallDisk]:
    """Return a disk that can be filled up."""
    async with AsyncExitStack() as stack:
        try:
            disk = await stack.enter_async_context(SmallDisk.mount())
        except DemoError as error:
            pytest.skip(
                str(error)
            )  # mounting a small disk is not permitted on this machine
        yield disk


@pytest.fixture(scope="module")
async def account(
    disk: SmallDisk, sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Account]:
    """Return an account of a Home Assistant that stores everything on the disk."""
    directory: Path = tmp_path_factory.mktemp("small_disk")
    recorder_url = disk.hold_storage(directory)
    home_assistant = HomeAssistant(
        directory, free_port(), sandbox.url, recorder_url=recorder_url
    )
    try:
        await home_assistant.start()
        yield await Account.connect(home_assistant, sandbox, "one")
    finally:
        await home_assistant.kill()


async def issues(account: Account) -> list[str]:
    """Return the repair issues of the integration."""
    async with Client.open(account.home_assistant.url) as client:
        answer = await client.command("repairs/list_issues")
    return [
        issue["translation_key"]
        for issue in answer["issues"]
        if issue["domain"] == DOMAIN
    ]


async def test_failed_save_is_reported_and_retried(
    account: Account, disk: SmallDisk, sandbox: Sandbox
) -> None:
    """Polls continue from memory, a repair issue appears, and the token is saved later."""
    await account.wait_until_settled()
    before = (await sandbox.state())["requests"]
    disk.fill()
    await account.expire_access_token()
    async with Client.open(account.home_assistant.url) as client:
        await account.poll(client)
        assert await until(lambda: issues(account), bool) == ["login_not_saved"]
        assert await account.requests(TOKEN) == before[TOKEN] + 1
        assert not account.newest_is_on_disk()
        assert await account.status(client) == "ok"
        # The second poll is debounced for ten seconds.
        polls = await account.requests(GLUCOSE)
        await account.poll(client)
        await until(lambda: account.requests(GLUCOSE), lambda now: now > polls)
        assert await account.status(client) == "ok"
        assert await account.requests(TOKEN) == before[TOKEN] + 1
        assert await logins_wanted(client) == []

    disk.free()
    assert await account.wait_until_saved(60)
    await until(lambda: issues(account), lambda found: found == [])
    await account.note_requests()
    await account.home_assistant.kill()
    await account.home_assistant.start()
    async with Client.open(account.home_assistant.url) as client:
        await until(lambda: account.status(client), lambda status: status == "ok")
        assert await logins_wanted(client) == []


async def test_space_just_before_the_end(account: Account, disk: SmallDisk) -> None:
    """A stop saves what could not be saved before, without waiting for a retry."""
    plan = Plan(
        disturbance=Disturbance.TERMINATE,
        at=1,
        answer=0.1,
        lifetime=7200,
        full_disk=FullDisk(free_after_answer=0.7, wait_for_save=False),
    )
    result = await Rounds(account, disk).run(plan)
    print(result)
    assert result.verdict is Verdict.KEPT, result
