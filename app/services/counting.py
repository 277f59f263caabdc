"""The counter's verbs: take the next count, count by scans, and what a count does to the books."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.db.ledger import Move, move_units
from app.db.queries.counts import (
    books_of,
    counts_out_of_reach,
    lock_count,
    next_count,
    rule_rows,
    waiting_counts,
)
from app.db.queries.picking import lot_name_of
from app.db.queries.told_items import told_item
from app.db.schema import CountTask, Item, Location, Lot
from app.db.schema.locations import ADJUSTED_ID
from app.db.unit_of_work import UnitOfWork
from app.domain.count_refusals import CountGone, MovedMeanwhile, NothingToCount
from app.domain.count_rules import CountReason, CountRule, CountVerdict
from app.domain.counting import (
    CountEffect,
    Counting,
    CountOutcome,
    CountPrompt,
    CountPutOff,
    CountSettled,
    DamagedTakenOut,
    ItemFoundHere,
    answer,
    begin_round,
)
from app.domain.locations import MoveReason
from app.domain.permissions import Verb
from app.domain.refusals import Refused
from app.domain.scanned import Scanned
from app.domain.stock_events import CountDone, DamagedSetAside
from app.domain.stock_key import StockKey
from app.domain.tally import Tally
from app.domain.tasks import CountState
from app.services.dialogues import Answer, answer_scan
from app.services.held_work import hold, let_go, require_free
from app.services.identifying import Entry
from app.services.promising import promise_to_waiting
from app.services.raising_counts import raise_count
from app.services.removing_stock import (
    LockedStock,
    Removal,
    lock_stock_and_promises,
    remove_units,
)
from app.services.skills import why_none
from app.services.stock_places import place_of
from app.services.workplace import Workplace

_NOT_FOUND = "counted"
"""Why a pick line got fewer units: somebody counted, and they are not there."""


def count_waiting(work: UnitOfWork, operator_id: int) -> int:
    """How many counts an operator could do now."""
    return waiting_counts(work.session, operator_id, work.now)


def begin_count(workplace: Workplace, operator_id: int, entry: Entry | None = None) -> Counting:
    """Take the next count, doubted places first; only what waits at a place that was scanned.

    Raises:
        Refused: with `NothingToCount`; with `WorkNeedsEquipment`; the operator may not count.
    """

    def verb(work: UnitOfWork) -> Counting:
        place = place_of(work, entry)
        at = None if place is None else place.location_id
        count = next_count(work.session, operator_id, work.now, location_id=at)
        if count is None:
            needed = counts_out_of_reach(work.session, operator_id, work.now, location_id=at)
            raise Refused(why_none(work, needed, NothingToCount()))
        hold(work, count)
        return _counting(work, count)

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.COUNT))


def lay_down_count(workplace: Workplace, operator_id: int, count_id: int) -> None:
    """Let others have a count that was begun; what was counted of it stays."""

    def verb(work: UnitOfWork) -> None:
        count = lock_count(work.session, count_id)
        if count is not None and count.operator_id == operator_id:
            let_go(count)

    workplace.database.run(verb, workplace.actor(operator_id, Verb.COUNT))


def scan(workplace: Workplace, operator_id: int, state: Counting, entry: Entry) -> Answer[Counting]:
    """Answer one scan of whoever counts, and write what it changed; see `dialogues.answer_scan`.

    Where a count frees units, orders that wait for the item get them at once.

    Raises:
        ScanIdReused: the entry's id came with another code before.
    """
    answered = answer_scan(workplace, operator_id, _CountDialogue(), state, entry)
    if any(isinstance(event, CountDone) and event.is_settled for event in answered.events):
        promise_to_waiting(workplace, operator_id, {state.item.item_id}, Verb.COUNT)
    return answered


@dataclass(frozen=True)
class _CountDialogue:
    """A count, as `answer_scan` works it."""

    about: str = "count"
    verb: Verb = Verb.COUNT

    def work_id(self, state: Counting) -> int | None:
        return state.count_id

    def fresh(self, work: UnitOfWork, state: Counting) -> Counting:
        count = lock_count(work.session, state.count_id)
        mine = work.actor.operator_id or 0
        if count is None or (count.state is not CountState.OPEN and count.counted_by != mine):
            raise Refused(CountGone(state.location))
        if count.state is not CountState.OPEN:
            return replace(state, prompt=CountPrompt.DONE)
        require_free(work, count, state.location)
        hold(work, count)
        return _as_told(_counting(work, count), state)

    def answer(self, state: Counting, scanned: Scanned, *, today: date) -> CountOutcome:
        return answer(state, scanned, today=today)

    def write(self, work: UnitOfWork, outcome: CountOutcome, entry: Entry) -> Counting:
        state = outcome.state
        count = lock_count(work.session, state.count_id)
        if count is None:
            raise Refused(CountGone(state.location))
        for leg, effect in enumerate(outcome.effects):
            state = _apply(work, count, state, effect, entry, leg)
        return state


def _as_told(present: Counting, told: Counting) -> Counting:
    """The count as its rows say, at the panel that the station shows."""
    panels = (CountPrompt.DAMAGED, CountPrompt.DAMAGED_PLACE)
    is_open = told.prompt in panels and present.prompt is CountPrompt.COUNT
    if is_open:
        present = replace(present, prompt=told.prompt, damaged=told.damaged)
    return replace(present, refusal=told.refusal, same_refusals=told.same_refusals)


def _apply(
    work: UnitOfWork,
    count: CountTask,
    state: Counting,
    effect: CountEffect,
    entry: Entry,
    leg: int,
) -> Counting:
    match effect:
        case CountPutOff():
            count.skips += 1
            let_go(count)
        case ItemFoundHere(item_id=item_id):
            raise_count(
                work,
                item_id=item_id,
                location_id=count.location_id,
                reason=CountReason.ANOTHER_ITEM,
            )
        case DamagedTakenOut():
            return _take_damaged_out(work, count, state, effect, entry, leg)
        case CountSettled():
            _settle(work, count, state, effect, entry, leg)
        case _:
            _keep(work, count, state)
    work.session.flush()
    return state


def _settle(
    work: UnitOfWork,
    count: CountTask,
    state: Counting,
    effect: CountSettled,
    entry: Entry,
    leg: int,
) -> None:
    """Write the number down, and the difference into the books where it need not be approved."""
    locked = _lock(work, count, state)
    count.expected, count.counted = locked.on_hand, effect.counted
    count.counted_by, count.counted_at = work.actor.operator_id, work.now
    let_go(count)
    _keep(work, count, state)
    difference = effect.counted - locked.on_hand
    waits = effect.verdict is CountVerdict.APPROVE
    count.state = CountState.TO_APPROVE if waits else CountState.DONE
    work.session.flush()
    if not waits:
        write_difference(work, locked, difference, count_id=count.id, entry=entry, leg=leg)
    done = CountDone(
        count.id,
        state.location,
        state.item.sku,
        effect.counted,
        0 if waits else difference,
        is_settled=not waits,
    )
    work.record(done)


def write_difference(
    work: UnitOfWork,
    locked: LockedStock,
    difference: int,
    *,
    count_id: int,
    entry: Entry | None = None,
    leg: int = 0,
) -> None:
    """Add units that were found to the books, or take those off that were not.

    Args:
        work: the transaction.
        locked: the row of stock with all that hangs on it.
        difference: units counted less units on hand.
        count_id: the count that found it, named in the ledger.
        entry: the scan that ended the count; None where a lead decides at a desk.
        leg: which of the scan's moves this is.
    """
    scan_id, detail = None if entry is None else entry.scan_id, f"count {count_id}"
    row = locked.row
    if difference < 0:
        removal = Removal(
            -difference, ADJUSTED_ID, MoveReason.ADJUSTED, _NOT_FOUND, detail, scan_id, leg
        )
        remove_units(work, locked, removal)
    elif difference > 0:
        move_units(
            work,
            Move(
                item_id=row.item_id,
                lot_id=row.lot_id,
                source=ADJUSTED_ID,
                target=row.location_id,
                quantity=difference,
                reason=MoveReason.ADJUSTED,
                scan_id=scan_id,
                leg=leg,
                detail=detail,
            ),
        )


def _take_damaged_out(
    work: UnitOfWork,
    count: CountTask,
    state: Counting,
    effect: DamagedTakenOut,
    entry: Entry,
    leg: int,
) -> Counting:
    locked = _lock(work, count, state)
    removal = Removal(
        effect.quantity,
        effect.place_id,
        MoveReason.SET_ASIDE,
        CountReason.DAMAGED.value,
        f"count {count.id}",
        entry.scan_id,
        leg,
    )
    remove_units(work, locked, removal)
    work.record(DamagedSetAside(state.item.sku, effect.quantity, state.location, effect.place))
    # The count's own move disturbs nobody: what was counted are the good units.
    books = books_of(work.session, _key(count))
    after = replace(state, expected=books.on_hand, mark=books.mark)
    _keep(work, count, after)
    return after


def _lock(work: UnitOfWork, count: CountTask, state: Counting) -> LockedStock:
    """Lock the place's stock with all that hangs on it, as it was when the round began.

    Raises:
        Refused: with `MovedMeanwhile`: units came or went since.
    """
    locked = lock_stock_and_promises(work, _key(count))
    if locked.mark != state.mark:
        raise Refused(MovedMeanwhile(state.location, state.item.name))
    return locked


# The count's own row ------------------------------------------------------------------------


def _keep(work: UnitOfWork, count: CountTask, state: Counting) -> None:
    """Keep what was done of a count, so that any station can go on with it."""
    count.progress = {
        "is_there": state.prompt is not CountPrompt.SCAN_LOCATION,
        "rounds": list(state.rounds),
        "steps": list(state.tally.steps),
        "pack": state.tally.pack,
        "mark": state.mark,
    }
    work.session.flush()


def _counting(work: UnitOfWork, count: CountTask) -> Counting:
    """A count as whoever counts sees it; counting begins anew where units moved meanwhile."""
    session = work.session
    place, lot = session.get_one(Location, count.location_id), session.get_one(Lot, count.lot_id)
    item = session.get_one(Item, count.item_id)
    books = books_of(session, _key(count))
    kept: Mapping[str, Any] = count.progress
    rules = rule_rows(session)
    state = Counting(
        count_id=count.id,
        item=told_item(session, count.item_id),
        location=place.code,
        kind=place.kind,
        reason=CountReason(count.reason),
        expected=books.on_hand,
        mark=books.mark,
        rule=rules.get(item.item_class) or rules.get("") or CountRule(),
        check_digits=place.check_digits,
        zone=place.zone,
        price_cents=item.price_cents,
        lot=lot_name_of(lot.code, lot.expiry),
        expiry=lot.expiry,
        rounds=tuple(kept.get("rounds", ())),
        tally=Tally(tuple(kept.get("steps", ())), kept.get("pack", 1)),
        prompt=CountPrompt.COUNT if kept.get("is_there") else CountPrompt.SCAN_LOCATION,
    )
    if state.has_counted and kept.get("mark") != books.mark:
        state = replace(begin_round(state), is_disturbed=True)
        _keep(work, count, state)
    return state


def _key(count: CountTask) -> StockKey:
    return StockKey(count.item_id, count.location_id, count.lot_id)
