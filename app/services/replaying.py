"""The return of the database: what was done off line is written, or becomes a person's task."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.db.journal import EntryState
from app.db.queries.pick_claims import own_task
from app.db.queries.pick_rows import insert_scan, lock_task_row
from app.db.queries.records import known_scan
from app.db.unit_of_work import UnitOfWork
from app.domain.discrepancies import DiscrepancyKind
from app.domain.offline import discrepancy_kind, moves_goods
from app.domain.pack_request import PackRequest
from app.domain.pick_effects import TakeBack
from app.domain.pick_request import Applied, PickRequest, Verdict
from app.domain.pick_state import PickState
from app.services.carton_picking import load_work
from app.services.discrepancies import (
    DiscrepancyView,
    raise_discrepancies,
    refusal_name,
    settle_undone,
)
from app.services.pick_applying import apply_by_statements
from app.services.walking import in_walking_order
from app.services.workplace import Workplace


@dataclass(frozen=True)
class Replayed:
    """What became of one entry of a journal."""

    applied: Applied
    raised: tuple[DiscrepancyView, ...] = ()

    @property
    def entry_state(self) -> EntryState:
        """The entry's state in the journal from now on."""
        if self.raised:
            return EntryState.DISCREPANCY
        is_refused = self.applied.refusal is not None
        return EntryState.REFUSED if is_refused else EntryState.CONFIRMED


def replay_pick(workplace: Workplace, request: PickRequest) -> Replayed:
    """Write what a station did without its database, in the order it was done.

    It is written as it is where claim, owner and line allow it; what the rows became meanwhile is
    no reason against it. What they do not allow becomes a discrepancy, one for each effect that
    moved goods. Handed in again, nothing is written and the same discrepancies are told.
    """
    request = replace(request, revision=None)
    if any(isinstance(effect, TakeBack) for effect in request.effects):
        undone = workplace.database.run(
            lambda work: settle_put_back(work, request), workplace.actor(request.operator_id)
        )
        if undone is not None:
            return Replayed(undone)
    raised: tuple[DiscrepancyView, ...] = ()

    def write_down(work: UnitOfWork, applied: Applied) -> None:
        nonlocal raised  # anew by each try of the transaction
        raised = _raise_refused(work, request, applied)

    # By statements: a scan that cannot be applied and its discrepancies are one transaction.
    applied = apply_by_statements(workplace, request, write_down)
    if applied.verdict is Verdict.ID_REUSED:
        return Replayed(applied, hand_to_a_person(workplace, request))
    return Replayed(applied, raised)


def _raise_refused(
    work: UnitOfWork, request: PickRequest, applied: Applied
) -> tuple[DiscrepancyView, ...]:
    """Write down what a request did with goods, where its answer says that it is not in the books.

    An id that came with another code belongs to that other scan, in the log and here.
    """
    if applied.verdict is Verdict.ID_REUSED:
        return ()
    kind = _kind(applied, request)
    if kind is None or not any(moves_goods(effect) for effect in request.effects):
        return ()
    name = refusal_name(applied.refusal, applied.logged)
    return raise_discrepancies(work, request, kind, name)


def _kind(applied: Applied, request: PickRequest) -> DiscrepancyKind | None:
    if applied.verdict is not Verdict.REPEATED_REFUSED:
        return discrepancy_kind(applied.verdict, applied.refusal)
    if applied.logged == request.refusal:
        return None
    return _KINDS_BY_LOGGED_NAME.get(applied.logged or "", DiscrepancyKind.LINE_CHANGED)


_KINDS_BY_LOGGED_NAME = {
    "TaskTakenOver": DiscrepancyKind.TASK_TAKEN_OVER,
    "WorkCalledOff": DiscrepancyKind.TASK_TAKEN_OVER,
    "OrderStopped": DiscrepancyKind.ORDER_STOPPED,
    "StockMissing": DiscrepancyKind.STOCK_MISSING,
    "NoLongerActive": DiscrepancyKind.NOT_ALLOWED,
    "NotAllowed": DiscrepancyKind.NOT_ALLOWED,
    "NotAtThisStation": DiscrepancyKind.NOT_ALLOWED,
}


def settle_put_back(work: UnitOfWork, request: PickRequest) -> Applied | None:
    """Settle the put that a request takes back, where that put is a discrepancy itself.

    The request is on record then. None where there is nothing of the kind, and nothing is written.
    """
    task = lock_task_row(work.session, request.task_id)
    if known_scan(work.session, request.scan_id) is not None or not settle_undone(work, request):
        return None
    insert_scan(
        work.session,
        {
            "scan_id": request.scan_id,
            "raw": request.raw,
            "payload_hash": request.payload_hash,
            "work": "pick",
            "work_id": request.task_id,
            "epoch": request.epoch,
            "refusal": None,
            "station": request.station,
            "operator_id": request.operator_id,
            "at": work.now,
        },
    )
    revision = None if task is None else task.revision
    return Applied(Verdict.APPLIED, revision, events=tuple(work.events))


def raise_for_a_person(
    workplace: Workplace,
    request: PickRequest | PackRequest,
    kind: DiscrepancyKind,
    refusal: str,
) -> tuple[DiscrepancyView, ...]:
    """Write down what a request did with goods and the books do not take.

    Args:
        workplace: the station.
        request: what was done.
        kind: why it is not taken.
        refusal: why, by the refusal's name.
    """
    return workplace.database.run(
        lambda work: raise_discrepancies(work, request, kind, refusal),
        workplace.actor(request.operator_id),
    )


def hand_to_a_person(
    workplace: Workplace, request: PickRequest | PackRequest
) -> tuple[DiscrepancyView, ...]:
    """Write down a request that the database answers with a fault, so that others can follow."""
    return raise_for_a_person(workplace, request, DiscrepancyKind.NOT_ALLOWED, "Fault")


def present_work(workplace: Workplace, operator_id: int, task_id: int) -> PickState | None:
    """A task as its rows say now, without a new claim; None if it is not the operator's any more.

    A station reads its copy anew by this after everything it did off line was sent.
    """
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        task = own_task(work.session, operator_id)
        if task is None or task.id != task_id:
            return None
        state = load_work(work, task)
    return in_walking_order(workplace, state)
