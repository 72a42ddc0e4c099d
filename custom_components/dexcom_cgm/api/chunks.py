"""Long work on the event loop, in chunks."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from itertools import batched


async def chunked[T](items: Iterable[T], size: int) -> AsyncIterator[tuple[T, ...]]:
    """Yield items in chunks of `size`, and yield to the event loop after each chunk.

    A chunk should take a few milliseconds at most, so that whatever else runs in the
    event loop hardly waits. The consumer's work on a chunk precedes the pause.
    """
    for chunk in batched(items, size, strict=False):
        yield chunk
        await asyncio.sleep(0)
