"""A glucose sensor from elsewhere is shown where it is newer, and nowhere else."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, override

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockEntityPlatform,
)

from custom_components.dexcom_cgm.coordinators.readings import ReadingsChange
from custom_components.dexcom_cgm.data import DexcomConfigEntry
from homeassistant.components.sensor import SensorDeviceClass, SensorEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from sandbox.faults import Fault
from sandbox.server import Sandbox
from tests.common import (
    NOW,
    POLL,
    account_entry,
    async_pass_time,
    async_poll_once_more,
    async_set_up,
    attributes,
    egv,
    entity_id,
    minutes_ago,
    polls,
    state,
)

pytestmark = pytest.mark.usefixtures("applications")

SOURCE = "sensor.elsewhere"
MINUTE = timedelta(minutes=1)
PRESENT = ("glucose_value", "glucose_trend", "glucose_delta")

type Start = Callable[[str], Awaitable[DexcomConfigEntry]]


@pytest.fixture
def async_start(hass: HomeAssistant, sandbox: Sandbox) -> Start:
    """Return what sets ada's account up, with a reading of an hour ago."""

    async def async_set_up_with(source: str) -> DexcomConfigEntry:
        """Set the account up with a live source."""
        sandbox.add_records("ada", "egvs", [egv(minutes_ago(57.5), 120)])
        entry = account_entry(sandbox, "ada")
        entry.add_to_hass(hass)
        hass.config_entries.async_update_entry(entry, options={"live_source": source})
        await async_set_up(hass, entry)
        return entry

    return async_set_up_with


@pytest.fixture
async def entry(async_start: Start) -> DexcomConfigEntry:
    """Return ada's account with a live source that has no state yet."""
    return await async_start(SOURCE)


async def async_show(
    hass: HomeAssistant,
    value: float | str,
    unit: str | None = "mg/dL",
    /,
    entity: str = SOURCE,
    **more: Any,
) -> None:
    """Let the other sensor show something."""
    hass.states.async_set(entity, str(value), {"unit_of_measurement": unit, **more})
    await hass.async_block_till_done()


def shown(hass: HomeAssistant) -> tuple[str, str | None, datetime | None]:
    """Return the value, where it is from, and when it was measured."""
    found = attributes(hass, "ada", "glucose_value")
    value = state(hass, "ada", "glucose_value")
    return value, found.get("source"), found.get("measured_at")


def official(hass: HomeAssistant) -> bool:
    """Return whether the official reading is shown."""
    return shown(hass) == ("120", "official", NOW - 57.5 * MINUTE)


async def test_without_a_live_source(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """Without a live source, no other sensor is watched."""
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(57.5), 120)])
    await async_set_up(hass, account_entry(sandbox, "ada"))
    await async_show(hass, 200, measured_at=NOW)
    assert official(hass)


@pytest.mark.parametrize(
    ("attribute", "time"),
    [
        ("measured_at", NOW - 2 * MINUTE),
        ("date", NOW - 2 * MINUTE),
        ("date", "2026-03-01T13:58:00+02:00"),
        ("date", 1772366280000),
        ("timestamp", 1772366280),
        ("timestamp", 1772366280.0),
        ("timestamp", " 2026-03-01T11:58:00Z"),
    ],
)
async def test_its_own_time(
    hass: HomeAssistant, entry: DexcomConfigEntry, attribute: str, time: Any
) -> None:
    """A source that says when it measured is believed, from its first state on."""
    await async_show(hass, 131, direction="FortyFiveUp", **{attribute: time})
    assert shown(hass) == ("131", "live", NOW - 2 * MINUTE)
    assert state(hass, "ada", "glucose_trend") == "rising_slightly"
    assert state(hass, "ada", "glucose_delta") == "unknown"


