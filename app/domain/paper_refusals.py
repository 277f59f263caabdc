"""What may not be done with a paper that is on its way, out, or voided."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.refusals import Refusal


@dataclass(frozen=True)
class PaperSettled(Refusal):
    """Nothing waits for a printer any more: the paper is out, or nobody wants it."""

    document: str
    state: str


@dataclass(frozen=True)
class AnswerFirst(Refusal):
    """Nobody knows whether the paper came out, and a person has to say that before all else."""

    document: str
    printer: str


@dataclass(frozen=True)
class NobodyDoubts(Refusal):
    """Whether the paper came out is no question: it is known, or was answered meanwhile."""

    document: str


@dataclass(frozen=True)
class OnlyPaperOfParcel(Refusal):
    """The parcel has no other copy of this paper, and may not go without one."""

    document: str
    subject: str


@dataclass(frozen=True)
class PaperVoided(Refusal):
    """The paper was voided: on a parcel it would lead the wrong way."""

    document: str


@dataclass(frozen=True)
class UnknownPrinter(Refusal):
    """No printer has this name any more."""

    printer: str
