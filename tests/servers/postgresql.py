"""A real PostgreSQL server of the tests' own: what the floor shares is what the tests prove."""

import contextlib
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, LiteralString, Self

import psycopg
from psycopg import sql

from tests.servers.processes import ServerError, guarded, stop

START_SECONDS = 180.0
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

    def __init__(self, options: Mapping[str, str] | None = None, port: int | None = None) -> None:
        """Prepare a server; it runs from `with` on.

        Args:
            options: Settings beside `OPTIONS`, which they overrule.
            port: Where it listens on 127.0.0.1 as well; nowhere by default.
        """
        self.port = port
        self._options = {**OPTIONS, **(options or {})}
        if port is not None:
            self._options |= {"listen_addresses": "127.0.0.1", "port": str(port)}
        self._programs = find_programs()
        self._user = "postgres" if os.geteuid() == 0 else None
        # Not in pytest's folder: that one is closed to other users, and too long for a socket.
        self._folder = Path(tempfile.mkdtemp(prefix="pickstation-pg-"))
        self._data, self._log = self._folder / "data", self._folder / "log"
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
        place = self._folder if self.port is None else f"127.0.0.1:{self.port}"
        return f"postgresql+psycopg://pickstation@/{name}?host={place}"

    @property
    def socket(self) -> str:
        """The path of the socket, for whoever wants to stand in between."""
        return str(self._folder / f".s.PGSQL.{self._options.get('port', '5432')}")

    def drop_database(self, url: str) -> None:
        """Remove a database that `new_database` made, even while something is connected to it."""
        self._order("drop database {} with (force)", database_name(url))

    def order(self, statement: LiteralString) -> Any:
        """Execute a statement as the server's owner; returns the first value of its answer."""
        if self._desk is None:
            raise ServerError("The PostgreSQL server has not been started.")
        cursor = self._desk.execute(statement)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None

    def stop(self) -> None:
        """End the server at once and remove its folder; nobody needs its databases any more."""
        if self._desk is not None:
            self._desk.close()
        if self._process is not None:
            stop(self._process, signal.SIGQUIT)  # PostgreSQL's immediate shutdown
        shutil.rmtree(self._folder, ignore_errors=True)

    def kill(self) -> None:
        """End every process of the server in the same moment, as a power cut would."""
        self._tell_everybody(signal.SIGKILL)
        if self._process is not None:
            self._process.wait()

    def freeze(self) -> None:
        """Let every process of the server stand still: it is reached and says nothing."""
        self._tell_everybody(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on where it stood."""
        self._tell_everybody(signal.SIGCONT)

    def _tell_everybody(self, number: signal.Signals) -> None:
        if self._process is None:
            raise ServerError("The PostgreSQL server has not been started.")
        family = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        children = [int(word) for word in family.read_text().split()]
        for process in (self._process.pid, *children):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, number)

    def _order(self, statement: LiteralString, *names: str) -> None:
        if self._desk is None:
            raise ServerError("The PostgreSQL server has not been started.")
        self._desk.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _start(self) -> None:
        if len(os.fsencode(self._folder / ".s.PGSQL.65535")) > SOCKET_PATH_LIMIT:
            raise ServerError(f"{self._folder} is too long for a socket: set TMPDIR to /tmp.")
        if self._user:
            shutil.chown(self._folder, self._user, self._user)
        with self._log.open("wb") as output:
            self._make_data(output)
            self._run_server(output)
        self._wait_until_it_answers()

    def _make_data(self, output: IO[bytes]) -> None:
        initdb = ["initdb", "-D", str(self._data), "-U", "pickstation", "-A", "trust", "--no-sync"]
        process = self._spawn([*initdb, "--locale=C.UTF-8", "--encoding=UTF8"], output)
        if process.wait(START_SECONDS):
            raise ServerError(f"initdb failed:\n{self._log.read_text()}")

    def _run_server(self, output: IO[bytes]) -> None:
        options = [word for pair in self._options.items() for word in ("-c", "=".join(pair))]
        postgres = ["postgres", "-D", str(self._data), "-k", str(self._folder), *options]
        self._process = self._spawn(postgres, output)

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while self._desk is None:
            try:
                self._desk = psycopg.connect(
                    host=str(self._folder),
                    port=self._options.get("port", "5432"),
                    user="pickstation",
                    dbname="postgres",
                    autocommit=True,
                )
            except psycopg.OperationalError as error:
                if self._has_ended_within(0.02) or time.monotonic() > deadline:
                    raise ServerError(
                        f"PostgreSQL does not start:\n{self._log.read_text()}"
                    ) from error

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
