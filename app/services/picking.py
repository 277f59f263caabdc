"""The picker's verbs: claim or resume work, and answer a scan at the station itself.

A scan is read, identified and judged here, by the station's own copy of its task; the database is
asked about codes that the copy does not know, and then writes what came of it (`pick_applying`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.db.fast_path import NeedsReference, call_claim, time_told
from app.db.queries.pick_claims import (
    equipment_waiting,
    lock_operator,
    next_ready_task,
    own_task,
    peek_ready_task,
    ready_task_count,
    stopped_orders_without_goods,
    stopped_tasks_of,
)
from app.db.queries.pick_copies import TaskSummary, summarise_task
from app.db.queries.pick_records import state_of
from app.db.queries.pick_rows import lock_orders_of, read_task
from app.db.queries.picking import tote_positions
from app.db.queries.stock import home_of
from app.db.schema import PickTask
from app.db.unit_of_work import UnitOfWork, is_connection_lost
from app.domain.code_book import shown
from app.domain.events import Event, TaskClaimed
from app.domain.leases import LEASE
from app.domain.permissions import Verb
from app.domain.pick_effects import (
    CartonFull,
    GiveUpCarton,
    PickOutcome,
    SkipLine,
    SwitchLot,
    refuse,
)
from app.domain.pick_putting import still_in_hand
from app.domain.pick_request import Applied, PickRequest, Verdict
from app.domain.pick_state import PickPrompt, PickState
from app.domain.pick_stopped import order_off_cart
from app.domain.pick_walk import standing_at
from app.domain.picking import answer
from app.domain.refusals import (
    OrderStopped,
    Refusal,
    Refused,
    TaskTakenOver,
    WorkMovedOn,
    WrongItem,
)
from app.domain.scanned import Scanned, ScannedItem, ScannedUnknown
from app.domain.tasks import PickTaskState, next_task_state
from app.domain.wanted_work import ANY_WORK, WantedWork
from app.services.carton_picking import load_work
from app.services.identifying import Entry, look_up, read_entry
from app.services.lead_calls import call_lead
from app.services.leaving_orders import leave_orders
from app.services.order_states import refresh_states
from app.services.pick_applying import GIVEN_UP, apply_pick, is_holder
from app.services.pick_writing import set_aside
from app.services.scan_records import ScanIdReused, logged_raw, payload_hash
from app.services.skills import why_no_work
from app.services.unit_checks import (
    asks_about_units,
    expected_serial,
    expected_tote,
    with_units_checked,
)
from app.services.walking import in_walking_order
from app.services.workplace import Workplace
from app.services.zone_owners import named_by_zone

_TOLD_ANEW = GIVEN_UP | SwitchLot | CartonFull | GiveUpCarton


@dataclass(frozen=True)
class OfferedWork:
    """What the station home shows; `out_of_reach`: what other work needs beyond their skills."""

    resume: TaskSummary | None
    next: TaskSummary | None
    waiting: int
    out_of_reach: tuple[str, ...] = ()


@dataclass(frozen=True)
class PickAnswer:
    """The answer to one scan: what to show now, the refusal if any, and what happened.

    `is_stored`: the station keeps the scan, and the database has not confirmed it yet.
    """

    state: PickState
    refusal: Refusal | None = None
    events: tuple[Event, ...] = ()
    is_stored: bool = False


def offered_work(workplace: Workplace, operator_id: int) -> OfferedWork:
    """What an operator could do next; nothing is claimed."""
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        own = own_task(work.session, operator_id)
        ready = peek_ready_task(work.session, operator_id)
        return OfferedWork(
            resume=None if own is None else summarise_task(work.session, own),
            next=None if ready is None else summarise_task(work.session, ready),
            waiting=ready_task_count(work.session, operator_id),
            out_of_reach=tuple(equipment_waiting(work.session, operator_id)),
        )


def claim_work(workplace: Workplace, operator_id: int, wanted: WantedWork = ANY_WORK) -> PickState:
    """Resume the operator's own task, or take the most urgent one nobody works on.

    The task's epoch rises, so that scans of its earlier holder are refused from now on. Work on
    an order that was stopped is set aside until somebody lets the order go; a cart goes without it.
    Its stops are in the order of the shortest walk from where its goods came from last.

    Args:
        workplace: where they are.
        operator_id: who asks.
        wanted: which of the waiting work.

    Raises:
        Refused: with `NoWork`, or `WorkNeedsEquipment`; the operator may not pick.
    """
    if workplace.database.is_sqlite:
        state = claim_by_statements(workplace, operator_id, wanted)
    else:
        state = _claim_in_one_trip(workplace, operator_id, wanted)
    if state is None:
        raise Refused(why_no_work(workplace, operator_id))
    return in_walking_order(workplace, state)


def _claim_in_one_trip(
    workplace: Workplace, operator_id: int, wanted: WantedWork
) -> PickState | None:
    try:
        found = call_claim(
            workplace.database, operator_id, workplace.station, LEASE.seconds, wanted.as_record()
        )
    except NeedsReference:
        return claim_by_statements(workplace, operator_id, wanted)
    workplace.clock.learn(time_told(found))
    return None if found["task"] is None else state_of(found["task"])


def claim_by_statements(
    workplace: Workplace, operator_id: int, wanted: WantedWork = ANY_WORK
) -> PickState | None:
    """The reference of `claim_work`, statement by statement, on both databases.

    Returns:
        None where there is no work.
    """
    return workplace.database.run(
        lambda work: _claim(workplace, work, operator_id, wanted),
        workplace.actor(operator_id, Verb.PICK),
    )


def _claim(
    workplace: Workplace, work: UnitOfWork, operator_id: int, wanted: WantedWork
) -> PickState | None:
    workplace.clock.learn(work.now)
    lock_operator(work.session, operator_id)
    for stopped in stopped_tasks_of(work.session, operator_id):
        set_aside(work, stopped)
        stopped.revision += 1
    work.session.flush()
    task = own_task(work.session, operator_id) or next_ready_task(work.session, operator_id, wanted)
    if task is None:
        return None
    _leave_stopped(work, task)
    task.state = next_task_state(task.id, task.state, PickTaskState.IN_PROGRESS)
    task.operator_id = operator_id
    task.paused_by = None
    task.lapsed_at = None
    task.parked_at_id = None
    task.station = workplace.station
    task.epoch += 1
    task.lease_until = work.now + LEASE
    task.started_at = task.started_at or work.now
    work.record(TaskClaimed(task.id, operator_id, workplace.station, task.epoch))
    refresh_states(work, _orders_of(work, task))
    return load_work(work, task)


def _leave_stopped(work: UnitOfWork, task: PickTask) -> None:
    """Let a cart go without the stopped orders that nothing was picked for yet."""
    stopped = stopped_orders_without_goods(work.session, task.id)
    if stopped:
        leave_orders(work, task, stopped)
        task.revision += 1


def scan(workplace: Workplace, operator_id: int, state: PickState, entry: Entry) -> PickAnswer:
    """Answer one scan of a picker, and have written what it changed.

    The same entry handed in twice changes nothing the second time and gets the first answer. A
    refusal is written into the scan log and nowhere else.

    Raises:
        ScanIdReused: the entry's id came with another code before.
    """
    outcome = judge(workplace, operator_id, state, entry)
    request = request_of(workplace, operator_id, state, entry, outcome)
    after = replace(outcome.state, revision=state.revision + bool(outcome.effects))
    if any(isinstance(effect, SkipLine) for effect in outcome.effects):
        after = in_walking_order(workplace, after, stands_at=standing_at(state))
    outcome = replace(outcome, state=after)
    if workplace.sender is None:
        applied = apply_pick(workplace, request)
    else:
        sent = workplace.sender.send(request, state, after, entry)
        if sent is None:
            return PickAnswer(after, outcome.refusal, is_stored=True)
        applied = sent
    if applied.verdict is Verdict.ID_REUSED:
        raise ScanIdReused(entry)
    answered = told(workplace, request, state, outcome, applied)
    call_lead(workplace, operator_id, answered.state, entry)
    return answered


def judge(workplace: Workplace, operator_id: int, state: PickState, entry: Entry) -> PickOutcome:
    """What the dialogue makes of an entry, by the station's copy of the task.

    The database is asked only what a code means that is none of the task's, so that the refusal
    can name it.
    """
    today = workplace.clock.today()
    reading = read_entry(entry, today)
    known = expected_serial(state, reading) or state.book.identify(reading, shown(entry.raw))
    known = known or expected_tote(state, reading)
    outcome = None if known is None else answer(state, known, today=today)
    if outcome is not None and not asks_about_units(state, outcome):
        return outcome
    try:
        with workplace.database.begin(workplace.actor(operator_id)) as work:
            scanned = known or look_up(work, reading, entry)
            answered = _with_home(work, state, scanned, answer(state, scanned, today=today))
            return with_units_checked(work, state, scanned, answered)
    except Exception as error:
        if workplace.sender is None or not is_connection_lost(error):
            raise
        # Off line nobody can say what else the code is: it is none of this task's.
        return outcome or answer(state, ScannedUnknown(shown(entry.raw)), today=today)


def request_of(
    workplace: Workplace, operator_id: int, state: PickState, entry: Entry, outcome: PickOutcome
) -> PickRequest:
    """What the database is asked to write for an entry that was judged by `state`."""
    return PickRequest(
        scan_id=entry.scan_id,
        raw=logged_raw(entry),
        payload_hash=payload_hash(entry),
        task_id=state.task_id,
        epoch=state.epoch,
        revision=state.revision,
        operator_id=operator_id,
        station=workplace.station,
        effects=outcome.effects,
        refusal=None if outcome.refusal is None else outcome.refusal.name,
        finishes=outcome.state.stop is None,
        stopped=tuple(order.order_id for order in state.orders_off),
    )


def _with_home(
    work: UnitOfWork, state: PickState, scanned: Scanned, outcome: PickOutcome
) -> PickOutcome:
    """Say of a wrong item where it should be put back, and whose zone another one is."""
    told = outcome.refusal
    if isinstance(told, WrongItem) and isinstance(scanned, ScannedItem):
        told = replace(told, scanned_lives_at=home_of(work.session, scanned.item_id))
    if told is not None:
        told = named_by_zone(work, state.zone, told)
    return outcome if told is None or told == outcome.refusal else refuse(state, told)


def told(
    workplace: Workplace,
    request: PickRequest,
    state: PickState,
    outcome: PickOutcome,
    applied: Applied,
) -> PickAnswer:
    """What a picker is told, now that the database has spoken.

    Args:
        workplace: where they are.
        request: what was asked of the database.
        state: the task before the scan.
        outcome: what the dialogue made of it, its state as if it is applied.
        applied: the database's word.
    """
    match applied.verdict:
        case Verdict.APPLIED if any(isinstance(effect, _TOLD_ANEW) for effect in request.effects):
            # Units that were not found may have been promised elsewhere: lines nobody knew of. And
            # what is proposed for the next carton only the database knows.
            present = _as_it_is(workplace, request, state, events=applied.events)
            # Taken over since: what was written stays accepted, and the next scan is told.
            if isinstance(present.refusal, TaskTakenOver):
                return PickAnswer(outcome.state, None, applied.events)
            return replace(present, state=still_in_hand(outcome.state, present.state))
        case Verdict.APPLIED if request.effects and _goes_on(outcome.state):
            # Where the totes go next may have changed since the claim.
            present = _as_it_is(workplace, request, state, events=applied.events)
            gone = isinstance(present.refusal, TaskTakenOver)
            return PickAnswer(outcome.state, None, applied.events) if gone else present
        case Verdict.APPLIED:
            return PickAnswer(outcome.state, outcome.refusal, applied.events)
        case Verdict.REPEATED | Verdict.REPEATED_REFUSED if applied.revision is not None:
            return _first_answer(workplace, request, state, outcome, applied)
        case Verdict.BEHIND | Verdict.STOPPED:
            is_behind = applied.verdict is Verdict.BEHIND
            why = WorkMovedOn(state.order_number) if is_behind else applied.refusal
            return _off_the_cart(state, _as_it_is(workplace, request, state, why))
    refusal = applied.refusal or TaskTakenOver(state.task_id)
    return PickAnswer(refuse(state, refusal).state, refusal)


def _goes_on(state: PickState) -> bool:
    """Whether a zone's totes go on to another one."""
    return state.onward is not None and state.prompt in (PickPrompt.SCAN_LANE, PickPrompt.TASK_DONE)


