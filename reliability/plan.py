"""What is done to Home Assistant in one round, drawn at random."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Self, override

# Of access tokens, in seconds. Home Assistant renews the one before it is used; that
# the other has ended, only Dexcom says.
_SHORT_LIFETIME, _USUAL_LIFETIME = 50, 7200
_HOUR = 3600
_CLOCK_OFFSETS = (-72, -24, -5, -1, 0, 1, 5, 24, 72)
# Answers that take longer count as slow ones, in seconds.
SLOW = 1


class Disturbance(StrEnum):
    """What interrupts the renewal."""

    KILL = "SIGKILL"
    TERMINATE = "SIGTERM"
    RESTART = "restart from the UI"
    RELOAD = "reload"


@dataclass(frozen=True, kw_only=True)
class FullDisk:
    """A disk that is full from before the renewal until some time after the answer.

    In seconds. A disturbance after it comes when the token was saved, or without
    waiting for that.
    """

    free_after_answer: float
    wait_for_save: bool


@dataclass(frozen=True, kw_only=True)
class ClockJump:
    """A wall clock that is set during the round; seconds after the renewal's start."""

    at: float
    offset: int


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One round; times are seconds after the poll that starts the renewal.

    A disturbance before the poll has a negative time. With a full disk that is waited
    for, the time counts from the save.
    """

    disturbance: Disturbance
    at: float
    answer: float
    lifetime: int
    full_disk: FullDisk | None = None
    clock: ClockJump | None = None

    @classmethod
    def draw(
        cls, random: Random, *, full_disk: bool = True, clock: bool = True
    ) -> Self:
        """Draw a round; the two arguments say what the system can do."""
        disturbance = random.choice(tuple(Disturbance))
        answer = random.choice(
            (
                random.uniform(0, 0.6),
                random.uniform(0, 0.6),
                random.uniform(0.2, 5),
            )
        )
        at = _moment(random, disturbance, answer)
        lifetime = random.choice((_SHORT_LIFETIME, _USUAL_LIFETIME))
        disk = jump = None
        if random.random() < 0.25:
            disk = FullDisk(
                free_after_answer=random.uniform(0.1, 3),
                wait_for_save=random.random() < 0.5,
            )
            if disk.wait_for_save:
                at = random.uniform(0, 1)
            elif disturbance in {Disturbance.TERMINATE, Disturbance.RESTART}:
                # With a disk that is full to the end, nothing can be kept.
                at = answer + disk.free_after_answer + random.uniform(0, 1)
        if random.random() < 0.3:
            jump = ClockJump(
                at=random.uniform(0, answer + 0.5),
                offset=random.choice(_CLOCK_OFFSETS) * _HOUR,
            )
        return cls(
            disturbance=disturbance,
            at=at,
            answer=answer,
            lifetime=lifetime,
            full_disk=disk if full_disk else None,
            clock=jump if clock else None,
        )

    @override
    def __str__(self) -> str:
        """Return a description for the report."""
        parts = [
            f"{self.disturbance} at {self.at:+.2f} s",
            f"answer {self.answer:.2f} s",
        ]
        if self.full_disk:
            parts.append(
                f"disk full until {self.full_disk.free_after_answer:.2f} s after it"
                + (", save awaited" if self.full_disk.wait_for_save else "")
            )
        if self.clock:
            parts.append(
                f"clock to {self.clock.offset // _HOUR:+d} h at {self.clock.at:+.2f} s"
            )
        return ", ".join(parts)


def _moment(random: Random, disturbance: Disturbance, answer: float) -> float:
    """Return any moment of the renewal, or one of the two that matter most."""
    # Stopping takes its time, so a stop may begin before the renewal.
    earliest = {
        Disturbance.KILL: 0.0,
        Disturbance.TERMINATE: -0.5,
        # Home Assistant checks its configuration first.
        Disturbance.RESTART: -2.5,
        Disturbance.RELOAD: -0.2,
    }[disturbance]
    moments: Sequence[float] = (
        random.uniform(earliest, answer + 1),
        random.uniform(earliest, answer + 1),
        random.uniform(0, 0.02),
        max(0, answer + random.uniform(-0.02, 0.05)),
    )
    return random.choice(moments)
