"""The packer's verbs: open an order at the bench, answer a scan and write down what it changed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from app.db.queries.orders import lock_orders
from app.db.queries.parcels import lock_carton, open_carton
from app.db.queries.unwanted_goods import unwanted_goods
from app.db.schema import Carton, Order
from app.db.unit_of_work import UnitOfWork
from app.domain.bench_changes import GoodsAtBench, told_of_change
from app.domain.events import Event
from app.domain.locations import LocationKind
from app.domain.own_codes import packaging_payload
from app.domain.pack_boxing import read_anew
from app.domain.pack_effects import (
    CloseCarton,
    PackOutcome,
    ReopenCarton,
    TakeTote,
    VoidLabel,
    refuse_packing,
)
from app.domain.pack_places import scanned_places
from app.domain.pack_proven import put_proven_in
from app.domain.pack_state import PackPrompt, PackState
from app.domain.packing import answer_packing
from app.domain.permissions import Verb
from app.domain.readings import Command
from app.domain.refusals import (
    NoLongerActive,
    NotAllowed,
    NotAtThisStation,
    NothingToPack,
    OrderStopped,
    Refusal,
    Refused,
)
from app.domain.scanned import Scanned, ScannedCommand, ScannedItem, code_of
from app.services.bench_loading import bench_of
from app.services.bench_opening import open_by
from app.services.identifying import Entry, identify, read_entry
from app.services.pack_applying import stopped_by, write_effects
from app.services.scan_records import log_refused, seen_before, write_scan
from app.services.unit_checks import serial_of
from app.services.workplace import Workplace

_READ_ANEW = CloseCarton | ReopenCarton | VoidLabel | TakeTote
"""Effects after which more of the rows is another than the dialogue knows."""

_NO_RIGHT = NotAllowed | NoLongerActive | NotAtThisStation


@dataclass(frozen=True)
class PackAnswer:
    """The answer to one scan: what to show now, the refusal if any, and what happened.

    `state` is None where no order is open on the bench. `is_stored`: the station keeps the scan,
    and the database has not confirmed it yet. `tote` is the bulk tote that units are taken out of.
    """

    state: PackState | None
    refusal: Refusal | None = None
    events: tuple[Event, ...] = ()
    is_stored: bool = False
    tote: str = ""


def open_order(
    workplace: Workplace, operator_id: int, entry: Entry, *, tote: str = ""
) -> PackAnswer:
    """Open the order that a code leads to, or go on with it where it was left.

    A tote, cubby, slot, slip or label leads to the order of its own. A bulk tote leads to none; of
    the units that are taken out of it each opens the order it is for, and is in its carton then.

    Args:
        workplace: the bench.
        operator_id: who packs.
        entry: the scan.
        tote: the bulk tote that units are taken out of now.

    Raises:
        Refused: the operator, or this station, may not pack.
        ScanIdReused: the entry's id came with another code before.
    """

    def verb(work: UnitOfWork) -> PackAnswer:
        known = seen_before(work, entry)
        scanned = identify(work, entry)
        if known is not None and known.refusal is None and known.work_id is not None:
            place = tote if isinstance(scanned, ScannedItem) else code_of(scanned)
            return _opened_before(work, workplace, known.work_id, place)
        opened = open_by(work, workplace, scanned, tote=tote, anew=known is None)
        state = opened.state
        if known is not None:
            return PackAnswer(state, tote=opened.tote)
        write_scan(work, entry, about="pack", work_id=None if state is None else state.order_id)
        if state is None or state.verified == state.units:
            return PackAnswer(state, events=tuple(work.events), tote=opened.tote)
        return replace(_first_units(work, workplace, state, scanned, entry), tote=opened.tote)

    try:
        answer = workplace.database.run(verb, workplace.actor(operator_id, Verb.PACK))
    except Refused as refused:
        if isinstance(refused.refusal, _NO_RIGHT):
            raise
        actor = workplace.actor(operator_id)
        log_refused(workplace.database, actor, entry, refused.refusal, "pack", None)
        return PackAnswer(None, refused.refusal, tote=tote)
    return _close_filled(workplace, operator_id, entry, answer)


def _close_filled(
    workplace: Workplace, operator_id: int, entry: Entry, answer: PackAnswer
) -> PackAnswer:
    """Close a carton that was picked into: all is proved and boxed, nothing is left to ask.

    It is a scan of its own, so that whatever is in the way leaves the order on the bench.
    """
    state = answer.state
    kind = None if state is None else state.picked_into or _taken_unasked(state)
    if state is None or kind is None or state.prompt is not PackPrompt.CHOOSE_PACKAGING:
        return answer
    closing = Entry(packaging_payload(kind), uuid.uuid5(entry.scan_id, "close"))
    closed = scan(workplace, operator_id, state, closing)
    return replace(closed, events=(*answer.events, *closed.events), tote=answer.tote)


def _taken_unasked(state: PackState) -> str | None:
    """The packaging that the house takes unasked, once all units are proven."""
    return state.suggestion if state.takes_proposed and state.history else None


def _opened_before(work: UnitOfWork, workplace: Workplace, order_id: int, place: str) -> PackAnswer:
    """The order that the same scan opened the first time, as it is now."""
    (order,) = lock_orders(work.session, [order_id])
    carton = open_carton(work.session, order_id)
    if carton is None:
        raise Refused(NothingToPack(order.number, order.number, order.state.value))
    state = bench_of(work, workplace, order, carton)
    return PackAnswer(replace(state, here=scanned_places(state.places, place)))


def _first_units(
    work: UnitOfWork, workplace: Workplace, state: PackState, scanned: Scanned, entry: Entry
) -> PackAnswer:
    """What opened the order goes into its carton, unless there is a note to read first.

    That is the unit that was scanned, or all that the wall proved of the cubby that was.
    """
    outcome = put_proven_in(state)
    if isinstance(scanned, ScannedItem) and state.prompt is PackPrompt.SCAN_UNIT:
        outcome = answer_packing(state, scanned, today=work.now.date())
    if outcome is None:
        return PackAnswer(state, events=tuple(work.events))
    if outcome.refusal is not None:
        raise Refused(outcome.refusal)
    (order,) = lock_orders(work.session, [state.order_id])
    carton = lock_carton(work.session, state.carton_id)
    return _write(work, workplace, order, carton, outcome, entry)


def resume_order(workplace: Workplace, operator_id: int, order_id: int) -> PackState:
    """The order on the bench as its rows say, for a screen that lost its place."""
    with workplace.database.begin(workplace.actor(operator_id, Verb.PACK)) as work:
        carton = open_carton(work.session, order_id)
        if carton is None:
            raise Refused(NothingToPack(str(order_id), None, None))
        workplace.clock.learn(work.now)
        return bench_of(work, workplace, work.session.get_one(Order, order_id), carton)


def scan(workplace: Workplace, operator_id: int, state: PackState, entry: Entry) -> PackAnswer:
    """Answer one scan of a packer and write down, in one transaction, what it changed.

    The same entry handed in twice changes nothing the second time and gets the first answer. A
    refusal is written into the scan log and nowhere else.

    Raises:
        ScanIdReused: the entry's id came with another code before.
    """

    def verb(work: UnitOfWork) -> PackAnswer:
        order = lock_orders(work.session, [state.order_id])[0]
        carton = lock_carton(work.session, state.carton_id)
        known = seen_before(work, entry)
        outcome = _outcome(work, workplace, order, carton, state, entry)
        if known is not None:
            was_refused = known.refusal is not None
            fresh = partial(bench_of, work, workplace, order, carton)
            return _first_answer(fresh, outcome, was_refused=was_refused)
        write_scan(
            work,
            entry,
            about="pack",
            work_id=order.id,
            refusal=None if outcome.refusal is None else outcome.refusal.name,
        )
        if outcome.refusal is not None:
            return PackAnswer(outcome.state, outcome.refusal)
        return _write(work, workplace, order, carton, outcome, entry)

    try:
        return workplace.database.run(verb, workplace.actor(operator_id, Verb.PACK))
    except Refused as refused:
        actor = workplace.actor(operator_id)
        log_refused(workplace.database, actor, entry, refused.refusal, "pack", state.order_id)
        shown = refuse_packing(state, refused.refusal)
        return PackAnswer(shown.state, refused.refusal)


def _outcome(
    work: UnitOfWork,
    workplace: Workplace,
    order: Order,
    carton: Carton,
    state: PackState,
    entry: Entry,
) -> PackOutcome:
    if carton.revision != state.revision:
        return _brought_up(work, state, bench_of(work, workplace, order, carton))
    if state.closed_offline:  # by now it has its number and its label
        state = bench_of(work, workplace, order, carton)
    scanned = _scanned(work, state, entry)
    stopped = stopped_by(work, order, carton)
    # Whoever has to stop must still be able to put the order aside.
    if stopped is not None and scanned != ScannedCommand(Command.PAUSE):
        return refuse_packing(state, stopped)
    return answer_packing(state, scanned, today=work.now.date())


def _brought_up(work: UnitOfWork, before: PackState, fresh: PackState) -> PackOutcome:
    """The order as its rows say, with what became of it since the bench read it."""
    left = [
        GoodsAtBench(goods.units, goods.name, goods.location)
        for goods in unwanted_goods(work.session, [fresh.order_id])
        if goods.kind is not LocationKind.CARTON
    ]
    return refuse_packing(replace(fresh, here=before.here), told_of_change(before, fresh, left))


def _scanned(work: UnitOfWork, state: PackState, entry: Entry) -> Scanned:
    """What an entry means; where a unit's number is asked for, bare text is that number."""
    if state.prompt is PackPrompt.SCAN_SERIAL:
        serial = serial_of(read_entry(entry, work.now.date()))
        if serial is not None:
            return serial
    return identify(work, entry)


def _first_answer(
    fresh: Callable[[], PackState], outcome: PackOutcome, *, was_refused: bool
) -> PackAnswer:
    """What a scan handed in again gets: what it changed was written the first time."""
    refusal = outcome.refusal
    if isinstance(refusal, OrderStopped) or (was_refused and refusal is not None):
        return PackAnswer(outcome.state, refusal)
    parks = outcome.state.prompt is PackPrompt.PARKED
    if refusal is not None or (outcome.effects and not parks):
        return PackAnswer(fresh())
    return PackAnswer(outcome.state)


def _write(
    work: UnitOfWork,
    workplace: Workplace,
    order: Order,
    carton: Carton,
    outcome: PackOutcome,
    entry: Entry,
) -> PackAnswer:
    if not outcome.effects:
        return PackAnswer(outcome.state)
    write_effects(work, workplace, (order, carton), outcome.effects, scan_id=entry.scan_id)
    state = replace(outcome.state, revision=carton.revision)
    if any(isinstance(effect, _READ_ANEW) for effect in outcome.effects):
        state = read_anew(bench_of(work, workplace, order, carton), outcome.state)
    return PackAnswer(state, events=tuple(work.events))
