"""What a bench takes along of its order: what the codes mean, and what the packing slip says."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from app.db.queries.bench_goods import lots_to_pack, places_with_codes
from app.db.queries.paper import routed_printer
from app.db.queries.parcels import (
    bench_lines,
    carton_lines,
    codes_of_items,
)
from app.db.queries.people import has_site, operator_by_id
from app.db.queries.picking import lot_name
from app.db.queries.unit_facts import serials_in_carton
from app.db.schema import Carton, Order
from app.db.unit_of_work import UnitOfWork
from app.domain.code_book import BookItem, BookTote, CodeBook
from app.domain.locations import LocationKind
from app.domain.pack_state import PackState, SlipPaper
from app.services.parcel_documents import (
    Contents,
    LotUnits,
    initials,
    packing_slip,
    parcel_rows,
)
from app.services.workplace import Workplace
from printing.documents import document_kind, to_record


def with_copy(
    work: UnitOfWork, workplace: Workplace, state: PackState, order: Order, carton: Carton
) -> PackState:
    """The order on the bench with all that its station needs to go on without the database.

    A station without a journal takes nothing along: its database is never away.
    """
    if workplace.sender is None:
        return state
    return replace(
        state, book=_book(work, state), slip=_slip(work, workplace, state, order, carton)
    )


def _book(work: UnitOfWork, state: PackState) -> CodeBook:
    """A barcode goes before an SKU that reads the same, as where the whole house is asked."""
    items = {line.item_id: line for line in state.lines}
    codes = {line.sku: BookItem(line.item_id, line.sku, line.name) for line in state.lines}
    for code, item_id, quantity in codes_of_items(work.session, items):
        line = items[item_id]
        codes[code] = BookItem(item_id, line.sku, line.name, quantity)
    places = places_with_codes(work.session, state.order_id)
    totes = {
        code: BookTote(place_id, state.order_number)
        for code, place_id, kind in places
        if kind is LocationKind.TOTE
    }
    cubbies = {code: place_id for code, place_id, _ in places if code not in totes}
    return CodeBook(items=codes, locations=cubbies, totes=totes)


def _slip(
    work: UnitOfWork, workplace: Workplace, state: PackState, order: Order, carton: Carton
) -> SlipPaper | None:
    """The slip as it is once all units are in; None where the station has no printer for it."""
    if not has_site(work.session):
        return None
    rows = parcel_rows(work, order, carton)
    slip = packing_slip(work, rows, _at_the_end(work, state, carton))
    printer = routed_printer(work.session, workplace.station, document_kind(slip))
    if printer is None:
        return None
    if work.actor.operator_id is not None:
        packer = operator_by_id(work.session, work.actor.operator_id)
        slip = replace(slip, packed_by=initials(packer.name))
    return SlipPaper(
        document=to_record(slip),
        printer=printer.name,
        kind=printer.kind,
        address=printer.address,
        format=printer.format.value,
        dpi=printer.dpi,
    )


def _at_the_end(work: UnitOfWork, state: PackState, carton: Carton) -> Contents:
    """What the carton holds once everything that was picked is in it, lot by lot.

    The lots in the totes are taken in the order in which `pack_writing` takes them.
    """
    found: dict[int, list[LotUnits]] = defaultdict(list)
    for row, lot in carton_lines(work.session, carton.id):
        found[row.order_line_id].append(LotUnits(lot_name(lot), lot.expiry, row.quantity))
    shares = lots_to_pack(work.session, state.order_id)
    left = [on_hand for _, on_hand, _ in shares]
    for line in state.lines:
        rest = line.open
        for number, (item_id, _, lot) in enumerate(shares):
            taken = min(rest, left[number]) if item_id == line.item_id else 0
            if taken:
                found[line.order_line_id].append(LotUnits(lot_name(lot), lot.expiry, taken))
                left[number] -= taken
                rest -= taken
    rows = bench_lines(work.session, state.order_id, carton.id)
    inside = serials_in_carton(work.session, carton.location_id)
    serials = {
        line.order_line_id: (*inside.get(line.order_line_id, ()), *line.serials[: line.open])
        for line in state.lines
    }
    return Contents(found, {row.line.id: row.line.picked for row in rows}, serials)
