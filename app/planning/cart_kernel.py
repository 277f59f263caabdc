"""The length of a cart's tour, in a form that runs as it stands and that can be compiled.

Only what Numba understands is used here: loops over arrays. `app.planning.compiled` copies the text
of these functions into one module with the unrolled tour and has it compiled. The arrays are those
of `app.planning.cart_arrays`.
"""

from __future__ import annotations

import numpy as np

from app.planning.cart_arrays import INFINITE, CartArrays, Floats, Ints, Masks, Workspace

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


def meet_places(a: CartArrays, aisle: int, piece: int, masks: Masks, costs: Floats) -> None:
    """What it costs to meet a piece's places: not at all, from the front, the back, both ends."""
    base = (aisle * len(a.bottoms) + piece) * a.words
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
    costs[3] = 2.0 * (a.tops[piece] - a.bottoms[piece] - gap) if gap > 0.0 else INFINITE
    barrier = a.barriers[aisle, piece]
    if barrier < INFINITE:
        if last <= barrier:
            costs[2] = costs[3] = INFINITE
        elif first > barrier:
            costs[1] = costs[3] = INFINITE
        else:
            costs[1] = costs[2] = INFINITE
            costs[3] = 2.0 * (last_below(a, base, barrier, masks) - a.bottoms[piece])
            costs[3] += 2.0 * (a.tops[piece] - first_above(a, base, barrier, masks))


def last_below(a: CartArrays, base: int, barrier: float, masks: Masks) -> float:
    """How far along the aisle the last place before a barrier is, where there is one."""
    found = barrier
    for slot in range(base, base + a.words):
        left = masks[slot]
        while left != NO_BITS:
            rest = left & (left - ONE)
            y = a.heights[slot, bit_number(left ^ rest)]
            if y <= barrier:
                found = y
            left = rest
    return found


def first_above(a: CartArrays, base: int, barrier: float, masks: Masks) -> float:
    """How far along the aisle the first place behind a barrier is, where there is one."""
    for slot in range(base, base + a.words):
        left = masks[slot]
        while left != NO_BITS:
            rest = left & (left - ONE)
            y = a.heights[slot, bit_number(left ^ rest)]
            if y > barrier:
                return float(y)
            left = rest
    return barrier


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
    """The shortest tour from aisle `first` to `last`, the costs of pieces given."""
    return tour_by_tables(a, first, last, last, work)


def tour_by_tables(a: CartArrays, first: int, last: int, end: int, work: Workspace) -> float:
    """The shortest tour within aisles `first` to `last`; from aisle `end` on it may be complete."""
    pieces = len(a.bottoms)
    shortest = INFINITE
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
            lengths[4] = a.lengths[aisle, piece]
            lengths[5] = 2.0 * a.lengths[aisle, piece]
            follow(a, pieces + 1 + piece, lengths, best, new)
        if aisle >= end:
            for state in a.finished:
                shortest = min(shortest, best[state])
        if aisle < last:
            lengths[0] = 0.0
            for cross in range(pieces + 1):
                lengths[1] = a.widths[aisle, cross]
                lengths[2] = 2.0 * a.widths[aisle, cross]
                follow(a, 2 * pieces + 1 + cross, lengths, best, new)
    return shortest


def cart_length(a: CartArrays, orders: Ints, size: int, work: Workspace) -> float:
    """What the shortest tour costs that meets all places of the first `size` of these orders."""
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
    end = last
    if a.has_holes:  # the way round may lead farther out
        first, last = 0, len(a.widths)
    for aisle in range(first, last + 1):
        for piece in range(len(a.bottoms)):
            meet_places(a, aisle, piece, work.masks, work.costs[aisle, piece])
    if a.has_holes:
        return tour_by_tables(a, first, last, end, work) + a.access
    return tour_length(a, first, last, work) + a.access
