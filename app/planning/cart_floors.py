"""The floors carts are planned on: parallel aisles with exact tours, any other by its distances."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from app.planning.aisle_layout import AisleLayout, Spot, UnusableLayout
from app.planning.aisle_tour import shortest_tour
from app.planning.floor_graph import FloorGraph
from app.planning.graph_tour import short_graph_tour

Stop = Spot | int
"""A place to go to: in parallel aisles a spot, on any other floor the number of a place."""


@dataclass(frozen=True)
class CartTour:
    """A cart's walk: metres, and the places in walking order."""

    metres: float
    stops: tuple[Stop, ...]


@dataclass(frozen=True)
class AisleFloor:
    """Parallel aisles. Tours start and end `away` metres from `depot`, which is on a cross aisle.

    Raises:
        UnusableLayout: the depot lies on no cross aisle.
    """

    layout: AisleLayout
    depot: Spot
    away: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a depot inside an aisle."""
        self.layout.check(self.depot)
        self.layout.cross_aisle_of(self.depot)

    def check(self, place: Stop) -> None:
        """Refuse a place that cannot be walked to.

        Raises:
            UnusableLayout: it is no spot in the aisles.
        """
        if isinstance(place, int):
            raise UnusableLayout(f"place {place} is no spot in an aisle")
        self.layout.check(place)

    def tour(self, places: Iterable[Stop]) -> CartTour:
        """The shortest round walk through places."""
        spots = [place for place in places if isinstance(place, Spot)]
        tour = shortest_tour(self.layout, self.depot, spots)
        return CartTour(tour.metres + 2 * self.away if spots else 0.0, tour.stops)


@dataclass(frozen=True)
class GraphFloor:
    """Any floor, with the place at which tours start and end.

    `steps` is how long a tour is searched for (`app.planning.graph_tour`); none by default, since
    many carts are looked at before one is walked.

    Raises:
        UnusableLayout: there is no such place.
    """

    graph: FloorGraph
    depot: int
    steps: int = 0

    def __post_init__(self) -> None:
        """Refuse a depot that is not there."""
        self.graph.metres_from(self.depot)

    def check(self, place: Stop) -> None:
        """Refuse a place that cannot be walked to.

        Raises:
            UnusableLayout: it is no place of the floor, or no way leads there.
        """
        if not isinstance(place, int) or not 0 <= place < self.graph.places:
            raise UnusableLayout(f"place {place}: the floor has {self.graph.places}, from 0")
        if math.isinf(self.graph.metres_from(self.depot)[place]):
            raise UnusableLayout(f"place {place} cannot be reached from place {self.depot}")

    def tour(self, places: Iterable[Stop]) -> CartTour:
        """A short round walk through places."""
        numbers = [place for place in places if isinstance(place, int)]
        tour = short_graph_tour(self.graph, self.depot, self.depot, numbers, steps=self.steps)
        return CartTour(tour.metres, tour.stops)


CartFloor = AisleFloor | GraphFloor
