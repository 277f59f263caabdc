"""Why a receipt or a carrier's list is still open, and what it waits for."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.manifests import ManifestState
from app.domain.why import Why, WhyReason


@dataclass(frozen=True, slots=True)
class ReceiptSeen:
    """What is known of a receipt: whose it is, and units that were announced and that came."""

    number: str
    supplier: str
    expected: int
    received: int
    is_closed: bool


@dataclass(frozen=True, slots=True)
class ListSeen:
    """What is known of a carrier's list: how far it is, and the parcels on it."""

    number: str
    carrier: str
    state: ManifestState
    parcels: int


def why_receipt(receipt: ReceiptSeen) -> tuple[Why, ...]:
    """Why a receipt is open or not."""
    missing = max(0, receipt.expected - receipt.received)
    if receipt.is_closed:
        reason = WhyReason.RECEIPT_CLOSED
    elif missing:
        reason = WhyReason.RECEIPT_TO_COME
    else:
        reason = WhyReason.RECEIPT_TO_CLOSE
    units = missing if reason is WhyReason.RECEIPT_TO_COME else receipt.received
    return (Why(reason, receipt.number, receipt.supplier, units),)


def why_list(seen: ListSeen) -> tuple[Why, ...]:
    """Why a carrier's list is where it is."""
    reason = {
        ManifestState.OPEN: WhyReason.LIST_LOADING,
        ManifestState.CLOSED: WhyReason.LIST_UNSIGNED,
    }.get(seen.state, WhyReason.LIST_SIGNED)
    return (Why(reason, seen.number, seen.carrier, seen.parcels),)
