"""A home with lamps and a phone, and a person whose readings a test writes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from demo.client import Client
from demo.connect import DOMAIN, connect, store_application
from demo.home_assistant import HomeAssistant
from demo.lamps import LAMPS, automate
from demo.process import free_port
from demo.sandbox import Sandbox
from demo.watch import states, until

# Nothing happens to this person but what a test writes.
PERSON = "empty"
LAMP = LAMPS["low_light"].entity_id
GLUCOSE_LIGHT = LAMPS["glucose_light"].entity_id
# Home Assistant's own notify entity, whose messages can be read.
PHONE = "notify.mybox_personal_notifier_with_title"
# The least that the options allow with a live source, in minutes.
STALE_LIMIT = 10
# A live source that never has a reading.
_LIVE_SOURCE = """
template meter:
  - sensor:
      - name: Silent meter
        unique_id: silent_meter
        device_class: blood_glucose_concentration
        unit_of_measurement: mg/dL
        state: "0"
        availability: "{{ false }}"
"""
# Tests are quicker than the seconds between their readings, which become younger.
USUAL_AGE = timedelta(minutes=5, seconds=40)
# The age of a reading that will be too old some seconds after it is known.
NEARLY_STALE = timedelta(minutes=STALE_LIMIT, seconds=-20)

type State = dict[str, Any]


def now() -> datetime:
    """Return the time with the precision of Dexcom's records."""
    return datetime.now(UTC).replace(microsecond=0)


