from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import Connection, event

from app.domain.pick_state import PickPrompt, PickState
from app.domain.readings import Command
from app.domain.refusals import NotAskedForHere, TaskTakenOver
from app.services import leases, picking, signing_in
from app.services.order_changes import cancel_order
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift
from tests.services.ways import ByStatements

OpenStation = Callable[[str], Workplace]


def test_a_badge_resumes_the_line_at_another_station_and_the_old_one_is_refused(
    floor: Workplace, open_station: OpenStation
) -> None:
    mug, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 3))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    put_one = builders.typed(1)
    here = shift.pick(floor, ana, picking.claim_work(floor, ana), tote, mug.barcode, put_one).state
    other = open_station("P-02")
    assert other.database is not floor.database
    who = signing_in.sign_in_by_badge(other, builders.badge_of(ana))
    there = picking.claim_work(other, who.operator_id)
    assert there.line is not None
    assert (there.tote, there.line.picked, there.epoch) == (tote, 1, here.epoch + 1)
    assert shift.refused(floor, ana, here, mug.barcode) == TaskTakenOver(here.task_id)
    replay = picking.scan(floor, ana, here, put_one)
    assert replay.refusal == TaskTakenOver(here.task_id), "a replay must not hand out the new epoch"
    assert shift.pick_to_end(other, ana, there, tote).prompt is PickPrompt.TASK_DONE
    books.audit(floor.database)


def test_a_paused_task_is_resumed_where_it_was_left(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    lamp, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 1), (lamp, 1))
    builders.a_released_order(floor, (mug, 1))
    ana, bo, tote = builders.an_operator(floor), builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote, mug.barcode).state
    pause = builders.entry(Command.PAUSE.value)
    paused = shift.pick(floor, ana, state, pause).state
    assert picking.scan(floor, ana, state, pause).state.prompt is PickPrompt.PAUSED
    assert shift.refused(floor, ana, paused, lamp.barcode) == NotAskedForHere(
        lamp.barcode.zfill(14)
    )
    assert signing_in.paused_work_here(floor) == ("Ana Kovac",)
    assert picking.claim_work(floor, bo).task_id != state.task_id, "not handed to somebody else"
    offered = picking.offered_work(floor, ana)
    assert offered.resume is not None
    assert (offered.resume.task_id, offered.resume.lines_done, offered.next) == (
        state.task_id,
        1,
        None,
    )
    resumed = picking.claim_work(floor, ana)
    assert (resumed.task_id, resumed.tote, resumed.line) == (state.task_id, tote, state.line)
    books.audit(floor.database)


def test_the_most_urgent_order_is_claimed_first(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 1))
    express = builders.a_released_order(floor, (mug, 2), shipping_method="Royal Post Express")
    ana = builders.an_operator(floor)
    offered = picking.offered_work(floor, ana)
    assert offered.next is not None
    assert (offered.next.order_number, offered.next.units, offered.waiting) == (express, 2, 2)
    assert picking.claim_work(floor, ana).order_number == express


