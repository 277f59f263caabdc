"""Selects that answer questions about orders and the whole house."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from app.db.queries.stock import units_on_hand
from app.db.schema import (
    Address,
    Carton,
    Item,
    Operator,
    Order,
    OrderLine,
    PickTask,
    PrintJob,
    Row,
    Shipment,
    Site,
    StockMove,
)
from app.db.schema.locations import ADJUSTED_ID, LOST_ID, SHIPPED_ID, SUPPLIER_ID
from app.domain.orders import OrderState
from app.domain.tasks import CartonState


@dataclass(frozen=True)
class OrderSummary:
    """An order in one line. `weight_g` is that of its goods."""

    order_id: int
    number: str
    source: str
    recipient: str
    country_code: str
    lines: int
    units: int
    weight_g: int


def order_summaries(session: Session, state: OrderState) -> list[OrderSummary]:
    """The orders in a state, the most urgent first."""
    rows = session.execute(
        select(
            Order.id,
            Order.number,
            Order.source,
            Address.name,
            Address.country_code,
            func.count(OrderLine.id),
            func.coalesce(func.sum(OrderLine.quantity), 0),
            func.coalesce(func.sum(OrderLine.quantity * Item.weight_g), 0),
        )
        .join(Address, Address.id == Order.ship_to_id)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(Item, Item.id == OrderLine.item_id)
        .where(Order.state == state)
        .group_by(Order.id, Address.id)
        .order_by(Order.priority.desc(), Order.placed_at, Order.id)
    )
    return [
        OrderSummary(order_id, number, source, name, country, lines, int(units), int(weight))
        for order_id, number, source, name, country, lines, units, weight in rows
    ]


@dataclass(frozen=True)
class Totals:
    """Units by what became of them, from the ledger; `on_hand` from the stock rows."""

    received: int
    adjusted: int
    on_hand: int
    shipped: int
    lost: int


def totals(session: Session) -> Totals:
    """Count the units that ever came, went and are there."""
    return Totals(
        received=_net(session, SUPPLIER_ID, out=True),
        adjusted=_net(session, ADJUSTED_ID, out=True),
        on_hand=units_on_hand(session),
        shipped=_net(session, SHIPPED_ID, out=False),
        lost=_net(session, LOST_ID, out=False),
    )


def _net(session: Session, location_id: int, *, out: bool) -> int:
    """Units that left a virtual location (or came to it), less those that went the other way."""
    moved = select(func.coalesce(func.sum(StockMove.quantity), 0))
    left = session.scalar(moved.where(StockMove.from_location_id == location_id)) or 0
    came = session.scalar(moved.where(StockMove.to_location_id == location_id)) or 0
    return int(left - came) if out else int(came - left)


@dataclass(frozen=True)
class CartonPaper:
    """A document of a shipped carton, as it was queued."""

    order_number: str
    sscc: str
    document_kind: str
    document: Mapping[str, object]


def carton_papers(session: Session) -> list[CartonPaper]:
    """The first copies of the slips and labels of all shipped cartons."""
    rows = session.execute(
        select(Order.number, Carton.sscc, PrintJob.document_kind, PrintJob.document)
        .join(Carton, Carton.id == PrintJob.carton_id)
        .join(Shipment, Shipment.id == Carton.shipment_id)
        .join(Order, Order.id == Shipment.order_id)
        .where(Carton.state == CartonState.SHIPPED, PrintJob.copy == 1)
        .order_by(PrintJob.id)
    )
    return [
        CartonPaper(number, sscc or "", kind, document) for number, sscc, kind, document in rows
    ]


@dataclass(frozen=True)
class Beginnings:
    """How far a house has come: does anybody live in it, and was work ever given out?"""

    has_anything: bool
    has_work: bool


def beginnings(session: Session) -> Beginnings:
    """Look whether anybody has set this house up, and whether anybody works in it."""
    return Beginnings(
        has_anything=any(_has_rows(session, table) for table in (Site, Operator)),
        has_work=_has_rows(session, PickTask),
    )


def _has_rows(session: Session, table: type[Row]) -> bool:
    return bool(session.scalar(select(exists().select_from(table))))
