"""A server that speaks just enough of PostgreSQL's protocol to turn everybody away."""

from __future__ import annotations

import socket
import struct
import threading
from types import TracebackType
from typing import Self

ENCRYPTION_REQUESTS = (80877103, 80877104)
"""What libpq asks first: may it use TLS, or GSS?"""


class RefusingPostgresql:
    """Listens on a port of its own and answers every start of a session with one error."""

    def __init__(self, code: str, message: str) -> None:
        self._answer = _error(code, message)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, name="refusing-postgresql")

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Wakes the thread out of accept(), which closing the listener does not do everywhere.
        socket.create_connection(("127.0.0.1", self.port)).close()
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        while True:
            client, _ = self._listener.accept()
            with client:
                if not self._turn_away(client):
                    return

    def _turn_away(self, client: socket.socket) -> bool:
        """Say no; returns whether there was anybody to say it to."""
        while True:
            head = client.recv(8, socket.MSG_WAITALL)
            if len(head) < 8:
                return False
            length, request = struct.unpack("!II", head)
            if request in ENCRYPTION_REQUESTS:
                client.sendall(b"N")
                continue
            client.recv(length - 8, socket.MSG_WAITALL)
            client.sendall(self._answer)
            return True


def _error(code: str, message: str) -> bytes:
    fields = (f"SFATAL\0VFATAL\0C{code}\0M{message}\0").encode() + b"\0"
    return b"E" + struct.pack("!I", len(fields) + 4) + fields
