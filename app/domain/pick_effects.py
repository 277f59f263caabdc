"""What the pick dialogue returns: the next state, and the effects that must be written down."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.pick_state import PickState, ShortReason, SkipReason, begin
from app.domain.refusals import Refusal


@dataclass(frozen=True)
class BindTote:
    """This tote stands at a position from now on, beside the one there that is full."""

    tote: str
    position: int = 1
    full: str = ""


@dataclass(frozen=True)
class UnbindTote:
    """A tote that nothing lies in was taken off its position."""

    tote: str
    position: int


@dataclass(frozen=True)
class LeaveOrders:
    """Orders go back to the queue with all that is open of them: the cart goes without them."""

    order_ids: tuple[int, ...]


@dataclass(frozen=True)
class UnloadCart:
    """All totes with goods in them were put down at the place with this code."""

    place: str


@dataclass(frozen=True)
class OpenCarton:
    """A shipping carton stands at a position from now on; `carton` is its label or its name."""

    carton: str
    packaging: str
    position: int = 1


@dataclass(frozen=True)
class CartonFull:
    """The carton at a position takes no more: it waits to be closed, the next one is opened."""

    carton: str
    position: int = 1


@dataclass(frozen=True)
class GiveUpCarton:
    """A carton that nothing was put into went back to the shelf."""

    carton: str
    position: int = 1


@dataclass(frozen=True)
class PutInTote:
    """Units of a line went from their location into the tote, or carton, with this code."""

    pick_line_id: int
    quantity: int
    tote: str
    serials: tuple[str, ...] = ()


@dataclass(frozen=True)
class SwitchLot:
    """Open units of a line are taken of another lot, which lies at the same location."""

    pick_line_id: int
    quantity: int
    lot: str


@dataclass(frozen=True)
class ShortLine:
    """The open rest of a line was not found."""

    pick_line_id: int
    missing: int
    reason: ShortReason


@dataclass(frozen=True)
class SetDamaged:
    """Units of a line were damaged, and went from their location to the place with this code."""

    pick_line_id: int
    quantity: int
    place: str


@dataclass(frozen=True)
class SubstituteLine:
    """The open rest of a line was not found; the customer takes another item instead."""

    pick_line_id: int
    missing: int


@dataclass(frozen=True)
class CheckEmpty:
    """Whoever took the last unit by the books saw whether a line's location is empty."""

    pick_line_id: int
    is_empty: bool


@dataclass(frozen=True)
class SkipLine:
    """A line goes to the end of the path, still owed; `skips` orders it behind the others."""

    pick_line_id: int
    skips: int
    reason: SkipReason | None


@dataclass(frozen=True)
class TakeBack:
    """Units went from the tote with this code back to their location."""

    pick_line_id: int
    quantity: int
    tote: str
    serials: tuple[str, ...] = ()


@dataclass(frozen=True)
class SetAside:
    """Units that nobody wants any more went from a tote to the place with this code."""

    pick_line_id: int
    quantity: int
    tote: str
    place: str


@dataclass(frozen=True)
class SetTotesAside:
    """A stopped order's totes were put down at a place: its cart goes on without it."""

    order_id: int
    place: str


@dataclass(frozen=True)
class ToteIn:
    """A tote that another zone handed over was scanned here: this task has it."""

    tote: str
    position: int


@dataclass(frozen=True)
class PassOn:
    """A zone's totes were put on the lane with this code, for the next zone or for the bench."""

    place: str


@dataclass(frozen=True)
class GiveBack:
    """The tote that was handed over is not to be found: the work is offered to others again."""


@dataclass(frozen=True)
class PauseTask:
    """The task is put aside with what was picked so far."""


PickEffect = (
    BindTote
    | UnbindTote
    | LeaveOrders
    | UnloadCart
    | OpenCarton
    | CartonFull
    | GiveUpCarton
    | PutInTote
    | SwitchLot
    | ShortLine
    | SetDamaged
    | SubstituteLine
    | CheckEmpty
    | SkipLine
    | TakeBack
    | SetAside
    | SetTotesAside
    | ToteIn
    | PassOn
    | GiveBack
    | PauseTask
)


@dataclass(frozen=True)
class PickOutcome:
    """The dialogue's answer.

    With a `refusal` the effects are empty and the state differs only in showing the refusal.
    """

    state: PickState
    effects: tuple[PickEffect, ...] = ()
    refusal: Refusal | None = None


def refuse(state: PickState, refusal: Refusal) -> PickOutcome:
    """Hold the STOP state: the prompt stays, nothing is counted, repeats are counted."""
    same = state.same_refusals + 1 if refusal == state.refusal else 1
    return PickOutcome(replace(state, refusal=refusal, same_refusals=same), refusal=refusal)


def go_on(state: PickState, *effects: PickEffect) -> PickOutcome:
    """Leave a STOP state behind and carry on with `state`."""
    return PickOutcome(replace(state, refusal=None, same_refusals=0), effects)


def next_stop(state: PickState, *effects: PickEffect) -> PickOutcome:
    """Move on to the next open line, or to the end of the task."""
    return PickOutcome(begin(state), effects)
