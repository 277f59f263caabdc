"""The real program off line: a whole batch of lines, killed twice, and the books are right."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import pytest
from sqlalchemy import select

from app.db.schema import PickLine, PickTask, Tote
from app.domain.tasks import PickTaskState
from app.services.checking import check_database
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods
from tests.floor.station_process import came_about, until
from tests.servers.fault_proxy import FaultProxy
from tests.servers.postgresql import PostgresqlServer, database_name
from tests.servers.program import start_program

pytestmark = pytest.mark.postgresql

LOOKS = 8
"""So many looks at a program that does nothing, and a scan has got no answer."""
LINES = 12
KILLED_AT = (4, 8)
"""Lines that are on their way when the power goes; nobody knows whether they were heard."""


class SerialStation:
    """`pickstation run` without a screen, with a serial scanner."""

    def __init__(self, database: str, folder: Path) -> None:
        """Start the program; it is at work when it has taken the first scan."""
        self.journal = folder / "data" / "pickstation" / "journal-P-01.sqlite3"
        self._scanner, port = os.openpty()
        tty.setraw(port)
        config = folder / "config" / "pickstation"
        config.mkdir(parents=True, exist_ok=True)
        (config / "station.toml").write_text(f'scanners = [{{ port = "{os.ttyname(port)}" }}]\n')
        self._log = (folder / "station.log").open("ab")
        environment = os.environ | {
            "QT_QPA_PLATFORM": "offscreen",
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_CACHE_HOME": str(folder / "cache"),
        }
        words = ["--database", database, "--station", "P-01", "run"]
        self._process = start_program(words, environment, self._log)
        os.close(port)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def kill(self) -> None:
        """kill -9, as a power cut would."""
        if self._log.closed:
            return
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)
        self._log.close()
        os.close(self._scanner)

    def send(self, code: str) -> None:
        """Scan a code, without waiting for an answer."""
        os.write(self._scanner, f"{code}\r".encode())

    def is_answered(self, code: str, condition: Callable[[], bool]) -> bool:
        """Scan a code; whether something came about before the program was at rest again."""
        self.send(code)
        return came_about(self._process.pid, condition, LOOKS)

    def done(self) -> set[str]:
        """Codes whose goods are put, as the journal says; the program holds the file locked."""
        copy = self.journal.with_name("copy.sqlite3")
        shutil.copyfile(self.journal, copy)
        try:
            return {raw for raw, _, lines in entries_in(copy) if lines}
        except sqlite3.DatabaseError:
            return set()  # copied in the middle of a transaction

    def scan(self, code: str) -> None:
        """Scan a code and wait until its goods are in the journal."""
        self.send(code)
        until(lambda: code in self.done(), f"{code} in the journal")

    def begin(self, badge: str, first: str) -> None:
        """Badge, NEXT and a first code, again and again until that code is counted.

        Nothing tells another process which screen is shown.
        """

        def is_counted() -> bool:
            codes = (badge, "XCNXT", first)
            return any(self.is_answered(code, lambda: first in self.done()) for code in codes)

        until(is_counted, f"{first} in the journal")


def entries_in(journal: Path) -> list[tuple[str, str, int]]:
    """Code, state and lines of each entry of a journal that nobody has open."""
    # Not read-only: after a power cut SQLite first takes back what was half written.
    copy = sqlite3.connect(f"file:{journal}?mode=rw", uri=True)
    try:
        rows = copy.execute("select raw, state, lines from entry order by sequence").fetchall()
    finally:
        copy.close()
    return [(raw, state, lines) for raw, state, lines in rows]


@contextmanager
def a_floor(server: PostgresqlServer) -> Iterator[tuple[Workplace, FaultProxy, str]]:
    """A warehouse, a proxy before its database, and the URL by way of the proxy."""
    url = server.new_database()
    desk = builders.a_workplace(builders.a_database(url), "DESK")
    builders.a_site(desk)
    with FaultProxy(server.socket) as proxy:
        name = database_name(url)
        yield desk, proxy, f"postgresql+psycopg://pickstation@127.0.0.1:{proxy.port}/{name}"
    desk.database.close()
    server.drop_database(url)


def units(desk: Workplace) -> list[int]:
    """Picked units of each line, in walking order."""
    with desk.database.begin() as work:
        return list(work.session.scalars(select(PickLine.picked).order_by(PickLine.sequence)))


def task_state(desk: Workplace) -> PickTaskState:
    """The state of the only pick task."""
    with desk.database.begin() as work:
        return work.session.scalars(select(PickTask.state)).one()


def test_a_batch_of_lines_off_line_with_two_power_cuts_are_in_the_books_as_they_were_done(
    postgresql_server: PostgresqlServer, tmp_path: Path
) -> None:
    with a_floor(postgresql_server) as (desk, proxy, database):
        goods: list[Goods] = [builders.some_stock(desk)[0] for _ in range(LINES)]
        tote, operator = builders.a_tote(desk), builders.an_operator(desk)
        builders.a_released_order(desk, *((item, 1) for item in goods))
        badge = f"B-{builders.badge_of(operator)}"
        station = SerialStation(database, tmp_path)
        try:
            until(station.journal.exists, "the journal")
            begin_on_line(station, desk, badge, tote)
            proxy.refuse()
            proxy.cut()
            is_fresh = False
            for line, item in enumerate(goods):
                if line in KILLED_AT:
                    station.send(item.barcode)
                    station.kill()
                    is_fresh = True
                    was_heard = item.barcode in (raw for raw, _, _ in entries_in(station.journal))
                    station = SerialStation(database, tmp_path)
                    if was_heard:
                        continue
                if is_fresh:
                    station.begin(badge, item.barcode)
                    is_fresh = False
                else:
                    station.scan(item.barcode)
            assert units(desk) == [0] * LINES, "the database was away all the time"
            proxy.heal()
            until(lambda: units(desk) == [1] * LINES, "all lines to be on record")
            until(lambda: task_state(desk) is PickTaskState.DONE, "the task to be done")
        finally:
            station.kill()
        done = [raw for raw, _, lines in entries_in(station.journal) if lines]
        assert sorted(done) == sorted(item.barcode for item in goods), "each was counted once"
        report = check_database(desk)
        assert report.is_sound, [one for one in report.invariants if not one.holds]


def begin_on_line(station: SerialStation, desk: Workplace, badge: str, tote: str) -> None:
    """Sign in, claim, bind the tote, while the database answers."""

    def is_claimed() -> bool:
        return any(
            station.is_answered(code, lambda: task_state(desk) is PickTaskState.IN_PROGRESS)
            for code in (badge, "XCNXT")
        )

    def is_bound() -> bool:
        return station.is_answered(tote, lambda: bound_totes(desk) > 0)

    until(is_claimed, "the task to be claimed")
    until(is_bound, "the tote to be bound")


def bound_totes(desk: Workplace) -> int:
    """How many totes carry an order."""
    with desk.database.begin() as work:
        return len(work.session.scalars(select(Tote).where(Tote.order_id.is_not(None))).all())
