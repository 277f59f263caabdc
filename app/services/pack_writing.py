"""Writes the pack dialogue's effects: units into the carton, the carton closed, labelled, sent."""

from __future__ import annotations

import uuid

from app.db.ledger import Move, move_units
from app.db.queries.bench_goods import goods_to_pack, packed_goods
from app.db.queries.orders import lines_of
from app.db.queries.parcels import carton_lines, order_of_carton, stock_at
from app.db.schema import Carton, Order, OrderHold, OrderLine
from app.db.schema.locations import SHIPPED_ID
from app.db.unit_of_work import UnitOfWork
from app.domain.events import CartonShipped, LabelConfirmed, OrderHeld, UnitsVerified
from app.domain.locations import MoveReason
from app.domain.manifests import HandOver
from app.domain.orders import HoldReason
from app.domain.pack_effects import (
    AcknowledgeInstructions,
    CloseCarton,
    ConfirmLabel,
    NoteWeight,
    PackEffect,
    PutInCarton,
    ReopenCarton,
    ReportMissing,
    ReprintLabel,
    TakeOutOfCarton,
    TakeTote,
    VoidLabel,
)
from app.domain.refusals import Refused, StockMissing
from app.domain.shipping_tracking import ParcelStatus
from app.domain.tasks import CartonState, next_carton_state
from app.services.carrier_purchases import add_parcel_event, follow_way
from app.services.carton_contents import count_in
from app.services.parcel_opening import place_to_unpack, reopen_carton, take_tote, void_label
from app.services.parcels import close_carton
from app.services.serial_writing import move_serials
from app.services.shipping_setup import house_rules
from app.services.spooling import confirm_label_jobs, reprint_label
from app.services.weighing import weigh_carton
from app.services.workplace import Workplace
from printing.documents import Document


def apply_effect(
    work: UnitOfWork,
    workplace: Workplace,
    carton: Carton,
    effect: PackEffect,
    *,
    scan_id: uuid.UUID,
    leg: int,
    slip: Document | None = None,
) -> None:
    """Write one effect of a scan.

    Args:
        work: the transaction.
        workplace: the station.
        carton: what is packed.
        effect: what the scan does.
        scan_id: the scan.
        leg: numbers the effects of the same scan.
        slip: the slip that the station printed by itself.

    Raises:
        Refused: the books do not allow what the dialogue did; the transaction is rolled back.
    """
    match effect:
        case PutInCarton(order_line_id=line_id, quantity=quantity, serials=serials):
            _put_in_carton(work, carton, line_id, quantity, scan_id, leg)
            move_serials(work, line_id, serials, carton.location_id)
        case TakeOutOfCarton(order_line_id=line_id, quantity=quantity, serials=serials):
            place_id = _take_out(work, carton, line_id, quantity, scan_id, leg)
            move_serials(work, line_id, serials, place_id)
        case AcknowledgeInstructions():
            carton.instructions_read_at = work.now
        case CloseCarton(packaging=code, weight_g=weight_g):
            close_carton(work, workplace, carton, code, slip, weight_g=weight_g)
        case ConfirmLabel(sscc=sscc):
            _confirm_label(work, carton, sscc)
            if house_rules(work).hand_over is HandOver.BENCH:
                ship_carton(work, carton, scan_id)
        case ReportMissing(reason=reason):
            _hold_short(work, carton, reason.value)
        case ReprintLabel(reason=reason):
            reprint_label(work, carton, reason.value)
        case _:
            _apply_at_scale_or_closed(work, workplace, carton, effect)


def _apply_at_scale_or_closed(
    work: UnitOfWork, workplace: Workplace, carton: Carton, effect: PackEffect
) -> None:
    """Write what was done at the scale, or with a parcel that was closed."""
    match effect:
        case NoteWeight():
            weigh_carton(work, carton, effect)
        case ReopenCarton():
            reopen_carton(work, workplace, carton)
        case VoidLabel(lead_badge=badge):
            void_label(work, workplace, carton, badge)
        case TakeTote(tote_id=tote_id, code=code):
            take_tote(work, carton, tote_id, code)


