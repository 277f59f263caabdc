"""Turns parcels and manifests into what hangs on them and what a driver signs."""

from __future__ import annotations

import base64

from app.carriers.house import HOUSE
from app.carriers.interface import Rate
from app.carriers.records import from_record
from app.db.queries.dock_papers import (
    bought_transport,
    carrier_account,
    cartons_named,
    loaded_parcels,
    manifest_numbered,
    sealed_cartons,
    unsigned_manifests,
)
from app.db.queries.paper import routed_printer
from app.db.queries.parcels import order_of_carton, the_site
from app.db.schema import Carton, Manifest, Operator, Order, Packaging
from app.db.unit_of_work import UnitOfWork
from app.domain.own_codes import order_payload
from app.domain.packaging import PARCEL_LIMIT_G
from app.domain.shipping_purchases import PurchaseKind
from app.services.carrier_jobs import purchase_of
from app.services.label_requests import FloorLabel, LabelRequest, UnknownLabelSubject
from app.services.parcel_documents import (
    ParcelRows,
    made_by_carrier,
    parcel_rows,
    postal_address,
)
from app.services.spooling import queue_document
from app.services.stationery import stationery_for
from app.services.workplace import Workplace
from printing.documents import (
    CarrierManifest,
    CartonLabel,
    ManifestParcel,
    PalletLabel,
    Paper,
    ReturnLabel,
    Unprintable,
    UnprintableDocument,
)

PALLET = "pallet_label"
"""Kind of document by which a station's printer for it is found."""


def parcels_asked_for(work: UnitOfWork, request: LabelRequest) -> list[ParcelRows]:
    """The sealed cartons of a request: by SSCC, by tracking number, or all of an order.

    Raises:
        UnknownLabelSubject: no sealed carton has this number.
    """
    found: list[ParcelRows] = []
    for code in request.codes:
        text = code.strip()
        cartons = cartons_named(work.session, text.removeprefix("O-"))
        if not cartons:
            raise UnknownLabelSubject(request.what, code)
        for carton in cartons:
            order = work.session.get_one(Order, order_of_carton(work.session, carton))
            found.append(parcel_rows(work, order, carton))
    return found


def carton_labels(work: UnitOfWork, request: LabelRequest) -> tuple[FloorLabel, ...]:
    """GS1 logistic labels of cartons and pallets; they hold different items, as an order's do.

    Raises:
        UnknownLabelSubject: no sealed carton has this number.
    """
    return tuple(
        FloorLabel(rows.carton.sscc or "", carton_label(work, rows))
        for rows in parcels_asked_for(work, request)
    )


def carton_label(work: UnitOfWork, rows: ParcelRows) -> CartonLabel | PalletLabel:
    """The logistic label of a sealed carton; what was packed onto a pallet is one, and says so."""
    carton = rows.carton
    pallet = stands_on_pallet(work, carton)
    siblings = [
        one
        for one in sealed_cartons(work.session, rows.order.id)
        if stands_on_pallet(work, work.session.get_one(Carton, one)) == pallet
    ]
    label = PalletLabel if pallet else CartonLabel
    return label(
        sscc=carton.sscc or "",
        ship_from=postal_address(rows.sender),
        ship_to=postal_address(rows.recipient),
        carrier=_carrier_name(work, carton, rows.site.name),
        order_number=rows.order.number,
        gross_weight_g=carton.weight_g,
        number=siblings.index(carton.id) + 1,
        count=len(siblings),
        language=rows.order.language or "en",
        paper=Paper(rows.site.label_paper),
    )


def stands_on_pallet(work: UnitOfWork, carton: Carton) -> bool:
    """Whether its packaging bears more than a parcel may weigh."""
    if carton.packaging_code is None:
        return False
    kind = work.session.get_one(Packaging, carton.packaging_code)
    return kind.max_weight_g > PARCEL_LIMIT_G


