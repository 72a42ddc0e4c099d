"""What all that asks Dexcom again and again shares, and what happens when it fails."""

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

from .api import DexcomAuthError, DexcomClient, DexcomError, DexcomRateLimitError
from .application_credentials import WrongSecretError
from .const import CONF_REASON, DOMAIN, LOGGER, POLL_INTERVAL, DataStatus, LoginProblem
from .data import DexcomConfigEntry

_LONGEST_WAIT = timedelta(hours=1)


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
        self._interval = interval
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
            retry_after=_LONGEST_WAIT.total_seconds(),
        )
