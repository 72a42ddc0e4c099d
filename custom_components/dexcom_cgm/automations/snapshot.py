"""A snapshot of the newest reading of an account, with the thresholds in force."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from homeassistant.config_entries import ConfigEntryState
from homeassistant.util import dt as dt_util

from ..data import DexcomConfigEntry
from ..glucose import CurrentGlucose, Source, Thresholds
from ..vocabulary import TRENDS


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The newest reading of an account, and the person's thresholds for it.

    `value` is in mg/dL. `thresholds` is None until the person's settings are known.
    """

    glucose: CurrentGlucose
    value: int
    thresholds: Thresholds | None

    @classmethod
    def of(
        cls, entry: DexcomConfigEntry, younger_than: timedelta | None
    ) -> Self | None:
        """Return the snapshot of what an account shows, a drill included.

        None while the account is not loaded, and while its newest reading is not younger
        than a limit, by default the account's stale limit.
        """
        if entry.state is not ConfigEntryState.LOADED:
            return None
        return cls._of(entry, entry.runtime_data.glucose.newest, younger_than)

    @classmethod
    def of_measured(
        cls, entry: DexcomConfigEntry, younger_than: timedelta | None
    ) -> Self | None:
        """Return the snapshot of what was measured, also during a drill."""
        if entry.state is not ConfigEntryState.LOADED:
            return None
        return cls._of(entry, entry.runtime_data.glucose.measured, younger_than)

    @classmethod
    def _of(
        cls,
        entry: DexcomConfigEntry,
        current: CurrentGlucose | None,
        younger_than: timedelta | None,
    ) -> Self | None:
        """Return the snapshot of a reading, None if it is not younger than a limit."""
        if current is None or current.reading.value is None:
            return None
        limit = younger_than or entry.runtime_data.glucose.stale_limit
        if current.age(dt_util.utcnow()) >= limit:
            return None
        thresholds = entry.runtime_data.devices.thresholds(current.reading)
        return cls(current, current.reading.value, thresholds)

    @property
    def time(self) -> datetime:
        """Return when the reading was measured."""
        return self.glucose.reading.time

    def is_older_than(self, last: Snapshot) -> bool:
        """Return whether the reading precedes that of an earlier snapshot.

        That happens when a live source is removed. A later reading of a live source is
        newer, whatever the clock was before.
        """
        is_live = self.glucose.source is last.glucose.source is Source.LIVE
        return self.time < last.time and not is_live

    @property
    def trend(self) -> str | None:
        """Return the trend in Home Assistant's words, None if unknown."""
        return TRENDS.get(self.glucose.reading.trend or "")

    @property
    def is_low(self) -> bool | None:
        """Return whether the reading is low for the person, None if unknown."""
        known = self.thresholds
        return None if known is None else known.is_low(self.value)

    @property
    def is_urgent_low(self) -> bool | None:
        """Return whether the reading is urgently low for the person, None if unknown."""
        known = self.thresholds
        return None if known is None else known.is_urgent_low(self.value)

    @property
    def is_high(self) -> bool | None:
        """Return whether the reading is high for the person, None if unknown."""
        known = self.thresholds
        return None if known is None else known.is_high(self.value)
