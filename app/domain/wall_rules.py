"""The rules of a put wall: which order gets a unit, which go short, what the books say then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from app.domain.wall_state import (
    InHand,
    Piece,
    ToteUnits,
    WallCubby,
    WallOrder,
    WallPart,
    WallState,
    WallTote,
)

_NO_DUE = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Goes:
    """Where units go: to an order and its cubby, which is opened for it if `is_new`."""

    order_id: int
    cubby_id: int
    units: int
    is_new: bool = False


@dataclass(frozen=True)
class Waits:
    """An order wants the units, but no cubby is free for it: they stay in the tote."""

    order_id: int


@dataclass(frozen=True)
class Unwanted:
    """The units were picked for customers who do not want them any more."""


@dataclass(frozen=True)
class Surplus:
    """No order of the batch lacks such a unit."""


Target = Goes | Waits | Unwanted | Surplus


def turn(order: WallOrder) -> tuple[int, datetime, int]:
    """The place of an order among others: priority, then cut-off, then age; lower is first."""
    return -order.priority, order.due_at or _NO_DUE, order.order_id


def waiting_orders(state: WallState) -> list[WallOrder]:
    """Orders with goods in the totes and no cubby yet, in their turn."""
    bound = {cubby.order_id for cubby in state.cubbies}
    waiting = [
        order
        for order in state.orders
        if order.order_id not in bound and state.unsorted(order.order_id)
    ]
    return sorted(waiting, key=turn)


def admitted_orders(state: WallState) -> set[int]:
    """Orders that may get goods now: those with a cubby, and as many more as cubbies are free."""
    bound = {cubby.order_id for cubby in state.cubbies if cubby.order_id is not None}
    first = waiting_orders(state)[: len(state.free_cubbies)]
    return bound | {order.order_id for order in first}


def target_for(state: WallState, task_id: int, item_id: int, lot_ids: frozenset[int]) -> Target:
    """Choose the order that gets the next units of an item.

    The order of the highest priority and the earliest cut-off goes first, among equals the one that
    is nearest to complete. A new order opens the first free cubby, as long as there are more of
    them than orders before it.
    """
    wanting: dict[int, int] = {}
    parts = _parts_of(state, task_id, item_id, lot_ids)
    for part in parts:
        if part.wanted:
            wanting[part.order_id] = wanting.get(part.order_id, 0) + part.wanted
    if not wanting:
        return Unwanted() if parts else Surplus()
    admitted = admitted_orders(state)

    def rank(order_id: int) -> tuple[bool, int, datetime, int, int]:
        order = state.order(order_id)
        priority, due_at, _ = turn(order)
        to_come = state.still_to_come(order)
        return order_id not in admitted, priority, due_at, to_come, order_id

    chosen = min(wanting, key=rank)
    if chosen not in admitted:
        return Waits(chosen)
    cubby = state.cubby_of(chosen)
    if cubby is not None:
        return Goes(chosen, cubby.cubby_id, wanting[chosen])
    return Goes(chosen, state.free_cubbies[0].cubby_id, wanting[chosen], is_new=True)


def _parts_of(
    state: WallState, task_id: int, item_id: int, lot_ids: frozenset[int]
) -> list[WallPart]:
    return [
        part
        for part in state.parts
        if part.task_id == task_id
        and part.item.item_id == item_id
        and part.lot_id in lot_ids
        and part.units > 0
    ]


def rows_of(tote: WallTote, item_id: int, lot: str | None) -> list[ToteUnits]:
    """What a tote holds of a scanned item: of the lot on the goods, where the books tell lots."""
    rows = [row for row in tote.contents if row.item.item_id == item_id and row.units > 0]
    if lot is None or all(row.lot is None for row in rows):
        return rows
    return [row for row in rows if row.lot == lot]


def sources(state: WallState, tote: WallTote) -> list[WallTote]:
    """The totes that a unit found in `tote` may have been booked into: it, then its batch's."""
    others = [one for one in state.totes if one.task_id == tote.task_id and one != tote]
    return [tote, *sorted(others, key=lambda one: one.code)]


def booked_rows(state: WallState, tote: WallTote, item_id: int, lot: str | None) -> list[ToteUnits]:
    """What the books hold of a scanned item in a tote, or else in the others of its batch."""
    for source in sources(state, tote):
        rows = rows_of(source, item_id, lot)
        if rows:
            return rows
    return []


def goes_to_packing(state: WallState, tote: WallTote) -> bool:
    """Whether a tote skips the wall: each of its batch's orders has one line only."""
    orders = {part.order_id for part in state.parts if part.task_id == tote.task_id and part.wanted}
    return bool(orders) and all(state.order(order_id).single_line for order_id in orders)


