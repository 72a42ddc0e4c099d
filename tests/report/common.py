"""What the tests of the report share: an account with readings and events."""

from datetime import datetime, timedelta
from html.parser import HTMLParser
import json
from typing import Any, override

from custom_components.dexcom_cgm.const import DOMAIN
from homeassistant.core import HomeAssistant
from sandbox.server import Sandbox
from tests.common import NOW, egv

DAY = timedelta(days=1)


def curve(start: datetime, end: datetime) -> list[dict[str, Any]]:
    """Return readings every five minutes, with a low each morning and a high at noon."""
    times = [start + timedelta(minutes=5 * number) for number in range(288 * 100)]
    return [
        egv(time, 60 if time.hour == 4 else 270 if time.hour in (12, 13, 14) else 120)
        for time in times
        if time < end
    ]


def logged(time: datetime, kind: str, **fields: Any) -> dict[str, Any]:
    """Return an event that a person logged."""
    text = f"{time:%Y-%m-%dT%H:%M:%SZ}"
    return {
        "recordId": f"{kind} {text}",
        "systemTime": text,
        "displayTime": text,
        "eventStatus": "created",
        "eventType": kind,
        **fields,
    }


def add_fortnight(sandbox: Sandbox, days: int = 14) -> None:
    """Give ada readings of some days, up to one hour ago, and a meal every day."""
    end = NOW - timedelta(hours=1)
    sandbox.add_records("ada", "egvs", curve(NOW - days * DAY, end))
    meals = [NOW - each * DAY - timedelta(minutes=45) for each in range(days)]
    sandbox.add_records(
        "ada",
        "events",
        [logged(time, "carbs", value="45", unit="grams") for time in meals],
    )


async def async_report(hass: HomeAssistant, **data: Any) -> dict[str, Any]:
    """Return the answer of `get_report`."""
    answer = await hass.services.async_call(
        DOMAIN, "get_report", data, blocking=True, return_response=True
    )
    assert answer is not None
    return dict(answer)


class _Elements(HTMLParser):
    """Collects the elements of a page, and the text of its data."""

    def __init__(self) -> None:
        """Start without any element."""
        super().__init__()
        self.tags: list[str] = []
        self.data = ""
        self._is_data = False

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append(tag)
        self._is_data = ("id", "data") in attrs

    @override
    def handle_endtag(self, tag: str) -> None:
        """Note the end of an element."""
        self._is_data = False

    @override
    def handle_data(self, data: str) -> None:
        """Collect the text of the data."""
        if self._is_data:
            self.data += data


def elements(page: str) -> list[str]:
    """Return the names of the elements of a page, as a browser finds them."""
    parser = _Elements()
    parser.feed(page)
    return parser.tags


def data_of(page: str) -> dict[str, Any]:
    """Return the data that a page shows."""
    parser = _Elements()
    parser.feed(page)
    data: dict[str, Any] = json.loads(parser.data)
    return data
