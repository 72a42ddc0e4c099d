"""Several people in one home, and what the log says about them."""

from datetime import UTC, datetime, timedelta
import json
import logging
import re

from freezegun.api import FrozenDateTimeFactory
import pytest

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from sandbox.faults import Fault
from sandbox.people import Person
from sandbox.server import Sandbox
from sandbox.tokens import APPLICATIONS

from .common import (
    POLL,
    account_entry,
    async_pass_time,
    async_set_up,
    egv,
    minutes_ago,
    state,
)

pytestmark = pytest.mark.usefixtures("applications")

ALWAYS = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


async def test_ten_accounts(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """Ten people with two applications; what fails for some is no matter to others."""
    people = [f"p{number}" for number in range(10)]
    entries = []
    for number, person in enumerate(people):
        sandbox.add_person(Person(id=person))
        sandbox.add_records(person, "egvs", [egv(minutes_ago(3), 100 + number)])
        entry = account_entry(sandbox, person, title=person, implementation=number % 2)
        entries.append(entry)
        await async_set_up(hass, entry)
    assert [state(hass, person, "glucose_value") for person in people] == [
        str(100 + number) for number in range(10)
    ]

    sandbox.tokens.revoke("p3")
    sandbox.faults.add(Fault(path="*/egvs", person="p5", status=500))
    sandbox.faults.add(Fault(path="*/egvs", person="p7", status=429))
    for number, person in enumerate(people):
        sandbox.add_records(person, "egvs", [egv(minutes_ago(0), 200 + number)])
    freezer.tick(timedelta(hours=2))
    for number, person in enumerate(people):
        sandbox.add_records(person, "egvs", [egv(minutes_ago(0), 210 + number)])
    await async_pass_time(hass, freezer, timedelta(0))
    failing = {3: "auth_required", 5: "cannot_connect", 7: "rate_limited"}
    for number, person in enumerate(people):
        assert state(hass, person, "data_status") == failing.get(number, "ok")
        if number not in failing:
            assert state(hass, person, "glucose_value") == str(210 + number)
            assert entries[number].data["token"]["renewals"] == 1
    clients = {
        request.person_id: request.client_id
        for request in sandbox.requests
        if request.path.endswith("/egvs")
    }
    for number, person in enumerate(people):
        assert clients[person] == APPLICATIONS[number % 2].client_id or number == 3


async def test_the_log_holds_no_secret(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A whole session at the most talkative level says nothing that is private."""
    caplog.set_level(logging.DEBUG)
    values = [137, 149, 151, 163, 167, 173]
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(3), values[0]), "junk"])
    entry = account_entry(sandbox, "ada")
    secrets = {"ab" * 32, APPLICATIONS[0].client_secret}

    def remember() -> None:
        token = entry.data["token"]
        secrets.update((token["access_token"], token["refresh_token"]))

    remember()
    await async_set_up(hass, entry)
    faults = [
        Fault(path="*/token", status=500),
        Fault(path="*/token", drop="after", times=1),
        Fault(path="*/egvs", status=401, times=1),
        Fault(path="*/egvs", malformed=True),
        Fault(path="*/egvs", truncate=True),
    ]
    for value, fault in zip(values[1:], faults, strict=True):
        sandbox.add_records("ada", "egvs", [egv(minutes_ago(0), value)])
        sandbox.faults.add(fault)
        freezer.tick(timedelta(hours=2))
        await async_pass_time(hass, freezer, POLL)
        remember()
        sandbox.faults.clear()
        await async_pass_time(hass, freezer, POLL)
        remember()
        if entry.state is ConfigEntryState.LOADED and value == values[2]:
            # The dropped answer took the login with it.
            fresh = account_entry(sandbox, "ada").data
            hass.config_entries.async_update_entry(entry, data=fresh)
            hass.config_entries.async_schedule_reload(entry.entry_id)
            await hass.async_block_till_done(wait_background_tasks=True)
            remember()
    await hass.config_entries.async_unload(entry.entry_id)

    # The test library logs what it writes to its stand-in for the disk, and Home
    # Assistant's event bus logs all states: neither is ours to say.
    lines = [
        record.getMessage() + (record.exc_text or "")
        for record in caplog.records
        if not record.name.startswith("pytest_homeassistant")
    ]
    assert any("Fetching Dexcom CGM glucose data recovered" in line for line in lines)
    for secret in secrets:
        assert not [line for line in lines if secret in line]
    own = [
        record.getMessage() + (record.exc_text or "")
        for record in caplog.records
        if record.name != "homeassistant.core"
        and not record.name.startswith("pytest_homeassistant")
    ]
    glucose = re.compile(rf"\b({'|'.join(map(str, values))})\b")
    # The numbers of lines in tracebacks are no glucose.
    assert not [line for line in own if glucose.search(re.sub(r"\bline \d+", "", line))]


@pytest.mark.parametrize("endpoint", ["egvs", "events", "alerts", "devices"])
async def test_answers_for_another_account(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    endpoint: str,
) -> None:
    """Another person's data are not shown, and the log says what to do."""
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(3), 100)])
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    foreign = json.dumps({"userId": "cafe" * 16, "records": [egv(minutes_ago(0), 55)]})
    sandbox.faults.add(Fault(path=f"*/{endpoint}", body=foreign))
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(0), 110)])
    await async_pass_time(hass, freezer, POLL)
    await async_pass_time(hass, freezer, timedelta(minutes=16))
    glucose = entry.runtime_data.glucose
    if endpoint == "egvs":
        assert state(hass, "ada", "data_status") == "cannot_connect"
        assert state(hass, "ada", "glucose_value") == "100"
    else:
        assert state(hass, "ada", "data_status") == "ok"
        assert state(hass, "ada", "glucose_value") == "110"
    assert all(reading.value != 55 for reading in glucose.readings.log.between(*ALWAYS))
    assert "cafecafe" not in caplog.text
    if endpoint != "devices":
        assert "belongs to a different account" in caplog.text
    sandbox.faults.clear()
    await async_pass_time(hass, freezer, POLL)
    assert state(hass, "ada", "glucose_value") == "110"
    assert state(hass, "ada", "data_status") == "ok"
