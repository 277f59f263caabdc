"""Works off what is wanted of carriers: asks outside of any transaction, and never buys twice.

One step takes one row, by lease. What is asked is committed before it leaves, the answer after it
came; a worker that dies in between leaves a row whose answer is missing, and the next worker asks
the carrier for it under the same key.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta

from app.carriers.interface import (
    Carrier,
    CarrierError,
    Purchase,
    Rate,
    Rejected,
    Retryable,
    UnknownOutcome,
)
from app.db.queries.orders import lock_orders
from app.db.queries.parcels import lock_carton, order_of_carton
from app.db.queries.transports import ASKS_PERSON, lock_purchase, workable_purchase
from app.db.schema import CarrierPurchase, Carton, Order
from app.db.unit_of_work import UnitOfWork
from app.domain.events import TransportRefused
from app.domain.shipping_purchases import PurchaseKind, PurchaseState, next_purchase_state
from app.domain.tasks import CartonState
from app.services.carrier_jobs import DeskJob, expected_states, job_of
from app.services.carrier_papers import queue_papers
from app.services.carrier_purchases import (
    NOT_REFUNDED,
    choose,
    note_asked,
    note_bought,
    note_voided,
)
from app.services.workplace import Workplace

_log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)
"""How long a worker may take over one carrier's answer, before another one asks for it."""

FIRST_PAUSE_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 300.0

NO_SERVICE = "no_service_takes_this_parcel"


class LeaseLost(Exception):
    """Another worker has the row, or a person settled it meanwhile."""


