"""Alerts and logged events reach Home Assistant once; then they are there to be read."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
import json
from typing import Any

import pytest

from demo.client import Client
from demo.connect import DOMAIN, connect, store_application
from demo.home_assistant import HomeAssistant
from demo.sandbox import Sandbox
from demo.watch import refresh, states, until

# Nothing happens to this person but what a test writes.
PERSON = "empty"
EVENTS = "GET /v3/users/self/events"
ALERTS = "GET /v3/users/self/alerts"
CARBS = {
    "eventType": "carbs",
    "eventSubType": None,
    "value": "45",
    "unit": "grams",
    "eventStatus": "created",
}
LOW = {"alertName": "low", "alertState": "activeAlarming"}

type Shown = dict[str, dict[str, Any]]


def now() -> datetime:
    """Return the time with the precision of Dexcom's records."""
    return datetime.now(UTC).replace(microsecond=0)


async def add(sandbox: Sandbox, kind: str, record_id: str, **fields: Any) -> None:
    """Have a device upload a record now."""
    time: datetime = fields.pop("time")
    record = {
        "recordId": record_id,
        "systemTime": f"{time:%Y-%m-%dT%H:%M:%SZ}",
        "displayTime": time.isoformat(),
        "transmitterGeneration": "g7",
        "displayDevice": "iOS",
        **fields,
    }
    await sandbox.control("records", person=PERSON, kind=kind, records=[record])


async def asked_again(sandbox: Sandbox, act: Callable[[], Awaitable[Any]]) -> None:
    """Do something that has Home Assistant ask for events and alerts."""
    before = (await sandbox.state())["requests"]
    await act()
    await until(
        sandbox.state,
        lambda state: all(
            state["requests"].get(what, 0) > before.get(what, 0)
            for what in (EVENTS, ALERTS)
        ),
    )


async def reload(client: Client, person: str) -> None:
    """Reload the account."""
    await client.post(f"/api/config/config_entries/entry/{person}/reload")


async def firings(client: Client, entity_id: str) -> set[str]:
    """Return when an event entity fired, out of the recorder."""
    history = await client.command(
        "history/history_during_period",
        start_time=(now() - timedelta(hours=1)).isoformat(),
        entity_ids=[entity_id],
        include_start_time_state=False,
        minimal_response=True,
    )
    found = {state["s"] for state in history.get(entity_id, ())}
    # Without a state: another account, whose entity had this name, was removed.
    return found - {"unknown", "unavailable", None}


@pytest.fixture(scope="module")
async def person(home_assistant: HomeAssistant, sandbox: Sandbox) -> str:
    """Return the config entry of a person without any records."""
    async with Client.open(home_assistant.url) as client:
        await store_application(client)
        result = await connect(client, PERSON)
        assert result["type"] == "create_entry", result
        account: str = result["result"]["entry_id"]
        [created] = [
            entry["created_at"]
            for entry in await client.entries(DOMAIN)
            if entry["entry_id"] == account
        ]

        # What is older than the account never fires, and records have whole seconds.
        async def seconds() -> float:
            return now().timestamp() - float(created)

        await until(seconds, lambda age: age > 0)
        return account


@pytest.fixture(scope="module")
async def first(home_assistant: HomeAssistant, person: str, sandbox: Sandbox) -> Shown:
    """Return what the entities show after an alert and a logged event."""
    async with Client.open(home_assistant.url) as client:
        await add(sandbox, "events", "carbs", time=now(), **CARBS)
        await add(sandbox, "alerts", "low", time=now(), **LOW)
        await asked_again(sandbox, lambda: reload(client, person))
        return await until(
            lambda: states(client, person),
            lambda shown: (
                shown["logged_event"]["state"] not in {"unknown", "unavailable"}
                and shown["dexcom_alert"]["state"] not in {"unknown", "unavailable"}
            ),
        )


async def still(client: Client, person: str, first: Shown) -> None:
    """See that neither event entity fired again."""
    shown = await until(
        lambda: states(client, person),
        lambda shown: shown["last_carbs"]["state"] != "unavailable",
    )
    for key in ("logged_event", "dexcom_alert"):
        assert shown[key]["state"] == first[key]["state"]
        assert shown[key]["attributes"] == first[key]["attributes"]
        entity_id = shown[key]["entity_id"]
        assert await firings(client, entity_id) <= {first[key]["state"]}


