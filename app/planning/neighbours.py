"""Which orders lie near which: the only pairs worth a try where there are too many for all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.planning.cart_arrays import CartArrays, Ints
from app.planning.graph_arrays import GraphArrays

ALL_PAIRS = 300
"""Up to so many orders everybody is everybody's neighbour."""

NEAREST = 40

MOST_REGIONS = 400
"""A floor that is no parallel aisles is divided into so many regions at most."""

_BLOCK = 500
_FAR = 1e4

Narrow = NDArray[np.float32]


def neighbours_of(arrays: CartArrays) -> Ints:
    """By order, the other orders worth sharing a cart with: all of them, or the most alike."""
    if len(arrays.groups) <= ALL_PAIRS:
        return _all_others(len(arrays.groups))
    return _most_alike(*_pieces_of_orders(arrays), arrays.groups)


def neighbours_by_ways(arrays: GraphArrays) -> Ints:
    """The same on a floor of which only distances are known."""
    if len(arrays.groups) <= ALL_PAIRS:
        return _all_others(len(arrays.groups))
    return _most_alike(*_regions_of_orders(arrays), arrays.groups)


def _all_others(count: int) -> Ints:
    if count == 1:
        return np.zeros((1, 1), dtype=np.int64)
    grid = np.tile(np.arange(count), (count, 1))
    return grid[~np.eye(count, dtype=np.bool_)].reshape(count, count - 1)


def _most_alike(pieces: Narrow, weights: Narrow, groups: Ints) -> Ints:
    """By order, those that share most of their pieces of floor with it, of the same group.

    Args:
        pieces: by order and piece of floor 1 if it goes there.
        weights: by piece how far it is from the depot: what is far away is worth sharing.
        groups: by order.
    """
    count = len(groups)
    sizes = pieces @ weights
    found = np.empty((count, NEAREST), dtype=np.int64)
    tie = np.random.default_rng(count).random(count).astype(np.float32) * 1e-3
    for start in range(0, count, _BLOCK):
        rows = slice(start, start + _BLOCK)
        shared = (pieces[rows] * weights) @ pieces.T
        likeness = shared / (sizes[rows, None] + sizes[None, :] - shared + 1e-6) + tie
        likeness[groups[rows, None] != groups[None, :]] = -1.0
        likeness[np.arange(len(likeness)), np.arange(start, start + len(likeness))] = -2.0
        found[rows] = np.argpartition(-likeness, NEAREST, axis=1)[:, :NEAREST]
    return found


def _pieces_of_orders(arrays: CartArrays) -> tuple[Narrow, Narrow]:
    """By order and slot whether it goes there, and by slot how far it is from the depot."""
    orders = np.repeat(np.arange(len(arrays.groups)), np.diff(arrays.first))
    pieces = np.zeros((len(arrays.groups), len(arrays.heights)), dtype=np.float32)
    pieces[orders, arrays.slots] = 1.0
    widths = np.minimum(arrays.widths.min(axis=1), _FAR)
    along = np.concatenate([[0.0], np.cumsum(widths)])
    slots_an_aisle = len(arrays.heights) // len(along)
    across = np.abs(along - along[arrays.depot_aisle]).repeat(slots_an_aisle)
    middle = np.tile(((arrays.bottoms + arrays.tops) / 2).repeat(arrays.words), len(along))
    depot = np.append(arrays.bottoms, arrays.tops[-1])[arrays.depot_cross]
    return pieces, (across + np.abs(middle - depot) + 1.0).astype(np.float32)


def _regions_of_orders(arrays: GraphArrays) -> tuple[Narrow, Narrow]:
    """By order and region whether it goes there, and by region how far it is from the depot.

    A region is all stops nearest to its centre; each next centre is the stop farthest from all.
    """
    ways = np.minimum(arrays.ways, arrays.ways.T)[:-1, :-1]
    centres, nearest = [0], ways[0].copy()
    while len(centres) < min(MOST_REGIONS, len(ways)) and nearest.max() > 0:
        centres.append(int(nearest.argmax()))
        nearest = np.minimum(nearest, ways[centres[-1]])
    region = ways[centres].argmin(axis=0)
    orders = np.repeat(np.arange(len(arrays.groups)), np.diff(arrays.first))
    regions = np.zeros((len(arrays.groups), len(centres)), dtype=np.float32)
    regions[orders, region[arrays.stops]] = 1.0
    return regions, (arrays.ways[-1, centres] + 1.0).astype(np.float32)
