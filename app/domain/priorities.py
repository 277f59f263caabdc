"""How urgent an order is among others, before any wave or person says otherwise."""

from __future__ import annotations

import re

NORMAL = 0
URGENT = 10

_URGENT_WORDS = frozenset({"express", "expedited", "priority", "next", "nextday", "sameday", "24"})


def priority_of(shipping_method: str) -> int:
    """Urgent for methods that promise a short time, by the words shops use for them."""
    words = set(re.findall(r"[^\W_]+", shipping_method.casefold()))
    return URGENT if words & _URGENT_WORDS else NORMAL
