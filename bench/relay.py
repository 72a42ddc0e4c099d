"""Byte-counting proxy between Home Assistant and the sandbox."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
import gzip
from urllib.parse import urlsplit


class Relay:
    """Bytes transferred including headers."""

    def __init__(self) -> None:
        """Start with zero counts."""
        self.received = 0
        self.sent = 0
        # Approximate size of Dexcom's responses with gzip.
        self.packed = 0
        self.connections = 0

    @asynccontextmanager
    async def to(self, url: str) -> AsyncIterator[str]:
        """Proxy a URL within the context; yield the proxy's URL."""
        where = urlsplit(url)

        async def connect(
            reader: asyncio.StreamReader, writer: asyncio.StreamWriter
        ) -> None:
            self.connections += 1
            far_reader, far_writer = await asyncio.open_connection(
                where.hostname, where.port
            )
            await asyncio.gather(
                _pass(reader, far_writer, self._to_dexcom),
                _pass(far_reader, writer, self._from_dexcom),
            )

        server = await asyncio.start_server(connect, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.close()

    def _to_dexcom(self, data: bytes) -> None:
        """Count request bytes."""
        self.sent += len(data)

    def _from_dexcom(self, data: bytes) -> None:
        """Count response bytes."""
        self.received += len(data)
        self.packed += len(gzip.compress(data, 6))


async def _pass(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    count: Callable[[bytes], None],
) -> None:
    """Forward data until either side closes."""
    with suppress(ConnectionError):
        while data := await reader.read(2**20):
            count(data)
            writer.write(data)
            await writer.drain()
    writer.close()
