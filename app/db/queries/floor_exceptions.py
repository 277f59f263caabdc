"""Selects on everything that waits for a lead, each kind as rows of one shape."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from functools import cache

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from app.db.queries.discrepancies import facts_of, open_rows
from app.db.queries.exception_records import calls_for_a_lead, last_decisions, reporters
from app.db.queries.orders import chunks
from app.db.queries.shortages import ShortRow, missed_places, short_rows
from app.db.schema import (
    CountTask,
    Item,
    Location,
    Operator,
    Order,
    OrderHold,
    OrderLine,
    PickLine,
    PickTask,
    PutAwayTask,
    Wave,
)
from app.domain.count_rules import CountReason
from app.domain.floor_exceptions import SKIPS_THAT_COUNT, ExceptionKind, FloorException
from app.domain.orders import HoldReason, OrderState
from app.domain.put_away import PutAwayReason
from app.domain.tasks import CountState, PickLineState, StockTaskState

MOST_OF_A_KIND = 200
"""More of one kind are no list that anybody reads; the rest follows as these are settled."""

_SAID_OF_PLACES = {
    CountReason.UNREACHABLE: ExceptionKind.UNREACHABLE,
    CountReason.OTHER_ITEM: ExceptionKind.WRONG_GOODS,
    CountReason.ANOTHER_ITEM: ExceptionKind.WRONG_GOODS,
    CountReason.DAMAGED: ExceptionKind.DAMAGED,
}

_SET_ASIDE = (
    PutAwayReason.TAKEN_BACK,
    PutAwayReason.CANCELLED,
    PutAwayReason.SURPLUS,
    PutAwayReason.DAMAGED,
    PutAwayReason.EXPIRED,
)


def due_of(session: Session, order_ids: Collection[int]) -> dict[int, datetime | None]:
    """When orders have to be gone: their own time, or else their wave's cut-off."""
    found: dict[int, datetime | None] = {}
    for part in chunks(order_ids):
        rows = session.execute(
            select(Order.id, func.coalesce(Order.ship_by, Wave.cut_off_at))
            .outerjoin(Wave, Wave.id == Order.wave_id)
            .where(Order.id.in_(part))
        )
        found |= {row[0]: row[1] for row in rows}
    return found


# Shortages ------------------------------------------------------------------------------------


def shortages(session: Session) -> list[FloorException]:
    """Lines that lack units, and orders of which units were not found at the bench."""
    rows = short_rows(session)
    if not rows:
        return []
    lacking = {row.order_id for row in rows if row.missing}
    since = min(row.held_since for row in rows)
    who = reporters(session, "OrderHeld", "order_id", {row.order_id for row in rows}, since)
    decided = last_decisions(session, since)
    places = missed_places(session, [row.order_line_id for row in rows])
    due = due_of(session, {row.order_id for row in rows})
    found: dict[tuple[ExceptionKind, int], FloorException] = {}
    for row in rows:
        if row.missing:
            place = places.get(row.order_line_id)
            one = _short(row, "" if place is None else place.code)
            if place is not None:
                one = replace(one, detail=place.reason)
        elif row.order_id not in lacking:
            one = _at_bench(row)
        else:
            continue
        name, station = who.get(row.order_id, ("", ""))
        known = decided.get(row.order_id)
        found[one.kind, one.subject_id] = replace(
            one,
            who=name,
            station=station,
            where=one.where or station,
            due=due.get(row.order_id),
            decided=0 if known is None else known.event_id,
        )
    return list(found.values())


def _short(row: ShortRow, place: str) -> FloorException:
    return FloorException(
        ExceptionKind.SHORT,
        row.order_line_id,
        row.name,
        row.missing,
        place,
        row.order_number,
        row.line_number,
        since=row.held_since,
    )


def _at_bench(row: ShortRow) -> FloorException:
    return FloorException(
        ExceptionKind.MISSING_AT_BENCH,
        row.order_id,
        row.detail,
        order_number=row.order_number,
        since=row.held_since,
    )


# Orders ---------------------------------------------------------------------------------------


@cache
def _stopped_orders() -> Select[OrderHold, Order]:
    return (
        select(OrderHold, Order)
        .join(Order, Order.id == OrderHold.order_id)
        .where(
            OrderHold.lifted_at.is_(None),
            OrderHold.reason != HoldReason.SHORT,
            Order.state == OrderState.HELD,
            Order.released_at.is_not(None),
        )
        .order_by(OrderHold.id)
        .limit(MOST_OF_A_KIND)
    )


def stopped_orders(session: Session) -> list[FloorException]:
    """Orders on the floor that are held for something else than missing units."""
    rows = session.execute(_stopped_orders()).all()
    if not rows:
        return []
    ids = {order.id for _, order in rows}
    who = reporters(session, "OrderHeld", "order_id", ids, min(hold.held_at for hold, _ in rows))
    due = due_of(session, ids)
    holds: dict[int, list[OrderHold]] = defaultdict(list)
    for hold, _ in rows:
        holds[hold.order_id].append(hold)
    found = []
    for order in {order.id: order for _, order in rows}.values():
        first = holds[order.id][0]
        name, station = who.get(order.id, ("", ""))
        found.append(
            FloorException(
                ExceptionKind.STOPPED,
                order.id,
                first.reason.value,
                order_number=order.number,
                due=due.get(order.id),
                who=name,
                station=station,
                since=first.held_at,
                detail=first.detail,
            )
        )
    return found


