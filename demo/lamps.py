"""Two lamps that the blueprints switch for an account."""

from typing import Any, NamedTuple

from .client import Client
from .connect import DOMAIN


class Lamp(NamedTuple):
    """A lamp of configuration.yaml, and what it is called on the dashboard."""

    entity_id: str
    name: str


# By the names of their blueprints, which are those of their automations too.
LAMPS = {
    "low_light": Lamp("light.lamp", "Lamp for lows"),
    "glucose_light": Lamp("light.glucose_light", "Lamp by color"),
}


async def automate(
    client: Client, name: str, blueprint: str, device_id: str, **inputs: Any
) -> None:
    """Make an automation about an account out of a blueprint."""
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
    # Switched on by hand, as its blueprint wants it.
    await client.call("light.turn_on", entity_id=LAMPS["glucose_light"].entity_id)


async def lamps_of(client: Client, device_id: str) -> dict[str, str]:
    """Return the ids of the lamps that show the glucose of an account."""
    found = {}
    for state in await client.get("/api/states"):
        if (name := state["attributes"].get("id")) in LAMPS:
            config = await client.get(f"/api/config/automation/config/{name}")
            # Somebody may have made something else out of it.
            blueprint = config.get("use_blueprint", {})
            if blueprint.get("input", {}).get("account") == device_id:
                found[name] = LAMPS[name].entity_id
    return found
