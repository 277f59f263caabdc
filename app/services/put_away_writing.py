"""Writes the put-away dialogue's effects: units into storage or off the books, places doubted."""

from __future__ import annotations

from dataclasses import replace

from app.db.ledger import Move, StockTooLow, move_units
from app.db.queries.counts import rule_rows
from app.db.queries.people import operator_by_id
from app.db.queries.put_aways import (
    lock_put_away,
    other_lot_at,
)
from app.db.queries.stock import items_of_orders, lock_stock_of
from app.db.schema import Item, Location, PutAwayTask
from app.db.schema.locations import LOST_ID
from app.db.unit_of_work import UnitOfWork
from app.domain.count_rules import CountReason, CountRule
from app.domain.locations import MoveReason
from app.domain.permissions import Verb, may
from app.domain.putting_away import (
    GoOnWith,
    NotFoundThere,
    PutAwayEffect,
    PutAwayPrompt,
    PutAwayPutOff,
    PuttingAway,
    UnitsPutAway,
    UnitsWrittenOff,
)
from app.domain.refusals import NotAllowed, Refused, StockMissing, TooMany
from app.domain.stock_events import GoodsPutAway, GoodsWrittenOff
from app.domain.stock_refusals import LotsMixed, NothingToPutAway
from app.domain.tally import Tally
from app.domain.tasks import StockTaskState
from app.services.held_work import finish, hold
from app.services.identifying import Entry
from app.services.put_away_rows import (
    keep,
    lay_down,
    order_of,
    putting_away_of,
    units_there,
)
from app.services.raising_counts import raise_count
from app.services.taking_out import GoodsOut, ScanLeg, take_out
from app.services.withdrawing import lock_floor_work


def apply_effect(
    work: UnitOfWork,
    task: PutAwayTask,
    state: PuttingAway,
    effect: PutAwayEffect,
    entry: Entry,
    leg: int,
) -> PuttingAway:
    """Write one effect of a scan; `leg` numbers the effects of the same scan.

    Returns:
        How the work stands now; other work where other goods of the place were scanned.

    Raises:
        Refused: the books or the house do not allow it; the transaction is to be rolled back.
    """
    match effect:
        case PutAwayPutOff():
            task.skips += 1
            lay_down(task)
        case GoOnWith():
            return _go_on_with(work, task, effect)
        case NotFoundThere(found=found):
            _not_found(work, task, state, found, entry, leg)
        case UnitsPutAway():
            _put(work, task, state, effect, entry, leg)
        case UnitsWrittenOff():
            _write_off(work, task, state, effect, entry, leg)
        case _:
            keep(task, state)
    work.session.flush()
    return state


def _go_on_with(work: UnitOfWork, task: PutAwayTask, effect: GoOnWith) -> PuttingAway:
    """Lay one put-away down and take another of the same place up, with its units in hand."""
    other = lock_put_away(work.session, effect.task_id)
    if other is None or other.state is not StockTaskState.OPEN:
        place = work.session.get_one(Location, task.from_location_id).code
        raise Refused(NothingToPutAway(place))
    lay_down(task)
    hold(work, other)
    there = replace(putting_away_of(work, other), prompt=PutAwayPrompt.TAKE, tally=Tally())
    taken = replace(there, tally=Tally().add(effect.units))
    if taken.tally.units > taken.wanted:
        raise Refused(TooMany(taken.tally.units, taken.wanted, taken.goods.item.name))
    keep(other, taken)
    work.session.flush()
    return taken


def _not_found(
    work: UnitOfWork,
    task: PutAwayTask,
    state: PuttingAway,
    found: int,
    entry: Entry,
    leg: int,
) -> None:
    """Go on with what is there; the rest is lost, or counted where it may still turn up.

    What was picked for an order is in its tote or nowhere. Where goods wait in a place of their
    own, the place is counted.
    """
    missing = units_there(work, task) - found
    if task.order_line_id is not None and missing > 0:
        _require_tolerance(work, task, missing)
        _move(work, task, state, missing, LOST_ID, entry, leg, why="missing")
        task.moved += missing
    else:
        task.quantity = max(1, task.moved + found)
        raise_count(
            work,
            item_id=task.item_id,
            location_id=task.from_location_id,
            lot_id=task.lot_id,
            reason=CountReason.MISSING,
        )
    if found:
        keep(task, state)
    else:
        finish(work, task, StockTaskState.DONE if task.moved else StockTaskState.CANCELLED)


