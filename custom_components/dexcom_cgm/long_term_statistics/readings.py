"""Hourly long-term statistics of readings, at the time of measurement.

They are external statistics, as Home Assistant compiles its own by the time at which a
value arrived. An hour is written once it is complete, and again from all its readings
after each late or changed one.
"""

from collections.abc import Iterable, Set as AbstractSet
from datetime import UTC, datetime, timedelta
from inspect import signature
from typing import Any

from homeassistant.components.recorder.core import Recorder
from homeassistant.components.recorder.models import (
    StatisticData,
    StatisticMeanType,
    StatisticMetaData,
)
from homeassistant.components.recorder.statistics import (
    async_add_external_statistics,
    get_last_statistics,
)
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import PERCENTAGE
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.helpers.recorder import get_instance
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_conversion import (
    BloodGlucoseConcentrationConverter,
    UnitlessRatioConverter,
)

from ..const import DOMAIN, HISTORY, POLL_INTERVAL
from ..coordinators.glucose import GlucoseCoordinator
from ..coordinators.readings import ReadingsChange
from ..glucose import ReadingLog
from ..glucose.ranges import IN_RANGE
from ..glucose.reading_log import HOUR
from ..units import MG_DL, MMOL_L, chosen_unit
from .series import (
    async_known_metadata,
    async_rename_series,
    async_series_name,
    async_track_name,
    series_id,
)

# Hours that changed while the writer was not running are at most this old, or newer than
# the newest row. Listeners of the store are notified of any others.
_RECENT = timedelta(days=2)
# Hours per write during the backfill: larger writes are less work for the recorder.
_BACKFILL_CHUNK = 20 * 24
# From Home Assistant 2026.11 on, rows of single hours can be removed.
_CAN_CLEAR_HOURS = "start_time" in signature(Recorder.async_clear_statistics).parameters


