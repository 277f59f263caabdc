"""A PostgreSQL server that keeps what it promised, and that can be killed and started again."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time

import psycopg

from tests.servers.postgresql import START_SECONDS, PostgresqlServer, database_name
from tests.servers.processes import ServerError

DURABLE = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_connections": "200",
    "deadlock_timeout": "300ms",  # deadlocks are found while the run still lasts
    "shared_buffers": "64MB",
    "track_commit_timestamp": "on",  # the checker asks what was committed first
    "log_line_prefix": "%m %a ",
}
TRIES = 40
PATIENCE = 15.0
"""Seconds that a shutdown may take: its checkpoint waits for a disk that others use as well."""


class DurableServer(PostgresqlServer):
    """Starts durable, whatever the tests' other servers save on, and survives being killed."""

    def __init__(self, **settings: str) -> None:
        super().__init__(DURABLE | settings)

    def crash(self) -> None:
        """Kill the postmaster and all that it started, as a power cut would."""
        self.kill()

    def restart(self) -> None:
        """Start after a crash or after `fast_stop`; it answers when this returns."""
        for _ in range(TRIES):
            with self._log.open("ab") as output:
                self._run_server(output)
            if self._answers():
                return
            time.sleep(0.05)  # what the dead server left is not gone yet
        raise ServerError(f"PostgreSQL does not start again:\n{self._log.read_text()[-2000:]}")

    def fast_stop(self) -> None:
        """Shut down as an administrator does, who pulls the plug where it takes too long."""
        self._running.send_signal(signal.SIGINT)
        try:
            self._running.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.crash()

    def kill_backend(self, pid: int) -> None:
        """Kill one session's process; the server ends all others and recovers."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    def direct(self, url: str) -> psycopg.Connection[tuple[object, ...]]:
        """A connection past every proxy, for whoever looks on."""
        return psycopg.connect(
            host=str(self._folder),
            user="pickstation",
            dbname=database_name(url),
            autocommit=True,
            application_name="torture",
        )

    @property
    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise ServerError("The PostgreSQL server has not been started.")
        return self._process

    def _answers(self) -> bool:
        """Whether the server just started takes connections, rather than ends."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and not self._has_ended_within(0.02):
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(
                    host=str(self._folder), user="pickstation", dbname="postgres"
                ).close()
                return True
        return False
