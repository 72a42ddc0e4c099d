"""Hourly long-term statistics of logged events: the amount, and the running sum.

A series has a row for every hour from its first event on, as Home Assistant reads the
sum before a period from the row of the preceding hour. A changed or deleted event
corrects the amount of its hour, and the sums of all later ones.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import ceil
from typing import NamedTuple

from homeassistant.components.recorder.models import (
    StatisticData,
    StatisticMeanType,
    StatisticMetaData,
)
from homeassistant.components.recorder.statistics import (
    async_add_external_statistics,
    statistics_during_period,
)
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import UnitOfMass, UnitOfTime
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.event import async_track_utc_time_change
from homeassistant.helpers.recorder import get_instance
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_conversion import DurationConverter, MassConverter

from ..api import chunked
from ..const import DOMAIN
from ..coordinators.records import RecordCoordinator
from ..glucose import LoggedEvent
from ..glucose.reading_log import HOUR
from ..vocabulary import (
    CARBS,
    EXERCISE,
    FAST_ACTING_INSULIN,
    INSULIN,
    LONG_ACTING_INSULIN,
    event_type,
    summed_amount,
)
from .series import (
    async_known_metadata,
    async_rename_series,
    async_series_name,
    async_track_name,
    series_id,
)

# Each kind with its unit and its unit class in Home Assistant. A series exists from the
# first event of its kind on.
_KINDS: dict[str, tuple[str, str | None]] = {
    CARBS: (UnitOfMass.GRAMS, MassConverter.UNIT_CLASS),
    FAST_ACTING_INSULIN: ("U", None),
    LONG_ACTING_INSULIN: ("U", None),
    INSULIN: ("U", None),
    EXERCISE: (UnitOfTime.MINUTES, DurationConverter.UNIT_CLASS),
}
_OLDEST_YEARS = 10
_YEAR = 365 * 24
# Hours kept in memory before those that can change, for corrections of the clock.
_KEPT_BEFORE = 31 * 24
# Rows queued before yielding to the event loop, and before waiting for the recorder.
_CHUNK = 200
_QUEUED = 5000
# Decimals of amounts and sums, so that rounding errors are no changes.
_DECIMALS = 6
# Seconds after the start of an hour, for timers that fire early.
_AFTER_THE_HOUR = 10


class SumRow(NamedTuple):
    """The row of an hour: the amount in it, and the sum up to its end."""

    amount: float
    sum: float


@dataclass(slots=True)
class _Series:
    """A series, and its rows in the recorder by hour since 1970 UTC."""

    metadata: StatisticMetaData
    written: dict[int, SumRow] = field(default_factory=dict)


class EventStatisticsWriter:
    """Writes the amounts and sums of an account's events."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        events: RecordCoordinator[LoggedEvent],
    ) -> None:
        """Write for an account."""
        self._hass = hass
        self._entry = entry
        self._events = events
        self._series: dict[str, _Series] = {}
        self._is_due = False
        self._is_writing = False

    async def async_start(self) -> None:
        """Read the written rows, then follow the events; does nothing without a recorder."""
        if "recorder" not in self._hass.config.components:
            return
        # After a reload, earlier writes may still be queued.
        await get_instance(self._hass).async_block_till_done()
        known = await async_known_metadata(
            self._hass, {series_id(kind, self._entry) for kind in _KINDS}
        )
        for kind, (unit, unit_class) in _KINDS.items():
            series = _Series(
                StatisticMetaData(
                    has_sum=True,
                    mean_type=StatisticMeanType.NONE,
                    name=None,
                    source=DOMAIN,
                    statistic_id=series_id(kind, self._entry),
                    unit_class=unit_class,
                    unit_of_measurement=unit,
                )
            )
            if series.metadata["statistic_id"] in known:
                series.written = await self._async_read(series.metadata["statistic_id"])
            self._series[kind] = series
        await self._async_name()
        self._entry.async_on_unload(
            async_track_name(self._hass, self._entry, self._async_name)
        )
        self._entry.async_on_unload(self._events.async_add_listener(self._async_write))
        # An hour without events does not notify listeners.
        self._entry.async_on_unload(
            async_track_utc_time_change(
                self._hass, self._async_write, minute=0, second=_AFTER_THE_HOUR
            )
        )
        self._async_write()

    async def _async_name(self) -> None:
        """Name all series after the account."""
        for kind, series in self._series.items():
            series.metadata["name"] = await async_series_name(
                self._hass, self._entry, kind
            )
        await async_rename_series(
            self._hass, [series.metadata for series in self._series.values()]
        )

    async def _async_read(self, statistic_id: str) -> dict[int, SumRow]:
        """Return the rows that can change, and all rows if some are missing."""
        now = _hour(dt_util.utcnow())
        recent = await self._async_rows(statistic_id, now - _KEPT_BEFORE, None)
        if recent and recent.keys() == set(range(now - _KEPT_BEFORE, max(recent) + 1)):
            return recent
        found: dict[int, SumRow] = {}
        for year in range(_OLDEST_YEARS, 0, -1):
            start = now - _KEPT_BEFORE - year * _YEAR
            found |= await self._async_rows(statistic_id, start, start + _YEAR)
        return found | recent

    async def _async_rows(
        self, statistic_id: str, start: int, end: int | None
    ) -> dict[int, SumRow]:
        """Return rows of a series from the recorder."""
        found = await get_instance(self._hass).async_add_executor_job(
            lambda: statistics_during_period(
                self._hass,
                _start(start),
                None if end is None else _start(end),
                {statistic_id},
                "hour",
                {},
                {"state", "sum"},
            )
        )
        return {
            int(row["start"]) // HOUR: SumRow(
                round(row["state"] or 0.0, _DECIMALS),
                round(row["sum"] or 0.0, _DECIMALS),
            )
            for row in found.get(statistic_id, [])
        }

    @callback
    def _async_write(self, _now: datetime | None = None) -> None:
        """Start writing missing or wrong rows in the background."""
        self._is_due = True
        if not self._is_writing:
            self._is_writing = True
            self._entry.async_create_background_task(
                self._hass, self._async_write_due(), f"{DOMAIN} sums of events"
            )

    async def _async_write_due(self) -> None:
        """Write until there are no further changes."""
        try:
            while self._is_due:
                self._is_due = False
                await self._async_write_all()
        finally:
            self._is_writing = False

    async def _async_write_all(self) -> None:
        """Write each series where it differs from the known events."""
        if (since := self._events.known_since) is None or self._events.data is None:
            return
        # Hours before the known events stay as they were written.
        first = ceil(since.timestamp() / HOUR)
        newest = _hour(dt_util.utcnow())
        amounts: dict[str, dict[int, float]] = {
            kind: defaultdict(float) for kind in self._series
        }
        for event in self._events.data:
            if (
                (hour := _hour(event.time)) >= first
                and (kind := event_type(event)) in amounts
                and (amount := summed_amount(event)) is not None
            ):
                amounts[kind][hour] += amount
        async for chunk in chunked(self._series.items(), 1):
            for kind, series in chunk:
                await self._async_write_series(series, amounts[kind], first, newest)

    async def _async_write_series(
        self, series: _Series, amounts: Mapping[int, float], first: int, newest: int
    ) -> None:
        """Write the missing or wrong rows of a series, oldest first.

        So a power cut leaves no gap before the last row.
        """
        queued = 0
        rows = rows_to_write(series.written, amounts, first, newest)
        async for chunk in chunked(rows, _CHUNK):
            async_add_external_statistics(
                self._hass,
                series.metadata,
                [
                    StatisticData(start=_start(hour), state=row.amount, sum=row.sum)
                    for hour, row in chunk
                ],
            )
            series.written.update(chunk)
            queued += len(chunk)
            if queued >= _QUEUED:
                queued = 0
                await get_instance(self._hass).async_block_till_done()
        _forget_before(series.written, first - _KEPT_BEFORE)


