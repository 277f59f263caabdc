"""Reads all that decides about where an order or a parcel is, and gives the reasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.db.queries import why_rows as rows
from app.db.queries.consolidation import missing_zones_of
from app.db.queries.floor_exceptions import due_of
from app.db.queries.inspections import open_inspections
from app.db.queries.look_up import cage_of
from app.db.queries.order_goods import goods_of_lines
from app.db.queries.orders import lines_of, open_holds_of, order_facts
from app.db.queries.transports import ASKS_PERSON
from app.db.queries.unwanted_goods import unwanted_goods
from app.db.queries.walls import unsorted_lines
from app.db.schema import CarrierPurchase, Carton, Order, PickTask
from app.db.unit_of_work import UnitOfWork
from app.domain.shipping_purchases import PurchaseState
from app.domain.tasks import CartonState, PickTaskState
from app.domain.why import Why
from app.domain.why_orders import (
    LabelTrouble,
    OrderSeenWhole,
    ParcelSeen,
    TaskSeen,
    why_order,
)
from app.domain.why_work import BoxSeen, ServiceTold, why_box

_ASKED = (PurchaseState.QUEUED, PurchaseState.ASKING, PurchaseState.UNKNOWN)


def order_reasons(work: UnitOfWork, order: Order) -> tuple[Why, ...]:
    """All reasons why an order is where it is; nothing is locked or written."""
    return why_order(order_seen_whole(work, order))


def order_seen_whole(work: UnitOfWork, order: Order) -> OrderSeenWhole:
    """All that decides about where an order is."""
    session = work.session
    wave = rows.wave_of(session, order.wave_id)
    goods = goods_of_lines(session, [line.id for line in lines_of(session, [order.id])[order.id]])
    unwanted = unwanted_goods(session, [order.id])
    parcels = rows.parcels_to_ship(session, order.id)
    is_open = [row.carton for row in parcels if row.carton.state is CartonState.OPEN]
    bench = is_open[0].station if is_open and order.packing_started_at is not None else ""
    return OrderSeenWhole(
        facts=order_facts(session, [order])[order.id],
        now=work.now,
        details=tuple(
            (hold.reason, hold.detail) for hold in open_holds_of(session, [order.id])[order.id]
        ),
        wave="" if wave is None else wave.code,
        wave_state=None if wave is None else wave.state,
        tasks=tuple(
            _task(work, task, holder, parked)
            for task, holder, parked in rows.unfinished_tasks(session, order.id)
        ),
        unwanted=sum(one.units for one in unwanted),
        unwanted_at=unwanted[0].location if unwanted else "",
        unsorted=sum(line.units for line in unsorted_lines(session, [order.id])),
        zones_missing=missing_zones_of(session, order.id),
        to_inspect=order.id in open_inspections(session, [order.id]),
        lies_at=goods[0].location if goods else "",
        bench=bench,
        parcels=tuple(_parcel(work, row) for row in parcels),
        due_at=due_of(session, [order.id])[order.id],
    )


def _task(work: UnitOfWork, task: PickTask, holder: str, parked: str) -> TaskSeen:
    is_ready = task.state is PickTaskState.READY
    return TaskSeen(
        state=task.state,
        holder=holder,
        zone=task.zone,
        place=parked or rows.last_place_of(work.session, task.id),
        ahead=rows.tasks_before(work.session, task) if is_ready else 0,
    )


def _parcel(work: UnitOfWork, row: rows.ParcelRow) -> ParcelSeen:
    carton, purchase = row.carton, row.purchase
    return ParcelSeen(
        name=parcel_name(carton),
        state=carton.state,
        trouble=_trouble(purchase),
        words="" if purchase is None else purchase.reason or purchase.field,
        cage=cage_of(work.session, carton.id),
    )


def parcel_name(carton: Carton) -> str:
    """How people call a parcel: the end of its number, or its place in the order."""
    return f"..{carton.sscc[-6:]}" if carton.sscc else str(carton.number)


def _trouble(purchase: CarrierPurchase | None) -> LabelTrouble:
    if purchase is None:
        return LabelTrouble.NONE
    if purchase.state is PurchaseState.REJECTED:
        return LabelTrouble.REFUSED
    if purchase.state is PurchaseState.UNKNOWN and purchase.field == ASKS_PERSON:
        return LabelTrouble.IN_DOUBT
    return LabelTrouble.ASKED if purchase.state in _ASKED else LabelTrouble.NONE


# Box and carrier --------------------------------------------------------------------------------


def parcel_reasons(work: UnitOfWork, carton: Carton) -> tuple[Why, ...]:
    """Why a parcel has its box, and why it goes by its service and by no other."""
    row = rows.parcel_row(work.session, carton.id)
    purchase = None if row is None else row.purchase
    choice: Mapping[str, Any] = {} if purchase is None else purchase.choice
    chosen = None
    if purchase is not None and choice.get("reason"):
        rate: Mapping[str, Any] = purchase.rate or {}
        service = f"{purchase.carrier} {rate.get('service', '')}".strip()
        chosen = ServiceTold(service, str(choice["reason"]))
    refused = tuple(
        ServiceTold(f"{each['carrier']} {each['service']}", str(each["why"]))
        for each in choice.get("refused", ())
    )
    box = carton.packaging_code or ""
    overruled = rows.overruled_box(work.session, carton.id)
    return why_box(BoxSeen(box, overruled, chosen, refused))
