"""The long backfill: the days before the log, fetched in the background."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from math import ceil
from typing import Protocol

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.exceptions import OAuth2TokenRequestBaseError
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from ..api import (
    Backoff,
    DexcomError,
    DexcomRateLimitError,
    DexcomServerError,
    Records,
    chunked,
)
from ..const import CONF_HISTORY, DOMAIN, LOGGER, POLL_INTERVAL, HistoryLength
from ..glucose import Reading, ReadingLog
from ..glucose.reading_log import HOUR
from ..glucose.token_bucket import TokenBucket
from .day_archive import MARGIN, DayArchive
from .glucose import GlucoseCoordinator
from .readings import COMPLETE, LOG_CHUNK

_DAY = timedelta(days=1)
# Five years are about 125 requests. The objects of a longer answer survive until larger
# garbage collections, which block the event loop.
_WINDOW_DAYS = 14
# One request in a quarter of a minute on average.
_SECONDS_PER_REQUEST, _BURST = 15.0, 2
# In seconds. The first wait after an error is twice the first one.
_FIRST_BACKOFF, _MAX_BACKOFF = 60.0, 3600.0
_PAUSE = timedelta(seconds=2)
# Of the 1,000 requests of a day, polls need the others.
_MOST_REQUESTS_A_DAY = 800
_WAIT_FOR_LOG = timedelta(seconds=30)
_WAIT_FOR_BUDGET = timedelta(hours=1)
# A window that fails this often is left for later.
_MAX_FAILURES = 3
# How often Dexcom is asked whether there is anything older, and failed windows are retried.
_CHECK_EVERY = timedelta(days=1)
_YEAR = timedelta(days=365)
# Dates before this are errors of a device's clock.
_LONGEST = 20 * _YEAR
_HOURS_CHUNK = 120


class HourWriter(Protocol):
    """Writes hours of readings to the long-term statistics."""

    @property
    def is_available(self) -> bool:
        """Return whether hours can be written, or never will be."""

    @callback
    def async_write(self, hours: Iterable[int], log: ReadingLog) -> int:
        """Write hours from their readings in a log; return the number of hours."""

    async def async_block_till_written(self) -> None:
        """Wait until the recorder has stored what was written."""


class LongBackfill:
    """Fetches the days before the log, newest first, as the option demands.

    Each window goes through a log of its own into the statistics and the records of its
    days. A day with a record is not fetched again, so a restart continues where the last
    save was.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        glucose: GlucoseCoordinator,
        archive: DayArchive,
        writer: HourWriter,
    ) -> None:
        """Backfill the archive of an account."""
        self._hass = hass
        self._entry = entry
        self._glucose = glucose
        self._archive = archive
        self._writer = writer
        self._bucket = TokenBucket(_SECONDS_PER_REQUEST, _BURST)
        self._backoff = Backoff(_FIRST_BACKOFF, _MAX_BACKOFF)
        # By the clock of the event loop.
        self._not_before = 0.0
        self._begin_asked = False
        self._failures = 0
        self._failed: set[date] = set()
        # The greatest number of days that were left to fetch.
        self._most_pending = 0
        self._is_stepping = False
        self._stopped = False
        self._cancel_step: CALLBACK_TYPE | None = None

    @callback
    def async_start(self) -> None:
        """Start if any days are wanted."""
        self.async_wake()

    @callback
    def async_stop(self) -> None:
        """Schedule no further step."""
        self._stopped = True
        self._async_cancel_step()

    @callback
    def async_wake(self) -> None:
        """Continue after a change of the options, or a request for days."""
        self._async_update_progress()
        if not self._is_stepping:
            remaining = self._not_before - self._hass.loop.time()
            self._async_schedule(max(_PAUSE, timedelta(seconds=remaining)))

    @callback
    def async_request(self, start: datetime, end: datetime) -> int:
        """Fetch the days of a window in UTC again; return their number."""
        earliest = dt_util.utcnow() - _LONGEST
        first = dt_util.as_local(max(start, earliest)).date()
        last = dt_util.as_local(max(end, earliest) - timedelta(seconds=1)).date()
        days = list(_days(first, last))
        self._archive.async_request(days)
        self._begin_asked = False
        self.async_wake()
        return len(days)

    @property
    def _today(self) -> date:
        """Return the local date."""
        return dt_util.now().date()

    @property
    def _wanted_from(self) -> date | None:
        """Return the first day that the option demands, None if only the log is."""
        begin = self._archive.begin
        match self._entry.options.get(CONF_HISTORY):
            case HistoryLength.YEAR:
                return max(self._today - _YEAR, begin or date.min)
            case HistoryLength.EVERYTHING:
                # Without a known begin, all years would be fetched, even empty ones.
                return max(self._today - _LONGEST, begin or self._today)
        return None

    @callback
    def _async_schedule(self, wait: timedelta) -> None:
        """Schedule the next step instead of the scheduled one."""
        self._async_cancel_step()
        if self._stopped:
            return
        self._cancel_step = async_call_later(
            self._hass,
            wait,
            HassJob(self._async_begin_step, cancel_on_shutdown=True),
        )

    @callback
    def _async_cancel_step(self) -> None:
        """Cancel the scheduled step, if any."""
        if self._cancel_step is not None:
            self._cancel_step()
            self._cancel_step = None

    @callback
    def _async_begin_step(self, _now: datetime) -> None:
        """Start the next step as a task that an unload cancels."""
        self._cancel_step = None
        self._entry.async_create_background_task(
            self._hass, self._async_run_step(), f"{DOMAIN} long history"
        )

    async def _async_run_step(self) -> None:
        """Take a step, and schedule the next one."""
        self._is_stepping = True
        try:
            wait = await self._async_step()
        finally:
            self._is_stepping = False
        self._async_update_progress()
        if wait is not None:
            self._async_schedule(wait)

    async def _async_step(self) -> timedelta | None:
        """Fetch the next window; return when to continue, None at the next wake-up."""
        if self._wanted_from is None and not self._archive.requested:
            return None
        if self._glucose.problem is not None:
            # Polls detect when Dexcom answers again.
            return POLL_INTERVAL
        if self._glucose.readings.is_loading or not self._writer.is_available:
            return _WAIT_FOR_LOG
        if self._glucose.client.requests_today >= _MOST_REQUESTS_A_DAY:
            return _WAIT_FOR_BUDGET
        window: tuple[date, date] | None = None
        try:
            if not self._begin_asked:
                await self._async_ask_begin()
            if (window := self._next_window()) is None:
                # Data that are older than all known ones may have been uploaded.
                self._begin_asked = False
                self._failed.clear()
                return _CHECK_EVERY
            await self._async_fetch(*window)
        except (DexcomError, OAuth2TokenRequestBaseError) as err:
            wait = self._wait_after(err, window)
        else:
            self._backoff.reset()
            self._failures = 0
            self._bucket.take(dt_util.utcnow())
            wait = max(_PAUSE.total_seconds(), self._bucket.wait)
        self._not_before = self._hass.loop.time() + wait
        return timedelta(seconds=wait)

    def _wait_after(self, err: Exception, window: tuple[date, date] | None) -> float:
        """Return the seconds to wait after an error; skip a window that keeps failing."""
        retry_after = None
        if isinstance(err, DexcomRateLimitError | DexcomServerError):
            retry_after = err.retry_after
        self._failures += 1
        if window is not None and self._failures >= _MAX_FAILURES:
            LOGGER.debug("A window of the history fails repeatedly: %s", err)
            self._failed.update(_days(*window))
            self._failures = 0
        return self._backoff.next(self._hass.loop.time(), retry_after)

    async def _async_ask_begin(self) -> None:
        """Ask Dexcom when the data begin."""
        found = (await self._glucose.client.data_range()).egvs
        if found is not None and found.start is not None:
            self._archive.async_set_begin(dt_util.as_local(found.start).date())
        self._begin_asked = True

    def _pending(self) -> list[date]:
        """Return the days to fetch, newest first."""
        if (end := self._archive.first_log_day) is None:
            return []
        days = {day for day in self._archive.requested if day < end}
        if (start := self._wanted_from) is not None:
            days.update(self._archive.records.unknown(start, end))
        return sorted(days, reverse=True)

    def _next_window(self) -> tuple[date, date] | None:
        """Return the first and last day of the next request, None without any."""
        days = [day for day in self._pending() if day not in self._failed]
        if not days:
            return None
        last = days[0]
        first = last - (_WINDOW_DAYS - 1) * _DAY
        return min(day for day in islice(days, _WINDOW_DAYS) if day >= first), last

    async def _async_fetch(self, first: date, last: date) -> None:
        """Fetch days, and write them to the statistics and the archive."""
        start, end = self._archive.window(first, last)
        log = await _async_log(await self._glucose.client.egvs(start, end))
        # Near the ends, twins of readings may be missing.
        hours = range(
            int((start + MARGIN).timestamp()) // HOUR,
            ceil((end - MARGIN).timestamp() / HOUR),
        )
        async for chunk in chunked(hours, _HOURS_CHUNK):
            self._writer.async_write(chunk, log)
        await self._writer.async_block_till_written()
        times, values = log.values(start, end)
        records = await self._archive.async_make(times, values, _days(first, last))
        self._archive.async_add(records)

    @callback
    def _async_update_progress(self) -> None:
        """Update the progress."""
        self._glucose.readings.async_set_older_progress(self._progress())

    def _progress(self) -> int | None:
        """Return the progress in %, None if nothing is wanted."""
        start, end = self._wanted_from, self._archive.first_log_day
        if start is None and not self._archive.requested:
            self._most_pending = 0
            return None
        is_begin_known = self._begin_asked or self._archive.begin is not None
        if end is None or not (is_begin_known or self._archive.requested):
            return 0
        left = len(self._pending())
        self._most_pending = max(self._most_pending, left) if left else 0
        wanted = 0 if start is None else (end - start).days
        total = max(self._most_pending, wanted)
        return COMPLETE * (total - left) // total if left else COMPLETE


def _days(first: date, last: date) -> Iterator[date]:
    """Yield days, `last` included."""
    for number in range((last - first).days + 1):
        yield first + number * _DAY


async def _async_log(answer: Records[Reading]) -> ReadingLog:
    """Return the readings of an answer as a log."""
    log = ReadingLog()
    async for chunk in chunked(answer.records, LOG_CHUNK):
        log.add(chunk)
    return log
