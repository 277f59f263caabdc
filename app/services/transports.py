"""What a person does about a parcel's transport: void it, send the way back, settle a doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.carriers.interface import Purchase, Rate, Rejected, ShipmentRequest
from app.carriers.records import from_record, to_record
from app.db.queries.orders import lock_orders
from app.db.queries.parcels import lock_carton, order_of_carton, order_of_sscc
from app.db.queries.transports import (
    ASKS_PERSON,
    carton_of_sscc,
    carton_of_tracking_number,
    live_purchase,
    lock_purchase,
    parcel_events,
    purchases_of,
    shipment_of,
    troubled_purchases,
)
from app.db.schema import CarrierPurchase, Carton, Order, Packaging, ParcelEvent
from app.db.unit_of_work import UnitOfWork
from app.domain.events import TransportWanted
from app.domain.permissions import Verb
from app.domain.refusals import NotPrintable, Refused
from app.domain.shipping_events import ParcelTracked
from app.domain.shipping_purchases import PurchaseKind, PurchaseState, next_purchase_state
from app.domain.shipping_refusals import (
    NoSuchParcel,
    NothingInDoubt,
    NoTransport,
    TransportKept,
)
from app.domain.shipping_tracking import ParcelStatus, TrackingEvent, newest, not_known_yet
from app.domain.tasks import CartonState
from app.services.carrier_jobs import purchase_of
from app.services.carrier_papers import OF_TRANSPORT, queue_papers
from app.services.carrier_purchases import (
    add_parcel_event,
    buy_in_house,
    note_asked,
    note_bought,
    note_voided,
    purchase_key,
    want_transport,
)
from app.services.parcel_documents import parcel_rows
from app.services.parcels import request_for
from app.services.shipping_setup import house_carrier, ships_by_network
from app.services.spooling import LABEL, supersede_papers
from app.services.workplace import Workplace

_STILL_HERE = (CartonState.CLOSED, CartonState.LABELLED)
_NEVER_BOUGHT = (PurchaseState.QUEUED, PurchaseState.REJECTED)


def replace_transport(workplace: Workplace, operator_id: int | None, sscc: str) -> None:
    """Void a parcel's transport and label, and buy another one for what the rows say now.

    For a parcel whose address was wrong, or whose label must not be used. The number on the parcel
    stays; its label is a new one.

    Raises:
        Refused: with `NoSuchParcel`; with `TransportKept` once the parcel is gone; with
            `NoTransport` while a carrier is being asked.
    """

    def verb(work: UnitOfWork) -> None:
        order, carton = _parcel(work, sscc)
        if carton.state not in _STILL_HERE:
            raise Refused(TransportKept(sscc, "", carton.state.value))
        row = live_purchase(work.session, carton.id)
        if row is not None:
            take_back(work, workplace, row, sscc)
        supersede_papers(work, carton, *OF_TRANSPORT)
        add_parcel_event(work, carton, ParcelStatus.VOIDED)
        kind = work.session.get_one(Packaging, carton.packaging_code)
        request = request_for(work, parcel_rows(work, order, carton), kind)
        _want(work, workplace, carton, request, PurchaseKind.OUTBOUND)

    workplace.database.run(verb, workplace.actor(operator_id, Verb.REPRINT))


def void_transport(work: UnitOfWork, workplace: Workplace, carton: Carton) -> None:
    """Take a carton's transport back, in the transaction that voids the carton.

    Raises:
        Refused: with `NoTransport` while a carrier is being asked: its answer comes first.
    """
    row = live_purchase(work.session, carton.id)
    if row is not None:
        take_back(work, workplace, row, carton.sscc or "")
        add_parcel_event(work, carton, ParcelStatus.VOIDED)


def want_return_label(workplace: Workplace, operator_id: int | None, sscc: str) -> int:
    """Buy the way back of a parcel from the carrier that brings it; one for each parcel.

    Returns:
        The number of its transport; an earlier one that is not voided counts.

    Raises:
        Refused: with `NoSuchParcel`; with `NoTransport` for a parcel nobody carries; where the
            carrier does not bring parcels back from there.
    """

    def verb(work: UnitOfWork) -> int:
        _, carton = _parcel(work, sscc)
        known = live_purchase(work.session, carton.id, PurchaseKind.RETURN)
        if known is not None:
            return known.id
        out = next(iter(purchases_of(work.session, [carton.id])), None)
        if out is None:
            raise Refused(NoTransport(sscc, ""))
        request = from_record(out.request, ShipmentRequest)
        return _want(work, workplace, carton, request, PurchaseKind.RETURN, out.carrier)

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.PACK))


def try_transport_again(workplace: Workplace, operator_id: int | None, purchase_id: int) -> None:
    """Ask again for a transport that was refused, with what the rows say now.

    Raises:
        Refused: with `NothingInDoubt` if it was not refused.
    """

    def verb(work: UnitOfWork) -> None:
        order, carton = _parcel_of(work, purchase_id)
        row = lock_purchase(work.session, purchase_id)
        if row.state is not PurchaseState.REJECTED:
            raise Refused(NothingInDoubt(carton.sscc or ""))
        kind = work.session.get_one(Packaging, carton.packaging_code)
        request = request_for(work, parcel_rows(work, order, carton), kind)
        row.state = next_purchase_state(row.id, row.state, PurchaseState.QUEUED)
        row.idempotency_key = f"{purchase_key(work, carton, request)}-{row.attempt}"
        row.request = to_record(request)
        row.field = row.reason = ""
        row.not_before = None
        work.record(TransportWanted(row.id, carton.id))

    workplace.database.run(verb, workplace.actor(operator_id, Verb.REPRINT))


def settle_doubt(
    workplace: Workplace, operator_id: int | None, purchase_id: int, tracking_number: str
) -> None:
    """Say what the carrier's own pages say of a transport of which it cannot tell us.

    Args:
        workplace: the station.
        operator_id: who looked.
        purchase_id: the transport.
        tracking_number: the number it was sold under; empty if it was not sold, then it is asked
            for anew.

    Raises:
        Refused: with `NothingInDoubt` if nobody asks a person about it.
    """

    def verb(work: UnitOfWork) -> None:
        _, carton = _parcel_of(work, purchase_id)
        row = lock_purchase(work.session, purchase_id)
        if row.state is not PurchaseState.UNKNOWN or row.field != ASKS_PERSON or row.rate is None:
            raise Refused(NothingInDoubt(carton.sscc or ""))
        row.not_before, row.field = None, ""
        if not tracking_number.strip():
            row.state = next_purchase_state(row.id, row.state, PurchaseState.QUEUED)
            return
        rate = from_record(row.rate, Rate)
        purchase = Purchase(row.idempotency_key, rate, tracking_number.strip(), "", None)
        note_bought(work, row, purchase)
        queue_papers(work, workplace, row, carton, purchase)

    workplace.database.run(verb, workplace.actor(operator_id, Verb.SETTLE))


# What is known of a way ---------------------------------------------------------------------


@dataclass(frozen=True)
class TrackingPage:
    """What can be shown or written to a customer about a parcel.

    Attributes:
        tracking_number: Of the carrier.
        url: The carrier's own page; empty where it has none.
        order_number: Of the shop.
        carrier, service: Their codes.
        promised_on: Day of delivery as the carrier promised it.
        status: The present one; None before anything happened.
        events: All that is known, oldest first.
    """

    tracking_number: str
    url: str
    order_number: str
    carrier: str
    service: str
    promised_on: date | None
    status: ParcelStatus | None
    events: tuple[TrackingEvent, ...]


def tracking_page(workplace: Workplace, tracking_number: str) -> TrackingPage | None:
    """What is known of a parcel; None if no parcel goes by that number."""
    with workplace.database.begin(workplace.actor()) as work:
        carton = carton_of_tracking_number(work.session, tracking_number)
        if carton is None:
            return None
        order = work.session.get_one(Order, order_of_carton(work.session, carton))
        shipment = shipment_of(work.session, carton)
        bought = next(iter(purchases_of(work.session, [carton.id])), None)
        rate = None if bought is None or bought.rate is None else from_record(bought.rate, Rate)
        events = _events(work, carton)
        last = newest(events)
        return TrackingPage(
            tracking_number=tracking_number,
            url="" if bought is None else bought.tracking_url,
            order_number=order.number,
            carrier=shipment.carrier,
            service=shipment.service,
            promised_on=None if rate is None else rate.delivered_on,
            status=None if last is None else last.status,
            events=events,
        )


def note_tracking(
    workplace: Workplace, carton_id: int, told: Sequence[TrackingEvent], source: str
) -> int:
    """Put on record what a carrier tells of a parcel; returns how much of it was news."""

    def verb(work: UnitOfWork) -> int:
        carton = lock_carton(work.session, carton_id)
        known = _events(work, carton)
        fresh = not_known_yet(known, told)
        _tell_order(work, carton, newest(known), newest((*known, *fresh)))
        work.session.add_all(
            ParcelEvent(
                carton_id=carton_id,
                at=event.at,
                status=event.status,
                place=event.place[:128],
                words=event.words,
                source=source,
                noted_at=work.now,
            )
            for event in fresh
        )
        return len(fresh)

    return workplace.database.run(verb, workplace.actor())


def _tell_order(
    work: UnitOfWork, carton: Carton, before: TrackingEvent | None, after: TrackingEvent | None
) -> None:
    """Let the order's history say where its parcel is, where that is another state than before."""
    if after is None or (before is not None and before.status is after.status):
        return
    order = work.session.get_one(Order, order_of_carton(work.session, carton))
    work.record(ParcelTracked(order.id, order.number, carton.id, after.status.value))


