"""The verbs of whoever picks in a zone: which one, what waits there, and the tote that comes in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.db.queries.floor_work import open_tasks_of
from app.db.queries.leases import lock_tasks, tasks_of_operator, units_picked
from app.db.queries.orders import lock_orders, open_holds_of
from app.db.queries.people import operator_by_id
from app.db.queries.pick_claims import HARMLESS_HOLDS, lock_operator
from app.db.queries.pick_copies import load_task
from app.db.queries.picking import find_tote, tote_positions
from app.db.queries.zone_chains import chain_of_order, holder_name, lane_code, pack_lane
from app.db.queries.zone_inbox import (
    ZoneRow,
    lock_first_without_tote,
    waiting_count,
    waiting_totes,
    zone_of_place,
    zone_rows,
)
from app.db.schema import Order, PickTask, Tote
from app.db.unit_of_work import UnitOfWork
from app.domain import events
from app.domain.barcodes import read
from app.domain.leases import LEASE
from app.domain.orders import HoldReason
from app.domain.permissions import Verb
from app.domain.pick_effects import BindTote
from app.domain.pick_state import PickState
from app.domain.readings import LocationCode, PlainCode, QuantityCode, ToteCode
from app.domain.refusals import NoSuchChoice, NotAskedForHere, Refused, ToteInUse, UnknownCode
from app.domain.tasks import PickTaskState, next_task_state
from app.domain.zone_events import ZoneChosen
from app.domain.zone_refusals import (
    NoSuchZone,
    NotAZoneTote,
    NotForZone,
    NotHandedOver,
    NothingBegins,
    NoZoneChosen,
    PassedOrderStopped,
    ZonesDone,
)
from app.domain.zone_way import WaitingTote
from app.services.identifying import Entry
from app.services.order_states import refresh_states
from app.services.pick_writing import set_aside
from app.services.scan_records import log_refused, seen_before, write_scan
from app.services.scan_writing import ScanWriting
from app.services.taking_over import take_over_work
from app.services.tote_writing import bind_tote
from app.services.walking import in_walking_order
from app.services.workplace import Workplace
from app.services.zone_passing import offer_again, take_in


@dataclass(frozen=True)
class ZoneInbox:
    """What waits in front of a zone.

    Attributes:
        zone: the operator's zone; empty where none was chosen.
        zones: all zones there are, in their turn.
        waiting: the work, in the order in which it should be taken.
    """

    zone: str
    zones: tuple[ZoneRow, ...]
    waiting: tuple[WaitingTote, ...] = ()


def look_at_zone(workplace: Workplace, operator_id: int) -> ZoneInbox:
    """What waits for an operator in their zone; nothing is claimed."""
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        zone = operator_by_id(work.session, operator_id).zone
        zones = tuple(zone_rows(work.session))
        waiting = tuple(waiting_totes(work.session, zone, operator_id)) if zone else ()
        return ZoneInbox(zone, zones, waiting)


def zone_work_waiting(work: UnitOfWork, operator_id: int) -> int:
    """How much waits in an operator's zone."""
    zone = operator_by_id(work.session, operator_id).zone
    return waiting_count(work.session, zone, operator_id) if zone else 0


def choose_zone(workplace: Workplace, operator_id: int, entry: Entry) -> str:
    """Say in which zone an operator works: by its lane's sign, any place in it, or its number.

    0 says: anywhere. It is kept with the operator, and claims keep to it.

    Returns:
        The zone; empty for anywhere.

    Raises:
        Refused: the code names no zone, or there are not so many.
    """

    def verb(work: UnitOfWork) -> str:
        zone = _zone_meant(work, entry)
        lock_operator(work.session, operator_id)
        operator = operator_by_id(work.session, operator_id)
        if operator.zone != zone:
            operator.zone = zone
            work.record(ZoneChosen(operator_id, zone))
        return zone

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.PICK))


