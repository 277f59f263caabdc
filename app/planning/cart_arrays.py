"""The task of sharing orders out to carts as arrays of numbers, as the compiled code wants it."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.planning.aisle_layout import AisleLayout, Spot
from app.planning.batches import BatchTask
from app.planning.cart_floors import AisleFloor
from app.planning.tour_states import NOWHERE, Table, tour_moves

BITS = 64
"""A word holds so many places of a piece of aisle; a piece with more takes several words."""

INFINITE = 1e18
"""Longer than any walk."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Masks = NDArray[np.uint64]


class CartArrays(NamedTuple):
    """Floor and orders in numbers.

    A *slot* is a word of a piece of an aisle: (aisle * pieces + piece) * words + word. Its bits are
    places from the front to the back; `heights` says how far along the aisle, in metres.
    """

    heights: Floats  # by slot and bit
    words: int
    bottoms: Floats  # by piece of aisle
    tops: Floats
    barriers: Floats  # by aisle and piece where a barrier begins, infinite if there is none
    lengths: Floats  # by aisle and piece, infinite where a barrier is
    widths: Floats  # by aisle and cross aisle to the next aisle, infinite where no way leads
    has_holes: bool  # so that the shortest tour may lead farther out than its places
    access: float  # what a cart costs besides its tour
    depot_aisle: int
    depot_cross: int
    rows: Ints  # by stage and row: state before, state after, which length; -1 ends a stage
    finished: Ints
    states: int
    first: Ints  # where an order's entries begin in the next three
    slots: Ints
    aisles: Ints
    masks: Masks
    loads: Ints  # by order and limited part of the load
    limits: Ints
    groups: Ints
    urgencies: Ints
    factors: Floats
    names: Masks  # a random word an order: a set of orders is known by their exclusive or


class Workspace(NamedTuple):
    """Room in which the length of a tour is worked out."""

    masks: Masks
    costs: Floats  # by aisle, piece, and way to meet its places
    best: Floats  # by state
    new: Floats
    lengths: Floats  # of the ways a row of `CartArrays.rows` can name


