"""A signed URL serves a report, for minutes, to those who may read the account."""

from datetime import timedelta
import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from custom_components.dexcom_cgm.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from sandbox.faults import Fault
from sandbox.server import Sandbox
from tests.common import NOW, account_entry, async_set_up, entity_id

from .common import DAY, add_fortnight, async_report, data_of, elements, logged

pytestmark = pytest.mark.usefixtures("applications")

HOSTILE = "</script><script>alert(1)</script><!--\u2028"


@pytest.fixture
async def entry(hass: HomeAssistant, sandbox: Sandbox) -> MockConfigEntry:
    """Return ada's account with two weeks of readings, set up."""
    await hass.config.async_set_time_zone("Europe/Berlin")
    add_fortnight(sandbox)
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    await hass.services.async_call(
        DOMAIN, "import_history", {"start": NOW - 15 * DAY}, blocking=True
    )
    return entry


async def async_answer(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, **options: Any
) -> dict[str, Any]:
    """Return the answer of the command."""
    client = await hass_ws_client()
    await client.send_json_auto_id(
        {
            "type": f"{DOMAIN}/report_url",
            "entity_id": entity_id(hass, "ada", "glucose_value"),
            **options,
        }
    )
    answer: dict[str, Any] = await client.receive_json()
    await client.close()
    return answer


async def async_url(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, **options: Any
) -> str:
    """Return a signed URL."""
    answer = await async_answer(hass, hass_ws_client, **options)
    assert answer["success"], answer
    return str(answer["result"]["url"])


async def test_page(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """The page holds everything, is never cached, and has the figures of get_report."""
    url = await async_url(
        hass,
        hass_ws_client,
        days=14,
        language="de",
        locale={"time_format": "24", "theme": "x"},
    )
    response = await (await hass_client_no_auth()).get(url)
    assert response.status == 200
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Content-Disposition"] == (
        'inline; filename="glucose-report-2026-02-15-2026-03-01.html"'
    )
    page = await response.text()
    assert "default-src &#x27;none&#x27;" in page
    assert set(elements(page)) == {
        "html",
        "head",
        "meta",
        "link",
        "title",
        "body",
        "script",
    }
    data = data_of(page)
    assert data["language"] == "de"
    assert data["locale"] == {"time_format": "24"}
    assert data["title"] == "Dexcom CGM"
    assert data["texts"]["bands.in_range"]
    assert data["events_known"] is True
    assert [len(each["events"]) for each in data["daily"]] == [1] * 14
    assert_equal(data, await async_report(hass, start=NOW - 14 * DAY, end=NOW))


def assert_equal(data: dict[str, Any], report: dict[str, Any]) -> None:
    """Compare the figures of a page with those of `get_report`, rounded as there."""
    measures = report["measures"]
    for key in ("readings", "is_sufficient", "missing_days", "missing_readings"):
        assert data[key] == report[key]
    assert data["cgm_active"] == pytest.approx(report["cgm_active"], abs=0.05)
    for key, name in {
        "mean": "mean_glucose",
        "median": "median_glucose",
        "q1": "quartile_1",
        "q3": "quartile_3",
        "standard_deviation": "standard_deviation",
        "variability": "variability",
        "gmi": "gmi",
    }.items():
        assert data[key] == pytest.approx(measures[name], abs=0.0501), key
    shares = {band["key"]: band["share"] for band in data["bands"]}
    for key in ("very_low", "low", "in_range", "high", "very_high"):
        name = "time_in_range" if key == "in_range" else f"time_{key}"
        assert shares[key] == pytest.approx(measures[name], abs=0.0501)
    for goal, target in zip(data["goals"], report["targets"], strict=True):
        assert goal["is_met"] == target["is_met"]
        assert goal["share"] == pytest.approx(target["share"], abs=0.0501)
    for mine, its in zip(data["profile"]["bins"], report["profile"], strict=True):
        for key in ("p5", "p25", "p50", "p75", "p95"):
            assert mine[key] == pytest.approx(its[key], abs=0.0501)
    for mine, its in zip(data["daily"], report["days"][-14:], strict=True):
        assert (mine["day"], mine["readings"]) == (its["day"], its["readings"])
        assert mine["mean"] == pytest.approx(its["mean_glucose"], abs=0.0501)
    for mine, its in zip(data["lows"], report["lows"], strict=True):
        assert mine["episodes"] == its["episodes"]
        assert mine["per_week"] == pytest.approx(its["per_week"], abs=0.0501)
    assert data["lows"][0]["episodes"] == sum(
        each["kind"] == "low" for each in report["episodes"]
    )
    patterns = report["patterns"]
    assert data["patterns"]["rule"] == patterns["rule"]
    assert [each["days"] for each in data["patterns"]["recurring"]] == [
        each["days"] for each in patterns["recurring"]
    ]
    assert patterns["recurring"]
    for key in ("night", "day", "weekday", "weekend"):
        part = data["patterns"][key]
        assert part["readings"] == patterns[key]["readings"]
        assert part["in_range"] == pytest.approx(patterns[key]["in_range"], abs=0.0501)
    assert data["patterns"]["best_day"]["day"] == patterns["best_day"]["day"]


