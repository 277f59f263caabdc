"""Selects on waves: locking them, their orders, and how far they have come by the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Subquery,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session

from app.db.queries.floor_work import UNFINISHED
from app.db.queries.orders import chunks
from app.db.schema import Channel, Operator, Order, OrderLine, PickTask, PickTaskTote, Wave
from app.domain.channels import ChannelState
from app.domain.orders import ENDED, OrderState
from app.domain.tasks import PickTaskState
from app.domain.waves import UNRELEASED, WaveCounts, WaveState

OPEN_STATES = UNRELEASED | {WaveState.RELEASED, WaveState.IN_PROGRESS}
"""A wave in one of these keeps its orders from any other."""

_WAVES: BindParameter[int] = bindparam("waves", expanding=True)


def lock_wave(session: Session, code: str) -> Wave | None:
    """The wave with a code, locked. Waves are locked before tasks and orders.

    Not the key: a row that names the wave is written by who has locked an order and no wave.
    """
    return session.scalar(
        select(Wave)
        .where(func.upper(Wave.code) == code.upper())
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )


def wave_id_of(session: Session, code: str) -> int | None:
    """The number of the wave with a code."""
    return session.scalar(select(Wave.id).where(func.upper(Wave.code) == code.upper()))


def lock_waves(session: Session, wave_ids: Collection[int]) -> dict[int, Wave]:
    """Waves by their number, locked in the order of their numbers."""
    rows = session.scalars(
        select(Wave)
        .where(Wave.id.in_(wave_ids))
        .order_by(Wave.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {wave.id: wave for wave in rows}


def lock_waves_on_the_floor(session: Session, since: datetime) -> list[Wave]:
    """Waves whose work is out, locked; those that others have locked are passed over.

    Args:
        session: the transaction.
        since: waves that were complete before then are looked at no more.
    """
    return list(
        session.scalars(
            select(Wave)
            .where(
                or_(
                    Wave.state.in_((WaveState.RELEASED, WaveState.IN_PROGRESS)),
                    (Wave.state == WaveState.COMPLETE) & (Wave.ended_at > since),
                )
            )
            .order_by(Wave.id)
            .with_for_update(skip_locked=True, key_share=True)
            .execution_options(populate_existing=True)
        )
    )


def order_ids_of_wave(session: Session, wave_id: int) -> list[int]:
    """The orders of a wave, the most urgent first, then the oldest."""
    return list(
        session.scalars(
            select(Order.id)
            .where(Order.wave_id == wave_id)
            .order_by(Order.priority.desc(), Order.ship_by, Order.placed_at, Order.id)
        )
    )


def leave_wave(session: Session, wave_id: int, *, but: Collection[int]) -> None:
    """Let all orders of a wave leave it but these; they must be locked."""
    staying = set(but)
    for order in session.scalars(select(Order).where(Order.wave_id == wave_id)):
        if order.id not in staying:
            order.wave_id = None
    session.flush()


def open_waves_of(session: Session, order_ids: Collection[int]) -> dict[int, Wave]:
    """The wave that each order is in, where it is one that keeps it from others."""
    found: dict[int, Wave] = {}
    for part in chunks(order_ids):
        rows = session.execute(
            select(Order.id, Wave)
            .join(Wave, Wave.id == Order.wave_id)
            .where(Order.id.in_(part), Wave.state.in_(tuple(OPEN_STATES)))
        )
        found.update((order_id, wave) for order_id, wave in rows)
    return found


def tasks_with_riders_of_others(
    session: Session, task_ids: Collection[int], wave_id: int
) -> set[int]:
    """Those of the tasks that carry an order of another wave, or of none."""
    found: set[int] = set()
    for part in chunks(task_ids):
        found.update(
            session.scalars(
                select(PickTaskTote.task_id)
                .join(Order, Order.id == PickTaskTote.order_id)
                .where(
                    PickTaskTote.task_id.in_(part),
                    or_(Order.wave_id.is_(None), Order.wave_id != wave_id),
                )
            )
        )
    return found


def stays_open(session: Session, wave: Wave) -> bool:
    """Whether more orders come into a wave by themselves: it is that of a channel at work."""
    return bool(staying_open(session, [wave]))


def staying_open(session: Session, waves: Collection[Wave]) -> set[int]:
    """Those of the waves into which more orders come by themselves, by their numbers."""
    channels = {wave.channel_id for wave in waves if wave.channel_id is not None}
    if not channels:
        return set()
    at_work = (ChannelState.OPEN, ChannelState.LOCKED)
    found = set(
        session.scalars(
            select(Channel.id).where(Channel.id.in_(channels), Channel.state.in_(at_work))
        )
    )
    return {wave.id for wave in waves if wave.channel_id in found}


@dataclass(frozen=True)
class WaveFigures:
    """What the rows say of a wave's orders and tasks, in numbers.

    `units` are those still wanted or sent; `lines` the order lines that have any.
    """

    orders: int = 0
    done: int = 0
    unresolved: int = 0
    held: int = 0
    lines: int = 0
    lines_done: int = 0
    units: int = 0
    picked: int = 0
    short: int = 0
    packed: int = 0
    shipped: int = 0
    tasks_waiting: int = 0
    tasks_ready: int = 0
    tasks_in_progress: int = 0
    tasks_paused: int = 0
    tasks_done: int = 0

    @property
    def begun(self) -> bool:
        """Whether somebody claimed a task or picked a unit."""
        return bool(self.picked or self.tasks_in_progress or self.tasks_paused or self.tasks_done)

    @property
    def counts(self) -> WaveCounts:
        """What the wave's state is read off."""
        return WaveCounts(self.orders, self.done, self.unresolved, self.begun)


