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