async def test_figures_of_the_units(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """Limits of the patterns and lows have the unit of the answer."""
    report = await async_report(hass, start=NOW - 14 * DAY, end=NOW, unit="mmol/L")
    assert report["measures"]["median_glucose"] == 6.7
    assert [each["below"] for each in report["lows"]] == [3.9, 3.0]
    rule = report["patterns"]["rule"]
    assert (rule["low_below"], rule["high_above"]) == (3.9, 10.0)
    assert [
        (each["kind"], each["from"], each["to"], each["days"], each["of_days"])
        for each in report["patterns"]["recurring"]
    ] == [("low", "03:00", "06:00", 14, 14), ("high", "12:00", "15:00", 13, 13)]


@pytest.mark.parametrize(
    ("kind", "first", "name"),
    [
        ("readings", "2026-02-15T13:00:00+01:00", "glucose-readings"),
        ("events", "2026-02-16T12:15:00+01:00", "glucose-events"),
    ],
)
async def test_files(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    hass_client_no_auth: ClientSessionGenerator,
    kind: str,
    first: str,
    name: str,
) -> None:
    """Readings and events come as CSV files, to be saved or shown."""
    client = await hass_client_no_auth()
    for download in (True, False):
        url = await async_url(
            hass,
            hass_ws_client,
            format=f"{kind}_csv",
            start="2026-02-15T13:00:00+01:00",
            end="2026-03-01T13:00:00+01:00",
            download=download,
            bom=download,
        )
        assert urlsplit(url).path == f"/api/{DOMAIN}/report/{entry.entry_id}/{kind}.csv"
        response = await client.get(url)
        assert response.status == 200
        assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert response.headers["Cache-Control"] == "no-store"
        disposition = "attachment" if download else "inline"
        assert response.headers["Content-Disposition"] == (
            f'{disposition}; filename="{name}-2026-02-15-2026-03-01.csv"'
        )
        document = await response.read()
        assert document.startswith(b"\xef\xbb\xbf") is download
        lines = document.decode("utf-8-sig").split("\r\n")
        assert lines[1].startswith(f"{first},")


async def test_hostile_texts(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """Names, units and notes are text on the page and in a file, never markup."""
    [device] = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    dr.async_get(hass).async_update_device(device.id, name_by_user=HOSTILE)
    time = NOW - timedelta(hours=2)
    sandbox.add_records(
        "ada",
        "events",
        [
            logged(time, "carbs", value="9", unit=HOSTILE),
            logged(time, "exercise", value="9", unit="half\ud83d"),
            logged(time, "insulin", value="1e999"),
            logged(time, "notes", value=f"=1+1{HOSTILE}"),
        ],
    )
    await entry.runtime_data.events.async_refresh()
    client = await hass_client_no_auth()
    page = await (await client.get(await async_url(hass, hass_ws_client))).text()
    assert elements(page).count("script") == 2
    assert "\u2028" not in page
    data = data_of(page)
    assert data["title"] == HOSTILE
    units = [each["unit"] for each in data["daily"][-1]["events"]]
    assert HOSTILE.strip() in units
    assert "half\ufffd" in units
    url = await async_url(hass, hass_ws_client, format="events_csv")
    document = await (await client.get(url)).text()
    assert f"'=1+1{HOSTILE.strip()}" in document


async def test_url_expires(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    hass_client_no_auth: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A URL is good for five minutes, also for the longest window."""
    client = await hass_client_no_auth()
    url = await async_url(hass, hass_ws_client, days=90)
    freezer.tick(timedelta(minutes=4, seconds=59))
    assert (await client.get(url)).status == 200
    freezer.tick(timedelta(seconds=2))
    assert (await client.get(url)).status == 401


async def test_fractions_of_seconds(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """The longest window passes the checks of the URL too, which has whole seconds."""
    window = {"start": "2025-12-01T11:59:59.9Z", "end": "2026-03-01T11:59:59.9Z"}
    url = await async_url(hass, hass_ws_client, **window)
    assert (await (await hass_client_no_auth()).get(url)).status == 200
    window["start"] = "2025-12-01T11:59:59.1Z"
    url = await async_url(hass, hass_ws_client, **window)
    assert (await (await hass_client_no_auth()).get(url)).status == 200


@pytest.mark.parametrize("end", ["logout", "disabled"])
async def test_url_dies_with_the_session(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    hass_client_no_auth: ClientSessionGenerator,
    hass_admin_user: MockUser,
    end: str,
) -> None:
    """After a logout the URL serves nothing any more, nor to a user who is disabled."""
    client = await hass_client_no_auth()
    url = await async_url(hass, hass_ws_client)
    assert (await client.get(url)).status == 200
    if end == "disabled":
        await hass.auth.async_update_user(hass_admin_user, is_active=False)
    for token in list(hass_admin_user.refresh_tokens.values()):
        hass.auth.async_remove_refresh_token(token)
    assert (await client.get(url)).status == 401


async def test_foreign_signatures(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """A signature is for one account, one file and one window, and only for reading."""
    client = await hass_client_no_auth()
    url = await async_url(hass, hass_ws_client)
    parts = urlsplit(url)
    path, query = parts.path, parts.query
    other = account_entry(sandbox, "steady")
    other.add_to_hass(hass)
    start = dict(parse_qsl(query))["start"]
    for changed in (
        path,
        f"{path}?start={start}",
        f"/api/{DOMAIN}/report/{other.entry_id}?{query}",
        f"{path}/readings.csv?{query}",
        f"{path}?{query.replace(start, str(int(start) - 86400))}",
        f"{path}?{query.replace('authSig=', 'authSig=x')}",
    ):
        assert (await client.get(changed)).status == 401, changed
    assert (await client.post(url)).status == 405


async def test_permission(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    hass_client_no_auth: ClientSessionGenerator,
    hass_admin_user: MockUser,
) -> None:
    """Who may read the entities may have the report; a lost permission counts at once."""
    client = await hass_client_no_auth()
    glucose = entity_id(hass, "ada", "glucose_value")
    events = entity_id(hass, "ada", "logged_event", "event")
    everything = {
        each: await async_url(hass, hass_ws_client, format=each)
        for each in ("html", "readings_csv", "events_csv")
    }
    hass_admin_user.groups = []
    for readable, allowed in (
        ({}, set()),
        ({glucose: True}, {"readings_csv"}),
        ({events: True}, {"events_csv"}),
        ({glucose: True, events: True}, {"html", "readings_csv", "events_csv"}),
    ):
        hass_admin_user.mock_policy({"entities": {"entity_ids": readable}})
        for each, url in everything.items():
            response = await client.get(url)
            assert response.status == (200 if each in allowed else 403)
            assert response.headers["Cache-Control"] == "no-store"
            # To sign, the entity that was named must be readable too.
            answer = await async_answer(hass, hass_ws_client, format=each)
            is_signed = each in allowed and glucose in readable
            assert answer["success"] is is_signed
            if not is_signed:
                assert answer["error"]["code"] == "unauthorized"


async def test_no_session(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without a session that could sign, there is no URL."""
    client = await hass_ws_client()
    monkeypatch.setattr(
        "homeassistant.components.websocket_api.connection.ActiveConnection"
        ".refresh_token_id",
        None,
    )
    await client.send_json_auto_id(
        {
            "type": f"{DOMAIN}/report_url",
            "entity_id": entity_id(hass, "ada", "glucose_value"),
        }
    )
    answer = await client.receive_json()
    assert answer["error"]["code"] == "unauthorized"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"entity_id": "sensor.nothing"}, "not_found"),
        ({"days": 0}, "invalid_format"),
        ({"days": 91}, "invalid_format"),
        ({"days": 7, "start": "2026-02-01"}, "service_validation_error"),
        ({"start": "2026-03-02"}, "service_validation_error"),
        ({"start": "2025-11-01", "end": "2026-01-01"}, "service_validation_error"),
        ({"start": "soon"}, "invalid_format"),
        ({"language": "../../../.storage/auth"}, "invalid_format"),
        ({"language": "en/../../x"}, "invalid_format"),
        ({"language": "en\n"}, "invalid_format"),
        ({"format": "pdf"}, "invalid_format"),
        ({"targets": "everybody"}, "invalid_format"),
        ({"locale": {"time_format": 24}}, "invalid_format"),
        ({"locale": {"time_format": "x" * 33}}, "invalid_format"),
    ],
)
async def test_bad_requests(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    options: dict[str, Any],
    code: str,
) -> None:
    """What cannot be served is refused when the URL is asked for."""
    answer = await async_answer(hass, hass_ws_client, **options)
    assert answer["error"]["code"] == (
        "home_assistant_error" if code == "service_validation_error" else code
    )