@pytest.mark.parametrize(
    "open_database", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
def test_work_that_is_called_off_while_it_is_read_is_not_offered(
    floor: Workplace, open_station: OpenStation
) -> None:
    mug, _ = builders.some_stock(floor)
    order = builders.a_released_order(floor, (mug, 1))
    ana, office = builders.an_operator(floor), open_station("P-02")
    engine, called_off = floor.database.engine, list[str]()

    def call_off(*executed: object) -> None:
        statement = str(executed[2])
        if "pick_task.priority DESC" in statement and not called_off:
            called_off.append(statement)
            cancel_order(office, order)

    event.listen(engine, "after_cursor_execute", call_off)
    offered = picking.offered_work(floor, ana)
    event.remove(engine, "after_cursor_execute", call_off)
    assert called_off
    assert offered.next is None


def test_pickers_who_claim_at_once_get_different_work(
    floor: Workplace, open_station: OpenStation
) -> None:
    mug, _ = builders.some_stock(floor, 50)
    for _ in range(6):
        builders.a_released_order(floor, (mug, 1))
    pickers = [builders.an_operator(floor) for _ in range(6)]
    stations = [open_station(f"P-{number}") for number in range(2, 5)] * 2
    with ThreadPoolExecutor(len(pickers)) as threads:
        states = list(threads.map(picking.claim_work, stations, pickers))
    assert len({state.task_id for state in states}) == len(pickers)
    books.audit(floor.database)


def test_one_operator_at_two_stations_holds_one_task(
    floor: Workplace, open_station: OpenStation
) -> None:
    mug, _ = builders.some_stock(floor)
    for _ in range(2):
        builders.a_released_order(floor, (mug, 1))
    ana = builders.an_operator(floor)
    stations = [open_station("P-02"), open_station("P-03")]
    with ThreadPoolExecutor(2) as threads:
        states = list(threads.map(picking.claim_work, stations, [ana, ana]))
    assert len({state.task_id for state in states}) == 1
    assert {state.epoch for state in states} == {1, 2}


def test_pickers_at_one_shelf_take_no_unit_twice(
    floor: Workplace, open_station: OpenStation
) -> None:
    mug, place = builders.some_stock(floor, 40)
    lamp, lamps_at = builders.some_stock(floor, 40)
    for number in range(8):
        lines = [(mug, 2), (lamp, 3)]
        builders.a_released_order(floor, *(lines if number % 2 else reversed(lines)))
    pickers = [builders.an_operator(floor) for _ in range(4)]
    totes = [[builders.a_tote(floor) for _ in range(2)] for _ in pickers]
    stations = [open_station(f"P-{number}") for number in range(2, 6)]

    def shift_of(workplace: Workplace, picker: int, of_picker: Sequence[str]) -> list[PickState]:
        return [shift.pick_order(workplace, picker, tote) for tote in of_picker]

    with ThreadPoolExecutor(len(pickers)) as threads:
        for states in threads.map(shift_of, stations, pickers, totes):
            assert {state.prompt for state in states} == {PickPrompt.TASK_DONE}
    assert (books.on_hand(floor, place), books.on_hand(floor, lamps_at)) == (24, 16)
    books.audit(floor.database)


def test_a_killed_station_leaves_nothing_half_written(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote, mug.barcode).state
    before = books.everything(floor)
    engine = floor.database.engine
    by_statements = replace(floor, sender=ByStatements(floor.database))
    event.listen(engine, "commit", die)
    with pytest.raises(_Killed):
        picking.scan(by_statements, ana, state, builders.entry(Command.OK.value))
    event.remove(engine, "commit", die)
    assert books.everything(floor) == before
    resumed = picking.claim_work(floor, ana)
    assert shift.pick_to_end(floor, ana, resumed, tote).prompt is PickPrompt.TASK_DONE
    assert books.on_hand(floor, tote) == 2
    books.audit(floor.database)


class _Killed(BaseException):
    """The process is gone."""


def die(_: Connection) -> None:
    """End when all is written and nothing committed."""
    raise _Killed


def test_work_put_aside_before_anything_was_chosen_for_it_is_anybodys(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 1))
    ana, bo = builders.an_operator(floor), builders.an_operator(floor)
    state = picking.claim_work(floor, ana)
    shift.pick(floor, ana, state, Command.PAUSE.value)
    states = "select orders.state, pick_task.state from orders, pick_task where number = :n"
    assert books.rows(floor, states, n=number) == [("released", "ready")]
    assert shift.refused(floor, ana, state, Command.OK.value) == TaskTakenOver(state.task_id)
    assert shift.pick_order(floor, bo, builders.a_tote(floor)).task_id == state.task_id
    assert books.value(floor, "select state from orders where number = :n", n=number) == "picked"
    books.audit(floor.database)


def test_a_sign_out_lets_untouched_work_go_and_keeps_what_was_begun(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    for _ in "12":
        builders.a_released_order(floor, (mug, 2))
    ana, bo, tote = builders.an_operator(floor), builders.an_operator(floor), builders.a_tote(floor)
    begun = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    leases.lay_down(floor, ana)
    untouched = picking.claim_work(floor, bo)
    assert untouched.task_id != begun.task_id
    leases.lay_down(floor, bo)
    states = "select id, state from pick_task order by id"
    assert dict(books.rows(floor, states)) == {
        begun.task_id: "paused",
        untouched.task_id: "ready",
    }
