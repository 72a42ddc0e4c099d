"""Disturbances of the renewal of the login, as `scripts/soak` draws many."""

from random import Random, randrange

import pytest

from demo.home_assistant import HomeAssistant
from demo.sandbox import Sandbox
from reliability.account import Account
from reliability.plan import Plan
from reliability.rounds import Rounds

SEED = randrange(10**6)


@pytest.fixture(scope="module")
async def rounds(
    home_assistant: HomeAssistant, sandbox: Sandbox, account: str
) -> Rounds:
    """Return what disturbs the renewals of the account."""
    print(f"\ndisturbances with seed {SEED}")
    return Rounds(await Account.load(home_assistant, sandbox, "steady", account))


@pytest.mark.parametrize("number", range(5))
async def test_disturbance(rounds: Rounds, number: int) -> None:
    """The login is kept, unless it was killed before it could be written."""
    plan = Plan.draw(Random(f"{SEED} {number}"), full_disk=False, clock=False)
    result = await rounds.run(plan)
    print(result)
    assert result.passed, f"{result}; seed {SEED}"
