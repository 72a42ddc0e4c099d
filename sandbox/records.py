"""Records of simulated people in Dexcom's format."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache
from math import inf

from .people import PHONES, Person
from .physiology import (
    TICKS_A_DAY,
    Tick,
    day_start,
    happenings_between,
    level_at,
    ticks,
    zone_of,
)
from .sensors import DAY, HOUR, TICK, digest, sensors_between
from .versions import (
    UPLOAD_BLOCK,
    Version,
    character_of,
    encode,
    identifier,
    lateness,
    rewritten,
    times_of,
    versions,
    worn,
    written,
)

RECORD_TYPES = {
    "egvs": "egv",
    "events": "event",
    "alerts": "alert",
    "calibrations": "calibration",
}


def trend_of(rate: float | None) -> str:
    """Return Dexcom's trend name for a rate in mg/dL/min."""
    if rate is None:
        return "notComputable"
    if abs(rate) >= 8:
        return "doubleUp" if rate == 8 else "rateOutOfRange"
    for limit, word in ((3, "double"), (2, "single"), (1, "fortyFive")):
        if abs(rate) >= limit:
            return f"{word}{'Up' if rate > 0 else 'Down'}"
    return "flat"


def _egvs(person: Person, day: int) -> Iterator[Version]:
    """Yield the readings of a day."""
    character = character_of(person)
    simple = character.uploads != "patchy" and not character.odd
    identity = digest(person.id, "egv", day)
    write = _egv_writer(person, character.device)
    for index, tick in enumerate(ticks(person, day)):
        if tick is None:
            continue
        record_id = identifier(identity, index)
        late = lateness(person, tick.time)
        if character.receiver and identity[index % 32] < 80:
            # Missing on the phone, but present on the receiver.
            text = write(record_id, tick._replace(value=None, rate=None))
        else:
            text = write(record_id, tick)
        if simple:
            yield Version(tick.time, late, inf, record_id, text, tick.value)
        else:
            yield from versions(person, "egvs", tick.time, text, late)
    if character.uploads == "patchy":
        yield from _receiver_egvs(person, day)
    if character.receiver:
        yield from _wrong_clock_egvs(person, day, character.receiver)
    if character.second_sensor:
        yield from _second_sensor_egvs(person, day)


def _wrong_clock_egvs(person: Person, day: int, receiver: str) -> Iterator[Version]:
    """Yield the phone's ticks as uploaded by a receiver one hour behind."""
    identity = digest(person.id, "receiver egv", day)
    write = _egv_writer(person, receiver)
    for index, tick in enumerate(ticks(person, day)):
        if tick is not None:
            record_id = identifier(identity, index)
            text = write(record_id, tick._replace(time=tick.time - HOUR))
            yield Version(tick.time - HOUR, HOUR, inf, record_id, text)


def _second_sensor_egvs(person: Person, day: int) -> Iterator[Version]:
    """Yield the readings of a second sensor."""
    identity = digest(person.id, "second egv", day)
    write = _egv_writer(person, "android")
    for index, tick in enumerate(ticks(person, day, 1)):
        if tick is not None:
            record_id = identifier(identity, index)
            text = write(record_id, tick)
            yield Version(tick.time, 0, inf, record_id, text, tick.value)


