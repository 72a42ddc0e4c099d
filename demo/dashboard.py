"""Dashboard with a view for every connected account."""

from .account import Account, Card
from .client import Client
from .connect import DOMAIN

URL_PATH = "dexcom-cgm"


class Dashboard:
    """Keeps the dashboard in sync with the accounts."""

    def __init__(self) -> None:
        """Start without having seen any account."""
        self._seen: dict[str, Account] = {}

    async def update(self, client: Client) -> bool:
        """Add a view for every account; return whether the dashboard changed.

        An existing view keeps its edits until its account gets new entities.
        """
        saved = await _saved_views(client)
        views = {view.get("path", n): view for n, view in enumerate(saved)}
        entries = await client.entries(DOMAIN)
        accounts = {entry["entry_id"].lower(): entry for entry in entries}
        for path in self._seen.keys() - accounts.keys():
            views.pop(path, None)
        for path, entry in accounts.items():
            if account := await Account.load(client, entry):
                known = self._seen.setdefault(path, account)
                if path not in views or account.ids != known.ids:
                    views[path] = account.view(path)
                self._seen[path] = account
        if list(views.values()) == saved:
            return False
        await client.command(
            "lovelace/config/save",
            url_path=URL_PATH,
            config={"views": list(views.values())},
        )
        return True


async def _saved_views(client: Client) -> list[Card]:
    """Return the views of the dashboard, which is created the first time."""
    dashboards = await client.command("lovelace/dashboards/list")
    if any(dashboard["url_path"] == URL_PATH for dashboard in dashboards):
        saved = await client.command("lovelace/config", url_path=URL_PATH)
        views: list[Card] = saved["views"]
        return views
    await client.command(
        "lovelace/dashboards/create",
        url_path=URL_PATH,
        title="Glucose",
        icon="mdi:diabetes",
        require_admin=False,
        show_in_sidebar=True,
    )
    await client.command(
        "frontend/set_system_data", key="core", value={"default_panel": URL_PATH}
    )
    await client.command(
        "lovelace/config/save", url_path=URL_PATH, config={"views": []}
    )
    return []
