"""Words for print jobs and printers: how far the paper is, why not further, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from app.services.spooling import JobView
from app.ui.floor_words import document_word
from app.ui.message import translate
from app.ui.tokens import State

GONE = frozenset({"cancelled", "superseded"})
"""States of jobs that nobody waits for any more."""

SETTLED = GONE | {"sent", "confirmed", "failed"}
"""States that do not change without a person."""


class PrinterReport(Protocol):
    """What a printer says of itself when asked; `printing` has the real one."""

    @property
    def lamp(self) -> str:
        """`ready`, `attention`, `offline` or `unknown`."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is not ready."""

    @property
    def words(self) -> str:
        """The device's own words."""


@dataclass(frozen=True)
class PaperLine:
    """One document on its way, as the pack screen shows it.

    Attributes:
        job_id: Which job.
        kind: What kind of document it is.
        title: What comes out, and where.
        words: How far it is, and what to do.
        state: The colour and shape of it.
        asks: Whether a person has to say if it came out.
    """

    job_id: int
    kind: str
    title: str
    words: str
    state: State
    asks: bool = False


def paper_lines(jobs: list[JobView]) -> tuple[PaperLine, ...]:
    """The jobs of a carton that still matter, oldest first."""
    return tuple(_line(job) for job in jobs if job.state.value not in GONE)


def is_waiting(jobs: list[JobView]) -> bool:
    """Whether some job can still change by itself or by a person's answer."""
    return any(job.state.value not in SETTLED for job in jobs)


def _line(job: JobView) -> PaperLine:
    title = document_word(job.document_kind)
    if not job.reason.startswith("carrier_"):
        title = translate("paper", "{0} on {1}").format(title, job.printer)
    if job.moved_from:
        title = translate("paper", "{0}, for {1}").format(title, job.moved_from)
    if job.copy > 1:
        title = translate("paper", "{0}, copy {1}").format(title, job.copy)
    words, state = _progress(job)
    asks = job.state.value == "uncertain"
    return PaperLine(job.job_id, job.document_kind, title, words, state, asks)


def _progress(job: JobView) -> tuple[str, State]:
    match job.state.value:
        case "held":
            return reason_words(job.reason), State.LOOK
        case "uncertain":
            return translate("paper", "nobody knows: did it come out?"), State.LOOK
        case "failed":
            words = translate("paper", "cannot be printed: call the shift lead ({0})")
            return words.format(job.reason), State.LOOK
        case "sent":
            return translate("paper", "sent: take it from the printer"), State.OK
        case "confirmed":
            return translate("paper", "printed"), State.OK
    return translate("paper", "printing …"), State.NEXT


def reason_words(reason: str) -> str:
    """Why a printer waits and what to do, from the reason's value and the device's own words."""
    known = {
        "paper_out": translate("paper", "no paper: load it, it goes on by itself"),
        "ribbon_out": translate("paper", "no ribbon: put a new one in"),
        "head_open": translate("paper", "print head open: close it"),
        "paused": translate("paper", "paused: press its pause key"),
        "too_hot": translate("paper", "too hot: wait a minute"),
        "too_cold": translate("paper", "too cold: wait a minute"),
        "buffer_full": translate("paper", "still busy: wait a moment"),
        "memory_lost": translate("paper", "memory fault: switch it off and on"),
        "test_mode": translate("paper", "in test mode: switch it off and on"),
        "jam": translate("paper", "paper jam: clear it"),
        "cover_open": translate("paper", "cover open: close it"),
        "toner_out": translate("paper", "no toner: put a new one in"),
        "silent": translate("paper", "does not answer: check paper, ribbon and head"),
        "offline": translate("paper", "not reachable: check power and cable"),
        "carrier_asked": translate("paper", "its carrier is being asked: it comes by itself"),
        "carrier_refused": translate("paper", "its carrier refuses it: call the shift lead"),
        "carrier_doubted": translate("paper", "its carrier cannot say: call the shift lead"),
        "busy": translate("paper", "busy with another job: wait"),
        "refused": translate("paper", "refuses the job: check it, then the set-up"),
        "not_set_up": translate("paper", "not set up: open the set-up (F10)"),
        "unknown": translate("paper", "reports a fault: look at it"),
    }
    name, _, said = reason.partition(" ")
    return known.get(name) or said or reason or known["unknown"]


def lamp_word(lamp: str, words: str) -> tuple[str, State]:
    """A printer's lamp in one or two words, and its state."""
    match lamp:
        case "ready":
            return translate("paper", "OK"), State.OK
        case "offline":
            return translate("paper", "OFFLINE"), State.LOOK
        case "attention":
            short = reason_words(words).partition(":")[0] if words else ""
            word = short if 0 < len(short) <= _LAMP_LETTERS else translate("paper", "LOOK AT IT")
            return word.upper(), State.LOOK
    return translate("paper", "not checked"), State.NEXT


_LAMP_LETTERS = 18
