"""A real Home Assistant process with its own configuration."""

from collections.abc import Awaitable, Mapping
from contextlib import suppress
import json
from pathlib import Path
import shutil
from typing import Any

import aiohttp

from . import REPOSITORY, DemoError
from .process import Process

# Home Assistant's exit code when a restart is requested.
RESTART = 100

# Not `default_config`: with `my`, the login would redirect through a server on the
# internet instead of directly to this machine.
CONFIGURATION = """\
homeassistant:
  name: Home
  country: {country}
  time_zone: {time_zone}
  currency: USD
  language: en
  unit_system: metric
  # Where reports are saved.
  media_dirs:
    local: {media}
  auth_providers:
    - type: trusted_networks
      trusted_networks: 127.0.0.1
      allow_bypass_login: true
    - type: homeassistant

application_credentials:
automation: !include automations.yaml
config:
frontend:
history:
logbook:
recorder: {recorder}
scene:
system_health:

# Lamps that only store their state.
template:
  - light:
      - name: Lamp
        unique_id: lamp
        turn_on: &nothing []
        turn_off: *nothing
        set_level: *nothing
        set_rgb: *nothing
      - name: Glucose light
        unique_id: glucose_light
        turn_on: *nothing
        turn_off: *nothing
        set_level: *nothing
        set_rgb: *nothing

logger:
  default: warning
  logs:
    custom_components.dexcom_cgm: debug
    # Cameras and speech need system programs that are not used here.
    haffmpeg: fatal
    homeassistant.components.camera.img_util: fatal
"""


class HomeAssistant:
    """A Home Assistant that only listens on the loopback address."""

    def __init__(
        self,
        directory: Path,
        port: int,
        sandbox_url: str,
        country: str = "US",
        recorder_url: str | None = None,
        *,
        time_zone: str = "UTC",
        more: str = "",
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Store the configuration folder and options, without starting."""
        self.directory = directory
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.country = country
        self.time_zone = time_zone
        # By default, the recorder uses a database file in the configuration folder.
        self.recorder_url = recorder_url
        self.more = more
        self.process = Process(
            ["-m", "homeassistant", "--config", str(directory), "--log-no-color"],
            directory / "output.log",
            {"DEXCOM_CGM_SANDBOX_URL": sandbox_url, **(environment or {})},
        )

    async def start(self) -> None:
        """Start and wait until the frontend and the API respond."""
        self._prepare()
        await self.process.start()
        async with aiohttp.ClientSession() as session:

            async def answers() -> bool:
                try:
                    async with session.get(f"{self.url}/manifest.json") as response:
                        return response.status == 200
                except aiohttp.ClientError, OSError:
                    return False

            # The first start may install packages.
            await self.process.wait_until(answers, 240)

    async def stop(self) -> None:
        """Stop cleanly."""
        await self.process.stop()

    async def terminate(self) -> None:
        """Stop with SIGTERM, as containers and services do."""
        if code := await self.process.terminate():
            raise DemoError(f"Home Assistant exited with code {code}")

    async def restart_by(self, request: Awaitable[Any]) -> None:
        """Send a client's restart request and wait until the process exits."""
        # Either a response arrives or the connection is closed.
        with suppress(aiohttp.ClientError, DemoError):
            await request
        if (code := await self.process.wait_at_most(120)) != RESTART:
            raise DemoError(f"Home Assistant exited with code {code}, not {RESTART}")

    async def kill(self) -> None:
        """Kill the process, as in a power failure."""
        await self.process.kill()

    async def restart(self) -> None:
        """Stop, then start again with the same data."""
        await self.stop()
        await self.start()

    def _prepare(self) -> None:
        """Write the configuration; keep files written by Home Assistant."""
        storage = self.directory / ".storage"
        storage.mkdir(parents=True, exist_ok=True)
        media = self.directory / "media"
        media.mkdir(exist_ok=True)
        recorder = {"db_url": self.recorder_url} if self.recorder_url else {}
        (self.directory / "configuration.yaml").write_text(
            CONFIGURATION.format(
                country=self.country,
                time_zone=self.time_zone,
                recorder=json.dumps(recorder),
                media=json.dumps(str(media)),
            )
            + self.more
        )
        automations = self.directory / "automations.yaml"
        if not automations.exists():
            automations.write_text("[]\n")
        _link(self.directory / "custom_components", REPOSITORY / "custom_components")
        # Home Assistant does not follow symbolic links to blueprints.
        blueprints = Path("blueprints/automation/dexcom_cgm")
        shutil.copytree(
            REPOSITORY / blueprints, self.directory / blueprints, dirs_exist_ok=True
        )
        # Version 1, which Home Assistant migrates on load.
        # A port in configuration.yaml is provisional and reverted after five minutes.
        address = {"server_host": ["127.0.0.1"], "server_port": self.port}
        _store(storage / "http", 1, address)
        if not (storage / "onboarding").exists():
            # All steps but the user: the others set up internet services.
            done = ["core_config", "integration", "analytics"]
            _store(storage / "onboarding", 4, {"done": done})


def _link(link: Path, target: Path) -> None:
    """Link a folder of the repository, unless the configuration has its own copy."""
    if target.exists() and not link.is_symlink() and not link.exists():
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(target, target_is_directory=True)


def _store(path: Path, version: int, data: dict[str, Any]) -> None:
    """Write a file of Home Assistant's storage."""
    content = {"version": version, "minor_version": 1, "key": path.name, "data": data}
    path.write_text(json.dumps(content))
