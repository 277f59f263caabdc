"""Chooses among places that hold an item so that the tour through all chosen ones is short.

A local search over whole choices: each step takes one more place of an item in and leaves out those
it makes superfluous, and is kept if the tour gets shorter. Where items have few places, all choices
are then gone through that could still be shorter. Exact tours tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

Where = TypeVar("Where")
"""What names a place."""

Length = Callable[[frozenset[Where]], float]
"""What a tour through places costs."""

MOST_LOOKS = 300
"""So many tours the local search looks at; nearly always it ends by itself before."""

MOST_COVERS, MOST_PROOF_LOOKS = 60, 200
"""With more ways to serve an item, or after so many more tours, choices are left unproven."""


@dataclass(frozen=True)
class ItemChoice(Generic[Where]):
    """Units wanted of an item, and how many each place has; together they have enough."""

    units: int
    places: Mapping[Where, int]

    def is_met(self, chosen: Iterable[Where]) -> bool:
        """Whether places hold enough."""
        return sum(self.places.get(place, 0) for place in chosen) >= self.units


class PlaceSearch(Generic[Where]):
    """The search with what it remembers."""

    def __init__(
        self,
        choices: Sequence[ItemChoice[Where]],
        fixed: frozenset[Where],
        length: Length[Where],
        order: Callable[[Where], tuple[float, ...]],
        looks: int = MOST_LOOKS,
    ) -> None:
        """Note what is to be chosen.

        Args:
            choices: the items.
            fixed: places the tour goes to anyway.
            length: what a tour costs.
            order: a key that sorts places, so that the answer is always the same.
            looks: so many tours are looked at for a shorter one; with fewer than usual, the choice
                found is not proven.
        """
        self._looks = looks
        self._choices, self._fixed, self._length = choices, fixed, length
        self._order = order
        self._known: dict[frozenset[Where], float] = {}

    def best(self) -> frozenset[Where]:
        """The places of a short tour, the fixed ones included."""
        chosen = self._greedy()
        while len(self._known) < self._looks:
            better = self._step(chosen)
            if better is None:
                break
            chosen = better
        return self._shorter_than(chosen) if self._looks >= MOST_LOOKS else chosen

    def _shorter_than(self, chosen: frozenset[Where]) -> frozenset[Where]:
        """The best of all choices that are not known to be longer than this one."""
        covers = []
        for choice in self._choices:
            ways = list(islice(_covers(choice, self._largest_first(choice)), MOST_COVERS + 1))
            if len(ways) > MOST_COVERS:
                return chosen
            covers.append(ways)
        covers.sort(key=len)
        most = len(self._known) + MOST_PROOF_LOOKS
        waiting = [(0, self._fixed)]
        while waiting and len(self._known) < most:
            depth, places = waiting.pop()
            if self._cost(places) >= self._cost(chosen) - 1e-9:
                continue  # more places never make a tour shorter
            if depth == len(covers):
                chosen = places
                continue
            following = {places | cover for cover in covers[depth]}
            waiting += [
                (depth + 1, each)
                for each in sorted(
                    following, key=lambda each: (-self._cost(each), sorted(map(self._order, each)))
                )
            ]
        return chosen

    def _largest_first(self, choice: ItemChoice[Where]) -> list[Where]:
        return sorted(choice.places, key=lambda place: (-choice.places[place], self._order(place)))

    def _cost(self, places: frozenset[Where]) -> float:
        if places not in self._known:
            self._known[places] = self._length(places)
        return self._known[places]

    def _greedy(self) -> frozenset[Where]:
        """Item after item, those with the fewest places first, what costs least a unit met."""
        chosen = self._fixed
        for choice in sorted(self._choices, key=lambda each: len(each.places)):
            while not choice.is_met(chosen):
                chosen |= {self._cheapest_more(choice, chosen)}
        return self._pruned(chosen, self._fixed)

    def _cheapest_more(self, choice: ItemChoice[Where], chosen: frozenset[Where]) -> Where:
        missing = choice.units - sum(choice.places.get(place, 0) for place in chosen)
        left = [place for place in choice.places if place not in chosen]
        prices = {
            place: (self._cost(chosen | {place}) - self._cost(chosen))
            / min(missing, choice.places[place])
            for place in left
        }
        return min(left, key=lambda place: (prices[place], self._order(place)))

    def _pruned(self, chosen: frozenset[Where], keep: frozenset[Where]) -> frozenset[Where]:
        """The same without places no item needs, those first that cost most."""
        while spare := [place for place in chosen - keep if self._is_spare(place, chosen)]:
            costs = {place: self._cost(chosen - {place}) for place in spare}
            chosen -= {min(spare, key=lambda place: (costs[place], self._order(place)))}
        return chosen

    def _is_spare(self, place: Where, chosen: frozenset[Where]) -> bool:
        rest = chosen - {place}
        return all(choice.is_met(rest) for choice in self._choices if place in choice.places)

    def _step(self, chosen: frozenset[Where]) -> frozenset[Where] | None:
        """A shorter choice with one more place in and others out; None if there is none."""
        for choice in self._choices:
            for place in sorted(choice.places, key=self._order):
                if place in chosen or len(self._known) >= self._looks:
                    continue
                other = self._pruned(chosen | {place}, self._fixed | {place})
                if self._cost(other) < self._cost(chosen) - 1e-9:
                    return other
        return None


def _covers(choice: ItemChoice[Where], places: Sequence[Where]) -> Iterator[frozenset[Where]]:
    """All sets of places that serve an item and have none too much.

    Args:
        choice: the item.
        places: its places, those with most units first: then each set is complete with the place
            that brings it up to what is wanted.
    """
    waiting: list[tuple[tuple[Where, ...], int, int]] = [((), 0, choice.units)]
    while waiting:
        taken, first, missing = waiting.pop()
        if missing > sum(choice.places[place] for place in places[first:]):
            continue
        place = places[first]
        waiting.append((taken, first + 1, missing))
        if choice.places[place] >= missing:
            yield frozenset((*taken, place))
        else:
            waiting.append(((*taken, place), first + 1, missing - choice.places[place]))