class StatisticsWriter:
    """Writes the hours of an account whose readings have changed."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, glucose: GlucoseCoordinator
    ) -> None:
        """Write for an account; its series continue if it is added again."""
        self._hass = hass
        self._entry = entry
        self._glucose = glucose
        self._readings = glucose.readings
        self._glucose_id = series_id("glucose", entry)
        self._time_in_range_id = series_id("time_in_range", entry)
        self._unit: str = MG_DL
        self._names: dict[str, str] = {}
        self._is_ready = False
        self._waiting: set[int] = set()
        self._newest: datetime | None = None

    async def async_start(self) -> None:
        """Write the stored hours, then changes; does nothing without a recorder."""
        if "recorder" not in self._hass.config.components:
            return
        self._newest = self._newest_time
        self._entry.async_on_unload(
            self._readings.async_add_listener(self._async_readings_changed)
        )
        # When readings stop, only a timer notices that their hour is complete.
        self._entry.async_on_unload(
            async_track_time_interval(
                self._hass,
                self._async_write_waiting,
                POLL_INTERVAL,
                cancel_on_shutdown=True,
            )
        )
        # After a reload, earlier writes may still be queued.
        await get_instance(self._hass).async_block_till_done()
        known = await async_known_metadata(self._hass, {self._glucose_id})
        if self._glucose_id in known:
            # A change of the unit would not convert the existing rows.
            unit = known[self._glucose_id]["unit_of_measurement"]
            self._unit = MMOL_L if unit == MMOL_L else MG_DL
        else:
            self._unit = chosen_unit(self._hass, str(self._entry.unique_id))
        await self._async_name()
        self._entry.async_on_unload(
            async_track_name(self._hass, self._entry, self._async_name)
        )
        now = dt_util.utcnow()
        since = now - HISTORY
        if not self._readings.is_loading and (newest := await self._async_newest_row()):
            since = min(newest, now - _RECENT)
        times, _ = self._readings.log.values(since, now + timedelta(hours=1))
        self._is_ready = True
        hours = {time // HOUR for time in times}
        self._waiting |= hours
        self._async_write_waiting(at_once=hours)

    async def _async_newest_row(self) -> datetime | None:
        """Return the start of the newest hour in the recorder."""
        found = await get_instance(self._hass).async_add_executor_job(
            get_last_statistics, self._hass, 1, self._glucose_id, False, {"mean"}
        )
        rows = found.get(self._glucose_id)
        return datetime.fromtimestamp(rows[0]["start"], UTC) if rows else None

    async def _async_name(self) -> None:
        """Name both series after the account."""
        for statistic_id, kind in (
            (self._glucose_id, "glucose"),
            (self._time_in_range_id, "time_in_range"),
        ):
            self._names[statistic_id] = await async_series_name(
                self._hass, self._entry, kind
            )
        await async_rename_series(
            self._hass, [self._glucose_metadata, self._time_in_range_metadata]
        )

    @callback
    def _async_readings_changed(self, change: ReadingsChange) -> None:
        """Write the hours that have changed, or keep them until the recorder is ready."""
        self._waiting |= change.hours
        newest, self._newest = self._newest, self._newest_time
        # A change without a newer reading is late, or a correction.
        is_late = self._newest == newest
        self._async_write_waiting(at_once=change.hours if is_late else frozenset())

    @callback
    def _async_write_waiting(
        self, _now: datetime | None = None, *, at_once: AbstractSet[int] = frozenset()
    ) -> None:
        """Write the changed hours, unless more is expected soon.

        The current hour waits until it is complete, or a late reading changes it. During
        the backfill, the first hour of the log waits for the rest of its readings.
        """
        if not self._is_ready or not self._waiting:
            return
        present = self._current_hour
        hours = {hour for hour in self._waiting if hour < present or hour in at_once}
        if self._readings.is_loading:
            hours.discard(self._readings.log.first_hour)
            recent = (dt_util.utcnow() - _RECENT).timestamp() // HOUR
            if len(hours) < _BACKFILL_CHUNK and max(hours, default=0) < recent:
                return
        self._waiting -= hours
        self.async_write(hours)
        self._async_clear_empty(hours)

    @property
    def _newest_time(self) -> datetime | None:
        """Return the time of the newest reading."""
        reading = self._readings.log.latest(dt_util.utcnow())
        return None if reading is None else reading.time

    @property
    def _current_hour(self) -> int:
        """Return the first hour that is not complete.

        It is the hour of the newest reading until the next reading is due, by the delay
        of the region or, if that is greater, of the newest reading.
        """
        now = dt_util.utcnow()
        delay = max(self._glucose.region.delay, self._glucose.delay or timedelta(0))
        times = [now - delay - POLL_INTERVAL]
        if self._newest is not None:
            times.append(self._newest)
        return int(max(times).timestamp()) // HOUR

    @property
    def is_available(self) -> bool:
        """Return whether hours can be written, or never will be without a recorder."""
        return self._is_ready or "recorder" not in self._hass.config.components

    async def async_block_till_written(self) -> None:
        """Wait until the recorder has stored what was written."""
        if self._is_ready:
            await get_instance(self._hass).async_block_till_done()

    @callback
    def async_write(self, hours: Iterable[int], log: ReadingLog | None = None) -> int:
        """Write hours from all their readings; return the number of hours written.

        The readings are those of the store, or those of another log.
        """
        if not self._is_ready:
            return 0
        if log is None:
            log = self._readings.log
        glucose: list[StatisticData] = []
        time_in_range: list[StatisticData] = []
        for hour in sorted(hours):
            values = log.values_from(hour * HOUR, (hour + 1) * HOUR)
            if not values:
                continue
            start = datetime.fromtimestamp(hour * HOUR, UTC)
            glucose.append(
                StatisticData(
                    start=start,
                    mean=self._converted(sum(values) / len(values)),
                    min=self._converted(min(values)),
                    max=self._converted(max(values)),
                )
            )
            in_range = sum(value in IN_RANGE for value in values)
            time_in_range.append(
                StatisticData(start=start, mean=in_range / len(values) * 100)
            )
        if not glucose:
            return 0
        async_add_external_statistics(self._hass, self._glucose_metadata, glucose)
        async_add_external_statistics(
            self._hass, self._time_in_range_metadata, time_in_range
        )
        return len(glucose)

    @callback
    def _async_clear_empty(self, hours: Iterable[int]) -> None:
        """Remove the rows of changed hours without readings.

        That happens when a single reading was re-dated or lost its value. Home Assistant
        2026.10 cannot remove rows of single hours, so they remain there.
        """
        if not _CAN_CLEAR_HOURS:
            return
        # Rows of hours that the log has dropped are kept.
        oldest = (dt_util.utcnow() - HISTORY).timestamp() / HOUR
        clear: Any = get_instance(self._hass).async_clear_statistics
        for hour in hours:
            if hour >= oldest and not self._readings.log.values_from(
                hour * HOUR, (hour + 1) * HOUR
            ):
                start = datetime.fromtimestamp(hour * HOUR, UTC)
                clear(
                    [self._glucose_id, self._time_in_range_id],
                    start_time=start,
                    end_time=start + timedelta(hours=1),
                )

    @property
    def _glucose_metadata(self) -> StatisticMetaData:
        """Return the metadata of the series of glucose."""
        unit_class = BloodGlucoseConcentrationConverter.UNIT_CLASS
        return self._metadata(self._glucose_id, self._unit, unit_class)

    @property
    def _time_in_range_metadata(self) -> StatisticMetaData:
        """Return the metadata of the series of the time in range."""
        unit_class = UnitlessRatioConverter.UNIT_CLASS
        return self._metadata(self._time_in_range_id, PERCENTAGE, unit_class)

    def _metadata(
        self, statistic_id: str, unit: str, unit_class: str | None
    ) -> StatisticMetaData:
        """Return the metadata of a series."""
        return StatisticMetaData(
            has_sum=False,
            mean_type=StatisticMeanType.ARITHMETIC,
            name=self._names[statistic_id],
            source=DOMAIN,
            statistic_id=statistic_id,
            unit_class=unit_class,
            unit_of_measurement=unit,
        )

    def _converted(self, value: float) -> float:
        """Return a value in mg/dL in the unit of the series."""
        return BloodGlucoseConcentrationConverter.convert(value, MG_DL, self._unit)
