"""Work done off line that the books do not take: written down for a person, and settled by one."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from app.db.queries.discrepancies import (
    facts_of,
    is_as_told,
    known_operators,
    lock_discrepancy,
    open_count,
    open_put_of,
    open_rows,
    rows_of_scan,
)
from app.db.queries.orders import lock_orders
from app.db.queries.people import operator_by_id
from app.db.queries.pick_rows import (
    finish,
    has_open_lines,
    insert_scan,
    lock_orders_of,
    lock_task_row,
    orders_of_lines,
)
from app.db.queries.picking import lock_task
from app.db.schema import Discrepancy, PickTask
from app.db.unit_of_work import UnitOfWork
from app.domain.discrepancies import (
    AlreadySettled,
    CannotBeWritten,
    Deed,
    DiscrepancyFacts,
    DiscrepancyKind,
    DiscrepancyRaised,
    DiscrepancySettled,
    Resolution,
)
from app.domain.events import TaskClaimed, TaskFinished
from app.domain.goods_told import GoodsTold
from app.domain.pack_request import PACK_WORK, PackRequest
from app.domain.permissions import Verb, may
from app.domain.pick_effects import PickEffect, PutInTote, ShortLine, TakeBack
from app.domain.pick_request import PickRequest
from app.domain.pick_state import ShortReason
from app.domain.refusals import NotAllowed, Refusal, Refused
from app.domain.tasks import PickTaskState, next_task_state
from app.services.order_states import refresh_states
from app.services.pack_discrepancies import pack_rows, write_packed
from app.services.pick_discrepancies import pick_rows
from app.services.pick_writing import apply_effect
from app.services.scan_writing import CopyIsBehind, ScanWriting
from app.services.workplace import Workplace


@dataclass(frozen=True)
class DiscrepancyView:
    """One open discrepancy, as screens tell of it."""

    id: int
    kind: DiscrepancyKind
    facts: DiscrepancyFacts
    station: str
    operator_name: str
    raised_at: datetime


def open_discrepancies(workplace: Workplace, operator_id: int) -> tuple[DiscrepancyView, ...]:
    """What an operator may settle, oldest first: a lead everything, others what they did."""
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        return tuple(
            _view(row, name) for row, name in open_rows(work.session, _whose(work, operator_id))
        )


def count_discrepancies(work: UnitOfWork, operator_id: int) -> int:
    """How many discrepancies an operator may settle."""
    return open_count(work.session, _whose(work, operator_id))


def _whose(work: UnitOfWork, operator_id: int) -> int | None:
    role = operator_by_id(work.session, operator_id).role
    return None if may(role, Verb.SETTLE) else operator_id


# Raising ------------------------------------------------------------------------------------


def raise_discrepancies(
    work: UnitOfWork,
    request: PickRequest | PackRequest,
    kind: DiscrepancyKind,
    refusal: str,
    told: Sequence[GoodsTold] = (),
) -> tuple[DiscrepancyView, ...]:
    """Write down what a request did with goods and the books do not take; once for each request.

    Args:
        work: the transaction.
        request: what was done.
        kind: why it is not taken.
        refusal: why, by the refusal's name.
        told: the goods of each effect in the station's words, where rows may be gone.
    """
    known = rows_of_scan(work.session, request.scan_id)
    if known:
        return tuple(_view(row, name) for row, name in known)
    operators = known_operators(work.session, {request.operator_id})
    rows = (
        pack_rows(work, request, kind, refusal)
        if isinstance(request, PackRequest)
        else pick_rows(work, request, kind, refusal)
    )
    for row in rows:
        row.operator_id = request.operator_id if operators else None
        if row.leg < len(told):
            _name(row, told[row.leg])
        work.session.add(row)
        facts = facts_of(row)
        work.record(
            DiscrepancyRaised(
                row.kind.value,
                facts.deed.value,
                facts.order_number,
                facts.sku,
                facts.quantity,
                facts.place,
                facts.tote,
            )
        )
    work.session.flush()
    return tuple(_view(row, name) for row, name in rows_of_scan(work.session, request.scan_id))


def _name(row: Discrepancy, told: GoodsTold) -> None:
    """Name the goods in the station's words; rows that mean others are left out."""
    facts = facts_of(row)
    if (facts.order_number, facts.sku) != (told.order_number, told.sku):
        row.item_id = row.order_line_id = row.from_location_id = row.to_location_id = None
    place = told.place or facts.place
    row.facts = {**row.facts, **asdict(told), "place": place}


