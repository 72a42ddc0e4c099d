"""Targets and thresholds of triggers and conditions that could never work."""

from typing import Any

import pytest
import voluptuous as vol

from custom_components.dexcom_cgm.condition import CONDITIONS
from custom_components.dexcom_cgm.trigger import TRIGGERS
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from sandbox.server import Sandbox
from tests.common import entity_id

from .common import async_account, device_of

pytestmark = pytest.mark.usefixtures("applications")

MG_DL, MMOL_L = "mg/dL", "mmol/L"


async def async_validate(
    hass: HomeAssistant, target: dict[str, Any], threshold: dict[str, Any] | None = None
) -> None:
    """Validate a trigger and a condition."""
    config: dict[str, Any] = {"target": target}
    trigger, condition = TRIGGERS["became_low"], CONDITIONS["is_low"]
    if threshold is not None:
        config["options"] = {"threshold": threshold}
        trigger, condition = (
            TRIGGERS["glucose_crossed_threshold"],
            CONDITIONS["glucose_is"],
        )
    # If the first one raises, the second one must too.
    refused: list[vol.Invalid] = []
    for kind in (trigger, condition):
        try:
            await kind.async_validate_config(hass, config)
        except vol.Invalid as err:
            refused.append(err)
    assert len(refused) in (0, 2)
    if refused:
        raise refused[0]


async def test_targets(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """Any entity of an account will do, and what may come yet."""
    entry = await async_account(hass, sandbox)
    foreign = er.async_get(hass).async_get_or_create("sensor", "nightscout", "1")
    mine = entity_id(hass, "ada", "high", "binary_sensor")
    for target in (
        {"entity_id": mine},
        {"entity_id": [foreign.entity_id, mine]},
        {"entity_id": foreign.entity_id, "device_id": device_of(hass, entry)},
        {"entity_id": "sensor.of_an_account_that_comes_later"},
        {"device_id": "of_an_account_that_comes_later"},
        {"area_id": "kitchen"},
    ):
        await async_validate(hass, target)


async def test_foreign_targets(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """A target with only entities of other integrations is refused."""
    await async_account(hass, sandbox)
    registry = er.async_get(hass)
    first = registry.async_get_or_create("sensor", "nightscout", "1").entity_id
    second = registry.async_get_or_create("sensor", "dexcom", "1").entity_id
    for target in ({"entity_id": first}, {"entity_id": [first, second]}):
        with pytest.raises(vol.Invalid, match="not of a Dexcom account"):
            await async_validate(hass, target)


def limit(number: float, unit: str) -> dict[str, Any]:
    """Return a limit of a threshold."""
    return {"number": number, "unit_of_measurement": unit}


@pytest.mark.parametrize(
    "threshold",
    [
        {"type": "below", "value": limit(3.9, MG_DL)},
        {"type": "below", "value": limit(0, MG_DL)},
        {"type": "above", "value": limit(180, MMOL_L)},
        {
            "type": "between",
            "value_min": limit(3.9, MG_DL),
            "value_max": limit(10, MG_DL),
        },
        {
            "type": "between",
            "value_min": limit(70, MMOL_L),
            "value_max": limit(180, MMOL_L),
        },
    ],
)
async def test_wrong_unit(
    hass: HomeAssistant, sandbox: Sandbox, threshold: dict[str, Any]
) -> None:
    """A threshold that no reading can meet is refused, with the other unit."""
    await async_account(hass, sandbox)
    with pytest.raises(vol.Invalid, match=r"no reading is .*; did you mean .*\?"):
        await async_validate(hass, {"entity_id": "sensor.any"}, threshold)


@pytest.mark.parametrize(
    "threshold",
    [
        {"type": "below", "value": limit(3.9, MMOL_L)},
        {"type": "below", "value": limit(40, MG_DL)},
        {"type": "above", "value": limit(0, MG_DL)},
        {"type": "above", "value": limit(400, MG_DL)},
        {"type": "above", "value": limit(22.2, MMOL_L)},
        {
            "type": "between",
            "value_min": limit(0, MG_DL),
            "value_max": limit(70, MG_DL),
        },
        {
            "type": "outside",
            "value_min": limit(3.9, MMOL_L),
            "value_max": limit(10, MMOL_L),
        },
        {"type": "below", "value": {"entity": "input_number.limit"}},
    ],
)
async def test_right_unit(
    hass: HomeAssistant, sandbox: Sandbox, threshold: dict[str, Any]
) -> None:
    """A threshold that a reading can meet is taken."""
    await async_account(hass, sandbox)
    await async_validate(hass, {"entity_id": "sensor.any"}, threshold)


async def test_longest_age(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """An age that no calendar holds is refused, not an error at each reading."""
    await async_account(hass, sandbox)
    target = {"entity_id": "sensor.any"}
    for kind, option, rest in (
        (TRIGGERS["became_low"], "younger_than", {}),
        (CONDITIONS["is_low"], "younger_than", {}),
        (CONDITIONS["was_logged_within"], "within", {"types": ["carbs"]}),
    ):
        config = {"target": target, "options": {option: {"days": 365}, **rest}}
        await kind.async_validate_config(hass, config)
        config["options"] = {option: {"days": 999_999}, **rest}
        with pytest.raises(vol.Invalid):
            await kind.async_validate_config(hass, config)
