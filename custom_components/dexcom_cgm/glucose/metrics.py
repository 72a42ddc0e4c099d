"""The clinical measures of readings over a time.

Values are whole mg/dL from 39 to 401. 39 stands for "below 40" and 401 for "above
400"; both count in their bands and in means, as in Dexcom Clarity. The limits of the bands are whole mg/dL in either unit: 181 mg/dL is above range,
although it is shown as 10.0 mmol/L. Shares are percentages of the readings, not of the
clock. Nothing is rounded. Unknown measures are None, never 0; Sufficiency decides whether
there are enough readings for conclusions.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, floor, log, sqrt, sumprod
from typing import Self, override

from .ranges import (
    ABOVE_RANGE,
    BELOW_RANGE,
    HIGH,
    LOW,
    MG_DL_PER_MMOL_L,
    TIGHT_HIGH,
    VERY_HIGH,
    VERY_LOW,
)

_HOUR = 3600
_DAY = 24 * _HOUR
_VALUES = range(BELOW_RANGE, ABOVE_RANGE + 1)
_ZONES = "ABCDE"


def _risk(value: int) -> float:
    """Return the signed distance of a value from 112.5 mg/dL on Kovatchev's scale."""
    scaled: float = log(value) ** 1.084
    return 1.509 * (scaled - 5.381)


_LOW_RISKS = [10 * min(_risk(value), 0.0) ** 2 for value in _VALUES]
_HIGH_RISKS = [10 * max(_risk(value), 0.0) ** 2 for value in _VALUES]


