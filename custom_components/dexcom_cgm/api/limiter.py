"""Limit on concurrent requests, those of all accounts together."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

MAX_CONCURRENT_REQUESTS = 10
# A request that takes longer waits for its server, and no longer loads this machine.
_HOLD_SECONDS = 0.3


class RequestLimiter:
    """Limits concurrent requests; those that hang do not block the others.

    A request gives its slot back after 0.3 seconds, also where it goes on, so that the
    n-th one in the queue starts after 0.3 * n / 10 seconds whatever the server does.
    """

    def __init__(self) -> None:
        """Start with all slots free."""
        self._semaphore = asyncio.Semaphore(MAX_CONCURRENT_REQUESTS)

    @asynccontextmanager
    async def slot(self) -> AsyncGenerator[None]:
        """Wait for a slot, and hold it for the context or the longest time allowed."""
        await self._semaphore.acquire()
        is_held = True

        def release() -> None:
            nonlocal is_held
            if is_held:
                is_held = False
                self._semaphore.release()

        timer = asyncio.get_running_loop().call_later(_HOLD_SECONDS, release)
        try:
            yield
        finally:
            timer.cancel()
            release()
