"""OAuth2 of Dexcom: endpoints and token responses."""

import math
import re
import time
from typing import Any, override

from aiohttp import ClientError, ClientResponse, ClientTimeout, hdrs

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
    HEADER_FRONTEND_BASE,
    MY_AUTH_CALLBACK_PATH,
)
from homeassistant.helpers.http import current_request

from .account.session import async_get_session
from .api import Region, get_region
from .api.decoding import decode_json
from .const import DEVELOPER_PORTAL_URL, DOMAIN

# Long, as an answer after the timeout would lose the login.
_TIMEOUT = ClientTimeout(total=240, sock_connect=20)
# An answer with tokens is about a kilobyte.
_MAX_ANSWER_BYTES = 64 * 1024
# RFC 6749, appendix A: tokens are visible ASCII. Dexcom's have about a kilobyte.
_TOKEN = re.compile(r"[\x21-\x7e]{1,16384}")
# Seconds. A shorter lifetime would cause a renewal at each request. A longer, missing or
# invalid one is corrected by the first 401.
_MIN_LIFETIME, _DEFAULT_LIFETIME, _MAX_LIFETIME = 300, 1800, 366 * 86400
_UNKNOWN_ADDRESS = "<the address at which you open Home Assistant>"


class LoginExpiredError(OAuth2TokenRequestReauthError):
    """The code or the refresh token no longer works (`invalid_grant`)."""


class WrongSecretError(OAuth2TokenRequestReauthError):
    """Dexcom rejects the client id and secret."""


class DexcomImplementation(AuthImplementation):
    """OAuth2 implementation for one Dexcom region at a time."""

    def use_region(self, region: Region) -> None:
        """Use the endpoints of a region."""
        self.authorize_url = region.authorize_url
        self.token_url = region.token_url

    @property
    @override
    def extra_authorize_data(self) -> dict[str, Any]:
        """Return the extra parameters of the authorize URL."""
        return {"scope": "offline_access"}

    @override
    async def async_resolve_external_data(self, external_data: Any) -> dict[str, Any]:
        """Exchange an authorization code for tokens."""
        token = await super().async_resolve_external_data(external_data)
        if not {"access_token", "refresh_token"} <= token.keys():
            raise OAuth2TokenRequestConnectionError(domain=DOMAIN)
        # Dexcom's older documentation requires it for a refresh too.
        token["redirect_uri"] = external_data["state"]["redirect_uri"]
        return token

    @override
    async def _async_refresh_token(self, token: dict[str, Any]) -> dict[str, Any]:
        """Exchange a single-use refresh token for new tokens."""
        request = {
            "grant_type": "refresh_token",
            "refresh_token": token["refresh_token"],
        }
        if redirect_uri := token.get("redirect_uri"):
            request["redirect_uri"] = redirect_uri
        return {**token, **await self._token_request(request)}

    @override
    async def _token_request(self, data: dict[str, Any]) -> dict[str, Any]:
        """Request tokens.

        Unlike Home Assistant's own, this parses the error code of the answer: only
        `invalid_grant` and `invalid_client` need an action of the user.
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
                body = await _bounded_body(response)
        except ClientError, OSError:
            # Without its cause, which could include the request.
            raise OAuth2TokenRequestConnectionError(domain=DOMAIN) from None
        try:
            answer = decode_json(body)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            answer = {}
        if response.status // 100 != 2:
            raise _token_error(response, answer.get("error"))
        return _checked_tokens(answer)


async def _bounded_body(response: ClientResponse) -> bytes:
    """Return the body of an answer, empty if it is too long."""
    body = b""
    async for chunk in response.content.iter_chunked(_MAX_ANSWER_BYTES):
        body += chunk
        if len(body) > _MAX_ANSWER_BYTES:
            response.close()
            return b""
    return body


def _token_error(response: ClientResponse, code: object) -> Exception:
    """Return the error for a response without tokens."""
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


def _checked_tokens(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the tokens of an answer, with their lifetime in seconds and expiry.

    Nothing else is kept. A new refresh token invalidates the old one, so it is always
    kept: without a usable access token the lifetime is 0. Without a new refresh token the
    old one remains valid, and an invalid answer is refused.
    """
    access_token, refresh_token = (
        _token(answer.get(key)) for key in ("access_token", "refresh_token")
    )
    lifetime = _lifetime(answer.get("expires_in"))
    if refresh_token is None and (
        access_token is None or (lifetime is None and "expires_in" in answer)
    ):
        raise OAuth2TokenRequestConnectionError(domain=DOMAIN)
    if access_token is None:
        lifetime = 0
    elif lifetime is None:
        lifetime = _DEFAULT_LIFETIME
    tokens = {"access_token": access_token, "refresh_token": refresh_token}
    return {
        **{key: token for key, token in tokens.items() if token is not None},
        "expires_in": lifetime,
        "expires_at": time.time() + lifetime,
    }


def _token(raw: object) -> str | None:
    """Return a token, None if it is invalid."""
    if not isinstance(raw, str):
        return None
    token = raw.strip()
    return token if _TOKEN.fullmatch(token) else None


def _lifetime(raw: object) -> int | None:
    """Return a lifetime in seconds, clamped; None if invalid."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        return None
    try:
        seconds = float(raw)
    except ValueError, OverflowError:
        return None
    if math.isnan(seconds):
        return None
    return int(min(max(seconds, _MIN_LIFETIME), _MAX_LIFETIME))


async def async_get_auth_implementation(
    hass: HomeAssistant, auth_domain: str, credential: ClientCredential
) -> DexcomImplementation:
    """Return the implementation for an application, without a region."""
    region = get_region("us")
    return DexcomImplementation(
        hass,
        auth_domain,
        credential,
        AuthorizationServer(region.authorize_url, region.token_url),
    )


async def async_get_description_placeholders(hass: HomeAssistant) -> dict[str, str]:
    """Return the placeholders of the dialog for application credentials."""
    if "my" in hass.config.components:
        redirect_url = MY_AUTH_CALLBACK_PATH
    else:
        redirect_url = f"{_home_address(hass)}{AUTH_CALLBACK_PATH}"
    return {"developer_portal": DEVELOPER_PORTAL_URL, "redirect_url": redirect_url}


def _home_address(hass: HomeAssistant) -> str:
    """Return the address of the open page.

    Without *My Home Assistant* the login redirects to that address. The dialog calls over
    the websocket, for which browsers send it as the origin.
    """
    if (request := current_request.get()) is not None:
        for header in (HEADER_FRONTEND_BASE, hdrs.ORIGIN):
            if (address := request.headers.get(header, "null")) != "null":
                return address.rstrip("/")
        return str(request.url.origin())
    return hass.config.external_url or hass.config.internal_url or _UNKNOWN_ADDRESS
