"""Observe an account in Home Assistant and trigger its polls."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from . import DemoError
from .client import Client
from .connect import DOMAIN


async def until[T](
    look: Callable[[], Awaitable[T]], right: Callable[[T], bool], timeout: float = 30
) -> T:
    """Poll until a value satisfies the condition; return it."""
    seen = await look()
    try:
        async with asyncio.timeout(timeout):
            while not right(seen):
                await asyncio.sleep(0.2)
                seen = await look()
    except TimeoutError:
        raise DemoError(f"timed out after {timeout} s; last value: {seen}") from None
    return seen


async def states(client: Client, account: str) -> dict[str, dict[str, Any]]:
    """Return the states of an account's entities by the entities' keys."""
    by_id = {state["entity_id"]: state for state in await client.get("/api/states")}
    return {
        entity["translation_key"]: by_id[entity["entity_id"]]
        for entity in await client.entities(account)
        if not entity["disabled_by"] and entity["entity_id"] in by_id
    }


async def refresh(
    client: Client, account: str, key: str = "glucose_value"
) -> dict[str, dict[str, Any]]:
    """Have Home Assistant poll Dexcom for an entity now."""
    shown = await states(client, account)
    await client.call(
        "homeassistant.update_entity", entity_id=[shown[key]["entity_id"]]
    )
    return await states(client, account)


async def logins_wanted(client: Client) -> list[str]:
    """Return the pending reauthentication flows."""
    flows = await client.command("config_entries/flow/progress")
    return [flow["step_id"] for flow in flows if flow["handler"] == DOMAIN]
