"""Shows a wave as it would be worked before its release: two plans side by side, and which is best.

The plans are made one after another, each in a transaction of its own, so that nobody waits for
all of them; their finish is told as the board tells that of all other waves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.db.queries.planning_rows import cubby_count
from app.db.queries.waves import order_ids_of_wave
from app.db.schema import Wave
from app.db.unit_of_work import UnitOfWork
from app.domain.permissions import Verb
from app.domain.pick_planning import PlannedTask, Way
from app.domain.pick_state import PickMethod
from app.domain.refusals import Refused
from app.domain.wave_choice import (
    WayOutcome,
    WhyThisWay,
    WorkWay,
    beside,
    recommended,
    ways_to_compare,
)
from app.domain.wave_planning import WavePlan
from app.domain.wave_refusals import WaveEmpty
from app.domain.waves import UNRELEASED, WaveState
from app.planning.board_outlook import TaskAhead, finish_of
from app.planning.floor_plan import FloorPlan
from app.planning.forecast import Work, seconds_of
from app.planning.kinds_of_work import kind_of_work, work_after_picking
from app.services.board_forecast import BoardNow, PaceMemory, board_now, range_of
from app.services.forecasting import Verdict, verdict_of
from app.services.releasing import Manner
from app.services.task_planning import cart_way, stops_metres
from app.services.wave_plans import PlannedWave, WaveOrders, orders_of, planned_by
from app.services.wave_release import planned
from app.services.waves import the_wave
from app.services.workplace import Workplace


@dataclass(frozen=True)
class CutOffFinish:
    """When the orders with one cut-off are done."""

    cut_off_at: datetime | None
    tasks: int
    done_at: datetime | None

    @property
    def is_in_time(self) -> bool:
        """Whether the cut-off is kept; true where there is none."""
        if self.cut_off_at is None:
            return True
        return self.done_at is not None and self.done_at <= self.cut_off_at


@dataclass(frozen=True)
class PlanSide:
    """One plan of a wave.

    Attributes:
        way: how it is worked.
        plan: what it comes to.
        outcome: when it is done and how much work it is.
        earliest: the early end of the range of its finish; None where nobody gets to it.
        latest: the late end.
        cut_offs: when the orders of each cut-off are done, the first cut-off first.
        fewest: with how few pickers it is still in time; None where it is not, or none is due.
    """

    way: WorkWay
    plan: WavePlan
    outcome: WayOutcome
    earliest: datetime | None
    latest: datetime | None
    cut_offs: tuple[CutOffFinish, ...]
    fewest: int | None

    @property
    def verdict(self) -> Verdict:
        """Whether the wave's cut-off is kept, as far as that can be told."""
        return verdict_of(self.earliest, self.latest, self.outcome.cut_off_at)


@dataclass(frozen=True)
class WavePreview:
    """A wave before its release.

    Attributes:
        code: the wave.
        state: where it is.
        sides: the plan as the wave says, and the one it is compared with, if there is any.
        best: the place of the recommended one in `sides`.
        why: why it is.
        pickers: how many people pick now; 0 where the forecast is that of one who begins.
    """

    code: str
    state: WaveState
    sides: tuple[PlanSide, ...]
    best: int
    why: WhyThisWay
    pickers: int

    @property
    def own(self) -> PlanSide:
        """The plan as the wave says now."""
        return self.sides[0]

    @property
    def saved(self) -> float:
        """The share of people's time that the recommended plan saves against the wave's own."""
        best, own = self.sides[self.best].outcome.seconds, self.own.outcome.seconds
        return 1.0 - best / own if own else 0.0


@dataclass(frozen=True)
class _Asked:
    """What the plans of a wave are made for."""

    code: str
    state: WaveState
    orders: WaveOrders
    ways: tuple[WorkWay, ...]
    carts: tuple[tuple[int, ...], ...]
    cut_off_at: datetime | None
    priority: int
    into_carton: bool


def wave_preview(
    workplace: Workplace,
    code: str,
    operator_id: int | None = None,
    memory: PaceMemory | None = None,
) -> WavePreview:
    """Look at a wave as work, in its own way and in the one that is best beside it.

    Args:
        workplace: where this is asked.
        code: the wave.
        operator_id: who asks; None for the person at the shell.
        memory: keeps the pace between two looks.

    Raises:
        Refused: there is no such wave, it is empty, or it was released already.
    """
    board = board_now(workplace, operator_id, memory)
    actor = workplace.actor(operator_id, Verb.RELEASE)
    with workplace.database.begin(actor) as work:
        asked = _read(work, the_wave(work, code, UNRELEASED))
    made: list[PlannedWave] = []
    for way in asked.ways:
        with workplace.database.begin(actor) as work:
            carts = asked.carts if way == asked.ways[0] else ()
            manner = Way(way.method, asked.into_carton)
            carts_way = cart_way(work.session, manner, way.positions, carts)
            made.append(planned_by(work, asked.orders, carts_way))
    sides = [_side(board, asked, way, plan) for way, plan in zip(asked.ways, made, strict=True)]
    outcomes = [side.outcome for side in sides]
    best, why = recommended(outcomes)
    other = beside(outcomes, best)
    shown = [outcomes[0], *(one for one in (other,) if one is not None)]
    return WavePreview(
        asked.code,
        asked.state,
        tuple(sides[outcomes.index(one)] for one in shown),
        shown.index(best),
        why,
        len(board.pickers),
    )


