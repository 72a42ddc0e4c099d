"""The action save_report writes where it may, all of a file or nothing."""

from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.dexcom_cgm.const import DOMAIN
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import (
    HomeAssistantError,
    ServiceValidationError,
    Unauthorized,
)
from sandbox.server import Sandbox
from tests.common import NOW, account_entry, async_set_up

from .common import DAY, add_fortnight, async_report, data_of

pytestmark = pytest.mark.usefixtures("applications")


@pytest.fixture
async def entry(hass: HomeAssistant, sandbox: Sandbox) -> MockConfigEntry:
    """Return ada's account with two days of readings, set up."""
    add_fortnight(sandbox, 2)
    entry = account_entry(sandbox, "ada")
    await async_set_up(hass, entry)
    await hass.services.async_call(
        DOMAIN, "import_history", {"start": NOW - 3 * DAY}, blocking=True
    )
    return entry


@pytest.fixture
def directory(hass: HomeAssistant, tmp_path: Path) -> Path:
    """Return the only directory that Home Assistant may write to."""
    directory = tmp_path / "allowed"
    directory.mkdir()
    hass.config.allowlist_external_dirs = {str(directory)}
    return directory


async def async_save(hass: HomeAssistant, path: Path | str, **data: Any) -> None:
    """Save a report."""
    await hass.services.async_call(
        DOMAIN, "save_report", {"path": str(path), **data}, blocking=True
    )


async def async_error(hass: HomeAssistant, path: Path | str, **data: Any) -> str:
    """Return the key of the error for a report that cannot be saved."""
    with pytest.raises(HomeAssistantError) as caught:
        await async_save(hass, path, **data)
    return str(caught.value.translation_key)


async def test_page(
    hass: HomeAssistant, entry: MockConfigEntry, directory: Path
) -> None:
    """The page is that of the last 14 days in Home Assistant's language."""
    path = directory / "report.html"
    await async_save(hass, path)
    data = data_of(path.read_text("utf-8"))
    assert (data["language"], data["locale"], data["days"]) == ("en", None, 14)
    report = await async_report(hass, start=NOW - 14 * DAY)
    assert data["readings"] == report["readings"] > 500
    # Only Home Assistant's own user may read it.
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(directory.iterdir()) == [path]
    # It replaces an older one.
    await async_save(
        hass, path, days=7, targets="pregnancy", language="ur", entity_id=GLUCOSE
    )
    data = data_of(path.read_text("utf-8"))
    assert (data["language"], data["rtl"], data["days"]) == ("ur", True, 7)
    assert data["targets"] == "pregnancy"


GLUCOSE = "sensor.dexcom_cgm_glucose_value"


async def test_files(
    hass: HomeAssistant, entry: MockConfigEntry, directory: Path
) -> None:
    """Readings and events of any window are CSV files."""
    path = directory / "last_day.CSV"
    await async_save(hass, path, format="readings_csv", days=1, bom=False)
    lines = path.read_bytes().split(b"\r\n")
    assert lines[0] == b"time,local_time,value,unit,value_mg_dl,status"
    assert len(lines) == 2 + 12 * 23
    await async_save(
        hass, path, format="events_csv", start=NOW - 2 * DAY, end=NOW - DAY
    )
    assert path.read_text("utf-8-sig").count("carbs") == 1


async def test_relative_paths(
    hass: HomeAssistant, entry: MockConfigEntry, directory: Path
) -> None:
    """A relative path is below the configuration directory."""
    reports = Path(hass.config.path("reports"))
    reports.mkdir()
    assert await async_error(hass, "reports/report.html") == "path_not_allowed"
    hass.config.allowlist_external_dirs = {str(reports)}
    await async_save(hass, "reports/report.html")
    assert (reports / "report.html").exists()


async def test_paths(
    hass: HomeAssistant, entry: MockConfigEntry, directory: Path
) -> None:
    """Other directories, public ones and other files are refused."""
    outside = directory.parent / "outside"
    outside.mkdir()
    inside = directory / "inside"
    inside.mkdir()
    (directory / "folder.html").mkdir()
    (directory / "link").symlink_to(outside)
    (directory / "link.html").symlink_to(outside / "report.html")
    (outside / "back.html").symlink_to(inside / "report.html")
    (outside / "report.html").touch()
    (inside / "report.html").touch()
    for path, key in (
        (outside / "report.html", "path_not_allowed"),
        (directory / "link/report.html", "path_not_allowed"),
        (directory / "link.html", "path_not_allowed"),
        # The link itself would be replaced, and is where nothing may be written.
        (outside / "back.html", "path_not_allowed"),
        (directory / "../outside/report.html", "field_invalid"),
        ("~/report.html", "field_invalid"),
        (directory / "report.csv", "path_wrong_suffix"),
        (directory / "configuration.yaml", "path_wrong_suffix"),
        (directory / "missing/report.html", "path_no_directory"),
        (directory / "folder.html", "path_no_directory"),
    ):
        assert await async_error(hass, path) == key, path
    assert (outside / "report.html").read_bytes() == b""
    assert (inside / "report.html").read_bytes() == b""


async def test_public_directory(
    hass: HomeAssistant, entry: MockConfigEntry, directory: Path
) -> None:
    """Nothing is written where Home Assistant serves files without a login."""
    public = Path(hass.config.path("www"))
    (public / "deep").mkdir(parents=True)
    (directory / "innocent").symlink_to(public)
    hass.config.allowlist_external_dirs |= {str(public)}
    for path in (
        public / "report.html",
        public / "deep/report.html",
        directory / "innocent/report.html",
    ):
        assert await async_error(hass, path) == "path_public"
    assert not list(public.rglob("*.html"))


async def test_failing_disk(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    directory: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """If writing fails, the older file stays, and the error names it."""
    path = directory / "report.html"
    path.write_text("older")

    def fail(*args: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("atomicwrites._proper_fsync", fail)
    assert await async_error(hass, path) == "report_not_saved"
    assert path.read_text() == "older"
    assert list(directory.iterdir()) == [path]


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ({"days": 7, "start": NOW - DAY}, "days_or_start"),
        ({"days": 91}, "field_invalid"),
        ({"format": "pdf"}, "field_invalid"),
        ({"language": "klingon"}, "field_invalid"),
        ({"start": NOW - 91 * DAY, "end": NOW - 80 * DAY}, "window_too_old"),
        ({"start": NOW + DAY}, "start_in_future"),
        ({"config_entry_id": "nothing"}, "account_not_found"),
    ],
)
async def test_bad_calls(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    directory: Path,
    data: dict[str, Any],
    key: str,
) -> None:
    """A call that cannot be fulfilled says why, and writes nothing."""
    with pytest.raises(ServiceValidationError) as caught:
        await async_save(hass, directory / "report.html", **data)
    assert caught.value.translation_key == key
    assert not list(directory.iterdir())


async def test_administrators_only(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    directory: Path,
    hass_read_only_user: MockUser,
    hass_admin_user: MockUser,
) -> None:
    """Only administrators and automations write files."""
    path = directory / "report.html"
    for user, is_allowed in ((hass_read_only_user, False), (hass_admin_user, True)):
        call = hass.services.async_call(
            DOMAIN,
            "save_report",
            {"path": str(path)},
            blocking=True,
            context=Context(user_id=user.id),
        )
        if is_allowed:
            await call
        else:
            with pytest.raises(Unauthorized):
                await call
        assert path.exists() is is_allowed
