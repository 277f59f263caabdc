"""A lead sends a person, or all people of a zone, to a wave; what was not begun goes back."""

from __future__ import annotations

import pytest

from app.db.schema import Operator, OperatorSkill, PickTask
from app.db.unit_of_work import UnitOfWork
from app.domain.custody_refusals import MayNotOperate
from app.domain.people_refusals import BegunMeanwhile, NobodyInZone, NothingReadyThere
from app.domain.refusals import Refused
from app.services import picking
from app.services.allocating import allocate_waiting_orders
from app.services.board_forecast import board_now
from app.services.people_now import say_break
from app.services.reassigning import give_back, give_task, share_task
from app.services.sending_people import (
    by_zone,
    effect_of_sending,
    send_to_wave,
    send_zone_to_wave,
    who_can_be_sent,
)
from app.services.signing_in import sign_in_by_badge
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, wave_desk
from tests.services.desk import refusal_of
from tests.services.test_reassigning import Crew

WAITING = "select count(*) from pick_task where state = 'paused' and paused_by = :who"


def a_crew(floor: Workplace) -> Crew:
    """Ana, Bo and Lea, all of them signed in."""
    crew = Crew(floor)
    for person in (crew.ana, crew.bo, crew.lea):
        sign_in_by_badge(floor, builders.badge_of(person))
    return crew


def works_in(floor: Workplace, zone: str, *people: int) -> None:
    def verb(work: UnitOfWork) -> None:
        for person in people:
            work.session.get_one(Operator, person).zone = zone

    floor.database.run(verb)


def a_wave(floor: Workplace, orders: int) -> str:
    """A wave on the floor with a task for each of so many orders."""
    mug, _ = builders.some_stock(floor, 50)
    return wave_desk.a_released_wave(
        floor, *(wave_desk.an_order(floor, mug) for _ in range(orders))
    )


def needs_forklift(floor: Workplace, task_id: int) -> None:
    def verb(work: UnitOfWork) -> None:
        work.session.get_one(PickTask, task_id).equipment = "forklift"

    floor.database.run(verb)


def first_task(floor: Workplace) -> int:
    return int(books.value(floor, "select min(id) from pick_task"))


def waiting_for(floor: Workplace, *people: int) -> list[int]:
    return [books.value(floor, WAITING, who=person) for person in people]


def test_who_has_no_work_stands_before_who_has_some_and_a_lead_does_not_send_themselves(
    floor: Workplace,
) -> None:
    crew = a_crew(floor)
    a_wave(floor, 2)
    picking.claim_work(floor, crew.ana)
    people = who_can_be_sent(floor, crew.lea)
    assert [one.name for one in people] == ["Bo Lund", "Ana Kovac"]
    say_break(floor, crew.lea, crew.bo)
    third = builders.an_operator(floor, "Cy Ode")
    sign_in_by_badge(floor, builders.badge_of(third))
    people = who_can_be_sent(floor, crew.lea)
    assert [one.name for one in people] == ["Cy Ode", "Bo Lund", "Ana Kovac"]


def test_somebody_idle_who_is_sent_lets_the_wave_be_done_earlier(floor: Workplace) -> None:
    crew = a_crew(floor)
    goods = [builders.some_stock(floor, 50)[0] for _ in range(12)]
    numbers = [builders.an_order(floor, *((each, 1) for each in goods)) for _ in range(6)]
    allocate_waiting_orders(floor)
    code = wave_desk.a_released_wave(floor, *numbers)
    picking.claim_work(floor, crew.ana)
    board = board_now(floor, crew.lea)
    (wave,) = board.waves
    bo = next(one for one in who_can_be_sent(floor, crew.lea) if one.name == "Bo Lund")
    (effect,) = effect_of_sending(board, [bo], wave.wave_id)
    assert effect.code == code
    assert effect.before is not None
    assert effect.after is not None
    assert effect.after < effect.before


