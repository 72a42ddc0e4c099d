"""Connect an account with the same requests as a browser."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, override

import aiohttp
from yarl import URL

from . import DemoError
from .client import Client
from .sandbox import APPLICATION

DOMAIN = "dexcom_cgm"
FLOWS = "/api/config/config_entries/flow"


async def store_application(
    client: Client, client_id: str = APPLICATION[0], client_secret: str = APPLICATION[1]
) -> str:
    """Store application credentials as the dialog does; return their ID."""
    for stored in await client.command("application_credentials/list"):
        if (stored["domain"], stored["client_id"]) == (DOMAIN, client_id):
            return str(stored["id"])
    created = await client.command(
        "application_credentials/create",
        domain=DOMAIN,
        client_id=client_id,
        client_secret=client_secret,
        name="Sandbox",
    )
    return str(created["id"])


async def connect(
    client: Client, person: str, *, authorize: bool = True
) -> dict[str, Any]:
    """Run the config flow that adds an account; return its result."""
    step = await client.post(FLOWS, {"handler": DOMAIN}, _headers(client))
    if step["type"] == "form":
        step = await _answer(client, step, region="sandbox")
    return await _finish(client, step, person, authorize=authorize)


async def connect_again(client: Client, person: str) -> dict[str, Any]:
    """Run the pending reauthentication flow; return its result."""
    for flow in await client.command("config_entries/flow/progress"):
        if flow["handler"] == DOMAIN:
            step = await _answer(client, flow)
            return await _finish(client, step, person, authorize=True)
    raise DemoError("there is no pending reauthentication flow")


async def _answer(
    client: Client, step: dict[str, Any], **answers: str
) -> dict[str, Any]:
    """Submit a step of a flow; return the next one."""
    path = f"{FLOWS}/{step['flow_id']}"
    following: dict[str, Any] = await client.post(path, answers, _headers(client))
    return following


async def _finish(
    client: Client, step: dict[str, Any], person: str, *, authorize: bool
) -> dict[str, Any]:
    """Complete the external login of a flow; return its result."""
    if step["type"] != "external":
        return step
    back = await log_in(client.session, step["url"], person, authorize=authorize)
    async with client.session.get(back) as response:
        if not response.ok:
            raise DemoError(f"Home Assistant's callback: {await response.text()}")
    return await _answer(client, step)


def _headers(client: Client) -> dict[str, str]:
    """Return the headers that determine the redirect URI."""
    return {"HA-Frontend-Base": client.url}


async def log_in(
    session: aiohttp.ClientSession, url: str, person: str, *, authorize: bool = True
) -> URL:
    """Submit the login forms; return the final redirect URL."""
    answers = {
        "person": person,
        "signature": "Demo",
        "decision": "authorize" if authorize else "deny",
    }
    method = "GET"
    data: dict[str, str] = {}
    while True:
        async with session.request(
            method, url, data=data, allow_redirects=False
        ) as response:
            if "Location" in response.headers:
                return response.url.join(
                    URL(response.headers["Location"], encoded=True)
                )
            page = _Forms()
            page.feed(await response.text())
            if not response.ok or not page.forms:
                raise DemoError(f"the login page says {response.status}: {page.text}")
            form = page.forms[0]
            method, data = form.method, form.fill(answers)
            url = str(response.url.join(URL(form.action)))


@dataclass
class _Form:
    """A form of a page."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)

    def fill(self, answers: dict[str, str]) -> dict[str, str]:
        """Return the form data a browser would submit with the answers."""
        asked = {name: answers[name] for name in self.values if name in answers}
        return {**self.values, **asked}


class _Forms(HTMLParser):
    """Parser for the forms and text of a page."""

    def __init__(self) -> None:
        """Start without forms."""
        super().__init__()
        self.forms: list[_Form] = []
        self.text = ""

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Record a form or its field."""
        attributes = {name: value or "" for name, value in attrs}
        if tag == "form":
            method = attributes.get("method", "get").upper()
            self.forms.append(_Form(attributes.get("action", ""), method))
        elif self.forms and tag in {"input", "select", "button"}:
            if name := attributes.get("name"):
                self.forms[-1].values[name] = attributes.get("value", "")

    @override
    def handle_data(self, data: str) -> None:
        """Record the text."""
        self.text = f"{self.text} {data.strip()}".strip()