class Distribution:
    """The count of each value, from which the measures are computed.

    As only counts are kept, measures are exact and independent of the order of readings,
    and windows can be added and subtracted. The time for a measure does not depend on the
    number of readings. The number of readings and the sums of values and squares are
    updated with each change.
    """

    __slots__ = ("_counts", "_number", "_squares", "_total")

    def __init__(self, values: Iterable[int] = ()) -> None:
        """Count values in mg/dL; ValueError for a value outside 39 to 401."""
        self._counts = [0] * len(_VALUES)
        self._number = self._total = self._squares = 0
        for value, count in Counter(values).items():
            self.add(value, count)

    def add(self, value: int, count: int = 1) -> None:
        """Add to the count of a value, or subtract; ValueError if it gets negative."""
        position = _position(value)
        if self._counts[position] + count < 0:
            raise ValueError("This value was not counted")
        self._counts[position] += count
        self._number += count
        self._total += count * value
        self._squares += count * value * value

    def remove(self, value: int) -> None:
        """Subtract a value; ValueError if it was not counted."""
        self.add(value, -1)

    def __len__(self) -> int:
        """Return the number of readings."""
        return self._number

    def __add__(self, other: Self) -> Self:
        """Return the merged distribution."""
        both = type(self)()
        both._counts = [
            mine + its for mine, its in zip(self._counts, other._counts, strict=True)
        ]
        both._number = self._number + other._number
        both._total = self._total + other._total
        both._squares = self._squares + other._squares
        return both

    def __sub__(self, other: Self) -> Self:
        """Return the distribution without a part; ValueError if it is not a part."""
        rest = type(self)()
        rest._counts = [
            mine - its for mine, its in zip(self._counts, other._counts, strict=True)
        ]
        if min(rest._counts) < 0:
            raise ValueError("Some of these values were not counted")
        rest._number = self._number - other._number
        rest._total = self._total - other._total
        rest._squares = self._squares - other._squares
        return rest

    @override
    def __eq__(self, other: object) -> bool:
        """Return whether all counts are equal."""
        if not isinstance(other, Distribution):
            return NotImplemented
        return self._counts == other._counts

    @override
    def __hash__(self) -> int:
        """Raise TypeError, as a distribution is mutable."""
        raise TypeError("A distribution changes")

    def count(self, lowest: int = BELOW_RANGE, highest: int = ABOVE_RANGE) -> int:
        """Return the number of values from lowest to highest, both included."""
        return sum(self._counts[lowest - BELOW_RANGE : highest + 1 - BELOW_RANGE])

    def share(
        self, lowest: int = BELOW_RANGE, highest: int = ABOVE_RANGE
    ) -> float | None:
        """Return the share of values from lowest to highest, both included, in %."""
        # A division of integers, so that exactly 4 % is 4.0 and not less.
        return _ratio(100 * self.count(lowest, highest), len(self))

    @property
    def time_very_low(self) -> float | None:
        """Return the share < 54 mg/dL in %: below range, level 2.

        This and the other bands: Battelino 2019, doi:10.2337/dci19-0028.
        """
        return self.share(highest=VERY_LOW - 1)

    @property
    def time_low(self) -> float | None:
        """Return the share 54 <= x <= 69 mg/dL in %: below range, level 1 only."""
        return self.share(VERY_LOW, LOW - 1)

    @property
    def time_below_range(self) -> float | None:
        """Return the share < 70 mg/dL in %: both levels."""
        return self.share(highest=LOW - 1)

    @property
    def time_in_range(self) -> float | None:
        """Return the share 70 <= x <= 180 mg/dL in %."""
        return self.share(LOW, HIGH)

    @property
    def time_in_tight_range(self) -> float | None:
        """Return the share 70 <= x <= 140 mg/dL in %; PMC10877396."""
        return self.share(LOW, TIGHT_HIGH)

    @property
    def time_above_range(self) -> float | None:
        """Return the share > 180 mg/dL in %: both levels."""
        return self.share(HIGH + 1)

    @property
    def time_high(self) -> float | None:
        """Return the share 181 <= x <= 250 mg/dL in %: above range, level 1 only."""
        return self.share(HIGH + 1, VERY_HIGH)

    @property
    def time_very_high(self) -> float | None:
        """Return the share > 250 mg/dL in %: above range, level 2."""
        return self.share(VERY_HIGH + 1)

    @property
    def mean(self) -> float | None:
        """Return the mean in mg/dL."""
        return _ratio(self._total, self._number)

    @property
    def standard_deviation(self) -> float | None:
        """Return the sample standard deviation (n - 1) in mg/dL, None below 2."""
        count, total = self._number, self._total
        variance = _ratio(count * self._squares - total * total, count * (count - 1))
        return None if variance is None else sqrt(variance)

    @property
    def variability(self) -> float | None:
        """Return the coefficient of variation in %, the standard deviation / mean.

        Up to 36 % is stable; Danne 2017, doi:10.2337/dc17-1600.
        """
        mean, deviation = self.mean, self.standard_deviation
        return None if mean is None or deviation is None else 100 * deviation / mean

    @property
    def is_stable(self) -> bool | None:
        """Return whether the coefficient of variation is at most 36 %."""
        variability = self.variability
        return None if variability is None else variability <= 36

    @property
    def gmi(self) -> float | None:
        """Return the glucose management indicator in %.

        3.31 + 0.02392 x mean in mg/dL; Bergenstal 2018, doi:10.2337/dc18-1581. It is
        not a laboratory HbA1c and likely differs from it.
        """
        mean = self.mean
        return None if mean is None else 3.31 + 0.02392 * mean

    @property
    def gmi_mmol_mol(self) -> float | None:
        """Return the glucose management indicator in mmol/mol.

        12.71 + 4.70587 x mean in mmol/L, not converted from %; same source.
        """
        mean = self.mean
        return None if mean is None else 12.71 + 4.70587 * mean / MG_DL_PER_MMOL_L

    @property
    def gri(self) -> float | None:
        """Return the glycemia risk index, 0 to 100, lower is better.

        3.0 x very low + 2.4 x low + 1.6 x very high + 0.8 x high, each in %, at most
        100; Klonoff 2022, doi:10.1177/19322968221085273.
        """
        weighted = (
            300 * self.count(highest=VERY_LOW - 1)
            + 240 * self.count(VERY_LOW, LOW - 1)
            + 160 * self.count(VERY_HIGH + 1)
            + 80 * self.count(HIGH + 1, VERY_HIGH)
        )
        index = _ratio(weighted, len(self))
        return None if index is None else min(index, 100.0)

    @property
    def gri_zone(self) -> str | None:
        """Return the zone of the index: A 0-20, B to 40, C to 60, D to 80, E to 100.

        An upper limit belongs to the lower zone: 20 is A, anything above is B.
        """
        gri = self.gri
        return None if gri is None else _ZONES[max(ceil(gri / 20) - 1, 0)]

    @property
    def lbgi(self) -> float | None:
        """Return Kovatchev's low blood glucose index.

        The mean over all readings of 10 x f², where f < 0 and else 0, with f = 1.509 x
        (ln(mg/dL)^1.084 - 5.381); Kovatchev 2006, doi:10.2337/diacare.29.11.2433.
        """
        return _ratio(sumprod(_LOW_RISKS, self._counts), len(self))

    @property
    def hbgi(self) -> float | None:
        """Return Kovatchev's high blood glucose index, the same where f > 0."""
        return _ratio(sumprod(_HIGH_RISKS, self._counts), len(self))

    def percentile(self, percent: float) -> float | None:
        """Return a percentile of the values in mg/dL, None without readings.

        Interpolated linearly at the rank (n - 1) x percent / 100, counted from 0: type 7
        of Hyndman and Fan, the default of R and NumPy.
        """
        if not self:
            return None
        ranks = list(accumulate(self._counts))
        rank = (ranks[-1] - 1) * percent / 100
        lower = _VALUES[bisect_right(ranks, floor(rank))]
        upper = _VALUES[bisect_right(ranks, ceil(rank))]
        return lower + (upper - lower) * (rank % 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sufficiency:
    """Whether a window has enough readings for conclusions.

    It needs at least 14 days, and at least 70 % of the possible readings, 288 a day;
    Danne 2017, doi:10.2337/dc17-1600. Five-minute slots with a reading are counted, out
    of those that could be known by now (see slots.py). Otherwise GMI, GRI and its zone,
    and whether targets are met are unknown. Shares and means may be shown together with
    the number of readings.
    """

    seconds: int
    slots: int
    possible: int

    @property
    def days(self) -> int:
        """Return the length of the window in whole days.

        One hour is tolerated, for fourteen local days with a change to daylight saving
        time.
        """
        return (self.seconds + _HOUR) // _DAY

    @property
    def active(self) -> float | None:
        """Return the time CGM active in %, None without a reading."""
        return _ratio(100 * self.slots, self.possible) if self.slots else None

    @property
    def missing_days(self) -> int:
        """Return the number of days that are missing to 14."""
        return max(14 - self.days, 0)

    @property
    def missing_readings(self) -> int:
        """Return the number of slots that are missing to 70 %."""
        return max(ceil(7 * self.possible / 10) - self.slots, 0)

    @property
    def is_sufficient(self) -> bool:
        """Return whether the window meets both criteria."""
        return not self.missing_days and not self.missing_readings


def _position(value: int) -> int:
    """Return the index of a value."""
    if not BELOW_RANGE <= value <= ABOVE_RANGE:
        # The value is health data, so it is not part of the message.
        raise ValueError("No sensor reports such a value")
    return value - BELOW_RANGE


def _ratio(part: float, whole: int) -> float | None:
    """Return a ratio, None for an empty whole."""
    return part / whole if whole > 0 else None
