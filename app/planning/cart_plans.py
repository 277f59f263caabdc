"""Orders shared out to carts on the product's floor: one call that begins, and a plan to look at.

What a wave's release, the lead's screen and the command line use; inside are the carts of
`app.planning.batches`, which know neither locations nor orders by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from app.planning.batches import (
    ONE_POSITION,
    BatchTask,
    CartLimits,
    CartOrder,
    ImpossiblePlan,
    Load,
    OrderTooBig,
)
from app.planning.cart_floors import AisleFloor, CartFloor, GraphFloor, Stop
from app.planning.floor_plan import FloorPlan
from app.planning.graph_tour import STEPS
from app.planning.plan_progress import Budget, Carts, Progress, frozen
from app.planning.plan_run import PlanRun
from app.planning.quick_carts import quick_carts
from app.planning.stop_order import order_stops

FIVE_SECONDS = Budget(seconds=5.0)


@dataclass(frozen=True)
class PickOrder:
    """An order to be picked whole, on one cart.

    Attributes:
        order_id: its id.
        stops: ids of the locations its goods are at.
        load: what it takes up on a cart.
        group: orders of different groups never share a cart (zone, cold chain, carrier).
        urgency: 0 for the earliest cut-off or highest priority, then 1 and so on.
    """

    order_id: int
    stops: tuple[int, ...]
    load: Load = ONE_POSITION
    group: str = ""
    urgency: int = 0


@dataclass(frozen=True)
class Cart:
    """A cart's orders, its stops (location ids) in walking order, and its walk in metres."""

    order_ids: tuple[int, ...]
    stops: tuple[int, ...]
    metres: float


@dataclass(frozen=True)
class CartPlan:
    """Carts, the most urgent first.

    Attributes:
        carts: the carts.
        metres: what they walk together.
        steps: exchanges tried so far; 0 for what is there at once.
        proven: no carts cost less.
    """

    carts: tuple[Cart, ...]
    metres: float
    steps: int = 0
    proven: bool = False


class CartPlanning:
    """A plan of carts in the making; a context manager that ends the search when it is left.

    `best` orders the stops of each cart anew when there is something new, which takes milliseconds
    a cart; on floors that are no parallel aisles, when the search has ended, some tenths of a
    second a cart. Read it on the database lane, and `cost` as often as wanted.
    """

    def __init__(
        self, floor: FloorPlan, orders: Sequence[PickOrder], run: PlanRun, depot: str
    ) -> None:
        """Watch a run that has begun."""
        self._floor, self._orders, self._run, self._depot = floor, orders, run, depot
        self._made: tuple[Progress, bool, CartPlan] | None = None

    @property
    def cost(self) -> float | None:
        """Metres of the best carts so far, weighed by urgency; None before there are any."""
        best = self._run.best
        return None if best is None else best.cost

    @property
    def best(self) -> CartPlan | None:
        """The best carts so far; None in the first tenths of a second."""
        ended, best = self._run.ended, self._run.best
        if best is None:
            return None
        if self._made is None or self._made[0] is not best or self._made[1] != ended:
            steps = STEPS if ended else 0
            carts = _walked(self._floor, self._orders, best.carts, self._depot, steps=steps)
            metres = sum(cart.metres for cart in carts)
            self._made = best, ended, CartPlan(carts, metres, best.steps, best.proven)
        return self._made[2]

    @property
    def ended(self) -> bool:
        """Whether nothing better will come any more."""
        return self._run.ended

    @property
    def failure(self) -> str:
        """Why the search ended early, empty if it did not; `best` stays."""
        return self._run.failure

    def stop(self) -> None:
        """Have the search end soon."""
        self._run.stop()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the search has ended, for programs without a window; False if it goes on."""
        return self._run.wait(seconds)

    def __enter__(self) -> Self:
        """Nothing: the search runs already."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the search."""
        self._run.__exit__(kind, error, trace)


