"""HTTP server of the sandbox on loopback."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from .control import Control
from .endpoints import Endpoints
from .faults import apply
from .oauth import OAuth
from .state import RequestRecord, SandboxState

HOST = "127.0.0.1"

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Sandbox(SandboxState):
    """Local simulator of Dexcom's API."""

    _runner: web.AppRunner | None = None
    _handlers: set[asyncio.Task[Any]]

    async def start(self, port: int = 0) -> str:
        """Listen on loopback and return the base URL."""
        self._handlers = set()
        app = web.Application(middlewares=[self._observe], client_max_size=64 * 2**20)
        for part in (OAuth(self), Endpoints(self), Control(self)):
            app.add_routes(part.routes)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, HOST, port).start()
        self._runner = runner
        return f"http://{HOST}:{runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Close all connections."""
        if self._runner is None:
            return
        await self._runner.cleanup()
        self._runner = None
        # aiohttp does not await handlers of closed connections, which may still sleep.
        for handler in self._handlers:
            handler.cancel()
        await asyncio.gather(*self._handlers, return_exceptions=True)

    @asynccontextmanager
    async def serve(self, port: int = 0) -> AsyncIterator[str]:
        """Listen on loopback within the context; yield the base URL."""
        url = await self.start(port)
        try:
            yield url
        finally:
            await self.stop()

    async def _who(self, request: web.Request) -> tuple[str | None, str | None]:
        """Return the person and application of a request without consuming its code."""
        _, _, token = request.headers.get("Authorization", "").partition(" ")
        if token:
            grant = self.tokens.bearer(token)
            return (grant.person_id, grant.client_id) if grant else (None, None)
        form = await request.post() if request.method == "POST" else request.query
        client_id, person_id = form.get("client_id"), form.get("person")
        secret = form.get("refresh_token") or form.get("code")
        if isinstance(secret, str):
            person_id = self.tokens.owner(secret)
        return (
            person_id if isinstance(person_id, str) else None,
            client_id if isinstance(client_id, str) else None,
        )

    @web.middleware
    async def _observe(
        self, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        """Record a request and apply faults to it."""

        async def handle() -> web.Response:
            try:
                response = await handler(request)
            except web.HTTPException as error:
                response = web.json_response(
                    {"message": error.reason}, status=error.status
                )
            assert isinstance(response, web.Response)
            return response

        if request.path.startswith("/_sandbox/"):
            return await handle()
        if task := asyncio.current_task():
            self._handlers.add(task)
            task.add_done_callback(self._handlers.discard)
        time = self.now()
        person_id, client_id = await self._who(request)
        fault = self.faults.take(request.path, person_id)
        response = await (apply(fault, request, handle) if fault else handle())
        self.requests.append(
            RequestRecord(
                time,
                request.method,
                request.path,
                dict(request.query),
                person_id,
                client_id,
                response.status if response is not None else None,
                dict(request.cookies),
            )
        )
        self.request_counts[f"{request.method} {request.path}"] += 1
        return web.Response() if response is None else response