def choose_way(
    workplace: Workplace, code: str, way: WorkWay, *, operator_id: int | None = None
) -> None:
    """Let a wave be worked in another way; it is planned anew by it.

    Raises:
        Refused: there is no such wave, it is empty, or it was released already.
        ValueError: the manner of picking is impossible (`releasing.Manner`).
    """

    def verb(work: UnitOfWork) -> None:
        wave = the_wave(work, code, UNRELEASED)
        Manner(way.method, way.positions, wave.into_carton)
        if (wave.method, wave.positions) != (way.method, way.positions):
            wave.method, wave.positions, wave.carts = way.method, way.positions, None
        planned(work, wave)

    workplace.database.run(verb, workplace.actor(operator_id, Verb.RELEASE))


def _read(work: UnitOfWork, wave: Wave) -> _Asked:
    if not order_ids_of_wave(work.session, wave.id):
        raise Refused(WaveEmpty(wave.code))
    own = WorkWay(wave.method, wave.positions)
    ways: tuple[WorkWay, ...] = (own,)
    if not wave.into_carton:
        ways = ways_to_compare(own, has_wall=cubby_count(work.session) > 0)
    return _Asked(
        wave.code,
        wave.state,
        orders_of(work, wave),
        ways,
        tuple(tuple(cart) for cart in wave.carts or ()),
        wave.cut_off_at,
        wave.priority,
        wave.into_carton,
    )


def _side(board: BoardNow, asked: _Asked, way: WorkWay, made: PlannedWave) -> PlanSide:
    dues = sorted({task.due_at for task in made.tasks}, key=_due_key)
    tasks = tuple(_ahead(board, asked, made, dues))
    finishes = finish_of(replace(board.work, tasks=board.work.tasks + tasks))
    ends = [finishes[-1 - at] for at in range(len(dues))]
    after = _latest([end.done_after for end in ends])
    stops = sum(end.stops for end in ends)
    outcome = WayOutcome(
        way,
        sum(end.seconds + end.bench_seconds for end in ends),
        None if after is None else board.now + timedelta(seconds=after),
        asked.cut_off_at,
    )
    span = range_of(after, stops, len(board.work.hands), board.house)
    counts = [sum(task.due_at == due for task in made.tasks) for due in dues]
    return PlanSide(
        way,
        made.plan,
        outcome,
        None if span is None else board.now + timedelta(seconds=span[0]),
        None if span is None else board.now + timedelta(seconds=span[1]),
        tuple(
            CutOffFinish(due, count, _moment(board.now, end.done_after))
            for due, count, end in zip(dues, counts, ends, strict=True)
        ),
        _fewest(board, tasks, asked.cut_off_at),
    )


def _ahead(
    board: BoardNow, asked: _Asked, made: PlannedWave, dues: Sequence[datetime | None]
) -> Iterable[TaskAhead]:
    """The plan's tasks as work ahead; those of one cut-off count as a wave of their own."""
    place = {due: -1 - at for at, due in enumerate(dues)}
    for number, task in enumerate(made.tasks, start=1):
        work = _work(made.floor.plan, task)
        due = float("inf") if task.due_at is None else task.due_at.timestamp()
        orders = len(task.positions)
        lines = len({one.order_line_id for one in task.promises})
        after = work_after_picking(task.method, orders, lines, work.units)
        yield TaskAhead(
            -number,
            place[task.due_at],
            task.zone if task.method in (PickMethod.ZONE_PASS, PickMethod.ZONE_PARALLEL) else "",
            (-max(task.priority, asked.priority), due, 2**62 + number),
            seconds_of(work, board.pace),
            work.stops,
            seconds_of(after, board.pace),
            follows=None if task.follows is None else -1 - task.follows,
        )


def _work(plan: FloorPlan | None, task: PlannedTask) -> Work:
    places = [one.location_id for one in task.promises]
    metres = 0.0
    if plan is not None:
        metres = stops_metres(plan, [place for place in places if place in plan.by_location])
    lines = len({one.order_line_id for one in task.promises})
    units = sum(one.quantity for one in task.promises)
    stops = len(set(places))
    return kind_of_work(task.method, metres, len(task.positions), lines, units, stops=stops)


def _fewest(board: BoardNow, tasks: Sequence[TaskAhead], cut_off_at: datetime | None) -> int | None:
    """With how few of those who pick the tasks are done by the cut-off."""
    if cut_off_at is None or not tasks:
        return None
    waves = {task.wave for task in tasks}
    limit = (cut_off_at - board.now).total_seconds()

    def is_enough(people: int) -> bool:
        hands = board.work.hands[:people]
        every = replace(board.work, tasks=board.work.tasks + tuple(tasks), hands=hands)
        after = _latest([end.done_after for wave, end in finish_of(every).items() if wave in waves])
        return after is not None and after <= limit

    low, high = 1, len(board.work.hands)
    if not is_enough(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle + 1, high)
    return low


def _latest(ends: Sequence[float | None]) -> float | None:
    known = [end for end in ends if end is not None]
    return max(known, default=0.0) if len(known) == len(ends) else None


def _moment(now: datetime, seconds: float | None) -> datetime | None:
    return None if seconds is None else now + timedelta(seconds=seconds)


def _due_key(due: datetime | None) -> float:
    return float("inf") if due is None else due.timestamp()
