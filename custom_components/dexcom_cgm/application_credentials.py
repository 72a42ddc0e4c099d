"""OAuth2 with Dexcom: its addresses, and what its answers about tokens mean."""

from http import HTTPStatus
import time
from typing import Any, override

from aiohttp import ClientError, ClientResponse, ClientTimeout
import orjson

from homeassistant.components.application_credentials import (
    AuthImplementation,
    AuthorizationServer,
    ClientCredential,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import (
    OAuth2TokenRequestConnectionError,
    OAuth2TokenRequestReauthError,
    OAuth2TokenRequestTransientError,
)
from homeassistant.helpers.config_entry_oauth2_flow import (
    AUTH_CALLBACK_PATH,
    MY_AUTH_CALLBACK_PATH,
)

from .api import Region, get_region
from .const import DEVELOPER_PORTAL_URL, DOMAIN
from .http import async_get_session

# Long: an answer that comes after the end of waiting takes the login with it.
_TIMEOUT = ClientTimeout(total=240, sock_connect=20)
_UNKNOWN_ADDRESS = "https://your-home-assistant.example"


class LoginExpiredError(OAuth2TokenRequestReauthError):
    """The code or the refresh token no longer works (`invalid_grant`)."""


class WrongSecretError(OAuth2TokenRequestReauthError):
    """Dexcom does not know the application by this id and secret."""


class DexcomImplementation(AuthImplementation):
    """OAuth2 of Dexcom, in one region at a time."""

    def use_region(self, region: Region) -> None:
        """Log in and get tokens in this region from now on."""
        self.authorize_url = region.authorize_url
        self.token_url = region.token_url

    @property
    @override
    def extra_authorize_data(self) -> dict[str, Any]:
        """Return what the login page must be told besides."""
        return {"scope": "offline_access"}

    @override
    async def async_resolve_external_data(self, external_data: Any) -> dict[str, Any]:
        """Exchange the code of a login for tokens."""
        token = await super().async_resolve_external_data(external_data)
        if "refresh_token" not in token:
            raise OAuth2TokenRequestConnectionError(domain=DOMAIN)
        # Dexcom's older documentation wants it again with each refresh.
        token["redirect_uri"] = external_data["state"]["redirect_uri"]
        return token

    @override
    async def _async_refresh_token(self, token: dict[str, Any]) -> dict[str, Any]:
        """Exchange a refresh token, which works once, for new tokens."""
        request = {
            "grant_type": "refresh_token",
            "refresh_token": token["refresh_token"],
        }
        if redirect_uri := token.get("redirect_uri"):
            request["redirect_uri"] = redirect_uri
        return {**token, **await self._token_request(request)}

    @override
    async def _token_request(self, data: dict[str, Any]) -> dict[str, Any]:
        """Ask for tokens.

        Unlike Home Assistant's own, this reads the error code of the answer: only
        `invalid_grant` and `invalid_client` mean that the user must do something.
        """
        request = {
            **data,
            "client_id": self.client_id,
            "client_secret": self.client_secret,
        }
        session = async_get_session(self.hass)
        try:
            async with session.post(
                self.token_url, data=request, timeout=_TIMEOUT, allow_redirects=False
            ) as response:
                body = await response.read()
        except ClientError, OSError:
            # Without its cause: that could name what was sent.
            raise OAuth2TokenRequestConnectionError(domain=DOMAIN) from None
        try:
            answer = orjson.loads(body)
        except orjson.JSONDecodeError:
            answer = None
        if not isinstance(answer, dict):
            answer = {}
        if response.status != HTTPStatus.OK:
            raise _token_error(response, answer.get("error"))
        return _checked_token(answer)


def _token_error(response: ClientResponse, code: object) -> Exception:
    """Return the error for an answer without tokens."""
    kind: type[OAuth2TokenRequestReauthError | OAuth2TokenRequestTransientError]
    if not 400 <= response.status < 500:
        kind = OAuth2TokenRequestTransientError
    elif code == "invalid_grant":
        kind = LoginExpiredError
    elif code == "invalid_client":
        kind = WrongSecretError
    else:
        kind = OAuth2TokenRequestTransientError
    return kind(
        request_info=response.request_info,
        status=response.status,
        headers=response.headers,
        domain=DOMAIN,
    )


def _checked_token(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer with a usable token, and the time it expires.

    An answer without a new refresh token leaves the old one in use.
    """
    token = {key: value for key, value in answer.items() if value not in (None, "")}
    try:
        token["expires_in"] = int(token["expires_in"])
    except KeyError, TypeError, ValueError, OverflowError:
        raise OAuth2TokenRequestConnectionError(domain=DOMAIN) from None
    if not all(
        isinstance(token.get(key, ""), str) for key in ("access_token", "refresh_token")
    ) or not token.get("access_token"):
        raise OAuth2TokenRequestConnectionError(domain=DOMAIN)
    token["expires_at"] = time.time() + token["expires_in"]
    return token


async def async_get_auth_implementation(
    hass: HomeAssistant, auth_domain: str, credential: ClientCredential
) -> DexcomImplementation:
    """Return the implementation for an application; its region is set by its user."""
    region = get_region("us")
    return DexcomImplementation(
        hass,
        auth_domain,
        credential,
        AuthorizationServer(region.authorize_url, region.token_url),
    )


async def async_get_description_placeholders(hass: HomeAssistant) -> dict[str, str]:
    """Return what the dialog for application credentials tells the user."""
    if "my" in hass.config.components:
        redirect_url = MY_AUTH_CALLBACK_PATH
    else:
        home = hass.config.external_url or hass.config.internal_url or _UNKNOWN_ADDRESS
        redirect_url = f"{home}{AUTH_CALLBACK_PATH}"
    return {"developer_portal": DEVELOPER_PORTAL_URL, "redirect_url": redirect_url}
