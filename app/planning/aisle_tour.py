"""The shortest walk through places in parallel aisles, exact, with the order of its stops.

Dynamic programming from the leftmost to the rightmost aisle over the states of
`app.planning.tour_states`; linear in the number of aisles, exponential only in the number of cross
aisles. Plain Python: milliseconds up to three blocks, tenths of a second with four.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter

from app.planning.aisle_layout import AisleLayout, Spot, UnusableLayout
from app.planning.piece_walks import (
    Choice,
    Edge,
    Move,
    Piece,
    Point,
    edges_of,
    piece_choices,
    walk_within,
)
from app.planning.round_walk import walk_over
from app.planning.tour_states import NOWHERE, Table, TourMoves, tour_moves

MANY_CROSS_AISLES = 4
"""From here on it pays to find a short walk first, so that longer ones need no further thought."""

BEAM = 20
"""So many states are followed for that."""


@dataclass(frozen=True)
class Tour:
    """A walk through all stops: metres, and the stops in walking order."""

    metres: float
    stops: tuple[Spot, ...]


@dataclass(frozen=True)
class _Task:
    """What a walk has to do; `end` is None where it ends where it starts."""

    layout: AisleLayout
    start: Spot
    end: Spot | None
    wanted: tuple[Spot, ...]

    @property
    def terminals(self) -> tuple[Spot, ...]:
        return (self.start,) if self.end is None else (self.start, self.end)

    @property
    def needs_strand(self) -> bool:
        """Whether start and end lie in different pieces of aisle."""
        if self.end is None:
            return False
        pieces = {(spot.aisle, self.layout.piece_of(spot)) for spot in self.terminals}
        return len(pieces) == 2


def shortest_tour(
    layout: AisleLayout, start: Spot, places: Iterable[Spot], end: Spot | None = None
) -> Tour:
    """The shortest walk from `start` through all places to `end`.

    Args:
        layout: the aisles.
        start: where the picker stands.
        places: what has to be visited, in any order; the same place may come more than once.
        end: where the goods are to be brought; back to the start if None.

    Raises:
        UnusableLayout: a place lies outside the aisles, or there is no way through all of them.
    """
    wanted = tuple(sorted(set(places), key=lambda spot: (spot.aisle, spot.y)))
    for spot in (start, end or start, *wanted):
        layout.check(spot)
    task = _Task(layout, start, None if end == start else end, wanted)
    if not wanted and task.end is None:
        return Tour(0.0, ())
    metres, edges = _best_walk(task)
    first_met: dict[tuple[int, float], int] = {}
    for point in walk_over(edges, (start.aisle, start.y)):
        first_met.setdefault(point, len(first_met))
    in_order = sorted(wanted, key=lambda spot: first_met[spot.aisle, spot.y])
    return Tour(metres, tuple(in_order))


def _pieces(task: _Task, aisle: int) -> list[Piece]:
    """The pieces of an aisle with what is to be done in them."""
    wanted, ends = defaultdict[int, set[float]](set), defaultdict[int, list[float]](list)
    for spot in task.wanted:
        if spot.aisle == aisle:
            wanted[task.layout.piece_of(spot)].add(spot.y)
    for spot in task.terminals:
        if spot.aisle == aisle and task.end is not None:
            ends[task.layout.piece_of(spot)].append(spot.y)
        elif spot.aisle == aisle:
            wanted[task.layout.piece_of(spot)].add(spot.y)
    return [
        Piece(
            aisle,
            k,
            low,
            high,
            tuple(sorted(wanted[k] - set(ends[k]))),
            tuple(sorted(ends[k])),
            task.layout.barrier_in(aisle, k),
        )
        for k, (low, high) in enumerate(pairwise(task.layout.cross_y))
    ]


@dataclass(frozen=True)
class _Stage:
    """A decision: its choices, and where on the floor they are made.

    Attributes:
        choices: what can be done.
        piece: the piece of aisle to be walked; None where it is about a way across.
        across: otherwise the two crossings.
        may_end: whether the walk may be complete after it.
        least: metres that this and the decisions up to the next aisle need at least, together.
    """

    choices: list[Choice]
    piece: Piece | None = None
    across: tuple[Point, Point] | None = None
    may_end: bool = False
    least: float = 0.0

    def edges(self, choice: Choice) -> Iterable[Edge]:
        """The bits of walk of a choice."""
        if self.piece is not None:
            return edges_of(self.piece, choice)
        if self.across is not None and (times := choice.moves[0][2]):
            return ((*self.across, times),)
        return ()


def _best_walk(task: _Task) -> tuple[float, list[Edge]]:
    """Metres and bits of the shortest walk."""
    aisles = sorted({spot.aisle for spot in (*task.wanted, *task.terminals)})
    first, last = aisles[0], aisles[-1]
    if task.layout.barriers or task.layout.gaps:  # the way round may lead farther out
        first, last = 0, len(task.layout.aisle_x) - 1
    pieces = [_pieces(task, aisle) for aisle in range(first, last + 1)]
    busy = [piece for row in pieces for piece in row if piece.wanted or piece.ends]
    stages = _stages(task, first, pieces, (aisles[0], aisles[-1]))
    metres, edges = _best_of_stages(stages, len(task.layout.cross_y), strand=task.needs_strand)
    within = walk_within(busy[0]) if len(busy) == 1 else None
    if within is not None and within.metres <= metres:
        metres, edges = within.metres, list(edges_of(busy[0], within))
    if math.isinf(metres):
        raise UnusableLayout("no way leads through all places; aisles or cross aisles are closed")
    return metres, edges


def _stages(
    task: _Task, first: int, pieces: list[list[Piece]], busy: tuple[int, int]
) -> list[_Stage]:
    """The decisions from left to right: each piece of aisle, then each way to the next aisle.

    Args:
        task: what the walk has to do.
        first: the first aisle looked at.
        pieces: the pieces of each aisle from there on.
        busy: the first and the last aisle with something to do. From the end of the last on the
            walk may be complete.
    """
    stages: list[_Stage] = []
    for aisle, row in enumerate(pieces, start=first):
        stages += [_Stage(piece_choices(piece), piece) for piece in row[:-1]]
        stages.append(_Stage(piece_choices(row[-1]), row[-1], may_end=aisle >= busy[1]))
        if aisle < first + len(pieces) - 1:
            times = 0 if not busy[0] <= aisle < busy[1] else 2 if task.end is None else 1
            stages += _ways_across(task.layout, aisle, times)
    return stages


def _ways_across(layout: AisleLayout, aisle: int, times: int) -> list[_Stage]:
    """How often each cross aisle may be walked to the next aisle; all together `times` at least."""
    width = layout.aisle_x[aisle + 1] - layout.aisle_x[aisle]
    return [
        _Stage(
            [
                Choice((("advance", k, each),), each * width)
                for each in range(1 if (aisle, k) in layout.gaps else 3)
            ],
            across=((aisle, y), (aisle + 1, y)),
            least=0.0 if k else times * width,
        )
        for k, y in enumerate(layout.cross_y)
    ]


Trace = dict[int, tuple[int, Choice]]
"""For each state reached: the state before and the choice that led here."""


def _best_of_stages(
    stages: list[_Stage], cross_aisles: int, *, strand: bool
) -> tuple[float, list[Edge]]:
    """Metres and bits of the best way through all stages; infinite if there is none."""
    walk = _Programme(stages, cross_aisles, strand)
    bound = walk.run(math.inf, BEAM)[0] if cross_aisles >= MANY_CROSS_AISLES else math.inf
    return walk.run(bound)


class _Programme:
    """The stages with their tables, and what all stages from one on need at least."""

    def __init__(self, stages: list[_Stage], cross_aisles: int, strand: bool) -> None:
        self._stages = stages
        self._finished = tour_moves(cross_aisles, strand=strand).finished
        self._tables = [
            [_table(cross_aisles, strand, choice.moves) for choice in stage.choices]
            for stage in stages
        ]
        self._ahead = [0.0]
        for stage in reversed(stages):
            least = max(stage.least, min(choice.metres for choice in stage.choices))
            self._ahead.append(self._ahead[-1] + least)
        self._ahead.reverse()

    def run(self, bound: float, beam: int | None = None) -> tuple[float, list[Edge]]:
        """The best way through, of ways not longer than `bound`.

        With a beam only so many states are kept after each stage, so that it may be missed.
        """
        best = {0: 0.0}
        traces: list[Trace] = []
        shortest, at, last = math.inf, 0, 0
        for number, stage in enumerate(self._stages):
            most = bound + 1e-9 - self._ahead[number + 1]
            best, trace = _after(best, stage.choices, self._tables[number], most)
            if beam is not None and len(best) > beam:
                best = dict(sorted(best.items(), key=itemgetter(1))[:beam])
            traces.append(trace)
            for state in self._finished.intersection(best) if stage.may_end else ():
                shortest, at, last = min((shortest, at, last), (best[state], len(traces), state))
        edges: list[Edge] = []
        for stage, trace in zip(reversed(self._stages[:at]), reversed(traces[:at]), strict=True):
            last, choice = trace[last]
            edges += stage.edges(choice)
        return shortest, edges


def _after(
    best: dict[int, float], choices: list[Choice], tables: list[Table], most: float
) -> tuple[dict[int, float], Trace]:
    """The shortest way to each state after a stage, and by which choice it came about."""
    new: dict[int, float] = {}
    trace: Trace = {}
    reached = list(best.items())
    for choice, table in zip(choices, tables, strict=True):
        more = choice.metres
        for state, metres in reached:
            to = table[state]
            if to >= 0 and metres + more < new.get(to, most):
                new[to] = metres + more
                trace[to] = state, choice
    return new, trace


@lru_cache(maxsize=512)
def _table(cross_aisles: int, strand: bool, names: tuple[Move, ...]) -> Table:
    """The table of some moves one after the other."""
    moves = tour_moves(cross_aisles, strand=strand)
    after = list(range(len(moves.states)))
    for name in names:
        table = _move(moves, name)
        after = [NOWHERE if state == NOWHERE else table[state] for state in after]
    return tuple(after)


def _move(moves: TourMoves, name: Move) -> Table:
    kind, k, times = name
    match kind:
        case "visit":
            return moves.visit[k]
        case "link":
            return moves.link[k]
        case "traverse":
            return moves.traverse[k][times - 1]
        case _:
            return moves.advance[k][times]