async def test_view_checks_again(
    hass: HomeAssistant, entry: MockConfigEntry, hass_client: ClientSessionGenerator
) -> None:
    """With a token of a session instead of a signature, the same rules hold."""
    client = await hass_client()
    base = f"/api/{DOMAIN}/report"
    MockConfigEntry(domain="other", entry_id="other").add_to_hass(hass)
    for path, status in (
        (f"{base}/{entry.entry_id}", 200),
        (f"{base}/{entry.entry_id}?days=7&language=he", 200),
        (f"{base}/{entry.entry_id}?language=zh-Hans", 200),
        # Of the frontend, but without texts of Home Assistant.
        (f"{base}/{entry.entry_id}?language=ne", 200),
        (f"{base}/nothing", 404),
        (f"{base}/other", 404),
        (f"{base}/{entry.entry_id}/passwords.csv", 404),
        (f"{base}/{entry.entry_id}?days=7000", 400),
        (f"{base}/{entry.entry_id}?language=klingon", 400),
        (f"{base}/{entry.entry_id}?locale=x", 400),
        (f"{base}/{entry.entry_id}?start=2026-03-02", 400),
    ):
        response = await client.get(path)
        assert response.status == status, path
        assert response.headers.get("Cache-Control") == "no-store", path
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert (await client.get(f"{base}/{entry.entry_id}")).status == 503


