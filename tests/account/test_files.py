"""Files of accounts: damage of every shape, failed writes, and what is removed."""

import asyncio
from datetime import UTC, datetime, timedelta
import json
from pathlib import Path
import shutil
from threading import Event
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.dexcom_cgm.account.files import AccountFile, async_remove_files
from custom_components.dexcom_cgm.const import DOMAIN
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from sandbox.server import Sandbox
from tests.common import (
    StoredFiles,
    account_entry,
    async_pass_time,
    async_set_up,
    attributes,
    egv,
    minutes_ago,
    state,
)

QUARTER = timedelta(minutes=16)
# The part of a file's name behind that of the account.
TOKEN, READINGS, EVENTS, ALERTS = "", ".readings", ".events", ".alerts"

# Whole files, which fit no store.
FILES: dict[str, str | bytes | None] = {
    "empty": "",
    "blank": " \n",
    "not JSON": "{'version': 1}",
    "cut": '{"version": 1, "data": {"lo',
    "zeros": bytes(512),
    "not UTF-8": b'{"version": 1, "data": {"a": "\xff\xfe"}}',
    "null": "null",
    "number": "5",
    "text": '"5"',
    "list": "[]",
    "list of itself": '[{"version": 1, "data": {}}]',
    "object": "{}",
    "deep": "[" * 100_000,
    "no version": '{"data": {}}',
    "version null": '{"version": null, "data": {}}',
    "version as text": '{"version": "1", "data": {}}',
    "version true": '{"version": true, "data": {}}',
    "version with a fraction": '{"version": 1.0, "data": {}}',
    "newer version": '{"version": 2, "minor_version": 1, "data": {}}',
    "older version": '{"version": 0, "minor_version": 1, "data": {}}',
    "no data": '{"version": 1}',
    "directory": None,
}
# Content under the right version, which fits no store either.
CONTENT: dict[str, Any] = {
    "null": None,
    "text": "text",
    "number": 5,
    "list": [],
    "list of objects": [{}],
    "false": False,
    "other keys": {"a": 1, "b": [2]},
}
NO_TOKEN: dict[str, list[Any]] = {
    "access_token": [None, 5, "", [], {}],
    "refresh_token": [None, 5, "", [], {}],
    "expires_at": [None, "soon", True, [], float("1e999")],
    "login": [None, "1", 1.5, True, -1, []],
    "renewals": [None, "0", 0.5, False, -1, {}],
}
NO_READINGS: dict[str, list[Any]] = {
    "log": [
        None,
        5,
        [],
        {},
        {"columns": None, "ids": "", "sensors": []},
        {"columns": ["!"], "ids": "!", "sensors": []},
    ],
    "filled_from": [5, "yesterday", "2026-03-01T12:00:00", [], {"a": 1}],
    "swept_at": [5, "0000-00-00", "2026-03-01", [], True],
    "changed": [None, 5, "abc", [None], ["1"], [-1], [10**12], [1.5], [True]],
}
NO_TIMES: dict[str, Any] = {
    "number": {"a": 5},
    "null": {"a": None},
    "word": {"a": "yesterday"},
    "no offset": {"a": "2026-03-01T12:00:00"},
    "list": {"a": ["2026-03-01T12:00:00+00:00"]},
    "one of two": {"a": "2026-03-01T12:00:00+00:00", "b": {}},
}


def damage(storage: StoredFiles, name: str, content: str | bytes | None) -> None:
    """Put something into the place of a file; None for a directory with a file."""
    path = storage.directory / name
    path.unlink(missing_ok=True)
    if content is None:
        path.mkdir()
        (path / "file").write_text("content")
    else:
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def whole(content: Any) -> str:
    """Return a file of the right version."""
    return json.dumps({"version": 1, "minor_version": 1, "data": content})


@pytest.fixture
async def entry(
    hass: HomeAssistant,
    applications: None,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
) -> MockConfigEntry:
    """Return an account whose four files are on disk, unloaded."""
    freezer.move_to(datetime.now(UTC) - timedelta(hours=1))
    entry = account_entry(sandbox, "ada")
    object.__setattr__(entry, "created_at", datetime.now(UTC))
    await async_set_up(hass, entry)
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(-4))])
    sandbox.add_records("ada", "events", [logged("first", minutes_ago(-5))])
    sandbox.add_records("ada", "alerts", [alert("first", minutes_ago(-5))])
    await async_pass_time(hass, freezer, QUARTER)
    assert await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    return entry


def logged(record_id: str, time: datetime) -> dict[str, Any]:
    """Return a record of `events`."""
    return {
        "recordId": record_id,
        "systemTime": time.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "eventStatus": "created",
        "eventType": "carbs",
        "value": "20",
        "unit": "grams",
    }


def alert(record_id: str, time: datetime) -> dict[str, Any]:
    """Return a record of `alerts`."""
    return {
        "recordId": record_id,
        "systemTime": time.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "alertName": "high",
        "alertState": "activeAlarming",
    }