def rows_to_write(
    written: Mapping[int, SumRow],
    amounts: Mapping[int, float],
    first: int,
    newest: int,
) -> Iterator[tuple[int, SumRow]]:
    """Yield the missing or wrong rows of a series, oldest first.

    A series has rows for all hours from the first one that is written or has an amount
    to `newest`. Amounts are known from the hour `first` on; rows before it are kept.
    """
    hours = written.keys() | amounts.keys()
    if not hours:
        return
    total = 0.0
    for hour in range(min(hours), max(newest, *hours) + 1):
        known = written.get(hour)
        if hour < first and known is not None:
            total = known.sum
            continue
        amount = 0.0
        # Most hours have no events.
        if hour in amounts:
            amount = round(amounts[hour], _DECIMALS)
            total = round(total + amount, _DECIMALS)
        if (amount, total) != known:
            yield hour, SumRow(amount, total)


def _forget_before(written: MutableMapping[int, SumRow], hour: int) -> None:
    """Drop the rows of older hours."""
    for each in [each for each in written if each < hour]:
        del written[each]


def _hour(time: datetime) -> int:
    """Return the hour of a moment, since 1970 UTC."""
    return int(time.timestamp()) // HOUR


def _start(hour: int) -> datetime:
    """Return the start of an hour."""
    return datetime.fromtimestamp(hour * HOUR, UTC)
