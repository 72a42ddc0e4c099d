"""Lows per week and patterns, ready for JSON, in the numbers of a response."""

from collections.abc import Callable
from typing import Any

from ..glucose.patterns import Day, Part, Patterns
from ..glucose.report import Lows

type _Number = Callable[[float | None], float | None]


def _unchanged[T](value: T) -> T:
    """Return a value in mg/dL, in % or in minutes as it is."""
    return value


def lows_response(
    lows: Lows,
    *,
    limit: Callable[[int], float] = _unchanged,
    number: _Number = _unchanged,
) -> dict[str, Any]:
    """Serialize the low episodes of a level."""
    return {
        "level": lows.level,
        "below": limit(lows.below),
        "episodes": lows.episodes,
        "per_week": number(lows.per_week),
        "median_minutes": number(lows.median_minutes),
        "longest_minutes": lows.longest_minutes,
        "may_be_longer": lows.may_be_longer,
    }


def patterns_response(
    patterns: Patterns,
    *,
    limit: Callable[[int], float] = _unchanged,
    average: _Number = _unchanged,
    share: _Number = _unchanged,
    clock: Callable[[int], int | str] = _unchanged,
) -> dict[str, Any]:
    """Serialize patterns with the rule that they follow.

    Times of day are minutes after midnight, which `clock` converts.
    """

    def part(each: Part | None) -> dict[str, Any] | None:
        """Serialize a part of the day or of the week."""
        if each is None:
            return None
        return {
            "readings": each.readings,
            "days": each.days,
            "mean": average(each.mean),
            "in_range": share(each.in_range),
            "below": share(each.below),
            "above": share(each.above),
        }

    def day(each: Day | None) -> dict[str, Any] | None:
        """Serialize a day that stands out."""
        if each is None:
            return None
        return {
            "day": each.day.isoformat(),
            "in_range": share(each.in_range),
            "mean": average(each.mean),
        }

    rule = patterns.rule
    return {
        "recurring": [
            {
                "kind": str(each.kind),
                "from": clock(each.start),
                "to": clock(each.end),
                "days": each.days,
                "of_days": each.of_days,
            }
            for each in patterns.recurring
        ],
        "rule": {
            "low_below": limit(rule.low_below),
            "high_above": limit(rule.high_above),
            "block_minutes": rule.block_minutes,
            "high_minutes": rule.high_minutes,
            "minimum_days": rule.minimum_days,
            "minimum_share": rule.minimum_share,
            "required_days": rule.required_days,
            "required_week_days": rule.required_week_days,
            "required_coverage": rule.required_coverage,
        },
        "night": part(patterns.night),
        "day": part(patterns.day),
        "weekday": part(patterns.weekday),
        "weekend": part(patterns.weekend),
        "best_day": day(patterns.best_day),
        "worst_day": day(patterns.worst_day),
    }
