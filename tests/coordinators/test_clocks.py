"""A clock that was wrong and is corrected, in either direction, does no lasting harm."""

from datetime import UTC, datetime, timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.dexcom_cgm.coordinators.wall_clock import async_call_at_time
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from sandbox.server import Sandbox
from tests.automations.common import (
    async_account,
    async_automate,
    async_end_automations,
    reading,
    target,
)
from tests.common import (
    NOW,
    POLL,
    account_entry,
    async_pass_time,
    async_poll_once_more,
    async_set_up,
    attributes,
    egv,
    state,
)

pytestmark = pytest.mark.usefixtures("applications")

LIVE = "sensor.other_glucose"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
HOURS_AND_DAYS = [2 * HOUR, 30 * HOUR, 20 * DAY, 3650 * DAY]


async def async_show(hass: HomeAssistant, value: int) -> None:
    """Set a value of a live source without a measurement time."""
    hass.states.async_set(LIVE, str(value), {"unit_of_measurement": "mg/dL"})
    await hass.async_block_till_done()


async def async_set_clock(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, now: datetime
) -> None:
    """Set the clock, and let all timers fire that would within minutes."""
    freezer.move_to(now)
    async_fire_time_changed(hass, fire_all=True)
    await hass.async_block_till_done(wait_background_tasks=True)


@pytest.mark.parametrize("ahead", [3 * MINUTE, *HOURS_AND_DAYS])
async def test_live_readings_after_the_clock_is_put_back(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    ahead: timedelta,
) -> None:
    """A live reading dated by a clock that was ahead hides no later reading."""
    freezer.move_to(NOW + ahead)
    await async_show(hass, 119)
    await async_account(
        hass, sandbox, egv(NOW - 57.5 * MINUTE, 120), options={"live_source": LIVE}
    )
    low = await async_automate(hass, "became_low", target(hass))
    freezer.tick(MINUTE)
    await async_show(hass, 121)
    assert state(hass, "ada", "glucose_value") == "121"
    freezer.move_to(NOW)
    for value, is_low in ((95, "off"), (68, "on"), (55, "on"), (48, "on")):
        await async_show(hass, value)
        assert state(hass, "ada", "glucose_value") == str(value)
        assert state(hass, "ada", "low", "binary_sensor") == is_low
        assert attributes(hass, "ada", "glucose_value")["measured_at"] == (
            dt_util.utcnow()
        )
        freezer.tick(5 * MINUTE)
    assert [each["glucose"] for each in low] == [68]
    await async_end_automations(hass)


@pytest.mark.parametrize("ahead", HOURS_AND_DAYS)
async def test_a_live_reading_that_comes_to_lie_ahead_is_dropped(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    ahead: timedelta,
) -> None:
    """It is gone without a further reading, and the official one is shown again."""
    freezer.move_to(NOW + ahead)
    await async_show(hass, 119)
    await async_account(
        hass, sandbox, egv(NOW - 30 * MINUTE, 66), options={"live_source": LIVE}
    )
    new = await async_automate(hass, "new_reading", target(hass))
    await async_show(hass, 121)
    await async_set_clock(hass, freezer, NOW)
    assert state(hass, "ada", "glucose_value") == "66"
    assert state(hass, "ada", "low", "binary_sensor") == "on"
    assert state(hass, "ada", "data_status") == "ok"
    await async_show(hass, 70)
    assert state(hass, "ada", "glucose_value") == "70"
    assert new[0]["glucose"] == 121
    assert new[-1]["glucose"] == 70
    await async_end_automations(hass)


