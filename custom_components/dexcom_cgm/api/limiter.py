"""A limit on the concurrent requests of all accounts."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

MAX_CONCURRENT_REQUESTS = 10
# A request that takes longer waits for the server, and causes no local load.
_HOLD_SECONDS = 0.3


class RequestLimiter:
    """Limits concurrent requests; hanging ones do not block the others.

    A request releases its slot after 0.3 seconds, even if it continues, so that the n-th
    request in the queue starts after at most 0.3 * n / 10 seconds.
    """

    def __init__(self) -> None:
        """Start with all slots free."""
        self._semaphore = asyncio.Semaphore(MAX_CONCURRENT_REQUESTS)

    @asynccontextmanager
    async def slot(self) -> AsyncGenerator[None]:
        """Hold a slot for the context, at most for the maximum time."""
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