@pytest.mark.parametrize(
    "time",
    [
        None,
        True,
        "2026-03-01T11:58:00",
        datetime(2026, 3, 1, 11, 58, tzinfo=UTC).replace(tzinfo=None),
        "just now",
        float("nan"),
        1e300,
        [1772366280],
    ],
)
async def test_a_time_that_says_nothing(
    hass: HomeAssistant,
    entry: DexcomConfigEntry,
    freezer: FrozenDateTimeFactory,
    time: Any,
) -> None:
    """A source whose time cannot be read is one without a time."""
    await async_show(hass, 131, date=time)
    assert official(hass)
    freezer.tick(MINUTE)
    await async_show(hass, 132, date=time)
    assert shown(hass) == ("132", "live", NOW + MINUTE)


async def test_there_at_the_start(
    hass: HomeAssistant, sandbox: Sandbox, async_start: Start
) -> None:
    """A source with a measurement time counts at once at the start."""
    await async_show(hass, 131, measured_at=minutes_ago(1))
    await async_start(SOURCE)
    assert shown(hass) == ("131", "live", NOW - MINUTE)


async def test_delta(
    hass: HomeAssistant, entry: DexcomConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """The change is that between two live readings, and unknown after a gap."""
    await async_show(hass, 131, date=minutes_ago(0))
    for minutes, value, delta in (
        (5, 128, "-3"),
        (5, 128, "0"),
        (16, 140, "12"),
        (17, 150, "unknown"),
        (5, 450, "unknown"),
    ):
        freezer.tick(minutes * MINUTE)
        await async_show(hass, value, date=minutes_ago(0))
        assert state(hass, "ada", "glucose_delta") == delta
    assert state(hass, "ada", "glucose_value") == "401"


async def test_out_of_order(hass: HomeAssistant, entry: DexcomConfigEntry) -> None:
    """A late reading changes nothing, a correction of the newest one does."""
    await async_show(hass, 131, date=minutes_ago(7))
    await async_show(hass, 140, date=minutes_ago(2))
    await async_show(hass, 99, date=minutes_ago(12))
    assert shown(hass) == ("140", "live", NOW - 2 * MINUTE)
    await async_show(hass, 141, date=minutes_ago(2), direction="SingleUp")
    assert shown(hass) == ("141", "live", NOW - 2 * MINUTE)
    assert state(hass, "ada", "glucose_delta") == "10"
    assert state(hass, "ada", "glucose_trend") == "rising"
    known = entry.runtime_data.glucose.live
    await async_show(hass, 141, date=minutes_ago(2), direction="SingleUp", battery=55)
    assert entry.runtime_data.glucose.live is known


async def test_a_clock_ahead(hass: HomeAssistant, entry: DexcomConfigEntry) -> None:
    """A clock may be five minutes ahead; what is further ahead does not count."""
    await async_show(hass, 131, date=NOW + timedelta(minutes=5, seconds=1))
    assert official(hass)
    await async_show(hass, 132, date=NOW + 5 * MINUTE)
    assert shown(hass) == ("132", "live", NOW + 5 * MINUTE)
    await async_show(hass, 133, date=NOW + timedelta(hours=1))
    assert shown(hass) == ("132", "live", NOW + 5 * MINUTE)


async def test_without_a_time(
    hass: HomeAssistant, entry: DexcomConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """Only a change counts: nobody knows how old the first value, or the same, is."""
    await async_show(hass, 131)
    assert official(hass)
    freezer.tick(MINUTE)
    await async_show(hass, 131, battery=55)
    assert official(hass)
    freezer.tick(MINUTE)
    await async_show(hass, 133)
    assert shown(hass) == ("133", "live", NOW + 2 * MINUTE)
    freezer.tick(5 * MINUTE)
    hass.states.async_set(
        SOURCE, "133", {"unit_of_measurement": "mg/dL"}, force_update=True
    )
    await hass.async_block_till_done()
    assert shown(hass) == ("133", "live", NOW + 2 * MINUTE)
    freezer.tick(MINUTE)
    await async_show(hass, 139)
    assert shown(hass) == ("139", "live", NOW + 8 * MINUTE)
    assert state(hass, "ada", "glucose_delta") == "6"


@pytest.mark.parametrize("gap", ["unavailable", "unknown", None])
async def test_back_again(
    hass: HomeAssistant,
    entry: DexcomConfigEntry,
    freezer: FrozenDateTimeFactory,
    gap: str | None,
) -> None:
    """A value that returns unchanged is not new; a changed one is."""
    await async_show(hass, 131)
    await async_show(hass, 133)
    for minutes, value in ((1, 133), (2, 135)):
        freezer.tick(MINUTE)
        if gap is None:
            hass.states.async_remove(SOURCE)
            await hass.async_block_till_done()
        else:
            await async_show(hass, gap)
        # The last live reading stays meanwhile.
        assert shown(hass) == ("133", "live", NOW)
        await async_show(hass, value)
        expected = NOW if value == 133 else NOW + minutes * MINUTE
        assert shown(hass) == (str(value), "live", expected)


async def test_after_a_restart(
    hass: HomeAssistant, entry: DexcomConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """A value from before the start is not new."""
    await async_show(hass, 131)
    await async_show(hass, 133)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert official(hass)
    freezer.tick(MINUTE)
    await async_show(hass, 134)
    assert shown(hass) == ("134", "live", NOW + MINUTE)


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        ("unavailable", "mg/dL"),
        ("unknown", "mg/dL"),
        ("", "mg/dL"),
        ("low", "mg/dL"),
        ("nan", "mg/dL"),
        ("inf", "mg/dL"),
        (19, "mg/dL"),
        (601, "mg/dL"),
        (0, "mg/dL"),
        (-120, "mg/dL"),
        (1.0, "mmol/L"),
        (34, "mmol/L"),
        (120, "mmol/L"),
        (120, "%"),
        (120, None),
    ],
)
async def test_what_is_no_glucose(
    hass: HomeAssistant, entry: DexcomConfigEntry, value: float | str, unit: str | None
) -> None:
    """Values that no sensor reports are ignored."""
    await async_show(hass, value, unit, date=NOW)
    assert official(hass)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (5.5, "mmol/L", "99"),
        ("11.10", "mmol/L", "200"),
        (99.4, "mg/dL", "99"),
        (20, "mg/dL", "39"),
        (38, "mg/dL", "39"),
        (401, "mg/dL", "401"),
        (600, "mg/dL", "401"),
        (1.2, "mmol/L", "39"),
        (33.3, "mmol/L", "401"),
    ],
)
async def test_units(
    hass: HomeAssistant,
    entry: DexcomConfigEntry,
    value: float | str,
    unit: str,
    expected: str,
) -> None:
    """Both units are read; 39 and 401 stand for less and more, as they do in Dexcom's."""
    await async_show(hass, value, unit, date=NOW)
    assert shown(hass) == (expected, "live", NOW)


