"""Requests to Dexcom for any window, with errors for the user."""

from collections.abc import Awaitable, Iterator
from datetime import datetime, timedelta

from homeassistant.exceptions import (
    HomeAssistantError,
    OAuth2TokenRequestBaseError,
    OAuth2TokenRequestReauthError,
)

from ..api import MAX_WINDOW, DexcomAuthError, DexcomError, chunked
from ..const import DOMAIN
from ..coordinators.readings import LOG_CHUNK
from ..coordinators.records import is_deleted
from ..data import DexcomConfigEntry
from ..glucose import LoggedEvent, ReadingLog
from ..vocabulary import event_type

_EVENT_CHUNK = 250


async def async_fetch_readings(
    entry: DexcomConfigEntry, start: datetime, end: datetime
) -> ReadingLog:
    """Fetch the readings of a window."""
    log = ReadingLog()
    # The client rounds to whole seconds; aligning here keeps one request per window.
    for window in split(start.replace(microsecond=0), end, MAX_WINDOW):
        answer = await async_request(entry.runtime_data.client.egvs(*window))
        async for chunk in chunked(answer.records, LOG_CHUNK):
            log.add(chunk)
    return log


async def async_fetch_events(
    entry: DexcomConfigEntry, start: datetime, end: datetime, types: set[str]
) -> list[LoggedEvent]:
    """Fetch the logged events of a window by their types, without deleted ones."""
    answer = await async_request(entry.runtime_data.client.events(start, end))
    found: list[LoggedEvent] = []
    async for chunk in chunked(answer.records, _EVENT_CHUNK):
        found.extend(
            event
            for event in chunk
            if event_type(event) in types and not is_deleted(event)
        )
    return found


def split(
    start: datetime, end: datetime, step: timedelta
) -> Iterator[tuple[datetime, datetime]]:
    """Split a window into windows of at most `step`."""
    while start < end:
        last = min(start + step, end)
        yield start, last
        start = last


async def async_request[T](answer: Awaitable[T]) -> T:
    """Return Dexcom's answer, or raise an error for the user."""
    try:
        return await answer
    except (OAuth2TokenRequestReauthError, DexcomAuthError) as err:
        raise HomeAssistantError(
            translation_domain=DOMAIN, translation_key="login_needed"
        ) from err
    except (OAuth2TokenRequestBaseError, DexcomError) as err:
        raise HomeAssistantError(
            translation_domain=DOMAIN, translation_key="action_failed"
        ) from err
