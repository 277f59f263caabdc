"""Signs of life: which program run speaks for a station, and what becomes of work gone silent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app import __version__
from app.db.queries.leases import (
    due_tasks,
    lock_station,
    lock_tasks,
    set_leases,
    tasks_left_behind,
    tasks_of_operator,
    totes_bound,
    units_picked,
)
from app.db.queries.pick_claims import lock_operator
from app.db.queries.picking import tote_positions
from app.db.schema import PickTask, Station
from app.db.unit_of_work import UnitOfWork
from app.domain.events import TaskLapsed
from app.domain.leases import LEASE, Speaker, speaker, state_after_lapse
from app.domain.permissions import Verb
from app.domain.tasks import PickTaskState, next_task_state
from app.services.order_states import refresh_states
from app.services.pick_writing import set_aside
from app.services.workplace import Workplace

MOST_REAPED = 20
"""Tasks in one transaction: after a night without a server, the floor need not wait for all."""


@dataclass(frozen=True)
class ReapReport:
    """The tasks whose lease ran out: those for everybody again, and those that wait with a tote."""

    ready: tuple[int, ...] = ()
    paused: tuple[int, ...] = ()

    def __add__(self, other: ReapReport) -> ReapReport:
        """Both together."""
        return ReapReport(self.ready + other.ready, self.paused + other.paused)


@dataclass(frozen=True)
class LeftWork:
    """Work that somebody left behind, for the station home; `minutes` ago."""

    task_id: int
    order_number: str
    tote: str
    operator: str
    minutes: int


def begin_run(workplace: Workplace, run: UUID) -> Speaker:
    """Let a program run speak for its station, unless another computer does so now.

    The leases of work that an earlier run of this station held end now: whoever did it is not at
    the screen of a program that has just been started.

    Returns:
        Who spoke for the station before; `ANOTHER_COMPUTER` if the run may not speak for it.
    """

    def verb(work: UnitOfWork) -> Speaker:
        station = _station(work, workplace.station)
        before = speaker(run, station.session, station.last_seen_at, work.now)
        if before is not Speaker.ANOTHER_COMPUTER:
            _note(station, run, work.now)
            if before is not Speaker.THIS_RUN:
                set_leases(work.session, workplace.station, work.now)
        return before

    return workplace.database.run(verb, workplace.actor())


def heartbeat(workplace: Workplace, run: UUID) -> Speaker:
    """Say that a program run lives: its station is seen, and the work held there stays held.

    Two runs that speak for one station overwrite each other, so that both are told.

    Returns:
        Who spoke for the station since the last heartbeat; `EARLIER_RUN` and `ANOTHER_COMPUTER`
        mean that a second run does so now.
    """

    def verb(work: UnitOfWork) -> Speaker:
        station = _station(work, workplace.station)
        before = speaker(run, station.session, station.last_seen_at, work.now)
        _note(station, run, work.now)
        set_leases(work.session, workplace.station, work.now + LEASE)
        return before

    return workplace.database.run(verb, workplace.actor())


def end_run(workplace: Workplace, run: UUID) -> None:
    """A program run ends: any computer may speak for its station at once."""

    def verb(work: UnitOfWork) -> None:
        station = lock_station(work.session, workplace.station)
        if station is not None and station.session == run:
            station.session = None

    workplace.database.run(verb, workplace.actor())


def reap(workplace: Workplace) -> ReapReport:
    """Let the work lapse whose lease ran out, whoever held it and wherever.

    The epoch stays as it is, since nobody claimed anything: what the last holder scanned, perhaps
    off line, still counts until somebody else claims the task.
    """

    def verb(work: UnitOfWork) -> ReapReport:
        tasks = due_tasks(work.session, work.now, MOST_REAPED)
        return _lapse(work, tasks)

    report = ReapReport()
    while True:
        some = workplace.database.run(verb, workplace.actor(verb=Verb.PICK))
        report += some
        if len(some.ready) + len(some.paused) < MOST_REAPED:
            return report


def lay_down(workplace: Workplace, operator_id: int) -> None:
    """Put aside whatever pick work an operator still holds, because they leave the station."""

    def verb(work: UnitOfWork) -> None:
        lock_operator(work.session, operator_id)
        held = lock_tasks(work.session, tasks_of_operator(work.session, operator_id))
        for task in held.values():
            if task.operator_id == operator_id and task.station == workplace.station:
                set_aside(work, task)
                task.revision += 1

    workplace.database.run(verb, workplace.actor(operator_id, Verb.PICK))


def left_behind(workplace: Workplace, operator_id: int) -> tuple[LeftWork, ...]:
    """Work of others that went silent longer ago than a station may go on alone."""
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        return tuple(
            LeftWork(
                row.task_id,
                row.order_number,
                row.tote,
                row.operator,
                int((work.now - row.lapsed_at).total_seconds()) // 60,
            )
            for row in tasks_left_behind(work.session, work.now, but_not_of=operator_id)
        )


def _station(work: UnitOfWork, code: str) -> Station:
    """The station's row, locked; made anew where it is missing, as after an older backup."""
    station = lock_station(work.session, code)
    if station is None:
        station = Station(code=code)
        work.session.add(station)
    return station


def _note(station: Station, run: UUID, now: datetime) -> None:
    station.session = run
    station.last_seen_at = now
    station.app_version = __version__


def _lapse(work: UnitOfWork, tasks: list[PickTask]) -> ReapReport:
    ready: list[int] = []
    paused: list[int] = []
    orders: set[int] = set()
    for task in tasks:
        new = state_after_lapse(
            units_picked=units_picked(work.session, task.id),
            totes_bound=totes_bound(work.session, task.id),
        )
        work.record(TaskLapsed(task.id, task.operator_id or 0, task.station))
        task.state = next_task_state(task.id, task.state, new)
        task.paused_by = task.operator_id
        task.operator_id = None
        # A lease from a clock that was set back since says nothing of when the work was left.
        task.lapsed_at = min(task.lease_until or work.now, work.now)
        task.lease_until = None
        if new is PickTaskState.READY:
            ready.append(task.id)
            orders.update(one.order_id for one in tote_positions(work.session, task.id))
        else:
            paused.append(task.id)
    if orders:
        refresh_states(work, orders)
    return ReapReport(tuple(ready), tuple(paused))
