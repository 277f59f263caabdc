"""Selects on shipments, cartons and what the pack bench needs to know of an order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from app.db.schema import (
    Address,
    Carton,
    CartonLine,
    Item,
    ItemBarcode,
    Location,
    Lot,
    Operator,
    Order,
    OrderLine,
    PickTask,
    PickTaskTote,
    Shipment,
    Site,
    SsccRange,
    Stock,
    StockMove,
    Tote,
)
from app.domain.locations import MoveReason
from app.domain.tasks import CartonState, PickTaskState


def order_of_sscc(session: Session, sscc: str) -> int | None:
    """The order that a carton of ours belongs to."""
    carton = carton_labelled(session, sscc)
    return None if carton is None else order_of_carton(session, carton)


def carton_labelled(session: Session, sscc: str) -> Carton | None:
    """The carton of ours with a number, or with this label on it since before it was filled."""
    return session.scalar(
        select(Carton)
        .join(Location, Location.id == Carton.location_id)
        .where(or_(Carton.sscc == sscc, Location.code == sscc), Carton.state != CartonState.VOIDED)
    )


def order_number_of_carton(session: Session, sscc: str) -> str | None:
    """The order a carton of ours belongs to."""
    carton = carton_labelled(session, sscc)
    if carton is None:
        return None
    return session.get_one(Order, order_of_carton(session, carton)).number


def order_of_tote(session: Session, code: str) -> int | None:
    """The order whose goods a tote carries."""
    return session.scalar(
        select(Tote.order_id)
        .join(Location, Location.id == Tote.location_id)
        .where(Location.code == code)
    )


def is_picked_into() -> ColumnElement[bool]:
    """Whether units are picked straight into a carton at this moment."""
    return exists().where(
        PickTaskTote.carton_id == Carton.id,
        PickTask.id == PickTaskTote.task_id,
        PickTask.state.not_in((PickTaskState.DONE, PickTaskState.CANCELLED)),
    )


def open_carton(session: Session, order_id: int) -> Carton | None:
    """The order's carton that has not left the bench yet, locked; not one that is picked into."""
    return session.scalar(
        select(Carton)
        .join(Shipment, Shipment.id == Carton.shipment_id)
        .where(
            Shipment.order_id == order_id,
            Carton.state.in_((CartonState.OPEN, CartonState.CLOSED)),
            ~is_picked_into(),
        )
        .order_by(Carton.id)
        .limit(1)
        .with_for_update(of=Carton)
        .execution_options(populate_existing=True)
    )


