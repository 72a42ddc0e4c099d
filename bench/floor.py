"""Baselines: the minimum work for the same responses and states."""

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
    """Fetch a response and parse its JSON."""
    headers = {"Authorization": f"Bearer {token}"}
    async with session.get(url, headers=headers) as response:
        return orjson.loads(await response.read())


def write_states(hass: HomeAssistant, states: Sequence[State]) -> None:
    """Write states unchanged, under other entity IDs."""
    for state in states:
        hass.states.async_set(f"floor.{state.object_id}", state.state, state.attributes)


class PlainSensor(SensorEntity):
    """A sensor with a given value and attributes."""

    _attr_should_poll = False

    def __init__(self, like: State) -> None:
        """Copy the state of another entity."""
        self.entity_id = f"plain.{like.object_id}"
        self._attr_name = like.name
        self.take(like)

    def take(self, like: State) -> None:
        """Set the value to write."""
        self._attr_native_value = like.state
        self._attr_extra_state_attributes = dict(like.attributes)


class PlainSensors:
    """Writes states through Home Assistant's entity class."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Start without entities."""
        self._component = EntityComponent[SensorEntity](
            logging.getLogger(__name__), "plain", hass
        )
        self._sensors: dict[str, PlainSensor] = {}

    async def async_prepare(self, states: Sequence[State]) -> None:
        """Create an entity for each new state, and set all values."""
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
        """Write the states; return the CPU time in seconds."""
        begin = process_time()
        for state in states:
            self._sensors[state.entity_id].async_write_ha_state()
        return process_time() - begin


type Rows = list[StatisticData]


def hours_of(answers: Sequence[Any]) -> tuple[Rows, Rows]:
    """Return hourly rows of glucose and of time in range."""
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
    """Store rows as an external statistic."""
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
