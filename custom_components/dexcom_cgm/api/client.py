"""Client of Dexcom's developer API, version 3, with one method per endpoint."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
import logging
from operator import attrgetter
from typing import Any, Protocol

from aiohttp import ClientError, ClientSession, ClientTimeout

from ..glucose.models import Alert, Calibration, Device, LoggedEvent, Reading
from .chunks import chunked
from .decoding import decode_json, is_large
from .devices import parse_device
from .errors import (
    DexcomAccountError,
    DexcomAnswerError,
    DexcomAuthError,
    DexcomConnectionError,
    DexcomError,
    DexcomRateLimitError,
    DexcomRequestError,
    DexcomServerError,
)
from .limiter import RequestLimiter
from .parsing import BrokenRecordError, as_id
from .records import (
    DataRange,
    parse_alert,
    parse_calibration,
    parse_event,
    parse_reading,
)
from .retry import parse_retry_after

_LOGGER = logging.getLogger(__name__)

MAX_WINDOW = timedelta(days=30)
# Thirty days of readings are about 5 MB.
MAX_ANSWER_BYTES = 32 * 1024 * 1024
# Thirty days with a reading every minute are 43,200 records.
MAX_RECORDS = 100_000
MAX_DEVICES = 1_000
# Records parsed per chunk before yielding to the event loop.
_PARSE_CHUNK = 250
# Dexcom sometimes takes more than a minute to respond.
_REQUEST_TIMEOUT = ClientTimeout(total=None, sock_connect=20, sock_read=90)
# Limits slow answers, and includes waiting for the account's other requests, so that
# hanging requests do not pile up.
_TOTAL_TIMEOUT = 180

_RECORD_ID = attrgetter("record_id")
_TIME = attrgetter("time")


class TokenSource(Protocol):
    """A source of access tokens."""

    async def __call__(self, rejected: str | None = None) -> str:
        """Return an access token other than the rejected one."""


class _TimedRecord(Protocol):
    """The common fields of records with a time."""

    @property
    def record_id(self) -> str:
        """Return the id of the record."""

    @property
    def time(self) -> datetime:
        """Return the time of the record in UTC."""


@dataclass(frozen=True, slots=True)
class Records[T]:
    """Records, oldest first, and the number of skipped ones.

    `user_id` is Dexcom's name for the account, the same for all its answers;
    `broken_ids` are the ids of the skipped records that have one.
    """

    records: tuple[T, ...]
    skipped: int
    user_id: str | None
    broken_ids: frozenset[str] = frozenset()


class DexcomClient:
    """Fetches the data of one Dexcom account.

    All methods raise DexcomError, or what the token source raises. Windows are
    half-open and of any length. `user_id` is Dexcom's id of the account: the expected one,
    or that of the first answer.
    """

    def __init__(
        self,
        session: ClientSession,
        base_url: str,
        get_token: TokenSource,
        limiter: RequestLimiter | None = None,
        *,
        user_id: str | None = None,
    ) -> None:
        """Create a client for a region's base URL.

        Clients may share a limiter.
        """
        self._session = session
        self._base_url = base_url
        self._get_token = get_token
        self._limiter = limiter or RequestLimiter()
        # One request at a time, so that no account starves the others.
        self._lock = asyncio.Lock()
        self.user_id = user_id
        self.requests = 0
        self._day = datetime.now(UTC).date()
        self._requests_before_today = 0

    @property
    def requests_today(self) -> int:
        """Return the number of requests since midnight UTC."""
        if datetime.now(UTC).date() != self._day:
            return 0
        return self.requests - self._requests_before_today

    async def egvs(self, start: datetime, end: datetime) -> Records[Reading]:
        """Return the readings of a window."""
        return await self._window("egvs", start, end, parse_reading)

    async def events(self, start: datetime, end: datetime) -> Records[LoggedEvent]:
        """Return the logged events of a window."""
        return await self._window("events", start, end, parse_event)

    async def alerts(self, start: datetime, end: datetime) -> Records[Alert]:
        """Return the alerts of a window."""
        return await self._window("alerts", start, end, parse_alert)

    async def calibrations(
        self, start: datetime, end: datetime
    ) -> Records[Calibration]:
        """Return the calibrations of a window."""
        return await self._window("calibrations", start, end, parse_calibration)

    async def devices(self) -> Records[Device]:
        """Return the display devices and transmitters, in Dexcom's order."""
        answer = await self._get("devices")
        devices, skipped, _ = await _parse(answer, parse_device, MAX_DEVICES)
        return Records(tuple(devices), skipped, as_id(answer.get("userId")))

    async def data_range(self) -> DataRange:
        """Return the time range for which the account has data.

        The optional `lastSyncTime` is not sent, as Dexcom recommends.
        """
        return DataRange.from_json(await self._get("dataRange"))

    def _count_request(self) -> None:
        """Count a request, in total and of the day."""
        today = datetime.now(UTC).date()
        if today != self._day:
            self._day, self._requests_before_today = today, self.requests
        self.requests += 1

    async def _window[T: _TimedRecord](
        self,
        endpoint: str,
        start: datetime,
        end: datetime,
        parse: Callable[[object], T],
    ) -> Records[T]:
        """Return the records of a window, each once, oldest first.

        Records outside of the window count as skipped.
        """
        found: dict[str, T] = {}
        skipped = 0
        broken_ids: set[str] = set()
        user_id: str | None = None
        for first, last in _split(start, end):
            answer = await self._get(
                endpoint,
                {"startDate": _wire_time(first), "endDate": _wire_time(last)},
            )
            parsed, broken, ids = await _parse(answer, parse, MAX_RECORDS)
            records = [record for record in parsed if first <= record.time < last]
            if len(records) < len(parsed):
                broken += len(parsed) - len(records)
                ids |= set(map(_RECORD_ID, parsed)) - set(map(_RECORD_ID, records))
            found.update(zip(map(_RECORD_ID, records), records, strict=True))
            skipped += broken
            broken_ids |= ids
            user_id = as_id(answer.get("userId")) or user_id
            await _free(answer["records"])
        ordered = sorted(found.values(), key=_TIME)
        return Records(tuple(ordered), skipped, user_id, frozenset(broken_ids))

    async def _get(
        self, endpoint: str, query: dict[str, str] | None = None
    ) -> dict[str, Any]:
        """Return the answer of an endpoint, after one renewal of a rejected token.

        403 means that Dexcom refuses a valid token.
        """
        token = await self._token()
        try:
            answer = await self._get_once(endpoint, query, token)
        except DexcomAuthError as err:
            if err.status != HTTPStatus.UNAUTHORIZED:
                raise
            renewed = await self._token(token)
            if renewed == token:
                raise
            answer = await self._get_once(endpoint, query, renewed)
        self._check_account(answer)
        return answer

    async def _token(self, rejected: str | None = None) -> str:
        """Return an access token, within the limiter's concurrency limit."""
        async with self._limiter.slot():
            return await self._get_token(rejected)

    def _check_account(self, answer: dict[str, Any]) -> None:
        """Raise DexcomAccountError for an answer of another account than the first one."""
        user_id = as_id(answer.get("userId"))
        if user_id is None:
            return
        if self.user_id is None:
            self.user_id = user_id
        elif user_id != self.user_id:
            raise DexcomAccountError("Dexcom answered for another account")

    async def _get_once(
        self, endpoint: str, query: dict[str, str] | None, token: str
    ) -> dict[str, Any]:
        """Send one request and return its decoded JSON object."""
        if not (token.isascii() and token.isprintable()):
            # Not valid in a header; a renewal may return a better one.
            raise DexcomAuthError(HTTPStatus.UNAUTHORIZED)
        body = await self._read(endpoint, query, token)
        try:
            if is_large(body):
                answer = await asyncio.to_thread(decode_json, body)
            else:
                answer = decode_json(body)
        except ValueError as err:
            raise DexcomAnswerError(f"Dexcom's answer is unusable: {err}") from None
        if not isinstance(answer, dict):
            raise DexcomAnswerError("Dexcom's answer is not an object")
        return answer

    async def _read(
        self, endpoint: str, query: dict[str, str] | None, token: str
    ) -> bytearray:
        """Send a request and return its body; one request at a time per account."""
        try:
            async with (
                asyncio.timeout(_TOTAL_TIMEOUT),
                self._lock,
                self._limiter.slot(),
            ):
                self._count_request()
                return await self._receive(endpoint, query, token)
        except (ClientError, TimeoutError, OSError, ValueError) as err:
            # Their texts may include the URL with its query, so only the type is
            # passed on.
            raise DexcomConnectionError(
                f"Dexcom did not answer ({type(err).__name__})"
            ) from None

    async def _receive(
        self, endpoint: str, query: dict[str, str] | None, token: str
    ) -> bytearray:
        """Send a request and return the response body; may raise ClientError."""
        async with self._session.get(
            f"{self._base_url}/v3/users/self/{endpoint}",
            params=query,
            headers={"Authorization": f"Bearer {token}"},
            timeout=_REQUEST_TIMEOUT,
            allow_redirects=False,
        ) as response:
            if response.status != HTTPStatus.OK:
                raise _status_error(
                    response.status, response.headers.get("Retry-After")
                )
            body = bytearray()
            # aiohttp decompresses chunk by chunk.
            async for chunk in response.content.iter_any():
                body += chunk
                if len(body) > MAX_ANSWER_BYTES:
                    raise DexcomAnswerError("Dexcom's answer is too long")
        return body


