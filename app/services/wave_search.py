"""Looks for better carts for a wave before its release: beside the window, as long as wanted.

The search runs in processes of its own (`app.planning.plan_run`). Nothing is locked meanwhile; what
it found is kept with the wave when whoever asked for it says so, and used by the release as far as
the orders are still those.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Self

from app.db.unit_of_work import UnitOfWork
from app.domain.permissions import Verb
from app.domain.refusals import Refused
from app.domain.wave_refusals import NoFloorPlan, NothingToChoose
from app.domain.waves import UNRELEASED
from app.planning.cart_plans import CartPlanning, first_plan, plan_carts
from app.planning.plan_progress import Budget
from app.services.task_planning import CART_METRES, HASTE, SHARED_CARTS, CartLoads, cart_loads
from app.services.wave_plans import PlannedWave
from app.services.wave_release import planned
from app.services.waves import the_wave
from app.services.workplace import Workplace

LOOK_LONGER = Budget(seconds=30.0)
"""How long a lead at the board has better carts looked for, unless told to stop."""


@dataclass(frozen=True)
class KeptCarts:
    """What a search came to: metres and carts before and after it."""

    code: str
    metres_before: float
    carts_before: int
    metres: float
    carts: int

    @property
    def fewer(self) -> float:
        """The share of the walking that is saved."""
        return 1.0 - self.metres / self.metres_before if self.metres_before else 0.0


class WaveSearch:
    """A search under way; a context manager that ends it when it is left.

    Attributes:
        code: the wave.
        metres_before: what the carts that are there at once walk.
        carts_before: how many these are.
    """

    def __init__(
        self, workplace: Workplace, code: str, before: tuple[float, int], planning: CartPlanning
    ) -> None:
        """Watch a search that has begun."""
        self._workplace, self.code = workplace, code
        self.metres_before, self.carts_before = before
        self._planning = planning

    @property
    def metres(self) -> float:
        """Metres of the best carts so far; takes milliseconds a cart where there are new ones."""
        best = self._planning.best
        return self.metres_before if best is None else min(best.metres, self.metres_before)

    @property
    def has_begun(self) -> bool:
        """Whether better carts are looked for yet; on a machine's first time it is made ready."""
        best = self._planning.best
        return self.ended or (best is not None and best.steps > 0)

    @property
    def ended(self) -> bool:
        """Whether nothing better will come any more."""
        return self._planning.ended

    @property
    def failure(self) -> str:
        """Why the search ended early, empty if it did not."""
        return self._planning.failure

    def stop(self) -> None:
        """Have the search end soon; the best carts so far stay."""
        self._planning.stop()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it has ended, for programs without a window; False if it goes on."""
        return self._planning.wait(seconds)

    def keep(self, *, operator_id: int | None = None) -> KeptCarts:
        """Let the wave be released with the best carts so far; those at once, if none is better.

        Raises:
            Refused: the wave was released or is gone.
        """
        best = self._planning.best
        is_better = best is not None and best.metres < self.metres_before

        def verb(work: UnitOfWork) -> None:
            wave = the_wave(work, self.code, UNRELEASED)
            if wave.search_until is not None:
                wave.search_until = work.now  # it waits no longer
            if best is not None and is_better:
                wave.carts = [list(cart.order_ids) for cart in best.carts]
                planned(work, wave)  # so that its figures are those of the new carts

        self._workplace.database.run(verb, self._workplace.actor(operator_id, Verb.RELEASE))
        if best is None or not is_better:
            before = (self.metres_before, self.carts_before)
            return KeptCarts(self.code, *before, *before)
        return KeptCarts(
            self.code, self.metres_before, self.carts_before, best.metres, len(best.carts)
        )

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
        self._planning.__exit__(kind, error, trace)


def search_carts(
    workplace: Workplace, code: str, budget: Budget, *, operator_id: int | None = None
) -> WaveSearch:
    """Begin to look for better carts for a wave; returns in tenths of a second.

    Args:
        workplace: where this is asked.
        code: the wave.
        budget: how long is looked.
        operator_id: who asks for it; None for the person at the shell.

    Raises:
        Refused: there is no such wave, it was released or is empty; its orders are picked one by
            one, or fewer than two of them can be released; there is no floor plan.
    """

    def verb(work: UnitOfWork) -> tuple[PlannedWave, CartLoads]:
        wave = the_wave(work, code, UNRELEASED)
        made = planned(work, wave)
        loads = cart_loads(work.session, made.orders, made.way.limits)
        if made.way.method not in SHARED_CARTS or len(loads.orders) <= 1:
            raise Refused(NothingToChoose(code, made.way.method.value, len(loads.orders)))
        return made, loads

    made, loads = workplace.database.run(verb, workplace.actor(operator_id, Verb.RELEASE))
    plan = made.floor.plan
    places = {stop for order in loads.orders for stop in order.stops}
    if plan is None or not places.issubset(plan.by_location):
        raise Refused(NoFloorPlan(made.floor.why_none.partition("\n")[0]))
    limits = made.way.limits
    first = first_plan(plan, loads.orders, limits, haste=HASTE, cart_metres=CART_METRES)
    planning = plan_carts(
        plan, loads.orders, limits, haste=HASTE, cart_metres=CART_METRES, budget=budget
    )
    return WaveSearch(workplace, code, (first.metres, len(first.carts)), planning)
