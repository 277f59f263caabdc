"""The verbs of whoever refills pick faces: take the next refill, and carry it by scans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.db.ledger import Move, move_units
from app.db.queries.counts import PromisedHere, books_of, promises_at
from app.db.queries.picking import lot_name_of
from app.db.queries.refills import (
    lock_refill,
    next_refill,
    refills_out_of_reach,
    waiting_refills,
)
from app.db.queries.told_items import told_item
from app.db.schema import Location, Lot, ReplenishRule, ReplenishTask
from app.db.unit_of_work import UnitOfWork
from app.domain.count_rules import CountReason
from app.domain.goods_in_hand import Goods
from app.domain.locations import MoveReason
from app.domain.permissions import Verb
from app.domain.refilling import (
    FaceRefilled,
    Place,
    RefillEffect,
    Refilling,
    RefillOutcome,
    RefillPrompt,
    RefillPutOff,
    SourceShort,
    answer,
)
from app.domain.refusals import Refusal, Refused, StockMissing
from app.domain.replenishment import ReservePromise, promises_that_follow
from app.domain.scanned import Scanned
from app.domain.stock_events import FaceFilled
from app.domain.stock_key import StockKey
from app.domain.stock_refusals import NothingToRefill, WorkGone
from app.domain.tally import Tally
from app.domain.tasks import StockTaskState
from app.services.dialogues import Answer, answer_scan
from app.services.held_work import finish, hold, let_go, require_free
from app.services.identifying import Entry
from app.services.moving_promises import may_follow, movable, move_promises
from app.services.raising_counts import raise_count
from app.services.refill_planning import raise_needed
from app.services.removing_stock import lock_stock_and_promises
from app.services.skills import why_none
from app.services.stock_places import place_of
from app.services.workplace import Workplace


def refills_waiting(work: UnitOfWork, operator_id: int) -> int:
    """How many refills an operator could do now."""
    return waiting_refills(work.session, operator_id, work.now)


def begin_refill(workplace: Workplace, operator_id: int, entry: Entry | None = None) -> Refilling:
    """Take the most urgent refill; one from or to a place that was scanned.

    A refill of which nothing can be carried any more is taken off the list, and the next one taken.
    Where none waits, the faces are looked at whether one runs low.

    Raises:
        Refused: with `NothingToRefill`; with `WorkNeedsEquipment`; the operator may not refill.
    """

    def verb(work: UnitOfWork) -> Refilling | Refusal:
        place = place_of(work, entry)
        location_id = None if place is None else place.location_id
        found = _take(work, operator_id, location_id)
        if found is None and raise_needed(work):
            found = _take(work, operator_id, location_id)
        if found is not None:
            return found
        needed = refills_out_of_reach(work.session, operator_id, work.now, location_id=location_id)
        return why_none(work, needed, NothingToRefill())

    state = workplace.database.run(verb, workplace.actor(operator_id, Verb.REPLENISH))
    if isinstance(state, Refusal):  # after the transaction: what left the list stays off it
        raise Refused(state)
    return state


def _take(work: UnitOfWork, operator_id: int, location_id: int | None) -> Refilling | None:
    while (
        task := next_refill(work.session, operator_id, work.now, location_id=location_id)
    ) is not None:
        state = _refilling(work, task)
        if state.wanted > 0:
            hold(work, task)
            return state
        finish(work, task, StockTaskState.CANCELLED)
    return None


def lay_down_refill(workplace: Workplace, operator_id: int, task_id: int) -> None:
    """Let others have a refill that was begun; the goods lie where the books say."""

    def verb(work: UnitOfWork) -> None:
        task = lock_refill(work.session, task_id)
        if task is not None and task.operator_id == operator_id:
            _lay_down(task)

    workplace.database.run(verb, workplace.actor(operator_id, Verb.REPLENISH))


def scan(
    workplace: Workplace, operator_id: int, state: Refilling, entry: Entry
) -> Answer[Refilling]:
    """Answer one scan of whoever carries, and write what it changed; see `answer_scan`.

    Raises:
        ScanIdReused: the entry's id came with another code before.
    """
    return answer_scan(workplace, operator_id, _RefillDialogue(), state, entry)


@dataclass(frozen=True)
class _RefillDialogue:
    """A refill, as `answer_scan` works it."""

    about: str = "replenish"
    verb: Verb = Verb.REPLENISH

    def work_id(self, state: Refilling) -> int | None:
        return state.task_id

    def fresh(self, work: UnitOfWork, state: Refilling) -> Refilling:
        task = lock_refill(work.session, state.task_id)
        mine = work.actor.operator_id or 0
        if task is None or (task.state is not StockTaskState.OPEN and task.finished_by != mine):
            raise Refused(WorkGone(state.goods.item.name, state.source.code))
        require_free(work, task, state.source.code)
        present = _refilling(work, task)
        if task.state is StockTaskState.OPEN:
            if present.wanted == 0:
                raise Refused(WorkGone(state.goods.item.name, state.source.code))
            hold(work, task)
        if state.prompt is RefillPrompt.SHORT_QUANTITY and present.prompt is RefillPrompt.TAKE:
            present = replace(present, prompt=state.prompt)
        return replace(present, refusal=state.refusal, same_refusals=state.same_refusals)

    def answer(self, state: Refilling, scanned: Scanned, *, today: date) -> RefillOutcome:
        return answer(state, scanned, today=today)

    def write(self, work: UnitOfWork, outcome: RefillOutcome, entry: Entry) -> Refilling:
        state = outcome.state
        task = lock_refill(work.session, state.task_id)
        if task is None:
            raise Refused(WorkGone(state.goods.item.name, state.source.code))
        for leg, effect in enumerate(outcome.effects):
            _apply(work, task, state, effect, entry, leg)
        return state


def _apply(
    work: UnitOfWork,
    task: ReplenishTask,
    state: Refilling,
    effect: RefillEffect,
    entry: Entry,
    leg: int,
) -> None:
    match effect:
        case RefillPutOff():
            task.skips += 1
            _lay_down(task)
        case SourceShort():
            finish(work, task, StockTaskState.DONE)
            _doubt_source(work, task)
        case FaceRefilled():
            _fill(work, task, state, effect, entry, leg)
        case _:
            _keep(task, state)
    work.session.flush()


def _fill(
    work: UnitOfWork,
    task: ReplenishTask,
    state: Refilling,
    effect: FaceRefilled,
    entry: Entry,
    leg: int,
) -> None:
    """Move the units, and with them the promises that may follow, to the face."""
    key = StockKey(task.item_id, task.from_location_id, task.lot_id)
    locked = lock_stock_and_promises(work, key)
    face = work.session.get_one(Location, task.to_location_id)
    followers = may_follow(locked.promises, face)
    there = movable(locked.on_hand, locked.promises, face)
    if effect.quantity > there:
        name = state.goods.item.name
        raise Refused(StockMissing(state.source.code, name, effect.quantity, there))
    following = promises_that_follow(map(_promise, followers), effect.quantity)
    promised = sum(units for _, units in following)
    move_units(
        work,
        Move(
            item_id=task.item_id,
            lot_id=task.lot_id,
            source=task.from_location_id,
            target=task.to_location_id,
            quantity=effect.quantity,
            reason=MoveReason.REPLENISHED,
            from_allocated=promised,
            to_allocated=promised,
            scan_id=entry.scan_id,
            leg=leg,
            detail=f"refill {task.id}",
        ),
    )
    move_promises(work, followers, following, task.to_location_id)
    task.moved += effect.quantity
    _keep(task, state)
    finish(work, task, StockTaskState.DONE)
    work.record(
        FaceFilled(
            task.id, state.goods.item.sku, effect.quantity, state.source.code, state.target.code
        )
    )
    if effect.is_short:
        _doubt_source(work, task)


def _promise(promised: PromisedHere) -> ReservePromise:
    risk = promised.risk
    return ReservePromise(risk.allocation_id, risk.units, risk.due_at, risk.priority)


def _doubt_source(work: UnitOfWork, task: ReplenishTask) -> None:
    raise_count(
        work,
        item_id=task.item_id,
        location_id=task.from_location_id,
        lot_id=task.lot_id,
        reason=CountReason.MISSING,
    )


# The refill's own row -----------------------------------------------------------------------


def _lay_down(task: ReplenishTask) -> None:
    let_go(task)
    task.progress = {}


def _keep(task: ReplenishTask, state: Refilling) -> None:
    """Keep what was done of a refill, so that any station can go on with it."""
    task.progress = {
        "prompt": state.prompt.value,
        "steps": list(state.tally.steps),
        "pack": state.tally.pack,
        "is_number": state.tally.is_number,
        "is_short": state.is_short,
        "to_bring_back": state.to_bring_back,
        "placed": state.placed,
    }


def _refilling(work: UnitOfWork, task: ReplenishTask) -> Refilling:
    """A refill as whoever carries it sees it; `wanted` is 0 where nothing can be carried."""
    session = work.session
    lot = session.get_one(Lot, task.lot_id)
    source, target = _place(work, task.from_location_id), _place(work, task.to_location_id)
    kept: Mapping[str, Any] = task.progress
    most = _most(work, task)
    return Refilling(
        task_id=task.id,
        goods=Goods(
            told_item(session, task.item_id),
            source.code,
            lot_name_of(lot.code, lot.expiry),
            lot.expiry,
        ),
        source=source,
        target=target,
        wanted=task.moved or min(task.quantity, most),
        most=most,
        reason=task.reason,
        due_at=task.due_at,
        tally=Tally(
            tuple(kept.get("steps", ())), kept.get("pack", 1), kept.get("is_number", False)
        ),
        is_short=kept.get("is_short", False),
        to_bring_back=kept.get("to_bring_back", 0),
        placed=kept.get("placed", 0),
        prompt=RefillPrompt(kept.get("prompt", RefillPrompt.SCAN_SOURCE.value)),
    )


def _place(work: UnitOfWork, location_id: int) -> Place:
    row = work.session.get_one(Location, location_id)
    return Place(row.id, row.code, row.zone, row.check_digits)


def _most(work: UnitOfWork, task: ReplenishTask) -> int:
    """Units that may be taken: what lies there and may go, as far as they fit into the face."""
    source = StockKey(task.item_id, task.from_location_id, task.lot_id)
    promises = promises_at(work.session, source)
    target = work.session.get_one(Location, task.to_location_id)
    most = movable(books_of(work.session, source).on_hand, promises, target)
    rule = work.session.get(ReplenishRule, (task.item_id, task.to_location_id))
    if rule is None:
        return most
    face = StockKey(task.item_id, task.to_location_id, task.lot_id)
    return max(0, min(most, rule.maximum - books_of(work.session, face).on_hand))
