"""Papers that are stuck, lost or not wanted: moved, called back, printed again, voided."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.db.schema import Carton, Operator, PrintJob
from app.domain.operators import OperatorRole
from app.domain.pack_state import PackPrompt
from app.domain.paper_refusals import (
    AnswerFirst,
    NobodyDoubts,
    OnlyPaperOfParcel,
    PaperSettled,
    PaperVoided,
    UnknownPrinter,
)
from app.domain.refusals import NotAllowed, Refusal, Refused, StillPrinting
from app.services import paper_desk, spooling, station_setup
from app.services.spool_ledger import DatabaseSpool
from app.services.spooling import LABEL, JobView, supersede_papers
from app.services.workplace import Workplace
from printing.documents import from_record
from printing.fallback import FALL_BACK_AFTER_SECONDS
from printing.jobs import JobState
from printing.spooler import LeaseLost, Step
from tests import builders
from tests.services import books, shift

NONE: frozenset[str] = frozenset()
TO_READY = (Step(JobState.RENDERING), Step(JobState.READY, payload=b"^XA^XZ", sha256="ab"))
NO_PAPER = Step(JobState.HELD, "paper_out", "MEDIA OUT")


def a_zebra(floor: Workplace, name: str, lamp: str = "ready") -> str:
    """A label printer whose lamp is known."""
    settings = station_setup.PrinterSettings(name, "tcp", "127.0.0.1:9", "zpl")
    station_setup.save_printer(floor, settings)
    station_setup.note_lamp(floor, name, lamp, "")
    return name


def a_parcel(floor: Workplace, *label_printers: str) -> int:
    """A closed carton whose label waits at the first of these printers; its number."""
    if label_printers:
        station_setup.route_document(floor, LABEL, *label_printers)
    mug, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    state = shift.open_bench(floor, ana, tote)
    return shift.pack_until(floor, ana, state, PackPrompt.SCAN_LABEL).carton_id


def label(floor: Workplace) -> JobView:
    """The newest label."""
    return next(job for job in spooling.station_jobs(floor) if job.document_kind == LABEL)


def step(floor: Workplace, job: JobView, *steps: Step, worker: str = "w1") -> None:
    """Let a worker bring a job some steps on."""
    spool = DatabaseSpool(floor.database)
    leased = spool.lease_next(worker, 60, only=frozenset({job.printer}), avoid=NONE)
    assert leased is not None
    assert leased.id == job.job_id
    for each in steps:
        spool.record(job.job_id, worker, each)


def hold_for(floor: Workplace, job: JobView, seconds: float) -> None:
    """Let a job that is held be one that is held for longer."""
    with floor.database.begin() as work:
        row = work.session.get_one(PrintJob, job.job_id)
        assert row.held_since is not None
        row.held_since -= timedelta(seconds=seconds)


def refused(action: object, *args: object, **named: object) -> Refusal:
    """The refusal that a verb of the desk gets."""
    assert callable(action)
    with pytest.raises(Refused) as caught:
        action(*args, **named)
    return caught.value.refusal


# By itself -------------------------------------------------------------------------------------


def test_a_label_held_long_enough_goes_to_the_next_printer_that_is_ready(floor: Workplace) -> None:
    a_parcel(floor, a_zebra(floor, "Z1"), a_zebra(floor, "Z2", "offline"), a_zebra(floor, "Z3"))
    job = label(floor)
    step(floor, job, *TO_READY, NO_PAPER)
    held = label(floor)
    assert (held.printer, held.state) == ("Z1", JobState.HELD)
    hold_for(floor, job, FALL_BACK_AFTER_SECONDS)
    step(floor, job, NO_PAPER)
    moved = label(floor)
    assert (moved.printer, moved.moved_from, moved.state) == ("Z3", "Z1", JobState.READY)
    lamps = {view.name: (view.lamp, view.words) for view in station_setup.printers(floor)}
    assert lamps["Z1"] == ("attention", "paper_out")
    assert books.rows(
        floor,
        "select payload is not null, held_since, worker from print_job "
        "where document_kind = 'shipping_label'",
    ) == [(True, None, "")]
    step(floor, moved, Step(JobState.SENDING), Step(JobState.CONFIRMED), worker="w3")
    assert label(floor).state is JobState.CONFIRMED
    events = books.rows(floor, "select payload from event_log where kind = 'PrintJobMoved'")
    assert len(events) == 1


def test_a_label_whose_bytes_were_made_for_another_language_is_made_anew(floor: Workplace) -> None:
    a_parcel(floor, a_zebra(floor, "Z1"), "F")
    station_setup.note_lamp(floor, "F", "ready", "")
    job = label(floor)
    step(floor, job, *TO_READY, NO_PAPER)
    hold_for(floor, job, FALL_BACK_AFTER_SECONDS)
    step(floor, job, NO_PAPER)
    moved = label(floor)
    assert (moved.printer, moved.state) == ("F", JobState.QUEUED)
    assert (
        books.value(floor, "select payload from print_job where document_kind = 'shipping_label'")
        is None
    )


def test_nothing_moves_by_itself_once_a_byte_may_have_left(floor: Workplace) -> None:
    a_parcel(floor, a_zebra(floor, "Z1"), a_zebra(floor, "Z2"))
    job = label(floor)
    step(floor, job, *TO_READY, Step(JobState.SENDING), Step(JobState.UNCERTAIN, "paper_out"))
    doubted = label(floor)
    assert (doubted.printer, doubted.state) == ("Z1", JobState.UNCERTAIN)
    lamps = {view.name: view.lamp for view in station_setup.printers(floor)}
    assert lamps["Z1"] == "attention"


def test_a_page_for_one_printer_never_comes_out_of_another(floor: Workplace) -> None:
    a_zebra(floor, "Z1")
    station_setup.route_document(floor, LABEL, "Z1", a_zebra(floor, "Z2"))
    number = station_setup.print_test_page(floor, "Z1")
    (job,) = spooling.station_jobs(floor)
    step(floor, job, *TO_READY, NO_PAPER)
    hold_for(floor, job, 3600)
    step(floor, job, NO_PAPER)
    (job,) = spooling.station_jobs(floor)
    assert (job.job_id, job.printer, job.state) == (number, "Z1", JobState.HELD)


# By hand ---------------------------------------------------------------------------------------


def test_a_paper_is_moved_by_hand_and_its_worker_hears_of_it_before_the_first_byte(
    floor: Workplace,
) -> None:
    a_parcel(floor, a_zebra(floor, "Z1"))
    a_zebra(floor, "Z2", "unknown")
    job = label(floor)
    step(floor, job, *TO_READY)
    paper_desk.move_to_printer(floor, job.job_id, "Z2")
    moved = label(floor)
    assert (moved.printer, moved.moved_from, moved.state) == ("Z2", "Z1", JobState.READY)
    with pytest.raises(LeaseLost):
        DatabaseSpool(floor.database).record(job.job_id, "w1", Step(JobState.SENDING))
    step(floor, moved, Step(JobState.SENDING), Step(JobState.CONFIRMED), worker="w2")


@pytest.mark.parametrize(
    ("steps", "refusal"),
    [
        ((*TO_READY, Step(JobState.SENDING)), StillPrinting(LABEL)),
        ((Step(JobState.RENDERING),), StillPrinting(LABEL)),
        (
            (*TO_READY, Step(JobState.SENDING), Step(JobState.UNCERTAIN, "connection_lost")),
            AnswerFirst(LABEL, "Z1"),
        ),
        ((*TO_READY, Step(JobState.SENDING), Step(JobState.SENT)), PaperSettled(LABEL, "sent")),
        (
            (*TO_READY, Step(JobState.SENDING), Step(JobState.CONFIRMED)),
            PaperSettled(LABEL, "confirmed"),
        ),
    ],
)
def test_a_paper_of_which_a_byte_may_have_left_is_not_moved(
    floor: Workplace, steps: tuple[Step, ...], refusal: Refusal
) -> None:
    a_parcel(floor, a_zebra(floor, "Z1"))
    a_zebra(floor, "Z2")
    job = label(floor)
    step(floor, job, *steps)
    assert refused(paper_desk.move_to_printer, floor, job.job_id, "Z2") == refusal
    assert label(floor).printer == "Z1"


def test_a_printer_that_is_gone_takes_nothing(floor: Workplace) -> None:
    a_parcel(floor, a_zebra(floor, "Z1"))
    job = label(floor)
    gone = refused(paper_desk.move_to_printer, floor, job.job_id, "Z9")
    assert gone == UnknownPrinter("Z9")


def test_a_failed_paper_is_made_anew_for_another_printer_or_tried_again(floor: Workplace) -> None:
    a_parcel(floor, a_zebra(floor, "Z1"))
    a_zebra(floor, "Z2")
    job = label(floor)
    spoilt = (Step(JobState.RENDERING), Step(JobState.FAILED, "rendering_failed", "no glyph"))
    step(floor, job, *spoilt)
    paper_desk.try_again(floor, job.job_id)
    assert (label(floor).state, label(floor).reason) == (JobState.QUEUED, "")
    assert refused(paper_desk.try_again, floor, job.job_id) == PaperSettled(LABEL, "queued")
    step(floor, job, *spoilt)
    paper_desk.move_to_printer(floor, job.job_id, "Z2")
    assert (label(floor).state, label(floor).printer) == (JobState.QUEUED, "Z2")
    assert (
        books.value(
            floor, "select renderings from print_job where document_kind = 'shipping_label'"
        )
        == 0
    )


def test_only_a_parcels_last_copy_cannot_be_called_back(floor: Workplace) -> None:
    a_parcel(floor, a_zebra(floor, "Z1"))
    job = label(floor)
    number = str(books.value(floor, "select number from orders"))
    only = refused(paper_desk.cancel_paper, floor, job.job_id)
    assert only == OnlyPaperOfParcel(LABEL, number)
    step(floor, job, *TO_READY, Step(JobState.SENDING), Step(JobState.CONFIRMED))
    settled = refused(paper_desk.cancel_paper, floor, job.job_id)
    assert settled == PaperSettled(LABEL, "confirmed")
    again = paper_desk.print_paper_again(floor, job.job_id, "torn")
    paper_desk.cancel_paper(floor, again)
    assert (label(floor).state, label(floor).reason) == (JobState.CANCELLED, "called_back")
    page = station_setup.print_test_page(floor, "Z1")
    paper_desk.cancel_paper(floor, page)


def test_a_paper_printed_again_is_a_marked_copy_of_the_same_document(floor: Workplace) -> None:
    a_parcel(floor, a_zebra(floor, "Z1"))
    job = label(floor)
    step(floor, job, *TO_READY, Step(JobState.SENDING), Step(JobState.CONFIRMED))
    again = paper_desk.print_paper_again(floor, job.job_id, "jam")
    once_more = paper_desk.print_paper_again(floor, job.job_id, "lost")
    found = books.rows(
        floor,
        "select id, copy, version, state, reprint_of, reprint_reason, reason from print_job "
        "where document_kind = 'shipping_label' order by id",
    )
    assert found == [
        (job.job_id, 1, 1, "confirmed", None, "", ""),
        (again, 2, 1, "cancelled", job.job_id, "jam", "reprinted"),
        (once_more, 3, 1, "queued", again, "lost", ""),
    ]


def test_a_page_of_no_parcel_is_printed_again_in_a_line_of_copies(floor: Workplace) -> None:
    first = station_setup.print_test_page(floor, "F")
    second = paper_desk.print_paper_again(floor, first, "lost")
    third = paper_desk.print_paper_again(floor, first, "lost")
    assert books.rows(floor, "select id, copy, state, reprint_of from print_job order by id") == [
        (first, 1, "cancelled", None),
        (second, 2, "cancelled", first),
        (third, 3, "queued", second),
    ]


def test_the_label_of_a_parcel_that_left_is_printed_again_by_leads_only(floor: Workplace) -> None:
    a_parcel(floor)
    (ana,) = (number for (number,) in books.rows(floor, "select id from operator"))
    job = label(floor)
    again = paper_desk.print_paper_again(floor, job.job_id, "torn", operator_id=ana)
    with floor.database.begin() as work:
        for carton in work.session.query(Carton):
            carton.state = carton.state.SHIPPED
    denied = refused(paper_desk.print_paper_again, floor, again, "torn", operator_id=ana)
    assert isinstance(denied, NotAllowed)
    lead = builders.an_operator(floor, "Mara")
    with floor.database.begin() as work:
        work.session.get_one(Operator, lead).role = OperatorRole.LEAD
    paper_desk.print_paper_again(floor, again, "torn", operator_id=lead)


def test_a_sent_paper_that_nobody_finds_is_asked_about_and_tried_again(floor: Workplace) -> None:
    a_parcel(floor, a_zebra(floor, "Z1"))
    job = label(floor)
    assert refused(paper_desk.doubt_paper, floor, job.job_id) == NobodyDoubts(LABEL)
    step(floor, job, *TO_READY, Step(JobState.SENDING), Step(JobState.SENT))
    paper_desk.doubt_paper(floor, job.job_id)
    assert (label(floor).state, label(floor).reason) == (JobState.UNCERTAIN, "not_found")
    spooling.answer_uncertain(floor, job.job_id, came_out=False)
    assert books.rows(
        floor, "select state, attempt from print_job where document_kind = 'shipping_label'"
    ) == [("queued", 2)]


# Voided ----------------------------------------------------------------------------------------

SENDING = (*TO_READY, Step(JobState.SENDING))


@pytest.mark.parametrize(
    "steps",
    [
        (),
        (Step(JobState.RENDERING),),
        TO_READY,
        (*TO_READY, NO_PAPER),
        (*SENDING, Step(JobState.SENT)),
        (*SENDING, Step(JobState.CONFIRMED)),
        (*SENDING, Step(JobState.UNCERTAIN, "connection_lost")),
        (Step(JobState.RENDERING), Step(JobState.FAILED, "rendering_failed")),
    ],
)
def test_a_voided_label_is_superseded_wherever_it_stands_and_is_never_printed(
    floor: Workplace, steps: tuple[Step, ...]
) -> None:
    carton_id = a_parcel(floor, a_zebra(floor, "Z1"))
    job = label(floor)
    if steps:
        step(floor, job, *steps)
    with floor.database.begin() as work:
        supersede_papers(work, work.session.get_one(Carton, carton_id), LABEL)
    assert label(floor).state is JobState.SUPERSEDED
    spool = DatabaseSpool(floor.database)
    assert spool.lease_next("w1", 60, only=frozenset({"Z1"}), avoid=NONE) is None
    assert refused(paper_desk.print_paper_again, floor, job.job_id, "torn") == PaperVoided(LABEL)
    with floor.database.begin() as work:
        papers = {row.document_kind: row for row in work.session.query(PrintJob)}
        document = from_record(papers[LABEL].document)
        spooling.queue_document(work, floor, document, carton_id=carton_id)
    assert books.rows(
        floor,
        "select version, copy, state from print_job where document_kind = 'shipping_label' "
        "order by id",
    ) == [(1, 1, "superseded"), (2, 1, "queued")]


def test_a_label_on_its_way_into_the_printer_cannot_be_voided(floor: Workplace) -> None:
    carton_id = a_parcel(floor, a_zebra(floor, "Z1"))
    step(floor, label(floor), *SENDING)
    with pytest.raises(Refused) as caught, floor.database.begin() as work:
        supersede_papers(work, work.session.get_one(Carton, carton_id))
    assert caught.value.refusal == StillPrinting(LABEL)
    with floor.database.engine.begin() as connection:
        connection.exec_driver_sql("update print_job set lease_until = '2026-01-01 00:00:00'")
    with floor.database.begin() as work:
        supersede_papers(work, work.session.get_one(Carton, carton_id))
    assert {job.state for job in spooling.station_jobs(floor)} == {JobState.SUPERSEDED}


# Lists of printers -----------------------------------------------------------------------------


def test_a_station_has_an_ordered_list_of_printers_for_each_kind(floor: Workplace) -> None:
    for name in ("Z1", "Z2", "Z3"):
        a_zebra(floor, name)
    station_setup.route_document(floor, LABEL, "Z1", "Z2", "Z3")
    assert station_setup.printer_lists(floor)[LABEL] == ("Z1", "Z2", "Z3")
    station_setup.route_document(floor, LABEL, "Z3", "Z1")
    assert station_setup.printer_lists(floor)[LABEL] == ("Z3", "Z1")
    assert station_setup.routes(floor)[LABEL] == "Z3"
    with pytest.raises(LookupError):
        station_setup.route_document(floor, LABEL, "Z3", "Z3")
    with pytest.raises(LookupError):
        station_setup.route_document(floor, LABEL, "Z3", "Z9")
    assert station_setup.printer_lists(floor)[LABEL] == ("Z3", "Z1")