def queue_pallet_label(work: UnitOfWork, workplace: Workplace, rows: ParcelRows) -> None:
    """Queue the logistic label of a pallet beside the carrier's, where there is a printer for it.

    A station without one leaves it to `pickstation print carton-labels`.
    """
    if not stands_on_pallet(work, rows.carton):
        return
    if routed_printer(work.session, workplace.station, PALLET) is not None:
        queue_document(work, workplace, carton_label(work, rows), carton_id=rows.carton.id)


def return_labels(work: UnitOfWork, request: LabelRequest) -> tuple[FloorLabel, ...]:
    """Labels for the way back of parcels, of those for which it was bought.

    Raises:
        UnknownLabelSubject: no sealed carton has this number.
        UnprintableDocument: the way back of one was not bought.
    """
    return tuple(
        FloorLabel(rows.carton.sscc or "", return_label(work, rows))
        for rows in parcels_asked_for(work, request)
    )


def return_label(work: UnitOfWork, rows: ParcelRows) -> ReturnLabel:
    """The label with which a customer sends a parcel back: the order's number names the return.

    Raises:
        UnprintableDocument: the way back was not bought, or nobody has said what it is called.
    """
    bought = bought_transport(work.session, rows.carton.id, PurchaseKind.RETURN)
    if bought is None or bought.rate is None:
        raise UnprintableDocument("tracking_number", Unprintable.MISSING, rows.carton.sscc or "")
    rate = from_record(bought.rate, Rate)
    shop = stationery_for(work, rows.order.source)
    number = rows.order.number
    try:
        payload = order_payload(number)
    except ValueError:
        raise UnprintableDocument("payload", Unprintable.NOT_IN_BARCODE, number) from None
    return ReturnLabel(
        customer=postal_address(rows.recipient),
        return_to=postal_address(rows.sender),
        carrier=rows.site.name if rate.carrier == HOUSE else rate.carrier,
        service=rate.service_name,
        return_number=number,
        payload=payload,
        tracking_number=bought.tracking_number,
        order_number=number,
        language=rows.order.language or "en",
        paper=Paper(rows.site.label_paper),
        brand=shop.brand,
        template=shop.label,
        **made_by_carrier(purchase_of(bought, rate).label),
    )


def manifests(work: UnitOfWork, request: LabelRequest) -> tuple[FloorLabel, ...]:
    """Manifests by number; with none asked for, all that wait for their driver.

    Raises:
        UnknownLabelSubject: there is no manifest of this number.
    """
    if not request.codes:
        rows = unsigned_manifests(work.session)
    else:
        rows = []
        for code in request.codes:
            found = manifest_numbered(work.session, code.upper())
            if found is None:
                raise UnknownLabelSubject(request.what, code)
            rows.append(found)
    return tuple(FloorLabel(row.number, carrier_manifest(work, row)) for row in rows)


def carrier_manifest(work: UnitOfWork, row: Manifest, copy_for: str = "") -> CarrierManifest:
    """A manifest as it is printed and signed.

    Args:
        work: the transaction.
        row: the manifest.
        copy_for: whose copy it is, in the words to print.
    """
    site, sender = the_site(work.session)
    account = carrier_account(work.session, row.carrier)
    closer = work.session.get(Operator, row.closed_by) if row.closed_by is not None else None
    carrier = account.name if account is not None else row.carrier
    return CarrierManifest(
        number=row.number,
        payload=row.number,
        carrier=site.name if row.carrier == HOUSE else carrier,
        sender=postal_address(sender),
        parcels=tuple(ManifestParcel(*parcel) for parcel in loaded_parcels(work.session, row.id)),
        account=account.account if account is not None else "",
        pickup_reference=row.carrier_ref,
        closed_at=row.closed_at.isoformat() if row.closed_at is not None else "",
        closed_by=closer.name if closer is not None else "",
        copy_for=copy_for,
        carrier_document=base64.b64encode(row.carrier_document or b"").decode("ascii"),
        paper=Paper(site.slip_paper),
    )


def _carrier_name(work: UnitOfWork, carton: Carton, house: str) -> str:
    bought = bought_transport(work.session, carton.id, PurchaseKind.OUTBOUND)
    if bought is None:
        return ""
    return house if bought.carrier == HOUSE else bought.carrier
