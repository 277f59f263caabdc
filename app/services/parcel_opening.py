"""A closed parcel is opened again, or gets another label: what counted of it counts no more."""

from __future__ import annotations

from app.db.queries.bench_goods import PackedGoods
from app.db.queries.docks import load_of
from app.db.queries.paper import jobs_of_carton
from app.db.queries.parcels import open_carton, order_of_carton, totes_of_order
from app.db.queries.picking import order_number
from app.db.queries.transports import live_purchase, shipment_of
from app.db.schema import Carton, Cubby, Location, Order, PickLine, Tote
from app.db.unit_of_work import UnitOfWork
from app.domain.bench_refusals import NoPlaceToUnpack, OtherCartonOpen, ParcelLeft
from app.domain.manifests import ManifestState
from app.domain.permissions import Verb
from app.domain.refusals import Refused, ToteInUse
from app.domain.shipping_events import LabelVoided, ParcelReopened
from app.domain.shipping_purchases import PurchaseKind
from app.domain.tasks import CartonState, next_carton_state
from app.services.authority import vouched_by_badge
from app.services.parcels import relabel_carton
from app.services.spooling import supersede_papers
from app.services.transports import take_back, void_transport
from app.services.weighing import void_weighing
from app.services.workplace import Workplace

_CLOSED = (CartonState.CLOSED, CartonState.LABELLED)


def reopen_carton(work: UnitOfWork, workplace: Workplace, carton: Carton) -> None:
    """Open a closed carton: number, transport both ways, weight and all its papers are void.

    Its units stay in it and are counted as packed. Off the list of a collection it is taken. Its
    weighing teaches nothing, since what it holds is about to change.

    Raises:
        Refused: it has left the house; another carton of the order is open; a carrier is being
            asked for it, or a paper of it comes out of a printer at this moment.
    """
    order = _require_closed(work, carton)
    other = open_carton(work.session, order.id)
    if other is not None and other.id != carton.id:
        raise Refused(OtherCartonOpen(order.number))
    old = carton.sscc or ""
    void_transport(work, workplace, carton)
    way_back = live_purchase(work.session, carton.id, PurchaseKind.RETURN)
    if way_back is not None:
        take_back(work, workplace, way_back, old)
    kinds = {job.document_kind for job in jobs_of_carton(work.session, carton.id)}
    supersede_papers(work, carton, *kinds)
    _unload(work, carton)
    void_weighing(work, carton)
    carton.state = next_carton_state(carton.id, carton.state, CartonState.OPEN)
    carton.sscc = carton.packaging_code = carton.weight_g = None
    carton.closed_at = carton.label_confirmed_at = None
    carton.tracking_number = ""
    carton.reopened_at = work.now
    shipment = shipment_of(work.session, carton)
    shipment.carrier = shipment.service = shipment.why = ""
    work.session.flush()
    work.record(ParcelReopened(carton.id, old, order.number))


def void_label(work: UnitOfWork, workplace: Workplace, carton: Carton, lead_badge: str) -> None:
    """Void a closed carton's number, transport and papers, and print others for the same contents.

    Raises:
        Refused: nobody has that badge, or who has it is no lead; the carton has left the house; a
            carrier is being asked for it, or a paper of it comes out of a printer at this moment.
    """
    lead_id = vouched_by_badge(work, lead_badge, Verb.REPRINT)
    order = _require_closed(work, carton)
    old = carton.sscc or ""
    void_transport(work, workplace, carton)
    _unload(work, carton)
    relabel_carton(work, workplace, carton)
    work.record(LabelVoided(carton.id, old, order.number, lead_id))


def _require_closed(work: UnitOfWork, carton: Carton) -> Order:
    order = work.session.get_one(Order, order_of_carton(work.session, carton))
    if carton.state not in _CLOSED:
        raise Refused(ParcelLeft(order.number))
    return order


def _unload(work: UnitOfWork, carton: Carton) -> None:
    """Take a parcel off the list that it was loaded for and that is still open."""
    load = load_of(work.session, carton.id)
    if load is not None and load[1].state is ManifestState.OPEN:
        work.session.delete(load[0])
        work.session.flush()


# Units that come out -------------------------------------------------------------------------


def take_tote(work: UnitOfWork, carton: Carton, tote_id: int, code: str) -> None:
    """Bind an empty tote to the order of an opened carton, for the units that come out of it.

    Raises:
        Refused: with `ToteInUse`: it carries something by now.
    """
    tote = work.session.get_one(Tote, tote_id, with_for_update=True, populate_existing=True)
    if tote.order_id is not None or tote.task_id is not None:
        carried = "" if tote.order_id is None else order_number(work.session, tote.order_id)
        raise Refused(ToteInUse(code, carried))
    tote.order_id, tote.bound_at = order_of_carton(work.session, carton), work.now
    work.session.flush()


def place_to_unpack(work: UnitOfWork, order_id: int, goods: PackedGoods) -> int:
    """Where units go that come out of a carton: back to where they came from, or near it.

    A tote or cubby that was freed meanwhile is bound again. One that carries something else by now
    is left alone, and any tote of the order takes the units.

    Raises:
        Refused: with `NoPlaceToUnpack`: there is none.
    """
    place = work.session.get_one(Location, goods.source_id)
    tote = work.session.get(Tote, place.id, with_for_update=True, populate_existing=True)
    cubby = work.session.get(Cubby, place.id, with_for_update=True, populate_existing=True)
    if tote is not None and _is_again(work, tote, order_id, goods):
        return place.id
    if cubby is not None and cubby.order_id in (None, order_id):
        cubby.order_id, cubby.bound_at = order_id, cubby.bound_at or work.now
        work.session.flush()
        return place.id
    if goods.pick_line_id is None:
        for other in totes_of_order(work.session, order_id):
            return other.location_id
    raise Refused(NoPlaceToUnpack(place.code))


def _is_again(work: UnitOfWork, tote: Tote, order_id: int, goods: PackedGoods) -> bool:
    """Whether a tote takes units back: it is their order's or batch's still, or free and bound."""
    task_id = None
    if goods.pick_line_id is not None:
        task_id = work.session.get_one(PickLine, goods.pick_line_id).task_id
    is_free = tote.order_id is None and tote.task_id is None
    if is_free:
        tote.order_id, tote.task_id = (order_id, None) if task_id is None else (None, task_id)
        tote.bound_at = work.now
        work.session.flush()
    return tote.order_id == order_id if task_id is None else tote.task_id == task_id