async def test_alert_and_event_arrive(first: Shown) -> None:
    """An alert and a logged event arrive with their own times."""
    event = first["logged_event"]["attributes"]
    assert event["event_type"] == "carbs"
    assert (event["value"], event["unit"]) == (45, "grams")
    alert = first["dexcom_alert"]["attributes"]
    assert (alert["event_type"], alert["alert_state"]) == ("low", "active_alarming")
    for key in ("logged_event", "dexcom_alert"):
        happened = datetime.fromisoformat(first[key]["attributes"]["happened_at"])
        fired = datetime.fromisoformat(first[key]["state"])
        assert happened <= fired < happened + timedelta(minutes=1)
    assert datetime.fromisoformat(first["last_carbs"]["state"]) == (
        datetime.fromisoformat(event["happened_at"])
    )


async def test_not_again_after_polls(
    client: Client, person: str, first: Shown, sandbox: Sandbox
) -> None:
    """Records that are found again do not fire again."""
    await refresh(client, person, "last_carbs")
    await still(client, person, first)
    await asked_again(sandbox, lambda: reload(client, person))
    await still(client, person, first)


async def test_not_again_after_restart(
    home_assistant: HomeAssistant, person: str, first: Shown, sandbox: Sandbox
) -> None:
    """Records that fired before a restart do not fire after it."""
    await asked_again(sandbox, home_assistant.restart)
    async with Client.open(home_assistant.url) as client:
        await still(client, person, first)
        shown = await states(client, person)
        for key in ("logged_event", "dexcom_alert"):
            # Home Assistant has written to its database as it ended.
            entity_id = shown[key]["entity_id"]
            assert await firings(client, entity_id) == {first[key]["state"]}


async def test_outage_of_two_days(
    home_assistant: HomeAssistant, person: str, first: Shown, sandbox: Sandbox
) -> None:
    """After two days without power, nothing older than 24 hours fires."""
    await home_assistant.stop()
    entries = home_assistant.directory / ".storage/core.config_entries"
    stored = json.loads(entries.read_text())
    for entry in stored["data"]["entries"]:
        if entry["entry_id"] == person:
            # As if the account were older than what happened meanwhile.
            entry["created_at"] = (now() - timedelta(days=3)).isoformat()
    entries.write_text(json.dumps(stored))
    for hours in (47, 25, 23):
        time = now() - timedelta(hours=hours)
        name = f"{hours} hours ago"
        await add(sandbox, "events", name, time=time, **{**CARBS, "value": str(hours)})
        await add(sandbox, "alerts", name, time=time, **LOW)

    await asked_again(sandbox, home_assistant.start)
    async with Client.open(home_assistant.url) as client:
        shown = await until(
            lambda: states(client, person),
            lambda shown: all(
                shown[key]["state"] > first[key]["state"]
                for key in ("logged_event", "dexcom_alert")
            ),
        )
        assert shown["logged_event"]["attributes"]["value"] == 23
        for key in ("logged_event", "dexcom_alert"):
            # The recorder writes some seconds late.
            entity_id = shown[key]["entity_id"]
            fired = await until(
                partial(firings, client, entity_id), lambda fired: len(fired) > 1
            )
            assert fired == {first[key]["state"], shown[key]["state"]}


async def test_get_events(client: Client, person: str, first: Shown) -> None:
    """All that was logged is there to be read, oldest first."""
    response = await client.ask(
        f"{DOMAIN}.get_events",
        config_entry_id=person,
        start=(now() - timedelta(days=3)).isoformat(),
        types=["carbs"],
    )
    assert [each["value"] for each in response["events"]] == [47, 25, 23, 45]
    newest = response["events"][-1]
    assert (newest["type"], newest["unit"]) == ("carbs", "grams")
    assert datetime.fromisoformat(newest["time"]) == datetime.fromisoformat(
        first["logged_event"]["attributes"]["happened_at"]
    )


async def test_get_readings(client: Client, person: str, sandbox: Sandbox) -> None:
    """The readings of a window are there to be read, oldest first, in both units."""
    times = [now() - timedelta(minutes=minutes) for minutes in (20, 15, 10)]
    for time, value in zip(times, (88, 97, 120), strict=True):
        await add(
            sandbox,
            "egvs",
            f"reading of {value}",
            time=time,
            value=value,
            unit="mg/dL",
            status=None,
            trend="flat",
            trendRate=0.1,
        )
    window = {
        "config_entry_id": person,
        "start": (now() - timedelta(hours=1)).isoformat(),
    }
    response = await client.ask(f"{DOMAIN}.get_readings", **window, unit="mg/dL")
    assert response["unit_of_measurement"] == "mg/dL"
    assert [each["value"] for each in response["readings"]] == [88, 97, 120]
    assert [
        datetime.fromisoformat(each["time"]) for each in response["readings"]
    ] == times
    assert {each["trend"] for each in response["readings"]} == {"steady"}
    response = await client.ask(f"{DOMAIN}.get_readings", **window, unit="mmol/L")
    assert [each["value"] for each in response["readings"]] == [4.9, 5.4, 6.7]
