"""The ways to walk a piece of aisle so that all wanted places in it are met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product
from typing import NamedTuple

Point = tuple[int, float]
"""A crossing or a place on the walk: aisle and metres along it."""

Edge = tuple[Point, Point, int]
"""A straight bit of the walk and how often it is walked."""

Move = tuple[str, int, int]
"""A move of `app.planning.tour_states`: its kind, crossing or piece, and how often."""


Span = tuple[float, float, int]
"""A straight walk along an aisle: from where to where, and how often."""


class Choice(NamedTuple):
    """One way to deal with a part of the floor: its moves, its metres, its walks along an aisle."""

    moves: tuple[Move, ...]
    metres: float
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Piece:
    """A piece of aisle with what is wanted of it.

    Attributes:
        aisle: its aisle.
        number: which piece of the aisle it is, from the front.
        low: where it begins, at a cross aisle.
        high: where it ends, at the next one.
        wanted: where the wanted places lie, rising.
        ends: where the walk starts and where it ends, rising, as far as that is in this piece and
            not at the same place.
        barrier: from where to where nobody passes.
    """

    aisle: int
    number: int
    low: float
    high: float
    wanted: tuple[float, ...] = ()
    ends: tuple[float, ...] = ()
    barrier: tuple[float, float] | None = None


class _Stretch(NamedTuple):
    """A way to walk a stretch: its metres and walks, and what of it hangs together."""

    metres: float
    spans: tuple[Span, ...]
    through: bool = False
    leaves_low: bool = False
    leaves_high: bool = False


def piece_choices(piece: Piece) -> list[Choice]:
    """All ways worth a thought, the shortest for each outcome.

    Each bit between two places is walked no, one or two times; whether once is settled for all bits
    by one of them, since only where the walk starts or ends an odd number of bits meet.
    """
    if not (piece.wanted or piece.ends or piece.barrier):
        return _ways_through(piece.number, piece.low, piece.high)
    best: dict[tuple[Move, ...], Choice] = {}
    for choice in (*_evenly(piece), *_oddly(piece)):
        known = best.get(choice.moves)
        if known is None or choice.metres < known.metres:
            best[choice.moves] = choice
    return list(best.values())


@lru_cache(maxsize=64)
def _ways_through(k: int, low: float, high: float) -> list[Choice]:
    """The ways past a piece in which nothing is wanted."""
    return [
        Choice((("traverse", k, 1),), high - low, ((low, high, 1),)),
        Choice((("traverse", k, 2),), 2 * (high - low), ((low, high, 2),)),
        Choice((), 0.0),
    ]


def walk_within(piece: Piece) -> Choice | None:
    """The shortest walk over all wanted places that never leaves the piece, if there is one.

    Where the walk ends where it starts, that place is among the wanted ones.
    """
    all_points = sorted({*piece.wanted, *piece.ends})
    start, end = piece.ends or (all_points[0], all_points[0])
    spans = ((all_points[0], start, 2), (start, end, 1), (end, all_points[-1], 2))
    if _is_barred(piece, all_points[0], all_points[-1]):
        return None
    return Choice((), sum(times * (high - low) for low, high, times in spans), spans)


def edges_of(piece: Piece, choice: Choice) -> Iterator[Edge]:
    """The bits of a choice's walks, cut at the wanted places so that the walk meets them."""
    for low, high, times in choice.spans:
        ys = [low, *(y for y in piece.wanted if low < y < high), high]
        for here, there in pairwise(ys):
            if here != there:
                yield (piece.aisle, here), (piece.aisle, there), times


def _evenly(piece: Piece) -> Iterator[Choice]:
    """The ways in which the bit at the lower end is walked twice or not at all."""
    k = piece.number
    if not piece.ends:
        for stretch in _twice_or_not(piece, piece.low, piece.high):
            moves = (("traverse", k, 2),) if stretch.through else _visits(k, stretch, stretch)
            yield Choice(moves, stretch.metres, stretch.spans)
    elif len(piece.ends) == 1:
        (end,) = piece.ends
        for above in _once(piece, end, piece.high):
            for below in _twice_or_not(piece, piece.low, end):
                moves = (("traverse", k, 2),) if below.through else _visits(k, below, None)
                yield _joined((("link", k + 1, 1), *moves), below, above)
    else:
        yield from _around_both_ends(piece)


