"""Test the inference of sensor lives from jittering, drifting and late readings."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
import json
import random
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.dexcom_cgm.api.parsing import BrokenRecordError
from custom_components.dexcom_cgm.api.records import parse_reading
from custom_components.dexcom_cgm.glucose import Reading, SensorLives
from custom_components.dexcom_cgm.glucose.sensor_life import GRACE, Kind, kind_of
from sandbox.people import PEOPLE, Person
from sandbox.physiology import day_of
from sandbox.records import day_records
from sandbox.sensors import Sensor, sensors_between

START = datetime(2026, 3, 1, tzinfo=UTC)
DAYS = 40
FIVE_MINUTES = timedelta(minutes=5)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# How far an inferred start may be from the true one: the jitter of the phone's clock and
# its drift over the life of a sensor.
CLOSE = timedelta(seconds=30)
BY_ID = {person.id: person for person in PEOPLE}
G7 = ["steady", "mmol", "gaps", "odd", "one", "fifteen", "both", "pair", "new"]

type Arrival = tuple[datetime, Reading]


@cache
def arrivals(person_id: str) -> tuple[Arrival, ...]:
    """Return a person's readings by the time of their upload, as Dexcom sends them."""
    person = BY_ID[person_id]
    first = day_of(person.id, START.timestamp())
    found = []
    for day in range(first, first + DAYS):
        for version in day_records(person, "egvs", day):
            try:
                reading = parse_reading(json.loads(version.text))
            except BrokenRecordError:
                continue
            arrived = datetime.fromtimestamp(version.time + version.late, UTC)
            found.append((arrived, reading))
    return tuple(sorted(found, key=lambda each: (each[0], each[1].record_id)))


def hours(person_id: str) -> Iterator[tuple[datetime, list[Reading]]]:
    """Yield the readings uploaded in each hour, with the end of the hour."""
    batch: list[Reading] = []
    end = arrivals(person_id)[0][0] + HOUR
    for arrived, reading in arrivals(person_id):
        while arrived >= end:
            yield end, batch
            batch, end = [], end + HOUR
        batch.append(reading)
    yield end, batch


def true_sensors(person: Person, place: int = 0) -> dict[str, Sensor]:
    """Return the sensors of the sandbox by their transmitter."""
    start = int(START.timestamp())
    span = (DAYS + 3) * 86_400
    return {
        sensor.transmitter: sensor
        for sensor in sensors_between(person, start - 86_400, start + span, place)
    }


def started(sensor: Sensor) -> datetime:
    """Return when a sensor of the sandbox was started."""
    return datetime.fromtimestamp(sensor.since, UTC)


def reading(
    time: datetime, ticks: int | None, transmitter: str | None = "a", **fields: Any
) -> Reading:
    """Return a reading of a G7."""
    return Reading(
        **{
            "record_id": f"{transmitter} {time} {ticks} {fields}",
            "time": time,
            "value": 100,
            "transmitter_id": transmitter,
            "ticks": ticks,
            "generation": "g7",
            "variant": "g7",
            "display_device": "iOS",
            **fields,
        }
    )


def readings(
    start: datetime,
    first: int = 6,
    last: int = 30,
    *,
    clock: timedelta = timedelta(0),
    transmitter: str | None = "a",
    **fields: Any,
) -> list[Reading]:
    """Return readings of a sensor, every five minutes by a clock that is off."""
    return [
        reading(
            start + number * FIVE_MINUTES + clock, number * 300, transmitter, **fields
        )
        for number in range(first, last)
    ]


def lives_of(*parts: Iterable[Reading]) -> SensorLives:
    """Return the sensors that are inferred from readings."""
    lives = SensorLives()
    for part in parts:
        lives.add(part, START + timedelta(days=500))
    return lives