def figures_of(session: Session, wave_ids: Collection[int]) -> dict[int, WaveFigures]:
    """How far waves have come, each in the numbers of its rows."""
    orders = _order_figures(session, wave_ids)
    tasks = _task_figures(session, wave_ids)
    return {
        wave_id: WaveFigures(**orders.get(wave_id, {}), **tasks.get(wave_id, {}))
        for wave_id in wave_ids
    }


def _order_figures(session: Session, wave_ids: Collection[int]) -> dict[int, dict[str, int]]:
    rows = session.execute(_figures_by_order(), {"waves": list(wave_ids)}).mappings()
    return {
        row["wave_id"]: {name: int(row[name]) for name in row if name != "wave_id"} for row in rows
    }


@cache
def _figures_by_order() -> Select[*tuple[Any, ...]]:
    """Of waves: how many orders, lines and units, and how far they have come."""
    lines = _lines_by_order()
    ended = Order.state.in_(tuple(ENDED))
    done = ended | (Order.released_at.is_not(None) & (func.coalesce(lines.c.unpicked, 0) == 0))
    worked = exists().where(
        PickTaskTote.order_id == Order.id,
        PickTask.id == PickTaskTote.task_id,
        PickTask.state.in_(UNFINISHED),
    )
    unresolved = ~done & Order.released_at.is_not(None) & ~worked
    units = ("lines", "lines_done", "units", "picked", "short", "packed", "shipped")
    return (
        select(
            Order.wave_id,
            func.count().label("orders"),
            _count(done).label("done"),
            _count(unresolved).label("unresolved"),
            _count(Order.state == OrderState.HELD).label("held"),
            *(func.coalesce(func.sum(lines.c[name]), 0).label(name) for name in units),
        )
        .outerjoin(lines, lines.c.order_id == Order.id)
        .where(Order.wave_id.in_(_WAVES))
        .group_by(Order.wave_id)
    )


def _lines_by_order() -> Subquery:
    """By order of the waves: its lines, units wanted, and how far they have come."""
    wanted = OrderLine.quantity - OrderLine.cancelled - OrderLine.short
    unpicked = case((OrderLine.picked < wanted, wanted - OrderLine.picked), else_=0)
    return (
        select(
            OrderLine.order_id,
            func.sum(unpicked).label("unpicked"),
            _count(wanted > 0).label("lines"),
            _count((wanted > 0) & (OrderLine.picked >= wanted)).label("lines_done"),
            func.sum(wanted).label("units"),
            *(
                func.sum(column).label(name)
                for name, column in (
                    ("picked", OrderLine.picked),
                    ("short", OrderLine.short),
                    ("packed", OrderLine.packed),
                    ("shipped", OrderLine.shipped),
                )
            ),
        )
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.wave_id.in_(_WAVES), OrderLine.requires_shipping)
        .group_by(OrderLine.order_id)
        .subquery()
    )


def _task_figures(session: Session, wave_ids: Collection[int]) -> dict[int, dict[str, int]]:
    rows = session.execute(_FIGURES_BY_TASK, {"waves": list(wave_ids)})
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for wave_id, state, count in rows:
        if wave_id is not None:
            found[wave_id][f"tasks_{state.value}"] = int(count)
    return found


_FIGURES_BY_TASK = (
    select(PickTask.wave_id, PickTask.state, func.count())
    .where(PickTask.wave_id.in_(_WAVES), PickTask.state != PickTaskState.CANCELLED)
    .group_by(PickTask.wave_id, PickTask.state)
)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def waves_in(session: Session, states: Collection[WaveState], code: str = "") -> list[Wave]:
    """Waves whose row is in one of the states, by cut-off and age; only the one with a code."""
    statement = (
        select(Wave)
        .where(Wave.state.in_(tuple(states)))
        .order_by(Wave.cut_off_at.is_(None), Wave.cut_off_at, Wave.id)
    )
    if code:
        statement = statement.where(func.upper(Wave.code) == code.upper())
    return list(session.scalars(statement))


def people_at_work(session: Session, wave_ids: Collection[int]) -> dict[int, list[str]]:
    """Who holds a task of each wave now, by name."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = session.execute(
        select(PickTask.wave_id, Operator.name)
        .join(Operator, Operator.id == PickTask.operator_id)
        .where(PickTask.wave_id.in_(wave_ids), PickTask.state == PickTaskState.IN_PROGRESS)
        .distinct()
        .order_by(Operator.name)
    )
    for wave_id, name in rows:
        if wave_id is not None:
            found[wave_id].append(name)
    return found


OrderRowOfWave = tuple[str, OrderState, int, datetime | None, int, int, int, int]
"""Number, state, priority, due, units wanted, picked and given up, and the id."""


def order_rows_of_wave(session: Session, wave_id: int) -> list[OrderRowOfWave]:
    """The orders of a wave in figures, the most urgent first."""
    rows = session.execute(_rows_of_wave(), {"wave": wave_id})
    return [
        (number, state, priority, ship_by, int(units), int(picked), int(short), order_id)
        for number, state, priority, ship_by, units, picked, short, order_id in rows
    ]


@cache
def _rows_of_wave() -> Select[*tuple[Any, ...]]:
    wanted = OrderLine.quantity - OrderLine.cancelled - OrderLine.short
    units = [func.sum(column) for column in (wanted, OrderLine.picked, OrderLine.short)]
    return (
        select(
            Order.number,
            Order.state,
            Order.priority,
            Order.ship_by,
            *(func.coalesce(one, 0) for one in units),
            Order.id,
        )
        .outerjoin(OrderLine, (OrderLine.order_id == Order.id) & OrderLine.requires_shipping)
        .where(Order.wave_id == bindparam("wave"))
        .group_by(Order.id)
        .order_by(Order.priority.desc(), Order.ship_by, Order.placed_at, Order.id)
    )