def _put_in_carton(
    work: UnitOfWork, carton: Carton, line_id: int, quantity: int, scan_id: uuid.UUID, leg: int
) -> None:
    order_id = order_of_carton(work.session, carton)
    line = work.session.get_one(OrderLine, line_id, with_for_update=True)
    rest = quantity
    for number, goods in enumerate(goods_to_pack(work.session, order_id, line)):
        taken = min(rest, goods.units)
        if taken == 0:
            break
        move_units(
            work,
            Move(
                item_id=goods.stock.item_id,
                lot_id=goods.stock.lot_id,
                source=goods.stock.location_id,
                target=carton.location_id,
                quantity=taken,
                reason=MoveReason.PACKED,
                order_line_id=line.id,
                pick_line_id=goods.pick_line_id,
                scan_id=scan_id,
                leg=leg * 100 + number,
            ),
        )
        count_in(work, carton, line, goods.stock.lot_id, taken)
        rest -= taken
    if rest > 0:
        raise Refused(StockMissing("tote", line.name, quantity, quantity - rest))
    work.record(UnitsVerified(line.id, quantity))


def _take_out(
    work: UnitOfWork, carton: Carton, line_id: int, quantity: int, scan_id: uuid.UUID, leg: int
) -> int:
    """Bring units back to where they came from; what went in last comes out first.

    Returns:
        Where the last of them went.

    Raises:
        Refused: there is no such place any more, or the carton does not hold so many.
    """
    line = work.session.get_one(OrderLine, line_id, with_for_update=True)
    rest, place_id = quantity, carton.location_id
    there = {
        (stock.item_id, stock.lot_id): stock.on_hand
        for stock in stock_at(work.session, carton.location_id)
    }
    for number, goods in enumerate(packed_goods(work.session, carton.location_id, line.id)):
        taken = min(rest, goods.units, there.get((line.item_id or 0, goods.lot_id), 0))
        if taken == 0:
            continue
        place_id = place_to_unpack(work, line.order_id, goods)
        move_units(
            work,
            Move(
                item_id=line.item_id or 0,
                lot_id=goods.lot_id,
                source=carton.location_id,
                target=place_id,
                quantity=taken,
                reason=MoveReason.UNPACKED,
                order_line_id=line.id,
                pick_line_id=goods.pick_line_id,
                scan_id=scan_id,
                leg=leg * 100 + number,
            ),
        )
        count_in(work, carton, line, goods.lot_id, -taken)
        rest -= taken
    if rest > 0:
        raise Refused(StockMissing("carton", line.name, quantity, quantity - rest))
    return place_id


def _confirm_label(work: UnitOfWork, carton: Carton, sscc: str) -> None:
    carton.state = next_carton_state(carton.id, carton.state, CartonState.LABELLED)
    carton.label_confirmed_at = work.now
    confirm_label_jobs(work, carton)
    work.record(LabelConfirmed(carton.id, sscc))


def ship_carton(
    work: UnitOfWork, carton: Carton, scan_id: uuid.UUID, *, first_leg: int = 1000
) -> int:
    """Hand a labelled carton to its carrier: its units leave the house.

    Where the house brings its parcels itself, the label's scan is the hand-over as well.

    Args:
        work: the transaction; the carton and its order are locked.
        carton: what leaves.
        scan_id: the scan that says so.
        first_leg: numbers the moves of the same scan.

    Returns:
        The number after the last move's.
    """
    order = work.session.get_one(Order, order_of_carton(work.session, carton))
    number = -1
    for number, (row, _) in enumerate(carton_lines(work.session, carton.id)):
        line = work.session.get_one(OrderLine, row.order_line_id, with_for_update=True)
        move_units(
            work,
            Move(
                item_id=line.item_id or 0,
                lot_id=row.lot_id,
                source=carton.location_id,
                target=SHIPPED_ID,
                quantity=row.quantity,
                reason=MoveReason.SHIPPED,
                order_line_id=line.id,
                scan_id=scan_id,
                leg=first_leg + number,
            ),
        )
        line.shipped += row.quantity
    carton.state = next_carton_state(carton.id, carton.state, CartonState.SHIPPED)
    carton.shipped_at = work.now
    add_parcel_event(work, carton, ParcelStatus.HANDED_OVER)
    follow_way(work, carton)
    work.record(CartonShipped(carton.id, carton.sscc or "", order.number))
    return first_leg + number + 1


def _hold_short(work: UnitOfWork, carton: Carton, reason: str) -> None:
    order = work.session.get_one(Order, order_of_carton(work.session, carton))
    missing = [
        f"{row.picked - row.packed} x {row.sku}"
        for row in lines_of(work.session, [order.id])[order.id]
        if row.picked > row.packed
    ]
    work.session.add(
        OrderHold(
            order_id=order.id,
            reason=HoldReason.SHORT,
            detail=f"{reason}: {', '.join(missing)}",
            held_at=work.now,
        )
    )
    work.record(OrderHeld(order.id, order.number, HoldReason.SHORT.value))
