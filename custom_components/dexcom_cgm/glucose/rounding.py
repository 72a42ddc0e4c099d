"""Rounding of values for display, and the readings that a displayed limit stands for.

Readings, thresholds and bands are whole mg/dL and are compared as such. mmol/L is shown
with one decimal, so that several readings are shown as the same value: 180 and 181
mg/dL are both shown as 10.0. A limit that was entered in mmol/L therefore means all of
the readings that are shown as it.
"""

from bisect import bisect_left, bisect_right
from decimal import ROUND_HALF_UP, Decimal

from .ranges import ABOVE_RANGE, MG_DL_PER_MMOL_L

# Greater floats have no fraction.
_PRECISE = 2.0**52


def round_half_away(value: float, digits: int = 0) -> float:
    """Return a number with some decimals, half values away from zero.

    180.5 becomes 181, where Python's round() gives 180. Without decimals it is an int.
    Infinity, NaN and numbers beyond the precision of a float are returned unchanged.
    """
    if not abs(value) < _PRECISE:
        return value
    # The shortest decimal that represents the float: 1.15, not 1.1499999...
    rounded = Decimal(repr(value)).quantize(Decimal((0, (1,), -digits)), ROUND_HALF_UP)
    # Adding zero turns -0.0 into 0.0.
    return float(rounded) + 0.0 if digits else int(rounded)


def shown_in_mmol_l(value: float) -> float:
    """Return glucose in mg/dL as it is shown in mmol/L, with one decimal."""
    return round_half_away(value / MG_DL_PER_MMOL_L, 1)


# Each value in mg/dL as it is shown in mmol/L.
_SHOWN = [shown_in_mmol_l(value) for value in range(ABOVE_RANGE + 2)]


def lowest_shown_as(limit: float) -> int:
    """Return the least reading in mg/dL that is shown as a limit in mmol/L or above."""
    return bisect_left(_SHOWN, limit)


def highest_shown_as(limit: float) -> int:
    """Return the greatest reading in mg/dL shown as a limit in mmol/L or below."""
    return bisect_right(_SHOWN, limit) - 1
