"""The development pages of cards and report, and what axe finds on a page."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import override

from playwright.async_api import Page

from demo import REPOSITORY

_FRONTEND = REPOSITORY / "frontend"
_AXE = _FRONTEND / "node_modules" / "axe-core" / "axe.min.js"
# WCAG 2.2 AA, and what axe advises beyond it.
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files without a line for each."""

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


@asynccontextmanager
async def development_pages() -> AsyncIterator[str]:
    """Build the pages, serve them, and return the address of their folder."""
    build = await asyncio.create_subprocess_exec(
        REPOSITORY / "scripts" / "frontend", "page"
    )
    assert await build.wait() == 0
    handler = partial(_Quiet, directory=str(_FRONTEND / "dev"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


async def accessibility_problems(page: Page) -> list[tuple[str, str]]:
    """Return what axe finds, as its rule and an element."""
    # As code of the test, for pages whose policy allows no script of others.
    await page.evaluate(_AXE.read_text("utf-8"))
    found = await page.evaluate("rules => axe.run({runOnly: rules})", _RULES)
    assert len(found["passes"]) > 15
    return [
        (violation["id"], violation["nodes"][0]["html"])
        for violation in found["violations"]
    ]
