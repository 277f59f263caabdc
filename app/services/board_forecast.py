"""Forecasts all open waves and channels at once for the lead's board, and what a move would change.

A few reads over whole tables, then plain values: the effect of a move is worked out without the
database (`app.planning.board_outlook`). Work and pace are those of `services.forecasting`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property

from app.db.queries.planning_rows import DonePick, DoneTask, done_picks, done_tasks
from app.domain.permissions import Verb
from app.domain.waves import UNRELEASED
from app.planning.board_outlook import (
    Effect,
    Finish,
    Hand,
    Move,
    Wave,
    WorkAhead,
    effects_between,
    effects_of,
    finish_of,
    with_part_given,
)
from app.planning.forecast import USUAL_PACE, Pace
from app.services.board_work import NO_LOAD, BoardRows, BoardWork, WaveLoad, read_board
from app.services.forecasting import Verdict, WalkMemory, verdict_of
from app.services.handling import Handled, handled_last, with_handling
from app.services.house_pace import UNKNOWN_SHARE, HousePace, house_pace
from app.services.wave_board import WaveView
from app.services.workplace import Workplace

PACE_LASTS = timedelta(minutes=10)
"""So long a pace that was learned is taken for the present one."""

PACE_PICKS = 1500
"""From so many of the last picks it is learned."""

SOMEBODY = Hand(0)
"""Who is thought to pick where nobody does, so that the board has something to say at six."""


@dataclass(frozen=True)
class BoardWave:
    """A wave with its forecast.

    Attributes:
        wave_id: its number, by which moves name it.
        view: how far it has come.
        finish: what is left, and when it is done, in seconds from the board's moment.
        load: metres and stops that are left, by the zone in which they lie; of work on the floor.
        done_at: when its last order is packed; None where nobody gets to all of it.
        earliest: the early end of the range of that.
        latest: the late end.
        people: who has a task of it in their hands, by number.
    """

    wave_id: int
    view: WaveView
    finish: Finish
    load: WaveLoad
    done_at: datetime | None
    earliest: datetime | None
    latest: datetime | None
    people: tuple[int, ...]

    @property
    def verdict(self) -> Verdict:
        """Whether the cut-off is kept, as far as that can be told."""
        return verdict_of(self.earliest, self.latest, self.view.cut_off_at)

    def picked_at(self, now: datetime) -> datetime | None:
        """When its last unit is picked; None where nobody gets to all of it.

        Args:
            now: the board's moment.
        """
        return _moment(now, self.finish.picked_after)

    @property
    def slack(self) -> timedelta | None:
        """From the forecast to the cut-off; negative where it is late, None without either."""
        if self.view.cut_off_at is None or self.done_at is None:
            return None
        return self.view.cut_off_at - self.done_at


@dataclass(frozen=True)
class BenchNow:
    """What waits for a bench: orders, seconds of one person's work, and how many pack now."""

    orders: int
    seconds: float
    packers: int


@dataclass(frozen=True)
class BoardNow:
    """The board at a moment.

    Attributes:
        now: by the database's clock.
        waves: those that are not over, by cut-off and age.
        work: what is left on the floor as plain values, to try moves on.
        bench: the queue before the benches.
        pickers: by number, who has a pick task in their hands, by name.
        pace: how fast people are.
        house: how that was learned, and how sure it is; None without a floor plan.
    """

    now: datetime
    waves: tuple[BoardWave, ...]
    work: WorkAhead
    bench: BenchNow
    pickers: Mapping[int, str]
    pace: Pace = USUAL_PACE
    house: HousePace | None = None

    @property
    def samples(self) -> int:
        """From how many of the house's own stops the pace was learned; 0 for a usual pace."""
        return 0 if self.house is None else self.house.learned.samples

    @property
    def is_anybody_picking(self) -> bool:
        """Whether forecasts tell of people who are there; otherwise of one who might come."""
        return bool(self.pickers)

    @property
    def done_at(self) -> Mapping[Wave, datetime | None]:
        """When each wave is packed, and what is in none; None where nobody gets to all of it."""
        loose = self.finishes.get(None, NOTHING_LEFT)
        told: dict[Wave, datetime | None] = {wave.wave_id: wave.done_at for wave in self.waves}
        told[None] = _moment(self.now, loose.done_after)
        return told

    @cached_property
    def finishes(self) -> Mapping[Wave, Finish]:
        """When each wave on the floor is done as things stand."""
        return finish_of(self.work)


@dataclass(frozen=True)
class MovedWave:
    """When a wave is done without a move and with it."""

    wave_id: int | None
    code: str
    before: datetime | None
    after: datetime | None
    cut_off_at: datetime | None


@dataclass
class PaceMemory:
    """What was learned last: the pace, and walks. A screen that looks again and again keeps one."""

    picking: HousePace | None = None
    handled: Handled = field(default_factory=Handled)
    learned_at: datetime | None = None
    walks: WalkMemory = field(default_factory=WalkMemory)

    def is_fresh(self, now: datetime) -> bool:
        """Whether it need not be learned anew."""
        return self.learned_at is not None and abs(now - self.learned_at) < PACE_LASTS


