"""Readings and events as CSV files that spreadsheets open as they are meant.

RFC 4180 with CRLF, in UTF-8, optionally with a byte order mark. The first column of times
is ISO 8601 with the offset of the home's time zone, the second one the local time in
the form that spreadsheets parse.
"""

from collections.abc import Iterable, Sequence
import csv
from datetime import datetime, tzinfo
from io import StringIO

from ..glucose import ABOVE_RANGE, BELOW_RANGE, MG_DL_PER_MMOL_L, LoggedEvent
from ..units import MG_DL, MMOL_L, shown
from ..vocabulary import BLOOD_GLUCOSE, event_amount, event_type, event_unit, known

READING_COLUMNS = ("time", "local_time", "value", "unit", "value_mg_dl", "status")
EVENT_COLUMNS = (
    "time",
    "local_time",
    "type",
    "subtype",
    "value",
    "unit",
    "value_mg_dl",
    "text",
)
# What the sensor could not measure, in the words of the Dexcom app.
_STATUS = {BELOW_RANGE: "LOW", ABOVE_RANGE: "HIGH"}
# Characters that begin a formula in a spreadsheet, in full width too.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")

type _Cell = str | float | None


def readings_csv(
    times: Sequence[int],
    values: Sequence[int],
    *,
    unit: str,
    zone: tzinfo,
    has_bom: bool,
) -> bytes:
    """Return readings as a CSV file.

    Takes times in seconds since 1970 UTC and values in mg/dL, which are written in the
    unit and in mg/dL. 39 has the status LOW, 401 HIGH.
    """
    return _encode(
        READING_COLUMNS,
        (
            (
                *_times(datetime.fromtimestamp(seconds, zone)),
                shown(value, unit),
                unit,
                value,
                _STATUS.get(value),
            )
            for seconds, value in zip(times, values, strict=True)
        ),
        has_bom,
    )


def events_csv(
    events: Iterable[LoggedEvent], *, unit: str, zone: tzinfo, has_bom: bool
) -> bytes:
    """Return logged events as a CSV file.

    Amounts have the unit of the record; measured blood glucose is in the unit that is
    passed in, and in mg/dL.
    """
    return _encode(
        EVENT_COLUMNS, (_event_row(event, unit, zone) for event in events), has_bom
    )


def _event_row(event: LoggedEvent, unit: str, zone: tzinfo) -> tuple[_Cell, ...]:
    """Return the cells of an event; `text` only if it has no amount."""
    kind, amount, its_unit = event_type(event), event_amount(event), event_unit(event)
    in_mg_dl: float | None = None
    if kind == BLOOD_GLUCOSE and amount is not None and its_unit in (MG_DL, MMOL_L):
        in_mg_dl = shown(
            amount * MG_DL_PER_MMOL_L if its_unit == MMOL_L else amount, MG_DL
        )
        if its_unit != unit:
            amount, its_unit = shown(in_mg_dl, unit), unit
    return (
        *_times(event.time.astimezone(zone)),
        kind,
        known(event.subtype),
        # Dexcom's amounts are mostly whole numbers.
        int(amount) if amount is not None and amount.is_integer() else amount,
        None if amount is None else its_unit,
        in_mg_dl,
        event.text if amount is None else None,
    )


def _times(time: datetime) -> tuple[str, str]:
    """Return a local time with its offset, and without it."""
    return time.isoformat(timespec="seconds"), f"{time:%Y-%m-%d %H:%M:%S}"


def _encode(
    columns: Sequence[str], rows: Iterable[Iterable[_Cell]], has_bom: bool
) -> bytes:
    """Encode rows as CSV."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig" if has_bom else "utf-8", "replace")


def _cell(cell: _Cell) -> _Cell:
    """Return a cell; text that a spreadsheet would run as a formula gets an apostrophe."""
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\0", "")
    is_formula = text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)
    return f"'{text}" if is_formula else text
