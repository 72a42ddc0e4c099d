"""What is left in the log and on disk by all the tests before, so this file is last."""

import json
import re
from stat import S_IMODE

from demo.client import Client
from demo.connect import DOMAIN
from demo.home_assistant import HomeAssistant
from demo.sandbox import APPLICATION, Sandbox

# Codes and tokens, whatever part of one it is: nothing else is as long and as mixed.
LOOKS_SECRET = re.compile(
    r"(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*\d)[A-Za-z0-9_-]{20,}"
)
OF_A_LOGIN = re.compile(r"[?&](code|state)=|Bearer |_token['\"]?[:=]")


def tokens(sandbox: Sandbox) -> set[str]:
    """Return the tokens that work now."""
    stored = json.loads(sandbox.tokens_file.read_text())
    return {*stored["access"], *stored["refresh"]}


async def test_log(
    client: Client, home_assistant: HomeAssistant, account: str, sandbox: Sandbox
) -> None:
    """The log is a debug log, and holds no secret and no fault but the lost logins."""
    log = home_assistant.process.log.read_text()
    assert " DEBUG (MainThread) [custom_components.dexcom_cgm" in log
    secrets = {*tokens(sandbox), APPLICATION[1]}
    for entry in await client.entries(DOMAIN):
        for entity in await client.entities(entry["entry_id"]):
            key = entity["translation_key"]
            secrets.add(entity["unique_id"].removesuffix(f"_{key}"))
    assert [secret for secret in secrets if secret in log] == []
    errors = [line for line in log.splitlines() if " ERROR " in line]
    expected = (
        "Authentication failed",
        # The second account is removed while it renews its login.
        "Error fetching Dexcom CGM 2 glucose data",
        # What another user asks for in vain.
        "Unauthorized (unauthorized) Other",
    )
    assert [each for each in errors if not any(text in each for text in expected)] == []


async def test_log_looks_harmless(
    home_assistant: HomeAssistant, account: str, sandbox: Sandbox
) -> None:
    """The log contains no code and no token, not even a used one."""
    assert all(LOOKS_SECRET.search(token) for token in tokens(sandbox))
    log = home_assistant.process.log.read_text()
    # A name in the traceback of a failed renewal.
    harmless = {"OAuth2TokenRequestConnectionError"}
    assert {found[0] for found in LOOKS_SECRET.finditer(log)} <= harmless
    assert {found[0] for found in OF_A_LOGIN.finditer(log)} == set()


async def test_private_files(home_assistant: HomeAssistant, account: str) -> None:
    """Other users of the machine cannot read an account's files."""
    storage = home_assistant.directory / ".storage"
    modes = {
        path.name: S_IMODE(path.stat().st_mode) for path in storage.glob("dexcom_*")
    }
    assert f"{DOMAIN}.{account}" in modes
    assert set(modes.values()) == {0o600}


async def test_secrets_are_where_they_belong(
    home_assistant: HomeAssistant, account: str, sandbox: Sandbox
) -> None:
    """No other file holds a token or the application's secret, as SECURITY.md says."""
    secrets = {secret.encode() for secret in (*tokens(sandbox), APPLICATION[1])}
    directory = home_assistant.directory
    found = {
        path.relative_to(directory).as_posix()
        for path in directory.rglob("*")
        if path.is_file() and any(secret in path.read_bytes() for secret in secrets)
    }
    own = f".storage/{DOMAIN}.{account}"
    assert {own, ".storage/core.config_entries"} <= found
    # Home Assistant writes a new application some seconds late.
    assert {name for name in found if f"{DOMAIN}." not in name} <= {
        ".storage/application_credentials",
        ".storage/core.config_entries",
    }
