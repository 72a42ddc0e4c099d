"""Runtime data of an account."""

from dataclasses import dataclass

from homeassistant.config_entries import ConfigEntry

from .api import DexcomClient
from .auth import AccountAuth
from .coordinators.backfill import Backfill
from .coordinators.day_archive import DayArchive
from .coordinators.devices import DeviceCoordinator
from .coordinators.drill import Drill
from .coordinators.glucose import GlucoseCoordinator
from .coordinators.long_backfill import LongBackfill
from .coordinators.readings import ReadingStore
from .coordinators.records import RecordCoordinator
from .glucose import Alert, LoggedEvent
from .long_term_statistics.readings import StatisticsWriter


@dataclass(frozen=True, slots=True, kw_only=True)
class DexcomData:
    """The parts of an account, in the order in which data pass through them."""

    auth: AccountAuth
    client: DexcomClient
    glucose: GlucoseCoordinator
    readings: ReadingStore
    backfill: Backfill
    archive: DayArchive
    long_backfill: LongBackfill
    statistics: StatisticsWriter
    devices: DeviceCoordinator
    drill: Drill
    events: RecordCoordinator[LoggedEvent]
    alerts: RecordCoordinator[Alert]


type DexcomConfigEntry = ConfigEntry[DexcomData]
