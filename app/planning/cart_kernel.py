"""The length of a cart's tour, in a form that runs as it stands and that can be compiled.

Only what Numba understands is used here: loops over arrays. `app.planning.compiled` copies the text
of these functions into one module with the unrolled tour and has it compiled. The arrays are those
of `app.planning.cart_arrays`.
"""

from __future__ import annotations

import numpy as np

from app.planning.cart_arrays import CartArrays, Floats, Ints, Masks, Workspace

INFINITE = 1e18
ONE = np.uint64(1)
NO_BITS = np.uint64(0)


def bit_number(low: np.uint64) -> int:
    """The number of the only bit that is set."""
    number = 0
    if low & np.uint64(0xFFFFFFFF) == NO_BITS:
        number += 32
        low >>= np.uint64(32)
    if low & np.uint64(0xFFFF) == NO_BITS:
        number += 16
        low >>= np.uint64(16)
    if low & np.uint64(0xFF) == NO_BITS:
        number += 8
        low >>= np.uint64(8)
    if low & np.uint64(0xF) == NO_BITS:
        number += 4
        low >>= np.uint64(4)
    if low & np.uint64(0x3) == NO_BITS:
        number += 2
        low >>= np.uint64(2)
    if low & ONE == NO_BITS:
        number += 1
    return number


def meet_places(a: CartArrays, base: int, piece: int, masks: Masks, costs: Floats) -> None:
    """What it costs to meet a piece's places: not at all, from the front, the back, both ends."""
    nothing = True
    first = last = gap = 0.0
    for slot in range(base, base + a.words):
        left = masks[slot]
        while left != NO_BITS:
            rest = left & (left - ONE)
            y = a.heights[slot, bit_number(left ^ rest)]
            left = rest
            if nothing:
                first = y
                nothing = False
            elif y - last > gap:
                gap = y - last
            last = y
    if nothing:
        costs[0] = 0.0
        costs[1] = costs[2] = costs[3] = INFINITE
        return
    costs[0] = INFINITE
    costs[1] = 2.0 * (last - a.bottoms[piece])
    costs[2] = 2.0 * (a.tops[piece] - first)
    costs[3] = 2.0 * (a.lengths[piece] - gap) if gap > 0.0 else INFINITE


def follow(a: CartArrays, stage: int, lengths: Floats, best: Floats, new: Floats) -> None:
    """Bring the shortest way to each state over one stage, by its rows."""
    for state in range(a.states):
        new[state] = INFINITE
    row = 0
    while a.rows[stage, row, 0] >= 0:
        metres = best[a.rows[stage, row, 0]] + lengths[a.rows[stage, row, 2]]
        new[a.rows[stage, row, 1]] = min(metres, new[a.rows[stage, row, 1]])
        row += 1
    for state in range(a.states):
        best[state] = new[state]


def tour_length(a: CartArrays, first: int, last: int, work: Workspace) -> float:
    """The shortest tour from aisle `first` to `last`, the costs of pieces given, by tables."""
    pieces = len(a.bottoms)
    best, new, lengths = work.best, work.new, work.lengths
    for state in range(a.states):
        best[state] = INFINITE
    best[0] = 0.0
    for aisle in range(first, last + 1):
        lengths[0] = 0.0
        if aisle == a.depot_aisle:
            follow(a, a.depot_cross, lengths, best, new)
        for piece in range(pieces):
            for way in range(4):
                lengths[way] = work.costs[aisle, piece, way]
            lengths[4] = a.lengths[piece]
            lengths[5] = 2.0 * a.lengths[piece]
            follow(a, pieces + 1 + piece, lengths, best, new)
        if aisle < last:
            lengths[0] = 0.0
            lengths[1] = a.widths[aisle]
            lengths[2] = 2.0 * a.widths[aisle]
            for cross in range(pieces + 1):
                follow(a, 2 * pieces + 1 + cross, lengths, best, new)
    shortest = INFINITE
    for state in a.finished:
        shortest = min(shortest, best[state])
    return shortest


def cart_length(a: CartArrays, orders: Ints, size: int, work: Workspace) -> float:
    """The shortest tour that meets all places of the first `size` of these orders."""
    first = last = a.depot_aisle
    for slot in range(len(work.masks)):
        work.masks[slot] = NO_BITS
    nothing = True
    for number in range(size):
        order = orders[number]
        for entry in range(a.first[order], a.first[order + 1]):
            nothing = False
            work.masks[a.slots[entry]] |= a.masks[entry]
            first = min(first, a.aisles[entry])
            last = max(last, a.aisles[entry])
    if nothing:
        return 0.0
    pieces = len(a.bottoms)
    for aisle in range(first, last + 1):
        for piece in range(pieces):
            base = (aisle * pieces + piece) * a.words
            meet_places(a, base, piece, work.masks, work.costs[aisle, piece])
    return tour_length(a, first, last, work)