@dataclass(frozen=True)
class TroubledTransport:
    """A transport that a person has to look at; `in_doubt`: nobody can say if it was bought."""

    purchase_id: int
    sscc: str
    order_number: str
    carrier: str
    field: str
    words: str
    in_doubt: bool
    since: datetime


def troubled_transports(workplace: Workplace) -> tuple[TroubledTransport, ...]:
    """All transports that wait for a person, the oldest first."""
    with workplace.database.begin(workplace.actor()) as work:
        return tuple(_trouble(work, row) for row in troubled_purchases(work.session))


def _trouble(work: UnitOfWork, row: CarrierPurchase) -> TroubledTransport:
    carton = work.session.get_one(Carton, row.carton_id)
    order = work.session.get_one(Order, order_of_carton(work.session, carton))
    in_doubt = row.state is PurchaseState.UNKNOWN
    return TroubledTransport(
        purchase_id=row.id,
        sscc=carton.sscc or "",
        order_number=order.number,
        carrier=row.carrier,
        field=row.field,
        words=row.reason,
        in_doubt=in_doubt,
        since=row.asked_at or row.made_at,
    )


def _events(work: UnitOfWork, carton: Carton) -> tuple[TrackingEvent, ...]:
    return tuple(
        TrackingEvent(row.at, row.status, row.place, row.words)
        for row in parcel_events(work.session, carton.id)
    )


