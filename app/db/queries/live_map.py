"""Set-based selects for the live map: what is open where, who scanned where last, at any moment.

What is open now is read off the lines that are open. What was open at an earlier moment is those of
them that were on the floor by then, and the lines that were ended since; lines that were cancelled
since are on record nowhere as they were.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    Subquery,
    and_,
    case,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from app.db.queries.floor_work import UNFINISHED
from app.db.schema import (
    CountTask,
    EventLog,
    Location,
    Operator,
    Order,
    OrderLine,
    PickLine,
    PickTask,
    ReplenishTask,
    ScanLog,
    StockMove,
    Wave,
)
from app.domain.events import LineShorted
from app.domain.locations import SCANNABLE_KINDS, STORAGE_KINDS
from app.domain.tasks import CountState, PickLineState, PickTaskState, StockTaskState

_ENDED = (PickLineState.PICKED, PickLineState.SHORT)


class AisleWork(NamedTuple):
    """What is to be picked in an aisle.

    Attributes:
        zone: its zone.
        aisle: its name; empty for locations in no aisle.
        lines: open pick lines.
        units: of them.
        late: those of the lines whose order should have left.
        stops: places where somebody has to stop, once for each task.
        visits: tasks that come by.
    """

    zone: str
    aisle: str
    lines: int
    units: int
    late: int
    stops: int
    visits: int


def open_now(session: Session, now: datetime) -> list[AisleWork]:
    """By aisle, what is open."""
    left = PickLine.quantity - PickLine.picked - PickLine.short
    is_open = PickTask.state.in_(UNFINISHED) & (PickLine.state == PickLineState.OPEN)
    return _loads(session, left, now, is_open)


def open_at(session: Session, moment: datetime) -> list[AisleWork]:
    """The same at an earlier moment; of lines that were begun by then all units count."""
    ended_at = func.coalesce(PickLine.picked_at, PickTask.finished_at)
    was_open = and_(
        PickTask.released_at <= moment,
        PickTask.state != PickTaskState.CANCELLED,
        or_(PickTask.finished_at.is_(None), PickTask.finished_at > moment),
        or_(
            PickLine.state == PickLineState.OPEN,
            and_(PickLine.state.in_(_ENDED), ended_at > moment),
        ),
    )
    return _loads(session, PickLine.quantity, moment, was_open)


def _loads(
    session: Session,
    units: SQLColumnExpression[int],
    moment: datetime,
    is_open: ColumnElement[bool],
) -> list[AisleWork]:
    stops = (
        select(
            PickLine.task_id,
            Location.zone,
            Location.aisle,
            func.count().label("lines"),
            func.sum(units).label("units"),
            func.sum(case((Order.ship_by < moment, 1), else_=0)).label("late"),
        )
        .join(PickTask, PickTask.id == PickLine.task_id)
        .join(OrderLine, OrderLine.id == PickLine.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Location, Location.id == PickLine.location_id)
        .where(is_open)
        .group_by(PickLine.task_id, Location.id)
        .subquery()
    )
    rows = session.execute(
        select(
            stops.c.zone,
            stops.c.aisle,
            func.sum(stops.c.lines),
            func.sum(stops.c.units),
            func.sum(stops.c.late),
            func.count(),
            func.count(stops.c.task_id.distinct()),
        ).group_by(stops.c.zone, stops.c.aisle)
    )
    return [AisleWork(zone, aisle, *map(int, numbers)) for zone, aisle, *numbers in rows]


AisleKey = tuple[str, str]
"""Zone and name of an aisle."""


def shorts_between(session: Session, begins: datetime, ends: datetime) -> Counter[AisleKey]:
    """By aisle, how often units were not found there in a time span."""
    payloads = session.scalars(
        select(EventLog.payload).where(
            EventLog.kind == LineShorted.__name__, EventLog.at > begins, EventLog.at <= ends
        )
    )
    codes = Counter(str(payload.get("location", "")) for payload in payloads)
    found: Counter[AisleKey] = Counter()
    rows = session.execute(
        select(Location.code, Location.zone, Location.aisle).where(Location.code.in_(list(codes)))
    )
    for code, zone, aisle in rows:
        found[zone, aisle] += codes[code]
    return found


def refills_due(session: Session, moment: datetime) -> Counter[AisleKey]:
    """By aisle of the pick face, refills that were wanted and not done at a moment."""
    is_done_later = and_(
        ReplenishTask.state == StockTaskState.DONE, ReplenishTask.finished_at > moment
    )
    was_open = or_(ReplenishTask.state == StockTaskState.OPEN, is_done_later)
    return _counted(
        session, ReplenishTask.to_location_id, (ReplenishTask.raised_at <= moment) & was_open
    )


def counts_due(session: Session, moment: datetime) -> Counter[AisleKey]:
    """By aisle, counts that were wanted and that nobody had counted at a moment."""
    is_counted_later = and_(
        CountTask.state.in_((CountState.TO_APPROVE, CountState.DONE)), CountTask.counted_at > moment
    )
    was_open = or_(CountTask.state == CountState.OPEN, is_counted_later)
    return _counted(session, CountTask.location_id, (CountTask.raised_at <= moment) & was_open)


def _counted(
    session: Session, place: SQLColumnExpression[int], condition: ColumnElement[bool]
) -> Counter[AisleKey]:
    rows = session.execute(
        select(Location.zone, Location.aisle, func.count())
        .where(Location.id == place, condition)
        .group_by(Location.zone, Location.aisle)
    )
    return Counter({(zone, aisle): int(count) for zone, aisle, count in rows})


class SeenPerson(NamedTuple):
    """Somebody on the floor: their last scan, and where they scanned a place last.

    Attributes:
        operator_id: who.
        name: of the person.
        scanned_at: their last scan of anything.
        work: which kind of work that was for, as the scan log has it.
        work_id: which task or order of it.
        place_id: the location; None where they have scanned none.
        place: its code.
        placed_at: when they scanned it, or took something from it or brought it there.
    """

    operator_id: int
    name: str
    scanned_at: datetime
    work: str
    work_id: int | None
    place_id: int | None = None
    place: str = ""
    placed_at: datetime | None = None


def people_seen(session: Session, since: datetime, moment: datetime) -> list[SeenPerson]:
    """Everybody who scanned in a time span, as of its end, by name.

    A place is known by its own label, or by the goods that a scan moved from or to it.
    """
    last, place = aliased(ScanLog), aliased(ScanLog)
    seen = (
        select(ScanLog.operator_id, func.max(ScanLog.at).label("at"))
        .where(ScanLog.at > since, ScanLog.at <= moment)
        .group_by(ScanLog.operator_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Operator.id,
            Operator.name,
            last.at,
            last.work,
            last.work_id,
            place.scan_id,
            place.raw,
            place.at,
        )
        .select_from(seen)
        .join(Operator, Operator.id == seen.c.operator_id)
        .join(last, and_(last.operator_id == seen.c.operator_id, last.at == seen.c.at))
        .outerjoin(place, place.scan_id == _told_place(seen, since, moment))
        .where(Operator.active)
        .order_by(Operator.name, Operator.id)
    ).all()
    places = _places_of(session, {row[5]: row[6] for row in rows if row[6]})
    found: dict[int, SeenPerson] = {}  # two scans of a moment are one
    for operator_id, name, scanned_at, work, work_id, scan_id, _, placed_at in rows:
        at = places.get(scan_id)
        where = () if at is None else (*at, placed_at)
        found[operator_id] = SeenPerson(operator_id, name, scanned_at, work, work_id, *where)
    return list(found.values())


def _told_place(seen: Subquery, since: datetime, moment: datetime) -> ColumnElement[UUID]:
    """The id of the last scan by which each person seen told a place, in a time span."""
    return (
        select(ScanLog.scan_id)
        .where(
            # Back from the newest scan of all: the sum keeps the index by person out, by which the
            # whole history of everybody would be read.
            ScanLog.operator_id + 0 == seen.c.operator_id,
            ScanLog.at > since,
            ScanLog.at <= moment,
            _tells_place(),
        )
        .order_by(ScanLog.at.desc())
        .limit(1)
        .correlate(seen)
        .scalar_subquery()
    )


def _tells_place() -> ColumnElement[bool]:
    label = exists().where(
        Location.code == _label(ScanLog.raw), Location.kind.in_(tuple(SCANNABLE_KINDS))
    )
    shelf = exists().where(
        StockMove.scan_id == ScanLog.scan_id,
        Location.id.in_((StockMove.from_location_id, StockMove.to_location_id)),
        Location.kind.in_(tuple(STORAGE_KINDS)),
    )
    return and_(ScanLog.refusal.is_(None), or_(label, shelf))


def _label(raw: SQLColumnExpression[str]) -> ColumnElement[str]:
    """The code on a location's label, which may be printed with `L-` before it."""
    return case((raw.like("L-%"), func.substr(raw, 3)), else_=raw)