def test_where_nobody_picks_a_wave_is_done_only_once_somebody_is_sent(floor: Workplace) -> None:
    crew = a_crew(floor)
    a_wave(floor, 4)
    board = board_now(floor, crew.lea)
    (effect,) = effect_of_sending(board, who_can_be_sent(floor, crew.lea), board.waves[0].wave_id)
    assert effect.before is None
    assert effect.after is not None


def test_the_people_of_a_zone_get_equal_parts_of_a_wave(floor: Workplace) -> None:
    crew = a_crew(floor)
    works_in(floor, "A", crew.ana, crew.bo)
    code = a_wave(floor, 4)
    zones = by_zone(who_can_be_sent(floor, crew.lea))
    assert {zone: [one.name for one in people] for zone, people in zones.items()} == {
        "A": ["Ana Kovac", "Bo Lund"]
    }
    given = send_zone_to_wave(floor, crew.lea, "A", code)
    assert {one.operator_name: len(one.tasks) for one in given} == {"Ana Kovac": 2, "Bo Lund": 2}
    assert waiting_for(floor, crew.ana, crew.bo) == [2, 2]
    told = "select count(*) from event_log where kind = 'PersonSent'"
    assert books.value(floor, told) == 2
    books.audit(floor.database)


def test_what_a_zone_got_goes_back_as_a_whole_or_not_at_all(floor: Workplace) -> None:
    crew = a_crew(floor)
    works_in(floor, "A", crew.ana, crew.bo)
    code = a_wave(floor, 4)
    given = send_zone_to_wave(floor, crew.lea, "A", code)
    give_back(floor, crew.lea, *given)
    assert waiting_for(floor, crew.ana, crew.bo) == [0, 0]
    given = send_zone_to_wave(floor, crew.lea, "A", code)
    picking.claim_work(floor, crew.bo)
    refusal = refusal_of(lambda: give_back(floor, crew.lea, *given))
    assert refusal == BegunMeanwhile("Bo Lund")
    assert waiting_for(floor, crew.ana) == [2]
    books.audit(floor.database)


def test_a_zone_without_people_or_without_work_is_not_sent(floor: Workplace) -> None:
    crew = a_crew(floor)
    code = a_wave(floor, 1)
    refusal = refusal_of(lambda: send_zone_to_wave(floor, crew.lea, "A", code))
    assert refusal == NobodyInZone("A")
    works_in(floor, "B", crew.ana, crew.bo)
    say_break(floor, crew.lea, crew.ana)
    given = send_zone_to_wave(floor, crew.lea, "B", code)
    assert [one.operator_name for one in given] == ["Bo Lund"]
    refusal = refusal_of(lambda: send_zone_to_wave(floor, crew.lea, "B", code))
    assert refusal == NothingReadyThere(code, "Bo Lund")


def test_work_that_needs_equipment_goes_to_who_may_operate_it_and_to_nobody_else(
    floor: Workplace,
) -> None:
    crew = a_crew(floor)
    works_in(floor, "A", crew.ana, crew.bo)
    code = a_wave(floor, 1)
    task = first_task(floor)
    needs_forklift(floor, task)
    with pytest.raises(Refused):
        send_to_wave(floor, crew.lea, crew.ana, code)
    refusal = refusal_of(lambda: give_task(floor, crew.lea, task, crew.ana))
    assert refusal == MayNotOperate("Ana Kovac", "forklift")
    refusal = refusal_of(lambda: share_task(floor, crew.lea, task, crew.ana))
    assert refusal == MayNotOperate("Ana Kovac", "forklift")

    def learns(work: UnitOfWork) -> None:
        work.session.add(OperatorSkill(operator_id=crew.bo, skill="forklift"))

    floor.database.run(learns)
    (given,) = send_zone_to_wave(floor, crew.lea, "A", code)
    assert given.operator_name == "Bo Lund"
