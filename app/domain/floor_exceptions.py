"""What does not go as planned on the floor and waits for a lead: kinds, ways out, urgency."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from app.domain.short_ways import WayOut

LOOKED_AT_FOR = timedelta(minutes=2)
"""Who opened an exception is shown at it for so long, unless they decide or leave it."""

CALLS_LAST = timedelta(hours=2)
"""A station that called for a lead longer ago has been helped, or has gone home."""

SKIPS_THAT_COUNT = 2
"""Who skips a stop once comes back to it; who skips it twice says why."""


class ExceptionKind(StrEnum):
    """What was reported; the order is that of the list where nothing else decides.

    LEAD_CALL: somebody gets the same refusal again and again. MISSING_AT_BENCH: units that were
    picked were not found there. STOPPED: an order that is held for a person, with work or goods on
    the floor. SKIPPED: a stop was skipped twice. UNREACHABLE, WRONG_GOODS, DAMAGED: what a picker
    said of a location, which is counted. COUNT: a difference that waits to be approved. UNSETTLED:
    what was done off line and the books do not take. LABEL: a carrier refused a parcel, or nobody
    knows. PAPER: a paper that cannot be printed. SET_ASIDE: goods out of storage.
    """

    LEAD_CALL = "lead_call"
    SHORT = "short"
    MISSING_AT_BENCH = "missing_at_bench"
    STOPPED = "stopped"
    LABEL = "label"
    PAPER = "paper"
    SKIPPED = "skipped"
    UNSETTLED = "unsettled"
    COUNT = "count"
    UNREACHABLE = "unreachable"
    WRONG_GOODS = "wrong_goods"
    DAMAGED = "damaged"
    SET_ASIDE = "set_aside"


class Remedy(StrEnum):
    """What can be decided about exceptions that are no shortage.

    LET_GO_ON: lift what holds the order. ATTENDED: a lead was there. COUNT_IT: have the location
    counted. BOOKS_STAND: the report was wrong, nothing is counted. APPROVE, COUNT_AGAIN: of a
    difference. PUT_BACK, NOTHING_MOVED, WRITTEN: what became of goods that were moved off line.
    TRY_AGAIN: ask the carrier, or the printer, once more.
    """

    LET_GO_ON = "let_go_on"
    CANCEL_ORDER = "cancel_order"
    ATTENDED = "attended"
    COUNT_IT = "count_it"
    BOOKS_STAND = "books_stand"
    APPROVE = "approve"
    COUNT_AGAIN = "count_again"
    PUT_BACK = "put_back"
    NOTHING_MOVED = "nothing_moved"
    WRITTEN = "written"
    TRY_AGAIN = "try_again"


Way = WayOut | Remedy


def way_named(value: str) -> Way:
    """The way out or remedy of a value, as it is kept on record."""
    return WayOut(value) if value in set(WayOut) else Remedy(value)


REMEDIES: dict[ExceptionKind, tuple[Way, ...]] = {
    ExceptionKind.LEAD_CALL: (Remedy.ATTENDED,),
    ExceptionKind.MISSING_AT_BENCH: (WayOut.FOUND, WayOut.WRITE_OFF),
    ExceptionKind.STOPPED: (Remedy.LET_GO_ON, Remedy.CANCEL_ORDER),
    ExceptionKind.SKIPPED: (Remedy.COUNT_IT,),
    ExceptionKind.UNREACHABLE: (Remedy.BOOKS_STAND,),
    ExceptionKind.WRONG_GOODS: (Remedy.BOOKS_STAND,),
    ExceptionKind.DAMAGED: (Remedy.BOOKS_STAND,),
    ExceptionKind.COUNT: (Remedy.APPROVE, Remedy.COUNT_AGAIN),
    ExceptionKind.UNSETTLED: (Remedy.PUT_BACK, Remedy.NOTHING_MOVED, Remedy.WRITTEN),
    ExceptionKind.LABEL: (Remedy.TRY_AGAIN,),
    ExceptionKind.PAPER: (Remedy.TRY_AGAIN,),
}
"""What can be decided about each kind; of a shortage `short_ways` says it, row by row.

What was set aside is carried by whoever puts away: there is nothing to decide.
"""

TOLD_TO_CUSTOMER = frozenset(
    {WayOut.SUBSTITUTE, WayOut.WAIT, WayOut.PART_SHIP, WayOut.GIVE_UP, WayOut.CANCEL}
)
"""Ways out of a shortage that a customer has to hear of."""


@dataclass(frozen=True, slots=True)
class FloorException:
    """One thing that waits for a lead.

    Attributes:
        kind: what was reported.
        subject_id: the row it is about: order line, order, count, event and so on, by its kind.
        what: the item, or what else it is about.
        units: of the item; 0 where it is about none.
        where: the location, tote, bench or cage.
        order_number: whose goods they are; empty where nobody's.
        line_number: which line of the order; 0 for all of it.
        due: when the order has to be gone.
        who: who reported it; empty where nobody did.
        station: where they did.
        since: when.
        detail: what else was said, in plain values.
        decided: the number of the last decision about the order, 0 for none.
        at_it: who is about to decide; empty where nobody is.
    """

    kind: ExceptionKind
    subject_id: int
    what: str
    units: int = 0
    where: str = ""
    order_number: str = ""
    line_number: int = 0
    due: datetime | None = None
    who: str = ""
    station: str = ""
    since: datetime | None = None
    detail: str = ""
    decided: int = 0
    at_it: str = ""

    @property
    def key(self) -> str:
        """Names it among all of them, and to those who look at it elsewhere."""
        return f"{self.kind.value}:{self.subject_id}"


_LAST = datetime.max.replace(tzinfo=UTC)


def most_urgent_first(found: Iterable[FloorException]) -> tuple[FloorException, ...]:
    """Exceptions in the order in which a lead should see to them.

    Who called stands and waits; then what has to be gone first, then by kind, then the oldest.
    """
    kinds = list(ExceptionKind)
    return tuple(
        sorted(
            found,
            key=lambda one: (
                one.kind is not ExceptionKind.LEAD_CALL,
                one.due or _LAST,
                kinds.index(one.kind),
                one.since or _LAST,
                one.subject_id,
            ),
        )
    )
