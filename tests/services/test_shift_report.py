"""The report for the next lead: what stands in it, who may have it, and its way to the printer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.db.schema import Printer, PrintJob
from app.db.unit_of_work import UnitOfWork
from app.domain.desk_refusals import NoteEmpty, NoteTooLong
from app.domain.refusals import NotAllowed, NotPrintable, Refused
from app.domain.shift_report import LONGEST_NOTE, CutOffLoad, finishes
from app.services import station_setup
from app.services.board_forecast import board_now
from app.services.figure_words import day_and_clock
from app.services.shift_report import (
    leave_note,
    notes_of_shift,
    print_shift_report,
    shift_report,
    shift_told,
)
from app.services.workplace import Workplace
from printing.documents import Report, ReportSection, from_record
from printing.paper import Format
from printing.rendering import render
from tests import builders
from tests.printing.decoding import page_texts
from tests.services import books, shift, stock_work

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def in_hours(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("waves", "done_at", "end"),
    [
        ({1}, {1: in_hours(2)}, in_hours(2)),
        ({1, 2}, {1: in_hours(2), 2: in_hours(3)}, in_hours(3)),
        ({1, None}, {1: in_hours(2), None: in_hours(4)}, in_hours(4)),
        (set(), {1: in_hours(2)}, NOON),
        ({1, 2}, {1: in_hours(2), 2: None}, None),
        ({3}, {1: in_hours(2)}, None),
    ],
    ids=[
        "its wave",
        "the last of its waves",
        "what is in no wave counts",
        "packed already",
        "nobody gets to one of them",
        "a wave that the board does not have",
    ],
)
def test_orders_of_a_cut_off_are_packed_when_the_board_says_that_their_waves_are(
    waves: set[int | None], done_at: dict[int | None, datetime | None], end: datetime | None
) -> None:
    load = CutOffLoad(in_hours(1), 60, 40, 20, frozenset(waves))
    assert finishes([load], done_at, NOON) == (end,)


def test_the_report_tells_the_finish_that_the_board_tells(floor: Workplace) -> None:
    lead = a_busy_floor(floor)
    told, board = shift_told(floor, lead), board_now(floor, lead)
    packed_at = told.state.loads[0].packed_at
    expected = board.done_at[None]
    assert packed_at is not None
    assert expected is not None
    assert expected > board.now
    assert abs(packed_at - expected) < timedelta(seconds=5)
    (load,) = section(shift_report(told), "Open orders by cut-off").rows
    assert load[5].startswith(day_and_clock(packed_at))


def a_busy_floor(floor: Workplace) -> int:
    """Two orders on the floor, one of them late and picked; an aisle closed, a printer down."""
    mug, _ = builders.some_stock(floor, 9)
    who, tote = builders.an_operator(floor, "Ana Kovac"), builders.a_tote(floor)
    builders.a_released_order(floor, (mug, 2))
    shift.pick_order(floor, who, tote)
    builders.a_released_order(floor, (mug, 1))
    floor.database.run(_change)
    return stock_work.a_lead(floor, "Mira Lind")


def _change(work: UnitOfWork) -> None:
    printer = Printer(name="L9", kind="folder", address="/x", format=Format.ZPL, lamp="offline")
    printer.words = "no labels"
    work.session.add(printer)


def section(report: Report, title: str) -> ReportSection:
    return next(each for each in report.sections if each.title.startswith(title))


def test_the_report_says_what_is_open_down_and_who_is_there(floor: Workplace) -> None:
    lead = a_busy_floor(floor)
    leave_note(floor, lead, "  Dock 2 is slow.\nStart with UPS.  ")
    report = shift_report(shift_told(floor, lead))
    (load,) = section(report, "Open orders by cut-off").rows
    assert load[1:5] == ("2", "1", "1", "0")
    assert section(report, "Printers and stations down").rows[0][:2] == ("printer L9", "no labels")
    assert section(report, "Aisles closed").nothing == "All aisles are open."
    (person,) = section(report, "People at work").rows
    assert person[:2] == ("Ana Kovac", "pick")
    assert "Mira Lind: Dock 2 is slow." in section(report, "Notes").lines[0]
    figures = {row[0]: row[1] for row in section(report, "The shift in figures").rows}
    assert (figures["Lines picked"], figures["Scans stopped"]) == ("1", "0.0%")
    assert report.facts[1] == "Mira Lind"


def test_long_lists_say_how_many_more_there_are(floor: Workplace) -> None:
    lead = a_busy_floor(floor)

    def more(work: UnitOfWork) -> None:
        for number in range(13):
            row = Printer(name=f"P{number}", kind="folder", address="/x", format=Format.PDF)
            row.lamp = "attention"
            work.session.add(row)

    floor.database.run(more)
    down = section(shift_report(shift_told(floor, lead)), "Printers and stations down")
    assert (len(down.rows), down.more) == (10, "and 4 more")


def test_the_printed_report_can_be_read_and_is_one_with_what_was_asked_for(
    floor: Workplace,
) -> None:
    lead = a_busy_floor(floor)
    with pytest.raises(Refused) as refused:
        print_shift_report(floor, lead)
    assert isinstance(refused.value.refusal, NotPrintable)
    settings = station_setup.PrinterSettings("A4", "folder", "slips", "pdf")
    station_setup.save_printer(floor, settings)
    station_setup.route_document(floor, "report", "A4")
    job = print_shift_report(floor, lead)
    kind, state = books.rows(
        floor, "select document_kind, state from print_job where id = :id", id=job
    )[0]
    assert (kind, state) == ("report", "queued")
    with floor.database.begin() as work:
        report = from_record(work.session.get_one(PrintJob, job).document)
    text = " ".join(page_texts(render(report, Format.PDF, 300)))
    for words in ("Shift hand-over", "Open orders by cut-off", "no labels", "Page 1 of"):
        assert words in text
    assert "Lines that ended / hours between two pick scans" in " ".join(text.split())


def test_only_a_lead_has_the_report_and_leaves_notes(floor: Workplace) -> None:
    picker = builders.an_operator(floor)
    for deed in (
        lambda: shift_told(floor, picker),
        lambda: leave_note(floor, picker, "hello"),
        lambda: notes_of_shift(floor, picker),
        lambda: print_shift_report(floor, picker),
    ):
        with pytest.raises(Refused) as refused:
            deed()
        assert isinstance(refused.value.refusal, NotAllowed)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (" \n ", NoteEmpty()),
        ("x" * (LONGEST_NOTE + 1), NoteTooLong(LONGEST_NOTE + 1, LONGEST_NOTE)),
    ],
    ids=["empty", "too long"],
)
def test_a_note_has_words_and_not_too_many(
    floor: Workplace, text: str, problem: NoteEmpty | NoteTooLong
) -> None:
    lead = stock_work.a_lead(floor)
    with pytest.raises(Refused) as refused:
        leave_note(floor, lead, text)
    assert refused.value.refusal == problem
    assert notes_of_shift(floor, lead) == ()