async def test_another_unit(
    hass: HomeAssistant, entry: DexcomConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """The same reading in another unit is no new one, however it is rounded."""
    await async_show(hass, 119)
    await async_show(hass, 120)
    freezer.tick(MINUTE)
    await async_show(hass, 6.7, "mmol/L")
    assert shown(hass) == ("120", "live", NOW)
    await async_show(hass, 6.9, "mmol/L")
    assert shown(hass) == ("124", "live", NOW + MINUTE)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"direction": "DoubleDown"}, "falling_quickly"),
        ({"direction": "Flat"}, "steady"),
        ({"trend": "fortyFiveDown"}, "falling_slightly"),
        ({"trend": "rising_quickly"}, "rising_quickly"),
        ({"trend": "Single Up"}, "rising"),
        ({"direction": "NOT COMPUTABLE"}, "unknown"),
        ({"direction": None, "trend": "flat"}, "steady"),
        ({"trend": 4}, "unknown"),
        ({}, "unknown"),
    ],
)
async def test_trend(
    hass: HomeAssistant, entry: DexcomConfigEntry, more: dict[str, Any], expected: str
) -> None:
    """The trend is that of the source, whoever's words it uses."""
    await async_show(hass, 131, date=NOW, **more)
    assert state(hass, "ada", "glucose_trend") == expected


