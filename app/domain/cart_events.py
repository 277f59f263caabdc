"""What happens to the totes of a cart, and to goods that leave it."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.events import Event


@dataclass(frozen=True)
class ToteTakenOff(Event):
    """An empty tote was taken off a cart."""

    task_id: int
    tote: str


@dataclass(frozen=True)
class CartUnloaded(Event):
    """The totes with goods were put down at a place, and their picker comes back."""

    task_id: int
    place: str
    totes: int


@dataclass(frozen=True)
class OrdersLeft(Event):
    """Orders were left for another cart: `new_task_id` is what is open of them."""

    task_id: int
    new_task_id: int
    orders: int


@dataclass(frozen=True)
class UnitsTakenOut(Event):
    """Units that nobody wants any more went out of a tote."""

    task_id: int
    pick_line_id: int
    quantity: int
    tote: str
    place: str


@dataclass(frozen=True)
class TotesSetAside(Event):
    """A stopped order's totes were put down at a place."""

    task_id: int
    order_id: int
    place: str
    totes: int


@dataclass(frozen=True)
class CartonOpened(Event):
    """A shipping carton was opened, to be picked straight into."""

    task_id: int
    carton: str
    packaging: str
    order_number: str


@dataclass(frozen=True)
class CartonFilled(Event):
    """A carton was full and waits to be closed; its picker goes on in another one."""

    task_id: int
    carton: str


@dataclass(frozen=True)
class CartonGivenUp(Event):
    """An empty carton went back to the shelf."""

    task_id: int
    carton: str


@dataclass(frozen=True)
class LotSwitched(Event):
    """A picker took another lot than the promised one, as far as a line was open."""

    task_id: int
    pick_line_id: int
    quantity: int
    old: str
    new: str
