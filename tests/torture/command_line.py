"""The program's own commands, run beside a station on the same database file, and killed."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import socket
import sys
import tempfile
import time
from pathlib import Path

from app import __main__ as program
from app.commands import database, import_files
from tests.servers.forking import ForkLine, serve
from tests.servers.program import Fork
from tests.torture.board import PROCESSES, Phase, die_with_the_run
from tests.torture.desk import Feeder, Office

REPOSITORY = Path(__file__).parents[2]
PATIENCE = 300.0
IN_MEMORY = (database, import_files)

FASTEST, SLOWEST = 0.02, 0.2
"""Within how many seconds an import that shall be killed dies; it takes about so long."""


class Commands:
    """Runs the program's commands: each is a fork of a process that has them in memory already.

    That process is itself forked before anything of the database is open here: SQLite's locks and
    shared memory belong to the process that opened the file.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        here, there = socket.socketpair()
        with there:
            PROCESSES.Process(target=_serve, args=(here, there), daemon=True).start()
        self._line = ForkLine(here)

    def run(self, *words: str, dies_after: float | None = None) -> tuple[int, str]:
        """Run `pickstation`; killed after so many seconds, where wished.

        Returns:
            Its exit code, negative where it was killed, and all it said.
        """
        office = self._office
        given = [*words, "--database", office.floor.direct_url]
        settings = {**os.environ, "XDG_CONFIG_HOME": str(office.folder), "HOME": str(office.folder)}
        with tempfile.TemporaryFile() as said:
            process = Fork(self._line, given, settings, (said.fileno(), said.fileno()))
            try:
                if dies_after is not None:
                    time.sleep(dies_after)
                    _kill(process)
                code = process.wait(PATIENCE)
            finally:
                _kill(process)
            said.seek(0)
            return code, said.read().decode()


def _serve(here: socket.socket, there: socket.socket) -> None:
    """Be the process that has the commands in memory, or one of the commands that it starts."""
    here.close()
    die_with_the_run()
    gc.freeze()
    if serve(there):
        sys.exit(program.main())


def _kill(process: Fork) -> None:
    """End a command at once, unless it has ended; its number may be another's then."""
    if process.poll() is None:
        os.kill(process.pid, signal.SIGKILL)


class Importer:
    """Brings order files in by `pickstation import`, each again after it was killed half-way."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._feeder = Feeder(office)

    def run(self) -> None:
        """Be the importer until the run is over."""
        self._commands = Commands(self._office)
        self._office.open()
        self._office.repeat(self.bring_in, pause=0.1)

    def bring_in(self) -> None:
        """Import a new file where work could run out."""
        office = self._office
        if office.board.phase is not Phase.WORK or not self._feeder.is_low():
            return
        path = self._feeder.new_file()
        words = ["import", "orders", str(path), "--source", "table", "--json"]
        if office.dice.random() < 0.4:
            code, _ = self._commands.run(*words, dies_after=office.dice.uniform(FASTEST, SLOWEST))
            office.diary.count("import killed half-way" if code < 0 else "import was faster")
        for _ in range(20):
            code, said = self._commands.run(*words)
            office.diary.count(f"import ended with {code}")
            if code == 0:
                return
            if "locked" not in said:
                office.diary.failed(f"import: {said[-300:]}")
                return


class Auditor:
    """Proves the invariants by `pickstation database check` while everybody works."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def run(self) -> None:
        """Be the auditor until the run is over."""
        self._commands = Commands(self._office)
        self._office.open()
        self._office.repeat(self.audit, pause=4.0)

    def audit(self) -> None:
        """Check once; again at once where the file was locked all the while."""
        for _ in range(20):
            code, said = self._commands.run("database", "check", "--json")
            self._office.diary.count(f"check ended with {code}")
            if code == 0 or "locked" not in said:
                break
        if code != 0 and "locked" not in said:
            with contextlib.suppress(ValueError):
                report = json.loads(said)
                said = str([found for found in report["invariants"] if found["broken"]])
            self._office.diary.failed(f"check while at work: {said[:600]}")