async def test_no_rate(hass: HomeAssistant, async_start: Start) -> None:
    """A live reading has no rate, and that of the official one is not shown with it."""
    er.async_get(hass).async_get_or_create(
        "sensor", "dexcom_cgm", "ada_glucose_rate", disabled_by=None
    )
    await async_start(SOURCE)
    assert float(state(hass, "ada", "glucose_rate")) == 0.1
    await async_show(hass, 131, date=NOW)
    assert state(hass, "ada", "glucose_rate") == "unknown"


def of_dexcom(hass: HomeAssistant, *keys: str) -> list[er.RegistryEntry]:
    """Return sensors like those of Home Assistant's own Dexcom integration."""
    other = MockConfigEntry(domain="dexcom")
    other.add_to_hass(hass)
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=other.entry_id, identifiers={("dexcom", "ada")}
    )
    return [
        er.async_get(hass).async_get_or_create(
            "sensor",
            "dexcom",
            f"ada-{key}",
            config_entry=other,
            device_id=device.id,
            translation_key=f"glucose_{key}",
        )
        for key in keys
    ]


async def test_trend_beside(
    hass: HomeAssistant, async_start: Start, freezer: FrozenDateTimeFactory
) -> None:
    """The trend is that of the sensor beside it, whichever of the two comes first."""
    entry, beside = of_dexcom(hass, "value", "trend")
    trend = beside.entity_id
    account = await async_start(entry.id)
    hass.states.async_set(trend, "steady")
    await async_show(hass, 131, entity=entry.entity_id)
    await async_show(hass, 132, entity=entry.entity_id)
    assert state(hass, "ada", "glucose_trend") == "steady"
    hass.states.async_set(trend, "rising")
    await hass.async_block_till_done()
    assert state(hass, "ada", "glucose_trend") == "rising"
    assert shown(hass) == ("132", "live", NOW)
    known = account.runtime_data.glucose.live
    hass.states.async_set(trend, "rising", {"battery": 55})
    await hass.async_block_till_done()
    assert account.runtime_data.glucose.live is known
    # Later it belongs to a reading that nobody has seen.
    freezer.tick(timedelta(minutes=3))
    hass.states.async_set(trend, "falling")
    await hass.async_block_till_done()
    assert state(hass, "ada", "glucose_trend") == "rising"
    freezer.tick(timedelta(minutes=3))
    hass.states.async_set(trend, "rising_quickly")
    await async_show(hass, 140, entity=entry.entity_id)
    assert state(hass, "ada", "glucose_trend") == "rising_quickly"
    hass.states.async_set(trend, "unavailable")
    await hass.async_block_till_done()
    assert state(hass, "ada", "glucose_trend") == "unknown"


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
async def test_time_beside(
    hass: HomeAssistant,
    async_start: Start,
    freezer: FrozenDateTimeFactory,
    order: tuple[int, ...],
) -> None:
    """The time is that of the sensor beside it, in whatever order they are written."""
    sensors = of_dexcom(hass, "reading_time", "trend", "value")
    entry = await async_start(sensors[2].id)

    async def async_write(*states: str) -> None:
        """Let all three be written one after the other, as a coordinator does."""
        for position in order:
            unit = {"unit_of_measurement": "mg/dL"} if position == 2 else {}
            hass.states.async_set(sensors[position].entity_id, states[position], unit)
        await hass.async_block_till_done()

    await async_write("2026-03-01T11:54:00+00:00", "steady", "131")
    assert shown(hass) == ("131", "live", NOW - 6 * MINUTE)
    await async_write("2026-03-01T11:59:00+00:00", "rising", "135")
    assert shown(hass) == ("135", "live", NOW - MINUTE)
    assert state(hass, "ada", "glucose_delta") == "4"
    assert state(hass, "ada", "glucose_trend") == "rising"
    freezer.tick(5 * MINUTE)
    await async_write("2026-03-01T12:04:00+00:00", "falling", "135")
    assert shown(hass) == ("135", "live", NOW + 4 * MINUTE)
    assert state(hass, "ada", "glucose_delta") == "0"
    assert state(hass, "ada", "glucose_trend") == "falling"
    await async_write("unavailable", "unavailable", "unavailable")
    assert shown(hass) == ("135", "live", NOW + 4 * MINUTE)
    await async_write("2026-03-01T12:04:00+00:00", "falling", "135")
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert shown(hass) == ("135", "live", NOW + 4 * MINUTE)


