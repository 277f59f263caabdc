"""Work at places that need equipment goes to those who may operate it, and to nobody else."""

from __future__ import annotations

import pytest

from app.domain.custody_refusals import MayNotOperate
from app.domain.equipment_refusals import WorkNeedsEquipment
from app.domain.pick_state import PickMethod
from app.domain.readings import Command
from app.domain.refusals import NoWork
from app.services import parking, picking, reassigning, skills, taking_over
from app.services.allocating import allocate_waiting_orders
from app.services.releasing import release_ready_orders
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods
from tests.services import books, shift, stock_work
from tests.services.desk import refusal_of

TASKS = "select method, equipment, state from pick_task order by id"


def high_up(floor: Workplace) -> Goods:
    """An item that only a forklift reaches."""
    goods = builders.an_item(floor)
    builders.stock(floor, goods, builders.a_location(floor, equipment="forklift"), 10)
    return goods


def able(floor: Workplace, name: str) -> int:
    operator = builders.an_operator(floor, name)
    number = books.value(floor, "select staff_number from operator where id = :id", id=operator)
    skills.change_skills(floor, str(number), more=["Forklift"])
    return operator


def released(floor: Workplace, *lines: tuple[Goods, int], method: PickMethod) -> str:
    number = builders.an_order(floor, *lines)
    allocate_waiting_orders(floor)
    assert release_ready_orders(floor, method=method).released == (number,)
    return number


def state_of(floor: Workplace, number: str) -> str:
    return str(books.value(floor, "select state from orders where number = :n", n=number))


def test_only_who_may_operate_it_gets_it_and_the_bench_waits_for_both_totes(
    floor: Workplace,
) -> None:
    mug, _ = builders.some_stock(floor)
    number = released(floor, (mug, 1), (high_up(floor), 2), method=PickMethod.CLUSTER)
    assert books.rows(floor, TASKS) == [("single", "forklift", "ready"), ("cluster", "", "ready")]
    ana, bo = builders.an_operator(floor), able(floor, "Bo")
    offered = picking.offered_work(floor, ana)
    assert (offered.waiting, picking.offered_work(floor, bo).waiting) == (1, 2)
    shift.pick_order(floor, ana, builders.a_tote(floor))
    waits = WorkNeedsEquipment(("forklift",), ("Bo",))
    assert refusal_of(lambda: picking.claim_work(floor, ana)) == waits
    assert picking.offered_work(floor, ana).out_of_reach == ("forklift",)
    of_bo = picking.offered_work(floor, bo)
    assert (of_bo.out_of_reach, of_bo.next and of_bo.next.equipment) == ((), "forklift")
    assert picking.claim_by_statements(floor, ana) is None
    assert state_of(floor, number) == "picking"
    shift.pick_order(floor, bo, builders.a_tote(floor))
    assert state_of(floor, number) == "picked"
    assert refusal_of(lambda: picking.claim_work(floor, ana)) == NoWork()
    books.audit(floor.database)


def test_nobody_else_takes_it_over_by_its_tote_by_badge_or_as_a_gift(floor: Workplace) -> None:
    released(floor, (high_up(floor), 2), method=PickMethod.SINGLE)
    ana, bo, tote = builders.an_operator(floor), able(floor, "Bo"), builders.a_tote(floor)
    state = shift.pick(floor, bo, picking.claim_work(floor, bo), tote).state
    refusal = MayNotOperate("Ana Kovac", "forklift")
    here = (ana, bo, state.task_id, state.epoch)
    assert refusal_of(lambda: taking_over.take_over_here(floor, *here)) == refusal
    paused = shift.pick(floor, bo, state, Command.PAUSE.value).state
    badge = builders.entry(f"B-{builders.badge_of(ana)}")
    leave = (bo, paused.task_id, badge)
    assert refusal_of(lambda: parking.leave_work(floor, *leave)) == refusal
    scanned = builders.entry(tote)
    assert refusal_of(lambda: taking_over.take_over_work(floor, ana, scanned)) == refusal
    assert picking.claim_work(floor, bo).task_id == state.task_id


@pytest.mark.parametrize("method", [PickMethod.SINGLE, PickMethod.CLUSTER])
def test_units_found_out_of_reach_instead_are_other_peoples_work(
    floor: Workplace, method: PickMethod
) -> None:
    mug = builders.an_item(floor)
    near = builders.a_location(floor)
    builders.stock(floor, mug, near, 2)
    number = released(floor, (mug, 2), method=method)
    builders.stock(floor, mug, builders.a_location(floor, equipment="forklift"), 10)
    ana, bo, tote = builders.an_operator(floor), able(floor, "Bo"), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote, Command.SHORT.value).state
    state = shift.pick(floor, ana, state, builders.typed(0), builders.typed(1)).state
    assert state.stop is None, "the walk goes nowhere out of reach"
    assert books.rows(floor, TASKS)[-1] == ("single", "forklift", "ready")
    shift.pick_order(floor, bo, builders.a_tote(floor))
    assert state_of(floor, number) == "picked"
    books.audit(floor.database)


def test_a_lead_gives_it_to_nobody_who_may_not_operate_it(floor: Workplace) -> None:
    lead = stock_work.a_lead(floor)
    released(floor, (high_up(floor), 2), method=PickMethod.SINGLE)
    ana, bo = builders.an_operator(floor), able(floor, "Bo")
    task = int(books.value(floor, "select id from pick_task"))
    refusal = MayNotOperate("Ana Kovac", "forklift")
    assert refusal_of(lambda: reassigning.give_task(floor, lead, task, ana)) == refusal
    assert refusal_of(lambda: reassigning.share_task(floor, lead, task, ana)) == refusal
    reassigning.give_task(floor, lead, task, bo)
    assert picking.claim_work(floor, bo).task_id == task
