"""Records of days: exact, compact, and of 23 to 25 hours."""

from base64 import b64encode
from datetime import UTC, date, datetime, timedelta
from random import Random
import zlib
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
import pytest

from custom_components.dexcom_cgm.glucose import Distribution
from custom_components.dexcom_cgm.glucose.day_records import (
    DayRecord,
    DayRecords,
    distribution_of,
    make_day_records,
)

BERLIN = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)
END = date(2030, 1, 1)


def every_five_minutes(
    start: datetime, end: datetime, value: int = 100
) -> tuple[list[int], list[int]]:
    """Return times and values of a complete window."""
    times = list(range(int(start.timestamp()), int(end.timestamp()), 300))
    return times, [value] * len(times)


def encoded(content: bytes) -> str:
    """Return content as it is saved."""
    return b64encode(zlib.compress(content)).decode()


@given(st.lists(st.integers(39, 401), max_size=600))
def test_counts_are_exact(values: list[int]) -> None:
    """Whatever the values are, the distribution is theirs, also after a restart."""
    times = [1_770_000_000 + 60 * number for number in range(len(values))]
    day = datetime.fromtimestamp(1_770_000_000, UTC).date()
    records = make_day_records(times, values, [day, day + DAY], UTC)
    assert distribution_of(records.values()) == Distribution(values)
    restored = DayRecords.from_json(DayRecords(records).to_json(END))
    found = [restored.get(day), restored.get(day + DAY)]
    assert found == list(records.values())
    with_readings = [record for record in records.values() if not record.is_empty]
    if with_readings:
        assert min(record.lowest for record in with_readings) == min(values)
        assert max(record.highest for record in with_readings) == max(values)


def test_a_value_that_is_measured_often() -> None:
    """A day of one value per minute, at the ends of the range."""
    day = date(2026, 2, 1)
    start = int(datetime(2026, 2, 1, tzinfo=UTC).timestamp())
    times = [start + 60 * number for number in range(1440)]
    values = [39] * 600 + [401] * 840
    record = make_day_records(times, values, [day], UTC)[day]
    distribution = distribution_of([record])
    assert distribution == Distribution(values)
    assert (record.lowest, record.highest) == (39, 401)
    assert record.slots == 288
    assert (record.lows, record.very_lows) == (1, 1)


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 5, 5), 24)],
)
def test_days_with_a_change_of_clocks(day: date, hours: int) -> None:
    """A local day has all its readings, and no other."""
    start = datetime.combine(day, datetime.min.time(), BERLIN)
    times, values = every_five_minutes(start - DAY, start + 2 * DAY)
    days = [day - DAY, day, day + DAY]
    records = make_day_records(times, values, days, BERLIN)
    assert len(distribution_of([records[day]])) == hours * 12
    assert records[day].slots == hours * 12


def test_a_day_that_does_not_exist() -> None:
    """Where a zone crossed the date line, the day has no reading."""
    apia = ZoneInfo("Pacific/Apia")
    day = date(2011, 12, 30)
    start = datetime(2011, 12, 29, tzinfo=apia)
    times, values = every_five_minutes(start, start + 3 * DAY)
    assert make_day_records(times, values, [day], apia)[day] == DayRecord()


def test_lows_belong_to_the_day_on_which_they_begin() -> None:
    """An episode across midnight counts once."""
    midnight = datetime(2026, 2, 2, tzinfo=BERLIN)
    times, values = every_five_minutes(midnight - DAY, midnight + DAY)
    low = int((midnight - timedelta(minutes=10)).timestamp())
    very_low = int((midnight + timedelta(minutes=5)).timestamp())
    for number, time in enumerate(times):
        if low <= time < low + 3600:
            values[number] = 50 if time >= very_low else 65
    days = [date(2026, 2, 1), date(2026, 2, 2)]
    first, second = make_day_records(times, values, days, BERLIN).values()
    assert (first.lows, first.very_lows) == (1, 0)
    assert (second.lows, second.very_lows) == (0, 1)


def test_known_and_unknown_days() -> None:
    """A day without readings is known; one without a record is not."""
    first = date(2026, 1, 1)
    records = DayRecords({first: DayRecord(), first + 2 * DAY: DayRecord(b"\x01\x02")})
    assert first in records
    assert list(records.unknown(first - DAY, first + 4 * DAY)) == [
        first + 3 * DAY,
        first + DAY,
        first - DAY,
    ]
    assert records.first(date.min) == first + 2 * DAY
    assert records.first(first + 3 * DAY) is None
    assert not records.update({first: DayRecord()})
    snapshot = records.copy()
    assert records.update({first: DayRecord(b"\x01\x02")})
    assert snapshot.get(first) == DayRecord()


def test_only_days_before_a_date_are_saved() -> None:
    """Today's record is left out."""
    day = date(2026, 1, 1)
    records = DayRecords({day: DayRecord(), day + DAY: DayRecord()})
    restored = DayRecords.from_json(records.to_json(day + DAY))
    assert len(restored) == 1
    assert day in restored


def test_size_of_five_years() -> None:
    """Five years of realistic days take a small part of 5 MB."""
    random = Random(1)
    records: dict[date, DayRecord] = {}
    for number in range(5 * 365):
        day = date(2021, 1, 1) + number * DAY
        value, values = 120.0, []
        for _ in range(288):
            value += random.gauss(0, 6) + (130 - value) / 40
            values.append(round(min(max(value, 39), 401)))
        start = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
        times = [start + 300 * each for each in range(288)]
        records |= make_day_records(times, values, [day], UTC)
    assert len(DayRecords(records).to_json(END)) < 400_000


@pytest.mark.parametrize(
    "data",
    [
        None,
        "",
        "?",
        b64encode(b"no zlib").decode(),
        encoded(b"short"),
        # The counts are shorter than their size says.
        encoded(b"\x50\x42\x0b\x00\x04\x00\x01\x00\x00\x00\x00\x00\x01\x01"),
        # A day that is none.
        encoded(b"\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00"),
        # A value above the range, and half a pair.
        encoded(b"\x50\x42\x0b\x00\x04\x00\x01\x00\x00\x00\x00\x00\xff\x00\xff\x01"),
        encoded(b"\x50\x42\x0b\x00\x01\x00\x01\x00\x00\x00\x00\x00\x01"),
        encoded(b"")[:-6],
    ],
)
def test_damaged_records(data: object) -> None:
    """Damaged records raise an error that the file expects."""
    with pytest.raises((ValueError, TypeError, zlib.error)):
        DayRecords.from_json(data)
