"""Users who are no administrators."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from demo.client import Client


@asynccontextmanager
async def other_user(client: Client) -> AsyncIterator[Client]:
    """Create a user without rights of an administrator, and return their client."""
    created = await client.command(
        "config/auth/create", name="Other", group_ids=["system-users"]
    )
    user = created["user"]["id"]
    identity = f"{client.url}/"
    flow = {
        "client_id": identity,
        "handler": ["trusted_networks", None],
        "redirect_uri": identity,
    }
    try:
        async with aiohttp.ClientSession() as session:
            login = f"{client.url}/auth/login_flow"
            async with session.post(login, json=flow) as response:
                step = await response.json()
            async with session.post(
                f"{login}/{step['flow_id']}", json={"client_id": identity, "user": user}
            ) as response:
                code = (await response.json())["result"]
        async with aiohttp.ClientSession() as session:
            other = Client(session, client.url)
            await other.get_token(grant_type="authorization_code", code=code)
            yield other
    finally:
        await client.command("config/auth/delete", user_id=user)