def arrays_of(task: BatchTask, floor: AisleFloor) -> CartArrays:
    """The task in numbers; `floor` is the task's own."""
    layout = floor.layout
    spots = [[place for place in order.places if isinstance(place, Spot)] for order in task.orders]
    bits = _bits_of_places(layout, spots)
    words = max(1, max((-(-len(ys) // BITS) for ys in bits.values()), default=1))
    first, slots, masks = _entries(layout, spots, bits, words)
    rows, states = _rows(len(layout.cross_y))
    barriers, lengths, widths = _holes(layout)
    return CartArrays(
        heights=_heights(layout, bits, words),
        words=words,
        bottoms=np.array(layout.cross_y[:-1]),
        tops=np.array(layout.cross_y[1:]),
        barriers=barriers,
        lengths=lengths,
        widths=widths,
        has_holes=bool(layout.gaps) or not _only_whole_aisles(layout),
        access=2 * floor.away + task.cart_metres,
        depot_aisle=floor.depot.aisle,
        depot_cross=layout.cross_aisle_of(floor.depot),
        rows=rows,
        finished=np.array(sorted(tour_moves(len(layout.cross_y)).finished), dtype=np.int64),
        states=states,
        first=first,
        slots=slots,
        aisles=slots // ((len(layout.cross_y) - 1) * words),
        masks=masks,
        **loads_of(task)._asdict(),
    )


Bits = dict[tuple[int, int], list[float]]
"""By aisle and piece, how far along the aisle the wanted places are, from the front."""


def _heights(layout: AisleLayout, bits: Bits, words: int) -> Floats:
    pieces = len(layout.cross_y) - 1
    heights = np.zeros((len(layout.aisle_x) * pieces * words, BITS))
    for (aisle, piece), ys in bits.items():
        base = (aisle * pieces + piece) * words
        heights[base : base + words].flat[: len(ys)] = ys
    return heights


def _entries(
    layout: AisleLayout, spots: Sequence[Sequence[Spot]], bits: Bits, words: int
) -> tuple[Ints, Ints, Masks]:
    """Where each order's entries begin, and of each entry its slot and its bits."""
    pieces = len(layout.cross_y) - 1
    first, slots, masks = [0], [], []
    for places in spots:
        entries: dict[int, int] = defaultdict(int)
        for spot in places:
            piece = layout.piece_of(spot)
            number = bits[spot.aisle, piece].index(spot.y)
            slot = (spot.aisle * pieces + piece) * words + number // BITS
            entries[slot] |= 1 << number % BITS
        slots += sorted(entries)
        masks += [entries[slot] for slot in sorted(entries)]
        first.append(len(slots))
    return (
        np.array(first, dtype=np.int64),
        np.array(slots, dtype=np.int64),
        np.array(masks, dtype=np.uint64),
    )


class Loads(NamedTuple):
    """What the arrays of all floors say of orders; see `CartArrays`."""

    loads: Ints
    limits: Ints
    groups: Ints
    urgencies: Ints
    factors: Floats
    names: Masks


def loads_of(task: BatchTask) -> Loads:
    """The part of the arrays that has nothing to do with the floor."""
    limited = [part for part, limit in enumerate(task.limits) if limit is not None]
    chance = random.Random(len(task.orders))  # noqa: S311 - names of sets, no secret
    return Loads(
        loads=np.array(
            [[order.load[part] for part in limited] for order in task.orders], dtype=np.int64
        ).reshape(len(task.orders), len(limited)),
        limits=np.array([task.limits[part] for part in limited], dtype=np.int64),
        groups=np.array([order.group for order in task.orders], dtype=np.int64),
        urgencies=np.array([order.urgency for order in task.orders], dtype=np.int64),
        factors=np.array(task.factors),
        names=np.array([chance.getrandbits(BITS) for _ in task.orders], dtype=np.uint64),
    )


def _holes(layout: AisleLayout) -> tuple[Floats, Floats, Floats]:
    """Barriers and lengths by aisle and piece, widths by aisle and cross aisle."""
    lengths = np.tile(np.diff(np.array(layout.cross_y)), (len(layout.aisle_x), 1))
    barriers = np.full(lengths.shape, INFINITE)
    for aisle, piece in np.ndindex(*lengths.shape):
        barred = layout.barrier_in(aisle, piece)
        if barred is not None:
            barriers[aisle, piece], lengths[aisle, piece] = barred[0], INFINITE
    widths = np.repeat(np.diff(np.array(layout.aisle_x))[:, None], len(layout.cross_y), axis=1)
    for aisle, cross in layout.gaps:
        widths[aisle, cross] = INFINITE
    return barriers, lengths, widths


def _only_whole_aisles(layout: AisleLayout) -> bool:
    """Whether each aisle is open from end to end, or not there at all."""
    pieces = list(enumerate(pairwise(layout.cross_y)))
    for aisle in {barrier.aisle for barrier in layout.barriers}:
        barred = [layout.barrier_in(aisle, piece) for piece, _ in pieces]
        if any(barred) and barred != [ends for _, ends in pieces]:
            return False
    return True


def workspace_of(arrays: CartArrays) -> Workspace:
    """Room for tours of this task."""
    pieces = len(arrays.bottoms)
    return Workspace(
        masks=np.zeros(len(arrays.heights), dtype=np.uint64),
        costs=np.zeros((len(arrays.widths) + 1, pieces, 4)),
        best=np.zeros(arrays.states),
        new=np.zeros(arrays.states),
        lengths=np.zeros(6),
    )


def _bits_of_places(layout: AisleLayout, spots: Sequence[Sequence[Spot]]) -> Bits:
    """Which wanted places each piece of aisle has, from the front."""
    found: dict[tuple[int, int], set[float]] = defaultdict(set)
    for places in spots:
        for spot in places:
            found[spot.aisle, layout.piece_of(spot)].add(spot.y)
    return {piece: sorted(ys) for piece, ys in found.items()}


def _rows(cross_aisles: int) -> tuple[Ints, int]:
    """The moves as rows, a stage each: first visits, then pieces of aisle, then ways across.

    The third number of a row says which length it adds, as `cart_kernel.tour_length` numbers them.
    """
    moves = tour_moves(cross_aisles)
    stages: list[list[tuple[tuple[Table, ...], int]]] = [[((table,), 0)] for table in moves.visit]
    for k, (once, twice) in enumerate(moves.traverse):
        bottom, top = moves.visit[k], moves.visit[k + 1]
        stages.append(
            [((once,), 4), ((twice,), 5), ((), 0), ((bottom,), 1), ((top,), 2), ((bottom, top), 3)]
        )
    stages += [[((table,), times) for times, table in enumerate(row)] for row in moves.advance]
    rows = [_stage_rows(len(moves.states), choices) for choices in stages]
    packed = np.full((len(rows), max(map(len, rows)) + 1, 3), -1, dtype=np.int64)
    for number, stage in enumerate(rows):
        packed[number, : len(stage)] = stage
    return packed, len(moves.states)


def _stage_rows(
    states: int, choices: list[tuple[tuple[Table, ...], int]]
) -> list[tuple[int, int, int]]:
    found = []
    for state in range(states):
        for tables, length in choices:
            to = state
            for table in tables:
                to = table[to]
            if to != NOWHERE:
                found.append((state, to, length))
    return found
