"""Disturbances of the renewal of the login, as `scripts/soak` draws many."""

import asyncio
from random import Random, randrange

import pytest

from demo.client import Client
from demo.connect import connect
from demo.home_assistant import HomeAssistant
from demo.sandbox import Sandbox
from demo.watch import until
from reliability.account import TOKEN, Account
from reliability.plan import Disturbance, Plan
from reliability.rounds import Moment, Rounds, Verdict

SEED = randrange(10**6)
RELOAD, RESTART, TERMINATE = (
    Disturbance.RELOAD,
    Disturbance.RESTART,
    Disturbance.TERMINATE,
)


@pytest.fixture(scope="module")
async def connected(
    home_assistant: HomeAssistant, sandbox: Sandbox, account: str
) -> Account:
    """Return the account whose renewals are disturbed."""
    return await Account.load(home_assistant, sandbox, "steady", account)


@pytest.mark.parametrize(
    ("disturbance", "at", "answer"),
    [
        (TERMINATE, 0.1, 0.5),
        (TERMINATE, 0.48, 0.5),
        (TERMINATE, 0.1, 4),
        # Home Assistant checks its configuration before it stops.
        (RESTART, 0.1, 6),
        (RELOAD, 0.1, 0.5),
        (RELOAD, 0.1, 3),
    ],
)
async def test_login_is_kept(
    connected: Account, disturbance: Disturbance, at: float, answer: float
) -> None:
    """A stop, a restart and a reload wait for the renewal and its save."""
    plan = Plan(disturbance=disturbance, at=at, answer=answer, lifetime=7200)
    result = await Rounds(connected).run(plan)
    print(result)
    assert (result.verdict, result.moment) == (Verdict.KEPT, Moment.DURING), result


@pytest.mark.parametrize("number", range(4))
async def test_random_disturbance(connected: Account, number: int) -> None:
    """The login is kept, unless it was killed before it could be written."""
    plan = Plan.draw(Random(f"{SEED} {number}"), full_disk=False, clock=False)
    result = await Rounds(connected).run(plan)
    print(result)
    assert result.passed, f"{result}; seed {SEED}"


@pytest.mark.parametrize("answer", [0.3, 2])
async def test_removed_while_renewing(
    client: Client, connected: Account, answer: float
) -> None:
    """An account removed during a renewal leaves no file, and can be added again."""
    home_assistant, sandbox = connected.home_assistant, connected.sandbox
    person = "lows"
    result = await connect(client, person)
    assert result["type"] == "create_entry", result
    entry = result["result"]["entry_id"]
    removed = await Account.load(home_assistant, sandbox, person, entry)
    await removed.wait_until_settled()
    renewals = await removed.requests(TOKEN)
    await sandbox.control("faults", path="*/oauth2/token", delay=answer, times=1)
    await removed.expire_access_token()
    await removed.poll(client)
    await asyncio.sleep(0.2)
    await client.delete(f"/api/config/config_entries/entry/{entry}")
    await until(lambda: removed.requests(TOKEN), lambda count: count == renewals + 1)
    # What would be written late is written now.
    await asyncio.sleep(2)
    storage = home_assistant.directory / ".storage"
    assert [path.name for path in storage.iterdir() if entry in path.name] == []
    token = removed.issued().token
    assert token not in (storage / "core.config_entries").read_text()

    result = await connect(client, person)
    assert result["type"] == "create_entry", result
    again = result["result"]["entry_id"]
    assert again != entry
    shown = await Account.load(home_assistant, sandbox, person, again)
    assert await shown.status(client) in {"ok", "delayed"}
    await client.delete(f"/api/config/config_entries/entry/{again}")
