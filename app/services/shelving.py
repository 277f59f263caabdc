"""The verbs of whoever brings parts of orders to the consolidation shelf."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.db.queries.consolidation import lock_slot, parts_of_order, slots
from app.db.queries.orders import lock_orders, open_holds_of
from app.db.queries.pick_claims import HARMLESS_HOLDS
from app.db.queries.picking import lock_tote
from app.db.queries.shelf_parts import (
    PartRow,
    open_lines_of,
    open_slot,
    part_in_tote,
    parts_in_hand,
    totes_in_slot,
)
from app.db.queries.stock import location_by_code
from app.db.queries.zone_chains import pack_lane
from app.db.schema import Order, Tote
from app.db.unit_of_work import UnitOfWork
from app.domain.barcodes import read
from app.domain.consolidation import ShelfSlot, missing_zones, slot_for
from app.domain.orders import HoldReason
from app.domain.permissions import Verb
from app.domain.readings import ToteCode
from app.domain.refusals import Refused, UnknownCode
from app.domain.scanned import Scanned
from app.domain.shelf_refusals import NoPlaceForPart, PartGone, SlotNotFree
from app.domain.shelving import (
    ParkPart,
    PutOnShelf,
    ShelfEffect,
    ShelfOutcome,
    ShelfPart,
    ShelfPrompt,
    Shelving,
    TakeOffShelf,
    answer,
    turned_to,
)
from app.domain.sort_events import SlotFreed, SlotReady, ToteAtSlot
from app.services.dialogues import Answer, answer_scan
from app.services.identifying import Entry
from app.services.tote_writing import seen
from app.services.workplace import Workplace


def open_shelf(workplace: Workplace, operator_id: int) -> Shelving:
    """The parts that an operator has to bring to the shelf; none where all were brought."""
    with workplace.database.begin(workplace.actor(operator_id, Verb.SORT)) as work:
        return turned_to(_read(work, operator_id, "", ()))


def parts_to_bring(work: UnitOfWork, operator_id: int) -> int:
    """How many parts an operator has in hand."""
    return len(parts_in_hand(work.session, operator_id))


def is_on_its_way(work: UnitOfWork, tote: str) -> bool:
    """Whether a tote carries a part that is picked, and that other zones' parts wait for."""
    row = part_in_tote(work.session, tote)
    if row is None:
        return False
    (part,) = _parts(work, [row], [])
    return part.is_ready and not part.is_alone


def scan(workplace: Workplace, operator_id: int, state: Shelving, entry: Entry) -> Answer[Shelving]:
    """Answer one scan of whoever brings parts, and write what it changed; see `answer_scan`.

    Raises:
        ScanIdReused: the entry's id came with another code before.
    """
    reading = entry.reading or read(entry.raw, today=workplace.clock.today())
    tote = f"T-{reading.code}" if isinstance(reading, ToteCode) else ""
    return answer_scan(workplace, operator_id, _ShelfDialogue(operator_id, tote), state, entry)


@dataclass(frozen=True)
class _ShelfDialogue:
    """The shelf, as `answer_scan` works it; `scanned` is the tote that is scanned, if it is one."""

    operator_id: int
    scanned: str
    about: str = "shelf"
    verb: Verb = Verb.SORT

    def work_id(self, state: Shelving) -> int | None:
        part = state.part
        return None if part is None else part.order_id

    def fresh(self, work: UnitOfWork, state: Shelving) -> Shelving:
        also = (self.scanned, state.tote)
        present = _read(work, self.operator_id, state.tote, also, is_locked=True)
        present = replace(present, placed=state.placed)
        is_undoing = state.prompt is ShelfPrompt.TAKE_OUT and state.placed
        present = turned_to(present, state.tote)
        if is_undoing:
            present = replace(present, prompt=ShelfPrompt.TAKE_OUT)
        return replace(present, refusal=state.refusal, same_refusals=state.same_refusals)

    def answer(self, state: Shelving, scanned: Scanned, *, today: date) -> ShelfOutcome:
        del today
        return answer(state, scanned)

    def write(self, work: UnitOfWork, outcome: ShelfOutcome, entry: Entry) -> Shelving:
        del entry
        state = outcome.state
        for effect in outcome.effects:
            _write(work, effect)
        if not outcome.effects:
            return state
        work.session.flush()
        undone = [effect.tote for effect in outcome.effects if isinstance(effect, TakeOffShelf)]
        present = _read(work, self.operator_id, "", undone)
        present = replace(present, placed=state.placed)
        return turned_to(present, undone[0] if undone else state.tote)


