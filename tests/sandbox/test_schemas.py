"""Test every kind of answer against what is documented of Dexcom's."""

import json
from typing import Any

from aiohttp import ClientSession
import pytest
from voluptuous import Invalid, Schema

from sandbox import PEOPLE, Sandbox

from .conftest import CLIENT, Get, window
from .schemas import ANSWERS, ERROR, ODD_ANSWERS, TOKEN, TOKEN_ERROR

PEOPLE_WITH_DATA = [person.id for person in PEOPLE if not person.refused]
# Validating a month of readings takes seconds and shows no more.
DAYS = {"egvs": 4}


@pytest.mark.parametrize("kind", ANSWERS)
@pytest.mark.parametrize("person", PEOPLE_WITH_DATA)
async def test_answers(get: Get, person: str, kind: str) -> None:
    """Test the answers about every person."""
    response = await get(person, kind, DAYS.get(kind, 30))
    assert response.status == 200
    answer = await response.json()
    (ODD_ANSWERS if person == "odd" else ANSWERS)[kind](answer)
    if person == "odd":
        with pytest.raises(Invalid):
            ANSWERS[kind](answer)


@pytest.mark.parametrize("kind", ["egvs", "alerts", "devices"])
@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("transmitterGenerationVariant", None),
        ("transmitterGenerationVariant", ...),
        ("displayDevice", "wristwatch"),
        ("somethingNew", 1),
    ],
)
async def test_schemas_refuse(get: Get, kind: str, key: str, value: Any) -> None:
    """Test that the schemas would find a record that is not Dexcom's."""
    answer = await (await get("lows", kind, 30)).json()
    if value is ...:
        del answer["records"][0][key]
    else:
        answer["records"][0][key] = value
    with pytest.raises(Invalid):
        ANSWERS[kind](answer)


@pytest.mark.parametrize("kind", ["events", "calibrations"])
async def test_schemas_know_no_display_app(get: Get, kind: str) -> None:
    """Test that two kinds of records name no app."""
    answer = await (await get("lows", kind, 30)).json()
    answer["records"][0]["displayApp"] = "G6"
    with pytest.raises(Invalid):
        ANSWERS[kind](answer)


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("egvs", {}, 400),
        ("egvs", {"startDate": "x", "endDate": "2026-11-01T00:00:00"}, 400),
        (
            "events",
            {"startDate": "2026-01-01T00:00:00", "endDate": "2026-02-01T00:00:00"},
            400,
        ),
        ("statistics", {}, 404),
        ("/v3/users/other/egvs", {}, 404),
    ],
)
async def test_errors(
    sandbox: Sandbox,
    client: ClientSession,
    path: str,
    query: dict[str, str],
    status: int,
) -> None:
    """Test answers to requests that Dexcom refuses."""
    token = sandbox.issue_token("steady")["access_token"]
    response = await client.get(
        path if path.startswith("/") else f"/v3/users/self/{path}",
        params=query,
        headers={"Authorization": f"Bearer {token}"},
    )
    assert response.status == status
    ERROR(await response.json())


async def test_errors_of_access(sandbox: Sandbox, client: ClientSession) -> None:
    """Test answers without a token, in another region, and beyond the limit."""
    for person, limit, status in (
        (None, 9, 401),
        ("refused", 9, 401),
        ("steady", 0, 429),
    ):
        sandbox.calls_per_hour = limit
        token = sandbox.issue_token(person)["access_token"] if person else "x"
        response = await client.get(
            "/v3/users/self/egvs",
            params=window(sandbox.now(), sandbox.now()),
            headers={"Authorization": f"Bearer {token}"},
        )
        assert response.status == status
        ERROR(await response.json())


@pytest.mark.parametrize("version", ["v2", "v3"])
@pytest.mark.parametrize(
    ("fields", "schema"),
    [
        ({"grant_type": "refresh_token", "refresh_token": "mine"}, TOKEN),
        ({"grant_type": "refresh_token", "refresh_token": "unknown"}, TOKEN_ERROR),
        ({"grant_type": "refresh_token"}, TOKEN_ERROR),
        ({"grant_type": "password"}, TOKEN_ERROR),
        ({}, TOKEN_ERROR),
        ({"client_secret": "wrong"}, TOKEN_ERROR),
    ],
)
async def test_tokens(
    sandbox: Sandbox,
    client: ClientSession,
    version: str,
    fields: dict[str, str],
    schema: Schema,
) -> None:
    """Test answers of the token endpoint."""
    form = CLIENT | fields
    if form.get("refresh_token") == "mine":
        form["refresh_token"] = sandbox.issue_token("steady")["refresh_token"]
    response = await client.post(f"/{version}/oauth2/token", data=form)
    assert (response.status == 200) == (schema is TOKEN)
    schema(json.loads(await response.read()))