def _parcel(work: UnitOfWork, sscc: str) -> tuple[Order, Carton]:
    """A parcel and its order, locked."""
    order_id = order_of_sscc(work.session, sscc)
    found = carton_of_sscc(work.session, sscc)
    if order_id is None or found is None:
        raise Refused(NoSuchParcel(sscc))
    (order,) = lock_orders(work.session, [order_id])
    return order, lock_carton(work.session, found.id)


def _parcel_of(work: UnitOfWork, purchase_id: int) -> tuple[Order, Carton]:
    row = work.session.get(CarrierPurchase, purchase_id)
    if row is None:
        raise Refused(NoTransport(str(purchase_id), ""))
    found = work.session.get_one(Carton, row.carton_id)
    (order,) = lock_orders(work.session, [order_of_carton(work.session, found)])
    return order, lock_carton(work.session, found.id)


def take_back(work: UnitOfWork, workplace: Workplace, row: CarrierPurchase, sscc: str) -> None:
    """Take a transport back: one that nobody has sold yet at once, others by their carrier.

    Raises:
        Refused: with `NoTransport` while a carrier is being asked.
    """
    if row.state in _NEVER_BOUGHT:
        note_voided(work, row)
    elif row.state is not PurchaseState.BOUGHT:
        raise Refused(NoTransport(sscc, row.state.value))
    else:
        row.state = next_purchase_state(row.id, row.state, PurchaseState.VOIDING)
        if row.carrier == workplace.carrier.code and row.rate is not None:
            house_carrier(work, workplace).void(purchase_of(row, from_record(row.rate, Rate)))
            note_voided(work, row)
    work.session.flush()


def _want(
    work: UnitOfWork,
    workplace: Workplace,
    carton: Carton,
    request: ShipmentRequest,
    kind: PurchaseKind,
    carrier: str = "",
) -> int:
    """Put a wish on record, and buy at once where the house carrier is the one to ask."""
    row = want_transport(work, carton, request, kind)
    row.carrier = carrier
    if kind is PurchaseKind.RETURN and carrier == workplace.carrier.code:
        try:
            purchase = house_carrier(work, workplace).return_label(request, row.idempotency_key)
        except Rejected as rejected:
            raise Refused(NotPrintable(LABEL, rejected.field, rejected.words)) from rejected
        note_asked(work, row, None)
        note_bought(work, row, purchase)
    elif kind is PurchaseKind.OUTBOUND and not ships_by_network(work, workplace):
        purchase = buy_in_house(work, workplace, row, request)
    else:
        work.record(TransportWanted(row.id, carton.id))
        return row.id
    queue_papers(work, replace(workplace, station=row.station), row, carton, purchase)
    return row.id
