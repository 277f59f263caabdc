from app.domain.events import CountRaised, LineShorted, OrderHeld
from app.domain.locations import LocationKind
from app.domain.pick_state import PickPrompt
from app.domain.readings import Command
from app.domain.refusals import NothingToPack
from app.services import packing, picking
from app.services.allocating import allocate_waiting_orders
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift

P = PickPrompt
SHORT = Command.SHORT.value


def test_a_short_pick_leads_to_the_next_location(floor: Workplace) -> None:
    mug, first = builders.some_stock(floor, 5)
    second = builders.a_location(floor, kind=LocationKind.RESERVE)
    builders.stock(floor, mug, second, 9)
    number = builders.a_released_order(floor, (mug, 4))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    answer = shift.pick(floor, ana, state, SHORT, builders.typed(1), builders.typed(1))
    line = answer.state.line
    assert line is not None
    assert (line.location, line.open) == (second, 3)
    kinds = {type(event) for event in answer.events}
    assert kinds >= {LineShorted, CountRaised}
    assert OrderHeld not in kinds
    assert (books.promised(floor, first), books.promised(floor, second)) == (0, 3)
    assert (books.on_hand(floor, first), books.on_hand(floor, tote)) == (4, 1)
    books.audit(floor.database)
    assert shift.pick_to_end(floor, ana, answer.state, tote).prompt is P.TASK_DONE
    assert books.order_state(floor, number) == "picked"
    books.audit(floor.database)


def test_doubted_stock_is_not_promised_again_until_it_is_counted(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 5)
    builders.a_released_order(floor, (mug, 2))
    waiting = builders.an_order(floor, (mug, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    shift.pick(floor, ana, state, SHORT, builders.typed(0), Command.OK.value)
    allocate_waiting_orders(floor)
    assert books.order_state(floor, waiting) == "paid"
    assert books.rows(floor, "select reason, state from count_task") == [("empty", "open")]
    with floor.database.engine.begin() as connection:
        connection.exec_driver_sql("update count_task set state = 'done'")
    allocate_waiting_orders(floor)
    assert books.order_state(floor, waiting) == "allocated"
    assert books.promised(floor, place) == 1


def test_an_order_that_stays_short_is_held_and_what_is_there_is_still_picked(
    floor: Workplace,
) -> None:
    mug, _ = builders.some_stock(floor, 2)
    lamp, _ = builders.some_stock(floor, 2)
    number = builders.a_released_order(floor, (mug, 2), (lamp, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    answer = shift.pick(floor, ana, state, Command.WRONG_LOCATION.value)
    assert any(isinstance(event, OrderHeld) for event in answer.events)
    assert books.holds(floor, number) == {"short"}
    assert books.order_state(floor, number) == "held"
    done = shift.pick_to_end(floor, ana, answer.state, tote)
    assert (done.prompt, books.on_hand(floor, tote)) == (P.TASK_DONE, 2)
    assert books.order_state(floor, number) == "held"
    books.audit(floor.database)
    at_bench = packing.open_order(floor, ana, builders.entry(tote))
    assert (at_bench.state, at_bench.refusal) == (None, NothingToPack(tote, number, "short"))


def test_work_on_a_short_order_is_resumed_by_badge(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 2)
    lamp, _ = builders.some_stock(floor, 2)
    builders.a_released_order(floor, (mug, 2), (lamp, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    shift.pick(floor, ana, state, SHORT, builders.typed(0), Command.OK.value)
    resumed = picking.claim_work(floor, ana)
    assert resumed.line is not None
    assert resumed.line.item.sku == lamp.sku


def test_units_found_before_a_short_can_be_undone_after_it(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 5)
    builders.a_released_order(floor, (mug, 3))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    done = shift.pick(floor, ana, state, SHORT, builders.typed(2), Command.OK.value).state
    assert done.prompt is P.TASK_DONE
    back = shift.pick(floor, ana, done, Command.UNDO.value, f"L-{place}").state
    assert (back.prompt, books.on_hand(floor, place), books.on_hand(floor, tote)) == (
        P.SCAN_ITEM,
        5,
        0,
    )
    books.audit(floor.database)


def test_every_line_of_an_order_can_be_short(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 1)
    number = builders.a_released_order(floor, (mug, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    done = shift.pick(floor, ana, state, SHORT, Command.OK.value, Command.OK.value).state
    assert done.prompt is P.TASK_DONE
    assert (books.order_state(floor, number), books.holds(floor, number)) == ("held", {"short"})
    books.audit(floor.database)
