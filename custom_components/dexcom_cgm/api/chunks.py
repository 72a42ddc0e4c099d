"""Chunked work on the event loop."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from itertools import batched


async def chunked[T](items: Iterable[T], size: int) -> AsyncIterator[tuple[T, ...]]:
    """Yield items in chunks of `size`, and yield to the event loop between chunks.

    A chunk should take a few milliseconds at most.
    """
    is_first = True
    for chunk in batched(items, size, strict=False):
        if not is_first:
            await asyncio.sleep(0)
        is_first = False
        yield chunk
