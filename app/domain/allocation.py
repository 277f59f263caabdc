"""Which stock is promised to which order line, and why that stock."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain.locations import STORAGE_KINDS, LocationKind


class AllocationReason(StrEnum):
    """The rule that chose a location."""

    EARLIEST_EXPIRY = "earliest_expiry"
    ONLY_LOCATION = "only_location"
    NEAREST_WITH_ALL = "nearest_with_all"
    NEXT_ON_THE_WALK = "next_on_the_walk"
    FROM_RESERVE = "from_reserve"
    SHORTEST_WALK = "shortest_walk"


class ShortageReason(StrEnum):
    """Why an order line didn't get all its units."""

    NO_STOCK = "no_stock"
    ONLY_EXPIRED = "only_expired"
    TAKEN_BY_LINES_AHEAD = "taken_by_lines_ahead"
    NOT_ENOUGH = "not_enough"


@dataclass(frozen=True, slots=True)
class Demand:
    """An order line's units that want stock.

    Attributes:
        line_id: The order line.
        order_id: Its order.
        item_id: The item wanted.
        quantity: Units wanted; none is allowed.
        priority: Higher goes first.
        placed_at: When the order was placed; among equals the older goes first.
    """

    line_id: int
    order_id: int
    item_id: int
    quantity: int
    priority: int
    placed_at: datetime


@dataclass(frozen=True, slots=True)
class Supply:
    """Stock of one item and lot at one location; the three ids together name the stock row.

    Attributes:
        item_id: The item.
        location_id: Where it lies.
        location_code: The location's code, to name it in an answer.
        kind: Pick face or reserve.
        pick_sequence: The location's place on the walk; lower is nearer.
        lot_id: The lot; items without lots have the same one everywhere.
        expiry: Last day on which the lot may be sold; none if it doesn't expire.
        free: Units on hand that nobody has been promised.
    """

    item_id: int
    location_id: int
    location_code: str
    kind: LocationKind
    pick_sequence: int
    lot_id: int
    expiry: date | None
    free: int


@dataclass(frozen=True, slots=True)
class AllocationWhy:
    """What decided for a location, ready to be said on a screen.

    Attributes:
        reason: The rule.
        location_code: The location chosen.
        kind: Pick face or reserve.
        expiry: The chosen lot's last day.
        alternatives: Other stock rows of the item that still had usable units.
    """

    reason: AllocationReason
    location_code: str
    kind: LocationKind
    expiry: date | None
    alternatives: int


@dataclass(frozen=True, slots=True)
class Allocation:
    """Units of one stock row promised to one order line."""

    line_id: int
    item_id: int
    location_id: int
    lot_id: int
    quantity: int
    why: AllocationWhy


@dataclass(frozen=True, slots=True)
class Shortage:
    """Units of an order line to which nothing could be promised.

    Attributes:
        line_id: The order line.
        item_id: The item that is missing.
        missing: Units not promised.
        why: The reason.
        taken_ahead: Units of the item that lines ahead got in the same plan.
        expired: Units that are on hand and free but past their last day.
    """

    line_id: int
    item_id: int
    missing: int
    why: ShortageReason
    taken_ahead: int
    expired: int


@dataclass(frozen=True, slots=True)
class AllocationPlan:
    """The promises of one run in the order they were made, and what is missing."""

    allocations: tuple[Allocation, ...]
    shortages: tuple[Shortage, ...]


class _Group:
    """Stock rows between which only the walk decides: same expiry (if that counts), same kind.

    A tree of maxima over the rows in walking order finds the nearest row that holds enough in
    logarithmic time, so one item in tens of thousands of locations costs no more than many items.
    """

    def __init__(self, supplies: Sequence[Supply]) -> None:
        self.supplies = supplies
        self._leaves = 1 << (len(supplies) - 1).bit_length()
        self._most = [0] * self._leaves + [supply.free for supply in supplies]
        self._most += [0] * (2 * self._leaves - len(self._most))
        for node in range(self._leaves - 1, 0, -1):
            self._most[node] = max(self._most[2 * node], self._most[2 * node + 1])

    def free(self, row: int) -> int:
        """Return what a row has left."""
        return self._most[self._leaves + row]

    def best(self, wanted: int) -> int | None:
        """Choose the nearest row that holds all wanted, else the nearest that holds any."""
        if not self._most[1]:
            return None
        enough = wanted if self._most[1] >= wanted else 1
        node = 1
        while node < self._leaves:
            node *= 2
            node += self._most[node] < enough
        return node - self._leaves

    def take(self, row: int, quantity: int) -> None:
        """Lower what a row has left."""
        node = self._leaves + row
        self._most[node] -= quantity
        while node := node // 2:
            self._most[node] = max(self._most[2 * node], self._most[2 * node + 1])


