"""Requests and bytes of an account's days, and the latency of new readings."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import mean, median

from custom_components.dexcom_cgm.const import DOMAIN
from homeassistant.core import Event, EventStateChangedData, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import async_track_state_change_event

from .clock import CLOCK, Clock
from .core import Core, core
from .dexcom import DELAY, dexcom
from .loop import percentile
from .relay import Relay
from .requests import record_requests
from .result import Result, Row, number

_INTERVAL = 300
_KIB = 1024


class _Shown:
    """Times at which new readings were shown."""

    def __init__(self, home: Core, account: str, clock: Clock) -> None:
        """Track the glucose sensor of an account."""
        self._clock = clock
        self.seen: dict[datetime, float] = {}
        entity_id = er.async_get(home.hass).async_get_entity_id(
            "sensor", DOMAIN, f"{account}_glucose_value"
        )
        assert entity_id
        async_track_state_change_event(home.hass, entity_id, self._changed)

    @callback
    def _changed(self, event: Event[EventStateChangedData]) -> None:
        """Record the first time a reading is shown."""
        state = event.data["new_state"]
        if state and (measured := state.attributes.get("measured_at")):
            time = (
                measured
                if isinstance(measured, datetime)
                else datetime.fromisoformat(measured)
            )
            self.seen.setdefault(time, self._clock.time())

    @property
    def waits(self) -> list[float]:
        """Return the seconds from each reading's release by Dexcom."""
        return [
            max(shown - (time + DELAY).timestamp(), 0)
            for time, shown in sorted(self.seen.items())
        ]

    @property
    def unaligned(self) -> list[float]:
        """Return the same for polls every five minutes, over all phases."""
        return [
            (phase - (time + DELAY).timestamp()) % _INTERVAL
            for time in self.seen
            for phase in range(0, _INTERVAL, 10)
        ]


async def measure(folder: Path, quick: bool) -> Result:
    """Run days after the backfill, for accounts with different phases."""
    people, days = (1, 1) if quick else (6, 2)
    clock = Clock(folder / CLOCK)
    relay = Relay()
    async with (
        dexcom(folder, people) as sandbox,
        relay.to(sandbox.url) as url,
        core(folder, replace(sandbox, url=url)) as home,
    ):
        with home.loop.jumping():
            for person in range(people):
                entry = await home.add_account(f"p{person}")
                await home.fill(entry)
                await asyncio.sleep(_INTERVAL / people)
        with home.loop.jumping():
            await asyncio.sleep(timedelta(hours=6).total_seconds())
            before = relay.received, relay.sent, relay.packed, relay.connections
            shown = [_Shown(home, f"p{person}", clock) for person in range(people)]
            with record_requests(home.session) as requests:
                await asyncio.sleep(timedelta(days=days).total_seconds())
        days *= people
        received, sent, packed, connections = (
            (now - then) / days
            for now, then in zip(
                (relay.received, relay.sent, relay.packed, relay.connections),
                before,
                strict=True,
            )
        )
    kinds = requests.kinds
    waits = [wait for each in shown for wait in each.waits]
    unaligned = mean(wait for each in shown for wait in each.unaligned)
    return Result(
        rows=[
            Row(
                what="Requests of an account and day",
                value=len(requests.urls) / days,
                unit="requests",
                limit=1000,
                how=", ".join(
                    f"{count / days:.0f} {kind}" for kind, count in kinds.most_common()
                ),
            ),
            Row(
                what="On the wire in a day, both ways, unpacked",
                value=(received + sent) / _KIB,
                unit="KB",
                limit=1024,
                how=(
                    f"{received / _KIB:.0f} KB received and {sent / _KIB:.0f} KB sent, "
                    f"headers and all, without TLS; packed by gzip about "
                    f"{(packed + sent) / _KIB:.0f} KB; {connections:.0f} connections; "
                    "answers: "
                    + ", ".join(
                        f"{size / days / _KIB:.0f} KB {kind}"
                        for kind, size in requests.bodies.most_common()
                    )
                ),
            ),
            Row(
                what="From when Dexcom would answer with a reading until it is shown",
                value=median(waits),
                unit="s",
                limit=20,
                how=(
                    f"median of {len(waits)}; mean {number(mean(waits))} s, 90 % within "
                    f"{number(percentile(waits, 90))} s; polls every five minutes: "
                    f"mean {number(unaligned)} s; {kinds['egvs'] / days:.0f} "
                    f"requests for readings a day"
                ),
            ),
        ]
    )
