"""The desk's word that more or fewer units lie somewhere than the books say, with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from app.db.ledger import Move, move_units
from app.db.queries.counts import add_count, rule_rows, unsettled_count
from app.db.queries.people import operator_by_id
from app.db.schema.locations import ADJUSTED_ID, LOST_ID
from app.db.unit_of_work import UnitOfWork
from app.domain.adjustments import TAKES_AWAY, Adjustment, AdjustReason, why_not
from app.domain.count_rules import CountRule
from app.domain.locations import MoveReason
from app.domain.operators import OperatorRole
from app.domain.permissions import Verb
from app.domain.refusals import Refused
from app.domain.stock_desk_refusals import CountWaits, NoUnits
from app.domain.stock_events import AdjustmentAsked, StockAdjusted
from app.domain.tasks import CountState
from app.services.desk_goods import DeskGoods, goods_at
from app.services.identifying import Entry
from app.services.promising import promise_to_waiting
from app.services.removing_stock import (
    LockedStock,
    Removal,
    lock_stock_and_promises,
    remove_units,
)
from app.services.workplace import Workplace


@dataclass(frozen=True)
class AdjustmentWanted:
    """What is to be written: where, of what, how many more (or fewer, below 0), and why.

    `lot` says which one, where the label does not.
    """

    place: Entry
    item: Entry
    by: int
    reason: AdjustReason
    lot: str = ""


@dataclass(frozen=True)
class Adjusted:
    """What became of it: `waits` says that somebody else decides, and nothing is written yet."""

    sku: str
    name: str
    place: str
    by: int
    on_hand: int
    given_up: int
    waits: bool


def adjust(workplace: Workplace, operator_id: int | None, wanted: AdjustmentWanted) -> Adjusted:
    """Write a difference into the books, or have another lead look at it where it is large.

    Args:
        workplace: where this is done.
        operator_id: who says so; None for the person at the shell, who answers for the books as an
            administrator does.
        wanted: the difference.

    Raises:
        Refused: see `app.domain.adjustments.why_not`; what was scanned is nothing here.
    """
    item_id = 0

    def verb(work: UnitOfWork) -> Adjusted:
        nonlocal item_id
        if wanted.by == 0:
            raise Refused(NoUnits(0))
        goods = goods_at(work, wanted.item, wanted.place, wanted.lot)
        item_id = goods.item.id
        locked = lock_stock_and_promises(work, goods.key)
        asked = _adjustment_of(work, goods, locked, wanted)
        refusal = why_not(asked)
        if refusal is not None:
            raise Refused(refusal)
        waits = asked.is_large and not _answers_for_the_books(work)
        given_up = 0
        if waits:
            _have_decided(work, goods, locked, wanted)
        else:
            given_up = _write(work, locked, wanted)
        told = AdjustmentAsked if waits else StockAdjusted
        work.record(told(goods.place.code, goods.item.sku, wanted.by, wanted.reason.value))
        return Adjusted(
            goods.item.sku,
            goods.item.name,
            goods.place.code,
            wanted.by,
            locked.on_hand + (0 if waits else wanted.by),
            given_up,
            waits,
        )

    done = workplace.database.run(verb, workplace.actor(operator_id, Verb.STOCK_DESK))
    if wanted.by > 0 and not done.waits:
        promise_to_waiting(workplace, operator_id, {item_id}, Verb.STOCK_DESK)
    return done


def _adjustment_of(
    work: UnitOfWork, goods: DeskGoods, locked: LockedStock, wanted: AdjustmentWanted
) -> Adjustment:
    rules = rule_rows(work.session)
    return Adjustment(
        item_name=goods.item.name,
        place=goods.place.code,
        kind=goods.place.kind,
        by=wanted.by,
        reason=wanted.reason,
        on_hand=locked.on_hand,
        is_being_counted=unsettled_count(work.session, goods.key) is not None,
        price_cents=goods.item.price_cents,
        rule=rules.get(goods.item.item_class) or rules.get("") or CountRule(),
    )


def _answers_for_the_books(work: UnitOfWork) -> bool:
    who = work.actor.operator_id
    return who is None or operator_by_id(work.session, who).role is OperatorRole.ADMIN


def _have_decided(
    work: UnitOfWork, goods: DeskGoods, locked: LockedStock, wanted: AdjustmentWanted
) -> None:
    """Put the difference on the list of what waits for a lead; meanwhile the place is doubted."""
    key, who = goods.key, work.actor.operator_id
    number = add_count(
        work.session,
        {
            "item_id": key.item_id,
            "location_id": key.location_id,
            "lot_id": key.lot_id,
            "reason": wanted.reason.as_count.value,
            "state": CountState.TO_APPROVE,
            "raised_by": who,
            "raised_at": work.now,
            "expected": locked.on_hand,
            "counted": locked.on_hand + wanted.by,
            "counted_by": who,
            "counted_at": work.now,
        },
    )
    if number is None:
        raise Refused(CountWaits(goods.place.code, goods.item.name))


def _write(work: UnitOfWork, locked: LockedStock, wanted: AdjustmentWanted) -> int:
    """Write the ledger row; says how many promised units were given up."""
    row, detail = locked.row, wanted.reason.value
    is_gone = wanted.reason in TAKES_AWAY
    if wanted.by < 0:
        target, reason = (
            (LOST_ID, MoveReason.LOST) if is_gone else (ADJUSTED_ID, MoveReason.ADJUSTED)
        )
        return remove_units(work, locked, Removal(-wanted.by, target, reason, detail, detail))
    move_units(
        work,
        Move(
            item_id=row.item_id,
            lot_id=row.lot_id,
            source=ADJUSTED_ID,
            target=row.location_id,
            quantity=wanted.by,
            reason=MoveReason.ADJUSTED,
            detail=detail,
        ),
    )
    return 0
