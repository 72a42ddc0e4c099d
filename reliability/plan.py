"""Randomized plan of one round."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Self, override

# Lifetimes of access tokens in seconds. Home Assistant renews the first before use;
# the expiry of the second is only detected by Dexcom's response.
_SHORT_LIFETIME, _USUAL_LIFETIME = 50, 7200
_HOUR = 3600
_CLOCK_OFFSETS = (-72, -24, -5, -1, 0, 1, 5, 24, 72)
# Threshold in seconds above which a response counts as slow.
SLOW = 1


class Disturbance(StrEnum):
    """How the renewal is interrupted."""

    KILL = "SIGKILL"
    TERMINATE = "SIGTERM"
    RESTART = "restart from the UI"
    RELOAD = "reload"


@dataclass(frozen=True, kw_only=True)
class FullDisk:
    """A disk that is full from the renewal until some seconds after the response.

    A later disturbance optionally waits until the token is saved.
    """

    free_after_answer: float
    wait_for_save: bool


@dataclass(frozen=True, kw_only=True)
class ClockJump:
    """A change of the wall clock, in seconds after the renewal's start."""

    at: float
    offset: int


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One round; times are in seconds relative to the poll that starts the renewal.

    After a full disk with waiting, the disturbance's time is relative to the save.
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
        """Draw a random round; the two flags state the system's capabilities."""
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
                # With a disk that stays full, nothing can be saved.
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
    """Return a random time in the renewal, biased toward its two critical moments."""
    # Stopping takes time, so a stop may begin before the renewal.
    earliest = {
        Disturbance.KILL: 0.0,
        Disturbance.TERMINATE: -0.5,
        # Home Assistant checks its configuration before restarting.
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