def _receiver_egvs(person: Person, day: int) -> Iterator[Version]:
    """Yield a receiver's uploads of the sensor that the phone also reads."""
    identity = digest(person.id, "receiver egv", day)
    write = _egv_writer(person, "receiver")
    for index, tick in enumerate(ticks(person, day)):
        if tick is None:
            continue
        upload = digest(person.id, "upload", tick.time // UPLOAD_BLOCK)
        if upload[2] < 96:
            # The receiver's clock is a second behind the phone's.
            time = tick.time - 1
            record_id = identifier(identity, index)
            late = UPLOAD_BLOCK - time % UPLOAD_BLOCK + upload[3] / 256 * 30 * HOUR
            text = write(record_id, tick._replace(time=time))
            yield Version(time, late, inf, record_id, text)


def _egv_writer(person: Person, device: str) -> Callable[[str, Tick], str]:
    """Return a function that serializes a device's readings.

    A month has thousands of readings, so their common fields are encoded once.
    """
    character = character_of(person)
    shared = {
        "unit": "mg/dL",
        "rateUnit": "mg/dL/min",
        "displayDevice": device,
        "transmitterGeneration": character.generation,
        "transmitterGenerationVariant": character.variant,
        "displayApp": character.app if device in PHONES else None,
    }
    end = encode(shared)[1:]

    def write(record_id: str, tick: Tick) -> str:
        system_time, display_time = times_of(person, tick.time, device)
        value = "null" if tick.value is None else tick.value
        rate = "null" if tick.rate is None else tick.rate
        status = "null"
        if tick.value is not None and not 40 <= tick.value <= 400:
            status = '"low"' if tick.value < 40 else '"high"'
        return (
            f'{{"recordId":"{record_id}","systemTime":"{system_time}",'
            f'"displayTime":"{display_time}","transmitterId":"{tick.transmitter}",'
            f'"transmitterTicks":{tick.seconds},"value":{value},'
            f'"status":{status},"trend":"{trend_of(tick.rate)}",'
            f'"trendRate":{rate},{end}'
        )

    return write


def _events(person: Person, day: int) -> Iterator[Version]:
    """Yield the logged events of a day."""
    start = day_start(person.id, day)
    if not character_of(person).logs:
        return
    for happening in happenings_between(person, start, start + DAY):
        if not happening.kind:
            continue
        time = happening.time
        name = f"{happening.kind} {happening.detail}"
        raw = worn(person, time, name)
        # Most are logged immediately, some later.
        pause = max(0, digest(raw["recordId"])[0] - 160) * 10
        recorded = times_of(person, time + pause, character_of(person).device)
        value = happening.value
        if happening.kind == "bloodGlucose":
            value = str(level_at(person, time))
        if happening.kind == "notes" and character_of(person).half_emoji:
            value += " \ud83d"
        raw |= {
            "eventStatus": "created",
            "eventType": happening.kind,
            "eventSubType": happening.detail,
            "value": value,
            "unit": happening.unit,
            "recordedSystemTime": recorded[0],
            "recordedDisplayTime": recorded[1],
        }
        late = max(pause, lateness(person, time))
        if character_of(person).rewrites and value.isdecimal():
            yield from rewritten(person, time, raw, late)
        else:
            yield from written(person, "events", time, raw, late)


def _calibrations(person: Person, day: int) -> Iterator[Version]:
    """Yield the calibrations of a day."""
    character = character_of(person)
    if not character.logs:
        return
    random = digest(person.id, "calibrations", day)
    wanted = 1 if random[0] < (208 if character.generation == "g6" else 56) else 0
    start = day_start(person.id, day)
    if any(
        start <= sensor.first for sensor in sensors_between(person, start, start + DAY)
    ):
        wanted = 2
    for place in range(wanted):
        tick = ticks(person, day)[(random[place + 1] + place * 40) % TICKS_A_DAY]
        if tick is None:
            continue
        time = tick.time + 90
        raw = worn(person, time, "calibration")
        raw |= {
            "transmitterTicks": tick.seconds + 90,
            "value": level_at(person, time) + random[place + 3] % 13 - 6,
            "unit": "mg/dL",
        }
        late = lateness(person, time)
        yield from written(person, "calibrations", time, raw, late)


def _active(person: Person, tick: Tick) -> set[str]:
    """Return the alerts triggered by a reading."""
    limits = character_of(person).alerts
    low, rate = limits.low, tick.rate or 0.0
    assert tick.value is not None
    if limits.night_low is not None:
        hour = datetime.fromtimestamp(tick.time, zone_of(character_of(person))).hour
        low = limits.night_low if hour >= 22 or hour < 7 else low
    active = set()
    if tick.value < low:
        active.add("low")
    if tick.value > limits.high:
        active.add("high")
    if limits.urgent_low is not None:
        if tick.value < limits.urgent_low:
            active.add("urgentLow")
        elif tick.value + 20 * rate < limits.urgent_low:
            active.add("urgentLowSoon")
    if limits.rate is not None and abs(rate) >= limits.rate:
        active.add("rise" if rate > 0 else "fall")
    return active


def _alerts(person: Person, day: int) -> Iterator[Version]:
    """Yield the alert state changes of a day."""
    start = day_start(person.id, day)
    patchy = character_of(person).uploads == "patchy"
    since: dict[str, int] = {}
    silent = 0
    # The hour before midnight determines which alerts are already active.
    before = 12
    for index, tick in enumerate(ticks(person, day - 1)[-before:] + ticks(person, day)):
        silent = 0 if tick else silent + 1
        active = _active(person, tick) if tick else set()
        if silent >= 4 and patchy:
            active = {"outOfRange"}
        states = [(name, "inactive") for name in since if name not in active and tick]
        since = {name: since.get(name, 0) + 1 for name in sorted(active)}
        states += [(name, "activeAlarming") for name in since if since[name] == 1]
        states += [
            (name, "activeSnoozed")
            for name in since
            if since[name] == 2 and name in {"low", "high", "urgentLow"}
        ]
        if index < before:
            continue
        time = tick.time + 1 if tick else start + (index - before) * TICK
        for name, state in states:
            raw = worn(person, time, f"{name} {state}")
            raw["displayApp"] = character_of(person).app
            raw |= {"alertName": name, "alertState": state}
            late = lateness(person, time)
            yield from written(person, "alerts", time, raw, late)


_GENERATORS = {
    "egvs": _egvs,
    "events": _events,
    "alerts": _alerts,
    "calibrations": _calibrations,
}


@lru_cache(maxsize=512)
def day_records(person: Person, kind: str, day: int) -> tuple[Version, ...]:
    """Return a day's records of a kind, newest first."""
    records = _GENERATORS[kind](person, day)
    return tuple(sorted(records, key=lambda record: record.time, reverse=True))
