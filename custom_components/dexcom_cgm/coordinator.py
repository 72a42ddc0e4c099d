"""Polls Dexcom for one account, and knows how fresh what it has is."""

from abc import abstractmethod
import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, override

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import (
    ConfigEntryAuthFailed,
    HomeAssistantError,
    OAuth2TokenRequestBaseError,
    OAuth2TokenRequestReauthError,
)
from homeassistant.helpers.event import async_track_point_in_utc_time
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed
from homeassistant.util import dt as dt_util

from .api import (
    Device,
    DexcomAuthError,
    DexcomClient,
    DexcomError,
    DexcomRateLimitError,
    Reading,
    Records,
    Region,
)
from .application_credentials import WrongSecretError
from .const import (
    CONF_REASON,
    CONF_STALE_LIMIT,
    DOMAIN,
    HISTORY,
    LOGGER,
    POLL_INTERVAL,
    STALE_MARGIN,
    THRESHOLD_OPTIONS,
    DataStatus,
    LoginProblem,
)
from .data import DexcomConfigEntry
from .glucose import CurrentGlucose, ReadingLog, Thresholds

# How far back polls look, and how often: what is uploaded late is found, at one
# request a poll. After an outage the wider windows are due at once.
_SWEEPS = (
    (timedelta(hours=1), timedelta(hours=24)),
    (timedelta(0), timedelta(hours=1)),
)
# Where the newest day is empty, the newest reading may be this old: thirty days, less
# the second that rounding to whole ones adds, are one request.
_LONGEST_SILENCE = timedelta(days=30) - timedelta(seconds=1)
# So many readings are taken in at once before others have their turn.
_SLICE = 200
_LONGEST_WAIT = timedelta(hours=1)
# A device's clock may be ahead.
_AHEAD = timedelta(hours=1)


class DexcomCoordinator[T](DataUpdateCoordinator[T]):
    """Base of what asks Dexcom for something again and again."""

    config_entry: DexcomConfigEntry

    def __init__(
        self,
        hass: HomeAssistant,
        entry: DexcomConfigEntry,
        client: DexcomClient,
        what: str,
        interval: timedelta,
    ) -> None:
        """Poll with a client; `what` is asked for is named in the log."""
        super().__init__(
            hass,
            LOGGER,
            config_entry=entry,
            name=f"{entry.title} {what}",
            update_interval=interval,
            always_update=False,
        )
        self.client = client
        self.what = what
        self.problem: DataStatus | None = None
        self.last_success: datetime | None = None
        self._limited_polls = 0

    @abstractmethod
    async def _async_fetch(self) -> T:
        """Ask Dexcom; may raise DexcomError."""

    @override
    async def _async_update_data(self) -> T:
        """Ask Dexcom, and say why it did not work where it did not."""
        try:
            data = await self._async_fetch()
        except WrongSecretError as err:
            raise self._login_needed(LoginProblem.WRONG_SECRET) from err
        except OAuth2TokenRequestReauthError as err:
            # A login that never worked since the start was used up before it.
            worked = self.last_success is not None
            raise self._login_needed(
                LoginProblem.REVOKED if worked else LoginProblem.ALREADY_USED
            ) from err
        except DexcomAuthError as err:
            raise self._refused() from err
        except DexcomRateLimitError as err:
            raise self._rate_limited(err.retry_after) from err
        except OAuth2TokenRequestBaseError as err:
            status = getattr(err, "status", None)
            if status == HTTPStatus.TOO_MANY_REQUESTS:
                raise self._rate_limited(None) from err
            self.problem = DataStatus.CANNOT_CONNECT
            raise UpdateFailed(
                translation_domain=DOMAIN,
                translation_key="cannot_renew_login",
                translation_placeholders={"error": str(status or "no answer")},
            ) from err
        except DexcomError as err:
            self.problem = DataStatus.CANNOT_CONNECT
            raise UpdateFailed(
                translation_domain=DOMAIN,
                translation_key="cannot_connect",
                translation_placeholders={"error": str(err)},
            ) from err
        self._limited_polls = 0
        self.last_success = dt_util.utcnow()
        self.problem = None
        return data

    @abstractmethod
    def _refused(self) -> HomeAssistantError:
        """Return the failure after Dexcom has refused a fresh token."""

    def _login_needed(self, problem: LoginProblem) -> ConfigEntryAuthFailed:
        """Ask the user to log in again, and return the failure."""
        self.problem = DataStatus.AUTH_REQUIRED
        # Home Assistant would begin the same without the reason.
        self.config_entry.async_start_reauth(self.hass, data={CONF_REASON: problem})
        return ConfigEntryAuthFailed(
            translation_domain=DOMAIN, translation_key="login_needed"
        )

    def _rate_limited(self, retry_after: float | None) -> UpdateFailed:
        """Return the failure after too many requests, with the time to wait.

        Where Dexcom does not say how long, each further refusal doubles the wait.
        """
        self.problem = DataStatus.RATE_LIMITED
        self._limited_polls += 1
        wait = retry_after or (POLL_INTERVAL * 2**self._limited_polls).total_seconds()
        return UpdateFailed(
            translation_domain=DOMAIN,
            translation_key="rate_limited",
            retry_after=min(
                max(wait, POLL_INTERVAL.total_seconds()), _LONGEST_WAIT.total_seconds()
            ),
        )


