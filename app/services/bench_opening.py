"""Which order a code leads to at a pack bench: tote, slot, place of the cart, slip, label, unit."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.db.queries.bench_goods import order_in_place
from app.db.queries.cart_positions import order_at_position
from app.db.queries.carton_picks import filled_cartons_with
from app.db.queries.consolidation import missing_zones_of
from app.db.queries.orders import lock_orders, open_holds_of, order_by_number
from app.db.queries.parcels import (
    carton_labelled,
    closed_cartons,
    last_labelled_carton,
    lock_carton,
    open_carton,
    order_of_sscc,
    order_of_tote,
)
from app.db.queries.picking import find_tote
from app.db.queries.single_lines import has_one_line, is_to_be_sorted, single_line_orders
from app.db.queries.walls import cubby_of_order, lock_bulk_tote, unsorted_lines
from app.db.schema import Carton, Order, PickTask
from app.db.unit_of_work import UnitOfWork
from app.domain.locations import LocationKind
from app.domain.orders import OrderState
from app.domain.pack_places import scanned_places
from app.domain.pack_state import PackPrompt, PackState
from app.domain.pick_refusals import WhichCarton
from app.domain.readings import GarbledWhy
from app.domain.refusals import (
    AmbiguousOrder,
    CodesRunTogether,
    CommandNotPossible,
    NotAskedForHere,
    NothingToPack,
    Refusal,
    Refused,
    TooMany,
    UnknownCode,
    UnreadableCode,
)
from app.domain.scanned import (
    Scanned,
    ScannedBadge,
    ScannedCarton,
    ScannedCommand,
    ScannedGarbled,
    ScannedItem,
    ScannedLocation,
    ScannedOrder,
    ScannedPackaging,
    ScannedQuantity,
    ScannedTote,
    ScannedUnknown,
    code_of,
)
from app.domain.single_lines import choose_order
from app.domain.sort_events import BulkToteOpened
from app.domain.sort_refusals import NoOrderWants, SlotWaits, StillAtWall, ToBeSorted, WhichTote
from app.domain.tasks import CartonState
from app.services.bench_loading import bench_of, new_carton
from app.services.customs_goods import require_customs_data
from app.services.raising_inspections import to_inspect, why_not_packed
from app.services.sort_writing import require_picked, see_tote
from app.services.workplace import Workplace

PACKABLE = frozenset({OrderState.PICKED, OrderState.PACKING, OrderState.PACKED})


@dataclass(frozen=True)
class Opened:
    """What a code led to: an order on the bench, or a bulk tote to take units out of."""

    state: PackState | None = None
    tote: str = ""


def open_by(
    work: UnitOfWork, workplace: Workplace, scanned: Scanned, *, tote: str, anew: bool
) -> Opened:
    """Bring the order onto the bench that a scanned code leads to.

    Args:
        work: the transaction.
        workplace: the bench.
        scanned: the code.
        tote: the bulk tote that units are taken out of at this bench, if any.
        anew: whether an order may be begun; otherwise only gone on with.

    Raises:
        Refused: it leads to no order that can be packed here and now.
    """
    _refuse_what_leads_nowhere(scanned)
    match scanned:
        case ScannedTote(code=code, batch_task_id=int(task_id)):
            _open_bulk_tote(work, workplace, scanned, task_id)
            return Opened(tote=code)
        case ScannedItem():
            carton = None if tote else _filled_carton(work, scanned)
            if carton is not None:
                return Opened(_bring(work, workplace, scanned, carton[1], carton_id=carton[0]))
            order_id = _single_line_order(work, scanned, tote)
            state = _bring(work, workplace, scanned, order_id, anew=anew)
            return Opened(replace(state, here=scanned_places(state.places, tote)), tote)
    found = _orders_behind(work, scanned)
    if not found and isinstance(scanned, ScannedQuantity):
        raise Refused(NotAskedForHere(code_of(scanned)))
    if not found:
        raise Refused(NothingToPack(code_of(scanned), None, None))
    if len(found) > 1:
        raise Refused(AmbiguousOrder(code_of(scanned)))
    state = _bring(work, workplace, scanned, found[0], anew=anew)
    return Opened(replace(state, here=scanned_places(state.places, code_of(scanned))))


def _refuse_what_leads_nowhere(scanned: Scanned) -> None:
    """Refuse what can lead to no order, each in its own words.

    Raises:
        Refused: always for such a code.
    """
    refusal: Refusal | None = None
    match scanned:
        case ScannedGarbled(code=code, why=GarbledWhy.RUN_TOGETHER):
            refusal = CodesRunTogether(code)
        case ScannedGarbled(code=code, why=why):
            refusal = UnreadableCode(code, why)
        case ScannedUnknown(code=code):
            refusal = UnknownCode(code)
        case ScannedCommand(command=command):
            refusal = CommandNotPossible(command)
        case ScannedBadge() | ScannedPackaging():
            refusal = NotAskedForHere(code_of(scanned))
    if refusal is not None:
        raise Refused(refusal)


def _orders_behind(work: UnitOfWork, scanned: Scanned) -> list[int]:
    """The orders a place, slip or label leads to; more than one where two shops share a number."""
    owner: int | None = None
    match scanned:
        case ScannedQuantity(quantity=position):
            owner = order_at_position(work.session, work.actor.station, position)
        case ScannedTote(code=code):
            owner = order_of_tote(work.session, code)
        case ScannedLocation(location_id=place_id):
            owner = order_in_place(work.session, place_id)
        case ScannedCarton(sscc=sscc):
            owner = order_of_sscc(work.session, sscc)
        case ScannedOrder(number=number):
            found = order_by_number(work.session, number)
            packable = [order.id for order in found if _is_packable(work, order)]
            return packable or [order.id for order in found][:1]
    return [] if owner is None else [owner]


def _bring(
    work: UnitOfWork,
    workplace: Workplace,
    scanned: Scanned,
    order_id: int,
    *,
    anew: bool = False,
    carton_id: int | None = None,
) -> PackState:
    """Bring an order onto the bench, in the carton that was scanned, else in its open one."""
    (order,) = lock_orders(work.session, [order_id])
    _require_packable(work, scanned, order)
    if isinstance(scanned, ScannedCarton):
        carton_id = _own_open_carton(work, scanned)
    chosen = None if carton_id is None else lock_carton(work.session, carton_id)
    carton = chosen or _closed_parcel(work, scanned, order) or open_carton(work.session, order.id)
    if carton is None and order.state is OrderState.PACKED:
        carton = last_labelled_carton(work.session, order.id)
    if carton is not None and carton.state is CartonState.LABELLED:
        return replace(bench_of(work, workplace, order, carton), prompt=PackPrompt.PARCEL)
    if carton is None and not anew:
        refusal = NothingToPack(code_of(scanned), order.number, order.state.value)
        raise Refused(refusal)
    carton = carton or new_carton(work, workplace, order)
    workplace.clock.learn(work.now)
    return bench_of(work, workplace, order, carton)


def _closed_parcel(work: UnitOfWork, scanned: Scanned, order: Order) -> Carton | None:
    """The parcel whose own label was scanned, where that is proven already; locked."""
    if not isinstance(scanned, ScannedCarton):
        return None
    labelled = (
        carton
        for carton in closed_cartons(work.session, order.id)
        if carton.state is CartonState.LABELLED and carton.sscc == scanned.sscc
    )
    return next(labelled, None)


def _own_open_carton(work: UnitOfWork, scanned: ScannedCarton) -> int | None:
    """The carton with the scanned label, where it has not left the bench yet."""
    carton = carton_labelled(work.session, scanned.sscc)
    if carton is None or carton.state not in (CartonState.OPEN, CartonState.CLOSED):
        return None
    return carton.id


def _is_packable(work: UnitOfWork, order: Order) -> bool:
    """Whether an order may come to a bench: while it is picked, a carton that is full may."""
    if order.state in PACKABLE:
        return True
    return order.state is OrderState.PICKING and open_carton(work.session, order.id) is not None


def _require_packable(work: UnitOfWork, scanned: Scanned, order: Order) -> None:
    """Let nothing be packed of which a part is still on the floor.

    Raises:
        Refused: the order is stopped or not picked, a zone's part is missing, units are still to be
            sorted, it is to be inspected first, or the item master lacks what customs want to know.
    """
    held = open_holds_of(work.session, [order.id])[order.id]
    is_slot = isinstance(scanned, ScannedLocation) and scanned.kind is LocationKind.CONSOLIDATION
    zones = missing_zones_of(work.session, order.id) if is_slot and not held else ()
    if zones:
        raise Refused(SlotWaits(code_of(scanned), order.number, ", ".join(zones)))
    if not _is_packable(work, order):
        state = held[0].reason.value if held else order.state.value
        raise Refused(NothingToPack(code_of(scanned), order.number, state))
    require_customs_data(work, order)
    units = sum(line.units for line in unsorted_lines(work.session, [order.id]))
    if units and not has_one_line(work.session, order.id):
        cubby = cubby_of_order(work.session, order.id)
        raise Refused(StillAtWall(order.number, "" if cubby is None else cubby[1], units))
    if (refusal := why_not_packed(work, order)) is not None:
        raise Refused(refusal)


# Cartons that were filled on the way ----------------------------------------------------------


def _filled_carton(work: UnitOfWork, item: ScannedItem) -> tuple[int, int] | None:
    """The carton, and its order, that a unit lies in which was picked straight into it.

    Raises:
        Refused: several cartons that wait hold such units.
    """
    found = filled_cartons_with(work.session, item.item_id)
    if len(found) > 1:
        raise Refused(WhichCarton(item.name, len(found)))
    return found[0] if found else None


# Orders of one line ---------------------------------------------------------------------------


def _open_bulk_tote(
    work: UnitOfWork, workplace: Workplace, scanned: ScannedTote, task_id: int
) -> None:
    """Take units straight out of a bulk tote at this bench.

    Raises:
        Refused: it is still picked into, or holds nothing of orders of one line.
    """
    require_picked(work, work.session.get_one(PickTask, task_id), scanned.code)
    if not single_line_orders(work.session, task_id=task_id):
        raise Refused(ToBeSorted(scanned.code))
    tote = lock_bulk_tote(work.session, scanned.tote_id)
    if tote is None:
        raise Refused(UnknownCode(scanned.code))
    if tote.place_id is not None or tote.seen_station != workplace.station:
        work.record(BulkToteOpened(scanned.code, workplace.station, task_id))
    see_tote(work, tote, None)


def _single_line_order(work: UnitOfWork, item: ScannedItem, tote: str) -> int:
    """The order that a unit out of a bulk tote is for.

    Raises:
        Refused: none lacks it, they want fewer, nobody can say which tote it came from, or all that
            want it are to be inspected first.
    """
    bulk = find_tote(work.session, tote) if tote else None
    task_id = None if bulk is None else bulk.task_id
    if tote and task_id is None:
        raise Refused(NoOrderWants(item.name, tote))
    found = single_line_orders(work.session, item_id=item.item_id, task_id=task_id)
    if not found:
        raise Refused(_why_no_order(work, item, tote))
    if len({order.task_id for order in found}) > 1:
        raise Refused(WhichTote(item.name))
    enough = [order for order in found if order.units >= item.quantity]
    if not enough:
        most = max(order.units for order in found)
        raise Refused(TooMany(item.quantity, most, item.name))
    waiting = to_inspect(work, [order.order_id for order in enough])
    free = [order for order in enough if order.order_id not in waiting]
    chosen = choose_order(free or enough).order_id
    if not free and (refusal := why_not_packed(work, work.session.get_one(Order, chosen))):
        raise Refused(refusal)
    return chosen


def _why_no_order(work: UnitOfWork, item: ScannedItem, tote: str) -> Refusal:
    if tote:
        return NoOrderWants(item.name, tote)
    if is_to_be_sorted(work.session, item.item_id):
        return ToBeSorted(item.name)
    return NothingToPack(item.code, None, None)
