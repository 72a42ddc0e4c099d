"""Simulator of Dexcom's Share server, which Home Assistant's integration polls."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from aiohttp import web

from sandbox import Person
from sandbox.data import Data, read_time

_HOST = "127.0.0.1"


class Share:
    """The three endpoints that pydexcom uses, with data of the sandbox's people.

    Readings appear as soon as a phone has uploaded them. An account and its session
    have the same id.
    """

    def __init__(self, people: Iterable[Person], now: Callable[[], datetime]) -> None:
        """Serve data of people by a clock."""
        self._now = now
        self._data = Data(now, timedelta(0))
        self._people = {_account_id(person.id): person for person in people}

    @asynccontextmanager
    async def serve(self) -> AsyncIterator[str]:
        """Listen on loopback; yield the base URL."""
        app = web.Application()
        app.add_routes(
            [
                web.post("/General/AuthenticatePublisherAccount", self._authenticate),
                web.post("/General/LoginPublisherAccountById", self._login),
                web.post("/Publisher/ReadPublisherLatestGlucoseValues", self._read),
            ]
        )
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, _HOST, 0).start()
            yield f"http://{_HOST}:{runner.addresses[0][1]}/"
        finally:
            await runner.cleanup()

    async def _authenticate(self, request: web.Request) -> web.Response:
        """Return the id of an account."""
        return _answer(_account_id((await request.json())["accountName"]))

    async def _login(self, request: web.Request) -> web.Response:
        """Return the id of a session."""
        return _answer((await request.json())["accountId"])

    async def _read(self, request: web.Request) -> web.Response:
        """Return the latest readings, newest first."""
        query = request.query
        now = self._now()
        records = json.loads(
            self._data.window(
                self._people[query["sessionId"]],
                "egvs",
                now - timedelta(minutes=int(query["minutes"])),
                now,
            )
        )
        readings = [_reading(raw) for raw in records if raw["value"] is not None]
        return _answer(readings[: int(query["maxCount"])])


def _account_id(username: str) -> str:
    """Return the id of an account."""
    return str(uuid5(NAMESPACE_URL, username))


def _reading(raw: dict[str, Any]) -> dict[str, Any]:
    """Return a record of the official API in Share's format."""
    time = read_time(raw["systemTime"])
    assert time is not None
    moment = f"{time.timestamp() * 1000:.0f}"
    trend: str = raw["trend"]
    return {
        "WT": f"Date({moment})",
        "ST": f"Date({moment})",
        "DT": f"Date({moment}+0000)",
        "Value": raw["value"],
        "Trend": trend[:1].upper() + trend[1:],
    }


def _answer(content: object) -> web.Response:
    """Respond and close the connection: polls are too rare for keep-alive."""
    response = web.json_response(content)
    response.force_close()
    return response
