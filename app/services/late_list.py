"""The lead's late list: orders that will miss their truck, each with the one move that helps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.db.queries.late_rows import LateRow, LateTaskRow, late_rows, tasks_of_late
from app.domain.late_orders import LateFacts, LateMove, LateReason, WaveStage, WorkStage, advised
from app.domain.operators import OperatorRole
from app.domain.orders import MAY_HAVE_STOCK, OrderState
from app.domain.people_state import LeadMessage, PersonState
from app.domain.permissions import Verb
from app.domain.priorities import URGENT
from app.domain.refusals import Refused
from app.domain.sharing_work import can_be_shared
from app.domain.tasks import PickTaskState
from app.domain.wave_refusals import NothingMoved
from app.domain.waves import UNRELEASED, WaveState
from app.planning.board_outlook import (
    TaskAhead,
    WorkAhead,
    ends_of,
    with_part_given,
    with_task_first,
)
from app.services.board_forecast import BoardNow, BoardWave, board_now
from app.services.forecasting import Verdict
from app.services.people_effects import HALF, WHOLE
from app.services.people_now import PersonNow, people_now, send_message
from app.services.reassigning import Given, give_task, rush_task, share_task
from app.services.wave_release import release_wave
from app.services.waves import NewWave, create_wave, move_to_wave
from app.services.workplace import Workplace

MOST = 20
"""More late orders at once are no list that anybody works off; the rest follows as these go."""

SOON = timedelta(hours=1)
"""Orders that are in no wave are told so long before their truck leaves."""

_DONE_BY_A_KEY = {
    LateMove.RELEASE,
    LateMove.RUSH,
    LateMove.SEND,
    LateMove.SHARE,
    LateMove.PACK_NOW,
    LateMove.NEXT_TRUCK,
}


@dataclass(frozen=True)
class LateOrder:
    """An order that will miss its truck, or has missed it.

    Attributes:
        order_id: its number in the books.
        number: its number for people.
        state: how far it is.
        truck_at: when its truck leaves, or left.
        done_at: when its wave is done as things stand; None where nobody gets to it.
        wave: code of its wave; empty for none.
        zone: where it is picked; empty for anywhere, or where it is not.
        holder: who has its work; empty if nobody.
        reason: why it is not further.
        move: what helps.
        task_id: the pick task that the move is about; 0 for none.
        person_id: who is sent, gets half, or is called to the benches; 0 for nobody.
        person: their name.
        to_wave: the wave it changes into; empty for none.
        before: when it is picked without the move; None where that is not known.
        after: when it is picked with it, released work is done, or the next truck leaves.
    """

    order_id: int
    number: str
    state: OrderState
    truck_at: datetime
    done_at: datetime | None
    wave: str
    zone: str
    holder: str
    reason: LateReason
    move: LateMove
    task_id: int = 0
    person_id: int = 0
    person: str = ""
    to_wave: str = ""
    before: datetime | None = None
    after: datetime | None = None

    @property
    def is_doable(self) -> bool:
        """Whether the move is done by one key: there is somebody, or a wave, to do it with."""
        if self.move in (LateMove.SEND, LateMove.SHARE, LateMove.PACK_NOW):
            return bool(self.person_id)
        if self.move is LateMove.NEXT_TRUCK:
            return bool(self.to_wave)
        return self.move in _DONE_BY_A_KEY


@dataclass(frozen=True)
class LateList:
    """The late orders at a moment, the first truck first; at most `MOST`."""

    now: datetime
    orders: tuple[LateOrder, ...]


@dataclass(frozen=True)
class LateDeed:
    """A move that was made; `given` is there where it can be given back."""

    order: LateOrder
    given: Given | None = None


def late_list(
    workplace: Workplace, operator_id: int | None = None, board: BoardNow | None = None
) -> LateList:
    """The most urgent orders that will be late, each with one move and what it changes.

    Args:
        workplace: where this is asked.
        operator_id: who asks; None for the person at the shell.
        board: the board as it was read last; read anew if None.

    Raises:
        Refused: they lead nothing.
    """
    board = board_now(workplace, operator_id) if board is None else board
    in_danger = {
        wave.wave_id: wave.latest
        for wave in board.waves
        if wave.verdict in (Verdict.LATE, Verdict.CLOSE)
    }
    people = people_now(workplace, operator_id)
    with workplace.database.begin(workplace.actor(operator_id, Verb.REASSIGN)) as work:
        now = work.now
        rows = late_rows(work.session, now, in_danger, SOON, MOST)
        tasks = tasks_of_late(work.session, [row.order_id for row in rows])
    adviser = _Adviser(board, people, tasks, now)
    return LateList(now, tuple(adviser.told(row) for row in rows))


def do_suggested(workplace: Workplace, operator_id: int, order: LateOrder) -> LateDeed:
    """Make the move that was suggested for an order.

    Raises:
        Refused: the world has moved on, or whoever asks leads nothing.
        ValueError: it is a move that no key makes (`LateOrder.is_doable`).
    """
    if not order.is_doable:
        raise ValueError(f"{order.move} of {order.number} is made by nobody's key")
    given = None
    match order.move:
        case LateMove.RELEASE:
            _release(workplace, operator_id, order)
        case LateMove.RUSH:
            rush_task(workplace, operator_id, order.task_id)
        case LateMove.SEND:
            given = give_task(workplace, operator_id, order.task_id, order.person_id)
        case LateMove.SHARE:
            given = share_task(workplace, operator_id, order.task_id, order.person_id)
        case LateMove.PACK_NOW:
            message = LeadMessage.HELP_AT_THE_BENCHES
            send_message(workplace, operator_id, order.person_id, message)
        case _:
            change = move_to_wave(
                workplace, order.to_wave, [order.order_id], operator_id=operator_id
            )
            if not change.orders:
                raise Refused(NothingMoved(order.to_wave, 1))
    return LateDeed(order, given)


def _release(workplace: Workplace, operator_id: int, order: LateOrder) -> None:
    """Release its wave, or a wave that is made for it.

    Raises:
        Refused: it may not be released any more.
    """
    code = order.wave
    if not code:
        new = NewWave(priority=URGENT, cut_off_at=order.truck_at)
        code = create_wave(workplace, new, [order.order_id], operator_id=operator_id).code
    report = release_wave(workplace, code, leave_out_bad=True, operator_id=operator_id)
    if not report.released:
        raise Refused(NothingMoved(code, 1))


class _Adviser:
    """Advises on one order after the other; each free person is suggested once."""

    def __init__(
        self,
        board: BoardNow,
        people: Sequence[PersonNow],
        tasks: Iterable[LateTaskRow],
        now: datetime,
    ) -> None:
        self._board, self._now = board, now
        self._waves = {wave.wave_id: wave for wave in board.waves}
        self._ahead = {task.task_id: task for task in board.work.tasks}
        self._ends = ends_of(board.work)
        self._tasks: dict[int, LateTaskRow] = {}
        for row in tasks:
            self._tasks.setdefault(row.order_id, row)
        free = [one for one in people if one.role in _PEOPLE and _is_free(one)]
        self._free_ids = {one.operator_id for one in free}
        self._free = sorted((one for one in free if not one.waiting), key=_pickers_first)
        self._packers = [one for one in people if one.role is OperatorRole.PACKER]

    def told(self, row: LateRow) -> LateOrder:
        """An order with its move and the effect of it."""
        wave = self._waves.get(row.wave_id or 0)
        task = self._tasks.get(row.order_id)
        ahead = None if task is None else self._ahead.get(task.task_id)
        person = self._person(task)
        move, reason = advised(self._facts(row, wave, task, ahead, has_free=person is not None))
        order = LateOrder(
            row.order_id,
            row.number,
            row.state,
            row.truck_at,
            None if wave is None else wave.done_at,
            "" if wave is None else wave.view.code,
            "" if task is None else task.zone,
            "" if task is None else task.holder,
            reason,
            move,
            0 if task is None else task.task_id,
        )
        if move is LateMove.NEXT_TRUCK:
            return self._on_next_truck(order, wave)
        if move is LateMove.PACK_NOW:
            packer = next(iter([*self._free, *self._packers]), None)
            return order if packer is None else _with(order, packer)
        if move is LateMove.RELEASE:
            return replace(order, after=order.done_at)
        if move in (LateMove.SEND, LateMove.SHARE) and person is not None:
            self._free.remove(person)
            order = _with(order, person)
        return self._with_effect(order)

    def _facts(
        self,
        row: LateRow,
        wave: BoardWave | None,
        task: LateTaskRow | None,
        ahead: TaskAhead | None,
        *,
        has_free: bool,
    ) -> LateFacts:
        can_share = (
            task is not None
            and ahead is not None
            and ahead.stops > 1
            and can_be_shared(task.method, into_carton=task.into_carton)
        )
        return LateFacts(
            row.state,
            WaveStage.NONE if row.wave_id is None else _wave_stage(wave),
            self._work_stage(task),
            (row.truck_at - self._now).total_seconds(),
            0.0 if ahead is None else ahead.seconds,
            is_stopped=row.is_stopped,
            has_free=has_free,
            ahead=0 if ahead is None else self._before(ahead),
            can_share=can_share,
        )

    def _work_stage(self, task: LateTaskRow | None) -> WorkStage:
        if task is None:
            return WorkStage.NONE
        if task.state is PickTaskState.PAUSED and task.holder_id not in self._free_ids:
            return WorkStage.PUT_ASIDE
        # What waits for somebody who is free is theirs next: nobody else is sent after it.
        if task.state in (PickTaskState.IN_PROGRESS, PickTaskState.PAUSED):
            return WorkStage.IN_HANDS
        return WorkStage.WAITS

    def _before(self, task: TaskAhead) -> int:
        """How many tasks that nobody has are claimed before one."""
        return sum(
            other.holder is None and other.zone == task.zone and other.turn < task.turn
            for other in self._ahead.values()
        )

    def _person(self, task: LateTaskRow | None) -> PersonNow | None:
        """Who is free for a task: whoever works in its zone, or anywhere."""
        if task is None or task.state is PickTaskState.WAITING:
            return None
        zones = ("", task.zone)
        return next((one for one in self._free if not task.zone or one.zone in zones), None)

    def _on_next_truck(self, order: LateOrder, wave: BoardWave | None) -> LateOrder:
        carrier = "" if wave is None else wave.view.carrier
        is_work = order.state not in MAY_HAVE_STOCK
        later = [
            other
            for other in self._board.waves
            if other.view.cut_off_at is not None
            and other.view.cut_off_at > max(order.truck_at, self._now)
            and other.view.code != order.wave
            and other.view.carrier in ("", carrier or other.view.carrier)
            and other.view.state in (_ON_FLOOR if is_work else _ON_FLOOR | UNRELEASED)
            and other.view.state is not WaveState.HELD
        ]
        first = next((other for other in later if other.verdict is not Verdict.LATE), None)
        if first is None:
            return order
        return replace(order, to_wave=first.view.code, after=first.view.cut_off_at)

    def _with_effect(self, order: LateOrder) -> LateOrder:
        """When it is picked, without the move and with it."""
        tried = self._tried(order)
        before = self._moment(self._ends.get(order.task_id))
        if tried is None:
            return replace(order, before=before)
        parts = {order.task_id, -order.task_id} & {task.task_id for task in tried.tasks}
        ends = ends_of(tried, parts)
        after = max((ends[key] for key in parts if key in ends), default=None)
        return replace(order, before=before, after=self._moment(after))

    def _tried(self, order: LateOrder) -> WorkAhead | None:
        work = self._board.work
        match order.move:
            case LateMove.RUSH:
                return with_task_first(work, order.task_id)
            case LateMove.SEND:
                return with_part_given(work, order.task_id, order.person_id, WHOLE)
            case LateMove.SHARE:
                return with_part_given(work, order.task_id, order.person_id, HALF)
        return None

    def _moment(self, seconds: float | None) -> datetime | None:
        return None if seconds is None else self._board.now + timedelta(seconds=seconds)


_PEOPLE = (OperatorRole.PICKER, OperatorRole.PACKER)
_ON_FLOOR = frozenset({WaveState.RELEASED, WaveState.IN_PROGRESS})


def _is_free(person: PersonNow) -> bool:
    """Whether somebody does nothing now: they scan nothing any more, or nothing yet."""
    is_new = person.state is PersonState.AT_WORK and person.scanned_at is None
    return person.task is None and (person.state is PersonState.FREE or is_new)


def _pickers_first(person: PersonNow) -> tuple[bool, str]:
    return person.role is not OperatorRole.PICKER, person.name


def _wave_stage(wave: BoardWave | None) -> WaveStage:
    if wave is None or wave.view.state not in UNRELEASED:
        return WaveStage.ON_FLOOR
    return WaveStage.HELD if wave.view.state is WaveState.HELD else WaveStage.AT_DESK


def _with(order: LateOrder, person: PersonNow) -> LateOrder:
    return replace(order, person_id=person.operator_id, person=person.name)
