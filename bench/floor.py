"""The least that must be done: what the integration's work is compared with."""

from collections.abc import Sequence
from datetime import UTC, datetime
import logging
from time import process_time
from typing import Any

from aiohttp import ClientSession
import orjson

from custom_components.dexcom_cgm.const import DOMAIN
from homeassistant.components.recorder.models import (
    StatisticData,
    StatisticMeanType,
    StatisticMetaData,
)
from homeassistant.components.recorder.statistics import async_add_external_statistics
from homeassistant.components.sensor import SensorEntity
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers.entity_component import EntityComponent

_HOUR = 3600


async def fetch(session: ClientSession, url: str, token: str) -> Any:
    """Get an answer and read it as JSON, and no more."""
    headers = {"Authorization": f"Bearer {token}"}
    async with session.get(url, headers=headers) as response:
        return orjson.loads(await response.read())


def write_states(hass: HomeAssistant, states: Sequence[State]) -> None:
    """Write states as they are, under names of their own."""
    for state in states:
        hass.states.async_set(f"floor.{state.object_id}", state.state, state.attributes)


class PlainSensor(SensorEntity):
    """A sensor that has its value and its attributes ready."""

    _attr_should_poll = False

    def __init__(self, like: State) -> None:
        """Write what another entity has written."""
        self.entity_id = f"plain.{like.object_id}"
        self._attr_name = like.name
        self.take(like)

    def take(self, like: State) -> None:
        """Have a value to write."""
        self._attr_native_value = like.state
        self._attr_extra_state_attributes = dict(like.attributes)


class PlainSensors:
    """Writes states through Home Assistant's own entities, which nobody can avoid."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin without entities."""
        self._component = EntityComponent[SensorEntity](
            logging.getLogger(__name__), "plain", hass
        )
        self._sensors: dict[str, PlainSensor] = {}

    async def async_prepare(self, states: Sequence[State]) -> None:
        """Have an entity for each state, and its value ready."""
        new = {
            state.entity_id: PlainSensor(state)
            for state in states
            if state.entity_id not in self._sensors
        }
        await self._component.async_add_entities(new.values())
        self._sensors |= new
        for state in states:
            self._sensors[state.entity_id].take(state)

    def write(self, states: Sequence[State]) -> float:
        """Write the states; return the processor's time."""
        begin = process_time()
        for state in states:
            self._sensors[state.entity_id].async_write_ha_state()
        return process_time() - begin


type Rows = list[StatisticData]


def hours_of(answers: Sequence[Any]) -> tuple[Rows, Rows]:
    """Return rows of glucose and of time in range, ready to be stored."""
    hours: dict[int, list[int]] = {}
    for answer in answers:
        for record in answer["records"]:
            time = datetime.fromisoformat(record["systemTime"]).timestamp()
            hours.setdefault(int(time) // _HOUR, []).append(record["value"])
    glucose: Rows = []
    in_range: Rows = []
    for hour, values in sorted(hours.items()):
        start = datetime.fromtimestamp(hour * _HOUR, UTC)
        mean = sum(values) / len(values)
        glucose.append(
            StatisticData(start=start, mean=mean, min=min(values), max=max(values))
        )
        share = sum(70 <= value <= 180 for value in values) / len(values) * 100
        in_range.append(StatisticData(start=start, mean=share))
    return glucose, in_range


def store(hass: HomeAssistant, name: str, rows: Rows) -> None:
    """Give rows to the recorder as a series of its own."""
    async_add_external_statistics(
        hass,
        StatisticMetaData(
            has_sum=False,
            mean_type=StatisticMeanType.ARITHMETIC,
            name=name,
            source=DOMAIN,
            statistic_id=f"{DOMAIN}:{name}",
            unit_class=None,
            unit_of_measurement="mg/dL",
        ),
        rows,
    )
