"""Label printers on the network, by raw bytes on TCP port 9100."""

import contextlib
import socket
from collections.abc import Iterator

from printing.jobs import HoldReason
from printing.printers.label_printer import LabelPrinter, Line, Timings
from printing.printers.printer import NothingSent

RAW_PORT = 9100

_FLOOR_TIMINGS = Timings()


class TcpLine:
    """An open connection to a printer."""

    def __init__(self, connection: socket.socket, timings: Timings) -> None:
        self._connection = connection
        self._timings = timings
        # Label and question are two writes: without this the second waits for the first's receipt.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def write(self, data: bytes) -> None:
        """Hands all bytes over; that the network took them says nothing of the printer."""
        self._connection.settimeout(self._timings.write)
        self._connection.sendall(data)

    def read(self, seconds: float) -> bytes:
        """What arrives next, or no bytes after `seconds` of silence."""
        self._connection.settimeout(seconds)
        try:
            data = self._connection.recv(4096)
        except TimeoutError:
            return b""
        if not data:
            raise ConnectionResetError("the printer closed the connection")
        return data

    def finish(self) -> None:
        """Says "that was all" and waits a moment for the printer to close its side.

        Closing at once while unread bytes lie here would reset the connection, and a printer may
        then throw away what it had not yet read.
        """
        self._hang_up(self._timings.silence)

    def say_goodbye(self) -> None:
        """Waits a moment for the printer to close its side, after a job or a question.

        Most printers serve one connection and refuse the next until they have closed the last.
        """
        with contextlib.suppress(OSError):
            self._hang_up(self._timings.goodbye)

    def _hang_up(self, seconds: float) -> None:
        self._connection.shutdown(socket.SHUT_WR)
        self._connection.settimeout(seconds)
        with contextlib.suppress(TimeoutError):
            while self._connection.recv(4096):
                pass


def tcp_printer(
    name: str,
    host: str,
    port: int = RAW_PORT,
    *,
    timings: Timings = _FLOOR_TIMINGS,
    host_status: bool = True,
) -> LabelPrinter:
    """A label printer on the network.

    One connection at a time is opened per host and port, and closed after each job: many printers
    know only one and let others wait.

    Args:
        name: What the station calls it.
        host: Host name or address.
        port: TCP port.
        timings: How long to wait.
        host_status: Whether it answers `~HS`.
    """

    @contextlib.contextmanager
    def open_line() -> Iterator[Line]:
        try:
            connection = socket.create_connection((host, port), timings.connect)
        except OSError as error:
            raise NothingSent(HoldReason.OFFLINE, f"{host}:{port}: {error}") from error
        line = TcpLine(connection, timings)
        with connection:
            try:
                yield line
            finally:
                line.say_goodbye()

    line_id = f"tcp {host.lower()}:{port}"
    return LabelPrinter(name, line_id, open_line, timings=timings, host_status=host_status)
