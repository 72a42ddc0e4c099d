"""Action calls: the account they mean, who may make them, and what a caller reads."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from custom_components.dexcom_cgm.const import DOMAIN
from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.auth.permissions.models import PermissionLookup
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError, Unauthorized, UnknownUser
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.setup import async_setup_component
from sandbox.people import Person
from sandbox.server import Sandbox

from .automations.common import device_of
from .common import NOW, account_entry, async_set_up, egv, entity_id

pytestmark = pytest.mark.usefixtures("applications")

START = (NOW - timedelta(hours=2)).isoformat()
READING_ACTIONS = {
    "get_readings": ("sensor", "glucose_value"),
    "get_report": ("sensor", "glucose_value"),
    "get_events": ("event", "logged_event"),
}
ACTIONS = [*READING_ACTIONS, "import_history"]


@pytest.fixture
async def ada(hass: HomeAssistant, sandbox: Sandbox) -> MockConfigEntry:
    """Return ada's account, with a reading of 120."""
    sandbox.add_records("ada", "egvs", [egv(NOW - timedelta(hours=1), 120)])
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    return entry


@pytest.fixture
async def bob(hass: HomeAssistant, sandbox: Sandbox) -> MockConfigEntry:
    """Return bob's account, with a reading of 80."""
    sandbox.add_person(Person(id="bob"))
    sandbox.add_records("bob", "egvs", [egv(NOW - timedelta(hours=1), 80)])
    entry = account_entry(sandbox, "bob", title="Bob")
    await async_set_up(hass, entry)
    return entry


async def async_call(
    hass: HomeAssistant, action: str, context: Context | None = None, **data: Any
) -> dict[str, Any]:
    """Call an action and return its response."""
    response = await hass.services.async_call(
        DOMAIN,
        action,
        {"start": START, **data},
        blocking=True,
        return_response=True,
        context=context,
    )
    assert response is not None
    return dict(response)


async def values(hass: HomeAssistant, **data: Any) -> list[int]:
    """Return the values of an account's readings."""
    answer = await async_call(hass, "get_readings", **data)
    return [reading["value"] for reading in answer["readings"]]


async def test_only_account(hass: HomeAssistant, ada: MockConfigEntry) -> None:
    """With one account, none must be named."""
    assert await values(hass) == [120]
    MockConfigEntry(domain=DOMAIN, disabled_by=ConfigEntryDisabler.USER).add_to_hass(
        hass
    )
    assert await values(hass) == [120]


async def test_named_account(
    hass: HomeAssistant, ada: MockConfigEntry, bob: MockConfigEntry
) -> None:
    """An account is named by itself, its device, an entity, an area or a label."""
    device = device_of(hass, bob)
    low = entity_id(hass, "bob", "low", "binary_sensor")
    status = entity_id(hass, "bob", "data_status")
    area = ar.async_get(hass).async_create("Bob's room").id
    dr.async_get(hass).async_update_device(device, area_id=area)
    for target in (
        {"config_entry_id": bob.entry_id},
        {"device_id": device},
        {"device_id": [device]},
        {"entity_id": low},
        {"entity_id": [low, status]},
        {"entity_id": low, "device_id": device, "config_entry_id": bob.entry_id},
        {"area_id": area},
    ):
        assert await values(hass, **target) == [80], target
    assert await values(hass, entity_id=entity_id(hass, "ada", "low", "binary_sensor"))


async def test_scripts(
    hass: HomeAssistant,
    ada: MockConfigEntry,
    bob: MockConfigEntry,
    hass_read_only_user: MockUser,
) -> None:
    """A script may give a target, and has the permissions of who starts it."""
    script = {
        "sequence": [
            {
                "action": f"{DOMAIN}.get_readings",
                "target": {"entity_id": [entity_id(hass, "bob", "glucose_value")]},
                "data": {"start": "{{ now() - timedelta(hours=2) }}"},
                "response_variable": "found",
            },
            {"stop": "", "response_variable": "found"},
        ]
    }
    assert await async_setup_component(hass, "script", {"script": {"read": script}})

    async def async_run(context: Context) -> Any:
        """Run the script."""
        return await hass.services.async_call(
            "script", "read", blocking=True, return_response=True, context=context
        )

    reader = Context(user_id=hass_read_only_user.id)
    for context in (Context(), reader):
        found = await async_run(context)
        assert [reading["value"] for reading in found["readings"]] == [80]
    hass_read_only_user.mock_policy({"entities": {"domains": {"script": True}}})
    with pytest.raises(Unauthorized):
        await async_run(reader)


