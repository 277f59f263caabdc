"""Writes what a sorter did: units between totes and cubbies, goods set aside, units missing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from app.db.ledger import Move, StockTooLow, move_units
from app.db.queries.orders import lock_orders
from app.db.queries.picking import lock_task, order_number
from app.db.queries.walls import lock_bulk_tote, walls_of_task
from app.db.schema import Cubby, Item, Location, Operator, PickLine, PickTask, PutWall, Tote
from app.db.unit_of_work import UnitOfWork
from app.domain.locations import MoveReason
from app.domain.pack_places import EACH_SCANNED
from app.domain.refusals import Refused, StockMissing
from app.domain.sort_events import BulkToteOpened, CubbyOpened, UnitsSorted, UnitsUnsorted
from app.domain.sort_refusals import (
    AtAnotherWall,
    CubbyAtBench,
    NothingToSort,
    StillBeingPicked,
    ToteUsedAgain,
)
from app.domain.tasks import PickTaskState
from app.domain.wall_effects import (
    ClearCubby,
    OpenCubby,
    OpenTote,
    PutInCubby,
    ReportMissing,
    SetAside,
    TakeOutOfCubby,
    WallEffect,
)
from app.domain.wall_state import Piece, SortedStep
from app.services.freeing import free_bulk_totes, free_cubby
from app.services.sort_losses import clear_cubby, report_missing, set_aside
from app.services.taking_out import LEGS_APART, ScanLeg

_PICKED = frozenset({PickTaskState.DONE, PickTaskState.CANCELLED})


@dataclass(frozen=True)
class Sorting:
    """One scan at a wall, being written.

    Attributes:
        work: the transaction.
        wall: the wall, locked.
        scan_id: the scan.
    """

    work: UnitOfWork
    wall: PutWall
    scan_id: uuid.UUID

    @property
    def name(self) -> str:
        """What the wall is called."""
        return self.work.session.get_one(Location, self.wall.location_id).code


def write_wall_effect(sorting: Sorting, effect: WallEffect, *, leg: int) -> None:
    """Write one effect of a scan; `leg` numbers the effects of the same scan.

    Raises:
        Refused: the books do not allow it; the transaction is to be rolled back.
    """
    match effect:
        case OpenTote(tote_id=tote_id):
            _open_tote(sorting, tote_id)
        case OpenCubby(cubby_id=cubby_id, order_id=order_id):
            _bind(sorting, cubby_id, order_id)
        case PutInCubby(step=step):
            _put(sorting, step, leg)
        case TakeOutOfCubby(step=step):
            _take_out(sorting, step, leg)
        case SetAside():
            set_aside(sorting.work, effect, ScanLeg(sorting.scan_id, leg))
            free_bulk_totes(sorting.work, (piece.tote_id for piece in effect.pieces))
        case ReportMissing(tote_id=tote_id, pieces=pieces):
            report_missing(sorting.work, pieces, ScanLeg(sorting.scan_id, leg))
            free_bulk_totes(sorting.work, [tote_id])
        case ClearCubby(cubby_id=cubby_id, place_id=place_id):
            clear_cubby(sorting.work, cubby_id, place_id, ScanLeg(sorting.scan_id, leg))
            free_cubby(sorting.work, sorting.work.session.get_one(Cubby, cubby_id))
    sorting.work.session.flush()


# Totes --------------------------------------------------------------------------------------


def _open_tote(sorting: Sorting, tote_id: int) -> None:
    """Bring a bulk tote to the wall; whoever picked it can take nothing back any more."""
    work, wall_id = sorting.work, sorting.wall.location_id
    tote = lock_bulk_tote(work.session, tote_id)
    code = _code(work, tote_id)
    if tote is None or tote.task_id is None:
        raise Refused(NothingToSort(code))
    task = lock_task(work.session, tote.task_id)
    require_picked(work, task, code)
    for other in walls_of_task(work.session, task.id) - {wall_id}:
        raise Refused(AtAnotherWall(code, _code(work, other)))
    if tote.place_id != wall_id:
        end_pickers_hold(task)
        work.record(BulkToteOpened(code, sorting.name, task.id))
    see_tote(work, tote, wall_id)


def require_picked(work: UnitOfWork, task: PickTask, tote: str) -> None:
    """Let nobody take goods out of a batch that is still being picked.

    Raises:
        Refused: with `StillBeingPicked`.
    """
    if task.state in _PICKED:
        return
    picker = task.operator_id or task.paused_by
    name = "" if picker is None else work.session.get_one(Operator, picker).name
    raise Refused(StillBeingPicked(tote, name))


def end_pickers_hold(task: PickTask) -> None:
    """Whoever picked a batch could undo its last steps until now; from here on others have it."""
    task.epoch += 1
    task.revision += 1


def see_tote(work: UnitOfWork, tote: Tote, place_id: int | None) -> None:
    """Note where a tote was scanned, when and by whom."""
    tote.place_id = place_id
    tote.seen_at = work.now
    tote.seen_by = work.actor.operator_id
    tote.seen_station = work.actor.station


# Cubbies ------------------------------------------------------------------------------------


def _bind(sorting: Sorting, cubby_id: int, order_id: int) -> Cubby:
    cubby = sorting.work.session.get_one(Cubby, cubby_id)
    if cubby.order_id != order_id:
        cubby.order_id = order_id
        cubby.bound_at = sorting.work.now
        number = order_number(sorting.work.session, order_id)
        code = _code(sorting.work, cubby_id)
        sorting.work.record(CubbyOpened(sorting.name, code, order_id, number))
    return cubby


def _put(sorting: Sorting, step: SortedStep, leg: int) -> None:
    work = sorting.work
    cubby = _bind(sorting, step.cubby_id, step.order_id)
    detail = EACH_SCANNED if step.is_each_scanned else ""
    for number, piece in enumerate(step.pieces):
        way = (piece.tote_id, cubby.location_id)
        _move(sorting, piece, way, MoveReason.SORTED, (leg, number), detail)
    free_bulk_totes(work, (piece.tote_id for piece in step.pieces))
    order = order_number(work.session, step.order_id)
    code = _code(work, step.cubby_id)
    work.record(UnitsSorted(sorting.name, code, step.order_id, order, step.units))


def _take_out(sorting: Sorting, step: SortedStep, leg: int) -> None:
    """Bring units back into their totes, which are bound to the batch again if they were free."""
    work = sorting.work
    (order,) = lock_orders(work.session, [step.order_id])
    code = _code(work, step.cubby_id)
    if order.packing_started_at is not None:
        raise Refused(CubbyAtBench(code, order.number))
    for number, piece in enumerate(step.pieces):
        _bind_again(work, piece, code)
        way = (step.cubby_id, piece.tote_id)
        _move(sorting, piece, way, MoveReason.UNSORTED, (leg, number))
    work.record(UnitsUnsorted(sorting.name, code, order.id, order.number, step.units))


def _bind_again(work: UnitOfWork, piece: Piece, cubby: str) -> None:
    tote = lock_bulk_tote(work.session, piece.tote_id)
    task_id = work.session.get_one(PickLine, piece.pick_line_id).task_id
    is_free = tote is not None and tote.task_id is None and tote.order_id is None
    if tote is not None and is_free:
        tote.task_id = task_id
        tote.bound_at = work.now
    elif tote is None or tote.task_id != task_id:
        raise Refused(ToteUsedAgain(_code(work, piece.tote_id), cubby))


def _move(
    sorting: Sorting,
    piece: Piece,
    way: tuple[int, int],
    reason: MoveReason,
    turn: tuple[int, int],
    detail: str = "",
) -> None:
    """Carry units of a pick line between tote and cubby; `turn` numbers effect and piece."""
    source, target = way
    leg, number = turn
    move = Move(
        item_id=piece.item_id,
        lot_id=piece.lot_id,
        source=source,
        target=target,
        quantity=piece.units,
        reason=reason,
        order_line_id=piece.order_line_id,
        pick_line_id=piece.pick_line_id,
        scan_id=sorting.scan_id,
        leg=leg * LEGS_APART + number,
        detail=detail,
    )
    try:
        move_units(sorting.work, move)
    except StockTooLow as error:
        name = sorting.work.session.get_one(Item, piece.item_id).name
        missing = StockMissing(_code(sorting.work, source), name, piece.units, 0)
        raise Refused(missing) from error


def _code(work: UnitOfWork, location_id: int) -> str:
    return work.session.get_one(Location, location_id).code
