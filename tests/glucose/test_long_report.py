"""Reports of months and years equal those of the readings themselves."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from custom_components.dexcom_cgm.glucose import (
    Distribution,
    EpisodeKind,
    TargetGroup,
    find_episodes,
)
from custom_components.dexcom_cgm.glucose.day_records import (
    DayRecords,
    make_day_records,
)
from custom_components.dexcom_cgm.glucose.long_report import DayReader, LongReport
from custom_components.dexcom_cgm.glucose.report import make_report

BERLIN = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)
FIRST, LAST = date(2026, 1, 15), date(2026, 11, 10)
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


def midnight(day: date) -> datetime:
    """Return the start of a day in Berlin, in UTC."""
    return datetime.combine(day, datetime.min.time(), BERLIN).astimezone(UTC)


def made_up() -> tuple[list[int], list[int]]:
    """Return readings of 300 days, with lows, highs, and days without any."""
    random = Random(7)
    times, values = [], []
    value = 130.0
    start = int(midnight(FIRST).timestamp())
    for number in range(((LAST - FIRST).days + 1) * 288):
        value += random.gauss(0, 7) + (135 - value) / 50
        if number // 288 % 50 == 7:
            continue
        times.append(start + 300 * number + random.randrange(5))
        values.append(round(min(max(value, 39), 401)))
    return times, values


TIMES, VALUES = made_up()


def reader(now: datetime = NOW, known_until: datetime = NOW) -> DayReader:
    """Return a reader of the records of all days."""
    days = [FIRST + number * DAY for number in range((LAST - FIRST).days + 1)]
    records = DayRecords(make_day_records(TIMES, VALUES, days, BERLIN))
    return DayReader(records, BERLIN, now=now, known_until=known_until)


def between(first: date, last: date) -> tuple[list[int], list[int]]:
    """Return the readings of some days."""
    start, end = midnight(first).timestamp(), midnight(last + DAY).timestamp()
    found = [
        (time, value)
        for time, value in zip(TIMES, VALUES, strict=True)
        if start <= time < end
    ]
    return [time for time, _ in found], [value for _, value in found]


def report_of(first: date, last: date) -> LongReport:
    """Return a report of some days."""
    return reader().report(first, last, TargetGroup.PREGNANCY, longest_by_day=60)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (FIRST, LAST),
        # Over both changes of the clocks, and one day.
        (date(2026, 3, 20), date(2026, 4, 2)),
        (date(2026, 10, 20), date(2026, 11, 2)),
        (date(2026, 2, 3), date(2026, 2, 3)),
    ],
)
def test_equals_the_report_of_readings(first: date, last: date) -> None:
    """Measures, sufficiency and targets are the same, and nothing is approximated."""
    times, values = between(first, last)
    exact = make_report(
        times,
        values,
        start=midnight(first),
        end=midnight(last + DAY),
        known_until=NOW,
        zone=BERLIN,
        group=TargetGroup.PREGNANCY,
    )
    found = report_of(first, last)
    assert found.whole.distribution == exact.distribution
    assert found.whole.sufficiency.possible == pytest.approx(
        exact.sufficiency.possible, abs=1
    )
    assert found.whole.sufficiency.active == pytest.approx(
        exact.sufficiency.active, abs=0.05
    )
    assert found.whole.sufficiency.days == exact.sufficiency.days
    assert found.targets == exact.targets
    assert (found.whole.gmi, found.whole.gri, found.whole.gri_zone) == (
        exact.gmi,
        exact.gri,
        exact.gri_zone,
    )
    assert found.whole.gmi_mmol_mol == exact.gmi_mmol_mol
    assert exact.lowest is not None
    assert exact.highest is not None
    for mine, its in ((found.lowest, exact.lowest), (found.highest, exact.highest)):
        assert mine is not None
        assert mine.value == its.value
        assert mine.day == datetime.fromtimestamp(its.time, BERLIN).date()
    assert found.whole.lows == len(exact.episodes[EpisodeKind.LOW])
    assert found.whole.very_lows == len(exact.episodes[EpisodeKind.VERY_LOW])


def test_months_and_years() -> None:
    """Each calendar month has its readings; the window clips the first and last."""
    found = report_of(FIRST, LAST)
    assert [f"{month.first:%m-%d} {month.last:%m-%d}" for month in found.months] == [
        "01-15 01-31",
        "02-01 02-28",
        "03-01 03-31",
        "04-01 04-30",
        "05-01 05-31",
        "06-01 06-30",
        "07-01 07-31",
        "08-01 08-31",
        "09-01 09-30",
        "10-01 10-31",
        "11-01 11-10",
    ]
    for month in found.months:
        times, values = between(month.first, month.last)
        assert month.distribution == Distribution(values)
        assert month.days == len(
            {datetime.fromtimestamp(time, BERLIN).date() for time in times}
        )
    # Ten days of November are too few for a conclusion.
    assert found.months[-1].gmi is None
    assert found.months[-1].gri_zone is None
    assert found.months[0].gmi is not None
    (year,) = found.years
    assert year == found.whole
    assert (year.first, year.last) == (FIRST, LAST)
    assert year.lows == sum(month.lows for month in found.months)
    assert year.lows > 5
    assert len(find_episodes(TIMES, VALUES, EpisodeKind.LOW)) == year.lows


def test_days_of_a_short_window() -> None:
    """Days are listed up to a number, also those without readings."""
    found = report_of(FIRST, FIRST + 59 * DAY)
    assert len(found.days) == 60
    assert not found.days[7].distribution
    assert found.days[7].active is None
    assert report_of(FIRST, FIRST + 60 * DAY).days == ()


def test_without_readings() -> None:
    """Nothing is known, and nothing fails."""
    found = report_of(date(2020, 1, 1), date(2021, 12, 31))
    assert len(found.months) == 24
    assert len(found.years) == 2
    assert found.lowest is found.highest is None
    assert found.whole.distribution.mean is None
    assert found.whole.sufficiency.active is None
    assert {target.is_met for target in found.targets} == {None}


def test_the_current_day_counts_until_now() -> None:
    """Time to come, and time within Dexcom's delay, does not count as missing."""
    now = midnight(LAST) + timedelta(hours=12)
    found = reader(now, now - timedelta(hours=1)).period([LAST])
    assert found.sufficiency.seconds == 12 * 3600
    # The records of this test have readings of the whole day.
    assert found.sufficiency.possible == found.sufficiency.slots == 288
    empty = DayReader(
        DayRecords(), BERLIN, now=now, known_until=now - timedelta(hours=1)
    )
    assert empty.period([LAST]).sufficiency.possible == 11 * 12


