"""A put wall as a sorter sees it: cubbies, orders that wait for goods, and bulk totes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from app.domain.refusals import Refusal


class WallPrompt(StrEnum):
    """The questions the sort dialogue asks."""

    SCAN_TOTE = "scan_tote"
    SCAN_ITEM = "scan_item"
    SCAN_CUBBY = "scan_cubby"
    SCAN_DAMAGED = "scan_damaged"
    PUT_ASIDE = "put_aside"
    CONFIRM_MISSING = "confirm_missing"
    CLEAR_CUBBY = "clear_cubby"
    UNDO = "undo"
    LEFT = "left"


class AsideReason(StrEnum):
    """Why goods out of a bulk tote or cubby go to no order.

    SURPLUS: more than the orders want. UNWANTED: their order was cancelled. UNKNOWN: a code that
    nothing here has.
    """

    SURPLUS = "surplus"
    DAMAGED = "damaged"
    EXPIRED = "expired"
    UNWANTED = "unwanted"
    UNKNOWN = "unknown"


MISSING = "missing"
"""Why units are gone that a tote should have held and did not."""


@dataclass(frozen=True)
class WallItem:
    """What a sorter is told about an item; `every_unit` is scanned where nothing less will do."""

    item_id: int
    sku: str
    name: str
    barcode: str | None = None
    every_unit: bool = False


@dataclass(frozen=True)
class WallCubby:
    """A slot of the wall, counted from the top left, and the order it is bound to."""

    cubby_id: int
    code: str
    row: int
    column: int
    order_id: int | None = None

    @property
    def label(self) -> str:
        """What is written on it beside the wall's name, e.g. "3B"."""
        return self.code.rpartition("-")[2]


@dataclass(frozen=True)
class WallOrder:
    """An order with goods for this wall.

    Attributes:
        order_id: the order.
        number: what the customer calls it.
        priority: higher goes first.
        due_at: the cut-off it must make, if any.
        in_cubby: its units that lie in its cubby.
        unpicked: its units that are not picked yet, wherever.
        cancelled: nobody wants its goods any more.
        held: it is not packed before somebody lets it go.
        single_line: one line only: it needs no wall.
        packing: a packer has begun to take its goods out.
    """

    order_id: int
    number: str
    priority: int = 0
    due_at: datetime | None = None
    in_cubby: int = 0
    unpicked: int = 0
    cancelled: bool = False
    held: bool = False
    single_line: bool = False
    packing: bool = False


@dataclass(frozen=True)
class WallPart:
    """Units of a pick line that are still in the bulk totes of its task.

    Fewer are `wanted` where the customer cancelled some, or the whole order, after the pick.
    """

    pick_line_id: int
    order_line_id: int
    order_id: int
    task_id: int
    item: WallItem
    lot_id: int
    units: int
    wanted: int


@dataclass(frozen=True)
class ToteUnits:
    """Units of an item and lot in a bulk tote, by the books; `lot` is its name on the goods."""

    item: WallItem
    lot_id: int
    lot: str | None
    units: int


@dataclass(frozen=True)
class WallTote:
    """A bulk tote with goods for this wall."""

    tote_id: int
    code: str
    task_id: int
    contents: tuple[ToteUnits, ...] = ()

    @property
    def units(self) -> int:
        """All that is in it."""
        return sum(row.units for row in self.contents)

    @property
    def is_pure(self) -> bool:
        """Whether one scan proves all of it: one item, one lot, and no need to scan every unit."""
        there = [row for row in self.contents if row.units > 0]
        kinds = {(row.item.item_id, row.lot_id) for row in there}
        return len(kinds) == 1 and not there[0].item.every_unit


@dataclass(frozen=True)
class InHand:
    """Units a sorter has taken out of a tote, and the cubby they were told to go to.

    Attributes:
        item: what it is.
        lot_ids: the lots it may be of.
        quantity: units counted, or in a run the units shown.
        order_id: the order that gets them.
        cubby_id: its cubby.
        is_run: its tote is pure: the item is proven for all puts until the tote is empty.
        is_scanned: a unit of it was scanned since the last put.
    """

    item: WallItem
    lot_ids: frozenset[int]
    quantity: int
    order_id: int
    cubby_id: int
    is_run: bool = False
    is_scanned: bool = True

    @property
    def is_each_scanned(self) -> bool:
        """Whether each unit was scanned; of a run that is only the first one."""
        return not self.is_run or (self.is_scanned and self.quantity == 1)


@dataclass(frozen=True)
class Aside:
    """Goods in hand that no order gets; `item` is None for a code that nothing here has."""

    why: AsideReason
    code: str
    item: WallItem | None = None
    lot_ids: frozenset[int] = frozenset()
    quantity: int = 1