def _write(work: UnitOfWork, effect: ShelfEffect) -> None:
    tote = lock_tote(work.session, effect.tote)
    if tote is None or tote.order_id is None:
        raise Refused(UnknownCode(effect.tote))
    order = work.session.get_one(Order, tote.order_id)
    match effect:
        case PutOnShelf(slot=slot):
            _put(work, tote, order, effect.tote, slot)
        case ParkPart(place=code):
            place = location_by_code(work.session, code)
            if place is None:
                raise Refused(NoPlaceForPart(code, effect.tote))
            seen(work, tote, place.id)
        case TakeOffShelf(place=code):
            _take_off(work, tote, order, effect.tote, code)


def _put(work: UnitOfWork, tote: Tote, order: Order, code: str, slot_code: str) -> None:
    place = location_by_code(work.session, slot_code)
    if place is None:
        raise Refused(UnknownCode(slot_code))
    open_slot(work.session, place.id)
    slot = lock_slot(work.session, place.id)
    if slot is None or slot.order_id not in (None, order.id):
        raise Refused(SlotNotFree(slot_code, slot_code, code))
    if slot.order_id is None:
        slot.order_id, slot.bound_at = order.id, work.now
    seen(work, tote, place.id)
    work.session.flush()
    work.record(ToteAtSlot(slot_code, code, order.id, order.number))
    if not missing_zones(parts_of_order(work.session, order.id)):
        work.record(SlotReady(slot_code, order.id, order.number))


def _take_off(work: UnitOfWork, tote: Tote, order: Order, code: str, place_code: str) -> None:
    """Take a part out of its place; a slot that nothing stands in any more is free.

    Raises:
        Refused: with `PartGone` once a packer has begun with the order.
    """
    if order.packing_started_at is not None:
        raise Refused(PartGone(code, place_code, order.number))
    place = location_by_code(work.session, place_code)
    seen(work, tote, None)
    work.session.flush()
    slot = None if place is None else lock_slot(work.session, place.id)
    is_own = slot is not None and slot.order_id == order.id
    if slot is not None and is_own and not totes_in_slot(work.session, slot.location_id):
        slot.order_id = slot.bound_at = None
        work.record(SlotFreed(place_code, order.id, order.number))


# Reading --------------------------------------------------------------------------------------


def _read(
    work: UnitOfWork, operator_id: int, tote: str, also: Sequence[str], *, is_locked: bool = False
) -> Shelving:
    """The parts in somebody's hands, and those in totes that were scanned."""
    rows = parts_in_hand(work.session, operator_id)
    known = {row.tote for row in rows}
    for code in dict.fromkeys(filter(None, also)):
        found = None if code in known else part_in_tote(work.session, code)
        if found is not None:
            rows.append(found)
    if is_locked:
        lock_orders(work.session, {row.order_id for row in rows})
    lane = pack_lane(work.session)
    shelf = [ShelfSlot(slot.location_id, slot.code, slot.order_id) for slot in slots(work.session)]
    return Shelving(
        parts=_parts(work, rows, shelf),
        free=frozenset(slot.code for slot in shelf if slot.order_id is None),
        pack_lane="" if lane is None else lane.code,
        tote=tote,
    )


def _parts(
    work: UnitOfWork, rows: Sequence[PartRow], shelf: Sequence[ShelfSlot]
) -> tuple[ShelfPart, ...]:
    pairs = {(row.task_id, row.order_id) for row in rows}
    open_lines = open_lines_of(work.session, pairs)
    stopped = _stopped(work, {row.order_id for row in rows})
    promised: set[int] = set()  # each order in hand that has no slot yet is told one of its own
    parts = []
    for row in rows:
        left = [slot for slot in shelf if slot.location_id not in promised]
        slot = slot_for(row.order_id, left)
        if slot is not None and slot.order_id is None and not row.stands_in:
            shelf = [replace(one, order_id=row.order_id) if one is slot else one for one in shelf]
            promised.add(slot.location_id)
        whole = parts_of_order(work.session, row.order_id)
        others = [one for one in whole if one.task_id != row.task_id]
        parts.append(
            ShelfPart(
                tote=row.tote,
                order_id=row.order_id,
                order_number=row.order_number,
                zone=row.zone,
                slot="" if slot is None else slot.code,
                is_opened=slot is not None and slot.order_id is not None,
                missing=missing_zones(others),
                stopped=stopped.get(row.order_id, ""),
                is_alone=not others,
                stands_in=row.stands_in,
                open_lines=open_lines.get(row.order_id, 0),
                picker=row.picker,
            )
        )
    return tuple(parts)


def _stopped(work: UnitOfWork, order_ids: set[int]) -> dict[int, str]:
    """Why orders may not go on, by their numbers; those that may are left out."""
    found: dict[int, str] = {}
    holds = open_holds_of(work.session, order_ids)
    for order_id in order_ids:
        hurting = [one for one in holds[order_id] if one.reason not in HARMLESS_HOLDS]
        order = work.session.get_one(Order, order_id)
        if hurting:
            found[order_id] = HoldReason(hurting[0].reason).value
        elif order.cancelled_at is not None:
            found[order_id] = order.state.value
    return found
