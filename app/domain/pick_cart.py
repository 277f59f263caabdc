"""The cart: its positions, what stands on each, and the orders whose goods go there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CarriedOrder:
    """An order that a pick task carries.

    Attributes:
        order_id: the order.
        number: what the customer calls it.
        stopped: why nothing more is picked for it, by the value of a hold's reason or of an order
            state; empty while it goes on.
    """

    order_id: int
    number: str
    stopped: str = ""


@dataclass(frozen=True)
class Position:
    """A position of the cart; orders that are sorted later share one.

    Attributes:
        number: from 1.
        orders: the orders whose goods go there, the most urgent first.
        tote: the code of the tote, or of the shipping carton, that stands there now.
        full: totes with goods of these orders that were full and stand there still.
        is_here: whether the tote was scanned since another zone handed it over.
        packaging: what kind of carton stands there; empty for totes.
    """

    number: int
    orders: tuple[CarriedOrder, ...]
    tote: str | None = None
    full: tuple[str, ...] = ()
    is_here: bool = True
    packaging: str = ""

    @property
    def label(self) -> str:
        """What the position is called: S1, S2, and so on."""
        return f"S{self.number}"

    @property
    def totes(self) -> tuple[str, ...]:
        """All totes that stand there, the present one last."""
        return self.full if self.tote is None else (*self.full, self.tote)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of its orders."""
        return tuple(order.number for order in self.orders)
