"""The dialog asks for the region, and preselects the one of the home's country."""

from typing import Any

import pytest
import voluptuous as vol

from custom_components.dexcom_cgm.const import DOMAIN
from homeassistant.config_entries import SOURCE_USER
from homeassistant.core import HomeAssistant

pytestmark = pytest.mark.usefixtures("applications", "current_request_with_host")


@pytest.mark.parametrize(
    ("country", "region"),
    [
        ("US", "us"),
        ("JP", "jp"),
        ("GB", "ous"),
        ("CA", "ous"),
        ("AQ", "ous"),
        (None, vol.UNDEFINED),
    ],
)
async def test_preselected_region(
    hass: HomeAssistant, country: str | None, region: Any
) -> None:
    """Without a country, nothing is preselected."""
    hass.config.country = country
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    assert result["data_schema"] is not None
    (field,) = result["data_schema"].schema
    default = field.default
    assert (default if default is vol.UNDEFINED else default()) == region
