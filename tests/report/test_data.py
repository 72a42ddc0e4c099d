"""The data of the page: figures of the readings, days of the home, texts of the user."""

from datetime import UTC, datetime, timedelta
import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from custom_components.dexcom_cgm.glucose import LoggedEvent, TargetGroup
from custom_components.dexcom_cgm.report.data import Source, report_data
from custom_components.dexcom_cgm.report.request import ReportFormat, ReportRequest

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SPRING = datetime(2026, 4, 5, tzinfo=BERLIN).astimezone(UTC)
AUTUMN = datetime(2026, 11, 1, tzinfo=BERLIN).astimezone(UTC)


def source(readings: dict[int, int], now: datetime = NOW, **fields: Any) -> Source:
    """Return what the event loop collects."""
    return Source(
        **{
            "title": "Ada",
            "unit": "mg/dL",
            "zone": BERLIN,
            "texts": {"report.title": "Glucose report"},
            "times": list(readings),
            "values": list(readings.values()),
            "events": [],
            "loaded": 100,
            "now": int(now.timestamp()),
            "known_until": now,
            **fields,
        }
    )


def request(
    days: int = 14,
    end: datetime = NOW,
    targets: TargetGroup = TargetGroup.MOST_ADULTS,
    language: str = "en",
) -> ReportRequest:
    """Return a request."""
    return ReportRequest(
        format=ReportFormat.HTML,
        start=end - timedelta(days=days),
        end=end,
        targets=targets,
        language=language,
        locale=None,
        has_bom=True,
    )


def ticks(days: int, end: datetime = NOW, value: int = 120) -> dict[int, int]:
    """Return readings without a gap."""
    last = int(end.timestamp())
    return dict.fromkeys(range(last - 86400 * days, last, 300), value)


def test_empty() -> None:
    """Without readings nothing is known, and nothing is 0 that is unknown."""
    data = report_data(source({}), request())
    assert data["readings"] == data["days_with_data"] == 0
    assert data["is_sufficient"] is False
    unknown = (
        "cgm_active",
        "mean",
        "median",
        "q1",
        "q3",
        "standard_deviation",
        "variability",
        "gmi",
        "lowest",
        "highest",
    )
    assert {data[key] for key in unknown} == {None}
    assert {band["share"] for band in data["bands"]} == {None}
    assert {band["minutes_per_day"] for band in data["bands"]} == {None}
    assert {goal["is_met"] for goal in data["goals"]} == {None}
    assert {each["p50"] for each in data["profile"]["bins"]} == {None}
    for low in data["lows"]:
        assert (low["episodes"], low["per_week"], low["longest_minutes"]) == (
            0,
            None,
            None,
        )
    assert data["patterns"]["recurring"] == []
    assert {data["patterns"][key] for key in ("night", "weekend", "best_day")} == {None}
    # The days are drawn, without a curve.
    assert len(data["daily"]) == 14
    assert {each["mean"] for each in data["daily"]} == {None}
    json.dumps(data, allow_nan=False)


def test_sparse() -> None:
    """Three days give shares and averages, and no conclusions."""
    data = report_data(source(ticks(3)), request())
    assert data["readings"] == 3 * 288
    assert data["mean"] == data["median"] == 120
    assert data["gmi"] is None
    assert {goal["is_met"] for goal in data["goals"]} == {None}
    assert data["goals"][0]["share"] == 100
    assert {low["per_week"] for low in data["lows"]} == {None}
    patterns = data["patterns"]
    assert {patterns[key] for key in ("night", "day", "best_day", "worst_day")} == {
        None
    }
    assert patterns["rule"]["required_days"] == 7


def test_full() -> None:
    """Fourteen days give everything."""
    readings = ticks(14)
    times = list(readings)
    # Two lows of 15 and 30 minutes, the second one also below 54.
    readings.update(dict.fromkeys(times[100:103], 65))
    readings.update(dict.fromkeys(times[1000:1006], 50))
    data = report_data(source(readings), request())
    assert data["is_sufficient"] is True
    assert data["cgm_active"] == 100
    assert data["gmi"] == pytest.approx(3.31 + 0.02392 * data["mean"])
    assert data["lowest"] == {"value": 50, "time": times[1000]}
    assert data["days"] == 14
    first, second = data["lows"]
    assert (first["level"], first["below"], first["episodes"]) == (1, 70, 2)
    assert first["per_week"] == pytest.approx(1)
    assert (first["median_minutes"], first["longest_minutes"]) == (22.5, 30)
    assert (second["level"], second["below"], second["episodes"]) == (2, 54, 1)
    assert second["may_be_longer"] == 0
    assert sum(band["share"] for band in data["bands"]) == pytest.approx(100)
    assert data["patterns"]["night"]["days"] == 14


