"""What carriers behind a network are told and asked beside sales: collections, and parcels' ways.

As with sales, one step takes one row, by lease, and asks outside of any transaction. Telling of a
collection may be repeated under the same number, and asking for a way changes nothing: so a worker
that dies in between leaves a row that the next one takes up when the lease has run out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.carriers.interface import (
    Address,
    Carrier,
    CarrierError,
    HandOver,
    Purchase,
    Rate,
    Rejected,
    Retryable,
)
from app.carriers.records import from_record
from app.db.queries.docks import loads_of, lock_manifest
from app.db.queries.parcels import the_site
from app.db.queries.transports import (
    lock_purchase,
    manifest_to_tell,
    parcel_events,
    purchases_of,
    way_to_ask,
)
from app.db.schema import Manifest
from app.db.unit_of_work import UnitOfWork
from app.domain.manifests import ManifestTelling
from app.domain.refusals import Refused
from app.domain.shipping_events import ManifestRefused, ManifestTold
from app.domain.shipping_tracking import TrackingEvent, newest, next_look
from app.services.carrier_jobs import purchase_of
from app.services.dock_documents import carrier_manifest
from app.services.parcel_documents import carrier_address
from app.services.spooling import queue_document
from app.services.transports import note_tracking
from app.services.workplace import Workplace

LEASE = timedelta(seconds=90)
"""How long a worker may take over one answer, before another one asks."""

_Verb = Callable[[UnitOfWork, Manifest], None]

PAUSE = timedelta(minutes=2)
"""Before a carrier that cannot be reached is told of a collection again."""

LATER = timedelta(minutes=30)
"""Before a carrier that cannot be reached is asked for a way again."""


@dataclass(frozen=True)
class _Telling:
    """A closed list as a worker takes it up."""

    manifest_id: int
    version: int
    number: str
    carrier: str
    sender: Address
    purchases: tuple[Purchase, ...]


@dataclass(frozen=True)
class _Way:
    """A parcel on its way as a worker takes it up."""

    purchase_id: int
    carton_id: int
    carrier: str
    tracking_number: str
    since: datetime


class CarrierErrands:
    """A worker for what is told and asked beside sales."""

    def __init__(self, workplace: Workplace) -> None:
        """Know the station, with all carriers of the house."""
        self._workplace = workplace
        self._carriers: Mapping[str, Carrier] = {
            carrier.code: carrier for carrier in workplace.network_carriers
        }

    def step(self) -> bool:
        """Do one errand as far as it goes now; False if there is none."""
        told = self._workplace.database.run(self._take_telling)
        if told is not None:
            self._tell(told)
            return True
        way = self._workplace.database.run(self._take_way)
        if way is not None:
            self._ask(way)
        return way is not None

    # Collections --------------------------------------------------------------------------------

    def _take_telling(self, work: UnitOfWork) -> _Telling | None:
        row = manifest_to_tell(work.session, tuple(self._carriers), work.now)
        if row is None:
            return None
        row.tell_after = work.now + LEASE
        cartons = [carton.id for _, carton, _ in loads_of(work.session, row.id)]
        purchases = tuple(
            purchase_of(bought, from_record(bought.rate, Rate))
            for bought in purchases_of(work.session, cartons)
            if bought.rate is not None and bought.carrier == row.carrier
        )
        _, sender = the_site(work.session)
        address = carrier_address(sender)
        return _Telling(row.id, row.version, row.number, row.carrier, address, purchases)

    def _tell(self, job: _Telling) -> None:
        carrier = self._carriers[job.carrier]
        try:
            handed = carrier.manifest(job.number, job.sender, job.purchases)
        except Rejected as rejected:
            words = str(rejected)
            self._note(job, lambda work, row: _note_refused(work, row, words))
        except CarrierError as later:
            words = str(later)
            self._note(job, lambda work, row: _note_later(work, row, words))
        else:
            self._note(job, lambda work, row: self._note_told(work, row, handed))

    def _note(self, job: _Telling, verb: _Verb) -> None:
        def change(work: UnitOfWork) -> None:
            row = lock_manifest(work.session, job.manifest_id)
            is_present = row.version == job.version and row.telling is ManifestTelling.WANTED
            if is_present:  # else it was opened again meanwhile, and another list is told then
                verb(work, row)

        self._workplace.database.run(change, self._workplace.actor())

    def _note_told(self, work: UnitOfWork, row: Manifest, handed: HandOver) -> None:
        row.telling, row.telling_words, row.tell_after = ManifestTelling.TOLD, "", None
        row.carrier_ref = handed.carrier_ref[:128]
        row.carrier_document = handed.document
        work.session.flush()
        work.record(ManifestTold(row.id, row.number, row.carrier_ref))
        if handed.document is None:
            return
        try:
            queue_document(work, self._workplace, carrier_manifest(work, row))
        except Refused:
            return  # no printer for lists here: `pickstation print manifests` prints it

    # Ways ---------------------------------------------------------------------------------------

    def _take_way(self, work: UnitOfWork) -> _Way | None:
        tracking = tuple(
            code for code, carrier in self._carriers.items() if carrier.capabilities.tracks
        )
        row = way_to_ask(work.session, tracking, work.now)
        if row is None:
            return None
        row.track_after = work.now + LEASE
        since = row.bought_at or row.made_at
        return _Way(row.id, row.carton_id, row.carrier, row.tracking_number, since)

    def _ask(self, way: _Way) -> None:
        try:
            told = self._carriers[way.carrier].track(way.tracking_number)
        except (Retryable, CarrierError):
            self._look_again(way, LATER)
            return
        note_tracking(self._workplace, way.carton_id, told, way.carrier)
        self._look_again(way, None)

    def _look_again(self, way: _Way, pause: timedelta | None) -> None:
        """Set when the carrier is asked next: after a pause, or as the parcel's state says."""

        def change(work: UnitOfWork) -> None:
            row = lock_purchase(work.session, way.purchase_id)
            if pause is not None:
                row.track_after = work.now + pause
                return
            events = (
                TrackingEvent(each.at, each.status, each.place, each.words)
                for each in parcel_events(work.session, way.carton_id)
            )
            last = newest(events)
            status = None if last is None else last.status
            row.track_after = next_look(status, since=way.since, now=work.now)

        self._workplace.database.run(change, self._workplace.actor())


def _note_refused(work: UnitOfWork, row: Manifest, words: str) -> None:
    row.telling, row.telling_words, row.tell_after = ManifestTelling.REFUSED, words, None
    work.record(ManifestRefused(row.id, row.number, words))


def _note_later(work: UnitOfWork, row: Manifest, words: str) -> None:
    row.telling_words, row.tell_after = words, work.now + PAUSE
