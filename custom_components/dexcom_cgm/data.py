"""What an account that is set up consists of."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from homeassistant.config_entries import ConfigEntry

from .api import get_region
from .const import CONF_REGION

if TYPE_CHECKING:
    # The coordinators know the entry that they poll for.
    from .api import Alert, DexcomClient, Event
    from .auth import AccountAuth
    from .coordinator import GlucoseCoordinator
    from .device_coordinator import DeviceCoordinator
    from .history import History
    from .record_coordinator import RecordCoordinator
    from .statistics import StatisticsWriter


@dataclass(frozen=True, slots=True, kw_only=True)
class DexcomData:
    """The parts of an account, in the order in which data pass through them."""

    auth: AccountAuth
    client: DexcomClient
    glucose: GlucoseCoordinator
    history: History
    statistics: StatisticsWriter
    devices: DeviceCoordinator
    events: RecordCoordinator[Event]
    alerts: RecordCoordinator[Alert]


type DexcomConfigEntry = ConfigEntry[DexcomData]


def dexcom_delay(entry: DexcomConfigEntry) -> timedelta:
    """Return by how long Dexcom delays the readings of an account."""
    return get_region(entry.data[CONF_REGION]).delay
