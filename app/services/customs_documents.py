"""Turns parcels into what customs ask for: a declaration on each, and an invoice beside it."""

from __future__ import annotations

from app.carriers.interface import CustomsGoods, Rate, ShipmentRequest
from app.carriers.records import from_record
from app.db.queries.dock_papers import bought_transport, declared_units
from app.db.queries.paper import routed_printer
from app.db.schema import Operator
from app.db.unit_of_work import UnitOfWork
from app.domain.shipping_purchases import PurchaseKind
from app.services.customs_goods import crosses, value_of
from app.services.dock_documents import parcels_asked_for
from app.services.label_requests import FloorLabel, LabelRequest
from app.services.parcel_documents import ParcelRows, postal_address
from app.services.spooling import queue_document
from app.services.workplace import Workplace
from printing.documents import (
    CommercialInvoice,
    CustomsCategory,
    CustomsDeclaration,
    CustomsLine,
    Money,
    Paper,
    Unprintable,
    UnprintableDocument,
    document_kind,
)

SOLD = CustomsCategory.SALE
"""Also where the buyer gives it away: for customs only private senders make gifts."""


def customs_declarations(work: UnitOfWork, request: LabelRequest) -> tuple[FloorLabel, ...]:
    """Declarations to stick on parcels.

    Raises:
        UnknownLabelSubject: no sealed carton has this number.
        UnprintableDocument: a line has no weight or price.
    """
    return tuple(
        FloorLabel(rows.carton.sscc or "", customs_declaration(work, rows))
        for rows in parcels_asked_for(work, request)
    )


def commercial_invoices(work: UnitOfWork, request: LabelRequest) -> tuple[FloorLabel, ...]:
    """Invoices that travel with parcels.

    Raises:
        UnknownLabelSubject: no sealed carton has this number.
        UnprintableDocument: a line has no weight or price.
    """
    return tuple(
        FloorLabel(rows.carton.sscc or "", commercial_invoice(work, rows))
        for rows in parcels_asked_for(work, request)
    )


def queue_customs_papers(work: UnitOfWork, workplace: Workplace, rows: ParcelRows) -> None:
    """Queue declaration and invoice of a parcel that crosses a border, where there are printers.

    A station without a printer for them leaves them to `pickstation print`.
    """
    if not crosses(rows):
        return
    for document in (customs_declaration(work, rows), commercial_invoice(work, rows)):
        kind = document_kind(document)
        if routed_printer(work.session, workplace.station, kind) is not None:
            queue_document(work, workplace, document, carton_id=rows.carton.id)


def customs_declaration(work: UnitOfWork, rows: ParcelRows) -> CustomsDeclaration:
    """What is in a sealed carton, for customs; in English, which every customs office takes.

    Raises:
        UnprintableDocument: a line has no weight or price.
    """
    reference = rows.carton.tracking_number or rows.carton.sscc or ""
    return CustomsDeclaration(
        sender=postal_address(rows.sender),
        recipient=postal_address(rows.recipient),
        category=SOLD,
        lines=_lines(work, rows),
        reference=reference,
        payload=reference,
        gross_weight_g=rows.carton.weight_g,
        postage=_postage(work, rows),
        signed_by=_signer(work, rows),
        signed_on=_day(work, rows),
        paper=Paper(rows.site.label_paper),
    )


def commercial_invoice(work: UnitOfWork, rows: ParcelRows) -> CommercialInvoice:
    """What a sealed carton holds and is worth; its number is that of the carton.

    Raises:
        UnprintableDocument: a line has no weight or price.
    """
    bought = bought_transport(work.session, rows.carton.id, PurchaseKind.OUTBOUND)
    return CommercialInvoice(
        number=rows.carton.sscc or "",
        payload=rows.carton.sscc or "",
        issued_on=_day(work, rows),
        exporter=postal_address(rows.sender),
        recipient=postal_address(rows.recipient),
        buyer=None if rows.bill_to is None else postal_address(rows.bill_to),
        category=SOLD,
        lines=_lines(work, rows),
        order_number=rows.order.number,
        tracking_number=rows.carton.tracking_number,
        carrier=bought.carrier if bought is not None else "",
        gross_weight_g=rows.carton.weight_g,
        signed_by=_signer(work, rows),
        paper=Paper(rows.site.slip_paper),
    )


def _lines(work: UnitOfWork, rows: ParcelRows) -> tuple[CustomsLine, ...]:
    """What the carrier was told, or else what the books know of the goods."""
    bought = bought_transport(work.session, rows.carton.id, PurchaseKind.OUTBOUND)
    if bought is not None:
        asked = from_record(bought.request, ShipmentRequest)
        if asked.goods:
            return tuple(_told(goods, asked.currency) for goods in asked.goods)
    lines = []
    for place, units in enumerate(declared_units(work.session, rows.carton.id)):
        for field, known in (
            ("net_weight_g", units.unit_weight_g),
            ("value", value_of(units)),
        ):
            if known is None:
                raise UnprintableDocument(f"lines[{place}].{field}", Unprintable.MISSING, units.sku)
        lines.append(
            CustomsLine(
                description=units.customs_description or units.name,
                quantity=units.quantity,
                net_weight_g=(units.unit_weight_g or 0) * units.quantity,
                value=Money((value_of(units) or 0) * units.quantity, rows.order.currency),
                sku=units.sku,
                tariff_number=units.tariff_number,
                origin=units.origin_country,
            )
        )
    return tuple(lines)


def _told(goods: CustomsGoods, currency: str) -> CustomsLine:
    return CustomsLine(
        description=goods.description,
        quantity=goods.quantity,
        net_weight_g=goods.weight_g,
        value=Money(goods.value_cents, currency),
        tariff_number=goods.tariff_number,
        origin=goods.origin_country,
    )


def _postage(work: UnitOfWork, rows: ParcelRows) -> Money | None:
    bought = bought_transport(work.session, rows.carton.id, PurchaseKind.OUTBOUND)
    if bought is None or bought.rate is None:
        return None
    rate = from_record(bought.rate, Rate)
    return Money(rate.cost_cents, rate.currency) if rate.currency else None


def _signer(work: UnitOfWork, rows: ParcelRows) -> str:
    """Who packed it and answers for what is in it; the house where that is not known."""
    carton = rows.carton
    packer = work.session.get(Operator, carton.operator_id) if carton.operator_id else None
    return packer.name if packer is not None else rows.site.name


def _day(work: UnitOfWork, rows: ParcelRows) -> str:
    return (rows.carton.closed_at or work.now).date().isoformat()
