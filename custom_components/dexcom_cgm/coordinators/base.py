"""Base class of the polling coordinators: errors, reauthentication and backoff."""

from abc import abstractmethod
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import override

from homeassistant.config_entries import ConfigEntry
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

from ..api import (
    Backoff,
    DexcomAccountError,
    DexcomAuthError,
    DexcomClient,
    DexcomError,
    DexcomRateLimitError,
    DexcomServerError,
    parse_retry_after,
)
from ..application_credentials import WrongSecretError
from ..const import CONF_REASON, DOMAIN, LOGGER, POLL_INTERVAL, DataStatus, LoginProblem

MAX_BACKOFF = timedelta(hours=1)
# Timers of Home Assistant may run this early, in seconds.
_EARLY = 2
# By entry id and what is polled. Backoffs outlive a failed set-up, which Home Assistant
# retries far more often.
_BACKOFFS: HassKey[dict[tuple[str, str], Backoff]] = HassKey(f"{DOMAIN}_backoffs")


class DexcomCoordinator[T](DataUpdateCoordinator[T]):
    """Base class of the polling coordinators.

    A poll before the end of a backoff fails without a request.
    """

    config_entry: ConfigEntry

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        client: DexcomClient,
        what: str,
        interval: timedelta,
    ) -> None:
        """Poll with a client; `what` names the data in the log."""
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
            Backoff(POLL_INTERVAL.total_seconds(), MAX_BACKOFF.total_seconds()),
        )

    @abstractmethod
    async def _async_fetch(self) -> T:
        """Fetch the data from Dexcom; may raise DexcomError."""

    @override
    async def _async_update_data(self) -> T:
        """Fetch the data, and translate errors into those of Home Assistant."""
        if (remaining := self._backoff.remaining(self.hass.loop.time())) > _EARLY:
            self.problem = self.problem or DataStatus.RATE_LIMITED
            raise _rate_limited(remaining)
        try:
            data = await self._async_fetch()
        except WrongSecretError as err:
            raise self._login_needed(LoginProblem.WRONG_SECRET) from err
        except OAuth2TokenRequestReauthError as err:
            # Without a success since the start, the refresh token was used before it.
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
        """Return the seconds to wait, at least those of Retry-After."""
        return self._backoff.next(self.hass.loop.time(), retry_after)

    @abstractmethod
    def _refused(self) -> HomeAssistantError:
        """Return the error for a fresh token that Dexcom has refused."""

    def _login_needed(self, problem: LoginProblem) -> ConfigEntryAuthFailed:
        """Start a reauthentication, and return the error."""
        self.problem = DataStatus.AUTH_REQUIRED
        # Home Assistant would start it without the reason.
        self.config_entry.async_start_reauth(self.hass, data={CONF_REASON: problem})
        return ConfigEntryAuthFailed(
            translation_domain=DOMAIN, translation_key="login_needed"
        )


def _rate_limited(wait: float) -> UpdateFailed:
    """Return the error for too many requests; the next poll is in `wait` seconds."""
    return UpdateFailed(
        translation_domain=DOMAIN, translation_key="rate_limited", retry_after=wait
    )
