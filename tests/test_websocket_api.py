"""The websocket commands of the cards."""

import asyncio
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import (
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from sandbox.server import Sandbox

from .common import (
    NOW,
    POLL,
    account_entry,
    async_pass_time,
    async_set_up,
    egv,
    entity_id,
    minutes_ago,
)

pytestmark = pytest.mark.usefixtures("applications")

LATE = timedelta(seconds=1)


async def async_subscribe(
    hass: HomeAssistant, client: MockHAClientWebSocket, **options: Any
) -> dict[str, Any]:
    """Subscribe to the readings of ada, and return the first message."""
    await client.send_json_auto_id(
        {
            "type": "dexcom_cgm/readings",
            "entity_id": entity_id(hass, "ada", "glucose_value"),
            **options,
        }
    )
    result = await client.receive_json()
    assert result["success"], result
    return await async_event(client)


async def async_event(client: MockHAClientWebSocket) -> dict[str, Any]:
    """Return the next message of a subscription."""
    async with asyncio.timeout(10):
        message = await client.receive_json()
    assert message["type"] == "event", message
    event: dict[str, Any] = message["event"]
    return event


async def async_call(
    hass: HomeAssistant, client: MockHAClientWebSocket, command: str, **options: Any
) -> dict[str, Any]:
    """Return the result of a command for ada."""
    await client.send_json_auto_id(
        {
            "type": f"dexcom_cgm/{command}",
            "entity_id": entity_id(hass, "ada", "glucose_value"),
            **options,
        }
    )
    answer = await client.receive_json()
    assert answer["success"], answer
    result: dict[str, Any] = answer["result"]
    return result


async def test_first_message(
    hass: HomeAssistant, sandbox: Sandbox, hass_ws_client: WebSocketGenerator
) -> None:
    """The first message has the readings, the fresh one, and all settings."""
    sandbox.add_records(
        "ada", "egvs", [egv(minutes_ago(65), 60), egv(minutes_ago(60), 54)]
    )
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    message = await async_subscribe(hass, await hass_ws_client(), hours=24)
    times = [int(minutes_ago(each).timestamp()) for each in (65, 60)]
    assert message == {
        "version": 1,
        "full": True,
        "readings": {"time": times, "value": [60, 54]},
        "events": [],
        "current": {
            "time": times[1],
            "value": 54,
            "delta": -6,
            "trend": "steady",
            "source": "official",
            "is_low": True,
            "is_urgent_low": True,
            "is_high": False,
        },
        "last": {"time": times[1], "value": 54},
        "status": "ok",
        "thresholds": {"urgent_low": 55, "low": 70, "high": 250},
        "target": {"low": 70, "high": 180},
        "stale_after": 90,
        "delay": 60,
        "history_loaded": 0,
        "unit": "mg/dL",
        "title": "Dexcom CGM",
        "entry_id": entry.entry_id,
    }


async def test_changes(
    hass: HomeAssistant,
    sandbox: Sandbox,
    hass_ws_client: WebSocketGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """New, corrected and re-dated readings are sent with the readings of their hour."""
    first = minutes_ago(20)
    sandbox.add_records(
        "ada", "egvs", [egv(first, 100, "first"), egv(minutes_ago(90), 120)]
    )
    await async_set_up(hass, account_entry(sandbox, "ada"))
    client = await hass_ws_client()
    await async_subscribe(hass, client, hours=24)
    new = minutes_ago(15)
    sandbox.add_records("ada", "egvs", [egv(new, 110, "new")])
    await async_pass_time(hass, freezer, POLL)
    await async_pass_time(hass, freezer, LATE)
    message = await async_event(client)
    while "readings" not in message:
        message = await async_event(client)
    time = int(new.timestamp())
    hour = [time // 3600 * 3600]
    times = [int(first.timestamp()), time]
    assert hour[0] <= times[0]
    assert message["hours"] == hour
    assert message["readings"] == {"time": times, "value": [100, 110]}
    assert message["current"]["delta"] == 10
    assert message["last"] == {"time": time, "value": 110}
    assert "thresholds" not in message
    # Corrected, and measured a minute earlier than first uploaded.
    earlier = new - timedelta(minutes=1)
    sandbox.replace_record("ada", "egvs", "new", egv(earlier, 112, "new"))
    await async_pass_time(hass, freezer, POLL)
    await async_pass_time(hass, freezer, LATE)
    message = await async_event(client)
    while "readings" not in message:
        message = await async_event(client)
    assert message["hours"] == hour
    assert message["readings"] == {
        "time": [times[0], int(earlier.timestamp())],
        "value": [100, 112],
    }


async def test_stale(
    hass: HomeAssistant,
    sandbox: Sandbox,
    hass_ws_client: WebSocketGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """When the reading becomes stale, `current` is null, and `last` remains."""
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(85), 100)])
    await async_set_up(hass, account_entry(sandbox, "ada"))
    client = await hass_ws_client()
    assert (await async_subscribe(hass, client))["current"]["value"] == 100
    await async_pass_time(hass, freezer, timedelta(minutes=6))
    await async_pass_time(hass, freezer, LATE)
    message = await async_event(client)
    while "current" not in message:
        message = await async_event(client)
    assert message["current"] is None
    assert message["status"] == "delayed"
    assert "last" not in message


async def test_reload(
    hass: HomeAssistant, sandbox: Sandbox, hass_ws_client: WebSocketGenerator
) -> None:
    """A subscription survives a reload, and gets a complete message after it."""
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(5), 100)])
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    client = await hass_ws_client()
    await async_subscribe(hass, client)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    message = await async_event(client)
    while not message.get("full"):
        message = await async_event(client)
    assert message["readings"]["value"] == [100]


