"""The long-term statistics of a real Home Assistant hold what was really measured."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from statistics import fmean
from typing import Any
from zoneinfo import ZoneInfo

from demo.client import Client
from demo.connect import DOMAIN, connect
from demo.dexcom import readings
from demo.sandbox import Sandbox
from demo.watch import states, until
from sandbox.tokens import subject

PERSON = "steady"


def _series(kind: str, person: str = PERSON) -> str:
    """Return the id of a series of a person's account."""
    return f"{DOMAIN}:{kind}_{sha256(subject(person).encode()).hexdigest()[:8]}"


async def check_hours(client: Client, sandbox: Sandbox) -> None:
    """Compare each hour of two days, read back by the page's command, with Dexcom's."""
    start = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(
        days=2
    )
    known = await readings(sandbox.url, PERSON, timedelta(days=3))
    hours: dict[datetime, list[int]] = {}
    for time, reading in known.items():
        hour = time.replace(minute=0, second=0, microsecond=0)
        hours.setdefault(hour, []).append(reading["value"])
    past = [start + timedelta(hours=number) for number in range(40)]

    async def rows() -> list[dict[str, Any]]:
        """Return the rows of glucose."""
        series = _series("glucose")
        found = await client.command(
            "recorder/statistics_during_period",
            start_time=start.isoformat(),
            statistic_ids=[series],
            period="hour",
            types=["mean", "min", "max"],
            units={},
        )
        rows: list[dict[str, Any]] = found.get(series, [])
        return rows

    written = await until(rows, lambda found: len(found) >= len(past), timeout=60)
    by_hour = {datetime.fromtimestamp(row["start"] / 1000, UTC): row for row in written}
    for hour in past:
        if values := hours.get(hour):
            row = by_hour[hour]
            assert abs(row["mean"] - fmean(values)) < 1e-6
            assert (row["min"], row["max"]) == (min(values), max(values))


async def check_sums(client: Client, account: str) -> None:
    """Compare what a Statistic card shows of some days with the logged events."""
    zone = ZoneInfo((await client.get("/api/config"))["time_zone"])
    hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    today = datetime.now(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    response = await client.ask(
        f"{DOMAIN}.get_events",
        config_entry_id=account,
        start=(today - timedelta(days=8)).isoformat(),
    )
    logged = [
        (event["type"], datetime.fromisoformat(event["time"]), event["value"] or 0)
        for event in response["events"]
    ]
    assert logged
    checked = 0
    for kind in ("carbs", "fast_acting_insulin", "long_acting_insulin", "exercise"):
        if kind not in {type_ for type_, _, _ in logged}:
            continue

        for offset in range(-6, 0):
            start = today + timedelta(days=offset)
            end = start + timedelta(days=1)
            expected = sum(
                value
                for type_, time, value in logged
                if type_ == kind and start <= time < min(end, hour)
            )

            async def is_shown(
                statistic_id: str = _series(kind),
                offset: int = offset,
                expected: float = expected,
            ) -> bool:
                """Return whether the card gets what was logged."""
                found = await client.command(
                    "recorder/statistic_during_period",
                    statistic_id=statistic_id,
                    types=["change"],
                    calendar={"period": "day", "offset": offset},
                )
                return bool(found.get("change") == expected)

            await until(is_shown, bool)
            checked += expected > 0
    assert checked > 6


async def test_sums_are_true(client: Client, account: str) -> None:
    """A Statistic card shows what was logged on each day."""
    await check_sums(client, account)


async def test_hours_are_true(client: Client, account: str, sandbox: Sandbox) -> None:
    """The statistics in the default database equal Dexcom's readings."""
    await check_hours(client, sandbox)


async def test_an_hour_that_lost_its_only_reading(
    client: Client, account: str, sandbox: Sandbox
) -> None:
    """A lone reading that is dated anew leaves no row behind in its old hour."""
    result = await connect(client, "empty")
    if result["type"] == "create_entry":
        entry_id = result["result"]["entry_id"]
    else:
        # Connected by another test.
        [entry_id] = [
            entry["entry_id"]
            for entry in await client.entries(DOMAIN)
            if (await states(client, entry["entry_id"]))["data_status"]["state"]
            == "no_data"
        ]
    this_hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    old, new = this_hour - timedelta(hours=5), this_hour - timedelta(hours=7)
    series = _series("glucose", "empty")

    async def hours() -> set[datetime]:
        """Return the hours that have a row."""
        found = await client.command(
            "recorder/statistics_during_period",
            start_time=(this_hour - timedelta(hours=24)).isoformat(),
            statistic_ids=[series],
            period="hour",
            types=["mean"],
            units={},
        )
        return {
            datetime.fromtimestamp(row["start"] / 1000, UTC)
            for row in found.get(series, [])
        }

    for hour in (old, new):
        time = hour + timedelta(minutes=30)
        record = {
            "recordId": "lone",
            "systemTime": f"{time:%Y-%m-%dT%H:%M:%SZ}",
            "displayTime": time.isoformat(),
            "transmitterId": "cd" * 32,
            "transmitterTicks": 100_000,
            "value": 123,
        }
        await sandbox.control("records", person="empty", kind="egvs", records=[record])
        await client.ask(
            f"{DOMAIN}.import_history",
            config_entry_id=entry_id,
            start=(this_hour - timedelta(hours=24)).isoformat(),
        )

        async def is_alone(hour: datetime = hour) -> bool:
            """Return whether this hour is the only one of the two that has a row."""
            return await hours() & {old, new} == {hour}

        await until(is_alone, bool, timeout=60)
