"""Why nothing was decided about an exception of the floor: facts with their data."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.refusals import Refusal


@dataclass(frozen=True)
class AlreadyDecided(Refusal):
    """Somebody else decided about the order after it was looked at; `way` is what they chose."""

    order_number: str
    way: str
    decided_by: str


@dataclass(frozen=True)
class ExceptionGone(Refusal):
    """What was reported is not so any more: it was settled, or came right by itself."""

    subject: str


@dataclass(frozen=True)
class NothingInTotes(Refusal):
    """No unit of what an order lacks was picked for a less urgent one."""

    order_number: str


@dataclass(frozen=True)
class NoDecisionToUndo(Refusal):
    """This lead decided about nothing in this shift that was not undone."""


@dataclass(frozen=True)
class DecisionStands(Refusal):
    """What was decided cannot be taken back: goods, papers or an order's end follow from it."""

    subject: str
    way: str


@dataclass(frozen=True)
class DecisionOvertaken(Refusal):
    """The floor has gone on with what was decided; `done` says how far the order is, if one is."""

    subject: str
    way: str
    done: str