def test_lows_per_week_are_of_time_with_readings() -> None:
    """Missing time is not counted as time without lows."""
    readings = ticks(14)
    times = list(readings)
    readings.update(dict.fromkeys(times[:3], 65))
    for time in times[2000 : 2000 + 14 * 288 // 4]:
        del readings[time]
    [first, _] = report_data(source(readings), request())["lows"]
    assert first["episodes"] == first["may_be_longer"] == 1
    assert first["per_week"] == pytest.approx(1 / (2 * 0.75))


def test_targets() -> None:
    """Range, bands, goals and patterns are those of the chosen targets."""
    data = report_data(
        source(ticks(14, value=150)), request(targets=TargetGroup.PREGNANCY)
    )
    assert data["targets"] == "pregnancy"
    assert data["target"] == {"low": 63, "high": 140}
    assert [(each["from"], each["to"]) for each in data["bands"]][2] == (63, 140)
    assert data["goals"][0]["share"] == data["daily"][0]["in_range"] == 0
    assert data["patterns"]["rule"]["high_above"] == 140
    assert data["patterns"]["day"]["above"] == 100


@pytest.mark.parametrize(
    ("end", "day", "hours"),
    [(SPRING, "2026-03-29", 23), (AUTUMN, "2026-10-25", 25)],
    ids=["spring", "autumn"],
)
def test_change_of_the_clock(end: datetime, day: str, hours: int) -> None:
    """A day has 23 or 25 hours, whose minutes go on through the change."""
    data = report_data(source(ticks(14, end), end), request(end=end))
    assert len(data["daily"]) == 14
    found = next(each for each in data["daily"] if each["day"] == day)
    assert found["length"] == hours * 60
    assert found["minute"] == list(range(0, hours * 60, 5))
    assert found["readings"] == len(found["value"]) == hours * 12
    others = [each for each in data["daily"][1:] if each["day"] != day]
    assert {each["length"] for each in others} == {1440}


def test_days_of_the_zone() -> None:
    """Days are those of the home, the last fourteen, in their order."""
    data = report_data(
        source(ticks(30), zone=ZoneInfo("Asia/Kathmandu")), request(days=30)
    )
    days = [each["day"] for each in data["daily"]]
    assert len(days) == 14
    assert (days[0], days[-1]) == ("2026-02-16", "2026-03-01")
    assert data["time_zone"] == "Asia/Kathmandu"
    # 12:00 UTC is 17:45 there.
    assert data["daily"][-1]["minute"][-1] == 17 * 60 + 40


def test_events() -> None:
    """Carbs, insulin and exercise are marked in the day of their time."""

    def event(minutes: int, **fields: Any) -> LoggedEvent:
        """Return an event of some minutes ago."""
        return LoggedEvent(
            record_id=str(minutes), time=NOW - timedelta(minutes=minutes), **fields
        )

    events = [
        event(13 * 60 + 30, type="carbs", amount=45.0, unit="grams"),
        event(60, type="insulin", subtype="longActing", amount=12.0),
        event(30, type="notes", text="</script><script>alert(1)</script>"),
        event(10, type="exercise", subtype="heavy"),
    ]
    before, today = report_data(source({}, events=events), request())["daily"][-2:]
    assert before["events"] == [
        {"minute": 23 * 60 + 30, "type": "carbs", "value": 45.0, "unit": "grams"}
    ]
    # Notes are no part of the page.
    assert [
        (each["minute"], each["type"], each["value"]) for each in today["events"]
    ] == [(12 * 60, "long_acting_insulin", 12.0), (12 * 60 + 50, "exercise", None)]
    assert report_data(source({}), request())["events_known"] is True
    assert report_data(source({}, events=None), request())["events_known"] is False


@pytest.mark.parametrize(
    ("language", "is_rtl"), [("en", False), ("de", False), ("he", True), ("ur", True)]
)
def test_direction(language: str, is_rtl: bool) -> None:
    """The direction of writing is that of the language."""
    data = report_data(source({}), request(language=language))
    assert (data["language"], data["rtl"]) == (language, is_rtl)
