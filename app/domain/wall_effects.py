"""What the sort dialogue wants written, and what the wall looks like once it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.dialogues import Outcome
from app.domain.wall_rules import idle_cubbies, with_again, without, without_lost
from app.domain.wall_state import Aside, Piece, SortedStep, WallState


@dataclass(frozen=True)
class OpenTote:
    """Units are taken out of this tote from now on.

    `is_meant`: even if its orders have one line each, and could skip the wall.
    """

    tote_id: int
    is_meant: bool = False


@dataclass(frozen=True)
class OpenCubby:
    """A free cubby is the order's from now on."""

    cubby_id: int
    order_id: int


@dataclass(frozen=True)
class PutInCubby:
    """Units went from their totes into the order's cubby."""

    step: SortedStep


@dataclass(frozen=True)
class TakeOutOfCubby:
    """Units went from the cubby back into their totes."""

    step: SortedStep


@dataclass(frozen=True)
class SetAside:
    """Goods that no order gets went to a place for such goods.

    `pieces` are the picked units that their orders lack now; what is surplus, or unknown, has none.
    """

    aside: Aside
    task_id: int
    place_id: int
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class ReportMissing:
    """A tote is empty, and these units of the books were not in it."""

    tote_id: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class ClearCubby:
    """All that is in the cubby of a cancelled order went to a place for such goods."""

    cubby_id: int
    place_id: int


WallEffect = (
    OpenTote | OpenCubby | PutInCubby | TakeOutOfCubby | SetAside | ReportMissing | ClearCubby
)


WallOutcome = Outcome[WallState, WallEffect]
"""The sort dialogue's answer."""


def applied(state: WallState, effect: WallEffect) -> WallState:
    """The wall once an effect is written; prompt and hands are left alone."""
    match effect:
        case OpenTote(tote_id=tote_id):
            return replace(state, tote_id=tote_id)
        case OpenCubby(cubby_id=cubby_id, order_id=order_id):
            return state.with_cubby(replace(state.cubby(cubby_id), order_id=order_id))
        case PutInCubby(step=step):
            bound = state.with_cubby(replace(state.cubby(step.cubby_id), order_id=step.order_id))
            moved = _in_cubby(without(bound, step.pieces), step.order_id, step.units)
            return replace(moved, history=(*state.history, step))
        case TakeOutOfCubby(step=step):
            moved = _in_cubby(with_again(state, step.pieces), step.order_id, -step.units)
            return replace(moved, history=state.history[:-1])
        case SetAside(pieces=pieces) | ReportMissing(pieces=pieces):
            return _without_idle(_lost(state, pieces))
        case ClearCubby(cubby_id=cubby_id):
            order_id = state.cubby(cubby_id).order_id or 0
            emptied = state.with_order(replace(state.order(order_id), in_cubby=0))
            return emptied.with_cubby(replace(state.cubby(cubby_id), order_id=None))


def _in_cubby(state: WallState, order_id: int, units: int) -> WallState:
    order = state.order(order_id)
    return state.with_order(replace(order, in_cubby=order.in_cubby + units))


def _lost(state: WallState, pieces: tuple[Piece, ...]) -> WallState:
    left = without_lost(state, pieces)
    for order in state.orders:
        lacking = state.unsorted(order.order_id) - left.unsorted(order.order_id)
        left = left.with_order(replace(order, unpicked=order.unpicked + lacking))
    return left


def _without_idle(state: WallState) -> WallState:
    for cubby in idle_cubbies(state):
        state = state.with_cubby(replace(cubby, order_id=None))
    return state
