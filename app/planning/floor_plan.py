"""The floor of a warehouse as one value: where one can walk, where each location and depot is.

Services build it from rows (`app.planning.floor_building`), the planner walks on it, screens draw
it. Coordinates are metres as the locations have them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from app.planning.aisle_layout import AisleLayout, Spot, UnusableLayout
from app.planning.floor_graph import FloorGraph

Stand = int | str
"""Where somebody stands or goods are to be brought: a location's id, or a depot's name."""


class UnknownPlace(UnusableLayout):
    """The floor has no such location or depot."""


class UnreachableLocations(UnusableLayout):
    """No way leads to some locations and back; `codes` names them all."""

    def __init__(self, codes: tuple[str, ...], why: str) -> None:
        named = ", ".join(codes[:5]) + (f" and {len(codes) - 5} more" if len(codes) > 5 else "")
        super().__init__(f"{named} cannot be reached: {why}")
        self.codes = codes


@dataclass(frozen=True)
class LocationPoint:
    """What the planner wants to know of a location; a row of `locations.csv` has it.

    Attributes:
        location_id: any number that names it.
        code: what people call it.
        x_m: metres to the right, None if unknown.
        y_m: metres to the back, None if unknown.
        zone: its zone.
        aisle: its aisle, empty if it is in none.
    """

    location_id: int
    code: str
    x_m: float | None
    y_m: float | None
    zone: str = ""
    aisle: str = ""


@dataclass(frozen=True)
class FloorPoint:
    """A point one can stand on: coordinates, and the storey where there are several."""

    x: float
    y: float
    storey: str = ""


@dataclass(frozen=True)
class Way:
    """A straight way between two points, by their numbers; `aisle` says of which aisle it is."""

    start: int
    end: int
    metres: float
    one_way: bool = False
    aisle: int | None = None


@dataclass(frozen=True, order=True)
class AisleName:
    """What an aisle is called; two zones may have aisles of the same name."""

    zone: str
    aisle: str

    def __str__(self) -> str:
        """The name as people say it."""
        return f"{self.zone} {self.aisle}".strip()


@dataclass(frozen=True)
class Aisle:
    """An aisle with locations, drawn from one point to another.

    Two zones that share one line of floor have an aisle each.
    """

    name: AisleName
    start: int
    end: int


@dataclass(frozen=True)
class Place:
    """A location on the floor: the point at which one stands before it."""

    location_id: int
    code: str
    point: int
    aisle: int | None = None


@dataclass(frozen=True)
class Depot:
    """Where tours start and end: benches, walls, conveyors."""

    name: str
    point: int


@dataclass(frozen=True)
class Grid:
    """The floor as parallel aisles, where it is that; tours on it are exact.

    Attributes:
        layout: the aisles.
        spots: by point of the floor its spot, and how many metres away that is (0 but for depots).
        columns: by number of an aisle of the floor its number in the layout.
    """

    layout: AisleLayout
    spots: Mapping[int, tuple[Spot, float]]
    columns: Mapping[int, int]


@dataclass(frozen=True)
class FloorPlan:
    """A floor all of whose locations and depots can be reached from each other.

    Attributes:
        points: where one can stand.
        ways: between points.
        aisles: the aisles with locations.
        places: the locations.
        depots: where tours start and end; the first one where nothing else is said.
        grid: the same floor as parallel aisles, None where it is none.
    """

    points: tuple[FloorPoint, ...]
    ways: tuple[Way, ...]
    aisles: tuple[Aisle, ...]
    places: tuple[Place, ...]
    depots: tuple[Depot, ...]
    grid: Grid | None = field(default=None, repr=False)

    @cached_property
    def by_location(self) -> Mapping[int, Place]:
        """The locations by their ids."""
        return {place.location_id: place for place in self.places}

    @cached_property
    def graph(self) -> FloorGraph:
        """The floor as a graph over the numbers of the points."""
        arcs = [(way.start, way.end, way.metres) for way in self.ways]
        arcs += [(way.end, way.start, way.metres) for way in self.ways if not way.one_way]
        return FloorGraph(len(self.points), tuple(arcs))

    @property
    def first_depot(self) -> str:
        """The depot where nothing else is said."""
        return self.depots[0].name

    def place_of(self, location_id: int) -> Place:
        """Where a location is.

        Raises:
            UnknownPlace: the floor has no such location.
        """
        try:
            return self.by_location[location_id]
        except KeyError:
            raise UnknownPlace(
                f"location {location_id} is not on the floor plan; build the plan anew from all "
                "locations"
            ) from None

    def point_of(self, stand: Stand) -> int:
        """The point at which somebody stands.

        Raises:
            UnknownPlace: the floor has no such location or depot.
        """
        if isinstance(stand, int):
            return self.place_of(stand).point
        for depot in self.depots:
            if depot.name == stand:
                return depot.point
        raise UnknownPlace(
            f"depot {stand} is not on the floor plan; it has "
            f"{', '.join(depot.name for depot in self.depots)}"
        )

    def metres_between(self, start: Stand, end: Stand) -> float:
        """Metres of the shortest way.

        Raises:
            UnknownPlace: the floor has no such location or depot.
        """
        return self.graph.metres(self.point_of(start), self.point_of(end))

    def way_between(self, start: Stand, end: Stand) -> tuple[FloorPoint, ...]:
        """The shortest way as a line to draw.

        Raises:
            UnknownPlace: the floor has no such location or depot.
        """
        way = self.graph.way(self.point_of(start), self.point_of(end))
        return tuple(self.points[point] for point in way)
