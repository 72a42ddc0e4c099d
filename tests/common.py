"""What several tests need."""

from collections.abc import Iterator, MutableMapping
from datetime import UTC, datetime, timedelta
import json
from pathlib import Path
from typing import Any, override
from urllib.parse import parse_qsl, urlsplit

from aiohttp import ClientSession
from aiohttp.test_utils import TestClient
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.dexcom_cgm.const import DOMAIN
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from sandbox.server import Sandbox
from sandbox.state import RequestRecord
from sandbox.tokens import APPLICATIONS

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
POLL = timedelta(minutes=5, seconds=1)
CALLBACK = "/auth/external/callback"


class StoredFiles(MutableMapping[str, Any]):
    """JSON files of a directory by name, read and written at each access."""

    def __init__(self, directory: Path) -> None:
        """Create the directory."""
        self.directory = directory
        directory.mkdir(exist_ok=True)

    @override
    def __getitem__(self, name: str) -> Any:
        """Return the content of a file."""
        try:
            return json.loads((self.directory / name).read_bytes())
        except FileNotFoundError:
            raise KeyError(name) from None

    @override
    def __setitem__(self, name: str, content: Any) -> None:
        """Write a file."""
        (self.directory / name).write_text(json.dumps(content))

    @override
    def __delitem__(self, name: str) -> None:
        """Remove a file."""
        (self.directory / name).unlink()

    @override
    def __iter__(self) -> Iterator[str]:
        """Return the names of the files."""
        return iter(sorted(path.name for path in self.directory.iterdir()))

    @override
    def __len__(self) -> int:
        """Return the number of files."""
        return len(list(self.directory.iterdir()))


def egv(
    time: datetime, value: int | None = 120, record_id: str | None = None, **fields: Any
) -> dict[str, Any]:
    """Return a record of `egvs` as Dexcom sends it."""
    text = time.strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "recordId": record_id or f"egv-{text}",
        "systemTime": text,
        "displayTime": text.replace("Z", "-08:00"),
        "transmitterId": "ab" * 32,
        "transmitterTicks": int(time.timestamp()) % 1_000_000,
        "value": value,
        "status": None,
        "trend": "flat",
        "trendRate": 0.1,
        "unit": "mg/dL",
        "rateUnit": "mg/dL/min",
        "displayDevice": "iOS",
        "transmitterGeneration": "g7",
        "displayApp": "G7",
        **fields,
    }


def minutes_ago(minutes: float) -> datetime:
    """Return a time before the frozen present."""
    return datetime.now(UTC) - timedelta(minutes=minutes)


def account_entry(
    sandbox: Sandbox, person: str, *, title: str = "Dexcom CGM", implementation: int = 0
) -> MockConfigEntry:
    """Return the entry of a person who has just logged in."""
    application = APPLICATIONS[implementation]
    token = sandbox.issue_token(person, application.client_id)
    return MockConfigEntry(
        domain=DOMAIN,
        title=title,
        unique_id=person,
        data={
            "auth_implementation": application.client_id,
            "region": "sandbox",
            "token": {
                **token,
                "expires_at": datetime.now(UTC).timestamp() + token["expires_in"],
                "redirect_uri": f"https://example.com{CALLBACK}",
                "login": 1,
                "renewals": 0,
            },
        },
    )


async def async_set_up(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Set an account up and wait until it is."""
    if entry.entry_id not in hass.config_entries.async_entry_ids():
        entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)


async def async_pass_time(hass: HomeAssistant, freezer: Any, time: timedelta) -> None:
    """Let time pass at once, and wait for what it brings."""
    freezer.tick(time)
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)


async def async_poll_once_more(
    hass: HomeAssistant, freezer: Any, entry: ConfigEntry[Any]
) -> None:
    """Let there be one more poll of an account, and then none."""
    hass.config_entries.async_update_entry(entry, pref_disable_polling=True)
    await async_pass_time(hass, freezer, POLL)


def polls(sandbox: Sandbox) -> list[RequestRecord]:
    """Return the requests for the present glucose, not those for its history."""
    return [
        each
        for each in sandbox.requests
        if each.path.endswith("/egvs") and _window(each) < timedelta(days=2)
    ]


def _window(request: RequestRecord) -> timedelta:
    """Return how long a window a request asks for."""
    start, end = (
        datetime.fromisoformat(request.query[key]) for key in ("startDate", "endDate")
    )
    return end - start


def entity_id(
    hass: HomeAssistant, person: str, key: str, platform: str = "sensor"
) -> str:
    """Return the entity of a person's account."""
    found = er.async_get(hass).async_get_entity_id(platform, DOMAIN, f"{person}_{key}")
    assert found is not None
    return found


def state(hass: HomeAssistant, person: str, key: str, platform: str = "sensor") -> str:
    """Return the state of a person's entity."""
    found = hass.states.get(entity_id(hass, person, key, platform))
    assert found is not None
    return found.state


def attributes(
    hass: HomeAssistant, person: str, key: str, platform: str = "sensor"
) -> dict[str, Any]:
    """Return the attributes of a person's entity."""
    found = hass.states.get(entity_id(hass, person, key, platform))
    assert found is not None
    return dict(found.attributes)


async def async_log_in(
    authorize_url: str, person: str, decision: str = "authorize"
) -> dict[str, str]:
    """Log in as a browser does; return what Dexcom sends back to Home Assistant."""
    parts = urlsplit(authorize_url)
    fields = {**dict(parse_qsl(parts.query)), "person": person, "signature": "A Name"}
    consent_url = authorize_url.split("?", maxsplit=1)[0].replace("/login", "/consent")
    async with ClientSession() as session:
        async with session.get(authorize_url) as response:
            assert response.status == 200, await response.text()
        async with session.post(
            consent_url, data={**fields, "decision": decision}, allow_redirects=False
        ) as response:
            assert response.status == 302, await response.text()
            location = response.headers["Location"]
    return dict(parse_qsl(urlsplit(location).query))


async def async_return(client: TestClient[Any, Any], answer: dict[str, str]) -> None:
    """Bring what Dexcom sends back to Home Assistant, as the browser does."""
    response = await client.get(CALLBACK, params=answer)
    assert response.status == 200
