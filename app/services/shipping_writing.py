"""Writes the shipping dialogue's effects: parcels onto manifests, manifests closed and signed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from sqlalchemy.exc import IntegrityError

from app.db.queries.docks import (
    load_of,
    loads_of,
    lock_manifest,
    open_manifest,
    parcel_with,
    row_on,
)
from app.db.queries.orders import lock_orders, open_holds_of
from app.db.queries.parcels import lock_carton, the_site
from app.db.queries.people import operator_by_id
from app.db.queries.transports import accounts
from app.db.schema import Carton, Manifest, ManifestParcel
from app.db.unit_of_work import UnitOfWork
from app.domain.manifests import (
    HandOver,
    LoadState,
    ManifestState,
    ManifestTelling,
    manifest_number,
    next_manifest_state,
)
from app.domain.permissions import Verb, may
from app.domain.refusals import NotAllowed, Refused
from app.domain.shipping_events import (
    ManifestClosed,
    ManifestReopened,
    ManifestSigned,
    ParcelLoaded,
    ParcelRolledOver,
)
from app.domain.shipping_refusals import (
    LoadedAlready,
    ManifestEmpty,
    NoSuchParcel,
    NotLabelled,
    ParcelStopped,
    ParcelVoided,
)
from app.domain.shipping_refusals import (
    ManifestClosed as ClosedAlready,
)
from app.domain.shipping_state import (
    CloseManifest,
    DockEffect,
    DockState,
    LoadParcel,
    ReopenManifest,
    RollParcel,
    SignManifest,
)
from app.domain.tasks import CartonState
from app.services.dock_documents import carrier_manifest
from app.services.order_states import refresh_states
from app.services.pack_writing import ship_carton
from app.services.parcel_documents import carrier_address
from app.services.shipping_setup import house_carrier, house_rules
from app.services.spooling import queue_document
from app.services.workplace import Workplace

COPIES = 2
"""Of a manifest: one for the driver, one for the house."""


MOST_TRIES = 3
"""So often a list is looked for that other docks begin and close at the same moment."""


@dataclass(frozen=True)
class DockWork:
    """An effect being written: the transaction, the station, the dock, the scan and its legs."""

    work: UnitOfWork
    workplace: Workplace
    state: DockState
    scan_id: uuid.UUID
    first_leg: int


def write_dock_effect(dock: DockWork, effect: DockEffect) -> DockState:
    """Write one effect of a scan; the dock as it is then, but for what is read anew.

    Raises:
        Refused: the books do not allow it; the transaction is rolled back.
    """
    match effect:
        case LoadParcel():
            return _load(dock, effect)
        case RollParcel():
            return _roll(dock, effect)
        case CloseManifest(cage=cage):
            return _close(dock, cage)
        case SignManifest(driver=driver):
            return _sign(dock, driver)
        case ReopenManifest():
            reopen(dock.work, dock.state.manifest_id or 0, "at the dock")
            return dock.state


def _load(dock: DockWork, effect: LoadParcel) -> DockState:
    work = dock.work
    carton, carrier = _locked_parcel(dock, effect.sscc)
    if load_of(work.session, carton.id) is not None:
        raise Refused(LoadedAlready(effect.sscc, effect.cage))
    manifest = _manifest_for(work, carrier)
    row = row_on(work.session, manifest.id, carton.id)
    if row is None:
        row = ManifestParcel(
            manifest_id=manifest.id, carton_id=carton.id, state=LoadState.LOADED, at=work.now
        )
        work.session.add(row)
    row.state, row.reason = LoadState.LOADED, ""
    row.cage_id, row.at = effect.cage_id, work.now
    row.station, row.operator_id = dock.workplace.station, work.actor.operator_id
    if house_rules(work).hand_over is HandOver.CAGE and carton.state is CartonState.LABELLED:
        _hand_over(dock, [carton])
    work.session.flush()
    work.record(ParcelLoaded(carton.id, effect.sscc, effect.cage, manifest.number))
    return dock.state


def _locked_parcel(dock: DockWork, sscc: str) -> tuple[Carton, str]:
    """A parcel that may be loaded, locked with its order; and its carrier.

    Raises:
        Refused: it may not, by now.
    """
    work = dock.work
    found = parcel_with(work.session, sscc)
    if found is None:
        raise Refused(NoSuchParcel(sscc))
    (order,) = lock_orders(work.session, [found.order.id])
    carton = lock_carton(work.session, found.carton.id)
    held = open_holds_of(work.session, [order.id])[order.id]
    if carton.state is CartonState.VOIDED:
        raise Refused(ParcelVoided(sscc, order.number))
    if held or order.cancelled_at is not None:
        reason = held[0].reason.value if held else order.state.value
        raise Refused(ParcelStopped(sscc, order.number, reason))
    if carton.state not in (CartonState.LABELLED, CartonState.SHIPPED):
        raise Refused(NotLabelled(sscc, order.number, carton.station))
    return carton, found.shipment.carrier


def _manifest_for(work: UnitOfWork, carrier: str) -> Manifest:
    """The list being filled for a carrier, locked; begun if there is none.

    Two docks that begin one at the same moment meet in the table, and the later one takes the
    other's.
    """
    for _ in range(MOST_TRIES):
        known = open_manifest(work.session, carrier)
        if known is not None:
            locked = lock_manifest(work.session, known.id)
            if locked.state is ManifestState.OPEN:
                return locked
        begun = _begin(work, carrier)
        if begun is not None:
            return begun
    raise Refused(ClosedAlready(carrier, ManifestState.CLOSED.value))


def _begin(work: UnitOfWork, carrier: str) -> Manifest | None:
    """A new list; None where another dock has begun one meanwhile."""
    row = Manifest(
        number=f"new-{uuid.uuid4().hex[:8]}",
        carrier=carrier,
        state=ManifestState.OPEN,
        opened_at=work.now,
        opened_by=work.actor.operator_id,
    )
    try:
        with work.session.begin_nested():
            work.session.add(row)
            work.session.flush()
    except IntegrityError:
        return None
    row.number = manifest_number(row.id)
    work.session.flush()
    return row


def _roll(dock: DockWork, effect: RollParcel) -> DockState:
    work = dock.work
    found = parcel_with(work.session, effect.sscc)
    if found is None:
        raise Refused(NoSuchParcel(effect.sscc))
    manifest = _manifest_for(work, dock.state.carrier)
    row = row_on(work.session, manifest.id, found.carton.id)
    if row is None:
        row = ManifestParcel(
            manifest_id=manifest.id,
            carton_id=found.carton.id,
            state=LoadState.ROLLED,
            at=work.now,
        )
        work.session.add(row)
    row.state, row.reason, row.at = LoadState.ROLLED, effect.reason.value, work.now
    row.station, row.operator_id = dock.workplace.station, work.actor.operator_id
    work.session.flush()
    work.record(
        ParcelRolledOver(found.carton.id, effect.sscc, manifest.number, effect.reason.value)
    )
    return dock.state


def _close(dock: DockWork, cage: str) -> DockState:
    work, state = dock.work, dock.state
    known = open_manifest(work.session, state.carrier)
    if known is None:
        raise Refused(ManifestEmpty(state.carrier))
    loads = loads_of(work.session, known.id)
    cage_id = next((rule.location_id for rule in state.cages if rule.code == cage), None)
    going = [each for each in loads if cage_id is None or each[0].cage_id == cage_id]
    if not going:
        raise Refused(ManifestEmpty(state.carrier))
    # Orders, then cartons, then the list: the order of locks of the whole house.
    lock_orders(work.session, sorted({order_id for _, _, order_id in going}))
    cartons = [lock_carton(work.session, carton.id) for _, carton, _ in going]
    manifest = lock_manifest(work.session, known.id)
    if manifest.state is not ManifestState.OPEN:
        raise Refused(ClosedAlready(manifest.number, manifest.state.value))
    manifest.state = next_manifest_state(manifest.number, manifest.state, ManifestState.CLOSED)
    manifest.closed_at, manifest.closed_by = work.now, work.actor.operator_id
    _tell_carrier(dock, manifest)
    work.session.flush()
    staying = [load for load, _, _ in loads if cage_id is not None and load.cage_id != cage_id]
    if staying:
        following = _manifest_for(work, state.carrier)
        for load in staying:
            load.manifest_id = following.id
    _hand_over(dock, [carton for carton in cartons if carton.state is CartonState.LABELLED])
    work.session.flush()
    printed = _print(dock, manifest)
    work.record(ManifestClosed(manifest.id, manifest.number, manifest.carrier, len(going), printed))
    return replace(state, manifest_id=manifest.id, manifest=manifest.number)


def _tell_carrier(dock: DockWork, manifest: Manifest) -> None:
    """Tell the house's own carrier of a closed list at once; others are told by a worker."""
    work, workplace = dock.work, dock.workplace
    if manifest.carrier != workplace.carrier.code:
        is_asked = manifest.carrier in {
            row.code for row in accounts(work.session) if row.active
        } | {carrier.code for carrier in workplace.network_carriers}
        manifest.telling = ManifestTelling.WANTED if is_asked else ManifestTelling.NOT_WANTED
        manifest.telling_words, manifest.tell_after = "", None
        return
    _, sender = the_site(work.session)
    house = house_carrier(work, workplace)
    handed = house.manifest(manifest.number, carrier_address(sender), ())
    manifest.carrier_ref, manifest.telling = handed.carrier_ref, ManifestTelling.TOLD


