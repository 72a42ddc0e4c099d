"""The blueprints for lamps in a real Home Assistant; each test begins with lamps off."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from .home import GLUCOSE_LIGHT, LAMP, NEARLY_STALE, Home, now

RED, BLUE = [255, 0, 0], [0, 0, 255]
# The lamp's color and brightness before the low.
EVENING, DIMMED = [255, 160, 90], 77
URGENT_LOW, LOW, HIGH = [250, 0, 10], [250, 90, 10], [200, 0, 250]
IN_RANGE, NEAR, STALE = [10, 250, 60], [250, 200, 10], [10, 10, 250]


@pytest.fixture(scope="module")
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Home]:
    """Return a home whose lamps show glucose."""
    async with Home.run(tmp_path_factory.mktemp("lights")) as home:
        await home.measure(120, NEARLY_STALE - timedelta(seconds=40))
        await home.automate("low_light", "low_light", lights=[LAMP])
        await home.automate(
            "glucose_light",
            "glucose_light",
            lights=[GLUCOSE_LIGHT],
            urgent_low_color=URGENT_LOW,
            low_color=LOW,
            in_range_color=IN_RANGE,
            near_color=NEAR,
            high_color=HIGH,
            stale_color=STALE,
        )
        yield home


@pytest.fixture
async def home(running: Home) -> Home:
    """Return the home with a person who is well, and both lamps off."""
    await running.measure(120)
    await running.client.call("light.turn_off", entity_id=[LAMP, GLUCOSE_LIGHT])
    await running.becomes(LAMP, "off")
    return running


async def memories(home: Home) -> list[str]:
    """Return the scenes that hold how lamps were before."""
    return [
        state["entity_id"]
        for state in await home.client.get("/api/states")
        if state["entity_id"].startswith("scene.")
    ]


async def test_readings_stop_while_low(running: Home) -> None:
    """The lamps show stale data, and follow new readings again."""
    home = running
    await home.client.call("light.turn_on", entity_id=GLUCOSE_LIGHT)
    await home.becomes(GLUCOSE_LIGHT, "on", IN_RANGE)
    await home.client.call("light.turn_off", entity_id=LAMP)
    await home.measure(65, NEARLY_STALE)
    await home.becomes(LAMP, "on", RED)
    await home.becomes(GLUCOSE_LIGHT, "on", LOW)
    await home.becomes(LAMP, "on", BLUE)
    await home.becomes(GLUCOSE_LIGHT, "on", STALE)
    await home.measure(66)
    await home.becomes(LAMP, "on", RED)
    await home.becomes(GLUCOSE_LIGHT, "on", LOW)
    await home.measure(100)
    await home.becomes(LAMP, "off")
    await home.becomes(GLUCOSE_LIGHT, "on", IN_RANGE)


async def test_on_while_low(home: Home) -> None:
    """The lamp is on during a low, and off again after it."""
    await home.measure(65)
    await home.becomes(LAMP, "on", RED)
    assert (await home.client.state(LAMP))["attributes"]["brightness"] == 178
    await home.measure(64)
    await home.becomes(LAMP, "on", RED)
    await home.measure(90)
    await home.becomes(LAMP, "off")
    assert await memories(home) == []


async def test_color_comes_back(home: Home) -> None:
    """A lamp that was on is afterwards as it was before."""
    await home.client.call(
        "light.turn_on", entity_id=LAMP, rgb_color=EVENING, brightness=DIMMED
    )
    await home.measure(65)
    await home.becomes(LAMP, "on", RED)
    await home.measure(90)
    await home.becomes(LAMP, "on", EVENING)
    assert (await home.client.state(LAMP))["attributes"]["brightness"] == DIMMED


async def test_low_that_is_found_late(home: Home) -> None:
    """A low that comes after a newer reading changes no lamp."""
    before = await home.client.state(LAMP)
    start = now() - timedelta(hours=1)
    report = {"config_entry_id": home.account, "start": start.isoformat()}
    known = (await home.client.ask("dexcom_cgm.get_report", **report))["readings"]
    time = now() - timedelta(minutes=40)
    await home.ask(partial(home.upload_late, time, 50))
    report = await home.client.ask("dexcom_cgm.get_report", **report)
    assert report["readings"] == known + 1
    await asyncio.sleep(1)
    assert await home.client.state(LAMP) == before


async def test_switched_off_by_hand(home: Home) -> None:
    """A lamp you turn off stays off until the next low."""
    await home.measure(65)
    await home.becomes(LAMP, "on", RED)
    await home.client.call("light.turn_off", entity_id=LAMP)
    await home.measure(60)
    await home.stays(LAMP, "off")
    await home.measure(90)
    await home.stays(LAMP, "off")
    assert await memories(home) == []
    await home.measure(65)
    await home.becomes(LAMP, "on", RED)
    await home.measure(90)
    await home.becomes(LAMP, "off")


async def test_scenes_are_changed_while_low(home: Home) -> None:
    """A lamp whose memory is lost goes off after the low."""
    await home.client.call("light.turn_on", entity_id=LAMP, rgb_color=EVENING)
    await home.measure(65)
    await home.becomes(LAMP, "on", RED)
    await home.client.call("scene.reload")
    assert await memories(home) == []
    await home.measure(90)
    await home.becomes(LAMP, "off")


async def test_quiet_hours(home: Home) -> None:
    """In quiet hours the lamp is as it was before, whatever happens; then it is not."""
    zone = ZoneInfo((await home.client.get("/api/config"))["time_zone"])

    def clock(**later: float) -> str:
        return f"{datetime.now(zone) + timedelta(**later):%H:%M:%S}"

    await home.forget("low_light")
    quiet = {"quiet_start": clock(seconds=10), "quiet_end": clock(seconds=25)}
    await home.automate("quiet", "low_light", lights=[LAMP], **quiet)
    await home.measure(65)
    await home.becomes(LAMP, "on", RED)
    assert clock() < quiet["quiet_start"]
    await home.becomes(LAMP, "off")
    await home.measure(90)
    await home.measure(60)
    await home.stays(LAMP, "off")
    assert clock() < quiet["quiet_end"]
    await home.becomes(LAMP, "on", RED)
    await home.measure(90)
    await home.becomes(LAMP, "off")
    await home.forget("quiet")
    await home.automate("low_light", "low_light", lights=[LAMP])


async def test_restart_while_low(home: Home) -> None:
    """A lamp that is on when Home Assistant restarts is off after the low."""
    await home.measure(65)
    await home.becomes(LAMP, "on", RED)
    await home.home_assistant.restart()
    await home.enter()
    await home.becomes(LAMP, "on", RED)
    await home.shows("low", lambda state: state["state"] == "on")
    await home.measure(90)
    await home.becomes(LAMP, "off")


async def test_low_ends_during_a_restart(home: Home) -> None:
    """A lamp that was on for a low is off if the low is over after the restart."""
    await home.measure(65)
    await home.becomes(LAMP, "on", RED)
    await home.home_assistant.stop()
    await home.upload_newest(95)
    await home.home_assistant.start()
    await home.enter()
    await home.becomes(LAMP, "off")


async def test_light_that_shows_glucose(home: Home) -> None:
    """The lamp has the color of the latest reading from the moment it is on."""
    await home.client.call("light.turn_on", entity_id=GLUCOSE_LIGHT, brightness=DIMMED)
    await home.becomes(GLUCOSE_LIGHT, "on", IN_RANGE)
    for value, color in (
        (200, NEAR),
        (300, HIGH),
        (65, LOW),
        (50, URGENT_LOW),
        (100, IN_RANGE),
    ):
        await home.measure(value)
        await home.becomes(GLUCOSE_LIGHT, "on", color)
    assert (await home.client.state(GLUCOSE_LIGHT))["attributes"]["brightness"] == (
        DIMMED
    )


async def test_light_that_is_off_stays_off(home: Home) -> None:
    """A lamp that is off is not switched on by a reading."""
    await home.measure(50)
    await home.becomes(LAMP, "on", RED)
    await home.stays(GLUCOSE_LIGHT, "off")


async def test_live_source(home: Home) -> None:
    """With a live source the lamp follows the low before Dexcom reports it."""
    live = "sensor.from_elsewhere"

    async def show(value: float) -> None:
        """Have another integration show a reading of now."""
        attributes = {
            "device_class": "blood_glucose_concentration",
            "unit_of_measurement": "mmol/L",
            "date": now().isoformat(),
        }
        state = {"state": str(value), "attributes": attributes}
        await home.client.post(f"/api/states/{live}", state)

    await show(6.1)
    await home.choose(live_source=live)
    await asyncio.sleep(1)
    await show(3.2)
    await home.becomes(LAMP, "on", RED)
    seen = await home.shows("glucose_value", lambda state: True)
    assert seen["attributes"]["source"] == "live"
    assert round(float(seen["state"]), 1) == 3.2
    official = await home.shows("last_reading", lambda state: True)
    assert datetime.fromisoformat(official["state"]) == home.newest
    await asyncio.sleep(1)
    await show(5.5)
    await home.becomes(LAMP, "off")
    await home.client.delete(f"/api/states/{live}")
    await home.choose()
    await home.shows(
        "glucose_value", lambda state: state["attributes"].get("source") == "official"
    )


async def test_nothing_went_wrong(home: Home) -> None:
    """Home Assistant complained of no automation."""
    assert await home.errors() == []