def plan_carts(
    floor: FloorPlan,
    orders: Sequence[PickOrder],
    limits: CartLimits,
    *,
    depot: str | None = None,
    haste: float = 0.0,
    cart_metres: float = 0.0,
    budget: Budget = FIVE_SECONDS,
    seed: int = 1,
) -> CartPlanning:
    """Begin to share orders out to carts, in processes of its own; returns at once.

    Args:
        floor: the floor.
        orders: 1 to 10,000 orders, in order of arrival.
        limits: what a cart can take.
        depot: where carts start and end; the first one if None.
        haste: by how much more a metre counts for each step of urgency (`BatchTask`).
        cart_metres: what getting a cart ready and rid of it costs, as metres.
        budget: how long is searched; a budget of steps makes the plan repeatable.
        seed: another seed, another search.

    Raises:
        ImpossiblePlan: there is no order, one comes twice, or one fits on no cart; it is named.
        UnknownPlace: the floor has no such location or depot.
    """
    depot = floor.first_depot if depot is None else depot
    task = task_of(floor, orders, limits, depot=depot, haste=haste, cart_metres=cart_metres)
    run = PlanRun(task, budget, seed=seed)
    run.start()
    return CartPlanning(floor, orders, run, depot)


def first_plan(
    floor: FloorPlan,
    orders: Sequence[PickOrder],
    limits: CartLimits,
    *,
    depot: str | None = None,
    haste: float = 0.0,
    cart_metres: float = 0.0,
) -> CartPlan:
    """Carts at once, in this process and plain Python: tenths of a second for 100 orders.

    The arguments are those of `plan_carts`.

    Raises:
        ImpossiblePlan: there is no order, one comes twice, or one fits on no cart; it is named.
        UnknownPlace: the floor has no such location or depot.
    """
    depot = floor.first_depot if depot is None else depot
    task = task_of(floor, orders, limits, depot=depot, haste=haste, cart_metres=cart_metres)
    quick = frozen(quick_carts(task))
    carts = _walked(floor, orders, quick, depot, steps=0)
    return CartPlan(carts, sum(cart.metres for cart in carts))


def task_of(
    floor: FloorPlan,
    orders: Sequence[PickOrder],
    limits: CartLimits,
    *,
    depot: str,
    haste: float = 0.0,
    cart_metres: float = 0.0,
) -> BatchTask:
    """The same orders with places instead of locations; see `plan_carts`."""
    for order_id, times in Counter(order.order_id for order in orders).items():
        if times > 1:
            raise ImpossiblePlan(f"order {order_id} comes {times} times; name it once")
    cart_floor, stop_at = _cart_floor(floor, floor.point_of(depot))
    groups = {group: number for number, group in enumerate(sorted({o.group for o in orders}))}
    made = tuple(
        CartOrder(
            tuple(stop_at(floor.place_of(stop).point) for stop in order.stops),
            order.load,
            groups[order.group],
            order.urgency,
        )
        for order in orders
    )
    try:
        return BatchTask(cart_floor, made, limits, haste, cart_metres)
    except OrderTooBig as error:
        order_id = orders[error.order].order_id
        raise OrderTooBig(order_id, error.part, error.load, error.limit) from None


def _cart_floor(floor: FloorPlan, depot: int) -> tuple[CartFloor, Callable[[int], Stop]]:
    """The floor as the carts' planner wants it, and the place that a point is on it."""
    grid = floor.grid
    if grid is not None:
        spot, away = grid.spots[depot]
        if spot.y in grid.layout.cross_y:
            return AisleFloor(grid.layout, spot, away), lambda point: grid.spots[point][0]
    return GraphFloor(floor.graph, depot), lambda point: point


def _walked(
    floor: FloorPlan, orders: Sequence[PickOrder], carts: Carts, depot: str, *, steps: int
) -> tuple[Cart, ...]:
    """Carts with their stops in walking order, the most urgent first."""

    def place(cart: Sequence[int]) -> tuple[int, int]:
        return min(orders[order].urgency for order in cart), min(cart)

    walked = []
    for cart in sorted(carts, key=place):
        stops = {stop for order in cart for stop in orders[order].stops}
        walk = order_stops(floor, stops, start=depot, end=depot, steps=steps)
        ids = tuple(orders[order].order_id for order in sorted(cart))
        walked.append(Cart(ids, walk.stops, walk.metres))
    return tuple(walked)
