"""Regions, and the one address that development may move."""

from datetime import timedelta

import pytest

from custom_components.dexcom_cgm.api.regions import REGIONS, get_region

VARIABLE = "DEXCOM_CGM_SANDBOX_URL"


@pytest.mark.parametrize(
    ("key", "address", "hours"),
    [
        ("us", "https://api.dexcom.com", 1),
        ("ous", "https://api.dexcom.eu", 3),
        ("jp", "https://api.dexcom.jp", 3),
        ("sandbox", "https://sandbox-api.dexcom.com", 1),
    ],
)
def test_regions(key: str, address: str, hours: int) -> None:
    """Each region has its own address and delay."""
    region = get_region(key)
    assert region.authorize_url == f"{address}/v2/oauth2/login"
    assert region.token_url == f"{address}/v2/oauth2/token"
    assert region.delay == timedelta(hours=hours)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8099/", "http://localhost:8099", "http://[::1]:8099"]
)
def test_sandbox_can_be_moved_to_this_machine(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    """The variable moves the sandbox, and nothing else."""
    monkeypatch.setenv(VARIABLE, url)
    assert get_region("sandbox").base_url == url.rstrip("/")
    for key in ("us", "ous", "jp"):
        assert get_region(key) is REGIONS[key]


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com",
        "http://127.0.0.1.example.com",
        "http://192.168.1.2:8099",
        "file://localhost/etc",
        "127.0.0.1:8099",
        "http://[broken",
        "http://",
    ],
)
def test_sandbox_cannot_be_moved_elsewhere(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, url: str
) -> None:
    """Tokens go to no other machine than Dexcom's and this one."""
    monkeypatch.setenv(VARIABLE, url)
    assert get_region("sandbox") is REGIONS["sandbox"]
    assert VARIABLE in caplog.text


def test_unknown_region() -> None:
    """There are no other regions."""
    with pytest.raises(KeyError):
        get_region("mars")
