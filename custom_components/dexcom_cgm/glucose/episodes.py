"""Episodes of low and high glucose."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby, pairwise

from .ranges import CADENCE, HIGH, LOW, MAX_GAP, VERY_HIGH, VERY_LOW
from .rounding import round_half_away

_LONG_ENOUGH = 15
# Extended episodes, in minutes: more than this without interruption when low, and at least
# this in total within the span when very high.
_EXTENDED_LOW = 120
_EXTENDED_HIGH = 90
_SPAN = 120


class EpisodeKind(StrEnum):
    """The limit of an episode: < 70, < 54, > 180 or > 250 mg/dL.

    Kinds are independent: an episode < 54 is within an episode < 70.
    """

    LOW = "low"
    VERY_LOW = "very_low"
    HIGH = "high"
    VERY_HIGH = "very_high"

    @property
    def covers(self) -> Callable[[int], bool]:
        """Return the predicate for values beyond the limit."""
        return _COVERS[self]

    @property
    def extreme(self) -> Callable[[Iterable[int]], int]:
        """Return the function for the worst of some values."""
        return min if self in (EpisodeKind.LOW, EpisodeKind.VERY_LOW) else max


# Bound methods of int are several times faster than Python functions.
_COVERS = {
    EpisodeKind.LOW: LOW.__gt__,
    EpisodeKind.VERY_LOW: VERY_LOW.__gt__,
    EpisodeKind.HIGH: HIGH.__lt__,
    EpisodeKind.VERY_HIGH: VERY_HIGH.__lt__,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """An episode; times in seconds since 1970 UTC, `extreme` in mg/dL.

    `end` is when glucose came back, before the 15 minutes that confirm it.
    `extreme` is the lowest value of a low episode, the highest of a high one;
    `uninterrupted` is the longest time beyond the limit without a return, in minutes.
    `is_extended` marks extended episodes, as find_episodes defines them. Where
    `starts_before` or `ends_after`, the readings begin too late or end too early, at
    a gap or at an end of the window, to show 15 minutes back on that side: the episode
    may have been longer.
    """

    kind: EpisodeKind
    start: int
    end: int
    extreme: int
    uninterrupted: int
    is_extended: bool
    starts_before: bool
    ends_after: bool

    @property
    def minutes(self) -> int:
        """Return the duration in whole minutes, including short returns."""
        return _minutes(self.start, self.end)


@dataclass(slots=True, kw_only=True)
class _Run:
    """Consecutive readings on the same side of a limit."""

    is_beyond: bool
    start: int
    end: int
    extreme: int

    @property
    def minutes(self) -> int:
        """Return the duration in minutes."""
        return _minutes(self.start, self.end)

    @property
    def is_long(self) -> bool:
        """Return whether the run lasts at least 15 minutes."""
        return self.minutes >= _LONG_ENOUGH


def find_episodes(
    times: Sequence[int], values: Sequence[int], kind: EpisodeKind
) -> list[Episode]:
    """Find the episodes of a kind in readings, oldest first.

    Times are seconds since 1970 UTC, ascending; values are mg/dL. Source: Battelino
    2023, doi:10.1016/S2213-8587(22)00319-9. It leaves open what a reading stands for;
    here a reading stands for the time to the next one, at most 5 minutes, and times
    are rounded to whole minutes. So:

    - An episode begins with the first of readings that are beyond the limit for at
      least 15 minutes without interruption: three in a row.
    - It ends with the first of readings that are back for at least 15 minutes. A
      shorter return is part of it.
    - A gap of more than 16 minutes is not bridged: the episode ends five minutes after
      the last reading beyond the limit, marked `ends_after`. If glucose is still beyond
      the limit after the gap, another episode begins there, marked `starts_before`.
      In a shorter gap glucose is taken to have stayed on the side where both readings
      around it are.

    Two kinds can be extended:

    - Low, if glucose was < 70 mg/dL for more than 120 consecutive minutes.
    - Very high, if glucose was > 250 mg/dL for at least 90 minutes in total within 120.
      Such an extended episode ends only when glucose is <= 180 for at least 15 minutes.
      Where it spans several very high episodes, the first one is marked, so that the
      number of marked ones is the number of extended episodes.

    There is no extended episode > 180, and none < 54 of its own.
    """
    if len(times) != len(values):
        raise ValueError("Every reading needs a time and a value")
    episodes = []
    for start, end in _pieces(times):
        piece, its_values = times[start:end], values[start:end]
        runs = _runs(piece, its_values, kind)
        found = list(_episodes(runs, kind))
        if kind is EpisodeKind.VERY_HIGH and found:
            ends = _back_in_range(_runs(piece, its_values, EpisodeKind.HIGH))
            found = list(_with_extended(found, runs, ends))
        episodes += found
    return episodes


def _pieces(times: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Return the index ranges of readings without a gap."""
    start = 0
    for position, (before, after) in enumerate(pairwise(times), 1):
        if after - before > MAX_GAP:
            yield start, position
            start = position
    if times:
        yield start, len(times)


