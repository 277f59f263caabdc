"""Carts at once, in plain Python: what is shown while better ones are looked for.

Few orders are joined by savings (Clarke and Wright), with tours put together by insertion. Many are
sorted by where the farthest of their places is, and neighbours are joined in the same way; very
many fill cart after cart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush, nsmallest
from itertools import combinations, pairwise

from app.planning.aisle_layout import AisleLayout, Spot
from app.planning.batches import BatchTask, first_come_carts
from app.planning.cart_floors import AisleFloor, CartFloor, Stop

MOST_ORDERS, MOST_PLACES = 300, 900
"""With more of either, joining all by savings takes too long for an answer at once."""

SLICE, MOST_SLICED = 150, 2000
"""So many orders that lie side by side are joined then, and up to so many altogether."""

PARTNERS = 24
"""So many partners are tried for each order at first."""

Metres = list[list[float]]
"""From each place (row) to each other; the depot is place 0."""


def quick_carts(task: BatchTask) -> list[list[int]]:
    """The numbers of the orders on each cart; two seconds for 2,000 orders, tenths for few."""
    if len(task.orders) <= MOST_ORDERS and len(_places(task)) <= MOST_PLACES:
        return _joined(task)
    turn = _farthest_first(task)
    if len(turn) > MOST_SLICED:
        return first_come_carts(task, turn)
    slices = [turn[at : at + SLICE] for at in range(0, len(turn), SLICE)]
    return [
        [numbers[number] for number in cart]
        for numbers in slices
        for cart in _of_slice(replace(task, orders=tuple(task.orders[n] for n in numbers)))
    ]


def _of_slice(task: BatchTask) -> list[list[int]]:
    return _joined(task) if len(_places(task)) <= MOST_PLACES else first_come_carts(task)


def _places(task: BatchTask) -> list[Stop]:
    return sorted({place for order in task.orders for place in order.places}, key=repr)


def _joined(task: BatchTask) -> list[list[int]]:
    places = _places(task)
    metres = _distances(task.floor, [task.floor.depot, *places])
    number = {place: index for index, place in enumerate(places, start=1)}
    wanted = [sorted({number[place] for place in order.places}) for order in task.orders]
    return _joined_by_savings(task, _Ways(metres), wanted)


def _farthest_first(task: BatchTask) -> list[int]:
    """The numbers of the orders, those that go farthest first, those of one aisle together."""
    home = {
        place: metres
        for order in task.orders
        for place, metres in zip(order.places, _from_depot(task.floor, order.places), strict=True)
    }

    def farthest(number: int) -> tuple[float, float, int]:
        places = task.orders[number].places
        if not places:
            return 0.0, 0.0, number
        far = max(places, key=lambda place: (home[place], repr(place)))
        across = float(far.aisle) if isinstance(far, Spot) else home[far]
        return -across, -home[far], number

    return sorted(range(len(task.orders)), key=farthest)


def _from_depot(floor: CartFloor, places: tuple[Stop, ...]) -> list[float]:
    if isinstance(floor, AisleFloor):
        return _distances(floor, [floor.depot, *places])[0][1:]
    metres = floor.graph.metres_from(floor.depot)
    return [metres[place] for place in places if isinstance(place, int)]


def _distances(floor: CartFloor, places: list[Stop]) -> Metres:
    """Metres between places; closed stretches of aisles are not minded here."""
    if not isinstance(floor, AisleFloor):
        return floor.graph.distances([place for place in places if isinstance(place, int)])
    layout = floor.layout
    spots = [
        (spot.aisle, layout.aisle_x[spot.aisle], spot.y)
        for spot in places
        if isinstance(spot, Spot)
    ]
    ys = {y for _, _, y in spots}
    by_cross_aisle = {y: {other: _along(layout, y, other) for other in ys} for y in ys}
    rows = []
    for aisle, x, y in spots:
        along = by_cross_aisle[y]
        rows.append(
            [
                abs(y - other_y) if other == aisle else abs(x - other_x) + along[other_y]
                for other, other_x, other_y in spots
            ]
        )
    return rows


def _along(layout: AisleLayout, y: float, other: float) -> float:
    """Metres along two aisles from one place to the other by the best cross aisle."""
    return min(abs(y - cross) + abs(other - cross) for cross in layout.cross_y)


class _Ways:
    """Metres to each place from each, and from each to each."""

    def __init__(self, metres: Metres) -> None:
        self.out = metres
        self.into = [list(column) for column in zip(*metres, strict=True)]


@dataclass(frozen=True)
class _Cart:
    """Orders with their tour (places without the depot), its metres, and what they take up."""

    orders: tuple[int, ...]
    tour: tuple[int, ...]
    metres: float
    load: tuple[int, ...]


def _joined_by_savings(task: BatchTask, ways: _Ways, wanted: list[list[int]]) -> list[list[int]]:
    """Again and again the two carts are joined that save most, until nothing is saved.

    At first only orders are tried that go to the same parts of the floor; then all that is left.
    """
    carts: dict[int, _Cart] = {}
    for number, places in enumerate(wanted):
        tour, length = _inserted(ways, (), 0.0, sorted(places, key=lambda p: (-ways.out[0][p], p)))
        carts[number] = _Cart((number,), tour, length, tuple(task.orders[number].load))
    _join_pairs(task, ways, carts, _alike(task))
    _join_pairs(task, ways, carts, combinations(sorted(carts), 2))
    return [list(cart.orders) for cart in carts.values()]


def _alike(task: BatchTask) -> list[tuple[int, int]]:
    """Pairs of orders that share parts of the floor: for each order those that share most."""
    parts = [{_part(task.floor, place) for place in order.places} for order in task.orders]
    pairs: set[tuple[int, int]] = set()
    for one, mine in enumerate(parts):
        shared = [
            (-len(mine & theirs) / (len(mine | theirs) or 1), other)
            for other, theirs in enumerate(parts)
            if other != one
        ]
        pairs |= {(min(one, other), max(one, other)) for _, other in nsmallest(PARTNERS, shared)}
    return sorted(pairs)


def _part(floor: CartFloor, place: Stop) -> tuple[int, int]:
    """The part of the floor a place is in: a piece of aisle, or the place itself."""
    if isinstance(floor, AisleFloor) and isinstance(place, Spot):
        return place.aisle, floor.layout.piece_of(place)
    return (place, 0) if isinstance(place, int) else (place.aisle, 0)


def _join_pairs(
    task: BatchTask, ways: _Ways, carts: dict[int, _Cart], pairs: Iterable[tuple[int, int]]
) -> None:
    """Join carts, the best two first; what a joined one saves with others is worked out anew.

    That is first guessed from what its two parts would save, and worked out only when the guess is
    the best of all.
    """
    known = {
        pair: _saving(task, ways, carts[pair[0]], carts[pair[1]])
        for pair in pairs
        if _may_join(task, carts[pair[0]], carts[pair[1]])
    }
    savings = [(saved, True, one, other) for (one, other), saved in known.items() if saved < 0]
    heapify(savings)
    made = max(carts) + 1
    while savings:
        _, is_sure, one, other = heappop(savings)
        if one not in carts or other not in carts:
            continue
        if not is_sure:
            known[one, other] = _saving(task, ways, carts[one], carts[other])
            if known[one, other] < 0:
                heappush(savings, (known[one, other], True, one, other))
            continue
        joined = _join(ways, carts.pop(one), carts.pop(other))
        for number, cart in carts.items():
            guess = sum(known.get((min(number, p), max(number, p)), 0.0) for p in (one, other))
            if guess < 0 and _may_join(task, joined, cart):
                known[number, made] = guess
                heappush(savings, (guess, False, number, made))
        carts[made] = joined
        made += 1


def _may_join(task: BatchTask, one: _Cart, other: _Cart) -> bool:
    """Whether the orders of two carts fit on one."""
    if task.orders[one.orders[0]].group != task.orders[other.orders[0]].group:
        return False
    return all(
        limit is None or load + more <= limit
        for limit, load, more in zip(task.limits, one.load, other.load, strict=True)
    )


def _saving(task: BatchTask, ways: _Ways, one: _Cart, other: _Cart) -> float:
    """What joining two carts costs; negative if it saves."""
    return _cost(task, _join(ways, one, other)) - _cost(task, one) - _cost(task, other)


def _cost(task: BatchTask, cart: _Cart) -> float:
    most_urgent = min(task.orders[order].urgency for order in cart.orders)
    return (cart.metres + task.cart_metres) * task.factors[most_urgent]


def _join(ways: _Ways, one: _Cart, other: _Cart) -> _Cart:
    if len(one.tour) < len(other.tour):
        one, other = other, one
    tour, length = _inserted(ways, one.tour, one.metres, other.tour)
    load = tuple(a + b for a, b in zip(one.load, other.load, strict=True))
    return _Cart((*one.orders, *other.orders), tour, length, load)


def _inserted(
    ways: _Ways, tour: Sequence[int], length: float, places: Sequence[int]
) -> tuple[tuple[int, ...], float]:
    """A tour with more places, each where it costs least."""
    path = [0, *tour, 0]
    legs = [ways.out[here][there] for here, there in pairwise(path)]
    met = set(tour)
    for place in places:
        if place in met:
            continue
        met.add(place)
        into, out = ways.into[place], ways.out[place]
        more = [
            into[here] + out[there] - leg
            for here, there, leg in zip(path, path[1:], legs, strict=False)
        ]
        least = min(more)
        at = more.index(least)
        legs[at : at + 1] = into[path[at]], out[path[at + 1]]
        path.insert(at + 1, place)
        length += least
    return tuple(path[1:-1]), length
