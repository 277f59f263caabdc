"""Sorts locations by storey and aisle, and checks what a layout file says against them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from app.planning.floor_document import AisleRule, FloorDocument
from app.planning.floor_lines import Spot2
from app.planning.floor_plan import AisleName, LocationPoint
from app.planning.layout_entries import FloorProblem


@dataclass
class Storey:
    """A storey with its locations: those in aisles by aisle, and the others."""

    name: str
    spots: dict[AisleName, list[tuple[LocationPoint, Spot2]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    loose: list[tuple[LocationPoint, Spot2]] = field(default_factory=list)

    def loosen(self) -> None:
        """Forget about aisles."""
        self.loose += [found for spots in self.spots.values() for found in spots]
        self.spots.clear()


def storeys_of(
    locations: Collection[LocationPoint],
    document: FloorDocument,
    turned: Callable[[float, float], Spot2],
    problems: list[FloorProblem],
) -> dict[str, Storey]:
    """All locations by storey and aisle; without any aisle name, by what lies on one line.

    Args:
        locations: the locations.
        document: says which zone is on which storey.
        turned: coordinates across and along the aisles, from x and y.
        problems: what is wrong is added here.
    """
    if not locations:
        problems.append(FloorProblem("locations", "there is none.", "Import locations first."))
    storey_of = dict(document.storey_of_zone)
    has_aisles = any(location.aisle for location in locations)
    storeys: dict[str, Storey] = {}
    seen: set[int] = set()
    for location in sorted(locations, key=lambda each: (each.code, each.location_id)):
        entry = f"location {location.code}"
        if location.location_id in seen:
            problems.append(FloorProblem(entry, "it is named twice.", "Name it once."))
        seen.add(location.location_id)
        x, y = location.x_m, location.y_m
        if x is None or y is None or not (math.isfinite(x) and math.isfinite(y)):
            remedy = "Give its x_m and y_m in the locations file."
            problems.append(FloorProblem(entry, "nobody knows where it is.", remedy))
            continue
        spot = turned(x, y)
        name = storey_of.get(location.zone, "")
        storey = storeys.setdefault(name, Storey(name))
        if location.aisle:
            storey.spots[AisleName(location.zone, location.aisle)].append((location, spot))
        elif has_aisles:
            storey.loose.append((location, spot))
        else:
            storey.spots[AisleName("", f"at {spot[0]:g} m")].append((location, spot))
    return storeys


def runs_along_x(locations: Collection[LocationPoint]) -> bool:
    """Whether aisles are longer from left to right than from front to back."""
    aisles: dict[AisleName, list[tuple[float, float]]] = defaultdict(list)
    for location in locations:
        if location.aisle and location.x_m is not None and location.y_m is not None:
            aisles[AisleName(location.zone, location.aisle)].append((location.x_m, location.y_m))
    width = depth = 0.0
    for spots in aisles.values():
        xs, ys = [spot[0] for spot in spots], [spot[1] for spot in spots]
        width += max(xs) - min(xs)
        depth += max(ys) - min(ys)
    return width > depth


def aisle_rules(
    storeys: Mapping[str, Storey], document: FloorDocument, problems: list[FloorProblem]
) -> dict[AisleName, AisleRule]:
    """What the file says of each aisle; aisles that no location is in are complained of."""
    known = sorted({name for storey in storeys.values() for name in storey.spots})
    rules: dict[AisleName, AisleRule] = {}
    for rule in document.aisles:
        entry = f"aisle {rule.zone or ''} {rule.aisle}".replace("  ", " ")
        meant = [
            name
            for name in known
            if name.aisle == rule.aisle and (rule.zone is None or name.zone == rule.zone)
        ]
        if not meant:
            remedy = "Write zone and aisle as the locations have them."
            problems.append(FloorProblem(entry, "no location is in this aisle.", remedy))
        elif len(meant) > 1:
            zones = " and ".join(name.zone for name in meant)
            problems.append(FloorProblem(entry, f"zones {zones} have one.", "Say which zone."))
        elif meant[0] in rules:
            problems.append(FloorProblem(entry, "it comes twice.", "Put it into one entry."))
        else:
            rules[meant[0]] = rule
    return rules


def check_storeys(
    storeys: Mapping[str, Storey], document: FloorDocument, problems: list[FloorProblem]
) -> None:
    """Complain of storeys that nothing else knows."""
    known = {*storeys, *(name for _, name in document.storey_of_zone)}
    entries = [(f"cross aisle at {each.at:g}", each.storey) for each in document.cross_aisles]
    entries += [(f"depot {each.name}", each.storey) for each in document.depots]
    entries += [(f"point {each.name}", each.storey) for each in document.points]
    named = ", ".join(sorted(name for name in known if name)) or "none"
    for entry, storey in entries:
        if storey not in known:
            remedy = f"Name one of the storeys: {named}."
            if not storey:
                remedy = f"Say which storey: {named}."
            problems.append(FloorProblem(entry, f'its storey "{storey}" is unknown.', remedy))