def _zone_meant(work: UnitOfWork, entry: Entry) -> str:
    reading = entry.reading or read(entry.raw, today=work.now.date())
    match reading:
        case QuantityCode(quantity=0):
            return ""
        case QuantityCode(quantity=number):
            zones = zone_rows(work.session)
            if number > len(zones):
                raise Refused(NoSuchChoice(number, len(zones)))
            return zones[number - 1].code
        case LocationCode(code=code) | PlainCode(text=code):
            zone = zone_of_place(work.session, code.upper())
            if zone:
                return zone
            raise Refused(NoSuchZone(code))
    raise Refused(NotAskedForHere(entry.raw))


# A tote comes in ------------------------------------------------------------------------------


def bring_in(workplace: Workplace, operator_id: int, entry: Entry) -> PickState:
    """Begin with the tote that was scanned: one that was handed over, or an empty one.

    The scan of a tote that comes from another zone is the hand-over, and proves who has it. An
    empty tote begins the most urgent order of the zone. Work of one's own in this zone, or of
    somebody who left it, is gone on with. What the operator holds elsewhere is put aside, or
    offered to others where nothing was done for it.

    Returns:
        The task as its picker sees it.

    Raises:
        Refused: with what is to be done with the tote, where nothing of it is for this zone.
        ScanIdReused: the entry's id came with another code before.
    """
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        zone = operator_by_id(work.session, operator_id).zone
        left = _left_here(work, _tote_scanned(work, entry), zone)
    if left:
        state = take_over_work(workplace, operator_id, entry)
        if state is not None:
            return state
    return _claim_by_tote(workplace, operator_id, entry)


def bring_in_waiting(workplace: Workplace, operator_id: int, entry: Entry) -> PickState | None:
    """The same for a tote that waits in front of a zone; None for any other code.

    Whoever has chosen no zone may begin in any.

    Raises:
        Refused: it waits for another zone, or its order was stopped.
        ScanIdReused: the entry's id came with another code before.
    """
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        tote = _tote_scanned(work, entry)
        if tote is None or tote.order_id is None:
            return None
        chain = chain_of_order(work.session, tote.order_id)
        if not any(task.state is PickTaskState.READY for task in chain):
            return None
    return _claim_by_tote(workplace, operator_id, entry)


def _left_here(work: UnitOfWork, tote: Tote | None, zone: str) -> bool:
    """Whether somebody is at this tote in the operator's zone, or left it there."""
    if tote is None or tote.order_id is None:
        return False
    tasks = open_tasks_of(work.session, [tote.order_id])[tote.order_id]
    begun = (PickTaskState.IN_PROGRESS, PickTaskState.PAUSED)
    return any(
        task.zone == zone and task.state in begun and _has(work, task, tote) for task in tasks
    )


def _has(work: UnitOfWork, task: PickTask, tote: Tote) -> bool:
    return any(row.tote_id == tote.location_id for row in tote_positions(work.session, task.id))


def _claim_by_tote(workplace: Workplace, operator_id: int, entry: Entry) -> PickState:
    refused_about = 0

    def verb(work: UnitOfWork) -> PickState:
        nonlocal refused_about
        lock_operator(work.session, operator_id)
        zone = operator_by_id(work.session, operator_id).zone
        tote = _tote_scanned(work, entry)
        if tote is None:
            raise Refused(UnknownCode(entry.raw))
        known = seen_before(work, entry)
        if known is not None and known.work_id is not None and known.refusal is None:
            return load_task(work.session, work.session.get_one(PickTask, known.work_id))
        chain = [] if tote.order_id is None else chain_of_order(work.session, tote.order_id)
        held = tasks_of_operator(work.session, operator_id)
        tasks = lock_tasks(work.session, {*held, *(task.id for task in chain)})
        here = [tasks[task.id] for task in chain]
        task = _task_for(work, tote, here, _code(entry, work), zone, operator_id)
        refused_about = task.id
        _lay_down_others(work, [tasks[one] for one in held if one != task.id])
        _claim(work, workplace, task, operator_id)
        if tote.order_id is None:
            writing = ScanWriting(work, task.id, task.epoch, entry.scan_id)
            bind_tote(writing, BindTote(_code(entry, work), 1), 0)
        else:
            take_in(work, task, _code(entry, work))
        write_scan(work, entry, about="pick", work_id=task.id, epoch=task.epoch)
        return load_task(work.session, task)

    actor = workplace.actor(operator_id, Verb.PICK)
    try:
        return in_walking_order(workplace, workplace.database.run(verb, actor))
    except Refused as refused:
        about = refused_about or None
        log_refused(workplace.database, actor, entry, refused.refusal, "pick", about)
        raise


