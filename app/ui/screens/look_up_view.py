"""What a look-up shows: one page for everything that can be scanned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.look_up import (
    Found,
    ItemFound,
    MoveSeen,
    OrderFound,
    ParcelFound,
    PersonFound,
    PlaceFound,
    SerialFound,
    StockSeen,
    ToteFound,
    next_step,
)
from app.services.lost_totes import UnseenTote
from app.ui.floor_words import role_word
from app.ui.look_up_words import (
    move_words,
    next_step_words,
    order_words,
    progress_words,
    seen_words,
    time_words,
    work_words,
)
from app.ui.message import translate
from app.ui.stock_words import place_kind_words
from app.ui.widgets.instruction_line import Instruction
from app.ui.widgets.location_sign import LocationView

Note = tuple[str, tuple[str, ...]]
MOST_ROWS = 5
"""Lines that are read at a glance; more are told by their number."""

MOST_REASONS = 3
"""The gravest reasons, beside whose it is; help tells all of them."""


@dataclass(frozen=True)
class LookUpView:
    """A page: what it is, what is in it or where it lies, whose it is, what happened last."""

    sign: LocationView
    contents: Note
    whose: Note
    history: Note
    instruction: Instruction


def view_of(found: Found, why: tuple[str, ...] = ()) -> LookUpView:
    """The page of what was looked up, and why it is as it is, once that is known."""
    sign, contents, whose, history = _parts(found)
    whose = (whose[0], (*whose[1], *why[:MOST_REASONS]))
    text, detail = next_step_words(next_step(found))
    told = Instruction(text, detail=detail)
    return LookUpView(sign, contents, whose, history, told)


def _parts(found: Found) -> tuple[LocationView, Note, Note, Note]:
    match found:
        case ItemFound():
            return _item(found)
        case PlaceFound():
            return _place(found)
        case ToteFound():
            return _tote(found)
        case OrderFound():
            return _order(found)
        case ParcelFound():
            return _parcel(found)
        case PersonFound():
            return _person(found)
        case SerialFound():
            return _serial(found)


def _item(found: ItemFound) -> tuple[LocationView, Note, Note, Note]:
    item = found.item
    sign = LocationView(item.sku, (item.name,), label=translate("look_up", "ITEM"))
    free = translate("look_up", "{0} on hand, {1} of them free").format(found.on_hand, found.free)
    whose = [free]
    if found.counts_waiting:
        words = translate("look_up", "{0} counts wait")
        whose.append(words.format(found.counts_waiting))
    return (
        sign,
        (translate("look_up", "WHERE IT LIES"), _where(found.stock)),
        (translate("look_up", "STOCK"), tuple(whose)),
        _history(found.moves),
    )


def _where(stock: Sequence[StockSeen]) -> tuple[str, ...]:
    """Places with units, as far as they fit."""
    lines = []
    for row in stock[:MOST_ROWS]:
        line = f"{row.place}: {row.units}"
        if row.promised:
            line += translate("look_up", ", {0} promised").format(row.promised)
        lines.append(line)
    return _with_rest(lines, len(stock), translate("look_up", "nowhere in the house"))


def _contents(stock: Sequence[StockSeen]) -> tuple[str, ...]:
    """Goods with units, as far as they fit."""
    lines = [f"{row.units} x {row.sku} {row.name}" for row in stock[:MOST_ROWS]]
    return _with_rest(lines, len(stock), translate("look_up", "nothing"))


def _with_rest(lines: list[str], total: int, none: str) -> tuple[str, ...]:
    if total > len(lines):
        lines.append(translate("look_up", "and {0} more").format(total - len(lines)))
    return tuple(lines) or (none,)


def _history(moves: Sequence[MoveSeen]) -> Note:
    lines = tuple(move_words(move) for move in moves)
    nothing = (translate("look_up", "nothing on record"),)
    return translate("look_up", "LAST MOVES"), lines or nothing


def _place(found: PlaceFound) -> tuple[LocationView, Note, Note, Note]:
    words = [place_kind_words(found.kind)]
    if found.zone:
        words.append(translate("look_up", "zone {0}").format(found.zone))
    whose = [work_words(work) for work in found.parked]
    if found.totes:
        whose.append(", ".join(found.totes[:MOST_ROWS]))
    if found.order is not None:
        whose += [order_words(found.order), progress_words(found.order)]
    if found.counts_waiting:
        whose.append(translate("look_up", "{0} counts wait").format(found.counts_waiting))
    return (
        LocationView(found.code, tuple(words), label=translate("look_up", "PLACE")),
        (translate("look_up", "WHAT LIES THERE"), _contents(found.stock)),
        (translate("look_up", "WHAT IT IS FOR"), tuple(whose) or (place_kind_words(found.kind),)),
        _history(found.moves),
    )


def _tote(found: ToteFound) -> tuple[LocationView, Note, Note, Note]:
    whose = []
    if found.is_bulk:
        whose.append(translate("look_up", "goods of a batch, to be sorted"))
    if found.order is not None:
        whose.append(order_words(found.order))
    if found.work is not None:
        whose.append(work_words(found.work))
    whose.append(seen_words(found.seen))
    return (
        LocationView(found.code, (), label=translate("look_up", "TOTE")),
        (translate("look_up", "WHAT IS IN IT"), _contents(found.stock)),
        (translate("look_up", "WHOSE, AND LAST SEEN"), tuple(whose)),
        _history(found.moves),
    )


def _order(found: OrderFound) -> tuple[LocationView, Note, Note, Note]:
    order = found.order
    lines = [f"{row.place}: {row.units} x {row.sku}" for row in found.stock[:MOST_ROWS]]
    none = translate("look_up", "nothing is picked yet")
    whose = [order_words(order), progress_words(order)]
    if found.work is not None:
        whose.append(work_words(found.work))
    if found.parcels:
        whose.append(translate("look_up", "{0} parcels").format(len(found.parcels)))
    return (
        LocationView(order.number, (), label=translate("look_up", "ORDER")),
        (translate("look_up", "WHERE ITS GOODS ARE"), _with_rest(lines, len(found.stock), none)),
        (translate("look_up", "HOW FAR IT IS"), tuple(whose)),
        _history(found.moves),
    )


def _parcel(found: ParcelFound) -> tuple[LocationView, Note, Note, Note]:
    words = (found.tracking_number,) if found.tracking_number else ()
    whose = [order_words(found.order)]
    if found.cage:
        whose.append(translate("look_up", "in cage {0}").format(found.cage))
    return (
        LocationView(f"..{found.sscc[-6:]}", words, label=translate("look_up", "PARCEL")),
        (translate("look_up", "WHAT IS IN IT"), _contents(found.stock)),
        (translate("look_up", "HOW FAR IT IS"), tuple(whose)),
        (translate("look_up", "LAST SEEN"), (seen_words(found.seen),)),
    )


def _person(found: PersonFound) -> tuple[LocationView, Note, Note, Note]:
    words = [role_word(found.role)]
    if not found.is_active:
        words.append(translate("look_up", "does not work here any more"))
    work = [translate("look_up", "no pick work")]
    if found.work is not None:
        order = translate("look_up", "order {0}").format(found.order_number)
        work = [order, work_words(found.work)]
    return (
        LocationView(found.name, tuple(words), label=translate("look_up", "COLLEAGUE")),
        (translate("look_up", "AT WORK ON"), tuple(work)),
        (translate("look_up", "LAST SEEN"), (seen_words(found.seen),)),
        (translate("look_up", "LAST MOVES"), ()),
    )


def _serial(found: SerialFound) -> tuple[LocationView, Note, Note, Note]:
    whose = () if found.order is None else (order_words(found.order),)
    nobody = (translate("look_up", "of no order"),)
    item = (f"{found.item.sku} {found.item.name}",)
    return (
        LocationView(found.serial, (), label=translate("look_up", "SERIAL NUMBER")),
        (translate("look_up", "WHAT IT IS"), item),
        (translate("look_up", "WHOSE"), whose or nobody),
        (translate("look_up", "LAST SEEN"), (seen_words(found.seen),)),
    )


def start_view() -> Instruction:
    """What to do before anything was scanned."""
    return Instruction(translate("look_up", "SCAN ANYTHING"))


def start_note() -> Note:
    """What can be looked up."""
    lines = (
        translate("look_up", "an item, a place, a tote, a parcel's label"),
        translate("look_up", "a packing slip, a badge, a serial number"),
        translate("look_up", "or type an order's or a colleague's number"),
    )
    return translate("look_up", "WHAT IT IS, WHERE, WHOSE, WHAT COMES NEXT"), lines


def lost_note(lost: Sequence[UnseenTote]) -> Note:
    """The totes with goods in them that nobody has scanned for long."""
    lines = []
    for row in lost[:MOST_ROWS]:
        when = "?" if row.seen_at is None else time_words(row.seen_at)
        words = translate("look_up", "{0}: {1} units, last seen {2} {3}")
        lines.append(words.format(row.tote, row.units, when, row.place or row.station).rstrip())
    more = len(lost) - len(lines)
    if more > 0:
        lines.append(translate("look_up", "and {0} more").format(more))
    return translate("look_up", "TOTES NOBODY HAS SCANNED FOR LONG"), tuple(lines)
