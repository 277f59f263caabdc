"""Whether a picker may take another lot of the item than the promised one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.unit_refusals import LotObstacle


@dataclass(frozen=True)
class LotFacts:
    """What the books say of the lot that was scanned, at the location where the picker stands.

    Attributes:
        free: its units there that are promised to nobody; None where the books have none there.
        wanted: units that are still to be picked there.
        expiry: its last day, if it has one.
        promised_expiry: the promised lot's last day.
        in_hand: units of the promised lot that the picker holds already.
    """

    free: int | None
    wanted: int
    expiry: date | None
    promised_expiry: date | None
    in_hand: int = 0


def why_lot_stays(facts: LotFacts) -> LotObstacle | None:
    """Why the promised lot has to be taken all the same; None if the other one may.

    Units in hand are put away first. The other one must lie there, free for all that is wanted, and
    go no later than the promised one: first expired, first out. A lot without a last day goes after
    all that have one.
    """
    if facts.in_hand:
        return LotObstacle.IN_HAND
    if facts.free is None:
        return LotObstacle.NOT_HERE
    if facts.free < facts.wanted:
        return LotObstacle.PROMISED
    if (facts.expiry or date.max) > (facts.promised_expiry or date.max):
        return LotObstacle.YOUNGER
    return None
