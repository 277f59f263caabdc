"""What the left part of a tour can look like to the rest of it: states, and the moves between them.

A closed tour walks each piece of aisle and cross aisle no, one or two times. Looked at from the
right, all that matters of the part already planned is, for each cross aisle, whether its crossing
is untouched, met an odd or an even number of times, and which crossings hang together
(Ratliff and Rosenthal 1983 for two cross aisles; Roodbergen and de Koster 2001 for three; Pansart,
Catusse and Cambazard 2018 for any number). States are numbered once per number of cross aisles and
moves become tables, so that planning a tour only adds and compares lengths.

A walk that ends elsewhere than it starts is a closed tour with one more piece from the end to the
start that costs nothing. Between the aisles of the two this *strand* is one more crossing to keep
book of: it hangs together with the walk at both ends and is met once from each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

NOWHERE = -1
"""In a table: the move is impossible from this state."""


class Degree(IntEnum):
    """How often a crossing is met so far."""

    NONE = 0
    ODD = 1
    EVEN = 2


@dataclass(frozen=True)
class TourState:
    """One state: by cross aisle from the front, its degree and the number of its component.

    Where there is a strand, it comes last.
    """

    degrees: tuple[Degree, ...]
    parts: tuple[int, ...]


Table = tuple[int, ...]
"""By number of the state before, the number of the state after, or `NOWHERE`."""


@dataclass(frozen=True)
class TourMoves:
    """All states for a number of cross aisles, and the tables of the moves between them.

    `visit[k]` comes to crossing k and goes back; `traverse[k][n]` walks the piece from crossing k
    to k + 1 n times (1 or 2); `advance[k][n]` walks cross aisle k to the next aisle n times (0, 1
    or 2); `link[k]` walks once between crossing k and an end of the strand, if there is one. State
    0 is the empty one; `finished` are the states a tour may end in.
    """

    states: tuple[TourState, ...]
    visit: tuple[Table, ...]
    traverse: tuple[tuple[Table, ...], ...]
    advance: tuple[tuple[Table, ...], ...]
    link: tuple[Table, ...]
    finished: frozenset[int]


Move = Callable[[TourState], TourState | None]


@cache
def tour_moves(cross_aisles: int, *, strand: bool = False) -> TourMoves:
    """States and tables for this many cross aisles: 6 states for 2, 24, 112, 568 and so on.

    Args:
        cross_aisles: how many there are.
        strand: whether the walk ends elsewhere than it starts.
    """
    pieces = range(cross_aisles - 1)
    visits: list[Move] = [_visiting(k) for k in range(cross_aisles)]
    traversals: list[list[Move]] = [[_traversing(k, n) for n in (1, 2)] for k in pieces]
    advances: list[list[Move]] = [[_advancing(k, n) for n in range(3)] for k in range(cross_aisles)]
    links: list[Move] = [_linking(k) for k in range(cross_aisles)] if strand else []
    moves = [*visits, *links, *(move for row in (*traversals, *advances) for move in row)]
    slots = cross_aisles + strand
    numbers = _reachable(TourState((Degree.NONE,) * slots, (0,) * slots), moves)

    def table(move: Move) -> Table:
        after = (move(state) for state in numbers)
        return tuple(NOWHERE if state is None else numbers[state] for state in after)

    return TourMoves(
        states=tuple(numbers),
        visit=tuple(table(move) for move in visits),
        traverse=tuple(tuple(table(move) for move in row) for row in traversals),
        advance=tuple(tuple(table(move) for move in row) for row in advances),
        link=tuple(table(move) for move in links),
        finished=frozenset(number for state, number in numbers.items() if _is_finished(state)),
    )


def _reachable(first: TourState, moves: list[Move]) -> dict[TourState, int]:
    numbers = {first: 0}
    waiting = [first]
    for state in waiting:
        for move in moves:
            after = move(state)
            if after is not None and after not in numbers:
                numbers[after] = len(numbers)
                waiting.append(after)
    return numbers


def _visiting(k: int) -> Move:
    def move(state: TourState) -> TourState:
        if state.degrees[k] is not Degree.NONE:
            return state
        degrees, parts = list(state.degrees), list(state.parts)
        degrees[k], parts[k] = Degree.EVEN, max(parts) + 1
        return _renumbered(degrees, parts)

    return move


def _traversing(k: int, times: int) -> Move:
    def move(state: TourState) -> TourState:
        degrees, parts = list(state.degrees), list(state.parts)
        for node in (k, k + 1):
            if degrees[node] is Degree.NONE:
                degrees[node], parts[node] = Degree.EVEN, max(parts) + 1
            if times == 1:
                degrees[node] = Degree.ODD if degrees[node] is Degree.EVEN else Degree.EVEN
        kept, gone = parts[k], parts[k + 1]
        return _renumbered(degrees, [kept if part == gone else part for part in parts])

    return move


def _advancing(k: int, times: int) -> Move:
    def move(state: TourState) -> TourState | None:
        degree = state.degrees[k]
        if degree is Degree.NONE:
            return state if times == 0 else None
        if (degree is Degree.ODD) != (times == 1):
            return None
        degrees, parts = list(state.degrees), list(state.parts)
        if times == 0:
            if parts.count(parts[k]) == 1:
                return None  # nothing would hold this part of the tour any more
            degrees[k], parts[k] = Degree.NONE, 0
        return _renumbered(degrees, parts)

    return move


def _linking(k: int) -> Move:
    def move(state: TourState) -> TourState:
        degrees, parts = list(state.degrees), list(state.parts)
        if degrees[k] is Degree.NONE:
            parts[k] = max(parts) + 1
        degrees[k] = Degree.EVEN if degrees[k] is Degree.ODD else Degree.ODD
        if degrees[-1] is Degree.NONE:
            degrees[-1], parts[-1] = Degree.ODD, parts[k]
        else:
            kept, gone = parts[k], parts[-1]
            degrees[-1], parts[-1] = Degree.NONE, 0
            parts = [kept if part == gone else part for part in parts]
        return _renumbered(degrees, parts)

    return move


def _renumbered(degrees: list[Degree], parts: list[int]) -> TourState:
    """The same state with its components numbered in the order of the cross aisles."""
    names: dict[int, int] = {}
    for degree, part in zip(degrees, parts, strict=True):
        if degree is not Degree.NONE:
            names.setdefault(part, len(names) + 1)
    return TourState(
        tuple(degrees),
        tuple(
            0 if degree is Degree.NONE else names[part]
            for degree, part in zip(degrees, parts, strict=True)
        ),
    )


def _is_finished(state: TourState) -> bool:
    return Degree.ODD not in state.degrees and len(set(state.parts) - {0}) <= 1
