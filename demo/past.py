"""Insert past states into a new demo's recorder database, so that graphs have data.

Home Assistant has no API to record states of earlier times.
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
    """Record the glucose states the account would have had until now."""
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
    """Record states of the entity before its first one."""
    database = directory / "home-assistant_v2.db"
    async with asyncio.timeout(30):
        while not (first := _query(database, entity_id)):
            # Home Assistant commits every five seconds.
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
    """Return the entity's metadata ID, attributes ID and first timestamp."""
    try:
        with closing(sqlite3.connect(database, timeout=20)) as connection:
            row: tuple[int, int, float] | None = connection.execute(
                _BEFORE, (entity_id,)
            ).fetchone()
    except sqlite3.OperationalError as error:
        raise DemoError(f"Home Assistant's database: {error}") from error
    return row
