"""What something costs or is worth."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Money:
    """An amount in hundredths of a currency's unit, and the currency's ISO 4217 code."""

    hundredths: int
    currency: str