class CarrierDesk:
    """A worker for what is wanted of carriers."""

    def __init__(self, workplace: Workplace, worker: str) -> None:
        """Know the station.

        Args:
            workplace: the station, with all carriers of the house.
            worker: this worker's name, "computer/anything"; no two share one.
        """
        self._workplace = workplace
        self._worker = worker
        self._carriers: Mapping[str, Carrier] = {
            carrier.code: carrier for carrier in (workplace.carrier, *workplace.network_carriers)
        }

    def step(self) -> bool:
        """Take one row up and bring it as far as it goes now; False if there is none."""
        job = self._workplace.database.run(self._take)
        if job is None:
            return False
        try:
            self._work_on(job)
        except LeaseLost as lost:
            _log.warning("%s", lost)
        return True

    def _take(self, work: UnitOfWork) -> DeskJob | None:
        row = workable_purchase(work.session, work.now)
        if row is None:
            return None
        if row.state is PurchaseState.ASKING:
            row.state = next_purchase_state(row.id, row.state, PurchaseState.UNKNOWN)
        asked_by, row.worker = row.worker, self._worker
        row.lease_until = work.now + LEASE
        return job_of(row, asked_by)

    def _work_on(self, job: DeskJob) -> None:
        match job.state:
            case PurchaseState.QUEUED if job.kind is PurchaseKind.RETURN:
                self._buy_way_back(job)
            case PurchaseState.QUEUED:
                self._buy(job)
            case PurchaseState.UNKNOWN:
                self._find(job)
            case PurchaseState.VOIDING:
                self._void(job)

    # Buying ---------------------------------------------------------------------------------

    def _buy(self, job: DeskJob) -> None:
        try:
            rate = self._choose(job)
        except Rejected as rejected:
            self._refuse(job, rejected.field, rejected.words)
            return
        except Retryable as later:
            self._wait(job, later.words)
            return
        if rate is not None:
            carrier = self._carriers[rate.carrier]
            self._ask(job, lambda: carrier.buy(job.request, rate, job.key))

    def _buy_way_back(self, job: DeskJob) -> None:
        """The carrier that brought a parcel brings it back."""
        carrier = self._carriers.get(job.carrier)
        if carrier is None:
            self._wait(job, _not_here(job.carrier))
            return

        def ask(work: UnitOfWork) -> None:
            row = self._mine(work, job)
            note_asked(work, row, None)
            row.lease_until = work.now + LEASE

        self._workplace.database.run(ask)
        self._ask(job, lambda: carrier.return_label(job.request, job.key))

    def _ask(self, job: DeskJob, question: Callable[[], Purchase]) -> None:
        """Ask what is on record as asked."""
        try:
            purchase = question()
        except CarrierError as error:
            self._answer_missing(job, error)
        else:
            self._bought(job, purchase)

    def _choose(self, job: DeskJob) -> Rate | None:
        """Choose a service, and put on record that it is asked for; None if there is none."""
        rates: list[Rate] = []
        late: Retryable | None = None
        refused: Rejected | None = None
        for carrier in self._carriers.values():
            try:
                rates += carrier.rates(job.request)
            except Retryable as error:
                late = error
            except Rejected as error:
                refused = error
        if not rates and (late or refused):
            raise late or refused or Retryable("no carrier answered")

        def verb(work: UnitOfWork) -> Rate | None:
            row = self._mine(work, job)
            if _is_unwanted(work, row):
                note_voided(work, row)
                _let_go(row)
                return None
            order = work.session.get_one(Order, _order_id(work, row))
            chosen = choose(work, order, job.request, rates)
            if chosen is None:
                self._note_refused(work, row, "service", NO_SERVICE)
                return None
            note_asked(work, row, chosen)
            row.lease_until = work.now + LEASE
            return chosen.rate

        return self._workplace.database.run(verb)

    def _answer_missing(self, job: DeskJob, error: CarrierError) -> None:
        """What the carrier's failure to sell means."""
        match error:
            case Rejected(field=field, words=words):
                self._refuse(job, field, words)
            case Retryable(words=words):
                self._wait(job, words)
            case _:
                self._change(job, _leave_open)

    def _bought(self, job: DeskJob, purchase: Purchase) -> None:
        def verb(work: UnitOfWork) -> None:
            # Orders, then cartons, then their transports: the order of locks of the whole house.
            order_id, carton_id = self._order_and_carton(work, job)
            lock_orders(work.session, [order_id])
            carton = lock_carton(work.session, carton_id)
            row = self._mine(work, job)
            note_bought(work, row, purchase)
            _let_go(row)
            if _is_unwanted(work, row):
                _to(row, PurchaseState.VOIDING)
                return
            queue_papers(work, self._workplace, row, carton, purchase)

        self._workplace.database.run(verb, self._workplace.actor())

    # Asking for a missing answer ---------------------------------------------------------------

    def _find(self, job: DeskJob) -> None:
        carrier = self._carriers.get(job.carrier)
        if carrier is None:
            self._wait(job, _not_here(job.carrier))
            return
        if not carrier.capabilities.finds and _computer(job.asked_by) != _computer(self._worker):
            self._ask_person(job)
            return
        try:
            found = carrier.find(job.key)
        except Retryable as later:
            self._wait(job, later.words)
        except UnknownOutcome:
            self._ask_person(job)
        else:
            if found is not None:
                self._bought(job, found)
            else:
                self._change(job, lambda _, row: _to(row, PurchaseState.QUEUED))

    def _ask_person(self, job: DeskJob) -> None:
        """Leave a row whose carrier cannot say to a person: it is not bought again by itself."""

        def verb(work: UnitOfWork, row: CarrierPurchase) -> None:
            row.field = ASKS_PERSON
            row.not_before = work.now + timedelta(days=3650)
            work.record(TransportRefused(row.id, row.carton_id, ASKS_PERSON))

        self._change(job, verb)

    # Taking back ------------------------------------------------------------------------------

    def _void(self, job: DeskJob) -> None:
        carrier = self._carriers.get(job.carrier)
        if carrier is None or job.purchase is None:
            self._wait(job, _not_here(job.carrier))
            return
        try:
            carrier.void(job.purchase)
        except Retryable as later:
            self._wait(job, later.words)
        except CarrierError as error:
            words = str(error)

            def paid_for_nothing(work: UnitOfWork, row: CarrierPurchase) -> None:
                note_voided(work, row)
                row.field, row.reason = NOT_REFUNDED, words

            self._change(job, paid_for_nothing)
        else:
            self._change(job, note_voided)

    # Rows ---------------------------------------------------------------------------------------

    def _refuse(self, job: DeskJob, field: str, words: str) -> None:
        def verb(work: UnitOfWork, row: CarrierPurchase) -> None:
            if row.state is PurchaseState.QUEUED:
                note_asked(work, row, None)
            self._note_refused(work, row, field, words)

        self._change(job, verb)

    def _note_refused(self, work: UnitOfWork, row: CarrierPurchase, field: str, words: str) -> None:
        if row.state is PurchaseState.QUEUED:
            note_asked(work, row, None)
        _to(row, PurchaseState.REJECTED)
        row.field, row.reason = field[:64], words
        _let_go(row)
        work.record(TransportRefused(row.id, row.carton_id, row.field))

    def _wait(self, job: DeskJob, words: str) -> None:
        """Nothing was bought; the row waits, longer each time."""

        def verb(work: UnitOfWork, row: CarrierPurchase) -> None:
            if row.state is PurchaseState.ASKING:
                _to(row, PurchaseState.QUEUED)
            row.attempt = max(row.attempt, job.attempt + 1)
            pause = min(FIRST_PAUSE_SECONDS * 2 ** min(job.attempt, 16), LONGEST_PAUSE_SECONDS)
            row.reason = words
            row.not_before = work.now + timedelta(seconds=pause)

        self._change(job, verb)

    def _change(self, job: DeskJob, verb: Callable[[UnitOfWork, CarrierPurchase], None]) -> None:
        def change(work: UnitOfWork) -> None:
            row = self._mine(work, job)
            verb(work, row)
            _let_go(row)

        self._workplace.database.run(change, self._workplace.actor())

    def _mine(self, work: UnitOfWork, job: DeskJob) -> CarrierPurchase:
        row = lock_purchase(work.session, job.id)
        if row.worker != self._worker or (row.state, row.attempt) not in expected_states(job):
            raise LeaseLost(f"transport {job.id} is not {self._worker}'s any more")
        return row

    def _order_and_carton(self, work: UnitOfWork, job: DeskJob) -> tuple[int, int]:
        row = work.session.get_one(CarrierPurchase, job.id)
        return _order_id(work, row), row.carton_id


