"""What a look-up says of anything that can be scanned: what it is, where, whose, and what to do.

Records of facts, and the rule that turns them into one piece of advice. `app.services.looking_up`
reads the facts from the books, the ledger and the event log.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.locations import STORAGE_KINDS, LocationKind
from app.domain.operators import OperatorRole
from app.domain.orders import OrderState
from app.domain.pick_lines import PickItem
from app.domain.tasks import CartonState


class NextStep(StrEnum):
    """What is to be done with what was looked up."""

    NOTHING = "nothing"
    GO_ON_PICKING = "go_on_picking"
    LEAVE_TO_HOLDER = "leave_to_holder"
    SORT_IT = "sort_it"
    INSPECT_IT = "inspect_it"
    PACK_IT = "pack_it"
    GO_ON_PACKING = "go_on_packing"
    SHIP_IT = "ship_it"
    STICK_LABEL = "stick_label"
    PUT_AWAY = "put_away"
    TO_LEAD = "to_lead"
    WAIT_FOR_PICK = "wait_for_pick"
    USE_IT = "use_it"
    COUNT_IT = "count_it"
    PICK_FROM_IT = "pick_from_it"


@dataclass(frozen=True)
class Sighting:
    """Where something was last, who had it there, and when; at which station it was scanned."""

    where: str
    who: str
    when: datetime | None
    station: str = ""


@dataclass(frozen=True)
class MoveSeen:
    """Units that went from place to place, as the ledger has it.

    `detail` says what `reason` leaves open, `why` the reason of the count that it names. `before`
    and `after`: what lay at the place that is asked about; None where none is.
    """

    when: datetime
    units: int
    sku: str
    source: str
    target: str
    reason: str
    who: str
    station: str
    move_id: int = 0
    lot: str = ""
    detail: str = ""
    why: str = ""
    order_number: str = ""
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True)
class StockSeen:
    """Units of an item at a place, and how many of them are promised."""

    place: str
    kind: LocationKind
    sku: str
    name: str
    units: int
    promised: int = 0


@dataclass(frozen=True)
class WorkSeen:
    """A pick task: whose it is or was, at which station, and whether somebody is at it now."""

    task_id: int
    holder: str
    station: str
    is_held: bool
    is_done: bool
    parked_at: str = ""


@dataclass(frozen=True)
class OrderSeen:
    """What an order is at, beside its goods."""

    number: str
    state: OrderState
    holds: tuple[str, ...] = ()
    to_inspect: bool = False
    unsorted: int = 0
    unwanted: int = 0
    ordered: int = 0
    picked: int = 0
    packed: int = 0
    shipped: int = 0


@dataclass(frozen=True)
class ItemFound:
    """An item: all units in the house, and where they lie."""

    item: PickItem
    stock: tuple[StockSeen, ...]
    moves: tuple[MoveSeen, ...] = ()
    counts_waiting: int = 0

    @property
    def on_hand(self) -> int:
        """All units in the house."""
        return sum(row.units for row in self.stock)

    @property
    def free(self) -> int:
        """Units in storage that nobody was promised."""
        return sum(row.units - row.promised for row in self.stock if row.kind in STORAGE_KINDS)


@dataclass(frozen=True)
class PlaceFound:
    """A location: what lies there, which totes and carts stand there, whose slot it is."""

    code: str
    kind: LocationKind
    zone: str
    stock: tuple[StockSeen, ...]
    totes: tuple[str, ...] = ()
    parked: tuple[WorkSeen, ...] = ()
    order: OrderSeen | None = None
    counts_waiting: int = 0
    moves: tuple[MoveSeen, ...] = ()


@dataclass(frozen=True)
class ToteFound:
    """A tote: what is in it, for whom, who has it."""

    code: str
    stock: tuple[StockSeen, ...]
    seen: Sighting
    order: OrderSeen | None = None
    work: WorkSeen | None = None
    is_bulk: bool = False
    moves: tuple[MoveSeen, ...] = ()


@dataclass(frozen=True)
class OrderFound:
    """An order: how far it is, and where its goods lie."""

    order: OrderSeen
    stock: tuple[StockSeen, ...]
    work: WorkSeen | None = None
    parcels: tuple[tuple[str, CartonState], ...] = ()
    moves: tuple[MoveSeen, ...] = ()


@dataclass(frozen=True)
class ParcelFound:
    """A parcel: its order, how far it is, and where it was seen."""

    sscc: str
    state: CartonState
    order: OrderSeen
    stock: tuple[StockSeen, ...]
    seen: Sighting
    tracking_number: str = ""
    cage: str = ""


@dataclass(frozen=True)
class PersonFound:
    """Somebody who works here: where they were last, and what they are at."""

    name: str
    role: OperatorRole
    seen: Sighting
    work: WorkSeen | None = None
    order_number: str = ""
    is_active: bool = True


@dataclass(frozen=True)
class SerialFound:
    """One serial-numbered unit: for which order, and where it was seen."""

    serial: str
    item: PickItem
    order: OrderSeen | None
    seen: Sighting


Found = ItemFound | PlaceFound | ToteFound | OrderFound | ParcelFound | PersonFound | SerialFound


def next_step(found: Found) -> NextStep:
    """What is to be done with what was looked up, by whoever stands before it."""
    match found:
        case ItemFound():
            return NextStep.COUNT_IT if found.counts_waiting else NextStep.NOTHING
        case PlaceFound():
            return _for_place(found)
        case ToteFound():
            return _for_tote(found)
        case OrderFound(order=order, work=work):
            return _for_order(order, work)
        case ParcelFound(order=order, state=state):
            return _for_parcel(order, state)
        case SerialFound(order=OrderSeen() as order):
            return _for_order(order, None)
    return NextStep.NOTHING


def _for_place(place: PlaceFound) -> NextStep:
    if place.parked:
        return NextStep.GO_ON_PICKING
    if place.order is not None:
        return _for_order(place.order, None)
    if place.counts_waiting:
        return NextStep.COUNT_IT
    if place.stock and place.kind in (LocationKind.STAGING, LocationKind.QUARANTINE):
        return NextStep.PUT_AWAY
    return NextStep.PICK_FROM_IT if place.kind in STORAGE_KINDS else NextStep.NOTHING


def _for_tote(tote: ToteFound) -> NextStep:
    if not tote.stock and tote.work is None and tote.order is None:
        return NextStep.USE_IT
    if tote.work is not None and not tote.work.is_done:
        return NextStep.LEAVE_TO_HOLDER if tote.work.is_held else NextStep.GO_ON_PICKING
    if tote.is_bulk:
        return NextStep.SORT_IT
    if tote.order is not None:
        return _for_order(tote.order, None)
    return NextStep.TO_LEAD


_BY_STATE = {
    OrderState.PLACED: NextStep.NOTHING,
    OrderState.PAID: NextStep.WAIT_FOR_PICK,
    OrderState.PARTLY_ALLOCATED: NextStep.WAIT_FOR_PICK,
    OrderState.ALLOCATED: NextStep.WAIT_FOR_PICK,
    OrderState.RELEASED: NextStep.WAIT_FOR_PICK,
    OrderState.PICKING: NextStep.WAIT_FOR_PICK,
    OrderState.PICKED: NextStep.PACK_IT,
    OrderState.PACKING: NextStep.GO_ON_PACKING,
    OrderState.PACKED: NextStep.SHIP_IT,
    OrderState.HELD: NextStep.TO_LEAD,
}


def _for_order(order: OrderSeen, work: WorkSeen | None) -> NextStep:
    if order.unwanted:
        return NextStep.PUT_AWAY
    if order.state is OrderState.PICKED and order.unsorted:
        return NextStep.SORT_IT
    if order.state is OrderState.PICKED and order.to_inspect:
        return NextStep.INSPECT_IT
    if work is not None and not work.is_done:
        return NextStep.LEAVE_TO_HOLDER if work.is_held else NextStep.GO_ON_PICKING
    return _BY_STATE.get(order.state, NextStep.NOTHING)


def _for_parcel(order: OrderSeen, state: CartonState) -> NextStep:
    if order.state in (OrderState.HELD, OrderState.CANCELLED):
        return NextStep.TO_LEAD
    return {
        CartonState.OPEN: NextStep.GO_ON_PACKING,
        CartonState.CLOSED: NextStep.STICK_LABEL,
        CartonState.LABELLED: NextStep.SHIP_IT,
    }.get(state, NextStep.NOTHING)