type LogListener = Callable[[set[int]], None]


class GlucoseCoordinator(DexcomCoordinator[CurrentGlucose | None]):
    """Keeps the readings of an account up to date.

    `data` is the newest reading that is known, however old; `fresh` is the same
    while it is younger than the stale limit, and None from that moment on.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        entry: DexcomConfigEntry,
        client: DexcomClient,
        region: Region,
    ) -> None:
        """Start without any reading."""
        super().__init__(hass, entry, client, "glucose", POLL_INTERVAL)
        self.log = ReadingLog()
        self.skipped = 0
        self.delay: timedelta | None = None
        self.history_progress: int | None = None
        self._log_listeners: list[LogListener] = []
        self.stale_limit = stale_limit(region, entry.options)
        self._swept: dict[timedelta, datetime] = {}
        self._cancel_stale_timer: CALLBACK_TYPE | None = None
        self._announced: DataStatus | None = None

    @override
    def _refused(self) -> HomeAssistantError:
        """Ask the user to log in again."""
        return self._login_needed(LoginProblem.REFUSED)

    @property
    def fresh(self) -> CurrentGlucose | None:
        """Return the newest reading while it may be shown as the present one."""
        if self.data is None or self.data.age(dt_util.utcnow()) >= self.stale_limit:
            return None
        return self.data

    @property
    def status(self) -> DataStatus:
        """Return how the data of the account stand."""
        if self.problem is not None:
            return self.problem
        if self.data is None:
            return DataStatus.NO_DATA
        return DataStatus.DELAYED if self.fresh is None else DataStatus.OK

    @override
    async def _async_fetch(self) -> CurrentGlucose | None:
        """Ask for the readings of a window that overlaps what is known."""
        now = dt_util.utcnow()
        due = next(
            reach
            for every, reach in _SWEEPS
            if reach not in self._swept or now - self._swept[reach] >= every
        )
        await self._async_read(now - self.stale_limit - due, now + _AHEAD)
        if not self.log and not self._swept:
            await self._async_read(now - _LONGEST_SILENCE, now)
        self.log.forget_before(now - HISTORY - timedelta(hours=1))
        current = CurrentGlucose.from_log(self.log, dt_util.utcnow())
        if current is not None:
            # What was there at the start may have been there for long.
            if self._swept and (
                self.data is None or current.reading.time > self.data.reading.time
            ):
                self.delay = current.age(now)
        self._swept.update((reach, now) for every, reach in _SWEEPS if reach <= due)
        return current

    @callback
    def async_add_log_listener(self, listener: LogListener) -> CALLBACK_TYPE:
        """Call a listener with the hours whose readings have changed."""
        self._log_listeners.append(listener)
        return lambda: self._log_listeners.remove(listener)

    async def async_take(self, answer: Records[Reading]) -> None:
        """Take readings into the log, some at a time, and tell what has changed."""
        self.skipped += answer.skipped
        hours: set[int] = set()
        for first in range(0, len(answer.records), _SLICE):
            hours |= self.log.add(answer.records[first : first + _SLICE])
            await asyncio.sleep(0)
        if hours:
            for listener in self._log_listeners:
                listener(hours)

    async def _async_read(self, start: datetime, end: datetime) -> None:
        """Take the readings of a window into the log."""
        await self.async_take(await self.client.egvs(start, end))

    @override
    @callback
    def _async_refresh_finished(self) -> None:
        """Show what a poll brought, and wait for the moment it is stale."""
        self._async_set_stale_timer()
        if self._announced not in (None, self.status):
            # Home Assistant tells nobody when one failure follows another.
            self.async_update_listeners()
        self._announced = self.status

    @callback
    def _async_set_stale_timer(self) -> None:
        """Be called at the very moment at which the newest reading is stale."""
        if self._cancel_stale_timer is not None:
            self._cancel_stale_timer()
            self._cancel_stale_timer = None
        if (fresh := self.fresh) is not None:
            self._cancel_stale_timer = async_track_point_in_utc_time(
                self.hass, self._async_stale, fresh.reading.time + self.stale_limit
            )

    @callback
    def _async_stale(self, _now: datetime) -> None:
        """Stop showing the newest reading as the present one."""
        self._cancel_stale_timer = None
        self._announced = self.status
        self.async_update_listeners()

    @override
    async def async_shutdown(self) -> None:
        """Stop polling and waiting."""
        await super().async_shutdown()
        if self._cancel_stale_timer is not None:
            self._cancel_stale_timer()
            self._cancel_stale_timer = None


class SideCoordinator[T](DexcomCoordinator[T]):
    """Base of what is asked for beside glucose.

    While glucose has a problem the rest is not asked for: it would have the same one,
    and say so again in the log.
    """

    @override
    async def _async_update_data(self) -> T:
        """Ask Dexcom, unless glucose has a problem."""
        if self.config_entry.runtime_data.glucose.problem is not None:
            return self.data
        return await super()._async_update_data()

    @override
    def _refused(self) -> HomeAssistantError:
        """Ask again in an hour: only glucose judges whether the login is good."""
        self.problem = DataStatus.CANNOT_CONNECT
        return UpdateFailed(
            translation_domain=DOMAIN,
            translation_key="refused",
            retry_after=_LONGEST_WAIT.total_seconds(),
        )


class DeviceCoordinator(SideCoordinator[tuple[Device, ...]]):
    """Keeps the devices of an account, with their alert settings, up to date.

    `data` is None until Dexcom has answered for the first time.
    """

    def __init__(
        self, hass: HomeAssistant, entry: DexcomConfigEntry, client: DexcomClient
    ) -> None:
        """Poll once an hour: settings change rarely."""
        super().__init__(hass, entry, client, "devices", timedelta(hours=1))

    @override
    async def _async_fetch(self) -> tuple[Device, ...]:
        """Ask for the devices."""
        return (await self.client.devices()).records

    def thresholds(self, reading: Reading) -> Thresholds | None:
        """Return what is low and high for a reading, by settings and options.

        None until it is known what the person has set, or that Dexcom does not say.
        """
        if self.data is None and self.last_update_success:
            return None
        found = Thresholds.in_force(
            self.data or (), reading, dt_util.as_local(reading.time)
        )
        options = self.config_entry.options
        return replace(
            found, **{key: options[key] for key in THRESHOLD_OPTIONS if key in options}
        )

    @property
    def last_upload(self) -> datetime | None:
        """Return when a device last uploaded, by the clock of Dexcom's server."""
        return max(
            (device.last_upload for device in self.data or () if device.last_upload),
            default=None,
        )


def stale_limit(region: Region, options: Mapping[str, Any]) -> timedelta:
    """Return the age at which a reading is no longer shown as the present one."""
    if (minutes := options.get(CONF_STALE_LIMIT)) is not None:
        return timedelta(minutes=minutes)
    return region.delay + STALE_MARGIN