async def test_older_than_the_log(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: MockConfigEntry,
    hass_client: ClientSessionGenerator,
) -> None:
    """Files of older windows are fetched from Dexcom, which may fail."""
    client = await hass_client()
    time = NOW - 200 * DAY
    sandbox.add_records("ada", "events", [logged(time, "notes", value="old")])
    window = f"start={(time - DAY).timestamp()}&end={(time + DAY).timestamp()}"
    base = f"/api/{DOMAIN}/report/{entry.entry_id}"
    document = await (await client.get(f"{base}/events.csv?{window}")).text()
    assert document.count("\r\n") == 2
    document = await (await client.get(f"{base}/readings.csv?{window}")).text()
    assert document.count("\r\n") == 1
    sandbox.faults.add(Fault(path="*/e*", status=500))
    for kind in ("events", "readings"):
        response = await client.get(f"{base}/{kind}.csv?{window}")
        assert response.status == 502
        assert "Dexcom" in await response.text()
    # The page does without events of which Dexcom says nothing.
    start, end = NOW - 60 * DAY, NOW - 46 * DAY
    page = await client.get(f"{base}?start={start.timestamp()}&end={end.timestamp()}")
    assert data_of(await page.text())["events_known"] is False


async def test_unit_of_the_user(
    hass: HomeAssistant, entry: MockConfigEntry, hass_client: ClientSessionGenerator
) -> None:
    """The unit is that of the account's glucose value."""
    er.async_get(hass).async_update_entity_options(
        entity_id(hass, "ada", "glucose_value"),
        "sensor",
        {"unit_of_measurement": "mmol/L"},
    )
    client = await hass_client()
    base = f"/api/{DOMAIN}/report/{entry.entry_id}"
    assert data_of(await (await client.get(base)).text())["unit"] == "mmol/L"
    document = await (await client.get(f"{base}/readings.csv?days=1")).text()
    assert ",6.7,mmol/L,120,\r\n" in document
    query = json.dumps({"number_format": "comma_decimal"})
    page = await client.get(base, params={"locale": query})
    assert data_of(await page.text())["locale"] == {"number_format": "comma_decimal"}
