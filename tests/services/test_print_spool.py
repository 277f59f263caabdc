from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from app.domain.refusals import NotPrintable, Refused
from app.services import spooling, station_setup
from app.services.spool_ledger import DatabaseSpool
from app.services.workplace import Workplace
from printing.documents import ToteLabel
from printing.jobs import IllegalTransition, JobState
from printing.spooler import LeaseLost, Step
from tests import builders
from tests.services import books

RENDERING, READY = Step(JobState.RENDERING), Step(JobState.READY, payload=b"x", sha256="ab")
SENDING = Step(JobState.SENDING)
NONE: frozenset[str] = frozenset()


def queue(floor: Workplace, *printers: str) -> list[int]:
    """Queue a test page at each printer."""
    return [station_setup.print_test_page(floor, printer) for printer in printers]


def lease(floor: Workplace, worker: str = "w1", seconds: float = 60) -> int | None:
    """The number of the job a worker is given."""
    job = DatabaseSpool(floor.database).lease_next(worker, seconds, only=None, avoid=NONE)
    return None if job is None else job.id


def test_jobs_of_a_printer_are_given_in_order_and_to_one_worker(floor: Workplace) -> None:
    first, second = queue(floor, "F", "F")
    spool = DatabaseSpool(floor.database)
    assert lease(floor, "w1") == first
    assert lease(floor, "w2") is None, "another worker is at this printer"
    assert lease(floor, "w1") == first, "he died over it and started again"
    for step in (RENDERING, READY, SENDING, Step(JobState.SENT)):
        spool.record(first, "w1", step)
    assert lease(floor, "w2") == second


def test_a_worker_takes_only_its_own_printers_and_avoids_resting_ones(floor: Workplace) -> None:
    builders.a_printer(floor, "elsewhere", "G")
    at_f, at_g = queue(floor, "F", "G")
    spool = DatabaseSpool(floor.database)
    only_g = spool.lease_next("w1", 60, only=frozenset({"G"}), avoid=NONE)
    assert only_g is not None
    assert (only_g.id, only_g.printer_name, only_g.format) == (at_g, "G", "pdf")
    assert spool.lease_next("w2", 60, only=None, avoid=frozenset({"F"})) is None
    assert lease(floor, "w2") == at_f


def test_a_lease_that_ran_out_is_given_on_and_its_old_holder_is_told(floor: Workplace) -> None:
    (job,) = queue(floor, "F")
    spool = DatabaseSpool(floor.database)
    assert lease(floor, "w1", seconds=-1) == job
    spool.record(job, "w1", RENDERING)
    assert lease(floor, "w2") == job
    with pytest.raises(LeaseLost):
        spool.record(job, "w1", READY)
    assert spool.record(job, "w2", READY).payload == b"x"


def test_each_step_renews_the_lease_and_a_resting_state_gives_it_back(floor: Workplace) -> None:
    (job,) = queue(floor, "F")
    spool = DatabaseSpool(floor.database)
    until = "select lease_until from print_job"
    spool.lease_next("w1", 60, only=None, avoid=NONE)
    leases = [books.value(floor, until)]
    for step in (RENDERING, READY, SENDING):
        spool.record(job, "w1", step)
        leases.append(books.value(floor, until))
    assert leases == sorted(set(leases))
    spool.record(job, "w1", Step(JobState.HELD, "paper_out", "MEDIA OUT"))
    assert books.value(floor, until) is None
    (view,) = spooling.station_jobs(floor)
    assert (view.state, view.reason, view.printer) == (JobState.HELD, "paper_out MEDIA OUT", "F")
    assert lease(floor, "w2") == job


def test_a_step_the_table_does_not_know_is_refused(floor: Workplace) -> None:
    (job,) = queue(floor, "F")
    assert lease(floor) == job
    with pytest.raises(IllegalTransition):
        DatabaseSpool(floor.database).record(job, "w1", Step(JobState.SENT))
    assert books.value(floor, "select state from print_job") == "queued"


@pytest.mark.parametrize(("came_out", "state"), [(True, "confirmed"), (False, "queued")])
def test_a_person_says_whether_it_came_out(floor: Workplace, *, came_out: bool, state: str) -> None:
    (job,) = queue(floor, "F")
    spool = DatabaseSpool(floor.database)
    lease(floor)
    for step in (RENDERING, READY, SENDING, Step(JobState.UNCERTAIN, "connection_lost")):
        spool.record(job, "w1", step)
    assert lease(floor, "w2") is None, "never sent again by itself"
    spooling.answer_uncertain(floor, job, came_out=came_out)
    row = books.rows(floor, "select state, attempt, payload is null, reason from print_job")
    assert [(found, attempt, bool(bare), reason) for found, attempt, bare, reason in row] == [
        (state, 1 if came_out else 2, not came_out, "")
    ]
    with pytest.raises(IllegalTransition):
        spooling.answer_uncertain(floor, job, came_out=True)


def test_a_document_goes_to_the_printer_named_for_it(floor: Workplace) -> None:
    label = ToteLabel("0001")
    with pytest.raises(Refused) as refused:
        spooling.print_document(floor, label, printer_name="nowhere")
    assert isinstance(refused.value.refusal, NotPrintable)
    assert spooling.print_document(floor, label, printer_name="F") == lease(floor)


def test_workers_who_ask_at_once_never_get_one_job(
    floor: Workplace, open_station: Callable[[str], Workplace]
) -> None:
    names = [builders.a_printer(floor, "x", name) for name in ("F", "G", "H")]
    queue(floor, *names)
    spools = [DatabaseSpool(open_station(f"P-{number}").database) for number in range(2, 6)]
    for _ in range(8):
        together = Barrier(len(spools))

        def ask(number: int, barrier: Barrier = together) -> int | None:
            barrier.wait()
            job = spools[number].lease_next(f"w{number}", 60, only=None, avoid=NONE)
            return None if job is None else job.id

        with ThreadPoolExecutor(len(spools)) as threads:
            given = [job for job in threads.map(ask, range(len(spools))) if job is not None]
        assert len(set(given)) == len(given) == len(names)
        with floor.database.engine.begin() as connection:
            connection.exec_driver_sql("update print_job set worker = '', lease_until = null")
