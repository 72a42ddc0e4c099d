"""Test the texts of the dialog for application credentials."""

import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.dexcom_cgm.application_credentials import (
    async_get_description_placeholders,
)
from custom_components.dexcom_cgm.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component


@pytest.mark.parametrize(
    ("my", "external", "internal", "address"),
    [
        (True, None, None, "https://my.home-assistant.io/redirect/oauth"),
        (
            False,
            "https://home.example",
            "http://10.0.0.1:8123",
            "https://home.example/auth/external/callback",
        ),
        (
            False,
            None,
            "http://10.0.0.1:8123",
            "http://10.0.0.1:8123/auth/external/callback",
        ),
        (
            False,
            None,
            None,
            "<the address at which you open Home Assistant>/auth/external/callback",
        ),
    ],
)
async def test_redirect_address(
    hass: HomeAssistant,
    my: bool,
    external: str | None,
    internal: str | None,
    address: str,
) -> None:
    """The address is the one that Home Assistant will send."""
    if my:
        hass.config.components.add("my")
    hass.config.external_url = external
    hass.config.internal_url = internal
    assert await async_get_description_placeholders(hass) == {
        "developer_portal": "https://developer.dexcom.com",
        "redirect_url": address,
    }


@pytest.mark.parametrize(
    ("headers", "address"),
    [
        ({"Origin": "https://home.example:8443"}, "https://home.example:8443"),
        (
            {"HA-Frontend-Base": "https://a.example/", "Origin": "x"},
            "https://a.example",
        ),
        ({"Origin": "null", "Host": "10.0.0.7:8123"}, "http://10.0.0.7:8123"),
        ({"Host": "homeassistant.local:8123"}, "http://homeassistant.local:8123"),
    ],
)
async def test_address_of_the_open_page(
    socket_enabled: None,
    hass: HomeAssistant,
    aiohttp_client: ClientSessionGenerator,
    hass_access_token: str,
    headers: dict[str, str],
    address: str,
) -> None:
    """Without My Home Assistant, the dialog names the address of the page it is on."""
    hass.config.external_url = "https://other.example"
    assert await async_setup_component(hass, "application_credentials", {})
    assert await async_setup_component(hass, "websocket_api", {})
    client = await aiohttp_client(hass.http.app)
    async with client.ws_connect("/api/websocket", headers=headers) as socket:
        await socket.receive_json()
        await socket.send_json({"type": "auth", "access_token": hass_access_token})
        await socket.receive_json()
        await socket.send_json({"id": 1, "type": "application_credentials/config"})
        answer = await socket.receive_json()
    filled = answer["result"]["integrations"][DOMAIN]["description_placeholders"]
    assert filled["redirect_url"] == f"{address}/auth/external/callback"
