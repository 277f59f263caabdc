"""Tells what waves will come to before and while they are worked: metres, minutes, when, how sure.

Work is taken in the order in which it is claimed: what is on the floor already and goes before
counts too. What is told of is the picking; sorting and packing are the simulation's
(`services.simulating`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from app.db.queries.planning_rows import (
    OpenTask,
    done_picks,
    done_tasks,
    open_tasks,
    people_picking,
)
from app.domain.permissions import Verb
from app.domain.pick_planning import PlannedTask
from app.domain.refusals import Refused
from app.domain.wave_refusals import NobodyPicks, NoFloorPlan
from app.domain.waves import UNRELEASED, WaveState
from app.planning.floor_plan import FloorPlan
from app.planning.forecast import NO_WORK, Work, forecast, seconds_of
from app.planning.kinds_of_work import kind_of_work
from app.planning.learned_pace import MOST
from app.services.house_pace import HousePace, house_pace
from app.services.task_planning import metres_of, stops_metres
from app.services.wave_plans import plan_of
from app.services.waves import the_wave
from app.services.workplace import Workplace

NEVER = datetime.max.replace(tzinfo=UTC)

MOST_WALKS = 10_000
"""So many walks are remembered; then all are forgotten."""

AFTER_ALL = 2**63
"""A turn behind every task that has a number."""


class Verdict(StrEnum):
    """Whether a cut-off is kept, as far as that can be told."""

    NO_CUT_OFF = "no_cut_off"
    IN_TIME = "in_time"
    CLOSE = "close"
    LATE = "late"


@dataclass(frozen=True)
class WaveForecast:
    """What a wave will come to.

    Attributes:
        code: the wave.
        tasks: pick tasks that are left of it.
        metres: walked for them.
        seconds: of picking, for all people together.
        people: how many pick.
        ahead: tasks of others that are claimed before its last one.
        done_at: when its last unit is picked.
        earliest: the early end of the range of that.
        latest: the late end.
        cut_off_at: when it has to be done; None if nobody said.
        samples: from how many of the house's own stops the pace was learned; 0 for a usual pace.
        share_off: by how much that pace would have missed the later half of these, as a share;
            None where there are too few.
    """

    code: str
    tasks: int
    metres: float
    seconds: float
    people: int
    ahead: int
    done_at: datetime
    earliest: datetime
    latest: datetime
    cut_off_at: datetime | None
    samples: int
    share_off: float | None

    @property
    def verdict(self) -> Verdict:
        """Whether the cut-off is kept, as far as that can be told."""
        return verdict_of(self.earliest, self.latest, self.cut_off_at)


def verdict_of(
    earliest: datetime | None, latest: datetime | None, cut_off_at: datetime | None
) -> Verdict:
    """Whether a cut-off is kept by work whose end lies in a range; none where nobody does it."""
    if cut_off_at is None:
        return Verdict.NO_CUT_OFF
    if earliest is None or latest is None:
        return Verdict.LATE
    if latest <= cut_off_at:
        return Verdict.IN_TIME
    return Verdict.LATE if earliest > cut_off_at else Verdict.CLOSE


Turn = tuple[bool, int, datetime, int]
"""A task's place among all that is claimed: begun ones first, then by priority, cut-off, number."""


@dataclass(frozen=True)
class _Piece:
    """A task as the forecast sees it."""

    turn: Turn
    work: Work
    is_wanted: bool


def wave_forecast(
    workplace: Workplace,
    code: str,
    *,
    people: int | None = None,
    operator_id: int | None = None,
) -> WaveForecast:
    """What a wave will come to, if it were released now or as far as it has come.

    Args:
        workplace: where this is asked.
        code: the wave.
        people: how many pick; those who do so now, at least one, if None.
        operator_id: who asks; None for the person at the shell.

    Raises:
        Refused: there is no such wave, it is over, there is no floor plan, or nobody picks.
    """
    if people is not None and people < 1:
        raise Refused(NobodyPicks(people))
    with workplace.database.begin(workplace.actor(operator_id, Verb.RELEASE)) as work:
        wave = the_wave(work, code, UNRELEASED | {WaveState.RELEASED, WaveState.IN_PROGRESS})
        floor = workplace.floor.of(work.session)
        if floor.plan is None:
            raise Refused(NoFloorPlan(floor.why_none.partition("\n")[0]))
        on_floor = open_tasks(work.session)
        made = plan_of(work, wave).tasks if wave.state in UNRELEASED else ()
        done = done_picks(work.session, MOST)
        begun = done_tasks(work.session, {pick.task_id for pick in done})
        crew = people or max(1, people_picking(work.session))
        now, wave_id, cut_off_at, priority = work.now, wave.id, wave.cut_off_at, wave.priority
    pieces = [*_released(floor.plan, on_floor, wave_id), *_planned(floor.plan, made, priority)]
    pieces.sort(key=lambda piece: piece.turn)
    return _told(code, pieces, crew, house_pace(floor.plan, done, begun), (now, cut_off_at))


