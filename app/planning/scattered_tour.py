"""The shortest tour that also chooses where to take each item from, of several places each.

A local search finds a short tour (`app.planning.place_search`), a programme a shorter one or the
proof that there is none (`app.planning.scattered_model`). Of the places passed small quantities are
taken first, so that places are emptied.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.planning.aisle_layout import AisleLayout, Spot
from app.planning.aisle_tour import Tour, shortest_tour
from app.planning.place_search import ItemChoice, PlaceSearch
from app.planning.scattered_model import Demand, best_places


class NotEnoughStock(ValueError):
    """An item's places hold fewer units than are wanted, so that no tour can bring them."""


@dataclass(frozen=True)
class Supply:
    """Units of an item at a place."""

    item: int
    spot: Spot
    quantity: int


@dataclass(frozen=True)
class ScatteredTour:
    """The tour, and how many units of which item are taken at each of its stops."""

    tour: Tour
    taken: tuple[Supply, ...]


def shortest_scattered_tour(
    layout: AisleLayout,
    depot: Spot,
    wanted: Mapping[int, int],
    stock: Sequence[Supply],
    *,
    seconds: float = 60.0,
) -> ScatteredTour:
    """The shortest tour that passes enough units of every wanted item.

    Args:
        layout: the aisles.
        depot: where the walk starts and ends; on a cross aisle.
        wanted: units by item.
        stock: where units may be taken from.
        seconds: after that the best tour found so far is taken.

    Raises:
        NotEnoughStock: an item's places hold too few units.
        UnusableLayout: a place lies outside the aisles.
    """
    usable = [supply for supply in stock if supply.item in wanted and supply.quantity > 0]
    held: dict[int, int] = defaultdict(int)
    for supply in usable:
        layout.check(supply.spot)
        held[supply.item] += supply.quantity
    for item, quantity in wanted.items():
        if held[item] < quantity:
            raise NotEnoughStock(f"item {item}: {quantity} wanted, its places hold {held[item]}")
    if not any(wanted.values()):
        return ScatteredTour(Tour(0.0, ()), ())
    demands = _demands(wanted, usable)
    known = _found_places(layout, depot, demands)
    metres = shortest_tour(layout, depot, known).metres
    passed = best_places(layout, depot, demands, metres, seconds)
    return _tour_of(layout, depot, wanted, usable, known if passed is None else passed)


def _found_places(layout: AisleLayout, depot: Spot, demands: Sequence[Demand]) -> set[Spot]:
    """The places of a short tour, found by local search."""
    choices = [ItemChoice(demand.units, demand.places) for demand in demands]

    def metres(places: frozenset[Spot]) -> float:
        return shortest_tour(layout, depot, places).metres

    search = PlaceSearch(choices, frozenset(), metres, lambda spot: (spot.aisle, spot.y))
    return set(search.best())


def _demands(wanted: Mapping[int, int], stock: Sequence[Supply]) -> list[Demand]:
    """What has to be passed: units of each item, and each place without which they are too few."""
    lying: dict[int, dict[Spot, int]] = defaultdict(lambda: defaultdict(int))
    for supply in stock:
        lying[supply.item][supply.spot] += supply.quantity
    demands = []
    for item, units in wanted.items():
        if units <= 0:
            continue
        demands.append(Demand(units, lying[item]))
        spare = sum(lying[item].values()) - units
        demands += [Demand(1, {spot: 1}) for spot, held in lying[item].items() if held > spare]
    return demands


def _tour_of(
    layout: AisleLayout,
    depot: Spot,
    wanted: Mapping[int, int],
    stock: Sequence[Supply],
    passed: set[Spot],
) -> ScatteredTour:
    """Take from the places passed, the small ones first so that they are emptied, and walk."""
    taken: list[Supply] = []
    missing = dict(wanted)
    for supply in sorted(stock, key=lambda s: (s.quantity, s.spot.aisle, s.spot.y, s.item)):
        quantity = min(supply.quantity, missing[supply.item])
        if supply.spot in passed and quantity > 0:
            taken.append(Supply(supply.item, supply.spot, quantity))
            missing[supply.item] -= quantity
    tour = shortest_tour(layout, depot, {supply.spot for supply in taken})
    return ScatteredTour(tour, tuple(taken))
