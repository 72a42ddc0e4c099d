"""The live source: a glucose sensor of another integration."""

from asyncio import Handle
from dataclasses import replace
from datetime import UTC, datetime

from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.const import ATTR_UNIT_OF_MEASUREMENT
from homeassistant.core import (
    CALLBACK_TYPE,
    Event,
    EventStateChangedData,
    HassJob,
    HomeAssistant,
    State,
    callback,
)
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import (
    async_call_later,
    async_track_entity_registry_updated_event,
    async_track_state_change_event,
)
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_conversion import BloodGlucoseConcentrationConverter

from ..glucose import (
    ABOVE_RANGE,
    BELOW_RANGE,
    CurrentGlucose,
    Reading,
    Source,
    Trend,
    round_half_away,
)
from ..units import MG_DL, MMOL_L
from ..vocabulary import TRENDS
from .glucose import GlucoseCoordinator
from .wall_clock import CLOCK_CHECK_INTERVAL

_LOWEST, _HIGHEST = 20, 600
# Attributes with the time of the measurement; `date` is Nightscout's.
_TIME_ATTRIBUTES = ("measured_at", "date", "timestamp")
_TREND_ATTRIBUTES = ("direction", "trend")
# Translation keys of the sensors beside the value in Home Assistant's own Dexcom
# integration; the time exists from 2026.11 on.
_TIME_KEY = "glucose_reading_time"
_TREND_KEY = "glucose_trend"
# Greater numbers are milliseconds since 1970, not seconds.
_MAX_SECONDS = 1e11
# A trend that changes within these seconds after a value belongs to it.
_TREND_DELAY = 10.0


