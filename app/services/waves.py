"""Waves made, filled and emptied: orders join, leave and move, on the floor as well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from app.db.queries.order_lookup import find_orders
from app.db.queries.orders import lock_orders, order_facts
from app.db.queries.waves import (
    lock_wave,
    lock_waves,
    open_waves_of,
    tasks_with_riders_of_others,
    wave_id_of,
)
from app.db.schema import Order, Wave
from app.db.unit_of_work import UnitOfWork
from app.domain.order_release import Why, WhyNot, why_not_in_wave
from app.domain.orders import ENDED, MAY_HAVE_STOCK, OrderState
from app.domain.permissions import Verb
from app.domain.pick_state import PickMethod
from app.domain.priorities import URGENT
from app.domain.refusals import Refused
from app.domain.wave_acts import WaveAct, WavePart
from app.domain.wave_events import WaveActed, WaveOrdersChanged
from app.domain.wave_refusals import UnknownWave, WaveNotInState
from app.domain.waves import UNRELEASED, WaveState
from app.services.allocating import allocate_orders
from app.services.releasing import Manner, release_orders
from app.services.wave_states import settle
from app.services.withdrawing import FloorWork, lock_floor_work, withdraw_untouched
from app.services.workplace import Workplace

Refusals = tuple[tuple[str, tuple[Why, ...]], ...]
"""Order numbers, each with all that stands against it."""

TAKES_ORDERS = UNRELEASED | {WaveState.RELEASED, WaveState.IN_PROGRESS, WaveState.COMPLETE}


@dataclass(frozen=True)
class NewWave:
    """What a wave is made with; see `app.db.schema.waves.Wave`."""

    method: PickMethod = PickMethod.SINGLE
    positions: int | None = None
    into_carton: bool = False
    carrier: str = ""
    destination: str = ""
    priority: int = 0
    cut_off_at: datetime | None = None
    template_id: int | None = None
    channel_id: int | None = None


@dataclass(frozen=True)
class WaveChange:
    """A wave after orders joined or left it.

    Attributes:
        code: the wave.
        state: its state now.
        orders: the orders that did, by their numbers.
        refused: the others asked for, each with all its reasons.
        unknown: numbers that mean no order, or orders of two shops.
    """

    code: str
    state: WaveState
    orders: tuple[str, ...] = ()
    refused: Refusals = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """Orders somebody named: the rows found, and the numbers that mean nothing or too much."""

    ids: tuple[int, ...]
    unknown: tuple[str, ...] = ()


def orders_named(workplace: Workplace, numbers: Collection[str], source: str = "") -> Asked:
    """The orders that a person means by their numbers."""
    with workplace.database.begin(workplace.actor()) as work:
        found, unclear = find_orders(work.session, numbers, source)
        return Asked(tuple(order.id for order in found), tuple(unclear))


def create_wave(
    workplace: Workplace,
    new: NewWave,
    order_ids: Collection[int] = (),
    *,
    operator_id: int | None = None,
) -> WaveChange:
    """Make a wave, with orders that may be in it; the others are named with all their reasons.

    Raises:
        ValueError: the manner of picking is impossible (`releasing.Manner`).
    """
    Manner(new.method, new.positions, new.into_carton)

    def verb(work: UnitOfWork) -> WaveChange:
        wave = make_wave(work, new)
        return join(work, wave, order_ids)

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.RELEASE))


def add_to_wave(
    workplace: Workplace,
    code: str,
    order_ids: Collection[int],
    *,
    urgent: bool = False,
    operator_id: int | None = None,
) -> WaveChange:
    """Let orders join a wave. Into a released one they go as work at once: promised and released.

    Args:
        workplace: the station.
        code: the wave.
        order_ids: the orders.
        urgent: they go before all others.
        operator_id: who asks for it; None for the person at the shell.

    Raises:
        Refused: there is no such wave, or it was cancelled.
    """

    def verb(work: UnitOfWork) -> WaveChange:
        return join(work, the_wave(work, code, TAKES_ORDERS), order_ids, urgent=urgent)

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.RELEASE))


def remove_from_wave(
    workplace: Workplace,
    code: str,
    order_ids: Collection[int],
    *,
    operator_id: int | None = None,
) -> WaveChange:
    """Take orders out of a wave. Work nobody has done goes back to the desk with them.

    Orders of which a unit was picked stay, and are named.

    Raises:
        Refused: there is no such wave, or it was cancelled.
    """

    def verb(work: UnitOfWork) -> WaveChange:
        wave = the_wave(work, code, TAKES_ORDERS)
        return take_out(work, wave, order_ids)

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.RELEASE))


def take_out(work: UnitOfWork, wave: Wave, order_ids: Collection[int]) -> WaveChange:
    """Take orders out of a locked wave, but those of which a unit was picked."""
    floor = lock_floor_work(work, order_ids)
    mine = {key: order for key, order in floor.orders.items() if order.wave_id == wave.id}
    _, begun = withdraw_untouched(work, FloorWork(floor.tasks, mine))
    staying = {order.id for order in begun}
    left = [order for order in mine.values() if order.id not in staying]
    for order in left:
        order.wave_id = None
    work.record(WaveOrdersChanged(wave.id, wave.code, joined=0, left=len(left)))
    settle(work, wave)
    reasons = tuple((order.number, (Why(WhyNot.BEGUN),)) for order in begun)
    return WaveChange(wave.code, wave.state, _numbers(left), reasons)


def move_to_wave(
    workplace: Workplace,
    code: str,
    order_ids: Collection[int],
    *,
    operator_id: int | None = None,
) -> WaveChange:
    """Let orders change into another wave, wherever they are.

    Work nobody has done is taken back and becomes the new wave's. An order of which a unit was
    picked keeps its work, its totes and its picker, and counts for the new wave, which has to be
    released for that.

    Raises:
        Refused: there is no such wave, or it was cancelled.
    """

    def verb(work: UnitOfWork) -> WaveChange:
        wave, others = _lock_both(work, code, order_ids)
        was = wave.state
        moved = move(work, wave, others, order_ids)
        if moved.change.orders:
            work.record(WaveActed(WaveAct.MOVE.value, wave.code, was.value, moved.parts))
        return moved.change

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.RELEASE))


@dataclass(frozen=True)
class Moved:
    """What came of orders that were to change into a wave: the wave now, and whence they came."""

    change: WaveChange
    parts: tuple[WavePart, ...]


def move(work: UnitOfWork, wave: Wave, others: Sequence[Wave], order_ids: Collection[int]) -> Moved:
    """Let orders change into a locked wave, out of others that are locked as well.

    Those that may not be work yet do not join a released wave; they stay in one that is at the
    desk, and are in none where theirs was on the floor.
    """
    floor = lock_floor_work(work, order_ids)
    movable = {key: order for key, order in floor.orders.items() if order.wave_id != wave.id}
    before = {order_id: order.wave_id for order_id, order in movable.items()}
    origins = {other.id: other for other in others}
    was = {other.id: other.state.value for other in others}
    _, begun = withdraw_untouched(work, FloorWork(floor.tasks, movable))
    kept, reasons = _take_begun(work, wave, floor, begun)
    loose = [order for order in movable.values() if order not in begun]
    for order in loose:
        order.wave_id = None
    work.session.flush()
    joined = join(work, wave, [order.id for order in loose])
    for order in loose:
        origin = origins.get(before[order.id] or 0)
        if order.wave_id is None and origin is not None and origin.state in UNRELEASED:
            order.wave_id = origin.id
    for other in others:
        settle(work, other)
    came = [order for order in movable.values() if order.wave_id == wave.id]
    parts: dict[int | None, list[int]] = defaultdict(list)
    for order in came:
        parts[before[order.id] if before[order.id] in origins else None].append(order.id)
    change = WaveChange(
        wave.code, wave.state, (*_numbers(kept), *joined.orders), (*reasons, *joined.refused)
    )
    return Moved(
        change,
        tuple(
            WavePart("", "", tuple(ids))
            if key is None
            else WavePart(origins[key].code, was[key], tuple(ids))
            for key, ids in parts.items()
        ),
    )


def make_wave(work: UnitOfWork, new: NewWave) -> Wave:
    """Write a new wave; its code is its number."""
    wave = Wave(
        code=uuid4().hex[:16],
        state=WaveState.CREATED,
        method=new.method,
        positions=new.positions,
        into_carton=new.into_carton,
        carrier=new.carrier,
        destination=new.destination,
        priority=new.priority,
        cut_off_at=new.cut_off_at,
        template_id=new.template_id,
        channel_id=new.channel_id,
        created_by=work.actor.operator_id,
        created_at=work.now,
    )
    work.session.add(wave)
    work.session.flush()
    wave.code = f"W-{wave.id}"
    work.session.flush()
    return wave


def the_wave(work: UnitOfWork, code: str, states: Collection[WaveState]) -> Wave:
    """The wave with a code, locked.

    Raises:
        Refused: there is none, or it is in none of the states.
    """
    wave = lock_wave(work.session, code)
    if wave is None:
        raise Refused(UnknownWave(code))
    if wave.state not in states:
        raise Refused(WaveNotInState(wave.code, wave.state.value))
    return wave


def _lock_both(work: UnitOfWork, code: str, order_ids: Collection[int]) -> tuple[Wave, list[Wave]]:
    """The wave orders move into and those they leave, all locked in the order of their numbers."""
    target = wave_id_of(work.session, code)
    if target is None:
        raise Refused(UnknownWave(code))
    leaving = {wave.id for wave in open_waves_of(work.session, order_ids).values()}
    locked = lock_waves(work.session, {target, *leaving})
    wave = the_wave(work, code, TAKES_ORDERS)
    return wave, [other for key, other in locked.items() if key != wave.id]


def join(
    work: UnitOfWork, wave: Wave, order_ids: Collection[int], *, urgent: bool = False
) -> WaveChange:
    """Let orders join a locked wave; into a released one they go as work."""
    orders = lock_orders(work.session, order_ids)
    facts = order_facts(work.session, orders)
    others = open_waves_of(work.session, order_ids)
    refused: list[tuple[str, tuple[Why, ...]]] = []
    joining: list[Order] = []
    for order in orders:
        other = others.get(order.id)
        elsewhere = "" if other is None or other.id == wave.id else other.code
        why = why_not_in_wave(facts[order.id], other_wave=elsewhere)
        if why:
            refused.append((order.number, why))
        elif order.wave_id != wave.id:
            joining.append(order)
    for order in joining:
        order.wave_id = wave.id
        order.priority = max(order.priority, URGENT) if urgent else order.priority
    work.session.flush()
    if wave.state not in UNRELEASED:
        joining, late = _release_late(work, wave, joining)
        refused += late
    if joining:
        work.record(WaveOrdersChanged(wave.id, wave.code, joined=len(joining), left=0))
    settle(work, wave)
    return WaveChange(wave.code, wave.state, _numbers(joining), tuple(refused))


def manner_of(wave: Wave) -> Manner:
    """How the orders of a wave are picked."""
    carts = tuple(tuple(cart) for cart in wave.carts or ())
    return Manner(
        wave.method, wave.positions, wave.into_carton, wave.id, carts, priority=wave.priority
    )


def _release_late(
    work: UnitOfWork, wave: Wave, orders: list[Order]
) -> tuple[list[Order], Refusals]:
    """Release orders that join a released wave; those that may not be do not join it."""
    ids = [order.id for order in orders]
    allocate_orders(work, [order.id for order in orders if order.state in MAY_HAVE_STOCK])
    report = release_orders(work, ids, manner_of(wave))
    refused = {number for number, _ in report.refused}
    for order in orders:
        if order.number in refused:
            order.wave_id = None
    work.session.flush()
    return [order for order in orders if order.number not in refused], report.refused


def _take_begun(
    work: UnitOfWork, wave: Wave, floor: FloorWork, begun: Collection[Order]
) -> tuple[list[Order], Refusals]:
    """Count orders that were begun for another wave; tasks that carry only them go along."""
    kept = [order for order in begun if order.state not in ENDED]
    ended = tuple(
        (order.number, (Why(_ENDED_WHY[order.state]),)) for order in begun if order not in kept
    )
    if wave.state in UNRELEASED:
        return [], (*ended, *((order.number, (Why(WhyNot.BEGUN),)) for order in kept))
    for order in kept:
        order.wave_id = wave.id
    work.session.flush()
    elsewhere = tasks_with_riders_of_others(work.session, floor.tasks.keys(), wave.id)
    for task_id, task in floor.tasks.items():
        if task_id not in elsewhere:
            task.wave_id = wave.id
    work.session.flush()
    return kept, ended


_ENDED_WHY = {
    OrderState.SHIPPED: WhyNot.ALREADY_SHIPPED,
    OrderState.CANCELLED: WhyNot.CANCELLED,
    OrderState.CLOSED: WhyNot.NOTHING_TO_SHIP,
}


def _numbers(orders: Iterable[Order]) -> tuple[str, ...]:
    return tuple(order.number for order in orders)