def _code(entry: Entry, work: UnitOfWork) -> str:
    reading = entry.reading or read(entry.raw, today=work.now.date())
    return f"T-{reading.code}" if isinstance(reading, ToteCode) else ""


def _tote_scanned(work: UnitOfWork, entry: Entry) -> Tote | None:
    code = _code(entry, work)
    return find_tote(work.session, code) if code else None


def _task_for(
    work: UnitOfWork,
    tote: Tote,
    chain: Sequence[PickTask],
    code: str,
    zone: str,
    operator_id: int,
) -> PickTask:
    """The work that a tote's scan begins in a zone, locked.

    Raises:
        Refused: it begins none there; the refusal says what to do with the tote.
    """
    if tote.task_id is not None:
        raise Refused(ToteInUse(code, "", tote.task_id))
    if tote.order_id is None:
        if not zone:
            raise Refused(NoZoneChosen())
        found = lock_first_without_tote(work.session, zone, operator_id)
        if found is None:
            waiting = waiting_count(work.session, zone, operator_id)
            raise Refused(NothingBegins(code, zone, waiting))
        return found
    (order,) = lock_orders(work.session, [tote.order_id])
    _require_going_on(work, order, code)
    return _present_here(work, chain, order, code, zone)


def _require_going_on(work: UnitOfWork, order: Order, code: str) -> None:
    holds = open_holds_of(work.session, [order.id])[order.id]
    hurting = [hold for hold in holds if hold.reason not in HARMLESS_HOLDS]
    if order.cancelled_at is None and not hurting:
        return
    state = HoldReason(hurting[0].reason).value if hurting else order.state.value
    lane = pack_lane(work.session)
    raise Refused(PassedOrderStopped(code, order.number, state, "" if lane is None else lane.code))


def _present_here(
    work: UnitOfWork, chain: Sequence[PickTask], order: Order, code: str, zone: str
) -> PickTask:
    if not chain:
        raise Refused(NotAZoneTote(code, order.number))
    ended = (PickTaskState.DONE, PickTaskState.CANCELLED)
    present = next((task for task in chain if task.state not in ended), None)
    if present is None:
        raise Refused(ZonesDone(code, order.number, lane_code(work.session, "")))
    if present.state is not PickTaskState.READY:
        raise Refused(NotHandedOver(code, present.zone, holder_name(work.session, present)))
    if zone and present.zone != zone:
        lane = lane_code(work.session, present.zone)
        raise Refused(NotForZone(code, zone, present.zone, lane))
    return present


def _lay_down_others(work: UnitOfWork, others: Sequence[PickTask]) -> None:
    """Put aside what the operator holds beside a task; what was not begun is anybody's again."""
    for other in others:
        if other.state is not PickTaskState.IN_PROGRESS:
            continue  # it was finished while its lock was waited for
        rows = tote_positions(work.session, other.id)
        is_untouched = not units_picked(work.session, other.id) and all(
            row.tote_id is None or (row.handed_over_at and not row.arrived_at) for row in rows
        )
        if is_untouched:
            offer_again(work, other)
            refresh_states(work, [row.order_id for row in rows])
        else:
            set_aside(work, other)
        other.revision += 1


def _claim(work: UnitOfWork, workplace: Workplace, task: PickTask, operator_id: int) -> None:
    task.state = next_task_state(task.id, task.state, PickTaskState.IN_PROGRESS)
    task.operator_id = operator_id
    task.paused_by = task.lapsed_at = task.parked_at_id = None
    task.station = workplace.station
    task.epoch += 1
    task.lease_until = work.now + LEASE
    task.started_at = task.started_at or work.now
    work.session.flush()
    work.record(events.TaskClaimed(task.id, operator_id, workplace.station, task.epoch))
    refresh_states(work, [row.order_id for row in tote_positions(work.session, task.id)])