def lock_carton(session: Session, carton_id: int) -> Carton:
    """A carton, locked."""
    return session.scalars(
        select(Carton)
        .where(Carton.id == carton_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def closed_cartons(session: Session, order_id: int) -> list[Carton]:
    """The order's cartons that are sealed and still in the house, locked."""
    return list(
        session.scalars(
            select(Carton)
            .join(Shipment, Shipment.id == Carton.shipment_id)
            .where(
                Shipment.order_id == order_id,
                Carton.state.in_((CartonState.CLOSED, CartonState.LABELLED)),
            )
            .order_by(Carton.id)
            .with_for_update(of=Carton)
            .execution_options(populate_existing=True)
        )
    )


def shipment_count(session: Session, order_id: int) -> int:
    """How many shipments an order has."""
    return (
        session.scalar(
            select(func.count()).select_from(Shipment).where(Shipment.order_id == order_id)
        )
        or 0
    )


def order_of_carton(session: Session, carton: Carton) -> int:
    """The order a carton belongs to."""
    return session.get_one(Shipment, carton.shipment_id).order_id


@dataclass(frozen=True)
class BenchLine:
    """An order line at the pack bench, with its item; `verified` units are in the carton.

    `quantity` is what was picked for the line and is wanted still, without what other cartons hold.
    """

    line: OrderLine
    item: Item
    barcode: str | None
    quantity: int
    verified: int


def bench_lines(session: Session, order_id: int, carton_id: int) -> list[BenchLine]:
    """The picked lines of an order and how much of each is in the carton."""
    rows = session.execute(
        select(
            OrderLine,
            Item,
            select(func.min(ItemBarcode.code))
            .where(ItemBarcode.item_id == Item.id, ItemBarcode.quantity == 1)
            .scalar_subquery(),
            func.coalesce(
                select(func.sum(CartonLine.quantity))
                .where(CartonLine.order_line_id == OrderLine.id, CartonLine.carton_id == carton_id)
                .scalar_subquery(),
                0,
            ),
        )
        .join(Item, Item.id == OrderLine.item_id)
        .where(OrderLine.order_id == order_id, OrderLine.picked > 0)
        .order_by(OrderLine.number)
        .execution_options(populate_existing=True)
    )
    found = [
        BenchLine(line, item, barcode, _wanted_here(line, int(verified)), int(verified))
        for line, item, barcode, verified in rows
    ]
    return [row for row in found if row.quantity > 0]


def _wanted_here(line: OrderLine, verified: int) -> int:
    """Units that go into this carton: those picked and wanted still, without other cartons'."""
    wanted = min(line.picked, line.quantity - line.cancelled - line.short)
    return max(verified, wanted - line.packed + verified)


INTO_CARTONS = (MoveReason.PACKED, MoveReason.PICKED)
"""Why units go into a carton: at a bench, or straight from the shelf."""

OUT_OF_CARTONS = (MoveReason.UNPACKED, MoveReason.PUT_BACK)
"""Why they come out again, the last ones first."""


def carton_steps(session: Session, location_id: int) -> list[tuple[int, int]]:
    """Order line and units of each scan whose units are in a carton still, by its ledger."""
    rows = session.execute(
        select(StockMove.order_line_id, StockMove.reason, func.sum(StockMove.quantity))
        .where(
            or_(
                (StockMove.to_location_id == location_id) & StockMove.reason.in_(INTO_CARTONS),
                (StockMove.from_location_id == location_id) & StockMove.reason.in_(OUT_OF_CARTONS),
            )
        )
        .group_by(StockMove.scan_id, StockMove.order_line_id, StockMove.reason)
        .order_by(func.min(StockMove.id))
    )
    steps: list[tuple[int, int]] = []
    for line_id, reason, units in rows:
        if reason in INTO_CARTONS and line_id is not None:
            steps.append((line_id, int(units)))
        else:
            _take_off(steps, line_id, int(units))
    return steps


def _take_off(steps: list[tuple[int, int]], line_id: int | None, units: int) -> None:
    """Take units of a line off the last steps; one scan may take several of them back."""
    for place in range(len(steps) - 1, -1, -1):
        if units <= 0:
            break
        if steps[place][0] == line_id:
            units -= steps.pop(place)[1]


def last_labelled_carton(session: Session, order_id: int) -> Carton | None:
    """The order's carton that was labelled last and is still in the house, locked."""
    found = closed_cartons(session, order_id)
    labelled = [carton for carton in found if carton.state is CartonState.LABELLED]
    return max(
        labelled, key=lambda carton: carton.label_confirmed_at or carton.opened_at, default=None
    )


def codes_of_items(session: Session, item_ids: Collection[int]) -> list[tuple[str, int, int]]:
    """The barcodes of items: code, item and how many units it stands for."""
    rows = session.execute(
        select(ItemBarcode.code, ItemBarcode.item_id, ItemBarcode.quantity)
        .where(ItemBarcode.item_id.in_(item_ids))
        .order_by(ItemBarcode.quantity, ItemBarcode.code)
    )
    return [(code, item_id, quantity) for code, item_id, quantity in rows]


def totes_of_order(session: Session, order_id: int) -> list[Tote]:
    """The totes that carry an order, locked."""
    return list(
        session.scalars(
            select(Tote)
            .where(Tote.order_id == order_id)
            .order_by(Tote.location_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def stock_at(session: Session, location_id: int) -> list[Stock]:
    """All that lies at a location now."""
    return list(
        session.scalars(
            select(Stock)
            .where(Stock.location_id == location_id, Stock.on_hand > 0)
            .order_by(Stock.item_id, Stock.lot_id)
            .execution_options(populate_existing=True)
        )
    )


def carton_lines(session: Session, carton_id: int) -> list[tuple[CartonLine, Lot]]:
    """What is in a carton, line by line and lot by lot."""
    rows = session.execute(
        select(CartonLine, Lot)
        .join(Lot, Lot.id == CartonLine.lot_id)
        .where(CartonLine.carton_id == carton_id, CartonLine.quantity > 0)
        .order_by(CartonLine.order_line_id, CartonLine.lot_id)
        .execution_options(populate_existing=True)
    )
    return [(line, lot) for line, lot in rows]


def carton_line(
    session: Session, carton_id: int, order_line_id: int, lot_id: int
) -> CartonLine | None:
    """A carton's row for an order line and lot."""
    return session.scalar(
        select(CartonLine).where(
            CartonLine.carton_id == carton_id,
            CartonLine.order_line_id == order_line_id,
            CartonLine.lot_id == lot_id,
        )
    )


def the_site(session: Session) -> tuple[Site, Address]:
    """The warehouse and its address.

    Raises:
        NoResultFound: the site has not been set up.
    """
    return tuple(  # type: ignore[return-value]  # a Row is a tuple of just these two
        session.execute(select(Site, Address).join(Address, Address.id == Site.address_id)).one()
    )


def lock_sscc_range(session: Session, company_prefix: str) -> SsccRange:
    """The company's number range, locked, so that no number is given out twice."""
    return session.scalars(
        select(SsccRange)
        .where(SsccRange.company_prefix == company_prefix)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def pickers_of(session: Session, order_id: int) -> Sequence[str]:
    """Who picked the order."""
    return session.scalars(
        select(func.distinct(Operator.name))
        .join(PickTask, PickTask.paused_by == Operator.id)
        .join(PickTaskTote, PickTaskTote.task_id == PickTask.id)
        .where(PickTaskTote.order_id == order_id)
    ).all()