class _ItemStock:
    """All usable stock of one item, in the order in which the rules use it up."""

    def __init__(self, supplies: Sequence[Supply], *, by_expiry: bool, today: date) -> None:
        usable = [s for s in supplies if s.free and (s.expiry is None or s.expiry >= today)]
        self.usable = sum(supply.free for supply in usable)
        self.expired = sum(supply.free for supply in supplies) - self.usable
        self.taken = 0
        self.live = len(usable)
        self.lots_differ = by_expiry and len({supply.expiry for supply in usable}) > 1
        grouped: dict[tuple[date, LocationKind], list[Supply]] = defaultdict(list)
        for supply in sorted(usable, key=_walk):
            expiry = supply.expiry if by_expiry else None
            grouped[expiry or date.max, supply.kind].append(supply)
        self.groups = [_Group(grouped[key]) for key in sorted(grouped, key=_use_up)]

    def serve(self, demand: Demand) -> Iterable[Allocation]:
        """Promise as much of a demand as there is, by the rules of `allocate`."""
        wanted = demand.quantity
        for group in self.groups:
            while wanted and (row := group.best(wanted)) is not None:
                supply, free = group.supplies[row], group.free(row)
                quantity = min(wanted, free)
                yield Allocation(
                    demand.line_id,
                    supply.item_id,
                    supply.location_id,
                    supply.lot_id,
                    quantity,
                    self._why(supply, has_all=free >= wanted),
                )
                group.take(row, quantity)
                wanted -= quantity
                self.taken += quantity
                self.live -= quantity == free

    def _why(self, supply: Supply, *, has_all: bool) -> AllocationWhy:
        """Name the rule that led to a row, the most telling one first."""
        if self.live == 1:
            reason = AllocationReason.ONLY_LOCATION
        elif self.lots_differ and supply.expiry:
            reason = AllocationReason.EARLIEST_EXPIRY
        elif supply.kind is LocationKind.RESERVE:
            reason = AllocationReason.FROM_RESERVE
        elif has_all:
            reason = AllocationReason.NEAREST_WITH_ALL
        else:
            reason = AllocationReason.NEXT_ON_THE_WALK
        return AllocationWhy(
            reason, supply.location_code, supply.kind, supply.expiry, self.live - 1
        )

    def shortage(self, demand: Demand, got: int) -> Shortage:
        """Say what a demand didn't get, and why."""
        ahead = self.taken - got
        if ahead:
            why = ShortageReason.TAKEN_BY_LINES_AHEAD
        elif self.usable:
            why = ShortageReason.NOT_ENOUGH
        else:
            why = ShortageReason.ONLY_EXPIRED if self.expired else ShortageReason.NO_STOCK
        missing = demand.quantity - got
        return Shortage(demand.line_id, demand.item_id, missing, why, ahead, self.expired)


def _walk(supply: Supply) -> tuple[int, int, int]:
    """Order stock rows as a picker meets them."""
    return supply.pick_sequence, supply.location_id, supply.lot_id


def _use_up(group: tuple[date, LocationKind]) -> tuple[date, bool]:
    """Order groups: what expires first, then pick faces, then reserve."""
    expiry, kind = group
    return expiry, kind is LocationKind.RESERVE


def _turn(demand: Demand) -> tuple[int, datetime, int, int]:
    """Order demands: priority, then age, then ids to be the same every time."""
    return -demand.priority, demand.placed_at, demand.order_id, demand.line_id


def allocate(
    demands: Collection[Demand],
    supplies: Collection[Supply],
    *,
    lot_tracked: AbstractSet[int],
    today: date,
) -> AllocationPlan:
    """Promise free stock to order lines.

    Lines take turns by priority, then age. For a line of a lot-tracked item the lot that expires
    first wins wherever it lies, and lots without a date come last; a lot past its last day is
    never used, whatever the item. Between lots of one date, and for all other items, pick faces
    come before reserve; there the nearest location that holds all units still wanted is chosen,
    and if none does, the nearest, and so on with the rest. The answer doesn't depend on the
    order in which rows are passed.

    Args:
        demands: What is wanted; line ids differ.
        supplies: What there is, in pick faces and reserve, each stock row once.
        lot_tracked: Items of which the first to expire goes first.
        today: The warehouse's date.

    Raises:
        ValueError: If a quantity is negative, a row comes twice, or stock lies where none may
            be promised from.
    """
    _check(demands, supplies)
    rows: dict[int, list[Supply]] = defaultdict(list)
    for supply in supplies:
        rows[supply.item_id].append(supply)
    stock: dict[int, _ItemStock] = {}
    allocations: list[Allocation] = []
    shortages: list[Shortage] = []
    for demand in sorted(demands, key=_turn):
        item = demand.item_id
        if item not in stock:
            stock[item] = _ItemStock(rows.get(item, ()), by_expiry=item in lot_tracked, today=today)
        promised = list(stock[item].serve(demand))
        allocations += promised
        got = sum(allocation.quantity for allocation in promised)
        if got < demand.quantity:
            shortages.append(stock[item].shortage(demand, got))
    return AllocationPlan(tuple(allocations), tuple(shortages))


def _check(demands: Collection[Demand], supplies: Collection[Supply]) -> None:
    """Refuse rows that would make a promise twice or a negative one."""
    if any(demand.quantity < 0 for demand in demands):
        raise ValueError("a demand's quantity is negative")
    if any(supply.free < 0 for supply in supplies):
        raise ValueError("a stock row's free units are negative")
    if len({demand.line_id for demand in demands}) < len(demands):
        raise ValueError("an order line is passed twice")
    if any(supply.kind not in STORAGE_KINDS for supply in supplies):
        raise ValueError("a stock row is neither in a pick face nor in reserve")
    rows = {(supply.item_id, supply.location_id, supply.lot_id) for supply in supplies}
    if len(rows) < len(supplies):
        raise ValueError("a stock row is passed twice")
