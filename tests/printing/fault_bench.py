"""A closed parcel whose label has to come out, on a real database, at printers that misbehave."""

from __future__ import annotations

import multiprocessing
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.context import ForkServerProcess

from app.bootstrap.print_room import render_job
from app.db.schema import Carton, PrintJob
from app.db.unit_of_work import Database
from app.domain.permissions import Verb
from app.services import spooling
from app.services.spool_ledger import DatabaseSpool
from app.services.spooling import LABEL, JobView
from app.services.workplace import Workplace
from printing.documents import from_record
from printing.fallback import FALL_BACK_AFTER_SECONDS
from printing.jobs import JobState
from printing.jobs import PrintJob as SpoolJob
from printing.printers.printer import Printer
from printing.spooler import JobLedger, Pace, Spooler, Step
from tests import builders
from tests.printing import spool_worker
from tests.printing.fault_floors import Floor

PRINTED_SSCC = re.compile(rb">;>800(\d{18})\^FS")
SETTLED = frozenset({JobState.SENT, JobState.CONFIRMED, JobState.CANCELLED, JobState.SUPERSEDED})
PATIENCE = 150.0

WORKERS = multiprocessing.get_context("forkserver")
"""Starts workers as processes of their own without importing the program for each anew."""
WORKERS.set_forkserver_preload(["__main__", "tests.printing.spool_worker"])

Sheets = Callable[[], list[bytes]]
"""What came out of a printer."""


class HookedSpool(DatabaseSpool):
    """The real spool, with something that happens before or after the commit of a state."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.before: dict[JobState, Callable[[], None]] = {}
        self.after: dict[JobState, Callable[[], None]] = {}

    def record(self, job_id: int, worker: str, step: Step) -> SpoolJob:
        self.before.pop(step.state, lambda: None)()
        job = super().record(job_id, worker, step)
        self.after.pop(step.state, lambda: None)()
        return job


@dataclass
class Bench:
    """One station, one parcel, and the printers its label may come out of."""

    url: str
    workplace: Workplace
    parcels: tuple[int, ...]
    carton_id: int
    printers: dict[str, Printer] = field(default_factory=dict)
    sheets: dict[str, Sheets] = field(default_factory=dict)
    asked: int = 0
    stood: list[str] = field(default_factory=list)
    worker: str = "P-01/Z"

    @classmethod
    def open(cls, floor: Floor) -> Bench:
        """The station at a floor of its own; the label of the first parcel waits at printer Z."""
        workplace = Workplace(builders.a_database(floor.url), "P-01")
        return cls(floor.url, workplace, floor.cartons, floor.cartons[0])

    def plug(self, name: str, printer: Printer, sheets: Sheets) -> None:
        """Connect a printer under a name that the station knows."""
        self.printers[name] = printer
        self.sheets[name] = sheets

    # Looking --------------------------------------------------------------------------------

    def label(self) -> JobView:
        """The newest label of the parcel."""
        jobs = spooling.carton_jobs(self.workplace, self.carton_id)
        return [job for job in jobs if job.document_kind == LABEL][-1]

    def note(self) -> None:
        """Remember how the label stands now."""
        view = self.label()
        words = f"{view.state.value} {view.reason.partition(' ')[0]}".strip()
        if words not in self.stood[-1:]:
            self.stood.append(words)

    def out(self, sscc: str | None = None) -> list[bytes]:
        """The sheets of the parcel's label that came out of any printer."""
        wanted = (sscc or self.sscc()).encode()
        found = []
        for sheets in self.sheets.values():
            found += [sheet for sheet in sheets() if wanted in PRINTED_SSCC.findall(sheet)]
        return found

    def sscc(self) -> str:
        with self.workplace.database.begin() as work:
            return work.session.get_one(Carton, self.carton_id).sscc or ""

    # Working --------------------------------------------------------------------------------

    def spooler(self, ledger: JobLedger | None = None, worker: str = "") -> Spooler:
        return Spooler(
            ledger or DatabaseSpool(self.workplace.database),
            lambda name: self.printers[name],
            render_job,
            worker=worker or self.worker,
            only=frozenset(self.printers),
            pace=Pace(lease_seconds=60.0, rests=(0.0,)),
        )

    def work(self, ledger: JobLedger | None = None, worker: str = "", *, tries: int = 3) -> None:
        """Let the spooler have some goes at the queue."""
        spooler = self.spooler(ledger, worker)
        for _ in range(tries):
            spooler.work_once()
        self.note()

    def kill_worker(self, port: int, point: str, worker: str = "") -> None:
        """Let a worker in a process of its own die at a point."""
        done = self.run_worker(port, point, worker or self.worker)
        done.join(PATIENCE)
        assert done.exitcode == -9, f"the worker did not die at {point}"
        self.note()

    def run_worker(self, port: int, point: str, worker: str) -> ForkServerProcess:
        task = (self.url, str(port), worker, point)
        process = WORKERS.Process(target=spool_worker.main, args=task)
        process.start()
        return process

    def await_lease_end(self) -> None:
        """Wait until what a dead worker leased is free for others."""
        pause = threading.Event()
        end = time.monotonic() + 60 * spool_worker.LEASE_SECONDS
        while self._is_leased():
            assert time.monotonic() < end, "the lease never ends"
            pause.wait(0.05)

    def _is_leased(self) -> bool:
        label = self.label().job_id
        with self.workplace.database.begin() as work:
            job = work.session.get_one(PrintJob, label)
            return job.lease_until is not None and job.lease_until > work.now

    def hold_for_long(self) -> None:
        """Let the label be held for as long as makes it go to the next printer."""
        held = self.label().job_id
        with self.workplace.database.begin() as work:
            job = work.session.get_one(PrintJob, held)
            assert job.held_since is not None
            job.held_since -= timedelta(seconds=FALL_BACK_AFTER_SECONDS + 1)

    def void_and_label_anew(self) -> None:
        """Void the label and queue its successor, as when a parcel is packed anew."""
        voided = self.label().job_id
        with self.workplace.database.begin(self.workplace.actor(verb=Verb.PACK)) as work:
            carton = work.session.get_one(Carton, self.carton_id)
            spooling.supersede_papers(work, carton, LABEL)
            document = from_record(work.session.get_one(PrintJob, voided).document)
            spooling.queue_document(work, self.workplace, document, carton_id=carton.id)

    def settle(self, worker: str = "") -> None:
        """Work and answer truthfully until nothing waits for anybody any more."""
        for _ in range(6):
            self.work(worker=worker)
            view = self.label()
            if view.state is JobState.UNCERTAIN:
                self.asked += 1
                came_out = bool(self.out())
                spooling.answer_uncertain(self.workplace, view.job_id, came_out=came_out)
                self.note()
            elif view.state in SETTLED:
                return
        raise AssertionError(f"the label never settles: {self.stood}")

    def close(self) -> None:
        self.workplace.database.close()


def others(bench: Bench) -> Mapping[str, JobState]:
    """All labels of the parcel that ever were, by number."""
    jobs = spooling.carton_jobs(bench.workplace, bench.carton_id)
    return {str(job.job_id): job.state for job in jobs if job.document_kind == LABEL}
