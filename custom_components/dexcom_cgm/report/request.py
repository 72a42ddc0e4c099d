"""What a report is requested for: its format, window, targets and language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
import json
from typing import Any

import voluptuous as vol

from homeassistant.components.event import DOMAIN as EVENT_DOMAIN
from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util

from ..actions.call import utc_time
from ..actions.window import check_stored, check_window
from ..const import DOMAIN, HISTORY
from ..glucose import TargetGroup

ATTR_BOM = "bom"
ATTR_DAYS = "days"
ATTR_END = "end"
ATTR_FORMAT = "format"
ATTR_LANGUAGE = "language"
ATTR_LOCALE = "locale"
ATTR_START = "start"
ATTR_TARGETS = "targets"

_DEFAULT_DAYS = 14
# A tag of BCP 47, which becomes part of a file name. The frontend has more languages than
# Home Assistant's list.
_LANGUAGE_TAG = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}\Z"
_GLUCOSE_VALUE = (SENSOR_DOMAIN, "glucose_value")
_LOGGED_EVENT = (EVENT_DOMAIN, "logged_event")


class ReportFormat(StrEnum):
    """The format of a report."""

    HTML = "html"
    READINGS_CSV = "readings_csv"
    EVENTS_CSV = "events_csv"

    @property
    def suffix(self) -> str:
        """Return the suffix of a file in this format."""
        return ".html" if self is ReportFormat.HTML else ".csv"

    @property
    def entities(self) -> tuple[tuple[str, str], ...]:
        """Return platform and key of the entities whose history it contains."""
        return _ENTITIES[self]


_ENTITIES = {
    ReportFormat.HTML: (_GLUCOSE_VALUE, _LOGGED_EVENT),
    ReportFormat.READINGS_CSV: (_GLUCOSE_VALUE,),
    ReportFormat.EVENTS_CSV: (_LOGGED_EVENT,),
}

# What a user's profile says about numbers and times.
LOCALE = vol.Schema(
    {
        vol.Optional(key): vol.All(str, vol.Length(max=32))
        for key in ("number_format", "time_format", "date_format", "first_weekday")
    },
    extra=vol.REMOVE_EXTRA,
)
# Fields that the action and the websocket command share.
REQUEST_FIELDS: dict[vol.Marker, Any] = {
    vol.Optional(ATTR_FORMAT, default=ReportFormat.HTML): vol.Coerce(ReportFormat),
    vol.Optional(ATTR_DAYS): vol.All(
        vol.Coerce(int), vol.Range(min=1, max=HISTORY.days)
    ),
    vol.Optional(ATTR_START): utc_time,
    vol.Optional(ATTR_END): utc_time,
    vol.Optional(ATTR_TARGETS, default=TargetGroup.MOST_ADULTS): vol.Coerce(
        TargetGroup
    ),
    vol.Optional(ATTR_LANGUAGE): vol.All(str, vol.Match(_LANGUAGE_TAG)),
    vol.Optional(ATTR_BOM, default=True): cv.boolean,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRequest:
    """A validated request.

    The window is in whole seconds of UTC, `end` excluded. `locale` is None for the
    usual format of numbers and times in the language. `has_bom` puts a byte order mark
    in front of a CSV file, by which spreadsheets recognize UTF-8.
    """

    format: ReportFormat
    start: datetime
    end: datetime
    targets: TargetGroup
    language: str
    locale: dict[str, str] | None
    has_bom: bool

    @classmethod
    def of(cls, hass: HomeAssistant, data: Mapping[str, Any]) -> ReportRequest:
        """Return the request of validated fields, by default for the last 14 days.

        Raises ServiceValidationError for an invalid window.
        """
        now = dt_util.utcnow()
        end: datetime = min(data.get(ATTR_END, now), now)
        if ATTR_START not in data:
            start = end - timedelta(days=data.get(ATTR_DAYS, _DEFAULT_DAYS))
        elif ATTR_DAYS in data:
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key="days_or_start"
            )
        else:
            start = data[ATTR_START]
        # Before the checks, which a request of a signed URL passes again.
        start, end = start.replace(microsecond=0), end.replace(microsecond=0)
        check_window(start, end)
        wanted: ReportFormat = data[ATTR_FORMAT]
        if wanted is ReportFormat.HTML:
            check_stored(start)
        return cls(
            format=wanted,
            start=start,
            end=end,
            targets=data[ATTR_TARGETS],
            language=data.get(ATTR_LANGUAGE, hass.config.language),
            locale=data.get(ATTR_LOCALE),
            has_bom=data[ATTR_BOM],
        )

    @property
    def query(self) -> dict[str, str]:
        """Return the request without its format as query parameters of a URL."""
        query = {
            ATTR_START: str(int(self.start.timestamp())),
            ATTR_END: str(int(self.end.timestamp())),
            ATTR_TARGETS: str(self.targets),
            ATTR_LANGUAGE: self.language,
            ATTR_BOM: str(self.has_bom).lower(),
        }
        if self.locale is not None:
            query[ATTR_LOCALE] = json.dumps(self.locale)
        return query

    @property
    def filename(self) -> str:
        """Return the name of a file, without anything personal."""
        name = {
            ReportFormat.HTML: "glucose-report",
            ReportFormat.READINGS_CSV: "glucose-readings",
            ReportFormat.EVENTS_CSV: "glucose-events",
        }[self.format]
        first, last = (
            dt_util.as_local(each).date()
            for each in (self.start, self.end - timedelta(seconds=1))
        )
        return f"{name}-{first}-{last}{self.format.suffix}"
