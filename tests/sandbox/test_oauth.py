"""Tests for login, consent and tokens."""

import base64
from html import unescape
import json
from pathlib import Path
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiohttp import ClientSession
import pytest

from sandbox import Application, Sandbox, subject

from .conftest import CLIENT, REDIRECT, Clock, Get

LOGIN = {
    "client_id": CLIENT["client_id"],
    "redirect_uri": REDIRECT,
    "response_type": "code",
    "scope": "offline_access",
    "state": 'a"&b',
}


def form(page: str) -> tuple[str, dict[str, str]]:
    """Return the action and the hidden fields of the form on a page."""
    fields = re.findall(r'type="hidden" name="(.*?)" value="(.*?)"', page)
    action = re.search(r'<form method="post" action="(.*?)"', page)
    assert action
    return action[1], {name: unescape(value) for name, value in fields}


async def walk(
    client: ClientSession, version: str, decision: str, signature: str = "Me"
) -> tuple[int, dict[str, list[str]]]:
    """Walk through both pages and return where they lead."""
    page = await (await client.get(f"/{version}/oauth2/login", params=LOGIN)).text()
    assert "local sandbox" in page
    action, fields = form(page)
    page = await (await client.post(action, data=fields | {"person": "lows"})).text()
    action, fields = form(page)
    response = await client.post(
        action,
        data=fields | {"signature": signature, "decision": decision},
        allow_redirects=False,
    )
    location = urlsplit(response.headers.get("Location", ""))
    return response.status, parse_qs(location.query)


async def token(client: ClientSession, **fields: str) -> tuple[int, dict[str, Any]]:
    """Send a token request."""
    response = await client.post("/v2/oauth2/token", data=CLIENT | fields)
    return response.status, await response.json()


async def exchange(client: ClientSession, code: str) -> tuple[int, dict[str, Any]]:
    """Send a token request with a code."""
    return await token(
        client, grant_type="authorization_code", code=code, redirect_uri=REDIRECT
    )


async def refresh(
    client: ClientSession, token_: str, **fields: str
) -> tuple[int, dict[str, Any]]:
    """Send a token request with a refresh token."""
    return await token(
        client, grant_type="refresh_token", refresh_token=token_, **fields
    )


async def status(client: ClientSession, access_token: str) -> int:
    """Return how data is answered with an access token."""
    headers = {"Authorization": f"Bearer {access_token}"}
    return (await client.get("/v3/users/self/devices", headers=headers)).status


@pytest.mark.parametrize("version", ["v2", "v3"])
async def test_consent_leads_to_tokens(client: ClientSession, version: str) -> None:
    """Test both pages and the code of either version."""
    code, query = await walk(client, version, "authorize")
    assert (code, query["state"]) == (302, [LOGIN["state"]])

    code, answer = await exchange(client, query["code"][0])

    assert code == 200
    assert answer["expires_in"] == 7200
    assert answer["token_type"] == "Bearer"
    payload = answer["access_token"].split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    assert claims["sub"] == subject("lows")
    assert await status(client, answer["access_token"]) == 200


async def test_refusal_is_sent_back(client: ClientSession) -> None:
    """Test the button Deny."""
    assert await walk(client, "v2", "deny") == (
        302,
        {"error": ["access_denied"], "state": [LOGIN["state"]]},
    )


async def test_signature_is_needed(client: ClientSession) -> None:
    """Test that consent requires a name."""
    assert await walk(client, "v2", "authorize", " ") == (400, {})


@pytest.mark.parametrize(
    "change",
    [
        {"client_id": "unknown"},
        {"redirect_uri": "javascript:alert(1)"},
        {"response_type": "token"},
        {"scope": "everything"},
    ],
)
async def test_wrong_login_request_goes_nowhere(
    client: ClientSession, change: dict[str, str]
) -> None:
    """Test that an error page is shown without a redirect."""
    for method, path in (("GET", "login"), ("POST", "login"), ("POST", "consent")):
        fields = LOGIN | change | {"person": "lows", "decision": "authorize"}
        response = await client.request(
            method,
            f"/v2/oauth2/{path}",
            params=fields if method == "GET" else None,
            data=fields if method == "POST" else None,
            allow_redirects=False,
        )
        assert response.status == 400
        assert "Invalid login request" in await response.text()


async def test_registered_addresses_only(
    sandbox: Sandbox, client: ClientSession
) -> None:
    """Test an application that has registered where people are sent."""
    application = Application("strict", "secret", (REDIRECT,))
    sandbox.tokens.applications["strict"] = application
    for redirect_uri, expected in ((REDIRECT, 200), (REDIRECT + "/", 400)):
        login = LOGIN | {"client_id": "strict", "redirect_uri": redirect_uri}
        response = await client.get("/v2/oauth2/login", params=login)
        assert response.status == expected


async def test_code_is_good_once_for_a_minute(
    sandbox: Sandbox, client: ClientSession, clock: Clock
) -> None:
    """Test the life of a code."""
    first, second, third = (
        sandbox.tokens.authorize("steady", CLIENT["client_id"], REDIRECT)
        for _ in range(3)
    )
    clock.tick(seconds=59)
    assert (await exchange(client, first))[0] == 200
    assert await exchange(client, first) == (400, {"error": "invalid_grant"})
    clock.tick(seconds=1)
    assert await exchange(client, second) == (400, {"error": "invalid_grant"})
    clock.tick(seconds=-30)
    assert await token(
        client,
        grant_type="authorization_code",
        code=third,
        redirect_uri="http://localhost/elsewhere",
    ) == (400, {"error": "invalid_grant"})


