"""Where units are taken from when an item lies at several locations.

First the rules: what expires first, pick faces before reserves and, if wanted, small rests before
full places. They leave nothing to choose, or locations between which they are indifferent; among
those the tour decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from app.planning.floor_plan import FloorPlan, Stand
from app.planning.graph_tour import STEPS
from app.planning.place_search import MOST_LOOKS, ItemChoice, PlaceSearch
from app.planning.stop_order import order_stops


class TooFewUnits(ValueError):
    """Locations hold fewer units of an item than are wanted."""

    def __init__(self, item_id: int, wanted: int, held: int) -> None:
        super().__init__(f"item {item_id}: {wanted} wanted, its locations hold {held}")
        self.item_id, self.wanted, self.held = item_id, wanted, held


@dataclass(frozen=True)
class Want:
    """Units of an item that are wanted."""

    item_id: int
    units: int


@dataclass(frozen=True)
class StockAt:
    """Free units of an item and lot at a location.

    Attributes:
        item_id: the item.
        location_id: where it lies.
        units: how many are free.
        lot_id: the lot.
        expiry: last day on which it may be sold; it must not have passed.
        is_reserve: the location is a reserve, no pick face.
    """

    item_id: int
    location_id: int
    units: int
    lot_id: int = 0
    expiry: date | None = None
    is_reserve: bool = False


@dataclass(frozen=True)
class Taken:
    """Units to be taken of an item and lot at a location."""

    item_id: int
    location_id: int
    lot_id: int
    units: int


@dataclass(frozen=True)
class Sourcing:
    """What is taken where, the stops (location ids) in walking order, and the metres."""

    taken: tuple[Taken, ...]
    stops: tuple[int, ...]
    metres: float


@dataclass
class _Item:
    """An item's wants while they are settled: what must be taken, and what there is to choose."""

    must: list[tuple[StockAt, int]]
    missing: int
    equals: list[StockAt]


@dataclass(frozen=True)
class SourcingRules:
    """What goes before the shortest tour.

    Attributes:
        by_expiry: items of which the first to expire goes first (FEFO).
        small_first: a location that would be emptied goes before others, the smallest first.
        stop_metres: what another stop costs, as metres that could be walked meanwhile.
    """

    by_expiry: frozenset[int] = frozenset()
    small_first: bool = False
    stop_metres: float = 0.0


NO_RULES = SourcingRules()


def choose_locations(
    floor: FloorPlan,
    wants: Collection[Want],
    stock: Collection[StockAt],
    rules: SourcingRules = NO_RULES,
    *,
    fixed_stops: Collection[int] = (),
    start: Stand | None = None,
    end: Stand | None = None,
    looks: int = MOST_LOOKS,
) -> Sourcing:
    """Choose where each item is taken from so that the tour through all stops is short.

    Deterministic. On parallel aisles milliseconds for an order, up to half a second for a cart of
    many items that lie at many locations: call it on the database lane.

    Args:
        floor: the floor.
        wants: units by item.
        stock: the free units that may be taken.
        rules: what goes before the shortest tour.
        fixed_stops: locations the tour goes to anyway.
        start: where the picker stands; the first depot if None.
        end: where the goods go; the first depot if None.
        looks: so many tours are looked at; fewer for an answer sooner.

    Raises:
        TooFewUnits: the stock of an item is smaller than what is wanted.
        UnknownPlace: the floor has no such location or depot.
    """
    items = _settled(wants, stock, rules)
    fixed = frozenset(fixed_stops) | {row.location_id for item in items for row, _ in item.must}

    def cost(stops: frozenset[int]) -> float:
        walk = order_stops(floor, stops, start=start, end=end, steps=0)
        return walk.metres + rules.stop_metres * len({floor.place_of(stop).point for stop in stops})

    choices = [_choice(item) for item in items if item.missing]
    chosen = PlaceSearch(choices, fixed, cost, lambda stop: (stop,), looks).best()
    taken = [Taken(r.item_id, r.location_id, r.lot_id, u) for i in items for r, u in i.must]
    for item in items:
        taken += _taken_from(item, chosen)
    stops = {each.location_id for each in taken} | set(fixed_stops)
    steps = STEPS if looks >= MOST_LOOKS else 0
    walk = order_stops(floor, stops, start=start, end=end, steps=steps)
    return Sourcing(tuple(taken), walk.stops, walk.metres)


def _settled(
    wants: Collection[Want], stock: Collection[StockAt], rules: SourcingRules
) -> list[_Item]:
    """What the rules leave open, item by item."""
    rows: dict[int, list[StockAt]] = defaultdict(list)
    for row in stock:
        if row.units > 0:
            rows[row.item_id].append(row)
    wanted: dict[int, int] = defaultdict(int)
    for want in wants:
        wanted[want.item_id] += want.units
    items = []
    for item_id, units in sorted(wanted.items()):
        held = sum(row.units for row in rows[item_id])
        if held < units:
            raise TooFewUnits(item_id, units, held)
        groups = _in_order_of_use(rows[item_id], by_expiry=item_id in rules.by_expiry)
        items.append(_item(groups, units, small_first=rules.small_first))
    return items


def _in_order_of_use(rows: Sequence[StockAt], *, by_expiry: bool) -> list[list[StockAt]]:
    """Groups of rows between which the rules are indifferent, the first to be used up first."""
    groups: dict[tuple[date, bool], list[StockAt]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.location_id, row.lot_id)):
        expiry = row.expiry if by_expiry else None
        groups[expiry or date.max, row.is_reserve].append(row)
    return [groups[key] for key in sorted(groups)]


def _item(groups: Sequence[list[StockAt]], units: int, *, small_first: bool) -> _Item:
    item = _Item([], units, [])
    for group in groups:
        if not item.missing:
            break
        held = sum(row.units for row in group)
        rest = sorted(group, key=lambda row: (row.units, row.location_id, row.lot_id))
        while (
            rest
            and item.missing
            and (held <= item.missing or (small_first and rest[0].units <= item.missing))
        ):
            row = rest.pop(0)
            item.must.append((row, row.units))
            item.missing -= row.units
            held -= row.units
        if item.missing and rest:
            item.equals = rest
            break
    return item


def _choice(item: _Item) -> ItemChoice[int]:
    places: dict[int, int] = defaultdict(int)
    for row in item.equals:
        places[row.location_id] += row.units
    return ItemChoice(item.missing, places)


def _taken_from(item: _Item, chosen: frozenset[int]) -> list[Taken]:
    """The missing units from the chosen locations, small rows first so that they are emptied."""
    taken = []
    missing = item.missing
    for row in item.equals:
        units = min(row.units, missing)
        if row.location_id in chosen and units > 0:
            taken.append(Taken(row.item_id, row.location_id, row.lot_id, units))
            missing -= units
    return taken
