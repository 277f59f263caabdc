"""The life of a transport bought from a carrier: never bought twice, whatever dies in between.

What is asked is on record before the carrier is, and what it answered after it. A purchase whose
answer is missing is asked for under its key; only a carrier that says it sold nothing is bought
from again. One that cannot say leaves the question to a person.
"""

from __future__ import annotations

from enum import StrEnum

from app.domain.tasks import IllegalTransition


class PurchaseState(StrEnum):
    """A purchase from the wish to the answer.

    QUEUED: nobody was asked yet, or nothing was bought. ASKING: the question may have left.
    UNKNOWN: it left, and no answer came. BOUGHT, REJECTED: the answer. VOIDING: it is not used any
    more and to be taken back. VOIDED: that was done, or refused and paid for nothing, or it was
    never bought and is not wanted any more.
    """

    QUEUED = "queued"
    ASKING = "asking"
    UNKNOWN = "unknown"
    BOUGHT = "bought"
    REJECTED = "rejected"
    VOIDING = "voiding"
    VOIDED = "voided"


class PurchaseKind(StrEnum):
    """What is bought: the way to the customer, or a label for the way back."""

    OUTBOUND = "outbound"
    RETURN = "return"


PURCHASE_TRANSITIONS = frozenset(
    {
        (PurchaseState.QUEUED, PurchaseState.ASKING),
        (PurchaseState.QUEUED, PurchaseState.VOIDED),
        (PurchaseState.ASKING, PurchaseState.BOUGHT),
        (PurchaseState.ASKING, PurchaseState.REJECTED),
        (PurchaseState.ASKING, PurchaseState.QUEUED),
        (PurchaseState.ASKING, PurchaseState.UNKNOWN),
        (PurchaseState.UNKNOWN, PurchaseState.BOUGHT),
        (PurchaseState.UNKNOWN, PurchaseState.QUEUED),
        (PurchaseState.REJECTED, PurchaseState.QUEUED),
        (PurchaseState.REJECTED, PurchaseState.VOIDED),
        (PurchaseState.BOUGHT, PurchaseState.VOIDING),
        (PurchaseState.VOIDING, PurchaseState.VOIDED),
    }
)

TO_WORK_OFF = (PurchaseState.QUEUED, PurchaseState.UNKNOWN, PurchaseState.VOIDING)
"""What a worker takes up by itself; ASKING as well, once its lease has run out."""


def next_purchase_state(purchase: int, old: PurchaseState, new: PurchaseState) -> PurchaseState:
    """`new`, where a purchase may change into it.

    Raises:
        IllegalTransition: If `new` can't follow `old`.
    """
    if (old, new) not in PURCHASE_TRANSITIONS:
        raise IllegalTransition(f"purchase {purchase}", old, new)
    return new