async def test_device_without_entities_to_see(
    hass: HomeAssistant, ada: MockConfigEntry, bob: MockConfigEntry
) -> None:
    """A device means its account also where its entities are disabled."""
    registry = er.async_get(hass)
    device = device_of(hass, bob)
    for entity in er.async_entries_for_device(registry, device):
        registry.async_update_entity(
            entity.entity_id, disabled_by=er.RegistryEntryDisabler.USER
        )
    assert await values(hass, device_id=device) == [80]


async def test_no_account(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """Without any account it is said so."""
    assert await async_setup_component(hass, DOMAIN, {})
    with pytest.raises(ServiceValidationError) as caught:
        await async_call(hass, "get_readings")
    assert caught.value.translation_key == "no_account"


async def test_unclear_account(
    hass: HomeAssistant, ada: MockConfigEntry, bob: MockConfigEntry
) -> None:
    """A call that means no account, or more than one, is refused with the reason."""
    light = er.async_get(hass).async_get_or_create("light", "other", "1").entity_id
    other = MockConfigEntry(domain="other")
    other.add_to_hass(hass)
    foreign = (
        dr.async_get(hass)
        .async_get_or_create(
            config_entry_id=other.entry_id, identifiers={("other", "1")}
        )
        .id
    )
    area = ar.async_get(hass).async_create("Empty").id
    mine = entity_id(hass, "ada", "glucose_value")
    for target, key in (
        ({}, "several_accounts"),
        ({"entity_id": [mine, entity_id(hass, "bob", "low", "binary_sensor")]}, None),
        ({"entity_id": mine, "config_entry_id": bob.entry_id}, None),
        ({"entity_id": light}, "target_of_no_account"),
        ({"entity_id": [mine, light]}, "target_of_no_account"),
        ({"entity_id": "sensor.nobody_knows"}, "target_of_no_account"),
        ({"entity_id": "all"}, "target_of_no_account"),
        ({"device_id": foreign}, "target_of_no_account"),
        ({"device_id": "nothing"}, "target_of_no_account"),
        ({"area_id": area}, "account_not_found"),
        ({"config_entry_id": other.entry_id}, "account_not_found"),
    ):
        with pytest.raises(ServiceValidationError) as caught:
            await values(hass, **target)
        assert caught.value.translation_key == (key or "several_accounts"), target


async def test_user_without_permission(
    hass: HomeAssistant, ada: MockConfigEntry, hass_read_only_user: MockUser
) -> None:
    """A user who may read nothing of an account gets nothing, and imports nothing."""
    hass_read_only_user.mock_policy({"entities": {"entity_ids": {"light.lamp": True}}})
    context = Context(user_id=hass_read_only_user.id)
    for action in ACTIONS:
        with pytest.raises(Unauthorized):
            await async_call(hass, action, context)


@pytest.mark.parametrize("action", READING_ACTIONS)
async def test_user_with_permission(
    hass: HomeAssistant,
    sandbox: Sandbox,
    ada: MockConfigEntry,
    bob: MockConfigEntry,
    hass_read_only_user: MockUser,
    action: str,
) -> None:
    """A user may read the history of what they may read now, and nothing else."""
    platform, key = READING_ACTIONS[action]
    readable = entity_id(hass, "ada", key, platform)
    context = Context(user_id=hass_read_only_user.id)
    hass_read_only_user.perm_lookup = PermissionLookup(
        er.async_get(hass), dr.async_get(hass)
    )
    for policy in (
        {"entity_ids": {readable: {POLICY_READ: True}}},
        {"device_ids": {device_of(hass, ada): {POLICY_READ: True}}},
    ):
        hass_read_only_user.mock_policy({"entities": policy})
        assert await async_call(hass, action, context, config_entry_id=ada.entry_id)
        with pytest.raises(Unauthorized):
            await async_call(hass, action, context, config_entry_id=bob.entry_id)
    # Permission to control is not permission to read, nor is that of another entity.
    for entities in (
        {readable: {"control": True}},
        {entity_id(hass, "ada", "data_status"): {POLICY_READ: True}},
        {},
    ):
        hass_read_only_user.mock_policy({"entities": {"entity_ids": entities}})
        with pytest.raises(Unauthorized):
            await async_call(hass, action, context, config_entry_id=ada.entry_id)


async def test_ordinary_users(
    hass: HomeAssistant,
    ada: MockConfigEntry,
    hass_read_only_user: MockUser,
    hass_admin_user: MockUser,
) -> None:
    """Users who may read all entities may read; only administrators import."""
    reader = Context(user_id=hass_read_only_user.id)
    for action in READING_ACTIONS:
        assert await async_call(hass, action, reader)
    with pytest.raises(Unauthorized):
        await async_call(hass, "import_history", reader)
    admin = Context(user_id=hass_admin_user.id)
    for action in ACTIONS:
        assert await async_call(hass, action, admin)


async def test_no_user(hass: HomeAssistant, ada: MockConfigEntry) -> None:
    """Automations call without a user; a user who is gone may do nothing."""
    for action in ACTIONS:
        assert await async_call(hass, action, Context())
        with pytest.raises(UnknownUser):
            await async_call(hass, action, Context(user_id="gone"))


async def test_permission_for_an_account_that_is_gone_wrong(
    hass: HomeAssistant, ada: MockConfigEntry, hass_read_only_user: MockUser
) -> None:
    """Without a known entity, only users who may read everything may read."""
    MockConfigEntry(domain=DOMAIN, entry_id="new", unique_id="new").add_to_hass(hass)
    context = Context(user_id=hass_read_only_user.id)
    with pytest.raises(ServiceValidationError) as caught:
        await async_call(hass, "get_readings", context, config_entry_id="new")
    assert caught.value.translation_key == "account_not_loaded"
    hass_read_only_user.mock_policy({"entities": {"domains": {"sensor": True}}})
    with pytest.raises(Unauthorized):
        await async_call(hass, "get_readings", context, config_entry_id="new")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "The field start is required"),
        ({"start": "soon"}, "The field start is not a valid time."),
        (
            {"start": "0001-01-01T00:00:00+14:00"},
            "The field start is not a valid time.",
        ),
        (
            {"start": "9999-12-31T23:00:00-14:00"},
            "The field start is not a valid time.",
        ),
        ({"start": START, "person": "ada"}, "The field person is not valid"),
        (
            {"start": START, "unit": "g"},
            "The field unit is not valid: value must be one",
        ),
        ({"start": START, "entity_id": "ada"}, "The field entity_id is not valid"),
        (
            {"start": START, "entity_id": "sun.sun"},
            "sun.sun is not an entity or device",
        ),
        ({"start": START, "device_id": "no"}, "no is not an entity or device"),
        ({"start": START, "config_entry_id": "no"}, "No Dexcom account has this ID"),
        ({"start": START, "config_entry_id": 1}, "The field config_entry_id is not"),
        ({"start": START, "end": START}, "The end must be after the start"),
        (["start"], "The action data must be fields with values"),
    ],
)
async def test_errors_over_the_apis(
    hass: HomeAssistant,
    ada: MockConfigEntry,
    hass_client: ClientSessionGenerator,
    hass_ws_client: WebSocketGenerator,
    data: Any,
    message: str,
) -> None:
    """The REST and the websocket API both say what is wrong."""
    assert await async_setup_component(hass, "api", {})
    for action in ACTIONS:
        if "unit" in data and action in ("get_events", "import_history"):
            continue
        client = await hass_client()
        path = f"/api/services/{DOMAIN}/{action}?return_response"
        response = await client.post(path, json=data)
        assert response.status == 400
        assert (await response.json())["message"].startswith(message)
        if isinstance(data, dict):
            socket = await hass_ws_client()
            await socket.send_json_auto_id(
                {
                    "type": "call_service",
                    "domain": DOMAIN,
                    "service": action,
                    "service_data": data,
                    "return_response": True,
                }
            )
            answer = await socket.receive_json()
            assert answer["error"]["code"] == "service_validation_error"
            assert message in answer["error"]["message"]


async def test_calls_over_rest(
    hass: HomeAssistant,
    ada: MockConfigEntry,
    hass_client: ClientSessionGenerator,
    hass_admin_user: MockUser,
) -> None:
    """Seconds since 1970, an entity and no account work over REST; permission counts."""
    assert await async_setup_component(hass, "api", {})
    client = await hass_client()
    path = f"/api/services/{DOMAIN}/get_readings?return_response"
    start = NOW.timestamp() - 7200
    for data in (
        {"start": start},
        {"start": int(start), "entity_id": "sensor.dexcom_cgm_glucose_value"},
        {"start": str(start), "device_id": device_of(hass, ada)},
        {"start": START, "config_entry_id": ada.entry_id},
    ):
        response = await client.post(path, json=data)
        assert response.status == 200
        answer = (await response.json())["service_response"]
        assert [reading["value"] for reading in answer["readings"]] == [120]
    hass_admin_user.groups = []
    hass_admin_user.mock_policy({})
    for action in ACTIONS:
        path = f"/api/services/{DOMAIN}/{action}?return_response"
        response = await client.post(path, json={"start": START})
        assert response.status == 401
