"""Event platform for Dexcom CGM: alerts and logged events."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.event import (
    EventEntity,
    EventEntityDescription,
    EventExtraStoredData,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinators.records import RecordCoordinator
from .data import DexcomConfigEntry
from .entity import AccountEntity, is_own, owner
from .glucose import Alert, LoggedEvent
from .vocabulary import (
    ALERT_STATES,
    ALERT_TYPES,
    EVENT_TYPES,
    UNKNOWN,
    event_amount,
    event_type,
    event_unit,
    known,
)

PARALLEL_UPDATES = 0

DEXCOM_ALERT = EventEntityDescription(
    key="dexcom_alert",
    translation_key="dexcom_alert",
    event_types=[*ALERT_TYPES.values(), UNKNOWN],
)
LOGGED_EVENT = EventEntityDescription(
    key="logged_event", translation_key="logged_event", event_types=EVENT_TYPES
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: DexcomConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the event entities of an account."""
    data = entry.runtime_data
    async_add_entities(
        [
            AlertEntity(entry, data.alerts, DEXCOM_ALERT),
            LoggedEventEntity(entry, data.events, LOGGED_EVENT),
        ]
    )


@dataclass
class RecordEventData(EventExtraStoredData):
    """The stored event, marked with the entity it belongs to."""

    unique_id: str | None

    @override
    def as_dict(self) -> dict[str, Any]:
        """Return the data to store."""
        return super().as_dict() | owner(self.unique_id)


class RecordEntity[T: LoggedEvent | Alert](AccountEntity, EventEntity):
    """An event entity that fires once for each new record."""

    _attr_should_poll = False

    def __init__(
        self,
        entry: DexcomConfigEntry,
        coordinator: RecordCoordinator[T],
        description: EventEntityDescription,
    ) -> None:
        """Create an entity of a coordinator of records."""
        super().__init__(entry, description)
        self._coordinator = coordinator

    @abstractmethod
    def _type_and_attributes(self, record: T) -> tuple[str, dict[str, Any]]:
        """Return the event type of a record, and its attributes."""

    @override
    async def async_added_to_hass(self) -> None:
        """Listen to new records; the first listener keeps the coordinator polling."""
        await super().async_added_to_hass()
        self.async_on_remove(self._coordinator.async_add_listener(lambda: None))
        self.async_on_remove(self._coordinator.async_add_record_listener(self._fire))

    @property
    @override
    def extra_restore_state_data(self) -> RecordEventData:
        """Return the data to store for a restart."""
        stored = super().extra_restore_state_data
        return RecordEventData(
            stored.last_event_type, stored.last_event_attributes, self.unique_id
        )

    @override
    async def async_get_last_event_data(self) -> EventExtraStoredData | None:
        """Return the last event, unless it belongs to an entity of another account."""
        if not is_own(self, await self.async_get_last_extra_data()):
            return None
        return await super().async_get_last_event_data()

    @callback
    def _fire(self, record: T) -> None:
        """Fire for a record, with the time it happened."""
        event, attributes = self._type_and_attributes(record)
        self._trigger_event(event, {**attributes, "happened_at": record.time})
        self.async_write_ha_state()


class AlertEntity(RecordEntity[Alert]):
    """Fires once for each new alert of a display device."""

    @override
    def _type_and_attributes(self, record: Alert) -> tuple[str, dict[str, Any]]:
        """Return the type of the alert, and its state."""
        return ALERT_TYPES.get(record.name or "", UNKNOWN), {
            "alert_state": ALERT_STATES.get(record.state or "", UNKNOWN)
        }


class LoggedEventEntity(RecordEntity[LoggedEvent]):
    """Fires once for each new event that the person has logged.

    Free text is kept out of the state machine and the recorder.
    """

    @override
    def _type_and_attributes(self, record: LoggedEvent) -> tuple[str, dict[str, Any]]:
        """Return the type of the event, and its amount."""
        return event_type(record), {
            "value": event_amount(record),
            "unit": event_unit(record),
            "subtype": known(record.subtype),
        }
