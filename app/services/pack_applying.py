"""Writes what a bench did, once: the scan, the carton's books and the slip that came out of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from app.db.queries.discrepancies import has_open_question
from app.db.queries.orders import lock_orders, open_holds_of
from app.db.queries.paper import job_with_reason, jobs_of_carton, printer_by_name
from app.db.queries.parcels import lock_carton
from app.db.queries.records import known_scan, lock_scan
from app.db.schema import Carton, Order, PrintJob, ScanLog
from app.db.unit_of_work import UnitOfWork
from app.domain.pack_effects import PackEffect, ReprintSlip
from app.domain.pack_request import PACK_WORK, PackRequest, changes_carton
from app.domain.permissions import Verb
from app.domain.pick_request import Applied, Verdict
from app.domain.refusals import (
    NoLongerActive,
    NotAllowed,
    NotAtThisStation,
    OrderStopped,
    Refusal,
    Refused,
    WorkMovedOn,
)
from app.domain.tasks import CartonState
from app.services.order_states import refresh_states
from app.services.pack_writing import apply_effect
from app.services.slip_notes import SlipNote
from app.services.spooling import SLIP
from app.services.workplace import Workplace
from printing.documents import Document, from_record
from printing.jobs import NOT_OUT_YET, JobState

_NO_RIGHT = NotAllowed | NoLongerActive | NotAtThisStation

_CAME_OUT = frozenset({JobState.SENT, JobState.CONFIRMED, JobState.UNCERTAIN})


def stopped_by(work: UnitOfWork, order: Order, carton: Carton) -> OrderStopped | None:
    """Why nothing may be packed for an order now; None if it may."""
    holds = open_holds_of(work.session, [order.id])[order.id]
    if order.cancelled_at is None and not holds and carton.state is not CartonState.VOIDED:
        return None
    return OrderStopped(order.number, holds[0].reason.value if holds else order.state.value)


def write_effects(
    work: UnitOfWork,
    workplace: Workplace,
    parcel: tuple[Order, Carton],
    effects: tuple[PackEffect, ...],
    *,
    scan_id: uuid.UUID,
    slip: Document | None = None,
) -> None:
    """Write what a scan did; the carton's revision rises by one if anything of it changed.

    Args:
        work: the transaction.
        workplace: the station.
        parcel: the order and its carton, locked.
        effects: what the scan did.
        scan_id: the scan.
        slip: the slip that the station printed by itself.

    Raises:
        Refused: the books do not allow it; the transaction is rolled back.
    """
    order, carton = parcel
    for leg, effect in enumerate(effects):
        apply_effect(work, workplace, carton, effect, scan_id=scan_id, leg=leg, slip=slip)
    if changes_carton(effects):
        carton.revision += 1
    refresh_states(work, [order.id])


def apply_pack(
    workplace: Workplace,
    request: PackRequest,
    printed: SlipNote | None = None,
    witness: Callable[[UnitOfWork, Applied], None] = lambda _work, _applied: None,
) -> Applied:
    """Write what a bench did without its database, in one transaction, or say why it cannot be.

    Whatever the verdict, the scan is in the log afterwards under its id and changes nothing when it
    is handed in again; only an id that came with another code before is not.

    Args:
        workplace: the station.
        request: what was done.
        printed: how far the station's own slip is.
        witness: told of the answer in the transaction that logs the scan, so that what it writes is
            on record exactly if the scan is.
    """

    def verb(work: UnitOfWork) -> Applied:
        applied = job.apply(work)
        witness(work, applied)
        return applied

    def refused_verb(work: UnitOfWork) -> Applied:
        applied = _log_refused(work, request, verdict, refusal)
        witness(work, applied)
        return applied

    actor = workplace.actor(request.operator_id, Verb.PACK)
    job = _Job(workplace, request, printed)
    try:
        return workplace.database.run(verb, actor)
    except Refused as refused:
        refusal = refused.refusal
        is_right = not isinstance(refusal, _NO_RIGHT)
        verdict = Verdict.REFUSED if is_right else Verdict.NOT_ALLOWED
        return workplace.database.run(refused_verb, workplace.actor(request.operator_id))


@dataclass(frozen=True)
class _Job:
    workplace: Workplace
    request: PackRequest
    printed: SlipNote | None

    def apply(self, work: UnitOfWork) -> Applied:
        self.workplace.clock.learn(work.now)
        request = self.request
        order = lock_orders(work.session, [request.order_id])[0]
        carton = lock_carton(work.session, request.carton_id)
        known = _known(work, request)
        if known is not None:
            if known.verdict is Verdict.REPEATED:  # its answer was lost on the way
                self._note_slip(work, carton)
            return known
        verdict, refusal = _objection(work, order, carton, request)
        if refusal is not None:
            _log(work, request, refusal.name)
            return Applied(verdict, carton.revision, refusal, logged=refusal.name)
        _log(work, request, request.refusal)
        if request.effects:
            write_effects(
                work,
                self.workplace,
                (order, carton),
                request.effects,
                scan_id=request.scan_id,
                slip=None if request.slip is None else from_record(request.slip.document),
            )
            self._note_slip(work, carton)
        logged = request.refusal
        return Applied(Verdict.APPLIED, carton.revision, events=tuple(work.events), logged=logged)

    def _note_slip(self, work: UnitOfWork, carton: Carton) -> None:
        """Write what became of the station's own slip, so that no second one comes out."""
        if self.printed is None or self.request.slip is None:
            return
        reason = f"printed off line {self.request.scan_id}"
        slips = [
            job for job in jobs_of_carton(work.session, carton.id) if job.document_kind == SLIP
        ]
        if not slips or job_with_reason(work.session, reason) is not None:
            return
        last = slips[-1]
        is_reprint = any(isinstance(effect, ReprintSlip) for effect in self.request.effects)
        state = self._state()
        if state is None and not is_reprint:
            return  # it has not come out: the spool prints it
        if is_reprint or last.state not in NOT_OUT_YET:
            last = _again(work, last, self.request, state)
        elif state is not None:
            last.state, last.worker, last.lease_until = state, "", None
        last.reason = reason
        if state in _CAME_OUT:
            last.sent_at = work.now

    def _state(self) -> JobState | None:
        """The state that the spool takes over; None where no paper of it can exist."""
        note, slip = self.printed, self.request.slip
        if note is None or slip is None:
            return None
        is_asked = note.state is JobState.UNCERTAIN and not note.reason and slip.is_in_doubt
        if is_asked:
            return None  # only the database's own slip could have come out, which it knows of
        return note.state if note.state in _CAME_OUT | {JobState.CANCELLED} else None


