"""Fixtures: a sandbox, its applications in Home Assistant, and a frozen present."""

from collections.abc import AsyncGenerator
import logging
from pathlib import Path

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.dexcom_cgm.const import DOMAIN
from homeassistant.components.application_credentials import (
    ClientCredential,
    async_import_client_credential,
)
from homeassistant.components.recorder.core import Recorder
from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import STORAGE_DIR
from homeassistant.setup import async_setup_component
from sandbox.people import Person
from sandbox.server import Sandbox
from sandbox.tokens import APPLICATIONS

from .common import NOW, StoredFiles

# The test library has each statement of the recorder logged, which takes most of the
# time of a test with a real one.
logging.getLogger("sqlalchemy.engine").setLevel(logging.WARNING)


@pytest.fixture(autouse=True)
def custom_integrations(enable_custom_integrations: None) -> None:
    """Let Home Assistant load the integration of this repository."""


@pytest.fixture
def hass_config_dir(hass_tmp_config_dir: str) -> str:
    """Give each test a configuration directory of its own."""
    return hass_tmp_config_dir


@pytest.fixture
def mock_recorder_before_hass(request: pytest.FixtureRequest) -> None:
    """Prepare the recorder before Home Assistant, in tests that use one."""
    if "recorder_mock" in request.fixturenames:
        request.getfixturevalue("async_test_recorder")


@pytest.fixture
def recorded(recorder_mock: Recorder, sandbox: Sandbox, applications: None) -> Recorder:
    """Return a recorder that is set up before the sandbox and its applications."""
    return recorder_mock


@pytest.fixture
def storage(hass: HomeAssistant) -> StoredFiles:
    """Return the files of accounts, as they are on disk."""
    return StoredFiles(Path(hass.config.path(STORAGE_DIR)))


@pytest.fixture
async def sandbox(
    socket_enabled: None,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncGenerator[Sandbox]:
    """Serve a sandbox in which a person "ada" has only what a test adds."""
    freezer.move_to(NOW)
    server = Sandbox()
    server.add_person(Person(id="ada"))
    async with server.serve() as url:
        monkeypatch.setenv("DEXCOM_CGM_SANDBOX_URL", url)
        yield server


@pytest.fixture
async def applications(hass: HomeAssistant) -> None:
    """Store the sandbox's two applications in Home Assistant."""
    assert await async_setup_component(hass, "application_credentials", {})
    for application in APPLICATIONS:
        await async_import_client_credential(
            hass,
            DOMAIN,
            ClientCredential(
                application.client_id, application.client_secret, application.client_id
            ),
            application.client_id,
        )