def _not_here(carrier: str) -> str:
    return f"carrier {carrier} is not set up at this station"


def _to(row: CarrierPurchase, state: PurchaseState) -> None:
    row.state = next_purchase_state(row.id, row.state, state)


def _let_go(row: CarrierPurchase) -> None:
    """Free a row for any worker; who asked the carrier stays known while the answer is missing."""
    row.lease_until = None
    if row.state is not PurchaseState.UNKNOWN:
        row.worker = ""


def _leave_open(_: UnitOfWork, row: CarrierPurchase) -> None:
    _to(row, PurchaseState.UNKNOWN)


def _computer(worker: str) -> str:
    """The computer that a worker runs on: its name up to the stroke."""
    return worker.partition("/")[0]


def _order_id(work: UnitOfWork, row: CarrierPurchase) -> int:
    return order_of_carton(work.session, work.session.get_one(Carton, row.carton_id))


def _is_unwanted(work: UnitOfWork, row: CarrierPurchase) -> bool:
    """Whether the parcel was voided, or its order cancelled, since the transport was wanted."""
    carton = work.session.get_one(Carton, row.carton_id)
    order = work.session.get_one(Order, order_of_carton(work.session, carton))
    if row.kind is PurchaseKind.RETURN:
        return False
    return carton.state is CartonState.VOIDED or order.cancelled_at is not None