def put_pieces(state: WallState, in_hand: InHand, tote: WallTote) -> tuple[Piece, ...]:
    """Which pick lines' units go into the cubby, and out of which tote by the books."""
    parts = [
        (part, part.wanted)
        for part in _parts_of(state, tote.task_id, in_hand.item.item_id, in_hand.lot_ids)
        if part.order_id == in_hand.order_id
    ]
    return _pieces(sources(state, tote), parts, in_hand.quantity)


def lost_pieces(
    state: WallState, tote: WallTote, item_id: int, lot_ids: frozenset[int], units: int
) -> tuple[Piece, ...]:
    """Whose units are gone, where fewer are usable than were picked.

    What nobody wants any more goes first, then what the orders want whose turn comes last.
    """
    parts = _parts_of(state, tote.task_id, item_id, lot_ids)
    orders = {part.order_id: state.order(part.order_id) for part in parts}
    losing = sorted(orders.values(), key=turn, reverse=True)
    place = {order.order_id: number for number, order in enumerate(losing)}
    parts.sort(key=lambda part: (place[part.order_id], part.pick_line_id))
    unwanted = [(part, part.units - part.wanted) for part in parts]
    wanted = [(part, part.wanted) for part in parts]
    return _pieces(sources(state, tote), unwanted + wanted, units)


def missing_pieces(state: WallState, tote: WallTote) -> tuple[Piece, ...]:
    """Whose units are gone, where a tote is empty and the books say otherwise."""
    pieces: list[Piece] = []
    for row in tote.contents:
        alone = replace(tote, contents=(row,))
        lots = frozenset({row.lot_id})
        parts = lost_pieces(
            replace(state, totes=(alone,)), alone, row.item.item_id, lots, row.units
        )
        pieces += parts
    return tuple(pieces)


def _pieces(
    totes: Iterable[WallTote], parts: Iterable[tuple[WallPart, int]], units: int
) -> tuple[Piece, ...]:
    """Match units of parts with booked ones, lot by lot."""
    there = [
        [tote.tote_id, row.item.item_id, row.lot_id, row.units]
        for tote in totes
        for row in tote.contents
    ]
    pieces: list[Piece] = []
    rest = units
    for part, most in parts:
        open_units = min(most, rest)
        for source in there:
            tote_id, item_id, lot_id, free = source
            taken = min(open_units, free)
            if taken <= 0 or (item_id, lot_id) != (part.item.item_id, part.lot_id):
                continue
            pieces.append(
                Piece(part.pick_line_id, part.order_line_id, item_id, lot_id, tote_id, taken)
            )
            source[3] -= taken
            open_units -= taken
            rest -= taken
    return tuple(pieces)


# What is left ----------------------------------------------------------------------------------


def without(state: WallState, pieces: Iterable[Piece]) -> WallState:
    """The wall once pieces that were wanted have left their totes."""
    return _moved(state, pieces, -1)


def without_lost(state: WallState, pieces: Iterable[Piece]) -> WallState:
    """The wall once pieces are gone: of a part, those that nobody wants go first."""
    moved = _moved(state, pieces, -1)
    before = {part.pick_line_id: part.wanted for part in state.parts}
    parts = tuple(
        replace(part, wanted=min(before[part.pick_line_id], part.units)) for part in moved.parts
    )
    return replace(moved, parts=parts)


def with_again(state: WallState, pieces: Iterable[Piece]) -> WallState:
    """The wall once pieces are back in their totes."""
    return _moved(state, pieces, 1)


def _moved(state: WallState, pieces: Iterable[Piece], sign: int) -> WallState:
    by_line: dict[int, int] = {}
    by_row: dict[tuple[int, int, int], int] = {}
    for piece in pieces:
        row = (piece.tote_id, piece.item_id, piece.lot_id)
        by_line[piece.pick_line_id] = by_line.get(piece.pick_line_id, 0) + sign * piece.units
        by_row[row] = by_row.get(row, 0) + sign * piece.units
    parts = tuple(_changed(part, by_line.get(part.pick_line_id, 0)) for part in state.parts)
    totes = tuple(
        replace(
            tote,
            contents=tuple(
                replace(
                    row,
                    units=row.units + by_row.get((tote.tote_id, row.item.item_id, row.lot_id), 0),
                )
                for row in tote.contents
            ),
        )
        for tote in state.totes
    )
    return replace(state, parts=parts, totes=totes)


def _changed(part: WallPart, by: int) -> WallPart:
    return replace(part, units=part.units + by, wanted=part.wanted + by)


def idle_cubbies(state: WallState) -> tuple[WallCubby, ...]:
    """Cubbies whose order has nothing in them, and nothing for them in the totes.

    A packer who has begun may still put units back.
    """
    return tuple(
        cubby
        for cubby in state.cubbies
        if cubby.order_id is not None and _is_idle(state, state.order(cubby.order_id))
    )


def _is_idle(state: WallState, order: WallOrder) -> bool:
    return not (order.in_cubby or order.packing or state.unsorted(order.order_id))