def settle_undone(work: UnitOfWork, request: PickRequest) -> bool:
    """Whether a request only takes back a put that is a discrepancy; that one is settled by it.

    What was put off line and refused by the books, and brought back by the same hands, lies where
    the books say it is.
    """
    backs = [effect for effect in request.effects if isinstance(effect, TakeBack)]
    rows = [
        open_put_of(
            work.session, request.task_id, back.pick_line_id, back.quantity, request.operator_id
        )
        for back in backs
    ]
    if len(backs) < len(request.effects) or not all(rows):
        return False
    for row in filter(None, rows):
        _resolve(work, row, Resolution.PUT_BACK)
    return True


# Settling -----------------------------------------------------------------------------------


def settle(
    workplace: Workplace, operator_id: int, discrepancy_id: int, resolution: Resolution
) -> None:
    """Say what became of the goods.

    PUT_BACK and NOTHING_MOVED only say so. WRITTEN writes what was done, if the books allow it now.

    Raises:
        Refused: with `AlreadySettled`, `CannotBeWritten`, or `NotAllowed` where it is somebody
            else's and the operator is no lead.
    """
    verb = _verb_of(workplace, operator_id, discrepancy_id)

    def write(work: UnitOfWork) -> None:
        _lock_task_of(work, discrepancy_id)
        row = lock_discrepancy(work.session, discrepancy_id)
        if row is None or row.resolved_at is not None:
            raise Refused(AlreadySettled())
        if resolution is Resolution.WRITTEN and not is_as_told(work.session, row):
            facts = facts_of(row)
            raise Refused(CannotBeWritten(facts.order_number, facts.item_name, facts.place))
        if resolution is Resolution.WRITTEN and row.work == PACK_WORK:
            write_packed(work, workplace, row)
        elif resolution is Resolution.WRITTEN:
            _write(work, row)
        _resolve(work, row, resolution)

    workplace.database.run(write, workplace.actor(operator_id, verb))


def _verb_of(workplace: Workplace, operator_id: int, discrepancy_id: int) -> Verb:
    """Whose it is: own work is settled by the right to do it, other people's by a lead's."""
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        row = work.session.get(Discrepancy, discrepancy_id)
        is_own = row is not None and row.operator_id == operator_id
        role = operator_by_id(work.session, operator_id).role
    if not is_own and not may(role, Verb.SETTLE):
        raise Refused(NotAllowed(Verb.SETTLE, role))
    if may(role, Verb.SETTLE):
        return Verb.SETTLE
    return Verb.PACK if row is not None and row.work == PACK_WORK else Verb.PICK


def _lock_task_of(work: UnitOfWork, discrepancy_id: int) -> None:
    """The task or order before its discrepancy, as everywhere."""
    row = work.session.get(Discrepancy, discrepancy_id)
    if row is not None and row.work == PACK_WORK and row.work_id is not None:
        lock_orders(work.session, [row.work_id])
    if row is not None and row.work == "pick" and row.work_id is not None:
        lock_task_row(work.session, row.work_id)
        lock_orders_of(work.session, row.work_id)


