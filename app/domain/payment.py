"""How far an order's payment and fraud check have come: what the payment gate decides by."""

from enum import StrEnum


class PaymentState(StrEnum):
    """What is known about the money of one order, whichever shop it comes from."""

    UNPAID = "unpaid"
    """Nothing arrived yet, or only a part; also what a shop itself still holds back."""
    AUTHORISED = "authorised"
    """The payer's bank promised the money, the shop has not taken it yet."""
    PAID = "paid"
    """The whole amount arrived."""
    PARTLY_REFUNDED = "partly_refunded"
    """Paid, then a part was given back: which lines are still wanted must be asked."""
    REFUNDED = "refunded"
    """Paid, then everything was given back."""
    FAILED = "failed"
    """Refused, voided or expired: this payment will not come."""


class RiskLevel(StrEnum):
    """How likely a shop thinks it is that an order is a fraud."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    UNKNOWN = "unknown"
    """The shop did not say: most shops never do."""
