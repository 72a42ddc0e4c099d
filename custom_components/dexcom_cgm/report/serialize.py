"""Forms of bands, goals and profile bins that the cards and the report page share.

Glucose is in mg/dL, shares are in %.
"""

from collections.abc import Callable, Iterable
from typing import Any

from ..glucose.bands import Band
from ..glucose.profile import ProfileBin
from ..glucose.targets import TargetResult

type Share = Callable[[float | None], float | None]


def _unrounded(share: float | None) -> float | None:
    """Return a share as it is."""
    return share


def serialized_bands(
    bands: Iterable[Band], share: Share = _unrounded
) -> list[dict[str, Any]]:
    """Serialize bands, with their shares as `share` rounds them."""
    return [
        {
            "key": band.key,
            "from": band.lowest,
            "to": band.highest,
            "share": share(band.share),
            "minutes_per_day": band.minutes_per_day,
        }
        for band in bands
    ]


def serialized_goals(
    results: Iterable[TargetResult], share: Share = _unrounded
) -> list[dict[str, Any]]:
    """Serialize goals, with their shares as `share` rounds them."""
    return [
        {
            "measure": result.target.measure,
            "limit": result.target.limit,
            "is_minimum": result.target.is_minimum,
            "share": share(result.share),
            "is_met": result.is_met,
        }
        for result in results
    ]


def serialized_bins(profile: Iterable[ProfileBin]) -> list[dict[str, Any]]:
    """Serialize the bins of the profile by time of day."""
    return [
        {
            "minute": each.minute,
            "center": each.center,
            "days": each.days,
            "readings": each.readings,
            "p5": each.p5,
            "p25": each.p25,
            "p50": each.p50,
            "p75": each.p75,
            "p95": each.p95,
        }
        for each in profile
    ]
