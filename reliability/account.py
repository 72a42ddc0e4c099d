"""The account under test: its tokens at Dexcom and on disk."""

from contextlib import suppress
import json
from pathlib import Path
from typing import Any, NamedTuple, Self

from demo import DemoError
from demo.client import Client
from demo.connect import DOMAIN, connect, store_application
from demo.home_assistant import HomeAssistant
from demo.sandbox import APPLICATION, Sandbox
from demo.watch import states, until

_POLL = "reliability_poll"
TOKEN = "POST /v2/oauth2/token"
GLUCOSE = "GET /v3/users/self/egvs"
# Requests after a start, in addition to glucose.
_OTHER_REQUESTS = tuple(
    f"GET /v3/users/self/{what}" for what in ("alerts", "devices", "events")
)


class IssuedToken(NamedTuple):
    """A refresh token and its issue time."""

    at: float
    token: str


class Account:
    """A connected account."""

    def __init__(
        self,
        home_assistant: HomeAssistant,
        sandbox: Sandbox,
        person: str,
        entry: str,
    ) -> None:
        """Store the person and the ID of the config entry."""
        self.home_assistant = home_assistant
        self.sandbox = sandbox
        self.person = person
        self.entry = entry
        self._requests_before_start: dict[str, int] = {}

    @classmethod
    async def connect(
        cls, home_assistant: HomeAssistant, sandbox: Sandbox, person: str
    ) -> Self:
        """Connect the account of a person."""
        async with Client.open(home_assistant.url) as client:
            await store_application(client)
            result = await connect(client, person)
            if result["type"] != "create_entry":
                raise DemoError(f"the account was not connected: {result['reason']}")
            entry = result["result"]["entry_id"]
            return await cls.load(home_assistant, sandbox, person, entry)

    @classmethod
    async def load(
        cls, home_assistant: HomeAssistant, sandbox: Sandbox, person: str, entry: str
    ) -> Self:
        """Return an account that is already connected."""
        account = cls(home_assistant, sandbox, person, entry)
        async with Client.open(home_assistant.url) as client:
            shown = await states(client, entry)
            name = f"{_POLL}_{entry}"
            await client.post(
                f"/api/config/automation/config/{name}",
                {
                    "alias": name,
                    "triggers": {"trigger": "event", "event_type": name},
                    "actions": {
                        "action": "homeassistant.update_entity",
                        "target": {"entity_id": shown["glucose_value"]["entity_id"]},
                    },
                    "mode": "queued",
                },
            )
        return account

    async def poll(self, client: Client) -> None:
        """Start a glucose poll without waiting for it.

        Triggered by an automation: a stop waits for open client requests, which would
        hide that it does not wait for a poll.
        """
        await client.post(f"/api/events/{_POLL}_{self.entry}")

    async def expire_access_token(self) -> None:
        """Expire the access token at Dexcom, so that the next poll renews it."""
        await self.sandbox.control("expire-access-tokens", person=self.person)

    async def reload(self, client: Client) -> None:
        """Reload the config entry."""
        await client.post(f"/api/config/config_entries/entry/{self.entry}/reload")

    async def status(self, client: Client) -> str:
        """Return the data status, or the state of an entry that is not loaded."""
        [entry] = [
            entry
            for entry in await client.entries(DOMAIN)
            if entry["entry_id"] == self.entry
        ]
        if entry["state"] != "loaded":
            return str(entry["state"])
        shown = await states(client, self.entry)
        return str(shown["data_status"]["state"] if "data_status" in shown else None)

    async def note_requests(self) -> None:
        """Store the request counts before a start or a reload."""
        self._requests_before_start = (await self.sandbox.state())["requests"]

    async def polls_since_start(self) -> int:
        """Return the number of glucose requests since the start or reload."""
        before = self._requests_before_start.get(GLUCOSE, 0)
        return await self.requests(GLUCOSE) - before

    async def requests(self, what: str) -> int:
        """Return the number of requests of a kind that Dexcom received."""
        count: int = (await self.sandbox.state())["requests"].get(what, 0)
        return count

    async def wait_until_settled(self) -> None:
        """Wait until everything is saved and no requests are pending.

        Home Assistant saves a new user, application and login after a delay of some
        seconds; losing these is not under test.
        """

        async def look() -> list[str]:
            requests = (await self.sandbox.state())["requests"]
            missing = [
                what
                for what in _OTHER_REQUESTS
                if requests.get(what, 0) <= self._requests_before_start.get(what, 0)
            ]
            if not self.newest_is_on_disk():
                missing.append("the login")
            if not self._stored_entries():
                missing.append("the account")
            if not (self._storage / "application_credentials").exists():
                missing.append("the application")
            if not any(
                not user["system_generated"] for user in self._stored("auth", "users")
            ):
                missing.append("the user")
            return missing

        await until(look, lambda missing: not missing, 60)

    async def wait_until_saved(self, timeout: float) -> bool:
        """Wait until the newest token is on disk; return False on timeout."""

        async def look() -> bool:
            return self.newest_is_on_disk()

        try:
            return await until(look, bool, timeout)
        except DemoError:
            return False

    def issued(self) -> IssuedToken:
        """Return the newest refresh token issued by Dexcom."""
        known = json.loads(self.sandbox.tokens_file.read_text())["refresh"]
        return max(
            IssuedToken(grant["at"], token)
            for token, grant in known.items()
            if (grant["person_id"], grant["client_id"]) == (self.person, APPLICATION[0])
        )

    def newest_is_on_disk(self) -> bool:
        """Return whether either copy on disk is the newest token."""
        return self.issued().token in self._stored_tokens()

    def _stored_tokens(self) -> set[str]:
        """Return the refresh tokens of both copies on disk."""
        copies = [entry["data"]["token"] for entry in self._stored_entries()]
        with suppress(FileNotFoundError):
            path = self._storage / f"{DOMAIN}.{self.entry}"
            copies.append(json.loads(path.read_text())["data"])
        return {copy["refresh_token"] for copy in copies}

    def _stored_entries(self) -> list[dict[str, Any]]:
        """Return the account's config entry on disk as a list of at most one."""
        return [
            entry
            for entry in self._stored("core.config_entries", "entries")
            if entry["entry_id"] == self.entry
        ]

    def _stored(self, name: str, what: str) -> list[dict[str, Any]]:
        """Return a list from a file of Home Assistant's storage."""
        try:
            text = (self._storage / name).read_text()
        except FileNotFoundError:
            return []
        stored: list[dict[str, Any]] = json.loads(text)["data"][what]
        return stored

    @property
    def _storage(self) -> Path:
        """Return the folder of Home Assistant's storage."""
        return self.home_assistant.directory / ".storage"