@dataclass(frozen=True)
class Piece:
    """Units of one pick line that go from or to one tote."""

    pick_line_id: int
    order_line_id: int
    item_id: int
    lot_id: int
    tote_id: int
    units: int


@dataclass(frozen=True)
class SortedStep:
    """One put into a cubby, which UNDO can take back; `is_each_scanned`: unit by unit."""

    cubby_id: int
    order_id: int
    item: WallItem
    pieces: tuple[Piece, ...]
    is_each_scanned: bool = False

    @property
    def units(self) -> int:
        """How many went in."""
        return sum(piece.units for piece in self.pieces)


@dataclass(frozen=True)
class WallState:
    """A put wall at one of its stations.

    The rows are those of all stations; `tote_id`, prompt, hands and history are this station's.
    `aside` names the place for what no order wants.
    """

    wall_id: int
    wall: str
    aside_id: int
    aside: str
    cubbies: tuple[WallCubby, ...]
    orders: tuple[WallOrder, ...] = ()
    parts: tuple[WallPart, ...] = ()
    totes: tuple[WallTote, ...] = ()
    tote_id: int | None = None
    prompt: WallPrompt = WallPrompt.SCAN_TOTE
    in_hand: InHand | None = None
    put_aside: Aside | None = None
    to_clear: int | None = None
    history: tuple[SortedStep, ...] = ()
    refusal: Refusal | None = None
    same_refusals: int = 0
    revision: int = 0

    @property
    def tote(self) -> WallTote | None:
        """The tote this station takes units out of."""
        return self.tote_by_id(self.tote_id)

    def tote_by_id(self, tote_id: int | None) -> WallTote | None:
        """A tote with goods for this wall."""
        return next((tote for tote in self.totes if tote.tote_id == tote_id), None)

    def order(self, order_id: int) -> WallOrder:
        """An order with goods for this wall."""
        return next(order for order in self.orders if order.order_id == order_id)

    def cubby(self, cubby_id: int) -> WallCubby:
        """A cubby of this wall."""
        return next(cubby for cubby in self.cubbies if cubby.cubby_id == cubby_id)

    def cubby_of(self, order_id: int) -> WallCubby | None:
        """The cubby that an order is bound to."""
        return next((cubby for cubby in self.cubbies if cubby.order_id == order_id), None)

    @property
    def free_cubbies(self) -> tuple[WallCubby, ...]:
        """Those without an order, from the top left."""
        free = [cubby for cubby in self.cubbies if cubby.order_id is None]
        return tuple(sorted(free, key=lambda cubby: (cubby.row, cubby.column)))

    def unsorted(self, order_id: int) -> int:
        """Units that an order wants and that are still in bulk totes."""
        return sum(part.wanted for part in self.parts if part.order_id == order_id)

    def still_to_come(self, order: WallOrder) -> int:
        """Units that an order's cubby waits for."""
        return self.unsorted(order.order_id) + order.unpicked

    def is_ready(self, cubby: WallCubby) -> bool:
        """Whether all goods of a cubby's order are in it, and it may be packed."""
        if cubby.order_id is None:
            return False
        order = self.order(cubby.order_id)
        is_stopped = order.held or order.cancelled or order.packing
        return order.in_cubby > 0 and not self.still_to_come(order) and not is_stopped

    @property
    def ready_cubbies(self) -> tuple[WallCubby, ...]:
        """Those that wait for a packer."""
        return tuple(cubby for cubby in self.cubbies if self.is_ready(cubby))

    def with_order(self, changed: WallOrder) -> WallState:
        """The same wall with one order replaced."""
        orders = tuple(
            changed if order.order_id == changed.order_id else order for order in self.orders
        )
        return replace(self, orders=orders)

    def with_cubby(self, changed: WallCubby) -> WallState:
        """The same wall with one cubby replaced."""
        cubbies = tuple(
            changed if cubby.cubby_id == changed.cubby_id else cubby for cubby in self.cubbies
        )
        return replace(self, cubbies=cubbies)


def at_the_tote(state: WallState) -> WallState:
    """The first prompt that the rows lead to, with nothing in hand."""
    fresh = replace(
        state,
        in_hand=None,
        put_aside=None,
        to_clear=None,
        refusal=None,
        same_refusals=0,
    )
    tote = fresh.tote
    if tote is None or tote.units == 0:
        return replace(fresh, tote_id=None, prompt=WallPrompt.SCAN_TOTE)
    return replace(fresh, prompt=WallPrompt.SCAN_ITEM)