def _off_the_cart(before: PickState, told: PickAnswer) -> PickAnswer:
    """Name the order that was stopped, where the picker sees to it at once and then goes on."""
    off = order_off_cart(before, told.state, told.refusal)
    if off is None:
        return told
    return replace(told, state=replace(told.state, refusal=off), refusal=off)


def _first_answer(
    workplace: Workplace,
    request: PickRequest,
    state: PickState,
    outcome: PickOutcome,
    applied: Applied,
) -> PickAnswer:
    """What a scan handed in again gets: what it changed was written the first time."""
    name = None if outcome.refusal is None else outcome.refusal.name
    is_present = name is not None or applied.revision == outcome.state.revision
    if name == applied.logged and is_present:
        return PickAnswer(outcome.state, outcome.refusal)
    if applied.logged is None:
        return _as_it_is(workplace, request, state)
    with workplace.database.begin(workplace.actor(request.operator_id)) as work:
        refusal = _stopped_by(work, request) if applied.logged == OrderStopped.__name__ else None
    if refusal is not None:
        return PickAnswer(refuse(state, refusal).state, refusal)
    return _as_it_is(workplace, request, state, WorkMovedOn(state.order_number))


def _as_it_is(
    workplace: Workplace,
    request: PickRequest,
    state: PickState,
    refusal: Refusal | None = None,
    events: tuple[Event, ...] = (),
) -> PickAnswer:
    """The task as its rows say, with a refusal to be shown beside it."""
    with workplace.database.begin(workplace.actor(request.operator_id)) as work:
        row = read_task(work.session, request.task_id)
        if row is None or not is_holder(row, request):
            taken = TaskTakenOver(request.task_id)
            return PickAnswer(refuse(state, taken).state, taken, events)
        fresh = load_work(work, work.session.get_one(PickTask, row.id))
    fresh = in_walking_order(workplace, fresh, stands_at=_stands_at(state, request))
    if refusal is None:
        return PickAnswer(fresh, events=events)
    return PickAnswer(refuse(fresh, refusal).state, refusal, events)


def _stands_at(state: PickState, request: PickRequest) -> int | None:
    """Where the picker stands after a scan: at the place that is short, if one is."""
    for effect in request.effects:
        if isinstance(effect, GIVEN_UP):
            return state.line_with(effect.pick_line_id).location_id
    return standing_at(state)


def _stopped_by(work: UnitOfWork, request: PickRequest) -> OrderStopped:
    """Which order stopped a scan the first time, in the state it is in now."""
    order = lock_orders_of(work.session, request.task_id)[0]
    return OrderStopped(order.number, str(order.state))


def _orders_of(work: UnitOfWork, task: PickTask) -> list[int]:
    return [position.order_id for position in tote_positions(work.session, task.id)]