@pytest.mark.parametrize("person_id", G7)
def test_each_sensor_has_one_start(person_id: str) -> None:
    """The start is near the true one, and does not change while a sensor is worn."""
    person = BY_ID[person_id]
    assert person.character is not None
    days = 15 if person.character.variant == "g715day" else 10
    known = true_sensors(person) | true_sensors(person, 1)
    lives = SensorLives()
    shown: dict[str, set[datetime]] = {}
    order = []
    for now, batch in hours(person_id):
        lives.add(batch, now)
        if (life := lives.current) is None:
            continue
        shown.setdefault(life.key, set()).add(life.started)
        order.append(life.key)
        true = known[life.key]
        assert abs(life.started - started(true)) <= CLOSE
        assert life.expires == life.started + timedelta(days=days)
        assert life.grace_until == life.expires + GRACE
    assert len(shown) >= DAYS // days
    assert all(len(starts) == 1 for starts in shown.values())
    # It never returns to an earlier sensor.
    changes = [old for old, new in pairwise(order) if old != new]
    assert len(changes) == len(set(order)) - 1


@pytest.mark.parametrize("person_id", ["steady", "gaps", "odd", "fifteen", "both"])
@pytest.mark.parametrize("seed", range(2))
def test_order_and_repetition_do_not_matter(person_id: str, seed: int) -> None:
    """Shuffled and repeated readings give the same sensors."""
    person = BY_ID[person_id]
    shuffled = [each for _, each in arrivals(person_id)]
    shuffled += shuffled[::3]
    random.Random(seed).shuffle(shuffled)
    lives = SensorLives()
    for first in range(0, len(shuffled), 100):
        lives.add(shuffled[first : first + 100], START + timedelta(days=DAYS + 10))
    known = true_sensors(person)
    found = {life.key: life.started for life in lives.all()}
    assert found.keys() <= known.keys()
    assert len(found) >= DAYS // 15
    assert all(abs(found[key] - started(known[key])) <= CLOSE for key in found)


def test_newest_first() -> None:
    """A backfill, which begins with the newest readings, gives the same start."""
    lives = SensorLives()
    starts = set()
    newest_first = [each for _, each in arrivals("steady")][::-1]
    for first in range(0, len(newest_first), 100):
        lives.add(newest_first[first : first + 100], START + timedelta(days=DAYS + 10))
        assert lives.current is not None
        starts.add(lives.current.started)
    assert len(starts) == 1


@pytest.mark.parametrize("person_id", ["odd", "both", "pair", "lows"])
def test_a_restart_changes_nothing(person_id: str) -> None:
    """A restored state is equal to the saved one, also after further readings."""
    lives, restored = SensorLives(), SensorLives()
    for number, (now, batch) in enumerate(hours(person_id)):
        if number % 7 == 0:
            restored = SensorLives.from_json(json.loads(json.dumps(restored.to_json())))
        lives.add(batch, now)
        restored.add(batch, now)
        assert restored.current == lives.current
        assert restored.worn == lives.worn
        assert restored.transmitter == lives.transmitter


@pytest.mark.parametrize("person_id", ["lows", "receiver"])
def test_g6_has_a_transmitter_and_no_sensor(person_id: str) -> None:
    """The start of a G6 transmitter is known, the start of its sensor is not."""
    known = true_sensors(BY_ID[person_id])
    lives = SensorLives()
    shown: dict[str, set[datetime]] = {}
    for now, batch in hours(person_id):
        lives.add(batch, now)
        assert lives.current is None
        assert lives.worn == lives.all() == []
        if (life := lives.transmitter) is not None:
            shown.setdefault(life.key, set()).add(life.started)
            # Some ninety days of drift.
            true = started(known[life.key])
            assert abs(life.started - true) <= timedelta(minutes=3)
            assert life.expires is life.grace_until is None
    assert shown
    assert all(len(starts) == 1 for starts in shown.values())