class Home:
    """A Home Assistant where people read mmol/L by default, and its Dexcom."""

    def __init__(self, home_assistant: HomeAssistant, sandbox: Sandbox) -> None:
        """Keep both; no account is connected yet."""
        self.home_assistant = home_assistant
        self.sandbox = sandbox
        self.client: Client
        self.account = ""
        self.device = ""
        self.newest = now() - timedelta(minutes=STALE_LIMIT)
        self._open = AsyncExitStack()

    @classmethod
    @asynccontextmanager
    async def run(
        cls,
        directory: Path,
        country: str = "GB",
        environment: Mapping[str, str] | None = None,
    ) -> AsyncIterator[Home]:
        """Start everything, connect the person, and end it all in the end."""
        async with AsyncExitStack() as stack:
            sandbox = Sandbox(directory / "sandbox", free_port())
            stack.push_async_callback(sandbox.stop)
            await sandbox.start()
            home_assistant = HomeAssistant(
                directory / "home_assistant",
                free_port(),
                sandbox.url,
                country=country,
                more=f"\nkitchen_sink:\n{_LIVE_SOURCE}",
                environment=environment,
            )
            home_assistant.directory.mkdir()
            stack.push_async_callback(home_assistant.stop)
            home = cls(home_assistant, sandbox)
            stack.push_async_callback(home.shut)
            await home_assistant.start()
            await home.enter()
            await home.connect()
            yield home

    async def enter(self) -> None:
        """Become a client of the Home Assistant that runs."""
        self.client = await self._open.enter_async_context(
            Client.open(self.home_assistant.url)
        )

    async def shut(self) -> None:
        """Be no client any more."""
        await self._open.aclose()

    async def connect(self) -> None:
        """Connect the person, whose readings are soon too old."""
        await store_application(self.client)
        result = await connect(self.client, PERSON)
        assert result["type"] == "create_entry", result
        self.account = result["result"]["entry_id"]
        [self.device] = {
            entity["device_id"] for entity in await self.client.entities(self.account)
        }
        await self.choose()
        await self.shows("data_status", lambda state: state["state"] == "no_data")

    async def choose(self, **options: Any) -> None:
        """Set the options of the account."""
        path = "/api/config/config_entries/options/flow"
        flow = await self.client.post(path, {"handler": self.account})
        result = await self.client.post(
            f"{path}/{flow['flow_id']}",
            {
                "stale_limit": STALE_LIMIT,
                "live_source": "sensor.silent_meter",
                **options,
            },
        )
        assert result["type"] == "create_entry", result

    async def shows(self, key: str, right: Callable[[State], bool]) -> State:
        """Wait until an entity of the account shows what is right."""
        shown = await until(
            lambda: states(self.client, self.account),
            lambda shown: key in shown and right(shown[key]),
        )
        return shown[key]

    async def upload(self, kind: str, time: datetime, **fields: Any) -> None:
        """Have the phone upload a record."""
        record = {
            "recordId": f"{kind} {time.isoformat()}",
            "systemTime": f"{time:%Y-%m-%dT%H:%M:%SZ}",
            "displayTime": time.isoformat(),
            "transmitterGeneration": "g7",
            "displayDevice": "iOS",
            **fields,
        }
        await self.sandbox.control(
            "records", person=PERSON, kind=kind, records=[record]
        )

    async def upload_late(self, time: datetime, value: int) -> None:
        """Have the phone upload what the sensor measured earlier, in mg/dL."""
        rest = {"unit": "mg/dL", "status": None, "trend": "fortyFiveDown"}
        await self.upload("egvs", time, value=value, trendRate=-1.2, **rest)

    async def upload_newest(self, value: int, age: timedelta = USUAL_AGE) -> None:
        """Have the phone upload what the sensor measured last, in mg/dL.

        Of two readings the second one is newer, whatever their ages.
        """
        self.newest = max(now() - age, self.newest + timedelta(seconds=1))
        await self.upload_late(self.newest, value)

    async def reload(self) -> None:
        """Have Home Assistant begin anew with the account."""
        path = f"/api/config/config_entries/entry/{self.account}/reload"
        await self.client.post(path)

    async def ask(self, upload: Callable[[], Awaitable[None]]) -> None:
        """Have something uploaded and Home Assistant ask for it, and see that it did."""
        # Who has just asked would wait for ten seconds otherwise.
        await self.reload()
        await upload()
        egvs = "GET /v3/users/self/egvs"
        before = (await self.sandbox.state())["requests"][egvs]
        shown = await states(self.client, self.account)
        await self.client.call(
            "homeassistant.update_entity",
            entity_id=[shown["last_reading"]["entity_id"]],
        )
        await until(self.sandbox.state, lambda state: state["requests"][egvs] > before)

    async def measure(self, value: int, age: timedelta = USUAL_AGE) -> None:
        """Set what the sensor measures, and wait until Home Assistant has it."""
        await self.ask(partial(self.upload_newest, value, age))
        await self.shows(
            "last_reading",
            lambda state: (
                state["state"] not in {"unknown", "unavailable"}
                and datetime.fromisoformat(state["state"]) == self.newest
            ),
        )

    async def automate(self, name: str, blueprint: str, **inputs: Any) -> str:
        """Make an automation out of a blueprint, and see that it is ready."""
        before = {state["entity_id"] for state in await self.client.get("/api/states")}
        await automate(self.client, name, blueprint, self.device, **inputs)

        async def look() -> list[tuple[str, str]]:
            return [
                (state["entity_id"], state["state"])
                for state in await self.client.get("/api/states")
                if state["attributes"].get("id") == name
            ]

        [(entity_id, _)] = await until(
            look, lambda found: [state for _, state in found] == ["on"]
        )
        assert entity_id not in before
        return entity_id

    async def forget(self, name: str) -> None:
        """Delete an automation."""
        await self.client.delete(f"/api/config/automation/config/{name}")

    async def light(self, entity_id: str) -> tuple[str, list[int] | None]:
        """Return the state of a lamp and its color."""
        state = await self.client.state(entity_id)
        return state["state"], state["attributes"].get("rgb_color")

    async def becomes(self, entity_id: str, *wanted: Any) -> None:
        """Wait until a lamp has a state and a color."""
        right = (wanted[0], wanted[1] if len(wanted) > 1 else None)
        await until(lambda: self.light(entity_id), lambda seen: seen == right, 90)

    async def stays(self, entity_id: str, *wanted: Any) -> None:
        """See that a lamp is as it is said, and is not switched by what happened."""
        await asyncio.sleep(1)
        await self.becomes(entity_id, *wanted)

    async def messages(self) -> list[tuple[str, str, bool]]:
        """Return titles, texts and whether the phone got them, oldest first."""
        shown = await self.client.command("persistent_notification/get")
        shown.sort(key=lambda message: message["created_at"])
        return [
            (
                message["title"],
                message["message"],
                # What a blueprint shows in Home Assistant has a name of its own.
                not message["notification_id"].startswith(DOMAIN),
            )
            for message in shown
        ]

    async def forget_messages(self) -> None:
        """Take all messages away."""
        await self.client.call("persistent_notification.dismiss_all")

    async def errors(self) -> list[str]:
        """Return what Home Assistant complains of in automations."""
        log = self.home_assistant.process.log.read_text("utf-8")
        return [
            line
            for line in log.splitlines()
            if (" ERROR " in line or " WARNING " in line) and "automation" in line
        ]