async def test_refresh_token_is_good_once(
    sandbox: Sandbox, client: ClientSession, clock: Clock
) -> None:
    """Test rotation, and that the old access token stays valid until it expires."""
    old = sandbox.issue_token("steady")
    clock.tick(hours=1)
    code, new = await refresh(client, old["refresh_token"])

    assert code == 200
    assert new["refresh_token"] != old["refresh_token"]
    assert new["access_token"] != old["access_token"]
    assert await refresh(client, old["refresh_token"]) == (
        400,
        {"error": "invalid_grant"},
    )
    assert await status(client, old["access_token"]) == 200
    clock.tick(hours=1)
    assert await status(client, old["access_token"]) == 401
    assert await status(client, new["access_token"]) == 200
    assert (await refresh(client, new["refresh_token"], redirect_uri=REDIRECT))[
        0
    ] == 200


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"client_secret": "wrong"}, (401, "invalid_client")),
        ({"client_id": "unknown"}, (401, "invalid_client")),
        ({"client_secret": ""}, (401, "invalid_client")),
        ({"grant_type": "password"}, (400, "unsupported_grant_type")),
        ({"grant_type": ""}, (400, "invalid_request")),
        ({"refresh_token": ""}, (400, "invalid_request")),
        ({"refresh_token": "unknown"}, (400, "invalid_grant")),
        ({"redirect_uri": "nowhere"}, (400, "invalid_request")),
        (
            {
                "client_id": "second-application",
                "client_secret": "second-made-up-secret",
            },
            (400, "invalid_grant"),
        ),
    ],
)
async def test_refused_token_request_costs_nothing(
    sandbox: Sandbox,
    client: ClientSession,
    fields: dict[str, str],
    expected: tuple[int, str],
) -> None:
    """Test each error, and that the refresh token survives it."""
    kept = sandbox.issue_token("steady")["refresh_token"]
    request = {"grant_type": "refresh_token", "refresh_token": kept}
    code, answer = await token(client, **(request | fields))
    assert (code, answer) == (expected[0], {"error": expected[1]})
    assert (await refresh(client, kept))[0] == 200


async def test_token_request_has_to_be_a_form(client: ClientSession) -> None:
    """Test that JSON is refused."""
    response = await client.post("/v3/oauth2/token", json=CLIENT)
    assert response.status == 400
    assert await response.json() == {"error": "invalid_request"}


async def test_how_consent_ends(
    sandbox: Sandbox, client: ClientSession, clock: Clock
) -> None:
    """Test revocation, a new password, and the end of a refresh token's life."""
    other = sandbox.issue_token("lows")
    second = sandbox.issue_token("steady", "second-application")
    first = sandbox.issue_token("steady")
    sandbox.tokens.revoke("steady", "sandbox-application")
    assert await status(client, first["access_token"]) == 401
    assert (await refresh(client, first["refresh_token"]))[0] == 400
    assert await status(client, second["access_token"]) == 200

    first = sandbox.issue_token("steady")
    sandbox.tokens.reset_password("steady")
    assert await status(client, first["access_token"]) == 200
    assert (await refresh(client, first["refresh_token"]))[0] == 400

    first = sandbox.issue_token("steady")
    sandbox.tokens.expire_access_tokens("steady")
    assert await status(client, first["access_token"]) == 401
    assert (await refresh(client, first["refresh_token"]))[0] == 200

    assert await status(client, other["access_token"]) == 200
    clock.tick(days=365)
    assert (await refresh(client, other["refresh_token"]))[0] == 400


async def test_opaque_access_tokens(sandbox: Sandbox, client: ClientSession) -> None:
    """Test tokens that are no JWT."""
    sandbox.tokens.opaque = True
    access_token = sandbox.issue_token("steady")["access_token"]
    assert "." not in access_token
    assert await status(client, access_token) == 200


async def test_applications_know_a_person_by_different_ids(get: Get) -> None:
    """Test that userId belongs to a person and an application."""
    ids = {
        (await (await get(person, "devices", client_id=client_id)).json())["userId"]
        for person in ("steady", "lows")
        for client_id in ("sandbox-application", "second-application")
    }
    assert len(ids) == 4
    assert all(re.fullmatch("[0-9a-f]{64}", each) for each in ids)


async def test_state_file_keeps_tokens(
    clock: Clock, tmp_path: Path, socket_enabled: None
) -> None:
    """Test that a restart keeps consent, and used tokens stay invalid."""
    state = tmp_path / "state.json"
    before = Sandbox(now=clock, state=state, applications=[Application("app", "key")])
    used = before.issue_token("steady", "app")
    kept = before.tokens.rotate("app", used["refresh_token"])

    after = Sandbox(now=clock, state=state)

    assert after.tokens.applications["app"].client_secret == "key"
    async with after.serve() as url, ClientSession(url) as client:
        assert await status(client, kept["access_token"]) == 200
        login = {"client_id": "app", "client_secret": "key"}
        assert (await refresh(client, used["refresh_token"], **login))[0] == 400
        assert (await refresh(client, kept["refresh_token"], **login))[0] == 200
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]
