"""Reads a put wall as its rows say: what each of its stations answers scans by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import timedelta

from app.db.queries.picking import lot_name
from app.db.queries.walls import (
    UnsortedLine,
    contents_of,
    cubbies_of,
    orders_at_wall,
    orders_of_tasks,
    sorted_scans,
    tasks_at,
    totes_of_tasks,
    unsorted_lines,
    wall_items,
)
from app.db.schema import Location, PutWall, StockMove
from app.db.unit_of_work import UnitOfWork
from app.domain.locations import MoveReason
from app.domain.wall_state import (
    Piece,
    SortedStep,
    ToteUnits,
    WallCubby,
    WallItem,
    WallOrder,
    WallPart,
    WallState,
    WallTote,
)

UNDONE_WITHIN = timedelta(hours=2)
"""How long after a put a station that began anew can take it back."""


def read_wall(work: UnitOfWork, wall: PutWall) -> WallState:
    """A wall with its cubbies, the orders that have goods for it, and their bulk totes."""
    cubbies = tuple(
        WallCubby(row.location_id, code, row.row_number, row.column_number, row.order_id)
        for row, code in cubbies_of(work.session, wall.location_id)
    )
    bound = {cubby.order_id for cubby in cubbies if cubby.order_id is not None}
    # A batch is here once one of its totes was, though that is empty and gone by now.
    begun = {line.task_id for line in unsorted_lines(work.session, bound)}
    here = tasks_at(work.session, wall.location_id) | begun
    order_ids = orders_of_tasks(work.session, here) | bound
    lines = unsorted_lines(work.session, order_ids)
    items = wall_items(work.session, {line.item_id for line in lines})
    return WallState(
        wall_id=wall.location_id,
        wall=_code(work, wall.location_id),
        aside_id=wall.aside_id,
        aside=_code(work, wall.aside_id),
        cubbies=cubbies,
        orders=_orders(work, order_ids),
        parts=_parts(lines, items),
        totes=_totes(work, here, items),
        revision=wall.revision,
    )


def _orders(work: UnitOfWork, order_ids: Collection[int]) -> tuple[WallOrder, ...]:
    return tuple(
        WallOrder(
            order_id=row.order_id,
            number=row.number,
            priority=row.priority,
            due_at=row.due_at,
            in_cubby=row.in_cubby,
            unpicked=max(0, row.unpicked),
            cancelled=row.cancelled,
            held=row.held,
            single_line=row.lines == 1,
            packing=row.packing,
        )
        for row in orders_at_wall(work.session, order_ids)
    )


def _parts(lines: Sequence[UnsortedLine], items: dict[int, WallItem]) -> tuple[WallPart, ...]:
    """What is still to be sorted, and how much of it the customers want still."""
    in_totes: dict[int, int] = defaultdict(int)
    for line in lines:
        in_totes[line.order_line_id] += line.units
    wanted = {
        line.order_line_id: max(0, line.due - (line.picked - in_totes[line.order_line_id]))
        for line in lines
    }
    parts: list[WallPart] = []
    for line in lines:
        units = min(line.units, wanted[line.order_line_id])
        wanted[line.order_line_id] -= units
        parts.append(
            WallPart(
                pick_line_id=line.pick_line_id,
                order_line_id=line.order_line_id,
                order_id=line.order_id,
                task_id=line.task_id,
                item=items[line.item_id],
                lot_id=line.lot_id,
                units=line.units,
                wanted=units,
            )
        )
    return tuple(parts)


def _totes(
    work: UnitOfWork, task_ids: Collection[int], items: dict[int, WallItem]
) -> tuple[WallTote, ...]:
    totes = totes_of_tasks(work.session, task_ids)
    contents: dict[int, list[ToteUnits]] = defaultdict(list)
    for place, item_id, lot, units in contents_of(
        work.session, [tote.location_id for tote, _ in totes]
    ):
        contents[place].append(ToteUnits(items[item_id], lot.id, lot_name(lot), units))
    return tuple(
        WallTote(tote.location_id, code, tote.task_id or 0, tuple(contents[tote.location_id]))
        for tote, code in totes
    )


def own_steps(work: UnitOfWork, wall: PutWall) -> tuple[SortedStep, ...]:
    """What this station put into the wall and has not taken back, for UNDO after a restart."""
    moves = sorted_scans(
        work.session, wall.location_id, work.actor.station, work.now - UNDONE_WITHIN
    )
    by_scan: dict[object, list[tuple[StockMove, int]]] = defaultdict(list)
    for move, order_id in moves:
        by_scan[move.scan_id].append((move, order_id))
    steps: list[list[tuple[StockMove, int]]] = []
    for scan in by_scan.values():
        if scan[0][0].reason is MoveReason.SORTED:
            steps.append(scan)
        elif steps:
            steps.pop()  # units come out in the reverse order
    items = wall_items(work.session, {scan[0][0].item_id for scan in steps})
    return tuple(
        SortedStep(
            cubby_id=scan[0][0].to_location_id,
            order_id=scan[0][1],
            item=items[scan[0][0].item_id],
            pieces=tuple(_piece(move) for move, _ in scan),
        )
        for scan in steps
    )


def _piece(move: StockMove) -> Piece:
    return Piece(
        pick_line_id=move.pick_line_id or 0,
        order_line_id=move.order_line_id or 0,
        item_id=move.item_id,
        lot_id=move.lot_id,
        tote_id=move.from_location_id,
        units=move.quantity,
    )


def _code(work: UnitOfWork, location_id: int) -> str:
    return work.session.get_one(Location, location_id).code
