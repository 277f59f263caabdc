"""Selects behind histories: the newest rows of ledger, event log and scan log about anything.

Each record is read backwards from its newest row by an index that ends in the record's own order,
so that a page costs the same whether a thing moved ten times or a hundred thousand times.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    String,
    func,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.db.schema import (
    Carton,
    CountTask,
    EventLog,
    Item,
    Location,
    Lot,
    Operator,
    Order,
    OrderLine,
    ScanLog,
    Shipment,
    Stock,
    StockMove,
)
from app.domain.count_rules import CountReason
from app.domain.look_up import MoveSeen
from app.domain.stock_history import EventSeen, ScanSeen, Subject, SubjectKind

Wanted = Sequence[ColumnElement[bool]]
"""Conditions that hold together; several of them are alternatives, each with an index."""

COUNT_DETAIL = "count "
"""How the ledger's detail names a count; its number follows."""


# The ledger -----------------------------------------------------------------------------------


def moves_of(
    session: Session,
    subject: Subject,
    *,
    place_id: int | None = None,
    older_than: int | None = None,
    limit: int,
) -> list[MoveSeen]:
    """The newest moves of something, of an item at one place where one is named."""
    wanted = _moves_wanted(subject, place_id)
    if not wanted:
        return []
    ids = _newest(session, StockMove.id, wanted, older_than, limit)
    source, target = aliased(Location), aliased(Location)
    rows = session.execute(
        select(
            StockMove.at,
            StockMove.quantity,
            Item.sku,
            source.code,
            target.code,
            StockMove.reason,
            func.coalesce(Operator.name, ""),
            StockMove.station,
            StockMove.id,
            Lot.code,
            StockMove.detail,
            func.coalesce(Order.number, ""),
        )
        .join(Item, Item.id == StockMove.item_id)
        .join(source, source.id == StockMove.from_location_id)
        .join(target, target.id == StockMove.to_location_id)
        .join(Lot, Lot.id == StockMove.lot_id)
        .outerjoin(Operator, Operator.id == StockMove.operator_id)
        .outerjoin(OrderLine, OrderLine.id == StockMove.order_line_id)
        .outerjoin(Order, Order.id == OrderLine.order_id)
        .where(StockMove.id.in_(ids))
        .order_by(StockMove.id.desc())
    ).all()
    why = _count_reasons(session, (row[10] for row in rows))
    return [
        MoveSeen(
            *(at, units, sku, start, end, reason.value, who, station, move_id, lot, detail),
            why=why.get(detail, ""),
            order_number=number,
        )
        for at, units, sku, start, end, reason, who, station, move_id, lot, detail, number in rows
    ]


def _moves_wanted(subject: Subject, place_id: int | None) -> list[Wanted]:
    goods: list[ColumnElement[bool]] = []
    if subject.item_id is not None:
        goods.append(StockMove.item_id == subject.item_id)
    if subject.lot_id is not None:
        goods.append(StockMove.lot_id == subject.lot_id)
    match subject.kind:
        case SubjectKind.ITEM | SubjectKind.LOT if place_id is None:
            return [goods]
        case SubjectKind.ITEM | SubjectKind.LOT:
            return [
                [*goods, StockMove.from_location_id == place_id],
                [*goods, StockMove.to_location_id == place_id],
            ]
        case SubjectKind.PLACE | SubjectKind.TOTE | SubjectKind.PARCEL:
            return [
                [StockMove.from_location_id == subject.location_id],
                [StockMove.to_location_id == subject.location_id],
            ]
        case SubjectKind.ORDER:
            lines = select(OrderLine.id).where(OrderLine.order_id == subject.order_id)
            return [[StockMove.order_line_id.in_(lines)]]
        case SubjectKind.SERIAL if subject.order_line_id is not None:
            return [[StockMove.order_line_id == subject.order_line_id]]
        case SubjectKind.PERSON:  # what they did by scans, the scan log tells
            by = StockMove.operator_id == subject.operator_id
            return [[by, StockMove.scan_id.is_(None)]]
    return []


def _newest(
    session: Session,
    key: InstrumentedAttribute[int],
    alternatives: Sequence[Wanted],
    older_than: int | None,
    limit: int,
) -> list[int]:
    """Ids of the newest rows of each alternative: each is cut short by itself, along its index.

    A statement of its own: inside another one, PostgreSQL would join the whole record first.
    """
    below = [] if older_than is None else [key < older_than]
    parts = [
        select(key.label("id")).where(*wanted, *below).order_by(key.desc()).limit(limit).subquery()
        for wanted in alternatives
    ]
    every = union_all(*(select(part.c.id) for part in parts)).subquery()
    return list(session.scalars(select(every.c.id).order_by(every.c.id.desc()).limit(limit)))