def test_two_sensors_at_once() -> None:
    """Both are in use; the current one is the one started last, not the one read last."""
    lives = SensorLives()
    both = 0
    for now, batch in hours("pair"):
        lives.add(batch, now)
        worn = lives.worn
        if len(worn) == 2:
            both += 1
            assert worn[0].started < worn[1].started
            assert worn[1] == lives.current
        assert len(worn) <= 2
    # Without the pauses between two sensors.
    assert both / 24 > DAYS * 0.9


def test_a_replaced_sensor_is_no_longer_worn() -> None:
    """A sensor without a reading within an hour of the newest one was replaced."""
    old, new = START, START + 3 * DAY
    lives = lives_of(readings(old, 6, 864, transmitter="old"))
    assert [life.key for life in lives.worn] == ["old"]
    lives.add(readings(new, 6, 10, transmitter="new"), START + 500 * DAY)
    assert [life.key for life in lives.worn] == ["old", "new"]
    lives.add(readings(new, 10, 20, transmitter="new"), START + 500 * DAY)
    assert [life.key for life in lives.worn] == ["new"]
    # What a receiver uploads late about the old one changes nothing.
    late = readings(old, 800, 864, transmitter="old", display_device="receiver")
    lives.add(late, START + 500 * DAY)
    assert [life.key for life in lives.worn] == ["new"]
    assert [life.key for life in lives.all()] == ["old", "new"]


def test_back_to_the_older_of_two_sensors() -> None:
    """The older sensor becomes current when the newer one has no reading for a day."""
    lives = lives_of(
        readings(START, 6, 576, transmitter="old"),
        readings(START + DAY, 6, 100, transmitter="new"),
    )
    assert lives.current is not None
    assert lives.current.key == "new"
    lives.add(readings(START, 576, 700, transmitter="old"), START + 500 * DAY)
    assert lives.current.key == "old"


def test_few_readings_are_no_sensor() -> None:
    """A start needs ten minutes of readings; repeated readings do not count."""
    first, second, third = readings(START, 6, 9)
    lives = lives_of([first] * 5, [second] * 5)
    assert lives.current is None
    lives.add([third], START + DAY)
    assert lives.current is not None
    assert lives.current.started == START


@pytest.mark.parametrize("ticks", [0, None, -300, 2**32 + 85273])
def test_without_ticks(ticks: int | None) -> None:
    """Without valid ticks, the start of a sensor is unknown."""
    lives = lives_of(
        reading(START + number * FIVE_MINUTES, ticks) for number in range(100)
    )
    assert lives.current is None
    lives = lives_of(readings(START))
    unknown = [
        reading(START + 2 * DAY + number * FIVE_MINUTES, ticks, "b")
        for number in range(10)
    ]
    assert lives.current is not None
    lives.add(unknown, START + 500 * DAY)
    assert lives.current is None


def test_a_clock_that_is_wrong_for_hours() -> None:
    """The start follows the clock of the majority of readings."""
    wrong = timedelta(hours=1)
    lives = lives_of(readings(START, 6, 200), readings(START, 200, 260, clock=wrong))
    assert lives.current is not None
    assert lives.current.started == START
    lives.add(readings(START, 260, 800, clock=wrong), START + 500 * DAY)
    assert lives.current.started == START + wrong


def test_a_phone_counts_before_a_receiver() -> None:
    """The clock of a receiver is used only without readings of a phone."""
    wrong = timedelta(hours=-1)
    lives = lives_of(
        readings(START, 6, 300, clock=wrong, display_device="touchscreenReceiver")
    )
    assert lives.current is not None
    assert lives.current.started == START + wrong
    lives.add(readings(START, 290, 300), START + 500 * DAY)
    assert lives.current.started == START


def test_a_transmitter_that_counts_anew() -> None:
    """A transmitter that was reset has a new start."""
    g6: dict[str, Any] = {"generation": "g6", "variant": "g6"}
    lives = lives_of(readings(START, 100, 900, **g6))
    assert lives.transmitter is not None
    assert lives.transmitter.started == START
    lives.add(readings(START + 5 * DAY, 1, 600, **g6), START + 500 * DAY)
    assert lives.transmitter.started == START + 5 * DAY


