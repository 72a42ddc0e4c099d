"""Base classes of the polling coordinators, and what happens when a poll fails."""

from abc import abstractmethod
from datetime import datetime, timedelta
from http import HTTPStatus
from random import uniform
from typing import override

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import (
    ConfigEntryAuthFailed,
    HomeAssistantError,
    OAuth2TokenRequestBaseError,
    OAuth2TokenRequestReauthError,
)
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from .api import (
    Backoff,
    DexcomAccountError,
    DexcomAuthError,
    DexcomClient,
    DexcomError,
    DexcomRateLimitError,
    DexcomServerError,
    parse_retry_after,
)
from .application_credentials import WrongSecretError
from .const import CONF_REASON, DOMAIN, LOGGER, POLL_INTERVAL, DataStatus, LoginProblem
from .data import DexcomConfigEntry

_MAX_BACKOFF = timedelta(hours=1)
# Timers of Home Assistant may run this early, in seconds.
_EARLY = 2
# By entry and what is polled: they outlive a setup that fails, which Home Assistant
# retries far more often.
_BACKOFFS: HassKey[dict[tuple[str, str], Backoff]] = HassKey(f"{DOMAIN}_backoffs")


class DexcomCoordinator[T](DataUpdateCoordinator[T]):
    """Base of the polling coordinators.

    A poll before the end of a backoff fails without a request.
    """

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
        self._interval = interval
        self.client = client
        self.what = what
        self.problem: DataStatus | None = None
        self.last_success: datetime | None = None
        self._backoff = hass.data.setdefault(_BACKOFFS, {}).setdefault(
            (entry.entry_id, what),
            Backoff(POLL_INTERVAL.total_seconds(), _MAX_BACKOFF.total_seconds()),
        )

    @abstractmethod
    async def _async_fetch(self) -> T:
        """Ask Dexcom; may raise DexcomError."""

    @override
    async def _async_update_data(self) -> T:
        """Ask Dexcom, and say why it did not work where it did not."""
        if (remaining := self._backoff.remaining(self.hass.loop.time())) > _EARLY:
            self.problem = self.problem or DataStatus.RATE_LIMITED
            raise _rate_limited(remaining)
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
            self.problem = DataStatus.RATE_LIMITED
            raise _rate_limited(self._wait(err.retry_after)) from err
        except OAuth2TokenRequestBaseError as err:
            status = getattr(err, "status", None)
            headers = getattr(err, "headers", None) or {}
            retry_after = parse_retry_after(headers.get("Retry-After"))
            if status == HTTPStatus.TOO_MANY_REQUESTS:
                self.problem = DataStatus.RATE_LIMITED
                raise _rate_limited(self._wait(retry_after)) from err
            self.problem = DataStatus.CANNOT_CONNECT
            raise UpdateFailed(
                translation_domain=DOMAIN,
                translation_key="cannot_renew_login",
                translation_placeholders={"error": str(status or "no answer")},
                retry_after=self._wait(retry_after) if retry_after else None,
            ) from err
        except DexcomAccountError as err:
            self.problem = DataStatus.CANNOT_CONNECT
            raise UpdateFailed(
                translation_domain=DOMAIN, translation_key="other_account"
            ) from err
        except DexcomError as err:
            self.problem = DataStatus.CANNOT_CONNECT
            pause = err.retry_after if isinstance(err, DexcomServerError) else None
            raise UpdateFailed(
                translation_domain=DOMAIN,
                translation_key="cannot_connect",
                translation_placeholders={"error": str(err)},
                retry_after=self._wait(pause) if pause else None,
            ) from err
        self._backoff.reset()
        self.last_success = dt_util.utcnow()
        self.problem = None
        return data

    def _wait(self, retry_after: float | None) -> float:
        """Return how long to wait after Dexcom has asked for a pause."""
        return self._backoff.next(self.hass.loop.time(), retry_after)

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


class SideCoordinator[T](DexcomCoordinator[T]):
    """Base of what is asked for beside glucose.

    While glucose has a problem the rest is not asked for: it would have the same one,
    and say so again in the log.
    """

    @override
    async def _async_update_data(self) -> T:
        """Ask Dexcom, unless glucose has a problem."""
        # What began together, for all accounts at a start, comes apart.
        self.update_interval = self._interval * uniform(0.9, 1)
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
            retry_after=_MAX_BACKOFF.total_seconds(),
        )


def _rate_limited(wait: float) -> UpdateFailed:
    """Return the failure after too many requests; the next poll is in `wait` seconds."""
    return UpdateFailed(
        translation_domain=DOMAIN, translation_key="rate_limited", retry_after=wait
    )
