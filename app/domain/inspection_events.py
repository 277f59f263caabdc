"""What happens at an inspection."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.events import Event


@dataclass(frozen=True)
class InspectionRaised(Event):
    """An order is to be inspected before it is packed."""

    order_id: int
    order_number: str
    reason: str


@dataclass(frozen=True)
class ErrorFound(Event):
    """An inspection found something wrong, and this was done about it."""

    inspection_id: int
    order_number: str
    sku: str
    finding: str
    units: int
    way: str


@dataclass(frozen=True)
class InspectionEnded(Event):
    """All of an order was counted and all that was wrong is seen to; `errors` were found."""

    inspection_id: int
    order_id: int
    order_number: str
    errors: int