def _again(
    work: UnitOfWork, last: PrintJob, request: PackRequest, state: JobState | None
) -> PrintJob:
    """Another row of the spool for a slip that was printed again."""
    slip = request.slip
    printer = None if slip is None else printer_by_name(work.session, slip.printer)
    reasons = (each.reason.value for each in request.effects if isinstance(each, ReprintSlip))
    again = PrintJob(
        carton_id=last.carton_id,
        document_kind=SLIP,
        version=last.version,
        copy=last.copy + 1,
        document=last.document if slip is None else dict(slip.document),
        printer_id=last.printer_id if printer is None else printer.id,
        state=state or JobState.QUEUED,
        station=request.station,
        operator_id=request.operator_id,
        reprint_of=last.id,
        reprint_reason=next(reasons, ""),
        made_at=work.now,
    )
    work.session.add(again)
    return again


def _objection(
    work: UnitOfWork, order: Order, carton: Carton, request: PackRequest
) -> tuple[Verdict, Refusal | None]:
    """Why what a bench did cannot be written.

    A revision that is not the copy's means that somebody else worked on the carton, or that an
    earlier scan was not written: then what follows it has to be looked at as well, even where the
    numbers happen to meet again.
    """
    if not changes_carton(request.effects):
        return Verdict.APPLIED, None
    stopped = stopped_by(work, order, carton)
    if stopped is not None:
        return Verdict.STOPPED, stopped
    is_other = carton.state is not CartonState.OPEN or carton.revision != request.revision
    if is_other or has_open_question(work.session, PACK_WORK, order.id, request.station):
        return Verdict.BEHIND, WorkMovedOn(order.number)
    return Verdict.APPLIED, None


def _known(work: UnitOfWork, request: PackRequest) -> Applied | None:
    """What a scan that was handed in before is answered."""
    lock_scan(work.session, request.scan_id)
    known = known_scan(work.session, request.scan_id)
    if known is None:
        return None
    if known.payload_hash != request.payload_hash:
        return Applied(Verdict.ID_REUSED)
    verdict = Verdict.REPEATED if known.refusal is None else Verdict.REPEATED_REFUSED
    return Applied(verdict, logged=known.refusal)


def _log_refused(
    work: UnitOfWork, request: PackRequest, verdict: Verdict, refusal: Refusal
) -> Applied:
    known = _known(work, request)
    if known is not None:
        return known
    _log(work, request, refusal.name)
    return Applied(verdict, None, refusal, logged=refusal.name)


def _log(work: UnitOfWork, request: PackRequest, refusal: str | None) -> None:
    work.session.add(
        ScanLog(
            scan_id=request.scan_id,
            raw=request.raw,
            payload_hash=request.payload_hash,
            work=PACK_WORK,
            work_id=request.order_id,
            refusal=refusal,
            station=request.station,
            operator_id=request.operator_id,
            at=work.now,
        )
    )
