"""The papers that follow from a carrier's answer: the parcel's label, or one for the way back."""

from __future__ import annotations

from dataclasses import replace

from app.carriers.interface import Purchase
from app.db.queries.parcels import order_of_carton
from app.db.queries.transports import ASKS_PERSON, open_purchases
from app.db.schema import CarrierPurchase, Carton, Order
from app.db.unit_of_work import UnitOfWork
from app.domain.refusals import Refused
from app.domain.shipping_purchases import PurchaseKind, PurchaseState
from app.services.customs_documents import queue_customs_papers
from app.services.dock_documents import PALLET, queue_pallet_label, return_label
from app.services.parcel_documents import parcel_rows, shipping_label
from app.services.spooling import LABEL, JobView, queue_document
from app.services.workplace import Workplace
from printing.documents import Document, UnprintableDocument
from printing.jobs import JobState

ASKED, REFUSED, DOUBTED = "carrier_asked", "carrier_refused", "carrier_doubted"
"""Why a label is not there yet, as a spool's reason says it."""

NO_PRINTER = "label"
"""In a transport's `field`: it is bought, and its label found no printer."""

OF_TRANSPORT = (LABEL, PALLET, "customs_declaration", "commercial_invoice")
"""Kinds of what `queue_papers` queues; another transport makes them void, and them alone."""


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
    order = work.session.get_one(Order, order_of_carton(work.session, carton))
    rows = parcel_rows(work, order, carton)
    work.session.flush()
    there = replace(workplace, station=row.station)
    try:
        document: Document = shipping_label(work, rows, purchase)
        if row.kind is PurchaseKind.RETURN:
            document = return_label(work, rows)
        queue_document(work, there, document, carton_id=carton.id)
        if row.kind is PurchaseKind.OUTBOUND:
            queue_customs_papers(work, there, rows)
            queue_pallet_label(work, there, rows)
    except Refused as refused:
        row.field, row.reason = NO_PRINTER, refused.refusal.name
    except UnprintableDocument as problem:
        row.field, row.reason = NO_PRINTER, str(problem)


def awaited_labels(workplace: Workplace, carton_id: int) -> list[JobView]:
    """The labels that come with a carrier's answer, as if they waited for a printer."""
    with workplace.database.begin(workplace.actor()) as work:
        return [
            JobView(-row.id, LABEL, row.carrier, JobState.HELD, _reason(row), 1, carton_id)
            for row in open_purchases(work.session, carton_id)
            if row.kind is PurchaseKind.OUTBOUND
        ]


def _reason(row: CarrierPurchase) -> str:
    if row.state is PurchaseState.REJECTED:
        return REFUSED
    is_doubted = row.state is PurchaseState.UNKNOWN and row.field == ASKS_PERSON
    return DOUBTED if is_doubted else ASKED
