"""The five bands of glucose, with the share and the time per day of each."""

from dataclasses import dataclass

from .metrics import Distribution
from .ranges import ABOVE_RANGE, BELOW_RANGE, HIGH, LOW, VERY_HIGH, VERY_LOW

_MINUTES_PER_DAY = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A band from lowest to highest mg/dL, None where it is open.

    `share` is in % of the readings, None without any.
    """

    key: str
    lowest: int | None
    highest: int | None
    share: float | None

    @property
    def minutes_per_day(self) -> int | None:
        """Return the average time in the band in minutes per day."""
        return (
            None if self.share is None else round(self.share * _MINUTES_PER_DAY / 100)
        )


def bands(
    distribution: Distribution, low: int = LOW, high: int = HIGH
) -> tuple[Band, ...]:
    """Return the bands around a target range in mg/dL, ascending.

    Source: Battelino 2019, doi:10.2337/dci19-0028; the target range of pregnancy has
    other limits.
    """
    limits = (
        ("very_low", BELOW_RANGE, VERY_LOW - 1),
        ("low", VERY_LOW, low - 1),
        ("in_range", low, high),
        ("high", high + 1, VERY_HIGH),
        ("very_high", VERY_HIGH + 1, ABOVE_RANGE),
    )
    return tuple(
        Band(
            key=key,
            lowest=None if lowest == BELOW_RANGE else lowest,
            highest=None if highest == ABOVE_RANGE else highest,
            share=distribution.share(lowest, highest),
        )
        for key, lowest, highest in limits
    )
