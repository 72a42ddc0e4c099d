"""The sensors of clinical measures: right, unknown over too few readings, never 0."""

from collections.abc import Callable
from datetime import datetime, timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.dexcom_cgm.const import DOMAIN
from custom_components.dexcom_cgm.glucose import Distribution, RollingWindow
from custom_components.dexcom_cgm.sensors.measures import MeasureWindows
from homeassistant.components.sensor import async_rounded_state
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from sandbox.server import Sandbox
from tests.common import (
    NOW,
    POLL,
    account_entry,
    async_pass_time,
    async_set_up,
    attributes,
    egv,
    entity_id,
    state,
)

pytestmark = pytest.mark.usefixtures("applications")


async def async_fill(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Let the history be fetched."""
    for _ in range(19):
        await async_pass_time(hass, freezer, timedelta(seconds=2.6))


def truth(sandbox: Sandbox, days: int) -> Distribution:
    """Return the true readings of some days."""
    now = NOW + timedelta(seconds=50)
    start = now - timedelta(days=days)
    return Distribution(each.value for each in sandbox.truth("steady", start, now))


async def test_measures(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """Each measure is that of the true readings of its window."""
    entry = account_entry(sandbox, "steady")
    entry.add_to_hass(hass)
    for key in ("gri_14d", "mean_glucose_30d", "standard_deviation_90d"):
        er.async_get(hass).async_get_or_create(
            "sensor", DOMAIN, f"steady_{key}", config_entry=entry, disabled_by=None
        )
    await async_set_up(hass, entry)
    await async_fill(hass, freezer)
    day, fortnight = truth(sandbox, 1), truth(sandbox, 14)
    for key, expected in (
        ("time_in_range_1d", day.time_in_range),
        ("time_in_range_14d", fortnight.time_in_range),
        ("mean_glucose_14d", fortnight.mean),
        ("gmi_14d", fortnight.gmi),
        ("glucose_variability_14d", fortnight.variability),
        ("time_below_range_14d", fortnight.time_below_range),
        ("time_above_range_14d", fortnight.time_above_range),
        ("gri_14d", fortnight.gri),
        ("mean_glucose_30d", truth(sandbox, 30).mean),
        ("standard_deviation_90d", truth(sandbox, 90).standard_deviation),
    ):
        shown = float(state(hass, "steady", key))
        assert shown == pytest.approx(expected, abs=0.05), key
        assert shown == round(shown, 1), key
    assert 95 < float(state(hass, "steady", "cgm_active_14d")) <= 100
    assert attributes(hass, "steady", "gmi_14d")["missing_readings"] == 0


async def test_too_few_readings(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """Over too few readings nothing is said, but how many are missing."""
    await async_set_up(hass, account_entry(sandbox, "new"))
    await async_fill(hass, freezer)
    assert 0 <= float(state(hass, "new", "time_in_range_1d")) <= 100
    for key in ("time_in_range_14d", "gmi_14d", "mean_glucose_14d"):
        assert state(hass, "new", key) == "unknown"
    assert 15 < float(state(hass, "new", "cgm_active_14d")) < 22
    said = attributes(hass, "new", "gmi_14d")
    assert 800 < said["readings"] <= 3 * 288
    # Three days without a gap: each reading fills a slot. The sandbox is not late here.
    assert said["readings"] + said["missing_readings"] == pytest.approx(2823, abs=1)


async def test_no_readings(hass: HomeAssistant, sandbox: Sandbox) -> None:
    """No data is never zero."""
    await async_set_up(hass, account_entry(sandbox, "empty"))
    for key in ("time_in_range_1d", "time_in_range_14d", "cgm_active_14d"):
        assert state(hass, "empty", key) == "unknown"


async def test_windows_follow(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """While the history is loaded, readings count at once; each hour it moves on."""
    sandbox.add_records("ada", "egvs", [egv(NOW - timedelta(hours=23), 100)])
    await async_set_up(hass, account_entry(sandbox, "ada"))
    assert float(state(hass, "ada", "time_in_range_1d")) == 100
    sandbox.add_records("ada", "egvs", [egv(NOW, 200)])
    await async_pass_time(hass, freezer, POLL)
    assert float(state(hass, "ada", "time_in_range_1d")) == 50
    for _ in range(3):
        await async_pass_time(hass, freezer, timedelta(minutes=31))
    assert float(state(hass, "ada", "time_in_range_1d")) == 0
    assert attributes(hass, "ada", "time_in_range_1d")["readings"] == 1


async def test_what_changes_later(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """A reading that comes late or is changed later counts in the window it is in."""
    newest = egv(NOW - timedelta(hours=1), 100)
    sandbox.add_records("ada", "egvs", [newest])
    await async_set_up(hass, account_entry(sandbox, "ada"))
    assert float(state(hass, "ada", "time_in_range_1d")) == 100
    sandbox.add_records("ada", "egvs", [egv(NOW - timedelta(minutes=90), 200)])
    await async_pass_time(hass, freezer, POLL)
    assert float(state(hass, "ada", "time_in_range_1d")) == 50
    sandbox.replace_record("ada", "egvs", newest["recordId"], {**newest, "value": 190})
    await async_pass_time(hass, freezer, POLL)
    assert float(state(hass, "ada", "time_in_range_1d")) == 0
    assert attributes(hass, "ada", "time_in_range_1d")["readings"] == 2


async def test_written_when_changed(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """A measure that has not changed is not written again, whoever else asks."""

    def written() -> datetime:
        found = hass.states.get(sensor)
        assert found is not None
        return found.last_reported

    sandbox.add_records("ada", "egvs", [egv(NOW - timedelta(hours=23), 100)])
    await async_set_up(hass, account_entry(sandbox, "ada"))
    await async_fill(hass, freezer)
    sensor = entity_id(hass, "ada", "time_in_range_1d")
    at_first = written()
    await async_pass_time(hass, freezer, timedelta(minutes=31))
    assert written() == at_first
    er.async_get(hass).async_update_entity(sensor, name="Share")
    await hass.async_block_till_done()
    assert attributes(hass, "ada", "time_in_range_1d")["friendly_name"] == "Share"
    assert attributes(hass, "ada", "time_in_range_1d")["readings"] == 1
    assert float(state(hass, "ada", "time_in_range_1d")) == 100
    renamed = written()
    assert renamed > at_first
    # The share is the same, but not on how many readings it rests.
    # The old one leaves the window meanwhile.
    later = [egv(NOW + timedelta(minutes=minutes), 110) for minutes in (31, 26)]
    sandbox.add_records("ada", "egvs", later)
    await async_pass_time(hass, freezer, POLL)
    assert written() == renamed
    await async_pass_time(hass, freezer, timedelta(hours=1))
    assert written() > renamed
    assert attributes(hass, "ada", "time_in_range_1d")["readings"] == 2
    assert float(state(hass, "ada", "time_in_range_1d")) == 100


async def test_windows_last_while_wanted(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """A window exists while it has listeners, and is correct when it is created again.

    Several may look at the same one.
    """
    sandbox.add_records("ada", "egvs", [egv(NOW - timedelta(hours=2), 100)])
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    windows = MeasureWindows(hass, entry.runtime_data.glucose)
    notified: list[tuple[int, RollingWindow]] = []

    def listener(number: int) -> Callable[[RollingWindow], None]:
        """Return a listener that notes its number and the window."""
        return lambda window: notified.append((number, window))

    removers = [windows.async_add_listener(2, listener(number)) for number in range(2)]
    end = windows.async_start()
    removers[0]()
    sandbox.add_records("ada", "egvs", [egv(NOW - timedelta(hours=1), 200)])
    await async_pass_time(hass, freezer, POLL)
    window = windows.window(2)
    assert window is not None
    assert notified == [(1, window)]
    assert window.distribution == Distribution([100, 200])
    removers[1]()
    assert windows.window(2) is None
    windows.async_add_listener(2, listener(2))
    again = windows.window(2)
    assert again is not None
    assert again.distribution == Distribution([100, 200])
    end()
    await async_pass_time(hass, freezer, timedelta(hours=1))
    assert notified == [(1, window)]


async def test_mmol(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """Means are in the user's unit too."""
    hass.config.country = "GB"
    await async_set_up(hass, account_entry(sandbox, "steady"))
    await async_fill(hass, freezer)
    mean = truth(sandbox, 14).mean
    assert mean is not None
    sensor = entity_id(hass, "steady", "mean_glucose_14d")

    def check(unit: str, expected: float) -> None:
        """The state is what Home Assistant shows."""
        found = hass.states.get(sensor)
        assert found is not None
        assert found.attributes["unit_of_measurement"] == unit
        assert float(found.state) == pytest.approx(expected, abs=0.051)
        assert async_rounded_state(hass, sensor, found) == found.state

    check("mmol/L", mean / 18.016)
    for unit, expected in (("mg/dL", mean), ("mmol/L", mean / 18.016)):
        er.async_get(hass).async_update_entity_options(
            sensor, "sensor", {"unit_of_measurement": unit}
        )
        await hass.async_block_till_done()
        check(unit, expected)


async def test_cgm_active(
    hass: HomeAssistant, sandbox: Sandbox, freezer: FrozenDateTimeFactory
) -> None:
    """Two sensors for five days and then nothing are five days of fourteen."""
    start = NOW - timedelta(days=13)
    sandbox.add_records(
        "ada",
        "egvs",
        [
            egv(
                start + timedelta(seconds=300 * tick + seconds),
                100,
                transmitterId=letter * 64,
                transmitterTicks=None,
            )
            for letter, seconds in (("a", 0), ("b", 150))
            for tick in range(5 * 288)
        ],
    )
    await async_set_up(hass, account_entry(sandbox, "ada"))
    await async_fill(hass, freezer)
    assert attributes(hass, "ada", "cgm_active_14d")["readings"] == 2 * 5 * 288
    # The last hour cannot be known yet in the sandbox's region.
    expected = 100 * 5 * 288 / (14 * 288 - 12)
    assert float(state(hass, "ada", "cgm_active_14d")) == round(expected, 1)
    for key in ("gmi_14d", "time_in_range_14d"):
        assert state(hass, "ada", key) == "unknown"
