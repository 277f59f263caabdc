"""Undoes the last thing a lead did at the wave board, be it to a wave or for a late order."""

from __future__ import annotations

from dataclasses import dataclass

from app.db.queries.late_acts import late_acts_of, order_numbers_of_task
from app.db.queries.leases import lock_tasks
from app.db.queries.people import operator_by_id
from app.db.queries.people_rows import unseen_messages
from app.db.unit_of_work import UnitOfWork
from app.domain.late_acts import DoneLateAct, LateAct, RushStands, last_late_act, rush_stands
from app.domain.people_events import MessageTakenBack, RushUndone
from app.domain.people_refusals import BegunMeanwhile, MessageRead, TurnChangedSince, WorkEnded
from app.domain.permissions import Verb
from app.domain.refusals import Refused
from app.domain.tasks import PickTaskState
from app.domain.wave_acts import DoneAct
from app.services.parking import ON_THE_FLOOR
from app.services.wave_sharing import WaveDeed
from app.services.wave_undo import SHIFT, last_undoable, undo_last
from app.services.workplace import Workplace


@dataclass(frozen=True)
class LateActDone:
    """An act for a late order that UNDO means; `about` are its orders, or who was called."""

    act: DoneLateAct
    about: str


BoardAct = DoneAct | LateActDone
"""What UNDO at the wave board may mean."""


def last_on_board(work: UnitOfWork, operator_id: int | None) -> BoardAct | None:
    """What UNDO means at the board for somebody now; None if they did nothing."""
    to_wave = last_undoable(work, operator_id)
    done, undone = late_acts_of(work.session, operator_id, work.now - SHIFT)
    late = last_late_act(done, undone)
    if late is None or (to_wave is not None and to_wave.number > late.number):
        return to_wave
    return LateActDone(late, _about(work, late))


def undo_on_board(workplace: Workplace, operator_id: int | None = None) -> WaveDeed | LateActDone:
    """Undo the last thing that this lead did at the wave board in this shift.

    Returns:
        What was undone.

    Raises:
        Refused: there is nothing, it cannot be undone, or others have gone on with it.
    """

    def verb(work: UnitOfWork) -> LateActDone | None:
        last = last_on_board(work, work.actor.operator_id)
        if not isinstance(last, LateActDone):
            return None
        if last.act.act is LateAct.RUSH:
            _take_turn_back(work, last.act)
        else:
            _take_call_back(work, last)
        return last

    undone = workplace.database.run(verb, workplace.actor(operator_id, Verb.REASSIGN))
    return undo_last(workplace, operator_id=operator_id) if undone is None else undone


def _about(work: UnitOfWork, act: DoneLateAct) -> str:
    if act.act is LateAct.CALL:
        return operator_by_id(work.session, act.row_id).name
    return ", ".join(order_numbers_of_task(work.session, act.row_id))


def _take_turn_back(work: UnitOfWork, act: DoneLateAct) -> None:
    """Give a task the turn back that it had before it was rushed.

    Raises:
        Refused: somebody has it, it ended, or it got another turn since.
    """
    task = lock_tasks(work.session, {act.row_id}).get(act.row_id)
    holder = None if task is None else task.operator_id or task.paused_by
    stands = rush_stands(
        act,
        None if task is None else PickTaskState(task.state),
        is_held=holder is not None,
        priority=0 if task is None else task.priority,
    )
    if stands is RushStands.HELD and holder is not None:
        raise Refused(BegunMeanwhile(operator_by_id(work.session, holder).name))
    if stands is RushStands.CHANGED:
        raise Refused(TurnChangedSince(act.row_id))
    if task is None or stands is not None:
        raise Refused(WorkEnded(act.row_id))
    task.priority = act.before
    task.revision += 1
    work.record(RushUndone(act.number, task.id))


def _take_call_back(work: UnitOfWork, last: LateActDone) -> None:
    """Let somebody not be told what they have not read yet.

    Raises:
        Refused: they have read it.
    """
    person = last.act.row_id
    waiting = unseen_messages(work.session, work.now - ON_THE_FLOOR, person)
    if last.act.number not in {message.event_id for message in waiting}:
        raise Refused(MessageRead(last.about))
    work.record(MessageTakenBack(last.act.number, person))