def _oddly(piece: Piece) -> Iterator[Choice]:
    """The ways in which the bit at the lower end is walked once."""
    k = piece.number
    if not piece.ends:
        for stretch in _once(piece, piece.low, piece.high):
            yield Choice((("traverse", k, 1),), stretch.metres, stretch.spans)
    elif len(piece.ends) == 1:
        (end,) = piece.ends
        for below in _once(piece, piece.low, end):
            for above in _twice_or_not(piece, end, piece.high):
                moves = (("traverse", k, 2),) if above.through else _visits(k, None, above)
                yield _joined((("link", k, 1), *moves), below, above)
    else:
        start, end = piece.ends
        for below, between, above in product(
            _once(piece, piece.low, start),
            _twice_or_not(piece, start, end),
            _once(piece, end, piece.high),
        ):
            yield _joined((("traverse", k, 1),), below, between, above)


def _around_both_ends(piece: Piece) -> Iterator[Choice]:
    """Once from one end to the other, and from there to a crossing or both, there and back."""
    k, (start, end) = piece.number, piece.ends
    for below, between, above in product(
        _twice_or_not(piece, piece.low, start),
        _once(piece, start, end),
        _twice_or_not(piece, end, piece.high),
    ):
        if below.through and above.through:
            moves: tuple[Move, ...] = (("traverse", k, 2),)
        elif below.through:
            moves = (("visit", k, 1), *_visits(k, None, above))
        elif above.through:
            moves = (*_visits(k, below, None), ("visit", k + 1, 1))
        else:
            continue  # `walk_within` looks after walks that never leave the piece
        yield _joined(moves, below, between, above)


def _visits(k: int, below: _Stretch | None, above: _Stretch | None) -> tuple[Move, ...]:
    """The crossings from which a stretch is walked there and back."""
    low: tuple[Move, ...] = (("visit", k, 1),) if below and below.leaves_low else ()
    return (*low, ("visit", k + 1, 1)) if above and above.leaves_high else low


def _joined(moves: tuple[Move, ...], *stretches: _Stretch) -> Choice:
    spans = tuple(span for stretch in stretches for span in stretch.spans)
    return Choice(moves, sum(stretch.metres for stretch in stretches), spans)


def _once(piece: Piece, low: float, high: float) -> Iterator[_Stretch]:
    if not _is_barred(piece, low, high):
        yield _Stretch(high - low, ((low, high, 1),))


def _twice_or_not(piece: Piece, low: float, high: float) -> Iterator[_Stretch]:
    """A stretch walked there and back, but for one bit between neighbours at the most."""
    points = [low, *(y for y in piece.wanted if _is_met_between(piece, y, low, high)), high]
    bits = list(enumerate(pairwise(points)))
    if _is_barred(piece, low, high):
        bits = [(number, bit) for number, bit in bits if _is_barred(piece, *bit)]
    else:
        yield _Stretch(2 * (high - low), ((low, high, 2),), through=True)
    last = len(points) - 2
    widths = [(after - before, -number) for number, (before, after) in bits if 0 < number < last]
    left_out = {number for number, _ in bits if number in (0, last)}
    if widths and max(widths)[0] > 0:
        left_out.add(-max(widths)[1])
    for number in sorted(left_out):
        before, after = points[number], points[number + 1]
        yield _Stretch(
            2 * (before - low + high - after),
            ((low, before, 2), (after, high, 2)),
            leaves_low=number > 0,
            leaves_high=number < last,
        )


def _is_met_between(piece: Piece, y: float, low: float, high: float) -> bool:
    """Whether a wanted place belongs to a stretch; one at a crossing counts, one at an end not."""
    return low < y < high or y == low == piece.low or y == high == piece.high


def _is_barred(piece: Piece, low: float, high: float) -> bool:
    return piece.barrier is not None and max(low, piece.barrier[0]) < min(high, piece.barrier[1])
