"""The inspector's verbs: take the next order, count it by scans, and see to what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.db.queries.bench_goods import order_in_place
from app.db.queries.inspections import (
    is_ready,
    lock_inspection,
    open_inspection,
    waiting_inspections,
)
from app.db.queries.orders import lock_orders, order_by_number
from app.db.queries.parcels import order_of_sscc, order_of_tote
from app.db.queries.single_lines import single_line_orders
from app.db.schema import Inspection, Order
from app.db.unit_of_work import UnitOfWork
from app.domain.inspecting import answer
from app.domain.inspection_refusals import InspectedAlready, NothingToInspect, NotYetPicked
from app.domain.inspection_state import Inspecting, InspectOutcome, InspectPrompt
from app.domain.orders import OrderState
from app.domain.permissions import Verb
from app.domain.refusals import (
    AmbiguousOrder,
    NotAskedForHere,
    OrderStopped,
    Refused,
    UnknownCode,
    UnreadableCode,
)
from app.domain.scanned import (
    Scanned,
    ScannedCarton,
    ScannedGarbled,
    ScannedLocation,
    ScannedOrder,
    ScannedTote,
    ScannedUnknown,
    code_of,
)
from app.domain.tasks import StockTaskState
from app.services.dialogues import Answer, answer_scan
from app.services.held_work import hold, let_go, require_free
from app.services.identifying import Entry, identify
from app.services.inspection_rows import inspecting_of, is_weighed
from app.services.inspection_writing import apply_effect
from app.services.raising_inspections import raise_for_picked
from app.services.workplace import Workplace


def begin_inspection(
    workplace: Workplace, operator_id: int, entry: Entry | None = None
) -> Inspecting:
    """Take the most urgent order that waits, or the one that a scanned code leads to.

    Raises:
        Refused: nothing waits, the code leads to no order that does, goods of it are still to
            come, or somebody else is at it; the operator may not inspect.
    """
    nothing: list[NothingToInspect | NotYetPicked] = []

    def verb(work: UnitOfWork) -> Inspecting | None:
        nothing.clear()
        raise_for_picked(work)
        found = _next(work, operator_id) if entry is None else _scanned(work, entry)
        if isinstance(found, NothingToInspect | NotYetPicked):
            nothing.append(found)
            return None
        row = lock_inspection(work.session, found.id)
        if row is None:
            return None
        state = inspecting_of(work, row)
        require_free(work, row, state.order_number)
        hold(work, row)
        return state

    state = workplace.database.run(verb, workplace.actor(operator_id, Verb.INSPECT))
    if state is None:  # after the transaction, so that what it wrote down stays
        raise Refused(nothing[0] if nothing else NothingToInspect())
    return state


def _next(work: UnitOfWork, operator_id: int) -> Inspection | NothingToInspect:
    for waiting in waiting_inspections(work.session, free_for=(operator_id, work.now)):
        row = work.session.get(Inspection, waiting.inspection_id)
        if row is not None:
            return row
    return NothingToInspect()


def _scanned(work: UnitOfWork, entry: Entry) -> Inspection | NothingToInspect | NotYetPicked:
    scanned = identify(work, entry)
    for order_id in _orders_behind(work, scanned):
        row = open_inspection(work.session, order_id)
        if row is None:
            continue
        order = work.session.get_one(Order, order_id)
        if not (is_weighed(row) or is_ready(work.session, order.id)):
            return NotYetPicked(order.number, order.state.value)
        return row
    return NothingToInspect(code_of(scanned))


def _orders_behind(work: UnitOfWork, scanned: Scanned) -> list[int]:
    """The orders that a tote, slot, slip or label leads to; of a bulk tote, those of one line."""
    owner: int | None = None
    match scanned:
        case ScannedTote(batch_task_id=int(task_id)):
            return [order.order_id for order in single_line_orders(work.session, task_id=task_id)]
        case ScannedTote(code=code):
            owner = order_of_tote(work.session, code)
        case ScannedLocation(location_id=place_id):
            owner = order_in_place(work.session, place_id)
        case ScannedCarton(sscc=sscc):
            owner = order_of_sscc(work.session, sscc)
        case ScannedOrder(number=number):
            found = order_by_number(work.session, number)
            if len(found) > 1:
                raise Refused(AmbiguousOrder(number))
            return [order.id for order in found]
        case ScannedGarbled(code=code, why=why):
            raise Refused(UnreadableCode(code, why))
        case ScannedUnknown(code=code):
            raise Refused(UnknownCode(code))
        case _:
            raise Refused(NotAskedForHere(code_of(scanned)))
    return [] if owner is None else [owner]


def lay_down_inspection(workplace: Workplace, operator_id: int, inspection_id: int) -> None:
    """Let others have an inspection that was begun; what was counted of it stays."""

    def verb(work: UnitOfWork) -> None:
        row = lock_inspection(work.session, inspection_id)
        if row is not None and row.operator_id == operator_id:
            let_go(row)

    workplace.database.run(verb, workplace.actor(operator_id, Verb.INSPECT))


def scan(
    workplace: Workplace, operator_id: int, state: Inspecting, entry: Entry
) -> Answer[Inspecting]:
    """Answer one scan of whoever inspects, and write what it changed; see `answer_scan`.

    Raises:
        ScanIdReused: the entry's id came with another code before.
    """
    return answer_scan(workplace, operator_id, _InspectDialogue(), state, entry)


_PANELS = {
    InspectPrompt.DAMAGED_UNIT: InspectPrompt.COUNT,
    InspectPrompt.DAMAGED_WHY: InspectPrompt.COUNT,
    InspectPrompt.BRING: InspectPrompt.FINDING,
    InspectPrompt.PUT_ASIDE: InspectPrompt.FINDING,
}
"""Prompts that a station alone knows of, with the one that is on record meanwhile."""


@dataclass(frozen=True)
class _InspectDialogue:
    """An inspection, as `answer_scan` works it."""

    about: str = "inspect"
    verb: Verb = Verb.INSPECT

    def work_id(self, state: Inspecting) -> int | None:
        return state.inspection_id

    def fresh(self, work: UnitOfWork, state: Inspecting) -> Inspecting:
        (order,) = lock_orders(work.session, [state.order_id])
        row = lock_inspection(work.session, state.inspection_id)
        mine = work.actor.operator_id or 0
        if order.cancelled_at is not None:
            raise Refused(OrderStopped(order.number, OrderState.CANCELLED.value))
        if row is None or (row.state is not StockTaskState.OPEN and row.finished_by != mine):
            raise Refused(InspectedAlready(order.number))
        if row.state is not StockTaskState.OPEN:
            return replace(state, prompt=InspectPrompt.DONE)
        if not (is_weighed(row) or is_ready(work.session, order.id)):
            raise Refused(OrderStopped(order.number, order.state.value))
        require_free(work, row, order.number)
        hold(work, row)
        return _as_told(inspecting_of(work, row), state)

    def answer(self, state: Inspecting, scanned: Scanned, *, today: date) -> InspectOutcome:
        return answer(state, scanned, today=today)

    def write(self, work: UnitOfWork, outcome: InspectOutcome, entry: Entry) -> Inspecting:
        row = lock_inspection(work.session, outcome.state.inspection_id)
        if row is None:
            raise Refused(InspectedAlready(outcome.state.order_number))
        for leg, effect in enumerate(outcome.effects):
            apply_effect(work, row, outcome.state, effect, entry, leg)
        return outcome.state


def _as_told(present: Inspecting, told: Inspecting) -> Inspecting:
    """The inspection as its rows say, at the panel that the station shows."""
    if _PANELS.get(told.prompt) is present.prompt:
        present = replace(present, prompt=told.prompt, damaged=told.damaged, brought=told.brought)
    return replace(present, refusal=told.refusal, same_refusals=told.same_refusals)