@cache
def _skipped_stops() -> Select[PickLine, str, str, Order, str, str | None]:
    is_counted = exists().where(
        CountTask.item_id == PickLine.item_id,
        CountTask.location_id == PickLine.location_id,
        CountTask.state.in_((CountState.OPEN, CountState.TO_APPROVE)),
    )
    return (
        select(PickLine, Item.name, Location.code, Order, PickTask.station, Operator.name)
        .join(Item, Item.id == PickLine.item_id)
        .join(Location, Location.id == PickLine.location_id)
        .join(OrderLine, OrderLine.id == PickLine.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .join(PickTask, PickTask.id == PickLine.task_id)
        .outerjoin(Operator, Operator.id == func.coalesce(PickTask.operator_id, PickTask.paused_by))
        .where(
            PickLine.state == PickLineState.OPEN,
            PickLine.skips >= SKIPS_THAT_COUNT,
            ~is_counted,
        )
        .order_by(PickLine.id)
        .limit(MOST_OF_A_KIND)
    )


def skipped_stops(session: Session) -> list[FloorException]:
    """Stops that were skipped twice, nobody has come back to, and nobody counts."""
    rows = session.execute(_skipped_stops()).all()
    due = due_of(session, {order.id for _, _, _, order, _, _ in rows})
    return [
        FloorException(
            ExceptionKind.SKIPPED,
            line.id,
            item,
            line.quantity - line.picked - line.short,
            place,
            order.number,
            due=due.get(order.id),
            who=name or "",
            station=station,
        )
        for line, item, place, order, station, name in rows
    ]


# Stock ----------------------------------------------------------------------------------------


@cache
def _doubted_places() -> Select[CountTask, Item, str, str | None, str | None]:
    raiser, counter = aliased(Operator), aliased(Operator)
    said = [reason.value for reason in _SAID_OF_PLACES]
    is_said = (CountTask.state == CountState.OPEN) & CountTask.reason.in_(said)
    return (
        select(CountTask, Item, Location.code, raiser.name, counter.name)
        .join(Item, Item.id == CountTask.item_id)
        .join(Location, Location.id == CountTask.location_id)
        .outerjoin(raiser, raiser.id == CountTask.raised_by)
        .outerjoin(counter, counter.id == CountTask.counted_by)
        .where((CountTask.state == CountState.TO_APPROVE) | is_said)
        .order_by(CountTask.id)
        .limit(MOST_OF_A_KIND)
    )


def doubted_places(session: Session) -> list[FloorException]:
    """Differences that wait for approval, and what pickers said of locations that are counted."""
    rows = session.execute(_doubted_places())
    return [
        _doubted(count, item, place, raised, counted)
        for count, item, place, raised, counted in rows
    ]


def _doubted(
    count: CountTask, item: Item, place: str, raised_by: str | None, counted_by: str | None
) -> FloorException:
    to_approve = count.state is CountState.TO_APPROVE
    kind = ExceptionKind.COUNT
    if not to_approve:
        kind = _SAID_OF_PLACES[CountReason(count.reason)]
    difference = (count.counted or 0) - (count.expected or 0)
    return FloorException(
        kind,
        count.id,
        item.name,
        difference if to_approve else 0,
        place,
        who=(counted_by if to_approve else raised_by) or "",
        since=(count.counted_at or count.raised_at) if to_approve else count.raised_at,
        detail=count.reason,
    )


@cache
def _goods_set_aside() -> Select[PutAwayTask, str, str, str | None, str | None]:
    return (
        select(PutAwayTask, Item.name, Location.code, Operator.name, Order.number)
        .join(Item, Item.id == PutAwayTask.item_id)
        .join(Location, Location.id == PutAwayTask.from_location_id)
        .outerjoin(Operator, Operator.id == PutAwayTask.raised_by)
        .outerjoin(OrderLine, OrderLine.id == PutAwayTask.order_line_id)
        .outerjoin(Order, Order.id == OrderLine.order_id)
        .where(
            PutAwayTask.state == StockTaskState.OPEN,
            PutAwayTask.reason.in_(_SET_ASIDE),
        )
        .order_by(PutAwayTask.id)
        .limit(MOST_OF_A_KIND)
    )


def goods_set_aside(session: Session) -> list[FloorException]:
    """Goods out of storage that somebody took back, set aside or found damaged."""
    rows = session.execute(_goods_set_aside())
    return [
        FloorException(
            ExceptionKind.SET_ASIDE,
            task.id,
            item,
            task.quantity - task.moved,
            place,
            number or "",
            who=name or "",
            since=task.raised_at,
            detail=task.reason.value,
        )
        for task, item, place, name, number in rows
    ]


# Work -----------------------------------------------------------------------------------------


def calls(session: Session, since: datetime) -> list[FloorException]:
    """Stations that called for a lead."""
    return [
        FloorException(
            ExceptionKind.LEAD_CALL,
            call.event_id,
            call.code,
            where=call.location,
            who=call.who,
            station=call.station,
            since=call.at,
            detail=call.refusal,
        )
        for call in calls_for_a_lead(session, since)
    ]


def unsettled(session: Session) -> list[FloorException]:
    """What was done off line and the books do not take."""
    found = []
    for row, name in open_rows(session):
        facts = facts_of(row)
        found.append(
            FloorException(
                ExceptionKind.UNSETTLED,
                row.id,
                facts.item_name,
                facts.quantity,
                facts.place or facts.tote,
                facts.order_number,
                who=name,
                station=row.station,
                since=row.raised_at,
                detail=row.kind.value,
            )
        )
    return found
