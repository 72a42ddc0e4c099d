"""The names that automations rely on stay as they are."""

from importlib import import_module

import pytest

from homeassistant.util import slugify

from .entities import PLATFORMS, descriptions
from .source import texts

MEASURES_ON = (
    "time_in_range",
    "mean_glucose",
    "gmi",
    "glucose_variability",
    "time_below_range",
    "time_above_range",
    "cgm_active",
)
MEASURES_OFF = (
    "time_very_low",
    "time_very_high",
    "time_in_tight_range",
    "gri",
    "standard_deviation",
)
ON = {
    "sensor": {
        "glucose_value",
        "glucose_trend",
        "glucose_delta",
        "last_reading",
        "data_status",
        "time_in_range_1d",
        *(f"{measure}_14d" for measure in MEASURES_ON),
        "last_long_acting_insulin",
        "last_fast_acting_insulin",
        "last_carbs",
    },
    "binary_sensor": {"low", "urgent_low", "high"},
    "event": {"dexcom_alert", "logged_event"},
}
OFF = {
    "sensor": {
        "glucose_rate",
        "data_delay",
        *(f"{measure}_14d" for measure in MEASURES_OFF),
        "last_upload",
        "last_exercise",
        *(
            f"{measure}_{days}d"
            for measure in (*MEASURES_ON, *MEASURES_OFF)
            for days in (30, 90)
        ),
    },
    "binary_sensor": set[str](),
    "event": set[str](),
}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_keys(platform: str) -> None:
    """A platform has these entities, and these are on by default."""
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for description in descriptions(platform):
        found[description.entity_registry_enabled_default].add(description.key)
    assert found == {
        True: ON[platform],
        False: OFF[platform],
    }


def test_platforms() -> None:
    """There are these platforms and no others, and all are forwarded to."""
    package = import_module("custom_components.dexcom_cgm")
    assert set(PLATFORMS) == ON.keys()
    assert set(package.PLATFORMS) == ON.keys()


@pytest.mark.parametrize("platform", PLATFORMS)
def test_parallel_updates(platform: str) -> None:
    """Platforms that only read do not limit updates."""
    module = import_module(f"custom_components.dexcom_cgm.{platform}")
    assert module.PARALLEL_UPDATES == 0


@pytest.mark.parametrize("key", ["glucose_value", "glucose_trend"])
def test_names_like_the_other_dexcom_integration(key: str) -> None:
    """Home Assistant's own Dexcom integration calls these the same."""
    assert slugify(texts("entity", "sensor", key)["name"]) == key
