"""The sandbox in a separate process."""

from pathlib import Path
from typing import Any

import aiohttp

from .process import Process

# One of the sandbox's two applications, see sandbox/README.md.
APPLICATION = ("sandbox-application", "made-up-secret-of-the-sandbox")


class Sandbox:
    """The sandbox on a port of the loopback address."""

    def __init__(self, directory: Path, port: int, delay: float = 0) -> None:
        """Store the folder for tokens, the port and the upload delay in minutes."""
        self.url = f"http://127.0.0.1:{port}"
        self.tokens_file = directory / "tokens.json"
        directory.mkdir(parents=True, exist_ok=True)
        self.process = Process(
            [
                "-m",
                "sandbox",
                f"--port={port}",
                f"--delay={delay}",
                f"--state={self.tokens_file}",
            ],
            directory / "output.log",
        )

    async def start(self) -> None:
        """Start and wait until it responds."""
        await self.process.start()

        async def answers() -> bool:
            try:
                await self.state()
            except aiohttp.ClientError:
                return False
            return True

        await self.process.wait_until(answers, 30)

    async def stop(self) -> None:
        """Stop; tokens are kept."""
        await self.process.stop()

    async def state(self) -> dict[str, Any]:
        """Return the sandbox's state."""
        return await self._request("GET", "state")

    async def control(self, what: str, **body: Any) -> None:
        """Send a control request, see sandbox/README.md."""
        await self._request("POST", what, body)

    async def clear_faults(self) -> None:
        """Remove all faults, including unused ones."""
        await self._request("DELETE", "faults")

    async def _request(
        self, method: str, what: str, body: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return the response of the control API."""
        async with (
            aiohttp.ClientSession(raise_for_status=True) as session,
            session.request(
                method, f"{self.url}/_sandbox/{what}", json=body
            ) as response,
        ):
            answer: dict[str, Any] = await response.json()
            return answer