async def test_revoked(
    hass: HomeAssistant,
    sandbox: Sandbox,
    hass_ws_client: WebSocketGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A failed set-up ends the current reading, and says that a login is needed."""
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(5), 100)])
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    client = await hass_ws_client()
    assert (await async_subscribe(hass, client))["current"]["value"] == 100
    sandbox.tokens.revoke("ada")
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    await async_pass_time(hass, freezer, LATE)
    message = await async_event(client)
    assert message == {"current": None, "status": "auth_required"}
    await client.send_json_auto_id(
        {
            "type": "dexcom_cgm/readings",
            "entity_id": entity_id(hass, "ada", "glucose_value"),
        }
    )
    answer = await client.receive_json()
    assert answer["error"]["code"] == "auth_required"


async def test_unsubscribe(
    hass: HomeAssistant, sandbox: Sandbox, hass_ws_client: WebSocketGenerator
) -> None:
    """After the end of a subscription nothing listens any more."""
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(5), 100)])
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    before = len(entry.runtime_data.readings._listeners)
    client = await hass_ws_client()
    await async_subscribe(hass, client)
    assert len(entry.runtime_data.readings._listeners) == before + 1
    await client.send_json_auto_id({"type": "unsubscribe_events", "subscription": 1})
    assert (await client.receive_json())["success"]
    assert len(entry.runtime_data.readings._listeners) == before


@pytest.mark.parametrize("command", ["readings", "summary", "profile"])
async def test_errors(
    hass: HomeAssistant,
    sandbox: Sandbox,
    hass_ws_client: WebSocketGenerator,
    hass_admin_user: MockUser,
    command: str,
) -> None:
    """Foreign entities, missing permissions and unloaded accounts are refused."""
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    other = er.async_get(hass).async_get_or_create("sensor", "nightscout", "other")
    client = await hass_ws_client()
    days = {} if command == "readings" else {"days": 14}

    async def async_code(entity: str) -> str:
        """Return the error code for an entity."""
        await client.send_json_auto_id(
            {"type": f"dexcom_cgm/{command}", "entity_id": entity, **days}
        )
        answer = await client.receive_json()
        assert not answer["success"]
        return str(answer["error"]["code"])

    assert await async_code(other.entity_id) == "not_found"
    assert await async_code("sensor.nothing") == "not_found"
    ours = entity_id(hass, "ada", "glucose_value")
    hass_admin_user.groups = []
    hass_admin_user.mock_policy({"entities": {"entity_ids": {"sensor.nothing": True}}})
    assert await async_code(ours) == "unauthorized"
    hass_admin_user.mock_policy({"entities": True})
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert await async_code(ours) == "not_loaded"


async def test_summary_equals_the_report(
    hass: HomeAssistant, sandbox: Sandbox, hass_ws_client: WebSocketGenerator
) -> None:
    """Measures, goals and counts are those of `get_report`; bands add up to 100 %."""
    sandbox.add_records(
        "ada",
        "egvs",
        [
            egv(NOW - timedelta(minutes=5 * number), 50 + number % 220)
            for number in range(1, 288)
        ],
    )
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    client = await hass_ws_client()
    found = await async_call(hass, client, "summary", days=1)
    report: Any = await hass.services.async_call(
        "dexcom_cgm",
        "get_report",
        {"config_entry_id": entry.entry_id, "start": NOW - timedelta(days=1)},
        blocking=True,
        return_response=True,
    )
    for key in ("readings", "missing_readings", "missing_days", "cgm_active"):
        assert found[key] == report[key]
    assert found["gmi"] is report["measures"]["gmi"] is None
    assert round(found["mean_glucose"], 1) == report["measures"]["mean_glucose"]
    assert found["variability"] == report["measures"]["variability"]
    shares = {band["key"]: band["share"] for band in found["bands"]}
    assert shares == {
        "very_low": report["measures"]["time_very_low"],
        "low": report["measures"]["time_low"],
        "in_range": report["measures"]["time_in_range"],
        "high": report["measures"]["time_high"],
        "very_high": report["measures"]["time_very_high"],
    }
    assert sum(shares.values()) == pytest.approx(100, abs=0.3)
    assert [goal["share"] for goal in found["goals"]] == [
        target["share"] for target in report["targets"]
    ]
    assert found["measures_from"] is None
    pregnancy = await async_call(hass, client, "summary", days=1, targets="pregnancy")
    assert [(band["from"], band["to"]) for band in pregnancy["bands"]] == [
        (None, 53),
        (54, 62),
        (63, 140),
        (141, 250),
        (251, None),
    ]


async def test_profile_equals_the_report(
    hass: HomeAssistant, sandbox: Sandbox, hass_ws_client: WebSocketGenerator
) -> None:
    """Percentiles are those of `get_report`; daily curves come on request."""
    sandbox.add_records(
        "ada",
        "egvs",
        [
            egv(NOW - timedelta(minutes=5 * number), 80 + number % 100)
            for number in range(1, 288)
        ],
    )
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    client = await hass_ws_client()
    found = await async_call(hass, client, "profile", days=1)
    report: Any = await hass.services.async_call(
        "dexcom_cgm",
        "get_report",
        {"config_entry_id": entry.entry_id, "start": NOW - timedelta(days=1)},
        blocking=True,
        return_response=True,
    )
    assert len(found["bins"]) == len(report["profile"]) == 48
    for mine, its in zip(found["bins"], report["profile"], strict=True):
        assert (mine["readings"], mine["days"]) == (its["readings"], its["days"])
        if mine["p50"] is not None:
            assert mine["p50"] == pytest.approx(its["p50"], abs=0.05)
    assert found["days_with_data"] == 2
    assert found["missing_days"] == 13
    assert "daily" not in found
    daily = (await async_call(hass, client, "profile", days=1, daily=True))["daily"]
    assert [len(each["minute"]) for each in daily] == [
        day["readings"] for day in report["days"]
    ]


async def async_until(client: MockHAClientWebSocket, key: str) -> dict[str, Any]:
    """Return the next message of a subscription that has a key."""
    message = await async_event(client)
    while key not in message:
        message = await async_event(client)
    return message


async def test_late_upload(
    hass: HomeAssistant,
    sandbox: Sandbox,
    hass_ws_client: WebSocketGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A late reading is sent with its hour, and does not become the current one."""
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(5), 100)])
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    client = await hass_ws_client()
    await async_subscribe(hass, client, hours=24)
    late = minutes_ago(200)
    sandbox.add_records("ada", "egvs", [egv(late, 60)])
    await hass.services.async_call(
        "dexcom_cgm",
        "import_history",
        {"config_entry_id": entry.entry_id, "start": NOW - timedelta(days=1)},
        blocking=True,
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    await async_pass_time(hass, freezer, LATE)
    message = await async_until(client, "readings")
    time = int(late.timestamp())
    assert message["readings"] == {"time": [time], "value": [60]}
    assert message["hours"] == [time // 3600 * 3600]
    assert "current" not in message
    assert "last" not in message


async def test_events(
    hass: HomeAssistant, sandbox: Sandbox, hass_ws_client: WebSocketGenerator
) -> None:
    """Carbs, insulin and exercise are sent; notes and other types are not."""
    time = minutes_ago(30)
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(5), 100)])
    sandbox.add_records(
        "ada",
        "events",
        [
            {
                "recordId": kind,
                "systemTime": f"{time:%Y-%m-%dT%H:%M:%SZ}",
                "displayTime": f"{time:%Y-%m-%dT%H:%M:%SZ}",
                "eventStatus": "created",
                "eventType": kind,
                "eventSubType": subtype,
                "value": "20",
                "unit": unit,
            }
            for kind, subtype, unit in (
                ("carbs", None, "grams"),
                ("insulin", "fastActing", "units"),
                ("notes", None, "unknown"),
            )
        ],
    )
    await async_set_up(hass, account_entry(sandbox, "ada"))
    message = await async_subscribe(hass, await hass_ws_client(), hours=24)
    assert sorted(
        (event["type"], event["time"], event["value"]) for event in message["events"]
    ) == [
        ("carbs", int(time.timestamp()), 20),
        ("fast_acting_insulin", int(time.timestamp()), 20),
    ]


