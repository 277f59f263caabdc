"""A TCP proxy that does to a database's connections what a bad network does."""

from __future__ import annotations

import asyncio
import random
import socket
import struct
import sys
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeAlias

CHUNK_BYTES = 65536
RESET_ON_CLOSE = struct.pack("ii", 1, 0)  # SO_LINGER of no time: the peer sees a reset
REPLY_WITHIN = 5.0
"""Seconds that a reply about to be lost is waited for: the server must have done the work."""

Upstream: TypeAlias = tuple[str, int] | str
"""Where the server is: host and port, or the path of its socket."""

_Stream: TypeAlias = tuple[asyncio.StreamReader, asyncio.StreamWriter]
_Parcel: TypeAlias = tuple[float, bytes]  # when it is due on the loop's clock; no bytes: the end


class FaultProxy:
    """Passes bytes on, until it is told to fail; runs in a thread of its own.

    All methods may be called from any thread and act on every connection, old and new.

    Attributes:
        counts: How often each fault has really struck, by name: a lost reply that nobody was
            waiting for is not counted.
    """

    def __init__(self, upstream: Upstream, seed: int = 0, port: int = 0) -> None:
        """Prepare a proxy; it listens from `start` on.

        Args:
            upstream: The server.
            seed: Of the jitter of delays.
            port: Where to listen on 127.0.0.1; 0 takes a free one.
        """
        self.counts: Counter[str] = Counter()
        self.port = port
        self._upstream = upstream
        self._random = random.Random(seed)  # noqa: S311 - jitter, no secret
        self._links: set[_Link] = set()
        self._connecting = 0
        self._listener: asyncio.Server | None = None
        self._faults = _Faults()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fault-proxy")

    def __enter__(self) -> Self:
        """Listen."""
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Cut everything and end."""
        self.stop()

    def start(self) -> None:
        """Listen; `port` says where when this returns."""
        self._thread.start()
        self._ask(self._listen)

    def stop(self) -> None:
        """Stop listening, cut every connection and end the thread."""
        self._ask(self._close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def connections(self) -> int:
        """How many connections pass through it now."""
        return len(self._links)

    def cut(self) -> None:
        """Reset every connection, on both sides."""
        self._ask(self._cut)

    def refuse(self) -> None:
        """Turn new connections away, as a host does on which nothing listens."""
        self._ask(self._refuse)

    def accept(self) -> None:
        """Take new connections again, on the same port."""
        self._ask(self._listen)

    def stall(self, *, requests: bool = True, replies: bool = True) -> None:
        """Swallow bytes without a word until `resume`: connections look alive and are not.

        Args:
            requests: Hold what goes to the server.
            replies: Hold what comes from it.
        """
        self._ask(self._stall, requests, replies)

    def stall_replies(self) -> None:
        """Stall what comes from the server: requests are worked off, and nobody hears of it."""
        self.stall(requests=False)

    def resume(self) -> None:
        """Pass on what was held by `stall`, in order."""
        self._ask(self._stall, False, False)

    def delay(self, least: float, most: float) -> None:
        """Let every packet travel for so many seconds, at random between the two; 0, 0 ends it."""
        self._ask(self._delay, least, most)

    def lose_reply(self, request: bytes = b"") -> None:
        """Let the next request reach the server, and cut before its reply reaches the client.

        Args:
            request: Only a request that contains these bytes, such as `b"COMMIT"`; any, if empty.
        """
        self._ask(self._arm, "lose_reply", request)

    def halve_request(self, request: bytes = b"") -> None:
        """Send one half of the next request on, then cut; `request` as in `lose_reply`."""
        self._ask(self._arm, "halve_request", request)

    def heal(self) -> None:
        """End every fault, armed ones included."""
        self._ask(self._heal)

    def _ask(self, order: Callable[..., Any], *arguments: object) -> None:
        async def obey() -> None:
            answer = order(*arguments)
            if asyncio.iscoroutine(answer):
                await answer

        asyncio.run_coroutine_threadsafe(obey(), self._loop).result(150.0)

    async def _listen(self) -> None:
        if self._listener is None:
            self._listener = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
            self.port = self._listener.sockets[0].getsockname()[1]

    def _refuse(self) -> None:
        if self._listener is not None:
            self.counts["refuse"] += 1
            self._listener.close()
            self._listener = None

    async def _close(self) -> None:
        if self._listener is not None:
            self._listener.close()
        while self._links or self._connecting:
            for link in list(self._links):
                link.cut()
            await asyncio.sleep(0.001)

    def _cut(self) -> None:
        self.counts["cut"] += len(self._links)
        for link in list(self._links):
            link.cut()

    def _stall(self, requests: bool, replies: bool) -> None:
        self.counts["stall"] += requests or replies
        for gate, closed in ((self._faults.requests, requests), (self._faults.replies, replies)):
            gate.clear() if closed else gate.set()

    def _delay(self, least: float, most: float) -> None:
        self.counts["delay"] += most > 0
        self._faults.delay = (least, most)

    def _arm(self, fault: str, request: bytes) -> None:
        self._faults.armed[fault] = request

    async def _heal(self) -> None:
        self._stall(False, False)
        self._delay(0.0, 0.0)
        self._faults.armed.clear()
        await self._listen()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connecting += 1
        try:
            server = await asyncio.wait_for(self._connect(), REPLY_WITHIN)
        except OSError:
            _reset(writer)
            return
        finally:
            self._connecting -= 1
        link = _Link((reader, writer), server, self._faults, self.counts, self._random)
        self._links.add(link)
        try:
            await link.run()
        finally:
            self._links.discard(link)

    async def _connect(self) -> _Stream:
        if isinstance(self._upstream, str):
            return await asyncio.open_unix_connection(self._upstream)
        return await asyncio.open_connection(*self._upstream)


@dataclass
class _Faults:
    """What fails now, shared by all connections; touched by the proxy's own thread only."""

    requests: asyncio.Event = field(default_factory=asyncio.Event)
    replies: asyncio.Event = field(default_factory=asyncio.Event)
    delay: tuple[float, float] = (0.0, 0.0)
    armed: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.requests.set()
        self.replies.set()

    def take(self, fault: str, request: bytes) -> bool:
        """Whether an armed fault strikes this request; it strikes once."""
        if fault not in self.armed or self.armed[fault] not in request:
            return False
        del self.armed[fault]
        return True


