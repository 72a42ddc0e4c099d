"""Long work in chunks, between which the event loop serves others."""

import asyncio

import pytest

from custom_components.dexcom_cgm.api import chunked


@pytest.mark.parametrize(
    ("count", "chunks"), [(0, []), (2, [2]), (3, [3]), (7, [3, 3, 1])]
)
async def test_chunks(count: int, chunks: list[int]) -> None:
    """All items come in order, and others run between two chunks."""
    runs = 0

    def run() -> None:
        """Run once in each iteration of the event loop."""
        nonlocal runs
        runs += 1
        asyncio.get_running_loop().call_soon(run)

    asyncio.get_running_loop().call_soon(run)
    found = [chunk async for chunk in chunked(range(count), 3)]
    assert runs == max(len(chunks) - 1, 0)
    assert [len(chunk) for chunk in found] == chunks
    assert [item for chunk in found for item in chunk] == list(range(count))
