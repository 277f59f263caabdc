"""A real PostgreSQL server of the tests' own: what the floor shares is what the tests prove."""

import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, LiteralString, Self

import psycopg
from psycopg import sql

from tests.servers.processes import ServerError, guarded, stop

START_SECONDS = 60.0
OPTIONS = {
    "listen_addresses": "",  # nobody but this machine's tests, through the socket
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}
SOCKET_PATH_LIMIT = 107  # bytes; the operating system's


def find_programs() -> Path:
    """Return the folder of the newest PostgreSQL server's programs.

    Raises:
        ServerError: There is none.
    """
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(debian, key=lambda path: int(path.parts[-3]), default=None)
    initdb = newest or shutil.which("initdb")
    if initdb is None:
        raise ServerError(
            "PostgreSQL is not installed: there is no initdb in /usr/lib/postgresql/*/bin or on "
            "PATH. `make test` installs it."
        )
    return Path(initdb).parent


class PostgresqlServer:
    """A server in a folder of its own, reached through a socket there, gone when stopped.

    PostgreSQL refuses to run as root; tests that run as root start it as the user `postgres`.
    """

    def __init__(self) -> None:
        self._programs = find_programs()
        self._user = "postgres" if os.geteuid() == 0 else None
        # Not in pytest's folder: that one is closed to other users, and too long for a socket.
        self._folder = Path(tempfile.mkdtemp(prefix="pickstation-pg-"))
        self._numbers = itertools.count(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._desk: psycopg.Connection[Any] | None = None

    def __enter__(self) -> Self:
        """Start the server; it answers when this returns."""
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the server."""
        self.stop()

    def new_database(self, template: str = "template0") -> str:
        """Create a database within milliseconds and return its SQLAlchemy URL.

        Args:
            template: What to copy: nothing by default, else the name of one of this server's
                databases that nobody is connected to, such as one that is already migrated.
        """
        name = f"test_{next(self._numbers)}"
        self._order("create database {} template {}", name, template)
        return f"postgresql+psycopg://pickstation@/{name}?host={self._folder}"

    def drop_database(self, url: str) -> None:
        """Remove a database that `new_database` made, even while something is connected to it."""
        self._order("drop database {} with (force)", database_name(url))

    def stop(self) -> None:
        """End the server at once and remove its folder; nobody needs its databases any more."""
        if self._desk is not None:
            self._desk.close()
        if self._process is not None:
            stop(self._process, signal.SIGQUIT)  # PostgreSQL's immediate shutdown
        shutil.rmtree(self._folder, ignore_errors=True)

    def _order(self, statement: LiteralString, *names: str) -> None:
        if self._desk is None:
            raise ServerError("The PostgreSQL server has not been started.")
        self._desk.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _start(self) -> None:
        if len(os.fsencode(self._folder / ".s.PGSQL.5432")) > SOCKET_PATH_LIMIT:
            raise ServerError(f"{self._folder} is too long for a socket: set TMPDIR to /tmp.")
        if self._user:
            shutil.chown(self._folder, self._user, self._user)
        data, log = self._folder / "data", self._folder / "log"
        initdb = ["initdb", "-D", str(data), "-U", "pickstation", "-A", "trust", "--no-sync"]
        with log.open("wb") as output:
            process = self._spawn([*initdb, "--locale=C.UTF-8", "--encoding=UTF8"], output)
            if process.wait(START_SECONDS):
                raise ServerError(f"initdb failed:\n{log.read_text()}")
            options = [word for pair in OPTIONS.items() for word in ("-c", "=".join(pair))]
            postgres = ["postgres", "-D", str(data), "-k", str(self._folder), *options]
            self._process = self._spawn(postgres, output)
        deadline = time.monotonic() + START_SECONDS
        while self._desk is None:
            try:
                self._desk = psycopg.connect(
                    host=str(self._folder), user="pickstation", dbname="postgres", autocommit=True
                )
            except psycopg.OperationalError as error:
                if self._has_ended_within(0.02) or time.monotonic() > deadline:
                    raise ServerError(f"PostgreSQL does not start:\n{log.read_text()}") from error

    def _has_ended_within(self, seconds: float) -> bool:
        try:
            return self._process is not None and self._process.wait(seconds) is not None
        except subprocess.TimeoutExpired:
            return False

    def _spawn(self, command: Sequence[str], output: IO[bytes]) -> subprocess.Popen[bytes]:
        program = self._programs / command[0]
        return subprocess.Popen(
            guarded([str(program), *command[1:]], "QUIT"),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=self._folder,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"},
            user=self._user,
            group=self._user,
            extra_groups=[] if self._user else None,
        )


def database_name(url: str) -> str:
    """Return the database's name in a URL of `PostgresqlServer.new_database`."""
    return url.split("@/", 1)[1].split("?", 1)[0]