def _count_reasons(session: Session, details: Iterable[str]) -> dict[str, str]:
    """By the ledger's detail: why the count was made that it names, or what was adjusted."""
    numbers = {
        int(number)
        for detail in details
        if detail.startswith(COUNT_DETAIL) and (number := detail[len(COUNT_DETAIL) :]).isdigit()
    }
    if not numbers:
        return {}
    rows = session.execute(
        select(CountTask.id, CountTask.reason).where(CountTask.id.in_(sorted(numbers)))
    )
    return {f"{COUNT_DETAIL}{number}": CountReason(reason).value for number, reason in rows}


def on_hand_of(session: Session, subject: Subject, place_id: int) -> int:
    """Units of an item (or lot) that lie at a place now."""
    statement = select(func.coalesce(func.sum(Stock.on_hand), 0)).where(
        Stock.item_id == subject.item_id, Stock.location_id == place_id
    )
    if subject.lot_id is not None:
        statement = statement.where(Stock.lot_id == subject.lot_id)
    return int(session.scalar(statement) or 0)


# The event log --------------------------------------------------------------------------------

_NOT_A_PICK: ColumnElement[bool] = literal_column("kind <> 'LinePicked'")
"""Picks are in the ledger already, and too many for an index of their own."""


_IN_LEDGER = (
    "DamagedSetAside",
    "FaceFilled",
    "GoodsMoved",
    "GoodsPutAway",
    "GoodsReceived",
    "GoodsWrittenOff",
    "StockAdjusted",
)
"""Told by the ledger with more facts: nothing is told twice."""


def _about(fact: str, value: str | int | None, *more: ColumnElement[bool]) -> Wanted:
    """Events of which one fact has a value, written word for word as the indices are.

    SQLite finds an index of an expression by nothing else.
    """
    told = f"payload ->> '{fact}'"
    known: ColumnElement[bool] = literal_column(f"{told} IS NOT NULL")
    number = literal_column(f"CAST({told} AS bigint)", BigInteger)
    words = literal_column(f"({told})", String)
    return [known, number == value if isinstance(value, int) else words == value, *more]


def events_of(
    session: Session, subject: Subject, *, older_than: int | None = None, limit: int
) -> list[EventSeen]:
    """The newest events about something; none of a person, whose scans are told instead."""
    wanted = _events_wanted(session, subject)
    if not wanted:
        return []
    ids = _newest(session, EventLog.id, wanted, older_than, limit)
    rows = session.execute(
        select(
            EventLog.id,
            EventLog.at,
            EventLog.kind,
            EventLog.payload,
            func.coalesce(Operator.name, ""),
            EventLog.station,
        )
        .outerjoin(Operator, Operator.id == EventLog.operator_id)
        .where(EventLog.id.in_(ids))
        .order_by(EventLog.id.desc())
    )
    return [EventSeen(*row) for row in rows]


def _events_wanted(session: Session, subject: Subject) -> list[Wanted]:
    match subject.kind:
        case SubjectKind.ITEM | SubjectKind.LOT:
            sku = session.get_one(Item, subject.item_id).sku
            return [_about("sku", sku, EventLog.kind.not_in(_IN_LEDGER))]
        case SubjectKind.PLACE:
            return [_about("location", subject.name, _NOT_A_PICK, EventLog.kind.not_in(_IN_LEDGER))]
        case SubjectKind.TOTE:
            return [_about("tote", subject.name, _NOT_A_PICK)]
        case SubjectKind.PARCEL:
            return [_about("carton_id", subject.carton_id)]
        case SubjectKind.ORDER:
            cartons = session.scalars(
                select(Carton.id)
                .join(Shipment, Shipment.id == Carton.shipment_id)
                .where(Shipment.order_id == subject.order_id)
            )
            parcels = (_about("carton_id", number) for number in cartons)
            return [_about("order_id", subject.order_id), *parcels]
    return []


# The scan log ---------------------------------------------------------------------------------


def scans_of(
    session: Session, operator_id: int, *, older_than: uuid.UUID | None = None, limit: int
) -> list[ScanSeen]:
    """The newest scans of a person; ids are made in the order of time."""
    statement = (
        select(
            ScanLog.scan_id,
            ScanLog.at,
            ScanLog.raw,
            ScanLog.work,
            func.coalesce(ScanLog.refusal, ""),
            Operator.name,
            ScanLog.station,
        )
        .join(Operator, Operator.id == ScanLog.operator_id)
        .where(ScanLog.operator_id == operator_id)
        .order_by(ScanLog.scan_id.desc())
        .limit(limit)
    )
    if older_than is not None:
        statement = statement.where(ScanLog.scan_id < older_than)
    return [ScanSeen(*row) for row in session.execute(statement)]
