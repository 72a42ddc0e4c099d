"""The targets of the international consensus on time in range."""

from dataclasses import dataclass
from enum import StrEnum

from .metrics import Distribution
from .ranges import ABOVE_RANGE, BELOW_RANGE, HIGH, LOW, VERY_HIGH, VERY_LOW


class TargetGroup(StrEnum):
    """The group of people that targets are for.

    Those of pregnancy are for type 1 diabetes: for type 2 and gestational diabetes the
    consensus gives the ranges without percentages.
    """

    MOST_ADULTS = "most_adults"
    OLDER_OR_FRAIL = "older_or_frail"
    PREGNANCY = "pregnancy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A limit, in %, for the share of readings from lowest to highest mg/dL.

    The share must be above the limit if `is_minimum`, else below it; equality does not
    meet the target.
    """

    measure: str
    lowest: int = BELOW_RANGE
    highest: int = ABOVE_RANGE
    limit: int
    is_minimum: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetResult:
    """A target, the share that was reached in %, and whether that meets it.

    `is_met` is None where there are too few readings.
    """

    target: Target
    share: float | None
    is_met: bool | None


TARGETS: dict[TargetGroup, tuple[Target, ...]] = {
    TargetGroup.MOST_ADULTS: (
        Target(
            measure="time_in_range", lowest=LOW, highest=HIGH, limit=70, is_minimum=True
        ),
        Target(measure="time_below_range", highest=LOW - 1, limit=4),
        Target(measure="time_very_low", highest=VERY_LOW - 1, limit=1),
        Target(measure="time_above_range", lowest=HIGH + 1, limit=25),
        Target(measure="time_very_high", lowest=VERY_HIGH + 1, limit=5),
    ),
    TargetGroup.OLDER_OR_FRAIL: (
        Target(
            measure="time_in_range", lowest=LOW, highest=HIGH, limit=50, is_minimum=True
        ),
        Target(measure="time_below_range", highest=LOW - 1, limit=1),
        Target(measure="time_very_high", lowest=VERY_HIGH + 1, limit=10),
    ),
    TargetGroup.PREGNANCY: (
        Target(
            measure="time_in_range", lowest=63, highest=140, limit=70, is_minimum=True
        ),
        Target(measure="time_below_range", highest=62, limit=4),
        Target(measure="time_very_low", highest=VERY_LOW - 1, limit=1),
        Target(measure="time_above_range", lowest=141, limit=25),
    ),
}


def target_range(group: TargetGroup) -> tuple[int, int]:
    """Return the target range of a group in mg/dL, both limits included."""
    in_range = next(each for each in TARGETS[group] if each.measure == "time_in_range")
    return in_range.lowest, in_range.highest


def check_targets(
    distribution: Distribution, group: TargetGroup, *, is_sufficient: bool
) -> tuple[TargetResult, ...]:
    """Compare readings with the targets of a group of people.

    Without sufficient readings (see Sufficiency), `is_met` is None. In pregnancy the range
    is 63 <= x <= 140 mg/dL, also for below and above range.
    Source: Battelino 2019, doi:10.2337/dci19-0028.
    """
    results = []
    for target in TARGETS[group]:
        share = distribution.share(target.lowest, target.highest)
        is_met = None
        if share is not None and is_sufficient:
            is_met = share > target.limit if target.is_minimum else share < target.limit
        results.append(TargetResult(target=target, share=share, is_met=is_met))
    return tuple(results)
