"""Home Assistant's own backups, restored: what they mean for the login."""

from collections.abc import AsyncIterator
from pathlib import Path
import shutil

import pytest

from demo import REPOSITORY
from demo.client import Client
from demo.connect import DOMAIN, connect_again
from demo.home_assistant import RESTART, HomeAssistant
from demo.process import free_port
from demo.sandbox import Sandbox
from demo.watch import logins_wanted, until
from reliability.account import TOKEN, Account

AGENT = "backup.local"


@pytest.fixture(scope="module")
async def account(
    sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Account]:
    """Return an account of a Home Assistant of its own, which can be restored."""
    directory: Path = tmp_path_factory.mktemp("backup")
    # A restore does not replace a link.
    shutil.copytree(
        REPOSITORY / "custom_components",
        directory / "custom_components",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    home_assistant = HomeAssistant(
        directory, free_port(), sandbox.url, more="\nbackup:\n"
    )
    try:
        await home_assistant.start()
        yield await Account.connect(home_assistant, sandbox, "mmol")
    finally:
        await home_assistant.kill()


async def backups(client: Client) -> set[str] | None:
    """Return the ids of all backups, None while one is being made."""
    info = await client.command("backup/info")
    if info["state"] != "idle":
        return None
    return {backup["backup_id"] for backup in info["backups"]}


async def back_up(account: Account) -> str:
    """Make a backup and return its id."""
    async with Client.open(account.home_assistant.url) as client:
        before = await backups(client)
        assert before is not None
        await client.command("backup/generate", agent_ids=[AGENT])
        after = await until(
            lambda: backups(client), lambda found: bool(found and found > before), 120
        )
    assert after is not None
    [backup] = after - before
    return backup


async def restore(account: Account, backup: str) -> None:
    """Restore a backup, and start with what it holds."""
    home_assistant = account.home_assistant
    async with Client.open(home_assistant.url) as client:
        await home_assistant.restart_by(
            client.command("backup/restore", backup_id=backup, agent_id=AGENT)
        )
    # The restore is a start of its own, which ends with a restart.
    await home_assistant.process.start()
    assert await home_assistant.process.wait_at_most(120) == RESTART
    await account.note_requests()
    await home_assistant.start()


async def renew(account: Account) -> None:
    """Have the login renewed, and wait until that is done."""
    renewals = await account.requests(TOKEN)
    await account.expire_access_token()
    async with Client.open(account.home_assistant.url) as client:
        await account.poll(client)
        await until(lambda: account.requests(TOKEN), lambda count: count > renewals)
        await until(lambda: account.status(client), lambda status: status == "ok")
        assert await logins_wanted(client) == []
    assert await account.wait_until_saved(10)


async def test_older_than_the_last_renewal(account: Account) -> None:
    """The refresh token of an older backup is used up: the user logs in again."""
    await account.wait_until_settled()
    backup = await back_up(account)
    await renew(account)
    # As it has by itself two hours after the backup.
    await account.expire_access_token()
    await restore(account, backup)
    async with Client.open(account.home_assistant.url) as client:
        await until(lambda: logins_wanted(client), bool)
        [flow] = [
            flow
            for flow in await client.command("config_entries/flow/progress")
            if flow["handler"] == DOMAIN
        ]
        step = await client.get(f"/api/config/config_entries/flow/{flow['flow_id']}")
        assert step["errors"] == {"base": "login_already_used"}
        result = await connect_again(client, account.person)
        assert result["reason"] == "reauth_successful"
        await until(lambda: account.status(client), lambda status: status == "ok")
        assert await logins_wanted(client) == []


async def test_newer_than_the_last_renewal(account: Account) -> None:
    """A newer backup holds the login, which is renewed as usual."""
    await account.wait_until_settled()
    backup = await back_up(account)
    await restore(account, backup)
    async with Client.open(account.home_assistant.url) as client:
        await until(lambda: account.status(client), lambda status: status == "ok")
        assert await logins_wanted(client) == []
    await renew(account)
