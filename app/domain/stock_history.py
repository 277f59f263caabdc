"""What happened to anything that can be scanned, newest first, a page at a time.

Three records tell it: the ledger (goods that moved), the event log (what was decided) and the scan
log (what a person scanned). Each is read from its newest row; here they become one list.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from heapq import merge

from app.domain.look_up import MoveSeen


class SubjectKind(StrEnum):
    """What a history can be of."""

    ITEM = "item"
    LOT = "lot"
    SERIAL = "serial"
    PLACE = "place"
    TOTE = "tote"
    ORDER = "order"
    PARCEL = "parcel"
    PERSON = "person"


@dataclass(frozen=True)
class Subject:
    """What was scanned, by its numbers in the books; those it does not have are None.

    Attributes:
        kind: what it is.
        name: as people call it: a SKU, a code, a number, a name.
        detail: what the name leaves open, such as an item's own name.
        item_id: the item, also of a lot or a serial-numbered unit.
        lot_id: the lot.
        location_id: a place or tote, a parcel's contents.
        order_id: the order, also of a parcel or a unit.
        carton_id: the parcel.
        operator_id: the person.
        serial_id: the row of a serial-numbered unit.
        order_line_id: the line that a serial-numbered unit was picked for.
    """

    kind: SubjectKind
    name: str
    detail: str = ""
    item_id: int | None = None
    lot_id: int | None = None
    location_id: int | None = None
    order_id: int | None = None
    carton_id: int | None = None
    operator_id: int | None = None
    serial_id: int | None = None
    order_line_id: int | None = None


@dataclass(frozen=True)
class EventSeen:
    """Something that happened, as the event log has it; `facts` are the event's own fields."""

    event_id: int
    when: datetime
    kind: str
    facts: Mapping[str, object]
    who: str
    station: str


@dataclass(frozen=True)
class ScanSeen:
    """Something a person scanned, for which work, and the refusal it got, if any."""

    scan_id: uuid.UUID
    when: datetime
    code: str
    work: str
    refusal: str
    who: str
    station: str


HistoryRow = MoveSeen | EventSeen | ScanSeen


@dataclass(frozen=True)
class OlderThan:
    """Where the next page begins: below these rows of the three records; None is the newest.

    `on_hand` is what lay at the place before the last move that was shown.
    """

    move_id: int | None = None
    event_id: int | None = None
    scan_id: uuid.UUID | None = None
    on_hand: int | None = None


@dataclass(frozen=True)
class HistoryPage:
    """A page of what happened to something, newest first; `older` is None on the last one.

    `on_hand` are the units that are there now, where the page tells balances.
    """

    subject: Subject
    rows: tuple[HistoryRow, ...]
    older: OlderThan | None
    place: str = ""
    on_hand: int | None = None


def page_of(
    records: Iterable[Sequence[HistoryRow]], *, size: int, after: OlderThan
) -> tuple[tuple[HistoryRow, ...], OlderThan | None]:
    """Make one page of the newest rows of several records.

    Args:
        records: of each record, its newest rows below `after`, newest first: one more than `size`
            where there are as many.
        size: rows of a page.
        after: where this page begins.

    Returns:
        The page, and where the next one begins; None where there is none.
    """
    together = list(merge(*records, key=lambda row: row.when, reverse=True))
    rows = tuple(together[:size])
    if len(together) <= size:
        return rows, None
    for row in rows:
        match row:
            case MoveSeen(move_id=move_id):
                after = replace(after, move_id=move_id)
            case EventSeen(event_id=event_id):
                after = replace(after, event_id=event_id)
            case ScanSeen(scan_id=scan_id):
                after = replace(after, scan_id=scan_id)
    return rows, after


def with_balances(
    rows: Iterable[HistoryRow], place: str, on_hand: int
) -> tuple[tuple[HistoryRow, ...], int]:
    """Tell of each move how many units lay at a place before and after it.

    Args:
        rows: all moves of one item (or lot) at the place among them, newest first.
        place: the code of the place.
        on_hand: units that lay there after the first of these moves.

    Returns:
        The rows with balances, and what lay there before the last one.
    """
    told: list[HistoryRow] = []
    for row in rows:
        if isinstance(row, MoveSeen):
            before = on_hand - row.units if row.target == place else on_hand + row.units
            told.append(replace(row, before=before, after=on_hand))
            on_hand = before
        else:
            told.append(row)
    return tuple(told), on_hand
