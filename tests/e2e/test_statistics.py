"""The long-term statistics of a real Home Assistant hold what was really measured."""

from datetime import UTC, datetime, timedelta
from statistics import fmean
from typing import Any
from zoneinfo import ZoneInfo

from demo.client import Client
from demo.connect import DOMAIN
from demo.dexcom import readings
from demo.sandbox import Sandbox
from demo.watch import until


async def _series(client: Client) -> list[str]:
    """Return the ids of the glucose series."""
    known = await client.command("recorder/list_statistic_ids")
    return [
        each["statistic_id"]
        for each in known
        if each["statistic_id"].startswith(f"{DOMAIN}:glucose_")
    ]


async def check_hours(client: Client, sandbox: Sandbox) -> None:
    """Compare each hour of two days, read back by the page's command, with Dexcom's."""
    start = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(
        days=2
    )
    known = await readings(sandbox.url, "steady", timedelta(days=3))
    hours: dict[datetime, list[int]] = {}
    for time, reading in known.items():
        hour = time.replace(minute=0, second=0, microsecond=0)
        hours.setdefault(hour, []).append(reading["value"])
    past = [start + timedelta(hours=number) for number in range(40)]

    async def rows() -> list[dict[str, Any]]:
        """Return the rows of whichever series has the most."""
        if not (ids := await _series(client)):
            return []
        found = await client.command(
            "recorder/statistics_during_period",
            start_time=start.isoformat(),
            statistic_ids=ids,
            period="hour",
            types=["mean", "min", "max"],
            units={},
        )
        return max(found.values(), key=len, default=[])

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

        async def found(prefix: str = f"{DOMAIN}:{kind}_") -> list[str]:
            """Return the series of this kind."""
            known = await client.command("recorder/list_statistic_ids")
            ids = [each["statistic_id"] for each in known]
            return [each for each in ids if each.startswith(prefix)]

        [statistic_id] = await until(found, bool)
        for offset in range(-6, 0):
            start = today + timedelta(days=offset)
            end = start + timedelta(days=1)
            expected = sum(
                value
                for type_, time, value in logged
                if type_ == kind and start <= time < min(end, hour)
            )

            async def is_shown(
                statistic_id: str = statistic_id,
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
                return bool(found["change"] == expected)

            await until(is_shown, bool)
            checked += expected > 0
    assert checked > 6


async def test_sums_are_true(client: Client, account: str) -> None:
    """A Statistic card shows what was logged on each day."""
    await check_sums(client, account)


async def test_hours_are_true(client: Client, account: str, sandbox: Sandbox) -> None:
    """What the recorder keeps where nobody chose a database is that of Dexcom."""
    await check_hours(client, sandbox)