def test_days_of_a_window() -> None:
    """A window becomes whole days, from the first one with readings to today."""
    early = datetime(1, 1, 1, tzinfo=UTC)
    assert reader().days_of(early, NOW) == (FIRST, date(2026, 12, 1))
    late = datetime(9999, 12, 31, tzinfo=UTC)
    assert reader().days_of(NOW, late) == (date(2026, 12, 1), date(2026, 12, 1))
    start = midnight(date(2026, 3, 1))
    assert reader().days_of(start, midnight(date(2026, 4, 1))) == (
        date(2026, 3, 1),
        date(2026, 3, 31),
    )
    # Before all readings there is nothing to trim.
    assert reader().days_of(midnight(date(2020, 1, 1)), midnight(date(2020, 2, 1))) == (
        date(2020, 1, 1),
        date(2020, 1, 31),
    )


def test_complete_days_of_a_window() -> None:
    """Only days that lie entirely within a window, and in the past, are compared."""
    noon = timedelta(hours=12)
    start, end = midnight(date(2026, 3, 1)), midnight(date(2026, 4, 1))
    assert reader().whole_days_of(start, end) == (date(2026, 3, 1), date(2026, 3, 31))
    assert reader().whole_days_of(start + noon, end + noon) == (
        date(2026, 3, 2),
        date(2026, 3, 31),
    )
    assert reader().whole_days_of(NOW - 2 * DAY, NOW) == (
        date(2026, 11, 30),
        date(2026, 11, 30),
    )
    assert reader().whole_days_of(NOW - noon, NOW) is None
    late = datetime(9999, 12, 31, tzinfo=UTC)
    assert reader().whole_days_of(start, late) == (
        date(2026, 3, 1),
        date(2026, 11, 30),
    )


def test_comparison() -> None:
    """A period is compared with as many days before it."""
    found = reader().compare(date(2026, 7, 1), date(2026, 9, 30))
    assert (found.previous.first, found.previous.last) == (
        date(2026, 3, 31),
        date(2026, 6, 30),
    )
    assert found.is_sufficient
    for period in (found.current, found.previous):
        _, values = between(period.first, period.last)
        assert period.distribution == Distribution(values)
    # Before the first quarter there is nothing to compare with.
    assert not reader().compare(FIRST, FIRST + 89 * DAY).is_sufficient
