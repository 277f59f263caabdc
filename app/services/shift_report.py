"""The report for the next lead: read, printed through the spool, and the notes that go with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.db.queries.count_desk import CountRow, count_rows
from app.db.queries.floor import open_closures
from app.db.queries.people import operator_by_id
from app.db.queries.shift_state import shift_notes, shift_state
from app.db.unit_of_work import UnitOfWork
from app.domain.desk_events import ShiftNoteWritten
from app.domain.permissions import Verb
from app.domain.refusals import Refused
from app.domain.shift_report import ShiftNote, ShiftState, finishes, note_problem
from app.domain.tasks import CountState
from app.services.board_forecast import board_now
from app.services.figure_words import Translate, in_english
from app.services.figures import (
    Figures,
    midnight_of,
    read_figures,
    read_usual_pace,
    shift_begin,
)
from app.services.shift_report_pages import ClosedNow, report_of
from app.services.spooling import queue_document
from app.services.workplace import Workplace
from printing.documents import Report
from printing.paper import Format
from printing.preview import preview

SHOWN_DPI = 96
MOST_SHOWN = 2
"""Pages that are shown before they are printed."""


@dataclass(frozen=True)
class ShiftTold:
    """All that a report is made of.

    Attributes:
        figures: of the shift.
        state: how the floor stands.
        closed: aisles that are closed.
        to_approve: counts that wait for a lead.
        usual: the house's own usual lines an hour; None where it has too few days.
        lead: whose shift it was; empty for the person at the shell.
        language: of that lead, for the page numbers.
    """

    figures: Figures
    state: ShiftState
    closed: tuple[ClosedNow, ...]
    to_approve: tuple[CountRow, ...]
    usual: float | None
    lead: str
    language: str


def shift_told(
    workplace: Workplace,
    operator_id: int | None = None,
    *,
    begins: datetime | None = None,
) -> ShiftTold:
    """How the shift went and how the floor stands.

    Args:
        workplace: the station.
        operator_id: who asks; None for the person at the shell.
        begins: when the shift began; told by the scans if None.

    Raises:
        Refused: whoever asks does not lead the floor.
        ValueError: it begins later than now.
    """
    board = board_now(workplace, operator_id)
    with workplace.database.begin(workplace.actor(operator_id, Verb.REASSIGN)) as work:
        first = shift_begin(work) if begins is None else begins
        if first >= work.now:
            raise ValueError(f"a shift that begins at {first:%d %b %H:%M} has not begun")
        figures = read_figures(work, first, work.now)
        lead = None if operator_id is None else operator_by_id(work.session, operator_id)
        state = shift_state(work.session, (first, work.now), work.now)
        ends = finishes(state.loads, board.done_at, work.now)
        loads = tuple(
            replace(load, packed_at=end) for load, end in zip(state.loads, ends, strict=True)
        )
        return ShiftTold(
            figures=figures,
            state=replace(state, loads=loads),
            closed=tuple(
                ClosedNow(row.zone, row.aisle, row.reason, row.until)
                for row in open_closures(work.session)
            ),
            to_approve=tuple(count_rows(work.session, CountState.TO_APPROVE)),
            usual=read_usual_pace(work, midnight_of(work.now)),
            lead="" if lead is None else lead.name,
            language="en" if lead is None else lead.language,
        )


def shift_report(told: ShiftTold, translate: Translate = in_english) -> Report:
    """The report as a document, in the words of whoever asked."""
    return report_of(
        told.figures,
        told.state,
        told.closed,
        told.to_approve,
        usual=told.usual,
        lead=told.lead,
        language=told.language,
        translate=translate,
    )


def print_shift_report(
    workplace: Workplace,
    operator_id: int,
    translate: Translate = in_english,
    *,
    printer_name: str | None = None,
) -> int:
    """Queue the report at the station's printer for reports, or a named one.

    Returns:
        The print job's number.

    Raises:
        Refused: whoever asks does not lead the floor, or no printer takes reports.
    """
    report = shift_report(shift_told(workplace, operator_id), translate)
    return print_report(workplace, operator_id, report, printer_name=printer_name)


def print_report(
    workplace: Workplace,
    operator_id: int | None,
    report: Report,
    *,
    printer_name: str | None = None,
) -> int:
    """Queue any report; returns the print job's number.

    Raises:
        Refused: whoever asks does not lead the floor, or no printer takes reports.
    """

    def verb(work: UnitOfWork) -> int:
        return queue_document(work, workplace, report, printer_name=printer_name).id

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.REASSIGN))


def leave_note(workplace: Workplace, operator_id: int, text: str) -> None:
    """Leave words for the next lead; they stand in the report of this shift.

    Raises:
        Refused: there are no words, or too many, or whoever leaves them does not lead the floor.
    """
    problem = note_problem(text)
    if problem is not None:
        raise Refused(problem)
    workplace.database.run(
        lambda work: work.record(ShiftNoteWritten(text.strip())),
        workplace.actor(operator_id, Verb.REASSIGN),
    )


def notes_of_shift(workplace: Workplace, operator_id: int) -> tuple[ShiftNote, ...]:
    """The words left in this shift, the oldest first.

    Raises:
        Refused: whoever asks does not lead the floor.
    """
    with workplace.database.begin(workplace.actor(operator_id, Verb.REASSIGN)) as work:
        return tuple(shift_notes(work.session, (shift_begin(work), work.now)))


def report_pictures(
    workplace: Workplace, operator_id: int, translate: Translate = in_english
) -> Sequence[bytes]:
    """The report's pages as PNG pictures, as it would come out now; slow.

    Raises:
        Refused: whoever asks does not lead the floor.
    """
    report = shift_report(shift_told(workplace, operator_id), translate)
    return preview(report, Format.PDF, SHOWN_DPI, most_pages=MOST_SHOWN)