def _runs(times: Sequence[int], values: Sequence[int], kind: EpisodeKind) -> list[_Run]:
    """Return readings without a gap as runs, alternately beyond the limit and back."""
    runs: list[_Run] = []
    first = 0
    for is_beyond, group in groupby(map(kind.covers, values)):
        last = first + len(list(group))
        if runs:
            runs[-1].end = min(runs[-1].end, times[first])
        runs.append(
            _Run(
                is_beyond=is_beyond,
                start=times[first],
                end=times[last - 1] + CADENCE,
                extreme=kind.extreme(values[first:last]),
            )
        )
        first = last
    return runs


def _episodes(runs: list[_Run], kind: EpisodeKind) -> Iterator[Episode]:
    """Return the episodes in runs without a gap."""
    first: int | None = None
    for position, run in enumerate([*runs, None]):
        if run is not None and not run.is_long:
            continue
        if first is None:
            if run is not None and run.is_beyond:
                first = position
        elif run is None or not run.is_beyond:
            beyond = [each for each in runs[first:position] if each.is_beyond]
            uninterrupted = max(each.minutes for each in beyond)
            yield Episode(
                kind=kind,
                start=beyond[0].start,
                end=beyond[-1].end,
                extreme=kind.extreme(each.extreme for each in beyond),
                uninterrupted=uninterrupted,
                is_extended=kind is EpisodeKind.LOW and uninterrupted > _EXTENDED_LOW,
                starts_before=not any(each.is_long for each in runs[:first]),
                ends_after=run is None,
            )
            first = None


def _back_in_range(runs: list[_Run]) -> list[int]:
    """Return when glucose came back to 180 mg/dL or below for at least 15 minutes."""
    return [each.start for each in runs if not each.is_beyond and each.is_long]


def _with_extended(
    episodes: list[Episode], runs: list[_Run], ends: list[int]
) -> Iterator[Episode]:
    """Return very high episodes, the first of each extended one marked.

    `runs` and `ends`, when glucose came back to 180 or below, are of the same piece.
    """
    beyond: dict[int, list[tuple[int, int]]] = {}
    for run in runs:
        if run.is_beyond:
            span = run.start, run.end
            beyond.setdefault(bisect_right(ends, run.start), []).append(span)
    # Episodes with the same number of ends before them belong together.
    for number, group in groupby(
        episodes, lambda episode: bisect_right(ends, episode.start)
    ):
        spans = _crowded(beyond[number])
        is_marked = False
        for episode in group:
            is_extended = not is_marked and any(
                start < episode.end and episode.start < start + 60 * _SPAN
                for start in spans
            )
            is_marked = is_marked or is_extended
            yield replace(episode, is_extended=is_extended)


def _crowded(beyond: list[tuple[int, int]]) -> list[int]:
    """Return the starts of spans of 120 minutes with 90 or more of the stretches.

    The total in a moving span is greatest where it begins or ends with a stretch, so only
    such spans are checked.
    """
    length = 60 * _SPAN
    starts = sorted(
        {start for start, _ in beyond} | {end - length for _, end in beyond}
    )
    found, first = [], 0
    for start in starts:
        while first < len(beyond) and beyond[first][1] <= start:
            first += 1
        seconds = 0
        for position in range(first, len(beyond)):
            its_start, its_end = beyond[position]
            if its_start >= start + length:
                break
            seconds += min(its_end, start + length) - max(its_start, start)
        if _minutes(0, seconds) >= _EXTENDED_HIGH:
            found.append(start)
    return found


def _minutes(start: int, end: int) -> int:
    """Return a length in minutes, rounded: sensors tick a second early or late."""
    return int(round_half_away((end - start) / 60))
