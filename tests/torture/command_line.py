"""The program's own commands, run beside a station on the same database file, and killed."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from tests.torture.board import Phase
from tests.torture.desk import Feeder, Office

REPOSITORY = Path(__file__).parents[2]
PATIENCE = 300.0


class Importer:
    """Brings order files in by `pickstation import`, each again after it was killed half-way."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._feeder = Feeder(office)

    def run(self) -> None:
        """Be the importer until the run is over."""
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
            code, _ = command(office, *words, dies_after=0.6 + 0.8 * office.dice.random())
            office.diary.count("import killed half-way" if code < 0 else "import was faster")
        for _ in range(20):
            code, said = command(office, *words)
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
        self._office.open()
        self._office.repeat(self.audit, pause=4.0)

    def audit(self) -> None:
        """Check once; again at once where the file was locked all the while."""
        for _ in range(20):
            code, said = command(self._office, "database", "check", "--json")
            self._office.diary.count(f"check ended with {code}")
            if code == 0 or "locked" not in said:
                break
        if code != 0 and "locked" not in said:
            with contextlib.suppress(ValueError):
                report = json.loads(said)
                said = str([found for found in report["invariants"] if found["broken"]])
            self._office.diary.failed(f"check while at work: {said[:600]}")


def command(office: Office, *words: str, dies_after: float | None = None) -> tuple[int, str]:
    """Run `python -m app`; killed after so many seconds, where wished.

    Returns:
        Its exit code, negative where it was killed, and all it said.
    """
    arguments = [sys.executable, "-m", "app", *words, "--database", office.floor.direct_url]
    settings = {**os.environ, "XDG_CONFIG_HOME": str(office.folder), "HOME": str(office.folder)}
    process = subprocess.Popen(
        arguments,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=REPOSITORY,
        env=settings,
    )
    try:
        if dies_after is not None:
            time.sleep(dies_after)
            process.kill()
        said, _ = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
        process.wait()
    return process.returncode, said
