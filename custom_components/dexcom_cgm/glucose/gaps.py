"""Gaps between readings."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise

from .ranges import CADENCE

# With more seconds than this between two readings, one is missing.
_LONGEST = CADENCE * 3 // 2


def find_gaps(
    times: Sequence[int], start: datetime, end: datetime, *, most: int
) -> list[tuple[datetime, datetime]]:
    """Return the gaps of a window as half-open intervals without readings, oldest first.

    Takes times in seconds since 1970 UTC, ascending. Where there are more gaps than
    `most`, the closest ones are merged, including the readings between them.
    """
    first, last = int(start.timestamp()), int(end.timestamp())
    gaps = [
        (before + 1, after)
        for before, after in pairwise((first - 1, *times, last))
        if after - before > _LONGEST
    ]
    apart = [after[0] - before[1] for before, after in pairwise(gaps)]
    # The longest stretches between gaps separate the merged windows.
    widest = sorted(range(len(apart)), key=apart.__getitem__)[len(apart) - most + 1 :]
    merged: list[tuple[int, int]] = []
    for position, gap in enumerate(gaps):
        if merged and len(gaps) > most and position - 1 not in widest:
            merged[-1] = (merged[-1][0], gap[1])
        else:
            merged.append(gap)
    return [
        (datetime.fromtimestamp(begin, UTC), datetime.fromtimestamp(over, UTC))
        for begin, over in merged
    ]
