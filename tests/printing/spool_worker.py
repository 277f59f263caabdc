"""A spool worker in a process of its own, which kills itself with signal 9 at the step it is told.

`python -m tests.printing.spool_worker URL PORT WORKER POINT`, where POINT is `never`, `rendering`,
`before STATE`, `after STATE` (the commit of it) or `bytes N` (of the label, handed to the line).
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from app.bootstrap.print_room import render_job
from app.db.engine import make_engine
from app.db.unit_of_work import Database
from app.services.spool_ledger import DatabaseSpool
from printing.jobs import PrintJob
from printing.printers.label_printer import LabelPrinter, Line, Timings
from printing.printers.tcp_printer import TcpLine
from printing.spooler import Pace, Spooler, Step

TIMINGS = Timings(connect=3.0, silence=1.0, write=3.0, finish=3.0, poll=0.005, goodbye=0.05)
LEASE_SECONDS = 1.5


def die() -> NoReturn:
    """Be gone at once, as after a power cut."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("nothing survives signal 9")


class DyingSpool(DatabaseSpool):
    """The real spool, whose worker dies before or after the commit of a step."""

    def __init__(self, database: Database, point: str) -> None:
        super().__init__(database)
        self._point = point

    def record(self, job_id: int, worker: str, step: Step) -> PrintJob:
        if self._point == f"before {step.state.value}":
            die()
        job = super().record(job_id, worker, step)
        if self._point == f"after {step.state.value}":
            die()
        return job


class DyingLine(TcpLine):
    """The real line, whose worker dies over the bytes of a label."""

    def __init__(self, connection: socket.socket, most: int) -> None:
        super().__init__(connection, TIMINGS)
        self._most = most

    def write(self, data: bytes) -> None:
        if data.startswith(b"~HS"):
            super().write(data)
            return
        super().write(data[: self._most])
        die()


def a_printer(port: int, point: str) -> LabelPrinter:
    most = int(point.removeprefix("bytes ")) if point.startswith("bytes ") else None

    @contextmanager
    def open_line() -> Iterator[Line]:
        with socket.create_connection(("127.0.0.1", port), TIMINGS.connect) as connection:
            line = TcpLine(connection, TIMINGS) if most is None else DyingLine(connection, most)
            yield line
            line.say_goodbye()

    return LabelPrinter("Z", f"tcp {port}", open_line, timings=TIMINGS)


def render_or_die(point: str) -> Callable[[PrintJob], bytes]:
    def rendered(job: PrintJob) -> bytes:
        if point == "rendering":
            die()
        return render_job(job)

    return rendered


def main(url: str, port: str, worker: str, point: str) -> None:
    """Work the queue off, or die over it."""
    database = Database(make_engine(url))
    printer = a_printer(int(port), point)
    spooler = Spooler(
        DyingSpool(database, point),
        lambda _: printer,
        render_or_die(point),
        worker=worker,
        only=frozenset({"Z"}),
        pace=Pace(lease_seconds=LEASE_SECONDS, rests=(0.01,)),
    )
    while spooler.work_once():
        pass
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