async def test_the_newer_one(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: DexcomConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Whichever reading is newer is shown; of two of the same time the official one."""
    await async_show(hass, 131, date=minutes_ago(2))
    assert shown(hass)[:2] == ("131", "live")
    await async_pass_time(hass, freezer, POLL)
    sandbox.add_records("ada", "egvs", [egv(minutes_ago(1), 150)])
    await async_pass_time(hass, freezer, POLL)
    assert shown(hass)[:2] == ("150", "official")
    newest = shown(hass)[2]
    await async_show(hass, 151, date=newest)
    assert shown(hass)[:2] == ("150", "official")
    await async_show(hass, 140, date=minutes_ago(1))
    assert shown(hass)[:2] == ("140", "live")
    # Live readings are compared to live ones, official to official.
    assert state(hass, "ada", "glucose_delta") == "-11"


async def test_each_is_stale_at_its_moment(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: DexcomConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The status changes with the official reading, the values with the newest one."""
    # What the history brings would hide that a timer does nothing.
    for _ in range(19):
        await async_pass_time(hass, freezer, timedelta(seconds=2.6))
    await async_poll_once_more(hass, freezer, entry)
    assert entry.runtime_data.glucose.readings.progress == 100

    async def async_pass_until(time: datetime) -> int:
        """Let time pass at once; return how often Dexcom has been polled by then."""
        await async_pass_time(hass, freezer, time - datetime.now(UTC))
        return len(polls(sandbox))

    await async_show(hass, 131, date=NOW - 1.5 * MINUTE)
    moment = NOW + 32.5 * MINUTE
    before = await async_pass_until(moment - timedelta(seconds=1))
    assert state(hass, "ada", "data_status") == "ok"
    assert await async_pass_until(moment + timedelta(seconds=0.6)) == before
    assert state(hass, "ada", "data_status") == "delayed"
    assert shown(hass)[:2] == ("131", "live")
    moment = NOW + 88.5 * MINUTE
    before = await async_pass_until(moment - timedelta(seconds=1))
    assert shown(hass)[:2] == ("131", "live")
    assert await async_pass_until(moment + timedelta(seconds=0.6)) == before
    assert shown(hass) == ("unknown", None, NOW - 1.5 * MINUTE)
    assert state(hass, "ada", "low", "binary_sensor") == "unknown"
    await async_show(hass, 132, date=minutes_ago(89.5))
    assert shown(hass)[:2] == ("132", "live")
    assert state(hass, "ada", "data_status") == "delayed"
    assert await async_pass_until(moment + timedelta(seconds=31.2)) == before
    assert shown(hass)[:2] == ("unknown", None)


async def test_while_dexcom_does_not_answer(
    hass: HomeAssistant,
    sandbox: Sandbox,
    entry: DexcomConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Live readings go on being shown, and the status says what is wrong."""
    sandbox.faults.add(Fault(path="*/egvs", status=500))
    await async_pass_time(hass, freezer, timedelta(hours=1))
    assert state(hass, "ada", "glucose_value") == "unavailable"
    await async_show(hass, 131, date=minutes_ago(0))
    assert shown(hass)[:2] == ("131", "live")
    assert state(hass, "ada", "data_status") == "cannot_connect"


async def test_binary_sensors(hass: HomeAssistant, entry: DexcomConfigEntry) -> None:
    """Low, urgent low and high are judged by the reading that is shown."""
    for minutes, value, expected in (
        (15, 65, ["on", "off", "off"]),
        (10, 50, ["on", "on", "off"]),
        (5, 260, ["off", "off", "on"]),
        (0, 100, ["off", "off", "off"]),
    ):
        await async_show(hass, value, date=minutes_ago(minutes))
        keys = ("low", "urgent_low", "high")
        assert [state(hass, "ada", key, "binary_sensor") for key in keys] == expected
        assert attributes(hass, "ada", "low", "binary_sensor")["threshold"] == 70


async def test_the_record_is_not_touched(
    hass: HomeAssistant, entry: DexcomConfigEntry
) -> None:
    """Neither readings nor what is made of them know anything of the live source."""
    changes: list[ReadingsChange] = []
    glucose = entry.runtime_data.glucose
    glucose.readings.async_add_listener(changes.append)
    names = {entity_id(hass, "ada", key) for key in PRESENT} | {
        entity_id(hass, "ada", "low", "binary_sensor")
    }
    before = {each.entity_id: each for each in hass.states.async_all()}
    known = glucose.readings.log.snapshot()
    for minutes in (10, 5, 0):
        await async_show(hass, 60 + minutes, date=minutes_ago(minutes))
    after = {each.entity_id: each for each in hass.states.async_all()}
    changed = {name for name in before if after[name] is not before[name]}
    assert changed == names
    assert after.keys() - before.keys() == {SOURCE}
    assert state(hass, "ada", "last_reading") == "2026-03-01T11:02:30+00:00"
    assert (glucose.readings.log.snapshot(), changes) == (known, [])


class OtherSensor(SensorEntity):
    """A glucose sensor of another integration."""

    _attr_device_class = SensorDeviceClass.BLOOD_GLUCOSE_CONCENTRATION
    _attr_native_unit_of_measurement = "mg/dL"
    _attr_name = "Elsewhere"
    _attr_unique_id = "other"
    _attr_should_poll = False
    value = 131

    @property
    @override
    def native_value(self) -> int:
        """Return what a test wants it to."""
        return self.value


async def test_rename(
    hass: HomeAssistant, async_start: Start, freezer: FrozenDateTimeFactory
) -> None:
    """A source that is renamed is followed on, and so it is after a restart."""
    sensor = OtherSensor()
    platform = MockEntityPlatform(hass, domain="sensor", platform_name="other")
    await platform.async_add_entities([sensor])
    registry = er.async_get(hass)
    source = registry.async_get(sensor.entity_id)
    assert source is not None
    entry = await async_start(source.id)

    async def async_measure(value: int) -> None:
        """Let the other integration have a new reading."""
        freezer.tick(MINUTE)
        sensor.value = value
        sensor.async_write_ha_state()
        await hass.async_block_till_done()

    await async_measure(132)
    assert shown(hass)[:2] == ("132", "live")
    registry.async_update_entity(sensor.entity_id, new_entity_id="sensor.renamed")
    await hass.async_block_till_done()
    assert sensor.entity_id == "sensor.renamed"
    assert shown(hass) == ("132", "live", NOW + MINUTE)
    await async_measure(133)
    assert shown(hass) == ("133", "live", NOW + 2 * MINUTE)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    await async_measure(134)
    assert shown(hass) == ("134", "live", NOW + 3 * MINUTE)
    registry.async_remove("sensor.renamed")
    await hass.async_block_till_done()
    assert shown(hass) == ("134", "live", NOW + 3 * MINUTE)


async def test_a_source_that_is_gone(hass: HomeAssistant, async_start: Start) -> None:
    """An account whose live source was removed works without it."""
    await async_start("0123456789abcdef0123456789abcdef")
    assert official(hass)


async def test_unload(hass: HomeAssistant, entry: DexcomConfigEntry) -> None:
    """An account that is unloaded follows nothing."""
    glucose = entry.runtime_data.glucose
    hass.states.async_set(
        SOURCE, "130", {"unit_of_measurement": "mg/dL", "date": minutes_ago(1)}
    )
    assert await hass.config_entries.async_unload(entry.entry_id)
    await async_show(hass, 131, date=NOW)
    assert glucose.live is None
