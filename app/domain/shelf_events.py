"""What happens at a shelf beside the picking itself, and who should know of it."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.events import Event


@dataclass(frozen=True)
class LeadCalled(Event):
    """The same code was refused so often in a row that its operator needs a person.

    `refusal` is its name, `code` what was scanned, `location` where its operator stands.
    """

    task_id: int
    refusal: str
    code: str
    location: str


@dataclass(frozen=True)
class SubstitutesAgreed(Event):
    """A customer takes another item for what is missing, or does not any more."""

    order_number: str
    agrees: bool


@dataclass(frozen=True)
class ItemReplaced(Event):
    """Another item is sent in place of missing units, as the customer allowed."""

    order_number: str
    sku: str
    instead_sku: str
    quantity: int
