"""CPU time of the clinical measures in an hour of new readings, by length of the log."""

import asyncio
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

# Below some 63 days the longest window has no result, which costs nothing.
_DAYS = (65, 90)
_READINGS = 12
_INTERVAL = timedelta(minutes=5)
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
    """An account with a log of some days, and the CPU time of its hours."""

    def __init__(self, home: Core, entry: DexcomConfigEntry, clock: Clock) -> None:
        """Start without a result."""
        self.entry = entry
        self.entities = _measures(home, entry)
        self._clock = clock
        self._hour = 0

    async def pass_hour(self, home: Core) -> float:
        """Return the CPU milliseconds of an hour of readings and its update."""
        readings = self.entry.runtime_data.glucose.readings
        newest = readings.log.latest(self._clock.utcnow())
        assert newest is not None
        self._hour += 1
        new = tuple(
            newest._replace(
                record_id=f"new-{self._hour}-{number}",
                time=newest.time + number * _INTERVAL,
                ticks=None,
            )
            for number in range(1, _READINGS + 1)
        )
        began = process_time()
        await readings.async_add(Records(new, 0, None), Origin.POLL)
        # The measures are updated by a timer, once an hour.
        with home.loop.jumping():
            await asyncio.sleep(3600)
        await home.settle()
        return (process_time() - began) * 1000


async def _prepare(home: Core, clock: Clock, person: str, days: int) -> _Log:
    """Return an account with all measures enabled, which is no longer polled."""
    entry = await home.add_account(person)
    await home.fill(entry)
    await home.enable_all(entry)
    data = entry.runtime_data
    for each in (data.glucose, data.events, data.alerts, data.devices):
        await each.async_shutdown()
    await data.backfill.async_stop()
    data.glucose.readings.log.forget_before(clock.utcnow() - timedelta(days=days))
    return _Log(home, entry, clock)


async def _hours(log: _Log, home: Core, rounds: int) -> tuple[float, float, float]:
    """Return the CPU milliseconds of an hour: with measures, without, plain sensors."""
    plain = PlainSensors(home.hass)
    with_all, writing = [], []
    for _ in range(rounds):
        with_all.append(await log.pass_hour(home))
        states = [
            state
            for entity_id in log.entities
            if (state := home.hass.states.get(entity_id))
        ]
        await plain.async_prepare(states)
        writing.append(plain.write(states) * 1000)
    registry = er.async_get(home.hass)
    for entity_id in log.entities:
        registry.async_update_entity(
            entity_id, disabled_by=er.RegistryEntryDisabler.USER
        )
    await home.settle()
    without = [await log.pass_hour(home) for _ in range(rounds)]
    return median(with_all), median(without), median(writing)


async def measure(folder: Path, quick: bool) -> Result:
    """Measure each log in a Home Assistant of its own: their timers coincide."""
    rounds = 30 if quick else 120
    clock = Clock(folder / CLOCK)
    found = {}
    count = 0
    async with dexcom(folder, len(_DAYS)) as server:
        for person, days in enumerate(_DAYS):
            home_folder = folder / f"{days}"
            home_folder.mkdir()
            async with core(home_folder, server) as home:
                log = await _prepare(home, clock, f"p{person}", days)
                count = len(log.entities)
                found[days] = await _hours(log, home, rounds)
    own = {days: each[0] - each[1] for days, each in found.items()}
    with_all, without, writing_alone = found[_DAYS[-1]]
    return Result(
        rows=[
            Row(
                what="Measures in an hour of new readings, all windows, log of 90 days",
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
