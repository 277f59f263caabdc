"""The packer's verbs: open an order at the bench, answer a scan and write down what it changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from app.db.queries.orders import lock_orders, open_holds_of, order_by_number
from app.db.queries.parcels import (
    bench_lines,
    carton_steps,
    lock_carton,
    open_carton,
    order_of_sscc,
    order_of_tote,
    shipment_count,
)
from app.db.schema import Carton, Location, Order, Shipment
from app.db.unit_of_work import UnitOfWork
from app.domain.cartonization import NoneFits, Proposal
from app.domain.events import Event, PackingStarted
from app.domain.locations import LocationKind
from app.domain.orders import OrderState
from app.domain.pack_effects import CloseCarton, PackOutcome, refuse_packing
from app.domain.pack_state import (
    PackagingChoice,
    PackLine,
    PackPrompt,
    PackState,
    VerifiedStep,
    begin_packing,
)
from app.domain.packing import answer_packing
from app.domain.permissions import Verb
from app.domain.readings import Command, GarbledWhy
from app.domain.refusals import (
    AmbiguousOrder,
    CodesRunTogether,
    CommandNotPossible,
    NotAskedForHere,
    NothingToPack,
    OrderStopped,
    Refusal,
    Refused,
    UnknownCode,
    UnreadableCode,
    WorkMovedOn,
)
from app.domain.scanned import (
    Scanned,
    ScannedBadge,
    ScannedCarton,
    ScannedCommand,
    ScannedGarbled,
    ScannedOrder,
    ScannedPackaging,
    ScannedQuantity,
    ScannedTote,
    ScannedUnknown,
    code_of,
)
from app.domain.tasks import CartonState
from app.services.bench_copy import with_copy
from app.services.box_choice import kinds_on_shelf, propose_boxes
from app.services.identifying import Entry, identify
from app.services.order_states import refresh_states
from app.services.pack_applying import stopped_by, write_effects
from app.services.scan_records import log_refused, seen_before, write_scan
from app.services.workplace import Workplace

PACKABLE = frozenset({OrderState.PICKED, OrderState.PACKING, OrderState.PACKED})


@dataclass(frozen=True)
class PackAnswer:
    """The answer to one scan: what to show now, the refusal if any, and what happened.

    `state` is None where no order is open on the bench. `is_stored`: the station keeps the scan,
    and the database has not confirmed it yet.
    """

    state: PackState | None
    refusal: Refusal | None = None
    events: tuple[Event, ...] = ()
    is_stored: bool = False


def open_order(workplace: Workplace, operator_id: int, entry: Entry) -> PackAnswer:
    """Open the order that a tote, slip or label leads to, or go on with it where it was left.

    Raises:
        ScanIdReused: the entry's id came with another code before.
    """

    def verb(work: UnitOfWork) -> PackAnswer:
        known = seen_before(work, entry)
        answer = _open(work, workplace, identify(work, entry), anew=known is None)
        if known is not None:
            return answer
        write_scan(
            work,
            entry,
            about="pack",
            work_id=None if answer.state is None else answer.state.order_id,
            refusal=None if answer.refusal is None else answer.refusal.name,
        )
        return answer

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.PACK))


def resume_order(workplace: Workplace, operator_id: int, order_id: int) -> PackState:
    """The order on the bench as its rows say, for a screen that lost its place."""
    with workplace.database.begin(workplace.actor(operator_id, Verb.PACK)) as work:
        carton = open_carton(work.session, order_id)
        if carton is None:
            raise Refused(NothingToPack(str(order_id), None, None))
        workplace.clock.learn(work.now)
        return _bench(work, workplace, work.session.get_one(Order, order_id), carton)


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
            fresh = partial(_bench, work, workplace, order, carton)
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


def _open(work: UnitOfWork, workplace: Workplace, scanned: Scanned, *, anew: bool) -> PackAnswer:
    refusal = _leads_nowhere(scanned)
    if refusal is not None:
        return PackAnswer(None, refusal)
    found = _orders_behind(work, scanned)
    if not found:
        return PackAnswer(None, NothingToPack(code_of(scanned), None, None))
    if len(found) > 1:
        return PackAnswer(None, AmbiguousOrder(code_of(scanned)))
    (order,) = lock_orders(work.session, found)
    held = open_holds_of(work.session, [order.id])[order.id]
    if order.state not in PACKABLE:
        state = held[0].reason.value if held else order.state.value
        return PackAnswer(None, NothingToPack(code_of(scanned), order.number, state))
    carton = open_carton(work.session, order.id)
    if carton is None and not anew:
        return PackAnswer(None, NothingToPack(code_of(scanned), order.number, order.state.value))
    carton = carton or _new_carton(work, workplace, order)
    workplace.clock.learn(work.now)
    return PackAnswer(_bench(work, workplace, order, carton), events=tuple(work.events))


def _leads_nowhere(scanned: Scanned) -> Refusal | None:
    """The refusal of what can lead to no order, each in its own words."""
    match scanned:
        case ScannedGarbled(code=code, why=GarbledWhy.RUN_TOGETHER):
            return CodesRunTogether(code)
        case ScannedGarbled(code=code, why=why):
            return UnreadableCode(code, why)
        case ScannedUnknown(code=code):
            return UnknownCode(code)
        case ScannedCommand(command=command):
            return CommandNotPossible(command)
        case ScannedQuantity() | ScannedBadge() | ScannedPackaging():
            return NotAskedForHere(code_of(scanned))
    return None


def _orders_behind(work: UnitOfWork, scanned: Scanned) -> list[int]:
    """The orders a tote, slip or label leads to; more than one where two shops share a number."""
    owner: int | None = None
    match scanned:
        case ScannedTote(code=code):
            owner = order_of_tote(work.session, code)
        case ScannedCarton(sscc=sscc):
            owner = order_of_sscc(work.session, sscc)
        case ScannedOrder(number=number):
            found = order_by_number(work.session, number)
            packable = [order.id for order in found if order.state in PACKABLE]
            return packable or [order.id for order in found][:1]
    return [] if owner is None else [owner]


def _new_carton(work: UnitOfWork, workplace: Workplace, order: Order) -> Carton:
    order.packing_started_at = order.packing_started_at or work.now
    number = shipment_count(work.session, order.id) + 1
    shipment = Shipment(order_id=order.id, number=number, carrier="", service="", made_at=work.now)
    work.session.add(shipment)
    work.session.flush()
    place = Location(code=f"CARTON-{shipment.id}", kind=LocationKind.CARTON)
    work.session.add(place)
    work.session.flush()
    carton = Carton(
        shipment_id=shipment.id,
        number=1,
        location_id=place.id,
        state=CartonState.OPEN,
        operator_id=work.actor.operator_id,
        station=workplace.station,
        opened_at=work.now,
    )
    work.session.add(carton)
    work.record(PackingStarted(order.id, order.number, workplace.station))
    refresh_states(work, [order.id])
    return carton


def _bench(work: UnitOfWork, workplace: Workplace, order: Order, carton: Carton) -> PackState:
    """An order on the bench, with what its station takes along of it."""
    return with_copy(work, workplace, load_bench(work, order, carton), order, carton)


def load_bench(work: UnitOfWork, order: Order, carton: Carton) -> PackState:
    """An order on the bench as its packer sees it, at the first prompt its rows lead to."""
    rows = bench_lines(work.session, order.id, carton.id)
    proposal = propose_boxes(work, [(row.item, row.quantity) for row in rows])
    return begin_packing(
        PackState(
            order_id=order.id,
            order_number=order.number,
            carton_id=carton.id,
            lines=tuple(
                PackLine(
                    order_line_id=row.line.id,
                    item_id=row.item.id,
                    sku=row.item.sku,
                    name=row.item.name,
                    barcode=row.barcode,
                    quantity=row.quantity,
                    verified=row.verified,
                    fragile=row.item.fragile,
                    weight_g=row.item.weight_g or 0,
                )
                for row in rows
            ),
            packagings=tuple(
                PackagingChoice(kind.code, kind.name, kind.max_weight_g, kind.tare_g, kind.inner_mm)
                for kind in kinds_on_shelf(work)
            ),
            suggested=_suggested(proposal),
            proposal=proposal if isinstance(proposal, Proposal) else None,
            goods_weight_g=sum((row.item.weight_g or 0) * row.quantity for row in rows),
            instructions=_instructions(order),
            acknowledged=carton.instructions_read_at is not None,
            revision=carton.revision,
            packaging=carton.packaging_code,
            sscc=carton.sscc,
            label_confirmed=carton.label_confirmed_at is not None,
            history=tuple(
                VerifiedStep(*step) for step in carton_steps(work.session, carton.location_id)
            ),
        )
    )


def _suggested(proposal: Proposal | NoneFits | None) -> str | None:
    """The packaging that OK takes: the one that holds all; with several parcels none does."""
    if not isinstance(proposal, Proposal) or len(proposal.parcels) > 1:
        return None
    return proposal.parcels[0].packaging


def _instructions(order: Order) -> tuple[str, ...]:
    """What the packer must read before the first unit: the customer's note and the gift card."""
    return tuple(text for text in (order.note.strip(), order.gift_message.strip()) if text)


def _outcome(
    work: UnitOfWork,
    workplace: Workplace,
    order: Order,
    carton: Carton,
    state: PackState,
    entry: Entry,
) -> PackOutcome:
    if carton.revision != state.revision:
        return refuse_packing(_bench(work, workplace, order, carton), WorkMovedOn(order.number))
    if state.closed_offline:  # by now it has its number and its label
        state = _bench(work, workplace, order, carton)
    scanned = identify(work, entry)
    stopped = stopped_by(work, order, carton)
    # Whoever has to stop must still be able to put the order aside.
    if stopped is not None and scanned != ScannedCommand(Command.PAUSE):
        return refuse_packing(state, stopped)
    return answer_packing(state, scanned, today=work.now.date())


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
    if any(isinstance(effect, CloseCarton) for effect in outcome.effects):
        state = _bench(work, workplace, order, carton)
    return PackAnswer(state, events=tuple(work.events))
