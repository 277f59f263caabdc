"""A link to the database that takes its time, as a station's Wi-Fi does."""

from __future__ import annotations

import asyncio
import threading
from types import TracebackType
from typing import Self

CHUNK_BYTES = 65536

Upstream = tuple[str, int] | str
"""Where the server is: host and port, or the path of its socket."""


class SlowLink:
    """Passes bytes on, each after half a round trip; runs in a thread of its own.

    Attributes:
        port: Where it listens on 127.0.0.1, while it is open.
    """

    def __init__(self, upstream: Upstream, round_trip_seconds: float) -> None:
        """Prepare a link; it is open inside a `with` block."""
        self.port = 0
        self._upstream = upstream
        self._one_way = round_trip_seconds / 2
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="slow-link")
        self._tasks: set[asyncio.Task[None]] = set()

    def __enter__(self) -> Self:
        """Listen."""
        self._thread.start()
        self.port = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Cut what is still open, and end."""
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _listen(self) -> int:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def _stop(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if isinstance(self._upstream, str):
            there = await asyncio.open_unix_connection(self._upstream)
        else:
            there = await asyncio.open_connection(*self._upstream)
        for one_way in (self._pass_on(reader, there[1]), self._pass_on(there[0], writer)):
            task = self._loop.create_task(one_way)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Every packet is late by itself: two on their way at once are not late twice."""
        try:
            while data := await reader.read(CHUNK_BYTES):
                self._loop.call_later(self._one_way, writer.write, data)
        except OSError:
            pass
        finally:
            self._loop.call_later(self._one_way, writer.close)