def _write(work: UnitOfWork, row: Discrepancy) -> None:
    """Write what was done, as an act of its own: with a scan id and, where needed, a claim."""
    facts = facts_of(row)
    cannot = Refused(CannotBeWritten(facts.order_number, facts.item_name, facts.place))
    task = None if row.work_id is None else lock_task(work.session, row.work_id)
    if task is None or task.state is PickTaskState.CANCELLED or not _take_in_hand(work, task):
        raise cannot
    orders = lock_orders_of(work.session, task.id)
    own = orders_of_lines(work.session, [facts.pick_line_id])
    if any(
        order.id in own and (order.cancelled_at or order.packing_started_at) for order in orders
    ):
        raise cannot
    writing = ScanWriting(work, task.id, task.epoch, _log_act(work, row, task))
    try:
        apply_effect(writing, _effect(facts))
    except (CopyIsBehind, Refused) as error:
        raise cannot from error
    task.revision += 1 + writing.raised
    work.session.flush()
    if task.state in _UNFINISHED and not has_open_lines(work.session, task.id):
        _end(work, task)
    refresh_states(work, [order.id for order in orders])


_UNFINISHED = (PickTaskState.READY, PickTaskState.IN_PROGRESS, PickTaskState.PAUSED)


def _end(work: UnitOfWork, task: PickTask) -> None:
    """End a task whose last line was written here; nobody would come to it any more."""
    if task.state is not PickTaskState.IN_PROGRESS:
        task.state = next_task_state(task.id, task.state, PickTaskState.IN_PROGRESS)
        task.operator_id = work.actor.operator_id
        task.paused_by = None
        task.lapsed_at = None
        work.session.flush()
    finish(work.session, task.id, work.now)
    work.record(TaskFinished(task.id))


def _take_in_hand(work: UnitOfWork, task: PickTask) -> bool:
    """Whether whoever settles may write into a task: nobody else works on it now.

    What they write counts under a claim of their own, so that an older copy of the task at some
    station is recognised as old.
    """
    operator_id = work.actor.operator_id
    if operator_id is None:
        return False
    if task.state is PickTaskState.IN_PROGRESS:
        return task.operator_id == operator_id
    task.epoch += 1
    work.record(TaskClaimed(task.id, operator_id, work.actor.station, task.epoch))
    return True


def _log_act(work: UnitOfWork, row: Discrepancy, task: PickTask) -> uuid.UUID:
    """Write the act of settling into the scan log, under an id that follows from the first one."""
    scan_id = uuid.uuid5(row.scan_id, f"settled {row.leg}")
    raw = f"settled {row.scan_id} {row.leg}"
    insert_scan(
        work.session,
        {
            "scan_id": scan_id,
            "raw": raw,
            "payload_hash": hashlib.sha256(raw.encode()).hexdigest(),
            "work": "pick",
            "work_id": task.id,
            "epoch": task.epoch,
            "refusal": None,
            "station": work.actor.station,
            "operator_id": work.actor.operator_id,
            "at": work.now,
        },
    )
    return scan_id


def _effect(facts: DiscrepancyFacts) -> PickEffect:
    if facts.deed is Deed.PUT:
        return PutInTote(facts.pick_line_id, facts.quantity, facts.tote)
    if facts.deed is Deed.TAKE_BACK:
        return TakeBack(facts.pick_line_id, facts.quantity, facts.tote)
    return ShortLine(facts.pick_line_id, facts.quantity, ShortReason(facts.reason))


def _resolve(work: UnitOfWork, row: Discrepancy, resolution: Resolution) -> None:
    row.resolution = resolution.value
    row.resolved_at = work.now
    row.resolved_by = work.actor.operator_id
    work.record(DiscrepancySettled(row.id, resolution.value))


def _view(row: Discrepancy, name: str) -> DiscrepancyView:
    return DiscrepancyView(row.id, row.kind, facts_of(row), row.station, name, row.raised_at)


def discrepancies_of(workplace: Workplace, scan_id: uuid.UUID) -> tuple[DiscrepancyView, ...]:
    """What was raised for one scan; settled ones too."""
    with workplace.database.begin(workplace.actor()) as work:
        return tuple(_view(row, name) for row, name in rows_of_scan(work.session, scan_id))


def refusal_name(refusal: Refusal | None, logged: str | None) -> str:
    """The name under which a refusal is told, from the answer or from the log."""
    return refusal.name if refusal is not None else logged or ""
