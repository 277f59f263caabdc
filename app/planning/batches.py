"""What is to be carried and what a cart can take: the task of sharing orders out to carts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.planning.aisle_layout import AisleLayout, Spot
from app.planning.aisle_tour import Tour, shortest_tour


class ImpossiblePlan(ValueError):
    """No plan can be made; the message names the order or number that is to blame."""


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

    places: tuple[Spot, ...]
    load: Load = ONE_POSITION
    group: int = 0
    urgency: int = 0


@dataclass(frozen=True)
class BatchTask:
    """Orders to be shared out to carts that start and end at the depot.

    `haste` makes a metre of a cart cost 1 + haste for each step of urgency above the least urgent
    order of the task. With 0 only metres count. More keeps urgent orders together on few carts,
    which can go first, and lets others ride along only where that is nearly free.

    Raises:
        ImpossiblePlan: there is no order, or an order fits on no cart, or haste is negative.
        UnusableLayout: a place lies outside the aisles, or the depot on no cross aisle.
    """

    layout: AisleLayout
    depot: Spot
    orders: tuple[CartOrder, ...]
    limits: CartLimits
    haste: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what nobody can plan."""
        if not self.orders:
            raise ImpossiblePlan("there is no order to plan")
        if self.haste < 0:
            raise ImpossiblePlan(f"haste {self.haste:g}: it must not be negative")
        self.layout.check(self.depot)
        self.layout.cross_aisle_of(self.depot)
        for number, order in enumerate(self.orders):
            self._check(number, order)

    def _check(self, number: int, order: CartOrder) -> None:
        for spot in order.places:
            self.layout.check(spot)
        if order.urgency < 0:
            raise ImpossiblePlan(f"order {number}: urgency {order.urgency} is below 0, the highest")
        for name, load, limit in zip(Load._fields, order.load, self.limits, strict=True):
            if load < 0:
                raise ImpossiblePlan(f"order {number} takes up {load} {name}")
            if limit is not None and load > limit:
                raise ImpossiblePlan(f"order {number}: {load} {name}, but a cart takes {limit}")

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
    tour: Tour


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
            shortest_tour(
                task.layout,
                task.depot,
                [spot for order in cart for spot in task.orders[order].places],
            ),
        )
        for cart in sorted((cart for cart in carts if cart), key=place)
    )
    return BatchPlan(planned, sum(cart.tour.metres for cart in planned))


def first_come_carts(task: BatchTask) -> list[list[int]]:
    """Carts filled in the order of arrival; a full cart is sent off and not topped up later."""
    carts: list[list[int]] = []
    open_carts: dict[int, list[int]] = {}
    for number, order in enumerate(task.orders):
        cart = open_carts.get(order.group)
        if cart is None or not task.fits([*cart, number]):
            cart = open_carts[order.group] = []
            carts.append(cart)
        cart.append(number)
    return carts
