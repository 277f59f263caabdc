"""Reads what is left on the whole floor in a few selects, and makes plain work of it for the board.

What is on the floor is read task by task; a wave that is not released yet is as many pieces as its
plan has tasks, by its promises.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.db.queries.board_rows import (
    BenchQueue,
    HandRow,
    ZonePromises,
    bench_queues,
    hands_at_work,
    packers_since,
    promises_of_waves,
)
from app.db.queries.planning_rows import OpenTask, open_tasks
from app.db.queries.waves import waves_in
from app.db.schema import Wave
from app.db.unit_of_work import UnitOfWork
from app.domain.pick_planning import DEFAULT_POSITIONS
from app.domain.pick_state import PickMethod
from app.domain.waves import UNRELEASED, WaveState
from app.planning.board_outlook import Hand, TaskAhead, Turn
from app.planning.floor_plan import FloorPlan
from app.planning.forecast import Pace, Work, seconds_of
from app.planning.kinds_of_work import kind_of_work, work_after_picking
from app.services.forecasting import WalkMemory, task_work
from app.services.wave_board import WaveView, views_of

PACKS_NOW = timedelta(minutes=15)
"""Whoever closed a carton within so long is taken to be at a bench."""

METRES_A_STOP = 12.0
"""Walked to a stop of a wave whose carts nobody planned, where no other work tells it better."""

BY_ZONE = frozenset({PickMethod.ZONE_PASS, PickMethod.ZONE_PARALLEL})
"""Methods whose tasks stay in a zone."""

NO_TURN = float("inf")


@dataclass(frozen=True)
class BoardRows:
    """What was read in one transaction.

    Attributes:
        now: the database's clock.
        waves: by number those that are not over, with their views, by cut-off and age.
        promised: what waves that are not released were promised, by wave and zone.
        tasks: what is on the floor.
        queues: what waits for a bench, by wave.
        hands: who holds a task, a row a task.
        packers: how many people pack.
    """

    now: datetime
    waves: Mapping[int, WaveView]
    promised: Sequence[ZonePromises]
    tasks: Sequence[OpenTask]
    queues: Sequence[BenchQueue]
    hands: Sequence[HandRow]
    packers: int


@dataclass(frozen=True)
class WaveLoad:
    """What is left of a wave: metres to walk, and stops by the zone in which they lie."""

    metres: float
    stops: Mapping[str, int]


NO_LOAD = WaveLoad(0.0, {})


def read_board(work: UnitOfWork) -> BoardRows:
    """All the rows that the board is made of, inside the caller's transaction."""
    queues = bench_queues(work.session)
    waves = waves_in(work.session, UNRELEASED | {WaveState.RELEASED, WaveState.IN_PROGRESS})
    at_benches = {queue.wave_id for queue in queues}
    waves += [
        wave for wave in waves_in(work.session, {WaveState.COMPLETE}) if wave.id in at_benches
    ]
    unreleased = [wave.id for wave in waves if wave.state in UNRELEASED]
    return BoardRows(
        now=work.now,
        waves=dict(_shown(waves, views_of(work, waves), at_benches)),
        promised=promises_of_waves(work.session, unreleased),
        tasks=open_tasks(work.session),
        queues=queues,
        hands=hands_at_work(work.session),
        packers=packers_since(work.session, work.now - PACKS_NOW),
    )


def _shown(
    waves: Sequence[Wave], views: Sequence[WaveView], at_benches: set[int | None]
) -> Iterator[tuple[int, WaveView]]:
    """Waves that are not over: one that is picked is, once the benches are through with it."""
    for wave, view in zip(waves, views, strict=True):
        is_over = view.state in (WaveState.COMPLETE, WaveState.CANCELLED)
        if not is_over or wave.id in at_benches:
            yield wave.id, view


