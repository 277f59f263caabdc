"""A primary and its synchronous standby: what a warehouse has that may lose a whole server."""

from __future__ import annotations

import contextlib
import socket
import time
from types import TracebackType
from typing import IO, Self

from tests.servers.postgresql import START_SECONDS, PostgresqlServer, database_name
from tests.servers.processes import ServerError

STANDBY = "standby"

DURABLE = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "wal_receiver_timeout": "5s",
    "wal_sender_timeout": "5s",
}
"""As in a warehouse: acknowledged means on the disks of both."""


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


class PostgresqlPair:
    """Two servers on ports of this machine, the second of which follows the first.

    Every commit waits until the standby has it on its disk. While the standby is away, no commit
    is answered: that is what makes the fail-over lose nothing.
    """

    def __init__(self) -> None:
        """Prepare both; they run from `with` on."""
        self.primary = PostgresqlServer(DURABLE, free_port())
        self.standby = _Standby(self.primary)
        self._parts = contextlib.ExitStack()

    def __enter__(self) -> Self:
        """Start both; the standby has caught up when this returns."""
        try:
            self._parts.enter_context(self.primary)
            self._parts.enter_context(self.standby)
            self._wait_for_each_other()
        except BaseException:
            self._parts.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop what still runs."""
        self._parts.close()

    def new_database(self) -> str:
        """Create a database and return its URL, which names both servers."""
        name = database_name(self.primary.new_database())
        hosts = f"host=127.0.0.1:{self.primary.port}&host=127.0.0.1:{self.standby.port}"
        return f"postgresql+psycopg://pickstation@/{name}?{hosts}&target_session_attrs=read-write"

    def on_standby(self, url: str) -> str:
        """The URL of the same database on the second server alone."""
        name = database_name(url)
        return f"postgresql+psycopg://pickstation@/{name}?host=127.0.0.1:{self.standby.port}"

    def kill_primary(self) -> None:
        """End the primary in one moment, as a power cut would."""
        self.primary.kill()

    def freeze_primary(self) -> None:
        """Let the primary stand still, as a machine does whose disk or host is stuck."""
        self.primary.freeze()

    def thaw_primary(self) -> None:
        """Let it go on: it believes to be the primary still, and has no standby any more."""
        self.primary.thaw()

    def promote(self) -> None:
        """Make the standby the primary; it takes writes when this returns."""
        self.standby.order("SELECT pg_promote(true, 60)")

    def _wait_for_each_other(self) -> None:
        self.primary.order("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
        self.primary.order("SELECT pg_reload_conf()")
        end = time.monotonic() + START_SECONDS
        state = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"
        while self.primary.order(state) != 1:
            if time.monotonic() > end:
                raise ServerError("the standby does not follow the primary")
            time.sleep(0.01)


class _Standby(PostgresqlServer):
    """A server that begins as a copy of another one and follows it."""

    def __init__(self, primary: PostgresqlServer) -> None:
        super().__init__(DURABLE, free_port())
        self._primary = primary

    def _make_data(self, output: IO[bytes]) -> None:
        primary = f"host=127.0.0.1 port={self._primary.port} user=pickstation"
        copy = ["pg_basebackup", "-D", str(self._data), "-R", "-X", "stream", "-c", "fast"]
        names = ["-d", f"{primary} application_name={STANDBY}", "--no-sync"]
        process = self._spawn([*copy, *names], output)
        if process.wait(START_SECONDS):
            raise ServerError(f"pg_basebackup failed:\n{self._log.read_text()}")
