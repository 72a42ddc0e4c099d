"""Power cuts around the renewal of the login, as `scripts/soak` makes many."""

from random import Random, randrange

import pytest

from demo.home_assistant import HomeAssistant
from demo.power_cut import Fate, Plan, PowerCuts
from demo.sandbox import Sandbox

SEED = randrange(10**6)


@pytest.fixture(scope="module")
def power_cuts(
    home_assistant: HomeAssistant, sandbox: Sandbox, account: str
) -> PowerCuts:
    """Return what cuts the power."""
    print(f"\npower cuts with seed {SEED}")
    return PowerCuts(home_assistant, sandbox, "steady", account)


@pytest.mark.parametrize("number", range(5))
async def test_power_cut(power_cuts: PowerCuts, number: int) -> None:
    """The login is kept, but where Dexcom's answer never arrived."""
    cut = await power_cuts.cut(Plan.draw(Random(f"{SEED} {number}")))
    print(cut)
    assert cut.fate in {Fate.KEPT, Fate.EXCUSABLE}, f"{cut}; seed {SEED}"
