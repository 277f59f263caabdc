"""What was done for a late order is undone at the wave board, unless the floor went on with it."""

from __future__ import annotations

from app.db.schema import PickTask
from app.db.unit_of_work import UnitOfWork
from app.domain.late_acts import LateAct
from app.domain.people_refusals import BegunMeanwhile, MessageRead, TurnChangedSince
from app.domain.people_state import LeadMessage
from app.domain.wave_acts import WaveAct
from app.domain.wave_refusals import NoDeskActToUndo
from app.services import picking
from app.services.late_undo import LateActDone, undo_on_board
from app.services.lead_board import lead_board
from app.services.people_now import has_seen_messages, messages_for, send_message
from app.services.reassigning import rush_task
from app.services.wave_release import hold_wave
from app.services.wave_sharing import WaveDeed
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, wave_desk
from tests.services.desk import refusal_of
from tests.services.test_reassigning import Crew

PRIORITIES = "select priority from pick_task order by id"


def two_tasks(floor: Workplace) -> tuple[int, int]:
    """Two tasks that wait, the older one first."""
    mug, _ = builders.some_stock(floor, 20)
    for _ in range(2):
        builders.a_released_order(floor, (mug, 1))
    first, second = (
        int(row[0]) for row in books.rows(floor, "select id from pick_task order by id")
    )
    return first, second


def undone(floor: Workplace, lead: int) -> LateActDone:
    done = undo_on_board(floor, lead)
    assert isinstance(done, LateActDone)
    return done


def test_work_that_was_put_first_gets_its_turn_back(floor: Workplace) -> None:
    crew = Crew(floor)
    first, second = two_tasks(floor)
    before = books.rows(floor, PRIORITIES)
    rush_task(floor, crew.lea, second)
    told = lead_board(floor, crew.lea).undoable
    assert isinstance(told, LateActDone)
    number = books.value(floor, "select number from orders order by id desc limit 1")
    assert (told.act.act, told.about) == (LateAct.RUSH, number)
    undone(floor, crew.lea)
    assert books.rows(floor, PRIORITIES) == before
    assert picking.claim_work(floor, crew.ana).task_id == first
    assert lead_board(floor, crew.lea).undoable is None
    assert refusal_of(lambda: undo_on_board(floor, crew.lea)) == NoDeskActToUndo()


def test_work_that_somebody_took_keeps_its_turn(floor: Workplace) -> None:
    crew = Crew(floor)
    _, second = two_tasks(floor)
    rush_task(floor, crew.lea, second)
    assert picking.claim_work(floor, crew.ana).task_id == second
    assert refusal_of(lambda: undo_on_board(floor, crew.lea)) == BegunMeanwhile("Ana Kovac")


def test_work_that_got_another_turn_since_keeps_that(floor: Workplace) -> None:
    crew = Crew(floor)
    _, second = two_tasks(floor)
    rush_task(floor, crew.lea, second)
    floor.database.run(lambda work: _rush_again(work, second))
    assert refusal_of(lambda: undo_on_board(floor, crew.lea)) == TurnChangedSince(second)


def _rush_again(work: UnitOfWork, task_id: int) -> None:
    work.session.get_one(PickTask, task_id).priority += 1


def test_a_call_that_nobody_has_read_is_taken_back(floor: Workplace) -> None:
    crew = Crew(floor)
    send_message(floor, crew.lea, crew.bo, LeadMessage.CALL_ME)
    send_message(floor, crew.lea, crew.bo, LeadMessage.HELP_AT_THE_BENCHES)
    assert undone(floor, crew.lea).about == "Bo Lund"
    assert [told.message for told in messages_for(floor, crew.bo)] == [LeadMessage.CALL_ME]
    assert refusal_of(lambda: undo_on_board(floor, crew.lea)) == NoDeskActToUndo()


def test_a_call_that_was_read_stands(floor: Workplace) -> None:
    crew = Crew(floor)
    send_message(floor, crew.lea, crew.bo, LeadMessage.HELP_AT_THE_BENCHES)
    has_seen_messages(floor, crew.bo)
    assert refusal_of(lambda: undo_on_board(floor, crew.lea)) == MessageRead("Bo Lund")


def test_acts_on_waves_and_for_late_orders_are_undone_the_newest_first(floor: Workplace) -> None:
    crew = Crew(floor)
    _, second = two_tasks(floor)
    mug, _ = builders.some_stock(floor, 20)
    code = wave_desk.a_wave(floor, wave_desk.an_order(floor, mug)).code
    send_message(floor, crew.lea, crew.bo, LeadMessage.HELP_AT_THE_BENCHES)
    hold_wave(floor, code, operator_id=crew.lea)
    rush_task(floor, crew.lea, second)
    assert undone(floor, crew.lea).act.act is LateAct.RUSH
    deed = undo_on_board(floor, crew.lea)
    assert isinstance(deed, WaveDeed)
    assert deed.act is WaveAct.HOLD
    assert undone(floor, crew.lea).act.act is LateAct.CALL


def test_another_leads_acts_are_theirs(floor: Workplace) -> None:
    crew, other = Crew(floor), Crew(floor)
    _, second = two_tasks(floor)
    rush_task(floor, crew.lea, second)
    assert lead_board(floor, other.lea).undoable is None
    assert refusal_of(lambda: undo_on_board(floor, other.lea)) == NoDeskActToUndo()
