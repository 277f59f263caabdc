"""Which orders lie near which: the only pairs worth a try where there are too many for all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.planning.cart_arrays import CartArrays, Ints

ALL_PAIRS = 300
"""Up to so many orders everybody is everybody's neighbour."""

NEAREST = 40

_BLOCK = 500

Narrow = NDArray[np.float32]


def neighbours_of(arrays: CartArrays) -> Ints:
    """By order, the other orders worth sharing a cart with, the nearest first if not all are."""
    count = len(arrays.groups)
    if count == 1:
        return np.zeros((1, 1), dtype=np.int64)
    if count <= ALL_PAIRS:
        grid = np.tile(np.arange(count), (count, 1))
        return grid[~np.eye(count, dtype=np.bool_)].reshape(count, count - 1)
    pieces, weights = _pieces_of_orders(arrays)
    sizes = pieces @ weights
    found = np.empty((count, NEAREST), dtype=np.int64)
    tie = np.random.default_rng(count).random(count).astype(np.float32) * 1e-3
    for start in range(0, count, _BLOCK):
        rows = slice(start, start + _BLOCK)
        shared = (pieces[rows] * weights) @ pieces.T
        likeness = shared / (sizes[rows, None] + sizes[None, :] - shared + 1e-6) + tie
        likeness[arrays.groups[rows, None] != arrays.groups[None, :]] = -1.0
        likeness[np.arange(len(likeness)), np.arange(start, start + len(likeness))] = -2.0
        found[rows] = np.argpartition(-likeness, NEAREST, axis=1)[:, :NEAREST]
    return found


def _pieces_of_orders(arrays: CartArrays) -> tuple[Narrow, Narrow]:
    """By order and slot whether it goes there, and by slot how far it is from the depot."""
    orders = np.repeat(np.arange(len(arrays.groups)), np.diff(arrays.first))
    pieces = np.zeros((len(arrays.groups), len(arrays.heights)), dtype=np.float32)
    pieces[orders, arrays.slots] = 1.0
    along = np.concatenate([[0.0], np.cumsum(arrays.widths)])
    slots_an_aisle = len(arrays.heights) // len(along)
    across = np.abs(along - along[arrays.depot_aisle]).repeat(slots_an_aisle)
    middle = np.tile(((arrays.bottoms + arrays.tops) / 2).repeat(arrays.words), len(along))
    depot = np.append(arrays.bottoms, arrays.tops[-1])[arrays.depot_cross]
    return pieces, (across + np.abs(middle - depot) + 1.0).astype(np.float32)
