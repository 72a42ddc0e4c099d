"""The view that serves a report, and the signed URLs that lead to it."""

from datetime import timedelta
from http import HTTPStatus

from aiohttp import web
import voluptuous as vol
from yarl import URL

from homeassistant.auth.models import User
from homeassistant.components.http.auth import async_sign_path
from homeassistant.components.http.const import KEY_HASS_USER
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.http import KEY_HASS, HomeAssistantView
from homeassistant.util.json import JSON_DECODE_EXCEPTIONS, json_loads

from ..actions.call import may_read
from ..const import DOMAIN
from ..data import DexcomConfigEntry
from .document import async_make_document
from .request import (
    ATTR_FORMAT,
    ATTR_LOCALE,
    LOCALE,
    REQUEST_FIELDS,
    ReportFormat,
    ReportRequest,
)

ATTR_DOWNLOAD = "download"
_BASE = f"/api/{DOMAIN}/report"
_EXPIRATION = timedelta(minutes=5)
_KINDS = {
    "readings": ReportFormat.READINGS_CSV,
    "events": ReportFormat.EVENTS_CSV,
}
_CONTENT_TYPES = {".html": "text/html", ".csv": "text/csv"}
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
# A report is compressed in an executor, as that takes some milliseconds.
_COMPRESS_IN_EXECUTOR = 16 * 1024


@callback
def async_setup_report_view(hass: HomeAssistant) -> None:
    """Register the view."""
    if "http" in hass.config.components:
        hass.http.register_view(ReportView())


@callback
def async_report_url(
    hass: HomeAssistant,
    entry: DexcomConfigEntry,
    request: ReportRequest,
    *,
    refresh_token_id: str,
    is_download: bool,
) -> str:
    """Return a URL that serves a report for five minutes, to the session that signs it.

    The caller checks the permission to read; the view checks it again.
    """
    path = f"{_BASE}/{entry.entry_id}"
    for kind, its_format in _KINDS.items():
        if its_format is request.format:
            path = f"{path}/{kind}.csv"
    query = {**request.query, ATTR_DOWNLOAD: str(is_download).lower()}
    return async_sign_path(
        hass,
        str(URL(path).with_query(query)),
        _EXPIRATION,
        refresh_token_id=refresh_token_id,
    )


def may_read_report(
    hass: HomeAssistant, user: User, entry: DexcomConfigEntry, request: ReportRequest
) -> bool:
    """Return whether a user may read everything that a report contains."""
    return all(
        may_read(hass, user, entry, platform, key)
        for platform, key in request.format.entities
    )


def _locale(value: str) -> dict[str, str]:
    """Return the locale of a query parameter."""
    try:
        locale: dict[str, str] = LOCALE(json_loads(value))
    except JSON_DECODE_EXCEPTIONS as err:
        raise vol.Invalid("not JSON") from err
    return locale


_QUERY_SCHEMA = vol.Schema(
    {
        **REQUEST_FIELDS,
        vol.Optional(ATTR_LOCALE): _locale,
        vol.Optional(ATTR_DOWNLOAD, default=False): cv.boolean,
    },
    # The signature.
    extra=vol.REMOVE_EXTRA,
)


class ReportView(HomeAssistantView):
    """Serves a report, never to be cached."""

    url = f"{_BASE}/{{entry_id}}"
    extra_urls = [f"{_BASE}/{{entry_id}}/{{kind}}.csv"]
    name = f"api:{DOMAIN}:report"

    async def get(
        self, request: web.Request, entry_id: str, kind: str | None = None
    ) -> web.Response:
        """Return the page, or a CSV file."""
        hass = request.app[KEY_HASS]
        entry = hass.config_entries.async_get_entry(entry_id)
        wanted = ReportFormat.HTML if kind is None else _KINDS.get(kind)
        if entry is None or entry.domain != DOMAIN or wanted is None:
            return _error(HTTPStatus.NOT_FOUND, "There is no such report.")
        try:
            options = _QUERY_SCHEMA({**request.query, ATTR_FORMAT: wanted})
            report = ReportRequest.of(hass, options)
        except (vol.Invalid, ServiceValidationError) as err:
            return _error(HTTPStatus.BAD_REQUEST, str(err))
        if not may_read_report(hass, request[KEY_HASS_USER], entry, report):
            return _error(
                HTTPStatus.FORBIDDEN, "You do not have permission to read this account."
            )
        if entry.state is not ConfigEntryState.LOADED:
            return _error(
                HTTPStatus.SERVICE_UNAVAILABLE,
                "The account is not loaded. Try again in a moment.",
            )
        try:
            document = await async_make_document(hass, entry, report)
        except HomeAssistantError as err:
            return _error(HTTPStatus.BAD_GATEWAY, str(err))
        disposition = "attachment" if options[ATTR_DOWNLOAD] else "inline"
        response = web.Response(
            body=document,
            content_type=_CONTENT_TYPES[report.format.suffix],
            charset="utf-8",
            headers={
                **_HEADERS,
                "Content-Disposition": f'{disposition}; filename="{report.filename}"',
            },
            zlib_executor_size=_COMPRESS_IN_EXECUTOR,
        )
        response.enable_compression()
        return response


def _error(status: HTTPStatus, text: str) -> web.Response:
    """Return an error as plain text."""
    return web.Response(status=status, text=text, headers=_HEADERS)
