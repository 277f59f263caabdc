"""What is to be carried and what a cart can take: the task of sharing orders out to carts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.planning.cart_floors import CartFloor, CartTour, Stop


class ImpossiblePlan(ValueError):
    """No plan can be made; the message names the order or number that is to blame."""


class OrderTooBig(ImpossiblePlan):
    """An order takes more of something than a whole cart has."""

    def __init__(self, order: int, part: str, load: int, limit: int) -> None:
        super().__init__(f"order {order}: {load} {part}, but a cart takes {limit}")
        self.order, self.part, self.load, self.limit = order, part, load, limit


class Load(NamedTuple):
    """What an order takes up on a cart, in whole numbers so that sums stay exact."""

    positions: int = 1
    lines: int = 0
    units: int = 0
    grams: int = 0
    millilitres: int = 0


ONE_POSITION = Load()


class CartLimits(NamedTuple):
    """What a cart can take of each part of a `Load`; None where nothing limits it."""

    positions: int | None = None
    lines: int | None = None
    units: int | None = None
    grams: int | None = None
    millilitres: int | None = None


@dataclass(frozen=True)
class CartOrder:
    """An order to be picked whole, on one cart.

    Attributes:
        places: where its goods lie.
        load: what it takes up.
        group: orders of different groups never share a cart (zone, cold chain, a strict wave).
        urgency: 0 for the earliest cut-off or highest priority, then 1 and so on. A cart is as
            urgent as its most urgent order, and walking in urgent carts costs more (`BatchTask`).
    """

    places: tuple[Stop, ...]
    load: Load = ONE_POSITION
    group: int = 0
    urgency: int = 0


@dataclass(frozen=True)
class BatchTask:
    """Orders to be shared out to carts that start and end at the depot.

    `haste` makes a metre of a cart cost 1 + haste for each step of urgency above the least urgent
    order of the task. With 0 only metres count. More keeps urgent orders together on few carts,
    which can go first, and lets others ride along only where that is nearly free.

    `cart_metres` is what it costs to get a cart ready and rid of it, as metres that could be walked
    meanwhile.

    Raises:
        ImpossiblePlan: there is no order, an order fits on no cart, or a number is negative.
        UnusableLayout: a place cannot be walked to.
    """

    floor: CartFloor
    orders: tuple[CartOrder, ...]
    limits: CartLimits
    haste: float = 0.0
    cart_metres: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what nobody can plan."""
        if not self.orders:
            raise ImpossiblePlan("there is no order to plan")
        if not (0 <= self.haste < math.inf and 0 <= self.cart_metres < math.inf):
            raise ImpossiblePlan(
                f"haste {self.haste:g}, {self.cart_metres:g} metres a cart: 0 or more, please"
            )
        for name, limit in zip(CartLimits._fields, self.limits, strict=True):
            if limit is not None and limit <= 0:
                raise ImpossiblePlan(f"a cart takes {limit} {name}; give it room, or no limit")
        for number, order in enumerate(self.orders):
            self._check(number, order)

    def _check(self, number: int, order: CartOrder) -> None:
        for spot in order.places:
            self.floor.check(spot)
        if order.urgency < 0:
            raise ImpossiblePlan(f"order {number}: urgency {order.urgency} is below 0, the highest")
        for name, load, limit in zip(Load._fields, order.load, self.limits, strict=True):
            if load < 0:
                raise ImpossiblePlan(f"order {number} takes up {load} {name}")
            if limit is not None and load > limit:
                raise OrderTooBig(number, name, load, limit)

    @property
    def factors(self) -> tuple[float, ...]:
        """What a metre of a cart counts, by the urgency of its most urgent order."""
        least = max(order.urgency for order in self.orders)
        return tuple(1.0 + self.haste * (least - urgency) for urgency in range(least + 1))

    def fits(self, orders: Sequence[int]) -> bool:
        """Whether these orders, by their numbers, may share a cart."""
        loads = zip(*(self.orders[order].load for order in orders), strict=True)
        return len({self.orders[order].group for order in orders}) <= 1 and all(
            limit is None or sum(load) <= limit
            for load, limit in zip(loads, self.limits, strict=False)
        )


@dataclass(frozen=True)
class PlannedCart:
    """The orders on a cart, by their numbers, and its tour."""

    orders: tuple[int, ...]
    tour: CartTour


@dataclass(frozen=True)
class BatchPlan:
    """Carts, the most urgent first, and the metres they walk together."""

    carts: tuple[PlannedCart, ...]
    metres: float


def plan_of(task: BatchTask, carts: Sequence[Sequence[int]]) -> BatchPlan:
    """The plan in which these orders share carts, each with its shortest tour.

    Raises:
        ImpossiblePlan: an order is on no cart or on two, or a cart takes too much.
    """
    if sorted(order for cart in carts for order in cart) != list(range(len(task.orders))):
        raise ImpossiblePlan("every order must be on exactly one cart")
    for cart in carts:
        if not task.fits(cart):
            raise ImpossiblePlan(f"the orders {', '.join(map(str, cart))} do not fit on a cart")

    def place(cart: Sequence[int]) -> tuple[int, int]:
        return min(task.orders[order].urgency for order in cart), min(cart)

    planned = tuple(
        PlannedCart(
            tuple(sorted(cart)),
            task.floor.tour(place for order in cart for place in task.orders[order].places),
        )
        for cart in sorted((cart for cart in carts if cart), key=place)
    )
    return BatchPlan(planned, sum(cart.tour.metres for cart in planned))


def plan_cost(task: BatchTask, carts: Sequence[Sequence[int]]) -> float:
    """What carts cost: metres weighed by urgency, and what each costs besides.

    Raises:
        ImpossiblePlan: an order is on no cart or on two, or a cart takes too much.
    """
    return sum(
        (cart.tour.metres + (task.cart_metres if cart.tour.stops else 0.0))
        * task.factors[min(task.orders[order].urgency for order in cart.orders)]
        for cart in plan_of(task, carts).carts
    )


def first_come_carts(task: BatchTask, order: Sequence[int] | None = None) -> list[list[int]]:
    """Carts filled one after the other; a full cart is sent off and not topped up later.

    Args:
        task: the orders.
        order: in which order they come; that of their arrival if None.
    """
    carts: list[list[int]] = []
    open_carts: dict[int, list[int]] = {}
    loads: dict[int, tuple[int, ...]] = {}
    for number in range(len(task.orders)) if order is None else order:
        group, load = task.orders[number].group, tuple(task.orders[number].load)
        full = tuple(a + b for a, b in zip(loads.get(group, load), load, strict=True))
        if group not in open_carts or any(
            limit is not None and taken > limit
            for limit, taken in zip(task.limits, full, strict=True)
        ):
            open_carts[group], full = [], load
            carts.append(open_carts[group])
        open_carts[group].append(number)
        loads[group] = full
    return carts
