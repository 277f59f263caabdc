"""A lead gives work to people and takes it back; what was picked stays picked, nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from app.db.schema import Operator
from app.domain.operators import OperatorRole
from app.domain.people_refusals import (
    BegunMeanwhile,
    CannotBeShared,
    HasItAlready,
    NothingReadyThere,
    NothingToShare,
    WorkEnded,
)
from app.domain.pick_refusals import OrderOffCart
from app.domain.pick_state import PickMethod, PickPrompt, PickState
from app.domain.readings import Command
from app.domain.refusals import Refusal, Refused, TaskTakenOver
from app.services import picking
from app.services.reassigning import (
    Given,
    give_back,
    give_task,
    send_to_zone,
    share_task,
)
from app.services.sending_people import send_to_wave
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift, wave_desk

Stations = Callable[[str], Workplace]


class Crew:
    """Ana and Bo, who pick, and Lea, who leads them."""

    def __init__(self, floor: Workplace) -> None:
        self.ana = builders.an_operator(floor, "Ana Kovac")
        self.bo = builders.an_operator(floor, "Bo Lund")
        self.lea = builders.an_operator(floor, "Lea Roth")
        with floor.database.begin() as work:
            work.session.get_one(Operator, self.lea).role = OperatorRole.LEAD


def refusal_of(call: Callable[[], object]) -> Refusal:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.refusal


def a_large_order(floor: Workplace, lines: int = 4) -> str:
    """An order with a line at each of so many places, on the floor."""
    goods = [builders.some_stock(floor)[0] for _ in range(lines)]
    return builders.a_released_order(floor, *((each, 2) for each in goods))


def goes_on(floor: Workplace, who: int, state: PickState, tote: str) -> PickState:
    """Pick what is left, doing what each answer says; the first one tells what was given away."""
    for _ in range(100):
        if state.prompt is PickPrompt.TASK_DONE:
            break
        is_told = isinstance(state.refusal, OrderOffCart)
        asked = Command.OK.value if is_told else shift.asked_for(state, tote)
        answer = shift.pick(floor, who, state, asked)
        assert answer.state != state, answer.refusal
        state = answer.state
    return state


def test_half_of_an_order_is_picked_by_another_and_meets_the_first_half_at_the_bench(
    floor: Workplace, open_station: Stations
) -> None:
    crew, there = Crew(floor), open_station("P-02")
    number = a_large_order(floor)
    totes = [builders.a_tote(floor) for _ in range(2)]
    state = picking.claim_work(floor, crew.ana)
    state = shift.pick(floor, crew.ana, state, totes[0], shift_item(state)).state
    given = share_task(floor, crew.lea, state.task_id, crew.bo)
    assert (given.lines, given.operator_name, given.from_id) == (2, "Bo Lund", crew.ana)
    own = picking.offered_work(there, crew.bo).resume
    assert own is not None
    assert own.task_id == given.tasks[0][0]
    theirs = picking.claim_work(there, crew.bo)
    shift.pick_to_end(there, crew.bo, theirs, totes[1])
    assert books.order_state(floor, number) == "picking"
    left = goes_on(floor, crew.ana, state, totes[0])
    assert left.prompt is PickPrompt.TASK_DONE
    assert books.order_state(floor, number) == "picked"
    shift.pack_order(floor, crew.ana, totes[0])
    assert books.order_state(floor, number) == "shipped"
    books.audit(floor.database)


def shift_item(state: PickState) -> str:
    """The barcode of what is picked first."""
    return str(state.lines[0].item.barcode)


def test_whole_orders_leave_a_cart_and_their_empty_totes_are_taken_off(floor: Workplace) -> None:
    crew = Crew(floor)
    goods = [builders.some_stock(floor)[0] for _ in range(4)]
    numbers = builders.a_cart_of_orders(floor, *([(each, 1)] for each in goods))
    totes = [builders.a_tote(floor) for _ in range(8)]
    state = picking.claim_work(floor, crew.ana)
    state = shift.pick(floor, crew.ana, state, *totes[:4]).state
    given = share_task(floor, crew.lea, state.task_id, crew.bo)
    assert given.lines == 2
    theirs = picking.claim_work(floor, crew.bo)
    assert (theirs.method, len(theirs.orders)) == (PickMethod.CLUSTER, 2)
    shift.pick_to_end(floor, crew.bo, theirs, *totes[4:6])
    goes_on(floor, crew.ana, state, totes[6])
    assert {books.order_state(floor, number) for number in numbers} == {"picked"}
    books.audit(floor.database)


def test_a_whole_task_goes_on_elsewhere_with_what_was_picked(floor: Workplace) -> None:
    crew = Crew(floor)
    number = a_large_order(floor)
    tote = builders.a_tote(floor)
    state = picking.claim_work(floor, crew.ana)
    state = shift.pick(floor, crew.ana, state, tote, shift_item(state)).state
    given = give_task(floor, crew.lea, state.task_id, crew.bo)
    late = shift.refused(floor, crew.ana, state, shift.asked_for(state, tote))
    assert isinstance(late, TaskTakenOver)
    assert refusal_of(lambda: give_task(floor, crew.lea, state.task_id, crew.bo)) == HasItAlready(
        "Bo Lund"
    )
    theirs = picking.claim_work(floor, crew.bo)
    assert (theirs.task_id, theirs.tote) == (given.tasks[0][0], tote)
    shift.pick_to_end(floor, crew.bo, theirs, tote)
    assert books.order_state(floor, number) == "picked"
    assert refusal_of(lambda: give_task(floor, crew.lea, state.task_id, crew.ana)) == WorkEnded(
        state.task_id
    )
    books.audit(floor.database)


def test_what_nobody_began_is_given_back_and_what_was_begun_is_not(floor: Workplace) -> None:
    crew = Crew(floor)
    a_large_order(floor)
    state = picking.claim_work(floor, crew.ana)
    again = give_task(floor, crew.lea, state.task_id, crew.bo)
    give_back(floor, crew.lea, again)
    assert task_row(floor, again) == ("paused", crew.ana)
    again = give_task(floor, crew.lea, state.task_id, crew.bo)
    picking.claim_work(floor, crew.bo)
    assert refusal_of(lambda: give_back(floor, crew.lea, again)) == BegunMeanwhile("Bo Lund")
    books.audit(floor.database)


@pytest.mark.parametrize("is_begun", [False, True])
def test_half_of_an_order_that_is_given_back_is_picked_with_the_other_half(
    floor: Workplace, is_begun: bool
) -> None:
    crew, tote = Crew(floor), builders.a_tote(floor)
    number = a_large_order(floor)
    state = picking.claim_work(floor, crew.ana)
    if is_begun:
        state = shift.pick(floor, crew.ana, state, tote).state
        state = shift.pick(floor, crew.ana, state, shift.asked_for(state, tote)).state
    given = share_task(floor, crew.lea, state.task_id, crew.bo)
    give_back(floor, crew.lea, given)
    assert task_row(floor, given)[0] == "cancelled"
    joined = picking.claim_work(floor, crew.ana)
    assert joined.task_id == state.task_id
    assert len(joined.open_lines) == 4
    assert goes_on(floor, crew.ana, joined, tote).prompt is PickPrompt.TASK_DONE
    assert books.order_state(floor, number) == "picked"
    told = books.value(floor, "select count(*) from event_log where kind = 'HalfJoined'")
    assert told == 1
    books.audit(floor.database)


def test_half_whose_other_half_is_done_or_went_on_elsewhere_stays_work_of_its_own(
    floor: Workplace,
) -> None:
    crew, tote = Crew(floor), builders.a_tote(floor)
    a_large_order(floor)
    state = picking.claim_work(floor, crew.ana)
    given = share_task(floor, crew.lea, state.task_id, crew.bo)
    first = picking.claim_work(floor, crew.ana)
    shift.pick_to_end(floor, crew.ana, first, tote)
    give_back(floor, crew.lea, given)
    assert task_row(floor, given) == ("paused", crew.ana)
    assert picking.claim_work(floor, crew.ana).task_id == given.tasks[0][0]
    books.audit(floor.database)


def task_row(floor: Workplace, given: Given) -> tuple[object, ...]:
    sql = "select state, paused_by from pick_task where id = :task"
    return books.rows(floor, sql, task=given.tasks[0][0])[0]


def test_what_cannot_be_shared_is_refused_by_name(floor: Workplace) -> None:
    crew = Crew(floor)
    goods, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (goods, 2))
    state = picking.claim_work(floor, crew.ana)
    task = state.task_id
    refusal = refusal_of(lambda: share_task(floor, crew.lea, task, crew.bo))
    assert refusal == NothingToShare(task, "Ana Kovac")
    assert refusal_of(lambda: share_task(floor, crew.lea, task, crew.ana)) == HasItAlready(
        "Ana Kovac"
    )
    builders.a_released_order(floor, (goods, 2), into_carton=True)
    boxed = int(books.value(floor, "select max(id) from pick_task"))
    assert refusal_of(lambda: share_task(floor, crew.lea, boxed, crew.bo)) == CannotBeShared(
        boxed, PickMethod.SINGLE
    )
    assert isinstance(refusal_of(lambda: share_task(floor, crew.bo, task, crew.ana)), Refusal)


def test_who_is_sent_to_a_wave_gets_its_work_before_what_is_more_urgent(floor: Workplace) -> None:
    crew = Crew(floor)
    goods, _ = builders.some_stock(floor, 20)
    urgent = wave_desk.an_order(floor, goods)
    wave_desk.a_released_wave(floor, urgent)
    later = wave_desk.an_order(floor, goods)
    code = wave_desk.a_released_wave(floor, later)
    given = send_to_wave(floor, crew.lea, crew.bo, code)
    assert (len(given.tasks), given.from_id) == (1, None)
    assert picking.claim_work(floor, crew.bo).order_number == later
    assert picking.claim_work(floor, crew.ana).order_number == urgent
    assert refusal_of(lambda: send_to_wave(floor, crew.lea, crew.ana, code)) == (
        NothingReadyThere(code, "Ana Kovac")
    )
    send_to_zone(floor, crew.lea, crew.ana, "A")
    assert books.value(floor, "select zone from operator where id = :who", who=crew.ana) == "A"
    books.audit(floor.database)


def test_work_sent_to_somebody_is_anybodys_again_when_it_is_given_back(floor: Workplace) -> None:
    crew = Crew(floor)
    goods, _ = builders.some_stock(floor, 20)
    number = wave_desk.an_order(floor, goods)
    code = wave_desk.a_released_wave(floor, number)
    given = send_to_wave(floor, crew.lea, crew.bo, code)
    assert picking.offered_work(floor, crew.ana).next is None
    give_back(floor, crew.lea, given)
    assert picking.claim_work(floor, crew.ana).order_number == number
    books.audit(floor.database)


def test_half_is_given_away_while_its_picker_scans(
    floor: Workplace, open_station: Stations
) -> None:
    crew, desk = Crew(floor), open_station("P-09")
    number = a_large_order(floor, 6)
    totes = [builders.a_tote(floor) for _ in range(2)]
    state = picking.claim_work(floor, crew.ana)
    state = shift.pick(floor, crew.ana, state, totes[0]).state
    together = threading.Barrier(2, timeout=60)
    given: list[Given] = []

    def share() -> None:
        together.wait()
        given.append(share_task(desk, crew.lea, state.task_id, crew.bo))

    lead = threading.Thread(target=share, daemon=True)
    lead.start()
    together.wait()
    answer = shift.pick(floor, crew.ana, state, shift_item(state))
    lead.join()
    assert len(given) == 1
    goes_on(floor, crew.ana, answer.state, totes[0])
    shift.pick_to_end(floor, crew.bo, picking.claim_work(floor, crew.bo), totes[1])
    assert books.order_state(floor, number) == "picked"
    picked = books.value(floor, "select sum(picked) from pick_line")
    assert picked == 12
    books.audit(floor.database)