@pytest.mark.parametrize("ahead", HOURS_AND_DAYS)
async def test_an_official_reading_that_comes_to_lie_ahead_is_dropped(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    ahead: timedelta,
) -> None:
    """A device's clock was as wrong as ours: the newest of the past is shown."""
    freezer.move_to(NOW + ahead)
    await async_account(
        hass, sandbox, egv(NOW - 20 * MINUTE, 99), reading(10, 200), reading(5, 210)
    )
    assert state(hass, "ada", "glucose_value") == "210"
    low = await async_automate(hass, "became_low", target(hass))
    await async_set_clock(hass, freezer, NOW)
    assert state(hass, "ada", "glucose_value") == "99"
    sandbox.add_records("ada", "egvs", [reading(2, 60)])
    await async_pass_time(hass, freezer, POLL)
    assert state(hass, "ada", "glucose_value") == "60"
    assert state(hass, "ada", "last_reading") == (NOW - 2 * MINUTE).isoformat()
    assert low[-1]["glucose"] == 60
    await async_end_automations(hass)


async def test_a_live_reading_ahead_counts_when_the_clock_is_right(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """If the clock was behind, the source's reading is accepted a minute later."""
    freezer.move_to(NOW - 2 * DAY)
    await async_account(hass, sandbox, options={"live_source": LIVE})
    hass.states.async_set(
        LIVE, "52", {"unit_of_measurement": "mg/dL", "measured_at": NOW - MINUTE}
    )
    await hass.async_block_till_done()
    assert state(hass, "ada", "glucose_value") == "unknown"
    await async_set_clock(hass, freezer, NOW)
    assert state(hass, "ada", "glucose_value") == "52"
    assert state(hass, "ada", "low", "binary_sensor") == "on"


@pytest.mark.parametrize("shift", HOURS_AND_DAYS)
async def test_stale_within_a_minute_of_a_jump(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
    shift: timedelta,
) -> None:
    """Timers do not notice that the machine slept: the clock is read every minute."""
    entry = await async_account(hass, sandbox, reading(5, 120))
    await async_poll_once_more(hass, freezer, entry)
    stopped = await async_automate(
        hass, "readings_stopped", target(hass), younger_than=timedelta(minutes=20)
    )
    monkeypatch.setattr(dt_util, "utcnow", lambda: datetime.now(UTC) + shift)
    assert state(hass, "ada", "glucose_value") == "120"
    await async_pass_time(hass, freezer, MINUTE)
    assert state(hass, "ada", "glucose_value") == "unknown"
    assert len(stopped) == 1
    await async_end_automations(hass)


async def test_calls_at_a_time(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An action is called at its time by the wall clock, and not when cancelled."""
    freezer.move_to(NOW)
    called: list[str] = []
    async_call_at_time(hass, lambda _now: called.append("one"), NOW + 2.5 * MINUTE)
    cancel = async_call_at_time(hass, lambda _now: called.append("no"), NOW + HOUR)
    for _ in range(2):
        await async_pass_time(hass, freezer, MINUTE + timedelta(seconds=0.6))
    assert called == []
    # Put back by an hour: it is called an hour later.
    shift = -HOUR
    monkeypatch.setattr(dt_util, "utcnow", lambda: datetime.now(UTC) + shift)
    await async_pass_time(hass, freezer, MINUTE)
    assert called == []
    shift = timedelta(0)
    await async_pass_time(hass, freezer, MINUTE)
    assert called == ["one"]
    cancel()
    await async_pass_time(hass, freezer, 2 * HOUR)
    assert called == ["one"]


@pytest.mark.parametrize("ahead", HOURS_AND_DAYS)
async def test_gaps_are_looked_for_after_the_clock_is_put_back(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    ahead: timedelta,
) -> None:
    """Uploads of up to a day are found with the next poll."""
    freezer.move_to(NOW + ahead)
    entry = await async_account(hass, sandbox, egv(NOW - 10 * MINUTE, 120))
    await async_pass_time(hass, freezer, POLL)
    late = NOW - 5 * HOUR
    await async_set_clock(hass, freezer, NOW)
    sandbox.add_records("ada", "egvs", [egv(late, 99)])
    # The first poll after the correction may have looked already.
    for _ in range(13):
        await async_pass_time(hass, freezer, POLL)
    log = entry.runtime_data.glucose.readings.log
    assert log.values(late, late + MINUTE)[1] == [99]


def days_of_readings(days: int) -> list[datetime]:
    """Return a moment of each of some days."""
    return [NOW - number * DAY - 10 * MINUTE for number in range(days)]


async def async_steps(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, count: int
) -> None:
    """Let the history take steps."""
    for _ in range(count):
        await async_pass_time(hass, freezer, timedelta(seconds=2.6))


def progress(hass: HomeAssistant) -> int:
    """Return how much of the history is said to be there."""
    loaded = attributes(hass, "ada", "data_status")["history_loaded"]
    assert isinstance(loaded, int)
    return loaded


@pytest.mark.parametrize("ahead", [2 * HOUR, 30 * HOUR, 20 * DAY, 300 * DAY])
@pytest.mark.parametrize("restarts", [False, True])
async def test_what_a_wrong_clock_cut_is_fetched_again(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    ahead: timedelta,
    restarts: bool,
) -> None:
    """The log loses what seems too old, and has it again once the clock is right."""
    times = days_of_readings(90)
    first = NOW - 90 * DAY + 30 * MINUTE
    times.append(first)
    entry = account_entry(sandbox, "ada")
    sandbox.add_records("ada", "egvs", [egv(time, 120) for time in times])
    await async_set_up(hass, entry)
    await async_steps(hass, freezer, 20)
    glucose = entry.runtime_data.glucose
    assert progress(hass) == 100
    assert len(glucose.readings.log) == 91
    await async_set_clock(hass, freezer, NOW + ahead)
    await async_set_clock(hass, freezer, NOW + ahead + 6 * MINUTE)
    assert len(glucose.readings.log) < 91
    if restarts:
        await hass.config_entries.async_unload(entry.entry_id)
    freezer.move_to(NOW)
    if restarts:
        hass.config_entries.async_update_entry(
            entry, data=account_entry(sandbox, "ada").data
        )
        await async_set_up(hass, entry)
        glucose = entry.runtime_data.glucose
    await async_set_clock(hass, freezer, NOW)
    if ahead > 2 * DAY:
        assert progress(hass) < 100
    sandbox.requests.clear()
    await async_steps(hass, freezer, 22)
    assert progress(hass) == 100
    assert len(glucose.readings.log) == 91
    assert len(sandbox.requests) < 40


@pytest.mark.parametrize("behind", [2 * HOUR, 20 * DAY, 200 * DAY, 3650 * DAY])
async def test_a_start_with_a_clock_that_is_behind(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    behind: timedelta,
) -> None:
    """Missed windows are fetched after the clock moves forward."""
    times = days_of_readings(90)
    sandbox.add_records("ada", "egvs", [egv(time, 120) for time in times])
    freezer.move_to(NOW - behind)
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    await async_steps(hass, freezer, 20)
    freezer.move_to(NOW)
    hass.config_entries.async_update_entry(
        entry, data=account_entry(sandbox, "ada").data
    )
    await async_set_clock(hass, freezer, NOW)
    sandbox.requests.clear()
    await async_steps(hass, freezer, 60)
    assert state(hass, "ada", "glucose_value") == "120"
    assert progress(hass) == 100
    assert len(entry.runtime_data.glucose.readings.log) >= 90
    assert len(sandbox.requests) < 70


@pytest.mark.parametrize("ahead", [25 * HOUR, 20 * DAY])
async def test_sweeps_after_the_clock_is_put_back(
    hass: HomeAssistant,
    sandbox: Sandbox,
    freezer: FrozenDateTimeFactory,
    ahead: timedelta,
) -> None:
    """A sweep that a wrong clock dated to the future is due."""
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    await async_steps(hass, freezer, 20)
    await async_set_clock(hass, freezer, NOW + ahead)
    await async_steps(hass, freezer, 20)
    await async_set_clock(hass, freezer, NOW)
    await async_steps(hass, freezer, 30)
    late = NOW - 20 * DAY
    sandbox.add_records("ada", "egvs", [egv(late, 99)])
    for _ in range(25):
        await async_pass_time(hass, freezer, HOUR)
        await async_steps(hass, freezer, 8)
    log = entry.runtime_data.glucose.readings.log
    assert log.values(late, late + MINUTE)[1] == [99]
