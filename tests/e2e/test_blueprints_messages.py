"""The blueprints that send messages in a real Home Assistant."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from demo.watch import until

from .home import NEARLY_STALE, PHONE, Home, now

TITLE = "Dexcom CGM"
LOOK = "It may have changed since: check the Dexcom app."
SILENT = "Check the phone or the receiver."
DOSE = {
    "eventType": "insulin",
    "eventSubType": "longActing",
    "value": "18",
    "unit": "units",
    "eventStatus": "created",
}


@pytest.fixture(scope="module")
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Home]:
    """Return a home with a phone."""
    async with Home.run(tmp_path_factory.mktemp("messages")) as home:
        yield home


@pytest.fixture
async def home(running: Home) -> Home:
    """Return the home without any message."""
    await running.forget_messages()
    return running


async def comes(home: Home, *texts: str, by_phone: bool = True) -> None:
    """Wait for messages, and see that there are no others."""
    wanted = [(TITLE, text, by_phone) for text in texts]
    await until(home.messages, lambda seen: len(seen) >= len(wanted), 90)
    await asyncio.sleep(1)
    assert await home.messages() == wanted


async def clock(home: Home, **later: float) -> str:
    """Return the time on the wall of the home, or a later one."""
    zone = ZoneInfo((await home.client.get("/api/config"))["time_zone"])
    return f"{datetime.now(zone) + timedelta(**later):%H:%M:%S}"


def measured(what: str, number: str) -> str:
    """Return the message about a reading."""
    return f"{what}: {number} mmol/L, falling slightly, measured 5 minutes ago. {LOOK}"


@pytest.mark.parametrize(
    "blueprint",
    ["glucose_light", "low_light", "missed_dose", "morning_summary", "notification"],
)
async def test_defaults(home: Home, blueprint: str) -> None:
    """Each blueprint works with nothing but an account."""
    automation = await home.automate("plain", blueprint)
    await home.client.call("automation.trigger", entity_id=automation)
    await home.forget("plain")


async def test_dose_is_not_known(home: Home) -> None:
    """Without new data, the message does not claim that a dose is missing."""
    await home.automate("dose", "missed_dose", at=await clock(home, seconds=3))
    await comes(
        home,
        "It is not known whether long-acting insulin was logged in the last 14 hours, "
        "because no data arrives.",
        by_phone=False,
    )
    await home.forget("dose")


async def test_silence(home: Home) -> None:
    """When readings stop, the phone says since when."""
    await home.measure(120, NEARLY_STALE)
    await home.automate("silence", "notification", about="silence", notify=[PHONE])
    zone = ZoneInfo((await home.client.get("/api/config"))["time_zone"])
    await comes(
        home,
        "There are no new readings. The latest one was measured 10 minutes ago, at "
        f"{home.newest.astimezone(zone):%H:%M}. {SILENT}",
    )
    await home.forget("silence")


async def test_low_found_late(home: Home) -> None:
    """A low that comes after a newer reading sends nothing."""
    await home.measure(120)
    await home.automate("low", "notification", notify=[PHONE])
    time = now() - timedelta(minutes=40)
    await home.ask(partial(home.upload_late, time, 50))
    await comes(home)


async def test_low(home: Home) -> None:
    """A low sends a message once, in the unit of the person."""
    await home.measure(65)
    await comes(home, measured("Glucose is low", "3.6"))
    await home.measure(62)
    await comes(home, measured("Glucose is low", "3.6"))


async def test_cooldown(home: Home) -> None:
    """A second low soon after the first sends nothing."""
    await home.measure(100)
    await home.measure(65)
    await comes(home)
    await home.forget("low")
    await home.measure(100)


async def test_again_while_it_lasts(home: Home) -> None:
    """A lasting low is repeated after the chosen time, not before."""
    await home.automate(
        "high",
        "notification",
        about="high",
        notify=[PHONE],
        cooldown={"seconds": 0},
        repeat_after={"seconds": 15},
    )
    await home.measure(300)
    first = measured("Glucose is high", "16.7")
    await comes(home, first)
    await home.measure(310)
    await comes(home, first)
    await asyncio.sleep(15)
    await home.measure(320)
    await comes(home, first, measured("Glucose is high", "17.8"))
    await asyncio.sleep(15)
    await home.measure(120)
    await comes(home, first, measured("Glucose is high", "17.8"))
    await home.forget("high")


async def test_urgent_low_without_a_phone(home: Home) -> None:
    """Without a phone, the message is shown in Home Assistant."""
    await home.automate("urgent", "notification", about="urgent_low")
    await home.measure(65)
    await comes(home)
    await home.measure(50)
    await comes(home, measured("Glucose is urgently low", "2.8"), by_phone=False)
    await home.forget("urgent")


async def test_dose_is_missing(home: Home) -> None:
    """Without a dose the phone says so, and what else may be the reason."""
    await home.measure(120)
    at = await clock(home, seconds=3)
    await home.automate("dose", "missed_dose", at=at, notify=[PHONE])
    await comes(
        home,
        "No long-acting insulin was logged in the last 14 hours. It may have been "
        "taken without being logged, or not have arrived yet: check before taking it "
        "twice.",
    )
    await home.forget("dose")


async def test_dose_is_there(home: Home) -> None:
    """With a dose in time there is no message; one of the day before is not enough."""
    time = now() - timedelta(hours=3)
    await home.upload("events", time, **DOSE)
    await home.reload()
    await home.shows(
        "last_long_acting_insulin", lambda state: state["state"] == time.isoformat()
    )
    at = await clock(home, seconds=3)
    automation = await home.automate("dose", "missed_dose", at=at, notify=[PHONE])

    async def last() -> str | None:
        state = await home.client.state(automation)
        found: str | None = state["attributes"]["last_triggered"]
        return found

    await until(last, lambda found: found is not None)
    await comes(home)
    await home.forget("dose")

    at = await clock(home, seconds=3)
    await home.automate(
        "old dose", "missed_dose", at=at, notify=[PHONE], within={"hours": 2}
    )
    await until(home.messages, lambda seen: len(seen) == 1)
    [(_, message, _)] = await home.messages()
    assert message.startswith("No long-acting insulin was logged in the last 2 hours.")
    await home.forget("old dose")


async def test_summary(home: Home) -> None:
    """The message of the morning says what the report says, and hides no short low."""
    await home.measure(45)
    at = await clock(home, seconds=3)
    await home.automate("summary", "morning_summary", at=at, notify=[PHONE])
    await until(home.messages, lambda seen: len(seen) == 1)
    report = await home.client.ask(
        "dexcom_cgm.get_report",
        config_entry_id=home.account,
        start=(now() - timedelta(hours=24)).isoformat(),
    )
    share, lowest = report["measures"], report["lowest"]
    assert lowest["value"] == 2.5
    lows = sum(each["kind"] == "low" for each in report["episodes"])
    count = {0: "No low", 1: "1 low"}.get(lows, f"{lows} lows")
    at_clock = datetime.fromisoformat(lowest["at"]).strftime("%H:%M")
    await comes(
        home,
        f"Last 24 hours: {share['time_in_range']} % in range, "
        f"{share['time_below_range']} % below, {share['time_above_range']} % above. "
        f"Average {share['mean_glucose']} mmol/L. "
        f"{count} of 15 minutes or more seen. "
        f"The lowest reading was {lowest['value']} mmol/L at {at_clock}. "
        f"{report['readings']} readings, "
        f"CGM active {report['cgm_active']} % of the time.",
    )
    await home.forget("summary")


async def test_nothing_went_wrong(home: Home) -> None:
    """Home Assistant complained of no automation but where a dose is not known."""
    assert await home.errors() == []
