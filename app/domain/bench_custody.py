"""When an order on a bench may change hands, and what is on record of it."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.events import Event
from app.domain.pack_state import PackPrompt, PackState
from app.domain.refusals import Refusal, WorkMovedOn
from app.domain.tasks import CartonState

_IN_NO_HANDS = frozenset({PackPrompt.DONE, PackPrompt.PARKED, PackPrompt.PARCEL})

_AT_A_BENCH = frozenset({CartonState.OPEN, CartonState.CLOSED})


@dataclass(frozen=True)
class BenchTakenOver(Event):
    """A packer went on with the order on a bench where another one stopped."""

    order_id: int
    order_number: str
    carton_id: int
    from_operator_id: int
    operator_id: int
    units: int


def is_in_hands(state: PackState | None) -> bool:
    """Whether a bench has an order that a colleague could go on with."""
    return state is not None and state.prompt not in _IN_NO_HANDS


def is_taken_over(state: PackState, *, holder: int | None, revision: int, by: int) -> bool:
    """Whether a colleague has the order already: the same hand-over was asked for before.

    Args:
        state: the order as the bench showed it then.
        holder: whose the carton is on record.
        revision: of the carton on record.
        by: the colleague.
    """
    return holder == by and revision == state.revision + 1


def why_not_taken_over(state: PackState, *, carton: CartonState, revision: int) -> Refusal | None:
    """Why the order on a bench must not change hands there; None where it may.

    Args:
        state: the order as the bench shows it.
        carton: how far its carton is on record.
        revision: of the carton on record; another one than the bench's was worked on elsewhere.
    """
    if carton in _AT_A_BENCH and revision == state.revision:
        return None
    return WorkMovedOn(state.order_number)