def _told(
    code: str,
    pieces: Sequence[_Piece],
    people: int,
    pace: HousePace,
    times: tuple[datetime, datetime | None],
) -> WaveForecast:
    """The forecast of all that is claimed up to the wave's last task."""
    now, cut_off_at = times
    last = max((n for n, piece in enumerate(pieces) if piece.is_wanted), default=-1)
    before = pieces[: last + 1]
    told = forecast([piece.work for piece in before], people, pace.learned.pace)
    ends = [end for piece, end in zip(before, told.ends, strict=True) if piece.is_wanted]
    own = sum((piece.work for piece in before if piece.is_wanted), NO_WORK)
    after = max(ends, default=0.0)
    spread = min(after, pace.spread(told.seconds, told.work.stops) / people)
    return WaveForecast(
        code=code,
        tasks=len(ends),
        metres=own.metres,
        seconds=seconds_of(own, pace.learned.pace),
        people=people,
        ahead=len(before) - len(ends),
        done_at=now + timedelta(seconds=after),
        earliest=now + timedelta(seconds=after - spread),
        latest=now + timedelta(seconds=after + spread),
        cut_off_at=cut_off_at,
        samples=pace.learned.samples,
        share_off=None if pace.trial is None else pace.trial.share_off,
    )


def _released(plan: FloorPlan, tasks: Sequence[OpenTask], wave_id: int) -> Iterator[_Piece]:
    """What is on the floor, as far as nobody has done it."""
    for task in tasks:
        work = task_work(plan, task)
        turn = (not task.is_begun, -task.priority, task.due_at or NEVER, task.task_id)
        yield _Piece(turn, work, task.wave_id == wave_id)


@dataclass
class WalkMemory:
    """Metres of walks that were asked for before: most tasks are as they were a moment ago."""

    plan: FloorPlan | None = None
    metres: dict[tuple[int, ...], float] = field(default_factory=dict)

    def metres_on(self, plan: FloorPlan, stops: tuple[int, ...]) -> float:
        """Metres from the depot through the stops that the floor has, and back."""
        if plan is not self.plan or len(self.metres) > MOST_WALKS:
            self.plan, self.metres = plan, {}
        known = self.metres.get(stops)
        if known is None:
            known = stops_metres(plan, [stop for stop in stops if stop in plan.by_location])
            self.metres[stops] = known
        return known


def task_work(plan: FloorPlan | None, task: OpenTask, walks: WalkMemory | None = None) -> Work:
    """What is left of a task as work; without metres where there is no plan of the floor."""
    walks = WalkMemory() if walks is None else walks
    metres = 0.0 if plan is None else walks.metres_on(plan, task.stops)
    orders, stops = len(task.order_ids), len(task.stops)
    work = kind_of_work(task.method, metres, orders, task.lines, task.units, stops=stops)
    return replace(work, totes=0) if task.is_begun else work


def _planned(plan: FloorPlan, tasks: Sequence[PlannedTask], priority: int) -> Iterator[_Piece]:
    """What a wave would be as work; it is claimed after what is on the floor of the same rank."""
    known = [
        task for task in tasks if all(one.location_id in plan.by_location for one in task.promises)
    ]
    for task, metres in zip(known, metres_of(plan, known), strict=True):
        lines = len({one.order_line_id for one in task.promises})
        units = sum(one.quantity for one in task.promises)
        stops = len({one.location_id for one in task.promises})
        work = kind_of_work(task.method, metres, len(task.positions), lines, units, stops=stops)
        rank = -max(task.priority, priority)
        yield _Piece((True, rank, task.due_at or NEVER, AFTER_ALL), work, is_wanted=True)