class LiveSource:
    """Converts the states of a glucose sensor into readings.

    If the source has the time of the measurement, that is used. Otherwise only a change
    from one value to another counts, at the time of the change: a value that was there
    when Home Assistant started, or that came back unchanged, may be of any age, and a
    repeated value may be the old reading.
    """

    def __init__(
        self, hass: HomeAssistant, glucose: GlucoseCoordinator, source: str
    ) -> None:
        """Follow a sensor, given by its registry id or entity id."""
        self._hass = hass
        self._glucose = glucose
        self._source = source
        self._entity_id: str | None = None
        self._time_entity_id: str | None = None
        self._trend_entity_id: str | None = None
        self._seen: tuple[int, str] | None = None
        # By the monotonic clock.
        self._taken_at: float | None = None
        self._pending: Handle | None = None
        self._cancel_retry: CALLBACK_TYPE | None = None
        self._unsubscribe: list[CALLBACK_TYPE] = []

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Start following the source; return what stops it."""
        self._async_follow()
        return self._async_stop

    @callback
    def _async_stop(self) -> None:
        """Stop following the source."""
        while self._unsubscribe:
            self._unsubscribe.pop()()
        if self._pending is not None:
            self._pending.cancel()
            self._pending = None
        self._async_cancel_retry()

    @callback
    def _async_cancel_retry(self) -> None:
        """Cancel the retry of a reading in the future."""
        if self._cancel_retry is not None:
            self._cancel_retry()
            self._cancel_retry = None

    @callback
    def _async_follow(
        self, _event: Event[er.EventEntityRegistryUpdatedData] | None = None
    ) -> None:
        """Follow the sensor, and those beside it, by their current entity ids."""
        self._async_stop()
        registry = er.async_get(self._hass)
        # A removed sensor may come back with its entity id.
        self._entity_id = (
            er.async_resolve_entity_id(registry, self._source) or self._entity_id
        )
        if self._entity_id is None:
            return
        self._time_entity_id = _beside(registry, self._entity_id, _TIME_KEY)
        self._trend_entity_id = _beside(registry, self._entity_id, _TREND_KEY)
        followed = [
            entity_id
            for entity_id in (
                self._entity_id,
                self._time_entity_id,
                self._trend_entity_id,
            )
            if entity_id is not None
        ]
        self._unsubscribe = [
            async_track_state_change_event(self._hass, followed, self._async_changed),
            async_track_entity_registry_updated_event(
                self._hass, followed, self._async_follow
            ),
        ]
        self._async_take()

    @callback
    def _async_changed(self, _event: Event[EventStateChangedData]) -> None:
        """Schedule an update after all sensors of the source were written."""
        if self._pending is None:
            self._pending = self._hass.loop.call_soon(self._async_take)

    @callback
    def _async_take(self, _now: datetime | None = None) -> None:
        """Set a new reading by the states of the sensors."""
        self._pending = None
        self._async_cancel_retry()
        if (state := self._state(self._entity_id)) is None or (
            value := _value(state)
        ) is None:
            return
        known, trend = self._glucose.live, self._trend(state)
        if known is not None and known.is_ahead(dt_util.utcnow()):
            # The clock was set back.
            known = None
        unit = state.attributes[ATTR_UNIT_OF_MEASUREMENT]
        seen, self._seen = self._seen, (value, unit)
        if (time := self._time(state)) is None:
            if seen is not None and seen[0] == value:
                self._async_take_trend(trend)
                return
            # The same reading may round to another value in another unit.
            if seen is None or seen[1] != unit:
                return
            time = state.last_changed
            if known is not None and time < known.reading.time:
                # A later state is newer, so the clock was set back a little.
                known = None
        if known is None:
            previous = None
        elif time > known.reading.time:
            previous = known.reading
        elif time == known.reading.time:
            previous = known.previous
        else:
            return
        reading = Reading(record_id=Source.LIVE, time=time, value=value, trend=trend)
        self._async_set(CurrentGlucose(reading, previous, Source.LIVE))
        self._taken_at = self._hass.loop.time()

    @callback
    def _async_take_trend(self, trend: Trend | None) -> None:
        """Set the trend of the reading that it belongs to."""
        known, taken_at = self._glucose.live, self._taken_at
        if known is None or taken_at is None:
            return
        if 0 <= self._hass.loop.time() - taken_at <= _TREND_DELAY:
            reading = known.reading._replace(trend=trend)
            self._async_set(replace(known, reading=reading))

    @callback
    def _async_set(self, current: CurrentGlucose) -> None:
        """Set a reading if it differs from the known one.

        A reading in the future is retried until its time, or until the clock is
        corrected.
        """
        if current.is_ahead(dt_util.utcnow()):
            self._cancel_retry = async_call_later(
                self._hass,
                CLOCK_CHECK_INTERVAL,
                HassJob(self._async_take, cancel_on_shutdown=True),
            )
        elif current != self._glucose.live:
            self._glucose.async_set_live(current)

    def _state(self, entity_id: str | None) -> State | None:
        """Return the state of a sensor, None if there is none."""
        return None if entity_id is None else self._hass.states.get(entity_id)

    def _time(self, state: State) -> datetime | None:
        """Return the time of the measurement by the source, or the sensor beside it."""
        raw = [state.attributes.get(attribute) for attribute in _TIME_ATTRIBUTES]
        if (beside := self._state(self._time_entity_id)) is not None:
            raw.append(beside.state)
        return next((time for each in raw if (time := _time(each)) is not None), None)

    def _trend(self, state: State) -> Trend | None:
        """Return the trend by the source, or the sensor beside it."""
        raw = [state.attributes.get(attribute) for attribute in _TREND_ATTRIBUTES]
        if (beside := self._state(self._trend_entity_id)) is not None:
            raw.append(beside.state)
        return next(
            (trend for each in raw if (trend := _WORDS.get(_plain(each))) is not None),
            None,
        )


def _plain(word: object) -> str:
    """Return the letters of a word in lower case."""
    return "".join(filter(str.isalpha, str(word).lower()))


_WORDS = {
    _plain(word): Trend(trend)
    for trend, ours in TRENDS.items()
    for word in (trend, ours)
}


def _value(state: State) -> int | None:
    """Return the glucose of a state in mg/dL, 39 below and 401 above the range.

    None for another unit, for other text than numbers, and for implausible values.
    """
    unit = state.attributes.get(ATTR_UNIT_OF_MEASUREMENT)
    if unit not in (MG_DL, MMOL_L):
        return None
    try:
        number = float(state.state)
    except ValueError:
        return None
    value = BloodGlucoseConcentrationConverter.convert(number, unit, MG_DL)
    if not _LOWEST <= value <= _HIGHEST:
        return None
    return min(max(int(round_half_away(value)), BELOW_RANGE), ABOVE_RANGE)


def _time(raw: object) -> datetime | None:
    """Return a time in UTC, None for one without an offset."""
    try:
        match raw:
            case bool():
                return None
            case int() | float():
                seconds = raw if raw < _MAX_SECONDS else raw / 1000
                return datetime.fromtimestamp(seconds, UTC)
            case str():
                time = datetime.fromisoformat(raw.strip())
            case datetime():
                time = raw
            case _:
                return None
        return None if time.tzinfo is None else time.astimezone(UTC)
    except ArithmeticError, OSError, ValueError:
        return None


def _beside(registry: er.EntityRegistry, entity_id: str, key: str) -> str | None:
    """Return another sensor of the same integration and device, by its key."""
    source = registry.async_get(entity_id)
    if source is None or source.device_id is None:
        return None
    return next(
        (
            each.entity_id
            for each in er.async_entries_for_device(registry, source.device_id)
            if each.platform == source.platform
            and each.domain == SENSOR_DOMAIN
            and each.entity_id != entity_id
            and (each.translation_key == key or each.unique_id.endswith(key))
        ),
        None,
    )
