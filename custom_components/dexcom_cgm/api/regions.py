"""Dexcom's regions, with their addresses and delays."""

from dataclasses import dataclass, replace
from datetime import timedelta
from ipaddress import ip_address
import logging
import os
from urllib.parse import urlsplit

_LOGGER = logging.getLogger(__name__)

SANDBOX = "sandbox"
SANDBOX_URL_VARIABLE = "DEXCOM_CGM_SANDBOX_URL"


@dataclass(frozen=True, slots=True)
class Region:
    """A region, with the delay of data from a phone."""

    key: str
    base_url: str
    delay: timedelta

    @property
    def authorize_url(self) -> str:
        """Return the authorization URL."""
        return f"{self.base_url}/v2/oauth2/login"

    @property
    def token_url(self) -> str:
        """Return the address of the token endpoint."""
        return f"{self.base_url}/v2/oauth2/token"


REGIONS: dict[str, Region] = {
    region.key: region
    for region in (
        Region("us", "https://api.dexcom.com", timedelta(hours=1)),
        Region("ous", "https://api.dexcom.eu", timedelta(hours=3)),
        Region("jp", "https://api.dexcom.jp", timedelta(hours=3)),
        Region(SANDBOX, "https://sandbox-api.dexcom.com", timedelta(hours=1)),
    )
}


def get_region(key: str) -> Region:
    """Return the region with this key; KeyError for an unknown one.

    For development, an environment variable replaces the address of the region "sandbox"
    by one on loopback.
    """
    region = REGIONS[key]
    if key != SANDBOX or not (url := os.environ.get(SANDBOX_URL_VARIABLE)):
        return region
    if not _is_loopback(url):
        _LOGGER.error(
            "%s is ignored: it may only name a server on this machine, such as "
            "http://127.0.0.1:8099",
            SANDBOX_URL_VARIABLE,
        )
        return region
    return replace(region, base_url=url.rstrip("/"))


def _is_loopback(url: str) -> bool:
    """Return whether an address is on loopback."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
        return parts.scheme in ("http", "https") and (
            host == "localhost" or ip_address(host or "").is_loopback
        )
    except ValueError:
        return False