def test_without_transmitter_ids() -> None:
    """The start identifies a sensor whose id is missing, also if it appears later."""
    lives = lives_of(
        readings(START, 6, 100, transmitter=None),
        readings(START + 10 * DAY, 6, 100, transmitter=""),
    )
    assert [life.started for life in lives.all()] == [START, START + 10 * DAY]
    key = lives.all()[1].key
    # Its id becomes known.
    lives.add(readings(START + 10 * DAY, 100, 120, transmitter="b"), START + 500 * DAY)
    lives.add(readings(START + 10 * DAY, 120, 140, transmitter=None), START + 500 * DAY)
    assert [life.key for life in lives.all()][1:] == [key]
    restored = SensorLives.from_json(lives.to_json())
    restored.add(
        readings(START + 10 * DAY, 140, 150, transmitter="b"), START + 500 * DAY
    )
    assert [life.key for life in restored.all()][1:] == [key]


def test_readings_in_the_future() -> None:
    """Readings in the future are ignored."""
    lives = SensorLives()
    lives.add(readings(START), START - HOUR)
    assert lives.current is None
    lives.add([reading(datetime.fromtimestamp(0, UTC) - DAY, 300)], START)
    assert lives.all() == []


@pytest.mark.parametrize(
    ("generation", "variant", "kind"),
    [
        ("g7", "g7", Kind.TEN_DAYS),
        ("g7", "d1+", Kind.TEN_DAYS),
        ("G7", "G7", Kind.TEN_DAYS),
        ("g7", "g715day", Kind.FIFTEEN_DAYS),
        ("g715day", "g715day", Kind.FIFTEEN_DAYS),
        ("g715day", None, Kind.FIFTEEN_DAYS),
        ("g715day", "g8", Kind.FIFTEEN_DAYS),
        ("g715day", "g7", Kind.SENSOR),
        ("g7", None, Kind.SENSOR),
        ("g7", "g8", Kind.SENSOR),
        ("g7", "g6", Kind.SENSOR),
        ("g6", "g6", Kind.TRANSMITTER),
        ("g6+", "g6", Kind.TRANSMITTER),
        ("g6Pro", None, Kind.TRANSMITTER),
        ("g6 pro", "", Kind.TRANSMITTER),
        ("g6", "g7", None),
        ("g6", "d1+", None),
        ("g5", None, None),
        ("dexcomPro", None, None),
        ("unknown", "g7", None),
        (None, "g7", None),
        (None, None, None),
        ("g8", "g8", None),
    ],
)
def test_kinds(generation: str | None, variant: str | None, kind: Kind | None) -> None:
    """Missing and contradictory fields give an unknown kind."""
    assert kind_of(generation, variant) is kind
    life = lives_of(readings(START, generation=generation, variant=variant)).current
    if kind in {Kind.TRANSMITTER, None}:
        assert life is None
    else:
        assert life is not None
        assert (life.expires is None) is (kind is Kind.SENSOR)


def test_most_readings_decide_the_kind() -> None:
    """A few odd records do not change the kind."""
    odd = [
        reading(START + 2 * FIVE_MINUTES, 600, generation="g6 pro", variant=None),
        reading(START + 3 * FIVE_MINUTES, 900, generation="g715day", variant="g8"),
    ]
    lives = lives_of(odd, readings(START, 6, 12))
    assert lives.current is not None
    assert lives.current.expires == START + 10 * DAY


def test_a_sensor_that_outlives_its_life() -> None:
    """The end is unknown if readings after the grace period contradict it."""
    lives = lives_of(readings(START, 2000, 3026))
    assert lives.current is not None
    assert lives.current.expires == START + 10 * DAY
    lives.add(readings(START, 3026, 3100), START + 500 * DAY)
    assert lives.current.started == START
    assert lives.current.expires is None
    assert lives.current.grace_until is None