def board_now(
    workplace: Workplace, operator_id: int | None = None, memory: PaceMemory | None = None
) -> BoardNow:
    """All waves that are not over, with their forecasts.

    Args:
        workplace: where this is asked.
        operator_id: who asks; None for the person at the shell.
        memory: keeps the pace between two looks.

    Raises:
        Refused: they lead nothing.
    """
    memory = PaceMemory() if memory is None else memory
    picks: list[DonePick] = []
    begun: list[DoneTask] = []
    with workplace.database.begin(workplace.actor(operator_id, Verb.REASSIGN)) as work:
        plan = workplace.floor.of(work.session).plan
        rows = read_board(work)
        is_fresh = memory.is_fresh(work.now)
        if not is_fresh:
            picks = done_picks(work.session, PACE_PICKS)
            begun = done_tasks(work.session, {pick.task_id for pick in picks})
            memory.handled = handled_last(work.session)
    if not is_fresh:
        memory.picking = None if plan is None else house_pace(plan, picks, begun)
        memory.learned_at = rows.now
    pace = USUAL_PACE if memory.picking is None else memory.picking.learned.pace
    pace = with_handling(pace, memory.handled)
    return _told(rows, BoardWork(rows, plan, pace, memory.walks), memory.picking)


def moved(board: BoardNow, moves: Sequence[Move]) -> tuple[MovedWave, ...]:
    """What moves of people would do to waves, the greatest gain first; nothing is read or changed.

    Waves that are not on the floor are not told, nor changes of less than half a minute. Where
    nobody picks, nothing is done before the move.
    """
    if board.is_anybody_picking:
        return _told_of(board, effects_of(board.work, moves, before=board.finishes))
    return _told_of(board, effects_of(replace(board.work, hands=()), moves))


def given(board: BoardNow, task_id: int, person: int, share: float) -> tuple[MovedWave, ...]:
    """What it would do to waves if somebody got a share of a task, 0 to 1; nothing is changed."""
    after = finish_of(with_part_given(board.work, task_id, person, share))
    return _told_of(board, effects_between(board.finishes, after))


def _told_of(board: BoardNow, effects: Sequence[Effect]) -> tuple[MovedWave, ...]:
    by_id = {wave.wave_id: wave for wave in board.waves}
    found = []
    for effect in effects:
        wave = None if effect.wave is None else by_id.get(effect.wave)
        found.append(
            MovedWave(
                effect.wave,
                "" if wave is None else wave.view.code,
                _moment(board.now, effect.before),
                _moment(board.now, effect.after),
                None if wave is None else wave.view.cut_off_at,
            )
        )
    return tuple(found)


def _moment(now: datetime, seconds: float | None) -> datetime | None:
    return None if seconds is None else now + timedelta(seconds=seconds)


def _told(rows: BoardRows, board: BoardWork, pace: HousePace | None) -> BoardNow:
    hands = board.hands()
    on_floor = WorkAhead(
        board.released(), hands or (SOMEBODY,), max(1, rows.packers), board.at_benches()
    )
    told = BoardNow(
        now=rows.now,
        waves=(),
        work=on_floor,
        bench=BenchNow(
            sum(queue.orders for queue in rows.queues),
            sum(on_floor.at_benches.values()),
            rows.packers,
        ),
        pickers={row.operator_id: row.name for row in rows.hands},
        pace=board.pace,
        house=pace,
    )
    planned = finish_of(replace(on_floor, tasks=on_floor.tasks + board.unreleased()))
    loads = board.loads()
    people = _people(rows)
    waves = []
    for wave_id, view in rows.waves.items():
        finishes = planned if view.state in UNRELEASED else told.finishes
        finish = finishes.get(wave_id, NOTHING_LEFT)
        spread = range_of(finish.done_after, finish.stops, len(on_floor.hands), pace)
        waves.append(
            BoardWave(
                wave_id,
                view,
                finish,
                loads.get(wave_id, NO_LOAD),
                _moment(rows.now, finish.done_after),
                _moment(rows.now, None if spread is None else spread[0]),
                _moment(rows.now, None if spread is None else spread[1]),
                people.get(wave_id, ()),
            )
        )
    return replace(told, waves=tuple(waves))


NOTHING_LEFT = Finish(0.0, 0.0, 0.0, 0.0, 0, {})


def _people(rows: BoardRows) -> dict[int, tuple[int, ...]]:
    found: dict[int, dict[int, None]] = {}
    for row in rows.hands:
        if row.wave_id is not None:
            found.setdefault(row.wave_id, {})[row.operator_id] = None
    return {wave_id: tuple(people) for wave_id, people in found.items()}


def range_of(
    after: float | None, stops: int, people: int, pace: HousePace | None
) -> tuple[float, float] | None:
    """The range of a finish, in seconds; None where nobody gets to it.

    Args:
        after: seconds until the finish.
        stops: left until then.
        people: how many pick.
        pace: of the house; None where there is no floor plan to learn it on.
    """
    if after is None:
        return None
    if pace is None:
        off = UNKNOWN_SHARE * after
    else:
        off = min(after, pace.spread(after * people, stops) / people)
    return after - off, after + off