async def test_live_source(
    hass: HomeAssistant,
    sandbox: Sandbox,
    hass_ws_client: WebSocketGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A live reading is the current one, marked as live, and never in the record."""
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(65), 100)])
    entry = account_entry(sandbox, "ada")
    entry.add_to_hass(hass)
    hass.config_entries.async_update_entry(
        entry, options={"live_source": "sensor.other"}
    )
    await async_set_up(hass, entry)
    client = await hass_ws_client()
    await async_subscribe(hass, client, hours=24)
    hass.states.async_set(
        "sensor.other",
        "61",
        {"unit_of_measurement": "mg/dL", "measured_at": minutes_ago(2)},
    )
    await hass.async_block_till_done()
    await async_pass_time(hass, freezer, LATE)
    message = await async_until(client, "current")
    assert message["current"]["value"] == 61
    assert message["current"]["source"] == "live"
    assert message["current"]["is_low"]
    assert "readings" not in message
    profile = await async_call(hass, await hass_ws_client(), "summary", days=1)
    assert profile["readings"] == 1


async def test_settings(
    hass: HomeAssistant,
    sandbox: Sandbox,
    hass_ws_client: WebSocketGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Changes of unit, name and thresholds are sent by themselves."""
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(5), 100)])
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    client = await hass_ws_client()
    await async_subscribe(hass, client)
    er.async_get(hass).async_update_entity_options(
        entity_id(hass, "ada", "glucose_value"),
        "sensor",
        {"unit_of_measurement": "mmol/L"},
    )
    await hass.async_block_till_done()
    await async_pass_time(hass, freezer, LATE)
    assert (await async_until(client, "unit"))["unit"] == "mmol/L"
    (device,) = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    dr.async_get(hass).async_update_device(device.id, name_by_user="Ada")
    await hass.async_block_till_done()
    await async_pass_time(hass, freezer, LATE)
    assert (await async_until(client, "title"))["title"] == "Ada"
    hass.config_entries.async_update_entry(entry, options={"low": 80})
    await hass.async_block_till_done()
    await async_pass_time(hass, freezer, LATE)
    assert (await async_until(client, "thresholds"))["thresholds"]["low"] == 80


