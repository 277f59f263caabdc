"""Builds the floor plan from locations and, where there is one, a layout file."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection

from app.planning.aisle_layout import UnusableLayout
from app.planning.floor_columns import columns_of, guessed_cross_aisles
from app.planning.floor_document import NO_DOCUMENT, AisleRule, FloorDocument, NamedPoint, NamedWay
from app.planning.floor_graph import FloorGraph
from app.planning.floor_grid import Lattice, grid_of
from app.planning.floor_lines import Line, Network
from app.planning.floor_plan import (
    Aisle,
    AisleName,
    Depot,
    FloorPlan,
    LocationPoint,
    Place,
    UnreachableLocations,
    Way,
)
from app.planning.floor_storeys import Storey, aisle_rules, check_storeys, runs_along_x, storeys_of
from app.planning.layout_entries import FloorProblem, UnusableFloor

ON_A_LINE = 0.1
"""A point so near to an aisle or cross aisle lies on it; metres."""

REACH = 5.0
"""A location in no aisle is reached from a way at most so many metres away."""

PLAIN_DEPOT = "depot"
"""The name of the depot where no file names any."""


def build_floor(
    locations: Collection[LocationPoint], document: FloorDocument = NO_DOCUMENT
) -> FloorPlan:
    """The floor plan on which tours are planned.

    Args:
        locations: all pick faces and reserves.
        document: what locations alone do not say.

    Raises:
        UnusableFloor: locations without coordinates, entries that contradict each other or the
            locations; all problems are named.
        UnreachableLocations: no way leads from the first depot to a location and back.
    """
    plan = _Builder(locations, document).build()
    _refuse_islands(plan)
    return plan


class _Builder:
    """Puts the floor together: aisles and cross aisles, then points and ways, then depots."""

    def __init__(self, locations: Collection[LocationPoint], document: FloorDocument) -> None:
        self._document = document
        self._problems: list[FloorProblem] = []
        along_x = runs_along_x(locations) if document.along_x is None else document.along_x
        self._net = Network(along_x=along_x)
        self._storeys = storeys_of(locations, document, self._net.turned, self._problems)
        self._rules = aisle_rules(self._storeys, document, self._problems)
        check_storeys(self._storeys, document, self._problems)
        self._aisles: list[Aisle] = []
        self._places: list[Place] = []
        self._links: list[Way] = []
        self._named: dict[str, tuple[NamedPoint, int]] = {}
        self._lattices: list[Lattice] = []

    def build(self) -> FloorPlan:
        """Build; what is wrong is named all at once as far as that is possible."""
        self._refuse()
        for storey in self._storeys.values():
            self._add_lattice(storey)
        for point in (*self._document.points, *self._document.depots):
            self._add_named(point)
        for way in self._document.ways:
            self._add_way(way)
        for storey in self._storeys.values():
            self._add_loose(storey)
        depots = self._depots()
        self._check_cross_aisles()
        self._refuse()
        ways = [way for line in self._net.lines for way in line.ways()]
        is_grid = len(self._lattices) == 1 and not self._document.ways
        return FloorPlan(
            tuple(self._net.points),
            (*ways, *self._links),
            tuple(self._aisles),
            tuple(sorted(self._places, key=lambda place: place.location_id)),
            depots,
            grid_of(self._lattices[0], self._net, self._places, self._links) if is_grid else None,
        )

    def _refuse(self) -> None:
        if self._problems:
            raise UnusableFloor(self._problems, self._document.file)

    def _complain(self, entry: str, problem: str, remedy: str) -> None:
        self._problems.append(FloorProblem(entry, problem, remedy))

    def _add_lattice(self, storey: Storey) -> None:
        """Aisles and cross aisles of a storey, with the locations in the aisles."""
        crosses = [each for each in self._document.cross_aisles if each.storey == storey.name]
        if not crosses and any(each.storey == storey.name for each in self._document.points):
            storey.loosen()
        if not storey.spots:
            return
        if not crosses:
            along = [spot[1] for spots in storey.spots.values() for _, spot in spots]
            crosses = guessed_cross_aisles(along, storey.name)
        spots = {name: [spot for _, spot in found] for name, found in storey.spots.items()}
        columns = columns_of(spots, self._problems)
        for column in columns:
            self._apply_rules(column.spans, column.rules)
            column.stretch_to(crosses)
        lattice = Lattice(storey.name, columns, crosses)
        for column, line in zip(columns, lattice.lay(self._net), strict=True):
            for name, (first, last) in column.spans.items():
                number = self._add_aisle(name, line, (first - column.low, last - column.low))
                for location, spot in storey.spots[name]:
                    point = self._net.cut(line, spot[1] - column.low)
                    self._places.append(Place(location.location_id, location.code, point, number))
        self._lattices.append(lattice)

    def _apply_rules(self, spans: Collection[AisleName], rules: list[AisleRule]) -> None:
        """Note what the file says of the aisles on one line."""
        rules += [self._rules[name] for name in sorted(spans) if name in self._rules]
        directions = {self._rules[n].direction if n in self._rules else 0 for n in spans}
        if len(directions) > 1:
            self._complain(
                f"aisles {', '.join(map(str, sorted(spans)))}",
                "they are one line of floor, but not one-way in the same direction.",
                "Say the same for all of them.",
            )

    def _add_aisle(self, name: AisleName, line: Line, span: tuple[float, float]) -> int:
        number = len(self._aisles)
        line.owners.append((*span, number))
        start, end = (self._net.cut(line, metres) for metres in span)
        self._aisles.append(Aisle(name, start, end))
        return number

    def _add_named(self, named: NamedPoint) -> None:
        if named.name in self._named:
            self._complain(
                f"point {named.name}", "a point and a depot have this name.", "Rename one of them."
            )
            return
        spot = self._net.turned(named.x, named.y)
        near = self._net.nearest_line(named.storey, spot)
        if near is not None and near[0] <= ON_A_LINE:
            point = self._net.cut(near[1], near[2])
        else:
            point = self._net.point(named.storey, spot)
        self._named[named.name] = (named, point)

    def _add_way(self, way: NamedWay) -> None:
        entry = f"way from {way.start} to {way.end}"
        unknown = [name for name in (way.start, way.end) if name not in self._named]
        for name in unknown:
            self._complain(entry, f"{name} is no point and no depot.", "Name one of the file.")
        if unknown:
            return
        (start, first), (end, last) = self._named[way.start], self._named[way.end]
        spots = [
            self._net.turned(point.x, point.y)
            for point in (self._net.points[first], self._net.points[last])
        ]
        straight = math.dist(*spots) if start.storey == end.storey else 0.0
        metres = way.metres or straight
        if not metres:
            self._complain(entry, "nobody knows its length.", "Give it in metres.")
        elif start.storey != end.storey or first == last:
            self._links.append(Way(first, last, metres, way.one_way))
        else:
            line = Line(spots[0], spots[1], start.storey, metres, int(way.one_way))
            self._net.add_line(line)

    def _add_loose(self, storey: Storey) -> None:
        """Locations in no aisle: each is reached from the nearest way."""
        found: dict[int, list[tuple[LocationPoint, float]]] = defaultdict(list)
        for location, spot in storey.loose:
            near = self._net.nearest_line(storey.name, spot)
            if near is None or near[0] > REACH:
                distance = "none is there" if near is None else f"it is {near[0]:.1f} m away"
                self._complain(
                    f"location {location.code}",
                    f"the nearest way is too far: {distance}.",
                    f"Draw a way at most {REACH:g} m from it, or mend its coordinates.",
                )
                continue
            found[self._net.lines.index(near[1])].append((location, near[2]))
        for number, locations in sorted(found.items()):
            line = self._net.lines[number]
            names = {AisleName(each.zone, each.aisle) for each, _ in locations if each.aisle}
            aisle = None
            if len(names) == 1 and not line.owners:
                aisle = self._add_aisle(names.pop(), line, (0.0, line.metres))
            for location, metres in locations:
                point = self._net.cut(line, metres)
                self._places.append(Place(location.location_id, location.code, point, aisle))

    def _depots(self) -> tuple[Depot, ...]:
        depots = [self._named[each.name] for each in self._document.depots]
        if not depots and self._lattices:
            return (Depot(PLAIN_DEPOT, self._net.point(*self._lattices[0].corner)),)
        if not depots:
            self._complain("[[depot]]", "there is none.", "Say where tours start and end.")
        for depot, point in depots:
            self._connect(depot, point)
        return tuple(Depot(depot.name, point) for depot, point in depots)

    def _check_cross_aisles(self) -> None:
        for lattice in self._lattices:
            for line in lattice.unused_cross_lines:
                self._complain(
                    f"cross aisle at {line.start[1]:g}",
                    "no aisle reaches it.",
                    "Mend its place, or say with from and to how far the aisles go.",
                )

    def _connect(self, depot: NamedPoint, point: int) -> None:
        """Let a depot that lies on no way be reached from the nearest."""
        ends = {end for link in self._links for end in (link.start, link.end)}
        if point in ends or any(point in line.cuts.values() for line in self._net.lines):
            return
        spot = self._net.turned(depot.x, depot.y)
        near = self._net.nearest_line(depot.storey, spot)
        if near is None:
            self._complain(
                f"depot {depot.name}", "no way leads there.", "Add a [[way]] or mend its storey."
            )
        else:
            self._links.append(Way(self._net.cut(near[1], near[2]), point, near[0]))


def _refuse_islands(plan: FloorPlan) -> None:
    """Refuse locations and depots to which no way leads, or from which none leads back."""
    home = plan.depots[0]
    back = FloorGraph(
        len(plan.points), tuple((end, start, metres) for start, end, metres in plan.graph.arcs)
    )
    there, here = plan.graph.metres_from(home.point), back.metres_from(home.point)

    def is_cut_off(point: int) -> bool:
        return math.isinf(there[point]) or math.isinf(here[point])

    for depot in plan.depots:
        if is_cut_off(depot.point):
            raise UnusableLayout(
                f"depot {depot.name}: no way leads there from depot {home.name} and back; add a "
                "cross aisle or a way"
            )
    codes = tuple(sorted(place.code for place in plan.places if is_cut_off(place.point)))
    trapped = [
        place.code
        for place in plan.places
        if math.isinf(here[place.point]) and not math.isinf(there[place.point])
    ]
    if codes and len(trapped) == len(codes):
        raise UnreachableLocations(
            codes,
            f"one can walk there from depot {home.name} and never back: an aisle or way on the way "
            "back is one-way or closed; let one walk in both directions, or add a cross aisle",
        )
    if codes:
        raise UnreachableLocations(
            codes,
            f"no way leads there from depot {home.name} and back; add a cross aisle or a way, or "
            "open what is closed",
        )
