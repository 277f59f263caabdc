"""Writes the inspection dialogue's effects: findings on record, units out of the order, counts."""

from __future__ import annotations

from app.db.ledger import Move, StockTooLow, move_units
from app.db.queries.inspections import (
    errors_found,
    picked_at,
    pickers_of_lines,
    tasks_of_order,
)
from app.db.queries.order_goods import GoodsOfLine, picks_behind
from app.db.queries.orders import lines_of
from app.db.queries.picking import order_number
from app.db.queries.sort_losses import free_stock_of
from app.db.schema import NO_LOT, Inspection, InspectionLine, Item
from app.db.schema.locations import ADJUSTED_ID, LOST_ID
from app.db.unit_of_work import UnitOfWork
from app.domain.count_rules import CountReason
from app.domain.inspection_events import ErrorFound, InspectionEnded
from app.domain.inspection_state import (
    BackToPicker,
    DamagedOut,
    FindingKind,
    InspectEffect,
    Inspecting,
    InspectionOver,
    MissingBrought,
    TakenOut,
    Way,
)
from app.domain.locations import MoveReason
from app.domain.put_away import PutAwayReason
from app.domain.refusals import Refused, StockMissing
from app.domain.sort_events import GoodsSetAside
from app.domain.tasks import StockTaskState
from app.domain.wall_state import Piece
from app.services.identifying import Entry
from app.services.inspection_rows import goods_of_order, keep
from app.services.raising_counts import raise_count
from app.services.raising_inspections import end
from app.services.raising_put_aways import raise_put_away
from app.services.sort_losses import lose
from app.services.taking_out import LEGS_APART, ScanLeg


def apply_effect(
    work: UnitOfWork,
    row: Inspection,
    state: Inspecting,
    effect: InspectEffect,
    entry: Entry,
    leg: int,
) -> None:
    """Write one effect of a scan; `leg` numbers the effects of the same scan.

    Raises:
        Refused: the books do not have the goods where the dialogue thought; the transaction is to
            be rolled back.
    """
    scan = ScanLeg(entry.scan_id, leg)
    match effect:
        case BackToPicker(item_id=item_id, units=units):
            _write_line(work, row, item_id, FindingKind.MISSING, units, Way.BACK_TO_PICKER)
            pieces = _pieces(work, row.order_id, item_id, units)
            lose(work, pieces, LOST_ID, CountReason.INSPECTION.value, scan)
        case MissingBrought(item_id=item_id, units=units):
            _write_line(work, row, item_id, FindingKind.MISSING, units, Way.FIX_HERE)
            _count_where_picked(work, row.order_id, item_id)
        case DamagedOut():
            _write_line(
                work, row, effect.item_id, FindingKind.DAMAGED, effect.units, Way.BACK_TO_PICKER
            )
            pieces = _pieces(work, row.order_id, effect.item_id, effect.units)
            lose(work, pieces, effect.place_id, CountReason.DAMAGED.value, scan)
            for piece in pieces:
                _see_to(work, effect, piece.lot_id, piece.units, PutAwayReason.DAMAGED)
            _tell_aside(work, effect, effect.why)
        case TakenOut():
            _write_line(work, row, effect.item_id, effect.kind, effect.units, Way.FIX_HERE)
            lot_id = _set_surplus_aside(work, row.order_id, effect, scan)
            _see_to(work, effect, lot_id, effect.units, PutAwayReason.SURPLUS)
            _tell_aside(work, effect, effect.kind.value)
        case InspectionOver():
            _finish(work, row, state)
    keep(row, state)
    work.session.flush()


def _write_line(
    work: UnitOfWork,
    row: Inspection,
    item_id: int,
    finding: FindingKind,
    units: int,
    way: Way | None,
) -> None:
    """Put a finding on record, with whoever picked the item; of an item of no line, the order."""
    lines = lines_of(work.session, [row.order_id])[row.order_id]
    pickers = pickers_of_lines(work.session, [line.id for line in lines])
    mine = [line.id for line in lines if line.item_id == item_id and line.picked]
    blamed = [pickers[line_id] for line_id in mine or pickers if line_id in pickers]
    work.session.add(
        InspectionLine(
            inspection_id=row.id,
            order_line_id=mine[0] if mine else None,
            item_id=item_id,
            finding=finding,
            units=units,
            way="" if way is None else way.value,
            picked_by=blamed[0] if blamed else None,
            at=work.now,
        )
    )
    if finding is not FindingKind.RIGHT:
        sku = work.session.get_one(Item, item_id).sku
        done = "" if way is None else way.value
        number = order_number(work.session, row.order_id)
        work.record(ErrorFound(row.id, number, sku, finding.value, units, done))
    work.session.flush()