def _hand_over(dock: DockWork, cartons: list[Carton]) -> None:
    """Parcels leave the house, and their orders with them."""
    leg = dock.first_leg
    for carton in cartons:
        leg = ship_carton(dock.work, carton, dock.scan_id, first_leg=leg)
    found = (parcel_with(dock.work.session, carton.sscc or "") for carton in cartons)
    refresh_states(dock.work, sorted({each.order.id for each in found if each is not None}))


def _print(dock: DockWork, manifest: Manifest) -> bool:
    """Queue the copies of a closed list; False if the station has no printer for it."""
    try:
        for _ in range(COPIES):
            document = carrier_manifest(dock.work, manifest)
            queue_document(dock.work, dock.workplace, document)
    except Refused:
        return False
    return True


def _sign(dock: DockWork, driver: str) -> DockState:
    work = dock.work
    manifest = lock_manifest(work.session, dock.state.manifest_id or 0)
    if manifest.state is not ManifestState.CLOSED:
        raise Refused(ClosedAlready(manifest.number, manifest.state.value))
    manifest.state = next_manifest_state(manifest.number, manifest.state, ManifestState.SIGNED)
    manifest.signed_at, manifest.driver_name = work.now, driver
    work.record(ManifestSigned(manifest.id, manifest.number, driver))
    return dock.state


def reopen(work: UnitOfWork, manifest_id: int, reason: str) -> None:
    """Let a closed list take parcels again; a lead's to do. What was handed over stays so.

    Raises:
        Refused: with `NotAllowed`; with `ManifestClosed` once a driver has signed it, or while
            another list of the carrier is being filled.
    """
    operator_id = work.actor.operator_id
    if operator_id is not None:
        role = operator_by_id(work.session, operator_id).role
        if not may(role, Verb.SETTLE):
            raise Refused(NotAllowed(Verb.SETTLE, role))
    manifest = lock_manifest(work.session, manifest_id)
    if manifest.state is not ManifestState.CLOSED:
        raise Refused(ClosedAlready(manifest.number, manifest.state.value))
    following = open_manifest(work.session, manifest.carrier)
    if following is not None:
        raise Refused(ClosedAlready(manifest.number, manifest.state.value))
    manifest.state = next_manifest_state(manifest.number, manifest.state, ManifestState.OPEN)
    manifest.closed_at, manifest.closed_by = None, None
    manifest.reopen_reason = reason
    manifest.telling, manifest.carrier_document = ManifestTelling.NOT_WANTED, None
    manifest.version += 1
    work.record(ManifestReopened(manifest.id, manifest.number, reason))
