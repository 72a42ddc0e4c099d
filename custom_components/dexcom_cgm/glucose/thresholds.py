"""A person's thresholds, by the alert settings of their Dexcom app."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from .models import AlertSchedule, AlertSetting, Device, Reading
from .ranges import LOW, MEASURED, VERY_HIGH
from .rounding import highest_shown_as, lowest_shown_as, round_half_away

_MINUTES_A_DAY = 24 * 60
_WEEKDAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
# Dexcom's names, with the older name of a fixed alert; the first one counts.
_NAMES = {"low": ("low",), "urgent_low": ("urgentLow", "fixedLow"), "high": ("high",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Thresholds in mg/dL; defaults are Dexcom's.

    Readings and thresholds are compared as whole mg/dL. For one that
    was set in mmol/L, a reading that is shown as the threshold is neither low nor high,
    but is urgently low.
    """

    low: int = LOW
    urgent_low: int = 55
    high: int = VERY_HIGH

    def is_low(self, value: int) -> bool:
        """Return whether a value in mg/dL is low."""
        return value < self.low

    def is_urgent_low(self, value: int) -> bool:
        """Return whether a value in mg/dL is urgently low."""
        return value <= self.urgent_low

    def is_high(self, value: int) -> bool:
        """Return whether a value in mg/dL is high."""
        return value > self.high

    @classmethod
    def in_force(
        cls, devices: Iterable[Device], reading: Reading, local: datetime
    ) -> Self:
        """Return the thresholds that were in force when a reading was measured.

        They are those of the last uploading device with a schedule, and of its schedule
        in force by the phone's local time, which is the reading's display time if it has
        an offset, else `local`. Schedules that are muted or off keep their thresholds.
        """
        shown = reading.display_time
        clock = local if shown is None or shown.tzinfo is None else shown
        schedule = _schedule_in_force(devices, clock)
        found = {} if schedule is None else _settings(schedule)
        return cls(
            **{
                field: found[name]
                for field, names in _NAMES.items()
                for name in reversed(names)
                if name in found
            }
        )


def _schedule_in_force(
    devices: Iterable[Device], clock: datetime
) -> AlertSchedule | None:
    """Return the schedule that is in force on the newest device that has one."""
    long_ago = datetime.min.replace(tzinfo=UTC)
    for device in sorted(
        devices, key=lambda device: device.last_upload or long_ago, reverse=True
    ):
        with_settings = [each for each in device.schedules if each.settings]
        for schedule in with_settings:
            if not _is_default(schedule) and _covers(schedule, clock):
                return schedule
        for schedule in with_settings:
            if _is_default(schedule):
                return schedule
        if with_settings:
            return with_settings[0]
    return None


def _is_default(schedule: AlertSchedule) -> bool:
    """Return whether a schedule is in force whenever no other is."""
    if schedule.is_default is not None:
        return schedule.is_default
    return schedule.name is None


def _covers(schedule: AlertSchedule, clock: datetime) -> bool:
    """Return whether an enabled schedule covers a local time."""
    start, end = schedule.start, schedule.end
    if schedule.is_enabled is False or start is None or end is None:
        return False
    if end <= start:
        end += _MINUTES_A_DAY
    days = set(_WEEKDAYS) & set(schedule.days) or set(_WEEKDAYS)
    minute = clock.hour * 60 + clock.minute
    today, yesterday = clock.weekday(), clock.weekday() - 1
    return (_WEEKDAYS[today] in days and start <= minute < end) or (
        _WEEKDAYS[yesterday] in days and start <= minute + _MINUTES_A_DAY < end
    )


def _settings(schedule: AlertSchedule) -> dict[str, int]:
    """Return the plausible glucose settings by name, of each the newest."""
    long_ago = datetime.min.replace(tzinfo=UTC)
    found: dict[str, int] = {}
    for setting in sorted(
        schedule.settings, key=lambda setting: setting.time or long_ago
    ):
        value = _in_mg_dl(setting)
        if setting.name is not None and value in MEASURED:
            found[setting.name] = value
    return found


def threshold_in_mg_dl(name: str, value: float) -> int:
    """Return the threshold in mg/dL for one that was set in mmol/L.

    `name` is "low", or that of another threshold. A reading shown as "low" is not low
    and one shown as "high" not high, while one shown as "urgent low" is urgently low.
    """
    return lowest_shown_as(value) if name == "low" else highest_shown_as(value)


def _in_mg_dl(setting: AlertSetting) -> int:
    """Return the value of a setting in mg/dL, 0 where there is none."""
    if setting.value is None:
        return 0
    if setting.unit == "mmol/L":
        return threshold_in_mg_dl(setting.name or "", setting.value)
    known = setting.unit in (None, "mg/dL", "unknown")
    return int(round_half_away(setting.value)) if known else 0