def _pieces(work: UnitOfWork, order_id: int, item_id: int, units: int) -> list[Piece]:
    """So many units of an item of the order, by the pick lines that brought them.

    Raises:
        Refused: with `StockMissing`: the books have fewer in the order's places.
    """
    found: list[Piece] = []
    rest = units
    goods = [one for one in goods_of_order(work, order_id) if one.item_id == item_id]
    for one in goods:
        for piece in _pieces_there(work, one):
            taken = min(rest, piece.units)
            rest -= taken
            if taken:
                found.append(
                    Piece(
                        piece.pick_line_id,
                        piece.order_line_id,
                        item_id,
                        piece.lot_id,
                        piece.tote_id,
                        taken,
                    )
                )
    if rest:
        name = work.session.get_one(Item, item_id).name
        place = goods[0].location if goods else ""
        raise Refused(StockMissing(place, name, units, units - rest))
    return found


def _pieces_there(work: UnitOfWork, goods: GoodsOfLine) -> list[Piece]:
    behind = picks_behind(work.session, goods.order_line_id, goods.lot_id, goods.location_id)
    rest = goods.units
    pieces: list[Piece] = []
    for pick_line_id, units in sorted(behind.items(), reverse=True):
        taken = min(rest, units)
        rest -= taken
        if taken:
            pieces.append(
                Piece(
                    pick_line_id,
                    goods.order_line_id,
                    goods.item_id,
                    goods.lot_id,
                    goods.location_id,
                    taken,
                )
            )
    return pieces


def _count_where_picked(work: UnitOfWork, order_id: int, item_id: int) -> None:
    """Have the places counted where the item was picked: the books may be wrong there."""
    for place_id, _ in picked_at(work.session, order_id).get(item_id, ()):
        raise_count(work, item_id=item_id, location_id=place_id, reason=CountReason.INSPECTION)


def _set_surplus_aside(work: UnitOfWork, order_id: int, effect: TakenOut, scan: ScanLeg) -> int:
    """Book goods that were in the order's tote and not in its books.

    Most likely too many were taken where the item was picked, so they are taken off there, as far
    as the books hold any that are not promised, and the place is counted. Goods that the books
    have nowhere are found goods.

    Returns:
        The lot they are of, by the books.
    """
    tasks = tasks_of_order(work.session, order_id)
    task_id = tasks[0] if tasks else 0
    source = free_stock_of(work.session, effect.item_id, task_id, effect.units)
    lot_id = NO_LOT if source is None else source.lot_id
    try:
        move_units(
            work,
            Move(
                item_id=effect.item_id,
                lot_id=lot_id,
                source=ADJUSTED_ID if source is None else source.location_id,
                target=effect.place_id,
                quantity=effect.units,
                reason=MoveReason.SET_ASIDE,
                scan_id=scan.scan_id,
                leg=scan.leg * LEGS_APART,
                detail=f"inspection of order {order_id}",
            ),
        )
    except StockTooLow as error:
        name = work.session.get_one(Item, effect.item_id).name
        raise Refused(StockMissing(effect.place, name, effect.units, 0)) from error
    if source is not None:
        raise_count(
            work,
            item_id=effect.item_id,
            location_id=source.location_id,
            reason=CountReason.INSPECTION,
        )
    return lot_id


def _see_to(
    work: UnitOfWork,
    effect: DamagedOut | TakenOut,
    lot_id: int,
    units: int,
    reason: PutAwayReason,
) -> None:
    """Have goods seen to that were brought to a quarantine place."""
    raise_put_away(
        work,
        item_id=effect.item_id,
        lot_id=lot_id,
        location_id=effect.place_id,
        quantity=units,
        reason=reason,
    )


def _tell_aside(work: UnitOfWork, effect: DamagedOut | TakenOut, why: str) -> None:
    sku = work.session.get_one(Item, effect.item_id).sku
    work.record(GoodsSetAside(effect.place, sku, effect.units, why))


def _finish(work: UnitOfWork, row: Inspection, state: Inspecting) -> None:
    """End the inspection: what was right is on record beside what was not."""
    for each in state.expected:
        if each.units:
            _write_line(work, row, each.item.item_id, FindingKind.RIGHT, each.units, None)
    end(work, row, StockTaskState.DONE)
    errors = errors_found(work.session, row.id)
    work.record(InspectionEnded(row.id, row.order_id, state.order_number, errors))