async def _parse[T](
    answer: dict[str, Any], parse: Callable[[object], T], limit: int
) -> tuple[list[T], int, set[str]]:
    """Parse the records of an answer; return them, and count and ids of the broken ones."""
    raw_records = answer.get("records")
    if not isinstance(raw_records, list):
        raise DexcomAnswerError("Dexcom's answer holds no records")
    if len(raw_records) > limit:
        raise DexcomAnswerError("Dexcom's answer holds too many records")
    if len(raw_records) > _PARSE_CHUNK:
        # Decoding may have taken long.
        await asyncio.sleep(0)
    records: list[T] = []
    broken_ids: set[str] = set()
    async for chunk in chunked(raw_records, _PARSE_CHUNK):
        for raw in chunk:
            try:
                records.append(parse(raw))
            except BrokenRecordError:
                if isinstance(raw, dict) and (record_id := as_id(raw.get("recordId"))):
                    broken_ids.add(record_id)
    skipped = len(raw_records) - len(records)
    if skipped:
        _LOGGER.debug("%d of %d records are broken", skipped, len(raw_records))
    return records, skipped, broken_ids


async def _free(records: list[Any]) -> None:
    """Free records in chunks: freeing thousands at once takes milliseconds."""
    while records:
        del records[-_PARSE_CHUNK:]
        if records:
            await asyncio.sleep(0)


def _split(start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Split a window into windows that Dexcom accepts, in whole seconds."""
    start = start.astimezone(UTC).replace(microsecond=0)
    end = end.astimezone(UTC)
    if end.microsecond:
        # Dexcom uses whole seconds; the last one is included.
        end = end.replace(microsecond=0) + timedelta(seconds=1)
    while start < end:
        last = min(start + MAX_WINDOW, end)
        yield start, last
        start = last


def _wire_time(time: datetime) -> str:
    """Return a time in Dexcom's format: UTC without an offset."""
    return time.strftime("%Y-%m-%dT%H:%M:%S")


def _status_error(status: int, retry_after: str | None) -> DexcomError:
    """Return the error for an HTTP status that is not 200."""
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return DexcomAuthError(status)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return DexcomRateLimitError(status, parse_retry_after(retry_after))
    if 400 <= status < 500:
        return DexcomRequestError(status)
    return DexcomServerError(status, parse_retry_after(retry_after))