def _places_of(session: Session, scans: dict[UUID, str]) -> dict[UUID, tuple[int, str]]:
    """By scan that told a place, that place: the label's, else the shelf its goods came from."""
    if not scans:
        return {}
    codes = {scan_id: raw.removeprefix("L-") for scan_id, raw in scans.items()}
    named = {
        code: (place_id, code)
        for place_id, code in session.execute(
            select(Location.id, Location.code).where(
                Location.code.in_(sorted(set(codes.values()))),
                Location.kind.in_(tuple(SCANNABLE_KINDS)),
            )
        )
    }
    moved = session.execute(
        select(StockMove.scan_id, Location.id, Location.code)
        .join(
            Location,
            Location.id.in_((StockMove.from_location_id, StockMove.to_location_id)),
        )
        .where(StockMove.scan_id.in_(scans), Location.kind.in_(tuple(STORAGE_KINDS)))
    )
    shelves = {scan_id: (place_id, code) for scan_id, place_id, code in moved}
    return {
        scan_id: named.get(code) or shelves[scan_id]
        for scan_id, code in codes.items()
        if code in named or scan_id in shelves
    }


class HeldTask(NamedTuple):
    """A pick task in somebody's hands, with its open stops in their order."""

    operator_id: int
    task_id: int
    wave: str
    due_at: datetime | None
    stops: tuple[int, ...]


def held_tasks(session: Session) -> list[HeldTask]:
    """The pick tasks that people are at now; one without open lines is all but done."""
    is_held = PickTask.state == PickTaskState.IN_PROGRESS
    lines = session.execute(
        select(PickLine.task_id, PickLine.location_id)
        .join(PickTask, PickTask.id == PickLine.task_id)
        .where(is_held, PickLine.state == PickLineState.OPEN)
        .order_by(PickLine.skips, PickLine.sequence, PickLine.id)
    )
    stops: dict[int, dict[int, None]] = defaultdict(dict)
    for task_id, location_id in lines:
        stops[task_id][location_id] = None
    tasks = session.execute(
        select(PickTask.operator_id, PickTask.id, func.coalesce(Wave.code, ""), PickTask.due_at)
        .outerjoin(Wave, Wave.id == PickTask.wave_id)
        .where(is_held)
        .order_by(PickTask.id)
    )
    return [
        HeldTask(operator_id, task_id, wave, due_at, tuple(stops[task_id]))
        for operator_id, task_id, wave, due_at in tasks
        if operator_id is not None
    ]
