"""How far the demo's picker walks: from the depot by way of each stop, and back."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from app.planning.floor_plan import FloorPlan, Stand
from app.services.floor_plans import floor_of
from app.services.workplace import Workplace


class Walks:
    """Metres on this house's floor; none where its locations have no coordinates."""

    def __init__(self, workplace: Workplace) -> None:
        """Look at the floor."""
        with workplace.database.begin(workplace.actor()) as work:
            self._plan: FloorPlan | None = floor_of(work.session).plan
        places = () if self._plan is None else self._plan.places
        self._ids = {place.code: place.location_id for place in places}

    def metres(self, stops: Sequence[str]) -> float:
        """The length of a walk past these locations, in this order."""
        if self._plan is None:
            return 0.0
        known = [self._ids[code] for code in stops if code in self._ids]
        depot = self._plan.first_depot
        walk: list[Stand] = [depot, *known, depot]
        return sum(self._plan.metres_between(here, there) for here, there in pairwise(walk))
