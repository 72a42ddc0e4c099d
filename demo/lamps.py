"""Two lamps controlled by the blueprints for an account."""

from typing import Any, NamedTuple

from .client import Client
from .connect import DOMAIN


class Lamp(NamedTuple):
    """A lamp of configuration.yaml and its dashboard name."""

    entity_id: str
    name: str


# Keyed by blueprint, which is also the automation's name.
LAMPS = {
    "low_light": Lamp("light.lamp", "Lamp for lows"),
    "glucose_light": Lamp("light.glucose_light", "Lamp by color"),
}


async def automate(
    client: Client, name: str, blueprint: str, device_id: str, **inputs: Any
) -> None:
    """Create an automation for an account from a blueprint."""
    await client.post(
        f"/api/config/automation/config/{name}",
        {
            "alias": name.replace("_", " ").capitalize(),
            "use_blueprint": {
                "path": f"{DOMAIN}/{blueprint}.yaml",
                "input": {"account": device_id, **inputs},
            },
        },
    )


async def let_lamps_show(client: Client, device_id: str) -> None:
    """Set up one lamp for lows and one that shows glucose by color."""
    for blueprint, lamp in LAMPS.items():
        await automate(client, blueprint, blueprint, device_id, lights=[lamp.entity_id])
    await client.call("light.turn_off", entity_id=LAMPS["low_light"].entity_id)
    # Its blueprint only colors a light that is on.
    await client.call("light.turn_on", entity_id=LAMPS["glucose_light"].entity_id)


async def lamps_of(client: Client, device_id: str) -> dict[str, str]:
    """Return the entity IDs of the lamps of an account."""
    found = {}
    for state in await client.get("/api/states"):
        if (name := state["attributes"].get("id")) in LAMPS:
            config = await client.get(f"/api/config/automation/config/{name}")
            # The automation may have been edited.
            blueprint = config.get("use_blueprint", {})
            if blueprint.get("input", {}).get("account") == device_id:
                found[name] = LAMPS[name].entity_id
    return found
