"""Hours of logged events as long-term statistics: how much, and the running sum.

An event that is changed or deleted corrects its hour, and the sums of all hours after
it.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from homeassistant.components.recorder.models import (
    StatisticData,
    StatisticMeanType,
    StatisticMetaData,
)
from homeassistant.components.recorder.statistics import (
    async_add_external_statistics,
    statistics_during_period,
)
from homeassistant.const import UnitOfMass, UnitOfTime
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.recorder import get_instance
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_conversion import DurationConverter, MassConverter

from .api import Event
from .const import DOMAIN, EVENT_HISTORY
from .data import DexcomConfigEntry
from .glucose.reading_log import HOUR
from .record_coordinator import RecordCoordinator
from .statistics import async_series_name, series_id
from .vocabulary import (
    CARBS,
    EXERCISE,
    FAST_ACTING_INSULIN,
    LONG_ACTING_INSULIN,
    event_amount,
    event_type,
)

# Each kind with its unit and what Home Assistant can convert it as.
_KINDS: dict[str, tuple[str, str | None]] = {
    CARBS: (UnitOfMass.GRAMS, MassConverter.UNIT_CLASS),
    FAST_ACTING_INSULIN: ("U", None),
    LONG_ACTING_INSULIN: ("U", None),
    EXERCISE: (UnitOfTime.MINUTES, DurationConverter.UNIT_CLASS),
}
_LONG_AGO = timedelta(days=3650)


@dataclass(slots=True)
class _Series:
    """What is written of a kind: amounts by hour, and the sum of all before them."""

    metadata: StatisticMetaData
    before: float
    written: dict[int, float]


class EventStatisticsWriter:
    """Writes the hours in which something was logged, changed or deleted."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: DexcomConfigEntry,
        events: RecordCoordinator[Event],
    ) -> None:
        """Write for an account."""
        self._hass = hass
        self._entry = entry
        self._events = events
        self._series: dict[str, _Series] = {}

    async def async_start(self) -> None:
        """Read what is written, then follow the events; nothing without a recorder."""
        if "recorder" not in self._hass.config.components:
            return
        # After a reload, what was written before may still be on its way.
        await get_instance(self._hass).async_block_till_done()
        for kind, (unit, unit_class) in _KINDS.items():
            metadata = StatisticMetaData(
                has_sum=True,
                mean_type=StatisticMeanType.NONE,
                name=await async_series_name(self._hass, self._entry, kind),
                source=DOMAIN,
                statistic_id=series_id(kind, self._entry),
                unit_class=unit_class,
                unit_of_measurement=unit,
            )
            self._series[kind] = await self._async_read(metadata)
        self._entry.async_on_unload(self._events.async_add_listener(self._async_write))
        self._async_write()

    async def _async_read(self, metadata: StatisticMetaData) -> _Series:
        """Return what the recorder holds of a series."""
        statistic_id = metadata["statistic_id"]
        found = await get_instance(self._hass).async_add_executor_job(
            lambda: statistics_during_period(
                self._hass,
                dt_util.utcnow() - _LONG_AGO,
                None,
                {statistic_id},
                "hour",
                {},
                {"state", "sum"},
            )
        )
        series = _Series(metadata, 0.0, {})
        for row in found.get(statistic_id, []):
            series.written[int(row["start"]) // HOUR] = row["state"] or 0.0
        return series

    @callback
    def _async_write(self) -> None:
        """Write each series from the first hour that differs."""
        if self._events.data is None:
            return
        first = int((dt_util.utcnow() - EVENT_HISTORY).timestamp()) // HOUR + 1
        wanted: dict[str, dict[int, float]] = {
            kind: defaultdict(float) for kind in self._series
        }
        for event in self._events.data:
            hour = int(event.time.timestamp()) // HOUR
            amount = event_amount(event)
            if amount is not None and hour >= first and event_type(event) in wanted:
                wanted[event_type(event)][hour] += amount
        for kind, series in self._series.items():
            # What is older than the known events stays as it was written.
            for hour in [hour for hour in series.written if hour < first]:
                series.before += series.written.pop(hour)
            hours = dict.fromkeys(series.written, 0.0) | wanted[kind]
            if hours != series.written:
                self._write(series, hours)

    def _write(self, series: _Series, hours: dict[int, float]) -> None:
        """Write the hours of a series from the first one that differs."""
        total = series.before
        rows: list[StatisticData] = []
        differs = False
        for hour in sorted(hours):
            total += hours[hour]
            differs = differs or series.written.get(hour) != hours[hour]
            if differs:
                start = datetime.fromtimestamp(hour * HOUR, UTC)
                rows.append(StatisticData(start=start, state=hours[hour], sum=total))
        series.written = hours
        async_add_external_statistics(self._hass, series.metadata, rows)
