"""What the screen of papers says, and what it offers to do with the one that is chosen."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.pack_state import ReprintReason
from app.services.paper_desk import PrinterQueue, StationPapers
from app.services.spooling import JobView
from app.ui.floor_words import document_word
from app.ui.message import translate
from app.ui.messages_paper import state_words
from app.ui.paper_words import lamp_word, reason_words
from app.ui.screens.pack_panels_view import reprint_words
from app.ui.tokens import State
from app.ui.widgets.choice_panel import Choice, ChoiceGroup
from app.ui.widgets.instruction_line import Instruction
from app.ui.widgets.paper_list import PaperRow
from app.ui.widgets.paper_picker import PickerRow

CAME_OUT, DID_NOT, DOUBT, RETRY, AGAIN, CALL_BACK, MOVE = (
    "came_out", "did_not", "doubt", "retry", "again", "call_back", "move",
)  # fmt: skip

MOST_CHOICES = 9
"""Choices have a figure each."""

_LOOKS = frozenset({"held", "uncertain", "failed"})
_MOVES = frozenset({"queued", "ready", "held", "failed"})


@dataclass(frozen=True)
class Deed:
    """What can be done with a paper: which deed, and where it takes one, with what."""

    name: str
    what: str = ""

    @property
    def key(self) -> str:
        """How the panel calls it."""
        return f"{self.name}:{self.what}"


def deeds(job: JobView, printers: tuple[PrinterQueue, ...]) -> tuple[Deed, ...]:
    """What can be done with a paper, the likeliest first."""
    state = job.state.value
    if state == "uncertain":
        return Deed(CAME_OUT), Deed(DID_NOT)
    again = tuple(Deed(AGAIN, reason.value) for reason in ReprintReason)
    if state in ("confirmed", "cancelled"):
        return again
    if state == "sent":
        return (Deed(DOUBT), *again)
    if state not in _MOVES:
        return ()
    others = [queue for queue in printers if queue.name != job.printer]
    others.sort(key=lambda queue: (queue.lamp != "ready", not queue.is_own))
    retry = (Deed(RETRY),) if state == "failed" else ()
    moves = tuple(Deed(MOVE, queue.name) for queue in others)
    return (*retry, *moves[: MOST_CHOICES - 1 - len(retry)], Deed(CALL_BACK))


def panel(job: JobView, printers: tuple[PrinterQueue, ...]) -> tuple[str, ChoiceGroup] | None:
    """The question about the chosen paper; None where nothing can be done with it."""
    possible = deeds(job, printers)
    if not possible:
        return None
    asks = job.state.value == "uncertain"
    title = translate("papers", "DID IT COME OUT?") if asks else translate("papers", "WHAT TO DO")
    notes = {queue.name: lamp_word(queue.lamp, queue.words)[0] for queue in printers}
    choices = tuple(
        Choice(deed.key, number, deed_words(deed), notes.get(deed.what, ""))
        for number, deed in enumerate(possible, start=1)
    )
    return title_of(job), ChoiceGroup("deed", title, choices)


def deed_words(deed: Deed) -> str:
    """What a deed is called."""
    if deed.name == AGAIN:
        return translate("papers", "Again: {0}").format(reprint_words(ReprintReason(deed.what)))
    words = {
        CAME_OUT: translate("pack", "Yes, it is here"),
        DID_NOT: translate("pack", "No, print it again"),
        DOUBT: translate("papers", "It is not there"),
        RETRY: translate("papers", "Try again"),
        CALL_BACK: translate("papers", "Call it back"),
        MOVE: translate("papers", "To {0}"),
    }
    return words[deed.name].format(deed.what)


def title_of(job: JobView) -> str:
    """What a paper is, of what, and where it comes out."""
    words = translate("papers", "{0} {1}").format(document_word(job.document_kind), job.subject)
    if job.copy > 1:
        words = translate("papers", "{0}, copy {1}").format(words.strip(), job.copy)
    words = translate("papers", "{0} on {1}").format(words.strip(), job.printer)
    if job.moved_from:
        words = translate("papers", "{0} (for {1})").format(words, job.moved_from)
    return words


def rows(papers: StationPapers) -> tuple[PickerRow, ...]:
    """The station's last papers."""
    return tuple(_row(job) for job in papers.jobs)


def _row(job: JobView) -> PickerRow:
    state = job.state.value
    words, sign = state_words(state), State.NEXT
    if state in _LOOKS:
        if state == "held":
            words = reason_words(job.reason)
        elif state == "failed":
            words = translate("papers", "{0}: {1}").format(words, reason_words(job.reason))
        sign = State.LOOK
    elif state in ("sent", "confirmed"):
        sign = State.OK
    elif state in ("cancelled", "superseded"):
        sign = State.IDLE
    at = "" if job.made_at is None else job.made_at.astimezone().strftime("%H:%M")
    icon = "slip_printer" if job.document_kind == "packing_slip" else "label_printer"
    return PickerRow(title_of(job), words, at, sign, icon)


def printer_rows(papers: StationPapers) -> tuple[PaperRow, ...]:
    """This station's printers: how they are, and how much waits for them."""
    shown = []
    for queue in papers.printers:
        if queue.is_own:
            word, state = lamp_word(queue.lamp, queue.words)
            title = queue.name
            if queue.waiting:
                title = translate("papers", "{0}: {1} waiting").format(title, queue.waiting)
            shown.append(PaperRow(title, word, state, "label_printer"))
    return tuple(shown)


def instruction(job: JobView | None) -> Instruction:
    """The one line that says what to do."""
    if job is None:
        return Instruction(translate("papers", "NOTHING WAS PRINTED HERE YET"))
    if job.state.value == "uncertain":
        words = translate("papers", "LOOK INTO {0}, THEN CHOOSE 1 OR 2").format(job.printer)
        return Instruction(words)
    return Instruction(
        translate("papers", "CHOOSE WHAT TO DO"),
        detail=translate("papers", "F4 older, F6 newer, or tap a paper"),
    )
