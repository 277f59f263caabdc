"""The slips that a bench prints by itself: shown, asked about and called back like any other."""

from __future__ import annotations

from dataclasses import replace

from app.domain.pack_request import PackRequest
from app.domain.pack_state import SlipPaper
from app.domain.refusals import Refused, StillPrinting
from app.services import spooling
from app.services.carrier_papers import awaited_labels
from app.services.sending import StationSender
from app.services.slip_notes import NOT_OUT, SlipNote
from app.services.spooling import SLIP, JobView
from app.services.station_work import sender_of
from app.services.workplace import Workplace
from printing.jobs import JobState


def own_number(request: PackRequest) -> int:
    """The number of a station's own slip: negative, so that it is none of the spool's.

    It follows from the scan, so that papers of two stations in one folder differ.
    """
    return -(request.scan_id.int % 10**12) - 1


def own_slips(sender: StationSender) -> list[tuple[PackRequest, SlipPaper, SlipNote]]:
    """The slips that the station printed, prints or has to print itself, oldest first."""
    found = []
    for _, request in sender.unsent_packing:
        if request.slip is not None:
            note = sender.slips.of(request.scan_id, is_in_doubt=request.slip.is_in_doubt)
            found.append((request, request.slip, note))
    return found


def carton_papers(workplace: Workplace, carton_id: int) -> list[JobView]:
    """The papers of a carton, oldest first: of the spool, or while it is away, the station's own.

    As long as the station's own slip is not on record, it is told of instead.
    """
    sender = sender_of(workplace)
    own = [] if sender is None else own_slips(sender)
    views = [
        JobView(
            own_number(request), SLIP, slip.printer, note.state, note.reason, slip.copy, carton_id
        )
        for request, slip, note in own
        if request.carton_id == carton_id
    ]
    if views or (sender is not None and sender.is_away):
        return views
    return [*spooling.carton_jobs(workplace, carton_id), *awaited_labels(workplace, carton_id)]


def answer_uncertain(
    workplace: Workplace, job_id: int, *, came_out: bool, operator_id: int | None = None
) -> None:
    """Write down a person's answer to "did it come out?", here or in the spool."""
    if job_id > 0:
        spooling.answer_uncertain(workplace, job_id, came_out=came_out, operator_id=operator_id)
        return
    sender = sender_of(workplace)
    for request, _, note in [] if sender is None else own_slips(sender):
        if sender is None or own_number(request) != job_id or note.state is not JobState.UNCERTAIN:
            continue
        answered = replace(note, state=JobState.CONFIRMED, reason="")
        if not came_out:
            answered = replace(note, state=JobState.QUEUED, reason="", attempt=note.attempt + 1)
        if not note.is_taken:
            sender.slips.change(request.scan_id, note, answered)


def call_back_slips(sender: StationSender, carton_id: int) -> None:
    """Call back the slips of a carton that have not come out, before another copy is printed.

    A copy of which nobody knows is called back too, so that never two of them come out.

    Raises:
        Refused: with `StillPrinting`: one is on its way into the printer at this moment.
    """
    for request, _, note in own_slips(sender):
        if request.carton_id != carton_id or note.is_taken:
            continue
        if note.state is JobState.SENDING:
            raise Refused(StillPrinting(SLIP))
        if note.state in NOT_OUT or note.state is JobState.UNCERTAIN:
            cancelled = replace(note, state=JobState.CANCELLED, reason="reprinted")
            if not sender.slips.change(request.scan_id, note, cancelled):
                raise Refused(StillPrinting(SLIP))
