"""The simulated people of the sandbox."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal, Self


@dataclass(frozen=True, kw_only=True)
class AlertLimits:
    """Alert thresholds of a person's Dexcom app, in mg/dL and mg/dL/min."""

    low: int = 70
    high: int = 250
    night_low: int | None = None
    urgent_low: int | None = 55
    rate: int | None = 3


PHONES = ("iOS", "android")


@dataclass(frozen=True, kw_only=True, eq=False)
class Character:
    """Parameters of a generated person's physiology, sensor and habits."""

    generation: str = "g7"
    variant: str = "g7"
    device: str = "iOS"
    app: str | None = "G7"
    zone: str = "America/Los_Angeles"
    basal: float = 127.0
    missed_boluses: float = 0.05
    dips: float = 0.1
    alerts: AlertLimits = field(default_factory=AlertLimits)
    logs: bool = True
    uploads: Literal["phone", "patchy", "daily"] = "phone"
    odd: bool = False
    # A receiver reads the same sensor, with its clock an hour behind the phone's.
    receiver: str | None = None
    # A second sensor is always worn in addition to the first.
    second_sensor: bool = False
    # Wrong entries are corrected by replacing them.
    rewrites: bool = False
    # Notes end in a lone surrogate.
    half_emoji: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class Person:
    """A person who can log in; without a character only added records exist."""

    id: str
    label: str = ""
    character: Character | None = None
    delay: timedelta | None = None
    history: timedelta = timedelta(days=120)
    refused: bool = False
    # Delay after the start of the sandbox until glucose starts to fall.
    falls_after: timedelta | None = None
    falls_at: datetime | None = None

    def started(self, now: datetime) -> Self:
        """Return the person for a sandbox that starts at the given time."""
        if self.falls_after is None:
            return self
        return replace(self, falls_at=now + self.falls_after)


PEOPLE = (
    Person(
        id="steady",
        label="Sandbox User - G7 steady",
        character=Character(),
    ),
    Person(
        id="lows",
        label="Sandbox User - G6 many lows",
        character=Character(
            generation="g6",
            variant="g6",
            device="android",
            app="G6",
            zone="America/New_York",
            basal=106.0,
            missed_boluses=0.1,
            dips=0.9,
            alerts=AlertLimits(high=240, night_low=80),
        ),
    ),
    Person(
        id="mmol",
        label="Sandbox User - G7 in a mmol/L country",
        character=Character(
            device="android",
            app="G7Android",
            zone="Europe/London",
            basal=136.0,
            missed_boluses=0.12,
        ),
    ),
    Person(
        id="gaps",
        label="Sandbox User - G7 gaps and late uploads",
        character=Character(
            zone="Europe/Stockholm", uploads="patchy", missed_boluses=0.1
        ),
    ),
    Person(
        id="odd",
        label="Sandbox User - G7 every odd format",
        character=Character(
            device="android", app="G7Android", zone="Australia/Adelaide", odd=True
        ),
    ),
    Person(
        id="receiver",
        label="Sandbox User - G6 receiver only",
        # Dexcom delays phone uploads, but not uploads over a cable.
        delay=timedelta(0),
        character=Character(
            generation="g6",
            variant="g6",
            device="receiver",
            app=None,
            zone="America/Chicago",
            uploads="daily",
        ),
    ),
    Person(id="empty", label="Sandbox User - no data at all"),
    Person(
        id="refused",
        label="Sandbox User - account of another region",
        refused=True,
    ),
    Person(
        id="one",
        label="Sandbox User - Dexcom ONE+",
        character=Character(
            variant="d1+",
            device="android",
            app="D1G7",
            zone="Europe/Berlin",
            basal=132.0,
            missed_boluses=0.2,
            alerts=AlertLimits(urgent_low=None, rate=None),
            logs=False,
        ),
    ),
    Person(
        id="new",
        label="Sandbox User - G7 since three days",
        history=timedelta(days=3),
        character=Character(zone="America/Denver"),
    ),
    Person(
        id="dips",
        label="Sandbox User - G7 low within minutes",
        falls_after=timedelta(minutes=-4),
        character=Character(missed_boluses=0, dips=0),
    ),
    Person(
        id="fifteen",
        label="Sandbox User - G7 15 Day",
        character=Character(variant="g715day", zone="America/Phoenix"),
    ),
    Person(
        id="both",
        label="Sandbox User - G7 phone, and a receiver with a wrong clock",
        character=Character(receiver="touchscreenReceiver", zone="America/New_York"),
    ),
    Person(
        id="pair",
        label="Sandbox User - G7 two sensors at once",
        character=Character(second_sensor=True),
    ),
    Person(
        id="rewrites",
        label="Sandbox User - G7 entries that vanish and are entered anew",
        character=Character(rewrites=True),
    ),
    Person(
        id="emoji",
        label="Sandbox User - G7 notes that end in half an emoji",
        character=Character(half_emoji=True),
    ),
)
