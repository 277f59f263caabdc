"""What the desk did to orders and work on the floor, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.events import Event


@dataclass(frozen=True)
class OrderWithdrawn(Event):
    """An order nothing was picked of yet came back from the floor; its stock stays promised."""

    order_id: int
    number: str


@dataclass(frozen=True)
class OrderCancelled(Event):
    """An order is not wanted any more; `to_take_out` of its units were picked already."""

    order_id: int
    number: str
    to_take_out: int


@dataclass(frozen=True)
class OrderEdited(Event):
    """A customer wants other quantities; `to_take_out` units were picked and are too many."""

    order_id: int
    number: str
    more: int
    fewer: int
    to_take_out: int


@dataclass(frozen=True)
class AddressChanged(Event):
    """An order goes to another address; `labels` voided ones are on parcels already."""

    order_id: int
    number: str
    labels: int


@dataclass(frozen=True)
class HoldLifted(Event):
    """A reason to hold an order is gone."""

    order_id: int
    number: str
    reason: str


@dataclass(frozen=True)
class UnitsGivenUp(Event):
    """An order is sent without units it lacks; they are counted as short."""

    order_id: int
    number: str
    units: int


@dataclass(frozen=True)
class GoodsTakenOut(Event):
    """Goods that an order does not want any more left its tote, cubby or carton."""

    order_number: str
    sku: str
    units: int
    source: str
    target: str


@dataclass(frozen=True)
class TaskWithdrawn(Event):
    """A pick task is not to be done any more, and nothing was found for it."""

    task_id: int


@dataclass(frozen=True)
class ConfirmationChanged(Event):
    """How much pickers prove was changed for a class, or for the house; no policy: not its own."""

    item_class: str
    policy: str
    is_site: bool


@dataclass(frozen=True)
class SkillsChanged(Event):
    """Somebody may operate this equipment from now on, separated by commas, and no other."""

    subject_id: int
    skills: str


@dataclass(frozen=True)
class ShiftNoteWritten(Event):
    """A lead left words for whoever leads the next shift."""

    text: str
