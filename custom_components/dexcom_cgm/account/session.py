"""HTTP session of the integration."""

from aiohttp import ClientSession, DummyCookieJar

from homeassistant.const import EVENT_HOMEASSISTANT_CLOSE
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_create_clientsession
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN

_SESSION: HassKey[ClientSession] = HassKey(f"{DOMAIN}_session")


@callback
def async_get_session(hass: HomeAssistant) -> ClientSession:
    """Return the session of all accounts, which keeps no cookies.

    A cookie that is set for one login would be sent with the requests of others.
    """
    if (session := hass.data.get(_SESSION)) is None:
        # Home Assistant would close it together with the first account.
        session = async_create_clientsession(
            hass, auto_cleanup=False, cookie_jar=DummyCookieJar()
        )
        hass.data[_SESSION] = session

        @callback
        def close(_event: Event) -> None:
            """Detach from the connector, which Home Assistant shares and closes."""
            session.detach()

        hass.bus.async_listen_once(EVENT_HOMEASSISTANT_CLOSE, close)
    return session
