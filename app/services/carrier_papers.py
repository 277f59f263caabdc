"""The papers that follow from a carrier's answer: the parcel's label, or one for the way back."""

from __future__ import annotations

from dataclasses import replace

from app.carriers.interface import Purchase
from app.db.queries.parcels import order_of_carton
from app.db.schema import CarrierPurchase, Carton, Order
from app.db.unit_of_work import UnitOfWork
from app.domain.refusals import Refused
from app.domain.shipping_purchases import PurchaseKind
from app.services.parcel_documents import parcel_rows, shipping_label
from app.services.spooling import queue_document
from app.services.workplace import Workplace

NO_PRINTER = "label"
"""In a transport's `field`: it is bought, and its label found no printer."""


def queue_papers(
    work: UnitOfWork,
    workplace: Workplace,
    row: CarrierPurchase,
    carton: Carton,
    purchase: Purchase,
) -> None:
    """Queue the label of a bought transport at the printers of the station that wanted it.

    A label that finds no printer leaves the transport bought, with the reason beside it.
    """
    if row.kind is not PurchaseKind.OUTBOUND:
        return
    order = work.session.get_one(Order, order_of_carton(work.session, carton))
    document = shipping_label(work, parcel_rows(work, order, carton), purchase)
    there = replace(workplace, station=row.station)
    try:
        queue_document(work, there, document, carton_id=carton.id)
    except Refused as refused:
        row.field, row.reason = NO_PRINTER, refused.refusal.name
