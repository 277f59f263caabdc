"""A shift to be played through: its orders, how they may be worked, and what came of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.planning.forecast import USUAL_PACE, NobodyToWork, Pace


class ImpossibleShift(ValueError):
    """A shift cannot be played; the message says what stands against it."""


class Method(StrEnum):
    """How orders are picked.

    SINGLE takes one order a tour. CLUSTER takes several and sorts them into totes on the cart.
    BATCH sums several and sorts them at the wall. ZONE has each zone pick its part of a batch at
    the same time and brings the parts together at the wall. WAVE is BATCH with all carts of a wave
    planned together.
    """

    SINGLE = "single"
    CLUSTER = "cluster"
    BATCH = "batch"
    ZONE = "zone"
    WAVE = "wave"


SORTED_LATER = frozenset({Method.BATCH, Method.ZONE, Method.WAVE})
"""These need a wall."""


@dataclass(frozen=True)
class ShiftOrder:
    """An order of the day.

    Attributes:
        order_id: its id.
        picks: location ids and units.
        arrives: when it may be worked, in seconds from the beginning of the shift.
        due: when it has to be packed, in the same seconds; infinite without a cut-off.
        lines: how many order lines it has; a put each where it is sorted.
    """

    order_id: int
    picks: tuple[tuple[int, int], ...]
    arrives: float = 0.0
    due: float = math.inf
    lines: int = 1

    @property
    def units(self) -> int:
        """Units in all."""
        return sum(units for _, units in self.picks)


@dataclass(frozen=True)
class Way:
    """A way to work the shift.

    Attributes:
        method: how orders are picked.
        orders_a_tour: how many orders a cart takes.
        planned_together: from how many orders carts are chosen; as many as a cart takes means
            first come, first on the cart.
        zones: into how many zones the aisles are split.
    """

    method: Method
    orders_a_tour: int = 1
    planned_together: int = 1
    zones: int = 1

    @property
    def is_sorted_later(self) -> bool:
        """Whether goods are sorted at the wall after they were picked."""
        return self.method in SORTED_LATER

    def __post_init__(self) -> None:
        """Refuse what no cart can do.

        Raises:
            ImpossibleShift: a number is below 1, or a single-order tour takes several.
        """
        if min(self.orders_a_tour, self.planned_together, self.zones) < 1:
            raise ImpossibleShift(
                f"{self.method}: {self.orders_a_tour} orders a tour, of {self.planned_together}, "
                f"in {self.zones} zones; each has to be 1 or more"
            )
        if self.method is Method.SINGLE and self.orders_a_tour > 1:
            raise ImpossibleShift(f"single takes 1 order a tour, not {self.orders_a_tour}")


@dataclass(frozen=True)
class Crew:
    """Who and what works: people on the floor, benches with a packer each, cubbies of the wall.

    People on the floor also sort at the wall.

    Raises:
        NobodyToWork: nobody picks, or nobody packs.
    """

    pickers: int
    benches: int
    cubbies: int = 0

    def __post_init__(self) -> None:
        """Refuse a shift without people."""
        if self.pickers < 1 or self.benches < 1:
            raise NobodyToWork(
                f"{self.pickers} pickers and {self.benches} pack benches; name at least one of each"
            )


@dataclass(frozen=True)
class ShiftResult:
    """What came of a shift. Times are seconds from its beginning.

    Attributes:
        way: how it was worked.
        crew: by whom.
        orders: how many were packed.
        tours: how many carts went.
        metres: walked in all.
        picked_at: when the last order was picked (and sorted).
        packed_at: when the last order was packed.
        late: ids of orders packed after they were due.
        busy: seconds of work of all people on the floor.
        bench_busy: seconds of work of all packers.
        most_waiting: orders that waited for a bench at the worst moment.
        most_cubbies: cubbies in use at the worst moment.
    """

    way: Way
    crew: Crew
    orders: int
    tours: int
    metres: float
    picked_at: float
    packed_at: float
    late: tuple[int, ...]
    busy: float
    bench_busy: float
    most_waiting: int
    most_cubbies: int


@dataclass(frozen=True)
class ShiftRules:
    """What all ways of working a shift have in common."""

    pace: Pace = USUAL_PACE
    variation: float = 0.0
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse work that varies by less than nothing.

        Raises:
            ImpossibleShift: it does.
        """
        if not 0 <= self.variation <= 2:
            raise ImpossibleShift(f"variation {self.variation:g}; write a share from 0 to 2")


USUAL_RULES = ShiftRules()


def check_shift(orders: Sequence[ShiftOrder], way: Way, crew: Crew) -> None:
    """Refuse a shift that cannot be played.

    Raises:
        ImpossibleShift: there is no order, one comes twice or has nothing to pick, or the wall has
            fewer cubbies than a tour has orders.
    """
    if not orders:
        raise ImpossibleShift("there is no order to work; release or allocate some first")
    seen: set[int] = set()
    for order in orders:
        if order.order_id in seen:
            raise ImpossibleShift(f"order {order.order_id} comes twice; name it once")
        seen.add(order.order_id)
        if not order.picks:
            raise ImpossibleShift(f"order {order.order_id} has nothing to pick; leave it out")
    if way.is_sorted_later and crew.cubbies < way.orders_a_tour:
        raise ImpossibleShift(
            f"{way.method} with {way.orders_a_tour} orders a tour needs as many cubbies; the wall "
            f"has {crew.cubbies}"
        )
