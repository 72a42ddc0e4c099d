"""Half values are rounded away from zero, and limits mean what is shown."""

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given, strategies as st
import pytest

from custom_components.dexcom_cgm.glucose import (
    highest_shown_as,
    lowest_shown_as,
    round_half_away,
    shown_in_mmol_l,
)
from homeassistant.util.unit_conversion import BloodGlucoseConcentrationConverter


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (180.5, 0, 181),
        (181.5, 0, 182),
        (-180.5, 0, -181),
        (0.5, 0, 1),
        (0.25, 1, 0.3),
        (0.35, 1, 0.4),
        (1.15, 1, 1.2),
        (-2.65, 1, -2.7),
        (12.249, 1, 12.2),
        (-0.04, 1, 0.0),
        (120, 0, 120),
        (120, 1, 120.0),
    ],
)
def test_half_values(value: float, digits: int, expected: float) -> None:
    """As people round, and not to the even neighbor."""
    rounded = round_half_away(value, digits)
    assert rounded == expected
    assert str(rounded) == str(expected)


@given(st.integers(-401, 401))
def test_as_home_assistant_converts(value: int) -> None:
    """The factor is Home Assistant's."""
    converted = BloodGlucoseConcentrationConverter.convert(value, "mg/dL", "mmol/L")
    shown = Decimal(repr(converted)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert shown_in_mmol_l(value) == float(shown)


@pytest.mark.parametrize(
    ("limit", "lowest", "highest"),
    [
        (3.9, 70, 71),
        (10.0, 180, 181),
        (13.9, 250, 251),
        (3.1, 55, 56),
        (22.3, 401, 402),
    ],
)
def test_limits(limit: float, lowest: int, highest: int) -> None:
    """A limit in mmol/L is every reading that is shown as it."""
    assert (lowest_shown_as(limit), highest_shown_as(limit)) == (lowest, highest)
    assert shown_in_mmol_l(lowest) == shown_in_mmol_l(highest) == limit


@given(st.integers(39, 401), st.floats(0, 30))
def test_limits_go_by_what_is_shown(value: int, limit: float) -> None:
    """Whatever the limit is, also one between two that can be shown."""
    shown = shown_in_mmol_l(value)
    assert (value >= lowest_shown_as(limit)) is (shown >= limit)
    assert (value <= highest_shown_as(limit)) is (shown <= limit)
