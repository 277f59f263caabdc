"""Every fault of printing ends with one label that counts, and asks only where nobody can know.

The table of all of them, on paper: `python -m tests.printing.faults`.
"""

from __future__ import annotations

import pytest

from app.db.schema import Printer
from app.db.schema import PrintJob as Row
from app.services.print_jobs import as_print_job
from app.services.spool_ledger import DatabaseSpool
from printing.jobs import JobState, PrintJob
from printing.spooler import Step
from tests.printing.fault_causes import (
    CUPS_FAULTS,
    DATABASE_FAULTS,
    PRINTER_FAULTS,
    WORKER_FAULTS,
    at_tcp,
)
from tests.printing.fault_floors import Floors
from tests.printing.fault_ipp import IPP_FAULTS
from tests.printing.fault_table import Outcome, a_bench, as_table, outcome_of, rows, run
from tests.servers.postgresql import PostgresqlServer

STANDS: dict[str, str] = {
    # After the fault, and what it takes to be well again; "1" is a question to a person.
    "no paper, and it says so": "held paper_out, confirmed",
    "no paper, and it falls silent": "held silent, confirmed",
    "head open": "held head_open, confirmed",
    "head opened as the bytes leave": "uncertain head_open, 1, confirmed",
    "paper ends with this very label": "uncertain paper_out, 1, confirmed",
    "silent from the start": "held silent, confirmed",
    "silent after the last byte": "uncertain silent, 1, confirmed",
    "unplugged while sending": "uncertain connection_lost, 1, queued, confirmed",
    "no paper: the next printer takes over": "held paper_out, confirmed",
    "head open: moved by hand": "held head_open, confirmed",
    "voided while it is held": "held paper_out, confirmed",
    "voided after it came out": "confirmed",
    "switched off before": "held offline, confirmed",
    "worker killed, before rendering": "queued, confirmed",
    "worker killed, after rendering": "rendering, confirmed",
    "worker killed, rendering": "rendering, confirmed",
    "worker killed, before ready": "rendering, confirmed",
    "worker killed, after ready": "ready, confirmed",
    "worker killed, before sending": "ready, confirmed",
    "worker killed, after sending": "sending, uncertain worker_lost, 1, queued, confirmed",
    "worker killed, bytes 0": "sending, uncertain worker_lost, 1, queued, confirmed",
    "worker killed, bytes 500": "sending, uncertain worker_lost, 1, queued, confirmed",
    "worker killed, bytes 1000000": "sending, uncertain worker_lost, 1, confirmed",
    "worker killed, before confirmed": "sending, uncertain worker_lost, 1, confirmed",
    "worker killed, after confirmed": "confirmed",
    "worker killed while it is held": "held paper_out, confirmed",
    "worker killed, another takes over": "sending, uncertain worker_lost, 1, queued, confirmed",
    "two workers, two names": "confirmed",
    "two programs under one name": "confirmed",
    "database lost before ready": "rendering, confirmed",
    "database lost before the first byte": "ready, confirmed",
    "first byte allowed, answer lost": "sending, uncertain worker_lost, 1, queued, confirmed",
    "database lost after the first byte was allowed": (
        "sending, uncertain worker_lost, 1, confirmed"
    ),
    "database lost before it was told": "sending, uncertain worker_lost, 1, confirmed",
    "told, answer lost": "confirmed",
    "no paper behind a print server": "sent",
    "switched off behind a print server": "held offline, sent",
    "office printer: paper ran out under another paper": "held paper_out, confirmed Job",
    "office printer: paper ends with this very label": "uncertain paper_out, 1, confirmed",
    "office printer: breaks down under the label": (
        "uncertain connection_lost, 1, queued, confirmed Job"
    ),
    "office printer: switched off before": "held offline, confirmed Job",
}

SHARED = (
    *(("TCP", fault) for fault in DATABASE_FAULTS),
    ("TCP", "no paper: the next printer takes over"),
    ("TCP", "voided while it is held"),
    ("TCP", "worker killed, after sending"),
    ("TCP", "worker killed, bytes 500"),
    ("TCP", "worker killed, another takes over"),
    ("TCP", "two workers, two names"),
    ("TCP", "two programs under one name"),
)
"""What a shared database has of its own, or where its locks matter."""


def told(outcome: Outcome) -> str:
    """The outcome in the words of `STANDS`."""
    stood = list(outcome.stood)
    if outcome.asked:
        place = next(n for n, state in enumerate(stood) if state.startswith("uncertain"))
        stood.insert(place + 1, str(outcome.asked))
    return ", ".join(stood)


def see(outcome: Outcome) -> None:
    table = as_table([outcome])
    assert outcome.is_right, table
    if "two" not in outcome.fault:  # which of them gets on is chance
        assert told(outcome) == STANDS[outcome.fault], table
    # Whoever was told the truth has a marked copy only after a "no".
    assert outcome.marked == (outcome.asked > 0 and "queued" in outcome.stood), table


@pytest.fixture(scope="module")
def floors() -> Floors:
    return Floors()


@pytest.fixture(scope="module")
def shared_floors(postgresql_server: PostgresqlServer) -> Floors:
    return Floors(postgresql_server)


def test_the_table_knows_every_fault() -> None:
    known = {*PRINTER_FAULTS, *WORKER_FAULTS, *DATABASE_FAULTS, *CUPS_FAULTS, *IPP_FAULTS}
    assert set(STANDS) == known == {fault for _, fault in rows(is_shared=True)}


@pytest.mark.parametrize(("path", "fault"), rows(is_shared=False))
def test_a_fault_leaves_one_label_that_counts(floors: Floors, path: str, fault: str) -> None:
    see(run(floors, path, fault))


@pytest.mark.postgresql
@pytest.mark.parametrize(("path", "fault"), SHARED)
def test_a_fault_at_a_shared_database_leaves_one_label_that_counts(
    shared_floors: Floors, path: str, fault: str
) -> None:
    see(run(shared_floors, path, fault))


class ForgetfulSpool(DatabaseSpool):
    """A spool that does not write down that it is about to send: the guard of all this, removed."""

    def record(self, job_id: int, worker: str, step: Step) -> PrintJob:
        if step.state is JobState.CONFIRMED:
            raise ConnectionError("lost")
        if step.state is JobState.SENDING:
            with self._database.begin() as work:
                row = work.session.get_one(Row, job_id)
                return as_print_job(row, work.session.get_one(Printer, row.printer_id))
        return super().record(job_id, worker, step)


def test_the_table_notices_a_spool_that_forgets_what_it_is_about_to_send(floors: Floors) -> None:
    with floors.copy(1) as floor, a_bench(floor) as bench, at_tcp(bench):
        with pytest.raises(ConnectionError):
            bench.work(ForgetfulSpool(bench.workplace.database))
        bench.settle()
        doubled = outcome_of(bench, "TCP", "database lost before it was told")
    assert (doubled.valid, doubled.is_right, doubled.asked) == (2, False, 0)