def test_bounded() -> None:
    """The numbers of sensors and of histogram bins are limited."""
    lives = SensorLives()
    for number in range(100):
        lives.add(
            readings(START + number * DAY, 6, 12, transmitter=str(number)),
            START + 500 * DAY,
        )
    assert [life.key for life in lives.all()] == [str(n) for n in range(68, 100)]
    lives = SensorLives()
    for number in range(5000):
        clock = timedelta(seconds=number % 1000)
        lives.add(readings(START, 6, 7, clock=clock), START + 500 * DAY)
    assert len(json.dumps(lives.to_json())) < 20_000


DAMAGE: list[Any] = [
    None,
    [],
    {},
    {"newest": "now", "transmitters": []},
    {"newest": 10**30, "transmitters": []},
    {"newest": 0, "transmitters": [None]},
    {"newest": 0, "transmitters": [{"key": "a"}]},
]


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_state(damage: Any) -> None:
    """A damaged state raises an error."""
    with pytest.raises(
        (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
    ):
        SensorLives.from_json(damage)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("newest", None),
        ("newest", 10**30),
        ("ticks", [1]),
        ("start", "yesterday"),
        ("start", 10**30),
        ("kinds", {"g9": 1}),
        ("kinds", {"10_days": "many"}),
        ("phone", [[1, 2, 3]]),
        ("phone", [["a", 2]]),
        ("phone", [[10**30, 2]]),
        ("receiver", None),
    ],
)
def test_damaged_counts(key: str, value: Any) -> None:
    """A damaged transmitter raises an error."""
    state = lives_of(readings(START)).to_json()
    assert SensorLives.from_json(state).current is not None
    state["transmitters"][0][key] = value
    with pytest.raises(
        (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
    ):
        SensorLives.from_json(state)


JITTER = st.integers(min_value=0, max_value=4)


@settings(max_examples=60, deadline=None)
@given(
    data=st.data(),
    drift=st.floats(min_value=-17, max_value=17),
    jitter=st.lists(JITTER, min_size=60, max_size=60),
    parts=st.integers(min_value=1, max_value=9),
)
def test_any_order_jitter_and_drift(
    data: st.DataObject, drift: float, jitter: list[int], parts: int
) -> None:
    """The start is within seconds of the true one in any order, and never changes."""
    ticks = range(1680, 863_000, 14_400)
    every = [
        reading(
            START + timedelta(seconds=tick + each + round(drift * tick / 864_000)), tick
        )
        for tick, each in zip(ticks, jitter, strict=True)
    ]
    order = data.draw(st.permutations(every))
    lives = SensorLives()
    starts = set()
    size = len(order) // parts + 1
    for first in range(0, len(order), size):
        lives.add(order[first : first + size], START + 11 * DAY)
        if lives.current is not None:
            starts.add(lives.current.started)
    assert len(starts) == 1
    assert abs(starts.pop() - START) <= timedelta(seconds=21)


TEXTS = st.none() | st.sampled_from(["", "g6", "g7", "g715day", "d1+", "a", "b"])
ANY_READING = st.builds(
    Reading,
    record_id=st.uuids().map(str),
    time=st.datetimes(timezones=st.just(UTC)),
    ticks=st.none() | st.integers(min_value=-1, max_value=2**40),
    transmitter_id=TEXTS,
    generation=TEXTS,
    variant=TEXTS,
    display_device=st.sampled_from(["iOS", "receiver", None]),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(ANY_READING, max_size=40), st.datetimes(timezones=st.just(UTC)))
def test_nothing_raises(every: list[Reading], now: datetime) -> None:
    """Arbitrary readings raise no error, and their state can be saved and restored."""
    lives = SensorLives()
    now = min(now, datetime(9000, 1, 1, tzinfo=UTC))
    lives.add(every, now)
    restored = SensorLives.from_json(json.loads(json.dumps(lives.to_json())))
    assert restored.all() == lives.all()
    assert restored.worn == lives.worn
    assert restored.transmitter == lives.transmitter