class BoardWork:
    """The rows as work: what each task and each wave comes to."""

    def __init__(
        self, rows: BoardRows, plan: FloorPlan | None, pace: Pace, walks: WalkMemory | None = None
    ) -> None:
        walks = WalkMemory() if walks is None else walks
        self._rows, self.pace = rows, pace
        self._zones = {} if plan is None else _zones(plan)
        self._works = [(task, task_work(plan, task, walks)) for task in rows.tasks]
        self._last_task = {
            order_id: task.task_id for task in rows.tasks for order_id in task.order_ids
        }
        stops = sum(work.stops for _, work in self._works)
        metres = sum(work.metres for _, work in self._works)
        self._metres_a_stop = metres / stops if stops and metres else METRES_A_STOP

    def released(self) -> tuple[TaskAhead, ...]:
        """What is on the floor."""
        return tuple(self._task(task, work) for task, work in self._works)

    def unreleased(self) -> tuple[TaskAhead, ...]:
        """What waves would be that are not released yet; claimed after their like on the floor."""
        found: list[TaskAhead] = []
        for wave_id, view in self._rows.waves.items():
            if view.state in UNRELEASED:
                found += self._pieces(wave_id, view, first=-len(found) - 1)
        return tuple(found)

    def at_benches(self) -> dict[int | None, float]:
        """By wave, seconds of packing of what is picked already."""
        return {
            queue.wave_id: seconds_of(
                Work(packed_orders=queue.orders, packed_units=queue.units), self.pace
            )
            for queue in self._rows.queues
        }

    def hands(self) -> tuple[Hand, ...]:
        """Who picks: whoever holds a task."""
        return tuple(
            {row.operator_id: Hand(row.operator_id, row.zone) for row in self._rows.hands}.values()
        )

    def loads(self) -> dict[int, WaveLoad]:
        """By wave on the floor, what is left of it."""
        metres: dict[int, float] = defaultdict(float)
        stops: dict[int, Counter[str]] = defaultdict(Counter)
        for task, work in self._works:
            if task.wave_id is not None:
                metres[task.wave_id] += work.metres
                stops[task.wave_id].update(self._zones.get(stop, task.zone) for stop in task.stops)
        return {wave: WaveLoad(metres[wave], dict(stops[wave])) for wave in stops}

    def _task(self, task: OpenTask, work: Work) -> TaskAhead:
        due = NO_TURN if task.due_at is None else task.due_at.timestamp()
        last = sum(self._last_task[order_id] == task.task_id for order_id in task.order_ids)
        share = last / max(len(task.order_ids), 1)
        units, lines = int(task.units * share), int(task.lines * share)
        after = work_after_picking(task.method, last, lines, units)
        return TaskAhead(
            task.task_id,
            task.wave_id,
            task.zone,
            (-task.priority, due, task.task_id),
            seconds_of(work, self.pace),
            work.stops,
            seconds_of(after, self.pace),
            task.holder_id,
            task.follows_id,
        )

    def _pieces(self, wave_id: int, view: WaveView, first: int) -> list[TaskAhead]:
        """A wave as equal pieces, shared out to its zones where its method stays in them."""
        whole, after = self._whole(view)
        promised = [row for row in self._rows.promised if row.wave_id == wave_id]
        total = sum(row.promises for row in promised)
        shares = {"": 1.0}
        if promised and view.method in BY_ZONE:
            shares = {row.zone: row.promises / total for row in promised}
        seconds, later = seconds_of(whole, self.pace), seconds_of(after, self.pace)
        dues = [row.due_at.timestamp() for row in promised if row.due_at is not None]
        due = min(dues, default=NO_TURN)
        found: list[TaskAhead] = []
        for zone, share in sorted(shares.items()):
            count = max(1, round(whole.tours * share))
            for _ in range(count):
                number = first - len(found)
                turn: Turn = (-view.priority, due, 2**62 - number)
                found.append(
                    TaskAhead(
                        number,
                        wave_id,
                        zone,
                        turn,
                        seconds * share / count,
                        round(whole.stops * share / count),
                        later * share / count,
                    )
                )
        return found if whole.units else []

    def _whole(self, view: WaveView) -> tuple[Work, Work]:
        """A wave as work, by its plan where it has one, and what comes after it was picked."""
        plan = {name: value for name, value in view.planned.items() if isinstance(value, int)}
        figures = view.figures
        orders = plan.get("orders", figures.orders - figures.done)
        lines = plan.get("lines", figures.lines - figures.lines_done)
        units = plan.get("units", max(0, figures.units - figures.picked))
        tasks = plan.get("tasks", -(-orders // DEFAULT_POSITIONS[view.method]))
        stops = plan.get("stops", lines)
        metres = float(plan.get("metres", round(stops * self._metres_a_stop)))
        picking = kind_of_work(view.method, metres, orders, lines, units, tours=tasks, stops=stops)
        return picking, work_after_picking(view.method, orders, lines, units)


def _zones(plan: FloorPlan) -> dict[int, str]:
    """By location, its zone."""
    return {
        place.location_id: plan.aisles[place.aisle].name.zone
        for place in plan.places
        if place.aisle is not None
    }
