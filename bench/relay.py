"""Stands between Home Assistant and the sandbox, and counts what passes."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
import gzip
from urllib.parse import urlsplit


class Relay:
    """Bytes over the sockets, headers and all, since the beginning."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.received = 0
        self.sent = 0
        # What Dexcom's answers would take if it packed them, about.
        self.packed = 0
        self.connections = 0

    @asynccontextmanager
    async def to(self, url: str) -> AsyncIterator[str]:
        """Stand before an address; return the one to ask instead."""
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
        """Count what is asked."""
        self.sent += len(data)

    def _from_dexcom(self, data: bytes) -> None:
        """Count what is answered."""
        self.received += len(data)
        self.packed += len(gzip.compress(data, 6))


async def _pass(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    count: Callable[[bytes], None],
) -> None:
    """Pass everything on until one side has had enough."""
    with suppress(ConnectionError):
        while data := await reader.read(2**20):
            count(data)
            writer.write(data)
            await writer.drain()
    writer.close()
