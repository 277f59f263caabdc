"""A label printer made of software: it behaves as Zebra's do, on a TCP port or a serial line."""

import contextlib
import os
import re
import select
import socket
import socketserver
import struct
import threading
import tty
from collections.abc import Iterator
from types import TracebackType
from typing import Self

_QUESTION = b"~HS\r\n"
_COMMAND = re.compile(rb"~HS\r\n|\^XA.*?\^XZ", re.DOTALL)


class LabelMechanism:
    """What is inside: a buffer, a roll of labels, a head, and the answers to `~HS`.

    Attributes:
        paper_left: Labels until the roll ends; None for an endless roll.
        speechless_in_trouble: Whether it falls silent while something is wrong, as Zebra's manual
            says of its printers. Some answer with flags all the same.
        dumb: Whether it never answers at all, like a printer that knows no `~HS`.
        answer: What it says in place of a status, for printers gone mad.
        questions_per_label: Questions a label spends in the buffer before it is printed.
        received: Every byte that arrived.
        labels: Labels that came out.
    """

    def __init__(self) -> None:
        self.paper_left: int | None = None
        self.head_open = False
        self.paused = False
        self.buffer_full = False
        self.speechless_in_trouble = False
        self.dumb = False
        self.answer: bytes | None = None
        self.questions_per_label = 0
        self.received = b""
        self.labels: list[bytes] = []
        self._unread = b""
        self._buffer: list[bytes] = []
        self._questions_left = 0
        self._lock = threading.Lock()

    @property
    def paper_out(self) -> bool:
        return self.paper_left == 0

    def take(self, data: bytes) -> bytes:
        """Takes bytes in, prints what can be printed, and gives back what it has to say."""
        with self._lock:
            self.received += data
            self._unread += data
            reply = b""
            while match := _COMMAND.search(self._unread):
                self._unread = self._unread[match.end() :]
                if match.group() == _QUESTION:
                    reply += self._status()
                else:
                    self._buffer.append(match.group())
                    self._questions_left = self.questions_per_label
                    self._print()
            return reply

    def load_paper(self) -> None:
        """A new roll: what waits in the buffer comes out."""
        with self._lock:
            self.paper_left = None
            self._print()

    def close_head(self) -> None:
        with self._lock:
            self.head_open = False
            self._print()

    def _in_trouble(self) -> bool:
        return self.paper_out or self.head_open

    def _print(self) -> None:
        while self._buffer and self._questions_left == 0:
            if self._in_trouble() or self.paused:
                return
            self.labels.append(self._buffer.pop(0))
            if self.paper_left is not None:
                self.paper_left -= 1

    def _status(self) -> bytes:
        if self.dumb or (self.speechless_in_trouble and self._in_trouble()):
            return b""
        status = self.answer if self.answer is not None else self._host_status()
        if self._questions_left:
            self._questions_left -= 1
            self._print()
        return status

    def _host_status(self) -> bytes:
        paused = self.paused or self._in_trouble()
        waiting = len(self._buffer)
        strings = (
            f"030,{self.paper_out:d},{paused:d},1218,{waiting:03d},{self.buffer_full:d},0,0,000,0,0,0",
            f"001,0,{self.head_open:d},0,1,2,6,0,{waiting:08d},1,000",
            "1234,0",
        )
        return b"".join(b"\x02" + text.encode() + b"\x03\r\n" for text in strings)


class FakeLabelPrinter(socketserver.ThreadingTCPServer):
    """The mechanism behind a TCP port. Until it is switched on, the port refuses connections.

    Attributes:
        mechanism: What is inside.
        drop_after: Bytes of one connection after which the cable is pulled; None for never.
        most_connections: The largest number of connections that were open at the same time.
    """

    def __init__(self, *, switched_on: bool = True) -> None:
        super().__init__(("127.0.0.1", 0), _Connection, bind_and_activate=False)
        self.mechanism = LabelMechanism()
        self.drop_after: int | None = None
        self.most_connections = 0
        self._connections: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.01,))
        self.server_bind()
        self.port: int = self.socket.getsockname()[1]
        if switched_on:
            self.switch_on()

    def __exit__(self, *_: object) -> None:
        self.switch_off()

    @property
    def labels(self) -> list[bytes]:
        return self.mechanism.labels

    def switch_on(self) -> None:
        self.server_activate()
        self._thread.start()

    def switch_off(self) -> None:
        """Ends all connections; the port refuses from now on."""
        if self._thread.is_alive():
            self.shutdown()
            self._thread.join()
        with self._lock:
            for connection in self._connections:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        self.server_close()

    def opened(self, connection: socket.socket) -> None:
        with self._lock:
            self._connections.add(connection)
            self.most_connections = max(self.most_connections, len(self._connections))

    def closed(self, connection: socket.socket) -> None:
        with self._lock:
            self._connections.discard(connection)


class _Connection(socketserver.BaseRequestHandler):
    server: FakeLabelPrinter
    request: socket.socket

    def handle(self) -> None:
        self.server.opened(self.request)
        left = self.server.drop_after
        try:
            while data := self.request.recv(65536 if left is None else left):
                if left is not None and (left := left - len(data)) <= 0:
                    self._pull_the_cable()
                    return
                reply = self.server.mechanism.take(data)
                if reply:
                    self.request.sendall(reply)
        except OSError:
            return
        finally:
            self.server.closed(self.request)

    def _pull_the_cable(self) -> None:
        reset_on_close = struct.pack("ii", 1, 0)
        self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset_on_close)
        # The base class would say a polite goodbye first; a pulled cable does not.
        self.request.close()


@contextlib.contextmanager
def unanswered_port() -> Iterator[int]:
    """A port where callers get no answer at all, as from a printer behind a dead switch."""
    with contextlib.ExitStack() as sockets:
        full = sockets.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(3):  # fills the queue of callers; further ones are dropped
            caller = sockets.enter_context(socket.socket())
            caller.setblocking(False)
            caller.connect_ex(full.getsockname())
        yield full.getsockname()[1]


class FakeSerialPrinter:
    """The mechanism behind a pseudo-terminal; `port` is what a serial port is called.

    Attributes:
        mechanism: What is inside.
        port: Device to open.
        unplug_after: Bytes after which the cable is pulled; None for never.
    """

    def __init__(self) -> None:
        self.mechanism = LabelMechanism()
        self.unplug_after: int | None = None
        self._inside, self._outside = os.openpty()
        tty.setraw(self._outside)
        self.port = os.ttyname(self._outside)
        self._stopped, self._stop = os.pipe()
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._stop)
        self._thread.join()
        for handle in (self._stopped, self._outside):
            os.close(handle)

    def say_unasked(self, data: bytes) -> None:
        """Puts bytes on the line, such as an answer that comes too late."""
        os.write(self._inside, data)

    def _serve(self) -> None:
        arrived = 0
        while self._stopped not in select.select([self._inside, self._stopped], [], [])[0]:
            data = os.read(self._inside, 4096)
            arrived += len(data)
            if self.unplug_after is not None and arrived >= self.unplug_after:
                break
            if reply := self.mechanism.take(data):
                os.write(self._inside, reply)
        os.close(self._inside)
