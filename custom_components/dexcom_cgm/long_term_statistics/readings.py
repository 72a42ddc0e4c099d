"""Hours of readings as Home Assistant's long-term statistics, at their true time.

Series of their own (external statistics) are used: what Home Assistant compiles itself
is by the time at which a value arrived. An hour is written once it is complete. Every
late or changed reading has its hour written again from all its readings.
"""

from collections.abc import Callable, Coroutine, Iterable, Set as AbstractSet
from datetime import UTC, datetime, timedelta
from hashlib import sha256
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
    get_metadata,
)
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.const import PERCENTAGE
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.helpers.recorder import get_instance
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_conversion import (
    BloodGlucoseConcentrationConverter,
    UnitlessRatioConverter,
)

from ..const import DOMAIN, HISTORY, POLL_INTERVAL
from ..coordinators.glucose import GlucoseCoordinator
from ..coordinators.readings import ReadingsChange
from ..device import account_name
from ..glucose.ranges import IN_RANGE
from ..glucose.reading_log import HOUR
from ..units import MG_DL, MMOL_L, chosen_unit

# At a start, hours that changed while nobody wrote them are at most this old, or newer
# than the newest row; the log's listeners learn of any others.
_RECENT = timedelta(days=2)
# While the history is loaded, so many hours are written together: the recorder does that
# with less work than some at a time.
_TOGETHER = 20 * 24
# From Home Assistant 2026.11 on, rows of single hours can be removed.
_CAN_CLEAR_HOURS = "start_time" in signature(Recorder.async_clear_statistics).parameters


class StatisticsWriter:
    """Writes the hours of an account that have changed."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, glucose: GlucoseCoordinator
    ) -> None:
        """Write for an account; the series go on if it is removed and added again."""
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
        """Write what is there, then what changes; nothing without a recorder."""
        if "recorder" not in self._hass.config.components:
            return
        self._newest = self._newest_time
        self._entry.async_on_unload(
            self._readings.async_add_listener(self._async_readings_changed)
        )
        # Where readings stop, nothing else notices that their hour is complete.
        self._entry.async_on_unload(
            async_track_time_interval(
                self._hass,
                self._async_write_waiting,
                POLL_INTERVAL,
                cancel_on_shutdown=True,
            )
        )
        # After a reload, what was written before may still be on its way.
        await get_instance(self._hass).async_block_till_done()
        known = await async_known_metadata(self._hass, {self._glucose_id})
        if self._glucose_id in known:
            # Another unit would not convert the rows that are there.
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
        """Return the start of the newest hour that the recorder has."""
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
        # What brings no newer reading is late, or corrects what was there.
        is_late = self._newest == newest
        self._async_write_waiting(at_once=change.hours if is_late else frozenset())

    @callback
    def _async_write_waiting(
        self, _now: datetime | None = None, *, at_once: AbstractSet[int] = frozenset()
    ) -> None:
        """Write what has changed, unless more comes soon.

        The present hour waits until it is complete, or a late reading touches it. While
        the history is loaded, the log may begin in the middle of an hour. That one waits
        for the rest of its readings.
        """
        if not self._is_ready or not self._waiting:
            return
        present = self._present_hour
        hours = {hour for hour in self._waiting if hour < present or hour in at_once}
        if self._readings.is_loading:
            hours.discard(self._readings.log.first_hour)
            recent = (dt_util.utcnow() - _RECENT).timestamp() // HOUR
            if len(hours) < _TOGETHER and max(hours, default=0) < recent:
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
    def _present_hour(self) -> int:
        """Return the first hour that is not complete.

        It is that of the newest reading, until the next one could be there: by the
        delay of the region, or by that of the newest reading where it is greater.
        """
        now = dt_util.utcnow()
        delay = max(self._glucose.region.delay, self._glucose.delay or timedelta(0))
        times = [now - delay - POLL_INTERVAL]
        if self._newest is not None:
            times.append(self._newest)
        return int(max(times).timestamp()) // HOUR

    @callback
    def async_write(self, hours: Iterable[int]) -> int:
        """Write hours again from all their readings; return how many were written."""
        if not self._is_ready:
            return 0
        glucose: list[StatisticData] = []
        time_in_range: list[StatisticData] = []
        for hour in sorted(hours):
            values = self._readings.log.values_from(hour * HOUR, (hour + 1) * HOUR)
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
        """Remove the rows of changed hours that have no readings left.

        That is where a lone reading was re-dated or lost its value. Home Assistant
        2026.10 has no way to remove a row, so that there the hour keeps it.
        """
        if not _CAN_CLEAR_HOURS:
            return
        # What the log no longer keeps is no reason to remove what was true.
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


def series_id(kind: str, entry: ConfigEntry) -> str:
    """Return the id of a series; it is the same if the account is added again."""
    account = sha256(str(entry.unique_id).encode()).hexdigest()[:8]
    return f"{DOMAIN}:{kind}_{account}"


async def async_series_name(hass: HomeAssistant, entry: ConfigEntry, kind: str) -> str:
    """Return the name of a series in the user's language, after the account."""
    texts = await async_get_translations(hass, hass.config.language, "common", {DOMAIN})
    text = texts[f"component.{DOMAIN}.common.statistics_{kind}"]
    return f"{account_name(hass, entry)} {text}"


@callback
def async_track_name(
    hass: HomeAssistant,
    entry: ConfigEntry,
    rename: Callable[[], Coroutine[Any, Any, None]],
) -> CALLBACK_TYPE:
    """Call a function when the account has another name; return what ends it."""
    name = account_name(hass, entry)

    @callback
    def compare() -> None:
        """Rename if the name has changed."""
        nonlocal name
        if (new := account_name(hass, entry)) != name:
            name = new
            entry.async_create_background_task(hass, rename(), f"{DOMAIN} rename")

    @callback
    def entry_changed(_change: ConfigEntryChange, changed: ConfigEntry) -> None:
        """Compare after a change of the account."""
        if changed is entry:
            compare()

    @callback
    def device_changed(_event: Event[dr.EventDeviceRegistryUpdatedData]) -> None:
        """Compare after a change of any device."""
        compare()

    ends = (
        async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, entry_changed),
        hass.bus.async_listen(dr.EVENT_DEVICE_REGISTRY_UPDATED, device_changed),
    )

    @callback
    def end() -> None:
        """Stop comparing."""
        for each in ends:
            each()

    return end


async def async_known_metadata(
    hass: HomeAssistant, statistic_ids: set[str]
) -> dict[str, StatisticMetaData]:
    """Return the metadata of those series that the recorder knows."""
    found = await get_instance(hass).async_add_executor_job(
        lambda: get_metadata(hass, statistic_ids=statistic_ids)
    )
    return {statistic_id: metadata for statistic_id, (_, metadata) in found.items()}


async def async_rename_series(
    hass: HomeAssistant, series: Iterable[StatisticMetaData]
) -> None:
    """Give the series that the recorder knows the names in their metadata."""
    # What was written before may still be on its way, with the old name.
    await get_instance(hass).async_block_till_done()
    wanted = {metadata["statistic_id"]: metadata for metadata in series}
    known = await async_known_metadata(hass, set(wanted))
    for statistic_id, metadata in known.items():
        if metadata["name"] != wanted[statistic_id]["name"]:
            async_add_external_statistics(hass, wanted[statistic_id], [])
