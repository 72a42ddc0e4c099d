"""A drill in a real Home Assistant: lights, messages and the activity log."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from demo.watch import until

from .home import LAMP, NEARLY_STALE, PHONE, Home, now

RED = [255, 0, 0]
LIVE = "sensor.from_elsewhere"


@pytest.fixture(scope="module")
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Home]:
    """Return a home whose lamp and phone react to lows."""
    async with Home.run(tmp_path_factory.mktemp("drill")) as home:
        await home.measure(120, NEARLY_STALE)
        await home.automate("low_light", "low_light", lights=[LAMP])
        await home.automate("low", "notification", notify=[PHONE])
        yield home


@pytest.fixture
async def home(running: Home) -> Home:
    """Return the home with a person who is well, the lamp off, and no messages."""
    await running.measure(120, timedelta(minutes=1))
    await running.client.call("light.turn_off", entity_id=LAMP)
    await running.becomes(LAMP, "off")
    await running.forget_messages()
    return running


async def show_live(home: Home, value: float) -> None:
    """Let another integration show a reading of now, in mmol/L."""
    attributes = {
        "device_class": "blood_glucose_concentration",
        "unit_of_measurement": "mmol/L",
        "date": now().isoformat(),
    }
    state = {"state": str(value), "attributes": attributes}
    await home.client.post(f"/api/states/{LIVE}", state)


async def comes(home: Home, *beginnings: str) -> None:
    """Wait for the messages on the phone, and compare their beginnings."""
    await until(home.messages, lambda seen: len(seen) >= len(beginnings), 60)
    await asyncio.sleep(1)
    seen = await home.messages()
    assert len(seen) == len(beginnings)
    for (_, text, by_phone), beginning in zip(seen, beginnings, strict=True):
        assert text.startswith(beginning)
        assert by_phone


async def activity(
    home: Home, start: datetime, entity_id: str
) -> list[tuple[str, str | None]]:
    """Return messages and users of the entries about drills, oldest first."""
    entries: list[dict[str, Any]] = await home.client.command(
        "logbook/get_events", start_time=start.isoformat(), entity_ids=[entity_id]
    )
    return [
        (entry["message"], entry.get("context_user_id"))
        for entry in entries
        if "drill" in entry.get("message", "").lower()
    ]


async def test_without_current_readings(running: Home) -> None:
    """A drill works while readings are too old, and the lamp does not stay on after it."""
    home = running
    await home.shows("glucose_value", lambda state: state["state"] == "unknown")
    await home.client.call("dexcom_cgm.start_drill", glucose=3.0)
    await home.becomes(LAMP, "on", RED)
    await home.client.call("dexcom_cgm.stop_drill")
    await home.becomes(LAMP, "off")
    await home.shows("glucose_value", lambda state: state["state"] == "unknown")


async def test_lamp_and_message(home: Home) -> None:
    """The lamp is on and the message comes in a drill; the lamp is off after it."""
    start = now()
    shown = await home.shows("glucose_value", lambda state: state["state"] == "6.7")
    assert shown["attributes"]["source"] == "official"
    await home.client.call(
        "dexcom_cgm.start_drill", glucose=3.0, trend="falling", minutes=5
    )
    await home.becomes(LAMP, "on", RED)
    shown = await home.shows("glucose_value", lambda state: state["state"] == "3.0")
    assert shown["attributes"]["source"] == "drill"
    low = await home.shows("low", lambda state: state["state"] == "on")
    await comes(home, "DRILL, made-up reading. Glucose is low: 3.0 mmol/L, falling")
    await home.client.call("dexcom_cgm.stop_drill")
    await home.becomes(LAMP, "off")
    await home.shows("glucose_value", lambda state: state["state"] == "6.7")

    user = (await home.client.command("auth/current_user"))["id"]
    wanted = [
        ("DRILL started: 3.0 mmol/L for 5 min", user),
        ("drill stopped", user),
    ]
    await until(
        lambda: activity(home, start, low["entity_id"]),
        lambda entries: entries[-2:] == wanted,
    )


async def test_ends_by_itself(home: Home) -> None:
    """The lamp is off when the time of the drill is over."""
    await home.client.call("dexcom_cgm.start_drill", glucose=3.0, minutes=1)
    await home.becomes(LAMP, "on", RED)
    await home.becomes(LAMP, "off")


async def test_real_low_ends_it(home: Home) -> None:
    """A real low ends the drill, keeps the lamp on and sends its own message."""
    await show_live(home, 6.1)
    await home.choose(live_source=LIVE)
    await home.shows(
        "glucose_value", lambda state: state["attributes"].get("source") == "live"
    )
    await home.client.call("dexcom_cgm.start_drill", glucose=2.5)
    await home.becomes(LAMP, "on", RED)
    await comes(home, "DRILL, made-up reading. Glucose is low: 2.5 mmol/L")
    await asyncio.sleep(1)
    await show_live(home, 3.4)
    shown = await home.shows("glucose_value", lambda state: state["state"] == "3.4")
    assert shown["attributes"]["source"] == "live"
    await comes(
        home,
        "DRILL, made-up reading. Glucose is low: 2.5 mmol/L",
        "Glucose is low: 3.4 mmol/L",
    )
    await home.stays(LAMP, "on", RED)
    await asyncio.sleep(1)
    await show_live(home, 5.5)
    await home.becomes(LAMP, "off")


async def test_nothing_went_wrong(running: Home) -> None:
    """Home Assistant has logged no error of an automation."""
    assert await running.errors() == []
