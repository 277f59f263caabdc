"""The kinds of work an operator can choose, numbered once for keys, cards and screens."""

from __future__ import annotations

from enum import IntEnum

from app.domain.operators import OperatorRole
from app.domain.permissions import Verb, may


class FloorWork(IntEnum):
    """A kind of work; the value is the number that is typed, tapped or scanned at the start.

    0 to 9 have a quantity card each; those above have a card of two letters on the same sheet.
    """

    LOOK_UP = 0
    SINGLE = 1
    BATCH = 2
    ZONE = 3
    WAVE = 4
    PACK = 5
    INSPECT = 6
    SORT = 7
    SHIP = 8
    RETURNS = 9
    COUNT = 11
    REPLENISH = 12
    PUT_AWAY = 13
    SETTLE = 14
    PAPERS = 15
    APPROVE = 16
    SHELF = 17
    MAP = 18
    DESK = 19
    STOCK = 20
    FIGURES = 21
    PEOPLE = 22


VERBS: dict[FloorWork, Verb] = {
    # Looking changes nothing: whoever works on the floor may.
    FloorWork.LOOK_UP: Verb.PICK,
    FloorWork.SINGLE: Verb.PICK,
    FloorWork.ZONE: Verb.PICK,
    FloorWork.PACK: Verb.PACK,
    FloorWork.INSPECT: Verb.INSPECT,
    FloorWork.SORT: Verb.SORT,
    FloorWork.SHELF: Verb.SORT,
    FloorWork.SHIP: Verb.SHIP,
    FloorWork.COUNT: Verb.COUNT,
    FloorWork.REPLENISH: Verb.REPLENISH,
    FloorWork.PUT_AWAY: Verb.PUT_AWAY,
    FloorWork.APPROVE: Verb.STOCK_DESK,
    # Who may settle what is judged for each discrepancy: those of one's own work anybody may.
    FloorWork.SETTLE: Verb.PICK,
    FloorWork.PAPERS: Verb.PACK,
    FloorWork.MAP: Verb.REASSIGN,
    FloorWork.PEOPLE: Verb.REASSIGN,
    FloorWork.DESK: Verb.CHANGE_ORDERS,
    FloorWork.WAVE: Verb.RELEASE,
    FloorWork.STOCK: Verb.STOCK_DESK,
    # Anybody sees their own; those of the floor are a lead's, which its service judges.
    FloorWork.FIGURES: Verb.PICK,
}
"""What an operator must be allowed to do for each kind of work that there is."""


def is_for(role: OperatorRole, choice: FloorWork) -> bool:
    """Whether a role sees a kind of work at the start."""
    return may(role, VERBS[choice])
