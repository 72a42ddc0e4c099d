"""The dialog for application credentials tells what to enter where."""

import pytest

from custom_components.dexcom_cgm.application_credentials import (
    async_get_description_placeholders,
)
from homeassistant.core import HomeAssistant


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
            "https://your-home-assistant.example/auth/external/callback",
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