class _Link:
    """One client's connection and the one to the server that belongs to it."""

    def __init__(
        self,
        client: _Stream,
        server: _Stream,
        faults: _Faults,
        counts: Counter[str],
        jitter: random.Random,
    ) -> None:
        self._client, self._server = client, server
        self._faults, self._counts, self._jitter = faults, counts, jitter
        self._losing_reply = False

    async def run(self) -> None:
        """Pass bytes on both ways until one side ends or the link is cut."""
        self._tasks = [
            asyncio.ensure_future(work)
            for work in (*self._one_way(self._request), *self._one_way(self._reply, back=True))
        ]
        _, pending = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for _, writer in (self._client, self._server):
            writer.close()

    def cut(self) -> None:
        """Reset both connections."""
        for _, writer in (self._client, self._server):
            _reset(writer)
        for task in self._tasks:
            task.cancel()

    def _one_way(self, deliver: Callable[[bytes], Any], *, back: bool = False) -> tuple[Any, Any]:
        queue: asyncio.Queue[_Parcel] = asyncio.Queue(64)
        reader = (self._server if back else self._client)[0]
        return self._collect(reader, queue), self._hand_over(queue, deliver)

    async def _collect(self, reader: asyncio.StreamReader, queue: asyncio.Queue[_Parcel]) -> None:
        """Read as bytes come; what is late is late by itself, not by what was before it."""
        clock = asyncio.get_running_loop().time
        while True:
            try:
                data = await reader.read(CHUNK_BYTES)
            except OSError:
                data = b""
            await queue.put((clock() + self._jitter.uniform(*self._faults.delay), data))
            if not data:
                await asyncio.Event().wait()  # ends when the end has been handed over

    async def _hand_over(self, queue: asyncio.Queue[_Parcel], deliver: Callable[..., Any]) -> None:
        clock = asyncio.get_running_loop().time
        while True:
            due, data = await queue.get()
            if (wait := due - clock()) > 0:
                await asyncio.sleep(wait)
            if not data:
                return
            try:
                await deliver(data)
            except OSError:
                return

    async def _request(self, data: bytes) -> None:
        await self._faults.requests.wait()
        writer = self._server[1]
        if self._faults.take("halve_request", data):
            self._counts["halve_request"] += 1
            writer.write(data[: max(1, len(data) // 2)])
            await writer.drain()
            self.cut()
            return
        self._losing_reply = self._losing_reply or self._faults.take("lose_reply", data)
        writer.write(data)
        await writer.drain()
        if self._losing_reply:
            asyncio.get_running_loop().call_later(REPLY_WITHIN, self._give_up_losing)

    def _give_up_losing(self) -> None:
        if self._losing_reply:
            self.cut()

    async def _reply(self, data: bytes) -> None:
        if self._losing_reply:
            self._losing_reply = False
            self._counts["lose_reply"] += 1
            self.cut()
            return
        await self._faults.replies.wait()
        writer = self._client[1]
        writer.write(data)
        await writer.drain()


def _reset(writer: asyncio.StreamWriter) -> None:
    """Close without a farewell."""
    connected: socket.socket = writer.get_extra_info("socket")
    if connected.fileno() >= 0 and connected.family != socket.AF_UNIX:
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
    writer.transport.abort()


def main(words: list[str]) -> None:
    """Run a proxy for a controlling process: prints its port, then obeys lines from its input.

    A line is a method's name and its numbers, or the request it waits for: `delay 0.01 0.08`,
    `lose_reply COMMIT`. Each is answered by a line with the counts so far. Ends with its input.

    Args:
        words: The server's socket path, or host and port; a seed may follow `--seed`.
    """
    seed = int(words[words.index("--seed") + 1]) if "--seed" in words else 0
    host = words[0]
    upstream: Upstream = host if Path(host).is_absolute() else (host, int(words[1]))
    with FaultProxy(upstream, seed) as proxy:
        _say(proxy.port)
        for line in sys.stdin:
            name, *values = line.split()
            if name in ("lose_reply", "halve_request"):
                getattr(proxy, name)(*(value.encode() for value in values))
            else:
                getattr(proxy, name)(*map(float, values))
            _say(dict(proxy.counts))


def _say(what: object) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
