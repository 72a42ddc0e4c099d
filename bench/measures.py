"""What the clinical measures cost after a new reading, by the length of the log."""

from datetime import timedelta
from pathlib import Path
from statistics import median
from time import process_time

from custom_components.dexcom_cgm.api import Records
from custom_components.dexcom_cgm.coordinators.readings import Origin
from custom_components.dexcom_cgm.data import DexcomConfigEntry
from homeassistant.helpers import entity_registry as er

from .clock import CLOCK, Clock
from .core import Core, core
from .dexcom import dexcom
from .floor import PlainSensors
from .result import Result, Row, number

# Below some 63 days the longest window says nothing, which costs nothing.
_DAYS = (65, 90)
_WINDOWS = ("_1d", "_14d", "_30d", "_90d")


def _measures(home: Core, entry: DexcomConfigEntry) -> list[str]:
    """Return the entities of measures."""
    return [
        each.entity_id
        for each in er.async_entries_for_config_entry(
            er.async_get(home.hass), entry.entry_id
        )
        if each.unique_id.endswith(_WINDOWS) and home.hass.states.get(each.entity_id)
    ]


class _Log:
    """An account with a log of some days, and what new readings cost in it."""

    def __init__(self, home: Core, entry: DexcomConfigEntry, clock: Clock) -> None:
        """Begin without a reading."""
        self.entry = entry
        self.entities = _measures(home, entry)
        self.with_all: list[float] = []
        self.without: list[float] = []
        self._clock = clock
        self._step = 0

    async def take(self) -> float:
        """Return what is computed until all who care have seen a new reading."""
        glucose = self.entry.runtime_data.glucose
        newest = glucose.readings.log.latest(self._clock.utcnow())
        assert newest is not None
        self._step += 1
        reading = newest._replace(
            record_id=f"new-{self._step}",
            time=newest.time + timedelta(minutes=5),
            ticks=None,
        )
        began = process_time()
        await glucose.readings.async_add(Records((reading,), 0, None), Origin.POLL)
        return (process_time() - began) * 1000


async def _prepare(home: Core, clock: Clock, person: str, days: int) -> _Log:
    """Return an account with all measures on, which asks for nothing any more."""
    entry = await home.add_account(person)
    await home.fill(entry)
    await home.enable_all(entry)
    data = entry.runtime_data
    for each in (data.glucose, data.events, data.alerts, data.devices):
        await each.async_shutdown()
    await data.backfill.async_stop()
    data.glucose.readings.log.forget_before(clock.utcnow() - timedelta(days=days))
    return _Log(home, entry, clock)


async def measure(folder: Path, quick: bool) -> Result:
    """Measure all logs in turn, with all measures on, then with none."""
    rounds = 60 if quick else 200
    clock = Clock(folder / CLOCK)
    writing = []
    async with (
        dexcom(folder, len(_DAYS)) as server,
        core(folder, server) as home,
    ):
        logs = {
            days: await _prepare(home, clock, f"p{person}", days)
            for person, days in enumerate(_DAYS)
        }
        plain = PlainSensors(home.hass)
        for _ in range(rounds):
            clock.jump(300)
            for log in logs.values():
                log.with_all.append(await log.take())
            states = [
                state
                for entity_id in logs[_DAYS[-1]].entities
                if (state := home.hass.states.get(entity_id))
            ]
            await plain.async_prepare(states)
            writing.append(plain.write(states) * 1000)
        registry = er.async_get(home.hass)
        for log in logs.values():
            for entity_id in log.entities:
                registry.async_update_entity(
                    entity_id, disabled_by=er.RegistryEntryDisabler.USER
                )
        await home.settle()
        for _ in range(rounds):
            clock.jump(300)
            for log in logs.values():
                log.without.append(await log.take())
    found = {
        days: (
            median(log.with_all),
            median(log.without),
            median(writing),
            len(log.entities),
        )
        for days, log in logs.items()
    }
    own = {days: each[0] - each[1] for days, each in found.items()}
    with_all, without, writing_alone, count = found[_DAYS[-1]]
    return Result(
        rows=[
            Row(
                what="New measures after a new reading, all windows, log of 90 days",
                value=own[90],
                unit="ms",
                limit=2,
                how=(
                    f"{count} measures: {number(with_all)} ms, without them "
                    f"{number(without)} ms; plain sensors write as many states in "
                    f"{number(writing_alone)} ms"
                ),
            ),
            Row(
                what="The same, log of 90 days against one of 65",
                value=own[90] / own[65],
                unit="x",
                limit=1.15,
                how=", ".join(
                    f"{days} days: {number(took)} ms" for days, took in own.items()
                ),
            ),
        ]
    )
