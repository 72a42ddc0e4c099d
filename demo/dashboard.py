"""Dashboards of the demo: all accounts, and one account next to its lamps."""

from typing import Any

from .client import Client
from .lamps import LAMPS

URL_PATH = "dexcom-cgm"
LAMPS_PATH = "dexcom-cgm-lamps"


async def add_dashboards(client: Client, glucose: str) -> None:
    """Add the dashboards, unless they exist; takes the ID of a glucose sensor."""
    there = await client.command("lovelace/dashboards/list")
    if any(dashboard["url_path"] == URL_PATH for dashboard in there):
        return
    await _add(
        client,
        URL_PATH,
        "Glucose",
        "mdi:diabetes",
        {"strategy": {"type": "custom:dexcom-cgm"}},
    )
    await _add(client, LAMPS_PATH, "Lamps", "mdi:lightbulb-multiple", _lamps(glucose))
    await client.command(
        "frontend/set_system_data", key="core", value={"default_panel": URL_PATH}
    )


def _lamps(glucose: str) -> dict[str, Any]:
    """Return a dashboard with the card of an account and its lamps."""
    lamps = [
        {
            "type": "tile",
            "entity": lamp.entity_id,
            "name": lamp.name,
            "grid_options": {"columns": 6, "rows": 2},
        }
        for lamp in LAMPS.values()
    ]
    card = {
        "type": "custom:dexcom-cgm-glucose-card",
        "entity": glucose,
        "hours": 6,
        "grid_options": {"columns": 12, "rows": 7},
    }
    view = {
        "type": "sections",
        "path": "lamps",
        "title": "Lamps",
        "max_columns": 1,
        "sections": [{"type": "grid", "cards": [card, *lamps]}],
    }
    return {"views": [view]}


async def _add(
    client: Client, path: str, title: str, icon: str, config: dict[str, Any]
) -> None:
    """Create a dashboard with a configuration."""
    await client.command(
        "lovelace/dashboards/create",
        url_path=path,
        title=title,
        icon=icon,
        require_admin=False,
        show_in_sidebar=True,
    )
    await client.command("lovelace/config/save", url_path=path, config=config)
