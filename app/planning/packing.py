"""As few carts as will do, whatever they walk: where a search starts that must not waste a cart."""

from __future__ import annotations

import math

import numpy as np

from app.planning.cart_arrays import CartArrays, Floats, Ints
from app.planning.graph_arrays import GraphArrays


def fewest_carts(arrays: CartArrays | GraphArrays, slack: float) -> list[list[int]]:
    """Big orders first, each where it leaves least room.

    No more carts are opened than the sums of the loads need as long as an order fits somewhere with
    an overload of at most `slack`, a share of the limits; such carts have to be put right later.
    """
    shares = arrays.loads / np.maximum(arrays.limits, 1)
    carts: list[list[int]] = []
    for group in np.unique(arrays.groups):
        carts += _packed(np.flatnonzero(arrays.groups == group), shares, slack)
    return carts


def _packed(orders: Ints, shares: Floats, slack: float) -> list[list[int]]:
    count = max(1, math.ceil(shares[orders].sum(axis=0).max(initial=0.0) - 1e-9))
    carts: list[list[int]] = [[] for _ in range(count)]
    room = np.ones((count, shares.shape[1]))
    biggest_first = np.argsort(-shares[orders].max(axis=1, initial=0.0), kind="stable")
    for order in orders[biggest_first]:
        left = room - shares[order]
        fits = (left >= -1e-9).all(axis=1)
        if fits.any():
            cart = int(np.where(fits, left.sum(axis=1), np.inf).argmin())
        else:
            cart = int(left.min(axis=1).argmax())
            if left[cart].min() < -slack:
                cart = len(carts)
                carts.append([])
                left = np.vstack([left, 1.0 - shares[order]])
                room = np.vstack([room, np.ones(shares.shape[1])])
        carts[cart].append(int(order))
        room[cart] = left[cart]
    return [cart for cart in carts if cart]
