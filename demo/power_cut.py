"""Power cuts around the renewal of a login, and what becomes of the login."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
import json
from random import Random
import time
from typing import Any, NamedTuple, Self, override

import aiohttp

from . import DemoError
from .client import Client
from .connect import DOMAIN, connect, connect_again, store_application
from .home_assistant import HomeAssistant
from .sandbox import APPLICATION, Sandbox
from .watch import logins_wanted, states, until

TOKEN = "POST /v2/oauth2/token"
GLUCOSE = "GET /v3/users/self/egvs"
# What is asked for after the start, beside glucose.
_REST = tuple(f"GET /v3/users/self/{what}" for what in ("alerts", "devices", "events"))
_LONGEST = 1.5
# An answer that was sent this many seconds before the cut is on disk by then.
_TIME_TO_WRITE = 0.5
# Of tokens, in seconds. Home Assistant renews the one before it is used; that the
# other has ended, only Dexcom says.
_SHORT, _USUAL = 50, 7200


class Moment(StrEnum):
    """When the cut came."""

    BEFORE = "before Dexcom was asked"
    DURING = "before Dexcom answered"
    AFTER = "after Dexcom answered"


class Fate(StrEnum):
    """What became of the login."""

    KEPT = "kept"
    EXCUSABLE = "excusable"
    LOST = "lost"
    UNTOLD = "lost untold"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """When the power is cut, and when Dexcom answers; seconds after the request."""

    cut: float
    answer: float
    lifetime: int

    @classmethod
    def draw(cls, random: Random) -> Self:
        """Draw a cut at any moment, or at one of the two that matter most."""
        answer = random.uniform(0, 0.6)
        cut = random.choice(
            (
                random.uniform(0, _LONGEST),
                random.uniform(0, _LONGEST),
                random.uniform(0, 0.02),
                max(0, answer + random.uniform(-0.02, 0.05)),
            )
        )
        return cls(cut=cut, answer=answer, lifetime=random.choice((_SHORT, _USUAL)))


@dataclass(frozen=True)
class Cut:
    """A power cut, and what became of the login."""

    after: float
    moment: Moment
    fate: Fate
    why: str

    @override
    def __str__(self) -> str:
        """Return a line for people."""
        when = f"killed {self.after:.2f} s after the request, {self.moment}"
        return f"{when}: {self.fate}{self.why and f' ({self.why})'}"


class _Issued(NamedTuple):
    """The newest refresh token of Dexcom, and when it was sent."""

    at: float
    token: str


class PowerCuts:
    """Cuts the power of a Home Assistant while it renews the login of an account."""

    def __init__(
        self, home_assistant: HomeAssistant, sandbox: Sandbox, person: str, account: str
    ) -> None:
        """Take the person and the config entry of a connected account."""
        self._home_assistant = home_assistant
        self._sandbox = sandbox
        self._person = person
        self._account = account
        self._storage = home_assistant.directory / ".storage"
        self._asked_before_start: dict[str, int] = {}

    @classmethod
    async def connect(
        cls, home_assistant: HomeAssistant, sandbox: Sandbox, person: str
    ) -> Self:
        """Connect the account of a person first."""
        async with Client.open(home_assistant.url) as client:
            await store_application(client)
            result = await connect(client, person)
        if result["type"] != "create_entry":
            raise DemoError(f"the account was not connected: {result['reason']}")
        return cls(home_assistant, sandbox, person, result["result"]["entry_id"])

    async def cut(self, plan: Plan) -> Cut:
        """Cut the power once, start again, and tell what became of the login."""
        await self._be_ready()
        asked = await self._asked(TOKEN)
        started, cut_at = await self._request_and_cut(plan)
        # Dexcom goes on with a request whose sender is gone.
        await asyncio.sleep(plan.answer + 0.2)
        issued = self._issued()
        if await self._asked(TOKEN) == asked:
            moment = Moment.BEFORE
        else:
            moment = Moment.DURING if cut_at < issued.at else Moment.AFTER
        on_disk = issued.token in self._stored_tokens()

        self._asked_before_start = (await self._sandbox.state())["requests"]
        await self._home_assistant.start()
        async with Client.open(self._home_assistant.url) as client:
            fate, why = await self._fate(client)
            if fate is Fate.EXCUSABLE:
                if on_disk:
                    fate, why = Fate.LOST, "the newest token is on disk"
                elif cut_at - issued.at > _TIME_TO_WRITE:
                    fate, why = Fate.LOST, "the newest token was never written"
        return Cut(cut_at - started, moment, fate, why)

    async def _request_and_cut(self, plan: Plan) -> tuple[float, float]:
        """Have Dexcom asked, cut the power, and return when both happened."""
        await self._sandbox.control(
            "faults", path="*/oauth2/token", delay=plan.answer, times=1
        )
        await self._sandbox.control("token-lifetime", access_seconds=plan.lifetime)
        await self._sandbox.control("expire-access-tokens", person=self._person)
        async with Client.open(self._home_assistant.url) as client:
            glucose = (await states(client, self._account))["glucose_value"]
            started = time.time()
            request = asyncio.create_task(
                client.post(
                    "/api/services/homeassistant/update_entity",
                    {"entity_id": glucose["entity_id"]},
                )
            )
            await asyncio.sleep(plan.cut)
            cut_at = time.time()
            await self._home_assistant.kill()
            request.cancel()
            with suppress(aiohttp.ClientError, asyncio.CancelledError, DemoError):
                await request
        return started, cut_at

    async def _fate(self, client: Client) -> tuple[Fate, str]:
        """Return what the start shows, after a new login where one is needed."""

        async def look() -> str:
            if wanted := await logins_wanted(client):
                return wanted[0]
            return await self._status(client)

        try:
            seen = await until(look, lambda seen: seen in {"ok", "reauth_confirm"})
        except DemoError as error:
            return Fate.UNTOLD, str(error)
        if seen == "ok":
            return Fate.KEPT, ""
        # None where the login is known to have ended: it is renewed before the poll.
        polls = await self._asked(GLUCOSE) - self._asked_before_start[GLUCOSE]
        result = await connect_again(client, self._person)
        if (reason := result["reason"]) != "reauth_successful":
            raise DemoError(f"the account was not connected again: {reason}")
        await until(lambda: self._status(client), lambda status: status == "ok")
        if polls > 1:
            return Fate.UNTOLD, f"the dialog came after {polls} polls"
        return Fate.EXCUSABLE, "the answer never arrived, logged in again"

    async def _status(self, client: Client) -> str:
        """Return how the data of the account stand."""
        [entry] = [
            entry
            for entry in await client.entries(DOMAIN)
            if entry["entry_id"] == self._account
        ]
        if entry["state"] != "loaded":
            return str(entry["state"])
        shown = await states(client, self._account)
        return str(shown["data_status"]["state"] if "data_status" in shown else None)

    async def _be_ready(self) -> None:
        """Wait until all is on disk, and nothing asks Dexcom any more.

        Home Assistant writes a user, an application and a login some seconds late; to
        lose these is another matter than to lose a renewed login.
        """

        async def look() -> list[str]:
            asked = (await self._sandbox.state())["requests"]
            waiting = [
                what
                for what in _REST
                if asked.get(what, 0) <= self._asked_before_start.get(what, 0)
            ]
            if self._issued().token not in self._stored_tokens():
                waiting.append("the login")
            if not self._stored_entries():
                waiting.append("the account")
            if not (self._storage / "application_credentials").exists():
                waiting.append("the application")
            if not any(
                not user["system_generated"] for user in self._stored("auth", "users")
            ):
                waiting.append("the user")
            return waiting

        await until(look, lambda waiting: not waiting)

    async def _asked(self, what: str) -> int:
        """Return how often Dexcom was asked for something."""
        asked: int = (await self._sandbox.state())["requests"].get(what, 0)
        return asked

    def _issued(self) -> _Issued:
        """Return the newest refresh token that Dexcom has issued."""
        known = json.loads(self._sandbox.tokens_file.read_text())["refresh"]
        return max(
            _Issued(grant["at"], token)
            for token, grant in known.items()
            if (grant["person_id"], grant["client_id"])
            == (self._person, APPLICATION[0])
        )

    def _stored_tokens(self) -> set[str]:
        """Return the refresh tokens of both copies on disk."""
        copies = [entry["data"]["token"] for entry in self._stored_entries()]
        with suppress(FileNotFoundError):
            path = self._storage / f"{DOMAIN}.{self._account}"
            copies.append(json.loads(path.read_text())["data"])
        return {copy["refresh_token"] for copy in copies}

    def _stored_entries(self) -> list[dict[str, Any]]:
        """Return the config entry of the account on disk, if it is there."""
        return [
            entry
            for entry in self._stored("core.config_entries", "entries")
            if entry["entry_id"] == self._account
        ]

    def _stored(self, name: str, what: str) -> list[dict[str, Any]]:
        """Return a list out of a file of Home Assistant's storage."""
        try:
            text = (self._storage / name).read_text()
        except FileNotFoundError:
            return []
        stored: list[dict[str, Any]] = json.loads(text)["data"][what]
        return stored
