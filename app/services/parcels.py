"""Closes a carton: its number, its carrier, its weight and its papers, all in one transaction."""

from __future__ import annotations

from app.carriers.interface import ShipmentRequest
from app.db.queries.parcels import (
    carton_lines,
    lock_sscc_range,
    order_of_carton,
    stock_at,
    the_site,
)
from app.db.queries.people import has_site
from app.db.schema import Carton, Item, Location, Order, OrderLine, Packaging
from app.db.unit_of_work import UnitOfWork
from app.domain.events import CartonClosed, TransportWanted
from app.domain.refusals import NotPrintable, Refused, UnknownPackaging
from app.domain.shipping import SsccRangeExhausted, sscc
from app.domain.tasks import CartonState, next_carton_state
from app.domain.trade_numbers import is_sscc
from app.services.box_choice import note_choice
from app.services.carrier_purchases import buy_in_house, want_transport
from app.services.customs_documents import queue_customs_papers
from app.services.customs_goods import customs_goods
from app.services.dock_documents import queue_pallet_label
from app.services.freeing import free_places
from app.services.parcel_documents import (
    ParcelRows,
    carrier_address,
    packing_slip,
    parcel_rows,
    shipping_label,
)
from app.services.shipping_setup import ships_by_network
from app.services.spooling import LABEL, queue_document, supersede_papers
from app.services.workplace import Workplace
from printing.documents import Document


def close_carton(
    work: UnitOfWork,
    workplace: Workplace,
    carton: Carton,
    packaging: str,
    slip: Document | None = None,
    *,
    weight_g: float | None = None,
) -> None:
    """Seal a carton: SSCC, carrier and tracking number, weight, and the jobs for slip and label.

    The house carrier answers without a network and the same for the same key, so it is asked
    inside the transaction; carriers behind a network are bought from before it.

    Args:
        work: the transaction.
        workplace: the station.
        carton: what is sealed.
        packaging: code of the box.
        slip: the slip that the station printed by itself; made anew if None.
        weight_g: what the scale said; what its parts are recorded to weigh if None.

    Raises:
        Refused: the packaging is unknown, or the carrier cannot take the parcel as it is.
    """
    kind = work.session.get(Packaging, packaging)
    if kind is None:
        raise Refused(UnknownPackaging(packaging))
    if not has_site(work.session):
        raise Refused(NotPrintable(LABEL, "site", "not_set_up"))
    order = work.session.get_one(Order, order_of_carton(work.session, carton))
    carton.packaging_code = kind.code
    recorded = kind.tare_g + goods_weight_g(work, carton)
    carton.weight_g = recorded if weight_g is None else round(weight_g)
    carton.sscc = _label_on(work, carton) or next_sscc(work)
    carton.state = next_carton_state(carton.id, carton.state, CartonState.CLOSED)
    carton.closed_at = work.now
    carton.operator_id = work.actor.operator_id
    work.session.flush()
    note_choice(work, carton, kind.code)
    _print_papers(work, workplace, (order, carton, kind), slip)
    free_places(work, order)
    work.record(CartonClosed(carton.id, carton.sscc, order.number))


def _label_on(work: UnitOfWork, carton: Carton) -> str | None:
    """The number that was on a carton before it was filled: it keeps it."""
    code = work.session.get_one(Location, carton.location_id).code
    return code if is_sscc(code) else None


def relabel_carton(work: UnitOfWork, workplace: Workplace, carton: Carton) -> None:
    """Give a closed carton another number and other papers; those it had count no more.

    Args:
        work: the transaction.
        workplace: the station whose printers are used.
        carton: closed, and not handed over.

    Raises:
        Refused: a paper of it is coming out of a printer at this moment, or the carrier cannot
            take the parcel as it is.
    """
    supersede_papers(work, carton)
    if carton.state is CartonState.LABELLED:  # the new label has to be scanned on the parcel, too
        carton.state = next_carton_state(carton.id, carton.state, CartonState.CLOSED)
        carton.label_confirmed_at = None
    kind = work.session.get_one(Packaging, carton.packaging_code)
    order = work.session.get_one(Order, order_of_carton(work.session, carton))
    carton.sscc = next_sscc(work)
    carton.revision += 1
    work.session.flush()
    _print_papers(work, workplace, (order, carton, kind), None)


def next_sscc(work: UnitOfWork) -> str:
    """The next number of the company's range; no number is ever given out twice.

    Raises:
        Refused: the range is used up.
    """
    site, _ = the_site(work.session)
    numbers = lock_sscc_range(work.session, site.company_prefix)
    serial = numbers.next_serial
    numbers.next_serial = serial + 1
    try:
        return sscc(numbers.extension_digit, numbers.company_prefix, serial)
    except SsccRangeExhausted as error:
        raise Refused(NotPrintable(LABEL, "sscc", "range_exhausted")) from error


def goods_weight_g(work: UnitOfWork, carton: Carton) -> int:
    """What lies in a carton weighs, by its items' weights, in grams."""
    return sum(
        (work.session.get_one(Item, stock.item_id).weight_g or 0) * stock.on_hand
        for stock in stock_at(work.session, carton.location_id)
    )


def _print_papers(
    work: UnitOfWork,
    workplace: Workplace,
    parcel: tuple[Order, Carton, Packaging],
    slip: Document | None,
) -> None:
    order, carton, kind = parcel
    rows = parcel_rows(work, order, carton)
    request = request_for(work, rows, kind)
    wanted = want_transport(work, carton, request)
    queue_document(work, workplace, slip or packing_slip(work, rows), carton_id=carton.id)
    if ships_by_network(work, workplace):
        work.record(TransportWanted(wanted.id, carton.id))
        return  # its label is queued once a carrier has answered, by `services.carrier_desk`
    purchase = buy_in_house(work, workplace, wanted, request)
    queue_document(work, workplace, shipping_label(work, rows, purchase), carton_id=carton.id)
    queue_customs_papers(work, workplace, rows)
    queue_pallet_label(work, workplace, rows)


def _value_cents(work: UnitOfWork, carton: Carton) -> int:
    """What the goods in a carton are worth, by the prices the order paid; 0 where it has none."""
    return sum(
        (work.session.get_one(OrderLine, row.order_line_id).unit_price_cents or 0) * row.quantity
        for row, _ in carton_lines(work.session, carton.id)
    )


def request_for(work: UnitOfWork, rows: ParcelRows, kind: Packaging) -> ShipmentRequest:
    """What a carrier is asked about a closed carton."""
    order, carton = rows.order, rows.carton
    return ShipmentRequest(
        reference=order.number,
        sender=carrier_address(rows.sender),
        recipient=carrier_address(rows.recipient),
        weight_g=carton.weight_g or 0,
        length_mm=kind.length_mm,
        width_mm=kind.width_mm,
        height_mm=kind.height_mm,
        sscc=carton.sscc or "",
        ship_date=work.now.date(),
        ready_at=work.now,
        value_cents=_value_cents(work, carton),
        currency=order.currency,
        goods=customs_goods(work, rows),
    )
