"""Give a new demo a past, so that its graphs have something to show.

Home Assistant records what happens while it runs, and takes nothing of earlier times.
This writes into its database what would be there, had it run already.
"""

import asyncio
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
import sqlite3

from . import DemoError
from .account import Account
from .client import Client
from .connect import DOMAIN

PAST = timedelta(hours=24)

_BEFORE = """
SELECT metadata_id, attributes_id, last_updated_ts FROM states
JOIN states_meta USING (metadata_id)
WHERE states_meta.entity_id = ? AND attributes_id IS NOT NULL ORDER BY last_updated_ts LIMIT 1
"""
_INSERT = """
INSERT INTO states (state, last_updated_ts, metadata_id, attributes_id, origin_idx)
VALUES (?, ?, ?, ?, 0)
"""


async def fill_past(
    client: Client, directory: Path, account: Account, delay: timedelta
) -> None:
    """Record what the account's glucose would have been shown as until now."""
    now = datetime.now(UTC)
    answer = await client.ask(
        f"{DOMAIN}.get_readings",
        config_entry_id=account.entry_id,
        start=(now - PAST - delay).isoformat(),
        end=now.isoformat(),
        unit=account.unit,
    )
    past = {
        datetime.fromisoformat(reading["time"]) + delay: str(reading["value"])
        for reading in answer["readings"]
    }
    await record_past(directory, account.ids["glucose_value"], past)


async def record_past(
    directory: Path, entity_id: str, states: Mapping[datetime, str]
) -> None:
    """Record states of the entity that were there before its first one."""
    database = directory / "home-assistant_v2.db"
    async with asyncio.timeout(30):
        while not (first := _query(database, entity_id)):
            # Home Assistant writes every five seconds.
            await asyncio.sleep(0.5)
    metadata_id, attributes_id, since = first
    rows = [
        (state, time.timestamp(), metadata_id, attributes_id)
        for time, state in states.items()
        if time.timestamp() < since
    ]
    try:
        with closing(sqlite3.connect(database, timeout=20)) as connection, connection:
            connection.executemany(_INSERT, rows)
    except sqlite3.OperationalError as error:
        raise DemoError(f"Home Assistant's database: {error}") from error


def _query(database: Path, entity_id: str) -> tuple[int, int, float] | None:
    """Return how the database names the entity, and since when it knows it."""
    try:
        with closing(sqlite3.connect(database, timeout=20)) as connection:
            row: tuple[int, int, float] | None = connection.execute(
                _BEFORE, (entity_id,)
            ).fetchone()
    except sqlite3.OperationalError as error:
        raise DemoError(f"Home Assistant's database: {error}") from error
    return row