async def async_check(
    hass: HomeAssistant,
    sandbox: Sandbox,
    storage: StoredFiles,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    name: str,
) -> None:
    """See that all works in spite of a damaged file, and again after a restart."""
    for number in range(2):
        freezer.tick(timedelta(minutes=1))
        assert await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
        assert entry.state is ConfigEntryState.LOADED
        assert state(hass, "ada", "data_status") == "ok"
        assert state(hass, "ada", "glucose_value") == "120"
        # What has fired does not fire again, and what is new fires.
        for key in ("logged_event", "dexcom_alert"):
            fired_at = datetime.fromisoformat(state(hass, "ada", key, "event"))
            assert fired_at < datetime.now(UTC)
        record_id = f"new {number}"
        sandbox.add_records("ada", "egvs", [egv(minutes_ago(-4))])
        sandbox.add_records("ada", "events", [logged(record_id, minutes_ago(-2))])
        sandbox.add_records("ada", "alerts", [alert(record_id, minutes_ago(-2))])
        await async_pass_time(hass, freezer, QUARTER)
        for key in ("logged_event", "dexcom_alert"):
            happened_at = attributes(hass, "ada", key, "event")["happened_at"]
            assert datetime.now(UTC) - happened_at < timedelta(minutes=15)
        assert await hass.config_entries.async_unload(entry.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
        # All four files are whole again.
        assert storage[f"{DOMAIN}.{entry.entry_id}"]["data"] == entry.data["token"]
        assert record_id in storage[f"{DOMAIN}.{entry.entry_id}.events"]["data"]
        assert record_id in storage[f"{DOMAIN}.{entry.entry_id}.alerts"]["data"]
        assert storage[f"{DOMAIN}.{entry.entry_id}.readings"]["version"] == 1
    assert (storage.directory / f"{name}.damaged").exists()
    assert not hass.config_entries.flow.async_progress()


@pytest.mark.parametrize("store", [TOKEN, READINGS, EVENTS, ALERTS])
async def test_damaged_files(
    hass: HomeAssistant,
    sandbox: Sandbox,
    storage: StoredFiles,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    store: str,
) -> None:
    """Whatever is in the place of a file, the account works, also after a restart."""
    name = f"{DOMAIN}.{entry.entry_id}{store}"
    file: AccountFile[Any] = AccountFile(
        hass, entry.entry_id, store[1:] or None, 1, pytest.fail
    )
    for content in FILES.values():
        damage(storage, name, content)
        assert await file.async_load() is None
        assert file.was_damaged
        assert name not in storage
    damage(storage, name, None)
    await async_check(hass, sandbox, storage, entry, freezer, name)


@pytest.mark.parametrize("content", CONTENT.values(), ids=CONTENT)
@pytest.mark.parametrize("store", [TOKEN, READINGS, EVENTS, ALERTS])
async def test_content_of_another_shape(
    hass: HomeAssistant,
    sandbox: Sandbox,
    storage: StoredFiles,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    store: str,
    content: Any,
) -> None:
    """JSON of another shape is as good as none."""
    name = f"{DOMAIN}.{entry.entry_id}{store}"
    damage(storage, name, whole(content))
    await async_check(hass, sandbox, storage, entry, freezer, name)


@pytest.mark.parametrize(
    ("key", "value"),
    [(key, value) for key, values in NO_TOKEN.items() for value in values],
)
async def test_token_of_another_type(
    hass: HomeAssistant,
    storage: StoredFiles,
    entry: MockConfigEntry,
    key: str,
    value: Any,
) -> None:
    """A token file with a field of another type is set aside for the entry's token."""
    name = f"{DOMAIN}.{entry.entry_id}"
    damage(storage, name, whole({**entry.data["token"], key: value}))
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert storage[name]["data"] == entry.data["token"]
    assert f"{name}.damaged" in storage


@pytest.mark.parametrize(
    ("key", "value"),
    [(key, value) for key, values in NO_READINGS.items() for value in values],
)
async def test_readings_of_another_type(
    hass: HomeAssistant,
    storage: StoredFiles,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    key: str,
    value: Any,
) -> None:
    """Readings with a field of another type are fetched again."""
    name = f"{DOMAIN}.{entry.entry_id}{READINGS}"
    good = storage[name]["data"]
    damage(storage, name, whole({**good, key: value}))
    assert await hass.config_entries.async_setup(entry.entry_id)
    await async_pass_time(hass, freezer, QUARTER)
    assert len(entry.runtime_data.glucose.readings.log) == 1
    assert (storage.directory / f"{name}.damaged").exists()


@pytest.mark.parametrize("content", NO_TIMES.values(), ids=NO_TIMES)
@pytest.mark.parametrize("store", [EVENTS, ALERTS])
async def test_times_of_another_type(
    hass: HomeAssistant,
    sandbox: Sandbox,
    storage: StoredFiles,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    store: str,
    content: Any,
) -> None:
    """A note of what has fired with a wrong time in it silences nothing."""
    name = f"{DOMAIN}.{entry.entry_id}{store}"
    damage(storage, name, whole(content))
    await async_check(hass, sandbox, storage, entry, freezer, name)


@pytest.mark.parametrize("token", [None, 5, {}, {"access_token": "a"}])
async def test_the_token_of_the_entry_is_damaged(
    hass: HomeAssistant,
    storage: StoredFiles,
    entry: MockConfigEntry,
    token: Any,
) -> None:
    """The file is the other copy of the token; without either, the user logs in."""
    good = entry.data["token"]
    hass.config_entries.async_update_entry(entry, data={**entry.data, "token": token})
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert entry.data["token"] == good
    assert await hass.config_entries.async_unload(entry.entry_id)
    hass.config_entries.async_update_entry(entry, data={**entry.data, "token": token})
    del storage[f"{DOMAIN}.{entry.entry_id}"]
    assert not await hass.config_entries.async_setup(entry.entry_id)
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == "reauth"


async def test_writes(hass: HomeAssistant, storage: StoredFiles) -> None:
    """A file is replaced as a whole, private, and a failed write changes nothing."""
    file: AccountFile[Any] = AccountFile(hass, "id", "name", 1, lambda data: data)
    path = storage.directory / f"{DOMAIN}.id.name"
    assert await file.async_load() is None
    assert not file.was_damaged
    assert await file.async_save([1])
    assert path.stat().st_mode & 0o777 == 0o600
    blocker = storage.directory / f"{path.name}.tmp"
    blocker.mkdir()
    assert not await file.async_save([2])
    assert await file.async_load() == [1]
    blocker.rmdir()
    assert await file.async_save([3])
    assert await file.async_load() == [3]
    assert list(storage) == [path.name]


async def test_what_is_written_last_counts(
    hass: HomeAssistant, storage: StoredFiles
) -> None:
    """Writes keep their order, and none is cancelled with its caller."""
    file: AccountFile[Any] = AccountFile(hass, "id", None, 1, lambda data: data)
    writes = [asyncio.ensure_future(file.async_save(number)) for number in range(20)]
    await asyncio.sleep(0)
    for write in writes:
        write.cancel()
    await asyncio.gather(*writes, return_exceptions=True)
    await hass.async_block_till_done()
    assert await file.async_load() == 19


async def test_what_cannot_be_written(
    hass: HomeAssistant, storage: StoredFiles, caplog: pytest.LogCaptureFixture
) -> None:
    """A failure is logged once, and so is its end."""
    file: AccountFile[Any] = AccountFile(hass, "id", None, 1, lambda data: data)
    assert not await file.async_save("\ud83d")
    assert not await file.async_save({1})
    assert caplog.text.count("cannot be written") == 1
    assert await file.async_save(1)
    assert await file.async_save(2)
    assert caplog.text.count("can be written again") == 1


async def test_all_files_of_an_account_are_removed(
    hass: HomeAssistant, storage: StoredFiles, entry: MockConfigEntry
) -> None:
    """Also what was set aside, by this or an earlier version, and half a write."""
    name = f"{DOMAIN}.{entry.entry_id}"
    for rest in (
        ".damaged",
        ".readings.damaged",
        ".corrupt.2026-03-01T12:00:00+00:00",
        ".events.corrupt.2026-03-01T12:00:00+00:00",
        ".tmp",
    ):
        storage[f"{name}{rest}"] = {}
    damage(storage, f"{name}.alerts", None)
    kept = [f"{DOMAIN}.{entry.entry_id}x", f"{DOMAIN}.other", "core.other"]
    for other in kept:
        storage[other] = {}
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()
    assert sorted(storage) == sorted(kept)


async def test_removal_waits_for_a_save(
    hass: HomeAssistant, storage: StoredFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A save under way leaves no file behind, whichever set-up began it."""
    go_on = Event()
    write = AccountFile._write

    def wait(file: AccountFile[Any], data: Any) -> None:
        """Write when the test says so."""
        go_on.wait(10)
        write(file, data)

    monkeypatch.setattr(AccountFile, "_write", wait)
    file: AccountFile[Any] = AccountFile(hass, "id", "name", 1, lambda data: data)
    save = asyncio.ensure_future(file.async_save(1))
    await asyncio.sleep(0)
    removal = asyncio.ensure_future(async_remove_files(hass, "id"))
    for _ in range(100):
        await asyncio.sleep(0)
    assert not removal.done()
    go_on.set()
    assert await save
    await removal
    assert not list(storage)


async def test_a_file_that_cannot_be_removed(
    hass: HomeAssistant,
    storage: StoredFiles,
    entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The others are removed, and the log names the one that is left."""

    def refuse(path: Path) -> None:
        raise PermissionError(1, "not permitted")

    damage(storage, f"{DOMAIN}.{entry.entry_id}.alerts", None)
    monkeypatch.setattr(shutil, "rmtree", refuse)
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()
    assert list(storage) == [f"{DOMAIN}.{entry.entry_id}.alerts"]
    assert "alerts cannot be removed" in caplog.text
