"""Selects on how the floor stands now: what is open, late, held, down, and who is at what."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from app.db.queries.paper import STUCK
from app.db.queries.shift_figures import ON_FLOOR, Span, within
from app.db.schema import (
    CountTask,
    Discrepancy,
    EventLog,
    Inspection,
    Operator,
    Order,
    OrderHold,
    Printer,
    PrintJob,
    ReplenishTask,
    ScanLog,
    Station,
)
from app.domain.desk_events import ShiftNoteWritten
from app.domain.orders import OrderState
from app.domain.shift_report import (
    AtWork,
    CutOffLoad,
    LateOrder,
    OpenCount,
    ShiftNote,
    ShiftState,
    Trouble,
)
from app.domain.tasks import CountState, StockTaskState

_TO_PICK = (OrderState.RELEASED, OrderState.PICKING)
_TO_PACK = (OrderState.PICKED, OrderState.PACKING)
HEARD = timedelta(minutes=2)
"""A station says that it is there every few seconds; after this it is not."""

AT_WORK = timedelta(minutes=30)
"""Whoever scanned within so long is taken to be there."""


def shift_state(session: Session, span: Span, now: datetime) -> ShiftState:
    """How the floor stands at the end of a time span.

    Args:
        session: the transaction.
        span: the shift, for its notes and stations.
        now: the database's time.
    """
    loads = _loads(session)
    return ShiftState(
        loads=tuple(loads),
        out_an_hour=_out_since(session, now - timedelta(hours=1)),
        late=tuple(_late(session, now)),
        holds=_holds(session),
        open_work=_open_work(session),
        printers=tuple(_printers(session)),
        stations=tuple(_stations(session, span[0], now)),
        people=tuple(_people(session, now - AT_WORK)),
        notes=tuple(shift_notes(session, span)),
    )


def _loads(session: Session) -> list[CutOffLoad]:
    def of(states: tuple[OrderState, ...]) -> Any:  # noqa: ANN401 - a column of SQLAlchemy's
        return func.sum(case((Order.state.in_(states), 1), else_=0))

    rows = session.execute(
        select(Order.ship_by, of(_TO_PICK), of(_TO_PACK), of((OrderState.PACKED,)))
        .where(Order.state.in_(ON_FLOOR))
        .group_by(Order.ship_by)
        .order_by(Order.ship_by.is_(None), Order.ship_by)
    )
    waves = _waves_by_cut_off(session)
    return [
        CutOffLoad(at, int(pick), int(pack), int(ship), frozenset(waves[at]))
        for at, pick, pack, ship in rows
    ]


def _waves_by_cut_off(session: Session) -> defaultdict[datetime | None, set[int | None]]:
    """By cut-off, the waves of the orders that are to be picked or packed."""
    found: defaultdict[datetime | None, set[int | None]] = defaultdict(set)
    rows = session.execute(
        select(Order.ship_by, Order.wave_id)
        .where(Order.state.in_((*_TO_PICK, *_TO_PACK)))
        .distinct()
    )
    for at, wave_id in rows:
        found[at].add(wave_id)
    return found


def _out_since(session: Session, since: datetime) -> int:
    counted = select(func.count()).select_from(Order).where(Order.shipped_at >= since)
    return session.scalar(counted) or 0


def _late(session: Session, now: datetime) -> list[LateOrder]:
    rows = session.execute(
        select(Order.number, Order.ship_by, Order.state)
        .where(Order.state.in_((*ON_FLOOR, OrderState.HELD)), Order.ship_by < now)
        .order_by(Order.ship_by, Order.number)
    )
    return [LateOrder(number, at, state.value) for number, at, state in rows if at is not None]


def _holds(session: Session) -> dict[str, OpenCount]:
    rows = session.execute(
        select(OrderHold.reason, func.count(), func.min(OrderHold.held_at))
        .join(Order, Order.id == OrderHold.order_id)
        .where(OrderHold.lifted_at.is_(None), Order.state == OrderState.HELD)
        .group_by(OrderHold.reason)
        .order_by(func.count().desc())
    )
    return {reason.value: OpenCount(count, oldest) for reason, count, oldest in rows}


def _open_work(session: Session) -> dict[str, OpenCount]:
    """What waits for a person beside orders, by name; what there is none of is left out."""
    is_doubt = CountTask.is_doubt.is_(True)
    selects: dict[str, Select[*tuple[Any, ...]]] = {
        "to_settle": select(func.count(), func.min(Discrepancy.raised_at)).where(
            Discrepancy.resolved_at.is_(None)
        ),
        "to_approve": select(func.count(), func.min(CountTask.counted_at)).where(
            CountTask.state == CountState.TO_APPROVE
        ),
        "doubted": select(func.count(), func.min(CountTask.raised_at)).where(
            CountTask.state == CountState.OPEN, is_doubt
        ),
        "to_inspect": select(func.count(), func.min(Inspection.raised_at)).where(
            Inspection.state == StockTaskState.OPEN
        ),
        "to_refill": select(func.count(), func.min(ReplenishTask.raised_at)).where(
            ReplenishTask.state == StockTaskState.OPEN
        ),
        "papers": select(func.count(), func.min(PrintJob.made_at)).where(PrintJob.state.in_(STUCK)),
    }
    found = {name: session.execute(wanted).one() for name, wanted in selects.items()}
    return {name: OpenCount(count, oldest) for name, (count, oldest) in found.items() if count}


def _printers(session: Session) -> list[Trouble]:
    rows = session.execute(
        select(Printer.name, Printer.lamp, Printer.words, Printer.checked_at)
        .where(Printer.lamp.in_(("attention", "offline")))
        .order_by(Printer.name)
    )
    return [Trouble(name, words or lamp, at) for name, lamp, words, at in rows]


def _stations(session: Session, since: datetime, now: datetime) -> list[Trouble]:
    """Stations that were heard in the shift, whose program still has a run, and are silent."""
    rows = session.execute(
        select(Station.code, Station.name, Station.last_seen_at)
        .where(
            Station.session.is_not(None),
            Station.last_seen_at >= since,
            Station.last_seen_at < now - HEARD,
        )
        .order_by(Station.code)
    )
    return [Trouble(code, name, at) for code, name, at in rows]


def _people(session: Session, since: datetime) -> list[AtWork]:
    place = func.row_number().over(
        partition_by=ScanLog.operator_id, order_by=(ScanLog.at.desc(), ScanLog.scan_id.desc())
    )
    last = (
        select(
            ScanLog.operator_id,
            ScanLog.work,
            ScanLog.station,
            ScanLog.at,
            place.label("place"),
        )
        .where(ScanLog.at >= since, ScanLog.operator_id.is_not(None))
        .subquery()
    )
    rows = session.execute(
        select(Operator.name, last.c.work, last.c.station, last.c.at)
        .join(last, last.c.operator_id == Operator.id)
        .where(last.c.place == 1)
        .order_by(Operator.name)
    )
    return [AtWork(*row) for row in rows]


def shift_notes(session: Session, span: Span) -> list[ShiftNote]:
    """What leads left as words in a time span, the oldest first."""
    rows = session.execute(
        select(EventLog.at, Operator.name, EventLog.payload)
        .outerjoin(Operator, Operator.id == EventLog.operator_id)
        .where(EventLog.kind == ShiftNoteWritten.__name__, within(EventLog.at, span))
        .order_by(EventLog.id)
    )
    return [ShiftNote(at, name or "", str(payload.get("text", ""))) for at, name, payload in rows]