async def test_permission_of_the_glucose_value(
    hass: HomeAssistant,
    sandbox: Sandbox,
    hass_ws_client: WebSocketGenerator,
    hass_admin_user: MockUser,
) -> None:
    """Another entity of the account does not give access to readings."""
    await async_set_up(hass, account_entry(sandbox, "ada"))
    status = entity_id(hass, "ada", "data_status")
    hass_admin_user.groups = []
    hass_admin_user.mock_policy({"entities": {"entity_ids": {status: True}}})
    client = await hass_ws_client()
    await client.send_json_auto_id({"type": "dexcom_cgm/readings", "entity_id": status})
    assert (await client.receive_json())["error"]["code"] == "unauthorized"


async def test_removed_account(
    hass: HomeAssistant, sandbox: Sandbox, hass_ws_client: WebSocketGenerator
) -> None:
    """After the removal of the account its entities are not found."""
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    client = await hass_ws_client()
    ours = entity_id(hass, "ada", "glucose_value")
    await async_subscribe(hass, client)
    assert await hass.config_entries.async_remove(entry.entry_id)
    await client.send_json_auto_id({"type": "dexcom_cgm/readings", "entity_id": ours})
    message = await client.receive_json()
    assert message["error"]["code"] == "not_found"


async def test_measures_from(
    hass: HomeAssistant, sandbox: Sandbox, hass_ws_client: WebSocketGenerator
) -> None:
    """Measures of 14 days are expected when 70 % are there, not for a shorter time."""
    sandbox.add_records(
        "ada",
        "egvs",
        [egv(NOW - timedelta(minutes=5 * number), 100) for number in range(1, 289)],
    )
    await async_set_up(hass, account_entry(sandbox, "ada"))
    client = await hass_ws_client()
    assert (await async_call(hass, client, "summary", days=7))["measures_from"] is None
    found = await async_call(hass, client, "summary", days=14)
    expected = found["end"] + found["missing_readings"] * 300
    assert found["measures_from"] == expected
