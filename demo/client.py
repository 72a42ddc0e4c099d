"""A client of a running Home Assistant: REST, websocket commands, actions."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
import secrets
import time
from typing import Any, Self

import aiohttp

from . import DemoError

# Seconds before expiry at which an access token is renewed. Using an expired token
# makes Home Assistant notify its user of a failed login.
_RENEWED_BEFORE = 120


class Client:
    """Client of one Home Assistant, as its only user."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        """Store the session and the base URL, without logging in."""
        self.session = session
        self.url = url
        self.access_token = ""
        self._refresh_token = ""
        self._expires_at = 0.0

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str) -> AsyncIterator[Self]:
        """Log in, creating the user if needed, and wait until startup is complete."""
        async with aiohttp.ClientSession() as session:
            client = cls(session, url)
            await client._log_in()
            while (await client.get("/api/config"))["state"] != "RUNNING":
                await asyncio.sleep(0.1)
            yield client

    async def get(self, path: str) -> Any:
        """Return the JSON response of a GET request."""
        return await self._request("GET", path)

    async def post(
        self, path: str, data: Any = None, headers: Mapping[str, str] | None = None
    ) -> Any:
        """Return the JSON response of a POST request."""
        return await self._request("POST", path, data, headers)

    async def delete(self, path: str) -> Any:
        """Return the JSON response of a DELETE request."""
        return await self._request("DELETE", path)

    async def command(self, command: str, **data: Any) -> Any:
        """Send one websocket command and return its result."""
        token = await self._token()
        try:
            async with self.session.ws_connect(
                f"{self.url}/api/websocket", max_msg_size=0
            ) as socket:
                await socket.receive_json()
                await socket.send_json({"type": "auth", "access_token": token})
                await socket.receive_json()
                await socket.send_json({"id": 1, "type": command, **data})
                answer = await socket.receive_json()
        except aiohttp.WSMessageTypeError as error:
            raise DemoError(f"{command}: the connection was closed") from error
        if not answer["success"]:
            raise DemoError(f"{command}: {answer['error']}")
        return answer["result"]

    async def state(self, entity_id: str) -> dict[str, Any]:
        """Return the state of an entity."""
        state: dict[str, Any] = await self.get(f"/api/states/{entity_id}")
        return state

    async def call(self, action: str, **data: Any) -> None:
        """Run an action and wait for its completion."""
        await self._call(action, data, return_response=False)

    async def ask(self, action: str, **data: Any) -> Any:
        """Run an action and return its response."""
        return (await self._call(action, data, return_response=True))["response"]

    async def entities(self, entry_id: str) -> list[dict[str, Any]]:
        """Return the account's entries in the entity registry."""
        return [
            entity
            for entity in await self.command("config/entity_registry/list")
            if entity["config_entry_id"] == entry_id
        ]

    async def entries(self, domain: str) -> list[dict[str, Any]]:
        """Return the config entries of an integration."""
        entries: list[dict[str, Any]] = await self.command(
            "config_entries/get", domain=domain
        )
        return entries

    async def _call(
        self, action: str, data: dict[str, Any], *, return_response: bool
    ) -> Any:
        """Run an action over the websocket, which returns full error messages."""
        domain, _, service = action.partition(".")
        return await self.command(
            "call_service",
            domain=domain,
            service=service,
            service_data=data,
            return_response=return_response,
        )

    async def _request(
        self,
        method: str,
        path: str,
        data: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """Return the JSON response; raise DemoError with the body of an error."""
        authorization = {"Authorization": f"Bearer {await self._token()}"}
        async with self.session.request(
            method,
            f"{self.url}{path}",
            json=data,
            headers={**authorization, **(headers or {})},
        ) as response:
            if not response.ok:
                raise DemoError(f"{path}: {response.status} {await response.text()}")
            return await response.json()

    async def _log_in(self) -> None:
        """Log in without a password, which only works on this machine."""
        client_id = f"{self.url}/"
        async with self.session.get(f"{self.url}/api/onboarding") as response:
            # The onboarding API is unavailable after the next start.
            steps = await response.json() if response.ok else []
        if {"step": "user", "done": False} in steps:
            # The password is not needed: local logins require none.
            user = {
                "client_id": client_id,
                "name": "Demo",
                "username": "demo",
                "password": secrets.token_urlsafe(),
                "language": "en",
            }
            async with self.session.post(
                f"{self.url}/api/onboarding/users", json=user
            ) as response:
                response.raise_for_status()
        flow = {
            "client_id": client_id,
            "handler": ["trusted_networks", None],
            "redirect_uri": client_id,
        }
        async with self.session.post(
            f"{self.url}/auth/login_flow", json=flow
        ) as response:
            code = (await response.json())["result"]
        await self.get_token(grant_type="authorization_code", code=code)

    async def _token(self) -> str:
        """Return a valid access token, renewed if it expires soon."""
        if time.time() > self._expires_at - _RENEWED_BEFORE:
            await self.get_token(
                grant_type="refresh_token", refresh_token=self._refresh_token
            )
        return self.access_token

    async def get_token(self, **grant: str) -> None:
        """Get an access token for a code or a refresh token."""
        form = {"client_id": f"{self.url}/", **grant}
        async with self.session.post(f"{self.url}/auth/token", data=form) as response:
            if not response.ok:
                raise DemoError(f"no access token: {await response.text()}")
            answer = await response.json()
        self.access_token = answer["access_token"]
        # A refresh token is only returned once, and stays valid.
        self._refresh_token = answer.get("refresh_token", self._refresh_token)
        self._expires_at = time.time() + answer["expires_in"]
