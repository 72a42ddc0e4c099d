"""CPU time of one poll until all states are written."""

from pathlib import Path
from statistics import median
from time import process_time

from custom_components.dexcom_cgm.data import DexcomConfigEntry
from homeassistant.core import State

from .clock import CLOCK, Clock
from .core import Core, core
from .dexcom import dexcom
from .floor import PlainSensors, fetch, write_states
from .requests import record_requests
from .result import Result, Row, number
from .sampler import Sampler

_INTERVAL = 300
_KEPT_ALIVE = 20


class _Polls:
    """Polls with one new reading each, and their baseline."""

    def __init__(self, home: Core, entry: DexcomConfigEntry, clock: Clock) -> None:
        """Store the account to poll."""
        self._home = home
        self._entry = entry
        self._clock = clock
        self._plain = PlainSensors(home.hass)
        self.polls: list[float] = []
        self.floors: list[float] = []
        self.entities: list[float] = []
        self.written: list[int] = []
        self.changed: list[int] = []

    async def poll(self) -> tuple[float, list[State], str] | None:
        """Poll once; return the CPU time, the written states and the URL.

        Return None without a new reading or with a token renewal.
        """
        home, glucose = self._home, self._entry.runtime_data.glucose
        self._clock.jump(_INTERVAL - _KEPT_ALIVE)
        before = glucose.data
        with record_requests(home.session) as sent:
            began, since = process_time(), self._clock.time()
            await glucose.async_refresh()
            await home.hass.async_block_till_done()
            took = process_time() - began
        if len(sent.urls) != 1 or glucose.data == before:
            return None
        states = [
            state
            for entity_id in home.states(self._entry)
            if (state := home.hass.states.get(entity_id))
            and state.last_reported.timestamp() >= since
        ]
        self.written.append(len(states))
        self.changed.append(
            sum(state.last_updated.timestamp() >= since for state in states)
        )
        return took, states, sent.urls[0]

    async def compare(self) -> None:
        """Poll, then process the same response with minimal work."""
        if (found := await self.poll()) is None:
            return
        took, states, url = found
        home = self._home
        token = self._entry.data["token"]["access_token"]
        # Polls start without an open connection, so the floor must too.
        self._clock.jump(_KEPT_ALIVE)
        with record_requests(home.session) as sent:
            began = process_time()
            await fetch(home.session, url, token)
            write_states(home.hass, states)
            await home.hass.async_block_till_done()
            floor = process_time() - began
        if len(sent.urls) != 1:
            return
        await self._plain.async_prepare(states)
        self.polls.append(took)
        self.floors.append(floor)
        self.entities.append(self._plain.write(states))


async def measure(folder: Path, quick: bool) -> Result:
    """Poll repeatedly, alternating with the floor."""
    rounds = 40 if quick else 500
    async with (
        dexcom(folder, 1) as server,
        core(folder, server) as home,
    ):
        entry = await home.add_account("p0")
        await home.fill(entry)
        await home.enable_all(entry)
        data = entry.runtime_data
        for other in (data.events, data.alerts, data.devices):
            await other.async_shutdown()
        polls = _Polls(home, entry, Clock(folder / CLOCK))
        for _ in range(10):
            await polls.poll()
        polls.written.clear()
        polls.changed.clear()
        for _ in range(rounds):
            await polls.compare()
        sampler = Sampler()
        for _ in range(rounds):
            with sampler.running():
                await polls.poll()
    poll, floor, entities = (
        median(times) * 1000 for times in (polls.polls, polls.floors, polls.entities)
    )
    written, changed = median(polls.written), median(polls.changed)
    return Result(
        rows=[
            Row(
                what="CPU of a poll with a new reading, all entities on",
                value=poll / floor,
                unit="x",
                limit=2,
                how=(
                    f"{number(poll)} ms against {number(floor)} ms; {written:.0f} "
                    f"states written, {changed:.0f} of them new; "
                    f"{len(polls.polls)} rounds"
                ),
            ),
            Row(
                what="The same states through plain sensors of Home Assistant",
                value=entities / floor,
                unit="x",
                how=f"{number(entities)} ms, without a request",
            ),
        ],
        tables=sampler.tables("the poll"),
    )