def _put(
    work: UnitOfWork,
    task: PutAwayTask,
    state: PuttingAway,
    effect: UnitsPutAway,
    entry: Entry,
    leg: int,
) -> None:
    _require_lots_apart(work, task, effect)
    _move(work, task, state, effect.quantity, effect.location_id, entry, leg)
    task.to_location_id = effect.location_id
    work.record(
        GoodsPutAway(
            task.id,
            state.goods.item.sku,
            effect.quantity,
            state.source.code,
            effect.location,
            "" if effect.why is None else effect.why.value,
        )
    )
    _moved(work, task, state, effect.quantity)


def _write_off(
    work: UnitOfWork,
    task: PutAwayTask,
    state: PuttingAway,
    effect: UnitsWrittenOff,
    entry: Entry,
    leg: int,
) -> None:
    """Let goods leave the books.

    Raises:
        Refused: with `NotAllowed`: so much is a lead's to decide.
    """
    _require_tolerance(work, task, effect.quantity)
    _move(work, task, state, effect.quantity, LOST_ID, entry, leg, why=effect.reason.value)
    work.record(
        GoodsWrittenOff(
            task.id,
            state.goods.item.sku,
            effect.quantity,
            state.source.code,
            effect.reason.value,
        )
    )
    _moved(work, task, state, effect.quantity)


def _require_tolerance(work: UnitOfWork, task: PutAwayTask, units: int) -> None:
    """Let nobody but a lead take more off the books than a count may without one.

    Raises:
        Refused: with `NotAllowed`.
    """
    item = work.session.get_one(Item, task.item_id)
    rules = rule_rows(work.session)
    rule = rules.get(item.item_class) or rules.get("") or CountRule()
    role = operator_by_id(work.session, work.actor.operator_id or 0).role
    if not (rule.is_within(units, item.price_cents) or may(role, Verb.WRITE_OFF)):
        raise Refused(NotAllowed(Verb.WRITE_OFF, role))


def _move(
    work: UnitOfWork,
    task: PutAwayTask,
    state: PuttingAway,
    quantity: int,
    target_id: int,
    entry: Entry,
    leg: int,
    *,
    why: str = "",
) -> None:
    """Move units out of their place; those of an order leave its lines and counts as well."""
    detail = f"put away {task.id}" + (f": {why}" if why else "")
    try:
        order = order_of(work, task)
        if order is not None and task.order_line_id is not None:
            floor = lock_floor_work(work, [order.id])
            lock_stock_of(work.session, items_of_orders(work.session, [order.id]))
            goods = GoodsOut(
                task.order_line_id, task.lot_id, task.from_location_id, target_id, quantity, detail
            )
            take_out(work, floor, goods, ScanLeg(entry.scan_id, leg))
            return
        move_units(
            work,
            Move(
                item_id=task.item_id,
                lot_id=task.lot_id,
                source=task.from_location_id,
                target=target_id,
                quantity=quantity,
                reason=MoveReason.LOST if target_id == LOST_ID else MoveReason.PUT_AWAY,
                scan_id=entry.scan_id,
                leg=leg,
                detail=detail,
            ),
        )
    except StockTooLow as error:
        missing = StockMissing(state.source.code, state.goods.item.name, quantity, 0)
        raise Refused(missing) from error


def _moved(work: UnitOfWork, task: PutAwayTask, state: PuttingAway, quantity: int) -> None:
    """Count what went; what is left of the task waits in its place for its next turn."""
    task.moved += quantity
    if task.moved == task.quantity:
        keep(task, state)
        finish(work, task, StockTaskState.DONE)
    else:
        task.progress = {}


def _require_lots_apart(work: UnitOfWork, task: PutAwayTask, effect: UnitsPutAway) -> None:
    """Keep the lots of a lot-tracked item in locations of their own.

    Raises:
        Refused: with `LotsMixed`.
    """
    item = work.session.get_one(Item, task.item_id)
    if not item.lot_tracked:
        return
    lot = other_lot_at(
        work.session, item_id=item.id, location_id=effect.location_id, lot_id=task.lot_id
    )
    if lot is not None:
        raise Refused(LotsMixed(effect.location, item.name, lot))
